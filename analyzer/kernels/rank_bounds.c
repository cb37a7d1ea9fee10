/* Kernels: the best and the worst rank for weights in a box.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "kernels/rank_bounds.h"

#include <math.h>

#include "kernels/order.h"
#include "kernels/rank_gaps.h"

static const double noise = 1e-12; /* of weighted means, as a share of the largest difference */

double kernel_rank_tie(const kernel_rank_field *field)
{
    double widest = 0.0;

    for (size_t j = 0; j < field->box.m; j++) {
        const double *least = field->least.values + j * field->least.stride;
        const double *most = field->most.values + j * field->most.stride;
        double low = (double) INFINITY, high = -(double) INFINITY;

        for (size_t i = 0; i < field->least.n_units; i++) {
            low = fmin(low, least[i]);
            high = fmax(high, most[i]);
        }
        widest = fmax(widest, high - low);
    }
    return fmax(field->tie, noise * widest);
}

/* Range of the mean of unit i less that of unit k, as -1, 0 or 1 each: a tie is 0. */
static void compare(
    const kernel_rank_field *field, double tie, size_t i, size_t k, double *d, size_t *order, int sign[2])
{
    const size_t m = field->box.m, n = field->least.stride;
    const double *least = field->least.values, *most = field->most.values;
    double *least_d = d, *most_d = d + m, low, high, unused;
    int known = 1;

    for (size_t j = 0; j < m; j++) {
        least_d[j] = least[j * n + i] - most[j * n + k];
        most_d[j] = most[j * n + i] - least[j * n + k];
        known = known && least_d[j] == most_d[j];
    }
    kernel_box_range(&field->box, least_d, order, &low, &high);
    if (!known)
        kernel_box_range(&field->box, most_d, order, &unused, &high);
    sign[0] = (low > tie) - (low < -tie);
    sign[1] = (high > tie) - (high < -tie);
}

void kernel_rank_bounds(const kernel_rank_field *field, size_t *best, size_t *worst, double *d, size_t *order)
{
    const size_t n = field->least.n_units;
    const double tie = kernel_rank_tie(field);

    for (size_t i = 0; i < n; i++)
        best[i] = worst[i] = 1;
    for (size_t i = 0; i < n; i++)
        for (size_t k = i + 1; k < n; k++) {
            int sign[2];

            compare(field, tie, i, k, d, order, sign);
            best[k] += sign[0] > 0 ? 1 : 0;
            worst[k] += sign[1] > 0 ? 1 : 0;
            best[i] += sign[1] < 0 ? 1 : 0;
            worst[i] += sign[0] < 0 ? 1 : 0;
        }
}

/* How many of n ascending values are above a limit. */
static size_t n_above(const double *sorted, size_t n, double limit)
{
    size_t from = 0, to = n;

    while (from < to) {
        const size_t middle = from + (to - from) / 2;

        if (sorted[middle] > limit)
            to = middle;
        else
            from = middle + 1;
    }
    return n - from;
}

void kernel_rank_look_at(
    const kernel_rank_field *field, const double *weights, size_t *best, size_t *worst, double *means)
{
    const size_t n = field->least.n_units;
    const double tie = kernel_rank_tie(field);
    double *least = means, *most = means + n, *sorted_least = means + 2 * n, *sorted_most = means + 3 * n;

    kernel_rank_means(field, weights, least, most, means + 4 * n);
    for (size_t i = 0; i < n; i++) {
        sorted_least[i] = least[i];
        sorted_most[i] = most[i];
    }
    kernel_sort(sorted_least, n);
    kernel_sort(sorted_most, n);
    for (size_t i = 0; i < n; i++) {
        /* those that may be above it there, itself left out, and those that are for sure */
        const double bar = least[i] + tie;
        const size_t may = n_above(sorted_most, n, bar) - (most[i] > bar ? 1 : 0);
        const size_t must = n_above(sorted_least, n, most[i] + tie);

        best[i] = may + 1 < best[i] ? may + 1 : best[i];
        worst[i] = must + 1 > worst[i] ? must + 1 : worst[i];
    }
}

void kernel_rank_one_at(const kernel_rank_field *field, double tie, size_t unit, const double *weights, size_t *most,
    size_t *least, double *means)
{
    const size_t n = field->least.n_units;
    double *lowest = means, *highest = means + n;

    kernel_rank_means(field, weights, lowest, highest, means + 2 * n);
    *most = *least = 1;
    for (size_t k = 0; k < n; k++) {
        *most += k != unit && highest[k] - lowest[unit] > tie ? 1 : 0;
        *least += k != unit && lowest[k] - highest[unit] > tie ? 1 : 0;
    }
}

/* Sum of the differences between a unit and each of those that can be above it and below it.
 * @return how many they are */
static size_t against_rivals(
    const kernel_rank_field *field, double tie, size_t unit, double *sum, double *d, size_t *order)
{
    const size_t m = field->box.m, stride = field->least.stride;
    size_t n_rivals = 0;

    for (size_t j = 0; j < m; j++)
        sum[j] = 0.0;
    for (size_t k = 0; k < field->least.n_units; k++) {
        int sign[2];

        compare(field, tie, unit, k, d, order, sign);
        if (sign[0] >= 0 || sign[1] <= 0)
            continue;
        n_rivals++;
        for (size_t j = 0; j < m; j++)
            sum[j] += field->least.values[j * stride + unit] - field->least.values[j * stride + k];
    }
    return n_rivals;
}

void kernel_rank_reached(const kernel_rank_field *field, const double *weights, size_t *best, size_t *worst,
    double *scratch, size_t *order)
{
    const size_t n = field->least.n_units, m = field->box.m;
    const double tie = kernel_rank_tie(field);
    double *means = scratch, *sum = scratch + 4 * n + m, *tried = sum + m, *d = tried + m;

    for (size_t i = 0; i < n; i++) {
        best[i] = n;
        worst[i] = 1;
    }
    if (weights != NULL)
        kernel_rank_look_at(field, weights, best, worst, means);
    for (size_t i = 0; i < n; i++) {
        const size_t n_rivals = against_rivals(field, tie, i, sum, d, order);

        for (int turn = 0; turn < 2 && (n_rivals > 0 || i == 0); turn++) {
            kernel_box_least_at(&field->box, sum, order, tried);
            kernel_rank_look_at(field, tried, best, worst, means);
            for (size_t j = 0; j < m; j++)
                sum[j] = -sum[j];
        }
    }
}
