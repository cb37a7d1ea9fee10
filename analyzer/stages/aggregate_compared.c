/* Aggregation: methods in which a unit's score depends on the other units of the year: distance from the best, and
 * comparison two by two. More is better in every result; `points` says what a result of 1 is worth.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "kernels/distance.h"
#include "kernels/outrank.h"
#include "kernels/rank.h"
#include "stages/aggregate.h"

/* Less is better becomes more is better. */
static void turn_round(const titian_node_job *job)
{
    for (size_t i = 0; i < job->children.n; i++)
        job->out[i] = 1.0 - job->out[i];
}

static void in_points(const titian_node_job *job)
{
    const double points = titian_option_number(job->choice, "points");

    for (size_t i = 0; i < job->children.n; i++)
        job->out[i] *= points;
}

/* Best and worst score in each child, behind the columns of the room. */
static void find_ideals(const titian_node_job *job, double **best, double **worst)
{
    *best = job->room;
    *worst = job->room + job->width;
    kernel_ideals(&job->children, *best, *worst);
}

static titian_status wroclaw(const titian_node_job *job, titian_error *err)
{
    double *best = NULL, *worst = NULL;

    (void) err;
    find_ideals(job, &best, &worst);
    kernel_ideal_distances(&job->children, best, job->out, job->weight);
    (void) kernel_wroclaw(job->out, job->children.n);
    if (titian_option_number(job->choice, "measure") < 0.5)
        turn_round(job);
    in_points(job);
    return TITIAN_OK;
}

static titian_status topsis(const titian_node_job *job, titian_error *err)
{
    double *best = NULL, *worst = NULL;

    find_ideals(job, &best, &worst);
    titian_job_weigh(job);
    (void) kernel_topsis(&job->children, best, worst, job->out, job->scratch);
    in_points(job);
    return titian_job_note_unscored(
        job, "TOPSIS", "all units have the same scores in what they have: there is no best and no worst", err);
}

static titian_status vikor(const titian_node_job *job, titian_error *err)
{
    double *best = NULL, *worst = NULL;
    kernel_vikor_result result = {.s = job->scratch, .r = job->scratch + job->children.n, .q = job->out};

    (void) err;
    find_ideals(job, &best, &worst);
    kernel_vikor(&job->children, best, worst, titian_option_number(job->choice, "v"), &result, job->weight);
    turn_round(job);
    in_points(job);
    return TITIAN_OK;
}

/* Scores as ranks compare them: noise in the last places of a lower level's results does not win a pair. */
static kernel_columns without_noise(const titian_node_job *job)
{
    kernel_columns columns = job->children;

    for (size_t k = 0; k < columns.n_children; k++)
        for (size_t i = 0; i < columns.n; i++)
            job->room[k * columns.n + i] = kernel_round_score(columns.scores[k * columns.stride + i]);
    columns.scores = job->room;
    columns.stride = columns.n;
    return columns;
}

static titian_status copeland(const titian_node_job *job, titian_error *err)
{
    const kernel_columns columns = without_noise(job);

    (void) err;
    titian_job_weigh(job);
    kernel_copeland(&columns, job->out);
    return TITIAN_OK;
}

static titian_status outranking(const titian_node_job *job, titian_error *err)
{
    const kernel_columns columns = without_noise(job);

    titian_job_weigh(job);
    kernel_outranking_flows(&columns, job->out, job->scratch);
    in_points(job);
    return titian_job_note_unscored(
        job, "outranking", "no other unit has a score in any child that the unit has one in", err);
}

