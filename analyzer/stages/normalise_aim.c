/* Normalisation against something aimed at: the best value, a target, another unit, the mean, a reference value.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "kernels/moments.h"
#include "kernels/transform.h"
#include "stages/normalise.h"

/* ---- quotients: need one sign ---- */

enum { BEST };

/* What quotients are taken of: refuse a value that has none. */
static titian_status refuse_quotient(
    const titian_sample *sample, double value, const char *what, const char *need, titian_error *err)
{
    return titian_fail(err, TITIAN_E_NUMERIC,
        "indicator %s cannot be normalised by %s %s: its %s is %g, and a quotient needs %s\n"
        "use minmax or goalposts, which take any number",
        sample->node->code, sample->choice->method->name, sample->when, what, value, need);
}

static titian_status fit_fracmax(const titian_sample *sample, titian_fit *fit, titian_error *err)
{
    const int less = sample->node->direction < 0;
    double least = 0.0, greatest = 0.0;

    if (kernel_range(sample->x, sample->n, &least, &greatest) == 0)
        return TITIAN_OK;
    fit->number[BEST] = less ? least : greatest;
    if (fit->number[BEST] > 0.0)
        return TITIAN_OK;
    return less ? refuse_quotient(sample, least, "least value", "values above 0 where less is better", err)
                : refuse_quotient(sample, greatest, "greatest value", "one above 0", err);
}

static titian_status refuse_value(const titian_job *job, size_t unit, titian_error *err)
{
    return titian_fail(err, TITIAN_E_NUMERIC,
        "unit %s has the value %g for %s in %d: %s needs values above 0 where less is better\n"
        "use minmax or goalposts, which take any number",
        titian_flow_unit(job->flow, unit), job->x[unit], job->node->code, titian_flow_year(job->flow, job->year),
        job->choice->method->name);
}

static titian_status apply_quotient(const titian_job *job, titian_error *err)
{
    const titian_option *range = titian_option_of(job->choice, "range");
    const double best = job->fit->number[BEST];

    for (size_t i = 0; i < job->n; i++) {
        double share = 0.0;

        if (isnan(job->x[i]))
            continue;
        if (job->node->direction < 0 && !(job->x[i] > 0.0))
            return refuse_value(job, i, err);
        share = job->node->direction < 0 ? best / job->x[i] : job->x[i] / best;
        job->x[i] = range->number + (range->upper - range->number) * share;
    }
    return titian_check_scores(job, err);
}

/* ---- a reference unit ---- */

/* Value of the reference unit: the latest it has in the sample. */
static titian_status find_reference(const titian_sample *sample, double *value, titian_error *err)
{
    const char *code = titian_option_of(sample->choice, "unit")->text;
    const size_t n_units = sample->flow->n_units;
    const size_t unit = code == NULL ? TITIAN_NONE : titian_panel_find_unit(sample->flow->panel, code);

    if (unit == TITIAN_NONE)
        return titian_fail(err, TITIAN_E_MODEL,
            "the reference unit %.60s of method %s for indicator %s is not among the assessed units\n"
            "give the code of a unit that is",
            code == NULL ? "(none)" : code, sample->choice->method->name, sample->node->code);
    for (size_t year = sample->n_years; year-- > 0;) {
        *value = sample->x[year * n_units + unit];
        if (!isnan(*value))
            return TITIAN_OK;
    }
    return titian_fail(err, TITIAN_E_NUMERIC,
        "the reference unit %s has no value for indicator %s %s\n"
        "choose another unit, impute the value, or give this indicator another method in framework.csv",
        code, sample->node->code, sample->when);
}

static titian_status fit_ratio2ref(const titian_sample *sample, titian_fit *fit, titian_error *err)
{
    const titian_status status = find_reference(sample, &fit->number[BEST], err);

    if (status != TITIAN_OK || fit->number[BEST] > 0.0)
        return status;
    return refuse_quotient(sample, fit->number[BEST], "reference value", "one above 0", err);
}

