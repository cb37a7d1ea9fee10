/* Kernels of the benefit of the doubt that need no optimisation: against samples of units, and geometric.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_KERNELS_BOD_CLOSED_H
#define TITIAN_KERNELS_BOD_CLOSED_H

#include <titian/status.h>

#include "kernels/block.h"

/** Robust scores against the expected best of `draws` units drawn at random with replacement: no simulation is
 *  needed. With v_k = the least over j of y_kj / y_oj, sorted ascending, score = 1 / (sum over k of v_k ((k/n)^draws
 * -
 *  ((k-1)/n)^draws)). A unit better than that expectation scores above 1. Indicators in which the unit has 0 do not
 *  hold it back; a unit with 0 throughout scores 0.
 *  @param block    values >= 0, none missing
 *  @param draws    > 0, usually a whole number: the fewer, the less a score depends on outstanding units
 *  @param scores   n_units
 *  @param scratch  2 n_units doubles
 *  @return TITIAN_E_NUMERIC for a missing, negative or infinite value (unit in err->line, indicator in err->column),
 *          no indicators, draws <= 0
 *  Source: Vidoli and Mazziotta 2013 (simulated); closed form of the expected minimum input function, Cazals, Florens
 *  and Simar 2002. Cost: O(n (n m + n log n)). */
titian_status kernel_bod_order_m(
    const kernel_block *block, double draws, double *scores, double *scratch, titian_error *err) TITIAN_CHECKED;

/** The same against the alpha-quantile of v: the least v that at least a share alpha of units does not exceed.
 *  @param alpha    above 0, up to 1; 1: against the outstanding unit
 *  @param scores   n_units; missing where that quantile is 0, the other units having 0 where this one has not
 *  @param scratch  n_units doubles
 *  Source: Daouia and Simar 2007. */
titian_status kernel_bod_order_alpha(
    const kernel_block *block, double alpha, double *scores, double *scratch, titian_error *err) TITIAN_CHECKED;

/** Geometric index with benefit-of-the-doubt shares: product over j of (y_oj / b_j)^s_oj, against a benchmark b.
 *  @param block     values > 0, none missing
 *  @param shares    n_units x n_indicators as kernel_bod_result has them: missing where they are not unique, and the
 *                   index is missing there too
 *  @param base      n_indicators values > 0, in the units of the indicators: the benchmark, which has index 1
 *  @param index     n_units; n_unique: how many are not missing, NULL allowed
 *  @return TITIAN_E_NUMERIC for a value <= 0, missing or infinite (err->line, err->column), also in base (err->column
 *          alone)
 *  Source: Van Puyenbroeck and Rogge 2017. Cost: O(n m). */
titian_status kernel_bod_geometric(const kernel_block *block, const double *shares, const double *base, double *index,
    size_t *n_unique, titian_error *err) TITIAN_CHECKED;

#endif
