/* How good the data behind each unit and each indicator are.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <omp.h>

#include "analysis/assessment.h"
#include "core/threads.h"
#include "kernels/correlation.h"
#include "kernels/mean.h"
#include "stages/carry.h"
#include "stages/except.h"

/* A cell's kind without the flag of treatment. */
static int kind_of(titian_mark mark)
{
    return mark & ~TITIAN_MARK_TREATED;
}

/* An indicator in use in a year, and what is known of its cells. Ages come from the panel at the end of the stages:
 * of an observed cell they are never changed on the way. */
typedef struct {
    size_t indicator;
    int max_age;
    const uint8_t *ages;
    const unsigned char *observed;
    const titian_mark *marks;
} witness;

static size_t find_witnesses(const titian_flow *flow, size_t year, witness *to)
{
    size_t n = 0;

    for (size_t j = 0; j < flow->n_indicators; j++)
        if (titian_flow_included(flow, j, year))
            to[n++] = (witness){
                .indicator = j,
                .max_age = titian_max_age(flow->recipe, titian_flow_indicator(flow, j)->max_age),
                .ages = titian_panel_ages(flow->panel, j, year),
                .observed = titian_flow_observed(flow, j, year),
                .marks = titian_panel_marks(flow->panel, j, year),
            };
    return n;
}

/* Sums over the indicators of one unit: weights observed, and with ages. */
typedef struct {
    double weight, age, age_share;
} sums;

static void add_cell(titian_unit_state *state, sums *s, double w, const witness *of, size_t unit)
{
    const double age = of->ages[unit];
    const double share = of->max_age > 0 ? age / (double) of->max_age : 0.0;

    if (of->observed[unit]) {
        s->weight += w;
        s->age += w * age;
        s->age_share += w * (share < 1.0 ? share : 1.0);
        state->n_carried += age > 0.0 ? 1 : 0;
        state->n_observed += age > 0.0 ? 0 : 1;
    } else if (kind_of(of->marks[unit]) >= TITIAN_MARK_IMPUTED) {
        state->n_imputed++;
    }
}

/* One year, all units. */
typedef struct {
    titian_assessment *a;
    const titian_flow *flow;
    size_t year, n_witnesses;
    witness *witnesses;
    double *room; /* 2 n_nodes for each thread */
} looking;

static void assess_unit(const looking *l, size_t unit, double *room)
{
    titian_unit_state *state = titian_assessment_unit_mut(l->a, unit, l->year);
    const double *effective = titian_except_effective(l->flow, unit, l->year, room);
    sums s = {0.0, 0.0, 0.0};

    for (size_t k = 0; k < l->n_witnesses; k++)
        add_cell(state, &s, effective[l->witnesses[k].indicator], &l->witnesses[k], unit);
    state->coverage = s.weight < 1.0 ? s.weight : 1.0;
    state->mean_age = s.weight > 0.0 ? s.age / s.weight : TITIAN_MISSING;
    state->max_age_share = s.weight > 0.0 ? s.age_share / s.weight : TITIAN_MISSING;
    state->confidence = 0.0;
    if (s.weight > 0.0)
        state->confidence = state->coverage * (1.0 - l->a->recipe->priority.age_discount * state->max_age_share);
    state->n_groups_covered = l->flow->n_groups[l->year * l->flow->n_units + unit];
}

/* Each unit for itself: who looks at it does not matter. */
static void assess_units(looking *l, size_t year, size_t n_threads)
{
    const size_t n = l->flow->n_units, room = 2 * l->flow->n_nodes;

    l->year = year;
    l->n_witnesses = find_witnesses(l->flow, year, l->witnesses);
#pragma omp parallel for schedule(static) num_threads((int) n_threads)
    for (size_t i = 0; i < n; i++)
        assess_unit(l, i, l->room + (size_t) omp_get_thread_num() * room);
}

static titian_indicator_state assess_indicator(const titian_flow *flow, size_t j, size_t year)
{
    const titian_mark *marks = titian_panel_marks(flow->panel, j, year);
    const uint8_t *ages = titian_panel_ages(flow->panel, j, year);
    const unsigned char *observed = titian_flow_observed(flow, j, year);
    titian_indicator_state state = {
        .included = titian_flow_included(flow, j, year),
        .effective_weight = flow->effective[year * flow->n_nodes + j],
        .correlation = TITIAN_MISSING,
    };
    size_t age = 0;

    for (size_t i = 0; i < flow->n_units; i++) {
        state.n_available += observed[i] ? 1 : 0;
        age += observed[i] ? ages[i] : 0;
        state.n_treated += marks[i] & TITIAN_MARK_TREATED ? 1 : 0;
        state.n_imputed += kind_of(marks[i]) >= TITIAN_MARK_IMPUTED ? 1 : 0;
    }
    state.coverage = (double) state.n_available / (double) flow->n_units;
    state.mean_age = state.n_available > 0 ? (double) age / (double) state.n_available : TITIAN_MISSING;
    return state;
}

titian_status titian_assess_quality(titian_assessment *a, titian_flow *flow, titian_error *err)
{
    const size_t n_threads = titian_threads_for(flow->n_units);
    looking l = {
        .a = a,
        .flow = flow,
        .witnesses = titian_arena_array(&flow->arena, a->n_indicators, sizeof *l.witnesses),
        .room = titian_arena_array(&flow->arena, n_threads * 2 * a->n_nodes, sizeof *l.room),
    };

    if (l.witnesses == NULL || l.room == NULL)
        return titian_fail(err, TITIAN_E_MEMORY, "no memory for %zu weights", a->n_nodes);
    for (size_t year = 0; year < a->n_years; year++) {
        assess_units(&l, year, n_threads);
        for (size_t j = 0; j < a->n_indicators; j++)
            a->indicators[year * a->n_indicators + j] = assess_indicator(flow, j, year);
    }
    return TITIAN_OK;
}

/* ---- correlations ---- */

enum { COLUMNS = 4 }; /* of scratch, a thread */

/* Correlation of an indicator's scores with the mean of its siblings', weighted as they are in the index. */
static double sibling_correlation(
    const titian_flow *flow, size_t indicator, size_t year, double *weights, double *scratch)
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
    kernel_arithmetic_means(&siblings, scratch, scratch + flow->n_units);
    return kernel_correlation(
        titian_panel_column(flow->scores, indicator, year), scratch, flow->n_units, scratch + 2 * flow->n_units);
}

titian_status titian_assess_correlations(titian_assessment *a, titian_flow *flow, titian_error *err)
{
    const size_t n_threads = titian_threads_for(flow->n_units), n = a->n_years * a->n_indicators;
    double *weights = titian_arena_array(&flow->arena, n_threads * a->n_nodes, sizeof *weights);
    double *scratch = titian_arena_array(&flow->arena, n_threads * COLUMNS * flow->n_units, sizeof *scratch);

    if (weights == NULL || scratch == NULL)
        return titian_fail(err, TITIAN_E_MEMORY, "no memory for the correlations of %zu indicators", a->n_indicators);
#pragma omp parallel for schedule(dynamic) num_threads((int) n_threads)
    for (size_t k = 0; k < n; k++) {
        const size_t thread = (size_t) omp_get_thread_num();

        if (a->indicators[k].included)
            a->indicators[k].correlation = sibling_correlation(flow, k % a->n_indicators, k / a->n_indicators,
                weights + thread * a->n_nodes, scratch + thread * COLUMNS * flow->n_units);
    }
    return TITIAN_OK;
}
