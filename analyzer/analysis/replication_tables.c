/* Replications as tables: what each drew, and what came out.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <string.h>

#include "analysis/assessment.h"
#include "analysis/uncertainty_body.h"
#include "core/listing.h"

/* What the columns of a table depend on. */
typedef struct {
    const titian_recipe *recipe;
    const titian_replication *r;
    titian_reach reach;
    char *columns;
    size_t n_columns, room; /* bytes */
    titian_arena arena;
} layout;

typedef struct {
    const char *name, *summary;
    void (*head)(layout *l);
    void (*fill)(titian_listing *listing, const layout *l, uint64_t number);
} kind;

void titian_replication_reach(
    const titian_replication *r, unsigned char *weights, unsigned char *lows, unsigned char *highs)
{
    const titian_recipe *recipe = titian_assessment_recipe(titian_replication_nominal(r));
    const size_t n_nodes = titian_framework_n_nodes(recipe->framework);
    titian_reach reach = {weights, lows, highs};
    int found_in_data = titian_weights_from_data(recipe);

    for (size_t f = 0; f < recipe->uncertainty.n_factors; f++) {
        const titian_factor *factor = &recipe->uncertainty.factors[f];
        const titian_vary_row *row = titian_vary_row_at(factor->how.row);

        if (row->reach != NULL)
            row->reach(&(titian_site){.recipe = recipe, .factor = f}, &reach);
        for (size_t a = 0; a < factor->n_alternatives; a++)
            found_in_data |= (int) (factor->alternatives[a].replaces >> TITIAN_STAGE_WEIGH & 1u);
    }
    for (size_t k = 0; k < n_nodes; k++) {
        weights[k] |= (unsigned char) found_in_data;
        weights[k] &= titian_framework_node(recipe->framework, k)->parent != TITIAN_NONE; /* of the root: nothing */
    }
}

/* ---- columns ---- */

static const char *code_of(const layout *l, size_t node)
{
    return titian_framework_node(l->recipe->framework, node)->code;
}

/* Is what a factor draws told in one column under its name? */
static int has_word(const layout *l, size_t factor)
{
    return titian_vary_row_at(l->recipe->uncertainty.factors[factor].how.row)->place != NULL;
}

static void add_column(layout *l, const char *before, const char *name)
{
    l->n_columns += (size_t) snprintf(
        l->columns + l->n_columns, l->room - l->n_columns, "%s%s%s", l->n_columns > 0 ? "," : "", before, name);
}

static void head_draws(layout *l)
{
    const size_t n_indicators = titian_framework_n_indicators(l->recipe->framework);

    add_column(l, "", "Replication");
    for (size_t f = 0; f < l->recipe->uncertainty.n_factors; f++)
        if (has_word(l, f))
            add_column(l, "", l->recipe->uncertainty.factors[f].name);
    for (size_t k = 0; k < titian_framework_n_nodes(l->recipe->framework); k++)
        if (l->reach.weights[k])
            add_column(l, "Weight.", code_of(l, k));
    for (size_t j = 0; j < n_indicators; j++) {
        if (l->reach.lows[j])
            add_column(l, "Low.", code_of(l, j));
        if (l->reach.highs[j])
            add_column(l, "High.", code_of(l, j));
    }
    add_column(l, "", "Shift");
}

static void fill_draws(titian_listing *listing, const layout *l, uint64_t number)
{
    titian_listing_add_number(listing, (double) number);
    for (size_t f = 0; f < l->recipe->uncertainty.n_factors; f++)
        if (has_word(l, f))
            titian_listing_add_copy(listing, titian_replication_drawn(l->r, f));
    for (size_t k = 0; k < titian_framework_n_nodes(l->recipe->framework); k++)
        if (l->reach.weights[k])
            titian_listing_add_number(listing, titian_replication_weight(l->r, k));
    for (size_t j = 0; j < titian_framework_n_indicators(l->recipe->framework); j++) {
        if (l->reach.lows[j])
            titian_listing_add_number(listing, titian_replication_low(l->r, j));
        if (l->reach.highs[j])
            titian_listing_add_number(listing, titian_replication_high(l->r, j));
    }
    titian_listing_add_number(listing, titian_replication_shift(l->r));
}

static void head_scores(layout *l)
{
    add_column(l, "", "Replication,uCode,Score,Rank");
}

static void fill_scores(titian_listing *listing, const layout *l, uint64_t number)
{
    const titian_assessment *nominal = titian_replication_nominal(l->r);
    const size_t root = titian_framework_root(l->recipe->framework);

    for (size_t i = 0; i < nominal->n_units; i++) {
        const size_t rank = titian_replication_rank(l->r, root, i);

        if (titian_assessment_unit(nominal, i, nominal->n_years - 1)->dropped)
            continue;
        titian_listing_add_number(listing, (double) number);
        titian_listing_add_text(
            listing, titian_panel_unit(titian_assessment_result(nominal, TITIAN_RESULT_AGGREGATED), i)->code);
        titian_listing_add_number(listing, titian_replication_score(l->r, root, i));
        titian_listing_add_number(listing, rank > 0 ? (double) rank : TITIAN_MISSING);
    }
}

