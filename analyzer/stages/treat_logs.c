/* Outlier treatment by transformation: logarithms and powers, first or second step.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include "kernels/boxcox.h"
#include "kernels/logs.h"
#include "kernels/moments.h"
#include "kernels/transform.h"
#include "stages/treat.h"

static titian_status learn_nothing(
    const titian_sample *sample, titian_treat_plan *plan, const double *x, double *scratch, titian_error *err)
{
    (void) sample;
    (void) plan;
    (void) x;
    (void) scratch;
    (void) err;
    return TITIAN_OK;
}

static void apply_log_ct(double *x, size_t n, const titian_treat_plan *plan)
{
    kernel_log_ct(x, n, plan->least, plan->greatest);
}

static void apply_log_ct_plus(double *x, size_t n, const titian_treat_plan *plan)
{
    kernel_log_ct_plus(x, n, plan->least, plan->greatest, plan->skewness);
}

static void apply_log_ct_orig(double *x, size_t n, const titian_treat_plan *plan)
{
    kernel_log_ct_orig(x, n, plan->least);
}

/* The factor is the smallest power of ten, from 1, that brings the greatest value above 1. */
static titian_status learn_log_gii(
    const titian_sample *sample, titian_treat_plan *plan, const double *x, double *scratch, titian_error *err)
{
    (void) x;
    (void) scratch;
    plan->factor = 1.0;
    while (plan->greatest > 0.0 && plan->greatest * plan->factor <= 1.0 && plan->factor < 1e300)
        plan->factor *= 10.0;
    if (plan->greatest * plan->factor > 1.0)
        return TITIAN_OK;
    return titian_fail(err, TITIAN_E_NUMERIC,
        "indicator %s cannot be treated by log_gii %s: its greatest value is %g, and the formula needs one above 0\n"
        "use log_ct_plus, which takes any number",
        sample->node->code, sample->when, plan->greatest);
}

static void apply_log_gii(double *x, size_t n, const titian_treat_plan *plan)
{
    (void) kernel_log_gii(x, n, plan->least, plan->greatest, plan->factor);
}

/* Words of the option `shift`. */
enum { SHIFT_RANGE, SHIFT_ONE, SHIFT_NONE };

static titian_status learn_box_cox(
    const titian_sample *sample, titian_treat_plan *plan, const double *x, double *scratch, titian_error *err)
{
    const titian_choice *choice = sample->choice;
    const int shift = (int) titian_option_number(choice, "shift");
    const kernel_boxcox_range range = kernel_boxcox_range_default();

    if (shift == SHIFT_NONE && !(plan->least > 0.0))
        return titian_fail(err, TITIAN_E_NUMERIC,
            "indicator %s cannot be treated by box_cox without a shift %s: its least value is %g, and powers need "
            "values above 0\nwrite shift: range",
            sample->node->code, sample->when, plan->least);
    plan->shift = shift == SHIFT_NONE  ? 0.0
                  : shift == SHIFT_ONE ? 1.0 - plan->least
                                       : 0.01 * (plan->greatest - plan->least) - plan->least;
    plan->lambda = titian_option_number(choice, "lambda");
    if (titian_option_number(choice, "lambda_by") < 0.5)
        /* in thousandths: as it is printed, and the same whatever the order of units makes of the last places */
        plan->lambda = round(1000.0 * kernel_boxcox_lambda(x, sample->n, plan->shift, &range, scratch)) / 1000.0;
    plan->found.lambda = plan->lambda;
    if (!isnan(plan->lambda))
        return TITIAN_OK;
    return titian_fail(err, TITIAN_E_NUMERIC,
        "indicator %s has too few values, or values too close together, %s for the likeliest lambda of box_cox\n"
        "write lambda_by: given and a lambda, or treat this indicator by none",
        sample->node->code, sample->when);
}

static void apply_box_cox(double *x, size_t n, const titian_treat_plan *plan)
{
    kernel_boxcox(x, n, plan->shift, plan->lambda);
}

const titian_transform titian_transforms[TITIAN_N_TRANSFORMS] = {
    {"log_ct", "ln(x - min + 0.01 (max - min))", learn_nothing, apply_log_ct},
    {"log_ct_plus", "ln(x - min + 0.01 (max - min)), or -ln(max - x + 0.01 (max - min)) where skewness is 0 or less",
        learn_nothing, apply_log_ct_plus},
    {"log_ct_orig", "ln(x - min + 1)", learn_nothing, apply_log_ct_orig},
    {"log_gii", "ln((max f - 1) (x - min) / (max - min) + 1)", learn_log_gii, apply_log_gii},
    {"box_cox", "((x + shift)^lambda - 1) / lambda", learn_box_cox, apply_box_cox},
};

