/* Bar charts: lying or upright, side by side or stacked; a fixed axis, the finding as title, alt text, and cached
 * values for programs that do not calculate. An interval is a stack whose first part is clear: what is made for
 * intervals (error bars of their own for each bar, lines from high to low) one program or the other does not draw.
 * Nor does each leave the right series out of the legend of lying stacks: give their series no names.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_REPORTS_WORKBOOK_BARS_H
#define TITIAN_REPORTS_WORKBOOK_BARS_H

#include "workbook/book.h"

/** One series: a column of numbers, and what they are now. */
typedef struct {
    const char *name;     /* in the legend; NULL: no legend */
    const double *values; /* n_bars; NaN = missing */
    lxw_col_t col;
    int colour; /* BAR_CLEAR: not to be seen, nor named in the legend */
} bar_series;

enum { BAR_CLEAR = -1 };

/** A chart of the lines first_row .. first_row + n_bars - 1 of a sheet; the first line is the top bar, or that on the
 *  left. */
typedef struct {
    int upright; /* 1: upright bars, named by short texts in small letters */
    int stacked; /* 1: each series begins where the one before it ends, below and above 0 by itself */
    int falling; /* 1: the axis of the numbers runs the other way, as for ranks; upright alone */
    sheet_id sheet;
    lxw_row_t first_row;
    size_t n_bars; /* at least 1 */
    lxw_col_t label_col;
    const char *const *labels; /* n_bars */
    const bar_series *series;
    size_t n_series;
    sheet_id title_sheet;
    lxw_row_t title_row; /* the cell that holds the finding */
    lxw_col_t title_col;
    const char *title; /* what it says now */
    const char *alt;
    const char *axis_name;
    const char *axis_format, *label_format;
    double low, high;  /* of the axis; NaN: as the numbers want it, which may run below 0 */
    int width, height; /* pixels */
} bar_chart;

/** Fill the cache of a chart's range with what its cells hold now: numbers, or texts where they are not NULL. */
void chart_cache(book *b, lxw_series_range *range, const double *numbers, const char *const *texts, size_t n);
/** The font of charts. */
lxw_chart_font chart_font(int size, int bold);

/** Put a chart with its upper left corner into a cell. */
void put_bars(book *b, lxw_worksheet *sheet, lxw_row_t row, lxw_col_t col, const bar_chart *c);

#endif
