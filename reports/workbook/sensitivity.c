/* Sensitivity: how much of the movement of ranks each uncertain assumption accounts for, and what each does alone.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "workbook/bars.h"
#include "workbook/words.h"

/* An estimate and the ends of its interval stand side by side. */
enum {
    COL_FACTOR,
    COL_FIRST,
    COL_TOTAL = COL_FIRST + 3,
    COL_MATTERS = COL_TOTAL + 3,
    COL_LAST = COL_MATTERS,

    /* to the right of what is printed: the parts of the bars of both charts */
    COL_PARTS = COL_LAST + 2,
    N_PARTS = 5,

    ROW_STATE = LIST_AUX,
    ROW_VERDICT,
    ROW_SAYS,
    ROW_HEADS = ROW_SAYS + 2,
    ROW_FACTORS
};

static const double widths[] = {32, 20, 14, 14, 14, 14, 14, 28, 0};
static const titian_output shift = {.kind = TITIAN_OUTPUT_SHIFT};

typedef struct {
    book *b;
    lxw_worksheet *sheet;
    const titian_sensitivity *s;
    size_t n_factors, n_lines; /* n_lines: with the dummy */
    lxw_row_t row;             /* the next line */
} page;

static void height(page *p, lxw_row_t row, double points)
{
    if (book_good(p->b))
        book_check(p->b, worksheet_set_row(p->sheet, row, points, NULL), "a row height");
}

static const char *factor_name(const page *p, size_t f)
{
    return f < p->n_factors ? p->b->recipe->uncertainty.factors[f].name : "(a dummy without any effect)";
}

/* The first or total index of a line. An estimate without an interval is none: below 0 it would mislead. */
static titian_index index_of(const page *p, size_t f, int total)
{
    titian_index i = f == p->n_factors ? titian_sensitivity_dummy(p->s, shift, total)
                     : total           ? titian_sensitivity_total(p->s, shift, f)
                                       : titian_sensitivity_first(p->s, shift, f);

    if (isnan(i.low) || isnan(i.high))
        i = (titian_index){TITIAN_MISSING, TITIAN_MISSING, TITIAN_MISSING, TITIAN_MISSING};
    return i;
}

/* ---- the indices ---- */

static void put_heads(page *p)
{
    static const char *const heads[] = {"Assumption", "Alone", "Alone, low", "Alone, high", "In all", "In all, low",
        "In all, high", "More than chance?"};
    static const char *const parts[N_PARTS] = {
        "start", "to the estimate", "past it", "past it, below 0", "to the estimate, below 0"};

    for (int c = COL_FACTOR; c <= COL_LAST; c++)
        put_text(
            p->b, p->sheet, ROW_HEADS, (lxw_col_t) c, heads[c], c == COL_FACTOR ? STYLE_HEADER : STYLE_HEADER_MID);
    for (int c = 0; c < 2 * N_PARTS; c++)
        put_textf(p->b, p->sheet, ROW_HEADS, (lxw_col_t) (COL_PARTS + c), STYLE_NOTE, "Chart of %s: %s",
            c < N_PARTS ? "alone" : "in all", parts[c % N_PARTS]);
}

/* What a stack of bars is made of, so that it runs from low to high, changes its colour at the estimate, and may
 * cross 0, where stacks begin. */
static double part_of(titian_index i, size_t part)
{
    if (isnan(i.estimate))
        return 0;
    switch (part) {
    case 0:
        return fmax(0, i.low) + fmin(0, i.high);
    case 1:
        return fmax(0, i.estimate) - fmax(0, i.low);
    case 2:
        return fmax(0, i.high) - fmax(0, i.estimate);
    case 3:
        return fmin(0, i.estimate) - fmin(0, i.high);
    default:
        return fmin(0, i.low) - fmin(0, i.estimate);
    }
}

