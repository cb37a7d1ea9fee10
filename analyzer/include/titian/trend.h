/* Trends: where each unit is going over the index years of a run, and whether units come closer, as tables.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_TREND_H
#define TITIAN_TREND_H

#include <stddef.h>

#include <titian/assessment.h>
#include <titian/export.h>
#include <titian/listing.h>
#include <titian/status.h>

#ifdef __cplusplus
extern "C" {
#endif

/** What is looked at. Texts are borrowed. A value counts in a year when it is of that year itself: carried forward
 * and imputed ones would pass for "no change". A score of an aggregate counts when at least the share `fresh` of the
 * weight of the indicators that it is made of is of the year. */
typedef struct {
    titian_result stage; /* whose values; default TITIAN_RESULT_AGGREGATED: scores of all nodes; else indicators */
    const char *code;    /* one code of the tree; NULL, the default: all */
    double fresh;        /* 0..1; default 0.5; 0: every value counts, carried and imputed too */
    double significance; /* of tests, and 1 - confidence of intervals; 0 < x < 1; default 0.05 */
    /* of the table "trends" alone */
    const char *unit; /* code of one unit; NULL, the default: all */
    size_t latest;    /* the last so many values that count, >= 2; default (size_t) -1: all */
    double target;    /* unit of the values; TITIAN_MISSING, the default: the model's own, docs/methods.md "Trends" */
    const char *leader; /* code of a unit that others are measured against; NULL, the default: none */
    /* of the tables between units alone */
    const char *weights; /* variable of the model that weighs units, population say, in the first year compared; NULL,
                            the default: units count equally */
} titian_trend_options;
TITIAN_API titian_trend_options titian_trend_options_default(void);

/** The tables that can be had: their names and what each tells. */
TITIAN_API size_t titian_trend_n_tables(void);
TITIAN_API const char *titian_trend_name(size_t table);
TITIAN_API const char *titian_trend_summary(size_t table);

/** Make one table of a run with several index years. What cannot be computed is missing in its row, with a remark;
 *  there is never an infinite number.
 *  @param out      owned by the caller; the assessment is borrowed and must outlive it
 *  @param options  NULL: the defaults
 *  @return TITIAN_E_USAGE when the run has one year, did not keep the stage or (for weights) TITIAN_RESULT_RAW, for a
 *          code, unit or variable that is none, and for an option that the table does not take; TITIAN_E_MEMORY
 *  Formulas and sources: docs/methods.md "Trends" and "Convergence". */
TITIAN_API TITIAN_CHECKED titian_status titian_trend_make(titian_listing **out, const titian_assessment *a,
    size_t table, const titian_trend_options *options, titian_error *err);

#ifdef __cplusplus
}
#endif
#endif
