/* analysis/smaa_sample: shares estimated from drawn weights.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit/analysis/smaa_given.h"

/* Every share of one within so many standard errors of that of the other, which is exact. */
static void assert_estimates(const titian_smaa *drawn, const titian_smaa *exact, double errors)
{
    const size_t n = titian_smaa_n_units(exact);

    for (size_t i = 0; i < n; i++) {
        const titian_smaa_unit_state *u = titian_smaa_unit(drawn, i), *v = titian_smaa_unit(exact, i);
        const double *b = titian_smaa_acceptability(exact, i), *over = titian_smaa_pairwise(exact, i);
        double variance = 0.0;

        for (size_t k = 0; k < n; k++) {
            assert_near(
                titian_smaa_acceptability(drawn, i)[k], b[k], errors * titian_smaa_error(drawn, b[k]) + 1e-12);
            assert_near(
                titian_smaa_pairwise(drawn, i)[k], over[k], errors * titian_smaa_error(drawn, over[k]) + 1e-12);
            variance += b[k] * pow((double) (k + 1) - v->expected_rank, 2.0);
        }
        assert_near(u->expected_rank, v->expected_rank,
            errors * sqrt(variance / (double) titian_smaa_n_draws(drawn)) + 1e-12);
        assert_near(titian_smaa_rank_error(drawn, i), sqrt(variance / (double) titian_smaa_n_draws(drawn)),
            0.1 * titian_smaa_rank_error(drawn, i) + 1e-12);
        assert_near(u->confidence, v->confidence, 0.0);
        assert_int_equal(u->best, v->best);
        assert_int_equal(u->worst, v->worst);
        for (size_t e = 0; e < titian_smaa_n_elements(exact) && v->first > 0.0; e++) /* deviations are below 1/2 */
            assert_near(titian_smaa_central(drawn, i)[e], titian_smaa_central(exact, i)[e],
                errors * 0.5 / sqrt((double) titian_smaa_n_draws(drawn) * v->first));
    }
}

static void drawn_shares_lie_about_the_exact_ones(void **state)
{
    static const char upper[] = "iCode,Lower,Upper\nC,,0.4\nD,0.1,0.5\nE,0.05,0.6\n";
    titian_weight_bounds *bounds = bounds_of(upper);
    sketch s;

    (void) state;
    example(&s, "arithmetic");
    for (int bound = 0; bound < 2; bound++) {
        titian_smaa_options options = titian_smaa_options_default();
        titian_smaa *exact = NULL, *drawn = NULL;

        options.node = "Q";
        options.bounds = bound ? bounds : NULL;
        options.replications = 40000;
        exact = look(&s, &options);
        assert_int_equal(titian_smaa_n_free(exact), 3);
        assert_true(titian_smaa_n_draws(exact) == 0);
        options.sampled = 1;
        drawn = look(&s, &options);
        assert_true(titian_smaa_n_draws(drawn) == 40000);
        assert_near(titian_smaa_error(drawn, 0.2), 0.002, 1e-15);
        assert_estimates(drawn, exact, 4.0);
        titian_smaa_free(exact);
        titian_smaa_free(drawn);
    }
    titian_weight_bounds_free(bounds);
    sketch_close(&s);
}

static void open_many(sketch *s)
{
    sketch_open_units(s, pillars, UNITS);
    fill(s);
    sketch_choose(s, TITIAN_STAGE_NORMALISE, "goalposts");
    sketch_run(s);
}

/* The six indicators of the other tree, within bounds above and below. */
static titian_smaa *draw_six(const sketch *s, uint64_t seed, int threads, int search)
{
    titian_smaa_options options = titian_smaa_options_default();

    options.level = 1;
    options.box = 0.9;
    options.replications = 3001; /* the last block is not full */
    options.seed = seed;
    options.threads = threads;
    options.search = search;
    return look(s, &options);
}

/* How many figures of the two differ in any digit. */
static size_t count_differences(const titian_smaa *x, const titian_smaa *y)
{
    size_t n = 0;

    for (size_t i = 0; i < UNITS; i++) {
        for (size_t k = 0; k < UNITS; k++) {
            n += titian_smaa_acceptability(x, i)[k] != titian_smaa_acceptability(y, i)[k] ? 1 : 0;
            n += titian_smaa_pairwise(x, i)[k] != titian_smaa_pairwise(y, i)[k] ? 1 : 0;
        }
        for (size_t e = 0; e < 6; e++) {
            const double a = titian_smaa_central(x, i)[e], b = titian_smaa_central(y, i)[e];

            n += a == b || (isnan(a) && isnan(b)) ? 0 : 1;
        }
    }
    return n;
}

