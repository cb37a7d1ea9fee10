/* Normalisation by order alone: ranks and what is made of them, and categories.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "kernels/order.h"
#include "stages/normalise.h"

/* The turned values of a sample in ascending order, or the cut points between categories. */
typedef struct {
    double *v;
    size_t n;
} ladder;

static titian_status sort_sample(const titian_sample *sample, ladder **out, titian_error *err)
{
    ladder *l = titian_arena_array(&sample->flow->arena, 1, sizeof *l);

    *out = l;
    if (l != NULL)
        l->v = titian_arena_array(&sample->flow->arena, sample->n, sizeof *l->v);
    if (l == NULL || l->v == NULL)
        return titian_fail(err, TITIAN_E_MEMORY, "no memory to order %zu values", sample->n);
    l->n = kernel_compact(sample->x, sample->n, l->v);
    for (size_t i = 0; sample->node->direction < 0 && i < l->n; i++)
        l->v[i] = 0.0 - l->v[i];
    kernel_merge_sort(l->v, l->n, sample->flow->scratch);
    return TITIAN_OK;
}

static titian_status fit_order(const titian_sample *sample, titian_fit *fit, titian_error *err)
{
    ladder *l = NULL;
    const titian_status status = sort_sample(sample, &l, err);

    fit->more = l;
    return status;
}

/* How many of the values from a place on are below y, or with `ties` not above it. No branch to guess wrongly. */
static size_t count_below(const ladder *l, size_t first, double y, int ties)
{
    const double *v = l->v + first;
    size_t n = l->n - first;

    if (n == 0)
        return 0;
    while (n > 1) {
        const size_t half = n / 2;

        v += (ties ? v[half - 1] <= y : v[half - 1] < y) ? half : 0;
        n -= half;
    }
    return (size_t) (v - l->v) - first + ((ties ? v[0] <= y : v[0] < y) ? 1 : 0);
}

/* Words of the option `ties`. */
enum { TIES_MIN, TIES_AVERAGE, TIES_MAX };

static double place_of(const ladder *l, double y, int ties)
{
    const size_t below = count_below(l, 0, y, 0);
    const int ties_with_next = below + 1 < l->n && l->v[below + 1] == y;
    /* a value that is not of the sample ties with none */
    const size_t tied = ties_with_next ? count_below(l, below, y, 1) : 1;

    if (ties == TIES_AVERAGE)
        return (double) below + ((double) tied + 1.0) / 2.0;
    return (double) below + (ties == TIES_MAX ? (double) tied : 1.0);
}

/* Place less `origin`, 1 being worst. */
static void to_places(const titian_job *job, double origin)
{
    const ladder *l = job->fit->more;
    const int ties = (int) titian_option_number(job->choice, "ties");
    const double sign = job->node->direction;

    for (size_t i = 0; i < job->n; i++)
        if (!isnan(job->x[i]))
            job->x[i] = place_of(l, sign * job->x[i], ties) - origin;
}

static titian_status apply_rank(const titian_job *job, titian_error *err)
{
    (void) err;
    to_places(job, 0.0);
    return TITIAN_OK;
}

static titian_status apply_borda(const titian_job *job, titian_error *err)
{
    (void) err;
    to_places(job, 1.0);
    return TITIAN_OK;
}

static titian_status fit_prank(const titian_sample *sample, titian_fit *fit, titian_error *err)
{
    const titian_status status = fit_order(sample, fit, err);
    const ladder *l = fit->more;

    if (status != TITIAN_OK || l->n != 1)
        return status;
    return titian_fail(err, TITIAN_E_NUMERIC,
        "indicator %s has only one value %s (%g): one value has no percentile rank\n"
        "use rank or goalposts, or take the indicator out of framework.csv",
        sample->node->code, sample->when, sample->node->direction * l->v[0]);
}

static titian_status apply_prank(const titian_job *job, titian_error *err)
{
    const titian_option *range = titian_option_of(job->choice, "range");
    const ladder *l = job->fit->more;

    (void) err;
    to_places(job, 1.0);
    for (size_t i = 0; i < job->n; i++) {
        const double share = job->x[i] / (double) (l->n > 1 ? l->n - 1 : 1);

        /* above every value of a base year is as high as the highest */
        job->x[i] = range->number + (range->upper - range->number) * (share > 1.0 ? 1.0 : share);
    }
    return TITIAN_OK;
}

