/* Methods as formulas.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "workbook/formula_methods.h"

#include <math.h>
#include <string.h>

/* ---- normalisation ---- */

/* The numbers of a column of Data_Used, of indicators in use. */
static size_t column_values(const book *b, size_t indicator, double *mean, double *sd)
{
    double sum = 0.0, squares = 0.0;
    size_t n = 0;

    for (size_t i = 0; i < b->n_units; i++) {
        if (isnan(used_value(b, indicator, i)))
            continue;
        sum += used_value(b, indicator, i);
        n++;
    }
    *mean = n > 0 ? sum / (double) n : TITIAN_MISSING;
    for (size_t i = 0; i < b->n_units; i++) {
        const double away = used_value(b, indicator, i) - *mean;

        squares += isnan(away) ? 0.0 : away * away;
    }
    *sd = n > 1 ? sqrt(squares / (double) (n - 1)) : TITIAN_MISSING;
    return n;
}

static double extreme(const book *b, size_t indicator, int greatest)
{
    double found = TITIAN_MISSING;

    for (size_t i = 0; i < b->n_units; i++) {
        const double x = used_value(b, indicator, i);

        if (!isnan(x) && (isnan(found) || (greatest ? x > found : x < found)))
            found = x;
    }
    return found;
}

static void put_fit(book *b, size_t indicator, lxw_col_t at, double result, const char *function)
{
    const ref values = unit_range(b, SHEET_DATA_USED, node_col(indicator));

    put_formula(b, AT(b->sheets[SHEET_PARAMETERS], node_row(b, indicator), at, STYLE_VALUE), result,
        "=IF(COUNT(%s)>1,%s(%s),\"\")", values.text, function, values.text);
}

static void fit_minmax(book *b, size_t indicator)
{
    const int rising = book_node(b, indicator)->direction > 0;
    double mean = 0.0, sd = 0.0;
    const int enough = column_values(b, indicator, &mean, &sd) > 1;

    put_fit(
        b, indicator, NODE_WORST, enough ? extreme(b, indicator, !rising) : TITIAN_MISSING, rising ? "MIN" : "MAX");
    put_fit(b, indicator, NODE_BEST, enough ? extreme(b, indicator, rising) : TITIAN_MISSING, rising ? "MAX" : "MIN");
}

static void fit_zscore(book *b, size_t indicator)
{
    double mean = 0.0, sd = 0.0;
    const int enough = column_values(b, indicator, &mean, &sd) > 1;

    put_fit(b, indicator, NODE_WORST, enough ? mean : TITIAN_MISSING, "AVERAGE");
    put_fit(b, indicator, NODE_BEST, sd, "STDEV");
}

static ref fitted(const book *b, size_t indicator, lxw_col_t at)
{
    return fixed(SHEET_PARAMETERS, node_row(b, indicator), at);
}

static void score_minmax(book *b, grown *g, size_t indicator, const char *x)
{
    const ref worst = fitted(b, indicator, NODE_WORST);

    grow(b, g, "S_low+(S_high-S_low)*(%s-%s)/(%s-%s)", x, worst.text, fitted(b, indicator, NODE_BEST).text,
        worst.text);
}

static void score_zscore(book *b, grown *g, size_t indicator, const char *x)
{
    grow(b, g, "S_mean%sS_sd*(%s-%s)/%s", book_node(b, indicator)->direction > 0 ? "+" : "-", x,
        fitted(b, indicator, NODE_WORST).text, fitted(b, indicator, NODE_BEST).text);
}

static void score_rank(book *b, grown *g, size_t indicator, const char *x)
{
    grow(b, g, "RANK(%s,%s,%d)", x, unit_range(b, SHEET_DATA_USED, node_col(indicator)).text,
        book_node(b, indicator)->direction > 0 ? 1 : 0);
}

/* On a log scale a value of 0 or less stands beyond the smaller post: the smallest double stands in for it. */
static void score_goalposts(book *b, grown *g, size_t indicator, const char *x)
{
    const int clip = option_number(&b->recipe->choice[TITIAN_STAGE_NORMALISE], "clip") > 0.5;
    const ref worst = name_worst(b, indicator);
    const ref best = name_best(b, indicator);

    grow(b, g, "S_low+(S_high-S_low)*%s", clip ? "MAX(0,MIN(1," : "");
    if (book_node(b, indicator)->scale != TITIAN_SCALE_LOG)
        grow(b, g, "(%s-%s)/(%s-%s)", x, worst.text, best.text, worst.text);
    else if (clip)
        grow(b, g, "(LN(MAX(%s,1E-300))-LN(%s))/(LN(%s)-LN(%s))", x, worst.text, best.text, worst.text);
    else
        grow(b, g, "(LN(%s)-LN(%s))/(LN(%s)-LN(%s))", x, worst.text, best.text, worst.text);
    grow(b, g, "%s", clip ? "))" : "");
}

