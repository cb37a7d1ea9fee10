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

/** Say which indicators lack the goalposts that the model's normalisation needs.
 *  @param method  word of that normalisation, for the message */
void titian_rows_need_goalposts(const titian_rows *rows, const char *method, titian_faults *faults);

/** Make a framework of rows without faults. */
TITIAN_CHECKED titian_status titian_rows_framework(
    titian_framework **out, const titian_rows *rows, titian_arena *arena, titian_error *err);

#endif
