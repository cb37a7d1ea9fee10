/* Normalisation: indicators with their own units and directions become numbers of one scale, more being better.
 * Methods that look at the data look at one indicator in one year: a year's scores never depend on other years.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "kernels/moments.h"
#include "kernels/rank.h"
#include "kernels/transform.h"
#include "stages/table.h"

/* More is better from here on. */
static void turn(const titian_job *job)
{
    if (job->node->direction < 0)
        kernel_multiply(job->x, job->n, -1.0);
}

/* A spread to divide by must exist: more than one value, not all equal, not past the largest double. */
static titian_status check_spread(const titian_job *job, double least, double greatest, titian_error *err)
{
    const char *code = job->node->code;
    const int year = titian_flow_year(job->flow, job->year);

    if (!(least < greatest))
        return titian_fail(err, TITIAN_E_NUMERIC,
            "indicator %s cannot be normalised by %s in %d: %s %g\n"
            "use goalposts, or take the indicator out of framework.csv: it does not tell units apart",
            code, job->choice->method->name, year,
            kernel_count(job->x, job->n) > 1 ? "every unit has the value" : "the only value is",
            job->node->direction < 0 ? 0.0 - least : least);
    if (!isfinite(greatest - least))
        return titian_fail(err, TITIAN_E_NUMERIC,
            "the values of indicator %s in %d lie too far apart to be normalised by %s\n"
            "look for a wrong unit of measurement",
            code, year, job->choice->method->name);
    return TITIAN_OK;
}

static titian_status minmax(const titian_job *job, titian_error *err)
{
    const titian_option *range = titian_option_of(job->choice, "range");
    kernel_scaling scaling = {.factor = range->upper - range->number, .base = range->number};
    double greatest = 0.0;
    titian_status status = TITIAN_OK;

    turn(job);
    if (kernel_range(job->x, job->n, &scaling.origin, &greatest) == 0)
        return TITIAN_OK;
    status = check_spread(job, scaling.origin, greatest, err);
    if (status != TITIAN_OK)
        return status;
    scaling.unit = greatest - scaling.origin;
    kernel_scale(job->x, job->n, &scaling);
    return TITIAN_OK;
}

static titian_status zscore(const titian_job *job, titian_error *err)
{
    double least = 0.0, greatest = 0.0;
    titian_status status = TITIAN_OK;
    kernel_shape shape;

    turn(job);
    if (kernel_range(job->x, job->n, &least, &greatest) == 0)
        return TITIAN_OK;
    status = check_spread(job, least, greatest, err);
    if (status != TITIAN_OK)
        return status;
    shape = kernel_shape_of(job->x, job->n);
    if (!(shape.sd > 0.0)) /* a spread too small for its square root to be told from 0 */
        return check_spread(job, least, least, err);
    kernel_scale(job->x, job->n,
        &(kernel_scaling){
            .origin = shape.mean,
            .unit = shape.sd,
            .factor = titian_option_number(job->choice, "sd"),
            .base = titian_option_number(job->choice, "mean"),
        });
    return TITIAN_OK;
}

static titian_status rank(const titian_job *job, titian_error *err)
{
    (void) err;
    turn(job);
    kernel_rank_ascending(job->x, job->n, job->x, job->flow->scratch, job->flow->orders);
    return TITIAN_OK;
}

/* Goalposts are in the indicator's unit: values on another scale cannot be held against them. */
static titian_status check_unit(const titian_job *job, titian_error *err)
{
    if (!job->flow->logged[job->year * job->flow->n_indicators + job->indicator])
        return TITIAN_OK;
    return titian_fail(err, TITIAN_E_NUMERIC,
        "the values of indicator %s in %d became logarithms in treatment, but its goalposts are in its own unit\n"
        "write then: none under treat, give the indicator the Scale log in framework.csv, or normalise by minmax",
        job->node->code, titian_flow_year(job->flow, job->year));
}

