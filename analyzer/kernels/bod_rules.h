/* Kernels of the benefit of the doubt: restrictions as columns of a programme; data made ready for one.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_KERNELS_BOD_RULES_H
#define TITIAN_KERNELS_BOD_RULES_H

#include "kernels/bod.h"

/** How many columns bod_rules_columns writes: the same for every unit. */
size_t bod_rules_count(const kernel_bod_rules *rules, size_t n_indicators);

/** The restrictions on the weights of one unit, each as "column . weights <= 0".
 *  @param values   the unit's n_indicators values
 *  @param columns  bod_rules_count() columns of n_rows >= n_indicators, one after another; the largest coefficient of
 *                  each is 1, or all are 0 where the restriction says nothing of this unit */
void bod_rules_columns(
    const kernel_bod_rules *rules, size_t n_indicators, const double *values, size_t n_rows, double *columns);

/** Powers of two by which the rows of a unit's programme are scaled, so that a digit of an amount is worth a digit of
 *  the score. Without restrictions a small value counts for little whatever its weight, and one scale, near 1 /
 * largest value, does for all rows. Restrictions can make a small value count: then each row has its own, near 1 /
 * value (and that of a value of 0 the largest of the others).
 *  @param values,scales  n_rows each; with no value above 0 all scales are 1 */
void bod_row_scales(const kernel_bod_rules *rules, const double *values, size_t n_rows, double *scales);

/** Check the values and scale each indicator by a power of two so that its largest value is in [0.5, 1).
 *  @param exponents  n_indicators: value = scaled x 2^exponent
 *  @param units      n_units columns of n_rows >= n_indicators: the scaled values of unit i begin at i n_rows; rows
 *                    from n_indicators on are not touched
 *  @return as kernel_bod */
titian_status bod_units(
    const kernel_block *block, size_t n_rows, int *exponents, double *units, titian_error *err) TITIAN_CHECKED;

#endif
