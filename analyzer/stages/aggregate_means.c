/* Aggregation: means in which every score counts by its weight: arithmetic, geometric and their relations.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <float.h>
#include <math.h>

#include "core/threads.h"
#include "kernels/power.h"
#include "stages/aggregate.h"

/* The first option that a row with a floor has of its own; this is looked up for every node of every replication. */
enum { FLOOR = TITIAN_N_AGGREGATE_PARAMS };

static void some_arithmetic(void *of, size_t first, size_t end)
{
    const titian_node_job *job = of;
    kernel_columns some = job->children;

    some.scores += first;
    some.n = end - first;
    kernel_arithmetic_means(&some, job->out + first, job->weight + first);
}

static titian_status arithmetic(const titian_node_job *job, titian_error *err)
{
    titian_node_job own = *job;

    (void) err;
    titian_share_units(job->children.n, some_arithmetic, &own);
    return TITIAN_OK;
}

#define MEND_POSITIVE "give a floor under aggregate, normalise to a range above 0, or use the arithmetic mean"
#define MEND_NOT_NEGATIVE                                                                                            \
    "normalise to a range that does not go below 0, give a floor under aggregate, or use the arithmetic mean"

/* Can the mean be taken of these scores? */
static titian_status check_geometric(const titian_node_job *job, double floor, titian_error *err)
{
    kernel_place place = {.unit = 0};

    if (floor > 0.0)
        return titian_job_note_raised(job, floor, "geometric mean", err);
    if (kernel_find_outside(&job->children, DBL_TRUE_MIN, (double) INFINITY, &place))
        return titian_job_refuse(job, &place, "geometric mean", "above 0", MEND_POSITIVE, err);
    return TITIAN_OK;
}

static titian_status geometric(const titian_node_job *job, titian_error *err)
{
    const double floor = job->choice->option[FLOOR].number;
    kernel_columns logs = job->children;
    titian_status status = TITIAN_OK;

    if (job->ready != NULL) {
        logs.scores = job->ready;
        logs.stride = logs.n;
        kernel_geometric_of_logs(&logs, job->out, job->weight);
        return TITIAN_OK;
    }
    status = check_geometric(job, floor, err);
    if (status == TITIAN_OK) /* a child of weight 0 may have any score: its logarithm must exist all the same */
        kernel_geometric_means(&job->children, fmax(floor, DBL_TRUE_MIN), job->out, job->weight);
    return status;
}

static titian_status ready_geometric(const titian_node_job *job, double *out, titian_error *err)
{
    const double floor = job->choice->option[FLOOR].number;
    const titian_status status = check_geometric(job, floor, err);

    for (size_t k = 0; status == TITIAN_OK && k < job->children.n_children; k++)
        kernel_logs(job->children.scores + k * job->children.stride, job->children.n, fmax(floor, DBL_TRUE_MIN),
            out + k * job->children.n);
    return status;
}

static titian_status power_mean(const titian_node_job *job, double p, const char *name, titian_error *err)
{
    kernel_columns columns;
    kernel_place place = {.unit = 0};
    const titian_status status = titian_job_raise(job, job->choice->option[FLOOR].number, name, &columns, err);

    if (status != TITIAN_OK)
        return status;
    if (kernel_power_find_outside(&columns, p, &place))
        return titian_job_refuse(job, &place, name, p > 0.0 ? "of 0 or more" : "above 0",
            p > 0.0 ? MEND_NOT_NEGATIVE : MEND_POSITIVE, err);
    kernel_power_means(&columns, p, job->out, job->weight, job->scratch);
    return TITIAN_OK;
}

static titian_status harmonic(const titian_node_job *job, titian_error *err)
{
    return power_mean(job, -1.0, "harmonic mean", err);
}

static titian_status power(const titian_node_job *job, titian_error *err)
{
    return power_mean(job, titian_option_number(job->choice, "p"), "power mean", err);
}

static titian_status quadratic(const titian_node_job *job, titian_error *err)
{
    kernel_place place = {.unit = 0};

    if (kernel_find_outside(&job->children, 0.0, (double) INFINITY, &place))
        return titian_job_refuse(job, &place, "quadratic mean", "of 0 or more",
            "normalise to a range that does not go below 0: squared, a low score would count as a high one", err);
    kernel_quadratic_means(&job->children, job->out, job->weight, job->scratch);
    return TITIAN_OK;
}

static titian_status reversed_geometric(const titian_node_job *job, titian_error *err)
{
    const titian_option *range = titian_option_of(job->choice, "range");
    kernel_place place = {.unit = 0};

    if (kernel_reversed_geometric_find_outside(&job->children, range->number, range->upper, &place))
        return titian_job_refuse(job, &place, "reversed geometric mean", "on its range",
            "write as range the two ends of the scale that the scores are normalised to", err);
    kernel_reversed_geometric_means(&job->children, range->number, range->upper, job->out, job->weight);
    return TITIAN_OK;
}

/* ---- the scales on which they are weighted means ---- */

static double as_it_is(const titian_choice *choice, double score)
{
    (void) choice;
    return score;
}

/* (x^p - 1) / p, which rises with x for every p and is ln x at 0. */
static double raised_to(double score, double p)
{
    return fabs(p) > DBL_MIN ? expm1(p * log(score)) / p : log(score);
}

static double floored(const titian_choice *choice, double score)
{
    return fmax(score, choice->option[FLOOR].number);
}

static double in_logs(const titian_choice *choice, double score)
{
    return log(floored(choice, score));
}

