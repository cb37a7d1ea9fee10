/* One replication after the other.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/replicate_body.h"
#include "stages/weigh.h"

enum { ALL_STAGES = (1u << TITIAN_STAGE_AGGREGATE) - 1u };

/* ---- what is drawn ---- */

/* The model's own choices of the stages that the last replication changed: a choice is large. */
static void restore_stages(titian_hand *hand)
{
    for (size_t stage = 0; stage < TITIAN_STAGE_AGGREGATE; stage++) {
        if (!(hand->replaced >> stage & 1u))
            continue;
        hand->change.choice[stage] = hand->r->recipe->choice[stage];
        hand->recipe.choice[stage] = hand->r->recipe->choice[stage];
        hand->recipe.own[stage] = hand->r->recipe->own[stage];
    }
    hand->replaced = 0;
}

static void reset(titian_hand *hand)
{
    const titian_replicator *r = hand->r;
    titian_change *change = &hand->change;

    for (size_t k = 0; k < r->n_nodes; k++)
        change->factor[k] = 1.0;
    memcpy(change->lows, r->recipe->lows, r->n_indicators * sizeof *change->lows);
    memcpy(change->highs, r->recipe->highs, r->n_indicators * sizeof *change->highs);
    for (size_t f = 0; f < r->n_factors; f++) {
        change->alternative[f] = TITIAN_NONE;
        change->number[f] = TITIAN_MISSING;
    }
    change->priority = r->recipe->priority;
    change->imputation = 0;
    restore_stages(hand);
    hand->recipe.aggregation = r->recipe->aggregation;
    hand->recipe.weighing = r->recipe->weighing;
    hand->recipe.exceptions = r->recipe->exceptions;
    hand->recipe.n_exceptions = r->recipe->n_exceptions;
}

static void take_weighing(titian_recipe *recipe, const titian_alternative *alternative)
{
    recipe->weighing = alternative->weighing;
    recipe->exceptions = alternative->exceptions;
    recipe->n_exceptions = alternative->n_exceptions;
}

/* The stages that a drawn alternative gives anew. */
static void choose(titian_hand *hand, const titian_alternative *alternative)
{
    for (size_t stage = 0; stage < TITIAN_STAGE_AGGREGATE; stage++) {
        if (!(alternative->replaces >> stage & 1u))
            continue;
        hand->change.choice[stage] = alternative->choice[stage];
        hand->recipe.choice[stage] = alternative->choice[stage];
        hand->recipe.own[stage] = alternative->own[stage];
    }
    hand->replaced |= alternative->replaces;
    if (alternative->replaces >> TITIAN_STAGE_AGGREGATE & 1u)
        hand->recipe.aggregation = alternative->aggregation;
    if (alternative->replaces >> TITIAN_STAGE_WEIGH & 1u)
        take_weighing(&hand->recipe, alternative);
}

static int is_drawn(const titian_hand *hand, size_t factor)
{
    if (hand->only == TITIAN_ONLY_ALTERNATIVES)
        return hand->r->recipe->uncertainty.factors[factor].n_alternatives > 0;
    return hand->only == TITIAN_NONE || hand->only == factor;
}

/* When a factor is drawn. What a combination of choices depends on comes first, so that it does not matter which
 * replication is the first to ask for it; options of stages come after the choice of their method. */
typedef enum { DRAWN_CHOICES, DRAWN_WHOLE, DRAWN_REST, DRAWN_WITH_DATA } turn;

static turn turn_of(const titian_hand *hand, size_t factor)
{
    const titian_factor_plan *plan = &hand->r->factors[factor];

    if (plan->row->touches == TITIAN_TOUCHES_DATA)
        return DRAWN_WITH_DATA;
    if (hand->r->recipe->uncertainty.factors[factor].n_alternatives > 0)
        return DRAWN_CHOICES;
    return plan->n_values > 0 ? DRAWN_WHOLE : DRAWN_REST;
}

/* Draw the factors whose turn it is. @param known  NULL: not found yet */
static titian_status draw(titian_hand *hand, turn when, const titian_known *known, const double *u, titian_error *err)
{
    const titian_replicator *r = hand->r;
    titian_status status = TITIAN_OK;
    int stages = 0;

    for (size_t f = 0; f < r->n_factors && status == TITIAN_OK; f++) {
        const titian_factor_plan *plan = &r->factors[f];
        const titian_site site = {.recipe = r->recipe,
            .factor = f,
            .weights = known != NULL ? known->weights : NULL,
            .prepared = known != NULL ? known->prepared[f] : NULL};

        if (turn_of(hand, f) != when || !is_drawn(hand, f))
            continue;
        status = plan->row->apply(&site, u + plan->first, &hand->change, err);
        if (status == TITIAN_OK && when != DRAWN_CHOICES)
            stages |= plan->row->touches == TITIAN_TOUCHES_STAGE;
        else if (status == TITIAN_OK)
            choose(hand, &r->recipe->uncertainty.factors[f].alternatives[hand->change.alternative[f]]);
    }
    if (stages) {
        memcpy(hand->recipe.choice, hand->change.choice, sizeof hand->recipe.choice);
        hand->replaced = ALL_STAGES;
    }
    return status;
}

