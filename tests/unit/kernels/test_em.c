/* kernels/em, kernels/symmetric.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit/kernels/given.h"

#include "kernels/em.h"
#include "kernels/symmetric.h"

static const double gap = NAN;

enum { MOST = 64, WIDEST = 8 };

/* Room for what kernel_em_fit finds. */
typedef struct {
    kernel_normal normal;
    double centre[WIDEST], scale[WIDEST], mean[WIDEST], covariance[WIDEST * WIDEST];
    double scratch[2 * WIDEST * WIDEST + 2 * WIDEST];
    size_t order[2 * MOST];
} fit;

static void run(fit *f, const kernel_block *block, const double *counts, const kernel_em_rule *rule)
{
    assert_true(block->n_units <= MOST && block->n_indicators <= WIDEST);
    assert_true(kernel_em_scratch(block->n_indicators) <= sizeof f->scratch / sizeof *f->scratch);
    f->normal = (kernel_normal){.centre = f->centre, .scale = f->scale, .mean = f->mean, .covariance = f->covariance};
    kernel_em_fit(block, counts, rule, &f->normal, f->scratch, f->order);
}

static double mean_of(const fit *f, size_t j)
{
    return f->centre[j] + f->scale[j] * f->mean[j];
}

static double covariance_of(const fit *f, const kernel_block *block, size_t j, size_t k)
{
    return f->scale[j] * f->scale[k] * f->covariance[j * block->n_indicators + k];
}

/* Twelve units, three indicators, seven patterns. Expected figures below: a plain program in R 4.2 that inverts the
 * covariances of each unit, run until no number moves by 1e-15. */
static const double twelve[36] = {2.1, NAN, 3.7, 5.5, 1.2, NAN, 4.4, 6.1, 2.9, 3.3, 5.0, 1.9, 10.2, 12.5, NAN, 11.9,
    8.1, 15.0, NAN, 21.7, 17.2, NAN, 9.5, 13.3, -1.0, 0.3, -2.2, NAN, 0.9, 1.7, -2.1, -3.9, NAN, NAN, 0.4, -0.7};
static const kernel_em_rule tight = {.max_rounds = 10000, .tolerance = 1e-14, .ridge = 0.0};

static void the_fit_is_that_of_a_plain_program(void **state)
{
    const kernel_block block = given_block(twelve, 12, 3);
    fit f;

    (void) state;
    run(&f, &block, NULL, &tight);
    assert_true(f.normal.settled);
    assert_int_equal(f.normal.rank, 3);
    assert_near(mean_of(&f, 0), 3.45592909374508972, 1e-12);
    assert_near(mean_of(&f, 1), 13.70273007351438466, 1e-12);
    assert_near(mean_of(&f, 2), -0.81501187528024266, 1e-12);
    assert_near(covariance_of(&f, &block, 0, 0), 2.4176265318396477, 1e-12);
    assert_near(covariance_of(&f, &block, 0, 1), 2.4035282211326021, 1e-12);
    assert_near(covariance_of(&f, &block, 2, 0), -1.2553532569607524, 1e-12);
    assert_near(covariance_of(&f, &block, 1, 1), 15.3189235400488108, 1e-12);
    assert_near(covariance_of(&f, &block, 1, 2), -3.8543440576666579, 1e-12);
    assert_near(covariance_of(&f, &block, 2, 2), 2.4979941767887635, 1e-12);
    assert_near(f.normal.log_likelihood, -34.578061278511811, 1e-12);
}

static void gaps_get_conditional_means_and_values_stay(void **state)
{
    const kernel_block block = given_block(twelve, 12, 3);
    double out[36];
    fit f;

    (void) state;
    run(&f, &block, NULL, &tight);
    assert_int_equal(kernel_em_fill(&block, &f.normal, NULL, out, f.scratch, f.order), 0);
    assert_near(out[1], 2.9213586387537083, 1e-12);
    assert_near(out[5], 2.4497904861873603, 1e-12);
    assert_near(out[12 + 2], 15.7217227213229176, 1e-12);
    assert_near(out[12 + 9], 13.5477102752220606, 1e-12);
    assert_near(out[24 + 3], -1.10336076941374928, 1e-12);
    assert_near(out[24 + 9], -0.73404564947576001, 1e-12);
    for (size_t k = 0; k < 36; k++)
        assert_true(isnan(twelve[k]) || out[k] == twelve[k]);
}