/* A line from the worst value to an aim; both turned. */
static titian_status fit_aim(
    const titian_sample *sample, titian_fit *fit, double aim, const char *what, titian_error *err)
{
    const titian_option *range = titian_option_of(sample->choice, "range");
    double least = 0.0, greatest = 0.0;

    titian_fit_line(fit, 0.0, 1.0, range->number, range->upper);
    if (titian_turned_range(sample, &least, &greatest) == 0)
        return TITIAN_OK;
    if (!(aim > least))
        return titian_fail(err, TITIAN_E_NUMERIC,
            "indicator %s cannot be normalised by %s %s: %s (%g) is no better than the worst value (%g)\n"
            "choose a more demanding one, or use goalposts",
            sample->node->code, sample->choice->method->name, sample->when, what, sample->node->direction * aim,
            sample->node->direction * least);
    if (!isfinite(aim - least))
        return titian_check_spread(sample, least, aim, err);
    titian_fit_line(fit, least, aim - least, range->number, range->upper);
    return TITIAN_OK;
}

static titian_status fit_dist2ref(const titian_sample *sample, titian_fit *fit, titian_error *err)
{
    double reference = 0.0;
    const titian_status status = find_reference(sample, &reference, err);

    if (status != TITIAN_OK)
        return status;
    return fit_aim(sample, fit, sample->node->direction * reference, "the reference value", err);
}

static titian_status no_target(const titian_sample *sample, titian_error *err)
{
    return titian_fail(err, TITIAN_E_MODEL,
        "indicator %s has no target\ngive it a Target in framework.csv, or another method", sample->node->code);
}

static titian_status fit_dist2targ(const titian_sample *sample, titian_fit *fit, titian_error *err)
{
    if (isnan(sample->node->target))
        return no_target(sample, err);
    return fit_aim(sample, fit, sample->node->direction * sample->node->target, "its target", err);
}

static titian_status apply_aim(const titian_job *job, titian_error *err)
{
    return titian_option_number(job->choice, "cap") > 0.5 ? titian_apply_capped_line(job, err)
                                                          : titian_apply_line(job, err);
}

static titian_status apply_target(const titian_job *job, titian_error *err)
{
    const titian_status status = titian_check_own_unit(job, "its target is", err);

    return status == TITIAN_OK ? apply_aim(job, err) : status;
}

/* ---- above and below the mean ---- */

static titian_status fit_above_mean(const titian_sample *sample, titian_fit *fit, titian_error *err)
{
    fit->number[BEST] = kernel_mean(sample->x, sample->n);
    if (isnan(fit->number[BEST]) || fit->number[BEST] > 0.0)
        return TITIAN_OK;
    return refuse_quotient(sample, fit->number[BEST], "mean", "one above 0", err);
}

static titian_status apply_above_mean(const titian_job *job, titian_error *err)
{
    const titian_option *range = titian_option_of(job->choice, "range");
    const double margin = titian_option_number(job->choice, "margin"), mean = job->fit->number[BEST];
    const double middle = range->number + 0.5 * (range->upper - range->number);

    (void) err;
    for (size_t i = 0; i < job->n; i++) {
        const int above = job->x[i] > mean * (1.0 + margin), below = job->x[i] < mean * (1.0 - margin);
        const int side = job->node->direction * (above - below);

        if (!isnan(job->x[i]))
            job->x[i] = side > 0 ? range->upper : side < 0 ? range->number : middle;
    }
    return TITIAN_OK;
}

/* ---- goalposts about a reference value (AMPI) ---- */

/* Words of the option `reference`. */
enum { REFERENCE_MEAN, REFERENCE_YEAR, REFERENCE_TARGET, REFERENCE_VALUE };

/* Mean of the indicator in the reference year; years before the sample may have been normalised already. */
static titian_status mean_of_year(const titian_sample *sample, double *reference, titian_error *err)
{
    const int year = (int) titian_option_number(sample->choice, "reference_year");
    const size_t at = titian_panel_find_year(sample->flow->panel, year);
    const size_t n = sample->flow->n_units;

    if (at == TITIAN_NONE || at < sample->first_year || at >= sample->first_year + sample->n_years)
        return titian_fail(err, TITIAN_E_USAGE,
            "the reference year %d of method %s for indicator %s is not among the years looked at (%s)\n"
            "write over: pooled, let the index years reach it (--years), or choose another reference_year",
            year, sample->choice->method->name, sample->node->code, sample->when);
    *reference = kernel_mean(sample->x + (at - sample->first_year) * n, n);
    if (!isnan(*reference))
        return TITIAN_OK;
    return titian_fail(err, TITIAN_E_NUMERIC,
        "indicator %s has no value in its reference year %d\nchoose a reference_year in which it has values",
        sample->node->code, year);
}