/* ---- where it is run ---- */

/* Number of the combination of choices, as bases, views or cases count it. */
typedef struct {
    size_t base, view, kase;
} numbers;

static numbers number_of(const titian_hand *hand)
{
    numbers n = {0, 0, 0};

    for (size_t f = 0; f < hand->r->n_factors; f++) {
        const titian_factor_plan *plan = &hand->r->factors[f];
        const titian_factor *factor = &hand->r->recipe->uncertainty.factors[f];
        size_t digit = 0;

        if (plan->n_values == 0 || !is_drawn(hand, f))
            continue;
        digit = factor->n_alternatives > 0
                    ? hand->change.alternative[f] + 1
                    : (size_t) (hand->change.number[f] - titian_option_of(&factor->how, "range")->number) + 1;
        n.base += digit * plan->base;
        n.view += digit * plan->view;
        n.kase += digit * plan->kase;
    }
    return n;
}

/* What is shared is made by one thread at a time. */
static titian_status make_shared(titian_hand *hand, numbers n, titian_error *err)
{
    titian_status status = TITIAN_OK;

#pragma omp critical(titian_replicator)
    {
        status = titian_base_of(&hand->bases[n.base], hand, n.base, err);
        if (status == TITIAN_OK)
            status = titian_case_of(&hand->cases[n.kase], hand, hand->bases[n.base], n.kase, err);
        if (status == TITIAN_OK && hand->r->start == TITIAN_STAGE_AGGREGATE) {
            titian_hand_weigh(hand, hand->cases[n.kase], NULL);
            status = titian_view_of(&hand->views[n.view], hand, hand->bases[n.base], n.view, err);
        }
    }
    return status;
}

/* The combination of choices; then what is drawn on top of it. */
static titian_status draw_all(titian_hand *hand, const double *u, numbers *n, titian_error *err)
{
    titian_status status = TITIAN_OK;

    reset(hand);
    status = draw(hand, DRAWN_CHOICES, NULL, u, err);
    if (status == TITIAN_OK)
        status = draw(hand, DRAWN_WHOLE, NULL, u, err);
    if (status != TITIAN_OK)
        return status;
    *n = number_of(hand);
    if (hand->cases[n->kase] == NULL)
        status = make_shared(hand, *n, err);
    if (status == TITIAN_OK)
        status = draw(hand, DRAWN_REST, hand->cases[n->kase]->known, u, err);
    hand->recipe.lows = hand->change.lows;
    hand->recipe.highs = hand->change.highs;
    hand->recipe.priority = hand->change.priority;
    return status;
}

static titian_status run(titian_hand *hand, const double *u, titian_error *err)
{
    titian_shop shop = hand->shop;
    numbers n = {0, 0, 0};
    titian_status status = draw_all(hand, u, &n, err);

    if (status == TITIAN_OK)
        status = titian_hand_stages(hand, hand->bases[n.base], u, err);
    if (status != TITIAN_OK)
        return status;
    titian_hand_weigh(hand, hand->cases[n.kase], hand->change.factor);
    hand->flow.factors = hand->change.factor;
    hand->flow.decided = hand->cases[n.kase]->decided;
    shop.ready = hand->views[n.view] != NULL ? hand->views[n.view]->ready : NULL;
    return titian_hand_walk(hand, &shop, err);
}

titian_status titian_hand_run(titian_hand *hand, const double *u, uint64_t number, titian_error *err)
{
    titian_error found = {.code = TITIAN_OK};
    titian_status status = TITIAN_OK;

    status = run(hand, u, &found);
    titian_arena_rewind(&hand->arena, hand->mark);
    titian_arena_rewind(&hand->notes_arena, hand->notes_mark);
    if (status == TITIAN_OK)
        return TITIAN_OK;
    return titian_fail(err, status, "replication %" PRIu64 ": %s\n%s", number, found.message,
        found.mend[0] != '\0' ? found.mend : "\"titian explain --replication\" shows what was drawn");
}

/* ---- the hand ---- */

static titian_status open_change(titian_hand *hand, titian_error *err)
{
    const titian_replicator *r = hand->r;
    titian_change *change = &hand->change;

    change->factor = titian_arena_array(&hand->arena, r->n_nodes, sizeof *change->factor);
    change->scratch = titian_arena_array(&hand->arena, r->n_nodes, sizeof *change->scratch);
    change->lows = titian_arena_array(&hand->arena, r->n_indicators, sizeof *change->lows);
    change->highs = titian_arena_array(&hand->arena, r->n_indicators, sizeof *change->highs);
    change->alternative = titian_arena_array(&hand->arena, r->n_factors, sizeof *change->alternative);
    change->number = titian_arena_array(&hand->arena, r->n_factors, sizeof *change->number);
    if (!change->factor || !change->scratch || !change->lows || !change->highs || !change->alternative ||
        !change->number)
        return titian_fail(err, TITIAN_E_MEMORY, "no memory for a replication");
    return TITIAN_OK;
}

