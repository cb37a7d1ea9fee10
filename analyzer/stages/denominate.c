/* Denomination: an indicator divided by the size of its unit, where the framework names a denominator.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include "kernels/transform.h"
#include "stages/table.h"

/* Values that were there and are not any more: marked, no longer observed, and named in a note. */
static titian_status tell_lost(
    const titian_job *job, const double *before, const char *denominator, titian_error *err)
{
    unsigned char *observed = titian_flow_observed(job->flow, job->indicator, job->year);
    titian_names names = {.n = 0};

    for (size_t i = 0; i < job->n; i++) {
        if (isnan(before[i]) || !isnan(job->x[i]))
            continue;
        job->marks[i] = TITIAN_MARK_SET_ASIDE;
        observed[i] = 0;
        titian_names_add(&names, titian_flow_unit(job->flow, i));
    }
    if (names.n == 0)
        return TITIAN_OK;
    return titian_notes_add(job->flow->notes, err,
        "%s, %d: %zu value%s set aside because the denominator %s is missing or 0 (%s)", job->node->code,
        titian_flow_year(job->flow, job->year), names.n, names.n == 1 ? "" : "s", denominator,
        titian_names_text(&names));
}

static titian_status check_finite(const titian_job *job, const char *denominator, titian_error *err)
{
    for (size_t i = 0; i < job->n; i++)
        if (isinf(job->x[i]))
            return titian_fail(err, TITIAN_E_NUMERIC,
                "indicator %s divided by %s is past the largest number there is (unit %s, %d)\n"
                "look for a wrong unit of measurement in either of the two values",
                job->node->code, denominator, titian_flow_unit(job->flow, i), titian_flow_year(job->flow, job->year));
    return TITIAN_OK;
}

/* A value that has nothing to be divided by, where the model does not want it set aside. */
static titian_status refuse_lost(
    const titian_job *job, const double *before, const double *by, const char *denominator, titian_error *err)
{
    for (size_t i = 0; i < job->n; i++)
        if (!isnan(before[i]) && isnan(job->x[i]))
            return titian_fail(err, TITIAN_E_NUMERIC,
                "indicator %s of unit %s in %d (%g) cannot be divided by %s, which is %s\n"
                "complete the data, or write lacking: set_aside under denominate to go on without such values",
                job->node->code, titian_flow_unit(job->flow, i), titian_flow_year(job->flow, job->year), before[i],
                denominator, isnan(by[i]) ? "missing" : "0");
    return TITIAN_OK;
}

static titian_status divide_by(const titian_job *job, const char *code, double scale, titian_error *err)
{
    const size_t variable = titian_panel_find_variable(job->flow->panel, code);
    const double *by = titian_panel_column(job->flow->panel, variable, job->year);
    double *before = job->flow->scratch;
    titian_status status = TITIAN_OK;

    memcpy(before, job->x, job->n * sizeof *before);
    (void) kernel_divide(job->x, job->n, by, scale);
    status = check_finite(job, code, err);
    if (status == TITIAN_OK && titian_option_number(job->choice, "lacking") > 0.5)
        status = refuse_lost(job, before, by, code, err);
    return status != TITIAN_OK ? status : tell_lost(job, before, code, err);
}

static titian_status divide(const titian_job *job, titian_error *err)
{
    if (job->node->denominator == TITIAN_NONE)
        return TITIAN_OK;
    return divide_by(job, titian_framework_extra(job->flow->recipe->framework, job->node->denominator)->code,
        job->node->denominator_scale, err);
}

/* Indicators change on the way: only rows beside the tree can be divided by. */
static titian_status divide_by_variable(const titian_job *job, titian_error *err)
{
    const titian_framework *framework = job->flow->recipe->framework;
    const char *code = titian_option_of(job->choice, "variable")->text;
    const size_t extra = code == NULL ? TITIAN_NONE : titian_framework_find_extra(framework, code);

    if (extra == TITIAN_NONE || titian_framework_extra(framework, extra)->kind == TITIAN_EXTRA_GROUP)
        return titian_fail(err, TITIAN_E_MODEL,
            "indicator %s cannot be divided by %.60s: it is no Denominator or Other row of framework.csv\n"
            "give variable the code of such a row",
            job->node->code, code == NULL ? "(nothing)" : code);
    return divide_by(job, code, titian_option_number(job->choice, "scale"), err);
}

#define LACKING                                                                                                      \
    {                                                                                                                \
        .name = "lacking", .kind = TITIAN_PARAM_CHOICE, .fallback = 0.0, .most = 1.0, .choices = "set_aside refuse", \
        .summary = "a value whose denominator is missing or 0 is set aside with a note, or the run ends"             \
    }

static const titian_param ratio_params[] = {LACKING};

static const titian_param by_variable_params[] = {
    {.name = "variable",
        .kind = TITIAN_PARAM_ROWS,
        .fallback = (double) NAN,
        .most = 1.0,
        .choices = "Denominator Other",
        .summary = "code of the Denominator or Other row to divide by"},
    {.name = "scale",
        .kind = TITIAN_PARAM_NUMBER,
        .fallback = 1.0,
        .least = 1e-12,
        .most = 1e15,
        .summary = "the variable is divided by this first (1000000 for 'per million')"},
    LACKING,
};

typedef struct {
    titian_method about;
    titian_worker does;
} denominator_method;

static const denominator_method methods[] = {
    {.about = {.name = "ratio",
         .summary = "divided by the denominator that framework.csv names, if any",
         .formula = "x / (D / DenominatorScale)",
         .source = "OECD/JRC Handbook 2008, step 5; COINr Denominate()",
         .use = "Whenever a figure grows with the size of the unit and should not: seats per head, trade per GDP. "
                "Numerator and denominator are each the latest value of the index year. A denominator that is "
                "missing or 0 gives a missing value, with a note; never infinity.",
         .params = ratio_params,
         .n_params = TITIAN_COUNT_OF(ratio_params)},
        .does = {.apply = divide}},
    {.about = {.name = "by_variable",
         .summary = "divided by a variable that the model names",
         .formula = "x / (D / scale)",
         .source = "OECD/JRC Handbook 2008, step 5; COINr Denominate(denoms_ID)",
         .use = "To try another denominator, or the same for all indicators, without changing the framework; with "
                "the columns denominate.method and denominate.variable of framework.csv for single indicators.",
         .params = by_variable_params,
         .n_params = TITIAN_COUNT_OF(by_variable_params)},
        .does = {.apply = divide_by_variable}},
    {.about = {.name = "none",
         .summary = "denominators in framework.csv are not used",
         .formula = "x",
         .source = "",
         .use = "For data that are already per head or per GDP, and for comparisons of absolute size."},
        .does = {.apply = NULL}},
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
    return titian_flow_each(flow, TITIAN_STAGE_DENOMINATE, worker_of, err);
}

const titian_stage_row titian_denominate_stage = {
    .name = "denominate",
    .result = "denominated",
    .summary = "divide indicators by the size of their unit",
    .by_indicator = 1,
    .n_methods = TITIAN_COUNT_OF(methods),
    .method = method_at,
    .run = run,
};
