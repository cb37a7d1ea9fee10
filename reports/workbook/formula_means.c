/* Means as formulas: every score counts by its weight; and means less a penalty for imbalance.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "workbook/formula_parts.h"

/* ---- plain means ---- */

static void score_arithmetic(book *b, grown *g, const aggregate_site *site)
{
    grow_mean(b, g, site);
}

/* A score, raised to the floor. */
static void grow_raised(book *b, grown *g, const aggregate_site *site, size_t child)
{
    grow(b, g, "MAX(%s,%s)", site_score(b, site, child).text, site_floor(b, site).text);
}

static void term_log(book *b, grown *g, const aggregate_site *site, size_t child)
{
    grow(b, g, "%s*LN(", site_weight(b, site, child).text);
    grow_raised(b, g, site, child);
    grow(b, g, ")");
}

static void score_geometric(book *b, grown *g, const aggregate_site *site)
{
    grow(b, g, "EXP((");
    grow_sum(b, g, site, term_log);
    grow(b, g, ")/");
    grow_present(b, g, site);
    grow(b, g, ")");
}

static void term_reciprocal(book *b, grown *g, const aggregate_site *site, size_t child)
{
    grow(b, g, "%s/", site_weight(b, site, child).text);
    grow_raised(b, g, site, child);
}

static void score_harmonic(book *b, grown *g, const aggregate_site *site)
{
    grow_present(b, g, site);
    grow(b, g, "/(");
    grow_sum(b, g, site, term_reciprocal);
    grow(b, g, ")");
}

static void score_quadratic(book *b, grown *g, const aggregate_site *site)
{
    const ref scores = site_scores(b, site);

    grow(b, g, "SQRT(SUMPRODUCT(%s,%s,%s)/", site_weights(b, site).text, scores.text, scores.text);
    grow_present(b, g, site);
    grow(b, g, ")");
}

static void term_reversed(book *b, grown *g, const aggregate_site *site, size_t child)
{
    const ref low = site_input(b, site, "low"), high = site_input(b, site, "high");

    grow(b, g, "%s*LN((%s-%s)/(%s-%s)*9+1)", site_weight(b, site, child).text, high.text,
        site_score(b, site, child).text, high.text, low.text);
}

static void score_reversed(book *b, grown *g, const aggregate_site *site)
{
    const ref low = site_input(b, site, "low"), high = site_input(b, site, "high");

    grow(b, g, "%s+(10-EXP((", low.text);
    grow_sum(b, g, site, term_reversed);
    grow(b, g, ")/");
    grow_present(b, g, site);
    grow(b, g, "))/9*(%s-%s)", high.text, low.text);
}

/* ---- power means ---- */

/* Scores are taken as shares of the leading one, the greatest where p is above 0, else the least: their powers are
 * then numbers from 0 to 1. */
enum { POWER_LEADING, POWER_SUM };

static double now_raised(const book *b, const aggregate_site *site, size_t child)
{
    return fmax(site_score_now(b, site, child), site_option(site, "floor"));
}

static double leading(book *b, grown *g, const aggregate_site *site, size_t child)
{
    const double p = site_option(site, "p");
    double found = TITIAN_MISSING;

    (void) child;
    grow_if_any(b, g, site);
    grow(b, g, "IF(%s>0,", site_input(b, site, "p").text);
    grow_highest(b, g, site, grow_raised);
    grow(b, g, ",");
    grow_lowest(b, g, site, grow_raised);
    grow(b, g, "),\"\")");
    for (size_t k = 0; k < site->about->n_children; k++) {
        const double y = site_takes_part(b, site, k) ? now_raised(b, site, k) : TITIAN_MISSING;

        found = p > 0.0 ? fmax(found, y) : fmin(found, y);
    }
    return found;
}

static void term_power(book *b, grown *g, const aggregate_site *site, size_t child)
{
    const ref p = site_input(b, site, "p"), lead = site_helper(b, site, POWER_LEADING, 0);
    const ref w = site_weight(b, site, child);

    grow(b, g, "%s*IF(%s=0,LN(", w.text, p.text);
    grow_raised(b, g, site, child);
    grow(b, g, "/%s),(", lead.text);
    grow_raised(b, g, site, child);
    grow(b, g, "/%s)^%s)", lead.text, p.text);
}

