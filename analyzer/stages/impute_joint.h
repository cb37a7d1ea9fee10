/* Imputation from other indicators: what its workers are given.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_STAGES_IMPUTE_JOINT_H
#define TITIAN_STAGES_IMPUTE_JOINT_H

#include "kernels/block.h"
#include "stages/impute.h"

/** The indicators under one node in one year, as they came into the stage, with gaps to be filled among them. */
typedef struct {
    const titian_impute_task *task;
    size_t year;
    const char *group;  /* code of the node */
    size_t *columns;    /* indicator of each column */
    kernel_block block; /* n_units units, packed */
    double *out;        /* as the block, to be written: observed values as they are, missing where nothing is known */
    double *scratch;    /* titian_impute_scratch() doubles */
    size_t *order;      /* 2 n_units positions */
    const char *why_not; /* to be written where something stays missing: "because ..." */
} titian_impute_block;

typedef titian_status (*titian_fill_block_fn)(titian_impute_block *b, titian_error *err);

/** Walk the groups of a task in every year and fill their gaps; notes what stays missing.
 *  @param scratch  doubles that `fill` needs */
TITIAN_CHECKED titian_status titian_impute_blocks(
    const titian_impute_task *task, titian_fill_block_fn fill, size_t scratch, titian_error *err);

/** Has a column of the block gaps that are the task's to fill? */
int titian_impute_has_gaps(const titian_impute_block *b, size_t column);

#define TITIAN_GROUP_LEVEL_PARAM(fallback_level)                                                                     \
    {                                                                                                                \
        .name = "group_level", .kind = TITIAN_PARAM_COUNT, .fallback = (fallback_level), .least = 0.0, .most = 64.0, \
        .summary = "indicators under the same node of this level are looked at together; 0: all of them"             \
    }

#endif
