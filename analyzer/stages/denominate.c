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

static titian_status divide(const titian_job *job, titian_error *err)
{
    const titian_framework *framework = job->flow->recipe->framework;
    double *before = job->flow->scratch;
    const char *code = NULL;
    size_t variable = 0;
    titian_status status = TITIAN_OK;

    if (job->node->denominator == TITIAN_NONE)
        return TITIAN_OK;
    code = titian_framework_extra(framework, job->node->denominator)->code;
    variable = titian_panel_find_variable(job->flow->panel, code);
    memcpy(before, job->x, job->n * sizeof *before);
    (void) kernel_divide(
        job->x, job->n, titian_panel_column(job->flow->panel, variable, job->year), job->node->denominator_scale);
    status = check_finite(job, code, err);
    return status != TITIAN_OK ? status : tell_lost(job, before, code, err);
}

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
                "missing or 0 gives a missing value, with a note; never infinity."},
        .does = {.apply = divide}},
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
