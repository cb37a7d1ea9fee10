/* The tree that the rows of framework.csv make by their Parent cells, checked as a shape: roots, levels, cycles,
 * weights of siblings.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_MODEL_FRAMEWORK_TREE_H
#define TITIAN_MODEL_FRAMEWORK_TREE_H

#include "model/framework_csv.h"

/** Is the row an indicator or an aggregate? */
int titian_row_in_tree(const titian_row *row);
/** Is a cell at fault already? */
int titian_row_faulty(const titian_row *row, titian_column column);

/** Say every fault of the tree's shape; give the root weight 1 where it has none.
 *  @param parents  out: row of each row's parent; TITIAN_NONE for the root, for rows that are not of the tree, and
 *                  for those whose parent was not found; n_rows of them, in the arena */
TITIAN_CHECKED titian_status titian_rows_tree(
    size_t **parents, titian_rows *rows, titian_arena *arena, titian_faults *faults, titian_error *err);

#endif
