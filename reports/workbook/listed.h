/* Tables that the engine made, as the sheets read them: by row and the name of a column.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_REPORTS_WORKBOOK_LISTED_H
#define TITIAN_REPORTS_WORKBOOK_LISTED_H

#include <titian/listing.h>

/** A number; missing where the cell is empty or the table has no such column. */
double listed_number(const titian_listing *from, size_t row, const char *column);
/** A text; "" where the cell holds none. */
const char *listed_text(const titian_listing *from, size_t row, const char *column);

/** The rows of a unit among those that follow each other: `from` is the first row to look at, moved behind the last
 *  one of the unit. @return the first of them; equal to *from where there is none */
size_t listed_rows(const titian_listing *table, size_t *from, const char *unit);

#endif
