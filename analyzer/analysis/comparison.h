/* What the tables of a comparison of two years share.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_ANALYSIS_COMPARISON_H
#define TITIAN_ANALYSIS_COMPARISON_H

#include <titian/comparison.h>

#include "core/arena.h"
#include "core/listing.h"
#include "kernels/shapley.h"

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

/** What stands on one side of a comparison: an index year of a run. */
typedef struct {
    const titian_assessment *a;
    const titian_panel *scores;
    size_t year;         /* position among its index years */
    const size_t *units; /* [unit compared] its position in the run, ascending; NULL: all of the run, as they stand */
    double *gathered;    /* where there are such: [node][unit compared] scores */
} titian_side;

/** One comparison at work: the runs have the same tree. */
typedef struct {
    titian_side side[2]; /* BEFORE and AFTER; two years of one run, or two runs */
    const titian_framework *framework;
    size_t n_units, n_indicators, n_nodes;
    size_t node; /* TITIAN_NONE: all */
    titian_listing *listing;
    titian_arena arena;
} titian_comparison;

const titian_node *titian_comparison_node(const titian_comparison *c, size_t node);
/** Code of a unit, and where it stands in the run of one side. */
const char *titian_comparison_unit(const titian_comparison *c, size_t unit);
size_t titian_comparison_at(const titian_comparison *c, size_t unit, int when);
/** Index year of a side. */
int titian_comparison_year(const titian_comparison *c, int when);
/** Was an indicator in use? */
int titian_comparison_includes(const titian_comparison *c, size_t indicator, int when);
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
titian_status titian_comparison_common(titian_comparison *c, titian_error *err);

/** How many plays a game takes of which the tree is aggregated in each: infinite where they would be more than
 * 131,072, which take seconds for a few hundred units, or where too many players are side by side.
 *  @param n  nodes of the blocks; 0: nobody plays */
double titian_plays_of(const kernel_blocks *blocks, size_t n);
/** What is said of those. */
extern const char titian_too_many_plays[];

/** Parts of the change of a node's scores by a game in which indicators take their later scores one after the other.
 *  Those whose scores are the same on both sides for every unit that plays move nothing and stay away, which makes
 * the game smaller.
 *  @param units  n units that play, ascending
 *  @param out    [n_nodes + 1][n], zeroed: of the indicators under the node, and behind the nodes of the weights
 *                where they differ; missing for units of which a mixture of both sides has no score
 *  @param why_not  set to words, and out left alone, where there are too many sets of indicators; else NULL */
TITIAN_CHECKED titian_status titian_comparison_play(titian_comparison *c, size_t node, const size_t *units, size_t n,
    double *out, const char **why_not, titian_error *err);
/** How many times that would aggregate the tree. @param plays  infinite where there are too many */
TITIAN_CHECKED titian_status titian_comparison_plays(
    titian_comparison *c, size_t node, const size_t *units, size_t n, double *plays, titian_error *err);

#endif
