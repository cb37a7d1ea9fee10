/* Notes: what the reader of a report must know about a run, in words, and short lists of names within them.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_STAGES_NOTES_H
#define TITIAN_STAGES_NOTES_H

#include <stddef.h>

#include <titian/status.h>

#include "core/arena.h"

/** Start with {.arena = ...}; the texts live in the arena; end with titian_notes_free. */
typedef struct {
    titian_arena *arena;
    const char **texts;
    size_t n, room;
    int muted; /* 1: nothing is taken down; for runs that are one of thousands */
} titian_notes;

TITIAN_CHECKED titian_status titian_notes_add(titian_notes *notes, titian_error *err, const char *format, ...)
    TITIAN_PRINTF(3, 4);
void titian_notes_free(titian_notes *notes);

/** The first few names of many: "AUT, BEL, CHE and 12 more". Start with {0}. */
typedef struct {
    char text[160];
    size_t n, n_shown;
} titian_names;

void titian_names_add(titian_names *names, const char *name);
/** Close the list. @return names->text */
const char *titian_names_text(titian_names *names);

/** A share as a percentage in words: "47 %". Where it would read like `other`, as many decimals (up to 3) as tell the
 *  two apart. @param text  room for 16 bytes @return text */
const char *titian_percent(char text[16], double share, double other);

#endif
