/* Normalisation as formulas.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

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
static void put_function(
    book *b, const sample *s, lxw_col_t at, const char *function, double now, unsigned at_least)
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

static void fit_ends(book *b, size_t indicator)
{
    const sample s = sample_of(b, indicator);

    put_extreme(b, &s, NODE_FIRST, 0, 2);
    put_extreme(b, &s, NODE_SECOND, 1, 2);
}

static void fit_spread(book *b, size_t indicator)
{
    const sample s = sample_of(b, indicator);
    const int population = option_number(choice_of_indicator(b, indicator), "divisor") > 0.5;

    put_function(b, &s, NODE_FIRST, "AVERAGE", sample_mean(&s), 2);
    put_function(b, &s, NODE_SECOND, population ? "STDEVP" : "STDEV", sample_sd(&s, population), 2);
}

static void fit_best(book *b, size_t indicator)
{
    const sample s = sample_of(b, indicator);

    put_extreme(b, &s, NODE_FIRST, 1, 1);
}

static void fit_worst(book *b, size_t indicator)
{
    const sample s = sample_of(b, indicator);

    put_extreme(b, &s, NODE_FIRST, 0, 1);
}

static void fit_mean(book *b, size_t indicator)
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

        grow(b, &what.formula,
            "IF(SUMPRODUCT(--EXACT(%s,%s),--ISNUMBER(%s))=1,SUMPRODUCT(--EXACT(%s,%s),%s),\"\")", codes.text,
            name.text, values.text, codes.text, name.text, values.text);
    }
    put_statistic(b, s, at, &what);
}

static void fit_reference(book *b, size_t indicator)
{
    const sample s = sample_of(b, indicator);

    put_reference_unit(b, &s, NODE_FIRST);
}

static void fit_worst_and_reference(book *b, size_t indicator)
{
    const sample s = sample_of(b, indicator);

    put_extreme(b, &s, NODE_FIRST, 0, 1);
    put_reference_unit(b, &s, NODE_SECOND);
}

/* ---- AMPI ---- */

/* Words of its option `reference`. */
enum { REFERENCE_MEAN, REFERENCE_YEAR, REFERENCE_TARGET, REFERENCE_VALUE };

static int reference_of(const titian_choice *choice)
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
        put_input_itself(b, s->indicator, NODE_FIRST, option_number(choice, "value"),
            method_input(b, s->indicator, "value").text);
    } else if (from == REFERENCE_YEAR) {
        const int year = (int) option_number(choice, "reference_year");
        const sample of_year = {b, s->indicator, titian_panel_find_year(b->used, year), 1, year == b->index_year};

        put_function(b, &of_year, NODE_FIRST, "AVERAGE",
            of_year.first_year == TITIAN_NONE ? TITIAN_MISSING : sample_mean(&of_year), 1);
    } else {
        put_function(b, s, NODE_FIRST, "AVERAGE", sample_mean(s), 1);
    }
}

static void fit_ampi(book *b, size_t indicator)
{
    const sample s = sample_of(b, indicator);
    const ref values = values_of(b, indicator);
    statistic half = {.now = sample_count(&s) > 1 ? 0.5 * (sample_extreme(&s, 1) - sample_extreme(&s, 0))
                                                  : TITIAN_MISSING};

    put_centre(b, &s);
    grow(b, &half.formula, "IF(COUNT(%s)>1,(MAX(%s)-MIN(%s))/2,\"\")", values.text, values.text, values.text);
    put_statistic(b, &s, NODE_SECOND, &half);
}

static int ampi_reads(const book *b, const titian_choice *choice, const char *option)
{
    (void) b;
    return strcmp(option, "value") != 0 || reference_of(choice) == REFERENCE_VALUE;
}

static unsigned ampi_typed(const titian_choice *choice)
{
    return reference_of(choice) == REFERENCE_TARGET ? TYPED_TARGET : 0;
}

/* ---- scores on a line ---- */

static ref fitted(const book *b, const score_site *site, lxw_col_t at)
{
    return fixed(SHEET_PARAMETERS, node_row(b, site->indicator), at);
}

static ref input(const book *b, const score_site *site, const char *option)
{
    return method_input(b, site->indicator, option);
}

static int is_rising(const book *b, const score_site *site)
{
    return book_node(b, site->indicator)->direction > 0;
}

static int is_on(const score_site *site, const char *flag)
{
    return option_number(site->choice, flag) > 0.5;
}

