/* Priorities of a replication.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_ANALYSIS_REPLICATE_PRIORITY_H
#define TITIAN_ANALYSIS_REPLICATE_PRIORITY_H

#include "analysis/replicate.h"

/** Shortfalls of the last replication under its target, as the priority step has them: to its power, and as they are.
 *  @param who     n_who units that are asked about
 *  @param need,need_1  n_units, of which those of who are written; missing where there is no score
 *  @param weight  n_units doubles of scratch */
void titian_hand_needs(
    const titian_hand *hand, const uint32_t *who, size_t n_who, double *need, double *need_1, double *weight);

/** Priority scores of some units from the scores of the last replication, with the parameters drawn; what does not
 * come from scores (vulnerability, aid, absorption, coverage) is as in the nominal run.
 *  @param who      n_who units
 *  @param out      n_units scores, of which those of who are written
 *  @param scratch  3 n_units doubles */
void titian_hand_priorities(const titian_hand *hand, const uint32_t *who, size_t n_who, double *out, double *scratch);

#endif