static void put_parts(page *p, lxw_row_t row, int total, titian_index i)
{
    const lxw_col_t from = total ? COL_TOTAL : COL_FIRST;
    const ref estimate = cell(SHEET_HERE, row, from), low = cell(SHEET_HERE, row, (lxw_col_t) (from + 1)),
              high = cell(SHEET_HERE, row, (lxw_col_t) (from + 2));

    for (size_t part = 0; part < N_PARTS; part++) {
        const int below = part > 2; /* 0 */
        const ref *ends[N_PARTS][2] = {
            {&low, &high}, {&estimate, &low}, {&high, &estimate}, {&estimate, &high}, {&low, &estimate}};

        put_formula(p->b, AT(p->sheet, row, COL_PARTS + (size_t) total * N_PARTS + part, STYLE_NOTE),
            part_of(i, part), "=%s(0,%s)%c%s(0,%s)", below ? "MIN" : "MAX", ends[part][0]->text,
            part == 0 ? '+' : '-', below || part == 0 ? "MIN" : "MAX", ends[part][1]->text);
    }
}

static void put_index(page *p, lxw_row_t row, size_t f, int total)
{
    const titian_index i = index_of(p, f, total);
    const lxw_col_t col = total ? COL_TOTAL : COL_FIRST;

    put_number(p->b, p->sheet, row, col, i.estimate, STYLE_DECIMAL);
    put_number(p->b, p->sheet, row, (lxw_col_t) (col + 1), i.low, STYLE_DECIMAL);
    put_number(p->b, p->sheet, row, (lxw_col_t) (col + 2), i.high, STYLE_DECIMAL);
    put_parts(p, row, total, i);
}

static void put_indices(page *p)
{
    put_heads(p);
    for (size_t f = 0; f < p->n_lines; f++) {
        const lxw_row_t row = (lxw_row_t) (ROW_FACTORS + f);

        put_text(p->b, p->sheet, row, COL_FACTOR, factor_name(p, f), STYLE_BOLD);
        put_index(p, row, f, 0);
        put_index(p, row, f, 1);
        put_text(p->b, p->sheet, row, COL_MATTERS,
            f == p->n_factors                            ? ""
            : titian_sensitivity_matters(p->s, shift, f) ? "yes"
                                                         : "no more than chance",
            STYLE_CENTRE);
    }
    p->row = (lxw_row_t) (ROW_FACTORS + p->n_lines);
}

/* ---- charts ---- */

static size_t largest(const page *p, int total)
{
    size_t at = 0;

    for (size_t f = 1; f < p->n_factors; f++)
        at = index_of(p, f, total).estimate > index_of(p, at, total).estimate ? f : at;
    return at;
}

/* "Alone, scale moves ranks most: 81 % (75 to 88 %)": the title of a chart. */
static grown put_finding(page *p, lxw_col_t col, int total)
{
    book *b = p->b;
    const lxw_row_t last = (lxw_row_t) (ROW_FACTORS + p->n_factors - 1);
    const lxw_col_t from = total ? COL_TOTAL : COL_FIRST;
    const ref names = fixed_range(SHEET_HERE, ROW_FACTORS, COL_FACTOR, last, COL_FACTOR),
              found = fixed_range(SHEET_HERE, ROW_FACTORS, from, last, from);
    const titian_index i = index_of(p, largest(p, total), total);
    const double now[] = {i.estimate, i.low, i.high};
    static const char *const between[] = {" % (", " to ", " %)"};
    sentence *s = sentence_new(b);
    grown title = {0};

    sentence_words(s, total ? "In all, " : "Alone, ");
    sentence_live(
        s, factor_name(p, largest(p, total)), "INDEX(%s,MATCH(MAX(%s),%s,0))", names.text, found.text, found.text);
    sentence_words(s, " moves ranks most: ");
    for (lxw_col_t k = 0; k < 3; k++) {
        const ref part = fixed_range(SHEET_HERE, ROW_FACTORS, (lxw_col_t) (from + k), last, (lxw_col_t) (from + k));

        sentence_number(s, 100 * now[k], 0, "100*INDEX(%s,MATCH(MAX(%s),%s,0))", part.text, found.text, found.text);
        sentence_words(s, between[k]);
    }
    if (s != NULL)
        title = s->result;
    sentence_put(s, AT(p->sheet, p->row, col, STYLE_HEADING));
    return title;
}

