/* kernels/box, kernels/rank_bounds.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit/kernels/given.h"

#include "kernels/rank_bounds.h"
#include "unit/drawn.h"

enum { UNITS = 40, PILLARS = 8, DRAWS = 4000 };

static void bounds_are_narrowed_to_what_the_sum_leaves(void **state)
{
    double low[] = {0.5, 0.0, 0.1}, high[] = {1.0, 0.2, 1.0};

    (void) state;
    assert_true(kernel_box_tighten(low, high, 3));
    assert_near(low[0], 0.5, 0.0);
    assert_near(high[0], 0.9, 1e-15);
    assert_near(low[1], 0.0, 0.0);
    assert_near(high[1], 0.2, 1e-15);
    assert_near(low[2], 0.1, 0.0);
    assert_near(high[2], 0.5, 1e-15);
}

static void bounds_that_no_weights_fit_are_refused(void **state)
{
    double much[] = {0.6, 0.5}, one[] = {1.0, 1.0}, none[] = {0.0, 0.0}, little[] = {0.3, 0.6};
    double low[] = {0.7, 0.0}, high[] = {0.6, 1.0}, tenths[] = {0.1, 0.2, 0.7}, all[] = {1.0, 1.0, 1.0};

    (void) state;
    assert_false(kernel_box_tighten(much, one, 2));
    assert_false(kernel_box_tighten(none, little, 2));
    assert_false(kernel_box_tighten(low, high, 2));
    assert_true(kernel_box_tighten(tenths, all, 3)); /* 0.1 + 0.2 + 0.7 is above 1 in doubles */
    for (size_t j = 0; j < 3; j++)
        assert_near(all[j], tenths[j], 0.0);
}

/* By hand: floor 0.1 * 8 + 0.2 * 2 + 0.1 * 5 = 1.7, spare 0.6: 0.5 to the 2 and 0.1 to the 5, or 0.4 to the 8 and
 * 0.2 to the 5. */
static void the_spare_weight_goes_to_the_smallest_first(void **state)
{
    const double d[] = {8.0, 2.0, 5.0}, low[] = {0.1, 0.2, 0.1}, high[] = {0.5, 0.7, 0.9};
    const kernel_box box = {low, high, 3};
    double least, greatest, weights[3];
    size_t order[3];

    (void) state;
    kernel_box_range(&box, d, order, &least, &greatest);
    assert_near(least, 1.7 + 1.0 + 0.5, 1e-15);
    assert_near(greatest, 1.7 + 3.2 + 1.0, 1e-15);
    kernel_box_least_at(&box, d, order, weights);
    assert_near(weights[0], 0.1, 1e-15);
    assert_near(weights[1], 0.7, 1e-15);
    assert_near(weights[2], 0.2, 1e-15);
}

/* Many weights are sorted by another way than a few. */
static void the_range_holds_for_many_weights_too(void **state)
{
    enum { M = 60 };
    double d[M], low[M], high[M], least, greatest;
    const kernel_box box = {low, high, M};
    size_t order[M];

    (void) state;
    for (size_t j = 0; j < M; j++) {
        d[j] = (double) ((j * 37) % M); /* 0 .. 59, each once */
        low[j] = 0.01;
        high[j] = 0.11;
    }
    kernel_box_range(&box, d, order, &least, &greatest);
    assert_near(least, 0.01 * 1770.0 + 0.1 * (0 + 1 + 2 + 3), 1e-12);
    assert_near(greatest, 0.01 * 1770.0 + 0.1 * (59 + 58 + 57 + 56), 1e-12);
}

/* Weights 1 to 3 on 10 and on 20: the mean lies between (30 + 20) / 4 and (10 + 60) / 4. */
static void the_mean_of_what_is_there_has_its_own_range(void **state)
{
    const double scores[] = {20.0, (double) NAN, 10.0}, low[] = {0.1, 0.2, 0.1}, high[] = {0.3, 0.3, 0.3};
    const double zero[] = {0.0, 0.0, 0.0};
    const kernel_box box = {low, high, 3}, open = {zero, high, 3};
    double least, greatest;
    size_t order[3];

    (void) state;
    kernel_box_mean_range(scores, &box, order, &least, &greatest);
    assert_near(least, 12.5, 1e-14);
    assert_near(greatest, 17.5, 1e-14);
    kernel_box_mean_range(scores, &open, order, &least, &greatest);
    assert_near(least, 10.0, 0.0);
    assert_near(greatest, 20.0, 0.0);
}

/* ---- ranks ---- */

typedef struct {
    double least[UNITS * PILLARS], most[UNITS * PILLARS], low[PILLARS], high[PILLARS];
    int with_gaps;
    size_t best[UNITS], worst[UNITS], best_reached[UNITS], worst_reached[UNITS];
    kernel_rank_field field;
} example;

