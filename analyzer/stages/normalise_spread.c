/* Normalisation by the spread of the values: min-max, z-scores and what is made of them.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "kernels/moments.h"
#include "kernels/transform.h"
#include "stages/normalise.h"

static titian_status fit_minmax(const titian_sample *sample, titian_fit *fit, titian_error *err)
{
    const titian_option *range = titian_option_of(sample->choice, "range");
    double least = 0.0, greatest = 0.0;
    titian_status status = TITIAN_OK;

    if (titian_turned_range(sample, &least, &greatest) == 0)
        return TITIAN_OK;
    status = titian_check_spread(sample, least, greatest, err);
    titian_fit_line(fit, least, greatest - least, range->number, range->upper);
    return status;
}

/* Mean and standard deviation of the turned values; the option `divisor` says which. */
static titian_status find_spread(const titian_sample *sample, double *mean, double *sd, size_t *n, titian_error *err)
{
    const int population = titian_option_number(sample->choice, "divisor") > 0.5;
    double least = 0.0, greatest = 0.0;
    titian_status status = TITIAN_OK;
    kernel_shape shape;

    *n = titian_turned_range(sample, &least, &greatest);
    if (*n == 0)
        return TITIAN_OK;
    status = titian_check_spread(sample, least, greatest, err);
    if (status != TITIAN_OK)
        return status;
    shape = kernel_shape_of(sample->x, sample->n);
    if (!(shape.sd > 0.0)) /* a spread too small for its square root to be told from 0 */
        return titian_check_spread(sample, least, least, err);
    *mean = sample->node->direction * shape.mean;
    *sd = population ? shape.sd * sqrt((double) (*n - 1) / (double) *n) : shape.sd;
    return TITIAN_OK;
}

static titian_status fit_zscore(const titian_sample *sample, titian_fit *fit, titian_error *err)
{
    const double at_mean = titian_option_number(sample->choice, "mean");
    double mean = 0.0, sd = 1.0;
    size_t n = 0;
    const titian_status status = find_spread(sample, &mean, &sd, &n, err);

    titian_fit_line(fit, mean, sd, at_mean, at_mean + titian_option_number(sample->choice, "sd"));
    return status;
}

static titian_status fit_logistic(const titian_sample *sample, titian_fit *fit, titian_error *err)
{
    double mean = 0.0, sd = 1.0;
    size_t n = 0;
    const titian_status status = find_spread(sample, &mean, &sd, &n, err);

    titian_fit_line(fit, mean, sd, 0.0, titian_option_number(sample->choice, "steepness"));
    return status;
}

static titian_status apply_logistic(const titian_job *job, titian_error *err)
{
    const titian_option *range = titian_option_of(job->choice, "range");
    const titian_status status = titian_apply_line(job, err);

    for (size_t i = 0; status == TITIAN_OK && i < job->n; i++)
        job->x[i] = range->number + (range->upper - range->number) / (1.0 + exp(-job->x[i]));
    return status;
}

static const titian_param minmax_params[] = {
    TITIAN_SCORE_RANGE(0.0, 100.0, "score points of the worst and of the best value"),
    TITIAN_OVER_PARAMS,
};

static const titian_param dist2max_params[] = {
    TITIAN_SCORE_RANGE(0.0, 1.0, "score points of the worst and of the best value"),
    TITIAN_OVER_PARAMS,
};

#define POINTS_OF_MEAN(default_points)                                                                               \
    {                                                                                                                \
        .name = "mean", .kind = TITIAN_PARAM_NUMBER, .fallback = (default_points), .least = -1e6, .most = 1e6,       \
        .summary = "score points of the mean"                                                                        \
    }
#define POINTS_OF_SD(default_points)                                                                                 \
    {                                                                                                                \
        .name = "sd", .kind = TITIAN_PARAM_NUMBER, .fallback = (default_points), .least = 1e-6, .most = 1e6,         \
        .summary = "score points of one standard deviation"                                                          \
    }
#define DIVISOR(default_row)                                                                                         \
    {                                                                                                                \
        .name = "divisor", .kind = TITIAN_PARAM_CHOICE, .fallback = (default_row), .most = 1.0,                      \
        .choices = "sample population", .summary = "standard deviation with n - 1 (sample) or with n (population)"   \
    }

