/* What the unit sheets Data_Used, Data_Year, Scores and Priority_Calc share.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_REPORTS_WORKBOOK_MATRIX_H
#define TITIAN_REPORTS_WORKBOOK_MATRIX_H

#include "workbook/book.h"

/** Code and name of each unit, in the first two columns. */
void put_units(book *b, lxw_worksheet *sheet);

/** A column of names, wide enough for the longest. */
double unit_name_width(const book *b);

/** What the two lines above the header hold, in words, in the column of names; NULL leaves a line out. */
void put_line_names(book *b, lxw_worksheet *sheet, const char *live, const char *share);

/** A column in words, above its header. */
void put_column_name(book *b, lxw_worksheet *sheet, lxw_col_t col, const char *name);

/** How numbers of one column are shown: as many decimals as their size deserves, the same for all. */
style_kind look_of_column(const double *x, size_t n);

/** Make the table of a unit sheet, its print set-up, and freeze the names of units and columns.
 *  @param columns  n_columns, from the first column after the names on */
void finish_matrix(book *b, sheet_id id, const char *name, const column *columns, size_t n_columns);

#endif