/* The quotient is in brackets because the engine takes it first: its last bit may decide a tie of rounding. */
static void grow_between(book *b, grown *g, const score_site *site, const char *from, const char *to)
{
    const ref low = input(b, site, "low"), high = input(b, site, "high");

    grow(b, g, "%s+(%s-%s)*((%s-%s)/(%s-%s))", low.text, high.text, low.text, site->x.text, from, to, from);
}

static void score_ends(book *b, grown *g, const score_site *site)
{
    grow_between(b, g, site, fitted(b, site, NODE_FIRST).text, fitted(b, site, NODE_SECOND).text);
}

static void grow_capped(book *b, grown *g, const score_site *site, const char *to)
{
    if (is_on(site, "cap"))
        grow(b, g, "MIN(%s,", input(b, site, "high").text);
    grow_between(b, g, site, fitted(b, site, NODE_FIRST).text, to);
    grow(b, g, "%s", is_on(site, "cap") ? ")" : "");
}

static void score_reference(book *b, grown *g, const score_site *site)
{
    grow_capped(b, g, site, fitted(b, site, NODE_SECOND).text);
}

static void score_target(book *b, grown *g, const score_site *site)
{
    grow_capped(b, g, site, name_target(b, site->indicator).text);
}

static void score_ampi(book *b, grown *g, const score_site *site)
{
    const ref low = input(b, site, "low"), high = input(b, site, "high");
    const ref centre = fitted(b, site, NODE_FIRST), half = fitted(b, site, NODE_SECOND);

    grow(b, g, "%s+(%s-%s)*(%s(%s-%s)+%s)/(2*%s)", low.text, high.text, low.text, is_rising(b, site) ? "" : "-",
        site->x.text, centre.text, half.text, half.text);
}

static void score_zscore(book *b, grown *g, const score_site *site)
{
    grow(b, g, "%s%s%s*(%s-%s)/%s", input(b, site, "mean").text, is_rising(b, site) ? "+" : "-",
        input(b, site, "sd").text, site->x.text, fitted(b, site, NODE_FIRST).text,
        fitted(b, site, NODE_SECOND).text);
}

static void score_logistic(book *b, grown *g, const score_site *site)
{
    const ref low = input(b, site, "low"), high = input(b, site, "high");

    grow(b, g, "%s+(%s-%s)/(1+EXP(%s*(%s-%s)/%s))", low.text, high.text, low.text,
        input(b, site, "steepness").text, is_rising(b, site) ? fitted(b, site, NODE_FIRST).text : site->x.text,
        is_rising(b, site) ? site->x.text : fitted(b, site, NODE_FIRST).text, fitted(b, site, NODE_SECOND).text);
}

/* On a log scale a value of 0 or less stands beyond the smaller post: the smallest double stands in for it. */
static void score_goalposts(book *b, grown *g, const score_site *site)
{
    const ref low = input(b, site, "low"), high = input(b, site, "high");
    const ref worst = name_worst(b, site->indicator), best = name_best(b, site->indicator);
    const int clip = is_on(site, "clip");
    const char *x = site->x.text;

    grow(b, g, "%s+(%s-%s)*%s", low.text, high.text, low.text, clip ? "MAX(0,MIN(1," : "(");
    if (book_node(b, site->indicator)->scale != TITIAN_SCALE_LOG)
        grow(b, g, "(%s-%s)/(%s-%s)", x, worst.text, best.text, worst.text);
    else if (clip)
        grow(b, g, "(LN(MAX(%s,1E-300))-LN(%s))/(LN(%s)-LN(%s))", x, worst.text, best.text, worst.text);
    else
        grow(b, g, "(LN(%s)-LN(%s))/(LN(%s)-LN(%s))", x, worst.text, best.text, worst.text);
    grow(b, g, "%s", clip ? "))" : ")");
}

static unsigned two_posts(const titian_choice *choice)
{
    (void) choice;
    return TYPED_POSTS;
}

static unsigned one_target(const titian_choice *choice)
{
    (void) choice;
    return TYPED_TARGET;
}

/* ---- quotients, sides ---- */

static void score_quotient(book *b, grown *g, const score_site *site)
{
    const ref low = input(b, site, "low"), high = input(b, site, "high"), whole = fitted(b, site, NODE_FIRST);
    const char *over = is_rising(b, site) ? site->x.text : whole.text;
    const char *under = is_rising(b, site) ? whole.text : site->x.text;

    grow(b, g, "%s+(%s-%s)*%s/%s", low.text, high.text, low.text, over, under);
}

