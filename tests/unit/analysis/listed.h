/* Looking into a listing by row and name of column.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_TESTS_LISTED_H
#define TITIAN_TESTS_LISTED_H

#include "unit/check.h"

#include <titian/listing.h>
#include <titian/panel.h>

static inline titian_item listed_item(const titian_listing *table, size_t row, const char *column)
{
    const size_t k = titian_listing_find(table, column);

    if (k == TITIAN_NONE)
        fail_msg("there is no column %s", column);
    return titian_listing_cell(table, row, k);
}

static inline double number(const titian_listing *table, size_t row, const char *column)
{
    return listed_item(table, row, column).number;
}

static inline const char *text(const titian_listing *table, size_t row, const char *column)
{
    return listed_item(table, row, column).text;
}

/** The row whose columns hold two texts; the second may be NULL. Fails when there is none. */
static inline size_t find(const titian_listing *table, const char *c1, const char *t1, const char *c2, const char *t2)
{
    for (size_t row = 0; row < titian_listing_n_rows(table); row++)
        if (strcmp(text(table, row, c1), t1) == 0 && (c2 == NULL || strcmp(text(table, row, c2), t2) == 0))
            return row;
    fail_msg("there is no row %s %s", t1, t2 != NULL ? t2 : "");
    return 0;
}

#endif