static void drawn_shares_depend_on_the_seed_and_not_on_threads(void **state)
{
    titian_smaa *one = NULL, *other = NULL;
    sketch s;

    (void) state;
    open_many(&s);
    one = draw_six(&s, 5, 1, 0);
    assert_true(titian_smaa_n_draws(one) == 3001);
    for (int threads = 2; threads <= 5; threads++) {
        other = draw_six(&s, 5, threads, 0);
        assert_int_equal(count_differences(one, other), 0);
        titian_smaa_free(other);
    }
    other = draw_six(&s, 6, 1, 0);
    assert_true(count_differences(one, other) > UNITS);
    titian_smaa_free(one);
    titian_smaa_free(other);
    sketch_close(&s);
}

/* Gaps stand for other things in the limits; shares take one of them. */
static void no_rank_with_a_share_lies_outside_the_limits(void **state)
{
    titian_smaa *found = NULL;
    sketch s;

    (void) state;
    open_many(&s);
    found = draw_six(&s, 7, 0, 1);
    for (size_t i = 0; i < UNITS; i++) {
        const titian_smaa_unit_state *u = titian_smaa_unit(found, i);
        double sum = 0.0;

        for (size_t r = 1; r <= UNITS; r++) {
            const double share = titian_smaa_acceptability(found, i)[r - 1];

            assert_true(share <= 0.0 || (u->best <= r && r <= u->worst));
            sum += share;
        }
        assert_near(sum, 1.0, 1e-12);
    }
    titian_smaa_free(found);
    sketch_close(&s);
}

/* Who wants shares alone need not wait for the search. */
static void without_a_search_shares_are_the_same_and_limits_wider(void **state)
{
    titian_smaa_options options = titian_smaa_options_default();
    titian_smaa *searched = NULL, *quick = NULL;
    size_t n_wider = 0;
    sketch s;

    (void) state;
    open_many(&s);
    options.level = 1;
    options.box = 0.4;
    options.replications = 500;
    searched = look(&s, &options);
    options.search = 0;
    quick = look(&s, &options);
    assert_int_equal(count_differences(searched, quick), 0);
    for (size_t i = 0; i < UNITS; i++) {
        const titian_smaa_unit_state *u = titian_smaa_unit(searched, i), *v = titian_smaa_unit(quick, i);

        assert_true(v->best <= u->best && u->worst <= v->worst);
        n_wider += v->worst - v->best > u->worst - u->best ? 1 : 0;
    }
    assert_true(n_wider > 0);
    titian_smaa_free(searched);
    titian_smaa_free(quick);
    sketch_close(&s);
}

static int end_it(uint64_t done, uint64_t of, void *context)
{
    *(uint64_t *) context = done;
    assert_true(done < of);
    return 1;
}

static void who_is_told_of_the_draws_can_end_them(void **state)
{
    titian_smaa_options options = titian_smaa_options_default();
    titian_smaa *found = NULL;
    uint64_t told = 0;
    sketch s;

    (void) state;
    example(&s, "arithmetic");
    options.level = 1;
    options.replications = UINT32_MAX; /* minutes */
    options.threads = 1;
    options.progress = end_it;
    options.context = &told;
    found = look(&s, &options);
    assert_true(told > 0);
    assert_true(titian_smaa_n_draws(found) >= told && titian_smaa_n_draws(found) < UINT32_MAX);
    assert_near(titian_smaa_within(found, 0, 4), 1.0, 1e-12); /* of the draws that were done */
    titian_smaa_free(found);
    sketch_close(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(drawn_shares_lie_about_the_exact_ones),
        cmocka_unit_test(drawn_shares_depend_on_the_seed_and_not_on_threads),
        cmocka_unit_test(no_rank_with_a_share_lies_outside_the_limits),
        cmocka_unit_test(without_a_search_shares_are_the_same_and_limits_wider),
        cmocka_unit_test(who_is_told_of_the_draws_can_end_them),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
