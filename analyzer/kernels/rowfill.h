/* Kernel: gaps filled from the unit's own other indicators.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_KERNELS_ROWFILL_H
#define TITIAN_KERNELS_ROWFILL_H

#include "kernels/block.h"

/** A statistic of n values, none missing, n > 0, which it may reorder: kernel_mean_of or kernel_median_of. */
typedef double (*kernel_statistic_fn)(double *x, size_t n);

/** Fill each gap with what stands for it on the indicator's own scale: every indicator is turned to point upwards and
 *  scaled to 0..1 between its least and greatest value; the gap gets the mean (or median) of the scaled values the
 *  unit has, scaled back. A constant indicator says nothing and takes no part; its own gaps get the constant, unless
 *  the unit has no scaled value at all.
 *  @param block       the indicators of one group, or of all; missing allowed
 *  @param directions  n_indicators: +1 or -1
 *  @param out         n_units x n_indicators, indicator j at out + j n_units; observed values are copied as they are;
 *                     may not overlap the block
 *  @param scratch     3 n_indicators doubles
 *  @return number of cells still missing: units without any value, indicators without any
 *  Source: COINr Impute(impute_by = "row"); docs/methods.md. Cost: O(n m). */
size_t kernel_fill_by_row(
    const kernel_block *block, const double *directions, kernel_statistic_fn of, double *out, double *scratch);

#endif
