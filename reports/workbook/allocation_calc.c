/* Allocation_Calc: the level of all amounts, found by halving, without circular references: each line halves the span
 * of the one above it. In proportion to scores the level is the money for each unit of score. Fairness: shares of
 * groups beside what could be expected. SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "workbook/allocation.h"
#include "workbook/matrix.h"

/* ---- Allocation_Calc ---- */

enum { STEP_NUMBER, STEP_LOW, STEP_HIGH, STEP_MIDDLE, STEP_TOTAL, N_STEP_COLUMNS };

static const column step_columns[N_STEP_COLUMNS] = {
    {"Step", 8, STYLE_HEADER_MID},
    {"At least", 26, STYLE_HEADER_MID},
    {"At most", 26, STYLE_HEADER_MID},
    {"Middle", 26, STYLE_HEADER_MID},
    {"Money with it", 26, STYLE_HEADER_MID},
};

static lxw_row_t step_row(size_t k)
{
    return (lxw_row_t) (LIST_FIRST + k);
}

ref allocation_level(void)
{
    return fixed(SHEET_ALLOCATION_CALC, step_row(ALLOCATION_STEPS - 1), STEP_MIDDLE);
}

static double money_at(const book *b, double level)
{
    double sum = 0.0;

    for (size_t i = 0; i < b->n_units; i++) {
        const allocated a = allocation_of(b, i);

        sum += fmin(fmax(a.offset + level * a.slope, a.low), a.high);
    }
    return sum;
}

/* With this level everybody without a cap would have the whole budget. */
static double highest(const book *b)
{
    double least = (double) INFINITY;

    for (size_t i = 0; i < b->n_units; i++) {
        const double score = allocation_of(b, i).score;

        least = score > 0.0 ? fmin(least, score) : least;
    }
    return isfinite(least) ? b->analyses.allocation->budget / least : 0.0;
}

static spot step_at(const book *b, size_t k, int col)
{
    return AT(b->sheets[SHEET_ALLOCATION_CALC], step_row(k), col, col == STEP_TOTAL ? STYLE_VALUE : STYLE_TYPED);
}

static ref step_cell(size_t k, int col)
{
    return cell(SHEET_HERE, step_row(k), (lxw_col_t) col);
}

static void put_total(book *b, size_t k, double total)
{
    const ref base = allocation_range(b, allocation_offset(b)), score = allocation_range(b, allocation_slope(b));
    const ref low = allocation_range(b, ALLOC_LOW), high = allocation_range(b, ALLOC_HIGH);
    const ref middle = step_cell(k, STEP_MIDDLE);
    char by_score[320];

    snprintf(by_score, sizeof by_score, "(%s+%s*%s)", base.text, middle.text, score.text);
    put_formula(b, step_at(b, k, STEP_TOTAL), total, "=SUMPRODUCT((%s<%s)*%s+(%s>%s)*%s+(%s>=%s)*(%s<=%s)*%s)",
        by_score, low.text, low.text, by_score, high.text, high.text, by_score, low.text, by_score, high.text,
        by_score);
}

/* The levels that begin: of nobody's money, and of all money for whoever gains least. */
static void put_first_ends(book *b, double low, double high)
{
    const ref scores = allocation_range(b, ALLOC_SCORE);

    if (allocation_returns_fall(b)) {
        put_formula(b, step_at(b, 0, STEP_LOW), low, "=MIN(%s)",
            allocation_range(b, allocation_returns_column(b, RETURNS_BEGINS)).text);
        put_formula(b, step_at(b, 0, STEP_HIGH), high, "=MAX(%s)",
            allocation_range(b, allocation_returns_column(b, RETURNS_ALL)).text);
    } else {
        put_number(b, b->sheets[SHEET_ALLOCATION_CALC], step_row(0), STEP_LOW, 0.0, STYLE_TYPED);
        put_formula(b, step_at(b, 0, STEP_HIGH), high,
            "=IF(COUNTIF(%s,\">0\")=0,0,M_budget/SMALL(%s,COUNTIF(%s,\"<=0\")+1))", scores.text, scores.text,
            scores.text);
    }
}

