/* Outlier treatment, one indicator at a time. Unless the option `over` says otherwise each year is treated for
 * itself. SPDX-License-Identifier: GPL-3.0-or-later */
#include "stages/treat.h"

#include <assert.h>
#include <math.h>
#include <string.h>

#include "kernels/moments.h"

kernel_winsor_rule titian_treat_rule(const titian_choice *choice)
{
    return (kernel_winsor_rule){
        .skewness = titian_option_number(choice, "skewness"),
        .kurtosis = titian_option_number(choice, "kurtosis"),
    };
}

titian_treat_plan *titian_treat_plan_of(const titian_fit *fit)
{
    return fit->more;
}

void titian_treat_look(titian_treat_plan *plan, const titian_sample *sample, const double *x, int step)
{
    const kernel_winsor_rule rule = titian_treat_rule(sample->choice);
    const kernel_shape shape = kernel_shape_of(x, sample->n);

    plan->found.skewness[step] = shape.skewness;
    plan->found.kurtosis[step] = shape.kurtosis;
    plan->found.passes[step] = kernel_winsor_passes(&rule, shape.skewness, shape.kurtosis);
}

titian_status titian_treat_begin(const titian_sample *sample, titian_fit *fit, titian_error *err)
{
    const double none = (double) NAN;
    titian_treat_plan *plan = titian_arena_array(&sample->flow->arena, 1, sizeof *plan);

    fit->more = plan;
    if (plan == NULL)
        return titian_fail(err, TITIAN_E_MEMORY, "no memory for the treatment of an indicator");
    plan->low = -(double) INFINITY;
    plan->high = (double) INFINITY;
    plan->found = (titian_treatment){
        .checked = 1,
        .step = {"", ""},
        .skewness = {none, none, none},
        .kurtosis = {none, none, none},
        .passes = {-1, -1, -1},
        .low = plan->low,
        .high = plan->high,
        .lambda = none,
    };
    titian_treat_look(plan, sample, sample->x, 0);
    return TITIAN_OK;
}

titian_status titian_treat_note_stuck(const titian_sample *sample, titian_error *err)
{
    return titian_notes_add(sample->flow->notes, err,
        "%s, %s: skewed, but left as it is: its values are too few and too alike to be treated", sample->node->code,
        sample->when);
}

titian_status titian_treat_transform(
    const titian_sample *sample, titian_treat_plan *plan, size_t transform, int step, double *x, titian_error *err)
{
    const titian_transform *chosen = &titian_transforms[transform];
    titian_status status = TITIAN_OK;

    if (kernel_range(x, sample->n, &plan->least, &plan->greatest) < 2 || !(plan->greatest > plan->least))
        return titian_treat_note_stuck(sample, err);
    if (!isfinite(plan->greatest - plan->least))
        return titian_fail(err, TITIAN_E_NUMERIC,
            "the values of indicator %s %s lie too far apart to be treated (%g to %g)\n"
            "look for a wrong unit of measurement",
            sample->node->code, sample->when, plan->least, plan->greatest);
    plan->skewness = kernel_shape_of(x, sample->n).skewness;
    status = chosen->learn(sample, plan, x, sample->flow->scratch + sample->n, err);
    if (status != TITIAN_OK)
        return status;
    plan->transform = chosen;
    plan->found.step[step - 1] = chosen->name;
    chosen->apply(x, sample->n, plan);
    titian_treat_look(plan, sample, x, step);
    return TITIAN_OK;
}

/* No value may have become something else than a number: a value outside those the plan was learnt from can. */
static titian_status check_numbers(const titian_job *job, const double *before, titian_error *err)
{
    const titian_treat_plan *plan = titian_treat_plan_of(job->fit);

    for (size_t i = 0; i < job->n; i++)
        if (!isnan(before[i]) && !isfinite(job->x[i]))
            return titian_fail(err, TITIAN_E_NUMERIC,
                "unit %s has the value %g for %s in %d, which %s cannot take: it was fitted to values from %g to %g\n"
                "write over: year or over: pooled, so that it is among the values looked at, or look for a wrong "
                "unit "
                "of measurement",
                titian_flow_unit(job->flow, i), before[i], job->node->code, titian_flow_year(job->flow, job->year),
                plan->transform->name, plan->least, plan->greatest);
    return TITIAN_OK;
}

static void mark_changed(const titian_job *job, const double *before)
{
    for (size_t i = 0; i < job->n; i++)
        if (!isnan(before[i]) && job->x[i] != before[i])
            job->marks[i] = (titian_mark) (job->marks[i] | TITIAN_MARK_TREATED);
}

titian_status titian_treat_apply(const titian_job *job, titian_error *err)
{
    const titian_treat_plan *plan = titian_treat_plan_of(job->fit);
    const size_t at = job->year * job->flow->n_indicators + job->indicator;
    double *before = job->flow->scratch;
    titian_status status = TITIAN_OK;

    job->flow->treatment[at] = plan->found;
    memcpy(before, job->x, job->n * sizeof *before);
    kernel_clamp(job->x, job->n, plan->low, plan->high);
    if (plan->transform != NULL) {
        plan->transform->apply(job->x, job->n, plan);
        job->flow->logged[at] = 1;
        status = check_numbers(job, before, err);
    }
    mark_changed(job, before);
    return status;
}

/* ---- the table ---- */

static const titian_treat_row no_treatment = {
    .about = {.name = "none",
        .summary = "values stay as they are",
        .formula = "x",
        .source = "",
        .use = "The default, and right with fixed goalposts that clip: there an extreme value cannot move others."},
    .does = {.apply = NULL}};

enum { N_METHODS = 1 + TITIAN_N_TREAT_WINSOR + TITIAN_N_TREAT_LOGS };

static const titian_treat_row *row_at(size_t row)
{
    assert(row < N_METHODS);
    if (row == 0)
        return &no_treatment;
    return row <= TITIAN_N_TREAT_WINSOR ? &titian_treat_winsor[row - 1]
                                        : &titian_treat_logs[row - 1 - TITIAN_N_TREAT_WINSOR];
}

static const titian_method *method_at(size_t row)
{
    return &row_at(row)->about;
}

static titian_worker worker_of(size_t row)
{
    return row_at(row)->does;
}

static titian_status run(titian_flow *flow, const titian_choice *choice, titian_error *err)
{
    (void) choice;
    flow->treatment =
        titian_arena_array(flow->notes->arena, flow->n_years * flow->n_indicators, sizeof *flow->treatment);
    if (flow->treatment == NULL)
        return titian_fail(err, TITIAN_E_MEMORY, "no memory for the treatment of %zu indicators", flow->n_indicators);
    return titian_flow_each(flow, TITIAN_STAGE_TREAT, worker_of, err);
}

const titian_stage_row titian_treat_stage = {
    .name = "treat",
    .result = "treated",
    .summary = "draw in outliers",
    .by_indicator = 1,
    .n_methods = N_METHODS,
    .method = method_at,
    .run = run,
};
