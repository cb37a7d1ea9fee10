/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "input/held.h"

#include <stdlib.h>

static void hold(const titian_error *problem, void *context)
{
    titian_held *held = context;

    if (held->n == held->room) {
        const size_t room = held->room > 0 ? 2 * held->room : 16;
        titian_error *more = realloc(held->rows, room * sizeof *more);

        if (more == NULL) {
            held->lost = 1;
            return;
        }
        held->rows = more;
        held->room = room;
    }
    held->rows[held->n++] = *problem;
}

titian_problems *titian_held_listen(titian_held *held)
{
    held->problems = (titian_problems){.say = hold, .context = held};
    return &held->problems;
}

int titian_held_tell(const titian_held *held, titian_problems *problems)
{
    for (size_t k = 0; k < held->n; k++)
        titian_problem(problems, &held->rows[k]);
    return held->lost ? -1 : 0;
}

void titian_held_clear(titian_held *held)
{
    held->n = 0;
    held->lost = 0;
}

void titian_held_free(titian_held *held)
{
    free(held->rows);
}
