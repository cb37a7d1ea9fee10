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
 * parent's children are weighed, empty for the root. Where the recipe has exceptions there is a last column Where,
 * and more rows for the children of their nodes: on which units, their weights, and the shares of a unit that has
 * these weights there and the usual ones elsewhere. @return TITIAN_E_FILE when writing fails */
TITIAN_API TITIAN_CHECKED titian_status titian_weights_csv_write(
    const titian_assessment *a, FILE *to, titian_error *err);

/** A table of results as CSV: a header, then its rows; numbers with the shortest digits that read back as the same
 *  double; an empty field is a missing number. @return TITIAN_E_FILE when writing fails */
TITIAN_API TITIAN_CHECKED titian_status titian_listing_csv_write(
    const titian_listing *listing, FILE *to, titian_error *err);
/** Its rows alone, to go on with a table that is made in parts. */
TITIAN_API TITIAN_CHECKED titian_status titian_listing_csv_add(
    const titian_listing *listing, FILE *to, titian_error *err);

/** How much of the tree a table of results has. */
typedef enum {
    TITIAN_COLUMNS_SUMMARY,    /* the index */
    TITIAN_COLUMNS_AGGREGATES, /* every element above the indicators */
    TITIAN_COLUMNS_FULL,       /* every element, and the groups that units belong to */
    TITIAN_N_COLUMNS
} titian_columns;
/** Name of a choice ("summary"); a choice by name, TITIAN_N_COLUMNS when there is none. */
TITIAN_API const char *titian_columns_name(titian_columns columns);
TITIAN_API titian_columns titian_columns_find(const char *name);

typedef struct {
    titian_columns columns; /* default aggregates */
    int ranks;              /* 1: ranks in place of scores; default 0 */
    const char *within;     /* code of a group: ranks are among units with the same label; default NULL: among all */
    const char *unit;       /* code of a unit: its own results alone, an element in each row; default NULL */
} titian_results_options;
TITIAN_API titian_results_options titian_results_options_default(void);

/** The results as a table to read, index year by index year: uCode,uName,Time, the groups asked for, Rank of the
 * index, then scores from the index down; the best unit first, within each label of the group. Units that are not
 * ranked come last, with an empty rank; those that screening dropped are left out. With ranks, ranks stand in place
 * of scores and Rank is left out. For one unit: iCode,iName,Level,Time,Score,Rank.
 *  @param options  NULL: the defaults
 *  @return TITIAN_E_USAGE for a group that the data do not have or a unit that is not assessed, TITIAN_E_FILE when
 *          writing fails, TITIAN_E_MEMORY */
TITIAN_API TITIAN_CHECKED titian_status titian_results_csv_write(
    const titian_assessment *a, const titian_results_options *options, FILE *to, titian_error *err);

/** Two runs side by side, in the last index year of each: uCode,uName,Score.1,Score.2,Rank.1,Rank.2, Diff = Rank.1 -
 *  Rank.2, Abs.Diff; every unit of either run, the largest change of rank first. What one run lacks is empty.
 *  @param node  code of an element of both trees; NULL: the index of each
 *  @return TITIAN_E_USAGE when one of them has no such element, TITIAN_E_FILE when writing fails, TITIAN_E_MEMORY */
TITIAN_API TITIAN_CHECKED titian_status titian_compare_csv_write(
    const titian_assessment *one, const titian_assessment *other, const char *node, FILE *to, titian_error *err);

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