/* The reference unit can be changed where its value is on Data_Used. */
static int reference_reads(const book *b, const titian_choice *choice, const char *option)
{
    return strcmp(option, "unit") != 0 || looks_at_its_year(b, choice);
}

static void score_sides(book *b, grown *g, const score_site *site)
{
    const ref low = input(b, site, "low"), high = input(b, site, "high"), mean = fitted(b, site, NODE_FIRST);
    const ref margin = input(b, site, "margin");
    const char *l = low.text, *h = high.text;
    const char *above = is_rising(b, site) ? h : l, *below = is_rising(b, site) ? l : h;

    grow(b, g, "IF(%s>%s*(1+%s),%s,IF(%s<%s*(1-%s),%s,(%s+%s)/2))", site->x.text, mean.text, margin.text, above,
        site->x.text, mean.text, margin.text, below, l, h);
}

/* ---- places ---- */

/* Words of the option `ties`. */
enum { TIES_MIN, TIES_AVERAGE, TIES_MAX };

/* Place from the worst, 1 being worst. RANK gives the lowest place of a tie; counted from the other end it gives how
 * many are above, and so the highest. */
static void grow_place(book *b, grown *g, const score_site *site)
{
    const int ties = (int) option_number(site->choice, "ties"), up = is_rising(b, site) ? 1 : 0;
    const char *x = site->x.text, *all = site->values.text;

    if (ties == TIES_MIN)
        grow(b, g, "RANK(%s,%s,%d)", x, all, up);
    else if (ties == TIES_MAX)
        grow(b, g, "(COUNT(%s)+1-RANK(%s,%s,%d))", all, x, all, 1 - up);
    else
        grow(b, g, "(RANK(%s,%s,%d)+COUNT(%s)+1-RANK(%s,%s,%d))/2", x, all, up, all, x, all, 1 - up);
}

static void score_rank(book *b, grown *g, const score_site *site)
{
    grow_place(b, g, site);
}

static void score_borda(book *b, grown *g, const score_site *site)
{
    grow_place(b, g, site);
    grow(b, g, "-1");
}

static void score_prank(book *b, grown *g, const score_site *site)
{
    const ref low = input(b, site, "low"), high = input(b, site, "high");

    grow(b, g, "%s+(%s-%s)*(", low.text, high.text, low.text);
    grow_place(b, g, site);
    grow(b, g, "-1)/(COUNT(%s)-1)", site->values.text);
}

static const char *order_why_not(const book *b, const titian_choice *choice)
{
    return looks_at_its_year(b, choice) ? NULL
                                        : "looks at the order of values of other years, which are not in the workbook";
}

/* ---- categories ---- */

static const double fifths[] = {20.0, 40.0, 60.0, 80.0};

size_t formula_list(const titian_choice *choice, const char *option, const double **list)
{
    const titian_option *given = &choice->option[titian_method_param(choice->method, option)];

    *list = given->list;
    if (given->n_list > 0 || !method_is(choice, "categories") || strcmp(option, "at") != 0)
        return given->n_list;
    *list = fifths;
    return sizeof fifths / sizeof *fifths;
}

static int categories_read(const book *b, const titian_choice *choice, const char *option)
{
    const double *list = NULL;
    const int scored = formula_list(choice, "scores", &list) > 0;

    (void) b;
    if (strcmp(option, "at") == 0)
        return 1;
    return strcmp(option, "scores") == 0 ? scored : !scored;
}

/* How many cut points the value reaches. Where less is better the percentiles are counted from the other end. */
static void grow_category(book *b, grown *g, const score_site *site, size_t n_cuts)
{
    const int rising = is_rising(b, site), by_value = is_on(site, "by");

    for (size_t k = 1; k <= n_cuts; k++) {
        char option[24];

        snprintf(option, sizeof option, "at_%zu", k);
        const ref at = input(b, site, option);

        grow(b, g, "%s(%s%s", k == 1 ? "" : "+", site->x.text, rising ? ">=" : "<=");
        if (by_value)
            grow(b, g, "%s)", at.text);
        else
            grow(b, g, rising ? "PERCENTILE(%s,%s/100))" : "PERCENTILE(%s,(100-%s)/100))", site->values.text, at.text);
    }
}

