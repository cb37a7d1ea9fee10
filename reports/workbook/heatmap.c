/* Heatmap: every unit by area, with the number in the colour.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "workbook/areas.h"

enum { HEAT_NAME, HEAT_RANK, HEAT_BAND, HEAT_SCORES };

/* The index, then level by level down to the areas, each level in the order of the framework. */
static size_t *shown_nodes(book *b, size_t *n)
{
    size_t *nodes = calloc(b->n_nodes, sizeof *nodes);
    size_t n_areas = 0, first = area_first(b, &n_areas);
    int lowest = book_node(b, first)->level;

    *n = 0;
    if (nodes == NULL) {
        book_fail(b, TITIAN_E_MEMORY, "no memory for %zu nodes", b->n_nodes);
        return NULL;
    }
    for (int level = titian_framework_n_levels(b->framework); level >= lowest; level--) {
        size_t count = 0, from = titian_framework_level(b->framework, level, &count);

        for (size_t k = 0; k < count; k++)
            nodes[(*n)++] = from + k;
    }
    return nodes;
}

static void put_unit(book *b, lxw_worksheet *sheet, size_t unit, const size_t *nodes, size_t n)
{
    size_t row = LIST_FIRST + unit, band = unit_state(b, unit)->band;
    ref rank = cell(SHEET_SCORES, row_of_unit(unit), scores_col(b, SCORES_RANK));
    ref word = cell(SHEET_SCORES, row_of_unit(unit), scores_col(b, SCORES_BAND));
    size_t place = unit_state(b, unit)->rank;

    put_formula_text(b, AT(sheet, row, HEAT_NAME, STYLE_TEXT), book_unit(b, unit)->name, "=%s",
        cell(SHEET_SCORES, row_of_unit(unit), COL_NAME).text);
    put_formula(b, AT(sheet, row, HEAT_RANK, STYLE_RANK), place > 0 ? (double) place : TITIAN_MISSING,
        "=IF(ISNUMBER(%s),%s,\"\")", rank.text, rank.text);
    put_formula_text(b, AT(sheet, row, HEAT_BAND, STYLE_TEXT), band == TITIAN_NONE ? "" : b->recipe->bands[band].name,
        "=%s&\"\"", word.text);
    for (size_t k = 0; k < n; k++) {
        ref score = cell(SHEET_SCORES, row_of_unit(unit), node_col(nodes[k]));

        put_formula(b, AT(sheet, row, HEAT_SCORES + k, nodes[k] == b->root ? STYLE_SCORE_BOLD : STYLE_SCORE),
            node_value(b, nodes[k], unit), "=IF(ISNUMBER(%s),%s,\"\")", score.text, score.text);
    }
}

static void put_table(book *b, lxw_worksheet *sheet, const size_t *nodes, size_t n, lxw_row_t last)
{
    column *columns = calloc(HEAT_SCORES + n, sizeof *columns);

    if (columns == NULL) {
        book_fail(b, TITIAN_E_MEMORY, "no memory for %zu columns", n);
        return;
    }
    columns[HEAT_NAME] = (column){"Name", 34, STYLE_HEADER};
    columns[HEAT_RANK] = (column){"Rank", 8, STYLE_HEADER_MID};
    columns[HEAT_BAND] = (column){"Band", 12, STYLE_HEADER};
    for (size_t k = 0; k < n; k++)
        columns[HEAT_SCORES + k] = (column){book_node(b, nodes[k])->name, 13, STYLE_HEADER_MID};
    const table t = {"tblHeatmap", LIST_HEADER, last, 0, columns, HEAT_SCORES + n};

    book_widths(b, sheet, columns, HEAT_SCORES + n);
    book_table(b, sheet, &t);
    free(columns);
}

void write_heatmap(book *b)
{
    lxw_worksheet *sheet = book_open(b, SHEET_HEATMAP,
        "Rows above 6 and the names stay in view (frozen panes); filter with the buttons in row 5.");
    lxw_row_t last = (lxw_row_t) (LIST_HEADER + b->n_units);
    size_t n = 0, *nodes = shown_nodes(b, &n);

    if (nodes == NULL)
        return;
    put_textf(b, sheet, LIST_AUX, 0, STYLE_NOTE,
        "Colours run from white at %g through light blue at %g to blue at %g; %s. An empty cell: too few data.",
        b->style.low, (b->style.low + b->style.high) / 2, b->style.high,
        b->style.given ? "they are fixed, so a colour means the same in every edition" : "the range of this run");
    put_table(b, sheet, nodes, n, last);
    for (size_t i = 0; i < b->n_units && book_good(b); i++)
        put_unit(b, sheet, i, nodes, n);
    const style_area area = {LIST_FIRST, HEAT_SCORES, last, (lxw_col_t) (HEAT_SCORES + n - 1)};
    const style_page page = {.landscape = 1,
        .dense = 1,
        .last_row = last,
        .last_col = area.last_col,
        .repeat_from = LIST_HEADER,
        .repeat_to = LIST_HEADER};

    if (book_good(b))
        book_check(b, style_score_scale(sheet, &b->style, &area), "a colour scale");
    worksheet_freeze_panes(sheet, LIST_FIRST, HEAT_NAME + 1);
    book_print(b, sheet, &page);
    free(nodes);
}