static titian_status find_centre(const titian_sample *sample, double *centre, titian_error *err)
{
    const int from = (int) titian_option_number(sample->choice, "reference");

    if (from == REFERENCE_YEAR)
        return mean_of_year(sample, centre, err);
    if (from == REFERENCE_TARGET && isnan(sample->node->target))
        return no_target(sample, err);
    *centre = from == REFERENCE_TARGET  ? sample->node->target
              : from == REFERENCE_VALUE ? titian_option_number(sample->choice, "value")
                                        : kernel_mean(sample->x, sample->n);
    return TITIAN_OK;
}

static titian_status fit_ampi(const titian_sample *sample, titian_fit *fit, titian_error *err)
{
    const titian_option *range = titian_option_of(sample->choice, "range");
    double least = 0.0, greatest = 0.0, centre = 0.0, width = 0.0;
    titian_status status = TITIAN_OK;

    if (titian_turned_range(sample, &least, &greatest) == 0)
        return TITIAN_OK;
    status = titian_check_spread(sample, least, greatest, err);
    if (status == TITIAN_OK)
        status = find_centre(sample, &centre, err);
    width = greatest - least;
    titian_fit_line(fit, sample->node->direction * centre - 0.5 * width, width, range->number, range->upper);
    return status;
}

static titian_status apply_ampi(const titian_job *job, titian_error *err)
{
    const int from = (int) titian_option_number(job->choice, "reference");
    titian_status status = TITIAN_OK;

    if (from == REFERENCE_TARGET || from == REFERENCE_VALUE)
        status = titian_check_own_unit(job, "its reference value is", err);
    return status == TITIAN_OK ? titian_apply_line(job, err) : status;
}

#define UNIT                                                                                                         \
    {                                                                                                                \
        .name = "unit", .kind = TITIAN_PARAM_TEXT, .fallback = (double) NAN, .summary = "code of the reference unit" \
    }
#define CAP                                                                                                          \
    {                                                                                                                \
        .name = "cap", .kind = TITIAN_PARAM_FLAG, .fallback = 0.0, .most = 1.0,                                      \
        .summary = "whether values beyond the aim score as the aim"                                                  \
    }

static const titian_param fracmax_params[] = {
    TITIAN_SCORE_RANGE(0.0, 1.0, "score points of nothing and of the best value"), TITIAN_OVER_PARAMS};
static const titian_param ratio2ref_params[] = {
    UNIT, TITIAN_SCORE_RANGE(0.0, 100.0, "score points of nothing and of the reference unit"), TITIAN_OVER_PARAMS};
static const titian_param dist2ref_params[] = {UNIT,
    TITIAN_SCORE_RANGE(0.0, 1.0, "score points of the worst value and of the reference unit"), CAP,
    TITIAN_OVER_PARAMS};
static const titian_param dist2targ_params[] = {
    TITIAN_SCORE_RANGE(0.0, 1.0, "score points of the worst value and of the target"), CAP, TITIAN_OVER_PARAMS};
static const titian_param above_mean_params[] = {
    {.name = "margin",
        .kind = TITIAN_PARAM_NUMBER,
        .fallback = 0.0,
        .least = 0.0,
        .most = 1.0,
        .summary = "share of the mean within which a value is neither above nor below, 0 to 1"},
    TITIAN_SCORE_RANGE(
        -1.0, 1.0, "score points of the worse side and of the better; within the margin, their middle"),
    TITIAN_OVER_PARAMS};
static const titian_param ampi_params[] = {
    {.name = "reference",
        .kind = TITIAN_PARAM_CHOICE,
        .fallback = 0.0,
        .most = 3.0,
        .choices = "mean year target value",
        .summary = "what scores in the middle: the mean of the values looked at, of one year, the Target, or value"},
    {.name = "reference_year",
        .kind = TITIAN_PARAM_COUNT,
        .fallback = 0.0,
        .least = 0.0,
        .most = 2999.0,
        .summary = "the year for reference: year; 0: none"},
    {.name = "value",
        .kind = TITIAN_PARAM_NUMBER,
        .fallback = 0.0,
        .least = -(double) INFINITY,
        .most = (double) INFINITY,
        .summary = "the value for reference: value, in the indicator's unit"},
    TITIAN_SCORE_RANGE(70.0, 130.0, "score points half a spread below and above the reference"),
    {.name = "over",
        .kind = TITIAN_PARAM_CHOICE,
        .fallback = 1.0,
        .most = 2.0,
        .choices = "year pooled base",
        .summary = "whose values are looked at: each year's own, all index years' together, or the base year's"},
    {.name = "base_year",
        .kind = TITIAN_PARAM_COUNT,
        .fallback = 0.0,
        .least = 0.0,
        .most = 2999.0,
        .summary = "the year for over: base; it must be one of the index years; 0: none"}};

