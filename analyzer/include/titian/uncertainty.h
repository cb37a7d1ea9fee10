/* Uncertainty: the same assessment with its uncertain assumptions drawn anew, thousands of times.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_UNCERTAINTY_H
#define TITIAN_UNCERTAINTY_H

#include <stddef.h>
#include <stdint.h>

#include <titian/assessment.h>
#include <titian/export.h>
#include <titian/listing.h>
#include <titian/status.h>

#ifdef __cplusplus
extern "C" {
#endif

/** Other processes that take a share of the replications; all call the same functions in the same order. Whatever
 * their number, results have the same bytes. */
typedef struct {
    int rank, size;
    void *context;
    /** Send n bytes from each process to the first, which receives size x n, by rank. */
    int (*gather)(void *context, const void *send, void *receive, size_t n);
    /** Send n bytes from the first process to all. */
    int (*broadcast)(void *context, void *bytes, size_t n);
} titian_team;

/** What the caller is told while it waits. @return 0 to go on; anything else ends the run after the blocks begun */
typedef int (*titian_progress_fn)(uint64_t done, uint64_t of, void *context);

/** Keeps what has been done so far. @return 0 when it could be kept */
typedef int (*titian_keep_fn)(const unsigned char *bytes, size_t n, void *context);

struct titian_allocation_options;

typedef struct {
    uint64_t replications; /* 0: the model's */
    uint64_t seed;         /* of `has_seed` */
    int has_seed;          /* 0: the model's seed */
    int threads;           /* 0: as many as the machine has */
    size_t top;            /* length of the list of first priorities; 0: the model's */
    int pairs;             /* 1: also who is above whom, [unit][unit] */
    double until; /* > 0: stop when the largest standard error of a probability to be among the top is below */
    /* every so many seconds, > 0, what has been done so far is given to keep, the first time after a tenth of that;
     * and what such a run kept can be resumed */
    double keep_every;
    titian_keep_fn keep;
    const unsigned char *kept; /* NULL: begin anew */
    size_t n_kept;
    const char *kept_name; /* of the file it is from, for messages; NULL: none */
    titian_progress_fn progress;
    void *context;           /* of keep and progress */
    const titian_team *team; /* NULL: this process alone */
    /* numbers of (0, 1) for each replication in place of drawn ones, [replication][number of the draw], or NULL */
    const double *draws;
    /* a budget that is shared out in every replication, as <titian/allocation.h> has it; borrowed with what it holds
     * until the analysis is freed; NULL: none. Such a run is not kept */
    const struct titian_allocation_options *allocation;
} titian_uncertainty_options;

TITIAN_API titian_uncertainty_options titian_uncertainty_options_default(void);

typedef struct titian_uncertainty titian_uncertainty; /* opaque */

/** Run an assessment again with its uncertain assumptions drawn, as its model's block `uncertainty` says.
 *  Who has enough data for a score or a rank is judged once for each combination of choices, with the model's own
 *  weights, so that ranks compare the same units throughout.
 *  @param nominal  borrowed; must outlive the result
 *  @return TITIAN_E_MODEL without such a block; TITIAN_E_USAGE when what was kept is of another run; TITIAN_E_NUMERIC
 *  when a replication cannot be computed, which is named */
TITIAN_API TITIAN_CHECKED titian_status titian_uncertainty_run(titian_uncertainty **out,
    const titian_assessment *nominal, const titian_uncertainty_options *options, titian_error *err);
TITIAN_API void titian_uncertainty_free(titian_uncertainty *u);

/** Replications done, and those that were to be done; fewer when the run was ended early. */
TITIAN_API uint64_t titian_uncertainty_done(const titian_uncertainty *u);
TITIAN_API uint64_t titian_uncertainty_wanted(const titian_uncertainty *u);
TITIAN_API uint64_t titian_uncertainty_seed(const titian_uncertainty *u);
TITIAN_API size_t titian_uncertainty_top(const titian_uncertainty *u);
/** How many combinations of choices had to be computed from the data. */
TITIAN_API size_t titian_uncertainty_combinations(const titian_uncertainty *u);
TITIAN_API const titian_assessment *titian_uncertainty_nominal(const titian_uncertainty *u);

