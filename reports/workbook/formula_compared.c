/* Methods in which a unit's score depends on the other units, as formulas: distance from the best, and comparison two
 * by two; and the methods that no formula can do.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "workbook/formula_parts.h"

/* ---- what stands above the columns ---- */

static double best_of_child(book *b, grown *g, const aggregate_site *site, size_t child)
{
    grow(b, g, "MAX(%s)", site_child_column(b, site, child).text);
    return site->best[child];
}

static double worst_of_child(book *b, grown *g, const aggregate_site *site, size_t child)
{
    grow(b, g, "MIN(%s)", site_child_column(b, site, child).text);
    return site->worst[child];
}

static double weight_of_child(book *b, grown *g, const aggregate_site *site, size_t child)
{
    grow(b, g, "%s", site_weight(b, site, child).text);
    return site_weight_now(b, site, child);
}

/* Least or greatest figure of a helper's column; TITIAN_MISSING for none. */
static double extreme_figure(const book *b, const aggregate_site *site, size_t helper, int greatest)
{
    double found = TITIAN_MISSING;

    for (size_t i = 0; i < b->n_units; i++) {
        const double x = site_helper_now(b, site, helper, 0, i);

        found = greatest ? fmax(found, x) : fmin(found, x);
    }
    return found;
}

static double sum_of_children(const book *b, const aggregate_site *site, size_t helper)
{
    double sum = 0.0;

    for (size_t k = 0; k < site->about->n_children; k++) {
        const double x = site_helper_now(b, site, helper, k, site->unit);

        sum += isnan(x) ? 0.0 : x;
    }
    return sum;
}

/* ---- Wroclaw ---- */

enum { WROCLAW_SQUARE, WROCLAW_DISTANCE };

static double square_from_best(book *b, grown *g, const aggregate_site *site, size_t child)
{
    const double away = site_score_now(b, site, child) - site->best[child];

    grow(b, g, "IF(");
    grow_takes_part(b, g, site, child);
    grow(b, g, ",%s*(%s-%s)^2,\"\")", site_weight(b, site, child).text, site_score(b, site, child).text,
        site_above(b, site, WROCLAW_SQUARE, child, 0).text);
    return site_takes_part(b, site, child) ? site_weight_now(b, site, child) * away * away : TITIAN_MISSING;
}

static double distance_from_best(book *b, grown *g, const aggregate_site *site, size_t child)
{
    const double present = site_present_now(b, site);

    (void) child;
    grow_if_any(b, g, site);
    grow(b, g, "SQRT(SUM(%s)/", site_helpers(b, site, WROCLAW_SQUARE).text);
    grow_present(b, g, site);
    grow(b, g, "),\"\")");
    return present > 0.0 ? sqrt(sum_of_children(b, site, WROCLAW_SQUARE) / present) : TITIAN_MISSING;
}

/* Mean and twice the standard deviation of the distances. */
static double critical_distance(book *b, grown *g, const aggregate_site *site, size_t child)
{
    const ref all = site_column(b, site, WROCLAW_DISTANCE, 0);
    double sum = 0.0, squares = 0.0, n = 0.0;

    (void) child;
    grow(b, g, "IF(COUNT(%s)>1,AVERAGE(%s)+2*STDEV(%s),SUM(%s))", all.text, all.text, all.text, all.text);
    for (size_t i = 0; i < b->n_units; i++) {
        const double d = site_helper_now(b, site, WROCLAW_DISTANCE, 0, i);

        sum += isnan(d) ? 0.0 : d;
        n += isnan(d) ? 0.0 : 1.0;
    }
    for (size_t i = 0; i < b->n_units; i++) {
        const double away = site_helper_now(b, site, WROCLAW_DISTANCE, 0, i) - sum / n;

        squares += isnan(away) ? 0.0 : away * away;
    }
    return n > 1.0 ? sum / n + 2.0 * sqrt(squares / (n - 1.0)) : sum;
}

