/* Kernels: rank correlations, and all correlations of a block.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "kernels/association.h"

#include <gsl/gsl_sort.h>
#include <math.h>

#include "kernels/correlation.h"
#include "kernels/significance.h"

size_t kernel_association_scratch(size_t n)
{
    return 6 * n;
}

void kernel_average_ranks(const double *x, size_t n, double *out, size_t *order)
{
    gsl_sort_index(order, x, 1, n);
    for (size_t first = 0, end = 0; first < n; first = end) {
        for (end = first + 1; end < n && x[order[end]] == x[order[first]];)
            end++;
        for (size_t k = first; k < end; k++)
            out[order[k]] = 0.5 * (double) (first + 1 + end);
    }
}

/* How often values are tied: for each run of t equal values, sums of what Kendall's variance needs. */
typedef struct {
    double pairs;   /* t (t - 1) / 2 */
    double triples; /* t (t - 1) (t - 2) */
    double spread;  /* t (t - 1) (2 t + 5) */
} ties;

static void add_run(ties *found, size_t length)
{
    const double t = (double) length;

    found->pairs += t * (t - 1.0) / 2.0;
    found->triples += t * (t - 1.0) * (t - 2.0);
    found->spread += t * (t - 1.0) * (2.0 * t + 5.0);
}

/* Runs of equal values, and (unless NULL) of values equal in a second column too, in a given order. */
static ties count_ties(const double *x, const double *also, const size_t *order, size_t n)
{
    ties found = {.pairs = 0.0};

    for (size_t first = 0, end = 0; first < n; first = end) {
        for (end = first + 1;
             end < n && x[order[end]] == x[order[first]] && (also == NULL || also[order[end]] == also[order[first]]);)
            end++;
        add_run(&found, end - first);
    }
    return found;
}

/* Does a come after b? By the first column, then by the second unless it is NULL. */
static int after(const double *x, const double *then, size_t a, size_t b)
{
    if (x[a] != x[b] || then == NULL)
        return x[a] > x[b];
    return then[a] > then[b];
}

/* Merge two sorted runs, [first, middle) and [middle, end). @return number of exchanges of neighbours it took */
static double merge(const double *x, const double *then, const size_t *from, size_t *to, const size_t bounds[3])
{
    size_t a = bounds[0], b = bounds[1];
    double exchanges = 0.0;

    for (size_t k = bounds[0]; k < bounds[2]; k++) {
        if (a < bounds[1] && (b == bounds[2] || !after(x, then, from[a], from[b]))) {
            to[k] = from[a++];
        } else {
            exchanges += (double) (bounds[1] - a);
            to[k] = from[b++];
        }
    }
    return exchanges;
}

/* Stable merge sort of positions. @return number of exchanges of neighbours: of pairs out of order */
static double sort_positions(const double *x, const double *then, size_t n, size_t *order, size_t *spare)
{
    double exchanges = 0.0;

    for (size_t width = 1; width < n; width *= 2) {
        for (size_t first = 0; first < n; first += 2 * width) {
            const size_t middle = first + width < n ? first + width : n;
            const size_t end = middle + width < n ? middle + width : n;
            const size_t bounds[3] = {first, middle, end};

            exchanges += merge(x, then, order, spare, bounds);
        }
        for (size_t k = 0; k < n; k++)
            order[k] = spare[k];
    }
    return exchanges;
}

static kernel_association kendall(const double *x, const double *y, size_t n, size_t *order)
{
    const double size = (double) n, all = size * (size - 1.0) / 2.0;
    kernel_association found = {.r = (double) NAN, .p = (double) NAN, .n = n};
    ties in_x, in_y, in_both;
    double lead = 0.0, variance = 0.0;

    for (size_t i = 0; i < n; i++)
        order[i] = i;
    (void) sort_positions(x, y, n, order, order + n);
    in_x = count_ties(x, NULL, order, n);
    in_both = count_ties(x, y, order, n);
    lead = -2.0 * sort_positions(y, NULL, n, order, order + n);
    in_y = count_ties(y, NULL, order, n);
    if (n < 3 || in_x.pairs == all || in_y.pairs == all)
        return found;
    lead += all - in_x.pairs - in_y.pairs + in_both.pairs; /* concordant less discordant pairs */
    found.r = lead / sqrt(all - in_x.pairs) / sqrt(all - in_y.pairs);
    found.r = found.r > 1.0 ? 1.0 : found.r < -1.0 ? -1.0 : found.r;
    found.exact = n <= KERNEL_KENDALL_EXACT_TO && in_x.pairs == 0.0 && in_y.pairs == 0.0;
    variance = (2.0 * all * (2.0 * size + 5.0) - in_x.spread - in_y.spread) / 18.0 + in_x.pairs * in_y.pairs / all +
               in_x.triples * in_y.triples / (18.0 * all * (size - 2.0));
    found.p = found.exact ? kernel_kendall_exact_p(lead, n) : kernel_normal_p(lead / sqrt(variance));
    return found;
}

static kernel_association spearman(double *x, double *y, size_t n, double *scratch, size_t *order)
{
    double *rank_x = scratch, *rank_y = scratch + n;
    kernel_association found = {.n = n};
    int tied = 0;

    kernel_average_ranks(x, n, rank_x, order);
    tied = count_ties(x, NULL, order, n).pairs > 0.0;
    kernel_average_ranks(y, n, rank_y, order);
    tied = tied || count_ties(y, NULL, order, n).pairs > 0.0;
    found.r = kernel_correlation(rank_x, rank_y, n, scratch + 2 * n);
    found.exact = !tied && n <= KERNEL_SPEARMAN_EXACT_TO && !isnan(found.r);
    found.p = tied ? kernel_pearson_p(found.r, n) : kernel_spearman_p(found.r, n);
    return found;
}

kernel_association kernel_associate(
    kernel_correlation_kind kind, const double *x, const double *y, size_t n, double *scratch, size_t *order)
{
    double *a = scratch, *b = scratch + n, *rest = scratch + 2 * n;
    kernel_association found;
    size_t pairs = 0;

    for (size_t i = 0; i < n; i++) {
        if (isnan(x[i]) || isnan(y[i]))
            continue;
        a[pairs] = x[i];
        b[pairs++] = y[i];
    }
    if (kind == KERNEL_SPEARMAN)
        return spearman(a, b, pairs, rest, order);
    if (kind == KERNEL_KENDALL)
        return kendall(a, b, pairs, order);
    found = (kernel_association){.r = kernel_correlation(a, b, pairs, rest), .n = pairs};
    found.p = kernel_pearson_p(found.r, pairs);
    return found;
}

void kernel_associations(kernel_correlation_kind kind, const kernel_block *block, double *r, double *p, size_t *pairs,
    double *scratch, size_t *order)
{
    const size_t m = block->n_indicators;

    for (size_t j = 0; j < m; j++) {
        for (size_t k = j; k < m; k++) {
            const kernel_association found = kernel_associate(kind, block->values + j * block->stride,
                block->values + k * block->stride, block->n_units, scratch, order);

            if (r != NULL)
                r[j * m + k] = r[k * m + j] = found.r;
            if (p != NULL)
                p[j * m + k] = p[k * m + j] = j == k && !isnan(found.r) ? 0.0 : found.p;
            if (pairs != NULL)
                pairs[j * m + k] = pairs[k * m + j] = found.n;
        }
    }
}
