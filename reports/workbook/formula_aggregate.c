/* Aggregation as formulas: what the methods share, the test for enough data, and rounding.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "workbook/formula_parts.h"
#include "workbook/method_inputs.h"

/* ---- the table ---- */

enum { N_FAMILIES = 5 };
static const formula_family *const families[N_FAMILIES] = {
    &formula_means, &formula_balanced, &formula_ordered, &formula_compared, &formula_never};

const formula_aggregator *formula_aggregator_of(const titian_method *method)
{
    for (size_t f = 0; f < N_FAMILIES; f++)
        for (size_t k = 0; k < families[f]->n; k++)
            if (strcmp(families[f]->rows[k].name, method->name) == 0)
                return &families[f]->rows[k];
    return NULL;
}

/* ---- references ---- */

static sheet_id seen_from(const aggregate_site *site, sheet_id sheet)
{
    return site->on == sheet ? SHEET_HERE : sheet;
}

static size_t child_node(const aggregate_site *site, size_t child)
{
    return site->about->first_child + child;
}

ref site_score(const book *b, const aggregate_site *site, size_t child)
{
    (void) b;
    return cell(seen_from(site, SHEET_SCORES), row_of_unit(site->unit), node_col(child_node(site, child)));
}

ref site_weight(const book *b, const aggregate_site *site, size_t child)
{
    (void) b;
    return row_fixed(seen_from(site, SHEET_SCORES), UNIT_LIVE, node_col(child_node(site, child)));
}

ref site_scores(const book *b, const aggregate_site *site)
{
    const lxw_row_t row = row_of_unit(site->unit);

    (void) b;
    return range(seen_from(site, SHEET_SCORES), row, node_col(child_node(site, 0)), row,
        node_col(child_node(site, site->about->n_children - 1)));
}

ref site_weights(const book *b, const aggregate_site *site)
{
    (void) b;
    return fixed_range(seen_from(site, SHEET_SCORES), UNIT_LIVE, node_col(child_node(site, 0)), UNIT_LIVE,
        node_col(child_node(site, site->about->n_children - 1)));
}

ref site_child_column(const book *b, const aggregate_site *site, size_t child)
{
    return unit_range(b, seen_from(site, SHEET_SCORES), node_col(child_node(site, child)));
}

/* Columns of a node's helpers before helper `k`. */
static size_t columns_before(const formula_aggregator *row, size_t n_children, size_t k)
{
    size_t n = 0;

    for (size_t h = 0; h < k; h++)
        n += row->helpers[h].each ? n_children : 1;
    return n;
}

static size_t helper_at(const book *b, const aggregate_site *site, size_t helper, size_t child)
{
    return columns_before(b->made_by[site->node], site->about->n_children, helper) + child;
}

static lxw_col_t helper_col(const book *b, const aggregate_site *site, size_t helper, size_t child)
{
    return calc_col(b, site->node, helper_at(b, site, helper, child));
}

ref site_helper(const book *b, const aggregate_site *site, size_t helper, size_t child)
{
    return cell(seen_from(site, SHEET_SCORES_CALC), row_of_unit(site->unit), helper_col(b, site, helper, child));
}

ref site_helpers(const book *b, const aggregate_site *site, size_t helper)
{
    const lxw_row_t row = row_of_unit(site->unit);

    return range(seen_from(site, SHEET_SCORES_CALC), row, helper_col(b, site, helper, 0), row,
        helper_col(b, site, helper, site->about->n_children - 1));
}

ref site_column(const book *b, const aggregate_site *site, size_t helper, size_t child)
{
    return unit_range(b, seen_from(site, SHEET_SCORES_CALC), helper_col(b, site, helper, child));
}

ref site_above(const book *b, const aggregate_site *site, size_t helper, size_t child, int line)
{
    return row_fixed(
        seen_from(site, SHEET_SCORES_CALC), (lxw_row_t) (UNIT_LIVE + line), helper_col(b, site, helper, child));
}

