/* Kernel: correlation of two columns.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_KERNELS_CORRELATION_H
#define TITIAN_KERNELS_CORRELATION_H

#include <stddef.h>

/** Pearson correlation over the pairs in which both values are present.
 *  @param x,y      n values each; missing allowed
 *  @param scratch  2 n doubles, may not overlap x or y
 *  @return -1..1; NaN for fewer than 3 pairs, and when either side is constant over them
 *  Source: COINr get_corr(), pairwise complete. Cost: O(n). */
double kernel_correlation(const double *x, const double *y, size_t n, double *scratch);

#endif
