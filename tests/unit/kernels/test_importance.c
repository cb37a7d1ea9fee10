/* kernels/importance, kernels/spline.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit/kernels/given.h"

#include "kernels/importance.h"

static const double gap = (double) NAN;

static kernel_main_effect effect(const double *x, const double *y, size_t n)
{
    double *scratch = given_room(kernel_correlation_ratio_scratch(n));
    const kernel_main_effect found = kernel_correlation_ratio(x, y, n, scratch);

    free(scratch);
    return found;
}

/* Expected: a plain program in R 4.2 with splines::splineDesign, full matrices and optimize(). */
static void the_ratio_is_that_of_a_plain_program(void **state)
{
    double x[31], y[31];
    kernel_main_effect found;

    (void) state;
    for (int i = 0; i < 30; i++) {
        x[i] = pow(i * 37 % 31, 1.5);
        y[i] = sin(x[i] / 30.0) + (i * i * 7 + 3 * i) % 13 / 20.0;
    }
    x[30] = 7.0;
    y[30] = gap;
    found = effect(x, y, 31);
    assert_int_equal(found.n, 30);
    assert_int_equal(found.smoothness.n_knots, 7);
    assert_false(found.on_ranks);
    assert_near(found.ratio, 0.952701069230093, 1e-8);
    assert_near(found.linear, 0.449233508257246, 1e-14);
    assert_near(found.smoothness.freedom, 7.752038728710029, 1e-5);
    assert_near(found.smoothness.score, -6.10200250719056, 1e-11);
}

static void on_a_straight_line_the_ratio_is_one(void **state)
{
    double x[40], y[40];
    kernel_main_effect found;

    (void) state;
    for (int i = 0; i < 40; i++) {
        x[i] = i * 17 % 41;
        y[i] = 3.0 - 2.0 * x[i];
    }
    found = effect(x, y, 40);
    assert_near(found.ratio, 1.0, 1e-9);
    assert_near(found.linear, 1.0, 1e-15);
}

/* y = (x - middle)^2: no correlation, all of the variance explained. */
static void a_bent_relation_has_more_than_its_correlation(void **state)
{
    double x[41], y[41];
    kernel_main_effect found;

    (void) state;
    for (int i = 0; i <= 40; i++) {
        x[i] = i;
        y[i] = (i - 20.0) * (i - 20.0);
    }
    found = effect(x, y, 41);
    assert_near(found.linear, 0.0, 1e-15);
    assert_true(found.ratio > 0.999);
}

/* y depends on the logarithm of x, which spans 12 powers of ten: over x itself all but a few values lie together. */
static void a_long_tail_is_smoothed_over_ranks(void **state)
{
    double x[60], y[60];
    kernel_main_effect found;

    (void) state;
    for (int i = 0; i < 60; i++) {
        x[i] = pow(10.0, (i * 37 % 61) / 5.0);
        y[i] = sin((i * 37 % 61) / 10.0);
    }
    found = effect(x, y, 60);
    assert_true(found.on_ranks);
    assert_true(found.ratio > 0.99);
}

static void the_order_of_units_and_the_unit_of_measurement_change_nothing(void **state)
{
    double x[30], y[30], turned_x[30], turned_y[30];
    kernel_main_effect found, also;

    (void) state;
    for (int i = 0; i < 30; i++) {
        x[i] = i * 37 % 11; /* many ties */
        y[i] = (i * i * 7 + 3 * i) % 13 + x[i];
    }
    for (int i = 0; i < 30; i++) {
        turned_x[i] = x[29 - i];
        turned_y[i] = y[29 - i];
    }
    found = effect(x, y, 30);
    also = effect(turned_x, turned_y, 30);
    assert_near(also.ratio, found.ratio, 0.0);
    for (int i = 0; i < 30; i++) {
        turned_x[i] *= 1e300;
        turned_y[i] *= 1e-300;
    }
    also = effect(turned_x, turned_y, 30);
    assert_near(also.ratio, found.ratio, 1e-8); /* the penalty is found to 1e-6 or so */
    assert_near(also.linear, found.linear, 1e-12);
}

static void a_dichotomy_explains_what_lies_between_its_groups(void **state)
{
    const double x[] = {0, 0, 0, 1, 1, 1}, y[] = {1, 2, 3, 4, 5, 6}; /* by hand: 13.5 of 17.5 */

    (void) state;
    assert_near(effect(x, y, 6).ratio, 13.5 / 17.5, 1e-12);
}

static void too_few_or_constant_values_have_no_ratio(void **state)
{
    const double x[] = {1, 2, 3, gap, 5}, y[] = {1, 2, 4, 4, gap}, flat[] = {2, 2, 2, 2, 2}, z[] = {1, 2, 3, 4, 9};

    (void) state;
    assert_true(isnan(effect(x, y, 5).ratio));
    assert_int_equal(effect(x, y, 5).n, 3);
    assert_true(isnan(effect(flat, z, 5).ratio));
    assert_true(isnan(effect(z, flat, 5).ratio));
    assert_true(isnan(effect(NULL, NULL, 0).ratio));
    assert_true(effect(z, z, 4).ratio > 0.99);
}