ref site_input(const book *b, const aggregate_site *site, const char *option)
{
    return method_input(b, site->node, option);
}

ref site_floor(const book *b, const aggregate_site *site)
{
    return fixed(SHEET_PARAMETERS, node_row(b, site->node), NODE_FLOOR);
}

/* ---- figures ---- */

double site_score_now(const book *b, const aggregate_site *site, size_t child)
{
    return node_value(b, child_node(site, child), site->unit);
}

double site_weight_now(const book *b, const aggregate_site *site, size_t child)
{
    return weight_in_use(b, child_node(site, child));
}

int site_takes_part(const book *b, const aggregate_site *site, size_t child)
{
    return !isnan(site_score_now(b, site, child)) && site_weight_now(b, site, child) > 0.0;
}

double site_option(const aggregate_site *site, const char *option)
{
    return option_number(site->choice, option);
}

double site_helper_now(const book *b, const aggregate_site *site, size_t helper, size_t child, size_t unit)
{
    return site->figures[helper_at(b, site, helper, child) * b->n_units + unit];
}

double site_present_now(const book *b, const aggregate_site *site)
{
    double present = 0.0;

    for (size_t k = 0; k < site->about->n_children; k++)
        present += site_takes_part(b, site, k) ? site_weight_now(b, site, k) : 0.0;
    return present;
}

/* ---- pieces ---- */

void grow_takes_part(book *b, grown *g, const aggregate_site *site, size_t child)
{
    grow(b, g, "ISNUMBER(%s)*%s>0", site_score(b, site, child).text, site_weight(b, site, child).text);
}

/* IF of a whole range would need an array formula: so child by child. */
static void grow_terms(
    book *b, grown *g, const aggregate_site *site, site_term term, const char *between, const char *otherwise)
{
    for (size_t k = 0; k < site->about->n_children; k++) {
        grow(b, g, "%sIF(", k == 0 ? "" : between);
        grow_takes_part(b, g, site, k);
        grow(b, g, ",");
        term(b, g, site, k);
        grow(b, g, ",%s)", otherwise);
    }
}

void grow_sum(book *b, grown *g, const aggregate_site *site, site_term term)
{
    grow_terms(b, g, site, term, "+", "0");
}

void grow_lowest(book *b, grown *g, const aggregate_site *site, site_term term)
{
    grow(b, g, "MIN(");
    grow_terms(b, g, site, term, ",", "9E+307");
    grow(b, g, ")");
}

void grow_highest(book *b, grown *g, const aggregate_site *site, site_term term)
{
    grow(b, g, "MAX(");
    grow_terms(b, g, site, term, ",", "-9E+307");
    grow(b, g, ")");
}

void grow_score_itself(book *b, grown *g, const aggregate_site *site, size_t child)
{
    grow(b, g, "%s", site_score(b, site, child).text);
}

void grow_present(book *b, grown *g, const aggregate_site *site)
{
    grow(b, g, "SUMPRODUCT(%s,--ISNUMBER(%s))", site_weights(b, site).text, site_scores(b, site).text);
}

/* SUMPRODUCT with commas takes the text "" of a missing score for 0. */
void grow_mean(book *b, grown *g, const aggregate_site *site)
{
    grow(b, g, "SUMPRODUCT(%s,%s)/", site_weights(b, site).text, site_scores(b, site).text);
    grow_present(b, g, site);
}

void grow_if_any(book *b, grown *g, const aggregate_site *site)
{
    grow(b, g, "IF(SUMPRODUCT(%s,--ISNUMBER(%s))>0,", site_weights(b, site).text, site_scores(b, site).text);
}

/* ---- enough data ---- */

