/* Who is on a dated list in a year, in words; and what somebody has decided by hand.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_ANALYSIS_LISTED_H
#define TITIAN_ANALYSIS_LISTED_H

#include <titian/assessment.h>
#include <titian/records.h>

#include "core/arena.h"
#include "core/listing.h"

/** Lists that are looked into: the one of a name, or those that give a group its labels. */
typedef struct {
    const titian_records *lists; /* NULL: none */
    const char *name;            /* of the list, or the code of the group */
    int is_group;
} titian_roster;

/** The row that tells most of a unit: one of the year, else the one that ended last, else one that begins later. */
typedef struct {
    size_t row;  /* TITIAN_NONE: the unit was never on the list */
    int now;     /* 1: on it in the year */
    double left; /* last year, where it has ended; else missing */
} titian_listed;

/** Is there any row of such a list? */
int titian_listed_any(const titian_roster *in);
titian_listed titian_listed_find(const titian_roster *in, const char *unit, int year);

/** The label that a list gives the units on it, where it is of the group; NULL: it is of another. */
const char *titian_listed_label(const char *list, const char *group);

/** In words what is known: "on the list ldc in 2023: 1971 to 2023, United Nations".
 *  @param stays  1: years of grace count
 *  @return owned by the arena; NULL when there is no memory */
const char *titian_listed_words(
    titian_arena *arena, const titian_roster *in, const titian_listed *found, int year, int stays);

/** The assessed unit that a row of a small table is about, by its code.
 *  @return TITIAN_E_DATA with the place when there is none. Cost: O(units) */
TITIAN_CHECKED titian_status titian_record_unit(const titian_assessment *a, const titian_records *records, size_t row,
    size_t column, size_t *unit, titian_error *err);

/** In words what somebody has decided: "included by A. Author on 2026-01-31: reason". Owned by the arena; or NULL. */
const char *titian_override_words(titian_arena *arena, const titian_records *overrides, size_t row);

/** The same of a unit as the next cell of a table; "" where nobody has decided anything. */
void titian_listing_add_override(titian_listing *listing, const titian_assessment *a, size_t unit);

#endif
