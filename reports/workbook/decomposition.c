/* Decomposition: the parts of each change by area or block, and by indicator, and a waterfall chart of a unit chosen
 * from a list. SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "workbook/areas.h"
#include "workbook/bars.h"
#include "workbook/changes.h"
#include "workbook/decomposition.h"
#include "workbook/matrix.h"
#include "workbook/words.h"

enum {
    ROW_LABEL = 3,
    ROW_CHOICE = 4,
    ROW_SAYS = 5,  /* the finding, which is the chart's title */
    ROW_BARS = 7,  /* head of the block that feeds the chart */
    COL_PLACE = 1, /* line of the chosen unit in the table */
    COL_PART = 2,  /* of the block: part, level after it, and what the chart stacks */
    COL_LEVEL = 3,
    COL_STACK = 14,
    COL_CHART = 5,
    COL_FROM = 2, /* of the table */
    COL_TO = 3,
    COL_CHANGE = 4,
    COL_BARS = 5
};

/* What the chart stacks, above 0 and below: nothing, then a rise, a fall, or the whole change. */
typedef enum { CLEAR_ABOVE, CLEAR_BELOW, RISE_ABOVE, RISE_BELOW, FALL_ABOVE, FALL_BELOW, WHOLE, N_STACK } stack;

typedef struct {
    book *b;
    lxw_worksheet *sheet;
    split split;
    size_t *order; /* units as they stand in the table */
    lxw_row_t header;
    size_t place; /* of the chosen unit in the table, from 0 */
    int by_name;
    double level[MOST_BARS], part[MOST_BARS], stacks[N_STACK][MOST_BARS];
    const char *names[MOST_BARS];
} page;

/* ---- where the columns of the table are ---- */

static lxw_col_t col_bar(size_t k)
{
    return (lxw_col_t) (COL_BARS + k);
}

static lxw_col_t col_rest(const page *p)
{
    return col_bar(p->split.n_bars);
}

static lxw_col_t col_figure(const page *p, size_t k)
{
    return (lxw_col_t) (col_rest(p) + 1 + k);
}

static lxw_col_t col_part(const page *p, size_t k)
{
    return (lxw_col_t) (col_figure(p, p->split.n_figures) + k);
}

/* ---- the parts ---- */

static double bar_part(const page *p, size_t unit, size_t k)
{
    const split_bar *bar = &p->split.bars[k];
    double sum = 0.0;

    for (size_t j = bar->first; j < bar->first + bar->n; j++) {
        const double part = p->split.parts[unit * p->split.n_parts + j];

        sum += isnan(part) ? 0.0 : part;
    }
    return sum;
}

static double change_of(const page *p, size_t unit)
{
    return p->split.change[unit];
}

static double rest_of(const page *p, size_t unit)
{
    double rest = change_of(p, unit);

    for (size_t k = 0; k < p->split.n_bars; k++)
        rest -= bar_part(p, unit, k);
    return fabs(rest) < 1e-9 ? 0.0 : rest;
}

/* ---- the table ---- */

static ref here(lxw_row_t row, lxw_col_t col)
{
    return cell(SHEET_HERE, row, col);
}

/* A unit with a score on both sides. */
static void put_sums(page *p, lxw_row_t row, size_t unit)
{
    const double change = change_of(p, unit);

    put_formula(p->b, AT(p->sheet, row, COL_CHANGE, STYLE_SCORE_BOLD), change, "=%s-%s", here(row, COL_TO).text,
        here(row, COL_FROM).text);
    for (size_t k = 0; k < p->split.n_bars; k++) {
        const split_bar *bar = &p->split.bars[k];

        put_formula(p->b, AT(p->sheet, row, col_bar(k), STYLE_DECIMAL2), bar_part(p, unit, k), "=SUM(%s)",
            range(SHEET_HERE, row, col_part(p, bar->first), row, col_part(p, bar->first + bar->n - 1)).text);
    }
    if (p->split.n_bars == 0)
        put_number(p->b, p->sheet, row, col_rest(p), change, STYLE_DECIMAL2);
    else
        put_formula(p->b, AT(p->sheet, row, col_rest(p), STYLE_DECIMAL2), rest_of(p, unit), "=ROUND(%s-SUM(%s),9)",
            here(row, COL_CHANGE).text, range(SHEET_HERE, row, COL_BARS, row, (lxw_col_t) (col_rest(p) - 1)).text);
}

