/* Allocation: who has how much of the budget, the largest amount first. Every cell looks its unit up on
 * Allocation_Units by its place, so that the list sorts itself when Parameters change. SPDX-License-Identifier:
 * GPL-3.0-or-later */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <titian/listing.h>

#include "workbook/allocation.h"
#include "workbook/listed.h"
#include "workbook/matrix.h"
#include "workbook/words.h"

enum {
    LIST_PLACE,
    LIST_NAME,
    LIST_CODE,
    LIST_PRIORITY, /* rank; without a priority block that of the index */
    LIST_AMOUNT,
    LIST_SHARE,
    LIST_RUNNING,     /* share of this and all larger amounts */
    LIST_PER_MILLION, /* people */
    LIST_LOWER,       /* of the amount over the replications */
    LIST_UPPER,
    LIST_BINDS,
    LIST_SCORE,
    LIST_LOW,
    LIST_HIGH,
    LIST_LINE, /* of the unit on Allocation_Units, 1 = first: what the other columns look up */
    N_LIST_COLUMNS
};

/* Columns that repeat one of Allocation_Units. */
static const struct {
    int at, from;
    const char *figure; /* of the engine's table */
    style_kind look;
} figures[] = {
    {LIST_AMOUNT, ALLOC_AMOUNT, "Amount", STYLE_TYPED},
    {LIST_LOWER, ALLOC_LOWER, NULL, STYLE_VALUE},
    {LIST_UPPER, ALLOC_UPPER, NULL, STYLE_VALUE},
    {LIST_SCORE, ALLOC_SCORE, NULL, STYLE_VALUE},
    {LIST_LOW, ALLOC_LOW, NULL, STYLE_VALUE},
    {LIST_HIGH, ALLOC_HIGH, NULL, STYLE_VALUE},
};

/* A line: its place, and the unit that stands there now. */
typedef struct {
    book *b;
    lxw_worksheet *sheet;
    lxw_row_t row;
    size_t place, unit;
    double running;
} line;

static ref here(const line *l, int col)
{
    return cell(SHEET_HERE, l->row, (lxw_col_t) col);
}

static spot at(const line *l, int col, style_kind look)
{
    return AT(l->sheet, l->row, col, look);
}

static double figure_of(const line *l, size_t k)
{
    const allocated a = allocation_of(l->b, l->unit);

    if (figures[k].figure != NULL)
        return listed_number(l->b->analyses.allocation->amounts, l->unit, figures[k].figure);
    if (figures[k].at == LIST_LOWER || figures[k].at == LIST_UPPER)
        return allocation_quantile(l->b, l->unit, figures[k].at == LIST_LOWER ? 0.05 : 0.95);
    return figures[k].at == LIST_SCORE ? a.score : figures[k].at == LIST_LOW ? a.low : a.high;
}

static void put_text_of(const line *l, int col, const char *now, ref from, style_kind look)
{
    put_formula_text(l->b, at(l, col, look), now, "=INDEX(%s,%s)&\"\"", from.text, here(l, LIST_LINE).text);
}

static void put_number_of(const line *l, int col, double now, ref from, style_kind look)
{
    put_formula(l->b, at(l, col, look), now, "=IF(ISNUMBER(INDEX(%s,%s)),INDEX(%s,%s),\"\")", from.text,
        here(l, LIST_LINE).text, from.text, here(l, LIST_LINE).text);
}

static void put_rank(const line *l)
{
    book *b = l->b;
    const size_t now = b->rules->on ? priority_state(b, l->unit)->rank : unit_state(b, l->unit)->rank;

    put_number_of(l, LIST_PRIORITY, now > 0 ? (double) now : TITIAN_MISSING,
        b->rules->on ? unit_range(b, SHEET_PRIORITY_CALC, CALC_RANK)
                     : unit_range(b, SHEET_SCORES, scores_col(b, SCORES_RANK)),
        STYLE_RANK);
}

/* Of the whole budget, which is an input where amounts are formulas. */
static void put_share(line *l, double amount)
{
    book *b = l->b;
    const ref mine = here(l, LIST_AMOUNT), share = here(l, LIST_SHARE);
    const double budget = b->analyses.allocation->budget;
    char whole[32] = "M_budget";

    if (!allocation_is_live(b))
        snprintf(whole, sizeof whole, "%.17g", budget);
    l->running += amount / budget;
    put_formula(b, at(l, LIST_SHARE, STYLE_SHARE_FINE), amount / budget, "=%s/%s", mine.text, whole);
    if (l->place == 1)
        put_formula(b, at(l, LIST_RUNNING, STYLE_SHARE), l->running, "=%s", share.text);
    else
        put_formula(b, at(l, LIST_RUNNING, STYLE_SHARE), l->running, "=%s+%s",
            cell(SHEET_HERE, l->row - 1, LIST_RUNNING).text, share.text);
}

/* A head has so little of a million that nobody could read it. */
static void put_per_million(const line *l)
{
    const ref each = allocation_range(l->b, ALLOC_PER_HEAD);
    const ref place = here(l, LIST_LINE);

    put_formula(l->b, at(l, LIST_PER_MILLION, STYLE_DECIMAL),
        1e6 * listed_number(l->b->analyses.allocation->amounts, l->unit, "Per.Head"),
        "=IF(ISNUMBER(INDEX(%s,%s)),1000000*INDEX(%s,%s),\"\")", each.text, place.text, each.text, place.text);
}

