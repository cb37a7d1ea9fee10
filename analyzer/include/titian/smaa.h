/* Robustness to weights: which ranks units can have when the weights of a node's elements may vary, and how large a
 * share of all weights gives each rank (stochastic multicriteria acceptability analysis, SMAA). Ranks are had without
 * sampling, and so are shares for up to three free weights; for more, weights are drawn.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_SMAA_H
#define TITIAN_SMAA_H

#include <stddef.h>
#include <stdint.h>

#include <titian/assessment.h>
#include <titian/export.h>
#include <titian/status.h>
#include <titian/uncertainty.h>
#include <titian/weight_bounds.h>

#ifdef __cplusplus
extern "C" {
#endif

/** Whose weights vary, and how far. Weights are shares of the node, sum to 1, and obey every bound given; within them
 *  each is as likely as any other. */
typedef struct {
    const char *node; /* code of the aggregate whose score ranks; NULL, the default: the root */
    int level;        /* the elements are the nodes of this level under it; 0, the default: its children */
    double lower;     /* least weight of each element, 0..1; default 0 */
    double box; /* each weight is within so large a share of its own in the model, >= 0: 0.25 is from 3/4 to 5/4;
                   TITIAN_MISSING, the default: it may be anything */
    const titian_weight_bounds *bounds; /* of single elements; NULL, the default: none. Borrowed during the call */
    int shares;                         /* 1, the default: shares of ranks. 0: bounds of ranks alone */
    int search;  /* 1, the default: limits of ranks are searched for until they are exact. 0: they hold too, but are
                    those of pairs of units alone: for who wants shares and not the limits */
    int sampled; /* 1: shares are estimated from drawn weights though they could be had exactly; default 0 */
    uint64_t replications;       /* how many sets of weights are drawn, where any are: 1..2^32-1; default 10,000 */
    uint64_t seed;               /* default 1 */
    int threads;                 /* default 0: as many as the machine has; no result depends on it */
    titian_progress_fn progress; /* told how many weights have been drawn; NULL, the default: nobody */
    void *context;
} titian_smaa_options;
TITIAN_API titian_smaa_options titian_smaa_options_default(void);

enum { TITIAN_SMAA_FREE = 3 }; /* most free weights for which shares are exact; beyond, they are estimated */

/** One unit. Ranks are those by the node's score among the units that the index ranks and that have that score. */
typedef struct {
    size_t unit;   /* of the assessment */
    size_t rank;   /* at the weights of the model */
    size_t n_gaps; /* elements that the unit has no score for */
    /* No weights give a better rank than best, nor a worse one than worst. Some give best_reached, some
     * worst_reached: where they agree with the limits, those are exact. They do but where a search was cut short, by
     * a count of steps that is the same everywhere: many free weights, or gaps. A unit is above another by more than
     * half of the ninth decimal of the score; ranks that a unit has at a single point, for others equal it there,
     * count. */
    size_t best, worst, best_reached, worst_reached;
    /* the rest is missing without shares */
    double first;         /* share of the weights that put it first */
    double expected_rank; /* mean over all weights */
    double holistic;      /* 1 - (expected rank - 1) / (n - 1), 0..1 */
    double confidence;    /* is it first at its central weights: 1 for data taken as certain; missing: never first, or
                             in no draw */
} titian_smaa_unit_state;

typedef struct titian_smaa titian_smaa; /* opaque */

/** Look at the weights of one node, in the last index year of a run.
 *  The node's method, and that of every node between it and its elements, must be a weighted mean on some scale, and
 *  the same one: arithmetic, geometric, harmonic, power, quadratic, reversed_geometric; their scores not rounded.
 *  Elements left out of the index or of weight 0 are none. What is asked of coverage is not asked again: units keep
 *  their place in the ranking whatever the weights.
 *  A gap: the weight of a missing element is shared among its siblings, so that it stands for their mean, which moves
 *  with the weights. Limits of ranks follow it; shares take the mean at the weights of the model. Where one sibling
 * is left, or all are equal, shares are exact; titian_smaa_n_inexact counts the rest.
 *  @param out      owned by the caller; the assessment is borrowed during the call
 *  @param options  NULL: the defaults
 *  @return TITIAN_E_USAGE for a node, level or method that this cannot be had for, no replications, or bounds that
 *          no weights fit; TITIAN_E_DATA for a row of the bounds that names no element; TITIAN_E_NUMERIC for
 *          scores past the largest number on the method's scale, or bounds within which no weights can be
 *          drawn; TITIAN_E_MEMORY
 *  Source: docs/methods.md "Robustness without sampling". Cost for n units: O(n^2 log n) for two free
 *  weights, about O(n^3) for three (0.4 s for 195 units); for more, O(n m + n^2) for each draw. Limits: 0.2 s for 186
 *  units and 8 weights within a quarter of their own, at most some ten seconds of one processor in all. */
TITIAN_API TITIAN_CHECKED titian_status titian_smaa_new(
    titian_smaa **out, const titian_assessment *a, const titian_smaa_options *options, titian_error *err);
TITIAN_API void titian_smaa_free(titian_smaa *s);

/** The elements: nodes of the tree, with their weights in the model as shares of the node, and the bounds that the
 *  options and the sum leave them. */
TITIAN_API size_t titian_smaa_node(const titian_smaa *s);
TITIAN_API size_t titian_smaa_n_elements(const titian_smaa *s);
TITIAN_API size_t titian_smaa_element(const titian_smaa *s, size_t element);
TITIAN_API double titian_smaa_weight(const titian_smaa *s, size_t element);
TITIAN_API double titian_smaa_low(const titian_smaa *s, size_t element);
TITIAN_API double titian_smaa_high(const titian_smaa *s, size_t element);
/** How many weights are free. */
TITIAN_API size_t titian_smaa_n_free(const titian_smaa *s);

/** The units, in the order of the assessment. */
TITIAN_API size_t titian_smaa_n_units(const titian_smaa *s);
TITIAN_API const titian_smaa_unit_state *titian_smaa_unit(const titian_smaa *s, size_t k);
/** How many units have a gap that stands for more than one value. */
TITIAN_API size_t titian_smaa_n_inexact(const titian_smaa *s);

/** How many sets of weights were drawn: fewer than asked for when progress ended it; 0: shares are exact. */
TITIAN_API uint64_t titian_smaa_n_draws(const titian_smaa *s);
/** Standard error of a share, sqrt(p (1 - p) / draws), and of a unit's expected rank, that of the mean of its ranks;
 *  0 where nothing was drawn; missing where the number itself is. */
TITIAN_API double titian_smaa_error(const titian_smaa *s, double share);
TITIAN_API double titian_smaa_rank_error(const titian_smaa *s, size_t k);

/** Shares of the weights, by unit k as above; NULL (missing from _within) when they were not asked for.
 *  acceptability: that give it rank 1 .. n_units. pairwise: that put it above each of the n_units.
 *  central: the mean of those that put it first, one for each element; missing when none do. */
TITIAN_API const double *titian_smaa_acceptability(const titian_smaa *s, size_t k);
TITIAN_API const double *titian_smaa_pairwise(const titian_smaa *s, size_t k);
TITIAN_API const double *titian_smaa_central(const titian_smaa *s, size_t k);
/** Share of the weights that give it one of the `top` first ranks. */
TITIAN_API double titian_smaa_within(const titian_smaa *s, size_t k, size_t top);

#ifdef __cplusplus
}
#endif
#endif
