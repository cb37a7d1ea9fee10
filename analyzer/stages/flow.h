/* The flow: one panel on its way through the stages, with what the stages learn about it.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_STAGES_FLOW_H
#define TITIAN_STAGES_FLOW_H

#include <stddef.h>

#include <titian/assessment.h>
#include <titian/panel.h>
#include <titian/recipe.h>
#include <titian/status.h>

#include "core/arena.h"
#include "stages/notes.h"

/* Doubles of scratch per unit and year, and positions likewise: values of all years may be looked at together. */
enum { TITIAN_SCRATCH_COLUMNS = 6, TITIAN_SCRATCH_ORDERS = 2 };

/** An exception of the recipe at work, in the arena of the notes. */
typedef struct titian_excepted {
    double *weights;      /* of the children of its node, relative to each other */
    unsigned char *holds; /* [year][unit] 1: the unit has these weights; known once the children have their scores */
} titian_excepted;

/** Arrays of a year are found as [year * n + ...]. They die with the flow, but `weights`, `effective`, `excepted`,
 * `unrounded` and the texts of `lack` are in the arena of the notes. Panel and scores are owned by the flow until
 * somebody takes them. */
typedef struct {
    const titian_recipe *recipe;
    titian_panel
        *panel; /* assessed units x index years; variable j < n_indicators is indicator j; changed in place */
    titian_panel *scores; /* one variable per node; NULL before aggregation */
    size_t n_units, n_years, n_indicators, n_nodes;
    unsigned char *included;   /* [year][indicator] 0: left out by screening */
    unsigned char *dropped;    /* [year][unit] 1: taken out by screening */
    unsigned char *observed;   /* [year][indicator][unit] 1: rests on a value read from a file */
    unsigned char *logged;     /* [year][indicator] 1: treatment has put the values on a log scale */
    double *weights;           /* [year][node] relative to siblings; those from data once their node is aggregated */
    double *effective;         /* [year][node] share of the index, after screening */
    titian_excepted *excepted; /* [exception]; NULL where the recipe has none */
    double *unrounded;         /* [year][node][unit] scores of nodes that are rounded, before that; NULL: none is */
    const char **lack;         /* [year][unit] what screening found lacking, in words; "" nothing */
    size_t *n_groups;          /* [year][unit] nodes of the screening level with enough data */
    titian_treatment *treatment; /* [year][indicator] how treatment went, in the arena of the notes; NULL before */
    /* for a run that is one of many, else NULL or 0: factors of the weights, [node]; the draw of multiple imputation
     * that is taken; and the scores of the run by which it was decided who has enough data for a score of a node,
     * which is not judged again */
    const double *factors;
    size_t imputation;
    const unsigned char *decided; /* [year][node][unit] 1: has enough */
    double *scratch;              /* TITIAN_SCRATCH_COLUMNS x n_years x n_units */
    size_t *orders;               /* TITIAN_SCRATCH_ORDERS x n_years x n_units */
    titian_arena arena;
    titian_notes *notes;
    titian_reached *reached; /* [year][node] in the arena of the notes; correlation missing: nothing was reached */
    struct titian_bod_kept *bods; /* where weights of the benefit of the doubt are to be kept; NULL: nowhere */
} titian_flow;

/** Allocate a flow's arrays. Recipe and notes are borrowed and must be set, like the counts of units and years.
 *  Everything is included, nothing dropped, nothing lacking, nothing observed. */
TITIAN_CHECKED titian_status titian_flow_open(titian_flow *flow, titian_error *err);
/** Free what the flow still owns. */
void titian_flow_close(titian_flow *flow);

/* Where to find the pieces. */
const titian_node *titian_flow_indicator(const titian_flow *flow, size_t indicator);
int titian_flow_year(const titian_flow *flow, size_t year);
const char *titian_flow_unit(const titian_flow *flow, size_t unit);
int titian_flow_included(const titian_flow *flow, size_t indicator, size_t year);
unsigned char *titian_flow_observed(const titian_flow *flow, size_t indicator, size_t year);
/** Weights of a year, n_nodes in node order. */
const double *titian_flow_weights(const titian_flow *flow, size_t year);
/** Recompute effective weights of a year from `weights` and `included`. */
void titian_flow_weigh(const titian_flow *flow, size_t year);

/** Scores of a node in a year, n_units numbers. Those of indicators are in the panel once normalised; the years of a
 * node lie one behind the other, as its siblings do. */
const double *titian_flow_scores(const titian_flow *flow, size_t node, size_t year);

/** A value that was there becomes missing: the cell is marked SET_ASIDE. */
void titian_flow_set_aside(titian_flow *flow, size_t indicator, size_t year, size_t unit);

#endif
