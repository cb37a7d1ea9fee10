/* Uncertainty: what may be asked of it.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "analysis/assessment.h"
#include "analysis/uncertainty_body.h"

uint64_t titian_uncertainty_done(const titian_uncertainty *u)
{
    return u->done;
}

uint64_t titian_uncertainty_wanted(const titian_uncertainty *u)
{
    return u->options.replications;
}

uint64_t titian_uncertainty_seed(const titian_uncertainty *u)
{
    return u->options.seed;
}

size_t titian_uncertainty_top(const titian_uncertainty *u)
{
    return u->watch.top;
}

size_t titian_uncertainty_combinations(const titian_uncertainty *u)
{
    return titian_replicator_n_bases(u->replicator);
}

const titian_assessment *titian_uncertainty_nominal(const titian_uncertainty *u)
{
    return u->nominal;
}

size_t titian_uncertainty_n_nodes(const titian_uncertainty *u)
{
    return u->watch.n_nodes;
}

size_t titian_uncertainty_node(const titian_uncertainty *u, size_t k)
{
    return u->watch.nodes[k];
}

size_t titian_uncertainty_rank_width(const titian_uncertainty *u)
{
    return u->watch.width;
}

size_t titian_uncertainty_n_ranked(const titian_uncertainty *u)
{
    return u->watch.n_ranked;
}

/* Mean and standard deviation from the sums of deviations from the nominal value. */
static titian_spread spread_of(double nominal, const double sums[2], uint64_t n)
{
    const double count = (double) n, sum = sums[0], squares = sums[1];
    titian_spread s = {.nominal = nominal, .mean = TITIAN_MISSING, .sd = TITIAN_MISSING, .n = n};

    if (n > 0 && !isnan(nominal))
        s.mean = nominal + sum / count;
    if (n > 1 && !isnan(nominal))
        s.sd = sqrt(fmax(0.0, squares - sum * (sum / count)) / (count - 1.0));
    return s;
}

static titian_spread exact_spread_of(double nominal, const kernel_exact sums[2], uint64_t n)
{
    return spread_of(nominal, (double[2]){kernel_exact_value(&sums[0]), kernel_exact_value(&sums[1])}, n);
}

titian_spread titian_uncertainty_score(const titian_uncertainty *u, size_t k, size_t unit)
{
    const size_t at = k * u->watch.n_units + unit;

    return exact_spread_of(u->watch.scores[at], u->total->score_sums + 2 * at, u->total->present[at]);
}

double titian_uncertainty_score_quantile(const titian_uncertainty *u, size_t k, size_t unit, double p)
{
    return kernel_histogram_quantile(&u->total->scores[k * u->watch.n_units + unit], p);
}

/* ---- ranks ---- */

static const uint32_t *rank_counts(const titian_uncertainty *u, size_t k, size_t place)
{
    const size_t n_cells = titian_watch_cells(&u->watch, u->watch.n_ranked);

    return u->total->ranks + (k * u->watch.n_ranked + place) * n_cells;
}

titian_spread titian_uncertainty_rank(const titian_uncertainty *u, size_t k, size_t unit)
{
    const size_t place = u->place_ranked[unit];
    double sums[2];
    size_t at;

    if (place == TITIAN_NONE)
        return (titian_spread){TITIAN_MISSING, TITIAN_MISSING, TITIAN_MISSING, 0};
    at = k * u->watch.n_ranked + place;
    if (u->watch.ranks[at] == 0)
        return (titian_spread){TITIAN_MISSING, TITIAN_MISSING, TITIAN_MISSING, 0};
    titian_tally_rank_sums(u->total, k, place, sums);
    return spread_of((double) u->watch.ranks[at], sums,
        kernel_ranks_total(rank_counts(u, k, place), titian_watch_cells(&u->watch, u->watch.n_ranked)));
}

/* A quantile among cells of ranks, as a rank: that of one, or the middle of a cell of several. */
static double quantile_of(const uint32_t *counts, size_t n_cells, size_t width, double p)
{
    const double cell = kernel_ranks_quantile(counts, n_cells, p);

    return (cell - 1.0) * (double) width + 0.5 * ((double) width + 1.0);
}

double titian_uncertainty_rank_quantile(const titian_uncertainty *u, size_t k, size_t unit, double p)
{
    const size_t place = u->place_ranked[unit];

    if (place == TITIAN_NONE)
        return TITIAN_MISSING;
    return quantile_of(rank_counts(u, k, place), titian_watch_cells(&u->watch, u->watch.n_ranked), u->watch.width, p);
}

