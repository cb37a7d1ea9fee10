/* kernels/block.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit/check.h"

#include <float.h>

#include "kernels/block.h"

static const double gap = NAN;

static void only_units_with_every_value_are_complete(void **state)
{
    const double x[] = {1.0, gap, 3.0, 4.0, 0.0, 10.0, 20.0, 30.0, gap, 0.0};
    const kernel_block block = {.values = x, .stride = 5, .n_units = 4, .n_indicators = 2};
    double out[8];

    (void) state;
    assert_int_equal(kernel_block_complete(&block, out), 2);
    assert_true(out[0] == 1.0 && out[1] == 3.0 && out[2] == 10.0 && out[3] == 30.0);
    assert_true(kernel_block_has_all(&block, 0));
    assert_false(kernel_block_has_all(&block, 1));
    assert_false(kernel_block_has_all(&block, 3));
}

static void no_units_are_no_complete_units(void **state)
{
    const kernel_block block = {.n_indicators = 3};

    (void) state;
    assert_int_equal(kernel_block_complete(&block, NULL), 0);
}

static void standardised_values_have_mean_0_and_deviation_1(void **state)
{
    double x[] = {1.0, 2.0, 3.0, 10.0}, mean = 0.0, sd = 0.0; /* by hand: 4, sqrt(50 / 3) */

    (void) state;
    assert_int_equal(kernel_standardise(x, 4, &mean, &sd), 1);
    assert_near(mean, 4.0, 0.0);
    assert_near(sd, 4.08248290463863, 1e-14);
    assert_near(x[0], -3.0 / 4.08248290463863, 1e-15);
    assert_near(x[3], 6.0 / 4.08248290463863, 1e-15);
}

static void the_unit_of_measurement_does_not_matter(void **state)
{
    const double factors[] = {1e-300, 1e-307, 1e100, 1e300, 1e307};

    (void) state;
    for (size_t f = 0; f < 5; f++) {
        double x[] = {1.0 * factors[f], 2.0 * factors[f], 3.0 * factors[f], 10.0 * factors[f]};
        double mean = 0.0, sd = 0.0;

        assert_int_equal(kernel_standardise(x, 4, &mean, &sd), 1);
        assert_near(x[3], 1.4696938456699069, 1e-14);
        assert_near(sd / factors[f], 4.08248290463863, 1e-14);
    }
}

static void the_widest_values_there_are_can_be_standardised(void **state)
{
    double x[] = {-DBL_MAX, DBL_MAX, 0.0, 0.0}, y[] = {0.0, DBL_TRUE_MIN, 0.0, 0.0}, mean = 0.0, sd = 0.0;

    (void) state;
    assert_int_equal(kernel_standardise(x, 4, &mean, &sd), 1);
    assert_near(x[1], sqrt(1.5), 1e-15);
    assert_int_equal(kernel_standardise(y, 4, &mean, &sd), 1);
    assert_near(y[1], 1.5, 1e-15);
}

static void equal_values_and_single_ones_are_not_standardised(void **state)
{
    double x[] = {0.1, 0.1, 0.1}, mean = 0.0, sd = 1.0;

    (void) state;
    assert_int_equal(kernel_standardise(x, 3, &mean, &sd), 0);
    assert_near(sd, 0.0, 0.0);
    assert_near(x[2], 0.1, 0.0);
    assert_int_equal(kernel_standardise(x, 1, &mean, &sd), 0);
    assert_int_equal(kernel_standardise(x, 0, &mean, &sd), 0);
    assert_true(isnan(mean));
}

static void correlations_are_symmetric_with_ones(void **state)
{
    double z[] = {1.0, 2.0, 3.0, 4.0, 1.0, 3.0, 2.0, 0.0}, r[4], mean = 0.0, sd = 0.0;

    (void) state;
    assert_int_equal(kernel_standardise(z, 4, &mean, &sd) + kernel_standardise(z + 4, 4, &mean, &sd), 2);
    kernel_block_correlate(z, 4, 2, r);
    assert_true(r[0] == 1.0 && r[3] == 1.0 && r[1] == r[2]);
    assert_near(r[1], -0.4, 1e-15); /* by hand: -2 / 5 */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(only_units_with_every_value_are_complete),
        cmocka_unit_test(no_units_are_no_complete_units),
        cmocka_unit_test(standardised_values_have_mean_0_and_deviation_1),
        cmocka_unit_test(the_unit_of_measurement_does_not_matter),
        cmocka_unit_test(the_widest_values_there_are_can_be_standardised),
        cmocka_unit_test(equal_values_and_single_ones_are_not_standardised),
        cmocka_unit_test(correlations_are_symmetric_with_ones),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
