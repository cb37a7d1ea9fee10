/* Bar charts: lying bars, a fixed axis, the finding as title, alt text, and cached values for programs that do not
 * calculate.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_REPORTS_WORKBOOK_BARS_H
#define TITIAN_REPORTS_WORKBOOK_BARS_H

#include "workbook/book.h"

/** One series: a column of numbers, and what they are now. */
typedef struct {
    const char *name; /* in the legend; NULL: no legend */
    lxw_col_t col;
    const double *values; /* n_bars; NaN = missing */
    int colour;
} bar_series;

/** A chart of the lines first_row .. first_row + n_bars - 1 of a sheet; the first line is the top bar. */
typedef struct {
    sheet_id sheet;
    lxw_row_t first_row;
    size_t n_bars; /* at least 1 */
    lxw_col_t label_col;
    const char *const *labels; /* n_bars */
    const bar_series *series;
    size_t n_series;
    lxw_row_t title_row; /* the cell that holds the finding */
    lxw_col_t title_col;
    const char *title; /* what it says now */
    const char *alt;
    const char *axis_name;
    const char *axis_format, *label_format;
    double low, high;  /* of the axis */
    int width, height; /* pixels */
} bar_chart;

/** Put a chart with its upper left corner into a cell. */
void put_bars(book *b, lxw_worksheet *sheet, lxw_row_t row, lxw_col_t col, const bar_chart *c);

#endif
