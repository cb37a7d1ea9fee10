/* Decomposition: the parts of each change by area, cause and indicator, and a waterfall chart of a unit chosen from a
 * list. SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "workbook/areas.h"
#include "workbook/bars.h"
#include "workbook/changes.h"
#include "workbook/matrix.h"
#include "workbook/words.h"

enum {
    ROW_LABEL = 3,
    ROW_CHOICE = 4,
    ROW_SAYS = 5, /* the finding, which is the chart's title */
    ROW_BARS = 7, /* head of the block that feeds the chart */
    MOST_BARS = 40,
    COL_PLACE = 1, /* line of the chosen unit in the table */
    COL_PART = 2,  /* of the block: part, level after it, and what the chart stacks */
    COL_LEVEL = 3,
    COL_STACK = 14,
    COL_CHART = 5,
    COL_FROM = 2, /* of the table */
    COL_TO = 3,
    COL_CHANGE = 4,
    COL_AREAS = 5
};

/* What the chart stacks, above 0 and below: nothing, then a rise, a fall, or the whole change. */
typedef enum { CLEAR_ABOVE, CLEAR_BELOW, RISE_ABOVE, RISE_BELOW, FALL_ABOVE, FALL_BELOW, WHOLE, N_STACK } stack;

/* Causes that the table of causes sums, by its columns. */
static const char *const causes[] = {
    "New.Data", "Coverage", "Break", "Scale", "Imputation", "Screening", "Weights", "Others", "Not.Split"};
static const char *const cause_names[] = {"New data", "Values that appear or disappear", "Beyond a break", "Scale",
    "Imputation", "Indicators in use in one year", "Weights", "Others' values", "Not split"};
enum { N_CAUSES = sizeof causes / sizeof *causes };

typedef struct {
    book *b;
    lxw_worksheet *sheet;
    size_t area, n_areas;           /* nodes that the waterfall shows */
    size_t indicator, n_indicators; /* all under the element that is compared */
    size_t *order;                  /* units as they stand in the table */
    double *parts;                  /* [unit][indicator] */
    lxw_row_t header;
    size_t place; /* of the chosen unit in the table, from 0 */
    int by_name;
    double level[MOST_BARS], part[MOST_BARS], stacks[N_STACK][MOST_BARS];
    const char *names[MOST_BARS];
} page;

/* ---- where the columns of the table are ---- */

static lxw_col_t col_area(const page *p, size_t k)
{
    (void) p;
    return (lxw_col_t) (COL_AREAS + k);
}

static lxw_col_t col_rest(const page *p)
{
    return col_area(p, p->n_areas);
}

static lxw_col_t col_cause(const page *p, size_t k)
{
    return (lxw_col_t) (col_rest(p) + 1 + k);
}

static lxw_col_t col_indicator(const page *p, size_t k)
{
    return (lxw_col_t) (col_cause(p, N_CAUSES) + k);
}

/* ---- the parts ---- */

static double cell_number(const titian_listing *list, size_t row, const char *figure)
{
    return titian_listing_cell(list, row, titian_listing_find(list, figure)).number;
}

/* Part of an indicator in a unit's change; missing where there is none, or the change is whole. */
static double part_of(const page *p, size_t unit, size_t indicator)
{
    return p->parts[unit * p->n_indicators + indicator - p->indicator];
}

static double area_part(const page *p, size_t unit, size_t area)
{
    size_t first = 0, n = 0;
    double sum = 0.0;

    descendants(p->b, area, &first, &n);
    for (size_t j = first; j < first + n; j++) {
        const double part = part_of(p, unit, j);

        sum += isnan(part) ? 0.0 : part;
    }
    return sum;
}

/* The parts of all units, from the table in which those of a unit stand together, in the order of the units. */
static void read_parts(page *p)
{
    const titian_listing *list = p->b->changes->parts;
    const size_t code = titian_listing_find(list, "iCode"), of = titian_listing_find(list, "uCode");
    const size_t part = titian_listing_find(list, "Part"), n = p->n_indicators;

    for (size_t k = 0; k < p->b->n_units * n; k++)
        p->parts[k] = TITIAN_MISSING;
    for (size_t row = 0, unit = 0; row < titian_listing_n_rows(list); row++) {
        const size_t node = titian_framework_find(p->b->framework, titian_listing_cell(list, row, code).text);

        while (strcmp(book_unit(p->b, unit)->code, titian_listing_cell(list, row, of).text) != 0)
            unit++;
        if (node >= p->indicator && node < p->indicator + n) /* other rows are of the change as a whole */
            p->parts[unit * n + node - p->indicator] = titian_listing_cell(list, row, part).number;
    }
}