/** Nodes that were watched: the aggregates, the root last. */
TITIAN_API size_t titian_uncertainty_n_nodes(const titian_uncertainty *u);
TITIAN_API size_t titian_uncertainty_node(const titian_uncertainty *u, size_t k);

/** A score or a rank over the replications. Missing where there is none. */
typedef struct {
    double nominal, mean, sd; /* sd: divisor n - 1; missing for fewer than two */
    uint64_t n;               /* replications in which there was one */
} titian_spread;

/** Score of a unit, and its quantile p of 0..1: within 1/250 of the range that the score was met in.
 *  @param k  position of the node among those watched */
TITIAN_API titian_spread titian_uncertainty_score(const titian_uncertainty *u, size_t k, size_t unit);
TITIAN_API double titian_uncertainty_score_quantile(const titian_uncertainty *u, size_t k, size_t unit, double p);

/** Rank of a unit, 1 = highest, among the units ranked in the nominal run; and its quantile ("type 7"; exact while
 *  titian_uncertainty_rank_width is 1). */
TITIAN_API titian_spread titian_uncertainty_rank(const titian_uncertainty *u, size_t k, size_t unit);
TITIAN_API double titian_uncertainty_rank_quantile(const titian_uncertainty *u, size_t k, size_t unit, double p);
/** How many ranks are counted together: 1 unless there are very many units. */
TITIAN_API size_t titian_uncertainty_rank_width(const titian_uncertainty *u);
/** Units with a rank, and the share of the replications in which a unit had a rank from `rank` to rank + width - 1; 0
 * for a unit without ranks. rank - 1 must be a multiple of the width. */
TITIAN_API size_t titian_uncertainty_n_ranked(const titian_uncertainty *u);
TITIAN_API double titian_uncertainty_rank_share(const titian_uncertainty *u, size_t k, size_t unit, size_t rank);
/** Probability to be among the first `top` of the index; to be in a band. Missing for a unit that is not ranked. */
TITIAN_API double titian_uncertainty_lead(const titian_uncertainty *u, size_t unit);
TITIAN_API double titian_uncertainty_band(const titian_uncertainty *u, size_t unit, size_t band);
/** Probability that one unit ranks above another; missing unless pairs were asked for. */
TITIAN_API double titian_uncertainty_above(const titian_uncertainty *u, size_t unit, size_t other);

/** Mean over the ranked units of how many places they move from their nominal rank: over the replications. */
TITIAN_API titian_spread titian_uncertainty_shift(const titian_uncertainty *u);

/** How sure it is that a unit belongs among the first `top` priorities. */
typedef enum {
    TITIAN_TIER_NONE,      /* not ranked for priority */
    TITIAN_TIER_ROBUST,    /* probability of 0.9 or more */
    TITIAN_TIER_LIKELY,    /* 0.5 or more */
    TITIAN_TIER_CONTESTED, /* 0.1 or more */
    TITIAN_TIER_NOT        /* less */
} titian_tier;
/** "robust", "likely", "contested", "not priority"; "" for none. */
TITIAN_API const char *titian_tier_name(titian_tier tier);

/** Rank among priorities: its quantile, the probability to be among the first, and what that means. Missing, NONE for
 * a unit without a priority. */
TITIAN_API double titian_uncertainty_priority_quantile(const titian_uncertainty *u, size_t unit, double p);
TITIAN_API double titian_uncertainty_first(const titian_uncertainty *u, size_t unit);
TITIAN_API titian_tier titian_uncertainty_tier(const titian_uncertainty *u, size_t unit);

/** Amount of a unit before rounding, over the replications in which it has a score; and its quantile p of 0..1,
 * within 1/250 of the range that the amount was met in. Missing unless a budget is shared out. */
TITIAN_API titian_spread titian_uncertainty_amount(const titian_uncertainty *u, size_t unit);
TITIAN_API double titian_uncertainty_amount_quantile(const titian_uncertainty *u, size_t unit, double p);
/** Replications in which the budget could be shared out: not those in which caps do not use it, or the like. */
TITIAN_API uint64_t titian_uncertainty_shared(const titian_uncertainty *u);
/** Of these, the share in which a unit has an amount above 0, and one among the `top` largest. */
TITIAN_API double titian_uncertainty_funded(const titian_uncertainty *u, size_t unit);
TITIAN_API double titian_uncertainty_largest(const titian_uncertainty *u, size_t unit);

