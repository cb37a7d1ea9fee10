/* kernels/association, kernels/significance.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit/kernels/given.h"

#include "kernels/association.h"
#include "kernels/significance.h"

static const double gap = NAN;

enum { LONGEST = 1500 };

static kernel_association associate(kernel_correlation_kind kind, const double *x, const double *y, size_t n)
{
    double *scratch = given_room(kernel_association_scratch(n));
    size_t *order = calloc(2 * n + 1, sizeof *order);
    kernel_association found;

    assert_non_null(order);
    found = kernel_associate(kind, x, y, n, scratch, order);
    free(scratch);
    free(order);
    return found;
}

/* Expected figures in this file: R 4.2.2 cor.test(x, y, method = ...). */
static void with_ties_and_gaps_all_three_are_those_of_r(void **state)
{
    const double x[] = {1.5, 2.5, 2.5, 4, gap, 6, 7, 7, 7, 10, 11.2, 3},
                 y[] = {2, 1, 4, 4, 5, 6, 5, gap, 9, 8, 12, 4};
    const kernel_association pearson = associate(KERNEL_PEARSON, x, y, 12);
    const kernel_association spearman = associate(KERNEL_SPEARMAN, x, y, 12);
    const kernel_association kendall = associate(KERNEL_KENDALL, x, y, 12);

    (void) state;
    assert_near(pearson.r, 0.9083185448869407486, 4e-16);
    assert_near(pearson.p / 0.0002763787775993937, 1.0, 1e-12);
    assert_near(spearman.r, 0.91977061003223459235, 3e-16);
    assert_near(spearman.p / 0.00016438962288454353, 1.0, 1e-12);
    assert_near(kendall.r, 0.8000553690695199061, 3e-16);
    assert_near(kendall.p / 0.0018665615777654653, 1.0, 1e-12);
    assert_int_equal(kendall.n, 10);
    assert_false(spearman.exact || kendall.exact);
}

static void small_samples_without_ties_have_exact_p(void **state)
{
    const double x[] = {3, 1, 4, 2, 7, 5, 6, 9, 8}, y[] = {2.5, 1.5, 3, 4, 8, 5, 9, 7, 6};
    const kernel_association spearman = associate(KERNEL_SPEARMAN, x, y, 9);
    const kernel_association kendall = associate(KERNEL_KENDALL, x, y, 9);

    (void) state;
    assert_true(spearman.exact && kendall.exact);
    assert_near(spearman.r, 0.8, 2e-16);
    assert_near(spearman.p, 0.013828262786596121, 1e-16);
    assert_near(kendall.r, 0.611111111111111271, 3e-16);
    assert_near(kendall.p, 0.024740961199294587, 2e-16);
}

static void twelve_values_take_the_series_for_spearman(void **state)
{
    const double x[] = {3, 1, 4, 2, 7, 5, 6, 9, 8, 11, 10, 12}, y[] = {2.5, 11, 3, 4, 8, 5, 9, 7, 6, 1, 12, 10};
    const kernel_association spearman = associate(KERNEL_SPEARMAN, x, y, 12);
    const kernel_association kendall = associate(KERNEL_KENDALL, x, y, 12);

    (void) state;
    assert_false(spearman.exact);
    assert_near(spearman.r, 0.18881118881118883, 2e-16);
    assert_near(spearman.p, 0.55782777508833803, 1e-14);
    assert_near(kendall.r, 0.18181818181818182, 2e-16);
    assert_near(kendall.p, 0.45902395733124890, 1e-15);
}

/* x and y for the samples below, as they were given to R. */
static void make(double *x, double *y, size_t n, unsigned modulus_x, unsigned modulus_y, double slope)
{
    for (size_t i = 0; i < n; i++) {
        x[i] = (double) (i * 37 % modulus_x);
        y[i] = (double) ((i * i * 7 + 3 * i) % modulus_y) + (double) i / 1000.0 + slope * x[i];
    }
}

static void sixty_values_are_those_of_r(void **state)
{
    double x[60], y[60];
    kernel_association found;

    (void) state;
    make(x, y, 60, 61, 127, 0.0);
    found = associate(KERNEL_PEARSON, x, y, 60);
    assert_near(found.r, 0.11051203189978047, 2e-16);
    assert_near(found.p, 0.40057527012659799, 1e-14);
    found = associate(KERNEL_SPEARMAN, x, y, 60);
    assert_near(found.r, 0.10402889691580997, 2e-16);
    assert_near(found.p, 0.42793772620261195, 1e-14);
    found = associate(KERNEL_KENDALL, x, y, 60);
    assert_near(found.r, 0.076836158192090401, 2e-16);
    assert_near(found.p, 0.385723860298707977, 1e-14);
}