static void put_line(page *p, size_t k)
{
    book *b = p->b;
    const split *s = &p->split;
    const size_t unit = p->order[k];
    const lxw_row_t row = (lxw_row_t) (p->header + 1 + k);

    put_changed_unit(b, p->sheet, row, unit);
    put_number(b, p->sheet, row, COL_FROM, s->before[unit], STYLE_SCORE);
    put_number(b, p->sheet, row, COL_TO, s->after[unit], STYLE_SCORE);
    if (isnan(change_of(p, unit)))
        for (lxw_col_t c = COL_CHANGE; c <= col_rest(p); c++)
            put_number(b, p->sheet, row, c, TITIAN_MISSING, STYLE_DECIMAL2);
    else
        put_sums(p, row, unit);
    for (size_t c = 0; c < s->n_figures; c++)
        put_number(b, p->sheet, row, col_figure(p, c), s->figures[unit * s->n_figures + c], s->figure_looks[c]);
    for (size_t j = 0; j < s->n_parts; j++)
        put_number(b, p->sheet, row, col_part(p, j), s->parts[unit * s->n_parts + j], STYLE_DECIMAL2);
}

static void name_columns(page *p, column *columns, char headers[][80])
{
    const split *s = &p->split;

    (void) snprintf(headers[0], 80, "Score %s", s->from.text);
    (void) snprintf(headers[1], 80, "Score %s", s->to.text);
    columns[0] = (column){"Name", unit_name_width(p->b), STYLE_HEADER};
    columns[1] = (column){"Code", 8, STYLE_HEADER};
    columns[COL_FROM] = (column){headers[0], 10, STYLE_HEADER_MID};
    columns[COL_TO] = (column){headers[1], 10, STYLE_HEADER_MID};
    columns[COL_CHANGE] = (column){"Change", 10, STYLE_HEADER_MID};
    for (size_t k = 0; k < s->n_bars; k++)
        columns[col_bar(k)] = (column){s->bars[k].name, 13, STYLE_HEADER_MID};
    columns[col_rest(p)] = (column){s->rest, 10, STYLE_HEADER_MID};
    for (size_t c = 0; c < s->n_figures; c++)
        columns[col_figure(p, c)] = (column){s->figure_names[c].text, 13, STYLE_HEADER_MID};
    for (size_t j = 0; j < s->n_parts; j++)
        columns[col_part(p, j)] =
            (column){s->part_names[j].text, strlen(s->part_names[j].text) > 9 ? 13 : 10, STYLE_HEADER_MID};
}

static void put_table(page *p)
{
    const size_t n = col_part(p, p->split.n_parts);
    column *columns = calloc(n, sizeof *columns);
    char headers[2][80];
    const table t = {"tblDecomposition", p->header, (lxw_row_t) (p->header + p->b->n_units), 0, columns, n};
    const style_page print = {.landscape = 1,
        .small = 1,
        .keep_top = 1,
        .last_row = t.last,
        .last_col = (lxw_col_t) (n - 1),
        .repeat_from = p->header,
        .repeat_to = p->header,
        .repeat_cols = 2};

    if (columns == NULL) {
        book_fail(p->b, TITIAN_E_MEMORY, "no memory for %zu columns", n);
        return;
    }
    for (size_t k = 0; k < p->b->n_units && book_good(p->b); k++)
        put_line(p, k);
    name_columns(p, columns, headers);
    book_widths(p->b, p->sheet, columns, n);
    book_table(p->b, p->sheet, &t);
    book_print(p->b, p->sheet, &print);
    free(columns);
}

/* ---- the chosen unit ---- */

