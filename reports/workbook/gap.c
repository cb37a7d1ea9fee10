/* Gap: how far each unit is from the target, from the median of its peers and from the best of them, area by area.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "workbook/gap.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "workbook/areas.h"
#include "workbook/matrix.h"
#include "workbook/words.h"

/* Columns: the name, the label that makes peers, and side by side three blocks of the index and the areas; behind
 * them the number of the group, which is not printed. */
enum { GAP_NAME, GAP_LABEL, GAP_SCORES };
typedef enum { TO_GOAL, TO_MEDIAN, TO_BEST, N_BLOCKS } block;

typedef struct {
    book *b;
    lxw_worksheet *sheet;
    gap_peers *peers;
    size_t first, n; /* areas; the index stands before them */
} gap_page;

static lxw_col_t column_of(const gap_page *p, block which, size_t k)
{
    return (lxw_col_t) (GAP_SCORES + which * (1 + p->n) + k);
}

static lxw_col_t group_column(const gap_page *p)
{
    return column_of(p, N_BLOCKS, 0);
}

ref gap_groups(const book *b)
{
    gap_page p = {.first = 0};

    p.first = area_first(b, &p.n);
    return fixed_range(
        SHEET_GAP, LIST_FIRST, group_column(&p), (lxw_row_t) (LIST_HEADER + b->n_units), group_column(&p));
}

static size_t node_of(const gap_page *p, size_t k)
{
    return k == 0 ? p->b->root : p->first + k - 1;
}

static double beside(double x, double other, double sign)
{
    return sign * (x - other); /* missing where either is */
}

static void put_scores(gap_page *p, size_t unit, size_t k)
{
    book *b = p->b;
    const size_t node = node_of(p, k), group = gap_group(b, p->peers, unit), at = node * p->peers->n + group;
    const lxw_row_t row = (lxw_row_t) (LIST_FIRST + unit);
    const style_kind look = k == 0 ? STYLE_SCORE_BOLD : STYLE_SCORE;
    const ref score = cell(SHEET_SCORES, row_of_unit(unit), node_col(node));
    const double now = node_value(b, node, unit);
    const gap_goal goal = gap_goal_of(b, node);

    put_formula(b, AT(p->sheet, row, column_of(p, TO_GOAL, k), look), isnan(now) ? now : fmax(0.0, goal.value - now),
        "=IF(ISNUMBER(%s),MAX(0,%s-%s),\"\")", score.text, goal.text, score.text);
    if (group == TITIAN_NONE || isnan(p->peers->best[at])) {
        put_text(b, p->sheet, row, column_of(p, TO_MEDIAN, k), "", look);
        put_text(b, p->sheet, row, column_of(p, TO_BEST, k), "", look);
        return;
    }
    const ref median = gap_cell(b, node, group, GAP_MEDIAN), best = gap_cell(b, node, group, GAP_BEST);

    put_formula(b, AT(p->sheet, row, column_of(p, TO_MEDIAN, k), look), beside(now, p->peers->median[at], 1.0),
        "=IF(ISNUMBER(%s)*ISNUMBER(%s),%s-%s,\"\")", score.text, median.text, score.text, median.text);
    put_formula(b, AT(p->sheet, row, column_of(p, TO_BEST, k), look), beside(now, p->peers->best[at], -1.0),
        "=IF(ISNUMBER(%s)*ISNUMBER(%s),%s-%s,\"\")", score.text, best.text, best.text, score.text);
}

static void put_unit(gap_page *p, size_t unit)
{
    book *b = p->b;
    const lxw_row_t row = (lxw_row_t) (LIST_FIRST + unit);
    const size_t group = gap_group(b, p->peers, unit);

    put_formula_text(b, AT(p->sheet, row, GAP_NAME, STYLE_TEXT), book_unit(b, unit)->name, "=%s",
        cell(SHEET_SCORES, row_of_unit(unit), COL_NAME).text);
    put_text(b, p->sheet, row, GAP_LABEL, group == TITIAN_NONE ? "" : p->peers->label[group], STYLE_TEXT);
    put_number(
        b, p->sheet, row, group_column(p), group == TITIAN_NONE ? TITIAN_MISSING : (double) (group + 1), STYLE_RANK);
    for (size_t k = 0; k <= p->n && book_good(b); k++)
        put_scores(p, unit, k);
}

