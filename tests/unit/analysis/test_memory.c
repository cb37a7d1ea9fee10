/* A run with every allocation failing in its turn: the right status, nothing leaked, nothing half made.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit/stages/sketch.h"

#include <titian/allocation.h>
#include <titian/lists.h>
#include <titian/audit.h>
#include <titian/comparison.h>
#include <titian/divide.h>
#include <titian/editions.h>
#include <titian/movers.h>
#include <titian/sensitivity.h>
#include <titian/smaa.h>
#include <titian/trend.h>

#include "unit/scarce.h"

static const char tree[] = "A P 1 goalposts 0 100 per POP 1\n"
                           "B P 1 goalposts 1 100 log\n"
                           "C Q 1 goalposts 0 100\n"
                           "D Q 1 goalposts 0 100\n"
                           "P X 1\n"
                           "Q X 1\n"
                           "X - 1\n"
                           "group dac\n"
                           "denominator POP\n"
                           "other ODA\n";
static const char data[] = "U1 2019 A 1 B 2 C 3 POP 1 ODA 5 dac 1\n"
                           "U2 2019 A 4 B 0 C 9 POP 0 ODA 7 dac 1\n"
                           "U3 2020 A 7 B - C - POP 1 dac 0\n"
                           "U4 2020 A 2 B 1 C 0.5 D 4 POP 2 dac 1\n";

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
    sketch_open(&s, tree, data);
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
    sketch_open(&s, tree, data);
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
    sketch_open(&s, tree, data);
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

/* One thread alone: which allocation comes next must not depend on others. */
static void movers_survive_the_failure_of_any_allocation(void **state)
{
    titian_uncertainty_options options = titian_uncertainty_options_default();
    titian_factor factor = {.name = "noise",
        .node = TITIAN_NONE,
        .how = titian_choice_default(TITIAN_STAGE_VARY, titian_method_find(TITIAN_STAGE_VARY, "noise"))};
    titian_status status = TITIAN_E_MEMORY;
    long k = 0;
    sketch s;

    (void) state;
    sketch_open(&s, tree, data);
    sketch_choose(&s, TITIAN_STAGE_SCREEN, "coverage");
    sketch_number(&s, TITIAN_STAGE_SCREEN, "indicator_coverage", 0.2);
    sketch_choose(&s, TITIAN_STAGE_NORMALISE, "goalposts");
    s.recipe.carry.max_age = 5;
    s.options.first_year = 2019;
    s.options.last_year = 2020;
    s.recipe.uncertainty = (titian_uncertainty_rules){
        .on = 1, .replications = 20, .seed = 1, .top = 1, .factors = &factor, .n_factors = 1};
    options.threads = 1;
    sketch_run(&s);
    for (; status != TITIAN_OK; k++) {
        titian_movers *m = NULL;
        titian_listing *listing = NULL;

        scarce_after = k;
        status = titian_movers_run(&m, s.a, NULL, &options, NULL);
        if (status == TITIAN_OK)
            status = titian_movers_make(&listing, m, NULL);
        scarce_after = -1;
        assert_true(status == TITIAN_OK || status == TITIAN_E_MEMORY);
        assert_true((listing == NULL) == (status != TITIAN_OK));
        titian_listing_free(listing);
        titian_movers_free(m);
    }
    assert_true(k > 40);
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
        sketch_open(&s[k], tree, k == 0 ? data : later);
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
    sketch_open(&s, tree, data);
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

static const char whole[] = "U1 2020 A 10 B 20 C 90 D 44 POP 1 dac 1\n"
                            "U2 2020 A 20 B 51 C 40 D 12 POP 1 dac 0\n"
                            "U3 2020 A 35 B 40 C 55 D 70 POP 1 dac 1\n"
                            "U4 2020 A 40 B 93 C 20 D 31 POP 1 dac 1\n";

/* What a table of the divide needs, and lines where it takes them. */
static titian_status make_divide(titian_listing **out, const titian_assessment *a, size_t table)
{
    static const char line[] = "iCode,Line,Weight\nP,30,1\nQ,60,2\n";
    titian_divide_options options = titian_divide_options_default();
    const char *name = titian_divide_name(table);
    titian_lines *lines = NULL;
    titian_status status = titian_lines_parse(&lines, "lines.csv", line, sizeof line - 1, NULL, NULL);

    options.group = "dac";
    options.weights = "POP";
    options.by = strcmp(name, "concentration") == 0 ? "ODA" : NULL;
    options.lines = strcmp(name, "deprivation") == 0 || strcmp(name, "headcounts") == 0 ? lines : NULL;
    if (status == TITIAN_OK)
        status = titian_divide_make(out, a, table, &options, NULL);
    titian_lines_free(lines);
    return status;
}

static void every_table_of_the_divide_survives_the_failure_of_any_allocation(void **state)
{
    sketch s;

    (void) state;
    sketch_open(&s, tree, whole);
    sketch_choose(&s, TITIAN_STAGE_NORMALISE, "goalposts");
    for (size_t i = 0; i < 4; i++) /* all in the first: a total to reconcile */
        assert_int_equal(titian_panel_set_unit(s.panel, i, "", i > 0 ? 0 : TITIAN_NONE, NULL), TITIAN_OK);
    sketch_run(&s);
    for (size_t table = 0; table < titian_divide_n_tables(); table++) {
        titian_listing *listing = NULL;
        int failed = 1;
        long k = 0;

        for (; failed; k++) {
            titian_status status = TITIAN_OK;

            titian_listing_free(listing);
            listing = NULL;
            scarce_after = k;
            status = make_divide(&listing, s.a, table);
            failed = scarce_after < 0;
            scarce_after = -1;
            /* libcsv goes on with half of what it could not have */
            assert_true(status == TITIAN_OK || (failed && status == TITIAN_E_MEMORY));
            assert_true((listing == NULL) == (status != TITIAN_OK));
        }
        assert_true(k > 8);
        titian_listing_free(listing);
    }
    sketch_close(&s);
}

static titian_status count_rows(const titian_listing *rows, void *context, titian_error *err)
{
    (void) err;
    *(size_t *) context += titian_listing_n_rows(rows);
    return TITIAN_OK;
}

static void a_table_told_in_pieces_survives_the_failure_of_any_allocation(void **state)
{
    size_t table = 0;
    int failed = 1;
    long k = 0;
    sketch s;

    (void) state;
    sketch_open(&s, tree, whole);
    sketch_choose(&s, TITIAN_STAGE_NORMALISE, "goalposts");
    sketch_run(&s);
    while (strcmp(titian_divide_name(table), "communities") != 0)
        table++;
    for (; failed; k++) {
        titian_status status = TITIAN_OK;
        size_t n_rows = 0;

        scarce_after = k;
        status = titian_divide_tell(s.a, table, NULL, count_rows, &n_rows, NULL);
        failed = scarce_after < 0;
        scarce_after = -1;
        assert_int_equal(status, failed ? TITIAN_E_MEMORY : TITIAN_OK);
        assert_true(failed || (n_rows > 0 && n_rows % 4 == 0));
    }
    assert_true(k > 8);
    sketch_close(&s);
}

/* What an allocation takes: lists and decisions of the run, and projects. */
static void read_given(titian_records *records[TITIAN_N_RECORDS])
{
    static const char *const given[TITIAN_N_RECORDS] = {
        [TITIAN_RECORDS_LISTS] =
            "list,uCode,valid_from,valid_to,source\nL,U1,,,x\nL,U2,2000,2030,\nL,U3,,,\nL,U4,,,\ndac,U1,,,x\n"
            "dac,U2,,,\ndac,U3,,,\n",
        [TITIAN_RECORDS_OVERRIDES] = "uCode,action,amount,author,date,reason\nU2,fix,7,me,2024-01-31,flood\n"
                                     "U4,include,,me,2024-02-29,so\n",
        [TITIAN_RECORDS_PROJECTS] = "uCode,project,cost,gain\nU1,a,6,9\nU2,b,5,7\nU4,c,5,7\n",
    };

    for (titian_records_kind k = 0; k < TITIAN_N_RECORDS; k++)
        assert_int_equal(
            titian_records_parse(&records[k], k, "given.csv", given[k], strlen(given[k]), NULL, NULL), TITIAN_OK);
}

static titian_status make_allocation(
    titian_listing **out, const titian_assessment *a, size_t table, const titian_records *projects)
{
    static const titian_uncertainty_options draws = {.threads = 1, .replications = 3};
    titian_allocation_options options = titian_allocation_options_default();

    options.draws = titian_allocation_draws(table) ? &draws : NULL;
    options.projects = strcmp(titian_allocation_name(table), "projects") == 0 ? projects : NULL;
    return titian_allocation_make(out, a, table, &options, NULL);
}

static void every_table_of_an_allocation_survives_the_failure_of_any_allocation(void **state)
{
    static const char *const one[] = {"1"};
    static const titian_condition members = {.group = "dac", .labels = one, .n_labels = 1, .value = 5.0};
    const titian_allocation_fence fence = {"some", members, 0.2, 1.0};
    const titian_allocation_list list = {"L", 0, 0, ""};
    titian_alternative scales[] = {{.name = "posts", .probability = 1.0},
        {.name = "rank", .probability = 1.0, .replaces = 1u << TITIAN_STAGE_NORMALISE}};
    const titian_factor scale = {.name = "scale",
        .node = TITIAN_NONE,
        .how = titian_choice_default(TITIAN_STAGE_VARY, titian_method_find(TITIAN_STAGE_VARY, "alternatives")),
        .alternatives = scales,
        .n_alternatives = 2};
    titian_records *records[TITIAN_N_RECORDS] = {NULL};
    titian_status run = TITIAN_E_MEMORY;
    sketch s;

    (void) state;
    sketch_open(&s, tree, whole);
    sketch_choose(&s, TITIAN_STAGE_NORMALISE, "goalposts");
    sketch_priority(&s);
    s.recipe.allocation = (titian_allocation_rules){.budget = 100.0,
        .currency = "",
        .unit = 1.0,
        .rule = titian_allocation_rule_find("equal_head"),
        .floors = &members,
        .n_floors = 1,
        .cap = (double) INFINITY,
        .cap_share = 1.0,
        .cap_per_head = 1000.0,
        .minimum = 1.0,
        .previous = "POP",
        .swing_down = 1.0,
        .swing_up = (double) INFINITY,
        .fences = &fence,
        .n_fences = 1,
        .lists = &list,
        .n_lists = 1};
    scales[1].choice[TITIAN_STAGE_NORMALISE] =
        titian_choice_default(TITIAN_STAGE_NORMALISE, titian_method_find(TITIAN_STAGE_NORMALISE, "rank"));
    s.recipe.uncertainty =
        (titian_uncertainty_rules){.on = 1, .replications = 3, .top = 1, .factors = &scale, .n_factors = 1};
    read_given(records);
    s.options.lists = records[TITIAN_RECORDS_LISTS];
    s.options.overrides = records[TITIAN_RECORDS_OVERRIDES];
    for (long k = 0; run != TITIAN_OK; k++) { /* labels, the gate and its reasons */
        scarce_after = k;
        run = titian_lists_label(s.panel, s.options.lists, 2024, NULL, NULL);
        if (run == TITIAN_OK)
            run = sketch_try(&s);
        scarce_after = -1;
        assert_true(run == TITIAN_OK || run == TITIAN_E_MEMORY);
    }
    for (size_t table = 0; table < titian_allocation_n_tables(); table++) {
        titian_listing *listing = NULL;
        int failed = 1;
        long k = 0;

        for (; failed; k++) {
            titian_status status = TITIAN_OK;

            titian_listing_free(listing);
            listing = NULL;
            scarce_after = k;
            status = make_allocation(&listing, s.a, table, records[TITIAN_RECORDS_PROJECTS]);
            failed = scarce_after < 0;
            scarce_after = -1;
            /* libcsv goes on with half of what it could not have */
            if (status != TITIAN_OK && !(failed && status == TITIAN_E_MEMORY))
                fail_msg("%s: %s", titian_allocation_name(table), titian_status_text(status));
            assert_true((listing == NULL) == (status != TITIAN_OK));
        }
        assert_true(k > 3);
        titian_listing_free(listing);
    }
    for (titian_records_kind kind = 0; kind < TITIAN_N_RECORDS; kind++)
        titian_records_free(records[kind]);
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
    sketch_open(&s, tree, whole);
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
    sketch_open(&s, tree, data);
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

/* Noise, shares, two scales, errors of one indicator; the stages are run anew in each replication. */
typedef struct {
    sketch s;
    titian_factor factors[4];
    titian_alternative scales[2];
} doubtful;

static void open_doubtful(doubtful *d, size_t n_factors)
{
    static const char *const methods[] = {"noise", "dirichlet", "alternatives", "error"};
    titian_factor *error = &d->factors[3];

    *d = (doubtful){.scales = {{.name = "posts", .probability = 1.0},
                        {.name = "rank", .probability = 1.0, .replaces = 1u << TITIAN_STAGE_NORMALISE}}};
    sketch_open(&d->s, tree, whole);
    sketch_choose(&d->s, TITIAN_STAGE_NORMALISE, "goalposts");
    d->scales[1].choice[TITIAN_STAGE_NORMALISE] =
        titian_choice_default(TITIAN_STAGE_NORMALISE, titian_method_find(TITIAN_STAGE_NORMALISE, "rank"));
    for (size_t f = 0; f < 4; f++)
        d->factors[f] = (titian_factor){.name = methods[f],
            .node = TITIAN_NONE,
            .how = titian_choice_default(TITIAN_STAGE_VARY, titian_method_find(TITIAN_STAGE_VARY, methods[f]))};
    d->factors[2].alternatives = d->scales;
    d->factors[2].n_alternatives = 2;
    error->how.option[titian_method_param(error->how.method, "sd")].number = 1.0;
    d->s.recipe.uncertainty = (titian_uncertainty_rules){
        .on = 1, .replications = 100, .seed = 1, .top = 2, .factors = d->factors, .n_factors = n_factors};
    sketch_run(&d->s);
}

static int keep_nothing(const unsigned char *bytes, size_t n, void *context)
{
    (void) bytes;
    (void) n;
    (void) context;
    return 0;
}

/* Each returns how a try went, and checks that nothing is left of one that failed. */
static titian_status try_uncertainty(const sketch *s)
{
    const titian_uncertainty_options o = {.threads = 1, .pairs = 1, .keep_every = 1e-9, .keep = keep_nothing};
    titian_uncertainty *found = NULL;
    const titian_status status = titian_uncertainty_run(&found, s->a, &o, NULL);

    assert_true((found == NULL) == (status != TITIAN_OK));
    titian_uncertainty_free(found);
    return status;
}

static titian_status try_sensitivity(const sketch *s)
{
    titian_sensitivity_options o = titian_sensitivity_options_default();
    titian_sensitivity *found = NULL;
    titian_status status = TITIAN_OK;

    o.threads = 1;
    o.rows = 4;
    o.replicates = 2;
    o.second = o.shapley = 1;
    status = titian_sensitivity_run(&found, s->a, &o, NULL);
    assert_true((found == NULL) == (status != TITIAN_OK));
    titian_sensitivity_free(found);
    return status;
}

static titian_status try_replication(const sketch *s)
{
    titian_replication *found = NULL;
    titian_status status = titian_replication_new(&found, s->a, NULL, NULL);

    assert_true((found == NULL) == (status != TITIAN_OK));
    for (uint64_t k = 0; k < 6 && status == TITIAN_OK; k++)
        status = titian_replication_run(found, k, NULL);
    titian_replication_free(found);
    return status;
}

/* Requests for memory of a run with so many replications. */
static long requests(const sketch *s, uint64_t replications)
{
    const titian_allocation_options allocation = titian_allocation_options_default();
    const titian_uncertainty_options o = {.threads = 1, .replications = replications, .allocation = &allocation};
    const long enough = 1000000;
    titian_uncertainty *found = NULL;
    long n = 0;

    scarce_after = enough;
    assert_int_equal(titian_uncertainty_run(&found, s->a, &o, NULL), TITIAN_OK);
    n = enough - scarce_after;
    scarce_after = -1;
    assert_int_equal(titian_uncertainty_shared(found), replications);
    titian_uncertainty_free(found);
    return n;
}

static void sharing_a_budget_out_in_a_replication_asks_for_no_memory(void **state)
{
    static const titian_allocation_entry need[] = {{"need", NULL, 1.5, (double) NAN, (double) NAN, ""}};
    doubtful d;

    (void) state;
    open_doubtful(&d, 3);
    sketch_priority(&d.s);
    d.s.recipe.allocation = (titian_allocation_rules){.on = 1,
        .budget = 100.0,
        .currency = "",
        .unit = 1.0,
        .rule = titian_allocation_rule_find("equal_country"),
        .factors = need,
        .n_factors = 1,
        .floor = 1.0,
        .cap = (double) INFINITY,
        .cap_share = 1.0,
        .cap_per_head = (double) INFINITY,
        .swing_down = 1.0,
        .swing_up = (double) INFINITY};
    sketch_run(&d.s);
    assert_int_equal(requests(&d.s, 2000), requests(&d.s, 200));
    sketch_close(&d.s);
}

/* With the last factor stages are run in each replication; without, they are shared. */
static void replications_survive_the_failure_of_any_allocation(void **state)
{
    titian_status (*const tries[])(const sketch *) = {try_uncertainty, try_sensitivity, try_replication};

    (void) state;
    for (size_t n_factors = 3; n_factors <= 4; n_factors++)
        for (size_t t = 0; t < 3; t++) {
            titian_status status = TITIAN_E_MEMORY;
            long k = 0;
            doubtful d;

            open_doubtful(&d, n_factors);
            for (k = 0; status != TITIAN_OK; k++) {
                scarce_after = k;
                status = tries[t](&d.s);
                scarce_after = -1;
                assert_true(status == TITIAN_OK || status == TITIAN_E_MEMORY);
            }
            assert_true(k > 8);
            sketch_close(&d.s);
        }
}

/* What a failure has left half made must not pass for a whole: the next run finds what a fresh one finds. */
static void a_replication_that_failed_for_memory_can_be_run_again(void **state)
{
    titian_replication *fresh = NULL;
    titian_status status = TITIAN_E_MEMORY;
    size_t root;
    doubtful d;

    (void) state;
    open_doubtful(&d, 4);
    root = sketch_node(&d.s, "X");
    assert_int_equal(titian_replication_new(&fresh, d.s.a, NULL, NULL), TITIAN_OK);
    assert_int_equal(titian_replication_run(fresh, 3, NULL), TITIAN_OK);
    for (long k = 0; status != TITIAN_OK; k++) {
        titian_replication *r = NULL;

        assert_int_equal(titian_replication_new(&r, d.s.a, NULL, NULL), TITIAN_OK);
        scarce_after = k;
        status = titian_replication_run(r, 3, NULL);
        scarce_after = -1;
        if (status != TITIAN_OK)
            assert_int_equal(titian_replication_run(r, 3, NULL), TITIAN_OK);
        for (size_t i = 0; i < 4; i++)
            assert_near(titian_replication_score(r, root, i), titian_replication_score(fresh, root, i), 0.0);
        titian_replication_free(r);
    }
    titian_replication_free(fresh);
    sketch_close(&d.s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_run_survives_the_failure_of_any_allocation),
        cmocka_unit_test(every_table_of_an_allocation_survives_the_failure_of_any_allocation),
        cmocka_unit_test(every_table_of_the_audit_survives_the_failure_of_any_allocation),
        cmocka_unit_test(tables_of_trends_survive_the_failure_of_any_allocation),
        cmocka_unit_test(every_table_of_the_divide_survives_the_failure_of_any_allocation),
        cmocka_unit_test(a_table_told_in_pieces_survives_the_failure_of_any_allocation),
        cmocka_unit_test(comparisons_survive_the_failure_of_any_allocation),
        cmocka_unit_test(movers_survive_the_failure_of_any_allocation),
        cmocka_unit_test(editions_survive_the_failure_of_any_allocation),
        cmocka_unit_test(the_analysis_of_weights_survives_the_failure_of_any_allocation),
        cmocka_unit_test(so_does_one_with_draws_exceptions_and_the_benefit_of_the_doubt),
        cmocka_unit_test(replications_survive_the_failure_of_any_allocation),
        cmocka_unit_test(sharing_a_budget_out_in_a_replication_asks_for_no_memory),
        cmocka_unit_test(a_replication_that_failed_for_memory_can_be_run_again),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
