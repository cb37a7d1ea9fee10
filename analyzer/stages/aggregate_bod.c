/* Aggregation by the benefit of the doubt: each unit is scored by the weights that suit it best.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "stages/aggregate_bod.h"

#include <math.h>
#include <string.h>

#include "kernels/bod.h"
#include "kernels/bod_closed.h"

/* Numbers of one column each, behind the weights of the columns. */
enum { LOW = 1, HIGH, PILLAR_LOW, PILLAR_HIGH, DIRECTION };

static double *numbers_of(const titian_bod_site *site, const titian_node_job *job, int which)
{
    return site->weight + (size_t) which * job->width;
}

/* Room for the weights of every unit, whether they are the only ones, and whether they were chosen among others. */
static titian_status want_weights(
    const titian_bod_site *site, const titian_node_job *job, kernel_bod_result *result, titian_error *err)
{
    const size_t n = site->block.n_units, cells = n * site->block.n_indicators;
    const int chooses = titian_method_param(job->choice->method, "chosen") != TITIAN_NONE &&
                        titian_option_number(job->choice, "chosen") > 0.5;
    titian_arena *arena = &job->flow->arena;

    result->unique = titian_arena_array(arena, 2 * n, sizeof *result->unique);
    result->weights = titian_arena_array(arena, cells, sizeof *result->weights);
    result->shares = titian_arena_array(arena, cells, sizeof *result->shares);
    if (result->unique == NULL || result->weights == NULL || result->shares == NULL)
        return titian_fail(err, TITIAN_E_MEMORY, "no memory for the weights of %zu units", n);
    result->chosen = chooses ? result->unique + n : NULL;
    return TITIAN_OK;
}

/* Scores into the site, the rest of the result where it is wanted: by the caller, or to be kept. */
static titian_status solve_for(const titian_bod_site *site, const titian_node_job *job, const kernel_bod_rules *rules,
    kernel_bod_result *result, titian_error *err)
{
    titian_error of_kernel = {.message = ""};
    titian_status status = TITIAN_OK;

    result->scores = site->scores;
    if (site->block.n_units == 0 || site->block.n_indicators == 0) {
        memset(site->scores, 0, site->block.n_units * sizeof *site->scores);
        return TITIAN_OK;
    }
    if (job->flow->bods != NULL && result->unique == NULL)
        status = want_weights(site, job, result, err);
    if (status != TITIAN_OK)
        return status;
    status = kernel_bod(&site->block, rules, result, &of_kernel);
    if (status != TITIAN_OK)
        return titian_bod_explain(site, job, status, &of_kernel, err);
    return titian_bod_keep(site, job, result, err);
}

static titian_status solve(
    const titian_bod_site *site, const titian_node_job *job, const kernel_bod_rules *rules, titian_error *err)
{
    kernel_bod_result result = {.scores = NULL};

    return solve_for(site, job, rules, &result, err);
}

/* n shares from low to high must be able to add up to 1. */
static titian_status check_shares(
    const titian_node_job *job, const char *option, const char *whose, size_t n, titian_error *err)
{
    const titian_option *shares = titian_option_of(job->choice, option);
    const double slack = 1e-12;

    if (n == 0 || ((double) n * shares->number <= 1.0 + slack && (double) n * shares->upper >= 1.0 - slack))
        return TITIAN_OK;
    return titian_fail(err, TITIAN_E_NUMERIC,
        "%s of %s: shares from %g to %g cannot add up to 1, for %s has %zu parts in use in %d\n"
        "write %s with a lower end of at most %.4g and an upper end of at least %.4g",
        job->choice->method->name, job->about->code, shares->number, shares->upper, whose, n, titian_job_year(job),
        option, 1.0 / (double) n, 1.0 / (double) n);
}

static titian_status plain(const titian_node_job *job, titian_error *err)
{
    const kernel_bod_rules rules = kernel_bod_rules_default();
    titian_bod_site site;
    titian_status status = titian_bod_gather(&site, job, TITIAN_BOD_GAP_IS_ZERO, 0, err);

    if (status == TITIAN_OK)
        status = solve(&site, job, &rules, err);
    return status == TITIAN_OK ? titian_bod_spread(&site, job, TITIAN_BOD_GAP_IS_ZERO, err) : status;
}