/* ---- categories ---- */

/* Where the option `at` is left out: fifths. */
static const double fifths[] = {20.0, 40.0, 60.0, 80.0};

static titian_status check_categories(const titian_sample *sample, const titian_option *at, int percentiles,
    const titian_option *scores, titian_error *err)
{
    const char *code = sample->node->code;

    if (!percentiles && at->n_list == 0)
        return titian_fail(err, TITIAN_E_MODEL,
            "categories of indicator %s are cut by value, but no cut points are given\n"
            "give at: [...] in the indicator's unit, or by: percentile",
            code);
    for (size_t k = 0; percentiles && k < at->n_list; k++)
        if (!(at->list[k] >= 0.0 && at->list[k] <= 100.0))
            return titian_fail(err, TITIAN_E_MODEL,
                "%g is no percentile, but a cut point between categories of indicator %s\n"
                "percentiles are from 0 to 100; write by: value for cut points in the indicator's unit",
                at->list[k], code);
    if (scores->n_list > 0 && scores->n_list != (at->n_list > 0 ? at->n_list : TITIAN_COUNT_OF(fifths)) + 1)
        return titian_fail(err, TITIAN_E_MODEL,
            "indicator %s has %zu categories, but %zu scores are given for them\n"
            "give one score more than there are cut points, from the worst category to the best",
            code, (at->n_list > 0 ? at->n_list : TITIAN_COUNT_OF(fifths)) + 1, scores->n_list);
    for (size_t k = 1; k < scores->n_list; k++)
        if (scores->list[k] < scores->list[k - 1])
            return titian_fail(err, TITIAN_E_MODEL,
                "the scores of the categories of indicator %s fall from %g to %g\n"
                "give them from the worst category to the best",
                code, scores->list[k - 1], scores->list[k]);
    return TITIAN_OK;
}

static titian_status fit_categories(const titian_sample *sample, titian_fit *fit, titian_error *err)
{
    const titian_option *at = titian_option_of(sample->choice, "at");
    const int percentiles = titian_option_number(sample->choice, "by") < 0.5;
    const double *cuts = at->n_list > 0 ? at->list : fifths;
    const size_t n_cuts = at->n_list > 0 ? at->n_list : TITIAN_COUNT_OF(fifths);
    ladder *sorted = NULL, *steps = NULL;
    titian_status status = check_categories(sample, at, percentiles, titian_option_of(sample->choice, "scores"), err);

    if (status == TITIAN_OK)
        status = sort_sample(sample, &sorted, err);
    if (status != TITIAN_OK)
        return status;
    steps = titian_arena_array(&sample->flow->arena, 1, sizeof *steps);
    if (steps != NULL)
        steps->v = titian_arena_array(&sample->flow->arena, n_cuts, sizeof *steps->v);
    if (steps == NULL || steps->v == NULL)
        return titian_fail(err, TITIAN_E_MEMORY, "no memory for %zu cut points", n_cuts);
    steps->n = n_cuts;
    for (size_t k = 0; k < n_cuts; k++)
        steps->v[k] = percentiles ? kernel_quantile_sorted(sorted->v, sorted->n, cuts[k] / 100.0)
                                  : sample->node->direction * cuts[k];
    kernel_sort(steps->v, sorted->n > 0 || !percentiles ? n_cuts : 0);
    fit->more = steps;
    return TITIAN_OK;
}

static titian_status apply_categories(const titian_job *job, titian_error *err)
{
    const titian_option *range = titian_option_of(job->choice, "range");
    const titian_option *scores = titian_option_of(job->choice, "scores");
    const int by_value = titian_option_number(job->choice, "by") > 0.5;
    const ladder *steps = job->fit->more;
    const titian_status status = by_value ? titian_check_own_unit(job, "its cut points are", err) : TITIAN_OK;

    for (size_t i = 0; status == TITIAN_OK && i < job->n; i++) {
        const size_t k = isnan(job->x[i]) ? 0 : count_below(steps, 0, job->node->direction * job->x[i], 1);

        if (isnan(job->x[i]))
            continue;
        job->x[i] = scores->n_list > 0
                        ? scores->list[k]
                        : range->number + (range->upper - range->number) * (double) k / (double) steps->n;
    }
    return status;
}

