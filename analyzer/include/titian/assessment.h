/* The assessment: what one run found. Reports read this and nothing else.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_ASSESSMENT_H
#define TITIAN_ASSESSMENT_H

#include <stddef.h>

#include <titian/export.h>
#include <titian/ledger.h>
#include <titian/listing.h>
#include <titian/panel.h>
#include <titian/recipe.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct titian_assessment titian_assessment; /* opaque */

/** Results whose panels can be kept, in the order of the way of the data. RAW is the panel of index years after the
 *  latest-value rule; SCORES has one variable per node of the tree, indicators included. */
typedef enum {
    TITIAN_RESULT_RAW,
    TITIAN_RESULT_DENOMINATED,
    TITIAN_RESULT_SCREENED,
    TITIAN_RESULT_IMPUTED,
    TITIAN_RESULT_TREATED,
    TITIAN_RESULT_NORMALISED,
    TITIAN_RESULT_AGGREGATED,
    TITIAN_N_RESULTS
} titian_result;
/** Name of a result ("normalised"); its number by name, TITIAN_N_RESULTS when there is none. */
TITIAN_API const char *titian_result_name(titian_result result);
TITIAN_API titian_result titian_result_find(const char *name);

/** How a unit stands in one index year. */
typedef struct {
    int ranked;          /* 1: has an index score and enough data */
    const char *why_not; /* owned by the assessment; "" when ranked: what is lacking, in words */
    int dropped;         /* 1: taken out by screening; no value in any result from that stage on */
    size_t rank; /* 1 = highest index score among ranked units, ties share the lowest number; 0 = not ranked */
    size_t band; /* index into the recipe's bands; TITIAN_NONE for a unit that is not ranked and without bands */
    size_t n_observed, n_carried, n_imputed; /* indicators in use with a value of the year, carried, imputed: apart */
    double coverage;                         /* share of effective weight observed or carried, 0..1 */
    double mean_age;         /* mean age of observed values, weighted by effective weight, years; missing when none */
    double max_age_share;    /* the same with each age as a share of the age allowed, 0..1 */
    double confidence;       /* 0..1: coverage x (1 - age_discount x max_age_share) */
    size_t n_groups_covered; /* nodes of the screening level that have enough data */
} titian_unit_state;

/** How an indicator stands in one index year. */
typedef struct {
    int included;            /* 0: left out by screening, its weight shared among its siblings */
    size_t n_available;      /* assessed units with a value */
    double coverage;         /* n_available / assessed units */
    double effective_weight; /* share of the index, 0..1; 0 when left out */
    double mean_age;         /* years, over available values; missing when none */
    size_t n_treated, n_imputed;
    double correlation; /* Pearson, with the weighted mean of its siblings' scores; missing when fewer than 3 pairs */
} titian_indicator_state;

/** How the outlier treatment of an indicator went in one index year. Three looks at its shape: before, after the
 * first step, after the second; a step that was not reached has passes -1 and missing shape. */
typedef struct titian_treatment {
    int checked;                     /* 0: the indicator has no treatment, or is left out */
    const char *step[2];             /* "winsorise", "log_ct" ...; "" where not reached */
    double skewness[3], kurtosis[3]; /* missing for too few values and when all are equal */
    int passes[3];                   /* 1: acceptable */
    size_t n_low, n_high;            /* values winsorised at either end */
    double low, high;                /* where to: those below low became low; infinite where nothing was */
    double lambda;                   /* of box_cox; missing without */
} titian_treatment;

/** What a search for weights that give wanted correlations has reached for one element (weigh: optimised). */
typedef struct titian_reached {
    size_t of;     /* node whose correlations were looked at: the parent, or the index */
    double wanted; /* share of the sum of correlations (or of their squares) that was wanted; missing for infomax */
    double correlation; /* with `of`, as the search sees it: a weighted arithmetic mean over complete units */
    double share;       /* that share as it is now */
    double objective;   /* of the whole search: what it made least */
    int settled;        /* 1: the search ended by itself */
} titian_reached;

/** What is known of the weights that suit a unit best, where a node is aggregated by the benefit of the doubt. */
typedef enum {
    TITIAN_SHARES_NONE,   /* the node is aggregated otherwise, or the unit has no score, or 0 */
    TITIAN_SHARES_UNIQUE, /* no other weights give the unit its score */
    TITIAN_SHARES_CHOSEN, /* others do as well: these have the most even shares. A choice, not "the" weights */
    TITIAN_SHARES_MANY,   /* others do as well, and none are shown */
    TITIAN_N_SHARES_KINDS
} titian_shares_kind;