static titian_status check_posts(const titian_job *job, const kernel_goalposts *posts, titian_error *err)
{
    const char *code = job->node->code;

    if (isnan(posts->worst) || isnan(posts->best))
        return titian_fail(err, TITIAN_E_MODEL,
            "indicator %s has no goalposts\ngive Low and High in framework.csv, or normalise by minmax", code);
    if (!(posts->worst < posts->best) && !(posts->worst > posts->best))
        return titian_fail(err, TITIAN_E_MODEL,
            "both goalposts of indicator %s are %g\nLow and High in framework.csv must differ", code, posts->worst);
    if (posts->logarithmic && !(posts->worst > 0.0 && posts->best > 0.0))
        return titian_fail(err, TITIAN_E_MODEL,
            "indicator %s has a log scale from %g to %g\ngoalposts of a log scale must be above 0", code,
            posts->worst, posts->best);
    if (!isfinite(posts->best - posts->worst))
        return titian_fail(err, TITIAN_E_MODEL,
            "the goalposts of indicator %s lie too far apart\ncheck Low and High in framework.csv", code);
    return TITIAN_OK;
}

/* A log scale has no place for values <= 0: with clipping they stand beyond the smaller post, without it is an error.
 */
static titian_status check_logs(const titian_job *job, const kernel_goalposts *posts, titian_error *err)
{
    titian_names names = {.n = 0};

    for (size_t i = 0; i < job->n; i++) {
        if (!(job->x[i] <= 0.0))
            continue;
        if (!posts->clip)
            return titian_fail(err, TITIAN_E_NUMERIC,
                "unit %s has the value %g for %s in %d, which has no place on a log scale\n"
                "use clip: true, a linear scale, or leave the cell empty if the value is not known",
                titian_flow_unit(job->flow, i), job->x[i], job->node->code, titian_flow_year(job->flow, job->year));
        titian_names_add(&names, titian_flow_unit(job->flow, i));
    }
    if (names.n == 0)
        return TITIAN_OK;
    return titian_notes_add(job->flow->notes, err,
        "%s, %d: %zu value%s of 0 or less on a log scale score%s as the %s goalpost (%s)", job->node->code,
        titian_flow_year(job->flow, job->year), names.n, names.n == 1 ? "" : "s", names.n == 1 ? "s" : "",
        posts->worst < posts->best ? "worst" : "best", titian_names_text(&names));
}

static titian_status check_finite(const titian_job *job, titian_error *err)
{
    for (size_t i = 0; i < job->n; i++)
        if (isinf(job->x[i]))
            return titian_fail(err, TITIAN_E_NUMERIC,
                "the score of unit %s on indicator %s in %d is past the largest number there is\n"
                "check Low and High in framework.csv, or use clip: true",
                titian_flow_unit(job->flow, i), job->node->code, titian_flow_year(job->flow, job->year));
    return TITIAN_OK;
}

static titian_status goalposts(const titian_job *job, titian_error *err)
{
    const titian_option *range = titian_option_of(job->choice, "range");
    const kernel_goalposts posts = {
        .worst = job->flow->recipe->lows[job->indicator],
        .best = job->flow->recipe->highs[job->indicator],
        .logarithmic = job->node->scale == TITIAN_SCALE_LOG,
        .clip = titian_option_number(job->choice, "clip") > 0.5,
        .lower = range->number,
        .upper = range->upper,
    };
    titian_status status = check_posts(job, &posts, err);

    if (status == TITIAN_OK)
        status = check_unit(job, err);
    if (status == TITIAN_OK && posts.logarithmic)
        status = check_logs(job, &posts, err);
    if (status != TITIAN_OK)
        return status;
    kernel_goalpost_scores(job->x, job->n, &posts);
    return check_finite(job, err);
}

static const titian_param range_param[] = {
    {.name = "range",
        .kind = TITIAN_PARAM_RANGE,
        .fallback = 0.0,
        .fallback_upper = 100.0,
        .least = -1e6,
        .most = 1e6,
        .summary = "score points of the worst and of the best value"},
};