/* Axis of both charts, so that they compare: from 0, or what lies below it, to 1, or what lies above. */
static void axis_of(const page *p, double ends[2])
{
    ends[0] = 0;
    ends[1] = 1;
    for (size_t f = 0; f < p->n_lines; f++)
        for (int total = 0; total < 2; total++) {
            ends[0] = fmin(ends[0], index_of(p, f, total).low);
            ends[1] = fmax(ends[1], index_of(p, f, total).high);
        }
    ends[0] = floor(5 * ends[0]) / 5;
    ends[1] = ceil(5 * ends[1]) / 5;
}

typedef struct {
    const char **labels;
    double *parts[N_PARTS]; /* the first owns the numbers of all */
} chart_data;

static int gather(const page *p, int total, chart_data *d)
{
    double *numbers = calloc(p->n_lines * N_PARTS, sizeof *numbers);

    *d = (chart_data){.labels = calloc(p->n_lines, sizeof *d->labels)};
    d->parts[0] = numbers;
    if (numbers == NULL || d->labels == NULL) {
        book_fail(p->b, TITIAN_E_MEMORY, "no memory for a chart");
        return 0;
    }
    for (size_t part = 1; part < N_PARTS; part++)
        d->parts[part] = numbers + part * p->n_lines;
    for (size_t f = 0; f < p->n_lines; f++) {
        d->labels[f] = factor_name(p, f);
        for (size_t part = 0; part < N_PARTS; part++)
            d->parts[part][f] = part_of(index_of(p, f, total), part);
    }
    return 1;
}

static grown say_chart(const page *p, int total, const char *title)
{
    grown alt = {0};

    grow(p->b, &alt,
        "Lying bars, one for each assumption: the interval of its share of the variance %s, the colour changing at "
        "the "
        "estimate. %s.",
        total ? "in all that it acts through" : "by itself", title);
    for (size_t f = 0; f < p->n_lines && alt.length < 4000; f++) {
        const titian_index i = index_of(p, f, total);

        grow(p->b, &alt, " %s %s (%s to %s).", factor_name(p, f), fixed_number(i.estimate, 2).text,
            fixed_number(i.low, 2).text, fixed_number(i.high, 2).text);
    }
    return alt;
}

static void put_chart(page *p, lxw_col_t col, int total, int n_rows)
{
    static const int colours[N_PARTS] = {BAR_CLEAR, STYLE_BLUE, STYLE_SKY, STYLE_SKY, STYLE_BLUE};
    const grown title = put_finding(p, col, total), alt = say_chart(p, total, title.text);
    bar_series series[N_PARTS];
    chart_data d;
    double ends[2];

    if (gather(p, total, &d)) {
        axis_of(p, ends);
        for (size_t part = 0; part < N_PARTS; part++)
            series[part] = (bar_series){.col = (lxw_col_t) (COL_PARTS + (size_t) total * N_PARTS + part),
                .values = d.parts[part],
                .colour = colours[part]};
        put_bars(p->b, p->sheet, p->row + 1, col,
            &(bar_chart){.stacked = 1,
                .sheet = SHEET_SENSITIVITY,
                .first_row = ROW_FACTORS,
                .n_bars = p->n_lines,
                .label_col = COL_FACTOR,
                .labels = d.labels,
                .series = series,
                .n_series = N_PARTS,
                .title_sheet = SHEET_SENSITIVITY,
                .title_row = p->row,
                .title_col = col,
                .title = title.text,
                .alt = alt.text,
                .axis_name = total ? "Share of the variance, in all" : "Share of the variance, alone",
                .axis_format = "0.0",
                .low = ends[0],
                .high = ends[1],
                .width = total ? 500 : 560,
                .height = 20 * n_rows - 8});
    }
    free(d.labels);
    free(d.parts[0]);
}

static void put_charts(page *p)
{
    const int n_rows = 7 + (int) p->n_lines * 3 / 2;

    if (p->n_factors == 0 || isnan(index_of(p, 0, 1).estimate) || p->n_lines > 60)
        return;
    p->row++;
    height(p, p->row, 24);
    put_chart(p, COL_FACTOR, 0, n_rows);
    put_chart(p, COL_TOTAL, 1, n_rows);
    p->row = (lxw_row_t) (p->row + 1 + (lxw_row_t) n_rows);
}

/* ---- one at a time ---- */