/* The same bounds on the share of every child. */
static titian_status bound_all(
    titian_bod_site *site, const titian_node_job *job, kernel_bod_rules *rules, titian_error *err)
{
    const titian_option *shares = titian_option_of(job->choice, "shares");
    titian_status status = titian_bod_gather(site, job, TITIAN_BOD_GAP_UNSCORED, 0, err);

    *rules = kernel_bod_rules_default();
    if (status == TITIAN_OK)
        status = check_shares(job, "shares", job->about->code, site->block.n_indicators, err);
    if (status != TITIAN_OK)
        return status;
    for (size_t j = 0; j < site->block.n_indicators; j++) {
        numbers_of(site, job, LOW)[j] = shares->number;
        numbers_of(site, job, HIGH)[j] = shares->upper;
    }
    rules->share_low = numbers_of(site, job, LOW);
    rules->share_high = numbers_of(site, job, HIGH);
    return TITIAN_OK;
}

static titian_status bounded(const titian_node_job *job, titian_error *err)
{
    kernel_bod_rules rules;
    titian_bod_site site;
    titian_status status = bound_all(&site, job, &rules, err);

    if (status == TITIAN_OK)
        status = solve(&site, job, &rules, err);
    return status == TITIAN_OK ? titian_bod_spread(&site, job, TITIAN_BOD_GAP_UNSCORED, err) : status;
}

/* What each column is measured against: the reference unit's score, or the mean of the units that take part. */
static titian_status find_base(
    const titian_bod_site *site, const titian_node_job *job, double *base, titian_error *err)
{
    const char *code = titian_option_of(job->choice, "reference")->text;
    const size_t n = site->block.n_units;
    size_t at = 0;

    if (code != NULL && code[0] != '\0') {
        while (at < n && strcmp(titian_flow_unit(job->flow, site->units[at]), code) != 0)
            at++;
        if (at == n)
            return titian_fail(err, TITIAN_E_NUMERIC,
                "bod_geometric of %s: the reference unit %s is not among the units with all scores in %d\n"
                "write the code of another unit as reference, or none for the mean of all",
                job->about->code, code, titian_job_year(job));
    }
    for (size_t j = 0; j < site->block.n_indicators; j++) {
        const double *y = site->block.values + j * site->block.stride;

        base[j] = 0.0;
        for (size_t i = 0; i < n; i++)
            base[j] += y[i] / (double) n;
        if (code != NULL && code[0] != '\0')
            base[j] = y[at];
    }
    return TITIAN_OK;
}

static titian_status geometric(const titian_node_job *job, titian_error *err)
{
    double *base = NULL;
    kernel_bod_result found = {.scores = NULL};
    titian_error of_kernel = {.message = ""};
    kernel_bod_rules rules;
    titian_bod_site site;
    titian_status status = bound_all(&site, job, &rules, err);

    if (status == TITIAN_OK)
        status = want_weights(&site, job, &found, err);
    if (status == TITIAN_OK)
        status = solve_for(&site, job, &rules, &found, err);
    if (status != TITIAN_OK)
        return status;
    if (site.block.n_units > 0 && site.block.n_indicators > 0) {
        base = numbers_of(&site, job, DIRECTION);
        status = find_base(&site, job, base, err);
        if (status != TITIAN_OK)
            return status;
        status = kernel_bod_geometric(&site.block, found.shares, base, site.scores, NULL, &of_kernel);
    }
    if (status != TITIAN_OK)
        return titian_bod_explain(&site, job, status, &of_kernel, err);
    status = titian_bod_spread(&site, job, TITIAN_BOD_GAP_IS_ZERO, err); /* says nothing of gaps: below */
    return status != TITIAN_OK ? status
                               : titian_job_note_unscored(job, job->choice->method->name,
                                     "it needs a score in every child, and shares that are unique", err);
}

