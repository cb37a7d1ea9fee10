/* The assessment: its body, and what reports may ask of it.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/assessment.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <titian/method.h>

#include "stages/except.h"
#include "stages/table.h"

const char *titian_result_name(titian_result result)
{
    if (result == TITIAN_RESULT_RAW)
        return "raw";
    return (unsigned) result < TITIAN_N_RESULTS ? titian_stage_result((titian_stage) (result - 1)) : "";
}

titian_result titian_result_find(const char *name)
{
    unsigned result = 0;

    while (result < TITIAN_N_RESULTS && strcmp(name, titian_result_name((titian_result) result)) != 0)
        result++;
    return (titian_result) result;
}

/* A unit is assessed when one of the recipe's conditions holds, or when there are none. */
static int is_assessed(const titian_recipe *recipe, const titian_panel *data, size_t unit)
{
    if (recipe->n_assessed == 0)
        return 1;
    for (size_t k = 0; k < recipe->n_assessed; k++)
        if (titian_condition_holds(&recipe->assessed[k], data, unit))
            return 1;
    return 0;
}

static titian_status pick_units(titian_assessment *a, titian_error *err)
{
    const size_t n = titian_panel_n_units(a->data);

    a->data_unit = titian_arena_array(&a->arena, n, sizeof *a->data_unit);
    if (a->data_unit == NULL)
        return titian_fail(err, TITIAN_E_MEMORY, "no memory for %zu units", n);
    for (size_t i = 0; i < n; i++)
        if (is_assessed(a->recipe, a->data, i))
            a->data_unit[a->n_units++] = i;
    if (n == 0)
        return titian_fail(err, TITIAN_E_NUMERIC, "the data hold no unit\nname files that hold units and values");
    if (a->n_units == 0)
        return titian_fail(err, TITIAN_E_NUMERIC,
            "none of the %zu units in the data is assessed\n"
            "check the labels under units in model.yaml against those in the data",
            n);
    return TITIAN_OK;
}

static titian_status make_arrays(titian_assessment *a, titian_error *err)
{
    const size_t cells = a->n_years * a->n_units;

    a->ranks = titian_arena_array(&a->arena, (a->n_nodes - a->first_ranked) * cells, sizeof *a->ranks);
    a->units = titian_arena_array(&a->arena, cells, sizeof *a->units);
    a->indicators = titian_arena_array(&a->arena, a->n_years * a->n_indicators, sizeof *a->indicators);
    if (a->ranks == NULL || a->units == NULL || a->indicators == NULL)
        return titian_fail(err, TITIAN_E_MEMORY, "no memory for %zu units in %zu years", a->n_units, a->n_years);
    return TITIAN_OK;
}

titian_status titian_assessment_new(titian_assessment **out, const titian_recipe *recipe, const titian_panel *data,
    size_t n_years, int index_alone, titian_error *err)
{
    titian_assessment *a = calloc(1, sizeof *a);
    titian_status status = TITIAN_OK;

    *out = NULL;
    if (a == NULL)
        return titian_fail(err, TITIAN_E_MEMORY, "no memory for an assessment");
    a->recipe = recipe;
    a->data = data;
    a->n_years = n_years;
    a->n_indicators = titian_framework_n_indicators(recipe->framework);
    a->n_nodes = titian_framework_n_nodes(recipe->framework);
    a->first_ranked = index_alone ? titian_framework_root(recipe->framework) : 0;
    a->notes.arena = &a->arena;
    status = pick_units(a, err);
    if (status == TITIAN_OK)
        status = make_arrays(a, err);
    if (status != TITIAN_OK) {
        titian_assessment_free(a);
        return status;
    }
    *out = a;
    return TITIAN_OK;
}

void titian_assessment_free(titian_assessment *a)
{
    if (a == NULL)
        return;
    for (size_t r = 0; r < TITIAN_N_RESULTS; r++)
        titian_panel_free(a->results[r]);
    titian_notes_free(&a->notes);
    titian_arena_free(&a->arena);
    free(a);
}

const titian_recipe *titian_assessment_recipe(const titian_assessment *a)
{
    return a->recipe;
}

const titian_panel *titian_assessment_data(const titian_assessment *a)
{
    return a->data;
}

const titian_model_about *titian_assessment_about(const titian_assessment *a)
{
    return a->about;
}

const titian_records *titian_assessment_lists(const titian_assessment *a)
{
    return a->lists;
}

const titian_records *titian_assessment_overrides(const titian_assessment *a)
{
    return a->overrides;
}

size_t titian_assessment_override(const titian_assessment *a, size_t unit)
{
    return a->override != NULL ? a->override[unit] : TITIAN_NONE;
}

const titian_ledger *titian_assessment_ledger(const titian_assessment *a)
{
    return a->ledger;
}

const titian_panel *titian_assessment_result(const titian_assessment *a, titian_result result)
{
    return (unsigned) result < TITIAN_N_RESULTS ? a->results[result] : NULL;
}

size_t titian_assessment_data_unit(const titian_assessment *a, size_t unit)
{
    assert(unit < a->n_units);
    return a->data_unit[unit];
}

