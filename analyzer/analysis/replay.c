/* The tree of one year aggregated again and again.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/replay.h"

#include "analysis/assessment.h"
#include "stages/weigh.h"

static titian_status no_memory(size_t n_units, titian_error *err)
{
    return titian_fail(err, TITIAN_E_MEMORY, "no memory to aggregate %zu units again", n_units);
}

/* A panel with the first nodes as variables, all missing. */
static titian_status make_panel(
    titian_replay *r, titian_panel **out, const titian_slice *slice, size_t n_nodes, titian_error *err)
{
    const char **codes = titian_arena_array(&r->flow.arena, n_nodes, sizeof *codes);

    if (codes == NULL)
        return no_memory(slice->n_units, err);
    for (size_t k = 0; k < n_nodes; k++)
        codes[k] = titian_framework_node(r->recipe.framework, k)->code;
    return titian_slice_panel(out, slice, codes, n_nodes, &r->flow.arena, err);
}

static titian_status make_panels(
    titian_replay *r, const titian_assessment *a, size_t year, const size_t *units, titian_error *err)
{
    const titian_panel *scores = a->results[TITIAN_RESULT_AGGREGATED];
    const size_t n = r->flow.n_units;
    const int calendar = titian_panel_year(scores, year);
    size_t *every = titian_arena_array(&r->flow.arena, n, sizeof *every);
    const titian_slice slice = {
        .from = scores, .units = units != NULL ? units : every, .n_units = n, .years = &calendar, .n_years = 1};
    titian_status status = TITIAN_OK;

    if (every == NULL)
        return no_memory(n, err);
    for (size_t i = 0; i < n; i++)
        every[i] = i;
    status = make_panel(r, &r->flow.panel, &slice, a->n_indicators, err);
    return status == TITIAN_OK ? make_panel(r, &r->flow.scores, &slice, a->n_nodes, err) : status;
}

titian_status titian_replay_open(titian_replay *r, const titian_assessment *a, size_t weights, size_t year,
    const size_t *units, size_t n_units, titian_error *err)
{
    titian_status status = TITIAN_OK;

    r->recipe = *a->recipe;
    r->recipe.weights = titian_assessment_weights(a, weights);
    r->recipe.weighing = NULL;
    r->notes = (titian_notes){.arena = &r->notes_arena, .muted = 1};
    r->flow = (titian_flow){
        .recipe = &r->recipe, .notes = &r->notes, .n_units = units != NULL ? n_units : a->n_units, .n_years = 1};
    status = titian_flow_open(&r->flow, err);
    if (status == TITIAN_OK)
        status = make_panels(r, a, year, units, err);
    if (status == TITIAN_OK)
        status = titian_weigh_known(&r->flow, err);
    if (status == TITIAN_OK)
        status = titian_shop_open(&r->shop, &r->flow, err);
    r->mark = titian_arena_here(&r->flow.arena);
    return status;
}

titian_status titian_replay_walk(titian_replay *r, titian_error *err)
{
    const titian_status status = titian_aggregate_walk(&r->flow, &r->shop, err);

    titian_arena_rewind(&r->flow.arena, r->mark);
    return status;
}

void titian_replay_close(titian_replay *r)
{
    titian_flow_close(&r->flow);
    titian_notes_free(&r->notes);
    titian_arena_free(&r->notes_arena);
}

int titian_replay_compares(const titian_recipe *recipe)
{
    const size_t n = titian_framework_n_nodes(recipe->framework);

    for (size_t k = titian_framework_n_indicators(recipe->framework); k < n; k++)
        if (titian_aggregate_compares(recipe->aggregation[k].row))
            return 1;
    return 0;
}