static ref column_of_units(const page *p, lxw_col_t col)
{
    return fixed_range(
        SHEET_HERE, p->header + 1, col, (lxw_row_t) (p->header + (p->b->n_units > 0 ? p->b->n_units : 1)), col);
}

static void put_choice(page *p)
{
    book *b = p->b;
    const titian_unit *unit = book_unit(b, p->order[p->place]);
    const ref list = column_of_units(p, p->by_name ? 0 : 1);

    put_textf(b, p->sheet, ROW_LABEL, 0, STYLE_PLAIN_BOLD, "Choose a %s in the yellow cell:", unit_word(b, 0));
    put_text(b, p->sheet, ROW_LABEL, COL_PLACE, "Line", STYLE_NOTE);
    put_text(b, p->sheet, ROW_CHOICE, 0, p->by_name ? unit->name : unit->code, STYLE_INPUT_BIG);
    put_formula(b, AT(p->sheet, ROW_CHOICE, COL_PLACE, STYLE_RANK), (double) (p->place + 1), "=MATCH(%s,%s,0)",
        fixed(SHEET_HERE, ROW_CHOICE, 0).text, list.text);
    book_offer_list(b, p->sheet, ROW_CHOICE, 0, list.text);
    if (book_good(b))
        book_check(b, worksheet_set_row(p->sheet, ROW_CHOICE, 22, NULL), "a row height");
}

/* Its change in words. */
static void put_finding(page *p, char now[384])
{
    const double change = change_of(p, p->order[p->place]);
    const int decimals = score_decimals(p->b);
    const char *from = p->split.from.text, *to = p->split.to.text;
    const titian_unit *unit = book_unit(p->b, p->order[p->place]);
    const ref place = fixed(SHEET_HERE, ROW_CHOICE, COL_PLACE), list = column_of_units(p, COL_CHANGE);
    const fixed_text number = fixed_number(change, decimals);

    (void) snprintf(now, 384, "%.100s: %s%s points from %s to %s", p->by_name ? unit->name : unit->code,
        change > 0 ? "+" : "", isnan(change) ? "-" : number.text, from, to);
    put_formula_text(p->b, AT(p->sheet, ROW_SAYS, 0, STYLE_PLAIN_BOLD), now,
        "=%s&\": \"&IF(ISNUMBER(INDEX(%s,%s)),IF(INDEX(%s,%s)>0,\"+\",\"\")&FIXED(INDEX(%s,%s),%d),\"-\")&\" points "
        "from %s to %s\"",
        fixed(SHEET_HERE, ROW_CHOICE, 0).text, list.text, place.text, list.text, place.text, list.text, place.text,
        decimals, from, to);
}

/* One bar from a level to another: what the chart stacks above and below 0. */
static void stack_bar(page *p, size_t k, double before, double after)
{
    const double low = fmin(before, after), high = fmax(before, after);
    const double above = fmax(high, 0.0) - fmax(low, 0.0), below = fmin(low, 0.0) - fmin(high, 0.0);

    p->stacks[CLEAR_ABOVE][k] = fmax(low, 0.0);
    p->stacks[CLEAR_BELOW][k] = fmin(high, 0.0);
    p->stacks[RISE_ABOVE][k] = after >= before ? above : 0.0;
    p->stacks[RISE_BELOW][k] = after >= before ? below : 0.0;
    p->stacks[FALL_ABOVE][k] = after < before ? above : 0.0;
    p->stacks[FALL_BELOW][k] = after < before ? below : 0.0;
    p->stacks[WHOLE][k] = 0.0;
}

