/* kernels/nearest, kernels/regress, kernels/rowfill.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit/kernels/given.h"

#include "kernels/nearest.h"
#include "kernels/order.h"
#include "kernels/regress.h"
#include "kernels/rowfill.h"

static const double gap = (double) NAN;

/* Fill by nearest units. @return number still missing */
static size_t nearest(const double *x, size_t n, size_t m, size_t k, size_t min_overlap, double *out)
{
    const kernel_nearest_rule rule = {.k = k, .min_overlap = min_overlap};
    const kernel_block block = given_block(x, n, m);
    double *scratch = given_room(kernel_nearest_scratch(n, m));
    const size_t missing = kernel_fill_nearest(&block, &rule, out, scratch);

    free(scratch);
    return missing;
}

/* Two crowds, near (0, 0) and near (9, 9); the last unit belongs to the first. */
static const double crowds[21] = {0.0, 1.0, 0.5, 9.0, 10.0, 9.5, 0.4, /* */
    0.0, 0.5, 1.0, 9.0, 9.5, 10.0, 0.6,                               /* */
    10.0, 12.0, 14.0, 90.0, 92.0, 94.0, gap};

static void a_gap_gets_the_mean_of_the_nearest(void **state)
{
    double out[21];

    (void) state;
    assert_int_equal(nearest(crowds, 7, 3, 3, 2, out), 0);
    assert_near(out[20], 12.0, 1e-14);
    for (size_t k = 0; k < 20; k++)
        assert_true(out[k] == crowds[k]);
    (void) nearest(crowds, 7, 3, 100, 2, out); /* more than there are: all */
    assert_near(out[20], 52.0, 1e-14);
}

/* The last unit stands half-way between two: both are nearest, and with k = 1 they share the place. */
static void tied_donors_share_the_places_left(void **state)
{
    const double x[] = {1.0, 3.0, 9.0, 2.0, 5.0, 7.0, 100.0, gap};
    const double turned[] = {2.0, 9.0, 3.0, 1.0, gap, 100.0, 7.0, 5.0};
    double out[8];

    (void) state;
    (void) nearest(x, 4, 2, 1, 1, out);
    assert_near(out[7], 6.0, 0.0);
    (void) nearest(turned, 4, 2, 1, 1, out);
    assert_near(out[4], 6.0, 0.0);
}

static void units_with_too_little_in_common_are_not_compared(void **state)
{
    /* the last unit has one indicator that varies in common with the others, and one that is constant */
    const double x[] = {1.0, 3.0, 9.0, 2.0, 5.0, 5.0, 5.0, 5.0, 4.0, 6.0, 8.0, gap};
    double out[12];

    (void) state;
    assert_int_equal(nearest(x, 4, 3, 1, 2, out), 1);
    assert_true(isnan(out[11]));
    assert_int_equal(nearest(x, 4, 3, 1, 1, out), 0);
    assert_near(out[11], 5.0, 0.0);
}

static void filled_values_are_no_donors(void **state)
{
    const double x[] = {1.0, 1.1, 5.0, 1.0, 1.1, 5.0, 2.0, 2.2, 6.0, gap, gap, 70.0};
    double out[12];

    (void) state;
    assert_int_equal(nearest(x, 3, 4, 1, 2, out), 0);
    assert_near(out[9], 70.0, 0.0);
    assert_near(out[10], 70.0, 0.0);
}

static void without_donors_gaps_stay(void **state)
{
    const double nobody[] = {1.0, 2.0, gap, gap}, alone[] = {1.0, gap};
    double out[4];

    (void) state;
    assert_int_equal(nearest(nobody, 2, 2, 1, 1, out), 2);
    assert_int_equal(nearest(alone, 1, 2, 1, 1, out), 1);
    assert_int_equal(nearest(NULL, 0, 0, 1, 1, out), 0);
}

static void nearest_of_huge_values_does_not_overflow(void **state)
{
    const double x[] = {1e300, -1e300, 9e299, 4.0, 8.0, gap};
    double out[6];

    (void) state;
    assert_int_equal(nearest(x, 3, 2, 1, 1, out), 0);
    assert_near(out[5], 4.0, 0.0);
}

static kernel_regression regress(double *y, const double *x, size_t n, size_t p, double *coefficients)
{
    const kernel_block block = given_block(x, n, p);
    double *scratch = given_room(kernel_regression_scratch(n, p));
    size_t order[8];
    const kernel_regression found = kernel_fill_regression(y, &block, coefficients, scratch, order);

    free(scratch);
    return found;
}