static void score_wroclaw(book *b, grown *g, const aggregate_site *site)
{
    const ref distance = site_helper(b, site, WROCLAW_DISTANCE, 0);
    const int is_distance = site_option(site, "measure") > 0.5;

    grow(b, g, "%s*(%sIF(%s>0,%s/%s,0))", site_input(b, site, "points").text, is_distance ? "" : "1-", distance.text,
        distance.text, site_above(b, site, WROCLAW_DISTANCE, 0, 0).text);
}

/* ---- TOPSIS ---- */

enum { TOPSIS_FROM_BEST, TOPSIS_FROM_WORST, TOPSIS_TO_BEST, TOPSIS_TO_WORST };

static double square_of(
    book *b, grown *g, const aggregate_site *site, size_t child, size_t helper, const double *ideals)
{
    const double away = site_weight_now(b, site, child) * (site_score_now(b, site, child) - ideals[child]);

    grow(b, g, "IF(");
    grow_takes_part(b, g, site, child);
    grow(b, g, ",(%s*(%s-%s))^2,\"\")", site_weight(b, site, child).text, site_score(b, site, child).text,
        site_above(b, site, helper, child, 0).text);
    return site_takes_part(b, site, child) ? away * away : TITIAN_MISSING;
}

static double topsis_from_best(book *b, grown *g, const aggregate_site *site, size_t child)
{
    return square_of(b, g, site, child, TOPSIS_FROM_BEST, site->best);
}

static double topsis_from_worst(book *b, grown *g, const aggregate_site *site, size_t child)
{
    return square_of(b, g, site, child, TOPSIS_FROM_WORST, site->worst);
}

static double topsis_distance(book *b, grown *g, const aggregate_site *site, size_t squares)
{
    grow(b, g, "SQRT(SUM(%s))", site_helpers(b, site, squares).text);
    return sqrt(sum_of_children(b, site, squares));
}

static double topsis_to_best(book *b, grown *g, const aggregate_site *site, size_t child)
{
    (void) child;
    return topsis_distance(b, g, site, TOPSIS_FROM_BEST);
}

static double topsis_to_worst(book *b, grown *g, const aggregate_site *site, size_t child)
{
    (void) child;
    return topsis_distance(b, g, site, TOPSIS_FROM_WORST);
}

static void score_topsis(book *b, grown *g, const aggregate_site *site)
{
    const ref bad = site_helper(b, site, TOPSIS_TO_BEST, 0), good = site_helper(b, site, TOPSIS_TO_WORST, 0);

    grow(b, g, "IF(%s+%s>0,%s*%s/(%s+%s),\"\")", good.text, bad.text, site_input(b, site, "points").text, good.text,
        good.text, bad.text);
}

/* ---- VIKOR ---- */

enum { VIKOR_REGRET, VIKOR_MEAN, VIKOR_WORST };

static double regret(book *b, grown *g, const aggregate_site *site, size_t child)
{
    const ref best = site_above(b, site, VIKOR_REGRET, child, 0), worst = site_above(b, site, VIKOR_REGRET, child, 1);
    const double width = site->best[child] - site->worst[child];
    const double way = width > 0.0 ? (site->best[child] - site_score_now(b, site, child)) / width : 0.0;

    grow(b, g, "IF(");
    grow_takes_part(b, g, site, child);
    grow(b, g, ",IF(%s>%s,%s*(%s-%s)/(%s-%s),0),\"\")", best.text, worst.text, site_weight(b, site, child).text,
        best.text, site_score(b, site, child).text, best.text, worst.text);
    return site_takes_part(b, site, child) ? site_weight_now(b, site, child) * way : TITIAN_MISSING;
}

static double mean_regret(book *b, grown *g, const aggregate_site *site, size_t child)
{
    const double present = site_present_now(b, site);

    (void) child;
    grow_if_any(b, g, site);
    grow(b, g, "SUM(%s)/", site_helpers(b, site, VIKOR_REGRET).text);
    grow_present(b, g, site);
    grow(b, g, ",\"\")");
    return present > 0.0 ? sum_of_children(b, site, VIKOR_REGRET) / present : TITIAN_MISSING;
}