static const titian_param plain_params[] = {TITIAN_AGGREGATE_PARAMS};
static const titian_param points_params[] = {TITIAN_AGGREGATE_PARAMS, TITIAN_POINTS_PARAM};
static const titian_param wroclaw_params[] = {
    TITIAN_AGGREGATE_PARAMS,
    TITIAN_POINTS_PARAM,
    {.name = "measure",
        .kind = TITIAN_PARAM_CHOICE,
        .fallback = 0.0,
        .most = 1.0,
        .choices = "hellwig wroclaw",
        .summary = "hellwig: 1 - the distance, more is better; wroclaw: the distance itself, less is better"},
};
static const titian_param vikor_params[] = {
    TITIAN_AGGREGATE_PARAMS,
    TITIAN_POINTS_PARAM,
    {.name = "v",
        .kind = TITIAN_PARAM_NUMBER,
        .fallback = 0.5,
        .least = 0.0,
        .most = 1.0,
        .summary = "weight of the good of the whole against the regret of the worst child"},
};

const titian_aggregate_row titian_aggregate_compared[TITIAN_N_AGGREGATE_COMPARED] = {
    {.about = {.name = "wroclaw",
         .summary = "distance from the best score in every child: Wroclaw taxonomy, Hellwig's measure",
         .formula = "1 - d / (mean d + 2 sd d), d = sqrt(sum w (y - best)^2 / sum w)",
         .source = "Hellwig 1968, on z-scores; Compind ci_wroclaw()",
         .use =
             "Where closeness to the best of every child is what counts; normalise by z-scores. Avoid it to follow "
             "units over years: a new best changes everybody's score. The measure wroclaw runs the other way, so "
             "ranks do too.",
         .params = wroclaw_params,
         .n_params = TITIAN_COUNT_OF(wroclaw_params)},
        .work = wroclaw,
        .compares = 1},
    {.about = {.name = "topsis",
         .summary = "closeness to the best and distance from the worst score in every child (TOPSIS)",
         .formula = "D- / (D+ + D-), D+ and D- = sqrt(sum (w (y - best or worst))^2)",
         .source = "Hwang and Yoon 1981",
         .use = "Where both ends matter. Adding or taking away one unit can turn the order of two others; a unit "
                "compared in children where all are equal gets no score, with a note.",
         .params = points_params,
         .n_params = TITIAN_COUNT_OF(points_params)},
        .work = topsis,
        .compares = 1},
    {.about = {.name = "vikor",
         .summary =
             "compromise between the good of the whole and the regret of the worst child (VIKOR), turned round",
         .formula = "1 - Q, Q = v (S - min S) / (range of S) + (1 - v) (R - min R) / (range of R), S the mean and R "
                    "the greatest of w (best - y) / (best - worst) / sum w",
         .source = "Opricovic and Tzeng 2004; there Q, of which less is better",
         .use = "To choose among a few options. Avoid it for scores over years, and where a better value must never "
                "cost a rank: the ranges of S and R move with it.",
         .params = vikor_params,
         .n_params = TITIAN_COUNT_OF(vikor_params)},
        .work = vikor,
        .compares = 1},
    {.about = {.name = "copeland",
         .summary = "pairs of units won less pairs lost, by weight of the children in which each is better",
         .formula =
             "number of units beaten - number beaten by; a pair counts the children both have; scores alike in "
             "nine decimals are tied",
         .source =
             "Copeland 1951; Munda and Nardo 2009; COINr a_copeland(), which gives left-out weight to the later "
             "row",
         .use = "Where only order can be trusted and nothing may make up for anything. Scores are whole numbers "
                "from -(n - 1) to n - 1: do not mix them with score points at the next level.",
         .params = plain_params,
         .n_params = TITIAN_COUNT_OF(plain_params)},
        .work = copeland,
        .compares = 1},
    {.about = {.name = "outranking",
         .summary = "net flow of weighted outranking: share of weight won less share lost, mean over all others",
         .formula = "mean over others of (sum w [y > y'] - sum w [y < y']) / sum w, of the children both have",
         .source = "Brans and Vincke 1985 (PROMETHEE II, usual criterion)",
         .use = "As copeland, with how clearly each pair is won: finer, and less moved by close pairs. From -100 to "
                "100.",
         .params = points_params,
         .n_params = TITIAN_COUNT_OF(points_params)},
        .work = outranking,
        .compares = 1},
};
