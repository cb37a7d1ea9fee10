/* A panel put together from columns that were filled elsewhere: they are taken over, not copied.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_CORE_PANEL_PARTS_H
#define TITIAN_CORE_PANEL_PARTS_H

#include <stddef.h>
#include <stdint.h>

#include <titian/panel.h>

#include "core/arena.h"
#include "core/index.h"

/** Where one cell was read. A file of 0 is none; else it is 1 more than the file's number in the ledger. */
typedef struct {
    uint32_t file, line;
} titian_place;

/** The line of each unit in one file, for all columns of which every cell stands on it. */
typedef struct {
    uint32_t file;  /* as in a titian_place */
    uint32_t *line; /* by unit */
} titian_places;

/** One variable in one year. A cell with a mark has a place: that of `own`, where the column has such, else the line
 * of its unit in `shared`. */
typedef struct {
    double *values;                 /* n_units, TITIAN_MISSING where there is none */
    titian_mark *marks;             /* n_units */
    void *value_block, *mark_block; /* in which these stand, from malloc */
    const titian_places *shared;
    titian_place *own;
} titian_panel_part;

typedef struct {
    titian_panel_part *parts; /* [variable][year] */
    titian_places *places;
    size_t n_places;
    titian_arena texts;     /* with the codes of units */
    titian_index positions; /* of the codes of units in the panel */
} titian_panel_parts;

/** A panel of these columns, all ages 0. On success all that `parts` holds belongs to the panel, and is gone from it;
 * arrays are from malloc, and the units' codes of the shape stay where they are. On failure it remains the caller's.
 */
TITIAN_CHECKED titian_status titian_panel_adopt(
    titian_panel **out, const titian_panel_shape *shape, titian_panel_parts *parts, titian_error *err);
void titian_panel_parts_free(titian_panel_parts *parts, size_t n_parts);

#endif