static double power_sum(book *b, grown *g, const aggregate_site *site, size_t child)
{
    const double p = site_option(site, "p"), lead = site_helper_now(b, site, POWER_LEADING, 0, site->unit);
    const ref leading_score = site_helper(b, site, POWER_LEADING, 0);
    double sum = 0.0;

    (void) child;
    grow(b, g, "IF(ISNUMBER(%s),IF(%s>0,", leading_score.text, leading_score.text);
    grow_sum(b, g, site, term_power);
    grow(b, g, ",0),\"\")");
    if (isnan(lead))
        return TITIAN_MISSING;
    for (size_t k = 0; k < site->about->n_children && lead > 0.0; k++) {
        const double share = now_raised(b, site, k) / lead;

        if (site_takes_part(b, site, k))
            sum += site_weight_now(b, site, k) * (p == 0.0 ? log(share) : pow(share, p));
    }
    return sum;
}

static void score_power(book *b, grown *g, const aggregate_site *site)
{
    const ref p = site_input(b, site, "p"), lead = site_helper(b, site, POWER_LEADING, 0);
    const ref sum = site_helper(b, site, POWER_SUM, 0);

    grow(b, g, "IF(%s>0,%s*IF(%s=0,EXP(%s/", lead.text, lead.text, p.text, sum.text);
    grow_present(b, g, site);
    grow(b, g, "),(%s/", sum.text);
    grow_present(b, g, site);
    grow(b, g, ")^(1/%s)),0)", p.text);
}

/* The root of so small an order takes away the digits of the mean. */
static const char *power_why_not(const titian_choice *choice)
{
    const double p = option_number(choice, "p");

    return p != 0.0 && fabs(p) < 1e-4 ? "cannot be computed by a spreadsheet to enough digits for p so near to 0"
                                      : NULL;
}

static const formula_helper power_helpers[] = {
    {.word = "leading", .name = "leading score: the highest where p is above 0, else the lowest", .figure = leading},
    {.word = "sum",
        .name = "sum of weighted powers (p = 0: logarithms) of shares of the leading score",
        .figure = power_sum},
};
static const char *const power_inputs[] = {"p", NULL};
static const char *const range_inputs[] = {"range", NULL};

static const formula_aggregator mean_rows[] = {
    {.name = "arithmetic", .score = score_arithmetic},
    {.name = "geometric", .score = score_geometric},
    {.name = "harmonic", .score = score_harmonic},
    {.name = "power",
        .inputs = power_inputs,
        .why_not = power_why_not,
        .helpers = power_helpers,
        .n_helpers = 2,
        .score = score_power},
    {.name = "quadratic", .score = score_quadratic},
    {.name = "reversed_geometric", .inputs = range_inputs, .score = score_reversed},
};
const formula_family formula_means = {mean_rows, sizeof mean_rows / sizeof *mean_rows};

/* ---- less a penalty ---- */

static double mean_now(const book *b, const aggregate_site *site)
{
    const double present = site_present_now(b, site);
    double sum = 0.0;

    for (size_t k = 0; k < site->about->n_children; k++)
        sum += site_takes_part(b, site, k) ? site_weight_now(b, site, k) * site_score_now(b, site, k) : 0.0;
    return present > 0.0 ? sum / present : TITIAN_MISSING;
}

static double mean_score(book *b, grown *g, const aggregate_site *site, size_t child)
{
    (void) child;
    grow_if_any(b, g, site);
    grow_mean(b, g, site);
    grow(b, g, ",\"\")");
    return mean_now(b, site);
}

static double lowest_score(book *b, grown *g, const aggregate_site *site, size_t child)
{
    double found = TITIAN_MISSING;

    (void) child;
    grow_if_any(b, g, site);
    grow_lowest(b, g, site, grow_score_itself);
    grow(b, g, ",\"\")");
    for (size_t k = 0; k < site->about->n_children; k++)
        if (site_takes_part(b, site, k))
            found = fmin(found, site_score_now(b, site, k));
    return found;
}

enum { MPI_MEAN, MPI_VARIANCE };

static void term_square(book *b, grown *g, const aggregate_site *site, size_t child)
{
    grow(b, g, "%s*(%s-%s)^2", site_weight(b, site, child).text, site_score(b, site, child).text,
        site_helper(b, site, MPI_MEAN, 0).text);
}

/* The method ampi has no option `divisor`. */
static int by_one_less(const aggregate_site *site)
{
    return site_option(site, "divisor") > 0.5;
}

