/* Kernels: how much of an index an indicator accounts for.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "kernels/importance.h"

#include <gsl/gsl_sort.h>
#include <math.h>

#include "kernels/correlation.h"
#include "kernels/moments.h"
#include "kernels/symmetric.h"

size_t kernel_correlation_ratio_scratch(size_t n)
{
    return 5 * n + KERNEL_SPLINE_SCRATCH;
}

/* Pairs with both values, by ascending x, and by y where x is equal, so that the order of the units changes nothing.
 * @return how many */
static size_t sort_pairs(const double *x, const double *y, size_t n, double *by_x, double *and_y)
{
    size_t pairs = 0;

    for (size_t i = 0; i < n; i++) {
        if (isnan(x[i]) || isnan(y[i]))
            continue;
        by_x[pairs] = x[i];
        and_y[pairs++] = y[i];
    }
    gsl_sort2(by_x, 1, and_y, 1, pairs);
    for (size_t first = 0, end = 0; first < pairs; first = end) {
        for (end = first + 1; end < pairs && by_x[end] == by_x[first];)
            end++;
        gsl_sort(and_y + first, 1, end - first);
    }
    return pairs;
}

/* Average ranks of ascending values. */
static void rank_sorted(const double *x, size_t n, double *ranks)
{
    for (size_t first = 0, end = 0; first < n; first = end) {
        for (end = first + 1; end < n && x[end] == x[first];)
            end++;
        for (size_t k = first; k < end; k++)
            ranks[k] = 0.5 * (double) (first + 1 + end);
    }
}

kernel_main_effect kernel_correlation_ratio(const double *x, const double *y, size_t n, double *scratch)
{
    double *by_x = scratch, *and_y = scratch + n, *ranks = scratch + 2 * n, *curve = scratch + 3 * n;
    double *over_ranks = scratch + 4 * n, *room = scratch + 5 * n;
    kernel_main_effect found = {.ratio = (double) NAN, .linear = (double) NAN};
    kernel_smoothness also;
    double r = 0.0, share = 0.0;

    found.n = sort_pairs(x, y, n, by_x, and_y);
    r = kernel_correlation(by_x, and_y, found.n, ranks);
    if (found.n < 4 || isnan(r))
        return found;
    found.linear = r * r;
    rank_sorted(by_x, found.n, ranks);
    found.smoothness = kernel_smooth(by_x, and_y, found.n, curve, room);
    also = kernel_smooth(ranks, and_y, found.n, over_ranks, room);
    found.on_ranks = also.score < found.smoothness.score;
    if (found.on_ranks)
        found.smoothness = also;
    share = kernel_shape_of(found.on_ranks ? over_ranks : curve, found.n).sd / kernel_shape_of(and_y, found.n).sd;
    found.ratio = fmin(1.0, share * share);
    return found;
}

/* One step of the walk through all sets: `set` holds the indicators swept in; what is left of the index's variance is
 * the last diagonal element. */
typedef struct {
    size_t m;          /* indicators; matrices have one more row, the index */
    double *levels;    /* m + 1 matrices of (m + 1)^2 */
    double *explained; /* 2^m: R^2 of each set */
} walk;

static void visit(walk *w, size_t depth, size_t level, size_t set)
{
    const size_t width = w->m + 1;
    double *here = w->levels + level * width * width, *next = here + width * width;

    if (depth == w->m) {
        w->explained[set] = fmin(1.0, fmax(0.0, 1.0 - here[width * width - 1]));
        return;
    }
    visit(w, depth + 1, level, set);
    for (size_t k = 0; k < width * width; k++)
        next[k] = here[k];
    (void) kernel_sweep(next, width, depth, 1e-10);
    visit(w, depth + 1, level + 1, set | ((size_t) 1 << depth));
}

/* Correlations of the indicators and, last, the index. @return 0 where the index is constant */
static int correlate(const double *complete, size_t used, const kernel_block *block, double *out)
{
    const size_t m = block->n_indicators, width = m + 1;

    for (size_t j = 0; j < width; j++) {
        for (size_t k = 0; k <= j; k++) {
            double sum = 0.0;

            for (size_t i = 0; i < used; i++)
                sum += complete[j * used + i] * complete[k * used + i];
            out[j * width + k] = out[k * width + j] = sum / (double) (used - 1);
        }
    }
    return out[width * width - 1] > 0.0;
}

/* Standardised columns of the units that have everything; a constant one becomes 0. @return how many units */
static size_t gather(const double *y, const kernel_block *block, double *complete)
{
    const size_t m = block->n_indicators;
    size_t used = 0, row = 0;
    double mean = 0.0, sd = 0.0;

    for (size_t i = 0; i < block->n_units; i++)
        used += !isnan(y[i]) && kernel_block_has_all(block, i) ? 1 : 0;
    for (size_t i = 0; i < block->n_units; i++) {
        if (isnan(y[i]) || !kernel_block_has_all(block, i))
            continue;
        for (size_t j = 0; j < m; j++)
            complete[j * used + row] = block->values[j * block->stride + i];
        complete[m * used + row++] = y[i];
    }
    for (size_t j = 0; j <= m; j++)
        if (!kernel_standardise(complete + j * used, used, &mean, &sd))
            for (row = 0; row < used; row++)
                complete[j * used + row] = 0.0;
    return used;
}

/* Sizes of sets weigh s! (m - 1 - s)! / m!. */
static void share_out(const walk *w, double *shares)
{
    double weight[KERNEL_SHARES_MOST] = {0.0};

    for (size_t s = 0; s < w->m; s++) {
        weight[s] = 1.0 / (double) w->m;
        for (size_t k = 1; k <= s; k++)
            weight[s] *= (double) k / (double) (w->m - k);
    }
    for (size_t j = 0; j < w->m; j++)
        shares[j] = 0.0;
    for (size_t set = 0; set < (size_t) 1 << w->m; set++) {
        size_t size = 0;

        for (size_t j = 0; j < w->m; j++)
            size += set >> j & 1;
        for (size_t j = 0; j < w->m; j++)
            if ((set >> j & 1) == 0)
                shares[j] += weight[size] * (w->explained[set | ((size_t) 1 << j)] - w->explained[set]);
    }
}

size_t kernel_variance_shares_scratch(size_t n_units, size_t n_indicators)
{
    const size_t width = n_indicators + 1;

    if (n_indicators > KERNEL_SHARES_MOST)
        return 0;
    return n_units * width + width * width * width + ((size_t) 1 << n_indicators);
}

size_t kernel_variance_shares(
    const double *y, const kernel_block *block, double *shares, double *r_squared, double *scratch)
{
    const size_t m = block->n_indicators, width = m + 1;
    double *complete = scratch;
    walk w = {.m = m, .levels = scratch + block->n_units * width};
    size_t used = 0;

    *r_squared = (double) NAN;
    for (size_t j = 0; j < m; j++)
        shares[j] = (double) NAN;
    if (m > KERNEL_SHARES_MOST)
        return 0;
    w.explained = w.levels + width * width * width;
    used = gather(y, block, complete);
    if (used < m + 2 || !correlate(complete, used, block, w.levels))
        return 0;
    visit(&w, 0, 0, 0);
    share_out(&w, shares);
    *r_squared = w.explained[((size_t) 1 << m) - 1];
    return used;
}
