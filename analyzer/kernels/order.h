/* Kernels: sorting, medians and quantiles.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_KERNELS_ORDER_H
#define TITIAN_KERNELS_ORDER_H

#include <stddef.h>

/** Copy the values that are not missing, in their order.
 *  @param x    n values; missing allowed
 *  @param out  room for n values
 *  @return how many there are. Cost: O(n) */
size_t kernel_compact(const double *x, size_t n, double *out);

/** Sort n values ascending in place; none may be missing. Source: GSL gsl_sort. Cost: O(n log n). */
void kernel_sort(double *x, size_t n);

/** The same by merging, in a third of the time for long columns.
 *  @param scratch  n doubles, overwritten; may not overlap x
 *  Source: Knuth, The Art of Computer Programming 3, 5.2.4. Cost: O(n log n). */
void kernel_merge_sort(double *x, size_t n, double *scratch);

/** Positions in ascending order of their keys, none missing; equal keys in the order of their positions.
 *  @param order  n, written. Cost: O(n log n) */
void kernel_sort_index(const double *keys, size_t n, size_t *order);

/** The same order, in a quarter of the time for many keys: sorted by digits, then finished by comparing.
 *  @param scratch  n positions. No overlap
 *  Source: Knuth, The Art of Computer Programming 3, 5.2.5. Cost: O(n), O(n log n) where most keys lie closer to each
 *  other than 2^-22 of their range */
void kernel_sort_index_spread(const double *keys, size_t n, size_t *order, size_t *scratch);

/** Quantile p of n ascending values, none missing: linear between the two nearest ("type 7"). At a value's own place
 *  (to 1e-9), and between two equal values, it is that value to the last bit.
 *  @param p  0..1
 *  @return in the unit of x; NaN for n = 0. Source: GSL gsl_stats_quantile_from_sorted_data. Cost: O(1) */
double kernel_quantile_sorted(const double *sorted, size_t n, double p);

/** Mean and median of n values, none missing, as statistics of one signature; the median sorts its input in place.
 *  @return in the unit of x; NaN for n = 0. Cost: O(n), O(n log n) */
double kernel_mean_of(double *x, size_t n);
double kernel_median_of(double *x, size_t n);

#endif
