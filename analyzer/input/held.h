/* Problems held back until it is known whether the reading that found them stands.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_INPUT_HELD_H
#define TITIAN_INPUT_HELD_H

#include <stddef.h>

#include <titian/status.h>

/** Start zeroed. */
typedef struct {
    titian_problems problems;
    titian_error *rows;
    size_t n, room;
    int lost; /* 1: there was no memory for one of them */
} titian_held;

/** A listener that keeps what it is told. @return borrowed; `held` must stay where it is */
titian_problems *titian_held_listen(titian_held *held);
/** Tell them to somebody. @param problems  NULL allowed. @return 0, or -1 when one was lost for want of memory */
int titian_held_tell(const titian_held *held, titian_problems *problems);
/** Forget them; to be used again. */
void titian_held_clear(titian_held *held);
void titian_held_free(titian_held *held);

#endif
