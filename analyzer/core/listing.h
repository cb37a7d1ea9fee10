/* Filling a listing cell by cell, from left to right, row by row.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_CORE_LISTING_H
#define TITIAN_CORE_LISTING_H

#include <titian/listing.h>
#include <titian/status.h>

/** An empty listing.
 *  @param columns  names, separated by commas
 *  @return NULL when there is no memory */
titian_listing *titian_listing_new(const char *columns);

/* Append a cell. Running out of memory is remembered; titian_listing_check says it at the end. */
/** @param text  borrowed; must outlive the listing */
void titian_listing_add_text(titian_listing *listing, const char *text);
/** @param text  copied; NULL: there was no memory for it, which is remembered too */
void titian_listing_add_copy(titian_listing *listing, const char *text);
void titian_listing_add_number(titian_listing *listing, double number);

/** Take all rows away; their memory is used again. */
void titian_listing_clear(titian_listing *listing);

/** Keep the rows that have a text in a column, which holds texts. */
void titian_listing_keep(titian_listing *listing, size_t column, const char *text);

/** @return TITIAN_E_MEMORY when a cell could not be added */
TITIAN_CHECKED titian_status titian_listing_check(const titian_listing *listing, titian_error *err);

#endif
