/* kernels/rank_search.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit/kernels/given.h"

#include "kernels/rank_search.h"
#include "kernels/smaa.h"
#include "unit/drawn.h"

enum { UNITS = 40, PILLARS = 8, DRAWS = 4000 };

typedef struct {
    size_t n, m;
    double least[UNITS * PILLARS], most[UNITS * PILLARS], low[PILLARS], high[PILLARS];
    double tie;
    size_t best[UNITS], worst[UNITS], best_reached[UNITS], worst_reached[UNITS];
} example;

static void draw_scores(example *e, size_t n, size_t m, uint64_t *seed)
{
    *e = (example){.n = n, .m = m};
    for (size_t k = 0; k < n * m; k++)
        e->least[k] = e->most[k] = 100.0 * drawn_share(seed);
    for (size_t j = 0; j < m; j++)
        e->high[j] = 1.0;
}

static void bind(example *e, double low, double high)
{
    for (size_t j = 0; j < e->m; j++) {
        e->low[j] = low;
        e->high[j] = high;
    }
}

static void solve(example *e, double effort)
{
    const size_t n = e->n, m = e->m;
    const kernel_rank_field field = {
        given_block(e->least, n, m), given_block(e->most, n, m), {e->low, e->high, m}, e->tie, NULL, 0};
    const kernel_rank_limits limits = {e->best, e->worst, e->best_reached, e->worst_reached};
    void *room = malloc(kernel_rank_search_room(n, m));
    double scratch[4 * UNITS + 5 * PILLARS];
    size_t order[PILLARS];

    assert_non_null(room);
    assert_true(kernel_box_tighten(e->low, e->high, m));
    kernel_rank_bounds(&field, e->best, e->worst, scratch, order);
    kernel_rank_reached(&field, NULL, e->best_reached, e->worst_reached, scratch, order);
    for (size_t i = 0; i < n; i++)
        (void) kernel_rank_search(&field, i, &limits, effort, room);
    free(room);
}

/* Limits that are reached. */
static void assert_ranks(const example *e, size_t unit, size_t best, size_t worst)
{
    assert_int_equal(e->best[unit], best);
    assert_int_equal(e->best_reached[unit], best);
    assert_int_equal(e->worst[unit], worst);
    assert_int_equal(e->worst_reached[unit], worst);
}

static double width(const example *e)
{
    double sum = 0.0;

    for (size_t i = 0; i < e->n; i++)
        sum += (double) (e->worst[i] - e->best[i]);
    return sum / (double) e->n;
}

/* B = (60, 40, 50), C = (40, 55, 55), D = (45, 64, 40) are above A = (50, 50, 50) where 10 w1 > 10 w2, where
 * 5 w2 + 5 w3 > 10 w1, where 14 w2 > 5 w1 + 10 w3. The first two make w3 > w1 > w2, where the third is false; C and D
 * are above at w2 = 1. */
static void rivals_that_exclude_each_other_are_not_counted_together(void **state)
{
    static const double scores[] = {50, 60, 40, 45, 50, 40, 55, 64, 50, 50, 55, 40};
    example e = {.n = 4, .m = 3};

    (void) state;
    memcpy(e.least, scores, sizeof scores);
    memcpy(e.most, scores, sizeof scores);
    bind(&e, 0.0, 1.0);
    solve(&e, 0.0);
    assert_int_equal(e.worst[0], 4);
    solve(&e, KERNEL_RANK_EFFORT);
    assert_int_equal(e.worst[0], 3);
    assert_int_equal(e.worst_reached[0], 3);
}

/* w1 > w2 puts B above A, w2 > w1 puts C above. At w1 = w2 all are equal: there A is first with the others, and never
 * are both above it. */
static void units_equal_at_the_same_weights_share_a_rank(void **state)
{
    static const double scores[] = {50, 60, 40, 50, 40, 60};
    example e = {.n = 3, .m = 2};

    (void) state;
    memcpy(e.least, scores, sizeof scores);
    memcpy(e.most, scores, sizeof scores);
    bind(&e, 0.0, 1.0);
    solve(&e, KERNEL_RANK_EFFORT);
    assert_ranks(&e, 0, 1, 2);
    assert_ranks(&e, 1, 1, 3);
    assert_ranks(&e, 2, 1, 3);
}

/* A mean is above another when it is greater by more than the tie: B exceeds A by 10 (w1 - w2), at most 1 within the
 * bounds. */
static void a_difference_up_to_the_tie_is_none(void **state)
{
    static const double scores[] = {50, 60, 50, 40};
    static const double ties[] = {0.85, 1.15};

    (void) state;
    for (size_t turn = 0; turn < 2; turn++) {
        example e = {.n = 2, .m = 2, .tie = ties[turn]};

        memcpy(e.least, scores, sizeof scores);
        memcpy(e.most, scores, sizeof scores);
        bind(&e, 0.45, 0.55);
        solve(&e, KERNEL_RANK_EFFORT);
        assert_ranks(&e, 0, 1, turn == 0 ? 2 : 1);
        assert_ranks(&e, 1, 1, turn == 0 ? 2 : 1);
    }
}

