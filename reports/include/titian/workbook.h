/* The assistance-priority workbook: an Excel file whose every score is a live formula.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_WORKBOOK_H
#define TITIAN_WORKBOOK_H

#include <titian/allocation.h>
#include <titian/assessment.h>
#include <titian/comparison.h>
#include <titian/export.h>
#include <titian/listing.h>
#include <titian/movers.h>
#include <titian/sensitivity.h>
#include <titian/smaa.h>
#include <titian/status.h>
#include <titian/uncertainty.h>

#ifdef __cplusplus
extern "C" {
#endif

/** A budget shared out by the model's own rule: tables of titian/allocation.h, made of the assessment of the
 * workbook, for one budget. */
typedef struct {
    double budget; /* > 0 */
    const titian_listing *amounts, *factors, *fairness, *distances, *steps;
    const titian_listing *orphans;   /* NULL where the model does not know present aid */
    const titian_listing *overrides; /* needed where the run has some; else NULL */
} titian_workbook_allocation;

/** What would help: the tables of titian/advise.h, with its option by_priority. */
typedef struct {
    double years; /* horizon that they were made for */
    const titian_listing *gains, *path, *areas, *standing, *peers;
} titian_workbook_advice;

/** Own priorities: three tables of titian/own.h. */
typedef struct {
    double box; /* share that weights may be off by */
    const titian_listing *scores, *elements, *reasons;
} titian_workbook_own;

/** Analyses that the workbook shows beside the assessment. Each is borrowed during the call, is of that assessment,
 *  and may be NULL: then its sheets, columns and sentences are left out. */
typedef struct {
    const titian_uncertainty *uncertainty; /* ranges, chances and tiers on Uncertainty, Rank_Ranges, Rank_Shares,
                                              Summary, Priority, Profile */
    const titian_sensitivity *sensitivity; /* what moves the ranks: Sensitivity */
    const titian_smaa *limits; /* of ranks when weights stay in a box: columns of Rank_Ranges, so shown with
                                  uncertainty alone; shares are not looked at */
    const titian_listing *communities, *divide;   /* tables "communities" and "measures" of the divide (divide.h), of
                                                     the index: sheets Communities and Divide, where both are given */
    const titian_listing *parts;                  /* the table "parts": on Divide */
    const titian_workbook_allocation *allocation; /* Allocation and the sheets about it */
    const titian_workbook_advice *advice;         /* WhatHelps, WhatHelps_Paths; with a priority block alone */
    const titian_workbook_own *own;               /* OwnPriority, and OwnPriority_Weights where somebody submitted */
} titian_workbook_analyses;

typedef struct {
    int replace;       /* 1: an existing file is replaced, whole; 0: it is an error. Default 0 */
    long long created; /* seconds since 1970 for the document's properties; default SOURCE_DATE_EPOCH, else the
                          last day of the index year, so that equal inputs give equal bytes */
    titian_workbook_analyses analyses; /* default: none */
} titian_workbook_options;

TITIAN_API titian_workbook_options titian_workbook_options_default(void);

/** Write the workbook of the last index year. The file is written beside its target and renamed when whole.
 *  @param a     an assessment with every result kept and with `about` and `ledger` given
 *  @param path  ends in .xlsx
 *  @return TITIAN_E_USAGE when the file exists and replace is 0, results are lacking, or an analysis is of another
 *          assessment; TITIAN_E_FILE when it cannot be written; an existing file is then untouched */
TITIAN_API TITIAN_CHECKED titian_status titian_workbook_write(
    const titian_assessment *a, const char *path, const titian_workbook_options *options, titian_error *err);

typedef struct {
    int replace;                    /* as above */
    long long created;              /* as above; the default is the last day of the second year */
    titian_comparison_options span; /* default: the run's first and last year, and the index */
    const titian_movers *movers;    /* of that span; borrowed during the call; NULL, the default: no sheet Movers */
} titian_changes_options;

TITIAN_API titian_changes_options titian_changes_options_default(void);

/** Write the workbook of what changed between two years: the sheets Years (scores and ranks of every year, like for
 *  like too, with a slope chart), Movers (which changes are beyond noise), Decomposition (the parts of each change,
 * with a waterfall chart of a unit chosen from a list) and Files. Differences and sums are live formulas, scores and
 * parts values.
 *  @param a  an assessment of at least two years that kept TITIAN_RESULT_AGGREGATED, with `about` and `ledger` given
 *  @return as titian_workbook_write and titian_comparison_make */
TITIAN_API TITIAN_CHECKED titian_status titian_changes_write(
    const titian_assessment *a, const char *path, const titian_changes_options *options, titian_error *err);

typedef struct {
    int replace;                          /* as above */
    long long created;                    /* as above; the default is the last day of the first index year */
    const titian_listing *blocks, *parts; /* the tables "blocks" and "decomposition" of titian/editions.h, of one
                                             element and both assessments; borrowed during the call; must be given */
    const titian_listing *common;         /* titian_common_make, of the same; NULL: left out */
} titian_editions_book_options;

TITIAN_API titian_editions_book_options titian_editions_book_options_default(void);

/** Write the workbook of what changed between two editions: the sheets Decomposition (the blocks of each change,
 * their elements, ranks, and a waterfall chart of a unit chosen from a list) and Files (of both). Differences and
 * sums are live formulas, scores and parts values.
 *  @param one,other  assessments of the first and the second edition, with `about` and `ledger` given; their last
 * index years are those compared
 *  @return as titian_workbook_write */
TITIAN_API TITIAN_CHECKED titian_status titian_editions_write(const titian_assessment *one,
    const titian_assessment *other, const char *path, const titian_editions_book_options *options, titian_error *err);

typedef struct {
    int replace;                                /* as above, of the CSV beside it too */
    long long created;                          /* as above */
    const titian_listing *communities, *divide; /* tables "communities" and "measures" of titian/divide.h, of one
                                                   code; borrowed during the call; must be given */
    const titian_listing *parts;                /* the table "parts"; NULL: left out */
} titian_divide_book_options;

TITIAN_API titian_divide_book_options titian_divide_book_options_default(void);

/** Write the workbook of the divide alone, of the last index year: the sheets Communities, Divide and Files. An Excel
 *  sheet has 1,048,576 rows: of more communities those with the highest scores stand in it, the sheet says so, and
 * the whole table is written beside the workbook as NAME.communities.csv.
 *  @param a  an assessment that kept TITIAN_RESULT_AGGREGATED, with `about` and `ledger` given
 *  @return as titian_workbook_write */
TITIAN_API TITIAN_CHECKED titian_status titian_divide_write(
    const titian_assessment *a, const char *path, const titian_divide_book_options *options, titian_error *err);

#ifdef __cplusplus
}
#endif
#endif
