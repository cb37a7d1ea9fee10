/* The start of a run: a flow with its weights and the values of its index years.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_ANALYSIS_BEGIN_H
#define TITIAN_ANALYSIS_BEGIN_H

#include "stages/carry.h"
#include "stages/flow.h"

/** Open a flow, find the weights that need no data, and carry values forward to the index years.
 *  @param flow   its recipe and notes must be set
 *  @param slice  units and years; borrowed during the call */
TITIAN_CHECKED titian_status titian_begin(titian_flow *flow, const titian_slice *slice, titian_error *err);

#endif
