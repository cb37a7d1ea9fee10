/* What the tables of advice share.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_ANALYSIS_ADVISE_H
#define TITIAN_ANALYSIS_ADVISE_H

#include <titian/advise.h>

#include "analysis/replay.h"
#include "core/listing.h"
#include "kernels/transform.h"

/** How fast similar units have risen: points a year, missing where too few yearly changes are known. */
typedef struct titian_pace {
    double points;
    size_t n_changes;
} titian_pace;

/** The advice at work: what all units share, then the unit at hand. */
typedef struct {
    const titian_assessment *a, *history;
    const titian_recipe *recipe;
    const titian_framework *framework;
    const titian_panel *scores;
    titian_advice_options options;
    size_t n_units, n_indicators, n_nodes, year, root;
    size_t first_area, n_areas; /* nodes of the level of areas */
    size_t group;               /* in the panel; TITIAN_NONE */
    int compares;               /* 1: some aggregation compares units, so that all must be replayed */
    double *cost;               /* [indicator] of a point */
    size_t *asked, n_asked;     /* units to advise, in their order */
    titian_pace *paces;         /* [asked][indicator], of those with a score */
    size_t **ascending; /* [node] units with a score by it, of areas and indicators; NULL: one unit is asked */
    double *changes;    /* scratch: yearly changes of all units */

    size_t nth, unit, place; /* among those asked for, among all, and among those replayed */
    titian_replay replay;
    int is_open;
    double index;
    unsigned char *counts; /* [indicator] 1: has a score that bears on the index */
    double *now, *top;     /* [indicator] score, and best score of the scale */
    titian_pace *pace;     /* [indicator] of those that count */
    double *reach;         /* [indicator] score within the horizon; missing where not known */
    double *share;         /* [node] of the unit's own index */
    double *scratch;       /* [indicator] scores to replay */

    titian_listing *listing;
    titian_arena arena;
} titian_advice;

/** n elements of zeroed scratch, or NULL: then the error is filled in. */
void *titian_advice_room(titian_advice *w, size_t n, size_t size, titian_error *err);

const titian_node *titian_advice_node(const titian_advice *w, size_t node);
/** Scores of a node in the last index year, n_units. */
const double *titian_advice_scores(const titian_advice *w, size_t node);
/** The area that an indicator lies in. */
size_t titian_advice_area(const titian_advice *w, size_t indicator);
/** Is another unit one of those that the unit at hand is compared with? Not itself. */
int titian_advice_is_peer(const titian_advice *w, size_t unit);

/** The index with scores as they are asked for, of indicators that count. @param scores  [indicator] */
TITIAN_CHECKED titian_status titian_advice_replay(
    titian_advice *w, const double *scores, double *index, titian_error *err);
/** The index with one score another. */
TITIAN_CHECKED titian_status titian_advice_with(
    titian_advice *w, size_t indicator, double score, double *index, titian_error *err);

/** Is the scale of an indicator fixed by goalposts, and nothing done to values before it? */
int titian_advice_posts(const titian_advice *w, size_t indicator, kernel_goalposts *posts);
/** The value that is scaled; missing where there is none. */
double titian_advice_value(const titian_advice *w, size_t indicator);
/** The value that gives a score; missing where the scale is not fixed by goalposts. */
double titian_advice_value_at(const titian_advice *w, size_t indicator, double score);

/** How far two scores of an indicator may be apart for their units to be similar, and two index scores: a share of
 * the scale, of the longest one for the index. */
double titian_advice_near(const titian_advice *w, size_t indicator);
double titian_advice_near_index(const titian_advice *w);

/** Put units in the order of their scores, where many are asked for that are compared with all. */
TITIAN_CHECKED titian_status titian_advice_sort_scores(titian_advice *w, titian_error *err);

/** The paces of every unit asked for. */
TITIAN_CHECKED titian_status titian_advice_find_paces(titian_advice *w, titian_error *err);
/** Where the paces lead the unit at hand. */
void titian_advice_find_reach(titian_advice *w);
/** May scores of an indicator be compared between years? */
int titian_advice_is_comparable(const titian_advice *w, size_t indicator);

/** The index score to be reached; missing where none is above. @param name  the band's name; "" for a target given */
double titian_advice_target(const titian_advice *w, const char **name);

void titian_advice_number(titian_advice *w, double number);
void titian_advice_text(titian_advice *w, const char *text);

/* The tables, a unit at a time; see the list in advise.c. */
titian_status titian_advice_gains(titian_advice *w, titian_error *err);
titian_status titian_advice_path(titian_advice *w, titian_error *err);
titian_status titian_advice_areas(titian_advice *w, titian_error *err);
titian_status titian_advice_standing(titian_advice *w, titian_error *err);
titian_status titian_advice_peers(titian_advice *w, titian_error *err);

#endif