/* A flow of the hand's own; its scores are laid out like those of the nominal run. */
static titian_status open_flow(titian_hand *hand, titian_error *err)
{
    const titian_replicator *r = hand->r;
    titian_status status = TITIAN_OK;

    hand->notes = (titian_notes){.arena = &hand->notes_arena, .muted = 1};
    hand->own = (titian_flow){
        .recipe = r->recipe, .n_units = r->slice.n_units, .n_years = r->slice.n_years, .notes = &hand->notes};
    status = titian_flow_open(&hand->own, err);
    if (status == TITIAN_OK)
        status =
            titian_panel_copy(&hand->own.scores, titian_assessment_result(r->nominal, TITIAN_RESULT_AGGREGATED), err);
    if (status == TITIAN_OK)
        status = titian_shop_open(&hand->shop, &hand->own, err);
    hand->weights = hand->own.weights;
    hand->effective = hand->own.effective;
    return status;
}

/* Exceptions to weights: as many as the model has, or an alternative. */
static titian_status open_exceptions(titian_hand *hand, titian_error *err)
{
    const titian_replicator *r = hand->r;
    const titian_uncertainty_rules *rules = &r->recipe->uncertainty;
    size_t most = r->recipe->n_exceptions;

    for (size_t f = 0; f < r->n_factors; f++)
        for (size_t k = 0; k < rules->factors[f].n_alternatives; k++)
            if (rules->factors[f].alternatives[k].n_exceptions > most)
                most = rules->factors[f].alternatives[k].n_exceptions;
    hand->excepted = titian_arena_array(&hand->arena, most, sizeof *hand->excepted);
    hand->own_shares = titian_arena_array(&hand->arena, 2 * r->n_nodes, sizeof *hand->own_shares);
    for (size_t e = 0; hand->excepted != NULL && e < most; e++) {
        titian_excepted *x = &hand->excepted[e];

        x->weights = titian_arena_array(&hand->arena, r->n_nodes, sizeof *x->weights);
        x->holds = titian_arena_array(&hand->arena, r->slice.n_years, r->slice.n_units);
        if (x->weights == NULL || x->holds == NULL)
            hand->excepted = NULL;
    }
    if (hand->excepted == NULL || hand->own_shares == NULL)
        return titian_fail(err, TITIAN_E_MEMORY, "no memory for %zu exceptions to weights", most);
    return TITIAN_OK;
}

static titian_status open_tables(titian_hand *hand, titian_error *err)
{
    const titian_replicator *r = hand->r;

    hand->bases = titian_arena_array(&hand->arena, r->n_bases, sizeof(titian_base *));
    hand->views = titian_arena_array(&hand->arena, r->n_views, sizeof(titian_view *));
    hand->cases = titian_arena_array(&hand->arena, r->n_cases, sizeof(titian_case *));
    return hand->bases && hand->views && hand->cases
               ? TITIAN_OK
               : titian_fail(err, TITIAN_E_MEMORY, "no memory for %zu combinations of choices", r->n_cases);
}

titian_status titian_hand_new(titian_hand **out, titian_replicator *r, titian_error *err)
{
    titian_hand *hand = calloc(1, sizeof *hand);
    titian_status status = TITIAN_OK;

    *out = NULL;
    if (hand == NULL)
        return titian_fail(err, TITIAN_E_MEMORY, "no memory for a replication");
    hand->r = r;
    hand->recipe = *r->recipe;
    hand->replaced = ALL_STAGES;
    hand->only = TITIAN_NONE;
    status = open_change(hand, err);
    if (status == TITIAN_OK)
        status = open_tables(hand, err);
    if (status == TITIAN_OK)
        status = open_exceptions(hand, err);
    if (status == TITIAN_OK)
        status = open_flow(hand, err);
    if (status != TITIAN_OK) {
        titian_hand_free(hand);
        return status;
    }
    hand->mark = titian_arena_here(&hand->arena);
    hand->notes_mark = titian_arena_here(&hand->notes_arena);
    *out = hand;
    return TITIAN_OK;
}

void titian_hand_only(titian_hand *hand, size_t factor)
{
    hand->only = factor;
}

void titian_hand_free(titian_hand *hand)
{
    if (hand == NULL)
        return;
    titian_flow_close(&hand->own);
    titian_notes_free(&hand->notes);
    titian_arena_free(&hand->arena);
    titian_arena_free(&hand->notes_arena);
    free(hand);
}

const double *titian_hand_scores(const titian_hand *hand, size_t node)
{
    return titian_hand_scores_in(hand, node, hand->r->slice.n_years - 1);
}

const double *titian_hand_scores_in(const titian_hand *hand, size_t node, size_t year)
{
    return titian_flow_scores(&hand->flow, node, year);
}

const double *titian_hand_weights(const titian_hand *hand)
{
    return hand->weights + (hand->r->slice.n_years - 1) * hand->r->n_nodes;
}

const double *titian_hand_shares(const titian_hand *hand)
{
    titian_flow_weigh(&hand->flow, hand->r->slice.n_years - 1);
    return hand->effective + (hand->r->slice.n_years - 1) * hand->r->n_nodes;
}

const titian_change *titian_hand_change(const titian_hand *hand)
{
    return &hand->change;
}