static void head_numbers(layout *l)
{
    add_column(l, "", "Replication");
    for (size_t f = 0; f < l->recipe->uncertainty.n_factors; f++) {
        size_t first = 0;
        const size_t n = titian_replication_n_numbers(l->r, f, &first);

        for (size_t k = 0; k < n; k++) {
            add_column(l, "u.", l->recipe->uncertainty.factors[f].name);
            if (n > 1)
                l->n_columns += (size_t) snprintf(l->columns + l->n_columns, l->room - l->n_columns, ".%zu", k + 1);
        }
    }
}

static void fill_numbers(titian_listing *listing, const layout *l, uint64_t number)
{
    const double *numbers = titian_replication_numbers(l->r);

    titian_listing_add_number(listing, (double) number);
    for (size_t f = 0; f < l->recipe->uncertainty.n_factors; f++) {
        size_t first = 0;
        const size_t n = titian_replication_n_numbers(l->r, f, &first);

        for (size_t k = 0; k < n; k++)
            titian_listing_add_number(listing, numbers[first + k]);
    }
}

/* ---- tables ---- */

static const kind kinds[] = {
    {"draws", "each replication: what each factor drew, the weights and goalposts it made, how far ranks moved",
        head_draws, fill_draws},
    {"scores", "each replication and unit: score and rank of the index", head_scores, fill_scores},
    {"numbers", "each replication: the numbers behind its draws, as --design takes them", head_numbers, fill_numbers},
};

enum { N_KINDS = sizeof kinds / sizeof *kinds };

size_t titian_replication_n_tables(void)
{
    return N_KINDS;
}

const char *titian_replication_table_name(size_t table)
{
    return kinds[table].name;
}

const char *titian_replication_table_summary(size_t table)
{
    return kinds[table].summary;
}

/* Bytes that are enough for the names of any table's columns. */
static size_t room_for_names(const layout *l)
{
    enum { AROUND = 32 }; /* what stands round a name: "Weight.", a number, a comma */
    size_t room = 256;

    for (size_t k = 0; k < titian_framework_n_nodes(l->recipe->framework); k++)
        room += 3 * (strlen(code_of(l, k)) + AROUND);
    for (size_t f = 0; f < l->recipe->uncertainty.n_factors; f++) {
        size_t first = 0;

        room += (titian_replication_n_numbers(l->r, f, &first) + 1) *
                (strlen(l->recipe->uncertainty.factors[f].name) + AROUND);
    }
    return room;
}

static titian_status lay_out(layout *l, titian_replication *r, size_t table, titian_error *err)
{
    const titian_recipe *recipe = titian_assessment_recipe(titian_replication_nominal(r));
    const size_t n_nodes = titian_framework_n_nodes(recipe->framework);
    const size_t n_indicators = titian_framework_n_indicators(recipe->framework);

    *l = (layout){.recipe = recipe, .r = r};
    l->room = room_for_names(l);
    l->reach.weights = titian_arena_array(&l->arena, n_nodes, 1);
    l->reach.lows = titian_arena_array(&l->arena, n_indicators, 1);
    l->reach.highs = titian_arena_array(&l->arena, n_indicators, 1);
    l->columns = titian_arena_array(&l->arena, l->room, 1);
    if (!l->reach.weights || !l->reach.lows || !l->reach.highs || !l->columns)
        return titian_fail(err, TITIAN_E_MEMORY, "no memory for the columns of a table");
    titian_replication_reach(r, l->reach.weights, l->reach.lows, l->reach.highs);
    kinds[table].head(l);
    return TITIAN_OK;
}

titian_status titian_replication_make(
    titian_listing **out, titian_replication *r, size_t table, uint64_t first, uint64_t n, titian_error *err)
{
    layout l;
    titian_status status = lay_out(&l, r, table, err);
    titian_listing *listing = status == TITIAN_OK ? titian_listing_new(l.columns) : NULL;

    *out = NULL;
    if (status == TITIAN_OK && listing == NULL)
        status = titian_fail(err, TITIAN_E_MEMORY, "no memory for a table of replications");
    for (uint64_t k = first; k < first + n && status == TITIAN_OK; k++) {
        status = titian_replication_run(r, k, err);
        if (status == TITIAN_OK)
            kinds[table].fill(listing, &l, k);
    }
    if (status == TITIAN_OK)
        status = titian_listing_check(listing, err);
    titian_arena_free(&l.arena);
    if (status != TITIAN_OK) {
        titian_listing_free(listing);
        return status;
    }
    *out = listing;
    return TITIAN_OK;
}
