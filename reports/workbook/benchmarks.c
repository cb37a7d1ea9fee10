/* Benchmarks: what the files say of the world, of regions and of income groups, beside the units and on their scale.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "workbook/benchmarks.h"

#include <math.h>

#include "workbook/formula_methods.h"
#include "workbook/matrix.h"
#include "workbook/method_inputs.h"
#include "workbook/names.h"

enum {
    BENCH_INDICATOR,
    BENCH_ABOUT,
    BENCH_NAME,
    BENCH_CODE,
    BENCH_YEAR,
    BENCH_VALUE,
    BENCH_UNIT,
    BENCH_SCORE,
    BENCH_MEAN_VALUE,
    BENCH_MEAN_SCORE,
    BENCH_NOTE,
    N_BENCH
};

static const column columns[N_BENCH] = {
    [BENCH_INDICATOR] = {"Indicator", 14, STYLE_HEADER},
    [BENCH_ABOUT] = {"Indicator in words", 40, STYLE_HEADER},
    [BENCH_NAME] = {"Benchmark", 34, STYLE_HEADER},
    [BENCH_CODE] = {"Code", 10, STYLE_HEADER},
    [BENCH_YEAR] = {"Year", 8, STYLE_HEADER_MID},
    [BENCH_VALUE] = {"Value as read", 13, STYLE_HEADER_MID},
    [BENCH_UNIT] = {"Unit", 18, STYLE_HEADER},
    [BENCH_SCORE] = {"Score", 9, STYLE_HEADER_MID},
    [BENCH_MEAN_VALUE] = {"Mean value of units", 13, STYLE_HEADER_MID},
    [BENCH_MEAN_SCORE] = {"Mean score of units", 12, STYLE_HEADER_MID},
    [BENCH_NOTE] = {"Why there is no score", 50, STYLE_HEADER},
};

typedef struct {
    book *b;
    lxw_worksheet *sheet;
    lxw_row_t row;
} list;

/* Column of an indicator in the panel of benchmarks in a year; NULL: not in it, or too old or too new to be shown. */
static const double *column_of(const book *b, const titian_panel *panel, size_t j, size_t year)
{
    const titian_node *node = book_node(b, j);
    const int age = b->index_year - titian_panel_year(panel, year);
    const int most = node->max_age >= 0 ? node->max_age : b->recipe->carry.max_age;
    const size_t at = titian_panel_find_variable(panel, node->code);

    return at != TITIAN_NONE && age >= 0 && age <= most ? titian_panel_column(panel, at, year) : NULL;
}

int benchmarks_any(const book *b)
{
    const titian_panel *panel = titian_ledger_benchmarks(b->ledger);

    if (panel == NULL)
        return 0;
    for (size_t j = 0; j < b->n_indicators; j++)
        for (size_t t = 0; t < titian_panel_n_years(panel); t++) {
            const double *x = column_of(b, panel, j, t);

            for (size_t i = 0; x != NULL && i < titian_panel_n_units(panel); i++)
                if (!isnan(x[i]))
                    return 1;
        }
    return 0;
}

/* Do the units' scores rest on values as they were read? Then a benchmark can stand on the same scale. Outliers that
 * were moved by themselves do not matter; a transformation moves all. */
static int is_as_read(const book *b, size_t j)
{
    const double *raw = titian_panel_column(b->raw, j, b->year), *used = titian_panel_column(b->used, j, b->year);
    const titian_mark *marks = titian_panel_marks(b->used, j, b->year);
    int some = 0;

    for (size_t i = 0; i < b->n_units; i++) {
        if (isnan(raw[i]) || isnan(used[i]) || (marks[i] & TITIAN_MARK_TREATED) != 0)
            continue;
        if (raw[i] != used[i])
            return 0;
        some = 1;
    }
    return some;
}

/* Why an indicator gives benchmarks no score; NULL: it gives one. */
static const char *why_no_score(const book *b, size_t j)
{
    if (b->scored_by[j] == NULL || (names_typed(b, j) & TYPED_POSTS) == 0)
        return "units are scored among themselves, not between goalposts";
    return is_as_read(b, j) ? NULL : "values are divided or transformed before they are scored";
}

/* The arithmetic of the formula. */
static double score_of(const book *b, size_t j, double x)
{
    const titian_choice *choice = choice_of_indicator(b, j);
    const double low = setting_value(b, method_input(b, j, "low").text);
    const double high = setting_value(b, method_input(b, j, "high").text);
    const double worst = b->recipe->lows[j], best = b->recipe->highs[j];
    const int is_log = book_node(b, j)->scale == TITIAN_SCALE_LOG, clip = option_number(choice, "clip") > 0.5;
    double share;

    if (is_log && !clip && x <= 0.0)
        return TITIAN_MISSING;
    share = is_log ? (log(fmax(x, 1e-300)) - log(worst)) / (log(best) - log(worst)) : (x - worst) / (best - worst);
    if (clip)
        share = fmax(0.0, fmin(1.0, share));
    return low + (high - low) * share;
}

