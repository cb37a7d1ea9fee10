/* Sensitivity as tables.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "analysis/sensitivity_body.h"
#include "core/listing.h"

typedef struct {
    const char *name, *summary, *columns;
    int second, shapley; /* 1: needs it */
    void (*fill)(titian_listing *listing, const titian_sensitivity *s);
} kind;

static const titian_output shift = {.kind = TITIAN_OUTPUT_SHIFT};

static const char *factor_name(const titian_sensitivity *s, size_t factor)
{
    return titian_assessment_recipe(s->nominal)->uncertainty.factors[factor].name;
}

static void add_index(titian_listing *listing, titian_index index)
{
    titian_listing_add_number(listing, index.estimate);
    titian_listing_add_number(listing, index.low);
    titian_listing_add_number(listing, index.high);
}

static void fill_indices(titian_listing *listing, const titian_sensitivity *s)
{
    for (size_t f = 0; f < s->n_factors; f++) {
        titian_listing_add_text(listing, factor_name(s, f));
        add_index(listing, titian_sensitivity_first(s, shift, f));
        add_index(listing, titian_sensitivity_total(s, shift, f));
        titian_listing_add_text(listing, titian_sensitivity_matters(s, shift, f) ? "yes" : "no more than chance");
    }
    titian_listing_add_text(listing, "(dummy)");
    add_index(listing, titian_sensitivity_dummy(s, shift, 0));
    add_index(listing, titian_sensitivity_dummy(s, shift, 1));
    titian_listing_add_text(listing, "");
}

static void add_unit(titian_listing *listing, const titian_sensitivity *s, titian_output output)
{
    const titian_unit *unit =
        titian_panel_unit(titian_assessment_result(s->nominal, TITIAN_RESULT_AGGREGATED), output.unit);

    for (size_t f = 0; f < s->n_factors; f++) {
        titian_listing_add_text(listing, unit->code);
        titian_listing_add_text(listing, output.kind == TITIAN_OUTPUT_SCORE ? "score" : "rank");
        titian_listing_add_text(listing, factor_name(s, f));
        titian_listing_add_number(listing, titian_sensitivity_variance(s, output));
        add_index(listing, titian_sensitivity_first(s, output, f));
        add_index(listing, titian_sensitivity_total(s, output, f));
    }
}

static void fill_units(titian_listing *listing, const titian_sensitivity *s)
{
    for (size_t k = 0; k < s->watch.n_ranked; k++) {
        add_unit(listing, s, (titian_output){.kind = TITIAN_OUTPUT_SCORE, .unit = s->watch.ranked[k]});
        add_unit(listing, s, (titian_output){.kind = TITIAN_OUTPUT_RANK, .unit = s->watch.ranked[k]});
    }
}

static void fill_pairs(titian_listing *listing, const titian_sensitivity *s)
{
    for (size_t i = 0; i < s->n_factors; i++)
        for (size_t j = i + 1; j < s->n_factors; j++) {
            titian_listing_add_text(listing, factor_name(s, i));
            titian_listing_add_text(listing, factor_name(s, j));
            add_index(listing, titian_sensitivity_second(s, shift, i, j));
        }
}

static void fill_shapley(titian_listing *listing, const titian_sensitivity *s)
{
    for (size_t f = 0; f < s->n_factors; f++) {
        titian_listing_add_text(listing, factor_name(s, f));
        add_index(listing, titian_sensitivity_shapley(s, shift, f));
    }
}

static void fill_alone(titian_listing *listing, const titian_sensitivity *s)
{
    const titian_panel *scores = titian_assessment_result(s->nominal, TITIAN_RESULT_AGGREGATED);

    for (size_t k = 0; k < s->n_alone; k++) {
        const titian_alone *row = &s->alone[k];

        titian_listing_add_text(listing, factor_name(s, row->factor));
        titian_listing_add_text(listing, row->value);
        titian_listing_add_number(listing, row->shift);
        titian_listing_add_number(listing, row->largest);
        titian_listing_add_text(listing, row->unit == TITIAN_NONE ? "" : titian_panel_unit(scores, row->unit)->code);
    }
}

static void fill_summary(titian_listing *listing, const titian_sensitivity *s)
{
    const titian_index dummy = titian_sensitivity_dummy(s, shift, 1);

    titian_listing_add_number(listing, (double) titian_sensitivity_rows(s));
    titian_listing_add_number(listing, (double) titian_sensitivity_runs(s));
    titian_listing_add_number(listing, (double) s->n_replicates);
    titian_listing_add_number(listing, (double) s->draw.seed);
    titian_listing_add_number(listing, titian_sensitivity_variance(s, shift));
    titian_listing_add_number(listing, dummy.high);
    titian_listing_add_text(listing, s->converged ? "yes" : "no");
    titian_listing_add_text(listing, s->verdict);
}

static const kind kinds[] = {
    {"indices", "each factor: its share of the mean absolute shift of ranks, alone and with all it acts through",
        "Factor,Si,Si.Low,Si.High,STi,STi.Low,STi.High,Matters", 0, 0, fill_indices},
    {"units", "the same for the score and the rank of each ranked unit",
        "uCode,Output,Factor,Variance,Si,Si.Low,Si.High,STi,STi.Low,STi.High", 0, 0, fill_units},
    {"second", "each pair of factors: what they do together beyond what each does",
        "Factor,Other,Sij,Sij.Low,Sij.High", 1, 0, fill_pairs},
    {"shapley", "each factor: its Shapley effect, a share of the variance; they add up to 1",
        "Factor,Shapley,Shapley.Low,Shapley.High", 0, 1, fill_shapley},
    {"alone", "each factor drawn by itself: mean and largest shift of ranks", "Factor,Value,Shift,Largest,Unit", 0, 0,
        fill_alone},
    {"summary", "how it was run, and whether the indices can be relied upon",
        "Rows,Runs,Replicates,Seed,Variance,Dummy.High,Converged,Verdict", 0, 0, fill_summary},
};

enum { N_KINDS = sizeof kinds / sizeof *kinds };

size_t titian_sensitivity_n_tables(void)
{
    return N_KINDS;
}

const char *titian_sensitivity_table_name(size_t table)
{
    return kinds[table].name;
}

const char *titian_sensitivity_table_summary(size_t table)
{
    return kinds[table].summary;
}

size_t titian_sensitivity_table_find(const char *name)
{
    for (size_t k = 0; k < N_KINDS; k++)
        if (strcmp(kinds[k].name, name) == 0)
            return k;
    return TITIAN_NONE;
}

int titian_sensitivity_table_second(size_t table)
{
    return kinds[table].second;
}

int titian_sensitivity_table_shapley(size_t table)
{
    return kinds[table].shapley;
}

titian_status titian_sensitivity_make(
    titian_listing **out, const titian_sensitivity *s, size_t table, titian_error *err)
{
    titian_listing *listing = titian_listing_new(kinds[table].columns);
    titian_status status = TITIAN_OK;

    *out = NULL;
    if (listing == NULL)
        return titian_fail(err, TITIAN_E_MEMORY, "no memory for a table of sensitivity");
    kinds[table].fill(listing, s);
    status = titian_listing_check(listing, err);
    if (status != TITIAN_OK) {
        titian_listing_free(listing);
        return status;
    }
    *out = listing;
    return TITIAN_OK;
}
