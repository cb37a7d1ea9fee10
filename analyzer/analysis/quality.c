/* How good the data behind each unit and each indicator are.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "analysis/assessment.h"
#include "kernels/correlation.h"
#include "kernels/mean.h"
#include "stages/carry.h"
#include "stages/except.h"

/* A cell's kind without the flag of treatment. */
static int kind_of(titian_mark mark)
{
    return mark & ~TITIAN_MARK_TREATED;
}

/* Sums over the indicators of one unit: weights observed, and with ages. */
typedef struct {
    double weight, age, age_share;
} sums;

/* A cell of weight w. Ages come from the panel at the end of the stages: of an observed cell they are never changed
 * on the way. */
static void add_cell(
    titian_unit_state *state, sums *s, double w, const titian_flow *flow, size_t j, size_t year, size_t unit)
{
    const double age = titian_panel_ages(flow->panel, j, year)[unit];
    const int max_age = titian_max_age(flow->recipe, titian_flow_indicator(flow, j)->max_age);
    const double share = max_age > 0 ? age / (double) max_age : 0.0;

    if (titian_flow_observed(flow, j, year)[unit]) {
        s->weight += w;
        s->age += w * age;
        s->age_share += w * (share < 1.0 ? share : 1.0);
        state->n_carried += age > 0.0 ? 1 : 0;
        state->n_observed += age > 0.0 ? 0 : 1;
    } else if (kind_of(titian_panel_marks(flow->panel, j, year)[unit]) >= TITIAN_MARK_IMPUTED) {
        state->n_imputed++;
    }
}

static void assess_unit(titian_assessment *a, const titian_flow *flow, size_t unit, size_t year, double *room)
{
    titian_unit_state *state = titian_assessment_unit_mut(a, unit, year);
    const double *effective = titian_except_effective(flow, unit, year, room);
    sums s = {0.0, 0.0, 0.0};

    for (size_t j = 0; j < a->n_indicators; j++)
        if (titian_flow_included(flow, j, year))
            add_cell(state, &s, effective[j], flow, j, year, unit);
    state->coverage = s.weight < 1.0 ? s.weight : 1.0;
    state->mean_age = s.weight > 0.0 ? s.age / s.weight : TITIAN_MISSING;
    state->max_age_share = s.weight > 0.0 ? s.age_share / s.weight : TITIAN_MISSING;
    state->confidence = 0.0;
    if (s.weight > 0.0)
        state->confidence = state->coverage * (1.0 - a->recipe->priority.age_discount * state->max_age_share);
    state->n_groups_covered = flow->n_groups[year * flow->n_units + unit];
}

/* Correlation of an indicator's scores with the mean of its siblings', weighted as they are in the index. */
static double sibling_correlation(titian_flow *flow, size_t indicator, size_t year, double *weights)
{
    const titian_node *node = titian_flow_indicator(flow, indicator);
    const titian_node *parent = NULL;
    kernel_columns siblings;

    if (node->parent == TITIAN_NONE)
        return TITIAN_MISSING;
    parent = titian_framework_node(flow->recipe->framework, node->parent);
    siblings = (kernel_columns){
        .scores = titian_panel_column(flow->scores, parent->first_child, year),
        .stride = flow->n_years * flow->n_units,
        .n_children = parent->n_children,
        .n = flow->n_units,
        .weights = weights,
    };
    for (size_t k = 0; k < parent->n_children; k++)
        weights[k] =
            parent->first_child + k == indicator ? 0.0 : titian_flow_weights(flow, year)[parent->first_child + k];
    kernel_arithmetic_means(&siblings, flow->scratch, flow->scratch + flow->n_units);
    return kernel_correlation(titian_panel_column(flow->scores, indicator, year), flow->scratch, flow->n_units,
        flow->scratch + 2 * flow->n_units);
}

static titian_indicator_state assess_indicator(titian_flow *flow, size_t j, size_t year, double *weights)
{
    const titian_mark *marks = titian_panel_marks(flow->panel, j, year);
    const uint8_t *ages = titian_panel_ages(flow->panel, j, year);
    const unsigned char *observed = titian_flow_observed(flow, j, year);
    titian_indicator_state state = {
        .included = titian_flow_included(flow, j, year),
        .effective_weight = flow->effective[year * flow->n_nodes + j],
    };
    double age = 0.0;

    for (size_t i = 0; i < flow->n_units; i++) {
        state.n_available += observed[i] ? 1 : 0;
        age += observed[i] ? (double) ages[i] : 0.0;
        state.n_treated += marks[i] & TITIAN_MARK_TREATED ? 1 : 0;
        state.n_imputed += kind_of(marks[i]) >= TITIAN_MARK_IMPUTED ? 1 : 0;
    }
    state.coverage = (double) state.n_available / (double) flow->n_units;
    state.mean_age = state.n_available > 0 ? age / (double) state.n_available : TITIAN_MISSING;
    state.correlation = state.included ? sibling_correlation(flow, j, year, weights) : TITIAN_MISSING;
    return state;
}

titian_status titian_assess_quality(titian_assessment *a, titian_flow *flow, titian_error *err)
{
    double *weights = titian_arena_array(&flow->arena, 2 * a->n_nodes, sizeof *weights);

    if (weights == NULL)
        return titian_fail(err, TITIAN_E_MEMORY, "no memory for %zu weights", a->n_nodes);
    for (size_t year = 0; year < a->n_years; year++) {
        for (size_t i = 0; i < a->n_units; i++)
            assess_unit(a, flow, i, year, weights);
        for (size_t j = 0; j < a->n_indicators; j++)
            a->indicators[year * a->n_indicators + j] = assess_indicator(flow, j, year, weights);
    }
    return TITIAN_OK;
}
