/* Aliases of the user's own: a small CSV that says what texts of data files stand for.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_INPUT_NAMES_ALIASES_H
#define TITIAN_INPUT_NAMES_ALIASES_H

#include <stddef.h>

#include <titian/status.h>

#include "core/arena.h"
#include "core/index.h"
#include "input/csv.h"

typedef struct {
    const char *code; /* "": rows with the text are set aside */
    size_t line;
} titian_alias;

/** Start zeroed. */
typedef struct {
    const char *file; /* NULL: none */
    char sha256[65];
    titian_alias *rows;
    size_t n, room;
    titian_index by_name; /* folded */
    titian_arena arena;
} titian_aliases;

/** Read a file with the columns name and code.
 *  @param text  what it holds; NULL: it is read from the file */
TITIAN_CHECKED titian_status titian_aliases_read(titian_aliases *aliases, const char *file, const char *text,
    size_t length, titian_problems *problems, titian_error *err);
void titian_aliases_free(titian_aliases *aliases);
/** The alias for a text, code or name, compared as names are (names_fold.h); NULL when there is none. */
const titian_alias *titian_aliases_find(const titian_aliases *aliases, titian_field text);

#endif
