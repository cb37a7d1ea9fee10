/* OwnPriority_Weights: what each unit submitted, element by element, and what of it was taken.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "workbook/listed.h"
#include "workbook/own_priority.h"

static const column columns[N_OWN_COLUMNS] = {
    {"Name", 26, STYLE_HEADER},
    {"Element", 38, STYLE_HEADER},
    {"Base score", 9, STYLE_HEADER_MID},
    {"Score without what does not apply", 12, STYLE_HEADER_MID},
    {"Weight of the model", 10, STYLE_HEADER_MID},
    {"Weight submitted", 11, STYLE_HEADER_MID},
    {"Weight taken", 10, STYLE_HEADER_MID},
    {"Moved", 9, STYLE_HEADER_MID},
    {"Least weight", 10, STYLE_HEADER_MID},
    {"Most weight", 10, STYLE_HEADER_MID},
    {"In its worst case", 10, STYLE_HEADER_MID},
    {"In its best case", 10, STYLE_HEADER_MID},
    {"Target of the model", 10, STYLE_HEADER_MID},
    {"Target of its own", 10, STYLE_HEADER_MID},
    {"Points short of it", 10, STYLE_HEADER_MID},
};

static const struct {
    const char *from;
    own_column at;
    style_kind look;
} numbers[] = {
    {"Weight.Submitted", OWN_SUBMITTED, STYLE_SHARE_FINE},
    {"Weight.Own", OWN_WEIGHT, STYLE_SHARE_FINE},
    {"Lower", OWN_LOWER, STYLE_SHARE_FINE},
    {"Upper", OWN_UPPER, STYLE_SHARE_FINE},
    {"Weight.Worst", OWN_WORST, STYLE_SHARE_FINE},
    {"Weight.Best", OWN_BEST, STYLE_SHARE_FINE},
    {"Target.Own", OWN_TARGET, STYLE_SCORE},
};

static const column reason_columns[] = {
    {"Name", 26, STYLE_HEADER}, {"Indicator", 38, STYLE_HEADER}, {"Score", 9, STYLE_HEADER_MID}};

static lxw_row_t row_of(size_t row)
{
    return (lxw_row_t) (LIST_FIRST + row);
}

ref own_range(own_column which, size_t first, size_t end)
{
    return fixed_range(SHEET_OWN_WEIGHTS, row_of(first), (lxw_col_t) which, row_of(end - 1), (lxw_col_t) which);
}

/* ---- elements ---- */

static void put_scores(
    book *b, lxw_worksheet *sheet, const titian_listing *from, size_t row, size_t unit, size_t node)
{
    const ref score = cell(SHEET_SCORES, row_of_unit(unit), node_col(node));
    const double base = node_value(b, node, unit), own = listed_number(from, row, "Score.Own");

    put_formula(b, AT(sheet, row_of(row), OWN_SCORE_BASE, STYLE_SCORE), base, "=IF(ISNUMBER(%s),%s,\"\")", score.text,
        score.text);
    if (own == base)
        put_formula(b, AT(sheet, row_of(row), OWN_SCORE, STYLE_SCORE), own, "=IF(ISNUMBER(%s),%s,\"\")", score.text,
            score.text);
    else
        put_number(b, sheet, row_of(row), OWN_SCORE, own, STYLE_SCORE);
}

/* The model's target is an input; without one of its own a unit has that. */
static void put_targets(book *b, lxw_worksheet *sheet, const titian_listing *from, size_t row)
{
    const double target = listed_number(from, row, "Target.Own");
    const ref own = cell(SHEET_HERE, row_of(row), OWN_TARGET), score = cell(SHEET_HERE, row_of(row), OWN_SCORE);

    if (b->rules->on)
        put_formula(b, AT(sheet, row_of(row), OWN_TARGET_BASE, STYLE_SCORE), b->rules->target, "=T_target");
    else
        put_text(b, sheet, row_of(row), OWN_TARGET_BASE, "", STYLE_SCORE);
    if (isnan(target))
        put_text(b, sheet, row_of(row), OWN_GAP, "", STYLE_SCORE);
    else
        put_formula(b, AT(sheet, row_of(row), OWN_GAP, STYLE_SCORE), listed_number(from, row, "Gap.Own"),
            "=IF(ISNUMBER(%s),MAX(0,%s-%s),\"\")", score.text, own.text, score.text);
}

