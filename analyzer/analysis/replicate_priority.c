/* Priorities of a replication.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/replicate_priority.h"

#include <math.h>
#include <string.h>

#include "analysis/assessment.h"
#include "analysis/priority.h"
#include "analysis/replicate_body.h"
#include "kernels/shortfall.h"
#include "stages/except.h"

static double confidence(const titian_unit_state *state, double age_discount)
{
    return state->coverage > 0.0 ? state->coverage * (1.0 - age_discount * state->max_age_share) : 0.0;
}

static double score_of(
    const titian_assessment *a, const titian_priority_rules *rules, size_t unit, double need, double need_1)
{
    const titian_priority_state *nominal = &a->priority[unit];
    double part[TITIAN_N_PARTS];

    memcpy(part, nominal->part, sizeof part);
    part[TITIAN_PART_NEED] = need;
    part[TITIAN_PART_PEOPLE] = titian_people_part(rules, nominal->population * need_1);
    part[TITIAN_PART_CONFIDENCE] = confidence(titian_assessment_unit(a, unit, a->n_years - 1), rules->age_discount);
    return titian_priority_score(rules, part, nominal->absorption);
}

/* Shortfalls of a unit that has weights of its own under some nodes. */
static void own_shortfalls(const titian_hand *hand, const kernel_columns *all, size_t first, size_t unit,
    double *need, double *need_1, double *scratch)
{
    const titian_priority_rules *rules = &hand->change.priority;
    const size_t last = hand->r->slice.n_years - 1;
    kernel_columns own = *all;

    own.scores = all->scores + unit;
    own.n = 1;
    own.weights = titian_except_effective(&hand->flow, unit, last, hand->own_shares) + first;
    kernel_shortfalls(&own, rules->target, rules->alpha, need + unit, need_1 + unit, scratch);
}

void titian_hand_needs(
    const titian_hand *hand, const uint32_t *who, size_t n_who, double *need, double *need_1, double *weight)
{
    const titian_replicator *r = hand->r;
    const titian_priority_rules *rules = &hand->change.priority;
    size_t n_nodes = 0;
    const size_t first = titian_framework_level(r->recipe->framework, rules->level, &n_nodes);
    const size_t n = r->slice.n_units;
    const kernel_columns columns = {
        .scores = titian_hand_scores(hand, first),
        .stride = r->slice.n_years * n,
        .n_children = n_nodes,
        .n = n,
        .weights = titian_hand_shares(hand) + first,
    };

    kernel_shortfalls(&columns, rules->target, rules->alpha, need, need_1, weight);
    for (size_t k = 0; hand->recipe.n_exceptions > 0 && k < n_who; k++)
        own_shortfalls(hand, &columns, first, who[k], need, need_1, weight);
}

void titian_hand_priorities(const titian_hand *hand, const uint32_t *who, size_t n_who, double *out, double *scratch)
{
    const titian_replicator *r = hand->r;
    double *need = scratch, *need_1 = scratch + r->slice.n_units;

    titian_hand_needs(hand, who, n_who, need, need_1, scratch + 2 * r->slice.n_units);
    for (size_t k = 0; k < n_who; k++)
        out[who[k]] = score_of(r->nominal, &hand->change.priority, who[k], need[who[k]], need_1[who[k]]);
}