static size_t shares_of(const double *y, const double *x, size_t n, size_t m, double *shares, double *r_squared)
{
    const kernel_block block = given_block(x, n, m);
    double *scratch = given_room(kernel_variance_shares_scratch(n, m));
    const size_t used = kernel_variance_shares(y, &block, shares, r_squared, scratch);

    free(scratch);
    return used;
}

/* Ten units and one with a gap. Expected: averages of increments of lm()'s R^2 over the six orders, R 4.2. */
static const double y_of_ten[] = {3.1, 4.7, 5.0, 8.2, 2.2, 6.9, 5.1, 5.5, 7.3, 6.6, 9.0};
static const double x_of_ten[] = {1, 2, 3, 4, 0.5, 3.5, 2.5, 2.2, 3.1, 3.3, 9.0, /* */
    2.2, 1.1, 0.4, 3.0, 2.1, 0.3, 1.5, 2.6, 1, 2, gap,                           /* */
    5, 3, 4, 1, 6, 2, 3, 4, 1, 2.5, 9.0};

static void shares_are_averages_over_all_orders(void **state)
{
    double shares[3], r_squared;

    (void) state;
    assert_int_equal(shares_of(y_of_ten, x_of_ten, 11, 3, shares, &r_squared), 10);
    assert_near(shares[0], 0.488171134644223792, 1e-14);
    assert_near(shares[1], 0.011219981634190943, 1e-14);
    assert_near(shares[2], 0.478343977658282626, 1e-14);
    assert_near(r_squared, 0.97773509393669744, 1e-14);
    assert_near(shares[0] + shares[1] + shares[2], r_squared, 1e-14);
}

static void a_copy_shares_equally_and_a_constant_has_none(void **state)
{
    double x[4 * 10], shares[4], r_squared;

    (void) state;
    for (size_t i = 0; i < 10; i++) {
        x[i] = x[10 + i] = x_of_ten[i];
        x[20 + i] = 4.0;
        x[30 + i] = x_of_ten[22 + i];
    }
    assert_int_equal(shares_of(y_of_ten, x, 10, 4, shares, &r_squared), 10);
    assert_near(shares[0], shares[1], 1e-12);
    assert_near(shares[2], 0.0, 0.0);
    assert_near(shares[0] + shares[1] + shares[3], r_squared, 1e-12);
}

static void fifteen_indicators_are_shared_exactly_and_sixteen_refused(void **state)
{
    enum { UNITS = 40 };
    double x[16 * UNITS], y[UNITS], shares[16], r_squared, sum = 0.0;
    unsigned random = 5;

    (void) state;
    for (size_t k = 0; k < 16 * UNITS; k++) {
        random = random * 1664525U + 1013904223U;
        x[k] = random / 4294967296.0;
    }
    for (size_t i = 0; i < UNITS; i++)
        y[i] = x[i] + x[UNITS + i] + 0.5 * x[9 * UNITS + i];
    assert_int_equal(shares_of(y, x, UNITS, 15, shares, &r_squared), UNITS);
    for (size_t j = 0; j < 15; j++)
        sum += shares[j];
    assert_near(r_squared, 1.0, 1e-12);
    assert_near(sum, 1.0, 1e-12);
    assert_true(shares[0] > shares[2] && shares[9] > shares[2]);
    assert_int_equal(shares_of(y, x, UNITS, 16, shares, &r_squared), 0);
    assert_true(isnan(shares[0]) && isnan(r_squared));
}

static void shares_need_units_and_spread(void **state)
{
    const double flat[] = {2, 2, 2, 2, 2, 2}, few[] = {1, 2, 4, 9};
    double shares[3], r_squared;

    (void) state;
    assert_int_equal(shares_of(few, x_of_ten, 4, 3, shares, &r_squared), 0);
    assert_int_equal(shares_of(flat, x_of_ten, 6, 1, shares, &r_squared), 0);
    assert_true(isnan(r_squared) && isnan(shares[0]));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_ratio_is_that_of_a_plain_program),
        cmocka_unit_test(on_a_straight_line_the_ratio_is_one),
        cmocka_unit_test(a_bent_relation_has_more_than_its_correlation),
        cmocka_unit_test(a_long_tail_is_smoothed_over_ranks),
        cmocka_unit_test(the_order_of_units_and_the_unit_of_measurement_change_nothing),
        cmocka_unit_test(a_dichotomy_explains_what_lies_between_its_groups),
        cmocka_unit_test(too_few_or_constant_values_have_no_ratio),
        cmocka_unit_test(shares_are_averages_over_all_orders),
        cmocka_unit_test(a_copy_shares_equally_and_a_constant_has_none),
        cmocka_unit_test(fifteen_indicators_are_shared_exactly_and_sixteen_refused),
        cmocka_unit_test(shares_need_units_and_spread),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