/* Expected: R 4.2 lm(y ~ a + b). */
static void regression_is_that_of_r(void **state)
{
    double y[] = {3.1, 4.7, gap, 8.2, 2.2, 6.9, gap, 5.5, 7.3}, b[3];
    const double x[] = {1, 2, 3, 4, 0.5, 3.5, 2.5, 2.2, gap, 2.2, 1.1, 0.4, 3.0, 2.1, 0.3, 1.5, 2.6, 1};
    const kernel_regression found = regress(y, x, 9, 2, b);

    (void) state;
    assert_int_equal(found.n_used, 6);
    assert_int_equal(found.rank, 2);
    assert_int_equal(found.n_filled, 2);
    assert_int_equal(found.n_missing, 0);
    assert_near(found.r_squared, 0.99579370102620135, 1e-14);
    assert_near(b[0], 1.06329154612664811, 1e-13);
    assert_near(b[1], 1.66226250649891383, 1e-13);
    assert_near(b[2], 0.20162704756234071, 1e-13);
    assert_near(y[2], 6.1307298846483258, 1e-13);
    assert_near(y[6], 5.5213883837174436, 1e-13);
    assert_near(y[0], 3.1, 0.0);
}

static void a_predictor_that_follows_from_others_does_no_harm(void **state)
{
    double y[] = {1.0, 2.0, 4.0, 4.5, 7.0, 6.0, gap};
    const double x[] = {1, 2, 3, 4, 5, 6, 7, 3, 5, 7, 9, 11, 13, 15, 8, 8, 8, 8, 8, 8, 8};
    double alone[] = {1.0, 2.0, 4.0, 4.5, 7.0, 6.0, gap};
    kernel_regression found;

    (void) state;
    (void) regress(alone, x, 7, 1, NULL);
    found = regress(y, x, 7, 3, NULL);
    assert_int_equal(found.rank, 1);
    assert_near(y[6], alone[6], 1e-13);
}

static void with_too_few_units_nothing_is_filled(void **state)
{
    double y[] = {1.0, 2.0, 3.0, gap}, b[3];
    const double x[] = {1, 2, 4, 3, 2, 1, 2, 3};
    const kernel_regression found = regress(y, x, 4, 2, b);

    (void) state;
    assert_int_equal(found.n_used, 3);
    assert_int_equal(found.n_filled, 0);
    assert_int_equal(found.n_missing, 1);
    assert_true(isnan(y[3]) && isnan(b[0]) && isnan(found.r_squared));
}

static void without_predictors_the_mean_is_filled_in(void **state)
{
    double y[] = {1.0, 4.0, gap, 4.0};
    const kernel_regression found = regress(y, NULL, 4, 0, NULL);

    (void) state;
    assert_int_equal(found.n_filled, 1);
    assert_near(y[2], 3.0, 1e-15);
    assert_near(found.r_squared, 0.0, 0.0);
}

static void a_constant_indicator_is_filled_with_the_constant(void **state)
{
    double y[] = {4.0, 4.0, gap, 4.0, 4.0}, b[2];
    const double x[] = {1, 2, 3, 4, 9};
    const kernel_regression found = regress(y, x, 5, 1, b);

    (void) state;
    assert_near(y[2], 4.0, 0.0);
    assert_near(b[1], 0.0, 0.0);
    assert_true(isnan(found.r_squared));
}

static void a_gap_in_a_predictor_leaves_the_gap(void **state)
{
    double y[] = {1.0, 2.0, 3.0, gap, gap};
    const double x[] = {1, 2, 3, 4, gap};
    const kernel_regression found = regress(y, x, 5, 1, NULL);

    (void) state;
    assert_near(y[3], 4.0, 1e-14);
    assert_true(isnan(y[4]));
    assert_int_equal(found.n_missing, 1);
}

static void regression_of_huge_values_does_not_overflow(void **state)
{
    double y[] = {1e300, 2e300, 3e300, gap, 5e300};
    const double x[] = {-1e300, 0.0, 1e300, 2e300, 3e300};

    (void) state;
    (void) regress(y, x, 5, 1, NULL);
    assert_near(y[3] / 1e300, 4.0, 1e-14);
}

/* By hand: scaled 0.5 and (turned) 0.75 of the second unit; mean 0.625 of the range 10 to 20. */
static void a_row_is_filled_on_the_scale_of_the_gap(void **state)
{
    const double x[] = {0.0, 2.0, 4.0, 1.0, 2.0, 5.0, 10.0, gap, 20.0, 7.0, 7.0, gap};
    const double directions[] = {1.0, -1.0, 1.0, 1.0};
    const kernel_block block = given_block(x, 3, 4);
    double out[12], scratch[12];

    (void) state;
    assert_int_equal(kernel_fill_by_row(&block, directions, kernel_mean_of, out, scratch), 0);
    assert_near(out[7], 16.25, 1e-14);
    assert_near(out[11], 7.0, 0.0); /* a constant indicator */
}

