/* kernels/winsorise.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit/check.h"

#include <stdlib.h>

#include "kernels/moments.h"
#include "kernels/winsorise.h"

static const double gap = (double) NAN;
static const kernel_winsor_rule usual = {.skewness = 2.0, .kurtosis = 3.5, .max_points = 5};

/* The rule as COINr's text has it, one step at a time on the values themselves; slow, and obviously right. */
static kernel_winsor step_by_step(const kernel_winsor_rule *rule, double *x, size_t n)
{
    kernel_winsor found = {.end = KERNEL_WINSOR_PASSES};

    for (;;) {
        const kernel_shape shape = kernel_shape_of(x, n);
        double least, greatest, next;
        size_t between = 0;
        int top;

        (void) kernel_range(x, n, &least, &greatest);
        found.low = least;
        found.high = greatest;
        if (kernel_winsor_passes(rule, shape.skewness, shape.kurtosis)) {
            found.end = KERNEL_WINSOR_PASSES;
            return found;
        }
        if (found.n_low + found.n_high >= rule->max_points) {
            found.end = KERNEL_WINSOR_FAILS;
            return found;
        }
        top = shape.skewness >= 0.0;
        next = top ? least : greatest;
        for (size_t i = 0; i < n; i++) {
            between += x[i] > least && x[i] < greatest ? 1 : 0;
            if (top ? x[i] < greatest && x[i] > next : x[i] > least && x[i] < next)
                next = x[i];
        }
        if (between == 0) {
            found.end = KERNEL_WINSOR_STUCK;
            return found;
        }
        *(top ? &found.n_high : &found.n_low) = 0;
        for (size_t i = 0; i < n; i++) {
            if (x[i] == (top ? greatest : least)) {
                x[i] = next;
                *(top ? &found.n_high : &found.n_low) += 1;
            }
        }
    }
}

static kernel_winsor winsorise(const kernel_winsor_rule *rule, const double *x, size_t n)
{
    double *scratch = malloc((5 * n + 1) * sizeof *scratch);
    kernel_winsor found;

    assert_non_null(scratch);
    found = kernel_winsorise(rule, x, n, scratch);
    free(scratch);
    return found;
}

static void acceptable_values_are_left_alone(void **state)
{
    const double x[] = {1.0, 2.0, 3.0, 4.0, 5.0};
    const kernel_winsor found = winsorise(&usual, x, 5);

    (void) state;
    assert_int_equal(found.end, KERNEL_WINSOR_PASSES);
    assert_int_equal(found.n_low + found.n_high, 0);
}

static void one_outlier_becomes_the_next_value(void **state)
{
    double x[] = {1.0, 2.0, 3.0, gap, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0, 1000.0};
    const kernel_winsor found = winsorise(&usual, x, 11);

    (void) state;
    assert_int_equal(found.end, KERNEL_WINSOR_PASSES);
    assert_int_equal(found.n_high, 1);
    assert_int_equal(found.n_low, 0);
    assert_near(found.high, 9.0, 0.0);
    assert_near(found.low, 1.0, 0.0);
    kernel_clamp(x, 11, found.low, found.high);
    assert_near(x[10], 9.0, 0.0);
    assert_true(isnan(x[3]));
}

static void a_low_outlier_is_raised(void **state)
{
    const double x[] = {-1000.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0, 10.0};
    const kernel_winsor found = winsorise(&usual, x, 10);

    (void) state;
    assert_int_equal(found.n_low, 1);
    assert_near(found.low, 2.0, 0.0);
}

static void tied_extremes_go_together_even_past_the_limit(void **state)
{
    double x[100];
    kernel_winsor found;

    (void) state;
    for (size_t i = 0; i < 100; i++)
        x[i] = i < 93 ? (double) i / 100.0 : 1000.0; /* seven tied maxima, a limit of five */
    found = winsorise(&usual, x, 100);
    assert_int_equal(found.n_high, 7);
    assert_near(found.high, 0.92, 0.0);
}

static void the_limit_is_tested_before_a_step(void **state)
{
    double x[60];
    kernel_winsor found;

    (void) state;
    for (size_t i = 0; i < 60; i++)
        x[i] = pow(2.0, (double) i); /* stays skewed however many are drawn in */
    found = winsorise(&usual, x, 60);
    assert_int_equal(found.end, KERNEL_WINSOR_FAILS);
    assert_int_equal(found.n_high, 5);
}

/* By hand: skewness sqrt(4 x 3) / 2 x 2 / sqrt(3) = 2, kurtosis 4: neither is below its limit. */
static void a_shape_at_the_limit_fails_in_every_unit_of_measurement(void **state)
{
    (void) state;
    for (int k = 1; k <= 1000; k++) {
        const double x[] = {0.0, 0.0, 0.0, 0.0487149 * k};

        assert_int_equal(winsorise(&usual, x, 4).end, KERNEL_WINSOR_STUCK);
    }
}

static void of_symmetric_values_the_highest_go_first_in_every_unit_of_measurement(void **state)
{
    static const kernel_winsor_rule once = {.skewness = -1.0, .kurtosis = -3.0, .max_points = 1};

    (void) state;
    for (int k = 1; k <= 1000; k++) {
        const double unit = 0.0487149 * k;
        const double x[] = {-7.0 * unit, -2.0 * unit, -unit, unit, 2.0 * unit, 7.0 * unit};

        assert_int_equal(winsorise(&once, x, 6).n_high, 1);
    }
}