static void put_line(line *l)
{
    book *b = l->b;
    const titian_listing *amounts = b->analyses.allocation->amounts;

    put_number(b, l->sheet, l->row, LIST_PLACE, (double) l->place, STYLE_RANK);
    put_formula(b, at(l, LIST_LINE, STYLE_RANK), (double) (l->unit + 1), "=MATCH(%s,%s,0)", here(l, LIST_PLACE).text,
        allocation_range(b, ALLOC_PLACE).text);
    put_text_of(l, LIST_NAME, book_unit(b, l->unit)->name, unit_range(b, SHEET_SCORES, COL_NAME), STYLE_BOLD);
    put_text_of(l, LIST_CODE, book_unit(b, l->unit)->code, unit_range(b, SHEET_SCORES, COL_CODE), STYLE_TEXT);
    put_rank(l);
    for (size_t k = 0; k < sizeof figures / sizeof *figures; k++)
        put_number_of(l, figures[k].at, figure_of(l, k), allocation_range(b, figures[k].from), figures[k].look);
    put_per_million(l);
    put_share(l, listed_number(amounts, l->unit, "Amount"));
    put_text_of(l, LIST_BINDS, allocation_binds(b, l->unit), allocation_range(b, ALLOC_BINDS), STYLE_CENTRE);
}

static void finish(const line *l, size_t n)
{
    book *b = l->b;
    const lxw_row_t last = (lxw_row_t) (LIST_HEADER + n);
    const column columns[N_LIST_COLUMNS] = {
        {"Place", 8, STYLE_HEADER_MID},
        {"Name", unit_name_width(b) < 34 ? unit_name_width(b) : 34, STYLE_HEADER},
        {"Code", 8, STYLE_HEADER},
        {b->rules->on ? "Priority rank" : "Rank of the index", 9, STYLE_HEADER_MID},
        {"Amount", 13, STYLE_HEADER_MID},
        {"Share", 9, STYLE_HEADER_MID},
        {"Running share", 10, STYLE_HEADER_MID},
        {"For each million people", 12, STYLE_HEADER_MID},
        {"5 % of runs give less", 10, STYLE_HEADER_MID},
        {"5 % of runs give more", 10, STYLE_HEADER_MID},
        {"Bound that decides", 11, STYLE_HEADER_MID},
        {"Score", 12, STYLE_HEADER_MID},
        {"Floor", 11, STYLE_HEADER_MID},
        {"Cap", 11, STYLE_HEADER_MID},
        {"Line on Allocation_Units", 11, STYLE_HEADER_MID},
    };
    const table t = {"tblAllocation", LIST_HEADER, last, 0, columns, N_LIST_COLUMNS};
    const style_page page = {.landscape = 1,
        .last_row = last,
        .last_col = LIST_LINE - 1,
        .repeat_from = LIST_HEADER,
        .repeat_to = LIST_HEADER};

    book_widths(b, l->sheet, columns, N_LIST_COLUMNS);
    book_table(b, l->sheet, &t);
    worksheet_freeze_panes(l->sheet, LIST_FIRST, LIST_NAME + 1);
    book_print(b, l->sheet, &page);
}

/* "Budget 100 USD million": the sum of the amounts, whatever it is. */
static void say_budget(const line *l)
{
    book *b = l->b;
    const char *currency = b->recipe->allocation.currency;
    sentence *s = sentence_new(b);
    const ref amounts = allocation_range(b, ALLOC_AMOUNT);

    sentence_words(s, "Shared out: ");
    sentence_number(s, b->analyses.allocation->budget, 1, "SUM(%s)", amounts.text);
    sentence_words(s, " ");
    sentence_words(s, currency != NULL ? currency : "");
    sentence_words(
        s, ". Who takes part is decided by lists and labels, not by Parameters: Allocation_Units says why.");
    sentence_put(s, AT(l->sheet, LIST_AUX, LIST_NAME, STYLE_PLAIN_BOLD));
}

/* What of the sheet is live, and which inputs do nothing. */
static const char *what_is_live(const book *b)
{
    if (!allocation_is_live(b))
        return "VALUES of this run, not live: with ring-fences or a minimum grant no formula finds the amounts. No "
               "input on Parameters moves them, neither weights and goalposts nor those of priority; run titian "
               "again.";
    return allocation_returns_fall(b)
               ? "Sorts itself by amount. The budget, powers, floors, caps and the scale of returns are on "
                 "Parameters; the form of returns is the model's."
               : "Sorts itself by amount. The budget, powers, floors and caps are on Parameters.";
}

void write_allocation(book *b)
{
    line l = {.b = b, .sheet = book_open(b, SHEET_ALLOCATION, what_is_live(b))};
    size_t n = 0, *order = allocation_order(b, &n);

    if (order == NULL)
        return;
    say_budget(&l);
    for (size_t k = 0; k < n && book_good(b); k++) {
        l.place = k + 1;
        l.unit = order[k];
        l.row = (lxw_row_t) (LIST_FIRST + k);
        put_line(&l);
    }
    finish(&l, n);
    free(order);
}