#define TIES                                                                                                         \
    {                                                                                                                \
        .name = "ties", .kind = TITIAN_PARAM_CHOICE, .fallback = 0.0, .most = 2.0, .choices = "min average max",     \
        .summary = "equal values share their lowest place, the mean of their places, or the highest"                 \
    }

static const titian_param rank_params[] = {TIES, TITIAN_OVER_PARAMS};

static const titian_param prank_params[] = {
    TITIAN_SCORE_RANGE(0.0, 1.0, "score points of the last place and of the first"),
    TIES,
    TITIAN_OVER_PARAMS,
};

static const titian_param categories_params[] = {
    {.name = "by",
        .kind = TITIAN_PARAM_CHOICE,
        .fallback = 0.0,
        .most = 1.0,
        .choices = "percentile value",
        .summary =
            "whether cut points are percentiles of the values, the best being 100, or in the indicator's unit"},
    {.name = "at",
        .kind = TITIAN_PARAM_LIST,
        .fallback = 0.0,
        .least = -(double) INFINITY,
        .most = (double) INFINITY,
        .summary = "cut points between categories; fifths (20, 40, 60, 80) where left out"},
    {.name = "scores",
        .kind = TITIAN_PARAM_LIST,
        .fallback = 0.0,
        .least = -1e6,
        .most = 1e6,
        .summary = "score points of each category, the worst first; equal steps over the range where left out"},
    TITIAN_SCORE_RANGE(0.0, 100.0, "score points of the worst and of the best category"),
    TITIAN_OVER_PARAMS,
};

const titian_normalise_row titian_normalise_order[TITIAN_N_NORMALISE_ORDER] = {
    {.about = {.name = "rank",
         .summary = "place among the units, 1 being worst",
         .formula = "y = direction x;  1 + number of units with a lower y",
         .source = "OECD/JRC Handbook 2008, step 5; COINr n_rank()",
         .use = "Where only the order of values can be trusted. Throws all distances away; ties share the lower "
                "place. Indicators with gaps have fewer places than the others: prank is free of that.",
         .params = rank_params,
         .n_params = TITIAN_COUNT_OF(rank_params)},
        .does = {.fit = fit_order, .apply = apply_rank}},
    {.about = {.name = "borda",
         .summary = "number of units that are worse",
         .formula = "y = direction x;  number of units with a lower y",
         .source = "Borda 1781; OECD/JRC Handbook 2008, step 6; COINr n_borda()",
         .use = "As rank, counted from 0; summed over indicators it is the Borda count.",
         .params = rank_params,
         .n_params = TITIAN_COUNT_OF(rank_params)},
        .does = {.fit = fit_order, .apply = apply_borda}},
    {.about = {.name = "prank",
         .summary = "percentile rank: share of the other units that are worse",
         .formula = "y = direction x;  l + (u - l) (rank y - 1) / (n - 1)",
         .source = "COINr n_prank(); Excel PERCENTRANK.INC",
         .use = "As rank, but comparable between indicators with different numbers of values. Needs two values. "
                "Under over: base a value above all of the base year scores as the highest of them.",
         .params = prank_params,
         .n_params = TITIAN_COUNT_OF(prank_params)},
        .does = {.fit = fit_prank, .apply = apply_prank}},
    {.about = {.name = "categories",
         .summary = "score of the category a value falls into",
         .formula = "y = direction x;  k = number of cut points that y reaches;  l + (u - l) k / number of cut "
                    "points, or the k-th of the scores",
         .source = "OECD/JRC Handbook 2008, step 5 (categorical scale)",
         .use = "For values that are rough or judged, and for published grading schemes. Throws away differences "
                "within a category, and a unit at a cut point can jump. By percentile a category always holds the "
                "same share of units, so nobody can improve unless another falls back.",
         .params = categories_params,
         .n_params = TITIAN_COUNT_OF(categories_params)},
        .does = {.fit = fit_categories, .apply = apply_categories}},
};