static titian_status leeway(const titian_node_job *job, titian_error *err)
{
    const double a = titian_option_number(job->choice, "leeway");
    kernel_bod_rules rules = kernel_bod_rules_default();
    titian_bod_site site;
    titian_status status = titian_bod_gather(&site, job, TITIAN_BOD_GAP_UNSCORED, 0, err);
    double total = 0.0;

    if (status != TITIAN_OK)
        return status;
    for (size_t j = 0; j < site.block.n_indicators; j++)
        total += site.weight[j];
    for (size_t j = 0; j < site.block.n_indicators; j++) {
        numbers_of(&site, job, LOW)[j] = fmax(0.0, (1.0 - a) * site.weight[j] / total);
        numbers_of(&site, job, HIGH)[j] = fmin(1.0, (1.0 + a) * site.weight[j] / total);
    }
    rules.share_low = numbers_of(&site, job, LOW);
    rules.share_high = numbers_of(&site, job, HIGH);
    status = solve(&site, job, &rules, err);
    return status == TITIAN_OK ? titian_bod_spread(&site, job, TITIAN_BOD_GAP_UNSCORED, err) : status;
}

/* Bounds of the pillars, which are numbered in the order of their columns, and of the columns within them. */
static titian_status bound_pillars(
    const titian_bod_site *site, const titian_node_job *job, kernel_bod_rules *rules, titian_error *err)
{
    const titian_option *within = titian_option_of(job->choice, "shares");
    const titian_option *across = titian_option_of(job->choice, "pillar_shares");
    size_t *pillar = job->places + 2 * job->width, n_pillars = 0, first = 0;
    titian_status status = TITIAN_OK;

    for (size_t j = 0; j < site->block.n_indicators && status == TITIAN_OK; j++) {
        const int ends = j + 1 == site->block.n_indicators || site->child[j + 1] != site->child[j];

        pillar[j] = n_pillars;
        numbers_of(site, job, LOW)[j] = within->number;
        numbers_of(site, job, HIGH)[j] = within->upper;
        if (!ends)
            continue;
        numbers_of(site, job, PILLAR_LOW)[n_pillars] = across->number;
        numbers_of(site, job, PILLAR_HIGH)[n_pillars++] = across->upper;
        status = check_shares(job, "shares", titian_job_child(job, site->child[j]), j + 1 - first, err);
        first = j + 1;
    }
    rules->share_low = numbers_of(site, job, LOW);
    rules->share_high = numbers_of(site, job, HIGH);
    rules->pillar = pillar;
    rules->n_pillars = n_pillars;
    rules->pillar_low = numbers_of(site, job, PILLAR_LOW);
    rules->pillar_high = numbers_of(site, job, PILLAR_HIGH);
    rules->within_pillar = 1;
    return status == TITIAN_OK ? check_shares(job, "pillar_shares", job->about->code, n_pillars, err) : status;
}

static titian_status two_level(const titian_node_job *job, titian_error *err)
{
    kernel_bod_rules rules = kernel_bod_rules_default();
    titian_bod_site site;
    titian_status status = titian_bod_gather(&site, job, TITIAN_BOD_GAP_UNSCORED, 1, err);

    if (status == TITIAN_OK)
        status = bound_pillars(&site, job, &rules, err);
    if (status == TITIAN_OK)
        status = solve(&site, job, &rules, err);
    return status == TITIAN_OK ? titian_bod_spread(&site, job, TITIAN_BOD_GAP_UNSCORED, err) : status;
}

/* Weights found in the data may differ by noise alone. */
static int weigh_alike(double a, double b)
{
    return fabs(a - b) <= 1e-9 * fmax(a, b);
}

/* Columns by falling weight; no two alike, for then nothing says which matters more. */
static titian_status order_columns(
    const titian_bod_site *site, const titian_node_job *job, size_t *order, titian_error *err)
{
    for (size_t j = 0; j < site->block.n_indicators; j++) {
        size_t at = j;

        for (; at > 0; at--) {
            const double heavier = site->weight[order[at - 1]];

            if (heavier > site->weight[j] && !weigh_alike(heavier, site->weight[j]))
                break;
            if (weigh_alike(heavier, site->weight[j]))
                return titian_fail(err, TITIAN_E_NUMERIC,
                    "%s of %s needs to know which child matters more, but %s and %s have the same weight\n"
                    "give the children of %s weights that fall in the order of their importance",
                    job->choice->method->name, job->about->code, titian_job_child(job, site->child[order[at - 1]]),
                    titian_job_child(job, site->child[j]), job->about->code);
            order[at] = order[at - 1];
        }
        order[at] = j;
    }
    return TITIAN_OK;
}

