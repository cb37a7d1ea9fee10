/* What the rows of framework.csv mean to one another: one tree without jumps or cycles, weights that can be shared
 * out, goalposts that agree with directions, denominators and source codes that lead somewhere.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_MODEL_FRAMEWORK_CHECK_H
#define TITIAN_MODEL_FRAMEWORK_CHECK_H

#include "model/framework_csv.h"

/** Say every fault between rows, and fill in what follows from other cells: the direction from goalposts, the weight
 *  of the root. Does nothing when the rows are not whole. Cost: O(n_rows). */
TITIAN_CHECKED titian_status titian_rows_check(
    titian_rows *rows, titian_arena *arena, titian_faults *faults, titian_error *err);

/** Say what an indicator lacks of what its method needs; rows of other types need nothing.
 *  @param needs   bits of titian_need
 *  @param method  word of the method, for the message */
void titian_rows_need(
    const titian_rows *rows, const titian_row *row, unsigned needs, const char *method, titian_faults *faults);

/** Make a framework of rows without faults. */
TITIAN_CHECKED titian_status titian_rows_framework(
    titian_framework **out, const titian_rows *rows, titian_arena *arena, titian_error *err);

#endif
