/* The body of a sensitivity analysis.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_ANALYSIS_SENSITIVITY_BODY_H
#define TITIAN_ANALYSIS_SENSITIVITY_BODY_H

#include <stdatomic.h>

#include <titian/sensitivity.h>

#include "analysis/tally.h"
#include "kernels/sensitivity.h"

/** Sums of one replicate, for all outputs. */
typedef struct {
    kernel_sensitivity indices;
    double *effects, *counts; /* [factor][output] Shapley effects, [output]; NULL: not asked for */
    int whole;                /* all of its rows are there */
} titian_replicate;

struct titian_sensitivity {
    const titian_assessment *nominal;
    titian_sensitivity_options options;
    titian_uncertainty_options draw; /* seed of what is drawn at random */
    titian_replicator *replicator;
    titian_watch watch;
    size_t n_factors, n_outputs, n_replicates;
    uint64_t rows; /* of each replicate */
    double *about; /* [output] its nominal value */
    titian_replicate *replicates;
    double *sums; /* of all replicates, one behind the other */
    size_t room;  /* doubles of one replicate */
    /* with a design of the caller's: every output of every run, [output][run]; and what bootstrapping works in */
    double *kept, *bootstrap;
    titian_alone *alone;
    size_t n_alone;
    char verdict[256];
    int converged, ended;
    _Atomic uint64_t rows_done; /* of all replicates */
    _Atomic int stop;           /* progress asked to end: replicates that are not whole yet are given up */
    titian_arena arena;
};

/** Position of an output; TITIAN_NONE for a unit that is not ranked. */
size_t titian_output_at(const titian_sensitivity *s, titian_output output);

/** Everything a run of the design needs, of one thread. */
typedef struct {
    titian_sensitivity *s;
    titian_hand *hand;
    int tells;              /* it is the one that tells how far all are */
    double told;            /* when it last did */
    double *numbers;        /* [3][number] of A, of B, and of the point between them that is run */
    double *outputs;        /* [2 + 2 factors][output] of A, of B, of each AB and of each BA */
    double *runs, *order_u; /* of Shapley effects: [factor + 1][output]; numbers for an order */
    size_t *order;
    uint32_t *ranks;
    double *scratch;
    /* Sobol' numbers: of the factors that have dimensions, `dimension` of the first number, TITIAN_NONE for the
     * others */
    size_t *dimension;
    uint32_t n_dimensions; /* of A, and as many of B */
    uint64_t *directions, *digits;
    double *point;
    titian_arena arena;
} titian_explorer;

TITIAN_CHECKED titian_status titian_explorer_new(titian_explorer **out, titian_sensitivity *s, titian_error *err);
void titian_explorer_free(titian_explorer *e);
/** Outputs of a run. @param out  n_outputs */
TITIAN_CHECKED titian_status titian_explorer_run(
    titian_explorer *e, const double *u, uint64_t number, double *out, titian_error *err);
/** The numbers of A and B of a row, into e->numbers. */
void titian_explorer_draw(titian_explorer *e, size_t replicate, uint64_t row);

/** Runs that are done together, of a design of the caller's. */
enum { TITIAN_REPLAY_BLOCK = 64 };

/** One replicate of the design; and a block of its runs, where the numbers are given. */
TITIAN_CHECKED titian_status titian_sensitivity_replicate(titian_explorer *e, size_t replicate, titian_error *err);
TITIAN_CHECKED titian_status titian_sensitivity_replay(titian_explorer *e, size_t block, titian_error *err);
/** Each factor by itself. */
TITIAN_CHECKED titian_status titian_sensitivity_one_by_one(titian_explorer *e, titian_error *err);
/** Doubles that bootstrapping works in. */
size_t titian_sensitivity_bootstrap_room(const titian_sensitivity *s);
/** Say in words whether the indices can be relied upon. */
TITIAN_CHECKED titian_status titian_sensitivity_judge(titian_sensitivity *s, titian_error *err);

#endif