static titian_status ordinal(const titian_node_job *job, titian_error *err)
{
    kernel_bod_rules rules = kernel_bod_rules_default();
    size_t *order = job->places + 2 * job->width;
    titian_bod_site site;
    titian_status status = titian_bod_gather(&site, job, TITIAN_BOD_GAP_UNSCORED, 0, err);

    if (status == TITIAN_OK)
        status = order_columns(&site, job, order, err);
    if (status != TITIAN_OK)
        return status;
    rules.order = order;
    rules.n_ordered = site.block.n_indicators;
    status = solve(&site, job, &rules, err);
    return status == TITIAN_OK ? titian_bod_spread(&site, job, TITIAN_BOD_GAP_UNSCORED, err) : status;
}

static titian_status directional(const titian_node_job *job, titian_error *err)
{
    kernel_bod_rules rules = kernel_bod_rules_default();
    titian_bod_site site;
    titian_status status = titian_bod_gather(&site, job, TITIAN_BOD_GAP_IS_ZERO, 0, err);
    double *direction = NULL, total = 0.0;

    if (status != TITIAN_OK)
        return status;
    direction = numbers_of(&site, job, DIRECTION);
    for (size_t j = 0; j < site.block.n_indicators; j++)
        total += site.weight[j];
    for (size_t j = 0; j < site.block.n_indicators; j++)
        direction[j] =
            site.weight[j] / total * (double) site.block.n_indicators * titian_option_number(job->choice, "step");
    rules.direction = direction;
    status = solve(&site, job, &rules, err);
    return status == TITIAN_OK ? titian_bod_spread(&site, job, TITIAN_BOD_GAP_IS_ZERO, err) : status;
}

/* Against samples of units; no optimisation. */
static titian_status sampled(const titian_node_job *job, int by_draws, titian_error *err)
{
    titian_bod_site site;
    titian_error of_kernel = {.message = ""};
    double *scratch = job->scratch + 2 * job->children.n;
    titian_status status = titian_bod_gather(&site, job, TITIAN_BOD_GAP_IS_ZERO, 0, err);

    if (status != TITIAN_OK)
        return status;
    if (site.block.n_units == 0 || site.block.n_indicators == 0)
        memset(site.scores, 0, site.block.n_units * sizeof *site.scores);
    else if (by_draws)
        status = kernel_bod_order_m(
            &site.block, titian_option_number(job->choice, "draws"), site.scores, scratch, &of_kernel);
    else
        status = kernel_bod_order_alpha(
            &site.block, titian_option_number(job->choice, "alpha"), site.scores, scratch, &of_kernel);
    if (status != TITIAN_OK)
        return titian_bod_explain(&site, job, status, &of_kernel, err);
    status = titian_bod_spread(&site, job, TITIAN_BOD_GAP_IS_ZERO, err);
    return status != TITIAN_OK ? status
                               : titian_job_note_unscored(job, job->choice->method->name,
                                     "the units it is measured against have 0 where it has not", err);
}

static titian_status order_m(const titian_node_job *job, titian_error *err)
{
    return sampled(job, 1, err);
}

static titian_status order_alpha(const titian_node_job *job, titian_error *err)
{
    return sampled(job, 0, err);
}

#define SHARE_RANGE(option, what)                                                                                    \
    {                                                                                                                \
        .name = (option), .kind = TITIAN_PARAM_RANGE, .fallback = 0.0, .fallback_upper = 1.0, .least = 0.0,          \
        .most = 1.0, .summary = (what)                                                                               \
    }

#define CHOSEN_PARAM                                                                                                 \
    {                                                                                                                \
        .name = "chosen", .kind = TITIAN_PARAM_FLAG, .fallback = 0.0, .most = 1.0,                                   \
        .summary =                                                                                                   \
            "where a unit's best weights are not unique, show those of the most even shares, marked as chosen"       \
    }