/* R's 1 - P loses digits: 3.0868663e-10. Its series for Spearman runs below 0 and is printed as 0; ours falls back on
 * t. */
static void far_out_in_the_tail_p_is_small_but_not_zero(void **state)
{
    double x[49], y[49];
    kernel_association found;

    (void) state;
    make(x, y, 49, 61, 127, 2.0);
    found = associate(KERNEL_KENDALL, x, y, 49);
    assert_near(found.r, 0.57993197278911568, 2e-16);
    assert_near(found.p / 3.0868663181138345e-10, 1.0, 1e-5);
    assert_true(found.exact);
    found = associate(KERNEL_SPEARMAN, x, y, 49);
    assert_near(found.r, 0.77010204081632638, 2e-16);
    assert_true(found.p > 0.0 && found.p < 1e-9);
    assert_near(kernel_pearson_p(0.9999, 100) / 4.5151008073611473e-183, 1.0, 1e-10);
}

static void long_columns_are_those_of_r(void **state)
{
    static double x[LONGEST], y[LONGEST];
    kernel_association found;

    (void) state;
    make(x, y, LONGEST, 1511, 1277, 0.05);
    found = associate(KERNEL_SPEARMAN, x, y, LONGEST);
    assert_near(found.r, 0.043741962590865116, 1e-15);
    assert_near(found.p, 0.090357064987313343, 1e-13);
    found = associate(KERNEL_KENDALL, x, y, LONGEST);
    assert_near(found.r, 0.029353804471341342, 1e-15);
    assert_near(found.p, 0.088509356408932358, 1e-13);
}

static void kendall_counts_pairs_as_the_definition_does(void **state)
{
    double x[100], y[100], lead = 0.0, in_x = 0.0, in_y = 0.0;
    kernel_association found;

    (void) state;
    for (size_t i = 0; i < 100; i++) {
        x[i] = (double) (i * 37 % 11);
        y[i] = (double) (i * i % 7);
    }
    for (size_t i = 0; i < 100; i++) {
        for (size_t j = 0; j < i; j++) {
            const double a = x[i] - x[j], b = y[i] - y[j];

            lead += a * b > 0.0 ? 1.0 : a * b < 0.0 ? -1.0 : 0.0;
            in_x += a == 0.0 ? 1.0 : 0.0;
            in_y += b == 0.0 ? 1.0 : 0.0;
        }
    }
    found = associate(KERNEL_KENDALL, x, y, 100);
    assert_near(found.r, lead / sqrt((4950.0 - in_x) * (4950.0 - in_y)), 1e-15);
}

static void tiny_samples_have_the_p_of_all_their_orders(void **state)
{
    static const double spearman[] = {1.0, 0.91666666666666663, 1.0, 0.80277777777777781};
    static const double kendall[] = {1.0, 1.0, 0.81666666666666665, 0.46944444444444455};
    const double x[] = {1, 2, 3, 4, 5, 6};

    (void) state;
    for (size_t n = 3; n <= 6; n++) {
        double y[6];

        for (size_t i = 0; i < n; i++)
            y[i] = (double) ((i + 1) % n + 1); /* 2, 3 .. n, 1 */
        assert_near(associate(KERNEL_SPEARMAN, x, y, n).p, spearman[n - 3], 1e-15);
        assert_near(associate(KERNEL_KENDALL, x, y, n).p, kendall[n - 3], 1e-15);
    }
}

static void perfect_agreement_is_one(void **state)
{
    const double x[] = {1.0, 2.0, 5.0, 9.0}, y[] = {1.0, 4.0, 5.0, 1e300};

    (void) state;
    assert_near(associate(KERNEL_SPEARMAN, x, y, 4).r, 1.0, 2e-16);
    assert_near(associate(KERNEL_KENDALL, x, y, 4).r, 1.0, 0.0);
    assert_near(associate(KERNEL_KENDALL, x, y, 4).p, 2.0 / 24.0, 1e-16);
    assert_near(associate(KERNEL_SPEARMAN, x, y, 4).p, 2.0 / 24.0, 1e-16);
    assert_near(associate(KERNEL_PEARSON, x, x, 4).p, 0.0, 1e-7);
}

