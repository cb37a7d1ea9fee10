/* What replications have in common: which stages, which combinations of choices.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/replicate_body.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/assessment.h"

/* Bytes that bases may take together; beyond, fewer stages are shared. And most combinations of choices. */
static const double most_bytes = 256.0 * 1024.0 * 1024.0;
enum { MOST_CASES = 1000000 };

/* ---- which factor changes what ---- */

/* Position of a stage in the recipe's order. */
static size_t position(const titian_recipe *recipe, titian_stage stage)
{
    for (size_t k = 0; k < TITIAN_STAGE_AGGREGATE; k++)
        if (recipe->order[k] == stage)
            return k;
    return TITIAN_STAGE_AGGREGATE;
}

/* An option drawn from whole numbers is as good as so many alternatives. */
static size_t whole_values(const titian_factor *factor)
{
    const titian_option *range = NULL;

    if (titian_method_param(factor->how.method, "option") == TITIAN_NONE ||
        !(titian_option_number(&factor->how, "whole") > 0.5))
        return 0;
    range = titian_option_of(&factor->how, "range");
    return (size_t) (range->upper - range->number) + 1;
}

/* First stage that a factor changes, as a position; TITIAN_STAGE_AGGREGATE: none before aggregation. */
static size_t first_change(const titian_recipe *recipe, const titian_factor *factor, const titian_factor_plan *plan)
{
    size_t first = TITIAN_STAGE_AGGREGATE;

    if (plan->row->touches == TITIAN_TOUCHES_DATA)
        return 0;
    if (plan->row->touches != TITIAN_TOUCHES_STAGE)
        return first;
    for (size_t a = 0; a < factor->n_alternatives; a++)
        for (size_t k = 0; k < first; k++)
            if (factor->alternatives[a].replaces >> recipe->order[k] & 1u)
                first = k;
    if (factor->n_alternatives > 0)
        return first;
    if (titian_method_param(factor->how.method, "stage") != TITIAN_NONE)
        return position(recipe, (titian_stage) titian_option_number(&factor->how, "stage"));
    return position(recipe, plan->row->stage);
}

static int replaces_aggregation(const titian_factor *factor)
{
    for (size_t a = 0; a < factor->n_alternatives; a++)
        if (factor->alternatives[a].replaces >> TITIAN_STAGE_AGGREGATE & 1u)
            return 1;
    return 0;
}

static titian_status plan_factors(titian_replicator *r, const titian_panel *panel, titian_error *err)
{
    const titian_uncertainty_rules *rules = &r->recipe->uncertainty;

    r->factors = titian_arena_array(&r->arena, rules->n_factors, sizeof *r->factors);
    if (r->factors == NULL)
        return titian_fail(err, TITIAN_E_MEMORY, "no memory for %zu factors", rules->n_factors);
    r->n_factors = rules->n_factors;
    for (size_t f = 0; f < r->n_factors; f++) {
        const titian_factor *factor = &rules->factors[f];
        titian_factor_plan *plan = &r->factors[f];

        plan->row = titian_vary_row_at(factor->how.row);
        plan->first = r->n_uniforms;
        plan->count = plan->row->count(&(titian_site){.recipe = r->recipe, .panel = panel, .factor = f});
        plan->n_values = factor->n_alternatives > 0 ? factor->n_alternatives : whole_values(factor);
        r->n_uniforms += plan->count;
        r->touches_data |= plan->row->touches == TITIAN_TOUCHES_DATA;
        if (plan->n_values == 0 && first_change(r->recipe, factor, plan) < r->start)
            r->start = first_change(r->recipe, factor, plan);
    }
    return TITIAN_OK;
}

/* Give each discrete factor its place in the numbers of bases, views and cases. */
static void place_digits(titian_replicator *r)
{
    double bases = 1.0, views = 1.0, cases = 1.0;

    r->stem = r->start;
    for (size_t f = 0; f < r->n_factors; f++) {
        titian_factor_plan *plan = &r->factors[f];
        const titian_factor *factor = &r->recipe->uncertainty.factors[f];
        const double n = (double) plan->n_values + 1.0;
        const size_t first = first_change(r->recipe, factor, plan);
        const int early = first < r->start;

        plan->base = plan->view = plan->kase = 0;
        if (plan->n_values == 0)
            continue;
        if (early) {
            plan->base = (size_t) bases;
            bases *= n;
            r->stem = first < r->stem ? first : r->stem;
        }
        if (early || replaces_aggregation(factor)) {
            plan->view = (size_t) views;
            views = fmin(views * n, 1e15);
        }
        plan->kase = (size_t) cases;
        cases = fmin(cases * n, 1e15);
    }
    r->n_bases = (size_t) bases;
    r->n_views = (size_t) views;
    r->n_cases = (size_t) cases;
}

