/* Inputs by name: the defined names of weights and goalposts, and the settings of the model as input cells.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_REPORTS_WORKBOOK_NAMES_H
#define TITIAN_REPORTS_WORKBOOK_NAMES_H

#include "workbook/book.h"

/** Make the stem of each node's names: its code with `_` for what a name may not hold, unique whatever the case. */
void names_make_stems(book *b);
/** List the settings of the recipe. */
void names_make_settings(book *b);
/** Define every name in the workbook. */
void names_define(book *b);
/** 1: the node is an indicator whose goalposts are inputs. */
int names_has_goalposts(const book *b, size_t node);

#endif