static void a_ridge_draws_correlations_in(void **state)
{
    const kernel_em_rule rule = {.max_rounds = 10000, .tolerance = 1e-14, .ridge = 2.0};
    const kernel_block block = given_block(twelve, 12, 3);
    double out[36];
    fit f;

    (void) state;
    run(&f, &block, NULL, &rule);
    assert_near(covariance_of(&f, &block, 0, 1), 2.0547257885537356, 1e-12);
    assert_near(covariance_of(&f, &block, 2, 2), 2.6985988919607884, 1e-12);
    (void) kernel_em_fill(&block, &f.normal, NULL, out, f.scratch, f.order);
    assert_near(out[1], 3.1404120049266808, 1e-12);
    assert_near(out[24 + 9], -0.7115279857615513, 1e-12);
}

static void counts_stand_for_repeated_units(void **state)
{
    const double counts[12] = {2, 1, 0, 3, 1, 1, 0, 2, 1, 1, 0, 1};
    const kernel_block block = given_block(twelve, 12, 3);
    fit f;

    (void) state;
    run(&f, &block, counts, &tight);
    assert_near(mean_of(&f, 0), 4.08510650072539239, 1e-10);
    assert_near(mean_of(&f, 2), -0.52610950362320674, 1e-10);
    assert_near(covariance_of(&f, &block, 1, 2), -6.53249497041251193, 1e-9);
}

/* x complete, y missing for the last two: the likelihood has its maximum at mean y + slope (all x - x with y), and
 * gaps lie on the regression line (Anderson 1957). By hand: slope 2, y = 1 + 2 x of the mean x 2.5. */
static void with_gaps_in_one_indicator_it_is_regression(void **state)
{
    const double x[] = {1.0, 2.0, 3.0, 4.0, 6.0, 8.0, 3.5, 4.5, 6.5, 9.5, gap, gap};
    const kernel_block block = given_block(x, 6, 2);
    double out[12];
    fit f;

    (void) state;
    run(&f, &block, NULL, &tight);
    assert_near(mean_of(&f, 1), 6.0 + 2.0 * (4.0 - 2.5), 1e-12);
    (void) kernel_em_fill(&block, &f.normal, NULL, out, f.scratch, f.order);
    assert_near(out[10], 13.0, 1e-12);
    assert_near(out[11], 17.0, 1e-12);
}

static void the_likelihood_never_falls(void **state)
{
    const kernel_block block = given_block(twelve, 12, 3);
    double before = -INFINITY;
    fit f;

    (void) state;
    for (size_t rounds = 1; rounds < 40; rounds++) {
        const kernel_em_rule rule = {.max_rounds = rounds, .tolerance = 0.0, .ridge = 0.0};

        run(&f, &block, NULL, &rule);
        assert_int_equal(f.normal.rounds, rounds);
        assert_false(f.normal.settled);
        assert_true(f.normal.log_likelihood >= before - 1e-12);
        before = f.normal.log_likelihood;
    }
}

static void complete_data_settle_at_their_own_moments(void **state)
{
    const double x[] = {1.0, 2.0, 3.0, 6.0, 2.0, 1.0, 5.0, 4.0};
    const kernel_em_rule rule = kernel_em_rule_default();
    const kernel_block block = given_block(x, 4, 2);
    fit f;

    (void) state;
    run(&f, &block, NULL, &rule);
    assert_int_equal(f.normal.rounds, 2);
    assert_near(mean_of(&f, 0), 3.0, 1e-15);
    assert_near(covariance_of(&f, &block, 0, 0), 3.5, 1e-14); /* divisor n */
    assert_near(covariance_of(&f, &block, 0, 1), 1.75, 1e-14);
}

static void an_indicator_that_follows_from_another_is_told_and_fills_exactly(void **state)
{
    const double x[] = {1.0, 2.0, 3.0, 5.0, 9.0, 2.0, 4.0, 6.0, 10.0, gap};
    const kernel_em_rule rule = kernel_em_rule_default();
    const kernel_block block = given_block(x, 5, 2);
    double out[10];
    fit f;

    (void) state;
    run(&f, &block, NULL, &rule);
    assert_int_equal(f.normal.rank, 1);
    (void) kernel_em_fill(&block, &f.normal, NULL, out, f.scratch, f.order);
    assert_near(out[9], 18.0, 1e-6);
}