static const formula_normaliser normalisers[] = {
    {"goalposts", "Worst", "Best", 1, NULL, score_goalposts},
    {"minmax", "Value that scores lowest", "Value that scores highest", 0, fit_minmax, score_minmax},
    {"zscore", "Mean", "Standard deviation", 0, fit_zscore, score_zscore},
    {"rank", "", "", 0, NULL, score_rank},
};

/* The formulas look at one year, divide by n - 1 and let ties share the lowest place. */
static int is_as_the_formulas(const titian_choice *choice)
{
    const char *const options[] = {"over", "divisor", "ties"};

    for (size_t k = 0; k < sizeof options / sizeof *options; k++)
        if (titian_method_param(choice->method, options[k]) != TITIAN_NONE && option_number(choice, options[k]) > 0.5)
            return 0;
    return 1;
}

const formula_normaliser *formula_normaliser_of(const titian_choice *choice)
{
    for (size_t k = 0; k < sizeof normalisers / sizeof *normalisers; k++)
        if (method_is(choice, normalisers[k].name))
            return is_as_the_formulas(choice) ? &normalisers[k] : NULL;
    return NULL;
}

/* ---- aggregation ---- */

/* SUMPRODUCT with commas takes the text "" of a missing score for 0. */
static void mean_arithmetic(book *b, grown *g, const aggregate_site *site)
{
    grow(b, g, "SUMPRODUCT(%s,%s)/SUMPRODUCT(%s,--ISNUMBER(%s))", site->weights.text, site->scores.text,
        site->weights.text, site->scores.text);
}

/* LN of a whole range would need an array formula, whose empty result has no cached value: so child by child. */
static void mean_geometric(book *b, grown *g, const aggregate_site *site)
{
    const titian_node *node = book_node(b, site->node);
    const ref least = fixed(SHEET_PARAMETERS, node_row(b, site->node), NODE_FLOOR);

    grow(b, g, "EXP((");
    for (size_t k = 0; k < node->n_children; k++) {
        const lxw_col_t col = node_col(node->first_child + k);
        const ref score = cell(SHEET_HERE, site->row, col);
        char letters[16];

        lxw_col_to_name(letters, col, 0);
        grow(b, g, "%sIF(ISNUMBER(%s),%s$%d*LN(MAX(%s,%s)),0)", k == 0 ? "" : "+", score.text, letters, UNIT_LIVE + 1,
            score.text, least.text);
    }
    grow(b, g, ")/SUMPRODUCT(%s,--ISNUMBER(%s)))", site->weights.text, site->scores.text);
}

static const formula_aggregator aggregators[] = {
    {"arithmetic", 16384, mean_arithmetic},
    {"geometric", 80, mean_geometric},
};

/* A level that is rounded is written as values: its formulas would show more digits than count. */
const formula_aggregator *formula_aggregator_of(const titian_choice *choice, size_t n_children)
{
    if (option_number(choice, "decimals") >= 0.0)
        return NULL;
    for (size_t k = 0; k < sizeof aggregators / sizeof *aggregators; k++)
        if (method_is(choice, aggregators[k].name) && n_children <= aggregators[k].most_children)
            return &aggregators[k];
    return NULL;
}

/* The tolerance is the engine's: 0.1 + 0.2 reaches 0.3. */
void formula_enough(book *b, grown *g, const aggregate_site *site)
{
    const titian_node *node = book_node(b, site->node);
    const titian_choice *choice = &b->recipe->aggregation[site->node];
    const int by_count = option_number(choice, "coverage_by") > 0.5;
    const ref least = fixed(SHEET_PARAMETERS, node_row(b, site->node), NODE_LEAST);
    const char *w = site->weights.text;
    const char *s = site->scores.text;

    if (by_count)
        grow(b, g, "AND(SUMPRODUCT(%s,--ISNUMBER(%s))>0,COUNT(%s)>=(%s-1E-9)*SUM(%s))", w, s, s, least.text,
            range_of_nodes(b, NODE_IN_USE, node->first_child, node->n_children).text);
    else
        grow(b, g, "SUMPRODUCT(%s,--ISNUMBER(%s))>=MAX(1E-300,(%s-1E-9)*SUM(%s))", w, s, least.text, w);
}