static double change_of(const page *p, size_t unit)
{
    return cell_number(p->b->changes->causes, unit, "Change");
}

static double rest_of(const page *p, size_t unit)
{
    double rest = change_of(p, unit);

    for (size_t k = 0; k < p->n_areas; k++)
        rest -= area_part(p, unit, p->area + k);
    return fabs(rest) < 1e-9 ? 0.0 : rest;
}

/* ---- the table ---- */

static ref here(lxw_row_t row, lxw_col_t col)
{
    return cell(SHEET_HERE, row, col);
}

static void put_area(page *p, lxw_row_t row, size_t unit, size_t k)
{
    size_t first = 0, n = 0;

    descendants(p->b, p->area + k, &first, &n);
    put_formula(p->b, AT(p->sheet, row, col_area(p, k), STYLE_DECIMAL2), area_part(p, unit, p->area + k), "=SUM(%s)",
        range(SHEET_HERE, row, col_indicator(p, first - p->indicator), row,
            col_indicator(p, first - p->indicator + n - 1))
            .text);
}

/* A unit with a score in both years. */
static void put_sums(page *p, lxw_row_t row, size_t unit)
{
    const double change = change_of(p, unit);

    put_formula(p->b, AT(p->sheet, row, COL_CHANGE, STYLE_SCORE_BOLD), change, "=%s-%s", here(row, COL_TO).text,
        here(row, COL_FROM).text);
    for (size_t k = 0; k < p->n_areas; k++)
        put_area(p, row, unit, k);
    put_formula(p->b, AT(p->sheet, row, col_rest(p), STYLE_DECIMAL2), rest_of(p, unit), "=ROUND(%s-SUM(%s),9)",
        here(row, COL_CHANGE).text, range(SHEET_HERE, row, COL_AREAS, row, (lxw_col_t) (col_rest(p) - 1)).text);
}

static void put_line(page *p, size_t k)
{
    book *b = p->b;
    const size_t unit = p->order[k];
    const lxw_row_t row = (lxw_row_t) (p->header + 1 + k);

    put_changed_unit(b, p->sheet, row, unit);
    put_number(b, p->sheet, row, COL_FROM, change_score(b, unit, b->changes->year[0]), STYLE_SCORE);
    put_number(b, p->sheet, row, COL_TO, change_score(b, unit, b->changes->year[1]), STYLE_SCORE);
    if (isnan(change_of(p, unit)))
        for (lxw_col_t c = COL_CHANGE; c <= col_rest(p); c++)
            put_number(b, p->sheet, row, c, TITIAN_MISSING, STYLE_DECIMAL2);
    else
        put_sums(p, row, unit);
    for (size_t c = 0; c < N_CAUSES; c++)
        put_number(
            b, p->sheet, row, col_cause(p, c), cell_number(b->changes->causes, unit, causes[c]), STYLE_DECIMAL2);
    for (size_t j = 0; j < p->n_indicators; j++)
        put_number(b, p->sheet, row, col_indicator(p, j), part_of(p, unit, p->indicator + j), STYLE_DECIMAL2);
}

static void name_columns(page *p, column *columns, char headers[][64])
{
    (void) snprintf(headers[0], 64, "Score %d", change_year(p->b, 0));
    (void) snprintf(headers[1], 64, "Score %d", change_year(p->b, 1));
    columns[0] = (column){"Name", unit_name_width(p->b), STYLE_HEADER};
    columns[1] = (column){"Code", 8, STYLE_HEADER};
    columns[COL_FROM] = (column){headers[0], 10, STYLE_HEADER_MID};
    columns[COL_TO] = (column){headers[1], 10, STYLE_HEADER_MID};
    columns[COL_CHANGE] = (column){"Change", 10, STYLE_HEADER_MID};
    for (size_t k = 0; k < p->n_areas; k++)
        columns[col_area(p, k)] = (column){book_node(p->b, p->area + k)->name, 13, STYLE_HEADER_MID};
    columns[col_rest(p)] = (column){"Of no area", 10, STYLE_HEADER_MID};
    for (size_t c = 0; c < N_CAUSES; c++)
        columns[col_cause(p, c)] = (column){cause_names[c], 13, STYLE_HEADER_MID};
    for (size_t j = 0; j < p->n_indicators; j++)
        columns[col_indicator(p, j)] = (column){book_node(p->b, p->indicator + j)->code, 10, STYLE_HEADER_MID};
}

