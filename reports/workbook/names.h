/* Inputs by name: the defined names of weights and goalposts, and the settings of the model as input cells.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_REPORTS_WORKBOOK_NAMES_H
#define TITIAN_REPORTS_WORKBOOK_NAMES_H

#include "workbook/book.h"

/** Make the stem of each node's names: its code with `_` for what a name may not hold, unique whatever the case. */
void names_make_stems(book *b);
/** List the settings of the recipe. */
void names_make_settings(book *b);
/** Append a setting. */
void names_add(book *b, const setting *s);
/** Define every name in the workbook. */
void names_define(book *b);
/** What of framework.csv is an input of a node: TYPED_POSTS, TYPED_TARGET (formula_methods.h), 0 for nothing. */
unsigned names_typed(const book *b, size_t node);

#endif
