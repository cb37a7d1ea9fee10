/* kernels/rank_gaps, and kernels/rank_search with gaps.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit/kernels/given.h"

#include "kernels/rank_gaps.h"
#include "kernels/rank_search.h"
#include "unit/drawn.h"

enum { UNITS = 24, WEIGHTS = 6, DRAWS = 2000, ROOM = 6 * WEIGHTS + 3 * WEIGHTS * WEIGHTS };

/* Scores of six elements, the first three under one node and the last three under another. Every third unit lacks one
 * of the first node, every fourth the whole of the second: NaN. */
typedef struct {
    double scores[UNITS * WEIGHTS], least[UNITS * WEIGHTS], most[UNITS * WEIGHTS], low[WEIGHTS], high[WEIGHTS];
    unsigned char from[UNITS * WEIGHTS * WEIGHTS];
    kernel_rank_gap gaps[UNITS * WEIGHTS];
    kernel_rank_field field;
    uint64_t seed;
} example;

static void list_gap(example *e, size_t unit, size_t element)
{
    kernel_rank_gap *gap = &e->gaps[e->field.n_gaps];
    unsigned char *from = e->from + e->field.n_gaps * WEIGHTS;
    double row[WEIGHTS], low = (double) INFINITY, high = -(double) INFINITY;
    const size_t first = element < 3 ? 0 : 3;
    size_t n = 0;

    for (size_t j = first; j < first + 3; j++)
        n += isnan(e->scores[j * UNITS + unit]) ? 0 : 1;
    for (size_t j = 0; j < WEIGHTS; j++) {
        const double x = e->scores[j * UNITS + unit];

        /* of its siblings; where there are none, of the other node, what that lacks being filled before */
        from[j] = n > 0 ? j >= first && j < first + 3 && !isnan(x) : (j < 3) == (first == 3);
        row[j] = x;
        low = fmin(low, row[j]);
        high = fmax(high, row[j]);
    }
    e->least[element * UNITS + unit] = low;
    e->most[element * UNITS + unit] = high;
    *gap = (kernel_rank_gap){unit, element, from};
    e->field.n_gaps++;
}

static void draw_example(example *e, uint64_t seed, double share)
{
    *e = (example){.seed = seed};
    for (size_t at = 0; at < (size_t) UNITS * WEIGHTS; at++)
        e->scores[at] = 40.0 + 20.0 * drawn_share(&e->seed);
    for (size_t i = 0; i < UNITS; i++) {
        if (i % 3 == 0)
            e->scores[i % 9 / 3 * UNITS + i] = (double) NAN;
        for (size_t j = 3; j < WEIGHTS && i % 4 == 0; j++)
            e->scores[j * UNITS + i] = (double) NAN;
    }
    memcpy(e->least, e->scores, sizeof e->least);
    memcpy(e->most, e->scores, sizeof e->most);
    for (size_t i = 0; i < UNITS; i++)
        for (size_t j = 0; j < WEIGHTS; j++)
            if (isnan(e->scores[j * UNITS + i]))
                list_gap(e, i, j);
    for (size_t j = 0; j < WEIGHTS; j++) {
        e->low[j] = (1.0 - share) / WEIGHTS;
        e->high[j] = (1.0 + share) / WEIGHTS;
    }
    assert_true(kernel_box_tighten(e->low, e->high, WEIGHTS));
    e->field.least = given_block(e->least, UNITS, WEIGHTS);
    e->field.most = given_block(e->most, UNITS, WEIGHTS);
    e->field.box = (kernel_box){e->low, e->high, WEIGHTS};
    e->field.gaps = e->gaps;
}

/* Means of the nodes, renormalised, and the mean of those by the weights of the nodes, renormalised. */
static void means_by_level(const example *e, const double *weights, double *means)
{
    for (size_t i = 0; i < UNITS; i++) {
        double sum = 0.0, weight = 0.0;

        for (size_t first = 0; first < WEIGHTS; first += 3) {
            double inner = 0.0, there = 0.0, all = 0.0;

            for (size_t j = first; j < first + 3; j++) {
                const double x = e->scores[j * UNITS + i];

                inner += isnan(x) ? 0.0 : weights[j] * x;
                there += isnan(x) ? 0.0 : weights[j];
                all += weights[j];
            }
            sum += there > 0.0 ? all * inner / there : 0.0;
            weight += there > 0.0 ? all : 0.0;
        }
        means[i] = sum / weight;
    }
}

static void means_are_those_of_renormalising_level_by_level(void **state)
{
    static example e;

    (void) state;
    draw_example(&e, 3, 0.9);
    for (size_t t = 0; t < 50; t++) {
        double weights[WEIGHTS], means[UNITS], least[UNITS], most[UNITS], scratch[WEIGHTS];

        drawn_weights(&e.seed, e.low, e.high, WEIGHTS, weights);
        means_by_level(&e, weights, means);
        kernel_rank_means(&e.field, weights, least, most, scratch);
        for (size_t i = 0; i < UNITS; i++) {
            assert_near(least[i], means[i], 1e-12);
            assert_near(most[i], means[i], 1e-12);
        }
    }
}