static double worst_regret(book *b, grown *g, const aggregate_site *site, size_t child)
{
    const double present = site_present_now(b, site);
    double most = 0.0;

    (void) child;
    grow_if_any(b, g, site);
    grow(b, g, "MAX(%s)/", site_helpers(b, site, VIKOR_REGRET).text);
    grow_present(b, g, site);
    grow(b, g, ",\"\")");
    for (size_t k = 0; k < site->about->n_children; k++)
        most = fmax(most, site_helper_now(b, site, VIKOR_REGRET, k, site->unit));
    return present > 0.0 ? most / present : TITIAN_MISSING;
}

static double extreme_above(book *b, grown *g, const aggregate_site *site, size_t helper, int greatest)
{
    const double found = extreme_figure(b, site, helper, greatest);

    grow(b, g, "%s(%s)", greatest ? "MAX" : "MIN", site_column(b, site, helper, 0).text);
    return isnan(found) ? 0.0 : found; /* MIN and MAX of nothing are 0 */
}

static double least_mean(book *b, grown *g, const aggregate_site *site, size_t child)
{
    (void) child;
    return extreme_above(b, g, site, VIKOR_MEAN, 0);
}

static double greatest_mean(book *b, grown *g, const aggregate_site *site, size_t child)
{
    (void) child;
    return extreme_above(b, g, site, VIKOR_MEAN, 1);
}

static double least_worst(book *b, grown *g, const aggregate_site *site, size_t child)
{
    (void) child;
    return extreme_above(b, g, site, VIKOR_WORST, 0);
}

static double greatest_worst(book *b, grown *g, const aggregate_site *site, size_t child)
{
    (void) child;
    return extreme_above(b, g, site, VIKOR_WORST, 1);
}

/* Share of the way from the least to the greatest of all units; 0 where they are all equal. */
static void grow_way(book *b, grown *g, const aggregate_site *site, size_t helper)
{
    const ref x = site_helper(b, site, helper, 0), least = site_above(b, site, helper, 0, 0);
    const ref greatest = site_above(b, site, helper, 0, 1);

    grow(b, g, "IF(%s>%s,(%s-%s)/(%s-%s),0)", greatest.text, least.text, x.text, least.text, greatest.text,
        least.text);
}

static void score_vikor(book *b, grown *g, const aggregate_site *site)
{
    const ref v = site_input(b, site, "v");

    grow(b, g, "%s*(1-(%s*", site_input(b, site, "points").text, v.text);
    grow_way(b, g, site, VIKOR_MEAN);
    grow(b, g, "+(1-%s)*", v.text);
    grow_way(b, g, site, VIKOR_WORST);
    grow(b, g, "))");
}

/* ---- comparison two by two ---- */

enum { PAIRS_SCORE, PAIRS_NET, PAIRS_OTHERS = PAIRS_NET, PAIRS_FLOW, MOST_COMPARED = 1000 };

/* Noise in the last places of a lower level's results wins no pair: scores are compared as ranks compare them. */
static double compared_score(book *b, grown *g, const aggregate_site *site, size_t child)
{
    const ref score = site_score(b, site, child);

    grow(b, g, "IF(ISNUMBER(%s),ROUND(%s,9),\"\")", score.text, score.text);
    return round_score(site_score_now(b, site, child));
}

/* For each unit of the column: the weight in which this one is better, less that in which it is worse. "" counts as
 * greater than any number, so it is told apart. */
static void grow_leads(book *b, grown *g, const aggregate_site *site)
{
    for (size_t k = 0; k < site->about->n_children; k++) {
        const ref x = site_helper(b, site, PAIRS_SCORE, k), all = site_column(b, site, PAIRS_SCORE, k);

        grow(b, g, "%s%s*ISNUMBER(%s)*ISNUMBER(%s)*((%s<%s)-(%s>%s))", k == 0 ? "" : "+",
            site_above(b, site, PAIRS_SCORE, k, 0).text, x.text, all.text, all.text, x.text, all.text, x.text);
    }
}

