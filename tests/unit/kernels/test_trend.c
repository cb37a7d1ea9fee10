/* kernels/trend.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit/kernels/given.h"

#include "kernels/significance.h"
#include "kernels/trend.h"

enum { LONGEST = 20 };

static kernel_track track_of(const double *times, const double *values, size_t n)
{
    return (kernel_track){times, values, n};
}

static kernel_trend_test test_of(const double *values, size_t n)
{
    double scratch[LONGEST];
    const kernel_track track = track_of(NULL, values, n);

    return kernel_mann_kendall(&track, scratch);
}

static kernel_sen_line sen_of(const double *times, const double *values, size_t n, double significance)
{
    double scratch[LONGEST * LONGEST];
    const kernel_track track = track_of(times, values, n);

    return kernel_sen(&track, test_of(values, n).variance, significance, scratch);
}

static double growth_of(double first, double last, double years, kernel_growth_gap *why)
{
    const double times[] = {2000.0, 2000.0 + years}, values[] = {first, last};
    const kernel_track track = track_of(times, values, 2);

    return kernel_growth(&track, why);
}

/* The example of Sen, JASA 63 (1968), with the interval corrected by the authors of R's package deming,
 * whose tests say that his list of slopes has mistakes: 26/7 and 35/8 at 93 %. */
static void sens_own_example_gives_his_line(void **state)
{
    static const double t[] = {1, 2, 3, 4, 10, 12, 18}, y[] = {9, 15, 19, 20, 45, 55, 78};
    const kernel_sen_line line = sen_of(t, y, 7, 0.07);

    (void) state;
    assert_near(line.slope, 4.0, 0.0);
    assert_near(line.intercept_residual, 6.0, 0.0);
    assert_near(line.intercept, 20.0 - 4.0 * 4.0, 0.0);
    assert_near(line.lower, 26.0 / 7.0, 1e-15);
    assert_near(line.upper, 35.0 / 8.0, 0.0);
}

/* John B. Little, College of the Holy Cross, "A Mann-Kendall example by hand": S = 54, V = (14 x 13 x 33 - 18) / 18,
 * Z = 2.9058. */
static void fourteen_values_with_a_tie_by_hand(void **state)
{
    static const double x[] = {12.9, 14.8, 13.2, 15.7, 13.8, 15.6, 12.9, 11.0, 17.3, 15.9, 19.0, 18.3, 20.1, 21.7};
    const kernel_trend_test test = test_of(x, 14);

    (void) state;
    assert_near(test.s, 54.0, 0.0);
    assert_near(test.variance, 5988.0 / 18.0, 1e-13);
    assert_near(test.z, 2.9058, 5e-5);
    assert_near(test.p, 2.0 * 0.0018, 1e-4);
    assert_near(test.tau, 54.0 / sqrt(91.0 * 90.0), 1e-15);
}

/* Probabilities that S is at least so large: Gilbert 1987, table A18, after Kendall 1975; n, S, probability. */
static void exact_probabilities_are_those_of_the_tables(void **state)
{
    static const double rows[][3] = {{4, 2, 0.375}, {4, 4, 0.167}, {4, 6, 0.042}, {5, 4, 0.242}, {5, 6, 0.117},
        {5, 8, 0.042}, {5, 10, 0.0083}, {6, 7, 0.136}, {6, 11, 0.028}, {6, 15, 0.0014}, {7, 9, 0.119}, {7, 13, 0.035},
        {7, 17, 0.0054}, {8, 10, 0.138}, {8, 16, 0.031}, {8, 20, 0.0071}, {9, 14, 0.090}, {9, 20, 0.022},
        {10, 15, 0.108}, {10, 21, 0.036}, {10, 25, 0.014}};

    (void) state;
    for (size_t k = 0; k < sizeof rows / sizeof *rows; k++) {
        const double *row = rows[k], sorted[] = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10};
        const double half = row[2] >= 0.01 ? 0.0005 : 0.00005; /* as far as they are printed */

        assert_near(kernel_kendall_exact_p(row[1], (size_t) row[0]) / 2.0, row[2], half * 1.0001);
        assert_near(kernel_kendall_tied_p(-row[1], sorted, (size_t) row[0]) / 2.0, row[2], half * 1.0001);
    }
}

