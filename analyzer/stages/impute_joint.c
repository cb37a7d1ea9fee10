/* Imputation from other indicators: by row, by expectation and maximisation, from the nearest units, by regression.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "stages/impute_joint.h"

#include <math.h>
#include <string.h>

#include "kernels/nearest.h"
#include "kernels/order.h"
#include "kernels/regress.h"
#include "kernels/rowfill.h"

/* ---- by row ---- */

static titian_status fill_rows(titian_impute_block *b, kernel_statistic_fn of)
{
    const size_t m = b->block.n_indicators;
    double *directions = b->scratch + 3 * m;

    for (size_t k = 0; k < m; k++)
        directions[k] = titian_flow_indicator(b->task->flow, b->columns[k])->direction > 0 ? 1.0 : -1.0;
    (void) kernel_fill_by_row(&b->block, directions, of, b->out, b->scratch);
    b->why_not = "the unit has no value in the group, or nobody has one";
    return TITIAN_OK;
}

static titian_status fill_row_mean(titian_impute_block *b, titian_error *err)
{
    (void) err;
    return fill_rows(b, kernel_mean_of);
}

static titian_status fill_row_median(titian_impute_block *b, titian_error *err)
{
    (void) err;
    return fill_rows(b, kernel_median_of);
}

static titian_status row_mean(const titian_impute_task *task, titian_error *err)
{
    return titian_impute_blocks(task, fill_row_mean, 4 * task->flow->n_indicators, err);
}

static titian_status row_median(const titian_impute_task *task, titian_error *err)
{
    return titian_impute_blocks(task, fill_row_median, 4 * task->flow->n_indicators, err);
}

/* ---- nearest units ---- */

static titian_status fill_nearest(titian_impute_block *b, titian_error *err)
{
    const kernel_nearest_rule rule = {
        .k = (size_t) titian_option_number(b->task->choice, "k"),
        .min_overlap = (size_t) titian_option_number(b->task->choice, "min_overlap"),
    };

    (void) err;
    (void) kernel_fill_nearest(&b->block, &rule, b->out, b->scratch);
    b->why_not = "no unit that has a value shares enough indicators";
    return TITIAN_OK;
}

static titian_status nearest(const titian_impute_task *task, titian_error *err)
{
    const size_t scratch = kernel_nearest_scratch(task->flow->n_units, task->flow->n_indicators);

    return titian_impute_blocks(task, fill_nearest, scratch, err);
}

/* ---- regression ---- */

/* The variables that predict one column: n_units doubles each. */
typedef struct {
    double *values;
    size_t n, most;
} predictors;

static titian_status add_predictor(
    predictors *p, const titian_impute_block *b, const char *code, size_t length, titian_error *err)
{
    const titian_panel *panel = b->task->flow->panel;
    char word[64];
    size_t variable = TITIAN_NONE;

    if (length < sizeof word) {
        memcpy(word, code, length);
        word[length] = '\0';
        variable = titian_panel_find_variable(panel, word);
    }
    if (variable == TITIAN_NONE)
        return titian_fail(err, TITIAN_E_MODEL,
            "there is no indicator, denominator or other variable %.*s, named in predictors\n"
            "write codes of framework.csv with blanks between them",
            (int) (length < 63 ? length : 63), code);
    if (p->n < p->most)
        titian_impute_given(b->task->flow, variable, b->year, p->values + p->n++ * b->block.n_units);
    return TITIAN_OK;
}

/* The predictors named, but the indicator itself; or, when none is, the others of the group. */
static titian_status gather_predictors(predictors *p, const titian_impute_block *b, size_t column, titian_error *err)
{
    static const char between[] = " ,;";
    const char *own = titian_flow_indicator(b->task->flow, b->columns[column])->code;
    const char *text = titian_option_of(b->task->choice, "predictors")->text;
    const size_t n = b->block.n_units;
    titian_status status = TITIAN_OK;

    if (text == NULL || text[strspn(text, between)] == '\0') {
        for (size_t k = 0; k < b->block.n_indicators; k++)
            if (k != column)
                memcpy(p->values + p->n++ * n, b->block.values + k * n, n * sizeof *p->values);
        return TITIAN_OK;
    }
    for (size_t length; (length = strcspn(text += strspn(text, between), between)) > 0 && status == TITIAN_OK;
         text += length)
        if (strlen(own) != length || strncmp(own, text, length) != 0)
            status = add_predictor(p, b, text, length, err);
    return status;
}

