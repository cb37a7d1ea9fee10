/* Listings: cells one after another, as many as there is room for.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/listing.h"

#include <stdlib.h>
#include <string.h>

#include <titian/panel.h>

#include "core/arena.h"

struct titian_listing {
    const char **columns;
    size_t n_columns;
    titian_item *cells;
    size_t n_cells, room;
    int failed;
    titian_arena texts;
    titian_arena_mark columns_end; /* of the names of columns in it */
};

static size_t count_columns(const char *columns)
{
    size_t n = 1;

    for (; *columns != '\0'; columns++)
        n += *columns == ',' ? 1 : 0;
    return n;
}

titian_listing *titian_listing_new(const char *columns)
{
    titian_listing *listing = calloc(1, sizeof *listing);
    char *names = listing != NULL ? titian_arena_text(&listing->texts, columns) : NULL;

    if (names != NULL)
        listing->columns = titian_arena_array(&listing->texts, count_columns(columns), sizeof *listing->columns);
    if (names == NULL || listing->columns == NULL) {
        titian_listing_free(listing);
        return NULL;
    }
    for (;;) {
        char *comma = strchr(names, ',');

        listing->columns[listing->n_columns++] = names;
        if (comma == NULL)
            break;
        *comma = '\0';
        names = comma + 1;
    }
    listing->columns_end = titian_arena_here(&listing->texts);
    return listing;
}

void titian_listing_free(titian_listing *listing)
{
    if (listing == NULL)
        return;
    titian_arena_free(&listing->texts);
    free(listing->cells);
    free(listing);
}

static void add(titian_listing *listing, titian_item cell)
{
    if (listing->n_cells == listing->room && !listing->failed) {
        const size_t room = listing->room > 0 ? 2 * listing->room : 256;
        titian_item *cells =
            room > (size_t) -1 / sizeof *cells ? NULL : realloc(listing->cells, room * sizeof *cells);

        listing->failed = cells == NULL;
        if (cells != NULL) {
            listing->cells = cells;
            listing->room = room;
        }
    }
    if (!listing->failed)
        listing->cells[listing->n_cells++] = cell;
}

void titian_listing_add_text(titian_listing *listing, const char *text)
{
    add(listing, (titian_item){text, TITIAN_MISSING});
}

void titian_listing_add_copy(titian_listing *listing, const char *text)
{
    const char *copy = text == NULL ? NULL : text[0] == '\0' ? "" : titian_arena_text(&listing->texts, text);

    listing->failed = listing->failed || copy == NULL;
    titian_listing_add_text(listing, copy);
}

void titian_listing_add_number(titian_listing *listing, double number)
{
    add(listing, (titian_item){NULL, number});
}

titian_status titian_listing_check(const titian_listing *listing, titian_error *err)
{
    if (!listing->failed)
        return TITIAN_OK;
    return titian_fail(err, TITIAN_E_MEMORY, "no memory for a table of results");
}

size_t titian_listing_n_rows(const titian_listing *listing)
{
    return listing->n_cells / listing->n_columns;
}

size_t titian_listing_n_columns(const titian_listing *listing)
{
    return listing->n_columns;
}

const char *titian_listing_column(const titian_listing *listing, size_t column)
{
    return listing->columns[column];
}

size_t titian_listing_find(const titian_listing *listing, const char *column)
{
    for (size_t k = 0; k < listing->n_columns; k++)
        if (strcmp(listing->columns[k], column) == 0)
            return k;
    return TITIAN_NONE;
}

titian_item titian_listing_cell(const titian_listing *listing, size_t row, size_t column)
{
    return listing->cells[row * listing->n_columns + column];
}

void titian_listing_clear(titian_listing *listing)
{
    listing->n_cells = 0;
    titian_arena_rewind(&listing->texts, listing->columns_end);
}

void titian_listing_keep(titian_listing *listing, size_t column, const char *text)
{
    const size_t n = listing->n_columns, n_rows = listing->n_cells / n;
    size_t kept = 0;

    for (size_t row = 0; row < n_rows; row++)
        if (strcmp(listing->cells[row * n + column].text, text) == 0)
            memmove(listing->cells + n * kept++, listing->cells + n * row, n * sizeof *listing->cells);
    listing->n_cells = n * kept;
}