/* What each block is, above its heads. */
static void put_captions(gap_page *p)
{
    book *b = p->b;
    const char *kind = p->peers->extra == TITIAN_NONE ? "all" : p->peers->name;

    if (b->rules->on) {
        grown now = {.length = 0};

        grow(b, &now, "Points short of the target of %s; 0: it is reached", fixed_number(b->rules->target, 1).text);
        put_formula_text(b, AT(p->sheet, LIST_AUX, column_of(p, TO_GOAL, 0), STYLE_PLAIN_BOLD), now.text,
            "=\"Points short of the target of \"&FIXED(T_target,1,TRUE)&\"; 0: it is reached\"");
    } else
        put_text(b, p->sheet, LIST_AUX, column_of(p, TO_GOAL, 0),
            b->style.given ? "Points short of the best possible score" : "Points short of the best of all",
            STYLE_PLAIN_BOLD);
    put_textf(b, p->sheet, LIST_AUX, column_of(p, TO_MEDIAN, 0), STYLE_PLAIN_BOLD,
        "Points above (+) or below (-) the median of its peers: %.60s", kind);
    put_text(b, p->sheet, LIST_AUX, column_of(p, TO_BEST, 0),
        "Points behind the best of its peers (Gap_Peers says who that is)", STYLE_PLAIN_BOLD);
}

static void colour(gap_page *p, lxw_row_t last)
{
    book *b = p->b;
    const double length = b->style.high - b->style.low;

    for (int which = 0; which < N_BLOCKS && last >= LIST_FIRST; which++) {
        const style_area area = {LIST_FIRST, column_of(p, (block) which, 0), last, column_of(p, (block) which, p->n)};

        if (book_good(b))
            book_check(b,
                which == TO_MEDIAN ? style_two_sided_scale(p->sheet, &area, 0.3 * length)
                                   : style_blue_scale(p->sheet, &area, 0.0, 0.6 * length),
                "a colour scale");
    }
}

static void put_table(gap_page *p, lxw_row_t last)
{
    static const char *const suffix[] = {"", " (median)", " (best)"};
    const size_t n_columns = group_column(p) + 1u;
    book *b = p->b;
    column *columns = calloc(n_columns, sizeof *columns);
    char(*headers)[128] = calloc(n_columns, sizeof *headers);

    if (columns == NULL || headers == NULL) {
        book_fail(b, TITIAN_E_MEMORY, "no memory for the columns of Gap");
        goto out;
    }
    columns[GAP_NAME] = (column){"Name", unit_name_width(b), STYLE_HEADER};
    columns[GAP_LABEL] = (column){p->peers->name, 27, STYLE_HEADER};
    columns[group_column(p)] = (column){"Group of peers, on Gap_Peers", 12, STYLE_HEADER_MID};
    for (int which = 0; which < N_BLOCKS; which++)
        for (size_t k = 0; k <= p->n; k++) {
            const lxw_col_t col = column_of(p, (block) which, k);

            snprintf(headers[col], sizeof *headers, "%.60s%s", book_node(b, node_of(p, k))->name, suffix[which]);
            columns[col] = (column){headers[col], 13, STYLE_HEADER_MID};
        }
    const table t = {"tblGap", LIST_HEADER, last, 0, columns, n_columns};
    const style_page page = {.landscape = 1,
        .dense = 1,
        .small = 1,
        .least = N_BLOCKS,
        .last_row = last,
        .last_col = (lxw_col_t) (group_column(p) - 1),
        .repeat_from = LIST_AUX,
        .repeat_to = LIST_HEADER,
        .repeat_cols = GAP_SCORES};

    book_widths(b, p->sheet, columns, n_columns);
    book_table(b, p->sheet, &t);
    worksheet_freeze_panes(p->sheet, LIST_FIRST, GAP_NAME + 1);
    book_print(b, p->sheet, &page);
out:
    free(columns);
    free(headers);
}

void write_gap(book *b)
{
    gap_page p = {.b = b,
        .sheet = book_open(b, SHEET_GAP,
            "Three blocks side by side: to the target, beside the median of peers, behind the best of them. The "
            "darker, the farther. Gap_Unit shows one unit with its indicators. An empty cell: no score or no peers."),
        .peers = gap_open(b)};
    const lxw_row_t last = (lxw_row_t) (LIST_HEADER + b->n_units);

    if (p.peers == NULL)
        return;
    p.first = area_first(b, &p.n);
    put_captions(&p);
    for (size_t i = 0; i < b->n_units && book_good(b); i++)
        put_unit(&p, i);
    put_table(&p, last);
    colour(&p, last);
    gap_free(p.peers);
}
