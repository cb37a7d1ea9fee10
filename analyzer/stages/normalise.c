/* Normalisation: indicators with their own units and directions become numbers of one scale, more being better.
 * Unless the option `over` says otherwise, a method looks at one indicator in one year: a year's scores never depend
 * on other years. SPDX-License-Identifier: GPL-3.0-or-later */
#include "stages/normalise.h"

#include <assert.h>
#include <math.h>

#include "kernels/moments.h"
#include "kernels/transform.h"

size_t titian_turned_range(const titian_sample *sample, double *least, double *greatest)
{
    double low = 0.0, high = 0.0;
    const size_t n = kernel_range(sample->x, sample->n, &low, &high);

    *least = sample->node->direction < 0 ? 0.0 - high : low;
    *greatest = sample->node->direction < 0 ? 0.0 - low : high;
    return n;
}

/* What division makes of the same rate, 0.3 / 3 and 0.1 / 1, is no spread. */
static const double noise = 1e-14;

titian_status titian_check_spread(const titian_sample *sample, double least, double greatest, titian_error *err)
{
    const char *code = sample->node->code;

    if (!(greatest - least > noise * fmax(fabs(least), fabs(greatest))))
        return titian_fail(err, TITIAN_E_NUMERIC,
            "indicator %s cannot be normalised by %s %s: %s %g\n"
            "use goalposts, or take the indicator out of framework.csv: it does not tell units apart",
            code, sample->choice->method->name, sample->when,
            kernel_count(sample->x, sample->n) > 1 ? "every unit has the value" : "the only value is",
            sample->node->direction < 0 ? 0.0 - least : least);
    if (!isfinite(greatest - least))
        return titian_fail(err, TITIAN_E_NUMERIC,
            "the values of indicator %s %s lie too far apart to be normalised by %s\n"
            "look for a wrong unit of measurement",
            code, sample->when, sample->choice->method->name);
    return TITIAN_OK;
}

titian_status titian_check_own_unit(const titian_job *job, const char *what, titian_error *err)
{
    if (!job->flow->logged[job->year * job->flow->n_indicators + job->indicator])
        return TITIAN_OK;
    return titian_fail(err, TITIAN_E_NUMERIC,
        "the values of indicator %s in %d became logarithms in treatment, but %s in its own unit\n"
        "write then: none under treat, give the indicator the Scale log in framework.csv, or normalise by minmax",
        job->node->code, titian_flow_year(job->flow, job->year), what);
}

/* What a line is, in a fit. */
enum { ORIGIN, UNIT, LOWER, UPPER };

void titian_fit_line(titian_fit *fit, double origin, double unit, double lower, double upper)
{
    fit->number[ORIGIN] = origin;
    fit->number[UNIT] = unit;
    fit->number[LOWER] = lower;
    fit->number[UPPER] = upper;
}

titian_status titian_apply_line(const titian_job *job, titian_error *err)
{
    const double *line = job->fit->number;

    if (job->node->direction < 0)
        kernel_multiply(job->x, job->n, -1.0);
    kernel_scale(job->x, job->n,
        &(kernel_scaling){
            .origin = line[ORIGIN], .unit = line[UNIT], .factor = line[UPPER] - line[LOWER], .base = line[LOWER]});
    return titian_check_scores(job, err);
}

titian_status titian_apply_capped_line(const titian_job *job, titian_error *err)
{
    const titian_status status = titian_apply_line(job, err);

    for (size_t i = 0; status == TITIAN_OK && i < job->n; i++)
        job->x[i] = job->x[i] > job->fit->number[UPPER] ? job->fit->number[UPPER] : job->x[i];
    return status;
}

titian_status titian_check_scores(const titian_job *job, titian_error *err)
{
    for (size_t i = 0; i < job->n; i++)
        if (isinf(job->x[i]))
            return titian_fail(err, TITIAN_E_NUMERIC,
                "the score of unit %s on indicator %s in %d is past the largest number there is\n"
                "look for a wrong unit of measurement, check Low, High and Target in framework.csv, or use goalposts "
                "with clip: true",
                titian_flow_unit(job->flow, i), job->node->code, titian_flow_year(job->flow, job->year));
    return TITIAN_OK;
}

/* ---- the table ---- */

typedef struct {
    const titian_normalise_row *rows;
    size_t n;
} family;

static const family families[] = {
    {titian_normalise_spread, TITIAN_N_NORMALISE_SPREAD},
    {titian_normalise_order, TITIAN_N_NORMALISE_ORDER},
    {titian_normalise_posts, TITIAN_N_NORMALISE_POSTS},
    {titian_normalise_aim, TITIAN_N_NORMALISE_AIM},
};

enum {
    N_METHODS =
        TITIAN_N_NORMALISE_SPREAD + TITIAN_N_NORMALISE_ORDER + TITIAN_N_NORMALISE_POSTS + TITIAN_N_NORMALISE_AIM
};

static const titian_normalise_row *row_at(size_t row)
{
    const family *f = families;

    assert(row < N_METHODS);
    for (; row >= f->n; f++)
        row -= f->n;
    return &f->rows[row];
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
    return titian_flow_each(flow, TITIAN_STAGE_NORMALISE, worker_of, err);
}

const titian_stage_row titian_normalise_stage = {
    .name = "normalise",
    .result = "normalised",
    .summary = "bring indicators to one scale on which more is better",
    .by_indicator = 1,
    .n_methods = N_METHODS,
    .method = method_at,
    .run = run,
};
