/* The statistics of an indicator's values that its scores need: formulas over Data_Used where the method looks at the
 * values there, figures where it looks at other years.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "workbook/formula_statistics.h"

#include <math.h>

#include "workbook/formula_methods.h"
#include "workbook/method_inputs.h"

/* ---- what a method looks at ---- */

/* Words of the option `over`. */
enum { OVER_YEAR, OVER_POOLED, OVER_BASE };

static int over_of(const titian_choice *choice)
{
    const double over = option_number(choice, "over");

    return isnan(over) ? OVER_YEAR : (int) over;
}

int looks_at_its_year(const book *b, const titian_choice *choice)
{
    const int over = over_of(choice);

    if (over == OVER_POOLED)
        return titian_panel_n_years(b->used) == 1;
    return over == OVER_YEAR || (int) option_number(choice, "base_year") == b->index_year;
}

const titian_choice *choice_of_indicator(const book *b, size_t indicator)
{
    return titian_recipe_choice(b->recipe, TITIAN_STAGE_NORMALISE, indicator);
}

/* The values that a method looks at, one after the other. */
typedef struct {
    const book *b;
    size_t indicator, first_year, n_years;
    int live; /* 1: they are those of Data_Used */
} sample;

static sample sample_of(const book *b, size_t indicator)
{
    const titian_choice *choice = choice_of_indicator(b, indicator);
    sample s = {b, indicator, b->year, 1, looks_at_its_year(b, choice)};

    if (s.live)
        return s;
    s.first_year = 0;
    s.n_years = titian_panel_n_years(b->used);
    if (over_of(choice) == OVER_BASE) {
        s.first_year = titian_panel_find_year(b->used, (int) option_number(choice, "base_year"));
        s.n_years = s.first_year == TITIAN_NONE ? 0 : 1;
    }
    return s;
}

static double sample_value(const sample *s, size_t k)
{
    const size_t n = s->b->n_units;

    return s->live ? used_value(s->b, s->indicator, k)
                   : titian_panel_column(s->b->used, s->indicator, s->first_year + k / n)[k % n];
}

static size_t sample_size(const sample *s)
{
    return s->n_years * s->b->n_units;
}

static size_t sample_count(const sample *s)
{
    size_t n = 0;

    for (size_t k = 0; k < sample_size(s); k++)
        n += isnan(sample_value(s, k)) ? 0 : 1;
    return n;
}

static double sample_extreme(const sample *s, int greatest)
{
    double found = TITIAN_MISSING;

    for (size_t k = 0; k < sample_size(s); k++)
        found = greatest ? fmax(found, sample_value(s, k)) : fmin(found, sample_value(s, k));
    return found;
}

static double sample_mean(const sample *s)
{
    double sum = 0.0, rest = 0.0;
    const size_t n = sample_count(s);

    for (size_t k = 0; k < sample_size(s); k++)
        sum += isnan(sample_value(s, k)) ? 0.0 : sample_value(s, k);
    for (size_t k = 0; k < sample_size(s); k++)
        rest += isnan(sample_value(s, k)) ? 0.0 : sample_value(s, k) - sum / (double) n;
    return n > 0 ? (sum + rest) / (double) n : TITIAN_MISSING;
}

static double sample_sd(const sample *s, int population)
{
    const double mean = sample_mean(s), n = (double) sample_count(s);
    double squares = 0.0;

    for (size_t k = 0; k < sample_size(s); k++) {
        const double away = sample_value(s, k) - mean;

        squares += isnan(away) ? 0.0 : away * away;
    }
    return n > 1.0 ? sqrt(squares / (population ? n : n - 1.0)) : TITIAN_MISSING;
}

/* ---- statistics on Parameters ---- */

/* A statistic: a formula where the method looks at the values on Data_Used, else a figure. */
typedef struct {
    double now;
    grown formula;
} statistic;

static void put_statistic(book *b, const sample *s, lxw_col_t at, const statistic *what)
{
    lxw_worksheet *sheet = b->sheets[SHEET_PARAMETERS];
    const lxw_row_t row = node_row(b, s->indicator);

    if (s->live)
        put_formula(b, AT(sheet, row, at, STYLE_VALUE), what->now, "=%s", what->formula.text);
    else
        put_number(b, sheet, row, at, what->now, STYLE_VALUE);
}

static ref values_of(const book *b, size_t indicator)
{
    return unit_range(b, SHEET_DATA_USED, node_col(indicator));
}

/* A function of the column, of at least so many values. */
static void put_function(book *b, const sample *s, lxw_col_t at, const char *function, double now, unsigned at_least)
{
    const ref values = values_of(b, s->indicator);
    statistic what = {.now = sample_count(s) < at_least ? TITIAN_MISSING : now};

    grow(b, &what.formula, "IF(COUNT(%s)>%u,%s(%s),\"\")", values.text, at_least - 1, function, values.text);
    put_statistic(b, s, at, &what);
}

static void put_extreme(book *b, const sample *s, lxw_col_t at, int best, unsigned at_least)
{
    const int greatest = best == (book_node(b, s->indicator)->direction > 0);

    put_function(b, s, at, greatest ? "MAX" : "MIN", sample_extreme(s, greatest), at_least);
}

