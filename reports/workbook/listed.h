/* Sheets that show the lines of a listing: which columns, under which headers, and how they look.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_REPORTS_WORKBOOK_LISTED_H
#define TITIAN_REPORTS_WORKBOOK_LISTED_H

#include "workbook/book.h"

/** A column: which of the listing, and how it is shown. */
typedef struct {
    const char *from, *header;
    double width;
    style_kind head, look;
} listed_field;

/** Rows of a listing, n of them. */
typedef struct {
    const titian_listing *from;
    const size_t *rows; /* NULL: the first n */
    size_t n;
} listed_lines;

/** Lines of a listing as a table of that name, below its header. At most 32 columns. */
void listed_put(book *b, lxw_worksheet *sheet, const listed_lines *shown, const listed_field *fields, size_t n_fields,
    lxw_row_t header, const char *name);
void listed_widths(book *b, lxw_worksheet *sheet, const listed_field *fields, size_t n_fields);
/** The line that says whether values are of the inputs of Parameters. */
void listed_stale(book *b, lxw_worksheet *sheet);
/** Frozen header and print area. @param last  row of the table's last line */
void listed_print(book *b, lxw_worksheet *sheet, sheet_id id, lxw_row_t last, size_t n_fields);

#endif
