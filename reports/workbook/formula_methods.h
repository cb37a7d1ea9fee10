/* Methods as formulas: one row per method that a spreadsheet can compute. A method without a row here, or whose row
 * says why it has none, is written as values, and the workbook says so.
 *
 * Formulas name the options of a method that are numbers, so that they can be changed on Parameters; the row lists
 * these (`inputs`). Its other options, which are words and flags, decide what the formula looks like.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_REPORTS_WORKBOOK_FORMULA_METHODS_H
#define TITIAN_REPORTS_WORKBOOK_FORMULA_METHODS_H

#include "workbook/book.h"

/* ---- normalisation ---- */

/** The score of one indicator for one unit. */
typedef struct {
    size_t indicator;
    const titian_choice *choice;
    ref x;      /* the unit's value on Data_Used; it holds a number where the score is asked for */
    ref values; /* the values of all units there; a missing one is a blank cell */
} score_site;

/** What of framework.csv an indicator's scores need as inputs, in NODE_WORST and NODE_BEST: bits. */
enum { TYPED_POSTS = 1, TYPED_TARGET = 2 };

/** How an indicator is scored. Up to two statistics of its values stand on Parameters in NODE_FIRST and NODE_SECOND:
 *  formulas over its column of Data_Used, or figures where the method looks at other years. */
typedef struct formula_normaliser {
    const char *name;           /* of the method */
    const char *first, *second; /* the two statistics in words; "" where there is none */
    int alone;                  /* 1: a unit's score depends on no other unit */
    int aims;                   /* 1: the target must be better than the first statistic */
    const char *const *inputs;  /* options that are inputs, ended by NULL; NULL: none */
    /** 0: the choice makes no use of this input. NULL: it uses all. */
    int (*reads)(const book *b, const titian_choice *choice, const char *option);
    /** TYPED_... bits. NULL: 0. */
    unsigned (*typed)(const titian_choice *choice);
    /** Why this choice of the method cannot be a formula, as the end of a sentence that begins with the method; NULL:
     *  it can. NULL: it always can. */
    const char *(*why_not)(const book *b, const titian_choice *choice);
    /** Write the two statistics; NULL when there is none. */
    void (*fit)(book *b, size_t indicator);
    /** Grow the score. */
    void (*score)(book *b, grown *g, const score_site *site);
} formula_normaliser;

/** The row of a method; NULL when a spreadsheet cannot compute it. */
const formula_normaliser *formula_normaliser_of(const titian_method *method);

/** How an indicator is scored. */
const titian_choice *choice_of_indicator(const book *b, size_t indicator);

/** 1: what the choice looks at before it scores are the values of the workbook's year alone. */
int looks_at_its_year(const book *b, const titian_choice *choice);

/** The numbers of a list option: those given, else the method's own where it has some. @return how many */
size_t formula_list(const titian_choice *choice, const char *option, const double **list);

/* ---- aggregation ---- */

/** The score of one node for one unit. */
typedef struct {
    size_t node, unit;
    const titian_node *about;
    const titian_choice *choice;
    sheet_id on; /* where the formula stands: Scores or Scores_Calc */
    /* for the figures of helpers alone: the highest and the lowest score in each child, and the figures of the node's
     * helpers so far, [column][unit] */
    const double *best, *worst, *figures;
} aggregate_site;

/** Helper columns of a node on Scores_Calc: one, or one for each child. */
typedef struct formula_helper {
    const char *word; /* head of the column, behind the code */
    const char *name; /* what it holds, in words */
    int each;         /* 1: for each child */
    int whole;        /* 1: whole numbers */
    /** Grow the formula of one unit and give its figure; TITIAN_MISSING for "". `child` is 0 unless `each`. */
    double (*figure)(book *b, grown *g, const aggregate_site *site, size_t child);
    /** The same for the two figures above the column, about all units; NULL: none. */
    double (*above[2])(book *b, grown *g, const aggregate_site *site, size_t child);
} formula_helper;

/** How a node's children come together; only children with a score count, and at least one does. */
typedef struct formula_aggregator {
    const char *name;
    const char *never; /* not NULL: why no formula can do it, as below; the rest is then empty */
    const char *const *inputs;
    size_t most_units;                                   /* more would take too long; 0: any number */
    const char *(*why_not)(const titian_choice *choice); /* as above */
    const formula_helper *helpers;
    size_t n_helpers;
    /** Grow the score; it may give "". */
    void (*score)(book *b, grown *g, const aggregate_site *site);
} formula_aggregator;

/** The row of a method; NULL when there is none. */
const formula_aggregator *formula_aggregator_of(const titian_method *method);

/** Why a node cannot be the formula of its row in `made_by`, as the end of a sentence that begins with its method;
 *  NULL: it can. Needs the node's place in `calc`, and stems and rules. */
const char *formula_why_not(book *b, size_t node);

/** Helper columns of a node, those of rounding included. */
size_t formula_n_columns(const book *b, size_t node);

/** Grow the score of a site as it stands on Scores, with the test for enough data and the rounding. */
void formula_score(book *b, grown *g, const aggregate_site *site);

/** A column on Scores_Calc. */
typedef struct {
    const formula_helper *helper;
    size_t child;
} formula_column;

/** The helper column `k` of a node. */
formula_column formula_column_at(const book *b, size_t node, size_t k);

#endif