/* Four units at (4, 4, 0, 4), (4, 3, 0, 1), (3, 3, 0, 1), (2, 4, 0, 2): where the third weight is 1 all are equal,
 * and there alone the third unit, below the second wherever the first weight is above 0, and below the first, is
 * first. */
static void a_rank_had_at_one_corner_alone_counts(void **state)
{
    static const double scores[] = {4, 4, 3, 2, 4, 3, 3, 4, 0, 0, 0, 0, 4, 1, 1, 2};
    example e = {.n = 4, .m = 4};

    (void) state;
    memcpy(e.least, scores, sizeof scores);
    memcpy(e.most, scores, sizeof scores);
    bind(&e, 0.0, 1.0);
    solve(&e, KERNEL_RANK_EFFORT);
    assert_ranks(&e, 2, 1, 4);
    assert_ranks(&e, 0, 1, 1);
}

/* A and D are alike. B is above them where w1 > 1/2, C = (45, 65) where w1 < 3/4: both between. */
static void units_alike_do_not_count_as_above(void **state)
{
    static const double scores[] = {50, 60, 45, 50, 50, 40, 65, 50};
    example e = {.n = 4, .m = 2};

    (void) state;
    memcpy(e.least, scores, sizeof scores);
    memcpy(e.most, scores, sizeof scores);
    bind(&e, 0.0, 1.0);
    solve(&e, KERNEL_RANK_EFFORT);
    assert_int_equal(e.worst[0], 3);
    assert_int_equal(e.worst[3], 3);
    assert_int_equal(e.worst[1], 4);
    assert_int_equal(e.best[0], 2);
}

/* With three weights the cells tell the ranks exactly. Ranks at single points, where units are tied, the cells do not
 * have: the weights tried are corners, where a tie is had by chance alone, so drawn scores have none. */
static void the_ranks_are_those_of_the_cells(void **state)
{
    static example e;
    uint64_t seed = 91;

    (void) state;
    for (size_t turn = 0; turn < 4; turn++) {
        double b[UNITS * UNITS], central[UNITS * 3];
        size_t best[UNITS], worst[UNITS];
        kernel_smaa_result result = {.acceptability = b, .central = central, .best = best, .worst = worst};
        void *room = malloc(kernel_smaa_room(UNITS, 3));

        assert_non_null(room);
        draw_scores(&e, UNITS, 3, &seed);
        if (turn % 2 == 1)
            bind(&e, 0.2, 0.45);
        solve(&e, KERNEL_RANK_EFFORT);
        kernel_smaa_exact(&(kernel_smaa_problem){given_block(e.least, UNITS, 3), {e.low, e.high, 3}}, &result, room);
        for (size_t i = 0; i < UNITS; i++) {
            assert_int_equal(e.best[i], best[i]);
            assert_int_equal(e.worst[i], worst[i]);
            assert_int_equal(e.best_reached[i], best[i]);
            assert_int_equal(e.worst_reached[i], worst[i]);
        }
        free(room);
    }
}

/* Ranks by weights drawn within the bounds lie within the limits. */
static void check_draws(const example *e, size_t n_draws, uint64_t *seed)
{
    for (size_t t = 0; t < n_draws; t++) {
        double weights[PILLARS], mean[UNITS] = {0.0};

        drawn_weights(seed, e->low, e->high, e->m, weights);
        for (size_t j = 0; j < e->m; j++)
            for (size_t i = 0; i < e->n; i++)
                mean[i] += weights[j] * e->least[j * e->n + i];
        for (size_t i = 0; i < e->n; i++) {
            size_t rank = 1;

            for (size_t k = 0; k < e->n; k++)
                rank += mean[k] > mean[i] ? 1 : 0;
            assert_true(e->best[i] <= rank && rank <= e->worst[i]);
        }
    }
}

/* Forty units, eight pillars, weights within half of equal ones. */
static void limits_are_reached_and_no_drawn_rank_lies_outside(void **state)
{
    static example e;
    uint64_t seed = 75;

    (void) state;
    draw_scores(&e, UNITS, PILLARS, &seed);
    bind(&e, 0.5 / PILLARS, 1.5 / PILLARS);
    solve(&e, KERNEL_RANK_EFFORT);
    for (size_t i = 0; i < UNITS; i++) {
        assert_int_equal(e.best[i], e.best_reached[i]);
        assert_int_equal(e.worst[i], e.worst_reached[i]);
    }
    check_draws(&e, DRAWS, &seed);
}

