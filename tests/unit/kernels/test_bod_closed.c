/* kernels/bod_closed.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit/check.h"

#include <float.h>

#include "kernels/bod_closed.h"
#include "unit/kernels/reference_table.h"

enum { UNITS = 40, MOST = 12 };

static const double gap = (double) NAN;

static void compare(const char *data_name, size_t first, size_t m, const char *name, size_t column, double draws)
{
    reference_table data, expected;
    double values[UNITS * MOST], scores[UNITS], scratch[2 * UNITS];
    kernel_block block;

    reference_open(&data, data_name);
    reference_open(&expected, name);
    reference_block(&data, first, m, values);
    block = (kernel_block){.values = values, .stride = data.n_rows, .n_units = data.n_rows, .n_indicators = m};
    assert_int_equal(kernel_bod_order_m(&block, draws, scores, scratch, NULL), TITIAN_OK);
    for (size_t i = 0; i < data.n_rows; i++) {
        const double e = reference_number(&expected, i, column);

        assert_near(scores[i], e, 1e-13 * fmax(1.0, e));
    }
    reference_close(&data);
    reference_close(&expected);
}

/* compind/rbod_*.csv: within 1e-12. */
static void scores_against_samples_are_the_reference_ones(void **state)
{
    (void) state;
    compare("compind/eu_nuts1.csv", 2, 2, "compind/rbod_nuts1.csv", 1, 5.0);
    compare("compind/eu_nuts1.csv", 2, 2, "compind/rbod_nuts1.csv", 2, 10.0);
    compare("compind/eu_nuts1.csv", 2, 2, "compind/rbod_nuts1.csv", 3, 20.0);
    compare("compind/bli_2017.csv", 1, 11, "compind/rbod_bli.csv", 1, 15.0);
}

/* Unit 0 against draws from v = 1, 1/2, 3/2 (its own, and the least quotient to each other). */
static const double three[] = {4.0, 2.0, 6.0, 1.0, 2.0, 3.0};
static const kernel_block three_units = {.values = three, .stride = 3, .n_units = 3, .n_indicators = 2};

static void one_draw_is_the_mean_of_comparisons(void **state)
{
    double scores[3], scratch[6];

    (void) state;
    assert_int_equal(kernel_bod_order_m(&three_units, 1.0, scores, scratch, NULL), TITIAN_OK);
    assert_near(scores[0], 1.0 / ((1.0 + 0.5 + 1.5) / 3.0), 1e-15);
}

static void two_draws_are_the_mean_of_the_better_of_pairs(void **state)
{
    double scores[3], scratch[6];

    (void) state;
    assert_int_equal(kernel_bod_order_m(&three_units, 2.0, scores, scratch, NULL), TITIAN_OK);
    /* of 9 pairs the better is 0.5 once, 1 thrice, 1.5 five times */
    assert_near(scores[0], 9.0 / (0.5 + 3.0 + 7.5), 1e-15);
}

static void many_draws_approach_the_outstanding_unit(void **state)
{
    double many[3], best[3], scratch[6];

    (void) state;
    assert_int_equal(kernel_bod_order_m(&three_units, 1e6, many, scratch, NULL), TITIAN_OK);
    assert_int_equal(kernel_bod_order_alpha(&three_units, 1.0, best, scratch, NULL), TITIAN_OK);
    for (size_t i = 0; i < 3; i++)
        assert_near(many[i], best[i], 1e-12);
    assert_near(best[0], 1.0 / 1.5, 1e-15);
    assert_near(best[2], 1.0, 0.0);
}

static void alpha_counts_units(void **state)
{
    double values[10], scores[10], scratch[10];
    const kernel_block block = {.values = values, .stride = 10, .n_units = 10, .n_indicators = 1};

    (void) state;
    for (size_t i = 0; i < 10; i++)
        values[i] = (double) (i + 1);
    assert_int_equal(kernel_bod_order_alpha(&block, 0.7, scores, scratch, NULL), TITIAN_OK);
    assert_near(scores[0], 1.0 / 7.0, 1e-15); /* seven of ten units do not exceed 7 */
    assert_int_equal(kernel_bod_order_alpha(&block, 1e-6, scores, scratch, NULL), TITIAN_OK);
    assert_near(scores[0], 1.0, 0.0);
}

static void an_indicator_in_which_a_unit_has_nothing_does_not_count_for_it(void **state)
{
    const double values[] = {2.0, 4.0, 0.0, 0.0, 5.0, 0.0};
    const kernel_block block = {.values = values, .stride = 3, .n_units = 3, .n_indicators = 2};
    double scores[3], scratch[6];

    (void) state;
    assert_int_equal(kernel_bod_order_m(&block, 500.0, scores, scratch, NULL), TITIAN_OK);
    assert_near(scores[0], 0.5, 1e-12);
    assert_near(scores[2], 0.0, 0.0); /* nothing at all */
    assert_int_equal(kernel_bod_order_alpha(&block, 0.3, scores, scratch, NULL), TITIAN_OK);
    assert_true(isnan(scores[1])); /* most units cannot be compared with it */
    assert_near(scores[2], 0.0, 0.0);
}