/* Every order of n values by exchanges: in how many of them |S| is at least `s`, and of how many. */
static void count_orders(double *x, size_t from, size_t n, double s, double counts[2])
{
    if (from == n) {
        counts[0] += fabs(test_of(x, n).s) >= s ? 1.0 : 0.0;
        counts[1] += 1.0;
        return;
    }
    for (size_t k = from; k < n; k++) {
        const double a = x[from], b = x[k];

        x[from] = b;
        x[k] = a;
        count_orders(x, from + 1, n, s, counts);
        x[from] = a;
        x[k] = b;
    }
}

static void the_exact_p_with_ties_is_that_of_all_orders(void **state)
{
    static const double series[][7] = {{1, 1, 2, 3, 4, 5, 6}, {2, 1, 2, 3, 2, 4, 4}, {5, 5, 5, 5, 5, 7, 7},
        {1, 2, 2, 3, 3, 3, 3}, {9, 9, 4, 4, 4, 1, 1}, {0, 0, 0, 0, 0, 0, 1}};

    (void) state;
    for (size_t k = 0; k < 6; k++) {
        for (size_t n = 3; n <= 7; n++) {
            double x[7], counts[2] = {0.0, 0.0};
            const kernel_trend_test test = test_of(series[k], n);

            memcpy(x, series[k], sizeof x);
            count_orders(x, 0, n, fabs(test.s), counts);
            assert_near(test.exact, counts[0] / counts[1], 1e-14);
        }
    }
}

/* 18 values in nine pairs that rise: no pair is against the order; of 18! / 2^9 orders two are as extreme. */
static void the_longest_series_with_ties_counts_exactly(void **state)
{
    double x[LONGEST], orders = 1.0;

    (void) state;
    for (size_t k = 0; k < 20; k++)
        x[k] = (double) (k / 2);
    for (size_t k = 1; k <= 18; k++)
        orders *= (double) k / (k % 2 == 0 ? 2.0 : 1.0);
    assert_near(test_of(x, 18).exact * orders / 2.0, 1.0, 1e-14);
    assert_true(isnan(test_of(x, 19).exact));
    assert_true(isnan(test_of(x, 20).exact));
}

static void the_exact_p_without_ties_does_not_depend_on_the_way(void **state)
{
    double sorted[18];

    (void) state;
    for (size_t k = 0; k < 18; k++)
        sorted[k] = (double) k;
    for (size_t n = 2; n <= 18; n++)
        for (double s = (double) (n * (n - 1) / 2); s >= 0.0; s -= 2.0)
            assert_near(kernel_kendall_tied_p(s, sorted, n), kernel_kendall_exact_p(s, n), 1e-14);
    assert_true(isnan(kernel_kendall_tied_p(2.0, sorted, 2))); /* S cannot be so large */
    assert_true(isnan(kernel_kendall_tied_p(0.0, sorted, 1)));
}

static void growth_is_compound(void **state)
{
    kernel_growth_gap why;

    (void) state;
    assert_near(growth_of(100.0, 121.0, 2.0, &why), 0.1, 1e-15);
    assert_near(growth_of(80.0, 10.0, 3.0, &why), -0.5, 1e-15);
    assert_near(growth_of(-2.0, -8.0, 2.0, &why), 1.0, 1e-15);
    assert_near(growth_of(0.0, 0.0, 2.0, &why), 0.0, 0.0);
    assert_int_equal(why, KERNEL_GROWTH_KNOWN);
    assert_near(growth_of(1e-300, 1e300, 4.0, &why) / 1e150, 1.0, 1e-12);
}

