/* Kernels: weights that data propose by themselves. They reward dispersion, not importance: offer them to see how
 * much hangs on the weights, not to choose them. All have one signature, so that they can be rows of a table. Every
 * weight is >= 0 and they add up to 1. SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_KERNELS_DATAWEIGHTS_H
#define TITIAN_KERNELS_DATAWEIGHTS_H

#include <titian/status.h>

#include "kernels/block.h"

/** @param block    indicators that all point the same way (higher is better)
 *  @param weights  one per indicator
 *  @param scratch  kernel_data_weights_scratch() doubles, may not overlap the block
 *  @return TITIAN_E_NUMERIC where a weight cannot be had, naming unit and indicator in err->line and err->column */
typedef titian_status (*kernel_data_weights_fn)(
    const kernel_block *block, double *weights, double *scratch, titian_error *err);

/** Doubles of scratch that any of them needs. */
size_t kernel_data_weights_scratch(size_t n_units, size_t n_indicators);

/** 1 / m each. Refused: no indicators. */
titian_status kernel_weights_equal(
    const kernel_block *block, double *weights, double *scratch, titian_error *err) TITIAN_CHECKED;

/** Proportional to the standard deviation (divisor n - 1) of the indicator's values as they stand: bring indicators
 *  to one scale first. Missing values are left out; a constant indicator gets weight 0.
 *  Refused: fewer than 2 values of an indicator; every indicator constant.
 *  Source: Diakoulaki, Mavrotas and Papayannakis 1995. Cost: O(n m). */
titian_status kernel_weights_deviation(
    const kernel_block *block, double *weights, double *scratch, titian_error *err) TITIAN_CHECKED;

/** Entropy: with r the values' shares of their sum, proportional to 1 + (sum of r ln r) / ln n. Missing values are
 *  left out (n is the indicator's own count); a constant indicator gets weight 0. The deviation from full entropy is
 *  summed directly, so that weights of nearly constant indicators keep their digits.
 *  Refused: a value <= 0; fewer than 2 values of an indicator; every indicator constant.
 *  Source: Shannon 1948; Zeleny 1982; Xu 2004. Cost: O(n m). */
titian_status kernel_weights_entropy(
    const kernel_block *block, double *weights, double *scratch, titian_error *err) TITIAN_CHECKED;

/** CRITIC: proportional to s_j x (sum over k of (1 - r_jk)), s the standard deviation of values scaled to 0..1
 * between least and greatest, r Pearson's correlation over units that have both values. The scaling is done here, so
 * any scale will do. Refused: a constant indicator; two indicators that fewer than 3 units share, or one of them
 * constant over those; all indicators perfectly correlated, which a single one is too. Source: Diakoulaki, Mavrotas
 * and Papayannakis 1995. Cost: O(n m^2). */
titian_status kernel_weights_critic(
    const kernel_block *block, double *weights, double *scratch, titian_error *err) TITIAN_CHECKED;

/** MEREC: with a_ij = ln x_ij - ln (least x_j), S_i = ln(1 + (sum over j of a_ij) / m) and S_ij the same without
 *  indicator j, proportional to the sum over i of |S_ij - S_i|. Only units with every value take part; a constant
 *  indicator gets weight 0.
 *  Refused: a value <= 0; no unit with every value; every indicator constant over them.
 *  Source: Keshavarz-Ghorabaee et al. 2021, all criteria beneficial. Cost: O(n m). */
titian_status kernel_weights_merec(
    const kernel_block *block, double *weights, double *scratch, titian_error *err) TITIAN_CHECKED;

#endif
