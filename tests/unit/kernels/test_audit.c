/* kernels/reliability, kernels/describe, kernels/cluster.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit/kernels/given.h"

#include "kernels/cluster.h"
#include "kernels/describe.h"
#include "kernels/reliability.h"

static const double gap = NAN;

static double cronbach(const double *x, size_t n, size_t m)
{
    const kernel_block block = given_block(x, n, m);
    double *scratch = given_room(2 * n);
    const double alpha = kernel_cronbach(&block, scratch);

    free(scratch);
    return alpha;
}

/* By hand: variances 5/3 each, covariance 4/3: alpha = 2 (8/3) / 6. */
static void alpha_is_the_share_of_what_is_common(void **state)
{
    const double x[] = {1.0, 2.0, 3.0, 4.0, 2.0, 1.0, 3.0, 4.0};

    (void) state;
    assert_near(cronbach(x, 4, 2), 8.0 / 9.0, 1e-15);
}

/* By hand. Pairs over units 1 to 3: covariance 1; variances 5/3 over four and 1 over three units. */
static void alpha_takes_each_pair_over_the_units_that_have_both(void **state)
{
    const double x[] = {1.0, 2.0, 3.0, 4.0, 1.0, 2.0, 3.0, gap};

    (void) state;
    assert_near(cronbach(x, 4, 2), 2.0 * 2.0 / (8.0 / 3.0 + 2.0), 1e-15);
}

static void alpha_without_spread_or_pairs_is_missing(void **state)
{
    const double flat[] = {3.0, 3.0, 3.0, 5.0, 5.0, 5.0}, apart[] = {1.0, 2.0, gap, gap, gap, gap, 3.0, 4.0};

    (void) state;
    assert_true(isnan(cronbach(flat, 3, 2)));
    assert_true(isnan(cronbach(apart, 4, 2)));
    assert_true(isnan(cronbach(flat, 0, 2)));
    assert_true(isnan(cronbach(apart, 2, 1))); /* one indicator has no other to agree with */
}

static void alpha_of_huge_values_does_not_overflow(void **state)
{
    const double x[] = {1e300, 2e300, 4e300, 1e300, 2e300, 4e300};

    (void) state;
    assert_near(cronbach(x, 3, 2), 1.0, 1e-15);
}

/* COINr 1.1.14 get_cronbach(dset = "Raw"), pillar by pillar. */
static void alpha_of_the_pillars_is_that_of_coinr(void **state)
{
    static const char *const groups[][3] = {{"Physical", "LPI", "Cov4G"}, {"ConEcFin", "Goods", "ForPort"},
        {"Political", "Embs", "UNVote"}, {"Instit", "CostImpEx", "Visa"}, {"P2P", "StMob", "Lang"},
        {"Environ", "Renew", "Forest"}, {"Social", "Poverty", "WomParl"}, {"SusEcFin", "PubDebt", "NEET"}};
    reference_table data, expected;
    size_t compared = 0;

    (void) state;
    reference_open(&data, "coinr-asem/default/1_raw.csv");
    reference_open(&expected, "coinr-asem/analysis/cronbach.csv");
    for (size_t g = 0; g < sizeof groups / sizeof *groups; g++) {
        size_t m = 0;
        double *x = given_reference(&data, groups[g][1], groups[g][2], &m);

        for (size_t row = 0; row < expected.n_rows; row++) {
            if (strcmp(reference_cell(&expected, row, 0), "Raw") != 0 ||
                strcmp(reference_cell(&expected, row, 1), groups[g][0]) != 0 ||
                strcmp(reference_cell(&expected, row, 3), "pairwise.complete.obs") != 0)
                continue;
            assert_near(cronbach(x, data.n_rows, m), given_figure(&expected, row, "alpha"), 1e-14);
            compared++;
        }
        free(x);
    }
    assert_int_equal(compared, 8);
    reference_close(&data);
    reference_close(&expected);
}

static void a_column_is_described(void **state)
{
    const double x[] = {5.5, 1.0, gap, 2.5, 9.0, 9.0, 0.0};
    double scratch[7];
    const kernel_description d = kernel_describe(x, 7, scratch);

    (void) state;
    assert_int_equal(d.n, 7);
    assert_int_equal(d.shape.n, 6);
    assert_int_equal(d.n_non_zero, 5);
    assert_int_equal(d.n_unique, 5);
    assert_int_equal(d.n_same, 2);
    assert_near(d.least, 0.0, 0.0);
    assert_near(d.greatest, 9.0, 0.0);
    assert_near(d.median, 4.0, 0.0);
    assert_near(d.lower_quartile, 1.375, 0.0); /* R quantile(type = 7) */
    assert_near(d.upper_quartile, 8.125, 0.0);
}

