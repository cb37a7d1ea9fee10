/* Aggregation: means less (or plus) a penalty for imbalance among a unit's scores.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "kernels/balance.h"
#include "stages/aggregate.h"

static titian_status refuse_mean(const titian_node_job *job, const char *name, titian_error *err)
{
    size_t unit = 0;

    kernel_arithmetic_means(&job->children, job->out, job->weight);
    while (unit + 1 < job->children.n && !(job->out[unit] <= 0.0))
        unit++;
    return titian_fail(err, TITIAN_E_NUMERIC,
        "the %s of %s needs scores whose mean is above 0: the mean of unit %s is %g in %d\n"
        "normalise to a scale round 100, as by z-scores with mean 100 and sd 10, or to a range above 0",
        name, job->about->code, titian_flow_unit(job->flow, unit), job->out[unit], titian_job_year(job));
}

static titian_status mazziotta(
    const titian_node_job *job, const kernel_mpi_rule *rule, const char *name, titian_error *err)
{
    double *penalty = job->scratch, *scratch = job->scratch + job->children.n;

    if (kernel_mpi(&job->children, rule, job->out, job->weight, penalty, scratch) > 0)
        return refuse_mean(job, name, err);
    return TITIAN_OK;
}

static int penalty_sign(const titian_node_job *job)
{
    return titian_option_number(job->choice, "penalty") > 0.5 ? 1 : -1;
}

static titian_status mpi(const titian_node_job *job, titian_error *err)
{
    return mazziotta(job,
        &(kernel_mpi_rule){
            .sign = penalty_sign(job), .sample = titian_option_number(job->choice, "divisor") > 0.5 ? 1 : 0},
        "Mazziotta-Pareto index", err);
}

static titian_status ampi(const titian_node_job *job, titian_error *err)
{
    return mazziotta(
        job, &(kernel_mpi_rule){.sign = penalty_sign(job), .sample = 0}, "adjusted Mazziotta-Pareto index", err);
}

static titian_status mean_min(const titian_node_job *job, titian_error *err)
{
    (void) err;
    kernel_mean_min(&job->children, titian_option_number(job->choice, "alpha"),
        titian_option_number(job->choice, "beta"), job->out, job->weight, job->scratch);
    return TITIAN_OK;
}

static titian_status weak_link(const titian_node_job *job, titian_error *err)
{
    (void) err;
    kernel_weak_link_means(&job->children, titian_option_number(job->choice, "b"),
        titian_option_number(job->choice, "width"), job->out, job->weight, job->scratch);
    return TITIAN_OK;
}

#define PENALTY_PARAM                                                                                                \
    {                                                                                                                \
        .name = "penalty", .kind = TITIAN_PARAM_CHOICE, .fallback = 0.0, .most = 1.0, .choices = "minus plus",       \
        .summary = "minus where more is better: imbalance takes away; plus where more is worse: it adds"             \
    }

static const titian_param mpi_params[] = {
    TITIAN_AGGREGATE_PARAMS,
    PENALTY_PARAM,
    {.name = "divisor",
        .kind = TITIAN_PARAM_CHOICE,
        .fallback = 0.0,
        .most = 1.0,
        .choices = "population sample",
        .summary = "of the variance among m scores: m, as published, or m - 1, as in Compind"},
};
static const titian_param ampi_params[] = {TITIAN_AGGREGATE_PARAMS, PENALTY_PARAM};
static const titian_param mean_min_params[] = {
    TITIAN_AGGREGATE_PARAMS,
    {.name = "alpha",
        .kind = TITIAN_PARAM_NUMBER,
        .fallback = 0.5,
        .least = 0.0,
        .most = 1.0,
        .summary = "how far towards the lowest score: 0 the mean; 1, with beta 0, the lowest score"},
    {.name = "beta",
        .kind = TITIAN_PARAM_NUMBER,
        .fallback = 1.0,
        .least = 0.0,
        .most = 1e6,
        .summary = "how gently the penalty starts, score points"},
};
static const titian_param weak_link_params[] = {
    TITIAN_AGGREGATE_PARAMS,
    {.name = "b",
        .kind = TITIAN_PARAM_NUMBER,
        .fallback = 1.0,
        .least = 1e-6,
        .most = 1e6,
        .summary = "a score counts for at most b x width above the lowest; 1 as published"},
    {.name = "width",
        .kind = TITIAN_PARAM_NUMBER,
        .fallback = 100.0,
        .least = 1e-6,
        .most = 1e6,
        .summary = "width of the scale the scores are on, score points; 1 as published"},
};

const titian_aggregate_row titian_aggregate_balanced[TITIAN_N_AGGREGATE_BALANCED] = {
    {.about = {.name = "mpi",
         .summary = "Mazziotta-Pareto index: mean less a penalty for imbalance among the children",
         .formula = "M - S^2 / M (or +), M = sum w y / sum w, S^2 = sum w (y - M)^2 / sum w",
         .source = "De Muro, Mazziotta and Pareto 2011; weighted form: RIEDS; Compind ci_mpi()",
         .use = "Where balance is a value of its own. Made for z-scores with mean 100 and sd 10 within each year; "
                "needs a mean above 0. Where scores lie far apart for their mean, a better one can cost more than it "
                "brings. For years use ampi.",
         .params = mpi_params,
         .n_params = TITIAN_COUNT_OF(mpi_params)},
        .work = mpi},
    {.about = {.name = "ampi",
         .summary = "adjusted Mazziotta-Pareto index: the same on fixed goalposts, comparable over years",
         .formula = "M - S^2 / M (or +), of scores between 70 and 130: goalposts reference -/+ half the range",
         .source = "Mazziotta and Pareto 2013, 2016; Compind ci_ampi(), which takes away whatever is asked",
         .use = "For balance over several years. Normalise to the range [70, 130] between goalposts reference -/+ "
                "half the range of all units and years, without clipping; keep these goalposts for new years.",
         .params = ampi_params,
         .n_params = TITIAN_COUNT_OF(ampi_params)},
        .work = ampi},
    {.about = {.name = "mean_min",
         .summary = "mean drawn towards the lowest score",
         .formula = "M - alpha (sqrt((M - min)^2 + beta^2) - beta)",
         .source = "Tarabusi and Guarini 2013; Compind ci_mean_min(), which recycles means down the rows",
         .use = "To choose between mean and minimum by degrees; a better score never lowers the result. Gaps hide "
                "the minimum: ask for coverage.",
         .params = mean_min_params,
         .n_params = TITIAN_COUNT_OF(mean_min_params)},
        .work = mean_min},
    {.about = {.name = "weak_link",
         .summary = "mean of scores held down near the lowest: penalty for bottleneck",
         .formula = "mean of min + b s (1 - exp(-(y - min) / s)), s the width of the scale",
         .source = "Acs, Autio and Szerb 2014, with b = s = 1",
         .use = "Where the weakest part holds the others back, as in entrepreneurship indices. Avoid it where parts "
                "do not depend on one another.",
         .params = weak_link_params,
         .n_params = TITIAN_COUNT_OF(weak_link_params)},
        .work = weak_link},
};
