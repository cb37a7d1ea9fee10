/* kernels/box_draw: drawn weights against the volumes that they should fill.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit/check.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "kernels/box_draw.h"

enum { DRAWS = 40000, MOST = 64 };

typedef struct {
    size_t m;
    double low[MOST], high[MOST];
    size_t positions[MOST];
    double numbers[MOST], weights[MOST];
    kernel_box_sampler sampler;
} example;

static void pose(example *e, size_t m, const double *low, const double *high)
{
    *e = (example){.m = m};
    memcpy(e->low, low, m * sizeof *low);
    memcpy(e->high, high, m * sizeof *high);
    assert_true(kernel_box_tighten(e->low, e->high, m));
    kernel_box_sampler_start(&e->sampler, &(kernel_box){e->low, e->high, m}, e->positions);
}

static void draw(example *e, uint64_t seed, uint64_t replication)
{
    const kernel_random random = {seed, 3};
    double sum = 0.0;

    assert_true(kernel_box_draw(&e->sampler, &random, replication, e->numbers, e->weights));
    for (size_t j = 0; j < e->m; j++) {
        sum += e->weights[j];
        assert_true(e->weights[j] >= e->low[j] - 1e-12 && e->weights[j] <= e->high[j] + 1e-12);
    }
    assert_near(sum, 1.0, 1e-12);
}

/* Volume, up to a factor, of the x in 0 .. range that sum to `sum`: sum over all sets A of (-1)^|A| (sum - sum of the
 * ranges of A)^(m - 1), where that is above 0. */
static double volume(const double *range, size_t m, double sum)
{
    double all = 0.0;

    for (size_t set = 0; set < (size_t) 1 << m; set++) {
        double left = sum, sign = 1.0;

        for (size_t j = 0; j < m; j++)
            if (set >> j & 1) {
                left -= range[j];
                sign = -sign;
            }
        all += left > 0.0 ? sign * pow(left, (double) (m - 1)) : 0.0;
    }
    return all;
}

/* So far up its range is a weight. */
static double at(const example *e, size_t weight, double part)
{
    return e->low[weight] + part * (e->high[weight] - e->low[weight]);
}

/* Probability that each of two weights is in the lower part of its range; or one, when they are the same. */
static double share_below(const example *e, size_t one, size_t other, double part)
{
    double whole[MOST], cut[MOST], spare = 1.0;
    size_t n_free = 0;

    for (size_t j = 0; j < e->m; j++) {
        spare -= e->low[j];
        if (!(e->high[j] > e->low[j]))
            continue;
        whole[n_free] = e->high[j] - e->low[j];
        cut[n_free] = j == one || j == other ? at(e, j, part) - e->low[j] : whole[n_free];
        n_free++;
    }
    return volume(cut, n_free, spare) / volume(whole, n_free, spare);
}

/* Quarters of the range of each weight, and halves of that of each two, against their volumes. */
static void compare_with_volumes(example *e, uint64_t seed)
{
    static const double parts[] = {0.25, 0.5, 0.75};
    size_t below[MOST][MOST][3] = {{{0}}};

    for (uint64_t k = 0; k < DRAWS; k++) {
        draw(e, seed, k);
        for (size_t i = 0; i < e->m; i++)
            for (size_t j = 0; j <= i; j++)
                for (size_t p = 0; p < 3; p++)
                    below[i][j][p] +=
                        e->weights[i] <= at(e, i, parts[p]) && e->weights[j] <= at(e, j, parts[p]) ? 1 : 0;
    }
    for (size_t i = 0; i < e->m; i++)
        for (size_t j = 0; j <= i && e->high[i] > e->low[i]; j++)
            for (size_t p = 0; p < 3 && e->high[j] > e->low[j]; p++) {
                const double share = fmax(0.0, share_below(e, i, j, parts[p]));

                assert_near(
                    (double) below[i][j][p] / DRAWS, share, 4.0 * sqrt(share * (1.0 - share) / DRAWS) + 1.0 / DRAWS);
            }
}

static void weights_fill_the_simplex_evenly(void **state)
{
    static const double low[] = {0.0, 0.1, 0.05, 0.2, 0.0}, high[] = {1.0, 1.0, 1.0, 1.0, 1.0};
    example e;

    (void) state;
    pose(&e, 5, low, high);
    assert_true(e.sampler.is_simplex);
    compare_with_volumes(&e, 11);
}

static void weights_fill_a_box_evenly(void **state)
{
    static const double low[] = {0.0, 0.1, 0.05, 0.2, 0.0, 0.1}, high[] = {0.3, 0.4, 0.12, 0.25, 0.5, 0.1};
    example e;

    (void) state;
    pose(&e, 6, low, high);
    assert_false(e.sampler.is_simplex);
    assert_int_equal(e.sampler.n_free, 5);
    compare_with_volumes(&e, 12);
}

/* Upper bounds that leave little, so that the tilt leans up; and a quarter about even weights, where it leans
 * nowhere.
 */