/* For each unit of the column: the weight of the children in which both have a score. */
static void grow_shared(book *b, grown *g, const aggregate_site *site)
{
    for (size_t k = 0; k < site->about->n_children; k++)
        grow(b, g, "%s%s*ISNUMBER(%s)*ISNUMBER(%s)", k == 0 ? "" : "+", site_above(b, site, PAIRS_SCORE, k, 0).text,
            site_helper(b, site, PAIRS_SCORE, k).text, site_column(b, site, PAIRS_SCORE, k).text);
}

typedef struct {
    double lead, shared, all;
} pairing;

static pairing pair_now(const book *b, const aggregate_site *site, size_t other)
{
    pairing pair = {0.0, 0.0, 0.0};

    for (size_t k = 0; k < site->about->n_children; k++) {
        const double x = site_helper_now(b, site, PAIRS_SCORE, k, site->unit);
        const double y = site_helper_now(b, site, PAIRS_SCORE, k, other), w = site_weight_now(b, site, k);

        pair.lead += x > y ? w : x < y ? -w : 0.0;
        pair.shared += isnan(x) || isnan(y) ? 0.0 : w;
        pair.all += w;
    }
    return pair;
}

/* A pair is won by a billionth of the weight at least: TRUNC takes smaller leads for none. */
static double pairs_net(book *b, grown *g, const aggregate_site *site, size_t child)
{
    double net = 0.0;

    (void) child;
    grow(b, g, "SUMPRODUCT(SIGN(TRUNC((");
    grow_leads(b, g, site);
    grow(b, g, ")/(1E-9*SUM(%s)))))", site_weights(b, site).text);
    for (size_t i = 0; i < b->n_units; i++) {
        const pairing pair = pair_now(b, site, i);

        net += pair.lead > 1e-9 * pair.all ? 1.0 : pair.lead < -1e-9 * pair.all ? -1.0 : 0.0;
    }
    return net;
}

static void score_copeland(book *b, grown *g, const aggregate_site *site)
{
    grow(b, g, "%s", site_helper(b, site, PAIRS_NET, 0).text);
}

/* Less one: the unit shares all with itself. */
static double pairs_others(book *b, grown *g, const aggregate_site *site, size_t child)
{
    double n = -1.0;

    (void) child;
    grow(b, g, "SUMPRODUCT(--(");
    grow_shared(b, g, site);
    grow(b, g, ">0))-1");
    for (size_t i = 0; i < b->n_units; i++)
        n += pair_now(b, site, i).shared > 0.0 ? 1.0 : 0.0;
    return n;
}

static double pairs_flow(book *b, grown *g, const aggregate_site *site, size_t child)
{
    grown shared = {.length = 0};
    double flow = 0.0;

    (void) child;
    grow_shared(b, &shared, site);
    grow(b, g, "SUMPRODUCT((");
    grow_leads(b, g, site);
    grow(b, g, ")/(%s+(%s=0)))", shared.text, shared.text);
    for (size_t i = 0; i < b->n_units; i++) {
        const pairing pair = pair_now(b, site, i);

        flow += fabs(pair.lead) > 1e-9 * pair.all ? pair.lead / pair.shared : 0.0;
    }
    return flow;
}

static void score_outranking(book *b, grown *g, const aggregate_site *site)
{
    const ref others = site_helper(b, site, PAIRS_OTHERS, 0), flow = site_helper(b, site, PAIRS_FLOW, 0);

    grow(b, g, "IF(%s>0,%s*%s/%s,\"\")", others.text, site_input(b, site, "points").text, flow.text, others.text);
}

/* ---- the rows ---- */