static void solve(example *e, size_t n, size_t m)
{
    double scratch[4 * UNITS + 5 * PILLARS];
    size_t order[PILLARS];

    assert_true(kernel_box_tighten(e->low, e->high, m));
    e->field = (kernel_rank_field){
        given_block(e->least, n, m), given_block(e->most, n, m), {e->low, e->high, m}, 0.0, NULL, 0};
    kernel_rank_bounds(&e->field, e->best, e->worst, scratch, order);
    kernel_rank_reached(&e->field, NULL, e->best_reached, e->worst_reached, scratch, order);
    for (size_t i = 0; i < n; i++) {
        assert_true(e->best[i] <= e->best_reached[i]);
        /* where every score is known, both are ranks that the unit has somewhere */
        assert_true(e->best_reached[i] <= e->worst_reached[i] || e->with_gaps);
        assert_true(e->worst_reached[i] <= e->worst[i]);
    }
}

/* Weights of two pillars between 0.4 and 0.6. A = (60, 40): 48 to 52; B = (40, 60): the same; C = (47, 47): under
 * both always; D = (53, 53): over both; E = (60, 40) again. */
/* By hand: 8 and 5 at their upper bounds and 2 at its lower one give (0.4 8 + 0.6 5 + 0.1 2) / 1.1; with 8 alone it
 * is (3.2 + 1 + 0.2) / 0.7, which is more. */
static void the_greatest_mean_has_its_weights(void **state)
{
    const double d[] = {8.0, 2.0, 5.0}, low[] = {0.1, 0.1, 0.2}, high[] = {0.4, 0.5, 0.6};
    const double turned[] = {-8.0, -2.0, -5.0};
    const kernel_box box = {low, high, 3};
    size_t order[3];
    double weights[3], least = 0.0, greatest = 0.0;

    (void) state;
    assert_near(kernel_box_mean_greatest_at(&box, d, order, weights), 4.4 / 0.7, 1e-12);
    assert_near(weights[0], 0.4, 0.0);
    assert_near(weights[1], 0.1, 0.0);
    assert_near(weights[2], 0.2, 0.0);
    kernel_box_mean_range(d, &box, order, &least, &greatest);
    assert_near(greatest, 4.4 / 0.7, 1e-12);
    assert_near(-kernel_box_mean_greatest_at(&box, turned, order, weights), least, 1e-12);
    assert_near(weights[1], 0.5, 0.0);
}

static void ranks_are_limited_by_who_is_always_above(void **state)
{
    static const double scores[] = {60, 40, 47, 53, 60, 40, 60, 47, 53, 40};
    static const size_t best[] = {2, 2, 5, 1, 2}, worst[] = {3, 4, 5, 1, 3};
    static example e;

    (void) state;
    memcpy(e.least, scores, sizeof scores);
    memcpy(e.most, scores, sizeof scores);
    e.low[0] = e.low[1] = 0.4;
    e.high[0] = e.high[1] = 0.6;
    solve(&e, 5, 2);
    for (size_t i = 0; i < 5; i++) {
        assert_int_equal(e.best[i], best[i]);
        assert_int_equal(e.worst[i], worst[i]);
        assert_int_equal(e.best_reached[i], best[i]);
        assert_int_equal(e.worst_reached[i], worst[i]);
    }
}

/* Each of B and C can be above A, but not both at once: w1 > w2 puts B above, w2 > w1 puts C above. */
static void limits_need_not_be_reached(void **state)
{
    static const double scores[] = {50, 60, 40, 50, 40, 60};
    static example e;

    (void) state;
    memcpy(e.least, scores, sizeof scores);
    memcpy(e.most, scores, sizeof scores);
    e.high[0] = e.high[1] = 1.0;
    solve(&e, 3, 2);
    assert_int_equal(e.best[0], 1);
    assert_int_equal(e.worst[0], 3);
    assert_int_equal(e.worst_reached[0], 2);
}

/* A score between 30 and 70 beside a sure 50. */
static void a_score_that_is_not_known_widens_the_limits(void **state)
{
    static const double least[] = {50, 55, 50, 30}, most[] = {50, 55, 50, 70};
    static example e;

    (void) state;
    memcpy(e.least, least, sizeof least);
    memcpy(e.most, most, sizeof most);
    e.low[0] = e.low[1] = e.high[0] = e.high[1] = 0.5;
    e.with_gaps = 1;
    solve(&e, 2, 2);
    assert_int_equal(e.best[0], 1);
    assert_int_equal(e.worst[0], 2);
    assert_int_equal(e.best_reached[0], 2); /* nothing is claimed that the missing score could deny */
    assert_int_equal(e.worst_reached[0], 1);
}

static void no_unit_and_one_unit_are_all_right(void **state)
{
    static example e;

    (void) state;
    e.high[0] = 1.0;
    solve(&e, 0, 1);
    solve(&e, 1, 1);
    assert_int_equal(e.best[0], 1);
    assert_int_equal(e.worst[0], 1);
}

