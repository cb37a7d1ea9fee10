/* What the tables of a comparison of two years share.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_ANALYSIS_COMPARISON_H
#define TITIAN_ANALYSIS_COMPARISON_H

#include <titian/comparison.h>

#include "core/arena.h"
#include "core/listing.h"

enum { BEFORE, AFTER };

/** Why the score of an indicator is another in the second year. */
typedef enum {
    TITIAN_CAUSE_NEW,      /* another observation */
    TITIAN_CAUSE_STILL,    /* the same observation: there is no new data */
    TITIAN_CAUSE_SCALE,    /* the same observation on a scale that has moved */
    TITIAN_CAUSE_COVERAGE, /* there is a value in one of the years alone */
    TITIAN_CAUSE_BREAK,    /* another observation, beyond a break that no comparison spans */
    TITIAN_CAUSE_IMPUTED,  /* a value of either year is imputed */
    TITIAN_CAUSE_SCREENED, /* screening left the indicator out in one of the years */
    TITIAN_CAUSE_NONE,     /* there is no value in either year, or the indicator was left out in both */
    TITIAN_CAUSE_WEIGHTS,  /* of no indicator: weights found in the data differ */
    TITIAN_CAUSE_OTHERS,   /* nothing of the unit's own: the aggregation looks at others, whose values changed */
    TITIAN_CAUSE_WHOLE,    /* of no indicator: the change could not be split */
    TITIAN_N_CAUSES
} titian_cause;

/** One table at work. */
typedef struct {
    const titian_assessment *a;
    const titian_framework *framework;
    const titian_panel *scores;
    size_t n_units, n_indicators, n_nodes;
    size_t year[2]; /* BEFORE and AFTER, as positions among the index years */
    size_t node;    /* TITIAN_NONE: all */
    titian_listing *listing;
    titian_arena arena;
} titian_comparison;

const titian_node *titian_comparison_node(const titian_comparison *c, size_t node);
/** Scores of a node BEFORE or AFTER, n_units numbers. */
const double *titian_comparison_scores(const titian_comparison *c, size_t node, int when);
titian_cause titian_comparison_cause(const titian_comparison *c, size_t indicator, size_t unit);
/** Word for a cause ("new data"). */
const char *titian_cause_name(titian_cause cause);
/** Year in which the value of an indicator was observed; missing without value and for imputed ones. */
double titian_comparison_observed(const titian_comparison *c, size_t indicator, size_t unit, int when);

/** n elements of zeroed scratch, or NULL: then the error is filled in. */
void *titian_comparison_scratch(titian_comparison *c, size_t n, size_t size, titian_error *err);

/* The tables; see the list in comparison.c. */
titian_status titian_comparison_change(titian_comparison *c, titian_error *err);
titian_status titian_comparison_decomposition(titian_comparison *c, titian_error *err);
titian_status titian_comparison_causes(titian_comparison *c, titian_error *err);

/** Parts of the change of a node's scores by a game in which indicators take their later scores one after the other.
 *  @param out  [n_nodes + 1][n_units], zeroed: of the indicators under the node, and behind the nodes of the weights
 *              where they differ; missing for units of which a mixture of both years has no score
 *  @param why_not  set to words, and out left alone, where there are too many sets of indicators; else NULL */
TITIAN_CHECKED titian_status titian_comparison_play(
    titian_comparison *c, size_t node, double *out, const char **why_not, titian_error *err);

#endif