static void put_ends(book *b, size_t k, double low, double high)
{
    if (k == 0) {
        put_first_ends(b, low, high);
        return;
    }
    put_formula(b, step_at(b, k, STEP_LOW), low, "=IF(%s<M_budget,%s,%s)", step_cell(k - 1, STEP_TOTAL).text,
        step_cell(k - 1, STEP_MIDDLE).text, step_cell(k - 1, STEP_LOW).text);
    put_formula(b, step_at(b, k, STEP_HIGH), high, "=IF(%s<M_budget,%s,%s)", step_cell(k - 1, STEP_TOTAL).text,
        step_cell(k - 1, STEP_HIGH).text, step_cell(k - 1, STEP_MIDDLE).text);
}

void write_allocation_calc(book *b)
{
    lxw_worksheet *sheet = book_open(b, SHEET_ALLOCATION_CALC, allocation_level_says(b));
    const ref low_range = allocation_range(b, ALLOC_LOW), high_range = allocation_range(b, ALLOC_HIGH);
    const table t = {.name = "tblAllocationCalc",
        .header = LIST_HEADER,
        .last = step_row(ALLOCATION_STEPS - 1),
        .columns = step_columns,
        .n_columns = N_STEP_COLUMNS};
    const style_page page = {
        .last_row = t.last, .last_col = N_STEP_COLUMNS - 1, .repeat_from = LIST_HEADER, .repeat_to = LIST_HEADER};
    double low = 0.0, high = highest(b);

    if (allocation_returns_fall(b))
        allocation_level_ends(b, &low, &high);
    put_formula_text(b, AT(sheet, LIST_AUX, 0, STYLE_PLAIN_BOLD), "Floors and caps allow this budget.",
        "=IF(SUM(%s)>M_budget*(1+1E-12),\"Floors and base amounts need \"&FIXED(SUM(%s),%d,FALSE)&\": more than the "
        "budget.\",IF(SUM(%s)<M_budget*(1-1E-12),\"Caps allow \"&FIXED(SUM(%s),%d,FALSE)&\": less than the "
        "budget.\",\"Floors and caps allow this budget.\"))",
        low_range.text, low_range.text, b->style.amount_decimals, high_range.text, high_range.text,
        b->style.amount_decimals);
    for (size_t k = 0; k < ALLOCATION_STEPS && book_good(b); k++) {
        const double middle = (low + high) / 2.0, total = money_at(b, middle);

        put_number(b, sheet, step_row(k), STEP_NUMBER, (double) k + 1.0, STYLE_RANK);
        put_ends(b, k, low, high);
        put_formula(b, step_at(b, k, STEP_MIDDLE), middle, "=(%s+%s)/2", step_cell(k, STEP_LOW).text,
            step_cell(k, STEP_HIGH).text);
        put_total(b, k, total);
        if (total < b->analyses.allocation->budget)
            low = middle;
        else
            high = middle;
    }
    book_table(b, sheet, &t);
    book_widths(b, sheet, step_columns, N_STEP_COLUMNS);
    worksheet_freeze_panes(sheet, LIST_FIRST, 0);
    book_print(b, sheet, &page);
}

/* ---- Fairness ---- */

static const struct {
    const char *column; /* of the engine's table */
    column shown;
    style_kind look;
} fair_columns[] = {
    {"Group", {"Group", 22, STYLE_HEADER}, STYLE_TEXT},
    {"Label", {"Label", 36, STYLE_HEADER}, STYLE_WRAP},
    {"N", {"Units", 9, STYLE_HEADER_MID}, STYLE_RANK},
    {"N.In", {"That take part", 11, STYLE_HEADER_MID}, STYLE_RANK},
    {"Amount", {"Amount", 13, STYLE_HEADER_MID}, STYLE_AMOUNT},
    {"Share", {"Share of the money", 11, STYLE_HEADER_MID}, STYLE_SHARE_FINE},
    {"Share.People", {"Share of people", 11, STYLE_HEADER_MID}, STYLE_SHARE_FINE},
    {"Share.Need", {"Share of need", 11, STYLE_HEADER_MID}, STYLE_SHARE_FINE},
    {"Share.Aid", {"Share of present aid", 11, STYLE_HEADER_MID}, STYLE_SHARE_FINE},
    {"Share.Countries", {"Share of units", 11, STYLE_HEADER_MID}, STYLE_SHARE_FINE},
    {"Note", {"Note", 52, STYLE_HEADER}, STYLE_WRAP},
};