static void score_categories(book *b, grown *g, const score_site *site)
{
    const double *list = NULL;
    const size_t n_cuts = formula_list(site->choice, "at", &list);
    const size_t n_scores = formula_list(site->choice, "scores", &list);

    if (n_scores == 0) {
        const ref low = input(b, site, "low"), high = input(b, site, "high");

        grow(b, g, "%s+(%s-%s)*(", low.text, high.text, low.text);
        grow_category(b, g, site, n_cuts);
        grow(b, g, ")/%zu", n_cuts);
        return;
    }
    grow(b, g, "CHOOSE(1+");
    grow_category(b, g, site, n_cuts);
    for (size_t k = 1; k <= n_scores; k++) {
        char option[24];

        snprintf(option, sizeof option, "scores_%zu", k);
        grow(b, g, ",%s", input(b, site, option).text);
    }
    grow(b, g, ")");
}

/* Each percentile of other years would have to stand somewhere. */
static const char *categories_why_not(const book *b, const titian_choice *choice)
{
    const double *list = NULL;
    enum { MOST_CUTS = 30 };

    if (formula_list(choice, "at", &list) > MOST_CUTS)
        return "has more categories than a formula takes";
    return option_number(choice, "by") > 0.5 ? NULL : order_why_not(b, choice);
}

/* ---- the rows ---- */

static const char *const range_inputs[] = {"range", NULL};
static const char *const mean_inputs[] = {"mean", "sd", NULL};
static const char *const logistic_inputs[] = {"range", "steepness", NULL};
static const char *const unit_inputs[] = {"unit", "range", NULL};
static const char *const sides_inputs[] = {"margin", "range", NULL};
static const char *const ampi_inputs[] = {"value", "range", NULL};
static const char *const categories_inputs[] = {"at", "scores", "range", NULL};

#define ENDS "Value that scores lowest", "Value that scores highest"
#define MEAN_AND_SD "Mean", "Standard deviation"

static const formula_normaliser normalisers[] = {
    {"goalposts", "", "", 1, 0, range_inputs, NULL, two_posts, NULL, NULL, score_goalposts},
    {"scaled", "", "", 1, 0, range_inputs, NULL, two_posts, NULL, NULL, score_goalposts},
    {"minmax", ENDS, 0, 0, range_inputs, NULL, NULL, NULL, fit_ends, score_ends},
    {"dist2max", ENDS, 0, 0, range_inputs, NULL, NULL, NULL, fit_ends, score_ends},
    {"zscore", MEAN_AND_SD, 0, 0, mean_inputs, NULL, NULL, NULL, fit_spread, score_zscore},
    {"mpi", MEAN_AND_SD, 0, 0, mean_inputs, NULL, NULL, NULL, fit_spread, score_zscore},
    {"logistic", MEAN_AND_SD, 0, 0, logistic_inputs, NULL, NULL, NULL, fit_spread, score_logistic},
    {"rank", "", "", 0, 0, NULL, NULL, NULL, order_why_not, NULL, score_rank},
    {"borda", "", "", 0, 0, NULL, NULL, NULL, order_why_not, NULL, score_borda},
    {"prank", "", "", 0, 0, range_inputs, NULL, NULL, order_why_not, NULL, score_prank},
    {"categories", "", "", 0, 0, categories_inputs, categories_read, NULL, categories_why_not, NULL,
        score_categories},
    {"fracmax", "Best value", "", 0, 0, range_inputs, NULL, NULL, NULL, fit_best, score_quotient},
    {"ratio2ref", "Value of the reference unit", "", 0, 0, unit_inputs, reference_reads, NULL, NULL, fit_reference,
        score_quotient},
    {"dist2ref", "Worst value", "Value of the reference unit", 0, 0, unit_inputs, reference_reads, NULL, NULL,
        fit_worst_and_reference, score_reference},
    {"dist2targ", "Worst value", "", 0, 1, range_inputs, NULL, one_target, NULL, fit_worst, score_target},
    {"above_mean", "Mean", "", 0, 0, sides_inputs, NULL, NULL, NULL, fit_mean, score_sides},
    {"ampi", "Reference value", "Half the spread", 0, 0, ampi_inputs, ampi_reads, ampi_typed, NULL, fit_ampi,
        score_ampi},
};

const formula_normaliser *formula_normaliser_of(const titian_method *method)
{
    for (size_t k = 0; k < sizeof normalisers / sizeof *normalisers; k++)
        if (strcmp(normalisers[k].name, method->name) == 0)
            return &normalisers[k];
    return NULL;
}