/* A number among whole ones may stand in the list twice: its least, middle and greatest value need not differ. */
static int repeats(const page *p, size_t k)
{
    const titian_alone *one = titian_sensitivity_alone(p->s, k);
    const titian_alone *before = k > 0 ? titian_sensitivity_alone(p->s, k - 1) : NULL;

    return before != NULL && before->factor == one->factor && strcmp(before->value, one->value) == 0;
}

static void put_one(page *p, const titian_alone *one)
{
    book *b = p->b;

    put_text(b, p->sheet, p->row, 0, factor_name(p, one->factor), STYLE_BOLD);
    put_text(b, p->sheet, p->row, 1, *one->value != '\0' ? one->value : "many draws", STYLE_WRAP);
    put_number(b, p->sheet, p->row, 2, one->shift, STYLE_DECIMAL2);
    put_number(b, p->sheet, p->row, 3, one->largest, STYLE_RANK);
    put_text(b, p->sheet, p->row, 4,
        isnan(one->shift)          ? "cannot be computed so"
        : one->unit == TITIAN_NONE ? ""
                                   : book_unit(b, one->unit)->name,
        STYLE_TEXT);
    put_text(b, p->sheet, p->row, 5, NULL, STYLE_TEXT); /* room for the name */
    height(p, p->row++, style_height_of(style_lines_of(one->value, widths[1])));
}

static void put_alone(page *p)
{
    static const char *const heads[] = {"Assumption", "Drawn as", "Mean shift", "Largest shift", "Whose", ""};
    book *b = p->b;

    put_text(b, p->sheet, p->row, COL_FACTOR, "One at a time: all others as the model has them", STYLE_HEADING);
    height(p, p->row++, 28);
    for (lxw_col_t c = 0; c < 6; c++)
        put_text(b, p->sheet, p->row, c, heads[c], c == 2 || c == 3 ? STYLE_HEADER_MID : STYLE_HEADER);
    p->row++;
    for (size_t k = 0; k < titian_sensitivity_n_alone(p->s); k++)
        if (!repeats(p, k))
            put_one(p, titian_sensitivity_alone(p->s, k));
    put_textf(b, p->sheet, p->row++, 0, STYLE_NOTE,
        "Places that ranks move on average, and the most that one moves. Many draws: 256 of them.%s",
        b->rules->on ? " Ranks are those of the index: what acts on priority alone moves none of them." : "");
}

static void put_words(page *p)
{
    put_textf(p->b, p->sheet, ROW_VERDICT, 0, STYLE_PLAIN_BOLD, "Verdict: %s.", titian_sensitivity_verdict(p->s));
    put_textf(p->b, p->sheet, ROW_SAYS, 0, STYLE_PLAIN,
        "Shares of the variance of the mean shift of ranks, with intervals of %g %%: %" PRIu64
        " rows of the design, %" PRIu64 " runs, seed %" PRIu64 ".",
        100 * titian_sensitivity_level(p->s), titian_sensitivity_rows(p->s), titian_sensitivity_runs(p->s),
        titian_sensitivity_seed(p->s));
    put_text(p->b, p->sheet, ROW_SAYS + 1, 0,
        "Alone: what an assumption does by itself (first order). In all: with what it does together with others "
        "(total). An estimate below 0 is chance. Bars are intervals; the blue turns light at the estimate.",
        STYLE_PLAIN);
}

void write_sensitivity(book *b)
{
    page p = {.b = b,
        .s = b->analyses.sensitivity,
        .sheet = book_open(b, SHEET_SENSITIVITY,
            "Values, computed with the model's own inputs: they do not follow Parameters. Columns J on feed the "
            "charts.")};
    style_page print = {.one_page = 1, .last_col = COL_LAST};

    p.n_factors = titian_sensitivity_n_factors(p.s);
    p.n_lines = p.n_factors + 1;
    if (book_good(b))
        book_check(b, style_widths(p.sheet, 0, widths), "column widths");
    put_currency(b, p.sheet, ROW_STATE, 0);
    put_words(&p);
    put_indices(&p);
    put_charts(&p);
    put_alone(&p);
    print.last_row = p.row - 1;
    book_print(b, p.sheet, &print);
}
