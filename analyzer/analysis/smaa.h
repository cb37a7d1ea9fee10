/* What the files of the analysis of weights share.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_ANALYSIS_SMAA_H
#define TITIAN_ANALYSIS_SMAA_H

#include <titian/smaa.h>

#include "core/arena.h"
#include "kernels/rank_bounds.h"
#include "kernels/smaa.h"
#include "stages/aggregate.h"

struct titian_smaa {
    size_t node;
    size_t n_elements, n_free;
    size_t *elements;
    double *weights, *low, *high; /* of each element; the bounds are tightened */
    size_t n_units, n_inexact;
    uint64_t n_draws; /* 0: exact */
    titian_smaa_unit_state *units;
    double *acceptability, *pairwise, *central; /* n x n, n x n, n x m; NULL without shares */
    titian_arena arena;
};

/** The work on one. */
typedef struct {
    titian_smaa *s;
    const titian_assessment *a;
    const titian_framework *framework;
    const titian_choice *choice; /* of the node, and of all between it and its elements */
    size_t year;
    double *raw; /* [element][unit]: scores; missing allowed */
    double *least, *most,
        *usual;            /* the same on the method's scale: what each may be, and is at the model's weights */
    kernel_rank_gap *gaps; /* those that stand for more than one value */
    size_t n_gaps;
    double tie;         /* differences of means on that scale up to here are none */
    titian_arena arena; /* of all that does not outlive the work */
} titian_smaa_work;

/** n elements of zeroed scratch, or NULL: then the error is filled in. */
void *titian_smaa_room(titian_arena *arena, size_t n, size_t size, titian_error *err);
/** The node that an element lies in, so many levels up. */
size_t titian_smaa_above(const titian_smaa_work *work, size_t element, int levels);

/** Node, method, elements and their bounds. */
TITIAN_CHECKED titian_status titian_smaa_choose(
    titian_smaa_work *work, const titian_smaa_options *options, titian_error *err);
/** Units, and their scores on the method's scale. */
TITIAN_CHECKED titian_status titian_smaa_gather(titian_smaa_work *work, titian_error *err);
/** Limits of each unit's rank, and ranks reached. */
TITIAN_CHECKED titian_status titian_smaa_limit(
    titian_smaa_work *work, const titian_smaa_options *options, titian_error *err);
/** Shares estimated from weights drawn by several threads.
 *  @param out  as for kernel_smaa_exact, pairs too */
TITIAN_CHECKED titian_status titian_smaa_sample(titian_smaa_work *work, const titian_smaa_options *options,
    const kernel_smaa_problem *problem, kernel_smaa_result *out, titian_error *err);

#endif