static void a_turned_indicator_is_filled_upside_down(void **state)
{
    const double x[] = {0.0, 3.0, 4.0, 10.0, gap, 20.0}, directions[] = {1.0, -1.0};
    const kernel_block block = given_block(x, 3, 2);
    double out[6], scratch[6];

    (void) state;
    (void) kernel_fill_by_row(&block, directions, kernel_median_of, out, scratch);
    assert_near(out[4], 12.5, 1e-14);
}

static void a_row_without_values_stays_missing(void **state)
{
    const double x[] = {1.0, 2.0, gap, 3.0, 1.0, gap, gap, gap, gap}, directions[] = {1.0, 1.0, 1.0};
    const kernel_block block = given_block(x, 3, 3);
    double out[9], scratch[9];

    (void) state;
    assert_int_equal(kernel_fill_by_row(&block, directions, kernel_mean_of, out, scratch), 5);
}

/* As in COINr, where the mean of no scaled values is missing. */
static void a_constant_indicator_is_not_filled_for_a_unit_that_has_nothing_else(void **state)
{
    const double x[] = {1.0, 2.0, gap, 7.0, 7.0, gap}, directions[] = {1.0, 1.0};
    const kernel_block block = given_block(x, 3, 2);
    double out[6], scratch[6];

    (void) state;
    assert_int_equal(kernel_fill_by_row(&block, directions, kernel_mean_of, out, scratch), 2);
    assert_true(isnan(out[2]) && isnan(out[5]));
}

/* COINr 1.1.14, Impute(impute_by = "row", group_level = 2): the eight pillars of the ASEM data. */
static void rows_are_filled_as_coinr_fills_them(void **state)
{
    static const char *const groups[][2] = {{"LPI", "Cov4G"}, {"Goods", "ForPort"}, {"Embs", "UNVote"},
        {"CostImpEx", "Visa"}, {"StMob", "Lang"}, {"Renew", "Forest"}, {"Poverty", "WomParl"}, {"PubDebt", "NEET"}};
    reference_table data, about, expected;

    (void) state;
    reference_open(&data, "coinr-asem/default/1_raw.csv");
    reference_open(&about, "coinr-asem/default/indicator_meta.csv");
    reference_open(&expected, "coinr-asem/impute/row_mean_level2.csv");
    for (size_t g = 0; g < sizeof groups / sizeof *groups; g++) {
        const size_t first = reference_column(&data, groups[g][0]), n = data.n_rows;
        const size_t other = reference_column(&expected, groups[g][0]);
        size_t m = 0;
        double *x = given_reference(&data, groups[g][0], groups[g][1], &m), *out = given_room(n * m), scratch[64];
        double directions[16];
        const kernel_block block = given_block(x, n, m);

        for (size_t j = 0; j < m; j++) {
            const char *code = data.cells[first + j];
            size_t row = 0;

            while (strcmp(reference_cell(&about, row, reference_column(&about, "iCode")), code) != 0)
                row++;
            directions[j] = given_figure(&about, row, "Direction");
        }
        assert_int_equal(kernel_fill_by_row(&block, directions, kernel_mean_of, out, scratch), 0);
        for (size_t j = 0; j < m; j++)
            for (size_t i = 0; i < n; i++)
                assert_as_reference(out[j * n + i], reference_number(&expected, i, other + j), 2e-15);
        free(x);
        free(out);
    }
    reference_close(&data);
    reference_close(&about);
    reference_close(&expected);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_gap_gets_the_mean_of_the_nearest),
        cmocka_unit_test(tied_donors_share_the_places_left),
        cmocka_unit_test(units_with_too_little_in_common_are_not_compared),
        cmocka_unit_test(filled_values_are_no_donors),
        cmocka_unit_test(without_donors_gaps_stay),
        cmocka_unit_test(nearest_of_huge_values_does_not_overflow),
        cmocka_unit_test(regression_is_that_of_r),
        cmocka_unit_test(a_predictor_that_follows_from_others_does_no_harm),
        cmocka_unit_test(with_too_few_units_nothing_is_filled),
        cmocka_unit_test(without_predictors_the_mean_is_filled_in),
        cmocka_unit_test(a_constant_indicator_is_filled_with_the_constant),
        cmocka_unit_test(a_gap_in_a_predictor_leaves_the_gap),
        cmocka_unit_test(regression_of_huge_values_does_not_overflow),
        cmocka_unit_test(a_row_is_filled_on_the_scale_of_the_gap),
        cmocka_unit_test(a_turned_indicator_is_filled_upside_down),
        cmocka_unit_test(a_row_without_values_stays_missing),
        cmocka_unit_test(a_constant_indicator_is_not_filled_for_a_unit_that_has_nothing_else),
        cmocka_unit_test(rows_are_filled_as_coinr_fills_them),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
