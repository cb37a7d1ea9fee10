/* The page Summary while it is being written: its layout, and what its two halves share.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_REPORTS_WORKBOOK_SUMMARY_H
#define TITIAN_REPORTS_WORKBOOK_SUMMARY_H

#include "workbook/book.h"

enum {
    COL_RANK, /* of the first ten; the blocks below begin one column further on */
    COL_UNIT,
    COL_FIRST,
    COL_SECOND,
    COL_BAND,
    COL_SURE,
    COL_RANGE, /* with uncertainty; else the weakest area stands here: summary_page.weak */
    COL_TIER,

    N_TOP = 10,
    N_MESSAGES = 7,
    MAX_AREAS = 30,
    HEADING_POINTS = 22,

    ROW_BANNER = LIST_AUX,
    ROW_CURRENCY, /* of the ranges of ranks */
    ROW_MESSAGES,
    ROW_TOP_TITLE = ROW_MESSAGES + 1 + N_MESSAGES,
    ROW_TOP_HEAD,
    ROW_TOP
};

typedef struct {
    book *b;
    lxw_worksheet *sheet;
    size_t *order; /* units with a rank, first to last */
    size_t n_order, n_top;
    unsigned char *ranked, *eligible;
    size_t area, n_areas; /* nodes */
    lxw_col_t weak;       /* column of the weakest area; below, of identity and links */
    int areas_shown;      /* 0: they are too many for this page */
    double mean[MAX_AREAS];
    size_t n_said;                 /* sentences */
    grown title;                   /* of the first ten, and of their chart */
    double name_width, area_width; /* of the columns that hold names */
    lxw_row_t row;                 /* next line of the blocks below the first ten */
    lxw_row_t areas;               /* first line of the areas */
} summary_page;

/** Band of a unit in words; "" where it has none. */
const char *summary_band(const book *b, size_t unit);
/** Name of a unit's weakest area; "" where it has none. */
const char *summary_weakest(const summary_page *p, size_t unit);
/** The sentences; the areas must have been written, since they refer to them. */
void summary_say(summary_page *p);

#endif
