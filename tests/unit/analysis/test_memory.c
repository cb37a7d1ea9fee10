/* A run with every allocation failing in its turn: the right status, nothing leaked, nothing half made. So do the
 * tables that look at one.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit/analysis/scarce_sketch.h"

#include <titian/audit.h>
#include <titian/comparison.h>
#include <titian/editions.h>
#include <titian/smaa.h>
#include <titian/trend.h>

#include "unit/scarce.h"

/* Fails one allocation after the other until the run succeeds. */
static void run_scarce(sketch *s)
{
    titian_status status = TITIAN_E_MEMORY;
    long k = 0;

    for (k = 0; status != TITIAN_OK; k++) {
        scarce_after = k;
        status = sketch_try(s);
        scarce_after = -1;
        if (status != TITIAN_OK && status != TITIAN_E_MEMORY)
            fail_msg("%s", s->error.message);
        assert_true((s->a == NULL) == (status != TITIAN_OK));
    }
    assert_true(k > 20);
}

static void a_run_survives_the_failure_of_any_allocation(void **state)
{
    sketch s;

    (void) state;
    sketch_open(&s, scarce_tree, scarce_gaps);
    sketch_choose(&s, TITIAN_STAGE_SCREEN, "coverage");
    sketch_number(&s, TITIAN_STAGE_SCREEN, "indicator_coverage", 0.5);
    sketch_choose(&s, TITIAN_STAGE_IMPUTE, "group_mean");
    sketch_group(&s, TITIAN_STAGE_IMPUTE, "dac");
    sketch_choose(&s, TITIAN_STAGE_TREAT, "winsorise");
    sketch_choose(&s, TITIAN_STAGE_NORMALISE, "goalposts");
    sketch_choose(&s, TITIAN_STAGE_AGGREGATE, "geometric");
    sketch_priority(&s);
    s.recipe.priority.aid_group = "dac";
    s.options.first_year = 2019;
    s.options.last_year = 2020;
    run_scarce(&s);
    assert_true(sketch_notes(&s, "D 2020 left out"));
    assert_true(sketch_notes(&s, "Q 2020 raised"));
    sketch_close(&s);
}

static void tables_of_trends_survive_the_failure_of_any_allocation(void **state)
{
    titian_trend_options options = titian_trend_options_default();
    sketch s;

    (void) state;
    sketch_open(&s, scarce_tree, scarce_gaps);
    sketch_choose(&s, TITIAN_STAGE_SCREEN, "coverage");
    sketch_number(&s, TITIAN_STAGE_SCREEN, "indicator_coverage", 0.5);
    sketch_choose(&s, TITIAN_STAGE_NORMALISE, "rank");
    options.stage = TITIAN_RESULT_RAW;
    s.options.first_year = 2019;
    s.options.last_year = 2020;
    sketch_run(&s);
    for (size_t table = 0; table < titian_trend_n_tables(); table++) {
        titian_status status = TITIAN_E_MEMORY;
        titian_listing *listing = NULL;
        titian_error err;
        long k = 0;

        for (; status != TITIAN_OK; k++) {
            scarce_after = k;
            status = titian_trend_make(&listing, s.a, table, &options, &err);
            scarce_after = -1;
            assert_true(status == TITIAN_OK || status == TITIAN_E_MEMORY);
            assert_true((listing == NULL) == (status != TITIAN_OK));
        }
        assert_true(k > 3);
        titian_listing_free(listing);
    }
    sketch_close(&s);
}

/* U1 and U2 have scores in both years, by carrying; the mean calls for a game. */
static void comparisons_survive_the_failure_of_any_allocation(void **state)
{
    sketch s;

    (void) state;
    sketch_open(&s, scarce_tree, scarce_gaps);
    sketch_choose(&s, TITIAN_STAGE_SCREEN, "coverage");
    sketch_number(&s, TITIAN_STAGE_SCREEN, "indicator_coverage", 0.2);
    sketch_choose(&s, TITIAN_STAGE_NORMALISE, "rank");
    sketch_choose(&s, TITIAN_STAGE_AGGREGATE, "median");
    s.recipe.carry.max_age = 5;
    s.options.first_year = 2019;
    s.options.last_year = 2020;
    sketch_run(&s);
    for (size_t table = 0; table < titian_comparison_n_tables(); table++) {
        titian_status status = TITIAN_E_MEMORY;
        titian_listing *listing = NULL;
        titian_error err;
        long k = 0;

        for (; status != TITIAN_OK; k++) {
            scarce_after = k;
            status = titian_comparison_make(&listing, s.a, table, NULL, &err);
            scarce_after = -1;
            assert_true(status == TITIAN_OK || status == TITIAN_E_MEMORY);
            assert_true((listing == NULL) == (status != TITIAN_OK));
        }
        assert_true(k > 3);
        titian_listing_free(listing);
    }
    sketch_close(&s);
}