static void too_few_or_constant_values_have_no_correlation(void **state)
{
    static const kernel_correlation_kind kinds[] = {KERNEL_PEARSON, KERNEL_SPEARMAN, KERNEL_KENDALL};
    const double x[] = {1.0, 2.0, gap, 4.0}, y[] = {3.0, gap, 1.0, 5.0}, flat[] = {2.0, 2.0, 2.0, 2.0};

    (void) state;
    for (size_t k = 0; k < 3; k++) {
        assert_true(isnan(associate(kinds[k], x, y, 4).r));
        assert_true(isnan(associate(kinds[k], x, y, 4).p));
        assert_int_equal(associate(kinds[k], x, y, 4).n, 2);
        assert_true(isnan(associate(kinds[k], x, flat, 4).r));
        assert_true(isnan(associate(kinds[k], x, flat, 4).p));
        assert_true(isnan(associate(kinds[k], x, y, 0).r));
    }
}

static void ranks_of_ties_are_means_of_places(void **state)
{
    const double x[] = {5.0, 1.0, 5.0, 3.0, 5.0};
    double ranks[5];
    size_t order[5];

    (void) state;
    kernel_average_ranks(x, 5, ranks, order);
    assert_near(ranks[0], 4.0, 0.0);
    assert_near(ranks[1], 1.0, 0.0);
    assert_near(ranks[3], 2.0, 0.0);
    assert_near(ranks[4], 4.0, 0.0);
}

static void compare_all(kernel_correlation_kind kind, const char *r_name, const char *p_name)
{
    reference_table data, expected;
    double *x = NULL, *r = NULL, *p = NULL, *scratch = NULL;
    size_t m = 0, first = 0, *order = NULL;

    reference_open(&data, "coinr-asem/default/1_raw.csv");
    first = reference_column(&data, "LPI");
    x = given_reference(&data, "LPI", "NEET", &m);
    r = given_room(m * m);
    p = given_room(m * m);
    scratch = given_room(kernel_association_scratch(data.n_rows));
    order = calloc(2 * data.n_rows, sizeof *order);
    assert_non_null(order);
    const kernel_block block = given_block(x, data.n_rows, m);

    kernel_associations(kind, &block, r, p, NULL, scratch, order);
    reference_open(&expected, r_name);
    for (size_t row = 0; row < expected.n_rows; row++) {
        const size_t a = reference_column(&data, reference_cell(&expected, row, 0)) - first;
        const size_t b = reference_column(&data, reference_cell(&expected, row, 1)) - first;

        assert_near(r[a * m + b], reference_number(&expected, row, 2), 2e-14);
    }
    reference_close(&expected);
    if (p_name != NULL) {
        reference_open(&expected, p_name);
        for (size_t row = 0; row < m; row++) {
            const size_t a = reference_column(&data, reference_cell(&expected, row, 0)) - first;

            for (size_t column = 1; column <= m; column++) {
                const size_t b = reference_column(&data, expected.cells[column]) - first;
                const double figure = reference_number(&expected, row, column);

                assert_near(p[a * m + b], figure, 1e-11 * figure);
            }
        }
        reference_close(&expected);
    }
    free(x);
    free(r);
    free(p);
    free(scratch);
    free(order);
    reference_close(&data);
}

static void all_pearson_correlations_and_their_p_are_those_of_coinr(void **state)
{
    (void) state;
    compare_all(
        KERNEL_PEARSON, "coinr-asem/analysis/corr_raw_pearson.csv", "coinr-asem/analysis/pvalues_raw_pearson.csv");
}

static void all_spearman_correlations_are_those_of_coinr(void **state)
{
    (void) state;
    compare_all(KERNEL_SPEARMAN, "coinr-asem/analysis/corr_raw_spearman.csv", NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(with_ties_and_gaps_all_three_are_those_of_r),
        cmocka_unit_test(small_samples_without_ties_have_exact_p),
        cmocka_unit_test(twelve_values_take_the_series_for_spearman),
        cmocka_unit_test(sixty_values_are_those_of_r),
        cmocka_unit_test(far_out_in_the_tail_p_is_small_but_not_zero),
        cmocka_unit_test(long_columns_are_those_of_r),
        cmocka_unit_test(kendall_counts_pairs_as_the_definition_does),
        cmocka_unit_test(tiny_samples_have_the_p_of_all_their_orders),
        cmocka_unit_test(perfect_agreement_is_one),
        cmocka_unit_test(too_few_or_constant_values_have_no_correlation),
        cmocka_unit_test(ranks_of_ties_are_means_of_places),
        cmocka_unit_test(all_pearson_correlations_and_their_p_are_those_of_coinr),
        cmocka_unit_test(all_spearman_correlations_are_those_of_coinr),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
