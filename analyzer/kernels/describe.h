/* Kernel: what a column looks like, in numbers.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_KERNELS_DESCRIBE_H
#define TITIAN_KERNELS_DESCRIBE_H

#include "kernels/moments.h"

/** Statistics of one column; those of values are missing where there is none. */
typedef struct {
    kernel_shape shape;     /* number present, mean, sd, skewness, excess kurtosis */
    double least, greatest; /* unit of the column, as are those below */
    double median;
    double lower_quartile, upper_quartile; /* type 7 */
    size_t n;                              /* values and gaps */
    size_t n_non_zero;                     /* values present that are not 0 */
    size_t n_unique;                       /* different values among those present */
    size_t n_same;                         /* how often the commonest of them stands; 0 when there is none */
} kernel_description;

/** Describe n values. COINr's fractions are n_same / shape.n and so on; its flags compare shape.n, n_non_zero and
 *  n_unique with shares of n.
 *  @param scratch  n doubles, overwritten
 *  Source: COINr get_stats(); R quantile(type = 7). Cost: O(n log n). */
kernel_description kernel_describe(const double *x, size_t n, double *scratch);

#endif