/* Two vintages, of which one has what the other has not, and another mean: games are played. */
static void editions_survive_the_failure_of_any_allocation(void **state)
{
    static const char later[] = "U1 2020 A 3 B 2 C 3 POP 1 ODA 5 dac 1\n"
                                "U2 2020 A 4 B 9 C - D 5 POP 2 ODA 7 dac 1\n"
                                "U4 2020 A 5 B 1 C 0.5 POP 2 dac 1\n";
    sketch s[2];

    (void) state;
    for (int k = 0; k < 2; k++) {
        sketch_open(&s[k], scarce_tree, k == 0 ? scarce_gaps : later);
        sketch_choose(&s[k], TITIAN_STAGE_NORMALISE, "goalposts");
        sketch_choose(&s[k], TITIAN_STAGE_AGGREGATE, k == 0 ? "arithmetic" : "median");
        s[k].recipe.carry.max_age = 5;
        s[k].weights[0] = 1.0 + k;
        sketch_run(&s[k]);
    }
    for (size_t which = 0; which <= titian_editions_n_tables() + 1; which++) { /* the last: another game */
        const int flat = which > titian_editions_n_tables();
        const size_t table = flat ? 1 : which;
        const titian_editions editions = {.recipe = {&s[0].recipe, &s[1].recipe},
            .panel = {s[0].panel, s[1].panel},
            .year = {2020, 2020},
            .game = flat ? TITIAN_GAME_FLAT : TITIAN_GAME_NESTED};
        titian_status status = TITIAN_E_MEMORY;
        titian_listing *listing = NULL;
        long k = 0;

        for (; status != TITIAN_OK; k += 1 + k / 20) { /* all at first, then ever fewer: runs are like each other */
            scarce_after = k;
            status = table < titian_editions_n_tables() ? titian_editions_make(&listing, table, &editions, NULL)
                                                        : titian_common_make(&listing, s[0].a, s[1].a, NULL, NULL);
            scarce_after = -1;
            assert_true(status == TITIAN_OK || status == TITIAN_E_MEMORY);
            assert_true((listing == NULL) == (status != TITIAN_OK));
        }
        assert_true(k > 8);
        titian_listing_free(listing);
    }
    for (int k = 0; k < 2; k++)
        sketch_close(&s[k]);
}

static void the_analysis_of_weights_survives_the_failure_of_any_allocation(void **state)
{
    static const char bound[] = "iCode,Lower,Upper\nP,0.2,0.7\n";
    sketch s;

    (void) state;
    sketch_open(&s, scarce_tree, scarce_gaps);
    sketch_choose(&s, TITIAN_STAGE_NORMALISE, "goalposts");
    sketch_run(&s);
    for (int sampled = 0; sampled < 2; sampled++) {
        int failed = 1;
        long k = 0;

        for (; failed; k++) {
            titian_smaa_options options = titian_smaa_options_default();
            titian_weight_bounds *bounds = NULL;
            titian_smaa *found = NULL;
            titian_status status = TITIAN_OK;

            options.sampled = sampled;
            options.replications = 300;
            options.threads = 1;
            scarce_after = k;
            status = titian_weight_bounds_parse(&bounds, "bounds.csv", bound, sizeof bound - 1, NULL, NULL);
            options.bounds = bounds;
            if (status == TITIAN_OK)
                status = titian_smaa_new(&found, s.a, &options, NULL);
            failed = scarce_after < 0;
            scarce_after = -1;
            /* libcsv goes on with half of what it could not have */
            assert_true(status == TITIAN_OK || (failed && status == TITIAN_E_MEMORY));
            assert_true((found == NULL) == (status != TITIAN_OK));
            titian_smaa_free(found);
            titian_weight_bounds_free(bounds);
        }
        assert_true(k > 8);
    }
    sketch_close(&s);
}

