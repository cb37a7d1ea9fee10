/* An allocation shared out anew in every replication.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/allocation_replicate.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/allocation.h"
#include "analysis/replicate_priority.h"

struct titian_money_plan {
    titian_money m;
    size_t *factor; /* m.n_used factors that count, as the columns have them */
    uint32_t *who;  /* n_who units that may have money */
    size_t n_who;
    uint32_t *by_score; /* n_by_score units whose amounts the formula gives */
    size_t n_by_score;
    int needs; /* 1: what the run measures as need enters a factor */
};

struct titian_money_desk {
    titian_sharing s;
    double *columns, *powers; /* as those of the plan */
    double *need, *need_1, *weight;
};

/* ---- the plan ---- */

static int is_by_score(const titian_money *m, size_t unit)
{
    return m->decision[unit] == TITIAN_MONEY_IN && m->set[unit] == TITIAN_NONE;
}

static titian_status list_units(titian_money_plan *p, titian_error *err)
{
    titian_money *m = &p->m;

    p->who = titian_money_room(m, m->n, sizeof *p->who, err);
    p->by_score = titian_money_room(m, m->n, sizeof *p->by_score, err);
    p->factor = titian_money_room(m, m->n_factors, sizeof *p->factor, err);
    if (p->who == NULL || p->by_score == NULL || p->factor == NULL)
        return TITIAN_E_MEMORY;
    for (size_t i = 0; i < m->n; i++) {
        if (is_by_score(m, i))
            p->by_score[p->n_by_score++] = (uint32_t) i;
        if (m->decision[i] != TITIAN_MONEY_OUT || m->set[i] != TITIAN_NONE)
            p->who[p->n_who++] = (uint32_t) i;
    }
    for (size_t k = 0, n = 0; k < m->n_factors; k++) {
        if (!titian_money_counts(&m->factors[k]))
            continue;
        p->factor[n++] = k;
        p->needs |= titian_money_needs(&m->factors[k]);
    }
    return TITIAN_OK;
}

titian_status titian_money_plan_new(titian_money_plan **out, const titian_assessment *nominal,
    const titian_allocation_options *options, titian_error *err)
{
    titian_money_plan *p = calloc(1, sizeof *p);
    titian_status status = TITIAN_OK;

    *out = p;
    if (p == NULL)
        return titian_fail(err, TITIAN_E_MEMORY, "no memory for an allocation");
    status = titian_money_open(&p->m, nominal, options, err);
    if (status == TITIAN_OK)
        status = titian_money_allocate(&p->m, err);
    if (status == TITIAN_OK)
        status = list_units(p, err);
    if (status == TITIAN_OK && p->m.short_of_memory)
        status = titian_fail(err, TITIAN_E_MEMORY, "no memory for the texts of an allocation");
    if (status != TITIAN_OK) {
        titian_money_plan_free(p);
        *out = NULL;
    }
    return status;
}

void titian_money_plan_free(titian_money_plan *plan)
{
    if (plan == NULL)
        return;
    titian_arena_free(&plan->m.arena);
    free(plan);
}

const double *titian_money_plan_exact(const titian_money_plan *plan)
{
    return plan->m.exact;
}

const double *titian_money_plan_amounts(const titian_money_plan *plan)
{
    return plan->m.amounts;
}

double titian_money_plan_budget(const titian_money_plan *plan)
{
    return plan->m.budget;
}

const char *titian_money_plan_decision(const titian_money_plan *plan, size_t unit)
{
    return titian_money_decision_of(&plan->m, unit);
}

const uint32_t *titian_money_plan_who(const titian_money_plan *plan, size_t *n)
{
    *n = plan->n_who;
    return plan->who;
}

/* ---- the desk ---- */