/** Standard error of a probability p over the replications done. */
TITIAN_API double titian_uncertainty_error(const titian_uncertainty *u, double p);

/* As tables: their number, names, what they show; does one need pairs to be counted? */
TITIAN_API size_t titian_uncertainty_n_tables(void);
TITIAN_API const char *titian_uncertainty_table_name(size_t table);
TITIAN_API const char *titian_uncertainty_table_summary(size_t table);
TITIAN_API int titian_uncertainty_table_pairs(size_t table);
TITIAN_API TITIAN_CHECKED titian_status titian_uncertainty_make(
    titian_listing **out, const titian_uncertainty *u, size_t table, titian_error *err);

/* ---- one replication alone ---- */

/** What one replication drew and found. */
typedef struct titian_replication titian_replication; /* opaque */

/** @param nominal,options  as in titian_uncertainty_run; draws are borrowed */
TITIAN_API TITIAN_CHECKED titian_status titian_replication_new(titian_replication **out,
    const titian_assessment *nominal, const titian_uncertainty_options *options, titian_error *err);
TITIAN_API void titian_replication_free(titian_replication *r);
/** Run a replication, as often as one likes. @param number  from 0; the same as in a run with this seed */
TITIAN_API TITIAN_CHECKED titian_status titian_replication_run(
    titian_replication *r, uint64_t number, titian_error *err);
TITIAN_API const titian_assessment *titian_replication_nominal(const titian_replication *r);
/** The numbers of (0, 1) that the last one drew; those of a factor are `return` from *first on. */
TITIAN_API const double *titian_replication_numbers(const titian_replication *r);
TITIAN_API size_t titian_replication_n_numbers(const titian_replication *r, size_t factor, size_t *first);
/** What a factor drew: the alternative's name, the element removed or "none", or the number; "" where it drew many
 * numbers (weights, errors). */
TITIAN_API const char *titian_replication_drawn(const titian_replication *r, size_t factor);
/** The same of the model as it stands; "" for alternatives too, of which it need not be one. */
TITIAN_API const char *titian_replication_model(const titian_replication *r, size_t factor);
/** The alternative drawn; TITIAN_NONE for a factor without alternatives. */
TITIAN_API size_t titian_replication_alternative(const titian_replication *r, size_t factor);
TITIAN_API uint64_t titian_replication_seed(const titian_replication *r);
/** Weight of a node relative to its siblings; goalposts of an indicator. */
TITIAN_API double titian_replication_weight(const titian_replication *r, size_t node);
TITIAN_API double titian_replication_low(const titian_replication *r, size_t indicator);
TITIAN_API double titian_replication_high(const titian_replication *r, size_t indicator);
/** Score of a unit on a node, its rank (0: none) for an aggregate; its priority and its rank there. */
TITIAN_API double titian_replication_score(const titian_replication *r, size_t node, size_t unit);
TITIAN_API size_t titian_replication_rank(const titian_replication *r, size_t node, size_t unit);
TITIAN_API double titian_replication_priority(const titian_replication *r, size_t unit);
TITIAN_API size_t titian_replication_priority_rank(const titian_replication *r, size_t unit);
/** Mean absolute shift of the ranks of the index. */
TITIAN_API double titian_replication_shift(const titian_replication *r);

/** Which weights and goalposts can differ between replications. Arrays are the caller's, zeroed; each gets 1 for
 * those.
 *  @param weights     [node]
 *  @param lows,highs  [indicator] */
TITIAN_API void titian_replication_reach(
    const titian_replication *r, unsigned char *weights, unsigned char *lows, unsigned char *highs);

/* Replications as tables, so many rows at a time: their number, names, what they show. */
TITIAN_API size_t titian_replication_n_tables(void);
TITIAN_API const char *titian_replication_table_name(size_t table);
TITIAN_API const char *titian_replication_table_summary(size_t table);
/** Run n replications from `first` on, and give their rows. All listings of a table have the same columns. */
TITIAN_API TITIAN_CHECKED titian_status titian_replication_make(
    titian_listing **out, titian_replication *r, size_t table, uint64_t first, uint64_t n, titian_error *err);

#ifdef __cplusplus
}
#endif
#endif