static const titian_param zscore_params[] = {
    {.name = "mean",
        .kind = TITIAN_PARAM_NUMBER,
        .fallback = 0.0,
        .least = -1e6,
        .most = 1e6,
        .summary = "score points of the mean"},
    {.name = "sd",
        .kind = TITIAN_PARAM_NUMBER,
        .fallback = 1.0,
        .least = 1e-6,
        .most = 1e6,
        .summary = "score points of one standard deviation"},
};

static const titian_param goalposts_params[] = {
    {.name = "range",
        .kind = TITIAN_PARAM_RANGE,
        .fallback = 0.0,
        .fallback_upper = 100.0,
        .least = -1e6,
        .most = 1e6,
        .summary = "score points at the goalposts Low and High"},
    {.name = "clip",
        .kind = TITIAN_PARAM_FLAG,
        .fallback = 1.0,
        .most = 1.0,
        .summary = "whether values beyond a goalpost score as the goalpost"},
};

typedef struct {
    titian_method about;
    titian_worker does;
} normalise_method;

static const normalise_method methods[] = {
    {.about = {.name = "minmax",
         .summary = "lowest value of the year at the bottom of the range, highest at the top",
         .formula = "y = direction x;  l + (u - l) (y - min y) / (max y - min y)",
         .source = "OECD/JRC Handbook 2008, step 5; COINr n_minmax()",
         .use = "For a picture of one year. Scores depend on who is in the table and on the year: a unit can improve "
                "and score less. For comparing years use goalposts.",
         .params = range_param,
         .n_params = TITIAN_COUNT_OF(range_param)},
        .does = {.apply = minmax}},
    {.about = {.name = "zscore",
         .summary = "distance from the mean of the year in standard deviations",
         .formula = "y = direction x;  m + s (y - mean y) / sd y, sd with n - 1",
         .source = "OECD/JRC Handbook 2008, step 5; COINr n_zscore()",
         .use =
             "Where an extreme value should keep its distance. Not with a geometric mean: half the scores are below "
             "m. Depends on who is in the table and on the year.",
         .params = zscore_params,
         .n_params = TITIAN_COUNT_OF(zscore_params)},
        .does = {.apply = zscore}},
    {.about = {.name = "rank",
         .summary = "place among the units of the year, 1 being worst",
         .formula = "y = direction x;  1 + number of units with a lower y",
         .source = "OECD/JRC Handbook 2008, step 5; COINr n_rank()",
         .use =
             "Where only the order of values can be trusted. Throws all distances away; ties share the lower place."},
        .does = {.apply = rank}},
    {.about = {.name = "goalposts",
         .summary = "fixed worst and best values, Low and High of framework.csv",
         .formula = "l + (u - l) (g(x) - g(Low)) / (g(High) - g(Low)), kept within [l, u]; g = identity, or ln where "
                    "Scale is log; Low > High means less is better",
         .source =
             "UNDP Human Development Report, technical notes; OECD/JRC Handbook 2008, step 5; COINr n_goalposts()",
         .use =
             "For comparing years and for adding units: nobody's score depends on anybody else. Needs Low and High "
             "for every indicator. On a log scale a value of 0 or less scores as the smaller goalpost, with a note.",
         .params = goalposts_params,
         .n_params = TITIAN_COUNT_OF(goalposts_params),
         .needs = TITIAN_NEEDS_GOALPOSTS},
        .does = {.apply = goalposts}},
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
    return titian_flow_each(flow, TITIAN_STAGE_NORMALISE, worker_of, err);
}

const titian_stage_row titian_normalise_stage = {
    .name = "normalise",
    .result = "normalised",
    .summary = "bring indicators to one scale on which more is better",
    .by_indicator = 1,
    .n_methods = TITIAN_COUNT_OF(methods),
    .method = method_at,
    .run = run,
};
