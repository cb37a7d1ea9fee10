/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "input/roll.h"

#include <stdlib.h>
#include <string.h>

#include <titian/panel.h>

size_t titian_texts_add(titian_texts *texts, titian_field text)
{
    size_t at = titian_index_find_next(&texts->index, text.text, text.length, &texts->next);
    const char *copy = NULL;

    if (at != TITIAN_NONE)
        return at;
    if (texts->n == texts->room) {
        size_t room = texts->room > 0 ? 2 * texts->room : 64;
        const char **more = realloc(texts->text, room * sizeof *more);

        if (more == NULL)
            return TITIAN_NONE;
        texts->text = more;
        texts->room = room;
    }
    copy = titian_arena_text_n(&texts->arena, text.text, text.length);
    if (copy == NULL || titian_index_add_kept(&texts->index, copy, text.length, texts->n) != 0)
        return TITIAN_NONE;
    texts->text[texts->n] = copy;
    return texts->n++;
}

void titian_texts_free(titian_texts *texts)
{
    free(texts->text);
    titian_index_free(&texts->index);
    titian_arena_free(&texts->arena);
}

/* Names and ranks for as many units as there is room for codes. */
static int follow(titian_roll *roll)
{
    size_t room = roll->codes.room;
    const char **names = NULL;
    unsigned char *ranks = NULL, *met = NULL;

    if (roll->room == room)
        return 0;
    names = realloc(roll->name, room * sizeof *names);
    if (names == NULL)
        return -1;
    roll->name = names;
    ranks = realloc(roll->rank, room);
    if (ranks == NULL)
        return -1;
    roll->rank = ranks;
    met = realloc(roll->met, room);
    if (met == NULL)
        return -1;
    roll->met = met;
    for (; roll->room < room; roll->room++) {
        names[roll->room] = NULL;
        ranks[roll->room] = TITIAN_NAME_NONE;
        met[roll->room] = 0;
    }
    return 0;
}

size_t titian_roll_add(titian_roll *roll, titian_field code)
{
    size_t unit = titian_texts_add(&roll->codes, code);

    if (unit == TITIAN_NONE || follow(roll) != 0)
        return TITIAN_NONE;
    return unit;
}

int titian_roll_name(titian_roll *roll, size_t unit, titian_field name, titian_name_rank rank)
{
    const char *copy = NULL;

    if (roll->rank[unit] >= rank)
        return 0;
    copy = titian_arena_text_n(&roll->arena, name.text, name.length);
    if (copy == NULL)
        return -1;
    roll->name[unit] = copy;
    roll->rank[unit] = (unsigned char) rank;
    return 1;
}

void titian_roll_free(titian_roll *roll)
{
    titian_texts_free(&roll->codes);
    free(roll->name);
    free(roll->rank);
    free(roll->met);
    titian_arena_free(&roll->arena);
}
