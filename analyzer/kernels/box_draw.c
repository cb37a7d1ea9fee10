/* Kernels: weights drawn evenly from a box.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "kernels/box_draw.h"

#include <math.h>
#include <string.h>

#include "kernels/draw.h"

static const double rounding = 1e-13; /* of bounds, as in tightening */
static const double level = 1e-4;     /* a tilt over the bounds below which its mean is had by a series */
enum { HALVINGS = 60 };

static double range_of(const kernel_box *box, size_t j)
{
    return box->high[j] - box->low[j];
}

/* Mean of the density exp(tilt x) over 0 .. range. */
static double tilted_mean(double tilt, double range)
{
    const double a = tilt * range;

    return range * (fabs(a) < level ? 0.5 + a / 12.0 : 1.0 / (1.0 - exp(-a)) - 1.0 / a);
}

static double sum_at(const kernel_box_sampler *s, double tilt)
{
    double sum = 0.0;

    for (size_t k = 0; k < s->n_free; k++)
        sum += tilted_mean(tilt, range_of(&s->box, s->free[k]));
    return sum;
}

/* The tilt at which proposals sum to the spare weight on average: means rise with it, and lie less than 1 / |tilt|
 * from the bound that it leans to. */
static double find_tilt(const kernel_box_sampler *s)
{
    double all = 0.0, least = 0.0, most = 0.0;

    for (size_t k = 0; k < s->n_free; k++)
        all += range_of(&s->box, s->free[k]);
    least = -(double) s->n_free / fmax(s->spare, rounding);
    most = (double) s->n_free / fmax(all - s->spare, rounding);
    for (int k = 0; k < HALVINGS; k++) {
        const double middle = 0.5 * (least + most);

        if (sum_at(s, middle) < s->spare)
            least = middle;
        else
            most = middle;
    }
    return 0.5 * (least + most);
}

void kernel_box_sampler_start(kernel_box_sampler *s, const kernel_box *box, size_t *positions)
{
    *s = (kernel_box_sampler){.box = *box, .free = positions, .spare = 1.0, .is_simplex = 1};
    for (size_t j = 0; j < box->m; j++) {
        s->spare -= box->low[j];
        if (range_of(box, j) > 0.0)
            positions[s->n_free++] = j;
    }
    for (size_t k = 0; k < s->n_free; k++) {
        const size_t last = s->n_free - 1, j = positions[k];

        s->is_simplex = s->is_simplex && range_of(box, j) >= s->spare - rounding;
        if (range_of(box, j) > range_of(box, positions[last])) {
            positions[k] = positions[last];
            positions[last] = j;
        }
    }
    if (!s->is_simplex)
        s->tilt = find_tilt(s);
}

static void draw_simplex(
    const kernel_box_sampler *s, const kernel_random *random, uint64_t replication, double *numbers, double *weights)
{
    double sum = 0.0;

    kernel_uniform_fill(random, replication, 0, s->n_free, numbers);
    kernel_draw_exponentials(numbers, s->n_free, numbers);
    for (size_t k = 0; k < s->n_free; k++)
        sum += numbers[k];
    for (size_t k = 0; k < s->n_free; k++)
        weights[s->free[k]] += s->spare * (numbers[k] / sum);
}

/* A number of 0 .. range with the density exp(tilt x), by its quantile function from the bound that it leans to. */
static double tilted(double u, double tilt, double range)
{
    const double a = fabs(tilt) * range;
    const double x = a < 1e-9 ? u * range : fmin(range, -log1p(u * expm1(-a)) / fabs(tilt));

    return tilt > 0.0 ? range - x : x;
}

/* @param u  as many numbers as weights are free: the last decides whether the proposal is taken */
static int propose(const kernel_box_sampler *s, const double *u, double *weights)
{
    const size_t last = s->n_free - 1;
    const double range = range_of(&s->box, s->free[last]);
    double left = s->spare;

    for (size_t k = 0; k < last; k++) {
        const double x = tilted(u[k], s->tilt, range_of(&s->box, s->free[k]));

        left -= x;
        weights[s->free[k]] = s->box.low[s->free[k]] + x;
    }
    weights[s->free[last]] = s->box.low[s->free[last]] + left;
    return left >= 0.0 && left <= range && u[last] < exp(s->tilt * (s->tilt > 0.0 ? left - range : left));
}

int kernel_box_draw(
    const kernel_box_sampler *s, const kernel_random *random, uint64_t replication, double *numbers, double *weights)
{
    memcpy(weights, s->box.low, s->box.m * sizeof *weights);
    if (s->n_free == 0)
        return 1;
    if (s->is_simplex) {
        draw_simplex(s, random, replication, numbers, weights);
        return 1;
    }
    for (size_t k = 0; k < KERNEL_BOX_TRIES; k++) {
        kernel_uniform_fill(random, replication, (uint32_t) (k * s->n_free), s->n_free, numbers);
        if (propose(s, numbers, weights))
            return 1;
    }
    return 0;
}
