/* Kernels: summaries of replications that need no more memory however many there are.
 * Threads and processes may share out replications as they like and merge what they have: histograms, ranks and pairs
 * are counts, so the result has the same bytes whatever the order. Moments are sums of doubles, so theirs depend on
 * the order: give each block of replications (a fixed number, in their order) its own moments, and merge block after
 * block. SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_KERNELS_STREAM_H
#define TITIAN_KERNELS_STREAM_H

#include <stddef.h>
#include <stdint.h>

/** Means and sums of squares about them, of n series at once: one series per unit, or per unit and node. All zero
 * when nothing was added. */
typedef struct {
    size_t n;
    double *count, *mean, *squares; /* n each, borrowed */
} kernel_moments;

void kernel_moments_clear(const kernel_moments *m);

/** One replication: x has a value for each series; a missing one is not counted. Source: Welford 1962. Cost: O(n). */
void kernel_moments_add(const kernel_moments *m, const double *x);

/** Add what another has seen, as if it came after. Source: Chan, Golub, LeVeque 1983. Cost: O(n). */
void kernel_moments_merge(const kernel_moments *into, const kernel_moments *from);

/** Standard deviation of series i, divisor count - 1; missing for fewer than 2 values. */
double kernel_moments_sd(const kernel_moments *m, size_t i);

/** A histogram that finds its own scale. Cells are 2^exponent wide and begin at multiples of that; cell k is counted
 * at k mod n_cells. When a value does not fit, cells are joined two by two. So the exponent is the least that fits
 * what was met, at least KERNEL_HISTOGRAM_FINEST, and the counts are what one pass with that exponent gives: neither
 * depends on the order. A cell is then less than 2 / (n_cells - 1) of the range of what was met: 0.0005 of it for
 * 4,096. */
typedef struct {
    size_t n_cells; /* a power of two, at least 2 */
    int exponent;
    int64_t first, last;    /* cells of the least and greatest value; last < first when there is none */
    double least, greatest; /* exactly */
    uint64_t n;             /* values, below 2^32 */
    uint32_t *counts;       /* n_cells, borrowed */
} kernel_histogram;

enum { KERNEL_HISTOGRAM_FINEST = -30 }; /* ranks are compared at nine decimals */

/** Begin: n_cells and counts are taken as they are set, all else is cleared. */
void kernel_histogram_clear(kernel_histogram *h);

/** The same where all counts are zero already: they are not touched. */
void kernel_histogram_begin(kernel_histogram *h);

/** Count values.
 *  @param x        n values, `stride` doubles apart; missing ones are not counted, none infinite
 *  @param scratch  n_cells numbers
 *  Cost: O(n), and O(n_cells) when cells are joined; many values at once are cheaper. */
void kernel_histogram_add(kernel_histogram *h, const double *x, size_t n, size_t stride, uint32_t *scratch);

/** Many histograms at once: count row after row of values, one for each.
 *  @param h        n histograms of as many cells
 *  @param x        n_rows x n values, row after row; missing ones are not counted, none infinite
 *  @param scratch  3 n doubles; places: n_rows x n numbers and n_cells more
 *  The same counts as by kernel_histogram_add. Cost: O(n n_rows), for the most part on vectors. */
void kernel_histograms_add(
    kernel_histogram *h, size_t n, const double *x, size_t n_rows, double *scratch, uint32_t *places);

/** Count what another has counted. @param from  of as many cells; @param scratch  n_cells numbers */
void kernel_histogram_merge(kernel_histogram *into, const kernel_histogram *from, uint32_t *scratch);

/** Can it have come about by counting? For one that was read from a file: its counts add up to n and lie in the cells
 *  from that of the least value to that of the greatest. @param n_cells  it must have. Cost: O(n_cells). */
int kernel_histogram_is_sound(const kernel_histogram *h, size_t n_cells);

/** Quantile p of what was counted, "type 7", values of one cell taken as evenly spread over it.
 *  @param p  0..1; 0 and 1 give the exact least and greatest
 *  @return within one width of a cell, 2^exponent, of the quantile of the values themselves; NaN for n = 0
 *  Cost: O(n_cells). */
double kernel_histogram_quantile(const kernel_histogram *h, double p);

/** Count one replication's ranks.
 *  @param ranks   n ranks, 1 = highest; 0 where a unit is not ranked, which is not counted
 *  @param counts  n * n: how often unit i had rank r, at i * n + r - 1; below 2^32
 *  Cost: O(n). Counts of two parts of the replications are merged by adding them. */
void kernel_ranks_add(const size_t *ranks, size_t n, uint32_t *counts);

/** Of one unit's counts, for n ranks: how many there are, mean, standard deviation (divisor n - 1), quantile ("type
 * 7", exact), and how many are k or higher up. Mean and quantile are NaN for none, the sd for fewer than 2. Cost:
 * O(n). */
uint64_t kernel_ranks_total(const uint32_t *counts, size_t n);
double kernel_ranks_mean(const uint32_t *counts, size_t n);
double kernel_ranks_sd(const uint32_t *counts, size_t n);
double kernel_ranks_quantile(const uint32_t *counts, size_t n, double p);
uint64_t kernel_ranks_within(const uint32_t *counts, size_t n, size_t k);

/** Count who is above whom in one replication.
 *  @param ranks    as above
 *  @param above    n * n: how often unit i was strictly above unit j, both ranked, at i * n + j; below 2^32
 *  @param scratch  n numbers
 *  Cost: O(n^2). */
void kernel_pairs_add(const size_t *ranks, size_t n, uint32_t *above, uint32_t *scratch);

/** Standard error of a share p of n independent replications: sqrt(p (1 - p) / n). NaN for n = 0. */
double kernel_share_error(double p, double n);

#endif