static const titian_param zscore_params[] = {
    POINTS_OF_MEAN(0.0),
    POINTS_OF_SD(1.0),
    DIVISOR(0.0),
    TITIAN_OVER_PARAMS,
};

static const titian_param mpi_params[] = {
    POINTS_OF_MEAN(100.0),
    POINTS_OF_SD(10.0),
    DIVISOR(1.0),
    TITIAN_OVER_PARAMS,
};

static const titian_param logistic_params[] = {
    TITIAN_SCORE_RANGE(0.0, 100.0, "score points far below and far above the mean; neither is reached"),
    {.name = "steepness",
        .kind = TITIAN_PARAM_NUMBER,
        .fallback = 1.0,
        .least = 1e-3,
        .most = 100.0,
        .summary = "steepness k of the curve at the mean, per standard deviation"},
    DIVISOR(0.0),
    TITIAN_OVER_PARAMS,
};

const titian_normalise_row titian_normalise_spread[TITIAN_N_NORMALISE_SPREAD] = {
    {.about = {.name = "minmax",
         .summary = "lowest value at the bottom of the range, highest at the top",
         .formula = "y = direction x;  l + (u - l) (y - min y) / (max y - min y)",
         .source = "OECD/JRC Handbook 2008, step 5; COINr n_minmax()",
         .use = "For a picture of one year. Scores depend on who is in the table and on the year: a unit can improve "
                "and score less. For comparing years use goalposts, or over: pooled, which moves every score when a "
                "year is added. Under over: base later values may lie outside the range.",
         .params = minmax_params,
         .n_params = TITIAN_COUNT_OF(minmax_params)},
        .does = {.fit = fit_minmax, .apply = titian_apply_line}},
    {.about = {.name = "zscore",
         .summary = "distance from the mean in standard deviations",
         .formula = "y = direction x;  m + s (y - mean y) / sd y",
         .source = "OECD/JRC Handbook 2008, step 5; COINr n_zscore()",
         .use = "Where an extreme value should keep its distance. Not with a geometric mean: half the scores are "
                "below m. Depends on who is in the table and on the year.",
         .params = zscore_params,
         .n_params = TITIAN_COUNT_OF(zscore_params)},
        .does = {.fit = fit_zscore, .apply = titian_apply_line}},
    {.about = {.name = "mpi",
         .summary = "z-scores with mean 100 and standard deviation 10, for the Mazziotta-Pareto index",
         .formula = "y = direction x;  m + s (y - mean y) / sd y, sd with n",
         .source = "De Muro, Mazziotta, Pareto 2011, Social Indicators Research 104; Compind normalise_ci(), which "
                   "divides by n - 1",
         .use = "Before the Mazziotta-Pareto mean of one year. Not for comparing years: use ampi.",
         .params = mpi_params,
         .n_params = TITIAN_COUNT_OF(mpi_params)},
        .does = {.fit = fit_zscore, .apply = titian_apply_line}},
    {.about = {.name = "logistic",
         .summary = "z-scores bent into a range by the logistic curve",
         .formula = "y = direction x;  z = (y - mean y) / sd y;  l + (u - l) / (1 + exp(-k z))",
         .source = "Lafortune et al. 2018 on sigmoid scoring; Greco et al. 2019, Social Indicators Research 141",
         .use = "Where differences near the mean matter more than at the ends, without clipping anybody. Extreme "
                "values still move mean and standard deviation: treat them first.",
         .params = logistic_params,
         .n_params = TITIAN_COUNT_OF(logistic_params)},
        .does = {.fit = fit_logistic, .apply = apply_logistic}},
    {.about = {.name = "dist2max",
         .summary = "one less the distance to the best value, as a share of the spread",
         .formula = "y = direction x;  l + (u - l) (1 - (max y - y) / (max y - min y))",
         .source = "OECD/JRC Handbook 2008, step 5 (distance to the leader); COINr n_dist2max()",
         .use = "The same numbers as minmax in the range [0, 1], under the name that a reader of COINr looks for.",
         .params = dist2max_params,
         .n_params = TITIAN_COUNT_OF(dist2max_params)},
        .does = {.fit = fit_minmax, .apply = titian_apply_line}},
};
