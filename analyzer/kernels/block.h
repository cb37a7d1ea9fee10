/* Kernels: a block of indicators over units, as it lies in a panel, and what is done with whole blocks.
 * Kernels that take a block and can fail return a status; their error's `line` is then the unit and its `column` the
 * indicator at fault, both from 1, 0 where no single one is: the caller puts names and a place in their stead.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_KERNELS_BLOCK_H
#define TITIAN_KERNELS_BLOCK_H

#include <stddef.h>

/** Borrowed; a value is finite or missing (NaN). */
typedef struct {
    const double *values; /* indicator j of unit i is values[j * stride + i] */
    size_t stride;        /* doubles from one indicator to the next, >= n_units */
    size_t n_units, n_indicators;
} kernel_block;

/** The values of one indicator, borrowed; of no units: anything, NULL too. */
const double *kernel_block_column(const kernel_block *block, size_t indicator);

/** Copy the units that have every value, in their order.
 *  @param out  n_units x n_indicators doubles, may not overlap the block; on return column j begins at out + j x (the
 *              number of complete units)
 *  @return number of complete units. Cost: O(n_units n_indicators) */
size_t kernel_block_complete(const kernel_block *block, double *out);

/** Has a unit every value? */
int kernel_block_has_all(const kernel_block *block, size_t unit);

/** x := (x - mean) / sd, in place. Values from denormal to 1e308 are all right: they are first scaled by a power of
 *  two, which is exact.
 *  @param x        n values, none missing
 *  @param mean,sd  in the unit of x; divisor n - 1
 *  @return 1; 0 when n < 2 or all values are equal: then x is left as it is and sd is 0. Cost: O(n) */
int kernel_standardise(double *x, size_t n, double *mean, double *sd);

/** Correlations between standardised columns, as kernel_standardise leaves them.
 *  @param z  n x m; column j begins at z + j n; n >= 2
 *  @param r  m x m, symmetric, 1 on the diagonal. Cost: O(n m^2) */
void kernel_block_correlate(const double *z, size_t n, size_t m, double *r);

#endif
