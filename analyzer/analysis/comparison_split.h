/* The parts of the change of a node's score, unit by unit.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_ANALYSIS_COMPARISON_SPLIT_H
#define TITIAN_ANALYSIS_COMPARISON_SPLIT_H

#include "analysis/comparison.h"

/** How the change of a unit is split. */
typedef enum { TITIAN_BY_DIFFERENCES, TITIAN_BY_LOGARITHMS, TITIAN_BY_GAME, TITIAN_UNSPLIT } titian_split_way;

/** What every aggregate from a node down may be, where there are closed forms. */
enum { TITIAN_MEANS_ARITHMETIC = 1, TITIAN_MEANS_GEOMETRIC = 2 };

/** Bits of those that all aggregates from the node down are; 0: none of them, or scores are rounded. */
int titian_means_of(const titian_recipe *recipe, size_t node);
/** Shares of nodes in one of them: weights multiplied down the tree, of what is there.
 *  @param weights,there  by node; weights are among siblings
 *  @param out            by node; 0 for what is not there and not under the node */
void titian_shares_of(
    const titian_framework *framework, size_t node, const double *weights, const unsigned char *there, double *out);

typedef struct {
    titian_comparison *c;
    size_t node;
    size_t *under, n_under;   /* indicators under the node */
    int means;                /* bits of those above; 0: no mean with a closed form */
    double *weights;          /* room for a unit: n_nodes weights in either year, n_nodes shares, 3 n_nodes */
    unsigned char *there;     /* room for a unit: [node] 1: it weighs in the mean above it */
    double *game;             /* [n_nodes + 1][n_units]; NULL: not played yet */
    const char **why_no_game; /* [n_units]; NULL: there was one */
    /* of the last unit */
    titian_split_way way;
    double *parts;   /* n_nodes + 1: those of the elements, and that of weights found in the data last; they add up */
    const char *why; /* in words, of TITIAN_UNSPLIT; else "" */
} titian_split;

/** Get ready for the comparison's node, or the index. @return TITIAN_E_USAGE for an indicator */
TITIAN_CHECKED titian_status titian_split_open(titian_split *s, titian_comparison *c, titian_error *err);
/** Split the change of a unit. The parts add up to it, unless the way is TITIAN_UNSPLIT: then there are none. */
TITIAN_CHECKED titian_status titian_split_unit(titian_split *s, size_t unit, titian_error *err);

/** The same for sides that differ by their weights alone: each element whose share among its siblings differs has a
 * part. Shares are those of what the unit has. Weight moves between siblings from those that lose to those that gain
 * (kernel_shift_shares), the weights of the children of one parent are a block, and what is inside each child is one
 * beside it. Not to be mixed with the above for one `s`. */
TITIAN_CHECKED titian_status titian_split_weights(titian_split *s, size_t unit, titian_error *err);

/** Do the parts of the last unit add up to its change, within 1e-9? */
int titian_split_adds_up(const titian_split *s, size_t unit);
/** The change of the last unit is not split. @param why  in words, static. @return TITIAN_OK */
TITIAN_CHECKED titian_status titian_split_leave(titian_split *s, const char *why);
/** Are all units of both runs compared? */
int titian_split_has_everybody(const titian_comparison *c);

/** What so many plays of a game cost for units that play at once, in walks over the tree by one unit, about. */
double titian_game_cost(double plays, size_t n_units);

/** Change of a unit; missing without a score in both years. */
double titian_split_change(const titian_split *s, size_t unit);
/** Part of an indicator in the change of the last unit, and its cause. What is missing in both years or was not
 * measured again has no part, and not one of 0. */
double titian_split_part(const titian_split *s, size_t indicator, size_t unit, titian_cause *cause);

#endif
