/* analysis/replicate, uncertainty: priorities and tiers; what came before does not matter, nor does what failed.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit/analysis/redrawn.h"

#include <stdlib.h>

/* ---- priority ---- */

static const char *const yes[] = {"yes"};
static const titian_condition eligible[] = {{.group = "all", .labels = yes, .n_labels = 1, .reason = ""}};

static void open_priority(redrawn *d)
{
    titian_factor *factor;

    redrawn_open(d, 0);
    redrawn_option(redrawn_add(d, "noise"), "share")->number = 0.5;
    factor = redrawn_add(d, "priority");
    redrawn_option(factor, "parameter")->number = 1.0; /* alpha */
    redrawn_option(factor, "range")->number = 0.0;
    redrawn_option(factor, "range")->upper = 2.0;
    factor = redrawn_add(d, "priority");
    factor->name = "target";
    redrawn_option(factor, "parameter")->number = 0.0;
    redrawn_option(factor, "range")->number = 50.0;
    redrawn_option(factor, "range")->upper = 70.0;
    d->s.recipe.priority = (titian_priority_rules){.on = 1,
        .target = 60.0,
        .alpha = 1.0,
        .level = 2,
        .eligible = eligible,
        .n_eligible = 1,
        .population = "PEOPLE",
        .people_reference = 1e6,
        .weight = {0.6, 0.3, 0.0, 0.0, 0.1}};
}

static void priorities_are_those_of_a_run_with_the_parameters_drawn(void **state)
{
    titian_replication *r = NULL;
    redrawn d;

    (void) state;
    open_priority(&d);
    sketch_run(&d.s);
    assert_int_equal(titian_replication_new(&r, d.s.a, NULL, NULL), TITIAN_OK);
    for (uint64_t number = 0; number < N_REPLICATIONS; number++) {
        redrawn other;

        assert_int_equal(titian_replication_run(r, number, NULL), TITIAN_OK);
        open_priority(&other);
        redrawn_weights(&other, r);
        other.s.recipe.priority.alpha = strtod(titian_replication_drawn(r, 1), NULL);
        other.s.recipe.priority.target = strtod(titian_replication_drawn(r, 2), NULL);
        sketch_run(&other.s);
        for (size_t i = 0; i < N_UNITS; i++) {
            assert_near(titian_replication_priority(r, i), titian_assessment_priority(other.s.a, i)->score, 1e-10);
            assert_int_equal(titian_replication_priority_rank(r, i), titian_assessment_priority(other.s.a, i)->rank);
        }
        redrawn_close(&other);
    }
    titian_replication_free(r);
    redrawn_close(&d);
}

static titian_tier tier_of(double p)
{
    return p >= 0.9   ? TITIAN_TIER_ROBUST
           : p >= 0.5 ? TITIAN_TIER_LIKELY
           : p >= 0.1 ? TITIAN_TIER_CONTESTED
                      : TITIAN_TIER_NOT;
}

static void tiers_are_shares_of_the_replications(void **state)
{
    enum { MANY = 500 };
    titian_replication *r = NULL;
    titian_uncertainty *u = NULL;
    size_t firsts[N_UNITS] = {0}, leads[N_UNITS] = {0}, met[5] = {0};
    redrawn d;

    (void) state;
    open_priority(&d);
    d.s.recipe.uncertainty.replications = MANY;
    sketch_run(&d.s);
    assert_int_equal(titian_uncertainty_run(&u, d.s.a, NULL, NULL), TITIAN_OK);
    assert_int_equal(titian_replication_new(&r, d.s.a, NULL, NULL), TITIAN_OK);
    for (uint64_t number = 0; number < MANY; number++) {
        assert_int_equal(titian_replication_run(r, number, NULL), TITIAN_OK);
        for (size_t i = 0; i < N_UNITS; i++) {
            firsts[i] += titian_replication_priority_rank(r, i) <= 4 ? 1 : 0;
            leads[i] += titian_replication_rank(r, X, i) <= 4 ? 1 : 0;
        }
    }
    for (size_t i = 0; i < N_UNITS; i++) {
        assert_near(titian_uncertainty_first(u, i), (double) firsts[i] / MANY, 1e-15);
        assert_near(titian_uncertainty_lead(u, i), (double) leads[i] / MANY, 1e-15);
        assert_int_equal(titian_uncertainty_tier(u, i), tier_of((double) firsts[i] / MANY));
        met[titian_uncertainty_tier(u, i)]++;
    }
    assert_true(met[TITIAN_TIER_NOT] > 0 && met[TITIAN_TIER_CONTESTED] > 0);
    titian_uncertainty_free(u);
    titian_replication_free(r);
    redrawn_close(&d);
}

/* ---- one after another ---- */

