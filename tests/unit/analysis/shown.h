/* Two sketches as editions, and what titian/editions.h says of them.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_TESTS_SHOWN_H
#define TITIAN_TESTS_SHOWN_H

#include "unit/stages/sketch.h"

#include <titian/editions.h>

#include "unit/analysis/listed.h"

enum { BLOCKS, DECOMPOSITION };

typedef struct {
    sketch s[2];
    titian_game game;
    titian_listing *table, *indicators;
} shown;

static inline void open_one(sketch *s, const char *framework, const char *values, const char *mean)
{
    sketch_open(s, framework, values);
    sketch_choose(s, TITIAN_STAGE_NORMALISE, "goalposts");
    sketch_range(s, TITIAN_STAGE_NORMALISE, 0.0, 100.0);
    sketch_choose(s, TITIAN_STAGE_AGGREGATE, mean);
}

static inline titian_status try_both(shown *w, titian_error *err)
{
    const titian_editions editions = {
        .recipe = {&w->s[0].recipe, &w->s[1].recipe}, .panel = {w->s[0].panel, w->s[1].panel}, .game = w->game};
    titian_status status = titian_editions_make(&w->table, BLOCKS, &editions, err);

    if (status == TITIAN_OK)
        status = titian_editions_make(&w->indicators, DECOMPOSITION, &editions, err);
    return status;
}

static inline void split(shown *w, const char *mean)
{
    titian_error err = {.message = ""};

    if (mean != NULL)
        sketch_choose(&w->s[1], TITIAN_STAGE_AGGREGATE, mean);
    for (int k = 0; k < 2; k++)
        sketch_run(&w->s[k]); /* a sketch is whole once it has run */
    if (try_both(w, &err) != TITIAN_OK)
        fail_msg("%s", err.message);
}

static inline double of(const shown *w, const char *unit, const char *column)
{
    return number(w->table, find(w->table, "uCode", unit, NULL, NULL), column);
}

/* Part of an element in a block of a unit. */
static inline double part_of(const shown *w, const char *unit, const char *block, const char *code)
{
    const titian_listing *list = w->indicators;

    for (size_t row = 0; row < titian_listing_n_rows(list); row++)
        if (strcmp(text(list, row, "uCode"), unit) == 0 && strcmp(text(list, row, "Block"), block) == 0 &&
            strcmp(text(list, row, "iCode"), code) == 0)
            return number(list, row, "Part");
    return TITIAN_MISSING;
}

static inline void shut(shown *w)
{
    titian_listing_free(w->indicators);
    titian_listing_free(w->table);
    sketch_close(&w->s[0]);
    sketch_close(&w->s[1]);
    w->table = w->indicators = NULL;
}

/* Everything that a unit's change is made of. */
static inline double sum_of(const titian_listing *list, const char *unit, const char *block)
{
    double sum = 0.0;

    for (size_t row = 0; row < titian_listing_n_rows(list); row++)
        if (strcmp(text(list, row, "uCode"), unit) == 0 &&
            (block == NULL || strcmp(text(list, row, "Block"), block) == 0))
            sum += number(list, row, "Part");
    return sum;
}

#endif
