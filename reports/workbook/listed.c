/* Tables that the engine made.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "workbook/listed.h"

#include <string.h>

#include <titian/number.h>
#include <titian/panel.h>

static titian_item item_of(const titian_listing *from, size_t row, const char *column)
{
    const size_t at = titian_listing_find(from, column);

    return at != TITIAN_NONE ? titian_listing_cell(from, row, at) : (titian_item){NULL, TITIAN_MISSING};
}

double listed_number(const titian_listing *from, size_t row, const char *column)
{
    return item_of(from, row, column).number;
}

const char *listed_text(const titian_listing *from, size_t row, const char *column)
{
    const char *text = item_of(from, row, column).text;

    return text != NULL ? text : "";
}

size_t listed_rows(const titian_listing *table, size_t *from, const char *unit)
{
    const size_t n = titian_listing_n_rows(table);
    size_t first = *from;

    while (first < n && strcmp(listed_text(table, first, "uCode"), unit) != 0)
        first++;
    *from = first;
    while (*from < n && strcmp(listed_text(table, *from, "uCode"), unit) == 0)
        ++*from;
    return first;
}
