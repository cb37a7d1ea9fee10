/* kernels/transform, kernels/rank, kernels/mean.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit/check.h"

#include <float.h>

#include "kernels/mean.h"
#include "kernels/rank.h"
#include "kernels/transform.h"

static const double gap = (double) NAN;

static void dividing_by_nothing_gives_nothing(void **state)
{
    double x[] = {10.0, 10.0, 10.0, gap, 10.0, 10.0};
    const double by[] = {2.0, 0.0, gap, 2.0, -4.0, 1e-320};

    (void) state;
    assert_int_equal(kernel_divide(x, 6, by, 1e5), 3);
    assert_near(x[0], 500000.0, 1e-9);
    assert_true(isnan(x[1]) && isnan(x[2]) && isnan(x[3]) && isnan(x[5]));
    assert_near(x[4], -250000.0, 1e-9);
}

static kernel_goalposts posts(double worst, double best, int logarithmic)
{
    return (kernel_goalposts){
        .worst = worst, .best = best, .logarithmic = logarithmic, .clip = 1, .lower = 0.0, .upper = 100.0};
}

static void goalposts_are_exact_at_the_posts(void **state)
{
    const double pairs[][2] = {{0.0, 95.0}, {20.0, 0.5}, {0.1, 0.7}, {-2.5, 2.5}, {1.0, 50000.0}, {1e-300, 1e300}};

    (void) state;
    for (size_t k = 0; k < 6; k++) {
        for (int logarithmic = 0; logarithmic < 2; logarithmic++) {
            kernel_goalposts p = posts(pairs[k][0], pairs[k][1], logarithmic);
            double x[2] = {pairs[k][0], pairs[k][1]};

            if (logarithmic && !(p.worst > 0.0))
                continue;
            p.lower = 0.1;
            p.upper = 0.7;
            kernel_goalpost_scores(x, 2, &p);
            assert_near(x[0], 0.1, 0.0);
            assert_near(x[1], 0.7, 0.0);
        }
    }
}

static void values_past_a_post_score_as_the_post(void **state)
{
    const kernel_goalposts p = posts(20.0, 0.5, 0);
    double x[] = {25.0, 0.0, gap, 10.25};

    (void) state;
    kernel_goalpost_scores(x, 4, &p);
    assert_near(x[0], 0.0, 0.0);
    assert_near(x[1], 100.0, 0.0);
    assert_true(isnan(x[2]));
    assert_near(x[3], 50.0, 1e-12);
}

static void without_clipping_the_line_goes_on(void **state)
{
    kernel_goalposts p = posts(0.0, 50.0, 0);
    double x[] = {-50.0, 100.0, 50.0};

    (void) state;
    p.clip = 0;
    kernel_goalpost_scores(x, 3, &p);
    assert_near(x[0], -100.0, 0.0);
    assert_near(x[1], 200.0, 0.0);
    assert_near(x[2], 100.0, 0.0);
}

static void on_a_log_scale_nothing_lies_past_the_smaller_post(void **state)
{
    const kernel_goalposts more = posts(1.0, 100.0, 1), less = posts(100.0, 1.0, 1);
    double x[] = {0.0, -5.0, gap}, y[] = {0.0, -5.0, gap};

    (void) state;
    kernel_goalpost_scores(x, 3, &more);
    kernel_goalpost_scores(y, 3, &less);
    assert_near(x[0], 0.0, 0.0);
    assert_near(x[1], 0.0, 0.0);
    assert_near(y[0], 100.0, 0.0);
    assert_near(y[1], 100.0, 0.0);
    assert_true(isnan(x[2]) && isnan(y[2]));
}

static void the_log_transform_is_that_of_the_coin_tool(void **state)
{
    double x[] = {1.0, gap, 10.0};

    (void) state;
    kernel_log_ct(x, 3, 1.0, 10.0);
    assert_near(x[0], log(0.09), 1e-15);
    assert_true(isnan(x[1]));
    assert_near(x[2], log(9.09), 1e-15);
}

static void tied_values_share_the_lowest_rank(void **state)
{
    const double x[] = {3.0, gap, 1.0, 3.0, 5.0, 1.0};
    double ranks[6], keys[6];
    size_t order[6];

    (void) state;
    kernel_rank_ascending(x, 6, ranks, keys, order);
    assert_near(ranks[2], 1.0, 0.0);
    assert_near(ranks[5], 1.0, 0.0);
    assert_near(ranks[0], 3.0, 0.0);
    assert_near(ranks[3], 3.0, 0.0);
    assert_near(ranks[4], 5.0, 0.0);
    assert_true(isnan(ranks[1]));
}

static void the_highest_score_ranks_first(void **state)
{
    const double x[] = {10.0, gap, 30.0, 20.0, 30.0};
    const unsigned char takes_part[] = {1, 1, 1, 0, 1};
    size_t ranks[5], order[5];
    double keys[5];

    (void) state;
    kernel_rank_scores(x, takes_part, 5, ranks, keys, order);
    assert_int_equal(ranks[2], 1);
    assert_int_equal(ranks[4], 1);
    assert_int_equal(ranks[0], 3);
    assert_int_equal(ranks[1], 0);
    assert_int_equal(ranks[3], 0);
}

static void float_noise_does_not_split_a_tie(void **state)
{
    const double x[] = {54.022988505747115, 54.02298850574713, 54.022988506747115};
    size_t ranks[3], order[3];
    double keys[3];

    (void) state;
    kernel_rank_scores(x, NULL, 3, ranks, keys, order);
    assert_int_equal(ranks[0], 2);
    assert_int_equal(ranks[1], 2);
    assert_int_equal(ranks[2], 1);
    kernel_rank_scores(x, NULL, 0, ranks, keys, order);
}

static void scores_of_any_size_are_ranked(void **state)
{
    const double x[] = {DBL_MAX, -DBL_MAX, 1e6, 999999.9999999999, 4.9e-324, 0.0};
    size_t ranks[6], order[6];
    double keys[6];

    (void) state;
    kernel_rank_scores(x, NULL, 6, ranks, keys, order);
    assert_int_equal(ranks[0], 1);
    assert_int_equal(ranks[1], 6);
    assert_int_equal(ranks[2], 2);
    assert_int_equal(ranks[3], 2); /* rounds to 1e6 */
    assert_int_equal(ranks[4], 4);
    assert_int_equal(ranks[5], 4);
}

