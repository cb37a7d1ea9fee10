/* Options of methods as inputs on Parameters. Nodes with the same choice share them: indicators with the choice of
 * the stage have S_low; the aggregates of a level that are made like its first L2_alpha; others, named by the first
 * of them, S_CODE_low and AG_CODE_alpha. SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_REPORTS_WORKBOOK_METHOD_INPUTS_H
#define TITIAN_REPORTS_WORKBOOK_METHOD_INPUTS_H

#include "workbook/book.h"

/** Find for each node the first with the same choice: among the indicators, or among the aggregates of its level. */
void method_inputs_find_rules(book *b);

/** List the options that formulas read as settings. */
void method_inputs_add(book *b);

/** Defined name of an option of a node's method. The ends of a range are "low" and "high"; the numbers of the list
 *  `at` are "at_1", "at_2" ... */
ref method_input(const book *b, size_t node, const char *option);

#endif
