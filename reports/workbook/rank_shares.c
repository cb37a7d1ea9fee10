/* Rank_Shares: how often each unit had a rank of each group, and was in each band; the number in the colour.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "workbook/areas.h"
#include "workbook/matrix.h"
#include "workbook/rank_ranges.h"

enum { SHARES_RANK, SHARES_NAME, SHARES_CODE, SHARES_RANGE, SHARES_GROUPS, MOST_GROUPS = 20 };

/* The sheet while it is being written: ranks in groups of `step`, the last one perhaps shorter. */
typedef struct {
    book *b;
    lxw_worksheet *sheet;
    size_t n_ranks, width, step, n_groups, n_bands, index;
} shares;

/* As many ranks to a group as give few groups: 1, 2, 5, 10, 20, 50 ... times what is counted together. */
static size_t step_of(size_t n_ranks, size_t width)
{
    static const size_t times[] = {2, 5, 10};
    size_t decade = 1, step = width;

    for (size_t k = 0; (n_ranks + step - 1) / step > MOST_GROUPS; k++) {
        step = width * decade * times[k % 3];
        if (k % 3 == 2)
            decade *= 10;
    }
    return step;
}

static double share_of(const shares *p, size_t unit, size_t group)
{
    double share = 0;

    for (size_t k = 0; k < p->step; k += p->width) {
        const size_t rank = group * p->step + k + 1;

        if (rank <= p->n_ranks)
            share += titian_uncertainty_rank_share(p->b->analyses.uncertainty, p->index, unit, rank);
    }
    return share;
}

/* A share; an empty cell for what never was. */
static void put_share(const shares *p, lxw_row_t row, size_t col, double share)
{
    put_number(p->b, p->sheet, row, (lxw_col_t) col, share > 0 ? share : TITIAN_MISSING, STYLE_SHARE);
}

static void put_unit(const shares *p, size_t k, size_t unit)
{
    book *b = p->b;
    const lxw_row_t row = (lxw_row_t) (LIST_FIRST + k);

    put_number(b, p->sheet, row, SHARES_RANK, (double) unit_state(b, unit)->rank, STYLE_RANK);
    put_text(b, p->sheet, row, SHARES_NAME, book_unit(b, unit)->name, STYLE_BOLD);
    put_text(b, p->sheet, row, SHARES_CODE, book_unit(b, unit)->code, STYLE_TEXT);
    put_formula_text(b, AT(p->sheet, row, SHARES_RANGE, STYLE_CENTRE), ranges_words(b, unit, 0).text, "=%s",
        cell(SHEET_RANK_RANGES, row, ranges_col(b, RANGES_RANGE)).text);
    for (size_t group = 0; group < p->n_groups; group++)
        put_share(p, row, SHARES_GROUPS + group, share_of(p, unit, group));
    for (size_t band = 0; band < p->n_bands; band++)
        put_share(
            p, row, SHARES_GROUPS + p->n_groups + band, titian_uncertainty_band(b->analyses.uncertainty, unit, band));
}

typedef struct {
    char text[96];
} head;

static head head_of(const shares *p, size_t k)
{
    head h;

    if (k >= p->n_groups) {
        snprintf(h.text, sizeof h.text, "Band: %.80s", p->b->recipe->bands[k - p->n_groups].name);
        return h;
    }
    const size_t first = k * p->step + 1, last = first + p->step - 1;

    if (p->step == 1)
        snprintf(h.text, sizeof h.text, "Rank %zu", first);
    else
        snprintf(h.text, sizeof h.text, "%zu–%zu", first, last < p->n_ranks ? last : p->n_ranks);
    return h;
}

static void put_table(const shares *p)
{
    book *b = p->b;
    const size_t n = p->n_groups + p->n_bands;
    column *columns = calloc(SHARES_GROUPS + n, sizeof *columns);
    head *heads = calloc(n + 1, sizeof *heads);
    const worded range_head = ranges_label(b, "{share} range");
    const lxw_row_t last = (lxw_row_t) (LIST_HEADER + b->n_ranked);
    const table t = {"tblRankShares", LIST_HEADER, last, 0, columns, SHARES_GROUPS + n};

    if (columns == NULL || heads == NULL) {
        book_fail(b, TITIAN_E_MEMORY, "no memory for %zu columns", n);
        goto out;
    }
    columns[SHARES_RANK] = (column){"Rank", 7, STYLE_HEADER_MID};
    columns[SHARES_NAME] = (column){"Name", unit_name_width(b), STYLE_HEADER};
    columns[SHARES_CODE] = (column){"Code", 8, STYLE_HEADER};
    columns[SHARES_RANGE] = (column){range_head.text, 11, STYLE_HEADER_MID};
    for (size_t k = 0; k < n; k++) {
        heads[k] = head_of(p, k);
        columns[SHARES_GROUPS + k] = (column){heads[k].text, k < p->n_groups ? 8.5 : 14, STYLE_HEADER_MID};
    }
    book_table(b, p->sheet, &t);
    book_widths(b, p->sheet, columns, t.n_columns);
out:
    free(columns);
    free(heads);
}

static void dress(const shares *p)
{
    book *b = p->b;
    const size_t n = p->n_groups + p->n_bands;
    const style_area area = {
        LIST_FIRST, SHARES_GROUPS, (lxw_row_t) (LIST_HEADER + b->n_ranked), (lxw_col_t) (SHARES_GROUPS + n - 1)};
    const style_page page = {.landscape = 1,
        .dense = 1,
        .small = 1,
        .last_row = area.last_row,
        .last_col = area.last_col,
        .repeat_from = LIST_HEADER,
        .repeat_to = LIST_HEADER,
        .repeat_cols = SHARES_CODE + 1};

    if (book_good(b) && b->n_ranked > 0 && n > 0)
        book_check(b, style_blue_scale(p->sheet, &area, 0, 1), "a colour scale");
    worksheet_freeze_panes(p->sheet, LIST_FIRST, SHARES_RANGE + 1);
    book_print(b, p->sheet, &page);
}

void write_rank_shares(book *b)
{
    const titian_uncertainty *u = b->analyses.uncertainty;
    size_t n = 0, *order = units_by_index(b, &n);
    shares p = {.b = b,
        .sheet = book_open(b, SHEET_RANK_SHARES,
            "Values, computed with the model's own inputs: they do not follow Parameters. White is 0 %, light blue "
            "50 %, blue 100 %; an empty cell: not once."),
        .n_ranks = titian_uncertainty_n_ranked(u),
        .width = titian_uncertainty_rank_width(u),
        .n_bands = b->recipe->n_bands,
        .index = titian_uncertainty_n_nodes(u) - 1};

    if (order == NULL)
        return;
    p.step = step_of(p.n_ranks, p.width);
    p.n_groups = (p.n_ranks + p.step - 1) / p.step;
    put_currency(b, p.sheet, LIST_AUX, 0);
    for (size_t k = 0; k < n && book_good(b); k++)
        put_unit(&p, k, order[k]);
    put_table(&p);
    dress(&p);
    free(order);
}
