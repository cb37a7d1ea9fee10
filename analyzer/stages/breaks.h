/* Breaks in series: what the register of a model makes of values of before a break. The first step of every run,
 * before anything is carried forward.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_STAGES_BREAKS_H
#define TITIAN_STAGES_BREAKS_H

#include <stddef.h>

#include <titian/panel.h>
#include <titian/recipe.h>
#include <titian/status.h>

#include "core/arena.h"
#include "stages/notes.h"

/** Where a value stands in the data: positions in the panel. */
typedef struct {
    size_t variable, year, unit;
} titian_data_cell;

/** A value of the data on the footing of the last index year: linked by the breaks behind it, one after the other, in
 *  the order of their years. @return TITIAN_MISSING when there is no value, or a break leaves it out */
double titian_unbroken(const titian_recipe *recipe, const titian_panel *data, titian_data_cell cell, int last_year);

/** All values of a variable likewise, [year][unit] as in the data.
 *  @param out  NULL when no break is about it: then the values of the data hold */
TITIAN_CHECKED titian_status titian_unbroken_values(const double **out, const titian_recipe *recipe,
    const titian_panel *data, size_t variable, int last_year, titian_arena *arena, titian_error *err);

/** A note for each break that counts: what becomes of how many values of how many units of the data. */
TITIAN_CHECKED titian_status titian_breaks_note(
    const titian_recipe *recipe, const titian_panel *data, int last_year, titian_notes *notes, titian_error *err);

#endif
