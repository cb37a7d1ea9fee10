/* What the parts of an explanation share.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_TEXT_EXPLAIN_H
#define TITIAN_TEXT_EXPLAIN_H

#include <stdio.h>

#include <titian/assessment.h>

enum { TITIAN_EXPLAIN_PREFIX = 256 };

/** One unit in one index year of one assessment. */
typedef struct {
    const titian_assessment *a;
    const titian_recipe *recipe;
    const titian_framework *framework;
    size_t unit, year; /* in the results' panels */
    int index_year, is_last_year;
    double *shares;  /* n_nodes: share of each node in this unit's own index */
    double *weights; /* n_nodes: of this unit, relative to siblings */
    FILE *to;
} titian_explain;

/** Score of a node; TITIAN_MISSING when it has none. */
double titian_explain_score(const titian_explain *e, size_t node);

/** The lines under an indicator: value, year, file and line; each step that changed it; goalposts.
 *  @param prefix  branches of the tree that stand before each line */
void titian_explain_indicator(const titian_explain *e, size_t indicator, const char *prefix);

/** The priority step, when the recipe has one and the year is the last. */
void titian_explain_priority(const titian_explain *e);

/** What stands before each line: the branches of the tree down to here. @return 0 when there is no room */
int titian_explain_deepen(const char *prefix, const char *branch, char out[TITIAN_EXPLAIN_PREFIX]);

#endif
