/* Uncertainty as tables.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <string.h>

#include "analysis/assessment.h"
#include "analysis/listed.h"
#include "analysis/uncertainty_body.h"
#include "core/listing.h"

enum { COLUMNS_TEXT = 4096 };

typedef struct {
    const char *name, *summary;
    /* names of the columns, "Q" standing for one column for each quantile: "Score.Q" */
    const char *columns;
    int pairs; /* 1: needs them counted */
    void (*fill)(titian_listing *listing, const titian_uncertainty *u);
} kind;

static const titian_uncertainty_rules *rules_of(const titian_uncertainty *u)
{
    return &titian_assessment_recipe(u->nominal)->uncertainty;
}

static const titian_panel *scores_of(const titian_uncertainty *u)
{
    return titian_assessment_result(u->nominal, TITIAN_RESULT_AGGREGATED);
}

static void add_unit(titian_listing *listing, const titian_uncertainty *u, size_t unit)
{
    titian_listing_add_text(listing, titian_panel_unit(scores_of(u), unit)->code);
}

typedef double (*quantile_fn)(const titian_uncertainty *u, size_t k, size_t unit, double p);

/* Nominal, mean, sd, then the model's quantiles. */
static void add_spread(titian_listing *listing, const titian_uncertainty *u, titian_spread spread,
    quantile_fn quantile, const size_t at[2])
{
    titian_listing_add_number(listing, spread.nominal);
    titian_listing_add_number(listing, spread.mean);
    titian_listing_add_number(listing, spread.sd);
    for (size_t q = 0; q < rules_of(u)->n_quantiles; q++)
        titian_listing_add_number(
            listing, spread.n > 0 ? quantile(u, at[0], at[1], rules_of(u)->quantiles[q]) : TITIAN_MISSING);
}

static void add_score_and_rank(titian_listing *listing, const titian_uncertainty *u, size_t k, size_t unit)
{
    const size_t at[] = {k, unit};

    add_spread(listing, u, titian_uncertainty_score(u, k, unit), titian_uncertainty_score_quantile, at);
    add_spread(listing, u, titian_uncertainty_rank(u, k, unit), titian_uncertainty_rank_quantile, at);
}

static void add_priority(titian_listing *listing, const titian_uncertainty *u, size_t unit)
{
    const titian_priority_state *state = titian_assessment_priority(u->nominal, unit);
    const double first = titian_uncertainty_first(u, unit);

    titian_listing_add_number(listing, state != NULL && state->rank > 0 ? (double) state->rank : TITIAN_MISSING);
    for (size_t q = 0; q < rules_of(u)->n_quantiles; q++)
        titian_listing_add_number(listing, titian_uncertainty_priority_quantile(u, unit, rules_of(u)->quantiles[q]));
    titian_listing_add_number(listing, first);
    titian_listing_add_number(listing, titian_uncertainty_error(u, first));
    titian_listing_add_text(listing, titian_tier_name(titian_uncertainty_tier(u, unit)));
}

static void fill_units(titian_listing *listing, const titian_uncertainty *u)
{
    for (size_t i = 0; i < u->watch.n_units; i++) {
        if (titian_assessment_unit(u->nominal, i, u->nominal->n_years - 1)->dropped)
            continue;
        add_unit(listing, u, i);
        titian_listing_add_text(listing, titian_panel_unit(scores_of(u), i)->name);
        add_score_and_rank(listing, u, u->watch.n_nodes - 1, i);
        titian_listing_add_number(listing, titian_uncertainty_lead(u, i));
        add_priority(listing, u, i);
        titian_listing_add_override(listing, u->nominal, i);
    }
}

static void fill_nodes(titian_listing *listing, const titian_uncertainty *u)
{
    const titian_framework *framework = titian_assessment_recipe(u->nominal)->framework;

    for (size_t i = 0; i < u->watch.n_units; i++) {
        if (titian_assessment_unit(u->nominal, i, u->nominal->n_years - 1)->dropped)
            continue;
        for (size_t k = u->watch.n_nodes; k-- > 0;) {
            add_unit(listing, u, i);
            titian_listing_add_text(listing, titian_framework_node(framework, u->watch.nodes[k])->code);
            add_score_and_rank(listing, u, k, i);
        }
    }
}

static void fill_ranks(titian_listing *listing, const titian_uncertainty *u)
{
    for (size_t k = 0; k < u->watch.n_ranked; k++)
        for (size_t rank = 1; rank <= u->watch.n_ranked; rank += u->watch.width) {
            const double share = titian_uncertainty_rank_share(u, u->watch.n_nodes - 1, u->watch.ranked[k], rank);

            if (!(share > 0.0))
                continue;
            add_unit(listing, u, u->watch.ranked[k]);
            titian_listing_add_number(listing, (double) rank);
            titian_listing_add_number(listing, share);
        }
}

static void fill_bands(titian_listing *listing, const titian_uncertainty *u)
{
    const titian_recipe *recipe = titian_assessment_recipe(u->nominal);

    for (size_t k = 0; k < u->watch.n_ranked; k++)
        for (size_t band = 0; band < recipe->n_bands; band++) {
            add_unit(listing, u, u->watch.ranked[k]);
            titian_listing_add_text(listing, recipe->bands[band].name);
            titian_listing_add_number(listing, titian_uncertainty_band(u, u->watch.ranked[k], band));
        }
}

