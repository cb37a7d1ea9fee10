/* The flow: one panel on its way through the stages.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "stages/flow.h"

#include <math.h>
#include <string.h>

titian_status titian_flow_open(titian_flow *flow, titian_error *err)
{
    const titian_framework *framework = flow->recipe->framework;
    const size_t units = flow->n_units, years = flow->n_years;
    titian_arena *arena = &flow->arena;

    flow->n_indicators = titian_framework_n_indicators(framework);
    flow->n_nodes = titian_framework_n_nodes(framework);
    flow->included = titian_arena_array(arena, years, flow->n_indicators);
    flow->dropped = titian_arena_array(arena, years, units);
    flow->logged = titian_arena_array(arena, years, flow->n_indicators);
    flow->observed = titian_arena_array(arena, years * flow->n_indicators, units);
    flow->effective = titian_arena_array(flow->notes->arena, years * flow->n_nodes, sizeof *flow->effective);
    flow->weights = titian_arena_array(flow->notes->arena, years * flow->n_nodes, sizeof *flow->weights);
    flow->lack = titian_arena_array(arena, years * units, sizeof *flow->lack);
    flow->n_groups = titian_arena_array(arena, years * units, sizeof *flow->n_groups);
    flow->scratch = titian_arena_array(arena, TITIAN_SCRATCH_COLUMNS * years * units, sizeof *flow->scratch);
    flow->orders = titian_arena_array(arena, TITIAN_SCRATCH_ORDERS * years * units, sizeof *flow->orders);
    if (!flow->included || !flow->dropped || !flow->logged || !flow->observed || !flow->effective || !flow->weights ||
        !flow->lack || !flow->n_groups || !flow->scratch || !flow->orders)
        return titian_fail(err, TITIAN_E_MEMORY, "no memory for %zu units in %zu years", units, years);
    memset(flow->included, 1, years * flow->n_indicators);
    for (size_t k = 0; k < years * units; k++)
        flow->lack[k] = "";
    return TITIAN_OK;
}

void titian_flow_close(titian_flow *flow)
{
    titian_panel_free(flow->panel);
    titian_panel_free(flow->scores);
    flow->panel = NULL;
    flow->scores = NULL;
    titian_arena_free(&flow->arena);
}

const titian_node *titian_flow_indicator(const titian_flow *flow, size_t indicator)
{
    return titian_framework_node(flow->recipe->framework, indicator);
}

int titian_flow_year(const titian_flow *flow, size_t year)
{
    return titian_panel_year(flow->panel, year);
}

const char *titian_flow_unit(const titian_flow *flow, size_t unit)
{
    return titian_panel_unit(flow->panel, unit)->code;
}

int titian_flow_included(const titian_flow *flow, size_t indicator, size_t year)
{
    return flow->included[year * flow->n_indicators + indicator];
}

unsigned char *titian_flow_observed(const titian_flow *flow, size_t indicator, size_t year)
{
    return flow->observed + (year * flow->n_indicators + indicator) * flow->n_units;
}

const double *titian_flow_weights(const titian_flow *flow, size_t year)
{
    return flow->weights + year * flow->n_nodes;
}

void titian_flow_weigh(const titian_flow *flow, size_t year)
{
    titian_framework_effective_weights(flow->recipe->framework, titian_flow_weights(flow, year),
        flow->included + year * flow->n_indicators, flow->effective + year * flow->n_nodes);
}

const double *titian_flow_scores(const titian_flow *flow, size_t node, size_t year)
{
    return titian_panel_column(node < flow->n_indicators ? flow->panel : flow->scores, node, year);
}

void titian_flow_set_aside(titian_flow *flow, size_t indicator, size_t year, size_t unit)
{
    double *x = titian_panel_column_mut(flow->panel, indicator, year);

    if (isnan(x[unit]))
        return;
    x[unit] = TITIAN_MISSING;
    titian_panel_marks_mut(flow->panel, indicator, year)[unit] = TITIAN_MARK_SET_ASIDE;
}
