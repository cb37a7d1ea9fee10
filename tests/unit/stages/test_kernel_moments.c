/* kernels/moments, kernels/order, kernels/correlation.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit/check.h"

#include <float.h>

#include "kernels/correlation.h"
#include "kernels/moments.h"
#include "kernels/order.h"

static const double gap = (double) NAN;

static void missing_values_are_not_counted(void **state)
{
    const double x[] = {gap, 2.0, gap, 4.0};

    (void) state;
    assert_int_equal(kernel_count(x, 4), 2);
    assert_int_equal(kernel_count(x, 1), 0);
    assert_int_equal(kernel_count(NULL, 0), 0);
}

static void the_range_ignores_missing_values(void **state)
{
    const double x[] = {gap, 2.0, -7.0, gap, 4.0};
    double least, greatest;

    (void) state;
    assert_int_equal(kernel_range(x, 5, &least, &greatest), 3);
    assert_near(least, -7.0, 0.0);
    assert_near(greatest, 4.0, 0.0);
}

static void the_range_of_nothing_is_missing(void **state)
{
    double least, greatest;

    (void) state;
    assert_int_equal(kernel_range(&gap, 1, &least, &greatest), 0);
    assert_true(isnan(least) && isnan(greatest));
}

static void the_mean_is_of_the_values_present(void **state)
{
    const double x[] = {1.0, gap, 2.0, 6.0};

    (void) state;
    assert_near(kernel_mean(x, 4), 3.0, 0.0);
    assert_true(isnan(kernel_mean(&gap, 1)));
}

static void the_mean_of_huge_values_does_not_overflow(void **state)
{
    const double x[] = {DBL_MAX, DBL_MAX, gap, DBL_MAX, DBL_MAX};

    (void) state;
    assert_near(kernel_mean(x, 5), DBL_MAX, 0.0);
}

static void a_large_offset_does_not_cost_the_mean_its_digits(void **state)
{
    double x[1000];

    (void) state;
    for (size_t i = 0; i < 1000; i++)
        x[i] = 1e15 + (double) (i % 2);
    assert_near(kernel_mean(x, 1000) - 1e15, 0.5, 0.0);
}

/* Reference values in 60-digit arithmetic from the definitions in kernels/moments.h. */
static void the_shape_is_that_of_spreadsheets(void **state)
{
    const double x[] = {1.0, gap, 2.0, 3.0, 10.0}, y[] = {-5.0, 1.0, 1.25, 1.5, 1.75, 2.0};
    const kernel_shape a = kernel_shape_of(x, 5), b = kernel_shape_of(y, 6);

    (void) state;
    assert_int_equal(a.n, 4);
    assert_near(a.mean, 4.0, 0.0);
    assert_near(a.sd, 4.08248290463863016366, 1e-15);
    assert_near(a.skewness, 1.76363261480388823070, 1e-14);
    assert_near(a.kurtosis, 3.2280, 1e-14);
    assert_near(b.skewness, -2.3539224435995188344, 1e-14);
    assert_near(b.kurtosis, 5.63819294213088155759, 1e-13);
}

static void the_shape_does_not_depend_on_the_unit_of_measurement(void **state)
{
    const double x[] = {1.0, 2.0, 3.0, 10.0};
    const double factors[] = {1e-300, 1e-150, 1e-20, 1e20, 1e150, 1e300, 4.9e-322};

    (void) state;
    for (size_t f = 0; f < 7; f++) {
        double y[4];
        kernel_shape shape;

        for (size_t i = 0; i < 4; i++)
            y[i] = x[i] * factors[f];
        shape = kernel_shape_of(y, 4);
        assert_near(shape.skewness, 1.76363261480388823070, 1e-12);
        assert_near(shape.kurtosis, 3.2280, 1e-12);
        assert_near(shape.sd / factors[f], 4.08248290463863016366, f < 6 ? 1e-12 : 0.1);
    }
}

static void equal_values_have_no_skewness_and_no_spread(void **state)
{
    const double x[] = {0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1};
    const kernel_shape shape = kernel_shape_of(x, 7);

    (void) state;
    assert_near(shape.sd, 0.0, 0.0);
    assert_true(isnan(shape.skewness) && isnan(shape.kurtosis));
}

static void too_few_values_have_no_shape(void **state)
{
    const double x[] = {1.0, 2.0, 4.0};

    (void) state;
    assert_true(isnan(kernel_shape_of(x, 0).mean));
    assert_true(isnan(kernel_shape_of(x, 1).sd));
    assert_near(kernel_shape_of(x, 2).sd, sqrt(0.5), 1e-15);
    assert_true(isnan(kernel_shape_of(x, 2).skewness));
    assert_true(!isnan(kernel_shape_of(x, 3).skewness));
    assert_true(isnan(kernel_shape_of(x, 3).kurtosis));
}

static void compacting_keeps_the_order(void **state)
{
    const double x[] = {gap, 3.0, 1.0, gap, 2.0};
    double y[5];

    (void) state;
    assert_int_equal(kernel_compact(x, 5, y), 3);
    assert_true(y[0] == 3.0 && y[1] == 1.0 && y[2] == 2.0);
}