static void constant_and_empty_indicators_do_no_harm(void **state)
{
    const double x[] = {7.0, gap, 7.0, 7.0, gap, gap, gap, gap, 1.0, 2.0, gap, 6.0};
    const kernel_em_rule rule = kernel_em_rule_default();
    const kernel_block block = given_block(x, 4, 3);
    double out[12];
    fit f;

    (void) state;
    run(&f, &block, NULL, &rule);
    assert_true(f.normal.settled);
    assert_int_equal(f.normal.rank, 1);
    assert_int_equal(kernel_em_fill(&block, &f.normal, NULL, out, f.scratch, f.order), 4);
    assert_near(out[1], 7.0, 0.0);
    assert_true(isnan(out[4]));
    assert_near(out[10], 3.0, 1e-12);
}

static void a_unit_without_values_gets_the_means_and_moves_nothing(void **state)
{
    double x[39] = {0.0};
    fit f, alone;
    const kernel_block block = given_block(x, 13, 3), twelve_units = given_block(twelve, 12, 3);
    double out[39];

    (void) state;
    for (size_t j = 0; j < 3; j++) {
        for (size_t i = 0; i < 12; i++)
            x[j * 13 + i] = twelve[j * 12 + i];
        x[j * 13 + 12] = gap;
    }
    run(&alone, &twelve_units, NULL, &tight);
    run(&f, &block, NULL, &tight);
    assert_int_equal(f.normal.rounds, alone.normal.rounds);
    (void) kernel_em_fill(&block, &f.normal, NULL, out, f.scratch, f.order);
    assert_near(out[2 * 13 + 12], mean_of(&alone, 2), 1e-13);
}

static void nothing_to_fit_is_no_fault(void **state)
{
    const double none[] = {gap, gap}, one[] = {3.0};
    const kernel_em_rule rule = kernel_em_rule_default();
    const kernel_block empty = given_block(none, 2, 1), single = given_block(one, 1, 1),
                       nobody = given_block(one, 0, 1);
    double out[2];
    fit f;

    (void) state;
    run(&f, &empty, NULL, &rule);
    assert_int_equal(kernel_em_fill(&empty, &f.normal, NULL, out, f.scratch, f.order), 2);
    run(&f, &single, NULL, &rule);
    assert_int_equal(kernel_em_fill(&single, &f.normal, NULL, out, f.scratch, f.order), 0);
    assert_near(out[0], 3.0, 0.0);
    run(&f, &nobody, NULL, &rule);
    assert_int_equal(f.normal.rank, 0);
}

static void huge_values_fit_as_small_ones_do(void **state)
{
    double x[36] = {0.0}, out[36];
    const kernel_block block = given_block(x, 12, 3);
    fit f;

    (void) state;
    for (size_t k = 0; k < 36; k++)
        x[k] = twelve[k] * 1e300;
    run(&f, &block, NULL, &tight);
    (void) kernel_em_fill(&block, &f.normal, NULL, out, f.scratch, f.order);
    assert_near(out[1] / 1e300, 2.9213586387537083, 1e-12);
}

/* With all normals at 1, one gap is its conditional mean plus its conditional standard deviation. */
static void draws_stand_round_the_conditional_mean(void **state)
{
    const kernel_block block = given_block(twelve, 12, 3);
    double normals[36], out[36], mean[36], left = 0.0;
    fit f;

    (void) state;
    for (size_t k = 0; k < 36; k++)
        normals[k] = 1.0;
    run(&f, &block, NULL, &tight);
    (void) kernel_em_fill(&block, &f.normal, NULL, mean, f.scratch, f.order);
    (void) kernel_em_fill(&block, &f.normal, normals, out, f.scratch, f.order);
    /* unit 11 lacks nothing; unit 1 lacks the first indicator: variance left by the other two */
    {
        const double a = f.covariance[0], b = f.covariance[1], c = f.covariance[2];
        const double d = f.covariance[4], e = f.covariance[5], g = f.covariance[8];
        const double determinant = d * g - e * e;

        left = a - (b * (b * g - c * e) + c * (c * d - b * e)) / determinant;
    }
    assert_near(out[1] - mean[1], f.scale[0] * sqrt(left), 1e-12);
    assert_true(out[11] == twelve[11]);
    /* unit 9 lacks two: the second draw has both normals in it */
    assert_true(out[24 + 9] != mean[24 + 9]);
}

static double noise(unsigned *state) /* sum of 12 uniform numbers less 6: near enough standard normal */
{
    double sum = -6.0;

    for (int k = 0; k < 12; k++) {
        *state = *state * 1664525U + 1013904223U;
        sum += *state / 4294967296.0;
    }
    return sum;
}