static void put_score(const list *l, size_t j, double x)
{
    book *b = l->b;
    const double result = score_of(b, j, x);
    const score_site site = {.indicator = j,
        .choice = choice_of_indicator(b, j),
        .x = cell(SHEET_HERE, l->row, BENCH_VALUE),
        .values = unit_range(b, SHEET_DATA_USED, node_col(j))};
    grown score = {.length = 0};

    if (isnan(result)) {
        put_text(b, l->sheet, l->row, BENCH_NOTE, "a value of 0 or less has no logarithm", STYLE_TEXT);
        return;
    }
    b->scored_by[j]->score(b, &score, &site);
    put_formula(b, AT(l->sheet, l->row, BENCH_SCORE, STYLE_SCORE_BOLD), result, "=%s", score.text);
}

/* The mean over the units of a column of a unit sheet. */
static void put_mean(const list *l, int col, sheet_id sheet, size_t j, style_kind look)
{
    const ref all = unit_range(l->b, sheet, node_col(j));
    double sum = 0.0, n = 0.0;

    for (size_t i = 0; i < l->b->n_units; i++) {
        const double x = sheet == SHEET_SCORES ? node_value(l->b, j, i) : used_value(l->b, j, i);

        sum += isnan(x) ? 0.0 : x;
        n += isnan(x) ? 0.0 : 1.0;
    }
    put_formula(l->b, AT(l->sheet, l->row, col, look), n > 0.0 ? sum / n : TITIAN_MISSING,
        "=IF(COUNT(%s)=0,\"\",AVERAGE(%s))", all.text, all.text);
}

static void put_line(list *l, size_t j, const titian_unit *unit, int year, double x)
{
    book *b = l->b;
    const titian_node *node = book_node(b, j);
    const char *why_not = why_no_score(b, j);
    const style_kind look = look_of_column(b->shown + j * b->n_units, b->n_units);

    put_text(b, l->sheet, l->row, BENCH_INDICATOR, node->code, STYLE_TEXT);
    put_text(b, l->sheet, l->row, BENCH_ABOUT, node->name, STYLE_TEXT);
    put_text(b, l->sheet, l->row, BENCH_NAME, unit->name, STYLE_BOLD);
    put_text(b, l->sheet, l->row, BENCH_CODE, unit->code, STYLE_TEXT);
    put_number(b, l->sheet, l->row, BENCH_YEAR, year, STYLE_RANK);
    put_number(b, l->sheet, l->row, BENCH_VALUE, x, look);
    put_text(b, l->sheet, l->row, BENCH_UNIT, node->unit, STYLE_TEXT);
    put_mean(l, BENCH_MEAN_SCORE, SHEET_SCORES, j, STYLE_SCORE);
    if (is_as_read(b, j))
        put_mean(l, BENCH_MEAN_VALUE, SHEET_DATA_USED, j, look);
    if (why_not != NULL)
        put_text(b, l->sheet, l->row, BENCH_NOTE, why_not, STYLE_TEXT);
    else
        put_score(l, j, x);
    l->row++;
}

/* Every value of an indicator, by benchmark, the latest first. */
static void put_indicator(list *l, const titian_panel *panel, size_t j)
{
    for (size_t i = 0; i < titian_panel_n_units(panel) && book_good(l->b); i++)
        for (size_t t = titian_panel_n_years(panel); t > 0; t--) {
            const double *x = column_of(l->b, panel, j, t - 1);

            if (x != NULL && !isnan(x[i]))
                put_line(l, j, titian_panel_unit(panel, i), titian_panel_year(panel, t - 1), x[i]);
        }
}

void write_benchmarks(book *b)
{
    list l = {b,
        book_open(b, SHEET_BENCHMARKS, "The head and the names stay in view (frozen panes); filter in row 5."),
        LIST_FIRST};

    for (size_t j = 0; j < b->n_indicators && book_good(b); j++)
        put_indicator(&l, titian_ledger_benchmarks(b->ledger), j);
    const table t = {"tblBenchmarks", LIST_HEADER, l.row - 1, 0, columns, N_BENCH};
    const style_page page = {.landscape = 1,
        .dense = 1,
        .small = 1,
        .last_row = l.row - 1,
        .last_col = N_BENCH - 1,
        .repeat_from = LIST_HEADER,
        .repeat_to = LIST_HEADER};

    put_text(b, l.sheet, LIST_AUX, 0,
        "As the files give them, of the index year and of years young enough to stand in for it. Benchmarks are no "
        "units: "
        "they are never ranked, and no score rests on them. Scores follow the goalposts on Parameters.",
        STYLE_NOTE);
    book_widths(b, l.sheet, columns, N_BENCH);
    book_table(b, l.sheet, &t);
    worksheet_freeze_panes(l.sheet, LIST_FIRST, BENCH_CODE);
    book_print(b, l.sheet, &page);
}