static void put_table(page *p)
{
    const size_t n = col_indicator(p, p->n_indicators);
    column *columns = calloc(n, sizeof *columns);
    char headers[2][64];
    const table t = {"tblDecomposition", p->header, (lxw_row_t) (p->header + p->b->n_units), 0, columns, n};
    const style_page print = {.landscape = 1,
        .pages_wide = 1 + (int) n / 16,
        .title = book_sheet_row(SHEET_DECOMPOSITION)->title,
        .last_row = t.last,
        .last_col = (lxw_col_t) (n - 1),
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
static void put_finding(page *p, char now[256])
{
    const double change = change_of(p, p->order[p->place]);
    const int decimals = score_decimals(p->b), from = change_year(p->b, 0), to = change_year(p->b, 1);
    const titian_unit *unit = book_unit(p->b, p->order[p->place]);
    const ref place = fixed(SHEET_HERE, ROW_CHOICE, COL_PLACE), list = column_of_units(p, COL_CHANGE);
    const fixed_text number = fixed_number(change, decimals);

    (void) snprintf(now, 256, "%.150s: %s%s points from %d to %d", p->by_name ? unit->name : unit->code,
        change > 0 ? "+" : "", isnan(change) ? "-" : number.text, from, to);
    put_formula_text(p->b, AT(p->sheet, ROW_SAYS, 0, STYLE_PLAIN_BOLD), now,
        "=%s&\": \"&IF(ISNUMBER(INDEX(%s,%s)),IF(INDEX(%s,%s)>0,\"+\",\"\")&FIXED(INDEX(%s,%s),%d),\"-\")&\" points "
        "from %d to %d\"",
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
    static const char *const heads[] = {"Area", "", "Part", "Level"};
    static const char *const stacks[N_STACK] = {"Chart: clear above", "Chart: clear below", "Chart: rise above",
        "Chart: rise below", "Chart: fall above", "Chart: fall below", "Chart: in all"};
    const size_t unit = p->order[p->place], n = p->n_areas + 2;
    const double change = change_of(p, unit);
    double level = 0.0;

    for (int c = 0; c <= COL_LEVEL; c++)
        put_text(p->b, p->sheet, ROW_BARS, (lxw_col_t) c, heads[c], c == 0 ? STYLE_HEADER : STYLE_HEADER_MID);
    for (int k = 0; k < N_STACK; k++)
        put_text(p->b, p->sheet, ROW_BARS, (lxw_col_t) (COL_STACK + k), stacks[k], STYLE_HEADER_MID);
    for (size_t k = 0; k + 1 < n; k++) {
        const int rest = k == p->n_areas;
        const double part = isnan(change) ? 0.0 : rest ? rest_of(p, unit) : area_part(p, unit, p->area + k);

        p->names[k] = rest ? "Of no area" : book_node(p->b, p->area + k)->name;
        p->part[k] = part;
        p->level[k] = level + part;
        stack_bar(p, k, level, level + part);
        level += part;
        put_bar(p, k, rest ? col_rest(p) : col_area(p, k));
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
            "Bars from one level to the next: what each area adds to or takes from the score of the unit chosen in "
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

/* Areas: those of the workbook for the index, else what the element is made of. */
static void choose_areas(page *p)
{
    const titian_node *node = book_node(p->b, p->b->changes->node);

    if (p->b->changes->node == p->b->root)
        p->area = area_first(p->b, &p->n_areas);
    if (p->n_areas == 0 || p->n_areas + 2 > MOST_BARS) {
        p->area = node->first_child;
        p->n_areas = node->n_children;
    }
    if (p->n_areas + 2 > MOST_BARS)
        p->n_areas = MOST_BARS - 2; /* the others are of no area */
    descendants(p->b, p->b->changes->node, &p->indicator, &p->n_indicators);
}

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
    char title[256];

    read_parts(p);
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

    p.sheet = book_open(b, SHEET_DECOMPOSITION,
        "Parts in score points. Those of areas are sums of indicators, to the right; the second group sums the same "
        "parts by cause. The largest rise comes first.");
    choose_areas(&p);
    p.header = (lxw_row_t) (ROW_BARS + p.n_areas + 5);
    p.parts = calloc(b->n_units * p.n_indicators + 1, sizeof *p.parts);
    if (p.parts == NULL)
        book_fail(b, TITIAN_E_MEMORY, "no memory for the parts of %zu units", b->n_units);
    else if (sort_units(&p))
        write_units(&p);
    free(p.order);
    free(p.parts);
}
