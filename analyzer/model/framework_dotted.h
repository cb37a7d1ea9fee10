/* Columns of framework.csv with a point in their name: STAGE.method and STAGE.OPTION, which give an indicator a
 * choice of its own, and Weight.NAME, a named set of weights. SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_MODEL_FRAMEWORK_DOTTED_H
#define TITIAN_MODEL_FRAMEWORK_DOTTED_H

#include "input/csv.h"
#include "model/framework_csv.h"

/** Take a field of the header as such a column. A name that a stage does not know is said.
 *  @param arena  for the list, which grows
 *  @return 1: it is one (or was meant to be, and was said); 0: it is none; -1: no memory */
int titian_dotted_take(
    titian_rows *rows, const titian_field *field, titian_place place, titian_arena *arena, titian_faults *faults);

/** Texts of a record's cells in these columns, with points for decimal commas. A cell in which a comma may be that or
 *  something else is said. @return 0, -1 when there is no memory */
int titian_dotted_read(const titian_rows *rows, const titian_record *record, titian_arena *arena,
    titian_faults *faults, titian_row *row);

/** Number of sets of weights, and the column of one: position in rows->dotted. */
size_t titian_dotted_sets(const titian_rows *rows);
size_t titian_dotted_set(const titian_rows *rows, size_t set);

#endif
