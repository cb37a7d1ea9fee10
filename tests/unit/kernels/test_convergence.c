/* kernels/convergence, kernels/line, kernels/shares.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit/kernels/given.h"

#include "kernels/convergence.h"
#include "kernels/line.h"

/* Anscombe 1973, first set; figures as R's example(anscombe) prints them. */
static void anscombes_line_is_the_published_one(void **state)
{
    static const double x[] = {10, 8, 13, 9, 11, 14, 6, 4, 12, 7, 5};
    static const double y[] = {8.04, 6.95, 7.58, 8.81, 8.33, 9.96, 7.24, 4.26, 10.84, 4.82, 5.68};
    const kernel_line line = kernel_fit_line(x, y, NULL, 11);

    (void) state;
    assert_near(line.slope, 0.5000909, 5e-8);
    assert_near(line.intercept, 3.0000909, 5e-8);
    assert_near(line.se, 0.1179055, 5e-8);
    assert_near(line.t, 4.241, 5e-4);
    assert_near(line.p, 0.00217, 5e-6);
    assert_near(line.r2, 0.6665, 5e-5);
}

/* (0,0), (1,2), (2,1): means 1 and 1, sums of squares 2, 2, of products 1; slope 1/2, rest 3/2. */
static void three_points_by_hand(void **state)
{
    static const double x[] = {0, 1, 2}, y[] = {0, 2, 1};
    const kernel_line line = kernel_fit_line(x, y, NULL, 3);

    (void) state;
    assert_near(line.slope, 0.5, 1e-16);
    assert_near(line.intercept, 0.5, 1e-16);
    assert_near(line.r2, 0.25, 1e-15);
    assert_near(line.se, sqrt(1.5 / 2.0), 1e-15);
    assert_near(line.p, 2.0 / 3.0, 1e-15); /* t = 0.5774 with one degree of freedom, which is a Cauchy variable */
}

/* A unit of weight 3 draws the line as three units do; the scale of weights is of no account. */
static void weights_are_units_counted_so_often(void **state)
{
    static const double x[] = {1, 2, 4, 7}, y[] = {3, 1, 5, 4}, w[] = {3, 1, 1, 2}, more[] = {3e9, 1e9, 1e9, 2e9};
    static const double many_x[] = {1, 1, 1, 2, 4, 7, 7}, many_y[] = {3, 3, 3, 1, 5, 4, 4};
    const kernel_line few = kernel_fit_line(x, y, w, 4), all = kernel_fit_line(many_x, many_y, NULL, 7);
    const kernel_line scaled = kernel_fit_line(x, y, more, 4);

    (void) state;
    assert_near(few.slope, all.slope, 1e-15);
    assert_near(few.intercept, all.intercept, 1e-14);
    assert_near(few.r2, all.r2, 1e-15);
    assert_near(few.se * few.se * 2.0, all.se * all.se * 5.0, 1e-14); /* the same rest, shared by n - 2 */
    assert_near(scaled.se, few.se, 1e-15);
    assert_near(scaled.p, few.p, 1e-15);
}

static void lines_that_cannot_be_fitted_are_missing(void **state)
{
    static const double x[] = {2, 2, 2}, y[] = {1, 2, 3}, flat[] = {0.1, 0.1, 0.1};

    (void) state;
    assert_true(isnan(kernel_fit_line(x, y, NULL, 3).slope));
    assert_true(isnan(kernel_fit_line(x, y, NULL, 0).slope) && isnan(kernel_fit_line(x, y, NULL, 1).slope));
    assert_near(kernel_fit_line(y, x, NULL, 2).slope, 0.0, 0.0);
    assert_true(isnan(kernel_fit_line(y, x, NULL, 2).se));
    assert_near(kernel_fit_line(y, flat, NULL, 3).slope, 0.0, 0.0);
    assert_near(kernel_fit_line(y, flat, NULL, 3).se, 0.0, 0.0);
    assert_true(isnan(kernel_fit_line(y, flat, NULL, 3).p) && isnan(kernel_fit_line(y, flat, NULL, 3).r2));
}

static void points_on_a_line_have_p_0(void **state)
{
    static const double x[] = {0, 1, 2, 3}, y[] = {5, 7, 9, 11};
    const kernel_line line = kernel_fit_line(x, y, NULL, 4);

    (void) state;
    assert_near(line.slope, 2.0, 1e-15);
    assert_near(line.r2, 1.0, 1e-15);
    assert_near(line.p, 0.0, 1e-15);
}