/** Weights by which the benefit of the doubt scored the units under a node in a year. */
typedef struct titian_bod_weights {
    size_t node, year;
    size_t n_columns;
    const size_t *columns;       /* the nodes that are weighed: children, or grandchildren */
    const unsigned char *scored; /* n_units: 1: the unit took part */
    const unsigned char *kinds;  /* n_units titian_shares_kind */
    const double *scores;        /* n_units, 0..1; missing for a unit that took no part */
    const double *weights;       /* [column][unit], per score point; missing where neither unique nor chosen */
    const double *shares;        /* [column][unit] weight x value / score, adding up to 1; missing likewise */
} titian_bod_weights;

/** How a unit stands in the priority step, in the last index year. Missing parts are TITIAN_MISSING. */
typedef struct {
    int eligible; /* 1: passes the gate */
    int by_rules; /* 1: it does by the rules alone, whatever somebody has decided by hand */
    const char
        *reason;      /* owned; why it is in or out: conditions, rows of dated lists with their sources, decisions */
    int assess_first; /* 1: eligible, but too few data to rank: help with data comes first */
    double need;      /* Need_alpha, 0..1 */
    double need_1;    /* average shortfall, 0..1 */
    double people;    /* readiness-poor people: population x need_1 */
    double population;
    double aid;                  /* mean aid of the last years, in the variable's unit */
    double aid_benchmark;        /* median of peers that are eligible by the rules */
    double absorption;           /* 0..1 */
    double part[TITIAN_N_PARTS]; /* each 0..1 */
    double score;                /* 0..100; missing unless eligible and ranked */
    size_t rank;                 /* 1 = first; 0 = none */
    size_t weakest[2];           /* nodes of the priority level with the lowest scores; TITIAN_NONE when missing */
} titian_priority_state;

/* What the run was made of; all borrowed. */
TITIAN_API const titian_recipe *titian_assessment_recipe(const titian_assessment *a);
TITIAN_API const titian_panel *titian_assessment_data(const titian_assessment *a); /* the panel read from files */

/** Identity of the run as given in the options of titian_run; NULL when it was not given. */
TITIAN_API const titian_model_about *titian_assessment_about(const titian_assessment *a);
TITIAN_API const titian_ledger *titian_assessment_ledger(const titian_assessment *a);

/** Dated lists and overrides of the run, as given in its options; NULL when there are none. */
TITIAN_API const titian_records *titian_assessment_lists(const titian_assessment *a);
TITIAN_API const titian_records *titian_assessment_overrides(const titian_assessment *a);
/** Row of the overrides that is about a unit; TITIAN_NONE when none is. */
TITIAN_API size_t titian_assessment_override(const titian_assessment *a, size_t unit);

/** What somebody has decided by hand, a row for each unit: action, who, when and why, and what the rules say of it.
 *  @param out  owned by the caller, and no longer to be used than the assessment, its data and the overrides
 *  @return TITIAN_E_USAGE when the run has no overrides; TITIAN_E_MEMORY */
TITIAN_API TITIAN_CHECKED titian_status titian_overrides_table(
    titian_listing **out, const titian_assessment *a, titian_error *err);

/** A kept result, or NULL. Its years are the index years; its units are the assessed units in the data's order;
 *  variables are the indicators in node order, then the Denominator and Other rows, but those of
 *  TITIAN_RESULT_AGGREGATED are the nodes in node order; marks of aggregates say only whether there is a score. */
TITIAN_API const titian_panel *titian_assessment_result(const titian_assessment *a, titian_result result);

/** Unit of the data panel that an assessed unit is. */
TITIAN_API size_t titian_assessment_data_unit(const titian_assessment *a, size_t unit);

/** The assessed unit of a code. @return TITIAN_E_USAGE when there is none, with the nearest one; TITIAN_E_MEMORY */
TITIAN_API TITIAN_CHECKED titian_status titian_assessment_find_unit(
    const titian_assessment *a, const char *code, size_t *unit, titian_error *err);

/** Ranks of a node in a year among ranked units: n_units numbers, 1 = highest score, 0 = none. The index alone has
 * some after a run with TITIAN_LEAVE_RANKS. */
