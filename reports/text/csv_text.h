/* Fields and rows of a CSV. SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_REPORTS_TEXT_CSV_TEXT_H
#define TITIAN_REPORTS_TEXT_CSV_TEXT_H

#include <stddef.h>
#include <stdio.h>

/** Write a text as a field, in quotes where it needs them. */
void titian_csv_put_text(const char *text, FILE *to);
/** Write a comma and a number, with the shortest digits that read back as the same double; nothing for a missing one.
 */
void titian_csv_put_number(double number, FILE *to);

/** Text on its way to a file. Start with zeros, end with free(bytes). Running out of memory is remembered. */
typedef struct {
    char *bytes;
    size_t n, room;
    int failed;
} titian_csv_rows;

/** The same fields, without a comma before them. */
void titian_csv_add_text(titian_csv_rows *rows, const char *text);
void titian_csv_add_number(titian_csv_rows *rows, double number);
void titian_csv_add_mark(titian_csv_rows *rows, char mark);

/** Adds a row of something, or none. Rows may be added by several threads at a time, each to rows of its own. */
typedef void (*titian_csv_row_fn)(titian_csv_rows *rows, size_t row, const void *of);

/** Write n rows in their order; threads share the work where there are many.
 *  @return 0, or -1 when there is no memory. Whether it could be written, the stream knows (ferror) */
int titian_csv_write_rows(size_t n, titian_csv_row_fn add, const void *of, FILE *to);

#endif
