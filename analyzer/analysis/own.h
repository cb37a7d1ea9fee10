/* What the tables of own priorities share.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_ANALYSIS_OWN_H
#define TITIAN_ANALYSIS_OWN_H

#include <titian/own.h>

#include "analysis/replay.h"
#include "core/listing.h"

/** What all units share, then the unit at hand. */
typedef struct {
    const titian_assessment *a;
    const titian_recipe *recipe;
    const titian_framework *framework;
    const titian_panel *scores;
    titian_own_options options;
    size_t n_units, n_indicators, n_nodes, year, root;
    size_t n_elements, *elements; /* nodes of the level that have weight */
    int level;
    double *base, *lower, *upper; /* [element] the model's shares of the index, and the bounds of others */
    double *least, *most;         /* [element] the bounds that the sum of 1 leaves */
    const titian_choice *choice;  /* of the index */
    const char *why_no_limits;    /* no best and worst, because of this; NULL: there are */
    const char *why_bounds;       /* bounds of them alone, because of this; NULL: they are exact */
    double *box;                  /* scratch: 6 for each node */
    size_t *places;               /* scratch: one for each node */
    int compares;

    size_t unit, place;
    size_t n_weights, n_targets, n_reasons, n_rows; /* that it submitted */
    size_t n_moved;                      /* weights that were moved to the nearest ones within the bounds */
    size_t last_weight;                  /* line of the last weight */
    const char **reason;                 /* [indicator] why it does not apply; NULL: it does */
    double *given;                       /* [element] weight as submitted; missing: none was */
    double *weight, *target;             /* [element] own; target missing: the model's */
    double *score;                       /* [element], without what does not apply */
    double *best_at, *worst_at, *turned; /* [element] weights; scratch */
    double *lines;                       /* 9 for each element: scratch */
    size_t *order, *line;                /* [element] scratch; of the file */
    double own, best, worst;             /* scores; missing where there are none */
    const char *note;

    titian_listing *listing;
    titian_arena arena;
} titian_own;

/** n elements of zeroed scratch, or NULL: then the error is filled in. */
void *titian_own_room(titian_own *w, size_t n, size_t size, titian_error *err);
/** Elements, their shares and bounds. */
TITIAN_CHECKED titian_status titian_own_open(titian_own *w, titian_error *err);
/** What the unit at hand submitted, checked; weights moved to the nearest ones within the bounds. */
TITIAN_CHECKED titian_status titian_own_take(titian_own *w, titian_error *err);
/** Was the weight of an element submitted, and had to be moved? */
int titian_own_is_moved(const titian_own *w, size_t element);
/** Best and worst over the bounds, of a unit made ready to be aggregated again; see own_limits.c. */
TITIAN_CHECKED titian_status titian_own_find_limits(titian_own *w, titian_replay *r, titian_error *err);
/** The index at weights of the elements. */
TITIAN_CHECKED titian_status titian_own_index_at(
    const titian_own *w, titian_replay *r, const double *weight, double *index, titian_error *err);
/** Its scores: own, best, worst. */
TITIAN_CHECKED titian_status titian_own_score(titian_own *w, titian_error *err);

#endif