static void huge_values_have_a_line_and_a_spread(void **state)
{
    static const double x[] = {1e300, 2e300, 4e300, 5e300}, y[] = {-1e300, 3e300, 2e300, 9e300};
    static const double small_x[] = {1, 2, 4, 5}, small_y[] = {-1, 3, 2, 9};
    const kernel_line line = kernel_fit_line(x, y, NULL, 4), small = kernel_fit_line(small_x, small_y, NULL, 4);
    double scratch[4];

    (void) state;
    assert_near(line.slope, small.slope, 1e-14);
    assert_near(line.se, small.se, 1e-14);
    assert_near(line.p, small.p, 1e-14);
    assert_near(line.r2, small.r2, 1e-14);
    assert_near(
        kernel_spread_of(x, NULL, 4, scratch).sd / 1e300, kernel_spread_of(small_x, NULL, 4, scratch).sd, 1e-14);
}

/* 1, 2, 4, 8: mean 15/4, mean square 85/4; ln x / ln 2 = 0, 1, 2, 3: variance 5/4. */
static void spread_by_hand(void **state)
{
    static const double x[] = {1, 2, 4, 8}, w[] = {1, 0.5, 0.5, 1}, with_zero[] = {0, 1}, below[] = {-1, -2};
    double scratch[4];
    const kernel_spread plain = kernel_spread_of(x, NULL, 4, scratch), weighted = kernel_spread_of(x, w, 4, scratch);

    (void) state;
    assert_near(plain.mean, 3.75, 0.0);
    assert_near(plain.sd, sqrt(85.0 / 4.0 - 3.75 * 3.75), 1e-14);
    assert_near(plain.cv, plain.sd / 3.75, 0.0);
    assert_near(plain.sd_log, log(2.0) * sqrt(1.25), 1e-15);
    assert_near(weighted.mean, 4.0, 1e-15); /* 12 / 3 */
    assert_near(weighted.sd, sqrt(75.0 / 3.0 - 16.0), 1e-14);
    assert_true(isnan(kernel_spread_of(with_zero, NULL, 2, scratch).sd_log));
    assert_near(kernel_spread_of(with_zero, NULL, 2, scratch).cv, 1.0, 1e-15);
    assert_true(isnan(kernel_spread_of(below, NULL, 2, scratch).cv));
    assert_true(isnan(kernel_spread_of(x, NULL, 0, scratch).sd));
    assert_near(kernel_spread_of(x, NULL, 1, scratch).sd, 0.0, 0.0);
}

/* ln x goes to 5 by three per cent of the gap a year, in continuous time, for nine years. */
static void the_speed_of_a_gap_that_closes_steadily_comes_back(void **state)
{
    const double years = 9.0, speed = 0.03;
    double from[] = {1, 2, 3, 4}, growth[4];
    kernel_line line;

    (void) state;
    for (size_t k = 0; k < 4; k++)
        growth[k] = (5.0 - from[k]) * (1.0 - exp(-speed * years)) / years;
    line = kernel_fit_line(from, growth, NULL, 4);
    assert_near(kernel_convergence_speed(line.slope, years), speed, 1e-15);
    assert_near(kernel_half_life(kernel_convergence_speed(line.slope, years)), log(2.0) / speed, 1e-11);
}

static void without_convergence_there_is_no_half_life(void **state)
{
    (void) state;
    assert_near(kernel_convergence_speed(0.01, 10.0), -log(1.1) / 10.0, 1e-17);
    assert_true(isnan(kernel_half_life(kernel_convergence_speed(0.01, 10.0))));
    assert_true(isnan(kernel_half_life(0.0)));
    assert_true(isnan(kernel_convergence_speed(-0.1, 10.0))); /* the gap is closed to the last bit */
    assert_true(isnan(kernel_convergence_speed(-0.2, 10.0))); /* and turned over */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(anscombes_line_is_the_published_one),
        cmocka_unit_test(three_points_by_hand),
        cmocka_unit_test(weights_are_units_counted_so_often),
        cmocka_unit_test(lines_that_cannot_be_fitted_are_missing),
        cmocka_unit_test(points_on_a_line_have_p_0),
        cmocka_unit_test(huge_values_have_a_line_and_a_spread),
        cmocka_unit_test(spread_by_hand),
        cmocka_unit_test(the_speed_of_a_gap_that_closes_steadily_comes_back),
        cmocka_unit_test(without_convergence_there_is_no_half_life),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
