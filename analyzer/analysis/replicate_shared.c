/* What is run once: bases, views, cases.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "analysis/begin.h"
#include "analysis/replicate_body.h"
#include "stages/table.h"
#include "stages/weigh.h"

static titian_status run_stages(
    titian_flow *flow, const titian_recipe *recipe, size_t from, size_t to, titian_error *err)
{
    titian_status status = TITIAN_OK;

    for (size_t k = from; k < to && status == TITIAN_OK; k++)
        status = titian_stage_at(recipe->order[k])->run(flow, &recipe->choice[recipe->order[k]], err);
    return status;
}

titian_status titian_base_of(titian_base **out, titian_hand *hand, size_t number, titian_error *err)
{
    titian_replicator *r = hand->r;
    titian_base *base = r->bases[number];
    titian_status status = TITIAN_OK;

    *out = base;
    if (base != NULL)
        return TITIAN_OK;
    base = calloc(1, sizeof *base);
    if (base == NULL)
        return titian_fail(err, TITIAN_E_MEMORY, "no memory for a combination of choices");
    r->bases[number] = base;
    base->recipe = hand->recipe;
    base->recipe.lows = r->recipe->lows;
    base->recipe.highs = r->recipe->highs;
    base->notes = (titian_notes){.arena = &base->arena, .muted = 1};
    base->flow = (titian_flow){.recipe = &base->recipe, .notes = &base->notes};
    status = titian_begin(&base->flow, &r->slice, err);
    if (status == TITIAN_OK)
        status = run_stages(&base->flow, &base->recipe, 0, r->start, err);
    if (status != TITIAN_OK)
        return status;
    r->n_bases_run++;
    *out = base;
    return TITIAN_OK;
}

titian_status titian_view_of(
    titian_view **out, titian_hand *hand, titian_base *base, size_t number, titian_error *err)
{
    titian_replicator *r = hand->r;
    titian_flow flow = base->flow;
    titian_shop shop = hand->shop;
    titian_status status = TITIAN_OK;

    *out = r->views[number];
    if (*out != NULL)
        return TITIAN_OK;
    *out = r->views[number] = calloc(1, sizeof **out);
    if (*out == NULL)
        return titian_fail(err, TITIAN_E_MEMORY, "no memory for a combination of choices");
    flow.recipe = &hand->recipe;
    flow.scores = hand->own.scores;
    flow.weights = hand->weights; /* of the case that has just been made */
    flow.excepted = hand->excepted;
    flow.notes = &hand->notes;
    flow.arena = (titian_arena) TITIAN_ARENA_EMPTY;
    status = titian_aggregate_ready(&flow, &shop, err);
    (*out)->arena = flow.arena;
    (*out)->ready = shop.ready;
    return status;
}

/* Take down which aggregates have a score after a run. */
static void take_decision(titian_case *kase, const titian_replicator *r, const titian_flow *flow)
{
    const size_t n = flow->n_units;

    for (size_t year = 0; year < flow->n_years; year++)
        for (size_t node = r->n_indicators; node < r->n_nodes; node++) {
            const double *scores = titian_panel_column(flow->scores, node, year);

            for (size_t i = 0; i < n; i++)
                kase->decided[(year * r->n_nodes + node) * n + i] = (unsigned char) (isnan(scores[i]) ? 0 : 1);
        }
}

static size_t n_excepted(const titian_recipe *recipe, size_t exception)
{
    return titian_framework_node(recipe->framework, recipe->exceptions[exception].node)->n_children;
}

/* Weights that need no data, under the hand's recipe. */
static titian_status find_weights(titian_case *kase, titian_hand *hand, titian_error *err)
{
    const titian_recipe *recipe = &hand->recipe;
    titian_flow flow = hand->own;
    titian_status status = TITIAN_OK;
    size_t n = 0, at = 0;

    flow.recipe = recipe;
    for (size_t e = 0; e < recipe->n_exceptions; e++)
        n += n_excepted(recipe, e);
    kase->excepted = titian_arena_array(&hand->r->arena, n, sizeof *kase->excepted);
    if (kase->excepted == NULL)
        return titian_fail(err, TITIAN_E_MEMORY, "no memory for %zu exceptions to weights", recipe->n_exceptions);
    status = titian_weigh_known(&flow, err);
    if (status != TITIAN_OK)
        return status;
    memcpy(kase->weights, flow.weights, hand->r->n_nodes * sizeof *kase->weights);
    for (size_t e = 0; e < recipe->n_exceptions; at += n_excepted(recipe, e++))
        memcpy(kase->excepted + at, flow.excepted[e].weights, n_excepted(recipe, e) * sizeof *kase->excepted);
    return TITIAN_OK;
}

void titian_hand_weigh(titian_hand *hand, const titian_case *kase, const double *factors)
{
    const titian_recipe *recipe = &hand->recipe;
    const size_t n = hand->r->n_nodes;
    size_t at = 0;

    for (size_t year = 0; year < hand->r->slice.n_years; year++)
        for (size_t k = 0; k < n; k++)
            hand->weights[year * n + k] = kase->weights[k] * (factors != NULL ? factors[k] : 1.0);
    for (size_t e = 0; e < recipe->n_exceptions; e++) {
        const size_t first = titian_framework_node(recipe->framework, recipe->exceptions[e].node)->first_child;

        for (size_t k = 0; k < n_excepted(recipe, e); k++)
            hand->excepted[e].weights[k] = kase->excepted[at++] * (factors != NULL ? factors[first + k] : 1.0);
    }
}