static const titian_param plain_params[] = {TITIAN_AGGREGATE_PARAMS, TITIAN_POINTS_PARAM, CHOSEN_PARAM};
static const titian_param bounds_params[] = {
    TITIAN_AGGREGATE_PARAMS,
    TITIAN_POINTS_PARAM,
    SHARE_RANGE("shares", "least and greatest share of each child in a unit's score, 0 to 1"),
    CHOSEN_PARAM,
};
static const titian_param geometric_params[] = {
    TITIAN_AGGREGATE_PARAMS,
    TITIAN_POINTS_PARAM,
    SHARE_RANGE("shares", "least and greatest share of each child in a unit's score, 0 to 1"),
    {.name = "reference",
        .kind = TITIAN_PARAM_TEXT,
        .summary = "code of the unit that has 1 (100 score points); left out: the mean of all units"},
};
static const titian_param leeway_params[] = {
    TITIAN_AGGREGATE_PARAMS,
    TITIAN_POINTS_PARAM,
    {.name = "leeway",
        .kind = TITIAN_PARAM_NUMBER,
        .fallback = 0.25,
        .least = 0.0,
        .most = 1e6,
        .summary = "a child's share may differ from its weight by so much of that weight: 0.25 for a quarter"},
    CHOSEN_PARAM,
};
static const titian_param two_level_params[] = {
    TITIAN_AGGREGATE_PARAMS,
    TITIAN_POINTS_PARAM,
    SHARE_RANGE("pillar_shares", "least and greatest share of each child in a unit's score, 0 to 1"),
    SHARE_RANGE("shares", "least and greatest share of each part within its child, 0 to 1"),
    CHOSEN_PARAM,
};
static const titian_param directional_params[] = {
    TITIAN_AGGREGATE_PARAMS,
    TITIAN_POINTS_PARAM,
    {.name = "step",
        .kind = TITIAN_PARAM_NUMBER,
        .fallback = 100.0,
        .least = 1e-6,
        .most = 1e6,
        .summary = "length of the direction, score points in a child of mean weight; 100 on scores from 0 to 100"},
};
static const titian_param order_m_params[] = {
    TITIAN_AGGREGATE_PARAMS,
    TITIAN_POINTS_PARAM,
    {.name = "draws",
        .kind = TITIAN_PARAM_COUNT,
        .fallback = 30.0,
        .least = 1.0,
        .most = 1e6,
        .summary = "so many units, drawn at random, a unit is measured against: the fewer, the less outliers tell"},
};
static const titian_param order_alpha_params[] = {
    TITIAN_AGGREGATE_PARAMS,
    TITIAN_POINTS_PARAM,
    {.name = "alpha",
        .kind = TITIAN_PARAM_NUMBER,
        .fallback = 0.95,
        .least = 0.01,
        .most = 1.0,
        .summary = "share of units that set the bar; 1: all of them"},
};