static void weights_fill_a_narrow_box_evenly(void **state)
{
    static const double low[] = {0.0, 0.0, 0.0, 0.0}, high[] = {0.3, 0.3, 0.35, 0.2};
    static const double lows[] = {0.15, 0.15, 0.15, 0.15, 0.15}, highs[] = {0.25, 0.25, 0.25, 0.25, 0.25};
    example e;

    (void) state;
    pose(&e, 4, low, high);
    assert_true(e.sampler.tilt > 0.0);
    compare_with_volumes(&e, 13);
    pose(&e, 5, lows, highs);
    assert_near(e.sampler.tilt, 0.0, 1e-6);
    compare_with_volumes(&e, 14);
}

/* Three weights of at most a half fill the triangle of (0, 1/2, 1/2) and its like. A weight below 1/4 cuts off a
 * corner of it, a quarter of the whole; the fourth quarter is left in the middle. */
static void weights_of_a_triangle_fall_into_its_quarters(void **state)
{
    static const double low[] = {0.0, 0.0, 0.0}, high[] = {0.5, 0.5, 0.5};
    size_t corners[3] = {0, 0, 0}, middle = 0;
    example e;

    (void) state;
    pose(&e, 3, low, high);
    for (uint64_t k = 0; k < DRAWS; k++) {
        int in_corner = 0;

        draw(&e, 15, k);
        for (size_t j = 0; j < 3; j++)
            if (e.weights[j] < 0.25) {
                corners[j]++;
                in_corner = 1;
            }
        middle += in_corner ? 0 : 1;
    }
    for (size_t j = 0; j < 3; j++)
        assert_near((double) corners[j] / DRAWS, 0.25, 4.0 * sqrt(0.1875 / DRAWS));
    assert_near((double) middle / DRAWS, 0.25, 4.0 * sqrt(0.1875 / DRAWS));
}

static void a_draw_depends_on_its_number_alone(void **state)
{
    static const double low[] = {0.0, 0.0, 0.0, 0.0}, high[] = {0.3, 0.3, 0.35, 0.2};
    double first[4];
    example e;

    (void) state;
    pose(&e, 4, low, high);
    draw(&e, 16, 7);
    memcpy(first, e.weights, sizeof first);
    draw(&e, 16, 8);
    assert_memory_not_equal(first, e.weights, sizeof first);
    draw(&e, 17, 7);
    assert_memory_not_equal(first, e.weights, sizeof first);
    draw(&e, 16, 7);
    assert_memory_equal(first, e.weights, sizeof first);
}

/* Sixty weights: within a little or a lot of their own, uneven ones, and with bounds that all but meet the sum. */
static void no_box_is_too_large_or_too_narrow(void **state)
{
    static const double boxes[] = {1e-6, 0.1, 0.5, 0.99, 3.0};
    double low[MOST], high[MOST];
    example e;

    (void) state;
    for (size_t b = 0; b < 5; b++)
        for (int uneven = 0; uneven < 3; uneven++) {
            double sum = 0.0;

            for (size_t j = 0; j < 60; j++)
                sum += pow((double) (j + 1), uneven);
            for (size_t j = 0; j < 60; j++) {
                const double w = pow((double) (j + 1), uneven) / sum;

                low[j] = fmax(0.0, w * (1.0 - boxes[b]));
                high[j] = fmin(1.0, w * (1.0 + boxes[b]));
            }
            pose(&e, 60, low, high);
            for (uint64_t k = 0; k < 200; k++)
                draw(&e, 18, k);
        }
    for (size_t j = 0; j < 60; j++) {
        low[j] = 0.0;
        high[j] = 1.0 / 60 + 1e-9;
    }
    pose(&e, 60, low, high);
    for (uint64_t k = 0; k < 200; k++)
        draw(&e, 19, k);
}

static void weights_held_fast_are_what_they_are(void **state)
{
    static const double fixed[] = {0.25, 0.75}, low[] = {0.5, 0.0, 0.0}, high[] = {0.5, 0.2, 1.0};
    example e;

    (void) state;
    pose(&e, 2, fixed, fixed);
    draw(&e, 20, 0);
    assert_memory_equal(e.weights, fixed, sizeof fixed);
    pose(&e, 3, low, high);
    draw(&e, 20, 0);
    assert_near(e.weights[0], 0.5, 0.0);
    assert_true(e.weights[1] <= 0.2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(weights_fill_the_simplex_evenly),
        cmocka_unit_test(weights_fill_a_box_evenly),
        cmocka_unit_test(weights_fill_a_narrow_box_evenly),
        cmocka_unit_test(weights_of_a_triangle_fall_into_its_quarters),
        cmocka_unit_test(a_draw_depends_on_its_number_alone),
        cmocka_unit_test(no_box_is_too_large_or_too_narrow),
        cmocka_unit_test(weights_held_fast_are_what_they_are),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