/* The same by formula, from the levels of two lines of the block; the first bar begins at 0. */
static void put_stack(page *p, size_t k)
{
    const lxw_row_t row = (lxw_row_t) (ROW_BARS + 1 + k);
    const ref b = here(row - 1, COL_LEVEL), a = here(row, COL_LEVEL), part = here(row, COL_PART);
    const char *before = k == 0 ? "0" : b.text, *after = a.text;
    const spot at = AT(p->sheet, row, COL_STACK, STYLE_DECIMAL2);
    spot s = at;

    put_formula(p->b, s, p->stacks[CLEAR_ABOVE][k], "=MAX(MIN(%s,%s),0)", before, after);
    s.col++;
    put_formula(p->b, s, p->stacks[CLEAR_BELOW][k], "=MIN(MAX(%s,%s),0)", before, after);
    for (int falls = 0; falls < 2; falls++) {
        const char *test = falls ? "<" : ">=";

        s.col++;
        put_formula(p->b, s, p->stacks[falls ? FALL_ABOVE : RISE_ABOVE][k],
            "=IF(%s%s0,MAX(%s,%s,0)-MAX(MIN(%s,%s),0),0)", part.text, test, before, after, before, after);
        s.col++;
        put_formula(p->b, s, p->stacks[falls ? FALL_BELOW : RISE_BELOW][k],
            "=IF(%s%s0,MIN(%s,%s,0)-MIN(MAX(%s,%s),0),0)", part.text, test, before, after, before, after);
    }
    s.col++;
    put_number(p->b, p->sheet, row, s.col, 0.0, STYLE_DECIMAL2);
}

static void put_bar(page *p, size_t k, lxw_col_t from)
{
    const lxw_row_t row = (lxw_row_t) (ROW_BARS + 1 + k);
    const ref place = fixed(SHEET_HERE, ROW_CHOICE, COL_PLACE);

    put_text(p->b, p->sheet, row, 0, p->names[k], STYLE_TEXT);
    put_formula(p->b, AT(p->sheet, row, COL_PART, STYLE_DECIMAL2), p->part[k], "=N(INDEX(%s,%s))",
        column_of_units(p, from).text, place.text);
    put_formula(p->b, AT(p->sheet, row, COL_LEVEL, STYLE_DECIMAL2), p->level[k], "=%s+%s",
        k == 0 ? "0" : here(row - 1, COL_LEVEL).text, here(row, COL_PART).text);
    put_stack(p, k);
}

/* The whole change, from 0. */
static void put_whole(page *p, size_t k)
{
    const lxw_row_t row = (lxw_row_t) (ROW_BARS + 1 + k);

    put_text(p->b, p->sheet, row, 0, p->names[k], STYLE_BOLD);
    put_formula(p->b, AT(p->sheet, row, COL_PART, STYLE_DECIMAL2), p->part[k], "=SUM(%s)",
        range(SHEET_HERE, ROW_BARS + 1, COL_PART, row - 1, COL_PART).text);
    for (int s = 0; s < WHOLE; s++)
        put_number(p->b, p->sheet, row, (lxw_col_t) (COL_STACK + s), 0.0, STYLE_DECIMAL2);
    put_formula(
        p->b, AT(p->sheet, row, COL_STACK + WHOLE, STYLE_DECIMAL2), p->part[k], "=%s", here(row, COL_PART).text);
    p->stacks[WHOLE][k] = p->part[k];
}

static size_t put_block(page *p)
{
    const char *const heads[] = {p->split.bars_are, "", "Part", "Level"};
    static const char *const stacks[N_STACK] = {"Chart: clear above", "Chart: clear below", "Chart: rise above",
        "Chart: rise below", "Chart: fall above", "Chart: fall below", "Chart: in all"};
    const size_t unit = p->order[p->place], n = p->split.n_bars + 2;
    const double change = change_of(p, unit);
    double level = 0.0;

    for (int c = 0; c <= COL_LEVEL; c++)
        put_text(p->b, p->sheet, ROW_BARS, (lxw_col_t) c, heads[c], c == 0 ? STYLE_HEADER : STYLE_HEADER_MID);
    for (int k = 0; k < N_STACK; k++)
        put_text(p->b, p->sheet, ROW_BARS, (lxw_col_t) (COL_STACK + k), stacks[k], STYLE_HEADER_MID);
    for (size_t k = 0; k + 1 < n; k++) {
        const int rest = k == p->split.n_bars;
        const double part = isnan(change) ? 0.0 : rest ? rest_of(p, unit) : bar_part(p, unit, k);

        p->names[k] = rest ? p->split.rest : p->split.bars[k].name;
        p->part[k] = part;
        p->level[k] = level + part;
        stack_bar(p, k, level, level + part);
        level += part;
        put_bar(p, k, rest ? col_rest(p) : col_bar(k));
    }
    p->names[n - 1] = "Change";
    p->part[n - 1] = level;
    put_whole(p, n - 1);
    return n;
}

