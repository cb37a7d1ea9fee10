/* Weighing: weights of the children of a node, given, judged or found in the data. A family of methods is one file
 * with a table of rows; weigh.c walks them. SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_STAGES_WEIGH_H
#define TITIAN_STAGES_WEIGH_H

#include "kernels/block.h"
#include "stages/table.h"

/** The children of one node. What `looks` at data has the scores of the children in use in the years looked at; other
 *  methods have all children and no block. */
typedef struct {
    titian_flow *flow;
    const titian_choice *choice;
    size_t node, year;
    const titian_node *about;
    const size_t *children; /* n nodes */
    size_t n;
    kernel_block block;  /* n columns */
    const char *when;    /* "in 2020"; "" without data */
    double *weights;     /* n, to be written, >= 0 and not all 0 */
    titian_arena *arena; /* for scratch that dies with the job */
} titian_weigh_job;

typedef titian_status (*titian_weigh_fn)(const titian_weigh_job *job, titian_error *err);

typedef struct {
    titian_method about;
    titian_weigh_fn work;
    int looks; /* 1: at the data */
} titian_weigh_row;

/* The families, each ending with a row without work. Row 0 of the first is the default: given. */
extern const titian_weigh_row titian_weigh_people[], titian_weigh_data[];

/** Does the method of a row look at data? */
int titian_weigh_looks(size_t row);
/** The same of the method that weighs a node's children. */
int titian_weigh_node_looks(const titian_recipe *recipe, size_t node);
/** Weights that need no data, for every node and year: flow->weights, before anything runs; and of exceptions. */
TITIAN_CHECKED titian_status titian_weigh_known(titian_flow *flow, titian_error *err);
/** Weights of a node's children from their scores, in every year; nothing where the method does not look at data. */
TITIAN_CHECKED titian_status titian_weigh_children(titian_flow *flow, size_t node, titian_error *err);

/** The method `optimised`. */
titian_status titian_weigh_optimised(const titian_weigh_job *job, titian_error *err);

/** Code of child k. */
const char *titian_weigh_child(const titian_weigh_job *job, size_t k);
/** Scratch of the job. */
TITIAN_CHECKED titian_status titian_weigh_room(
    const titian_weigh_job *job, double **out, size_t n, titian_error *err);
/** Say what a kernel refused, with unit and child in place of its numbers, in err. @return the status of `found` */
titian_status titian_weigh_refuse(const titian_weigh_job *job, const titian_error *found, titian_error *err);

#endif
