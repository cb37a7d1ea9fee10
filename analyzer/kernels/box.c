/* Kernels: weights in a box.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "kernels/box.h"

#include <gsl/gsl_sort.h>
#include <math.h>

static const double narrow = 1e-13;        /* bounds closer than this leave a weight no freedom */
static const double sum_tolerance = 1e-12; /* of bounds whose sum is to be 1: 0.1 + 0.2 + 0.7 is not */
enum { A_FEW = 24 };                       /* sorted by insertion: no call is faster */

static double sum_of(const double *x, size_t m)
{
    double sum = 0.0;

    for (size_t j = 0; j < m; j++)
        sum += x[j];
    return sum;
}

int kernel_box_tighten(double *low, double *high, size_t m)
{
    const double lows = sum_of(low, m), highs = sum_of(high, m);

    if (lows > 1.0 + sum_tolerance || highs < 1.0 - sum_tolerance)
        return 0;
    for (size_t j = 0; j < m; j++)
        if (low[j] > high[j])
            return 0;
    for (size_t j = 0; j < m; j++) {
        const double least = fmax(low[j], 1.0 - (highs - high[j]));
        const double most = fmin(high[j], 1.0 - (lows - low[j]));

        low[j] = least;
        high[j] = most - least > narrow ? most : least;
    }
    return 1;
}

size_t kernel_box_n_free(const kernel_box *box)
{
    size_t n = 0;

    for (size_t j = 0; j < box->m; j++)
        n += box->high[j] > box->low[j] ? 1 : 0;
    return n;
}

/* Positions of d in ascending order; equal values in their order. */
static void sort_positions(const double *d, size_t m, size_t *order)
{
    if (m > A_FEW) {
        gsl_sort_index(order, d, 1, m);
        return;
    }
    for (size_t j = 0; j < m; j++) {
        size_t k = j;

        for (; k > 0 && d[order[k - 1]] > d[j]; k--)
            order[k] = order[k - 1];
        order[k] = j;
    }
}

void kernel_box_range(const kernel_box *box, const double *d, size_t *order, double *least, double *greatest)
{
    double floor = 0.0, spare = 1.0, left;

    sort_positions(d, box->m, order);
    for (size_t j = 0; j < box->m; j++) {
        floor += box->low[j] * d[j];
        spare -= box->low[j];
    }
    *least = *greatest = floor;
    left = spare;
    for (size_t k = 0; k < box->m && left > 0.0; k++) {
        const size_t j = order[k];
        const double more = fmin(left, box->high[j] - box->low[j]);

        *least += more * d[j];
        left -= more;
    }
    left = spare;
    for (size_t k = box->m; k-- > 0 && left > 0.0;) {
        const size_t j = order[k];
        const double more = fmin(left, box->high[j] - box->low[j]);

        *greatest += more * d[j];
        left -= more;
    }
}

void kernel_box_least_at(const kernel_box *box, const double *d, size_t *order, double *weights)
{
    double left = 1.0;

    sort_positions(d, box->m, order);
    for (size_t j = 0; j < box->m; j++) {
        weights[j] = box->low[j];
        left -= box->low[j];
    }
    for (size_t k = 0; k < box->m && left > 0.0; k++) {
        const size_t j = order[k];
        const double more = fmin(left, box->high[j] - box->low[j]);

        weights[j] += more;
        left -= more;
    }
}

/* Weighted mean with the n first positions at their upper bounds and the rest at their lower ones. */
static double threshold_mean(const double *scores, const kernel_box *box, const size_t *order, size_t n, size_t all)
{
    double sum = 0.0, weight = 0.0;

    for (size_t k = 0; k < all; k++) {
        const double w = k < n ? box->high[order[k]] : box->low[order[k]];

        sum += w * scores[order[k]];
        weight += w;
    }
    return weight > 0.0 ? sum / weight : (double) NAN;
}

void kernel_box_mean_range(
    const double *scores, const kernel_box *box, size_t *order, double *least, double *greatest)
{
    size_t present = 0;

    for (size_t j = 0; j < box->m; j++) {
        size_t k = present;

        if (isnan(scores[j]) || !(box->high[j] > 0.0))
            continue;
        for (; k > 0 && scores[order[k - 1]] > scores[j]; k--)
            order[k] = order[k - 1];
        order[k] = j;
        present++;
    }
    *least = *greatest = (double) NAN;
    /* the best of a ratio of sums over a box has every weight at a bound, the upper ones on one side of a score */
    for (size_t n = 0; n <= present; n++)
        *least = fmin(*least, threshold_mean(scores, box, order, n, present));
    for (size_t k = 0; k < present / 2; k++) {
        const size_t other = order[k];

        order[k] = order[present - 1 - k];
        order[present - 1 - k] = other;
    }
    for (size_t n = 0; n <= present; n++)
        *greatest = fmax(*greatest, threshold_mean(scores, box, order, n, present));
}

double kernel_box_mean_greatest_at(const kernel_box *box, const double *d, size_t *order, double *weights)
{
    double greatest = (double) NAN;
    size_t best = 0;

    sort_positions(d, box->m, order);
    for (size_t k = 0; k < box->m / 2; k++) {
        const size_t other = order[k];

        order[k] = order[box->m - 1 - k];
        order[box->m - 1 - k] = other;
    }
    for (size_t n = 0; n <= box->m; n++) {
        const double mean = threshold_mean(d, box, order, n, box->m);

        if (isnan(greatest) || mean > greatest) {
            greatest = mean;
            best = n;
        }
    }
    for (size_t k = 0; k < box->m; k++)
        weights[order[k]] = k < best ? box->high[order[k]] : box->low[order[k]];
    return greatest;
}
