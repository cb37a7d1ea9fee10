/* What the sheets about two years share: figures of the comparison by unit, and units in an order of figures.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_REPORTS_WORKBOOK_CHANGES_H
#define TITIAN_REPORTS_WORKBOOK_CHANGES_H

#include "workbook/book.h"

/** A figure or a text of the table "change" (titian/comparison.h) for a unit. */
double change_number(const book *b, size_t unit, const char *figure);
const char *change_text(const book *b, size_t unit, const char *figure);

/** A figure of the table "common" for a unit. */
double change_common(const book *b, size_t unit, const char *figure);

/** Score of the compared element in a year. @param year  position among the index years */
double change_score(const book *b, size_t unit, size_t year);
/** The first of the two years, 0, or the second, 1, as a number. */
int change_year(const book *b, int which);
/** Name of the compared element. */
const char *change_node_name(const book *b);

/** Units by ascending keys, those without a key last; ties in the order of the data.
 *  @param keys  n_units
 *  @return n_units positions to be freed; NULL when there is no memory (the book has then failed) */
size_t *units_by_key(book *b, const double *keys);

/** Was a change found that counts: beyond noise where there are replications, else any? */
int change_counts(const book *b, size_t unit);

/** Name and code of a unit in the first two columns. */
void put_changed_unit(book *b, lxw_worksheet *sheet, lxw_row_t row, size_t unit);

#endif
