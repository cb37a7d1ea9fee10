/* Aggregation: methods that look at the order of a unit's scores. Weights only say who takes part, but for the
 * median. SPDX-License-Identifier: GPL-3.0-or-later */
#include "kernels/ordered.h"
#include "stages/aggregate.h"

/* Behind the columns of the job's room. */
static double *order_scratch(const titian_node_job *job)
{
    return job->room + (job->width + TITIAN_JOB_SPARE) * job->children.n;
}

static titian_status median(const titian_node_job *job, titian_error *err)
{
    (void) err;
    kernel_weighted_medians(&job->children, job->out, job->weight, order_scratch(job));
    return TITIAN_OK;
}

static titian_status minimum(const titian_node_job *job, titian_error *err)
{
    (void) err;
    kernel_minima(&job->children, job->out, job->weight);
    return TITIAN_OK;
}

static titian_status maximum(const titian_node_job *job, titian_error *err)
{
    (void) err;
    kernel_maxima(&job->children, job->out, job->weight);
    return TITIAN_OK;
}

static titian_status owa(const titian_node_job *job, titian_error *err)
{
    (void) err;
    kernel_ordered_means(
        &job->children, titian_option_number(job->choice, "alpha"), job->out, job->weight, order_scratch(job));
    return TITIAN_OK;
}

static titian_status extreme_mean(const titian_node_job *job, titian_error *err)
{
    const int highest = titian_option_number(job->choice, "of") > 0.5;

    (void) err;
    kernel_extreme_means(&job->children, (size_t) titian_option_number(job->choice, "count"), highest, job->out,
        job->weight, order_scratch(job));
    return TITIAN_OK;
}

static const titian_param plain_params[] = {TITIAN_AGGREGATE_PARAMS};
static const titian_param owa_params[] = {
    TITIAN_AGGREGATE_PARAMS,
    {.name = "alpha",
        .kind = TITIAN_PARAM_NUMBER,
        .fallback = 2.0,
        .least = 0.0,
        .most = 1e6,
        .summary = "exponent of the quantifier: 0 the highest score, 1 the mean, above 1 stresses weaknesses"},
};
static const titian_param extreme_params[] = {
    TITIAN_AGGREGATE_PARAMS,
    {.name = "count",
        .kind = TITIAN_PARAM_COUNT,
        .fallback = 3.0,
        .least = 1.0,
        .most = 1e6,
        .summary = "so many scores are averaged; all where a unit has fewer"},
    {.name = "of",
        .kind = TITIAN_PARAM_CHOICE,
        .fallback = 0.0,
        .most = 1.0,
        .choices = "lowest highest",
        .summary = "which of a unit's scores are averaged"},
};

const titian_aggregate_row titian_aggregate_ordered[TITIAN_N_AGGREGATE_ORDERED] = {
    {.about = {.name = "median",
         .summary = "weighted median of the children present",
         .formula = "least score up to which half the weight lies; where exactly half does, mean of it and the next",
         .source = "Hyndman and Fan 1996, definition 2, with weights; COIN Tool",
         .use = "Where single odd scores should not tell, and there are many children. Avoid it with few: most "
                "changes then change nothing.",
         .params = plain_params,
         .n_params = TITIAN_COUNT_OF(plain_params)},
        .work = median},
    {.about = {.name = "minimum",
         .summary = "lowest score of the children present",
         .formula = "min y, over children with a score and a weight above 0",
         .source = "OECD/JRC Handbook 2008, step 6",
         .use = "Where the weakest part decides and nothing makes up for it. Avoid it with gaps: a missing score may "
                "be the lowest, so ask for full coverage.",
         .params = plain_params,
         .n_params = TITIAN_COUNT_OF(plain_params)},
        .work = minimum},
    {.about = {.name = "maximum",
         .summary = "highest score of the children present",
         .formula = "max y, over children with a score and a weight above 0",
         .source = "OECD/JRC Handbook 2008, step 6",
         .use = "Where the children are ways to the same end and the best one is enough; or for badness. Avoid it "
                "where every part is needed.",
         .params = plain_params,
         .n_params = TITIAN_COUNT_OF(plain_params)},
        .work = maximum},
    {.about = {.name = "owa",
         .summary = "ordered weighted average with weights from the quantifier r^alpha",
         .formula = "sum v_k y_(k), highest score first, v_k = (k/m)^alpha - ((k-1)/m)^alpha, m scores present",
         .source = "Yager 1988, 1996; Compind ci_owa()",
         .use = "To stress a unit's weaknesses (alpha above 1) or strengths (below 1) whichever they are. Weights of "
                "the children only say who takes part.",
         .params = owa_params,
         .n_params = TITIAN_COUNT_OF(owa_params)},
        .work = owa},
    {.about = {.name = "extreme_mean",
         .summary = "mean of each unit's few lowest (or highest) scores",
         .formula = "mean of the `count` lowest scores present",
         .source = "Yager 1988; Compind ci_owa()",
         .use = "Where the few weakest parts should be seen alone. Weights of the children only say who takes part.",
         .params = extreme_params,
         .n_params = TITIAN_COUNT_OF(extreme_params)},
        .work = extreme_mean},
};
