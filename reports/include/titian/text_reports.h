/* Reports as text: a result as CSV, and the explanation of one unit's score.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_TEXT_REPORTS_H
#define TITIAN_TEXT_REPORTS_H

#include <stdio.h>

#include <titian/assessment.h>
#include <titian/export.h>
#include <titian/listing.h>
#include <titian/number.h>
#include <titian/status.h>
#include <titian/uncertainty.h>

#ifdef __cplusplus
extern "C" {
#endif

/** A kept result in the wide form that titian itself reads: uCode,uName,Time, then every code of that result in the
 *  order of framework.csv; one row per unit and index year; the shortest digits that read back as the same double;
 *  empty = missing. Units dropped by screening are left out.
 *  @return TITIAN_E_USAGE when the result was not kept, TITIAN_E_FILE when writing fails */
TITIAN_API TITIAN_CHECKED titian_status titian_scores_csv_write(
    const titian_assessment *a, titian_result result, FILE *to, titian_error *err);

/** The weights of a run: iCode,Level,Weight,EffWeight,Method, one row per node in the order of framework.csv, for
 * each index year (with a column Time where there are several). Weight is relative to siblings; Method is how the
 * parent's children are weighed, empty for the root. @return TITIAN_E_FILE when writing fails */
TITIAN_API TITIAN_CHECKED titian_status titian_weights_csv_write(
    const titian_assessment *a, FILE *to, titian_error *err);

/** A table of results as CSV: a header, then its rows; numbers with the shortest digits that read back as the same
 *  double; an empty field is a missing number. @return TITIAN_E_FILE when writing fails */
TITIAN_API TITIAN_CHECKED titian_status titian_listing_csv_write(
    const titian_listing *listing, FILE *to, titian_error *err);
/** Its rows alone, to go on with a table that is made in parts. */
TITIAN_API TITIAN_CHECKED titian_status titian_listing_csv_add(
    const titian_listing *listing, FILE *to, titian_error *err);

/** Why a unit scores what it scores, from the index down to raw cells with file and line, as a tree.
 *  @param unit  code of the unit
 *  @param year  index year; 0: the last
 *  @return TITIAN_E_USAGE when the unit is not in the data or not assessed, or the year is not an index year */
TITIAN_API TITIAN_CHECKED titian_status titian_explain_write(
    const titian_assessment *a, const char *unit, int year, FILE *to, titian_error *err);

/** One replication of an uncertainty analysis: what each factor drew beside what the model has, and what came out
 * beside what comes out of the model: all units by rank, or the tree of one.
 *  @param number  of the replication, from 0; it is run
 *  @param unit    code of the unit; NULL: all
 *  @return TITIAN_E_USAGE when the unit is not in the data or not assessed */
TITIAN_API TITIAN_CHECKED titian_status titian_explain_replication_write(
    titian_replication *r, uint64_t number, const char *unit, FILE *to, titian_error *err);

#ifdef __cplusplus
}
#endif
#endif
