/* Reference tables: CSV files with numbers computed elsewhere, in ../shared/reference beside the project.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_TESTS_REFERENCE_TABLE_H
#define TITIAN_TESTS_REFERENCE_TABLE_H

#include <stddef.h>

typedef struct {
    char *text;
    char **cells; /* row by row, the header first */
    size_t n_rows, n_columns; /* without the header */
} reference_table;

/** Read a table, such as "compind/bod_bli.csv"; skips the test where the folder is not there. */
void reference_open(reference_table *table, const char *name);
void reference_close(reference_table *table);

/** Position of a column or of a row (by its first cell); fails the test when there is none. */
size_t reference_column(const reference_table *table, const char *name);
size_t reference_row(const reference_table *table, const char *name);

const char *reference_cell(const reference_table *table, size_t row, size_t column);
/** A number; NaN for an empty cell or "NA". */
double reference_number(const reference_table *table, size_t row, size_t column);

/** Copy columns first, first + 1 .. one after another, n_rows doubles each. */
void reference_block(const reference_table *table, size_t first, size_t n_columns, double *out);

#endif
