/* kernels/boxcox, kernels/logs, kernels/brent.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit/kernels/given.h"

#include <float.h>

#include "kernels/boxcox.h"
#include "kernels/brent.h"
#include "kernels/logs.h"
#include "kernels/moments.h"

static const double gap = NAN;

static double one(double x, double shift, double lambda)
{
    kernel_boxcox(&x, 1, shift, lambda);
    return x;
}

static double lambda_of(const double *x, size_t n, double shift)
{
    const kernel_boxcox_range range = kernel_boxcox_range_default();
    double scratch[64];

    return kernel_boxcox_lambda(x, n, shift, &range, scratch);
}

static void powers_are_those_of_the_definition(void **state)
{
    (void) state;
    assert_near(one(4.0, 0.0, 0.5), 2.0, 0.0);
    assert_near(one(4.0, 0.0, 1.0), 3.0, 0.0);
    assert_near(one(4.0, 0.0, 2.0), 7.5, 0.0);
    assert_near(one(4.0, 0.0, -1.0), 0.75, 0.0);
    assert_near(one(4.0, 0.0, 0.0), log(4.0), 0.0);
    assert_near(one(1.0, 3.0, 0.5), 2.0, 0.0);
    assert_true(isnan(one(gap, 1.0, 0.5)));
}

/* 4^1e-10 = 1 + 1e-10 ln 4 + ...: (ln 4) (1 + 1e-10 ln 4 / 2) */
static void a_power_near_zero_costs_no_digits(void **state)
{
    (void) state;
    assert_near(one(4.0, 0.0, 1e-10), log(4.0) * (1.0 + 0.5e-10 * log(4.0)), 4e-16);
    assert_near(one(4.0, 0.0, -1e-300), log(4.0), 4e-16);
}

/* Expected: root of the derivative of the profile likelihood, R 4.2 uniroot(); MASS::boxcox on a grid of 0.001 gives
 * -0.006 for the first. */
static void the_likeliest_power_is_that_of_r(void **state)
{
    const double skewed[] = {0.3, 1.2, 0.7, gap, 5.9, 2.2, 14.0, 0.9, 3.3, 1.8, 7.1};
    const double one_outlier[] = {10, 11, 12.5, 14, 13, 11.5, 12.2, 30};
    const double even[] = {1, 2, 3, 4, 5, 6, 7, 8, 9, 9.5};

    (void) state;
    assert_near(lambda_of(skewed, 11, 0.0), -0.0064040414236096969, 1e-7);
    assert_near(lambda_of(one_outlier, 8, 0.0), -2.8413687194949735, 1e-7);
    assert_near(lambda_of(even, 10, 0.0), 0.76868101081291551, 1e-7);
}

static void the_unit_of_measurement_does_not_change_the_power(void **state)
{
    double x[] = {0.3, 1.2, 0.7, 5.9, 2.2, 14.0, 0.9, 3.3, 1.8, 7.1};

    (void) state;
    for (size_t i = 0; i < 10; i++)
        x[i] *= 1e300;
    assert_near(lambda_of(x, 10, 0.0), -0.0064040414236096969, 1e-7);
    for (size_t i = 0; i < 10; i++)
        x[i] = x[i] * 1e-300 * 1e-300;
    assert_near(lambda_of(x, 10, 0.0), -0.0064040414236096969, 1e-7);
}

static void a_power_beyond_the_range_is_its_end(void **state)
{
    double x[10], y[10];

    (void) state;
    for (int i = 0; i < 10; i++) {
        x[i] = pow(i + 1.0, 1.0 / 20.0);
        y[i] = pow(i + 1.0, -1.0 / 20.0);
    }
    assert_near(lambda_of(x, 10, 0.0), 5.0, 0.0);
    assert_near(lambda_of(y, 10, 0.0), -5.0, 0.0);
}

static void values_without_spread_have_no_power(void **state)
{
    const double x[] = {2.0, 2.0, 2.0, gap}, two[] = {1.0, 2.0};

    (void) state;
    assert_true(isnan(lambda_of(x, 4, 0.0)));
    assert_true(isnan(lambda_of(two, 2, 0.0)));
    assert_true(isnan(lambda_of(x, 0, 0.0)));
}

static void values_over_the_whole_range_of_doubles_have_a_power(void **state)
{
    const double x[] = {DBL_MIN, 1.0, DBL_MAX};

    (void) state;
    assert_near(lambda_of(x, 3, 0.0), 0.0, 1e-3);
}

static double parabola(double x, void *calls)
{
    *(int *) calls += 1;
    return (x - 0.3) * (x - 0.3);
}

static double rising(double x, void *context)
{
    (void) context;
    return x;
}