const size_t *titian_assessment_ranks(const titian_assessment *a, size_t node, size_t year)
{
    assert(node >= a->first_ranked && node < a->n_nodes && year < a->n_years);
    return a->ranks + ((node - a->first_ranked) * a->n_years + year) * a->n_units;
}

titian_unit_state *titian_assessment_unit_mut(titian_assessment *a, size_t unit, size_t year)
{
    assert(unit < a->n_units && year < a->n_years);
    return &a->units[year * a->n_units + unit];
}

const titian_unit_state *titian_assessment_unit(const titian_assessment *a, size_t unit, size_t year)
{
    assert(unit < a->n_units && year < a->n_years);
    return &a->units[year * a->n_units + unit];
}

const titian_indicator_state *titian_assessment_indicator(const titian_assessment *a, size_t indicator, size_t year)
{
    assert(indicator < a->n_indicators && year < a->n_years);
    return &a->indicators[year * a->n_indicators + indicator];
}

const double *titian_assessment_weights(const titian_assessment *a, size_t year)
{
    assert(year < a->n_years);
    return a->weights + year * a->n_nodes;
}

size_t titian_assessment_exception(const titian_assessment *a, size_t node, size_t unit, size_t year)
{
    size_t n = 0;
    const size_t first = titian_recipe_exceptions(a->recipe, node, &n);

    assert(node < a->n_nodes && unit < a->n_units && year < a->n_years);
    for (size_t e = first; e < first + n; e++)
        if (a->excepted[e].holds[year * a->n_units + unit])
            return e;
    return TITIAN_NONE;
}

const double *titian_assessment_exception_weights(const titian_assessment *a, size_t exception)
{
    assert(exception < a->recipe->n_exceptions);
    return a->excepted[exception].weights;
}

size_t titian_assessment_unit_weights(const titian_assessment *a, size_t unit, size_t year, double *out)
{
    assert(unit < a->n_units && year < a->n_years);
    return titian_except_unit(
        a->recipe, a->excepted, titian_assessment_weights(a, year), year * a->n_units + unit, out);
}

const titian_treatment *titian_assessment_treatment(const titian_assessment *a, size_t indicator, size_t year)
{
    const titian_treatment *found = NULL;

    assert(indicator < a->n_indicators && year < a->n_years);
    if (a->treatment == NULL)
        return NULL;
    found = &a->treatment[year * a->n_indicators + indicator];
    return found->checked ? found : NULL;
}

const titian_reached *titian_assessment_reached(const titian_assessment *a, size_t node, size_t year)
{
    const titian_reached *found = NULL;

    assert(node < a->n_nodes && year < a->n_years);
    if (a->reached == NULL)
        return NULL;
    found = &a->reached[year * a->n_nodes + node];
    return isnan(found->correlation) ? NULL : found;
}

size_t titian_assessment_n_bod(const titian_assessment *a)
{
    return a->n_bods;
}

const titian_bod_weights *titian_assessment_bod(const titian_assessment *a, size_t k)
{
    assert(k < a->n_bods);
    return &a->bods[k];
}

const double *titian_assessment_effective_weights(const titian_assessment *a, size_t year)
{
    assert(year < a->n_years);
    return a->effective + year * a->n_nodes;
}

const double *titian_assessment_unrounded(const titian_assessment *a, size_t node, size_t year)
{
    assert(node < a->n_nodes && year < a->n_years);
    if (node < a->n_indicators || !(titian_option_number(&a->recipe->aggregation[node], "decimals") >= 0.0))
        return NULL;
    return a->unrounded + (year * a->n_nodes + node) * a->n_units;
}

/* The weights found for a node in a year; NULL where it is aggregated otherwise. */
static const titian_bod_weights *bod_of(const titian_assessment *a, size_t node, size_t year)
{
    for (size_t k = 0; k < a->n_bods; k++)
        if (a->bods[k].node == node && a->bods[k].year == year)
            return &a->bods[k];
    return NULL;
}

titian_shares_kind titian_assessment_shares(const titian_assessment *a, size_t node, size_t unit, size_t year)
{
    const titian_bod_weights *found = bod_of(a, node, year);

    assert(unit < a->n_units);
    return found != NULL ? (titian_shares_kind) found->kinds[unit] : TITIAN_SHARES_NONE;
}

/* The share of one column, or of the columns under a child. */
double titian_assessment_share(const titian_assessment *a, size_t node, size_t part, size_t unit, size_t year)
{
    const titian_bod_weights *found = bod_of(a, node, year);
    double sum = TITIAN_MISSING;

    assert(unit < a->n_units && part < a->n_nodes);
    for (size_t k = 0; found != NULL && k < found->n_columns; k++) {
        const size_t column = found->columns[k];

        if (column == part || titian_framework_node(a->recipe->framework, column)->parent == part)
            sum = (isnan(sum) ? 0.0 : sum) + found->shares[k * a->n_units + unit];
    }
    return sum;
}

const titian_priority_state *titian_assessment_priority(const titian_assessment *a, size_t unit)
{
    assert(unit < a->n_units);
    return a->priority == NULL ? NULL : &a->priority[unit];
}

size_t titian_assessment_n_notes(const titian_assessment *a)
{
    return a->notes.n;
}

const char *titian_assessment_note(const titian_assessment *a, size_t note)
{
    assert(note < a->notes.n);
    return a->notes.texts[note];
}
