/* What the sheet Decomposition shows, whether two years or two editions are compared.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_REPORTS_WORKBOOK_DECOMPOSITION_H
#define TITIAN_REPORTS_WORKBOOK_DECOMPOSITION_H

#include "workbook/book.h"

enum { MOST_BARS = 40 }; /* of the waterfall, with the rest and the whole */

/** A name, cut to what a header holds. */
typedef struct {
    char text[64];
} split_name;

/** A bar of the waterfall: the sum of parts that stand side by side. */
typedef struct {
    const char *name;
    size_t first, n; /* n at least 1 */
} split_bar;

/** Changes of the units of the book, and the parts that they are made of. */
typedef struct {
    split_name from, to;             /* what is behind "Score" in the headers */
    const char *bars_are;            /* "Area" */
    const char *rest;                /* name of what is in no bar */
    const char *note;                /* below the purpose of the sheet */
    double *before, *after, *change; /* [unit] missing */
    size_t n_bars;
    split_bar bars[MOST_BARS];
    size_t n_figures; /* further columns, between bars and parts */
    const split_name *figure_names;
    const style_kind *figure_looks;
    double *figures; /* [unit][figure] */
    size_t n_parts;
    split_name *part_names;
    double *parts; /* [unit][part] missing: none */
} split;

/** Two years, or two editions, of the book. With zeros where memory failed: the book has failed then. */
void split_of_years(book *b, split *s);
void split_of_editions(book *b, split *s);
/** Room for so many parts and figures of each unit. @return 0 when there is no memory (the book has then failed) */
int split_make_room(book *b, split *s);
void split_free(split *s);

#endif
