/* Scores_Calc: what some methods need on the way to the scores of aggregates, node after node, one column each: the
 * score of each child as it is compared, a distance, a score before it is rounded.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "workbook/book.h"
#include "workbook/formula_methods.h"
#include "workbook/matrix.h"

/* Figures of one node while its columns are written. */
typedef struct {
    double *best, *worst; /* of each child */
    double *figures;      /* [column][unit] */
    aggregate_site site;
} bench;

static int open_bench(book *b, bench *w, size_t node)
{
    const size_t n_children = book_node(b, node)->n_children;

    *w = (bench){.best = calloc(n_children + 1, sizeof(double)),
        .worst = calloc(n_children + 1, sizeof(double)),
        .figures = calloc(formula_n_columns(b, node) * b->n_units + 1, sizeof(double))};
    if (w->best != NULL && w->worst != NULL && w->figures != NULL)
        return 1;
    book_fail(b, TITIAN_E_MEMORY, "no memory for the sheet Scores_Calc");
    return 0;
}

static void close_bench(bench *w)
{
    free(w->best);
    free(w->worst);
    free(w->figures);
}

/* Without a score in a child its best and worst are 0, as MAX and MIN of nothing are. */
static void find_ideals(const book *b, bench *w)
{
    for (size_t k = 0; k < w->site.about->n_children; k++) {
        double best = TITIAN_MISSING, worst = TITIAN_MISSING;

        for (size_t i = 0; i < b->n_units; i++) {
            const double x = node_value(b, w->site.about->first_child + k, i);

            best = fmax(best, x);
            worst = fmin(worst, x);
        }
        w->best[k] = isnan(best) ? 0.0 : best;
        w->worst[k] = isnan(worst) ? 0.0 : worst;
    }
}

static void put_column(book *b, bench *w, size_t k)
{
    const formula_column at = formula_column_at(b, w->site.node, k);
    const lxw_col_t col = calc_col(b, w->site.node, k);
    const style_kind look = at.helper->whole ? STYLE_VALUE_0 : STYLE_VALUE_3;
    lxw_worksheet *sheet = b->sheets[SHEET_SCORES_CALC];

    for (size_t i = 0; i < b->n_units && book_good(b); i++) {
        grown g = {.length = 0};
        double now = TITIAN_MISSING;

        w->site.unit = i;
        now = at.helper->figure(b, &g, &w->site, at.child);
        w->figures[k * b->n_units + i] = now;
        put_formula(b, AT(sheet, row_of_unit(i), col, look), now, "=%s", g.text);
    }
    for (int line = 0; line < 2; line++) {
        grown g = {.length = 0};
        double now = TITIAN_MISSING;

        if (at.helper->above[line] == NULL)
            continue;
        now = at.helper->above[line](b, &g, &w->site, at.child);
        put_formula(b, AT(sheet, UNIT_LIVE + line, col, STYLE_VALUE_3), now, "=%s", g.text);
    }
}

/* Heads of the columns; the table borrows them. */
typedef struct {
    column *columns;
    char (*words)[96];
} heads;

/* In words: the node, the child where the column is one of several, and what it holds. */
static void name_column(book *b, heads *h, size_t node, size_t k)
{
    const formula_column at = formula_column_at(b, node, k);
    const titian_node *about = book_node(b, node);
    const char *child = at.helper->each ? book_node(b, about->first_child + at.child)->code : NULL;
    char *word = h->words[b->calc[node] + k];
    grown name = {.length = 0};

    grow(b, &name, "%s%s%s: %s", about->code, child != NULL ? ", " : "", child != NULL ? child : "", at.helper->name);
    put_column_name(b, b->sheets[SHEET_SCORES_CALC], calc_col(b, node, k), name.text);
    snprintf(word, sizeof *h->words, "%s %s", child != NULL ? child : about->code, at.helper->word);
    h->columns[b->calc[node] + k] = (column){word, 16, STYLE_HEADER_MID};
}

static void put_node(book *b, heads *h, size_t node)
{
    bench w;

    if (!open_bench(b, &w, node)) {
        close_bench(&w);
        return;
    }
    w.site = (aggregate_site){.node = node,
        .about = book_node(b, node),
        .choice = &b->recipe->aggregation[node],
        .on = SHEET_SCORES_CALC,
        .best = w.best,
        .worst = w.worst,
        .figures = w.figures};
    find_ideals(b, &w);
    for (size_t k = 0; k < formula_n_columns(b, node) && book_good(b); k++) {
        name_column(b, h, node, k);
        put_column(b, &w, k);
    }
    close_bench(&w);
}

void write_scores_calc(book *b)
{
    lxw_worksheet *sheet = book_open(b, SHEET_SCORES_CALC,
        "Each aggregate has its columns, named in the lines above them; the methods stand on Methodology.");
    heads h = {calloc(b->n_calc + 1, sizeof *h.columns), calloc(b->n_calc + 1, sizeof *h.words)};

    if (h.columns == NULL || h.words == NULL) {
        book_fail(b, TITIAN_E_MEMORY, "no memory for the sheet Scores_Calc");
        goto out;
    }
    put_line_names(b, sheet, "Of all units", "Of all units, second");
    put_units(b, sheet);
    for (size_t node = b->n_indicators; node < b->n_nodes && book_good(b); node++)
        put_node(b, &h, node);
    if (book_good(b))
        finish_matrix(b, SHEET_SCORES_CALC, "tblScoresCalc", h.columns, b->n_calc);
out:
    free(h.columns);
    free(h.words);
}