enum { N_FAIR = sizeof fair_columns / sizeof *fair_columns, FAIR_AMOUNT = 4, FAIR_SHARE = 5 };

static titian_item fair(const book *b, size_t row, size_t k)
{
    const titian_listing *t = b->analyses.allocation->fairness;

    return titian_listing_cell(t, row, titian_listing_find(t, fair_columns[k].column));
}

/* Money and its share follow Allocation, where labels stand on Data_Used. @return 0 where they do not */
static int put_money(book *b, lxw_worksheet *sheet, size_t row)
{
    const char *group = fair(b, row, 0).text, *label = fair(b, row, 1).text;
    const size_t extra = titian_framework_find_extra(b->framework, group);
    const lxw_row_t at = (lxw_row_t) (LIST_FIRST + row);
    const ref amounts = allocation_range(b, ALLOC_AMOUNT);

    if (strcmp(group, "(all)") == 0)
        put_formula(
            b, AT(sheet, at, FAIR_AMOUNT, STYLE_AMOUNT), fair(b, row, FAIR_AMOUNT).number, "=SUM(%s)", amounts.text);
    else if (extra == TITIAN_NONE)
        return 0;
    else
        put_formula(b, AT(sheet, at, FAIR_AMOUNT, STYLE_AMOUNT), fair(b, row, FAIR_AMOUNT).number,
            "=SUMPRODUCT(--EXACT(%s,%s),%s)", unit_range(b, SHEET_DATA_USED, extra_col(b, extra)).text,
            quoted(strcmp(label, "(none)") == 0 ? "" : label).text, amounts.text);
    put_formula(b, AT(sheet, at, FAIR_SHARE, STYLE_SHARE_FINE), fair(b, row, FAIR_SHARE).number, "=%s/SUM(%s)",
        cell(SHEET_HERE, at, FAIR_AMOUNT).text, amounts.text);
    return 1;
}

static void put_fair_row(book *b, lxw_worksheet *sheet, size_t row)
{
    const int live = put_money(b, sheet, row);
    const lxw_row_t at = (lxw_row_t) (LIST_FIRST + row);
    unsigned most = 1;

    for (size_t k = 0; k < N_FAIR; k++) {
        const titian_item item = fair(b, row, k);
        const int wraps = fair_columns[k].look == STYLE_WRAP && item.text != NULL;
        const unsigned lines = wraps ? style_lines_of(item.text, fair_columns[k].shown.width) : 1;

        most = lines > most ? lines : most;
        if (live && (k == FAIR_AMOUNT || k == FAIR_SHARE))
            continue;
        if (item.text != NULL)
            put_text(b, sheet, at, (lxw_col_t) k, item.text, fair_columns[k].look);
        else
            put_number(b, sheet, at, (lxw_col_t) k, item.number, fair_columns[k].look);
    }
    if (most > 1 && book_good(b))
        book_check(b, worksheet_set_row(sheet, at, style_height_of(most), NULL), "a row height");
}

void write_fairness(book *b)
{
    lxw_worksheet *sheet = book_open(b, SHEET_FAIRNESS,
        b->recipe->allocation.aid_estimate.share != NULL
            ? "Money and its share follow Allocation_Units; what it is held against is of the model's own run. Of "
              "units that take part. Present aid is an ESTIMATE: the note of the first line says of what."
            : "Money and its share follow Allocation_Units; what it is held against is of the model's own run. Of "
              "units that take part.");
    const size_t n = titian_listing_n_rows(b->analyses.allocation->fairness);
    column columns[N_FAIR];
    const table t = {.name = "tblFairness",
        .header = LIST_HEADER,
        .last = (lxw_row_t) (LIST_HEADER + n),
        .columns = columns,
        .n_columns = N_FAIR};
    const style_page page = {.landscape = 1,
        .last_row = t.last,
        .last_col = N_FAIR - 1,
        .repeat_from = LIST_HEADER,
        .repeat_to = LIST_HEADER};

    for (size_t k = 0; k < N_FAIR; k++)
        columns[k] = fair_columns[k].shown;
    for (size_t row = 0; row < n && book_good(b); row++)
        put_fair_row(b, sheet, row);
    book_table(b, sheet, &t);
    book_widths(b, sheet, columns, N_FAIR);
    worksheet_freeze_panes(sheet, LIST_FIRST, 2);
    book_print(b, sheet, &page);
}
