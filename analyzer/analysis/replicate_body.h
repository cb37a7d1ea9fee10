/* The bodies of replicator and hand, for the files that fill them.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_ANALYSIS_REPLICATE_BODY_H
#define TITIAN_ANALYSIS_REPLICATE_BODY_H

#include "analysis/replicate.h"
#include "core/arena.h"
#include "stages/aggregate.h"
#include "stages/carry.h"
#include "stages/flow.h"

/** How a factor enters. A factor with values is discrete: its value is a digit of the number of a combination;
 * `base`, `view` and `kase` are what the digit counts there, 0: nothing. */
typedef struct {
    const titian_vary_row *row;
    size_t first, count; /* of its numbers */
    size_t n_values;     /* 0: not discrete */
    size_t base, view, kase;
} titian_factor_plan;

/** The run up to the first stage that is done anew in each replication. */
typedef struct {
    titian_recipe recipe;
    titian_flow flow; /* its arrays live as long as the base */
    titian_notes notes;
    titian_arena arena; /* of the notes */
} titian_base;

/** Indicators of a base made ready for the methods above them. */
typedef struct {
    const double **ready;
    titian_arena arena;
} titian_view;

/** Weights that are known before the data, and what factors have made of them; shared by the combinations of choices
 * that have the same. */
typedef struct titian_known {
    double *weights;       /* [node] */
    const void **prepared; /* [factor] */
    struct titian_known *next;
} titian_known;

/** A combination of all choices: known weights, and who has enough data. */
typedef struct {
    const titian_known *known;
    double *excepted;       /* known weights of the exceptions, those of one behind those of the other */
    unsigned char *decided; /* [year][node][unit] */
} titian_case;

struct titian_replicator {
    const titian_assessment *nominal;
    const titian_recipe *recipe;
    titian_factor_plan *factors;
    size_t n_factors, n_uniforms;
    size_t start; /* position in the order of stages from which they are run in each replication */
    size_t stem;  /* and from which they may differ between bases */
    int touches_data;
    titian_slice slice;
    size_t n_indicators, n_nodes;
    titian_base *trunk; /* run up to the stem; NULL while there is one base at most */
    titian_base **bases;
    titian_view **views;
    titian_case **cases;
    titian_known *known; /* all that there are */
    size_t n_bases, n_views, n_cases;
    size_t n_bases_run;
    titian_arena arena; /* of everything but the bases and views themselves */
};

struct titian_hand {
    titian_replicator *r;
    titian_recipe recipe; /* of the replication */
    unsigned replaced;    /* bits of the stages of which it is not the model's own */
    titian_change change;
    titian_flow own;  /* arrays of its own: for stages run anew, and for scores */
    titian_flow flow; /* of the replication */
    titian_shop shop;
    titian_notes notes; /* muted */
    titian_arena arena, notes_arena;
    titian_arena_mark mark, notes_mark;
    double *weights, *effective, *own_shares; /* the last: room for those of a unit */
    titian_excepted *excepted;                /* as many as any combination of choices has */
    size_t only;                              /* as titian_hand_only says */
    /* what has been looked up in the replicator, so that the lock is taken once for each */
    titian_base **bases;
    titian_view **views;
    titian_case **cases;
};

void titian_base_free(titian_base *base);
void titian_view_free(titian_view *view);
/** The base, view (for the weights in the hand's flow) or case of a number, made when it is asked for the first time.
 * The caller holds the lock. */
TITIAN_CHECKED titian_status titian_base_of(titian_base **out, titian_hand *hand, size_t number, titian_error *err);
TITIAN_CHECKED titian_status titian_view_of(
    titian_view **out, titian_hand *hand, titian_base *base, size_t number, titian_error *err);
TITIAN_CHECKED titian_status titian_case_of(
    titian_case **out, titian_hand *hand, titian_base *base, size_t number, titian_error *err);

/** Put the weights of a case into the hand's flow, each multiplied by its factor.
 *  @param factors  [node]; NULL: as they are */
void titian_hand_weigh(titian_hand *hand, const titian_case *kase, const double *factors);
/** Set the hand's flow for a base: shared with it where no stage is run anew, else a copy on which they have been
 * run.
 *  @param u  NULL: with the model's own numbers, only the choices being those of the hand's recipe */
TITIAN_CHECKED titian_status titian_hand_stages(
    titian_hand *hand, titian_base *base, const double *u, titian_error *err);
/** Aggregate the hand's flow. */
TITIAN_CHECKED titian_status titian_hand_walk(titian_hand *hand, const titian_shop *shop, titian_error *err);

#endif