static const formula_helper wroclaw_helpers[] = {
    {.word = "square",
        .name = "weighted square of the distance from the best score; above: the best",
        .each = 1,
        .figure = square_from_best,
        .above = {best_of_child, NULL}},
    {.word = "distance",
        .name = "distance from the best; above: mean and twice the standard deviation",
        .figure = distance_from_best,
        .above = {critical_distance, NULL}},
};
static const formula_helper topsis_helpers[] = {
    {.word = "from best",
        .name = "square of the weighted distance from the best score; above: the best",
        .each = 1,
        .figure = topsis_from_best,
        .above = {best_of_child, NULL}},
    {.word = "from worst",
        .name = "square of the weighted distance from the worst score; above: the worst",
        .each = 1,
        .figure = topsis_from_worst,
        .above = {worst_of_child, NULL}},
    {.word = "to best", .name = "distance from the best", .figure = topsis_to_best},
    {.word = "to worst", .name = "distance from the worst", .figure = topsis_to_worst},
};
static const formula_helper vikor_helpers[] = {
    {.word = "regret",
        .name = "weighted share of the way from the best score; above: the best, the worst",
        .each = 1,
        .figure = regret,
        .above = {best_of_child, worst_of_child}},
    {.word = "mean regret",
        .name = "mean of them; above: the least, the greatest",
        .figure = mean_regret,
        .above = {least_mean, greatest_mean}},
    {.word = "worst regret",
        .name = "greatest of them by weight; above: the least, the greatest",
        .figure = worst_regret,
        .above = {least_worst, greatest_worst}},
};
static const formula_helper copeland_helpers[] = {
    {.word = "compared",
        .name = "score as it is compared; above: the weight",
        .each = 1,
        .figure = compared_score,
        .above = {weight_of_child, NULL}},
    {.word = "net", .name = "pairs won less pairs lost", .whole = 1, .figure = pairs_net},
};
static const formula_helper outranking_helpers[] = {
    {.word = "compared",
        .name = "score as it is compared; above: the weight",
        .each = 1,
        .figure = compared_score,
        .above = {weight_of_child, NULL}},
    {.word = "others", .name = "units with which a score is shared", .whole = 1, .figure = pairs_others},
    {.word = "flow", .name = "sum over them of the share of weight won less the share lost", .figure = pairs_flow},
};
static const char *const points_inputs[] = {"points", NULL};
static const char *const vikor_inputs[] = {"points", "v", NULL};

static const formula_aggregator compared_rows[] = {
    {.name = "wroclaw", .inputs = points_inputs, .helpers = wroclaw_helpers, .n_helpers = 2, .score = score_wroclaw},
    {.name = "topsis", .inputs = points_inputs, .helpers = topsis_helpers, .n_helpers = 4, .score = score_topsis},
    {.name = "vikor", .inputs = vikor_inputs, .helpers = vikor_helpers, .n_helpers = 3, .score = score_vikor},
    {.name = "copeland",
        .most_units = MOST_COMPARED,
        .helpers = copeland_helpers,
        .n_helpers = 2,
        .score = score_copeland},
    {.name = "outranking",
        .inputs = points_inputs,
        .most_units = MOST_COMPARED,
        .helpers = outranking_helpers,
        .n_helpers = 3,
        .score = score_outranking},
};
const formula_family formula_compared = {compared_rows, sizeof compared_rows / sizeof *compared_rows};

#define OPTIMISED "finds the weights of each unit by a linear programme, which no formula solves"
#define SAMPLED "sets each unit against every other in all parts at once, which takes a table of units by units"

static const formula_aggregator never_rows[] = {
    {.name = "bod", .never = OPTIMISED},
    {.name = "bod_bounds", .never = OPTIMISED},
    {.name = "bod_geometric", .never = OPTIMISED},
    {.name = "bod_leeway", .never = OPTIMISED},
    {.name = "bod_two_level", .never = OPTIMISED},
    {.name = "bod_ordinal", .never = OPTIMISED},
    {.name = "bod_directional", .never = OPTIMISED},
    {.name = "bod_order_m", .never = SAMPLED},
    {.name = "bod_order_alpha", .never = SAMPLED},
};
const formula_family formula_never = {never_rows, sizeof never_rows / sizeof *never_rows};
