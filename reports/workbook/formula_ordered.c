/* Methods that look at the order of a unit's scores, as formulas.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "workbook/formula_parts.h"

static void score_minimum(book *b, grown *g, const aggregate_site *site)
{
    grow_lowest(b, g, site, grow_score_itself);
}

static void score_maximum(book *b, grown *g, const aggregate_site *site)
{
    grow_highest(b, g, site, grow_score_itself);
}

/* ---- the weighted median ---- */

/* Between the least score up to which half the weight lies, and the least up to which more than half does: mostly one
 * and the same. The tolerance is the engine's. */
enum { MEDIAN_UP_TO, MEDIAN_WEIGHT, MEDIAN_LOWER, MEDIAN_UPPER };

/* Programs differ in which scores they take for equal: so those alike in 12 digits all are. */
static double weight_up_to(book *b, grown *g, const aggregate_site *site, size_t child)
{
    const double limit = site_score_now(b, site, child);
    const ref score = site_score(b, site, child), scores = site_scores(b, site);
    double sum = 0.0;

    grow(b, g, "IF(");
    grow_takes_part(b, g, site, child);
    grow(b, g, ",SUMPRODUCT(%s,--ISNUMBER(%s),--(%s<=%s+ABS(%s)*1E-12)),\"\")", site_weights(b, site).text,
        scores.text, scores.text, score.text, score.text);
    if (!site_takes_part(b, site, child))
        return TITIAN_MISSING;
    for (size_t k = 0; k < site->about->n_children; k++)
        if (site_takes_part(b, site, k) && site_score_now(b, site, k) <= limit + fabs(limit) * 1e-12)
            sum += site_weight_now(b, site, k);
    return sum;
}

static double weight_present(book *b, grown *g, const aggregate_site *site, size_t child)
{
    (void) child;
    grow_present(b, g, site);
    return site_present_now(b, site);
}

/* The least score up to which as much weight lies as `share` says. */
static double least_up_to(book *b, grown *g, const aggregate_site *site, const char *share, double limit)
{
    const ref total = site_helper(b, site, MEDIAN_WEIGHT, 0);
    double found = TITIAN_MISSING;

    grow(b, g, "IF(%s>0,MIN(", total.text);
    for (size_t k = 0; k < site->about->n_children; k++) {
        const double reached = site_helper_now(b, site, MEDIAN_UP_TO, k, site->unit);

        grow(b, g, "%sIF(N(%s)%s*%s,%s,9E+307)", k == 0 ? "" : ",", site_helper(b, site, MEDIAN_UP_TO, k).text, share,
            total.text, site_score(b, site, k).text);
        if (!isnan(reached) && reached >= limit * site_present_now(b, site))
            found = fmin(found, site_score_now(b, site, k));
    }
    grow(b, g, "),\"\")");
    return found;
}

static double lower_median(book *b, grown *g, const aggregate_site *site, size_t child)
{
    (void) child;
    return least_up_to(b, g, site, ">=(0.5-1E-12)", 0.5 - 1e-12);
}

static double upper_median(book *b, grown *g, const aggregate_site *site, size_t child)
{
    (void) child;
    return least_up_to(b, g, site, ">=(0.5+1E-12)", 0.5 + 1e-12);
}

static void score_median(book *b, grown *g, const aggregate_site *site)
{
    grow(b, g, "(%s+%s)/2", site_helper(b, site, MEDIAN_LOWER, 0).text, site_helper(b, site, MEDIAN_UPPER, 0).text);
}

/* ---- scores in their order ---- */

enum { ORDER_SCORE, ORDER_COUNT };

static double taking_part(book *b, grown *g, const aggregate_site *site, size_t child)
{
    grow(b, g, "IF(");
    grow_takes_part(b, g, site, child);
    grow(b, g, ",%s,\"\")", site_score(b, site, child).text);
    return site_takes_part(b, site, child) ? site_score_now(b, site, child) : TITIAN_MISSING;
}

static double count_taking_part(book *b, grown *g, const aggregate_site *site, size_t child)
{
    double n = 0.0;

    (void) child;
    grow(b, g, "COUNT(%s)", site_helpers(b, site, ORDER_SCORE).text);
    for (size_t k = 0; k < site->about->n_children; k++)
        n += site_takes_part(b, site, k) ? 1.0 : 0.0;
    return n;
}

/* 0^0 is no number in a spreadsheet: so the first weight is written without the second power. */
static void score_owa(book *b, grown *g, const aggregate_site *site)
{
    const ref scores = site_helpers(b, site, ORDER_SCORE), count = site_helper(b, site, ORDER_COUNT, 0);
    const ref alpha = site_input(b, site, "alpha");
    const char *m = count.text, *a = alpha.text;

    grow(b, g, "LARGE(%s,1)*(1/%s)^%s", scores.text, m, a);
    for (size_t k = 2; k <= site->about->n_children; k++)
        grow(b, g, "+IF(%s<%zu,0,LARGE(%s,%zu)*((%zu/%s)^%s-(%zu/%s)^%s))", m, k, scores.text, k, k, m, a, k - 1, m,
            a);
}

static void score_extreme_mean(book *b, grown *g, const aggregate_site *site)
{
    const ref scores = site_helpers(b, site, ORDER_SCORE), count = site_helper(b, site, ORDER_COUNT, 0);
    const ref taken = site_input(b, site, "count");
    const char *end = site_option(site, "of") > 0.5 ? "LARGE" : "SMALL";

    grow(b, g, "(");
    for (size_t k = 1; k <= site->about->n_children; k++)
        grow(b, g, "%sIF(MIN(%s,%s)<%zu,0,%s(%s,%zu))", k == 1 ? "" : "+", taken.text, count.text, k, end,
            scores.text, k);
    grow(b, g, ")/MIN(%s,%s)", taken.text, count.text);
}

/* ---- the rows ---- */

static const formula_helper median_helpers[] = {
    {.word = "up to", .name = "weight of the scores up to this one", .each = 1, .figure = weight_up_to},
    {.word = "weight", .name = "weight of all scores", .figure = weight_present},
    {.word = "lower", .name = "least score up to which half the weight lies", .figure = lower_median},
    {.word = "upper", .name = "least score up to which more than half the weight lies", .figure = upper_median},
};
static const formula_helper order_helpers[] = {
    {.word = "score", .name = "score, where it has a weight", .each = 1, .figure = taking_part},
    {.word = "count", .name = "number of scores", .whole = 1, .figure = count_taking_part},
};
static const char *const owa_inputs[] = {"alpha", NULL};
static const char *const extreme_inputs[] = {"count", NULL};

static const formula_aggregator rows[] = {
    {.name = "median", .helpers = median_helpers, .n_helpers = 4, .score = score_median},
    {.name = "minimum", .score = score_minimum},
    {.name = "maximum", .score = score_maximum},
    {.name = "owa", .inputs = owa_inputs, .helpers = order_helpers, .n_helpers = 2, .score = score_owa},
    {.name = "extreme_mean",
        .inputs = extreme_inputs,
        .helpers = order_helpers,
        .n_helpers = 2,
        .score = score_extreme_mean},
};
const formula_family formula_ordered = {rows, sizeof rows / sizeof *rows};
