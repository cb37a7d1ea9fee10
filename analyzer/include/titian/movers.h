/* Movers: which units' scores changed between two years by more than the assumptions leave open.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_MOVERS_H
#define TITIAN_MOVERS_H

#include <stddef.h>
#include <stdint.h>

#include <titian/comparison.h>
#include <titian/uncertainty.h>

#ifdef __cplusplus
extern "C" {
#endif

/** What can be said of a change. */
typedef enum {
    TITIAN_MOVE_NONE,   /* no rank in one of the years: not compared */
    TITIAN_MOVE_STILL,  /* no new data: nothing of it was measured again */
    TITIAN_MOVE_WITHIN, /* not beyond noise */
    TITIAN_MOVE_UP,     /* moved up: further than chance */
    TITIAN_MOVE_DOWN    /* moved down */
} titian_move;
/** "moved up", "moved down", "not beyond noise", "no new data", "not compared". */
TITIAN_API const char *titian_move_name(titian_move move);

/** How many standard deviations a change must exceed: those of the difference that 90 % of a normal distribution stay
 * within. */
#define TITIAN_MOVE_LIMIT 1.6448536269514722

/** The change of a unit. Scores in score points, ranks in places, below 0 for a climb. Missing where there is none.
 */
typedef struct {
    double before, after; /* scores by the model as it stands */
    double change;        /* missing where nothing is new: see titian_comparison_make */
    double mean, sd;      /* of the change over the replications; sd with divisor n - 1 */
    double low, high;     /* its first and last quantile that the model asks for; without: 0.05 and 0.95 */
    double up;            /* share of the replications in which it is above 0 */
    /* among the units that are ranked in both years, the balanced panel */
    double rank_before, rank_after; /* by the model as it stands */
    double rank_low, rank_high;     /* the same quantiles of the change of rank */
    uint64_t n;                     /* replications with a score in both years */
    titian_move verdict;
} titian_mover;

typedef struct titian_movers titian_movers; /* opaque */

/** Run an assessment of several years again with its uncertain assumptions drawn, as titian_uncertainty_run does.
 * Each replication draws weights, methods and goalposts once for both years, so that what they do to both cancels out
 * of the difference. Errors of measurement are drawn for each observation: independent between observations, the same
 *  where one observation stands for both years, and what ageing adds to that walks on from the first year to the
 *  second.
 *  A unit moved when its change by the model as it stands exceeds TITIAN_MOVE_LIMIT standard deviations of the
 *  difference. Noise is what the model's block `uncertainty` says and no more.
 *  @param nominal   of at least the two years; borrowed, must outlive the result
 *  @param span      NULL: the run's first and last year, and the index
 *  @param options   replications, seed, threads, progress and draws are looked at; NULL: the model's
 *  @return TITIAN_E_MODEL without such a block; TITIAN_E_USAGE as titian_comparison_make, and for an indicator;
 *          TITIAN_E_NUMERIC when a replication cannot be computed. Memory: 16 bytes for each unit and replication */
TITIAN_API TITIAN_CHECKED titian_status titian_movers_run(titian_movers **out, const titian_assessment *nominal,
    const titian_comparison_options *span, const titian_uncertainty_options *options, titian_error *err);
TITIAN_API void titian_movers_free(titian_movers *m);

TITIAN_API const titian_assessment *titian_movers_nominal(const titian_movers *m);
/** Replications done, and those that were to be done; fewer when progress ended the run. */
TITIAN_API uint64_t titian_movers_done(const titian_movers *m);
TITIAN_API uint64_t titian_movers_wanted(const titian_movers *m);
TITIAN_API uint64_t titian_movers_seed(const titian_movers *m);
/** 1: the model says how uncertain the data are; 0: they pass for exact, and noise is that of its choices alone. */
TITIAN_API int titian_movers_doubt_data(const titian_movers *m);
/** The quantiles of low and high. */
TITIAN_API double titian_movers_low(const titian_movers *m);
TITIAN_API double titian_movers_high(const titian_movers *m);
/** A unit of the assessment. */
TITIAN_API titian_mover titian_movers_unit(const titian_movers *m, size_t unit);

/** As a table, a row for each unit in the order of the data. @param out  owned by the caller; m must outlive it */
TITIAN_API TITIAN_CHECKED titian_status titian_movers_make(
    titian_listing **out, const titian_movers *m, titian_error *err);

#ifdef __cplusplus
}
#endif
#endif