static titian_status note_fit(
    const titian_impute_block *b, size_t column, const kernel_regression *fit, size_t n, titian_error *err)
{
    titian_flow *flow = b->task->flow;

    if (fit->n_filled == 0 || isnan(fit->r_squared))
        return TITIAN_OK;
    return titian_notes_add(flow->notes, err,
        "%s, %d: imputed by regression on %zu variable%s, over %zu units, R squared %.2f",
        titian_flow_indicator(flow, b->columns[column])->code, titian_flow_year(flow, b->year), n, n == 1 ? "" : "s",
        fit->n_used, fit->r_squared);
}

static titian_status fill_column(titian_impute_block *b, size_t column, titian_error *err)
{
    const size_t n = b->block.n_units, m = b->task->flow->n_indicators;
    const size_t most = titian_panel_n_variables(b->task->flow->panel);
    predictors p = {.values = b->scratch, .most = most > m ? most : m};
    const titian_status status = gather_predictors(&p, b, column, err);
    const kernel_block block = {.values = p.values, .stride = n, .n_units = n, .n_indicators = p.n};
    size_t *order = b->order;
    kernel_regression fit;

    if (status != TITIAN_OK)
        return status;
    if (p.n > 2 * n * b->task->flow->n_years) /* more predictors than positions: far too many to fit */
        return TITIAN_OK;
    fit = kernel_fill_regression(b->out + column * n, &block, NULL, b->scratch + p.most * n, order);
    return note_fit(b, column, &fit, p.n, err);
}

static titian_status fill_regression(titian_impute_block *b, titian_error *err)
{
    titian_status status = TITIAN_OK;

    memcpy(b->out, b->block.values, b->block.n_units * b->block.n_indicators * sizeof *b->out);
    b->why_not = "the unit lacks a predictor, or too few units have them all";
    for (size_t k = 0; k < b->block.n_indicators && status == TITIAN_OK; k++)
        if (titian_impute_has_gaps(b, k))
            status = fill_column(b, k, err);
    return status;
}

static titian_status regression(const titian_impute_task *task, titian_error *err)
{
    const size_t most = titian_panel_n_variables(task->flow->panel);
    const size_t scratch = most * task->flow->n_units + kernel_regression_scratch(task->flow->n_units, most);

    return titian_impute_blocks(task, fill_regression, scratch, err);
}

static const titian_param row_params[] = {TITIAN_GROUP_LEVEL_PARAM(2.0)};
static const titian_param em_params[] = {TITIAN_EM_PARAMS};
static const titian_param multiple_params[] = {
    TITIAN_EM_PARAMS,
    {.name = "draws",
        .kind = TITIAN_PARAM_COUNT,
        .fallback = 20.0,
        .least = 2.0,
        .most = 10000.0,
        .summary = "number of imputations whose mean is taken, with draw 0"},
    {.name = "draw",
        .kind = TITIAN_PARAM_COUNT,
        .fallback = 0.0,
        .least = 0.0,
        .most = 1e9,
        .summary = "the one imputation that is taken, of any number; 0: the mean of the draws 1, 2 ..."},
    {.name = "seed",
        .kind = TITIAN_PARAM_COUNT,
        .fallback = 1.0,
        .least = 0.0,
        .most = 4294967295.0,
        .summary = "what the draws hang on: the same seed gives the same draws"},
};
static const titian_param nearest_params[] = {
    TITIAN_GROUP_LEVEL_PARAM(0.0),
    {.name = "k",
        .kind = TITIAN_PARAM_COUNT,
        .fallback = 5.0,
        .least = 1.0,
        .most = 1e6,
        .summary = "number of nearest units whose values are averaged"},
    {.name = "min_overlap",
        .kind = TITIAN_PARAM_COUNT,
        .fallback = 2.0,
        .least = 1.0,
        .most = 1e6,
        .summary = "indicators two units must both have to be compared"},
};
static const titian_param regression_params[] = {
    TITIAN_GROUP_LEVEL_PARAM(2.0),
    {.name = "predictors",
        .kind = TITIAN_PARAM_ROWS,
        .fallback = 0.0,
        .most = 64.0,
        .choices = "Indicator Denominator Other",
        .summary = "codes of the variables to predict from, blanks between; none: the others of the group"},
};