static void the_widest_values_are_never_compared_to_nan(void **state)
{
    const double values[] = {DBL_MAX, DBL_TRUE_MIN, 1.0, DBL_TRUE_MIN, DBL_MAX, 1.0};
    const kernel_block block = {.values = values, .stride = 3, .n_units = 3, .n_indicators = 2};
    double scores[3], scratch[6];

    (void) state;
    assert_int_equal(kernel_bod_order_m(&block, 10.0, scores, scratch, NULL), TITIAN_OK);
    for (size_t i = 0; i < 3; i++)
        assert_true(scores[i] >= 0.0);
}

static void what_cannot_be_compared_is_refused(void **state)
{
    const double values[] = {1.0, gap, 1.0, 2.0}, negative[] = {1.0, 2.0, -1.0, 2.0};
    const kernel_block missing = {.values = values, .stride = 2, .n_units = 2, .n_indicators = 2};
    const kernel_block below = {.values = negative, .stride = 2, .n_units = 2, .n_indicators = 2};
    const kernel_block none = {.n_units = 2}, empty = {.n_indicators = 2};
    double scores[3], scratch[6];
    titian_error err;

    (void) state;
    assert_int_equal(kernel_bod_order_m(&missing, 5.0, scores, scratch, &err), TITIAN_E_NUMERIC);
    assert_true(err.line == 2 && err.column == 1);
    assert_int_equal(kernel_bod_order_alpha(&below, 0.5, scores, scratch, &err), TITIAN_E_NUMERIC);
    assert_true(err.line == 1 && err.column == 2);
    assert_int_equal(kernel_bod_order_m(&none, 5.0, scores, scratch, &err), TITIAN_E_NUMERIC);
    assert_int_equal(kernel_bod_order_m(&three_units, 0.0, scores, scratch, &err), TITIAN_E_NUMERIC);
    assert_int_equal(kernel_bod_order_m(&three_units, gap, scores, scratch, &err), TITIAN_E_NUMERIC);
    assert_int_equal(kernel_bod_order_alpha(&three_units, 1.01, scores, scratch, &err), TITIAN_E_NUMERIC);
    assert_int_equal(kernel_bod_order_alpha(&three_units, 0.0, scores, scratch, &err), TITIAN_E_NUMERIC);
    assert_int_equal(kernel_bod_order_m(&empty, 5.0, scores, scratch, &err), TITIAN_OK);
    assert_int_equal(kernel_bod_order_alpha(&empty, 0.5, scores, scratch, &err), TITIAN_OK);
}

static void the_geometric_index_is_a_weighted_product_of_ratios(void **state)
{
    const double shares[] = {0.25, 0.5, gap, 0.75, 0.5, gap};
    const double base[] = {three_units.values[1], three_units.values[4]};
    double index[3];
    size_t n_unique = 0;

    (void) state;
    assert_int_equal(kernel_bod_geometric(&three_units, shares, base, index, &n_unique, NULL), TITIAN_OK);
    assert_near(index[0], pow(4.0 / 2.0, 0.25) * pow(1.0 / 2.0, 0.75), 1e-15);
    assert_near(index[1], 1.0, 0.0);
    assert_true(isnan(index[2]));
    assert_int_equal(n_unique, 2);
}

static void the_geometric_index_refuses_zeros_also_in_the_benchmark(void **state)
{
    const double values[] = {1.0, 0.0}, shares[] = {1.0, 1.0}, base[] = {1.0}, zero[] = {1.0, 0.0};
    const kernel_block block = {.values = values, .stride = 2, .n_units = 2, .n_indicators = 1};
    double index[3];
    titian_error err;

    (void) state;
    assert_int_equal(kernel_bod_geometric(&block, shares, base, index, NULL, &err), TITIAN_E_NUMERIC);
    assert_true(err.line == 2 && err.column == 1);
    assert_int_equal(kernel_bod_geometric(&three_units, shares, zero, index, NULL, &err), TITIAN_E_NUMERIC);
    assert_true(err.line == 0 && err.column == 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(scores_against_samples_are_the_reference_ones),
        cmocka_unit_test(one_draw_is_the_mean_of_comparisons),
        cmocka_unit_test(two_draws_are_the_mean_of_the_better_of_pairs),
        cmocka_unit_test(many_draws_approach_the_outstanding_unit),
        cmocka_unit_test(alpha_counts_units),
        cmocka_unit_test(an_indicator_in_which_a_unit_has_nothing_does_not_count_for_it),
        cmocka_unit_test(the_widest_values_are_never_compared_to_nan),
        cmocka_unit_test(what_cannot_be_compared_is_refused),
        cmocka_unit_test(the_geometric_index_is_a_weighted_product_of_ratios),
        cmocka_unit_test(the_geometric_index_refuses_zeros_also_in_the_benchmark),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