/* A threshold that is drawn from a range decides nothing for the replications that come after. */
static void what_came_before_does_not_matter(void **state)
{
    titian_factor *factor;
    titian_replication *alone = NULL, *after = NULL;
    redrawn d;

    (void) state;
    redrawn_open(&d, 1);
    sketch_choose(&d.s, TITIAN_STAGE_SCREEN, "coverage");
    sketch_number(&d.s, TITIAN_STAGE_SCREEN, "failing", 1.0);
    factor = redrawn_add(&d, "option");
    redrawn_option(factor, "stage")->number = TITIAN_STAGE_SCREEN;
    redrawn_option(factor, "option")->text = "min_coverage";
    redrawn_option(factor, "range")->number = 0.5;
    redrawn_option(factor, "range")->upper = 1.0;
    sketch_run(&d.s);
    assert_int_equal(titian_replication_new(&after, d.s.a, NULL, NULL), TITIAN_OK);
    for (uint64_t number = 0; number < N_REPLICATIONS; number++) {
        assert_int_equal(titian_replication_new(&alone, d.s.a, NULL, NULL), TITIAN_OK);
        assert_int_equal(titian_replication_run(alone, number, NULL), TITIAN_OK);
        assert_int_equal(titian_replication_run(after, number, NULL), TITIAN_OK);
        for (size_t k = N_INDICATORS; k < N_NODES; k++)
            for (size_t i = 0; i < N_UNITS; i++) {
                assert_near(titian_replication_score(after, k, i), titian_replication_score(alone, k, i), 0.0);
                assert_int_equal(titian_replication_rank(after, k, i), titian_replication_rank(alone, k, i));
            }
        titian_replication_free(alone);
    }
    titian_replication_free(after);
    redrawn_close(&d);
}

/* A scale that these values do not bear. */
static void what_cannot_be_computed_fails_each_time(void **state)
{
    titian_replication *r = NULL;
    titian_uncertainty *u = NULL;
    int failed = 0;
    titian_error err;
    redrawn d;

    (void) state;
    redrawn_years(&d);
    for (size_t t = 0; t < 2; t++)
        for (size_t i = 0; i < N_UNITS; i++)
            titian_panel_column_mut(d.s.panel, A, t)[i] = 50.0;
    sketch_run(&d.s);
    assert_int_equal(titian_replication_new(&r, d.s.a, NULL, NULL), TITIAN_OK);
    for (uint64_t number = 0; number < N_REPLICATIONS; number++) {
        const titian_status status = titian_replication_run(r, number, &err);

        assert_true(status == TITIAN_OK || status == TITIAN_E_NUMERIC);
        assert_true(status == TITIAN_OK || strstr(err.message, "replication") != NULL);
        assert_int_equal(titian_replication_run(r, number, NULL), status);
        failed += status != TITIAN_OK ? 1 : 0;
    }
    assert_true(failed > N_REPLICATIONS / 2 && failed < N_REPLICATIONS);
    for (int threads = 1; threads <= 4; threads++) {
        titian_error again;
        const titian_uncertainty_options o = {.threads = threads, .replications = 2000};

        assert_int_equal(titian_uncertainty_run(&u, d.s.a, &o, &again), TITIAN_E_NUMERIC);
        assert_null(u);
        if (threads == 1)
            err = again;
        assert_string_equal(again.message, err.message); /* the first that fails, whoever runs it */
    }
    titian_replication_free(r);
    redrawn_close(&d);
}

/* A run that stops early is one of as many replications. */
static void a_run_that_is_sure_early_is_a_short_run(void **state)
{
    titian_uncertainty *early = NULL, *plain = NULL;
    titian_uncertainty_options o = {.replications = 1000000, .until = 0.02};
    redrawn d;

    (void) state;
    open_priority(&d);
    sketch_run(&d.s);
    assert_int_equal(titian_uncertainty_run(&early, d.s.a, &o, NULL), TITIAN_OK);
    assert_true(titian_uncertainty_done(early) < 1000000);
    assert_int_equal(titian_uncertainty_wanted(early), 1000000);
    o = (titian_uncertainty_options){.replications = titian_uncertainty_done(early)};
    assert_int_equal(titian_uncertainty_run(&plain, d.s.a, &o, NULL), TITIAN_OK);
    for (size_t i = 0; i < N_UNITS; i++) {
        assert_near(titian_uncertainty_first(early, i), titian_uncertainty_first(plain, i), 0.0);
        assert_true(titian_uncertainty_error(early, titian_uncertainty_first(early, i)) < 0.02);
        assert_near(titian_uncertainty_rank(early, 3, i).mean, titian_uncertainty_rank(plain, 3, i).mean, 0.0);
    }
    titian_uncertainty_free(early);
    titian_uncertainty_free(plain);
    redrawn_close(&d);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(priorities_are_those_of_a_run_with_the_parameters_drawn),
        cmocka_unit_test(tiers_are_shares_of_the_replications),
        cmocka_unit_test(what_came_before_does_not_matter),
        cmocka_unit_test(what_cannot_be_computed_fails_each_time),
        cmocka_unit_test(a_run_that_is_sure_early_is_a_short_run),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
