/* What the two tables of Parameters share.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_REPORTS_WORKBOOK_PARAMETERS_H
#define TITIAN_REPORTS_WORKBOOK_PARAMETERS_H

#include "workbook/book.h"

/** A block of input cells. */
typedef struct {
    lxw_row_t row;
    lxw_col_t col;
    lxw_row_t last_row;
    lxw_col_t last_col;
} block;

/** Say what may be typed into a block of cells: numbers within the bounds of a setting. */
void validate(book *b, block at, const setting *s);

/** An input cell. */
void put_input(book *b, lxw_row_t row, lxw_col_t col, double value, const setting *bounds);

/** A cell of Parameters in a formula there. */
ref here(lxw_row_t row, int col);

/** The table of settings. */
void put_settings(book *b);

#endif
