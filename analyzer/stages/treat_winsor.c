/* Outlier treatment by winsorisation, and by a transformation where that does not suffice.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include "kernels/moments.h"
#include "stages/treat.h"

/* How far to go: the thresholds of the check or those of `until`, none when forced; the smaller of the two limits. */
static titian_status find_rule(const titian_sample *sample, kernel_winsor_rule *rule, titian_error *err)
{
    const titian_option *until = titian_option_of(sample->choice, "until");
    const double points = titian_option_number(sample->choice, "max_points");
    const double share =
        titian_option_number(sample->choice, "max_share") * (double) kernel_count(sample->x, sample->n);

    *rule = titian_treat_rule(sample->choice);
    if (until->n_list > 0 && until->n_list != 2)
        return titian_fail(err, TITIAN_E_MODEL,
            "until of method winsorise has %zu numbers for indicator %s\ngive two: [skewness, kurtosis]",
            until->n_list, sample->node->code);
    if (until->n_list == 2) {
        rule->skewness = until->list[0];
        rule->kurtosis = until->list[1];
    }
    if (titian_option_number(sample->choice, "force") > 0.5) {
        rule->skewness = -1.0;
        rule->kurtosis = -(double) INFINITY;
    }
    rule->max_points = (size_t) (share + 1e-9 < points ? share + 1e-9 : points);
    return TITIAN_OK;
}

static titian_status note_unsettled(
    const titian_sample *sample, const titian_treat_plan *plan, int combine, titian_error *err)
{
    if (plan->transform == NULL)
        return titian_notes_add(sample->flow->notes, err,
            "%s, %s: still skewed after as many points were winsorised as max_points and max_share allow",
            sample->node->code, sample->when);
    return titian_notes_add(sample->flow->notes, err,
        "%s, %s: winsorising did not suffice, so logarithms or powers of the %s are used: %s%s", sample->node->code,
        sample->when, combine ? "winsorised values" : "values as they were", plan->transform->formula,
        plan->found.passes[2] == 0 ? "; still skewed" : "");
}

/* The second step. `x` holds the winsorised values. */
static titian_status go_on(const titian_sample *sample, titian_treat_plan *plan, double *x, titian_error *err)
{
    const size_t then = (size_t) titian_option_number(sample->choice, "then");
    const int combine = titian_option_number(sample->choice, "combine") > 0.5;
    titian_status status = TITIAN_OK;

    if (then > 0 && !combine) {
        memcpy(x, sample->x, sample->n * sizeof *x);
        plan->low = -(double) INFINITY;
        plan->high = (double) INFINITY;
    }
    if (then > 0)
        status = titian_treat_transform(sample, plan, then - 1, 2, x, err);
    return status == TITIAN_OK ? note_unsettled(sample, plan, combine, err) : status;
}

static titian_status fit_winsor(const titian_sample *sample, titian_fit *fit, titian_error *err)
{
    double *x = sample->flow->scratch;
    titian_status status = titian_treat_begin(sample, fit, err);
    titian_treat_plan *plan = titian_treat_plan_of(fit);
    kernel_winsor_rule rule;
    kernel_winsor limits;

    if (status == TITIAN_OK)
        status = find_rule(sample, &rule, err);
    if (status != TITIAN_OK)
        return status;
    if (plan->found.passes[0] && !(titian_option_number(sample->choice, "force") > 0.5))
        return TITIAN_OK;
    memcpy(x, sample->x, sample->n * sizeof *x);
    limits = kernel_winsorise(&rule, sample->x, sample->n, x + sample->n);
    if (limits.end == KERNEL_WINSOR_STUCK)
        return titian_treat_note_stuck(sample, err);
    kernel_clamp(x, sample->n, limits.low, limits.high);
    plan->low = plan->found.low = limits.low;
    plan->high = plan->found.high = limits.high;
    plan->found.n_low = limits.n_low;
    plan->found.n_high = limits.n_high;
    plan->found.step[0] = "winsorise";
    titian_treat_look(plan, sample, x, 1);
    return plan->found.passes[1] ? TITIAN_OK : go_on(sample, plan, x, err);
}

static const titian_param winsorise_params[] = {
    TITIAN_TREAT_CHECK_PARAMS,
    {.name = "max_points",
        .kind = TITIAN_PARAM_COUNT,
        .fallback = 5.0,
        .least = 0.0,
        .most = 1e9,
        .summary = "most points to winsorise; tested before a step, which takes all tied extremes"},
    {.name = "max_share",
        .kind = TITIAN_PARAM_NUMBER,
        .fallback = 1.0,
        .least = 0.0,
        .most = 1.0,
        .summary = "most points to winsorise as a share of the values, 0 to 1; the smaller of both limits holds"},
    {.name = "until",
        .kind = TITIAN_PARAM_LIST,
        .fallback = 0.0,
        .least = -1e6,
        .most = 1e6,
        .summary = "[skewness, kurtosis] at which winsorising stops, where other than those of the check"},
    {.name = "then",
        .kind = TITIAN_PARAM_CHOICE,
        .fallback = 1.0,
        .most = 5.0,
        .choices = "none log_ct log_ct_plus log_ct_orig log_gii box_cox",
        .summary = "what follows when that does not suffice: nothing, or a transformation"},
    {.name = "combine",
        .kind = TITIAN_PARAM_FLAG,
        .fallback = 0.0,
        .most = 1.0,
        .summary = "transform the winsorised values, not the values as they were"},
    TITIAN_TREAT_POWER_PARAMS,
    TITIAN_OVER_PARAMS,
};

const titian_treat_row titian_treat_winsor[TITIAN_N_TREAT_WINSOR] = {
    {.about = {.name = "winsorise",
         .summary = "the most extreme values are drawn in until skewness or kurtosis is acceptable",
         .formula =
             "while |skewness| >= a and kurtosis >= b and fewer than max_points are changed: the largest values "
             "(skewness >= 0) or the smallest become the next one; if that does not suffice, the transformation "
             "`then` of the values as they were",
         .source = "OECD/JRC Handbook 2008, step 3; COINr Treat(): winsorise(), check_SkewKurt()",
         .use =
             "Before min-max, z-scores or correlations, where one value would set the scale for all. With goalposts "
             "set then: none, because goalposts are in the indicator's own unit. Skewness and "
             "kurtosis are those of spreadsheets (type 2) and need 4 values that are not all equal; other columns "
             "are left alone, as are columns of which nothing would remain.",
         .params = winsorise_params,
         .n_params = TITIAN_COUNT_OF(winsorise_params)},
        .does = {.fit = fit_winsor, .apply = titian_treat_apply}},
};
