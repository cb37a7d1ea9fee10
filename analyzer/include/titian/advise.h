/* Advice: what would help a unit most, as tables: gains, the cheapest path to a target, areas, strengths and
 * weaknesses, and others to learn from. It ranks gains of the index, not of welfare: docs/advice.md.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_ADVISE_H
#define TITIAN_ADVISE_H

#include <stddef.h>

#include <titian/assessment.h>
#include <titian/efforts.h>
#include <titian/export.h>
#include <titian/listing.h>
#include <titian/status.h>

#ifdef __cplusplus
extern "C" {
#endif

/** What is asked. Texts and efforts are borrowed. Start from _default(). */
typedef struct {
    const char *unit;  /* code of an assessed unit; NULL, the default: every unit with an index score */
    int by_priority;   /* 1: of those the ones with a rank in the priority step, first to last; default 0. Not read
                          where a unit is named */
    double target;     /* index score to be reached; TITIAN_MISSING, the default: the next band of the model */
    double years;      /* horizon of what is feasible, years, > 0; default 5 */
    double quantile;   /* pace: this quantile of the yearly changes of similar units, 0..1; default 0.75 */
    double near;       /* similar: within so large a share of the scale at the start, > 0; default 0.1 */
    size_t number;     /* how many strengths, weaknesses and peers, >= 1; default 5 */
    int level;         /* areas are the nodes of this level; 0, the default: that of the priority step, else 2 */
    const char *group; /* code of a group: similar units have the same label; NULL, the default: any unit is */
    const titian_efforts *efforts; /* cost of every indicator; NULL, the default: a point of each costs 1 */
} titian_advice_options;
TITIAN_API titian_advice_options titian_advice_options_default(void);

enum {
    TITIAN_ADVICE_CHANGES = 5, /* fewer yearly changes than this are no pace */
    TITIAN_ADVICE_SPAN = 3     /* years: whoever has risen in less is no peer to learn from yet */
};

/** The tables that can be had, in their order. */
enum {
    TITIAN_ADVICE_GAINS,
    TITIAN_ADVICE_PATH,
    TITIAN_ADVICE_AREAS,
    TITIAN_ADVICE_STANDING,
    TITIAN_ADVICE_PEERS,
    TITIAN_ADVICE_N_TABLES
};

/** Their names and what each tells. */
TITIAN_API size_t titian_advice_n_tables(void);
TITIAN_API const char *titian_advice_name(size_t table);
TITIAN_API const char *titian_advice_summary(size_t table);

/** Make one table, about the last index year. Gains are index points: the index as it would be, everything else being
 *  what the run found, less the index as it is; with fixed goalposts and given weights that is what a run with the
 *  value set gives, to rounding. Gains of several indicators do not add up under other means than the arithmetic.
 *  What is not known is empty; indicators without a score of the unit have no gains. Values are those that are
 * scaled: behind the denominator, of indicators that have one; empty where the scale is not fixed by goalposts. Path:
 * exact where all means are arithmetic, or all geometric, unrounded and without a score below a floor; otherwise step
 * by step, and Method says that it may not be the cheapest.
 *  @param out      owned by the caller
 *  @param a        a run that kept every result
 *  @param history  a run of the same recipe and data over several years up to the last index year of `a`, for pace
 *                  and peers; NULL: neither is known. Its scores count where goalposts are fixed
 *  @param options  NULL: the defaults
 *  @return TITIAN_E_USAGE for options outside what is said above, a unit, level or group that there is not, a unit
 *          without an index score; TITIAN_E_DATA for efforts of what is no indicator, or not of every one;
 * TITIAN_E_NUMERIC where an aggregation refuses scores; TITIAN_E_MEMORY Cost for a unit of n, m indicators, T years:
 * O(n m T), and some aggregations for each indicator (of all units where a method compares them); a path step by step
 * some thousands */
TITIAN_API TITIAN_CHECKED titian_status titian_advice_make(titian_listing **out, const titian_assessment *a,
    const titian_assessment *history, size_t table, const titian_advice_options *options, titian_error *err);

/** All tables at once, in the time of the longest: what the units have in common is found once.
 *  @param out  TITIAN_ADVICE_N_TABLES tables, owned by the caller; all NULL after a failure
 *  @return as above */
TITIAN_API TITIAN_CHECKED titian_status titian_advice_make_all(titian_listing **out, const titian_assessment *a,
    const titian_assessment *history, const titian_advice_options *options, titian_error *err);

#ifdef __cplusplus
}
#endif
#endif