static void no_points_allowed_means_no_step(void **state)
{
    const kernel_winsor_rule none = {.skewness = 2.0, .kurtosis = 3.5, .max_points = 0};
    const double x[] = {1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0, 1000.0};
    const kernel_winsor found = winsorise(&none, x, 10);

    (void) state;
    assert_int_equal(found.end, KERNEL_WINSOR_FAILS);
    assert_int_equal(found.n_high, 0);
    assert_near(found.high, 1000.0, 0.0);
}

static void two_values_cannot_be_winsorised(void **state)
{
    const double x[] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1};

    (void) state;
    assert_int_equal(winsorise(&usual, x, 13).end, KERNEL_WINSOR_STUCK);
}

static void constant_and_short_columns_pass(void **state)
{
    const double x[] = {7.0, 7.0, 7.0, 7.0, 7.0, gap}, y[] = {1.0, 2.0, 1000.0, gap};

    (void) state;
    assert_int_equal(winsorise(&usual, x, 6).end, KERNEL_WINSOR_PASSES);
    assert_int_equal(winsorise(&usual, y, 4).end, KERNEL_WINSOR_PASSES);
    assert_int_equal(winsorise(&usual, y, 0).end, KERNEL_WINSOR_PASSES);
    assert_int_equal(winsorise(&usual, &gap, 1).end, KERNEL_WINSOR_PASSES);
}

static unsigned next_random(unsigned *seed)
{
    *seed = *seed * 1664525u + 1013904223u;
    return *seed >> 8;
}

/* Columns of many kinds: heavy tails on either side, ties, offsets, magnitudes, gaps. */
static void fill_column(double *x, size_t n, unsigned *seed)
{
    const unsigned kind = next_random(seed) % 6;
    const double scale = pow(10.0, (double) (next_random(seed) % 9) * 10.0 - 40.0);
    const double offset = (double) (next_random(seed) % 3) * 1000.0;

    for (size_t i = 0; i < n; i++) {
        const double u = ((double) next_random(seed) + 0.5) / 16777216.0;
        const double values[] = {
            1.0 / u, -1.0 / u, exp(8.0 * u), floor(1.0 / sqrt(u)), u < 0.5 ? 1.0 / u : -1.0 / u, u < 0.6 ? 9.0 : u};

        x[i] = next_random(seed) % 20 == 0 ? gap : (values[kind] + offset) * scale;
    }
}

static void every_step_agrees_with_recomputing_from_scratch(void **state)
{
    const size_t limits[] = {1, 3, 5, 10, 1000};
    unsigned seed = 20211117u;

    (void) state;
    for (size_t trial = 0; trial < 3000; trial++) {
        double x[120], y[120];
        const size_t n = 4 + next_random(&seed) % 117;
        const kernel_winsor_rule rule = {.skewness = (double) (next_random(&seed) % 4) * 0.7,
            .kurtosis = (double) (next_random(&seed) % 4) - 0.5,
            .max_points = limits[next_random(&seed) % 5]};
        kernel_winsor fast, slow;

        fill_column(x, n, &seed);
        memcpy(y, x, n * sizeof *x);
        fast = winsorise(&rule, x, n);
        slow = step_by_step(&rule, y, n);
        assert_int_equal(fast.end, slow.end);
        if (kernel_count(x, n) < 4)
            continue;
        assert_int_equal(fast.n_low, slow.n_low);
        assert_int_equal(fast.n_high, slow.n_high);
        if (fast.end == KERNEL_WINSOR_STUCK)
            continue;
        kernel_clamp(x, n, fast.low, fast.high);
        for (size_t i = 0; i < n; i++)
            assert_near(x[i], y[i], 0.0);
    }
}

static void a_million_values_take_a_moment(void **state)
{
    const size_t n = 1000000;
    const kernel_winsor_rule rule = {.skewness = 0.0, .kurtosis = -3.0, .max_points = n / 20};
    double *x = malloc(n * sizeof *x);
    unsigned seed = 1;
    kernel_winsor found;

    (void) state;
    assert_non_null(x);
    for (size_t i = 0; i < n; i++)
        x[i] = 1.0 / (((double) next_random(&seed) + 0.5) / 16777216.0 + 1e-7 * (double) i / (double) n);
    found = winsorise(&rule, x, n);
    assert_int_equal(found.end, KERNEL_WINSOR_FAILS);
    assert_true(found.n_high + found.n_low >= n / 20);
    free(x);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(acceptable_values_are_left_alone),
        cmocka_unit_test(one_outlier_becomes_the_next_value),
        cmocka_unit_test(a_low_outlier_is_raised),
        cmocka_unit_test(tied_extremes_go_together_even_past_the_limit),
        cmocka_unit_test(the_limit_is_tested_before_a_step),
        cmocka_unit_test(a_shape_at_the_limit_fails_in_every_unit_of_measurement),
        cmocka_unit_test(of_symmetric_values_the_highest_go_first_in_every_unit_of_measurement),
        cmocka_unit_test(no_points_allowed_means_no_step),
        cmocka_unit_test(two_values_cannot_be_winsorised),
        cmocka_unit_test(constant_and_short_columns_pass),
        cmocka_unit_test(every_step_agrees_with_recomputing_from_scratch),
        cmocka_unit_test(a_million_values_take_a_moment),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