const titian_aggregate_row titian_aggregate_bod[TITIAN_N_AGGREGATE_BOD] = {
    {.about = {.name = "bod",
         .summary = "benefit of the doubt: each unit by the weights that suit it best",
         .formula = "max over w >= 0 of sum w_j y_j, with sum w_j y'_j <= 1 for every unit of the year",
         .source = "Cherchye et al. 2007; OECD/JRC Handbook 2008, step 6; Compind ci_bod(); gaps: Kuosmanen 2009",
         .use = "To say that a unit is behind even by its own best weights. Weights of the children only say who "
                "takes part; many units share the top; a gap is taken for 0: it helps nobody and sets no bar. "
                "Needs scores of 0 or more.",
         .params = plain_params,
         .n_params = TITIAN_COUNT_OF(plain_params)},
        .work = plain,
        .compares = 1},
    {.about = {.name = "bod_bounds",
         .summary = "benefit of the doubt with the same bounds on every child's share",
         .formula = "as bod, with low sum_k w_k y_k <= w_j y_j <= high sum_k w_k y_k",
         .source = "Cherchye et al. 2007; Compind ci_bod_constr(), whose bounds attach to the wrong indicator",
         .use =
             "Where no child may be left out or stand alone. A unit with a gap has no score, with a note; one with "
             "0 in a child that must count scores 0: normalise to a range above 0.",
         .params = bounds_params,
         .n_params = TITIAN_COUNT_OF(bounds_params)},
        .work = bounded,
        .compares = 1},
    {.about = {.name = "bod_geometric",
         .summary = "product of the scores over a reference unit's, to the power of benefit-of-the-doubt shares",
         .formula = "prod_j (y_j / y_j of the reference)^share_j, with the shares that bod_bounds finds",
         .source = "Van Puyenbroeck and Rogge 2017; Compind ci_geom_gen(meth = \"BOD\")",
         .use =
             "Where a low score should not be made up for by a high one, and no weights are agreed. Only where the "
             "shares are unique: elsewhere a unit has no score, with a note. Gaps and zeros as with bod_bounds.",
         .params = geometric_params,
         .n_params = TITIAN_COUNT_OF(geometric_params)},
        .work = geometric,
        .compares = 1},
    {.about = {.name = "bod_leeway",
         .summary = "benefit of the doubt with shares near the children's weights",
         .formula = "as bod, with share w_j y_j / sum_k w_k y_k within weight (1 - leeway) to weight (1 + leeway)",
         .source = "Cherchye et al. 2008 (proportional share restrictions)",
         .use =
             "Where the weights are agreed but not to the last digit: 0 holds shares to the weights, 1 and more is "
             "nearly bod. Gaps and zeros as with bod_bounds.",
         .params = leeway_params,
         .n_params = TITIAN_COUNT_OF(leeway_params)},
        .work = leeway,
        .compares = 1},
    {.about = {.name = "bod_two_level",
         .summary =
             "benefit of the doubt over the children's parts, with bounds on children and on parts within them",
         .formula = "as bod over grandchildren, with bounds on each child's share and on each part's share of its "
                    "child",
         .source = "Cherchye et al. 2007 (category shares); Compind ci_bod_constr()",
         .use = "For a node two levels above the indicators or more; the children's own scores are shown, but not "
                "used. Gaps and zeros as with bod_bounds.",
         .params = two_level_params,
         .n_params = TITIAN_COUNT_OF(two_level_params)},
        .work = two_level,
        .compares = 1},
    {.about = {.name = "bod_ordinal",
         .summary = "benefit of the doubt with shares that fall in the order of the children's weights",
         .formula = "as bod, with w_1 y_1 >= w_2 y_2 >= ..., children by falling weight",
         .source = "Cherchye et al. 2007 (ordinal share restrictions)",
         .use = "Where it is agreed what matters more, but not by how much. The children's weights must all differ; "
                "a unit with a gap has no score, with a note.",
         .params = plain_params,
         .n_params = TITIAN_COUNT_OF(plain_params)},
        .work = ordinal,
        .compares = 1},
    {.about = {.name = "bod_directional",
         .summary = "benefit of the doubt along one direction: how far a unit stays behind in steps common to all",
         .formula = "1 / (1 + b), b the most with peers >= y + b g, g_j = step x weight_j / mean weight",
         .source = "Fusco 2015; Compind ci_bod_dir()",
         .use = "Where units should improve in the same proportions of points. The direction speaks of score points: "
                "use it on normalised scores alone. Gaps as with bod.",
         .params = directional_params,
         .n_params = TITIAN_COUNT_OF(directional_params)},
        .work = directional,
        .compares = 1},
    {.about = {.name = "bod_order_m",
         .summary = "benefit of the doubt against the expected best of a few units drawn at random",
         .formula = "1 / sum_k v_(k) ((k/n)^M - ((k-1)/n)^M), v_k = min_j y_kj / y_j, sorted, M = draws",
         .source = "Vidoli and Mazziotta 2013; Cazals, Florens and Simar 2002; Compind ci_rbod(), which simulates it",
         .use = "Where outstanding units, or errors in their data, should not set the bar alone. Above 100 for units "
                "better than that expectation. Exact: nothing is drawn. Gaps as with bod.",
         .params = order_m_params,
         .n_params = TITIAN_COUNT_OF(order_m_params)},
        .work = order_m,
        .compares = 1},
    {.about = {.name = "bod_order_alpha",
         .summary = "benefit of the doubt against all but the few best units",
         .formula = "1 / the alpha-quantile over units k of min_j y_kj / y_j",
         .source = "Daouia and Simar 2007",
         .use = "As bod_order_m, with the bar set by a share of units. Gaps as with bod.",
         .params = order_alpha_params,
         .n_params = TITIAN_COUNT_OF(order_alpha_params)},
        .work = order_alpha,
        .compares = 1},
};
