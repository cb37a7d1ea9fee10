/* Methods as formulas: one row per method that a spreadsheet can compute. A method without a row here is written as
 * values, and the workbook says so.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_REPORTS_WORKBOOK_FORMULA_METHODS_H
#define TITIAN_REPORTS_WORKBOOK_FORMULA_METHODS_H

#include "workbook/book.h"

/** How an indicator is scored. Two numbers of each indicator stand on Parameters in NODE_WORST and NODE_BEST: inputs
 *  for goalposts, else statistics of the column on Data_Used, or nothing. */
typedef struct formula_normaliser {
    const char *name;           /* of the method */
    const char *first, *second; /* headers of the two numbers; "" where there is none */
    int inputs;                 /* 1: they are goalposts */
    /** Write the two numbers as formulas; NULL when they are inputs or not used. */
    void (*fit)(book *b, size_t indicator);
    /** Grow the score of the value in cell `x`, which holds a number. */
    void (*score)(book *b, grown *g, size_t indicator, const char *x);
} formula_normaliser;

/** Scores of one node for one unit. */
typedef struct {
    size_t node;
    lxw_row_t row; /* of the unit on Scores */
    ref weights;   /* of the children, in use, on Scores */
    ref scores;    /* of the children, on Scores */
} aggregate_site;

/** How a node's children come together; only children with a score count, and at least one does. */
typedef struct {
    const char *name;
    size_t most_children; /* more do not fit into a formula */
    void (*mean)(book *b, grown *g, const aggregate_site *site);
} formula_aggregator;

/** The row of a choice; NULL when a spreadsheet cannot compute it. */
const formula_normaliser *formula_normaliser_of(const titian_choice *choice);
const formula_aggregator *formula_aggregator_of(const titian_choice *choice, size_t n_children);

/** Grow "is there enough to give this node a score", as the argument of IF. */
void formula_enough(book *b, grown *g, const aggregate_site *site);

#endif
