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

void titian_base_free(titian_base *base)
{
    if (base == NULL)
        return;
    titian_flow_close(&base->flow);
    titian_notes_free(&base->notes);
    titian_arena_free(&base->arena);
    free(base);
}

void titian_view_free(titian_view *view)
{
    if (view == NULL)
        return;
    titian_arena_free(&view->arena);
    free(view);
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

/* What stages may change, into arrays of another flow. */
static titian_status copy_flow(titian_flow *to, const titian_flow *from, titian_error *err)
{
    const size_t cells = to->n_years * to->n_indicators, units = to->n_years * to->n_units;

    if (to->panel == NULL) {
        const titian_status status = titian_panel_copy(&to->panel, from->panel, err);

        if (status != TITIAN_OK)
            return status;
    } else {
        copy_cells(to->panel, from->panel);
    }
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

/* A base before its first stage. */
static titian_base *base_new(const titian_hand *hand)
{
    titian_base *base = calloc(1, sizeof *base);

    if (base == NULL)
        return NULL;
    base->recipe = hand->recipe;
    base->recipe.lows = hand->r->recipe->lows;
    base->recipe.highs = hand->r->recipe->highs;
    base->notes = (titian_notes){.arena = &base->arena, .muted = 1};
    base->flow = (titian_flow){.recipe = &base->recipe,
        .notes = &base->notes,
        .n_units = hand->r->slice.n_units,
        .n_years = hand->r->slice.n_years};
    return base;
}

/* What all bases begin with, when there are several. */
static titian_status trunk_of(const titian_base **out, const titian_hand *hand, titian_error *err)
{
    titian_replicator *r = hand->r;
    titian_base *trunk = NULL;
    titian_status status = TITIAN_OK;

    *out = r->trunk;
    if (*out != NULL)
        return TITIAN_OK;
    trunk = base_new(hand);
    if (trunk == NULL)
        return titian_fail(err, TITIAN_E_MEMORY, "no memory for what combinations of choices share");
    status = titian_begin(&trunk->flow, &r->slice, err);
    if (status == TITIAN_OK)
        status = run_stages(&trunk->flow, &trunk->recipe, 0, r->stem, err);
    if (status != TITIAN_OK) {
        titian_base_free(trunk);
        return status;
    }
    *out = r->trunk = trunk;
    return TITIAN_OK;
}

static titian_status run_base(titian_base *base, const titian_hand *hand, titian_error *err)
{
    const titian_replicator *r = hand->r;
    const titian_base *trunk = NULL;
    titian_status status = TITIAN_OK;

    if (r->n_bases <= 1) {
        status = titian_begin(&base->flow, &r->slice, err);
        return status == TITIAN_OK ? run_stages(&base->flow, &base->recipe, 0, r->start, err) : status;
    }
    status = trunk_of(&trunk, hand, err);
    if (status == TITIAN_OK)
        status = titian_flow_open(&base->flow, err);
    if (status == TITIAN_OK && trunk != NULL)
        status = copy_flow(&base->flow, &trunk->flow, err);
    if (status == TITIAN_OK)
        status = titian_weigh_known(&base->flow, err);
    if (status == TITIAN_OK)
        status = titian_stage_at(TITIAN_STAGE_WEIGH)->run(&base->flow, NULL, err);
    return status == TITIAN_OK ? run_stages(&base->flow, &base->recipe, r->stem, r->start, err) : status;
}

/* One that failed is not kept: it would pass for a whole one with the next hand that asks. */
titian_status titian_base_of(titian_base **out, titian_hand *hand, size_t number, titian_error *err)
{
    titian_replicator *r = hand->r;
    titian_base *base = NULL;
    titian_status status = TITIAN_OK;

    *out = r->bases[number];
    if (*out != NULL)
        return TITIAN_OK;
    base = base_new(hand);
    if (base == NULL)
        return titian_fail(err, TITIAN_E_MEMORY, "no memory for a combination of choices");
    status = run_base(base, hand, err);
    if (status != TITIAN_OK) {
        titian_base_free(base);
        return status;
    }
    r->n_bases_run++;
    *out = r->bases[number] = base;
    return TITIAN_OK;
}

titian_status titian_view_of(
    titian_view **out, titian_hand *hand, titian_base *base, size_t number, titian_error *err)
{
    titian_replicator *r = hand->r;
    titian_flow flow = base->flow;
    titian_shop shop = hand->shop;
    titian_view *view = NULL;
    titian_status status = TITIAN_OK;

    *out = r->views[number];
    if (*out != NULL)
        return TITIAN_OK;
    view = calloc(1, sizeof *view);
    if (view == NULL)
        return titian_fail(err, TITIAN_E_MEMORY, "no memory for a combination of choices");
    flow.recipe = &hand->recipe;
    flow.scores = hand->own.scores;
    flow.weights = hand->weights;
    flow.excepted = hand->excepted;
    flow.notes = &hand->notes;
    flow.arena = (titian_arena) TITIAN_ARENA_EMPTY;
    status = titian_aggregate_ready(&flow, &shop, err);
    view->arena = flow.arena;
    view->ready = shop.ready;
    if (status != TITIAN_OK) {
        titian_view_free(view);
        return status;
    }
    *out = r->views[number] = view;
    return TITIAN_OK;
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

/* What the factors make of weights. */
static titian_status prepare(titian_known *known, titian_replicator *r, titian_error *err)
{
    titian_status status = TITIAN_OK;

    for (size_t f = 0; f < r->n_factors && status == TITIAN_OK; f++)
        if (r->factors[f].row->prepare != NULL)
            status = r->factors[f].row->prepare(
                &(titian_site){.recipe = r->recipe, .factor = f, .weights = known->weights}, &r->arena,
                &known->prepared[f], err);
    return status;
}

/* The weights found, unless others have found the same. */
static titian_status keep_known(
    const titian_known **out, titian_replicator *r, const double *weights, titian_error *err)
{
    const size_t bytes = r->n_nodes * sizeof(double);
    titian_known *known = NULL;
    titian_status status = TITIAN_OK;

    for (*out = r->known; *out != NULL; *out = (*out)->next)
        if (memcmp((*out)->weights, weights, bytes) == 0)
            return TITIAN_OK;
    known = titian_arena_array(&r->arena, 1, sizeof *known);
    if (known != NULL) {
        known->weights = titian_arena_array(&r->arena, r->n_nodes, sizeof *known->weights);
        known->prepared = titian_arena_array(&r->arena, r->n_factors, sizeof *known->prepared);
    }
    if (known == NULL || known->weights == NULL || known->prepared == NULL)
        return titian_fail(err, TITIAN_E_MEMORY, "no memory for the weights of %zu nodes", r->n_nodes);
    memcpy(known->weights, weights, bytes);
    status = prepare(known, r, err);
    if (status != TITIAN_OK)
        return status;
    known->next = r->known;
    *out = r->known = known;
    return TITIAN_OK;
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
    for (size_t e = 0; e < recipe->n_exceptions; at += n_excepted(recipe, e++))
        memcpy(kase->excepted + at, flow.excepted[e].weights, n_excepted(recipe, e) * sizeof *kase->excepted);
    return keep_known(&kase->known, hand->r, flow.weights, err);
}

void titian_hand_weigh(titian_hand *hand, const titian_case *kase, const double *factors)
{
    const titian_recipe *recipe = &hand->recipe;
    const size_t n = hand->r->n_nodes;
    size_t at = 0;

    for (size_t year = 0; year < hand->r->slice.n_years; year++)
        for (size_t k = 0; k < n; k++)
            hand->weights[year * n + k] = kase->known->weights[k] * (factors != NULL ? factors[k] : 1.0);
    for (size_t e = 0; e < recipe->n_exceptions; e++) {
        const size_t first = titian_framework_node(recipe->framework, recipe->exceptions[e].node)->first_child;

        for (size_t k = 0; k < n_excepted(recipe, e); k++)
            hand->excepted[e].weights[k] = kase->excepted[at++] * (factors != NULL ? factors[first + k] : 1.0);
    }
}

/* A run with the model's own numbers, and with the choices of the hand's recipe. */
static titian_status run_case(titian_case *kase, titian_hand *hand, titian_base *base, titian_error *err)
{
    titian_status status = find_weights(kase, hand, err);

    if (status == TITIAN_OK)
        status = titian_hand_stages(hand, base, NULL, err);
    if (status != TITIAN_OK)
        return status;
    titian_hand_weigh(hand, kase, NULL);
    status = titian_hand_walk(hand, &hand->shop, err);
    if (status == TITIAN_OK)
        take_decision(kase, hand->r, &hand->flow);
    return status;
}

titian_status titian_case_of(
    titian_case **out, titian_hand *hand, titian_base *base, size_t number, titian_error *err)
{
    titian_replicator *r = hand->r;
    titian_case *kase = r->cases[number];
    titian_status status = TITIAN_OK;

    *out = kase;
    if (kase != NULL)
        return TITIAN_OK;
    kase = titian_arena_array(&r->arena, 1, sizeof *kase);
    if (kase != NULL)
        kase->decided = titian_arena_array(&r->arena, r->slice.n_years * r->n_nodes, r->slice.n_units);
    if (kase == NULL || kase->decided == NULL)
        return titian_fail(err, TITIAN_E_MEMORY, "no memory for a combination of choices");
    status = run_case(kase, hand, base, err);
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
        status = copy_flow(&hand->own, &base->flow, err);
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