TITIAN_API const size_t *titian_assessment_ranks(const titian_assessment *a, size_t node, size_t year);
TITIAN_API const titian_unit_state *titian_assessment_unit(const titian_assessment *a, size_t unit, size_t year);
TITIAN_API const titian_indicator_state *titian_assessment_indicator(
    const titian_assessment *a, size_t indicator, size_t year);
/** Weight of each node relative to its siblings in a year, as given or found by the recipe's weighing: n_nodes
 * numbers.
 */
TITIAN_API const double *titian_assessment_weights(const titian_assessment *a, size_t year);
/** Which of the recipe's exceptions gives a unit its weights under a node in a year; TITIAN_NONE: none, the unit has
 *  those of all. */
TITIAN_API size_t titian_assessment_exception(const titian_assessment *a, size_t node, size_t unit, size_t year);
/** Weights that an exception gives the children of its node, relative to each other. */
TITIAN_API const double *titian_assessment_exception_weights(const titian_assessment *a, size_t exception);
/** Weights of a unit in a year: those of all, and its own where an exception holds. @param out  n_nodes numbers
 *  @return how many exceptions hold on it */
TITIAN_API size_t titian_assessment_unit_weights(const titian_assessment *a, size_t unit, size_t year, double *out);
/** Treatment of an indicator in a year; NULL when it had none. A second step of "log_ct" and the like is applied to
 *  the values as they were, not to the winsorised ones, unless the method's option combine is on. */
TITIAN_API const titian_treatment *titian_assessment_treatment(
    const titian_assessment *a, size_t indicator, size_t year);
/** What a search for a node's weight among its siblings has reached in a year; NULL where there was none. */
TITIAN_API const titian_reached *titian_assessment_reached(const titian_assessment *a, size_t node, size_t year);
/** Weights of the benefit of the doubt, for each node and year that is scored by it. */
TITIAN_API size_t titian_assessment_n_bod(const titian_assessment *a);
TITIAN_API const titian_bod_weights *titian_assessment_bod(const titian_assessment *a, size_t k);
/** Ranks of a node in a year among ranked units of the same label in a group, 1 = highest score; 0 for those without
 *  a label. @param ranks  n_units numbers, written. @return TITIAN_E_MEMORY */
TITIAN_API TITIAN_CHECKED titian_status titian_assessment_ranks_within(
    const titian_assessment *a, size_t group, size_t node, size_t year, size_t *ranks, titian_error *err);
/** Share of a node in the index in a year, after screening: n_nodes numbers. */
TITIAN_API const double *titian_assessment_effective_weights(const titian_assessment *a, size_t year);

/** Scores of an aggregate before its method's option `decimals` rounded them: n_units numbers, missing as the rounded
 *  ones are. NULL for a node that is not rounded. */
TITIAN_API const double *titian_assessment_unrounded(const titian_assessment *a, size_t node, size_t year);

/** What is known of the weights that suit a unit best, where a node is aggregated by the benefit of the doubt. */
TITIAN_API titian_shares_kind titian_assessment_shares(
    const titian_assessment *a, size_t node, size_t unit, size_t year);
/** Share of a part in the score of a node under those weights, 0..1: a child of the node, or for bod_two_level also a
 *  child's child; TITIAN_MISSING where there is none. */
TITIAN_API double titian_assessment_share(
    const titian_assessment *a, size_t node, size_t part, size_t unit, size_t year);

/** Priority of each assessed unit; NULL when the recipe has no priority block. */
TITIAN_API const titian_priority_state *titian_assessment_priority(const titian_assessment *a, size_t unit);
/** The priority step in the last index year, a row for each unit: in, out or to be assessed first and why, its rank
 *  and score, and what they are made of.
 *  @param out  owned by the caller, and no longer to be used than the assessment and its data
 *  @return TITIAN_E_USAGE when the model has no priority block; TITIAN_E_MEMORY */
TITIAN_API TITIAN_CHECKED titian_status titian_priority_table(
    titian_listing **out, const titian_assessment *a, titian_error *err);

/** Things the reader of a report must know: an indicator left out, a value on a scale that cannot take it ... */
TITIAN_API size_t titian_assessment_n_notes(const titian_assessment *a);
TITIAN_API const char *titian_assessment_note(const titian_assessment *a, size_t note);

TITIAN_API void titian_assessment_free(titian_assessment *a);

#ifdef __cplusplus
}
#endif
#endif