static double cliff(double x, void *context)
{
    (void) context;
    return x < 0.5 ? (double) NAN : fabs(x - 0.75);
}

static void the_least_of_a_curve_is_found(void **state)
{
    int calls = 0;

    (void) state;
    assert_near(kernel_minimise_curve(parabola, &calls, -1.0, 2.0, 10, 1e-9), 0.3, 1e-8);
    assert_true(calls < 60);
    assert_near(kernel_minimise_curve(rising, NULL, -1.0, 2.0, 10, 1e-9), -1.0, 0.0);
    assert_near(kernel_minimise_curve(cliff, NULL, 0.0, 1.0, 10, 1e-9), 0.75, 1e-8);
}

/* By hand: least 1, greatest 11: shift 0.1. */
static void skewed_downwards_is_drawn_in_from_above(void **state)
{
    double x[] = {1.0, 11.0, gap, 9.0}, y[] = {1.0, 11.0, gap, 9.0};

    (void) state;
    kernel_log_ct_plus(x, 4, 1.0, 11.0, 0.5);
    assert_near(x[0], log(0.1), 1e-14);
    assert_near(x[3], log(8.1), 1e-15);
    assert_true(isnan(x[2]));
    kernel_log_ct_plus(y, 4, 1.0, 11.0, -0.5);
    assert_near(y[0], -log(10.1), 1e-15);
    assert_near(y[1], -log(0.1), 1e-13);
    assert_true(y[0] < y[3] && y[3] < y[1]);
}

static void logs_of_flights_and_of_female_labour_are_those_of_coinr(void **state)
{
    static const char *const names[] = {"Flights", "FemLab", "NGOs"};
    reference_table data, expected;

    (void) state;
    reference_open(&data, "coinr-asem/default/1_raw.csv");
    reference_open(&expected, "coinr-asem/treat/log_CT_plus.csv");
    for (size_t k = 0; k < sizeof names / sizeof *names; k++) {
        size_t m = 0;
        double *x = given_reference(&data, names[k], names[k], &m), least, greatest;

        (void) kernel_range(x, data.n_rows, &least, &greatest);
        kernel_log_ct_plus(x, data.n_rows, least, greatest, kernel_shape_of(x, data.n_rows).skewness);
        for (size_t i = 0; i < data.n_rows; i++)
            assert_as_reference(x[i], given_figure(&expected, i, names[k]), 1e-14);
        free(x);
    }
    reference_close(&data);
    reference_close(&expected);
}

static void the_oldest_log_adds_one(void **state)
{
    double x[] = {5.0, 6.0, gap};

    (void) state;
    kernel_log_ct_orig(x, 3, 5.0);
    assert_near(x[0], 0.0, 0.0);
    assert_near(x[1], M_LN2, 1e-16);
    assert_true(isnan(x[2]));
}

/* COINr 1.1.14 leaves x as it is; its documentation has this formula. By hand: least 0, greatest 8. */
static void the_innovation_index_log_runs_from_zero_to_the_log_of_the_greatest(void **state)
{
    double x[] = {0.0, 8.0, 4.0, gap}, small[] = {0.1, 0.5}, scaled[] = {0.0, 0.5};

    (void) state;
    assert_true(kernel_log_gii(x, 4, 0.0, 8.0, 1.0));
    assert_near(x[0], 0.0, 0.0);
    assert_near(x[1], log(8.0), 1e-15);
    assert_near(x[2], log(4.5), 1e-15);
    assert_true(isnan(x[3]));
    assert_false(kernel_log_gii(small, 2, 0.1, 0.5, 1.0));
    assert_near(small[0], 0.1, 0.0);
    assert_true(kernel_log_gii(scaled, 2, 0.0, 0.5, 10.0));
    assert_near(scaled[1], log(5.0), 1e-15);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(powers_are_those_of_the_definition),
        cmocka_unit_test(a_power_near_zero_costs_no_digits),
        cmocka_unit_test(the_likeliest_power_is_that_of_r),
        cmocka_unit_test(the_unit_of_measurement_does_not_change_the_power),
        cmocka_unit_test(a_power_beyond_the_range_is_its_end),
        cmocka_unit_test(values_without_spread_have_no_power),
        cmocka_unit_test(values_over_the_whole_range_of_doubles_have_a_power),
        cmocka_unit_test(the_least_of_a_curve_is_found),
        cmocka_unit_test(skewed_downwards_is_drawn_in_from_above),
        cmocka_unit_test(logs_of_flights_and_of_female_labour_are_those_of_coinr),
        cmocka_unit_test(the_oldest_log_adds_one),
        cmocka_unit_test(the_innovation_index_log_runs_from_zero_to_the_log_of_the_greatest),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
