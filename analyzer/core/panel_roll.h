/* The units of a panel: codes, names, what they lie in, and labels. Panels of the same units share one roll.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_CORE_PANEL_ROLL_H
#define TITIAN_CORE_PANEL_ROLL_H

#include <stdatomic.h>
#include <stddef.h>

#include <titian/panel.h>

#include "core/arena.h"
#include "core/index.h"

typedef struct {
    atomic_size_t holders; /* panels that have it */
    size_t n_units, n_groups;
    titian_unit *units;
    const char **groups, **labels; /* labels: [group][unit]; "" for none */
    titian_index unit_index, group_index, texts;
    const char **text_at; /* interned labels by position */
    size_t n_texts, room_texts;
    titian_arena arena, codes; /* codes: of units, where they were taken over */
} titian_panel_roll;

/** A roll with one holder, the units and groups of a shape, and an index of them. @return NULL: there is no memory */
titian_panel_roll *titian_panel_roll_new(const titian_panel_shape *shape);
/** The same, but codes of units stay where they are, and are in nobody's index yet. */
titian_panel_roll *titian_panel_roll_frame(const titian_panel_shape *shape);

/** One holder more. @return the roll */
titian_panel_roll *titian_panel_roll_hold(titian_panel_roll *roll);
/** One holder less; the last one frees it. NULL is allowed. */
void titian_panel_roll_release(titian_panel_roll *roll);

/** Make a roll its holder's alone, who wants to change it: a copy where others hold it.
 *  @return 0, or -1 when there is no memory: then nothing has changed */
int titian_panel_roll_own(titian_panel_roll **roll);

/** Of a roll that nobody else holds. @return 0, or -1 when there is no memory */
int titian_panel_roll_set_label(titian_panel_roll *roll, size_t group, size_t unit, const char *label);
int titian_panel_roll_set_unit(titian_panel_roll *roll, size_t unit, const char *name, size_t parent);

#endif