const titian_normalise_row titian_normalise_aim[TITIAN_N_NORMALISE_AIM] = {
    {.about = {.name = "fracmax",
         .summary = "share of the best value",
         .formula = "x / max x;  where less is better: min x / x",
         .source =
             "OECD/JRC Handbook 2008, step 5 (distance to the leader); COINr n_fracmax(), but for its x / min x "
             "where less is better, which scores the worst highest",
         .use = "For values above 0 whose zero means nothing at all. Keeps proportions, does not spread scores over "
                "the whole range. Where less is better every value must be above 0.",
         .params = fracmax_params,
         .n_params = TITIAN_COUNT_OF(fracmax_params)},
        .does = {.fit = fit_fracmax, .apply = apply_quotient}},
    {.about = {.name = "ratio2ref",
         .summary = "share of the value of a reference unit, as index numbers",
         .formula = "x / x_ref;  where less is better: x_ref / x",
         .source = "OECD/JRC Handbook 2008, step 5 (distance to a reference)",
         .use = "For statements such as 'union average = 100'; with over: base for 'unit in base year = 100'. The "
                "reference unit's value must be above 0; under over: pooled it is its latest.",
         .params = ratio2ref_params,
         .n_params = TITIAN_COUNT_OF(ratio2ref_params)},
        .does = {.fit = fit_ratio2ref, .apply = apply_quotient}},
    {.about = {.name = "dist2ref",
         .summary = "from the worst value to that of a reference unit",
         .formula = "y = direction x;  l + (u - l) (1 - (y_ref - y) / (y_ref - min y))",
         .source = "OECD/JRC Handbook 2008, step 5 (distance to a reference); COINr n_dist2ref(), which counts rows",
         .use =
             "Where one unit sets the standard. Better units score above it, unless cap is given. A reference "
             "unit without a value, or with the worst one, is refused. Under over: pooled its latest value counts.",
         .params = dist2ref_params,
         .n_params = TITIAN_COUNT_OF(dist2ref_params)},
        .does = {.fit = fit_dist2ref, .apply = apply_aim}},
    {.about = {.name = "dist2targ",
         .summary = "from the worst value to the target, Target of framework.csv",
         .formula = "y = direction x, t = direction Target;  l + (u - l) (y - min y) / (t - min y)",
         .source = "COINr n_dist2targ(); OECD/JRC Handbook 2008, step 5",
         .use =
             "Where policy has set targets. Write the Target in the indicator's own unit, whichever way is better. "
             "Units beyond it score above the range, unless cap is given. The worst value moves with the data: "
             "goalposts with High at the target do not.",
         .params = dist2targ_params,
         .n_params = TITIAN_COUNT_OF(dist2targ_params),
         .needs = TITIAN_NEEDS_TARGET},
        .does = {.fit = fit_dist2targ, .apply = apply_target}},
    {.about = {.name = "above_mean",
         .summary = "better than the mean, near it, or worse",
         .formula =
             "u where x > (1 + p) mean, l where x < (1 - p) mean, else their middle; where less is better, the "
             "other way round",
         .source = "OECD/JRC Handbook 2008, step 5 (indicators above or below the mean)",
         .use = "For counts of strengths and weaknesses. Takes no notice of how far above, and needs a mean above 0.",
         .params = above_mean_params,
         .n_params = TITIAN_COUNT_OF(above_mean_params)},
        .does = {.fit = fit_above_mean, .apply = apply_above_mean}},
    {.about = {.name = "ampi",
         .summary = "half the spread of all years on either side of a reference value, for the adjusted "
                    "Mazziotta-Pareto index",
         .formula = "y = direction x, D = (max y - min y) / 2 over all years, r = direction reference;  l + (u - l) "
                    "(y - (r - D)) / 2 D",
         .source = "Mazziotta and Pareto 2016, Social Indicators Research 127; Compind ci_ampi()",
         .use = "Before the Mazziotta-Pareto mean, for comparing years: the reference scores 100. A year with a new "
                "highest or lowest value moves the scores of all years; store Low and High and use goalposts then.",
         .params = ampi_params,
         .n_params = TITIAN_COUNT_OF(ampi_params)},
        .does = {.fit = fit_ampi, .apply = apply_ampi}},
};