static void put_element(book *b, lxw_worksheet *sheet, const titian_listing *from, size_t row)
{
    const size_t unit = titian_panel_find_unit(b->scores, listed_text(from, row, "uCode"));
    const size_t node = titian_framework_find(b->framework, listed_text(from, row, "iCode"));

    put_text(b, sheet, row_of(row), OWN_NAME, book_unit(b, unit)->name, STYLE_TEXT);
    put_text(b, sheet, row_of(row), OWN_ELEMENT, book_node(b, node)->name, STYLE_TEXT);
    put_scores(b, sheet, from, row, unit, node);
    put_formula(b, AT(sheet, row_of(row), OWN_SHARE, STYLE_SHARE_FINE), b->effective[node], "=%s",
        cell(SHEET_PARAMETERS, node_row(b, node), NODE_EFFECTIVE).text);
    for (size_t k = 0; k < sizeof numbers / sizeof *numbers; k++)
        put_number(b, sheet, row_of(row), (lxw_col_t) numbers[k].at, listed_number(from, row, numbers[k].from),
            numbers[k].look);
    put_text(b, sheet, row_of(row), OWN_MOVED, listed_text(from, row, "Moved"), STYLE_CENTRE);
    put_targets(b, sheet, from, row);
}

/* ---- what does not apply ---- */

/* The reason stands beside the table, for it may be long. @return the row behind */
static lxw_row_t put_reasons(book *b, lxw_worksheet *sheet, const titian_listing *from, lxw_row_t at)
{
    const size_t n = titian_listing_n_rows(from);

    if (n == 0)
        return at;
    put_text(b, sheet, at, 0, "Indicators that do not apply, and the reason given", STYLE_HEADING);
    for (size_t row = 0; row < n && book_good(b); row++) {
        const lxw_row_t line = (lxw_row_t) (at + 2 + row);
        const size_t unit = titian_panel_find_unit(b->scores, listed_text(from, row, "uCode"));

        put_text(b, sheet, line, 0, book_unit(b, unit)->name, STYLE_TEXT);
        put_text(b, sheet, line, 1, listed_text(from, row, "iName"), STYLE_TEXT);
        put_number(b, sheet, line, 2, listed_number(from, row, "Score"), STYLE_SCORE);
        put_text(b, sheet, line, 3, listed_text(from, row, "Reason"), STYLE_PLAIN);
    }
    book_table(b, sheet, &(table){"tblReasons", at + 1, (lxw_row_t) (at + 1 + n), 0, reason_columns, 3});
    put_text(b, sheet, at + 1, 3, "Reason", STYLE_PLAIN_BOLD);
    return (lxw_row_t) (at + 2 + n);
}

void write_own_weights(book *b)
{
    const titian_listing *from = b->analyses.own->elements;
    const size_t n = titian_listing_n_rows(from);
    lxw_worksheet *sheet = book_open(b, SHEET_OWN_WEIGHTS,
        "Weights are shares of the index. Elements of which a unit says nothing share the rest as the model has it. "
        "Moved: to the nearest weights within the bounds that add up to 100 %.");
    lxw_row_t end = row_of(n);

    put_stale(b, sheet, LIST_AUX, 0);
    for (size_t row = 0; row < n && book_good(b); row++)
        put_element(b, sheet, from, row);
    const table t = {"tblOwnWeights", LIST_HEADER, row_of(n) - 1, 0, columns, N_OWN_COLUMNS};

    book_widths(b, sheet, columns, N_OWN_COLUMNS);
    book_table(b, sheet, &t);
    end = put_reasons(b, sheet, b->analyses.own->reasons, end + 1);
    const style_page page = {.landscape = 1,
        .dense = 1,
        .small = 1,
        .last_row = end > row_of(n) ? end : row_of(n),
        .last_col = N_OWN_COLUMNS - 1,
        .repeat_from = LIST_HEADER,
        .repeat_to = LIST_HEADER};

    worksheet_freeze_panes(sheet, LIST_FIRST, OWN_ELEMENT + 1);
    book_print(b, sheet, &page);
}
