/* A listing: a table of results with named columns, each cell a text or a number. What an analysis hands to a report.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_LISTING_H
#define TITIAN_LISTING_H

#include <stddef.h>

#include <titian/export.h>

#ifdef __cplusplus
extern "C" {
#endif

/** A cell: a text, or a number where text is NULL; a missing number is an empty cell. */
typedef struct {
    const char *text;
    double number;
} titian_item;

typedef struct titian_listing titian_listing; /* opaque; its texts may belong to what it was made of */

TITIAN_API void titian_listing_free(titian_listing *listing);

TITIAN_API size_t titian_listing_n_rows(const titian_listing *listing);
TITIAN_API size_t titian_listing_n_columns(const titian_listing *listing);
TITIAN_API const char *titian_listing_column(const titian_listing *listing, size_t column);
/** A column by name; TITIAN_NONE (panel.h) when there is none. */
TITIAN_API size_t titian_listing_find(const titian_listing *listing, const char *column);
TITIAN_API titian_item titian_listing_cell(const titian_listing *listing, size_t row, size_t column);

#ifdef __cplusplus
}
#endif
#endif
