/* Aggregation: what its families of methods share. A family is one file with a table of rows; aggregate.c walks them.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_STAGES_AGGREGATE_H
#define TITIAN_STAGES_AGGREGATE_H

#include "kernels/find.h"
#include "kernels/mean.h"
#include "stages/table.h"

/* Columns of n_units doubles in the scratch of a job, and in its room beside one for each child or grandchild. */
enum { TITIAN_JOB_SCRATCH = TITIAN_SCRATCH_COLUMNS - 1, TITIAN_JOB_SPARE = 4 };

/** One node in one year. Children that screening left out have weight 0 here and no scores. */
typedef struct {
    titian_flow *flow;
    const titian_choice *choice;
    size_t node, year;
    const titian_node *about;
    kernel_columns children;
    const double *ready; /* the children's scores as the method's `ready` made them, n apart; NULL: not made */
    double total_weight, total_count; /* of the children in use */
    double *out;                      /* n scores, to be written */
    double *weight;                   /* n doubles: the weight present, to be written */
    double *scratch;                  /* TITIAN_JOB_SCRATCH x n */
    double *room;   /* (width + TITIAN_JOB_SPARE) x n, and width (width + 3) / 2 + 6 width behind them */
    size_t *places; /* 4 width */
    size_t width;   /* most children, or most grandchildren, of any node */
} titian_node_job;

/** Write out and weight for every unit, or say which unit's score the method cannot take. */
typedef titian_status (*titian_combine_fn)(const titian_node_job *job, titian_error *err);

/** Say which score the method cannot take, or make a column ready for it: what needs no weights and can be done once
 * for many runs, such as logarithms. @param out  n columns of n_units, one behind the other */
typedef titian_status (*titian_ready_fn)(const titian_node_job *job, double *out, titian_error *err);
/** Bring a child's score onto the scale on which a method is a weighted mean, turned so that more there is a higher
 *  score of the node. */
typedef double (*titian_additive_fn)(const titian_choice *choice, double score);

typedef struct {
    titian_method about;
    titian_combine_fn work;
    titian_ready_fn ready;       /* NULL: there is nothing to make ready */
    titian_additive_fn additive; /* NULL: no weighted mean on any scale */
    int compares;                /* 1: a unit's score hangs on the scores of the others */
} titian_aggregate_row;

/** What one node after the other works in, for as many walks over the tree as one likes. */
typedef struct {
    double *weights, *room;
    double *masked, *part; /* for exceptions alone: children of some units, and what came of them */
    size_t *places, width;
    const double **ready; /* [year][node] children of level 1 made ready; NULL where not */
    unsigned char *used;  /* [year][node] is anything that weighs in use, of the nodes walked so far? */
} titian_shop;

/** Open the shop, in the flow's arena. */
TITIAN_CHECKED titian_status titian_shop_open(titian_shop *shop, titian_flow *flow, titian_error *err);
/** Make indicators ready for the methods of the nodes above them, as long as neither changes. */
TITIAN_CHECKED titian_status titian_aggregate_ready(titian_flow *flow, titian_shop *shop, titian_error *err);
/** Scores of all aggregates from those of the indicators, level by level; flow->scores must be there. */
TITIAN_CHECKED titian_status titian_aggregate_walk(titian_flow *flow, const titian_shop *shop, titian_error *err);

/** That of a choice of a method; NULL when it has none. */
titian_additive_fn titian_aggregate_additive(const titian_choice *choice);
/** Do two choices combine scores alike? What is asked of coverage and rounding may differ. */
int titian_aggregate_alike(const titian_choice *a, const titian_choice *b);

/* The families, in the order of the table. */
enum {
    TITIAN_N_AGGREGATE_MEANS = 6,
    TITIAN_N_AGGREGATE_ORDERED = 5,
    TITIAN_N_AGGREGATE_BALANCED = 4,
    TITIAN_N_AGGREGATE_COMPARED = 5,
    TITIAN_N_AGGREGATE_BOD = 9
};
extern const titian_aggregate_row titian_aggregate_means[TITIAN_N_AGGREGATE_MEANS];
extern const titian_aggregate_row titian_aggregate_ordered[TITIAN_N_AGGREGATE_ORDERED];
extern const titian_aggregate_row titian_aggregate_balanced[TITIAN_N_AGGREGATE_BALANCED];
extern const titian_aggregate_row titian_aggregate_compared[TITIAN_N_AGGREGATE_COMPARED];
extern const titian_aggregate_row titian_aggregate_bod[TITIAN_N_AGGREGATE_BOD];