/* The tolerance is the engine's: 0.1 + 0.2 reaches 0.3. */
static void grow_enough(book *b, grown *g, const aggregate_site *site)
{
    const titian_node *about = site->about;
    const int by_count = option_number(site->choice, "coverage_by") > 0.5;
    const ref least = fixed(SHEET_PARAMETERS, node_row(b, site->node), NODE_LEAST);
    const ref weights = site_weights(b, site), scores = site_scores(b, site);
    const char *w = weights.text, *s = scores.text;

    if (by_count)
        grow(b, g, "AND(SUMPRODUCT(%s,--ISNUMBER(%s))>0,COUNT(%s)>=(%s-1E-9)*SUM(%s))", w, s, s, least.text,
            range_of_nodes(b, NODE_IN_USE, about->first_child, about->n_children).text);
    else
        grow(b, g, "SUMPRODUCT(%s,--ISNUMBER(%s))>=MAX(1E-300,(%s-1E-9)*SUM(%s))", w, s, least.text, w);
}

static void grow_checked(book *b, grown *g, const aggregate_site *site)
{
    grow(b, g, "IF(");
    grow_enough(b, g, site);
    grow(b, g, ",");
    b->made_by[site->node]->score(b, g, site);
    grow(b, g, ",\"\")");
}

/* ---- rounding ---- */

static int is_rounded(const titian_choice *choice)
{
    return option_number(choice, "decimals") >= 0.0;
}

static double before_rounding(book *b, grown *g, const aggregate_site *site, size_t child)
{
    (void) child;
    grow_checked(b, g, site);
    return titian_assessment_unrounded(b->a, site->node, b->year)[site->unit];
}

enum { BEFORE_ROUNDING, WHOLE_STEPS, N_ROUNDING };

/* The columns of rounding stand behind those of the method. */
static lxw_col_t rounding_col(const book *b, const aggregate_site *site, size_t k)
{
    const formula_aggregator *row = b->made_by[site->node];

    return calc_col(b, site->node, columns_before(row, site->about->n_children, row->n_helpers) + k);
}

static ref rounding_ref(const book *b, const aggregate_site *site, size_t k)
{
    return cell(seen_from(site, SHEET_SCORES_CALC), row_of_unit(site->unit), rounding_col(b, site, k));
}

/* The 1E-6 makes the number the same whether or not a program takes 229.99999999999997 for 230: the next step is the
 * result either way. */
static double whole_steps(book *b, grown *g, const aggregate_site *site, size_t child)
{
    const ref x = rounding_ref(b, site, BEFORE_ROUNDING);
    const double score = titian_assessment_unrounded(b->a, site->node, b->year)[site->unit];

    (void) child;
    grow(b, g, "IF(ISNUMBER(%s),INT(ABS(%s)*10^%s+1E-6),\"\")", x.text, x.text, site_input(b, site, "decimals").text);
    return floor(fabs(score) * pow(10.0, site_option(site, "decimals")) + 1e-6);
}

static const formula_helper rounding[N_ROUNDING] = {
    {.word = "raw", .name = "score before rounding", .figure = before_rounding},
    {.word = "steps", .name = "whole steps of rounding in it", .whole = 1, .figure = whole_steps},
};

/* As the engine does it (analyzer/kernels/decimal.c): the tie between k / p and (k + 1) / p is (2 k + 1) / (2 p), and
 * what lies within 1e-12 of it, or a thousandth of a step where that is less, is the tie. From 2^52 on there is
 * nothing to round. */
static void grow_rounded(book *b, grown *g, const aggregate_site *site)
{
    const ref score = rounding_ref(b, site, BEFORE_ROUNDING), steps = rounding_ref(b, site, WHOLE_STEPS);
    const ref decimals = site_input(b, site, "decimals");
    const char *x = score.text, *k = steps.text, *d = decimals.text;
    grown past = {.length = 0}, noise = {.length = 0};

    grow(b, &past, "ABS(%s)-(2*%s+1)/(2*10^%s)", x, k, d);
    grow(b, &noise, "MIN(1E-12*(2*%s+1)/(2*10^%s),0.001/10^%s)", k, d, d);
    grow(b, g, "IF(ISNUMBER(%s),IF(%s<4503599627370496,SIGN(%s)*(%s+", x, k, x, k);
    if (option_number(site->choice, "rounding") > 0.5)
        grow(b, g, "(%s>%s)+(ABS(%s)<=%s)*(%s-2*INT(%s/2))", past.text, noise.text, past.text, noise.text, k, k);
    else
        grow(b, g, "(%s>=-%s)", past.text, noise.text);
    grow(b, g, ")/10^%s,%s),\"\")", d, x);
}