static void draws_have_the_covariances_of_what_is_left(void **state)
{
    const kernel_block block = given_block(twelve, 12, 3);
    double normals[36], out[36], sum[3] = {0.0}, squares[2] = {0.0}, left[9];
    unsigned random = 7;
    fit f;

    (void) state;
    run(&f, &block, NULL, &tight);
    for (size_t k = 0; k < 9; k++)
        left[k] = f.covariance[k];
    assert_true(kernel_sweep(left, 3, 0, 0.0) > 0.0);
    for (size_t draw = 0; draw < 20000; draw++) {
        double a = 0.0, b = 0.0;

        for (size_t k = 0; k < 36; k++)
            normals[k] = noise(&random);
        (void) kernel_em_fill(&block, &f.normal, normals, out, f.scratch, f.order);
        a = out[12 + 9] / f.scale[1];
        b = out[24 + 9] / f.scale[2];
        sum[0] += a;
        sum[1] += b;
        sum[2] += a * b;
        squares[0] += a * a;
        squares[1] += b * b;
    }
    assert_near(squares[0] / 2e4 - sum[0] * sum[0] / 4e8, left[4], 0.03);
    assert_near(squares[1] / 2e4 - sum[1] * sum[1] / 4e8, left[8], 0.03);
    assert_near(sum[2] / 2e4 - sum[0] * sum[1] / 4e8, left[5], 0.03);
}

/* A = [[4, 2], [2, 3]]: swept on the first, 1/2 is the slope and 2 the variance left. */
static void sweeping_gives_slopes_and_what_is_left(void **state)
{
    double a[] = {4.0, 2.0, 2.0, 3.0};

    (void) state;
    assert_near(kernel_sweep(a, 2, 0, 0.0), 4.0, 0.0);
    assert_near(a[0], -0.25, 0.0);
    assert_near(a[1], 0.5, 0.0);
    assert_near(a[2], 0.5, 0.0);
    assert_near(a[3], 2.0, 0.0);
    assert_near(kernel_sweep(a, 2, 1, 5.0), 0.0, 0.0); /* too small a pivot: left */
    assert_near(kernel_sweep(a, 2, 1, 0.0), 2.0, 0.0);
    assert_near(-a[0], 3.0 / 8.0, 1e-15); /* minus the inverse */
    assert_near(-a[1], -2.0 / 8.0, 1e-15);
}

static void the_factor_of_a_singular_matrix_has_a_column_of_zeros(void **state)
{
    double a[] = {4.0, 2.0, 6.0, 2.0, 1.0, 3.0, 6.0, 3.0, 10.0}, x[] = {4.0, 2.0, 6.0};

    (void) state;
    assert_int_equal(kernel_cholesky(a, 3, 1e-12), 2);
    assert_near(a[0], 2.0, 0.0);
    assert_near(a[3], 1.0, 0.0);
    assert_near(a[4], 0.0, 0.0);
    assert_near(a[6], 3.0, 0.0);
    assert_near(a[7], 0.0, 0.0);
    assert_near(a[8], 1.0, 0.0);
    assert_near(a[1], 0.0, 0.0);
    kernel_solve_lower(a, 3, x);
    kernel_solve_upper(a, 3, x);
    assert_near(x[0], 1.0, 1e-15); /* A (1, 0, 0) = (4, 2, 6) */
    assert_near(x[1], 0.0, 0.0);
    assert_near(x[2], 0.0, 1e-15);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_fit_is_that_of_a_plain_program),
        cmocka_unit_test(gaps_get_conditional_means_and_values_stay),
        cmocka_unit_test(a_ridge_draws_correlations_in),
        cmocka_unit_test(counts_stand_for_repeated_units),
        cmocka_unit_test(with_gaps_in_one_indicator_it_is_regression),
        cmocka_unit_test(the_likelihood_never_falls),
        cmocka_unit_test(complete_data_settle_at_their_own_moments),
        cmocka_unit_test(an_indicator_that_follows_from_another_is_told_and_fills_exactly),
        cmocka_unit_test(constant_and_empty_indicators_do_no_harm),
        cmocka_unit_test(a_unit_without_values_gets_the_means_and_moves_nothing),
        cmocka_unit_test(nothing_to_fit_is_no_fault),
        cmocka_unit_test(huge_values_fit_as_small_ones_do),
        cmocka_unit_test(draws_stand_round_the_conditional_mean),
        cmocka_unit_test(draws_have_the_covariances_of_what_is_left),
        cmocka_unit_test(sweeping_gives_slopes_and_what_is_left),
        cmocka_unit_test(the_factor_of_a_singular_matrix_has_a_column_of_zeros),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