static void fill_pairs(titian_listing *listing, const titian_uncertainty *u)
{
    for (size_t k = 0; k < u->watch.n_ranked; k++)
        for (size_t other = 0; other < u->watch.n_ranked; other++) {
            if (k == other)
                continue;
            add_unit(listing, u, u->watch.ranked[k]);
            add_unit(listing, u, u->watch.ranked[other]);
            titian_listing_add_number(
                listing, titian_uncertainty_above(u, u->watch.ranked[k], u->watch.ranked[other]));
        }
}

static double largest_error(const titian_uncertainty *u)
{
    double largest = 0.0;

    for (size_t i = 0; i < u->watch.n_units; i++) {
        const double p = u->watch.n_eligible > 0 ? titian_uncertainty_first(u, i) : titian_uncertainty_lead(u, i);
        const double error = titian_uncertainty_error(u, p);

        largest = error > largest ? error : largest;
    }
    return largest;
}

static void fill_summary(titian_listing *listing, const titian_uncertainty *u)
{
    const titian_spread shift = titian_uncertainty_shift(u);

    titian_listing_add_number(listing, (double) u->done);
    titian_listing_add_number(listing, (double) u->options.replications);
    titian_listing_add_number(listing, (double) u->options.seed);
    titian_listing_add_number(listing, (double) rules_of(u)->n_factors);
    titian_listing_add_number(listing, (double) titian_uncertainty_combinations(u));
    titian_listing_add_number(listing, (double) u->watch.n_ranked);
    titian_listing_add_number(listing, (double) u->watch.top);
    titian_listing_add_number(listing, shift.mean);
    titian_listing_add_number(listing, shift.sd);
    titian_listing_add_number(listing, largest_error(u));
}

static const kind kinds[] = {
    {"units", "each unit: score and rank of the index, place among the priorities, and how sure they are",
        "uCode,uName,Score,Score.Mean,Score.SD,Score.Q,Rank,Rank.Mean,Rank.SD,Rank.Q,P.Top,Priority,Priority.Q,"
        "P.First,P.First.SE,Tier,By.Hand",
        0, fill_units},
    {"nodes", "each unit and area: score and rank",
        "uCode,iCode,Score,Score.Mean,Score.SD,Score.Q,Rank,Rank.Mean,Rank.SD,Rank.Q", 0, fill_nodes},
    {"ranks", "each unit: how often it has each rank of the index", "uCode,Rank,Probability", 0, fill_ranks},
    {"bands", "each unit: how often it is in each band", "uCode,Band,Probability", 0, fill_bands},
    {"pairs", "each pair of units: how often the first ranks above the second", "uCode,Other,Probability", 1,
        fill_pairs},
    {"summary", "how it was run, and how far ranks move",
        "Replications,Wanted,Seed,Factors,Combinations,Ranked,Top,Shift.Mean,Shift.SD,Largest.SE", 0, fill_summary},
};

enum { N_KINDS = sizeof kinds / sizeof *kinds };

size_t titian_uncertainty_n_tables(void)
{
    return N_KINDS;
}

const char *titian_uncertainty_table_name(size_t table)
{
    return kinds[table].name;
}

const char *titian_uncertainty_table_summary(size_t table)
{
    return kinds[table].summary;
}

int titian_uncertainty_table_pairs(size_t table)
{
    return kinds[table].pairs;
}

/* "Score.Q" becomes "Score.Q5,Score.Q50,Score.Q95". */
static void name_columns(const titian_uncertainty *u, const char *columns, char text[COLUMNS_TEXT])
{
    const titian_uncertainty_rules *rules = rules_of(u);
    size_t at = 0;

    text[0] = '\0';
    for (size_t n; at < COLUMNS_TEXT && (n = strcspn(columns, ",")) > 0; columns += n + (columns[n] == ',' ? 1 : 0)) {
        const int each = n > 2 && columns[n - 1] == 'Q' && columns[n - 2] == '.';

        for (size_t q = 0; at < COLUMNS_TEXT && q < (each ? rules->n_quantiles : 1); q++) {
            at += (size_t) snprintf(text + at, COLUMNS_TEXT - at, "%s%.*s", at > 0 ? "," : "", (int) n, columns);
            if (each && at < COLUMNS_TEXT)
                at += (size_t) snprintf(text + at, COLUMNS_TEXT - at, "%g", 100.0 * rules->quantiles[q]);
        }
    }
}

titian_status titian_uncertainty_make(
    titian_listing **out, const titian_uncertainty *u, size_t table, titian_error *err)
{
    char columns[COLUMNS_TEXT];
    titian_listing *listing = NULL;
    titian_status status = TITIAN_OK;

    *out = NULL;
    name_columns(u, kinds[table].columns, columns);
    listing = titian_listing_new(columns);
    if (listing == NULL)
        return titian_fail(err, TITIAN_E_MEMORY, "no memory for a table of uncertainty");
    kinds[table].fill(listing, u);
    status = titian_listing_check(listing, err);
    if (status != TITIAN_OK) {
        titian_listing_free(listing);
        return status;
    }
    *out = listing;
    return TITIAN_OK;
}
