/* Sheets that show the lines of a listing: which columns, under which headers, and how they look.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_REPORTS_WORKBOOK_LINES_H
#define TITIAN_REPORTS_WORKBOOK_LINES_H

#include "workbook/book.h"

/** A column: which of the listing, and how it is shown. */
typedef struct {
    const char *from, *header;
    double width;
    style_kind head, look;
} lines_field;

/** Rows of a listing, n of them. */
typedef struct {
    const titian_listing *from;
    const size_t *rows; /* NULL: the first n */
    size_t n;
} lines_shown;

/** Lines of a listing as a table of that name, below its header. At most 32 columns. A row is as high as what wraps
 * in it (STYLE_WRAP) needs. */
void lines_put(book *b, lxw_worksheet *sheet, const lines_shown *shown, const lines_field *fields, size_t n_fields,
    lxw_row_t header, const char *name);
void lines_widths(book *b, lxw_worksheet *sheet, const lines_field *fields, size_t n_fields);
/** Frozen header and print area. @param last  row of the table's last line
 *  @param break_at  row that begins a new page; 0: none */
void lines_print(book *b, lxw_worksheet *sheet, lxw_row_t last, size_t n_fields, lxw_row_t break_at);

#endif