/* Three children of four units, with other columns between them. */
static const double children[] = {10.0, 20.0, gap, gap, -1.0, -1.0, -1.0, -1.0, /**/
    40.0, gap, 30.0, gap, -1.0, -1.0, -1.0, -1.0, /**/ 90.0, 80.0, 70.0, gap};
static const double weights[] = {1.0, 2.0, 1.0};
static const kernel_columns columns = {.scores = children, .stride = 8, .n_children = 3, .n = 4, .weights = weights};

static void a_missing_score_drops_out_with_its_weight(void **state)
{
    double mean[4], weight[4];

    (void) state;
    kernel_arithmetic_means(&columns, mean, weight);
    assert_near(mean[0], 45.0, 1e-14);
    assert_near(mean[1], 50.0, 1e-14);
    assert_near(mean[2], 130.0 / 3.0, 1e-13);
    assert_true(isnan(mean[3]));
    assert_near(weight[0], 4.0, 0.0);
    assert_near(weight[1], 2.0, 0.0);
    assert_near(weight[3], 0.0, 0.0);
}

static void the_geometric_mean_multiplies(void **state)
{
    double mean[4], weight[4];

    (void) state;
    kernel_geometric_means(&columns, 0.0, mean, weight);
    assert_near(mean[0], pow(10.0 * 40.0 * 40.0 * 90.0, 0.25), 1e-12);
    assert_near(mean[1], 40.0, 1e-12);
    assert_true(isnan(mean[3]));
    kernel_geometric_means(&columns, 20.0, mean, weight);
    assert_near(mean[0], pow(20.0 * 40.0 * 40.0 * 90.0, 0.25), 1e-12);
}

static void counts_ignore_weights(void **state)
{
    double count[4];

    (void) state;
    kernel_counts(&columns, count);
    assert_true(count[0] == 3.0 && count[1] == 2.0 && count[2] == 2.0 && count[3] == 0.0);
}

static void a_share_that_is_just_enough_is_enough(void **state)
{
    double x[] = {1.0, 1.0};
    const double share[] = {0.1 + 0.2, 0.29};

    (void) state;
    kernel_require_share(x, 2, share, 0.6, 0.5);
    assert_near(x[0], 1.0, 0.0);
    assert_true(isnan(x[1]));
}

static void no_children_and_no_units_give_no_score(void **state)
{
    kernel_columns none = columns;
    double mean[4], weight[4];

    (void) state;
    none.n_children = 0;
    kernel_arithmetic_means(&none, mean, weight);
    assert_true(isnan(mean[0]) && isnan(mean[3]));
    none.n = 0;
    kernel_arithmetic_means(&none, mean, weight);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(dividing_by_nothing_gives_nothing),
        cmocka_unit_test(goalposts_are_exact_at_the_posts),
        cmocka_unit_test(values_past_a_post_score_as_the_post),
        cmocka_unit_test(without_clipping_the_line_goes_on),
        cmocka_unit_test(on_a_log_scale_nothing_lies_past_the_smaller_post),
        cmocka_unit_test(the_log_transform_is_that_of_the_coin_tool),
        cmocka_unit_test(tied_values_share_the_lowest_rank),
        cmocka_unit_test(the_highest_score_ranks_first),
        cmocka_unit_test(float_noise_does_not_split_a_tie),
        cmocka_unit_test(scores_of_any_size_are_ranked),
        cmocka_unit_test(a_missing_score_drops_out_with_its_weight),
        cmocka_unit_test(the_geometric_mean_multiplies),
        cmocka_unit_test(counts_ignore_weights),
        cmocka_unit_test(a_share_that_is_just_enough_is_enough),
        cmocka_unit_test(no_children_and_no_units_give_no_score),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
