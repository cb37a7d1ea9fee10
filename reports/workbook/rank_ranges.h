/* Rank_Ranges: where its figures stand, and how other sheets find those of a unit.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_REPORTS_WORKBOOK_RANK_RANGES_H
#define TITIAN_REPORTS_WORKBOOK_RANK_RANGES_H

#include "workbook/book.h"

/** Columns, some of which a workbook may lack: use ranges_col. One line per ranked unit, by rank. */
typedef enum {
    RANGES_RANK,
    RANGES_NAME,
    RANGES_CODE,
    RANGES_RANGE, /* in words: "110–144" */
    RANGES_LOW,
    RANGES_MEDIAN,
    RANGES_HIGH,
    RANGES_MEAN,
    RANGES_WIDTH, /* places covered, both ends included */
    RANGES_LEAD,  /* probability of a rank up to K */
    RANGES_PRIORITY,
    RANGES_PRIORITY_RANGE,
    RANGES_PRIORITY_LOW,
    RANGES_PRIORITY_MEDIAN,
    RANGES_PRIORITY_HIGH,
    RANGES_FIRST, /* probability to be among the first K priorities */
    RANGES_TIER,
    RANGES_SCORE,
    RANGES_SCORE_LOW,
    RANGES_SCORE_MEDIAN,
    RANGES_SCORE_HIGH,
    RANGES_SCORE_MEAN,
    RANGES_BEST, /* limits of the rank when weights stay in a box */
    RANGES_WORST,
    RANGES_REACHED,
    RANGES_LINE,  /* of the unit on the unit sheets, 1 = first: what other sheets look for */
    RANGES_START, /* for the chart: half a place before the low end, from there to the median, and on to the end */
    RANGES_BELOW,
    RANGES_ABOVE,
    N_RANGES_COLUMNS
} ranges_column;

lxw_col_t ranges_col(const book *b, ranges_column which);
/** The cells of a column, from the first unit to the last. */
ref ranges_range(const book *b, ranges_column which);

/** A piece of a formula. */
typedef struct {
    char text[256];
} lookup;
/** A unit's cell of a column, found by its line: a reference, or a formula. An error where it has none. */
lookup ranges_lookup(const book *b, ranges_column which, const char *line);

/** The quantiles that bound a range: the model's lowest and highest; 0.05 and 0.95 where it has less than two. */
double ranges_low(const book *b);
double ranges_high(const book *b);

/** What is filled in for {low}, {high}, {share} and {top}: "{share} range" becomes "90 % range". */
typedef struct {
    char text[256];
} worded;
worded ranges_label(const book *b, const char *with);

/** A range of the index rank, or of the priority rank, in words; "" where there is none. */
worded ranges_words(const book *b, size_t unit, int of_priority);

#endif