static void put_waterfall(page *p, size_t n_bars, const char *title)
{
    static const int colours[N_STACK] = {
        BAR_CLEAR, BAR_CLEAR, STYLE_BLUE, STYLE_BLUE, STYLE_VERMILION, STYLE_VERMILION, STYLE_NAVY};
    bar_series series[N_STACK];
    const bar_chart chart = {.stacked = 1,
        .sheet = SHEET_DECOMPOSITION,
        .first_row = ROW_BARS + 1,
        .n_bars = n_bars,
        .label_col = 0,
        .labels = p->names,
        .series = series,
        .n_series = N_STACK,
        .title_sheet = SHEET_DECOMPOSITION,
        .title_row = ROW_SAYS,
        .title_col = 0,
        .title = title,
        .alt =
            "Bars from one level to the next: what each line adds to or takes from the score of the unit chosen in "
            "cell A5, and at the foot the whole change. The figures stand beside the chart.",
        .axis_name = "Score points",
        .axis_format = "0.0",
        .label_format = "0.0",
        .low = TITIAN_MISSING,
        .width = 720,
        .height = 20 * (int) (p->header - ROW_LABEL - 1)};

    for (int k = 0; k < N_STACK; k++)
        series[k] = (bar_series){.values = p->stacks[k], .col = (lxw_col_t) (COL_STACK + k), .colour = colours[k]};
    put_bars(p->b, p->sheet, ROW_LABEL, COL_CHART, &chart);
}

/* ---- the sheet ---- */

/* By change, the largest rise first; the unit with the largest change is the chosen one. */
static int sort_units(page *p)
{
    book *b = p->b;
    double *keys = calloc(b->n_units + 1, sizeof *keys);

    if (keys == NULL) {
        book_fail(b, TITIAN_E_MEMORY, "no memory for %zu units in order", b->n_units);
        return 0;
    }
    for (size_t i = 0; i < b->n_units; i++)
        keys[i] = -change_of(p, i);
    p->order = units_by_key(b, keys);
    free(keys);
    return p->order != NULL;
}

static void write_units(page *p)
{
    char title[384];

    put_table(p);
    if (p->b->n_units == 0 || !book_good(p->b))
        return;
    put_choice(p);
    put_finding(p, title);
    put_waterfall(p, put_block(p), title);
}

void write_decomposition(book *b)
{
    page p = {.b = b, .by_name = units_are_named(b)};

    (b->editions != NULL ? split_of_editions : split_of_years)(b, &p.split);
    p.sheet = book_open(b, SHEET_DECOMPOSITION, p.split.note);
    p.header = (lxw_row_t) (ROW_BARS + p.split.n_bars + 5);
    if (book_good(b) && sort_units(&p))
        write_units(&p);
    free(p.order);
    split_free(&p.split);
}

/* ---- what is shown ---- */

int split_make_room(book *b, split *s)
{
    const size_t n = b->n_units, numbers = n * (3 + s->n_figures + s->n_parts);

    s->before = malloc((numbers + 1) * sizeof *s->before);
    s->part_names = calloc(s->n_parts + 1, sizeof *s->part_names);
    if (s->before == NULL || s->part_names == NULL) {
        book_fail(b, TITIAN_E_MEMORY, "no memory for the parts of %zu units", n);
        return 0;
    }
    s->after = s->before + n;
    s->change = s->after + n;
    s->figures = s->change + n;
    s->parts = s->figures + n * s->n_figures;
    for (size_t k = 0; k < numbers; k++)
        s->before[k] = TITIAN_MISSING;
    return 1;
}

void split_free(split *s)
{
    free(s->before);
    free(s->part_names);
}