static double variance(book *b, grown *g, const aggregate_site *site, size_t child)
{
    const double mean = site_helper_now(b, site, MPI_MEAN, 0, site->unit);
    double sum = 0.0, n = 0.0;

    (void) child;
    grow(b, g, "IF(ISNUMBER(%s),(", site_helper(b, site, MPI_MEAN, 0).text);
    grow_sum(b, g, site, term_square);
    grow(b, g, ")/");
    grow_present(b, g, site);
    if (by_one_less(site)) {
        grown count = {.length = 0};

        grow(b, &count, "SUMPRODUCT(--(%s>0),--ISNUMBER(%s))", site_weights(b, site).text, site_scores(b, site).text);
        grow(b, g, "*IF(%s>1,%s/(%s-1),1)", count.text, count.text, count.text);
    }
    grow(b, g, ",\"\")");
    for (size_t k = 0; k < site->about->n_children; k++) {
        const double away = site_score_now(b, site, k) - mean;

        sum += site_takes_part(b, site, k) ? site_weight_now(b, site, k) * away * away : 0.0;
        n += site_takes_part(b, site, k) ? 1.0 : 0.0;
    }
    return sum / site_present_now(b, site) * (by_one_less(site) && n > 1.0 ? n / (n - 1.0) : 1.0);
}

/* Without a mean above 0 there is no index: an error, as in the engine. */
static void score_mpi(book *b, grown *g, const aggregate_site *site)
{
    const ref mean = site_helper(b, site, MPI_MEAN, 0), spread = site_helper(b, site, MPI_VARIANCE, 0);

    grow(b, g, "IF(%s>0,%s+IF(%s=\"plus\",1,-1)*%s/%s,NA())", mean.text, mean.text,
        site_input(b, site, "penalty").text, spread.text, mean.text);
}

enum { MIN_MEAN, MIN_LOWEST };

static void score_mean_min(book *b, grown *g, const aggregate_site *site)
{
    const ref mean = site_helper(b, site, MIN_MEAN, 0), low = site_helper(b, site, MIN_LOWEST, 0);
    const ref alpha = site_input(b, site, "alpha"), beta = site_input(b, site, "beta");
    const char *m = mean.text, *l = low.text;

    /* sqrt((m - l)^2 + beta^2) - beta without the difference of near equals */
    grow(b, g, "%s-IF(%s>%s,%s*(%s-%s)*((%s-%s)/(SQRT((%s-%s)^2+%s^2)+%s)),0)", m, m, l, alpha.text, m, l, m, l, m, l,
        beta.text, beta.text);
}

enum { LINK_LOWEST };

static void term_link(book *b, grown *g, const aggregate_site *site, size_t child)
{
    grow(b, g, "%s*(1-EXP((%s-%s)/%s))", site_weight(b, site, child).text, site_helper(b, site, LINK_LOWEST, 0).text,
        site_score(b, site, child).text, site_input(b, site, "width").text);
}

static void score_weak_link(book *b, grown *g, const aggregate_site *site)
{
    grow(b, g, "%s+%s*%s*(", site_helper(b, site, LINK_LOWEST, 0).text, site_input(b, site, "b").text,
        site_input(b, site, "width").text);
    grow_sum(b, g, site, term_link);
    grow(b, g, ")/");
    grow_present(b, g, site);
}

static const formula_helper mpi_helpers[] = {
    {.word = "mean", .name = "weighted mean of the scores", .figure = mean_score},
    {.word = "variance", .name = "weighted variance of the scores", .figure = variance},
};
static const formula_helper mean_min_helpers[] = {
    {.word = "mean", .name = "weighted mean of the scores", .figure = mean_score},
    {.word = "lowest", .name = "lowest score", .figure = lowest_score},
};
static const formula_helper weak_link_helpers[] = {
    {.word = "lowest", .name = "lowest score", .figure = lowest_score}};
static const char *const mpi_inputs[] = {"penalty", NULL};
static const char *const mean_min_inputs[] = {"alpha", "beta", NULL};
static const char *const weak_link_inputs[] = {"b", "width", NULL};

static const formula_aggregator balanced_rows[] = {
    {.name = "mpi", .inputs = mpi_inputs, .helpers = mpi_helpers, .n_helpers = 2, .score = score_mpi},
    {.name = "ampi", .inputs = mpi_inputs, .helpers = mpi_helpers, .n_helpers = 2, .score = score_mpi},
    {.name = "mean_min",
        .inputs = mean_min_inputs,
        .helpers = mean_min_helpers,
        .n_helpers = 2,
        .score = score_mean_min},
    {.name = "weak_link",
        .inputs = weak_link_inputs,
        .helpers = weak_link_helpers,
        .n_helpers = 1,
        .score = score_weak_link},
};
const formula_family formula_balanced = {balanced_rows, sizeof balanced_rows / sizeof *balanced_rows};
