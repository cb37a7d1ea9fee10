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

/* The methods by expectation and maximisation. */
titian_status titian_impute_em(const titian_impute_task *task, titian_error *err);
titian_status titian_impute_multiple(const titian_impute_task *task, titian_error *err);

#define TITIAN_GROUP_LEVEL_PARAM(fallback_level)                                                                     \
    {                                                                                                                \
        .name = "group_level", .kind = TITIAN_PARAM_COUNT, .fallback = (fallback_level), .least = 0.0, .most = 64.0, \
        .summary = "indicators under the same node of this level are looked at together; 0: all of them"             \
    }

#define TITIAN_EM_PARAMS                                                                                             \
    TITIAN_GROUP_LEVEL_PARAM(2.0),                                                                                   \
        {.name = "max_rounds",                                                                                       \
            .kind = TITIAN_PARAM_COUNT,                                                                              \
            .fallback = 10000.0,                                                                                     \
            .least = 1.0,                                                                                            \
            .most = 1e6,                                                                                             \
            .summary = "rounds after which it is given up, with an error"},                                          \
        {.name = "tolerance",                                                                                        \
            .kind = TITIAN_PARAM_NUMBER,                                                                             \
            .fallback = 1e-8,                                                                                        \
            .least = 1e-14,                                                                                          \
            .most = 0.1,                                                                                             \
            .summary =                                                                                               \
                "settled when no mean moves by more standard deviations in a round, nor any covariance by more"},    \
    {                                                                                                                \
        .name = "ridge", .kind = TITIAN_PARAM_NUMBER, .fallback = 0.0, .least = 0.0, .most = 1e6,                    \
        .summary = "so many units' worth of belief that indicators are uncorrelated; for few units"                  \
    }

#endif
