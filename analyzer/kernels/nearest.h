/* Kernel: gaps filled from the most similar units.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_KERNELS_NEAREST_H
#define TITIAN_KERNELS_NEAREST_H

#include "kernels/block.h"

typedef struct {
    size_t k;           /* donors to take the mean of, >= 1; default 5 */
    size_t min_overlap; /* indicators two units must both have, of those that vary, to be compared, >= 1; default 2 */
} kernel_nearest_rule;

kernel_nearest_rule kernel_nearest_rule_default(void);

/** Doubles of scratch. */
size_t kernel_nearest_scratch(size_t n_units, size_t n_indicators);

/** Fill each gap with the mean of the indicator over the k nearest units that have it; fewer where fewer can be
 *  compared. Distance is the root mean square difference of z-scores (divisor n - 1) over the indicators both units
 *  have. Donors tied at the k-th distance (within 1e-12 of it) share the places left equally, so that the order of
 *  the units changes nothing. Filled values are no donors.
 *  @param block    missing allowed; an indicator that is constant is not compared on
 *  @param out      n_units x n_indicators, indicator j at out + j n_units; observed values are copied as they are;
 *                  may not overlap the block
 *  @param scratch  kernel_nearest_scratch() doubles
 *  @return number of cells still missing: no unit that has the indicator can be compared
 *  Source: Troyanskaya et al. 2001 (KNNimpute, unweighted); Gower 1971 for distance over what is shared. Cost:
 *  O(n m) for each unit with gaps, O(n) for each gap while k is small, at most O(n k). */
size_t kernel_fill_nearest(const kernel_block *block, const kernel_nearest_rule *rule, double *out, double *scratch);

#endif