static void nothing_is_described_as_nothing(void **state)
{
    double scratch[2];
    const kernel_description d = kernel_describe(&gap, 1, scratch);

    (void) state;
    assert_int_equal(d.n_unique, 0);
    assert_int_equal(d.n_same, 0);
    assert_true(isnan(d.median) && isnan(d.least) && isnan(d.lower_quartile) && isnan(d.shape.mean));
}

static void statistics_are_those_of_coinr(void **state)
{
    reference_table data, expected;
    double scratch[64];

    (void) state;
    reference_open(&data, "coinr-asem/default/1_raw.csv");
    reference_open(&expected, "coinr-asem/analysis/stats_raw.csv");
    for (size_t row = 0; row < expected.n_rows; row++) {
        const char *code = reference_cell(&expected, row, 0);
        size_t m = 0;
        double *x = given_reference(&data, code, code, &m);
        const kernel_description d = kernel_describe(x, data.n_rows, scratch);

        assert_near(d.least, given_figure(&expected, row, "Min"), 0.0);
        assert_near(d.greatest, given_figure(&expected, row, "Max"), 0.0);
        assert_as_reference(d.median, given_figure(&expected, row, "Median"), 1e-15);
        assert_as_reference(d.shape.mean, given_figure(&expected, row, "Mean"), 1e-15);
        assert_as_reference(d.shape.sd, given_figure(&expected, row, "Std"), 2e-15);
        assert_as_reference(d.shape.skewness, given_figure(&expected, row, "Skew"), 2e-14);
        assert_as_reference(d.shape.kurtosis, given_figure(&expected, row, "Kurt"), 2e-14);
        assert_int_equal(d.shape.n, (size_t) given_figure(&expected, row, "N.Avail"));
        assert_int_equal(d.n_non_zero, (size_t) given_figure(&expected, row, "N.NonZero"));
        assert_int_equal(d.n_unique, (size_t) given_figure(&expected, row, "N.Unique"));
        assert_int_equal(d.n_same, (size_t) given_figure(&expected, row, "N.Same"));
        free(x);
    }
    reference_close(&data);
    reference_close(&expected);
}

enum { POINTS = 8 };

static void make_distances(double *apart, double scale)
{
    static const double points[POINTS][2] = {
        {1, 2}, {1.5, 1.8}, {5, 8}, {8, 8}, {1, 0.6}, {9, 11}, {7.2, 7.7}, {2.1, 3.3}};

    for (size_t a = 0; a < POINTS; a++)
        for (size_t b = 0; b < POINTS; b++)
            apart[a * POINTS + b] = scale * hypot(points[a][0] - points[b][0], points[a][1] - points[b][1]);
}

/* R 4.2.2 hclust(dist(points), method). All three merge in the same order here. */
static void trees_are_those_of_r(void **state)
{
    static const double heights[3][POINTS - 1] = {
        {0.53851648071345037, 0.85440037453175288, 1.35000000000000009, 2.07798800871854716, 2.61018016555872601,
            3.97375562867029331, 9.02225509710092766},
        {0.53851648071345037, 0.85440037453175288, 1.39999999999999991, 2.91547594742264993, 3.0, 5.0,
            13.12097557348538146},
        {0.53851648071345037, 0.85440037453175288, 1.52861593170641341, 2.51958991372273378, 3.00721354967240995,
            4.70336758787431641, 17.93014221917941242}};
    static const size_t first[] = {0, 3, 4, 7, 2, 5, 11}, second[] = {1, 6, 8, 10, 9, 12, 13};
    static const size_t sizes[] = {2, 2, 3, 4, 3, 4, 8}, three[] = {0, 0, 1, 1, 0, 2, 1, 0};
    static const kernel_linkage linkages[] = {KERNEL_AVERAGE, KERNEL_COMPLETE, KERNEL_WARD};

    (void) state;
    for (size_t k = 0; k < 3; k++) {
        double apart[POINTS * POINTS];
        kernel_merge merges[POINTS - 1];
        size_t scratch[3 * POINTS], labels[POINTS];

        make_distances(apart, 1.0);
        kernel_cluster(apart, POINTS, linkages[k], merges, scratch);
        for (size_t step = 0; step < POINTS - 1; step++) {
            assert_near(merges[step].height, heights[k][step], 4e-15);
            assert_int_equal(merges[step].first, first[step]);
            assert_int_equal(merges[step].second, second[step]);
            assert_int_equal(merges[step].size, sizes[step]);
        }
        kernel_cluster_cut(merges, POINTS, 3, labels, scratch);
        for (size_t i = 0; i < POINTS; i++)
            assert_int_equal(labels[i], three[i]);
        kernel_cluster_cut(merges, POINTS, 1, labels, scratch);
        assert_int_equal(labels[5], 0);
        kernel_cluster_cut(merges, POINTS, POINTS, labels, scratch);
        assert_int_equal(labels[5], 5);
    }
}