/* @return 0, or -1 when there is no memory */
static int open_desk(titian_money_desk *d, const titian_money *m, titian_arena *arena)
{
    double **const columns[] = {&d->s.score, &d->s.base, &d->s.low, &d->s.high, &d->s.least, &d->s.slope,
        &d->s.offset, &d->s.exact, &d->s.lambdas, &d->need, &d->need_1, &d->weight};

    for (size_t k = 0; k < sizeof columns / sizeof *columns; k++) {
        *columns[k] = titian_arena_array(arena, m->n, sizeof(double));
        if (*columns[k] == NULL)
            return -1;
    }
    d->s.found = titian_arena_array(arena, m->n_fences, sizeof *d->s.found);
    d->s.dropped = titian_arena_array(arena, m->n, sizeof *d->s.dropped);
    d->s.scratch = titian_arena_array(arena, TITIAN_MONEY_SCRATCH * m->n, sizeof *d->s.scratch);
    d->columns = titian_arena_array(arena, m->n_used * m->n, sizeof *d->columns);
    d->powers = titian_arena_array(arena, m->n_used, sizeof *d->powers);
    if (!d->s.found || !d->s.dropped || !d->s.scratch || !d->columns || !d->powers)
        return -1;
    memcpy(d->columns, m->columns, m->n_used * m->n * sizeof *d->columns);
    return 0;
}

titian_money_desk *titian_money_desk_new(const titian_money_plan *plan, titian_arena *arena)
{
    titian_money_desk *d = titian_arena_alloc(arena, sizeof *d);

    return d != NULL && open_desk(d, &plan->m, arena) == 0 ? d : NULL;
}

/* ---- one replication ---- */

/* The powers drawn; those that are certain, and those that are not drawn this time, as the model has them. */
static void take_powers(const titian_money_plan *p, titian_money_desk *d, const titian_change *change)
{
    for (size_t k = 0; k < p->m.n_used; k++) {
        const size_t f = p->m.factors[p->factor[k]].drawn;
        const double drawn = f != TITIAN_NONE ? change->number[f] : TITIAN_MISSING;

        d->powers[k] = isnan(drawn) ? p->m.powers[k] : drawn;
    }
}

static void take_needs(const titian_money_plan *p, titian_money_desk *d, const titian_hand *hand)
{
    const titian_money *m = &p->m;

    if (!p->needs)
        return;
    titian_hand_needs(hand, p->by_score, p->n_by_score, d->need, d->need_1, d->weight);
    for (size_t k = 0; k < m->n_used; k++) {
        const titian_money_factor *factor = &m->factors[p->factor[k]];

        for (size_t j = 0; j < p->n_by_score && titian_money_needs(factor); j++) {
            const size_t i = p->by_score[j];

            d->columns[k * m->n + i] = titian_money_factor_value(m, factor, i, d->need[i]);
        }
    }
}

/* Bounds as in the nominal run, but a unit without a score has what is set aside for it. */
static void take_bounds(const titian_money_plan *p, titian_money_desk *d)
{
    const titian_money *m = &p->m;
    const size_t size = m->n * sizeof(double);

    memcpy(d->s.base, m->base, size);
    memcpy(d->s.low, m->low, size);
    memcpy(d->s.high, m->high, size);
    memcpy(d->s.least, m->least, size);
    for (size_t i = 0; i < m->n; i++) {
        if (!is_by_score(m, i)) {
            d->s.score[i] = 0.0;
        } else if (!isfinite(d->s.score[i])) {
            d->s.score[i] = d->s.low[i] = d->s.high[i] = d->s.least[i] = 0.0;
            d->s.base[i] = m->rules->assess_first;
        }
    }
}

int titian_money_share_again(
    const titian_money_plan *p, titian_money_desk *d, const titian_hand *hand, double *amounts)
{
    const titian_money *m = &p->m;

    take_powers(p, d, titian_hand_change(hand));
    take_needs(p, d, hand);
    kernel_power_scores(d->columns, m->n, m->n_used, d->powers, d->s.score);
    for (size_t i = 0; i < m->n; i++)
        amounts[i] = d->s.score[i];
    take_bounds(p, d);
    if (titian_money_share(m, &d->s).all.status != KERNEL_LEVEL_FOUND)
        return 0;
    for (size_t i = 0; i < m->n; i++)
        amounts[i] = is_by_score(m, i) && !isfinite(amounts[i]) ? TITIAN_MISSING : d->s.exact[i];
    return 1;
}
