/* What the formulas of aggregation are made of. A family of methods is one file with a table of rows.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_REPORTS_WORKBOOK_FORMULA_PARTS_H
#define TITIAN_REPORTS_WORKBOOK_FORMULA_PARTS_H

#include "workbook/formula_methods.h"

/* The families. */
typedef struct {
    const formula_aggregator *rows;
    size_t n;
} formula_family;
extern const formula_family formula_means, formula_balanced, formula_ordered, formula_compared, formula_never;

/* ---- references, as they stand on the sheet of the site ---- */

ref site_score(const book *b, const aggregate_site *site, size_t child);
ref site_weight(const book *b, const aggregate_site *site, size_t child);
ref site_scores(const book *b, const aggregate_site *site); /* of all children */
ref site_weights(const book *b, const aggregate_site *site);
/** A helper's cell for the unit; the cells of all children; the column of all units; a cell above the column. */
ref site_helper(const book *b, const aggregate_site *site, size_t helper, size_t child);
ref site_helpers(const book *b, const aggregate_site *site, size_t helper);
ref site_column(const book *b, const aggregate_site *site, size_t helper, size_t child);
ref site_above(const book *b, const aggregate_site *site, size_t helper, size_t child, int line);
/** The scores of all units in a child. */
ref site_child_column(const book *b, const aggregate_site *site, size_t child);
/** An option, by its defined name. */
ref site_input(const book *b, const aggregate_site *site, const char *option);
/** The floor under scores, on Parameters. */
ref site_floor(const book *b, const aggregate_site *site);

/* ---- the same as figures ---- */

double site_score_now(const book *b, const aggregate_site *site, size_t child);
double site_weight_now(const book *b, const aggregate_site *site, size_t child);
/** 1: the child has a score and a weight above 0. */
int site_takes_part(const book *b, const aggregate_site *site, size_t child);
double site_option(const aggregate_site *site, const char *option);
double site_helper_now(const book *b, const aggregate_site *site, size_t helper, size_t child, size_t unit);
/** Weight of the children with a score. */
double site_present_now(const book *b, const aggregate_site *site);

/* ---- pieces ---- */

/** Grow one child's term; its score is a number and its weight above 0. */
typedef void (*site_term)(book *b, grown *g, const aggregate_site *site, size_t child);

/** Grow the sum of a term over the children that take part. */
void grow_sum(book *b, grown *g, const aggregate_site *site, site_term term);
/** Grow the lowest or the highest of a term over the children that take part. */
void grow_lowest(book *b, grown *g, const aggregate_site *site, site_term term);
void grow_highest(book *b, grown *g, const aggregate_site *site, site_term term);
/** The term that is the score itself. */
void grow_score_itself(book *b, grown *g, const aggregate_site *site, size_t child);
/** Grow the weight of the children with a score. */
void grow_present(book *b, grown *g, const aggregate_site *site);
/** Grow the weighted arithmetic mean of the scores. */
void grow_mean(book *b, grown *g, const aggregate_site *site);
/** Grow the opening of IF(some child takes part, ..., the rest being the caller's: `,"")` closes it. */
void grow_if_any(book *b, grown *g, const aggregate_site *site);
/** Grow "a child takes part" as a condition. */
void grow_takes_part(book *b, grown *g, const aggregate_site *site, size_t child);

#endif