static double in_reciprocals(const titian_choice *choice, double score)
{
    return raised_to(floored(choice, score), -1.0);
}

static double in_powers(const titian_choice *choice, double score)
{
    const double p = titian_option_number(choice, "p");

    return p == 1.0 ? floored(choice, score) : raised_to(floored(choice, score), p); /* of order 1: of any sign */
}

static double in_squares(const titian_choice *choice, double score)
{
    (void) choice;
    return score * score;
}

static double in_logs_from_above(const titian_choice *choice, double score)
{
    const titian_option *range = titian_option_of(choice, "range");

    return -log(9.0 * (range->upper - score) / (range->upper - range->number) + 1.0);
}

static const titian_param plain_params[] = {TITIAN_AGGREGATE_PARAMS};
static const titian_param floor_params[] = {TITIAN_AGGREGATE_PARAMS, TITIAN_FLOOR_PARAM(1.0)};
static const titian_param power_params[] = {
    TITIAN_AGGREGATE_PARAMS,
    TITIAN_FLOOR_PARAM(0.0),
    {.name = "p",
        .kind = TITIAN_PARAM_NUMBER,
        .fallback = 0.5,
        .least = -100.0,
        .most = 100.0,
        .summary = "order of the mean: 1 arithmetic, 0 geometric, -1 harmonic, 2 quadratic"},
};
static const titian_param reversed_params[] = {
    TITIAN_AGGREGATE_PARAMS,
    {.name = "range",
        .kind = TITIAN_PARAM_RANGE,
        .fallback = 0.0,
        .fallback_upper = 100.0,
        .least = -1e6,
        .most = 1e6,
        .summary = "ends of the scale the scores are on, score points; INFORM has [0, 10]"},
};

const titian_aggregate_row titian_aggregate_means[TITIAN_N_AGGREGATE_MEANS] = {
    {.about = {.name = "arithmetic",
         .summary = "weighted arithmetic mean of the children present",
         .formula = "sum w y / sum w, over children with a score",
         .source = "OECD/JRC Handbook 2008, step 6; COINr a_amean()",
         .use =
             "The default: contributions add up, so gaps, what-if gains and changes over years can be shown part by "
             "part. A good score makes up fully for a bad one.",
         .params = plain_params,
         .n_params = TITIAN_COUNT_OF(plain_params)},
        .work = arithmetic,
        .additive = as_it_is},
    {.about = {.name = "geometric",
         .summary = "weighted geometric mean of the children present",
         .formula = "exp(sum w ln max(y, floor) / sum w), over children with a score",
         .source = "OECD/JRC Handbook 2008, step 6; COINr a_gmean()",
         .use =
             "Where a good score should not make up for a bad one: the lower a score, the more a point there counts. "
             "Needs scores above 0; scores below the floor are raised to it, with a note.",
         .params = floor_params,
         .n_params = TITIAN_COUNT_OF(floor_params)},
        .work = geometric,
        .ready = ready_geometric,
        .additive = in_logs},
    {.about = {.name = "harmonic",
         .summary = "weighted harmonic mean of the children present",
         .formula = "sum w / sum (w / max(y, floor)), over children with a score",
         .source = "OECD/JRC Handbook 2008, step 6; COINr a_hmean(), which takes negative scores without a word",
         .use = "Stricter than the geometric mean: close to the lowest score. Needs scores above 0; scores below the "
                "floor are raised to it, with a note. Avoid it where scores near 0 are mere noise: they decide.",
         .params = floor_params,
         .n_params = TITIAN_COUNT_OF(floor_params)},
        .work = harmonic,
        .additive = in_reciprocals},
    {.about = {.name = "power",
         .summary = "weighted power mean of order p of the children present",
         .formula = "(sum w max(y, floor)^p / sum w)^(1/p), over children with a score; p = 0: the geometric mean",
         .source = "OECD/JRC Handbook 2008, step 6; COINr a_genmean(), but a gap drops out, as its help says",
         .use = "To choose how far a good score makes up for a bad one: fully at p = 1, ever less below; p above 1 "
                "rewards the best. Needs scores of 0 or more, above 0 where p is 0 or less.",
         .params = power_params,
         .n_params = TITIAN_COUNT_OF(power_params)},
        .work = power,
        .additive = in_powers},
    {.about = {.name = "quadratic",
         .summary = "weighted quadratic mean of the children present",
         .formula = "sqrt(sum w y^2 / sum w), over children with a score",
         .source = "UN Multidimensional Vulnerability Index 2024, with equal weights",
         .use = "For badness (vulnerability, risk), of which one very bad part should tell. Avoid it where more is "
                "better: there it forgives the worst score. Needs scores of 0 or more.",
         .params = plain_params,
         .n_params = TITIAN_COUNT_OF(plain_params)},
        .work = quadratic,
        .additive = in_squares},
    {.about = {.name = "reversed_geometric",
         .summary = "geometric mean counted from the upper end of the scale",
         .formula = "h = 9 (high - y) / (high - low) + 1; low + (10 - exp(sum w ln h / sum w)) / 9 (high - low)",
         .source = "INFORM Risk Index methodology, JRC",
         .use = "For badness on a bounded scale, as INFORM has it: a high value is made up for less than in the "
                "arithmetic mean. Avoid it where more is better: use the geometric mean there.",
         .params = reversed_params,
         .n_params = TITIAN_COUNT_OF(reversed_params)},
        .work = reversed_geometric,
        .additive = in_logs_from_above},
};