static void growth_that_is_none_is_missing_with_its_reason(void **state)
{
    static const struct {
        double first, last;
        kernel_growth_gap why;
    } cases[] = {{0.0, 5.0, KERNEL_GROWTH_FROM_ZERO}, {5.0, 0.0, KERNEL_GROWTH_TO_ZERO},
        {-1.0, 5.0, KERNEL_GROWTH_SIGN}, {5.0, -1.0, KERNEL_GROWTH_SIGN}, {1e-300, 1e300, KERNEL_GROWTH_LARGE}};
    kernel_growth_gap why = KERNEL_GROWTH_KNOWN;
    const kernel_track one = track_of((double[]){2000.0}, (double[]){3.0}, 1);

    (void) state;
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        assert_true(isnan(growth_of(cases[k].first, cases[k].last, 1.0, &why)));
        assert_int_equal(why, cases[k].why);
    }
    assert_true(isnan(kernel_growth(&one, &why)));
    assert_int_equal(why, KERNEL_GROWTH_SHORT);
}

/* Of three: mean time 2001 2/3, mean 12; b = 8 / (26/3) = 12/13; fitted at 2000: 12 - 12/13 x 5/3 = 136/13. */
static void percent_change_is_of_the_fitted_beginning(void **state)
{
    static const double t[] = {2000, 2001, 2004}, x[] = {10, 12, 14}, line[] = {0, 1, 4}, flat[] = {0, 0, 0};
    const kernel_track two = track_of((double[]){2000, 2004}, (double[]){50, 60}, 2);
    const kernel_track three = track_of(t, x, 3), from_zero = track_of(t, line, 3), level = track_of(t, flat, 3);
    const kernel_track one = track_of(t, x, 1);

    (void) state;
    assert_near(kernel_percent_change(&two), 5.0, 1e-14);
    assert_near(kernel_percent_change(&three), 100.0 * 12.0 / 136.0, 1e-12);
    assert_true(isnan(kernel_percent_change(&from_zero)));
    assert_near(kernel_percent_change(&level), 0.0, 0.0);
    assert_true(isnan(kernel_percent_change(&one)));
}

static void a_constant_series_has_no_trend(void **state)
{
    static const double t[] = {1, 2, 3, 4, 5}, x[] = {7.3, 7.3, 7.3, 7.3, 7.3};
    const kernel_trend_test test = test_of(x, 5);
    const kernel_sen_line line = sen_of(t, x, 5, 0.05);

    (void) state;
    assert_true(test.s == 0.0 && test.variance == 0.0 && test.z == 0.0 && test.tau == 0.0);
    assert_near(test.p, 1.0, 0.0);
    assert_near(test.exact, 1.0, 0.0);
    assert_true(line.slope == 0.0 && line.lower == 0.0 && line.upper == 0.0);
    assert_near(line.intercept, 7.3, 0.0);
}

static void short_series_have_no_interval_and_shorter_ones_nothing(void **state)
{
    static const double t[] = {1, 2, 3, 4, 5}, x[] = {1, 2, 4, 8, 16};

    (void) state;
    assert_true(isnan(test_of(x, 0).s) && isnan(test_of(x, 1).p));
    assert_true(isnan(sen_of(t, x, 1, 0.05).slope));
    assert_near(sen_of(t, x, 2, 0.05).slope, 1.0, 0.0);
    assert_true(isnan(sen_of(t, x, 4, 0.05).lower));    /* 2 / 4! = 0.083 */
    assert_near(sen_of(t, x, 5, 0.05).lower, 1.0, 0.0); /* 2 / 5! = 0.017: all ten slopes */
    assert_near(sen_of(t, x, 5, 0.05).upper, 8.0, 0.0);
    assert_near(kernel_least_p(2), 1.0, 0.0);
    assert_near(kernel_least_p(4), 1.0 / 12.0, 1e-16);
}

static unsigned next(unsigned *seed)
{
    *seed = *seed * 1103515245u + 12345u;
    return *seed >> 16 & 0x7fffu;
}

/* Whole numbers, so that differences are exact; times with gaps. */
static void make(unsigned *seed, double *times, double *values, size_t n)
{
    double now = 2000.0;

    for (size_t k = 0; k < n; k++) {
        times[k] = now += 1.0 + (double) (next(seed) % 3);
        values[k] = (double) (next(seed) % 12) + 1.0;
    }
}