const titian_impute_row titian_impute_joint[TITIAN_N_IMPUTE_JOINT] = {
    {.about = {.name = "row_mean",
         .summary = "mean of the unit's own scaled values in the same group of indicators",
         .formula = "z = (d x - min) / (max - min), d the direction; x = d (mean z (max - min) + min)",
         .source = "COINr Impute(impute_by = \"row\", f_i = \"i_mean\")",
         .use = "Where indicators of a pillar tell much the same of a unit: the gap gets the place that the unit has "
                "in the others. A unit without any value in the group keeps its gaps.",
         .params = row_params,
         .n_params = TITIAN_COUNT_OF(row_params)},
        .work = row_mean},
    {.about = {.name = "row_median",
         .summary = "median of the unit's own scaled values in the same group of indicators",
         .formula = "as row_mean, with the median of z",
         .source = "COINr Impute(impute_by = \"row\", f_i = \"i_median\")",
         .use = "As row_mean, where single values of a unit are far from its others.",
         .params = row_params,
         .n_params = TITIAN_COUNT_OF(row_params)},
        .work = row_median},
    {.about = {.name = "em",
         .summary = "expectation-maximisation: conditional mean of a multivariate normal distribution",
         .formula = "x_mis = mu_mis + S_mo S_oo^-1 (x_obs - mu_obs), mu and S of most likelihood, by EM",
         .source = "Dempster, Laird and Rubin 1977; Little and Rubin 2002, 11.2; COINr's manual uses Amelia, which "
                   "adds a random draw",
         .use = "For related indicators with gaps at random. Deterministic; settles by tolerance, or is an error. "
                "Needs clearly more units than indicators in a group, or a ridge. Estimates show no scatter of their "
                "own; a unit without any value gets the means.",
         .params = em_params,
         .n_params = TITIAN_COUNT_OF(em_params)},
        .work = titian_impute_em},
    {.about = {.name = "multiple",
         .summary = "multiple imputation: draws around expectation-maximisation, each from units drawn anew",
         .formula =
             "x_mis = mu_mis + S_mo S_oo^-1 (x_obs - mu_obs) + e, e ~ N(0, S_mm - S_mo S_oo^-1 S_om), mu and S "
             "by EM from a bootstrap of the units",
         .source = "Rubin 1987; Honaker, King and Blackwell 2011 (Amelia II)",
         .use = "Where it matters how sure imputed values are: each draw is one possible table, and what differs "
                "between them is not known. A plain run takes the mean of the draws (Rubin's estimate) and notes how "
                "far they lie apart. Draws belong to units by their codes, whatever their order. As em otherwise: "
                "gaps at random, and clearly more units than indicators, or a ridge.",
         .params = multiple_params,
         .n_params = TITIAN_COUNT_OF(multiple_params)},
        .work = titian_impute_multiple},
    {.about = {.name = "nearest",
         .summary = "mean of the k units most alike in the other indicators",
         .formula = "mean of x over the k units with least root mean square difference of z-scores in what both have",
         .source = "Troyanskaya et al. 2001; Gower 1971",
         .use = "Where units come in kinds and there are many of them. Units tied at the k-th place share it.",
         .params = nearest_params,
         .n_params = TITIAN_COUNT_OF(nearest_params)},
        .work = nearest},
    {.about = {.name = "regression",
         .summary = "least squares on chosen variables, with a constant",
         .formula = "x_i = b_0 + sum_k b_k z_ik, b by least squares over units with x and all z",
         .source = "OECD/JRC Handbook 2008, step 3",
         .use = "Where a variable outside the group is known to go with the indicator, such as income. Needs two "
                "units more than predictors; a unit that lacks one keeps its gap. Can leave the range of the values.",
         .params = regression_params,
         .n_params = TITIAN_COUNT_OF(regression_params)},
        .work = regression},
};