/* ---- the score ---- */

size_t formula_n_columns(const book *b, size_t node)
{
    const formula_aggregator *row = b->made_by[node];

    if (row == NULL)
        return 0;
    return columns_before(row, book_node(b, node)->n_children, row->n_helpers) +
           (is_rounded(&b->recipe->aggregation[node]) ? N_ROUNDING : 0);
}

formula_column formula_column_at(const book *b, size_t node, size_t k)
{
    const formula_aggregator *row = b->made_by[node];
    const size_t n_children = book_node(b, node)->n_children;

    for (size_t h = 0; h < row->n_helpers; h++) {
        const size_t n = row->helpers[h].each ? n_children : 1;

        if (k < n)
            return (formula_column){&row->helpers[h], k};
        k -= n;
    }
    return (formula_column){&rounding[k], 0};
}

void formula_score(book *b, grown *g, const aggregate_site *site)
{
    if (is_rounded(site->choice))
        grow_rounded(b, g, site);
    else
        grow_checked(b, g, site);
}

/* ---- can it be done? ---- */

/* Rows of Parameters are not known yet and may have some digits more: so much is left free. */
enum { MOST_CHARACTERS = 6500 };

static int is_too_long(const book *b, const grown *g)
{
    return !book_good(b) || g->length > MOST_CHARACTERS;
}

/* Try the formulas of the last unit, whose references are the longest, on a copy of the book that may fail. */
static int is_too_wide(const book *b, aggregate_site *site)
{
    book trial = *b;
    grown score = {.length = 0};

    site->on = SHEET_SCORES_CALC;
    for (size_t k = 0; k < formula_n_columns(b, site->node); k++) {
        const formula_column at = formula_column_at(b, site->node, k);
        grown g = {.length = 0};

        (void) at.helper->figure(&trial, &g, site, at.child);
        if (is_too_long(&trial, &g))
            return 1;
    }
    site->on = SHEET_SCORES;
    formula_score(&trial, &score, site);
    return is_too_long(&trial, &score);
}

static int does_not_fit(book *b, size_t node)
{
    const size_t n_columns = formula_n_columns(b, node), n_children = book_node(b, node)->n_children;
    double *zeros = calloc(n_columns * b->n_units + 2 * n_children + 1, sizeof *zeros);
    aggregate_site site = {.node = node,
        .unit = b->n_units - 1,
        .about = book_node(b, node),
        .choice = &b->recipe->aggregation[node],
        .best = zeros,
        .worst = zeros,
        .figures = zeros};
    int too_wide = 0;

    if (zeros == NULL)
        book_fail(b, TITIAN_E_MEMORY, "no memory for the formulas of %zu units", b->n_units);
    else
        too_wide = b->n_units > 0 && is_too_wide(b, &site);
    free(zeros);
    return too_wide;
}

const char *formula_why_not(book *b, size_t node)
{
    const formula_aggregator *row = b->made_by[node];
    const char *why = NULL;

    if (row == NULL)
        return "cannot be computed by a spreadsheet";
    if (row->never != NULL)
        return row->never;
    if (row->why_not != NULL)
        why = row->why_not(&b->recipe->aggregation[node]);
    if (why != NULL)
        return why;
    if (row->most_units > 0 && b->n_units > row->most_units)
        return "compares every unit with every other, and there are too many of them for a spreadsheet";
    return does_not_fit(b, node) ? "would need longer formulas than a spreadsheet takes for so many parts" : NULL;
}