static void time_reversed_turns_every_sign(void **state)
{
    unsigned seed = 7;

    (void) state;
    for (size_t round = 0; round < 200; round++) {
        const size_t n = 2 + round % 15;
        double t[LONGEST], x[LONGEST], back_t[LONGEST], back_x[LONGEST];
        kernel_trend_test there, back;
        kernel_sen_line line, turned;

        make(&seed, t, x, n);
        for (size_t k = 0; k < n; k++) {
            back_t[k] = 4000.0 - t[n - 1 - k];
            back_x[k] = x[n - 1 - k];
        }
        there = test_of(x, n);
        back = test_of(back_x, n);
        line = sen_of(t, x, n, 0.05);
        turned = sen_of(back_t, back_x, n, 0.05);
        assert_near(back.s, -there.s, 0.0);
        assert_near(back.z, -there.z, 0.0);
        assert_near(back.tau, -there.tau, 0.0);
        assert_near(back.variance, there.variance, 0.0);
        assert_near(back.exact, there.exact, 0.0);
        assert_near(turned.slope, -line.slope, 0.0);
        assert_near(turned.lower, -line.upper, 0.0);
        assert_near(turned.upper, -line.lower, 0.0);
    }
}

static void a_constant_added_moves_the_line_and_nothing_else(void **state)
{
    unsigned seed = 11;

    (void) state;
    for (size_t round = 0; round < 200; round++) {
        const size_t n = 2 + round % 15;
        double t[LONGEST], x[LONGEST], y[LONGEST];
        kernel_sen_line line, moved;

        make(&seed, t, x, n);
        for (size_t k = 0; k < n; k++)
            y[k] = 3.0 * x[k] + 500.0;
        line = sen_of(t, x, n, 0.05);
        moved = sen_of(t, y, n, 0.05);
        assert_near(test_of(y, n).s, test_of(x, n).s, 0.0);
        assert_near(test_of(y, n).exact, test_of(x, n).exact, 0.0);
        assert_near(moved.slope, 3.0 * line.slope, 1e-13);
        assert_near(moved.lower, 3.0 * line.lower, 1e-13);
        assert_near(moved.intercept, 3.0 * line.intercept + 500.0, 1e-9);
        assert_near(moved.intercept_residual, 3.0 * line.intercept_residual + 500.0, 1e-9);
    }
}

static void huge_and_tiny_values_stay_finite(void **state)
{
    static const double t[] = {1, 2, 3, 4, 5}, huge[] = {-1.7e308, 1e300, -1e300, 1.7e308, 0};
    static const double tiny[] = {1e-322, 2e-322, 3e-322, 4e-322, 5e-322};

    (void) state;
    assert_near(sen_of(t, huge, 5, 0.05).upper / 1.7e308, 1.0, 1e-7); /* 4 to 5 falls, 3 to 4 rises */
    assert_true(isfinite(sen_of(t, huge, 5, 0.05).slope));
    assert_near(sen_of(t, tiny, 5, 0.05).slope, 1e-322, 0.0);
    assert_near(test_of(tiny, 5).s, 10.0, 0.0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sens_own_example_gives_his_line),
        cmocka_unit_test(fourteen_values_with_a_tie_by_hand),
        cmocka_unit_test(exact_probabilities_are_those_of_the_tables),
        cmocka_unit_test(the_exact_p_with_ties_is_that_of_all_orders),
        cmocka_unit_test(the_longest_series_with_ties_counts_exactly),
        cmocka_unit_test(the_exact_p_without_ties_does_not_depend_on_the_way),
        cmocka_unit_test(growth_is_compound),
        cmocka_unit_test(growth_that_is_none_is_missing_with_its_reason),
        cmocka_unit_test(percent_change_is_of_the_fitted_beginning),
        cmocka_unit_test(a_constant_series_has_no_trend),
        cmocka_unit_test(short_series_have_no_interval_and_shorter_ones_nothing),
        cmocka_unit_test(time_reversed_turns_every_sign),
        cmocka_unit_test(a_constant_added_moves_the_line_and_nothing_else),
        cmocka_unit_test(huge_and_tiny_values_stay_finite),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