/* The run with everything kept, weights of the benefit of the doubt and optimised ones too; then each table of it. */
static void every_table_of_the_audit_survives_the_failure_of_any_allocation(void **state)
{
    titian_status status = TITIAN_E_MEMORY;
    titian_listing *table = NULL;
    titian_error err;
    sketch s;

    (void) state;
    sketch_open(&s, scarce_tree, scarce_whole);
    sketch_choose(&s, TITIAN_STAGE_TREAT, "winsorise");
    sketch_choose(&s, TITIAN_STAGE_NORMALISE, "goalposts");
    sketch_choose(&s, TITIAN_STAGE_AGGREGATE, "bod");
    sketch_choose(&s, TITIAN_STAGE_WEIGH, "optimised");
    sketch_number(&s, TITIAN_STAGE_WEIGH, "against", 1.0);
    s.weighing[sketch_node(&s, "X")] = titian_choice_default(TITIAN_STAGE_WEIGH, 0);
    for (long k = 0; status != TITIAN_OK; k++) {
        scarce_after = k;
        status = sketch_try(&s);
        scarce_after = -1;
        if (status != TITIAN_OK && status != TITIAN_E_MEMORY)
            fail_msg("%s", s.error.message);
    }
    assert_int_equal(titian_assessment_n_bod(s.a), 3);
    for (size_t t = 0; t < titian_audit_n_tables(); t++) {
        status = TITIAN_E_MEMORY;
        for (long k = 0; status != TITIAN_OK; k++) {
            scarce_after = k;
            status = titian_audit_make(&table, s.a, t, NULL, &err);
            scarce_after = -1;
            if (status != TITIAN_OK && status != TITIAN_E_MEMORY)
                fail_msg("%s: %s", titian_audit_name(t), err.message);
            assert_true((table == NULL) == (status != TITIAN_OK));
        }
        titian_listing_free(table);
    }
    sketch_close(&s);
}

static void so_does_one_with_draws_exceptions_and_the_benefit_of_the_doubt(void **state)
{
    titian_weigh_exception exception = {.n_missing = 1};
    size_t missing = 0;
    sketch s;

    (void) state;
    sketch_open(&s, scarce_tree, scarce_gaps);
    sketch_choose(&s, TITIAN_STAGE_IMPUTE, "multiple");
    sketch_number(&s, TITIAN_STAGE_IMPUTE, "ridge", 1.0);
    sketch_choose(&s, TITIAN_STAGE_NORMALISE, "goalposts");
    exception.node = sketch_node(&s, "P");
    exception.missing = &missing;
    exception.choice = titian_choice_default(TITIAN_STAGE_WEIGH, 0);
    missing = sketch_node(&s, "A");
    s.recipe.exceptions = &exception;
    s.recipe.n_exceptions = 1;
    s.aggregation[sketch_node(&s, "X")] =
        titian_choice_default(TITIAN_STAGE_AGGREGATE, titian_method_find(TITIAN_STAGE_AGGREGATE, "bod"));
    s.aggregation[sketch_node(&s, "X")]
        .option[titian_method_param(s.aggregation[sketch_node(&s, "X")].method, "chosen")]
        .number = 1.0;
    run_scarce(&s);
    assert_true(sketch_notes(&s, "X 2020 the weights that suit a unit best"));
    sketch_close(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_run_survives_the_failure_of_any_allocation),
        cmocka_unit_test(tables_of_trends_survive_the_failure_of_any_allocation),
        cmocka_unit_test(comparisons_survive_the_failure_of_any_allocation),
        cmocka_unit_test(editions_survive_the_failure_of_any_allocation),
        cmocka_unit_test(the_analysis_of_weights_survives_the_failure_of_any_allocation),
        cmocka_unit_test(every_table_of_the_audit_survives_the_failure_of_any_allocation),
        cmocka_unit_test(so_does_one_with_draws_exceptions_and_the_benefit_of_the_doubt),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
