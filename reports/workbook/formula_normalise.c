/* Normalisation as formulas.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include "workbook/formula_methods.h"
#include "workbook/formula_statistics.h"
#include "workbook/method_inputs.h"

/* ---- AMPI ---- */

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
        input(b, site, "sd").text, site->x.text, fitted(b, site, NODE_FIRST).text, fitted(b, site, NODE_SECOND).text);
}

static void score_logistic(book *b, grown *g, const score_site *site)
{
    const ref low = input(b, site, "low"), high = input(b, site, "high");

    grow(b, g, "%s+(%s-%s)/(1+EXP(%s*(%s-%s)/%s))", low.text, high.text, low.text, input(b, site, "steepness").text,
        is_rising(b, site) ? fitted(b, site, NODE_FIRST).text : site->x.text,
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
    return looks_at_its_year(b, choice)
               ? NULL
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
            grow(
                b, g, rising ? "PERCENTILE(%s,%s/100))" : "PERCENTILE(%s,(100-%s)/100))", site->values.text, at.text);
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
