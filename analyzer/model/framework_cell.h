/* The columns of framework.csv: name, who uses it, and how a cell of it is read. A new column is a row of the table
 * in framework_cell.c.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_MODEL_FRAMEWORK_CELL_H
#define TITIAN_MODEL_FRAMEWORK_CELL_H

#include "input/csv.h"
#include "model/framework_csv.h"

/** A cell that is not empty, while it is read. */
typedef struct {
    titian_faults *faults;
    titian_arena *arena;
    titian_place place;
    const titian_record *record;
    const titian_field *field; /* of the record */
    titian_column column;
} titian_cell;

const char *titian_column_name(titian_column column);
/** Must every framework have the column? */
int titian_column_required(titian_column column);
/** Is the column of use to a row of this type? */
int titian_column_used(titian_column column, int type);

/** A row with every cell empty. */
titian_row titian_row_empty(size_t line);
/** Empty, or NA: nothing was given. */
int titian_field_is_empty(const titian_field *field);
/** Read a cell into a row. A fault is said and marked in row->faulty. @return 0, -1 when there is no memory */
int titian_cell_read(const titian_cell *cell, titian_row *row);

#endif