/* The combinations; where bases would take too much memory, fewer stages are shared. */
static titian_status plan_combinations(titian_replicator *r, const titian_panel *panel, titian_error *err)
{
    const double cells = (double) titian_panel_n_variables(panel) * (double) titian_panel_n_years(panel) *
                         (double) titian_panel_n_units(panel);

    for (place_digits(r); r->start > 0 && (double) r->n_bases * cells * 12.0 > most_bytes; place_digits(r))
        r->start--;
    if (r->n_cases > MOST_CASES)
        return titian_fail(err, TITIAN_E_MODEL,
            "the alternatives under uncertainty make more than %d combinations\n"
            "take some out, or let ranges of whole numbers be shorter",
            MOST_CASES);
    r->bases = titian_arena_array(&r->arena, r->n_bases, sizeof(titian_base *));
    r->views = titian_arena_array(&r->arena, r->n_views, sizeof(titian_view *));
    r->cases = titian_arena_array(&r->arena, r->n_cases, sizeof(titian_case *));
    return r->bases && r->views && r->cases
               ? TITIAN_OK
               : titian_fail(err, TITIAN_E_MEMORY, "no memory for %zu combinations", r->n_cases);
}

static titian_status take_slice(titian_replicator *r, const titian_panel *panel, titian_error *err)
{
    const size_t n_years = titian_panel_n_years(panel);
    int *years = titian_arena_array(&r->arena, n_years, sizeof *years);

    if (years == NULL)
        return titian_fail(err, TITIAN_E_MEMORY, "no memory for %zu years", n_years);
    for (size_t t = 0; t < n_years; t++)
        years[t] = titian_panel_year(panel, t);
    r->slice = (titian_slice){.from = titian_assessment_data(r->nominal),
        .units = r->nominal->data_unit,
        .n_units = r->nominal->n_units,
        .years = years,
        .n_years = n_years};
    return TITIAN_OK;
}

titian_status titian_replicator_new(titian_replicator **out, const titian_assessment *nominal, titian_error *err)
{
    const titian_panel *panel = titian_assessment_result(nominal, TITIAN_RESULT_AGGREGATED);
    titian_replicator *r = calloc(1, sizeof *r);
    titian_status status = TITIAN_OK;

    *out = NULL;
    if (r == NULL)
        return titian_fail(err, TITIAN_E_MEMORY, "no memory for replications");
    r->nominal = nominal;
    r->recipe = titian_assessment_recipe(nominal);
    r->n_indicators = titian_framework_n_indicators(r->recipe->framework);
    r->n_nodes = titian_framework_n_nodes(r->recipe->framework);
    r->start = TITIAN_STAGE_AGGREGATE;
    if (r->recipe->uncertainty.n_factors == 0)
        status = titian_fail(err, TITIAN_E_MODEL,
            "the model says of no assumption that it is uncertain\nadd a block uncertainty: with a list vary:");
    if (status == TITIAN_OK)
        status = take_slice(r, panel, err);
    if (status == TITIAN_OK)
        status = plan_factors(r, panel, err);
    if (status == TITIAN_OK)
        status = plan_combinations(r, panel, err);
    if (status != TITIAN_OK) {
        titian_replicator_free(r);
        return status;
    }
    *out = r;
    return TITIAN_OK;
}

void titian_replicator_free(titian_replicator *r)
{
    if (r == NULL)
        return;
    titian_base_free(r->trunk);
    for (size_t k = 0; r->bases != NULL && k < r->n_bases; k++)
        titian_base_free(r->bases[k]);
    for (size_t k = 0; r->views != NULL && k < r->n_views; k++)
        titian_view_free(r->views[k]);
    titian_arena_free(&r->arena);
    free(r);
}

size_t titian_replicator_n_factors(const titian_replicator *r)
{
    return r->n_factors;
}

size_t titian_replicator_n_uniforms(const titian_replicator *r)
{
    return r->n_uniforms;
}

size_t titian_replicator_first(const titian_replicator *r, size_t factor)
{
    return r->factors[factor].first;
}

size_t titian_replicator_count(const titian_replicator *r, size_t factor)
{
    return r->factors[factor].count;
}

size_t titian_replicator_n_bases(const titian_replicator *r)
{
    return r->n_bases_run;
}

const titian_assessment *titian_replicator_nominal(const titian_replicator *r)
{
    return r->nominal;
}

int titian_replicator_doubts_data(const titian_replicator *r)
{
    return r->touches_data;
}
