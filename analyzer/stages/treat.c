/* Outlier treatment, one indicator and one year at a time: a year's result never depends on other years.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include "kernels/moments.h"
#include "kernels/transform.h"
#include "kernels/winsorise.h"
#include "stages/table.h"

/* What follows when winsorisation does not suffice; in the order of the option's choices. */
typedef titian_status (*follow_up)(const titian_job *job, const double *before, titian_error *err);

static titian_status keep_winsorised(const titian_job *job, const double *before, titian_error *err)
{
    (void) before;
    return titian_notes_add(job->flow->notes, err,
        "%s, %d: still skewed after as many points were winsorised as max_points allows", job->node->code,
        titian_flow_year(job->flow, job->year));
}

static titian_status take_logs(const titian_job *job, const double *before, titian_error *err)
{
    double least = 0.0, greatest = 0.0;

    memcpy(job->x, before, job->n * sizeof *before);
    (void) kernel_range(job->x, job->n, &least, &greatest);
    if (!isfinite(greatest - least))
        return titian_fail(err, TITIAN_E_NUMERIC,
            "the values of indicator %s in %d lie too far apart to be treated (%g to %g)\n"
            "look for a wrong unit of measurement",
            job->node->code, titian_flow_year(job->flow, job->year), least, greatest);
    kernel_log_ct(job->x, job->n, least, greatest);
    job->flow->logged[job->year * job->flow->n_indicators + job->indicator] = 1;
    return titian_notes_add(job->flow->notes, err,
        "%s, %d: winsorising did not suffice, so logarithms of the values as they were are used: "
        "ln(x - min + 0.01 (max - min))",
        job->node->code, titian_flow_year(job->flow, job->year));
}

static const follow_up follow_ups[] = {keep_winsorised, take_logs};

static titian_status note_stuck(const titian_job *job, titian_error *err)
{
    return titian_notes_add(job->flow->notes, err,
        "%s, %d: skewed, but left as it is: its values are too few and too alike to be treated", job->node->code,
        titian_flow_year(job->flow, job->year));
}

static void mark_changed(const titian_job *job, const double *before)
{
    for (size_t i = 0; i < job->n; i++)
        if (!isnan(before[i]) && job->x[i] != before[i])
            job->marks[i] = (titian_mark) (job->marks[i] | TITIAN_MARK_TREATED);
}

static titian_status winsorise(const titian_job *job, titian_error *err)
{
    const kernel_winsor_rule rule = {
        .skewness = titian_option_number(job->choice, "skewness"),
        .kurtosis = titian_option_number(job->choice, "kurtosis"),
        .max_points = (size_t) titian_option_number(job->choice, "max_points"),
    };
    const kernel_shape shape = kernel_shape_of(job->x, job->n);
    double *before = job->flow->scratch, *work = job->flow->scratch + job->n;
    titian_status status = TITIAN_OK;
    kernel_winsor found;

    if (kernel_winsor_passes(&rule, shape.skewness, shape.kurtosis))
        return TITIAN_OK;
    memcpy(before, job->x, job->n * sizeof *before);
    found = kernel_winsorise(&rule, job->x, job->n, work);
    if (found.end == KERNEL_WINSOR_STUCK)
        return note_stuck(job, err);
    kernel_clamp(job->x, job->n, found.low, found.high);
    if (found.end == KERNEL_WINSOR_FAILS)
        status = follow_ups[(size_t) titian_option_number(job->choice, "then")](job, before, err);
    mark_changed(job, before);
    return status;
}

static const titian_param winsorise_params[] = {
    {.name = "skewness",
        .kind = TITIAN_PARAM_NUMBER,
        .fallback = 2.0,
        .least = 0.0,
        .most = (double) INFINITY,
        .summary = "values are acceptable when |skewness| is below this"},
    {.name = "kurtosis",
        .kind = TITIAN_PARAM_NUMBER,
        .fallback = 3.5,
        .least = -3.0,
        .most = (double) INFINITY,
        .summary = "or when excess kurtosis is below this"},
    {.name = "max_points",
        .kind = TITIAN_PARAM_COUNT,
        .fallback = 5.0,
        .least = 0.0,
        .most = 1e9,
        .summary = "most points to winsorise; tested before a step, which takes all tied extremes"},
    {.name = "then",
        .kind = TITIAN_PARAM_CHOICE,
        .fallback = 1.0,
        .most = 1.0,
        .choices = "none log_ct",
        .summary = "what follows when that does not suffice: nothing, or logarithms of the values as they were"},
};

typedef struct {
    titian_method about;
    titian_worker does;
} treat_method;

static const treat_method methods[] = {
    {.about = {.name = "none",
         .summary = "values stay as they are",
         .formula = "x",
         .source = "",
         .use = "The default, and right with fixed goalposts that clip: there an extreme value cannot move others."},
        .does = {.apply = NULL}},
    {.about = {.name = "winsorise",
         .summary = "the most extreme values are drawn in until skewness or kurtosis is acceptable",
         .formula =
             "while |skewness| >= a and kurtosis >= b and fewer than max_points are changed: the largest values "
             "(skewness >= 0) or the smallest become the next one; if that does not suffice, "
             "ln(x - min + 0.01 (max - min)) of the values as they were",
         .source = "OECD/JRC Handbook 2008, step 3; COINr Treat(): winsorise(), log_CT()",
         .use =
             "Before min-max, z-scores or correlations, where one value would set the scale for all. With goalposts "
             "set then: none, because goalposts are in the indicator's own unit. Skewness and "
             "kurtosis are those of spreadsheets (type 2) and need 4 values that are not all equal; other columns "
             "are left alone, as are columns of which nothing would remain. Each year is treated for itself.",
         .params = winsorise_params,
         .n_params = TITIAN_COUNT_OF(winsorise_params)},
        .does = {.apply = winsorise}},
};

static const titian_method *method_at(size_t row)
{
    return &methods[row].about;
}

static titian_worker worker_of(size_t row)
{
    return methods[row].does;
}

static titian_status run(titian_flow *flow, const titian_choice *choice, titian_error *err)
{
    (void) choice;
    return titian_flow_each(flow, TITIAN_STAGE_TREAT, worker_of, err);
}

const titian_stage_row titian_treat_stage = {
    .name = "treat",
    .result = "treated",
    .summary = "draw in outliers",
    .by_indicator = 1,
    .n_methods = TITIAN_COUNT_OF(methods),
    .method = method_at,
    .run = run,
};
