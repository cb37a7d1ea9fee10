/* Indicator by indicator: fit, then apply.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "stages/each.h"

#include <math.h>
#include <stdio.h>

#include "stages/table.h"

/* Words of the option `over`. */
enum { OVER_YEAR, OVER_POOLED, OVER_BASE };

titian_job titian_job_at(titian_flow *flow, const titian_choice *choice, size_t indicator, size_t year)
{
    return (titian_job){
        .flow = flow,
        .choice = choice,
        .indicator = indicator,
        .year = year,
        .node = titian_flow_indicator(flow, indicator),
        .x = titian_panel_column_mut(flow->panel, indicator, year),
        .marks = titian_panel_marks_mut(flow->panel, indicator, year),
        .n = flow->n_units,
    };
}

static int over_of(const titian_choice *choice)
{
    return titian_method_param(choice->method, "over") == TITIAN_NONE ? OVER_YEAR
                                                                      : (int) titian_option_number(choice, "over");
}

int titian_over_all(const titian_choice *choice)
{
    return over_of(choice) != OVER_YEAR;
}

const char *titian_when(const titian_flow *flow, size_t first, size_t n, char text[40])
{
    const int from = titian_flow_year(flow, first), to = titian_flow_year(flow, first + n - 1);

    (void) (n == 1 ? snprintf(text, 40, "in %d", from) : snprintf(text, 40, "in %d to %d", from, to));
    return text;
}

titian_status titian_over_years(const titian_flow *flow, const titian_choice *choice, size_t year,
    const char *subject, size_t *first, size_t *n, titian_error *err)
{
    const int over = over_of(choice);
    const int base = over == OVER_BASE ? (int) titian_option_number(choice, "base_year") : 0;

    *first = over == OVER_POOLED ? 0 : year;
    *n = over == OVER_POOLED ? flow->n_years : 1;
    if (over != OVER_BASE)
        return TITIAN_OK;
    *first = titian_panel_find_year(flow->panel, base);
    if (*first != TITIAN_NONE)
        return TITIAN_OK;
    return titian_fail(err, TITIAN_E_USAGE,
        "the base year %d of method %s for %s is not among the index years %d to %d\n"
        "let the index years reach it (--years), or choose another base_year",
        base, choice->method->name, subject, titian_flow_year(flow, 0), titian_flow_year(flow, flow->n_years - 1));
}

static int has_value(const double *x, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (!isnan(x[i]))
            return 1;
    return 0;
}

/* Let the method look at what it may look at. */
static titian_status learn(const titian_job *job, titian_fit_fn fit, titian_fit *out, titian_error *err)
{
    titian_flow *flow = job->flow;
    titian_sample sample = {
        .flow = flow, .choice = job->choice, .indicator = job->indicator, .node = job->node, .n_years = 1};
    titian_status status = TITIAN_OK;
    char when[40], subject[80];

    (void) snprintf(subject, sizeof subject, "indicator %s", job->node->code);
    status = titian_over_years(flow, job->choice, job->year, subject, &sample.first_year, &sample.n_years, err);
    if (status != TITIAN_OK)
        return status;
    /* the years of a variable lie one behind the other */
    sample.x = titian_panel_column(flow->panel, job->indicator, sample.first_year);
    sample.n = sample.n_years * flow->n_units;
    sample.when = titian_when(flow, sample.first_year, sample.n_years, when);
    if (over_of(job->choice) == OVER_BASE && !has_value(sample.x, sample.n))
        return titian_fail(err, TITIAN_E_NUMERIC,
            "indicator %s has no value %s, the base year of method %s\nchoose a base_year in which it has values",
            job->node->code, sample.when, job->choice->method->name);
    *out = (titian_fit){.more = NULL};
    return fit(&sample, out, err);
}

/* What was learnt of each indicator, and whether it was. */
typedef struct {
    titian_fit *fits;
    unsigned char *learnt;
} learning;

static titian_status work_on(const titian_job *at, const titian_worker *worker, const learning *l, titian_error *err)
{
    titian_job job = *at;
    titian_status status = TITIAN_OK;

    if (worker->apply == NULL)
        return TITIAN_OK;
    if (worker->fit != NULL) {
        if (!l->learnt[job.indicator] || !titian_over_all(job.choice))
            status = learn(&job, worker->fit, &l->fits[job.indicator], err);
        l->learnt[job.indicator] = 1;
        job.fit = &l->fits[job.indicator];
    }
    return status == TITIAN_OK ? worker->apply(&job, err) : status;
}

titian_status titian_flow_each(titian_flow *flow, titian_stage stage, titian_worker_of worker_of, titian_error *err)
{
    const learning l = {
        .fits = titian_arena_array(&flow->arena, flow->n_indicators, sizeof *l.fits),
        .learnt = titian_arena_array(&flow->arena, flow->n_indicators, 1),
    };
    titian_status status = TITIAN_OK;

    if (l.fits == NULL || l.learnt == NULL)
        return titian_fail(err, TITIAN_E_MEMORY, "no memory for %zu indicators", flow->n_indicators);
    for (size_t year = 0; year < flow->n_years; year++) {
        for (size_t j = 0; j < flow->n_indicators && status == TITIAN_OK; j++) {
            const titian_choice *choice = titian_recipe_choice(flow->recipe, stage, j);
            const titian_worker worker = worker_of(choice->row);
            const titian_job job = titian_job_at(flow, choice, j, year);

            if (titian_flow_included(flow, j, year))
                status = work_on(&job, &worker, &l, err);
        }
    }
    return status;
}
