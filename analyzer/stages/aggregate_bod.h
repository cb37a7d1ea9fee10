/* Aggregation by the benefit of the doubt: the scores of one node made ready for the kernels.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_STAGES_AGGREGATE_BOD_H
#define TITIAN_STAGES_AGGREGATE_BOD_H

#include "kernels/block.h"
#include "kernels/bod.h"
#include "stages/aggregate.h"

/** What becomes of a unit with a gap. */
typedef enum {
    TITIAN_BOD_GAP_IS_ZERO, /* the gap neither helps the unit nor sets a bar for others (Kuosmanen 2009) */
    TITIAN_BOD_GAP_UNSCORED /* the unit takes no part: bounds on shares cannot be held */
} titian_bod_gaps;

/** The units that take part, packed, in the children (or grandchildren) that are above 0 for one of them. */
typedef struct {
    kernel_block block;
    size_t *units;  /* position of each packed unit; block.n_units of them */
    size_t *child;  /* child of the node that each column is, or lies under; block.n_indicators of them */
    size_t *nodes;  /* the node that each column is */
    double *weight; /* of each column */
    double *scores; /* block.n_units, for the kernel to write */
} titian_bod_site;

/** Gather the children with a weight above 0, or what they are made of. The block lies in the job's room, `units` in
 *  the flow's orders, `child` in the job's places, `scores` in the job's scratch, behind
 *  the first column, which titian_job_weigh writes.
 *  @param deep  1: the children's children; a child that is an indicator stands for itself
 *  @return TITIAN_E_NUMERIC for a score below 0 */
TITIAN_CHECKED titian_status titian_bod_gather(
    titian_bod_site *site, const titian_node_job *job, titian_bod_gaps gaps, int deep, titian_error *err);

/** Weights that are kept, year by year and node by node, in the arena of the notes. */
typedef struct titian_bod_kept {
    titian_bod_weights *list;
    size_t n, room;
} titian_bod_kept;

/** Keep what a kernel found for a site, where the flow wants it, and note how many weights are unique.
 *  @param found  with all that kernel_bod knows of weights; `chosen` NULL: none were chosen */
TITIAN_CHECKED titian_status titian_bod_keep(
    const titian_bod_site *site, const titian_node_job *job, const kernel_bod_result *found, titian_error *err);

/** Spread the scores of the units that took part, in points; the others have none, but a unit whose scores are all 0
 *  has 0. Notes who was left out for a gap. */
TITIAN_CHECKED titian_status titian_bod_spread(
    const titian_bod_site *site, const titian_node_job *job, titian_bod_gaps gaps, titian_error *err);

/** A failure of a kernel in the words of the node. */
titian_status titian_bod_explain(const titian_bod_site *site, const titian_node_job *job, titian_status status,
    const titian_error *of_kernel, titian_error *err);

#endif
