/* Exceptions to weights: units that have weights of their own under some nodes.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_STAGES_EXCEPT_H
#define TITIAN_STAGES_EXCEPT_H

#include <titian/status.h>

#include "stages/flow.h"

/** Room for the recipe's exceptions; nothing where there are none. None holds yet. */
TITIAN_CHECKED titian_status titian_except_open(titian_flow *flow, titian_error *err);
/** Which exceptions of a node hold on which units, from the scores of the nodes below it. Of several that hold the
 *  first counts alone; on a unit that screening took out none holds. */
void titian_except_decide(titian_flow *flow, size_t node, size_t year);

/** Weights of an exception for the children of its node. */
const double *titian_except_weights(const titian_flow *flow, size_t exception);
/** Flags of the units on which an exception holds in a year. */
const unsigned char *titian_except_holds(const titian_flow *flow, size_t exception, size_t year);

/** Weights of a unit: those of all, and its own where an exception holds.
 *  @param weights  of all, n_nodes
 *  @param cell     year x n_units + unit
 *  @param out      n_nodes numbers
 *  @return how many exceptions hold */
size_t titian_except_unit(
    const titian_recipe *recipe, const titian_excepted *excepted, const double *weights, size_t cell, double *out);

/** Share of each node in a unit's index, after screening, as flow->effective but with the unit's own weights.
 *  @param room  2 n_nodes doubles
 *  @return n_nodes shares, in room or those of all units */
const double *titian_except_effective(const titian_flow *flow, size_t unit, size_t year, double *room);

#endif
