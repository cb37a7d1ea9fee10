/* The assistance-priority workbook: an Excel file whose every score is a live formula.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_WORKBOOK_H
#define TITIAN_WORKBOOK_H

#include <titian/allocation.h>
#include <titian/assessment.h>
#include <titian/export.h>
#include <titian/sensitivity.h>
#include <titian/smaa.h>
#include <titian/status.h>
#include <titian/uncertainty.h>

#ifdef __cplusplus
extern "C" {
#endif

/** A budget shared out by the model's own rule, without amounts set by hand: three tables of titian/allocation.h,
 * made of the assessment of the workbook, for one budget. */
typedef struct {
    double budget; /* > 0 */
    const titian_listing *amounts, *factors, *fairness;
} titian_workbook_allocation;

/** Analyses that the workbook shows beside the assessment. Each is borrowed during the call, is of that assessment,
 *  and may be NULL: then its sheets, columns and sentences are left out. */
typedef struct {
    const titian_uncertainty *uncertainty; /* ranges, chances and tiers on Uncertainty, Rank_Ranges, Rank_Shares,
                                              Summary, Priority, Profile */
    const titian_sensitivity *sensitivity; /* what moves the ranks: Sensitivity */
    const titian_smaa *limits; /* of ranks when weights stay in a box: columns of Rank_Ranges, so shown with
                                  uncertainty alone; shares are not looked at */
    const titian_workbook_allocation *allocation; /* Allocation, Allocation_Calc, Fairness */
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

#ifdef __cplusplus
}
#endif
#endif
