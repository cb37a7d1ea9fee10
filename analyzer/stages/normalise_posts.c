/* Normalisation between fixed values, Low and High of framework.csv: nobody's score depends on anybody else.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "core/threads.h"
#include "kernels/transform.h"
#include "stages/normalise.h"

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
                "use goalposts with clip: true, a linear scale, or leave the cell empty if the value is not known",
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

enum { BLOCK = 8192 };

typedef struct {
    const titian_job *job;
    const kernel_goalposts *posts;
} applying;

static void apply_to_block(void *of, size_t block, size_t thread)
{
    const applying *a = of;
    const size_t begin = block * BLOCK, left = a->job->n - begin;

    (void) thread;
    kernel_goalpost_scores(a->job->x + begin, left < BLOCK ? left : BLOCK, a->posts);
}

/* Each value for itself, in blocks that threads share. */
static void apply_posts(const titian_job *job, const kernel_goalposts *posts)
{
    applying a = {job, posts};

    titian_share((job->n + BLOCK - 1) / BLOCK, titian_threads_for(job->n), apply_to_block, &a);
}

static titian_status between_posts(const titian_job *job, int clip, titian_error *err)
{
    const titian_option *range = titian_option_of(job->choice, "range");
    const kernel_goalposts posts = {
        .worst = job->flow->recipe->lows[job->indicator],
        .best = job->flow->recipe->highs[job->indicator],
        .logarithmic = job->node->scale == TITIAN_SCALE_LOG,
        .clip = clip,
        .lower = range->number,
        .upper = range->upper,
    };
    titian_status status = check_posts(job, &posts, err);

    if (status == TITIAN_OK)
        status = titian_check_own_unit(job, "its goalposts are", err);
    if (status == TITIAN_OK && posts.logarithmic)
        status = check_logs(job, &posts, err);
    if (status != TITIAN_OK)
        return status;
    apply_posts(job, &posts);
    return titian_check_scores(job, err);
}

static titian_status goalposts(const titian_job *job, titian_error *err)
{
    return between_posts(job, titian_option_number(job->choice, "clip") > 0.5, err);
}

static titian_status scaled(const titian_job *job, titian_error *err)
{
    return between_posts(job, 0, err);
}

static const titian_param goalposts_params[] = {
    TITIAN_SCORE_RANGE(0.0, 100.0, "score points at the goalposts Low and High"),
    {.name = "clip",
        .kind = TITIAN_PARAM_FLAG,
        .fallback = 1.0,
        .most = 1.0,
        .summary = "whether values beyond a goalpost score as the goalpost"},
};

static const titian_param scaled_params[] = {
    TITIAN_SCORE_RANGE(0.0, 1.0, "score points at Low and High; values beyond them score beyond"),
};

const titian_normalise_row titian_normalise_posts[TITIAN_N_NORMALISE_POSTS] = {
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
    {.about = {.name = "scaled",
         .summary = "scaled between Low and High of framework.csv, without limits",
         .formula = "l + (u - l) (g(x) - g(Low)) / (g(High) - g(Low)); g = identity, or ln where Scale is log; "
                    "Low > High means less is better",
         .source = "COINr n_scaled(); OECD/JRC Handbook 2008, step 5",
         .use = "As goalposts where values beyond them shall keep their distance. Scores may then lie outside the "
                "range, which a geometric mean cannot take. On a log scale a value of 0 or less is refused.",
         .params = scaled_params,
         .n_params = TITIAN_COUNT_OF(scaled_params),
         .needs = TITIAN_NEEDS_GOALPOSTS},
        .does = {.apply = scaled}},
};