double titian_uncertainty_rank_share(const titian_uncertainty *u, size_t k, size_t unit, size_t rank)
{
    const size_t place = u->place_ranked[unit], cell = (rank - 1) / u->watch.width;

    if (place == TITIAN_NONE || rank < 1 || rank > u->watch.n_ranked)
        return 0.0;
    return (double) rank_counts(u, k, place)[cell] / (double) u->total->n;
}

double titian_uncertainty_lead(const titian_uncertainty *u, size_t unit)
{
    const size_t place = u->place_ranked[unit];

    return place == TITIAN_NONE ? TITIAN_MISSING : (double) u->total->leads[place] / (double) u->total->n;
}

double titian_uncertainty_band(const titian_uncertainty *u, size_t unit, size_t band)
{
    const size_t place = u->place_ranked[unit], n_bands = titian_assessment_recipe(u->nominal)->n_bands;

    if (place == TITIAN_NONE || band >= n_bands)
        return TITIAN_MISSING;
    return (double) u->total->bands[place * n_bands + band] / (double) u->total->n;
}

double titian_uncertainty_above(const titian_uncertainty *u, size_t unit, size_t other)
{
    const size_t a = u->place_ranked[unit], b = u->place_ranked[other];

    if (!u->watch.pairs || a == TITIAN_NONE || b == TITIAN_NONE)
        return TITIAN_MISSING;
    return (double) u->total->pairs[a * u->watch.n_ranked + b] / (double) u->total->n;
}

titian_spread titian_uncertainty_shift(const titian_uncertainty *u)
{
    return exact_spread_of(0.0, u->total->shift_sums, u->total->n);
}

/* ---- priorities ---- */

double titian_uncertainty_priority_quantile(const titian_uncertainty *u, size_t unit, double p)
{
    const size_t place = u->place_eligible[unit], n_cells = titian_watch_cells(&u->watch, u->watch.n_eligible);

    if (place == TITIAN_NONE)
        return TITIAN_MISSING;
    return quantile_of(u->total->priorities + place * n_cells, n_cells, u->watch.width, p);
}

double titian_uncertainty_first(const titian_uncertainty *u, size_t unit)
{
    const size_t place = u->place_eligible[unit];

    return place == TITIAN_NONE ? TITIAN_MISSING : (double) u->total->firsts[place] / (double) u->total->n;
}

titian_tier titian_uncertainty_tier(const titian_uncertainty *u, size_t unit)
{
    const double p = titian_uncertainty_first(u, unit);

    if (isnan(p))
        return TITIAN_TIER_NONE;
    if (p >= 0.9)
        return TITIAN_TIER_ROBUST;
    if (p >= 0.5)
        return TITIAN_TIER_LIKELY;
    return p >= 0.1 ? TITIAN_TIER_CONTESTED : TITIAN_TIER_NOT;
}

const char *titian_tier_name(titian_tier tier)
{
    static const char *const names[] = {"", "robust", "likely", "contested", "not priority"};

    return (unsigned) tier < sizeof names / sizeof *names ? names[tier] : "";
}

/* ---- money ---- */

titian_spread titian_uncertainty_amount(const titian_uncertainty *u, size_t unit)
{
    if (u->money == NULL)
        return (titian_spread){TITIAN_MISSING, TITIAN_MISSING, TITIAN_MISSING, 0};
    return titian_uncertainty_score(u, u->watch.n_nodes, unit); /* the series behind those of the nodes */
}

double titian_uncertainty_amount_quantile(const titian_uncertainty *u, size_t unit, double p)
{
    return u->money == NULL ? TITIAN_MISSING : titian_uncertainty_score_quantile(u, u->watch.n_nodes, unit, p);
}

uint64_t titian_uncertainty_shared(const titian_uncertainty *u)
{
    return u->total->shared[0];
}

/* A count of replications as a share of those in which there was money. */
static double share_of(const titian_uncertainty *u, const uint32_t *counts, size_t unit)
{
    return u->money == NULL || u->total->shared[0] == 0 ? TITIAN_MISSING
                                                        : (double) counts[unit] / (double) u->total->shared[0];
}

double titian_uncertainty_funded(const titian_uncertainty *u, size_t unit)
{
    return share_of(u, u->total->funded, unit);
}

double titian_uncertainty_largest(const titian_uncertainty *u, size_t unit)
{
    return share_of(u, u->total->largest, unit);
}

double titian_uncertainty_error(const titian_uncertainty *u, double p)
{
    return kernel_share_error(p, (double) u->total->n);
}
