/* What the flat game of two editions is played with.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_ANALYSIS_EDITIONS_FLAT_H
#define TITIAN_ANALYSIS_EDITIONS_FLAT_H

#include "analysis/editions.h"

/** A player is a block and a place: an indicator, or the number of nodes for what is of none: weights, the method,
 * and what the data of a block do to weights that are found in them. A set of blocks tells which run something is
 * taken from. */
typedef struct {
    titian_editions_table *t;
    size_t n_nodes, n_indicators;
    size_t recipes[2];    /* the bits of weights and method; 0 where they do not differ */
    size_t *at;           /* [set][unit] where it stands in the run; TITIAN_NONE */
    unsigned char *plays; /* [block][place][unit] 1: it makes a difference */
} titian_flat;

/** The bits of what all indicators follow. */
size_t titian_flat_common(const titian_flat *f);
/** Score of a node of a unit in the run of a set; missing. */
double titian_flat_score(const titian_flat *f, size_t set, size_t node, size_t unit);
/** Is an indicator in use there? */
int titian_flat_includes(const titian_flat *f, size_t set, size_t indicator);

/** The game of one unit in closed form: where all aggregates are arithmetic means and the unit has the same elements
 * in every mixture its score is a sum over indicators, each of a game of few players: its own, the weights, the
 * method.
 *  @param done  1: the parts are in f->t->flat; 0: there is no closed form
 *  @return TITIAN_E_MEMORY */
TITIAN_CHECKED titian_status titian_flat_sum(const titian_flat *f, size_t unit, int *done, titian_error *err);

#endif
