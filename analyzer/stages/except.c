/* Exceptions to weights: units that have weights of their own under some nodes.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "stages/except.h"

#include <math.h>
#include <string.h>

titian_status titian_except_open(titian_flow *flow, titian_error *err)
{
    const titian_recipe *recipe = flow->recipe;
    titian_arena *arena = flow->notes->arena;

    if (recipe->n_exceptions == 0)
        return TITIAN_OK;
    flow->excepted = titian_arena_array(arena, recipe->n_exceptions, sizeof *flow->excepted);
    for (size_t e = 0; flow->excepted != NULL && e < recipe->n_exceptions; e++) {
        titian_excepted *x = &flow->excepted[e];
        const size_t n = titian_framework_node(recipe->framework, recipe->exceptions[e].node)->n_children;

        x->weights = titian_arena_array(arena, n, sizeof *x->weights);
        x->holds = titian_arena_array(arena, flow->n_years, flow->n_units);
        if (x->weights == NULL || x->holds == NULL)
            flow->excepted = NULL;
    }
    if (flow->excepted == NULL)
        return titian_fail(err, TITIAN_E_MEMORY, "no memory for %zu exceptions to weights", recipe->n_exceptions);
    return TITIAN_OK;
}

static int holds_on(const titian_flow *flow, const titian_weigh_exception *e, size_t year, size_t unit)
{
    for (size_t k = 0; k < e->n_missing; k++)
        if (!isnan(titian_flow_scores(flow, e->missing[k], year)[unit]))
            return 0;
    return e->group == NULL || titian_condition_holds(e->group, flow->panel, unit);
}

void titian_except_decide(titian_flow *flow, size_t node, size_t year)
{
    size_t n = 0;
    const size_t first = titian_recipe_exceptions(flow->recipe, node, &n);

    for (size_t i = 0; n > 0 && i < flow->n_units; i++) {
        const size_t cell = year * flow->n_units + i;
        int decided = flow->dropped[cell];

        for (size_t e = first; e < first + n; e++) {
            flow->excepted[e].holds[cell] = !decided && holds_on(flow, &flow->recipe->exceptions[e], year, i);
            decided |= flow->excepted[e].holds[cell];
        }
    }
}

const double *titian_except_weights(const titian_flow *flow, size_t exception)
{
    return flow->excepted[exception].weights;
}

const unsigned char *titian_except_holds(const titian_flow *flow, size_t exception, size_t year)
{
    return flow->excepted[exception].holds + year * flow->n_units;
}

size_t titian_except_unit(
    const titian_recipe *recipe, const titian_excepted *excepted, const double *weights, size_t cell, double *out)
{
    size_t n_held = 0;

    memcpy(out, weights, titian_framework_n_nodes(recipe->framework) * sizeof *out);
    for (size_t e = 0; e < recipe->n_exceptions; e++) {
        const titian_node *node = titian_framework_node(recipe->framework, recipe->exceptions[e].node);

        if (!excepted[e].holds[cell])
            continue;
        memcpy(out + node->first_child, excepted[e].weights, node->n_children * sizeof *out);
        n_held++;
    }
    return n_held;
}

const double *titian_except_effective(const titian_flow *flow, size_t unit, size_t year, double *room)
{
    const double *of_all = flow->effective + year * flow->n_nodes;
    double *shares = room + flow->n_nodes;

    if (flow->recipe->n_exceptions == 0 ||
        titian_except_unit(
            flow->recipe, flow->excepted, titian_flow_weights(flow, year), year * flow->n_units + unit, room) == 0)
        return of_all;
    titian_framework_effective_weights(
        flow->recipe->framework, room, flow->included + year * flow->n_indicators, shares);
    return shares;
}
