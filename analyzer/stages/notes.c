/* Notes and short lists of names.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "stages/notes.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { NAMES_SHOWN = 8, NAME_BYTES = 16, NOTE_BYTES = 1024 };

static int make_room(titian_notes *notes)
{
    const size_t room = notes->room > 0 ? 2 * notes->room : 16;
    const char **more = NULL;

    if (notes->n < notes->room)
        return 0;
    more = realloc(notes->texts, room * sizeof *more);
    if (more == NULL)
        return -1;
    notes->texts = more;
    notes->room = room;
    return 0;
}

titian_status titian_notes_add(titian_notes *notes, titian_error *err, const char *format, ...)
{
    char text[NOTE_BYTES];
    const char *copy = NULL;
    va_list args;

    if (notes->muted)
        return TITIAN_OK;
    va_start(args, format);
    if (vsnprintf(text, sizeof text, format, args) < 0)
        text[0] = '\0';
    va_end(args);
    copy = titian_arena_text(notes->arena, text);
    if (copy == NULL || make_room(notes) != 0)
        return titian_fail(err, TITIAN_E_MEMORY, "no memory for a note");
    notes->texts[notes->n++] = copy;
    return TITIAN_OK;
}

void titian_notes_free(titian_notes *notes)
{
    free(notes->texts);
    notes->texts = NULL;
    notes->n = 0;
    notes->room = 0;
}

static void append(titian_names *names, const char *between, const char *name)
{
    const size_t used = strlen(names->text);
    const int cut = strlen(name) > NAME_BYTES;

    (void) snprintf(
        names->text + used, sizeof names->text - used, "%s%.*s%s", between, NAME_BYTES, name, cut ? "..." : "");
}

void titian_names_add(titian_names *names, const char *name)
{
    names->n++;
    if (names->n_shown == NAMES_SHOWN || strlen(names->text) + NAME_BYTES + 32 > sizeof names->text)
        return;
    append(names, names->n_shown > 0 ? ", " : "", name);
    names->n_shown++;
}

const char *titian_names_text(titian_names *names)
{
    char rest[32];

    if (names->n > names->n_shown) {
        (void) snprintf(rest, sizeof rest, "%zu more", names->n - names->n_shown);
        append(names, " and ", rest);
        names->n_shown = names->n;
    }
    return names->text;
}

const char *titian_percent(char text[16], double share, double other)
{
    char second[16];

    for (int decimals = 0; decimals <= 3; decimals++) {
        (void) snprintf(text, 16, "%.*f %%", decimals, 100.0 * share);
        (void) snprintf(second, sizeof second, "%.*f %%", decimals, 100.0 * other);
        if (strcmp(text, second) != 0)
            return text;
    }
    (void) snprintf(text, 16, "%.0f %%", 100.0 * share);
    return text;
}