static size_t transform_of(const titian_choice *choice)
{
    size_t k = 0;

    while (k + 1 < TITIAN_N_TRANSFORMS && strcmp(titian_transforms[k].name, choice->method->name) != 0)
        k++;
    return k;
}

static titian_status fit_logs(const titian_sample *sample, titian_fit *fit, titian_error *err)
{
    double *x = sample->flow->scratch;
    titian_status status = titian_treat_begin(sample, fit, err);
    titian_treat_plan *plan = titian_treat_plan_of(fit);

    if (status != TITIAN_OK)
        return status;
    if (plan->found.passes[0] && !(titian_option_number(sample->choice, "force") > 0.5))
        return TITIAN_OK;
    memcpy(x, sample->x, sample->n * sizeof *x);
    status = titian_treat_transform(sample, plan, transform_of(sample->choice), 1, x, err);
    if (status != TITIAN_OK || plan->transform == NULL)
        return status;
    return titian_notes_add(sample->flow->notes, err, "%s, %s: %s values are used in place of the values: %s%s",
        sample->node->code, sample->when, plan->transform->name, plan->transform->formula,
        plan->found.passes[1] == 0 ? "; still skewed" : "");
}

static const titian_param log_params[] = {TITIAN_TREAT_CHECK_PARAMS, TITIAN_OVER_PARAMS};

static const titian_param box_cox_params[] = {
    TITIAN_TREAT_CHECK_PARAMS,
    TITIAN_TREAT_POWER_PARAMS,
    TITIAN_OVER_PARAMS,
};

#define TREAT_ALONE                                                                                                  \
    " Applied where the check of skewness and kurtosis fails, or with force: true. Goalposts and targets in the "    \
    "indicator's unit cannot be used after it."

const titian_treat_row titian_treat_logs[TITIAN_N_TREAT_LOGS] = {
    {.about = {.name = "log_ct",
         .summary = "logarithms of the distance from the least value",
         .formula = "ln(x - min + 0.01 (max - min))",
         .source = "COIN Tool of the JRC; COINr log_CT()",
         .use = "For long upper ends. Makes a long lower end longer: use log_ct_plus there." TREAT_ALONE,
         .params = log_params,
         .n_params = TITIAN_COUNT_OF(log_params)},
        .does = {.fit = fit_logs, .apply = titian_treat_apply}},
    {.about = {.name = "log_ct_plus",
         .summary = "logarithms of the distance from the end that is not long",
         .formula = "skewness > 0: ln(x - min + 0.01 (max - min)); else -ln(max - x + 0.01 (max - min))",
         .source = "COINr log_CT_plus()",
         .use = "For long ends on either side; keeps the order." TREAT_ALONE,
         .params = log_params,
         .n_params = TITIAN_COUNT_OF(log_params)},
        .does = {.fit = fit_logs, .apply = titian_treat_apply}},
    {.about = {.name = "log_ct_orig",
         .summary = "logarithms of one more than the distance from the least value",
         .formula = "ln(x - min + 1)",
         .source = "COIN Tool of the JRC, early editions; COINr log_CT_orig()",
         .use = "To repeat old results: the result depends on the unit of measurement." TREAT_ALONE,
         .params = log_params,
         .n_params = TITIAN_COUNT_OF(log_params)},
        .does = {.fit = fit_logs, .apply = titian_treat_apply}},
    {.about = {.name = "log_gii",
         .summary = "logarithms as in the Global Innovation Index",
         .formula =
             "ln((max f - 1) (x - min) / (max - min) + 1), f the smallest power of ten, from 1, with max f > 1",
         .source = "Global Innovation Index, appendix on technical notes; COINr log_GII() as documented: its code "
                   "returns x unchanged",
         .use =
             "To repeat that index. Needs a greatest value above 0; depends on the unit of measurement." TREAT_ALONE,
         .params = log_params,
         .n_params = TITIAN_COUNT_OF(log_params)},
        .does = {.fit = fit_logs, .apply = titian_treat_apply}},
    {.about = {.name = "box_cox",
         .summary = "the power that makes the values most nearly normal, or a given one",
         .formula = "((x + shift)^lambda - 1) / lambda, or ln(x + shift) where lambda is 0",
         .source = "Box and Cox 1964; R MASS::boxcox(); COINr boxcox(), where lambda is given and shift is 1 - min",
         .use =
             "Where neither winsorising nor logarithms suit. A lambda that is found is rounded to thousandths; found "
             "anew each year it makes years hard to compare: use over: pooled or over: base." TREAT_ALONE,
         .params = box_cox_params,
         .n_params = TITIAN_COUNT_OF(box_cox_params)},
        .does = {.fit = fit_logs, .apply = titian_treat_apply}},
};