titian_status titian_case_of(
    titian_case **out, titian_hand *hand, titian_base *base, size_t number, titian_error *err)
{
    titian_replicator *r = hand->r;
    const size_t n_cells = r->slice.n_years * r->n_nodes * r->slice.n_units;
    const double *lows = hand->recipe.lows, *highs = hand->recipe.highs;
    titian_case *kase = r->cases[number];
    titian_status status = TITIAN_OK;

    *out = kase;
    if (kase != NULL)
        return TITIAN_OK;
    kase = titian_arena_array(&r->arena, 1, sizeof *kase);
    if (kase != NULL) {
        kase->weights = titian_arena_array(&r->arena, r->n_nodes, sizeof *kase->weights);
        kase->decided = titian_arena_array(&r->arena, n_cells, 1);
    }
    if (kase == NULL || kase->weights == NULL || kase->decided == NULL)
        return titian_fail(err, TITIAN_E_MEMORY, "no memory for a combination of choices");
    hand->recipe.lows = r->recipe->lows;
    hand->recipe.highs = r->recipe->highs;
    status = find_weights(kase, hand, err);
    if (status == TITIAN_OK)
        status = titian_hand_stages(hand, base, NULL, err);
    if (status == TITIAN_OK) {
        titian_hand_weigh(hand, kase, NULL);
        status = titian_hand_walk(hand, &hand->shop, err);
    }
    if (status == TITIAN_OK)
        take_decision(kase, r, &hand->flow);
    hand->recipe.lows = lows;
    hand->recipe.highs = highs;
    if (status != TITIAN_OK)
        return status;
    *out = r->cases[number] = kase;
    return TITIAN_OK;
}

titian_status titian_hand_walk(titian_hand *hand, const titian_shop *shop, titian_error *err)
{
    titian_status status = TITIAN_OK;

    hand->flow.arena = hand->arena; /* one arena, of which the flow holds a copy while it works */
    status = titian_aggregate_walk(&hand->flow, shop, err);
    hand->arena = hand->flow.arena;
    return status;
}

static void copy_cells(titian_panel *to, const titian_panel *from)
{
    const size_t n = titian_panel_n_units(from);

    for (size_t j = 0; j < titian_panel_n_variables(from); j++)
        for (size_t year = 0; year < titian_panel_n_years(from); year++) {
            memcpy(titian_panel_column_mut(to, j, year), titian_panel_column(from, j, year), n * sizeof(double));
            memcpy(titian_panel_marks_mut(to, j, year), titian_panel_marks(from, j, year), n);
            memcpy(titian_panel_ages_mut(to, j, year), titian_panel_ages(from, j, year), n);
        }
}

/* What stages may change, from the base into the hand's own arrays. */
static titian_status copy_flow(titian_hand *hand, const titian_flow *from, titian_error *err)
{
    titian_flow *to = &hand->own;
    const size_t cells = to->n_years * to->n_indicators, units = to->n_years * to->n_units;

    if (to->panel == NULL) {
        const titian_status status = titian_panel_copy(&to->panel, from->panel, err);

        if (status != TITIAN_OK)
            return status;
    }
    copy_cells(to->panel, from->panel);
    memcpy(to->included, from->included, cells);
    memcpy(to->logged, from->logged, cells);
    memcpy(to->observed, from->observed, cells * to->n_units);
    memcpy(to->dropped, from->dropped, units);
    memcpy((void *) to->lack, (const void *) from->lack, units * sizeof *to->lack);
    memcpy(to->n_groups, from->n_groups, units * sizeof *to->n_groups);
    memcpy(to->weights, from->weights, to->n_years * to->n_nodes * sizeof *to->weights);
    memcpy(to->effective, from->effective, to->n_years * to->n_nodes * sizeof *to->effective);
    to->treatment = from->treatment;
    return TITIAN_OK;
}

/* Errors of measurement and the like, on the hand's copy of the values. */
static titian_status vary_data(titian_hand *hand, const titian_base *base, const double *u, titian_error *err)
{
    titian_status status = TITIAN_OK;

    hand->change.panel = hand->own.panel;
    for (size_t f = 0; f < hand->r->n_factors && status == TITIAN_OK; f++) {
        const titian_factor_plan *plan = &hand->r->factors[f];
        const titian_site site = {.recipe = hand->r->recipe, .panel = base->flow.panel, .factor = f};

        if (plan->row->touches == TITIAN_TOUCHES_DATA && (hand->only == TITIAN_NONE || hand->only == f))
            status = plan->row->apply(&site, u + plan->first, &hand->change, err);
    }
    return status;
}

titian_status titian_hand_stages(titian_hand *hand, titian_base *base, const double *u, titian_error *err)
{
    titian_status status = TITIAN_OK;

    hand->flow = base->flow;
    if (hand->r->start < TITIAN_STAGE_AGGREGATE) {
        status = copy_flow(hand, &base->flow, err);
        hand->flow = hand->own;
        hand->flow.recipe = &hand->recipe;
        hand->flow.arena = hand->arena;
        hand->flow.imputation = u != NULL ? hand->change.imputation : 0;
        if (status == TITIAN_OK && hand->r->touches_data && u != NULL)
            status = vary_data(hand, base, u, err);
        if (status == TITIAN_OK)
            status = run_stages(&hand->flow, &hand->recipe, hand->r->start, TITIAN_STAGE_AGGREGATE, err);
        hand->arena = hand->flow.arena;
    }
    hand->flow.recipe = &hand->recipe;
    hand->flow.scores = hand->own.scores;
    hand->flow.weights = hand->weights;
    hand->flow.effective = hand->effective;
    hand->flow.excepted = hand->excepted;
    hand->flow.scratch = hand->own.scratch;
    hand->flow.orders = hand->own.orders;
    hand->flow.notes = &hand->notes;
    hand->flow.factors = NULL;
    hand->flow.decided = NULL;
    return status;
}