static void trees_of_huge_distances_do_not_overflow(void **state)
{
    double apart[POINTS * POINTS];
    kernel_merge merges[POINTS - 1];
    size_t scratch[3 * POINTS];

    (void) state;
    make_distances(apart, 1e300);
    kernel_cluster(apart, POINTS, KERNEL_WARD, merges, scratch);
    assert_near(merges[POINTS - 2].height / 1e300, 17.93014221917941242, 1e-13);
}

/* Four points at the corners of a square: the first of equally close pairs is merged. */
static void ties_are_merged_in_order(void **state)
{
    double apart[16] = {0, 1, 2, 1, 1, 0, 1, 2, 2, 1, 0, 1, 1, 2, 1, 0};
    kernel_merge merges[3];
    size_t scratch[12];

    (void) state;
    kernel_cluster(apart, 4, KERNEL_COMPLETE, merges, scratch);
    assert_int_equal(merges[0].first, 0);
    assert_int_equal(merges[0].second, 1);
    assert_int_equal(merges[1].first, 2);
    assert_int_equal(merges[1].second, 3);
    assert_near(merges[2].height, 2.0, 0.0);
}

static void one_object_is_one_cluster(void **state)
{
    double apart[1] = {0.0};
    size_t labels[1] = {9}, scratch[3];

    (void) state;
    kernel_cluster(apart, 1, KERNEL_AVERAGE, NULL, scratch);
    kernel_cluster_cut(NULL, 1, 1, labels, scratch);
    assert_int_equal(labels[0], 0);
    kernel_cluster(NULL, 0, KERNEL_AVERAGE, NULL, scratch);
}

/* The same against merging by the definition, all pairs of members compared at every step. */
static void trees_agree_with_the_definition(void **state)
{
    enum { N = 40 };
    double apart[N * N], kept[N * N];
    size_t member[N], scratch[3 * N];
    kernel_merge merges[N - 1];
    unsigned random = 3;

    (void) state;
    for (size_t a = 0; a < N; a++)
        for (size_t b = 0; b <= a; b++) {
            random = random * 1664525U + 1013904223U;
            apart[a * N + b] = apart[b * N + a] = kept[a * N + b] = kept[b * N + a] =
                a == b ? 0.0 : random / 4294967296.0;
        }
    for (size_t i = 0; i < N; i++)
        member[i] = i;
    kernel_cluster(apart, N, KERNEL_AVERAGE, merges, scratch);
    for (size_t step = 0; step < N - 1; step++) {
        double best = INFINITY;
        size_t one = 0, other = 0;

        for (size_t a = 0; a < N; a++)
            for (size_t b = 0; b < N; b++) { /* clusters are named by their lowest member */
                double sum = 0.0, pairs = 0.0;

                if (member[a] != a || member[b] != b || a >= b)
                    continue;
                for (size_t i = 0; i < N; i++)
                    for (size_t j = 0; j < N; j++)
                        if (member[i] == a && member[j] == b) {
                            sum += kept[i * N + j];
                            pairs += 1.0;
                        }
                if (sum / pairs < best) {
                    best = sum / pairs;
                    one = a;
                    other = b;
                }
            }
        assert_near(merges[step].height, best, 1e-14);
        for (size_t i = 0; i < N; i++)
            member[i] = member[i] == other ? one : member[i];
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(alpha_is_the_share_of_what_is_common),
        cmocka_unit_test(alpha_takes_each_pair_over_the_units_that_have_both),
        cmocka_unit_test(alpha_without_spread_or_pairs_is_missing),
        cmocka_unit_test(alpha_of_huge_values_does_not_overflow),
        cmocka_unit_test(alpha_of_the_pillars_is_that_of_coinr),
        cmocka_unit_test(a_column_is_described),
        cmocka_unit_test(nothing_is_described_as_nothing),
        cmocka_unit_test(statistics_are_those_of_coinr),
        cmocka_unit_test(trees_are_those_of_r),
        cmocka_unit_test(trees_of_huge_distances_do_not_overflow),
        cmocka_unit_test(ties_are_merged_in_order),
        cmocka_unit_test(one_object_is_one_cluster),
        cmocka_unit_test(trees_agree_with_the_definition),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