static void both_ways_of_sorting_give_the_same_order(void **state)
{
    static double x[2000], y[2000], scratch[2000];
    unsigned seed = 3u;

    (void) state;
    for (size_t n = 0; n < 2000; n = n < 70 ? n + 1 : n + 97) {
        for (size_t i = 0; i < n; i++) {
            seed = seed * 1664525u + 1013904223u;
            x[i] = (double) (seed >> 20) - 2000.0; /* many ties */
            y[i] = x[i];
        }
        kernel_sort(x, n);
        kernel_merge_sort(y, n, scratch);
        assert_memory_equal(x, y, n * sizeof *x);
    }
}

static void the_median_is_the_middle_or_half_way(void **state)
{
    double odd[] = {5.0, 1.0, 3.0}, even[] = {4.0, 1.0, 3.0, 2.0}, huge[] = {DBL_MAX, DBL_MAX};

    (void) state;
    assert_near(kernel_median_of(odd, 3), 3.0, 0.0);
    assert_near(kernel_median_of(even, 4), 2.5, 0.0);
    assert_near(kernel_median_of(huge, 2), DBL_MAX, 0.0);
    assert_true(isnan(kernel_median_of(odd, 0)));
    assert_true(isnan(kernel_mean_of(odd, 0)));
}

static void quantiles_lie_on_the_line_between_neighbours(void **state)
{
    const double x[] = {10.0, 20.0, 40.0, 80.0, 160.0};

    (void) state;
    assert_near(kernel_quantile_sorted(x, 5, 0.0), 10.0, 0.0);
    assert_near(kernel_quantile_sorted(x, 5, 1.0), 160.0, 0.0);
    assert_near(kernel_quantile_sorted(x, 5, 0.1), 14.0, 1e-12); /* type 7: 1 + 0.4 of the way to the next */
    assert_true(isnan(kernel_quantile_sorted(x, 0, 0.5)));
}

/* 0.6 x 0.9 + 0.4 x 0.9 is 0.9000000000000001 in doubles, and 0.28 x 25 is 7.000000000000001. */
static void a_quantile_at_a_value_or_between_ties_is_that_value(void **state)
{
    const double ties[] = {0.1, 0.9, 0.9, 0.9, 1.0};
    double rising[26];

    (void) state;
    for (int k = 0; k < 26; k++)
        rising[k] = 0.1 * (k + 1);
    assert_near(kernel_quantile_sorted(ties, 5, 0.4), 0.9, 0.0);
    assert_near(kernel_quantile_sorted(ties, 5, 0.6), 0.9, 0.0);
    assert_near(kernel_quantile_sorted(rising, 26, 0.28), rising[7], 0.0);
}

static void correlation_uses_complete_pairs(void **state)
{
    const double x[] = {1.0, 2.0, gap, 4.0, 100.0}, y[] = {2.0, 4.0, 6.0, 8.0, gap};
    double scratch[10];

    (void) state;
    assert_near(kernel_correlation(x, y, 5, scratch), 1.0, 1e-15);
}

static void correlation_is_that_of_the_textbook(void **state)
{
    const double x[] = {1.0, 2.0, 3.0, 4.0}, y[] = {1.0, 3.0, 2.0, 0.0};
    const double x9[] = {1e300, 2e300, 3e300, 4e300}, y9[] = {1e-300, 3e-300, 2e-300, 0.0};
    double scratch[8];

    (void) state;
    assert_near(kernel_correlation(x, y, 4, scratch), -0.4, 1e-15); /* by hand: -2 / 5 */
    assert_near(kernel_correlation(x9, y9, 4, scratch), -0.4, 1e-14);
}

static void correlation_needs_three_pairs_that_differ(void **state)
{
    const double x[] = {1.0, 2.0, gap}, y[] = {1.0, 2.0, 3.0}, same[] = {7.0, 7.0, 7.0};
    double scratch[6];

    (void) state;
    assert_true(isnan(kernel_correlation(x, y, 3, scratch)));
    assert_true(isnan(kernel_correlation(y, same, 3, scratch)));
    assert_true(isnan(kernel_correlation(y, y, 0, scratch)));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(missing_values_are_not_counted),
        cmocka_unit_test(the_range_ignores_missing_values),
        cmocka_unit_test(the_range_of_nothing_is_missing),
        cmocka_unit_test(the_mean_is_of_the_values_present),
        cmocka_unit_test(the_mean_of_huge_values_does_not_overflow),
        cmocka_unit_test(a_large_offset_does_not_cost_the_mean_its_digits),
        cmocka_unit_test(the_shape_is_that_of_spreadsheets),
        cmocka_unit_test(the_shape_does_not_depend_on_the_unit_of_measurement),
        cmocka_unit_test(equal_values_have_no_skewness_and_no_spread),
        cmocka_unit_test(too_few_values_have_no_shape),
        cmocka_unit_test(compacting_keeps_the_order),
        cmocka_unit_test(both_ways_of_sorting_give_the_same_order),
        cmocka_unit_test(the_median_is_the_middle_or_half_way),
        cmocka_unit_test(quantiles_lie_on_the_line_between_neighbours),
        cmocka_unit_test(a_quantile_at_a_value_or_between_ties_is_that_value),
        cmocka_unit_test(correlation_uses_complete_pairs),
        cmocka_unit_test(correlation_is_that_of_the_textbook),
        cmocka_unit_test(correlation_needs_three_pairs_that_differ),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