/* Three elements with the weights 0, 0, 1, and a unit that has a score for the first two alone, 30 and 50. */
static void a_mean_of_weights_that_are_0_may_be_any(void **state)
{
    double least[] = {30, 50, 30}, most[] = {30, 50, 50}, low[] = {0, 0, 0}, high[] = {1, 1, 1};
    const unsigned char from[] = {1, 1, 0};
    const kernel_rank_gap gap = {0, 2, from};
    const kernel_rank_field field = {given_block(least, 1, 3), given_block(most, 1, 3), {low, high, 3}, 0.0, &gap, 1};
    double mean_least, mean_most, scratch[3];

    (void) state;
    kernel_rank_means(&field, (double[]){0.0, 0.0, 1.0}, &mean_least, &mean_most, scratch);
    assert_near(mean_least, 30.0, 0.0);
    assert_near(mean_most, 50.0, 0.0);
    kernel_rank_means(&field, (double[]){0.0, 1e-9, 1.0 - 1e-9}, &mean_least, &mean_most, scratch);
    assert_near(mean_least, 50.0, 1e-12);
    assert_near(mean_most, 50.0, 1e-12);
}

/* @return the greatest distance between the planes of a unit in a part of the box; means lie between them */
static double distance_of_planes(example *e, double share)
{
    double low[WEIGHTS], high[WEIGHTS], spread[UNITS * WEIGHTS], room[ROOM], widest = 0.0;
    static double least[UNITS * WEIGHTS], most[UNITS * WEIGHTS];
    const kernel_box part = {low, high, WEIGHTS};
    size_t order[WEIGHTS];

    assert_true(kernel_rank_gaps_room(WEIGHTS) <= ROOM);
    for (size_t j = 0; j < WEIGHTS; j++) {
        low[j] = (j % 2 == 0 ? 1.3 : 0.7) / WEIGHTS - share / WEIGHTS;
        high[j] = (j % 2 == 0 ? 1.3 : 0.7) / WEIGHTS + share / WEIGHTS;
    }
    memcpy(least, e->least, sizeof least);
    memcpy(most, e->most, sizeof most);
    kernel_rank_gaps_bound(&e->field, &part, least, most, spread, room, order);
    for (size_t t = 0; t < DRAWS; t++) {
        double weights[WEIGHTS], means[UNITS];

        drawn_weights(&e->seed, low, high, WEIGHTS, weights);
        means_by_level(e, weights, means);
        for (size_t i = 0; i < UNITS; i++) {
            double under = 0.0, over = 0.0;

            for (size_t j = 0; j < WEIGHTS; j++) {
                under += weights[j] * least[j * UNITS + i];
                over += weights[j] * most[j * UNITS + i];
            }
            assert_true(under <= means[i] + 1e-12 && means[i] <= over + 1e-12);
            widest = fmax(widest, over - under);
        }
    }
    return widest;
}

static void planes_hold_the_mean_and_come_close_as_the_part_gets_small(void **state)
{
    static example e;
    double last;

    (void) state;
    draw_example(&e, 4, 0.5);
    last = distance_of_planes(&e, 0.1);
    for (double share = 0.05; share > 1e-3; share /= 2.0) {
        const double next = distance_of_planes(&e, share);

        assert_true(next < last / 3.0); /* a quarter, in the limit */
        last = next;
    }
}

/* The engine's own ranks at drawn weights. */
static void limits_are_reached_and_hold_with_gaps(void **state)
{
    static example e;
    size_t best[UNITS], worst[UNITS], best_reached[UNITS], worst_reached[UNITS], order[WEIGHTS], width = 0;
    const kernel_rank_limits limits = {best, worst, best_reached, worst_reached};
    double scratch[4 * UNITS + 5 * WEIGHTS];
    void *room = malloc(kernel_rank_search_room(UNITS, WEIGHTS));

    (void) state;
    assert_non_null(room);
    draw_example(&e, 8, 0.5);
    kernel_rank_bounds(&e.field, best, worst, scratch, order);
    for (size_t i = 0; i < UNITS; i++)
        width += worst[i] - best[i];
    kernel_rank_reached(&e.field, NULL, best_reached, worst_reached, scratch, order);
    for (size_t i = 0; i < UNITS; i++) {
        (void) kernel_rank_search(&e.field, i, &limits, KERNEL_RANK_EFFORT, room);
        assert_int_equal(best[i], best_reached[i]);
        assert_int_equal(worst[i], worst_reached[i]);
        width -= worst[i] - best[i];
    }
    free(room);
    assert_true(width > UNITS); /* pairs alone say much less */
    for (size_t t = 0; t < DRAWS; t++) {
        double weights[WEIGHTS], means[UNITS];

        drawn_weights(&e.seed, e.low, e.high, WEIGHTS, weights);
        means_by_level(&e, weights, means);
        for (size_t i = 0; i < UNITS; i++) {
            size_t rank = 1;

            for (size_t k = 0; k < UNITS; k++)
                rank += means[k] > means[i] ? 1 : 0;
            assert_true(best[i] <= rank && rank <= worst[i]);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(means_are_those_of_renormalising_level_by_level),
        cmocka_unit_test(a_mean_of_weights_that_are_0_may_be_any),
        cmocka_unit_test(planes_hold_the_mean_and_come_close_as_the_part_gets_small),
        cmocka_unit_test(limits_are_reached_and_hold_with_gaps),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