static void assert_within_limits(const example *e, const double *mean)
{
    for (size_t i = 0; i < UNITS; i++) {
        size_t rank = 1;

        for (size_t k = 0; k < UNITS; k++)
            rank += mean[k] > mean[i] ? 1 : 0;
        assert_true(e->best[i] <= rank && rank <= e->worst[i]);
    }
}

/* Forty units, eight pillars, weights within half of equal ones: no drawn rank lies outside, and what is said to be
 * reached is not far from what draws find. */
static void no_drawn_rank_lies_outside(void **state)
{
    static example e;
    double width = 0.0, reached = 0.0;
    uint64_t seed = 75;

    (void) state;
    for (size_t k = 0; k < (size_t) UNITS * PILLARS; k++)
        e.least[k] = e.most[k] = 100.0 * drawn_share(&seed);
    for (size_t j = 0; j < PILLARS; j++) {
        e.low[j] = 0.5 / PILLARS;
        e.high[j] = 1.5 / PILLARS;
    }
    solve(&e, UNITS, PILLARS);
    for (size_t t = 0; t < DRAWS; t++) {
        double weights[PILLARS], mean[UNITS] = {0.0};

        drawn_weights(&seed, e.low, e.high, PILLARS, weights);
        for (size_t j = 0; j < PILLARS; j++)
            for (size_t i = 0; i < UNITS; i++)
                mean[i] += weights[j] * e.least[j * UNITS + i];
        assert_within_limits(&e, mean);
    }
    for (size_t i = 0; i < UNITS; i++) {
        width += (double) (e.worst[i] - e.best[i]) / UNITS;
        reached += (double) (e.worst_reached[i] - e.best_reached[i]) / UNITS;
    }
    assert_true(width < UNITS - 1); /* the limits say something */
    assert_true(reached > width / 2.0);
}

/* Take two of eight pillars from every fourth unit; each gap stands for every mean that the rest can have. */
static void make_gaps(example *e, double *scores)
{
    const kernel_box box = {e->low, e->high, PILLARS};

    for (size_t i = 0; i < UNITS; i++) {
        double row[PILLARS], least, most;
        size_t order[PILLARS];

        for (size_t j = 0; j < PILLARS; j++)
            row[j] = i % 4 == 0 && (j == i % 8 || j == (i / 4) % 3 + 1) ? (double) NAN : scores[j * UNITS + i];
        kernel_box_mean_range(row, &box, order, &least, &most);
        for (size_t j = 0; j < PILLARS; j++) {
            scores[j * UNITS + i] = row[j];
            e->least[j * UNITS + i] = isnan(row[j]) ? least : row[j];
            e->most[j * UNITS + i] = isnan(row[j]) ? most : row[j];
        }
    }
}

/* The mean of a unit with gaps is that of the rest, renormalised. */
static void no_rank_with_gaps_lies_outside(void **state)
{
    static example e;
    static double scores[UNITS * PILLARS];
    uint64_t seed = 76;

    (void) state;
    e.with_gaps = 1;
    for (size_t k = 0; k < (size_t) UNITS * PILLARS; k++)
        scores[k] = 30.0 + 40.0 * drawn_share(&seed);
    for (size_t j = 0; j < PILLARS; j++) {
        e.low[j] = 0.75 / PILLARS;
        e.high[j] = 1.25 / PILLARS;
    }
    make_gaps(&e, scores);
    solve(&e, UNITS, PILLARS);
    for (size_t t = 0; t < DRAWS; t++) {
        double weights[PILLARS], mean[UNITS], weight[UNITS];
        const kernel_columns columns = given_columns(scores, UNITS, PILLARS, weights);

        drawn_weights(&seed, e.low, e.high, PILLARS, weights);
        kernel_arithmetic_means(&columns, mean, weight);
        assert_within_limits(&e, mean);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bounds_are_narrowed_to_what_the_sum_leaves),
        cmocka_unit_test(bounds_that_no_weights_fit_are_refused),
        cmocka_unit_test(the_spare_weight_goes_to_the_smallest_first),
        cmocka_unit_test(the_range_holds_for_many_weights_too),
        cmocka_unit_test(the_mean_of_what_is_there_has_its_own_range),
        cmocka_unit_test(the_greatest_mean_has_its_weights),
        cmocka_unit_test(ranks_are_limited_by_who_is_always_above),
        cmocka_unit_test(limits_need_not_be_reached),
        cmocka_unit_test(a_score_that_is_not_known_widens_the_limits),
        cmocka_unit_test(no_unit_and_one_unit_are_all_right),
        cmocka_unit_test(no_drawn_rank_lies_outside),
        cmocka_unit_test(no_rank_with_gaps_lies_outside),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