/* A thousand of any size and bounds, with scores of which many are equal in every other one. */
static void no_drawn_rank_lies_outside_of_any_example(void **state)
{
    static example e;
    uint64_t seed = 77;

    (void) state;
    for (size_t round = 0; round < 1000; round++) {
        const size_t n = 2 + (size_t) (11.0 * drawn_share(&seed)), m = 2 + (size_t) (5.0 * drawn_share(&seed));
        const double box = 0.1 + 0.8 * drawn_share(&seed);

        draw_scores(&e, n, m, &seed);
        for (size_t k = 0; round % 2 == 1 && k < n * m; k++)
            e.least[k] = e.most[k] = 20.0 * floor(e.least[k] / 20.0);
        bind(&e, (1.0 - box) / (double) m, (1.0 + box) / (double) m);
        solve(&e, KERNEL_RANK_EFFORT);
        for (size_t i = 0; i < n; i++)
            assert_true(e.best[i] == e.best_reached[i] && e.worst[i] == e.worst_reached[i]);
        check_draws(&e, 20, &seed);
    }
}

/* What is known lies between the limits of pairs and the truth, however early a search is cut short. */
static void a_search_cut_short_leaves_a_limit(void **state)
{
    static example none, some, all;
    uint64_t seed = 92;

    (void) state;
    draw_scores(&all, UNITS, PILLARS, &seed);
    none = some = all;
    solve(&none, 0.0);
    solve(&some, 1e5); /* about 30 steps each */
    solve(&all, KERNEL_RANK_EFFORT);
    for (size_t i = 0; i < UNITS; i++) {
        assert_true(none.best[i] <= some.best[i] && some.best[i] <= all.best[i]);
        assert_true(none.worst[i] >= some.worst[i] && some.worst[i] >= all.worst[i]);
        assert_true(some.best[i] <= some.best_reached[i] && some.worst_reached[i] <= some.worst[i]);
        assert_int_equal(all.best[i], all.best_reached[i]);
        assert_int_equal(all.worst[i], all.worst_reached[i]);
    }
    assert_true(width(&none) > width(&some) && width(&some) > width(&all));
}

/* Scores that are not known: the limits hold for any of their values, drawn anew each time. */
static void limits_hold_whatever_the_scores_that_are_not_known(void **state)
{
    static example e;
    uint64_t seed = 93;

    (void) state;
    draw_scores(&e, UNITS, PILLARS, &seed);
    bind(&e, 0.5 / PILLARS, 1.5 / PILLARS);
    for (size_t i = 0; i < UNITS; i += 3)
        e.most[i % PILLARS * UNITS + i] += 15.0;
    solve(&e, KERNEL_RANK_EFFORT);
    for (size_t t = 0; t < DRAWS; t++) {
        double weights[PILLARS], mean[UNITS] = {0.0};

        drawn_weights(&seed, e.low, e.high, PILLARS, weights);
        for (size_t j = 0; j < PILLARS; j++)
            for (size_t i = 0; i < UNITS; i++) {
                const double low = e.least[j * UNITS + i], high = e.most[j * UNITS + i];

                mean[i] += weights[j] * (high > low ? low + (high - low) * drawn_share(&seed) : low);
            }
        for (size_t i = 0; i < UNITS; i++) {
            size_t rank = 1;

            for (size_t k = 0; k < UNITS; k++)
                rank += mean[k] > mean[i] ? 1 : 0;
            assert_true(e.best[i] <= rank && rank <= e.worst[i]);
        }
    }
}

static void no_unit_and_one_unit_are_all_right(void **state)
{
    example e = {.n = 0, .m = 2};

    (void) state;
    bind(&e, 0.0, 1.0);
    solve(&e, KERNEL_RANK_EFFORT);
    e.n = 1;
    solve(&e, KERNEL_RANK_EFFORT);
    assert_int_equal(e.best[0], 1);
    assert_int_equal(e.worst[0], 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rivals_that_exclude_each_other_are_not_counted_together),
        cmocka_unit_test(units_equal_at_the_same_weights_share_a_rank),
        cmocka_unit_test(a_difference_up_to_the_tie_is_none),
        cmocka_unit_test(a_rank_had_at_one_corner_alone_counts),
        cmocka_unit_test(units_alike_do_not_count_as_above),
        cmocka_unit_test(the_ranks_are_those_of_the_cells),
        cmocka_unit_test(limits_are_reached_and_no_drawn_rank_lies_outside),
        cmocka_unit_test(no_drawn_rank_lies_outside_of_any_example),
        cmocka_unit_test(a_search_cut_short_leaves_a_limit),
        cmocka_unit_test(limits_hold_whatever_the_scores_that_are_not_known),
        cmocka_unit_test(no_unit_and_one_unit_are_all_right),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