/** Does the method of a row compare units? Then all of them have the same weights. */
int titian_aggregate_compares(size_t row);

/** Node, and code of a child of the job's node. */
const titian_node *titian_node_at(const titian_flow *flow, size_t node);
const char *titian_job_child(const titian_node_job *job, size_t child);
int titian_job_year(const titian_node_job *job);

/** Refuse a score: "the WHAT of NODE needs scores NEED: unit U has x for CHILD in YEAR", and the mend. */
titian_status titian_job_refuse(const titian_node_job *job, const kernel_place *place, const char *what,
    const char *need, const char *mend, titian_error *err);

/** Note how many scores lie below a floor and are raised to it before a mean. */
TITIAN_CHECKED titian_status titian_job_note_raised(
    const titian_node_job *job, double floor, const char *mean, titian_error *err);

/** The children with every score below a floor raised to it, in the job's room; noted. Without a floor (0) the
 *  children as they are. */
TITIAN_CHECKED titian_status titian_job_raise(
    const titian_node_job *job, double floor, const char *mean, kernel_columns *out, titian_error *err);

/** Write the weight present of each unit, for methods whose kernel does not say. */
void titian_job_weigh(const titian_node_job *job);

/** Note the units that have a score in some child in use, but none from this method, and why. */
TITIAN_CHECKED titian_status titian_job_note_unscored(
    const titian_node_job *job, const char *method, const char *why, titian_error *err);

/* Options that every row has, first, and some that several have. */
enum { TITIAN_N_AGGREGATE_PARAMS = 4 };
#define TITIAN_AGGREGATE_PARAMS                                                                                      \
    {.name = "min_coverage",                                                                                         \
        .kind = TITIAN_PARAM_NUMBER,                                                                                 \
        .fallback = 0.0,                                                                                             \
        .least = 0.0,                                                                                                \
        .most = 1.0,                                                                                                 \
        .summary = "share of a node's children in use that must have a score for the node to have one, 0 to 1"},     \
        {.name = "coverage_by",                                                                                      \
            .kind = TITIAN_PARAM_CHOICE,                                                                             \
            .fallback = 0.0,                                                                                         \
            .most = 1.0,                                                                                             \
            .choices = "weight count",                                                                               \
            .summary = "whether that share is of weight or of the number of children"},                              \
        {.name = "decimals",                                                                                         \
            .kind = TITIAN_PARAM_COUNT,                                                                              \
            .fallback = -1.0,                                                                                        \
            .least = -1.0,                                                                                           \
            .most = 15.0,                                                                                            \
            .summary =                                                                                               \
                "decimal places to which the node's scores are rounded before the next level; -1: not at all"},      \
    {                                                                                                                \
        .name = "rounding", .kind = TITIAN_PARAM_CHOICE, .fallback = 0.0, .most = 1.0,                               \
        .choices = "half_up half_even",                                                                              \
        .summary =                                                                                                   \
            "what becomes of a tie, within 1e-12 of it: away from zero, as spreadsheets do it, or to the even digit" \
    }

#define TITIAN_FLOOR_PARAM(fallback_points)                                                                          \
    {                                                                                                                \
        .name = "floor", .kind = TITIAN_PARAM_NUMBER, .fallback = (fallback_points), .least = 0.0, .most = 1e6,      \
        .summary =                                                                                                   \
            "scores below this are raised to it, score points; 0: none are, and a score of 0 or less is an error"    \
    }

#define TITIAN_POINTS_PARAM                                                                                          \
    {                                                                                                                \
        .name = "points", .kind = TITIAN_PARAM_NUMBER, .fallback = 100.0, .least = 1e-6, .most = 1e6,                \
        .summary = "score points that a result of 1 is worth; 1: the result as published"                            \
    }

#endif