void fit_ends(book *b, size_t indicator)
{
    const sample s = sample_of(b, indicator);

    put_extreme(b, &s, NODE_FIRST, 0, 2);
    put_extreme(b, &s, NODE_SECOND, 1, 2);
}

void fit_spread(book *b, size_t indicator)
{
    const sample s = sample_of(b, indicator);
    const int population = option_number(choice_of_indicator(b, indicator), "divisor") > 0.5;

    put_function(b, &s, NODE_FIRST, "AVERAGE", sample_mean(&s), 2);
    put_function(b, &s, NODE_SECOND, population ? "STDEVP" : "STDEV", sample_sd(&s, population), 2);
}

void fit_best(book *b, size_t indicator)
{
    const sample s = sample_of(b, indicator);

    put_extreme(b, &s, NODE_FIRST, 1, 1);
}

void fit_worst(book *b, size_t indicator)
{
    const sample s = sample_of(b, indicator);

    put_extreme(b, &s, NODE_FIRST, 0, 1);
}

void fit_mean(book *b, size_t indicator)
{
    const sample s = sample_of(b, indicator);

    put_function(b, &s, NODE_FIRST, "AVERAGE", sample_mean(&s), 1);
}

/* Value of the reference unit: the latest it has. A code may hold what MATCH takes for wildcards: so EXACT. */
static void put_reference_unit(book *b, const sample *s, lxw_col_t at)
{
    const titian_choice *choice = choice_of_indicator(b, s->indicator);
    const char *code = choice->option[titian_method_param(choice->method, "unit")].text;
    const size_t unit = code == NULL ? TITIAN_NONE : titian_panel_find_unit(b->used, code);
    const ref codes = unit_range(b, SHEET_DATA_USED, COL_CODE), values = values_of(b, s->indicator);
    statistic what = {.now = TITIAN_MISSING};

    for (size_t year = 0; unit != TITIAN_NONE && year < s->n_years; year++)
        if (!isnan(sample_value(s, year * b->n_units + unit)))
            what.now = sample_value(s, year * b->n_units + unit);
    if (s->live) {
        const ref name = method_input(b, s->indicator, "unit");

        grow(b, &what.formula, "IF(SUMPRODUCT(--EXACT(%s,%s),--ISNUMBER(%s))=1,SUMPRODUCT(--EXACT(%s,%s),%s),\"\")",
            codes.text, name.text, values.text, codes.text, name.text, values.text);
    }
    put_statistic(b, s, at, &what);
}

void fit_reference(book *b, size_t indicator)
{
    const sample s = sample_of(b, indicator);

    put_reference_unit(b, &s, NODE_FIRST);
}

void fit_worst_and_reference(book *b, size_t indicator)
{
    const sample s = sample_of(b, indicator);

    put_extreme(b, &s, NODE_FIRST, 0, 1);
    put_reference_unit(b, &s, NODE_SECOND);
}

/* ---- AMPI ---- */

int reference_of(const titian_choice *choice)
{
    return (int) option_number(choice, "reference");
}

static void put_input_itself(book *b, size_t indicator, lxw_col_t at, double now, const char *name)
{
    put_formula(b, AT(b->sheets[SHEET_PARAMETERS], node_row(b, indicator), at, STYLE_VALUE), now, "=%s", name);
}

static void put_centre(book *b, const sample *s)
{
    const titian_choice *choice = choice_of_indicator(b, s->indicator);
    const int from = reference_of(choice);

    if (from == REFERENCE_TARGET) {
        put_input_itself(
            b, s->indicator, NODE_FIRST, book_node(b, s->indicator)->target, name_target(b, s->indicator).text);
    } else if (from == REFERENCE_VALUE) {
        put_input_itself(
            b, s->indicator, NODE_FIRST, option_number(choice, "value"), method_input(b, s->indicator, "value").text);
    } else if (from == REFERENCE_YEAR) {
        const int year = (int) option_number(choice, "reference_year");
        const sample of_year = {b, s->indicator, titian_panel_find_year(b->used, year), 1, year == b->index_year};

        put_function(b, &of_year, NODE_FIRST, "AVERAGE",
            of_year.first_year == TITIAN_NONE ? TITIAN_MISSING : sample_mean(&of_year), 1);
    } else {
        put_function(b, s, NODE_FIRST, "AVERAGE", sample_mean(s), 1);
    }
}

void fit_ampi(book *b, size_t indicator)
{
    const sample s = sample_of(b, indicator);
    const ref values = values_of(b, indicator);
    statistic half = {
        .now = sample_count(&s) > 1 ? 0.5 * (sample_extreme(&s, 1) - sample_extreme(&s, 0)) : TITIAN_MISSING};

    put_centre(b, &s);
    grow(b, &half.formula, "IF(COUNT(%s)>1,(MAX(%s)-MIN(%s))/2,\"\")", values.text, values.text, values.text);
    put_statistic(b, &s, NODE_SECOND, &half);
}
