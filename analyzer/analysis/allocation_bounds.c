/* What bounds an amount: base, floors, caps, last year, ring-fences.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/allocation.h"
#include "analysis/ask.h"

static int holds(const titian_money *m, const titian_condition *condition, size_t unit)
{
    return titian_condition_holds(condition, titian_assessment_data(m->a), titian_assessment_data_unit(m->a, unit));
}

/* ---- floors and caps ---- */

/* The largest floor that holds, and the smallest cap, both of the whole amount. */
static void take_bounds(titian_money *m, size_t unit, double *floor, double *cap)
{
    const titian_allocation_rules *r = m->rules;

    *floor = fmax(r->floor, r->floor_share * m->budget);
    *cap = fmin(r->cap, r->cap_share < 1.0 ? r->cap_share * m->budget : (double) INFINITY);
    m->names[unit] = (titian_bound_names){*floor > 0.0 ? "floor" : "", *cap < (double) INFINITY ? "cap" : ""};
    for (size_t k = 0; k < r->n_floors; k++) {
        if (!(r->floors[k].value > *floor) || !holds(m, &r->floors[k], unit))
            continue;
        *floor = r->floors[k].value;
        m->names[unit].floor = titian_money_text(m, "floor of %s", r->floors[k].group);
    }
    for (size_t k = 0; k < r->n_caps; k++) {
        if (!(r->caps[k].value < *cap) || !holds(m, &r->caps[k], unit))
            continue;
        *cap = r->caps[k].value;
        m->names[unit].cap = titian_money_text(m, "cap of %s", r->caps[k].group);
    }
}

static void clear(titian_money *m, size_t unit)
{
    m->names[unit] = (titian_bound_names){"", ""};
    m->score[unit] = m->base[unit] = m->low[unit] = m->high[unit] = m->least[unit] = 0.0;
}

/* Everybody who takes part, before people and last year are looked at. */
static void bound_each(titian_money *m)
{
    const double base = fmax(m->rules->base, m->rules->base_share * m->budget);

    for (size_t i = 0; i < m->n; i++) {
        double floor = 0.0, cap = 0.0;

        if (m->decision[i] != TITIAN_MONEY_IN) {
            clear(m, i);
            m->base[i] = m->decision[i] == TITIAN_MONEY_ASSESS ? m->rules->assess_first : 0.0;
            continue;
        }
        take_bounds(m, i, &floor, &cap);
        m->base[i] = base;
        m->low[i] = fmax(0.0, floor - base);
        m->high[i] = cap - base;
        m->least[i] = m->rules->minimum;
    }
}

/* A rule narrows the bounds of all; what it has moved takes its name. Who takes no part keeps 0. */
static void note_moves(titian_money *m, const double *low, const double *high, titian_bound_names names)
{
    for (size_t i = 0; i < m->n; i++) {
        if (m->decision[i] != TITIAN_MONEY_IN) {
            m->low[i] = m->high[i] = 0.0;
            continue;
        }
        if (m->low[i] > low[i])
            m->names[i].floor = names.floor;
        if (m->high[i] < high[i])
            m->names[i].cap = names.cap;
    }
}

static titian_status narrow(titian_money *m, titian_error *err)
{
    const titian_allocation_rules *r = m->rules;
    double *low = titian_money_room(m, m->n, sizeof *low, err), *high = titian_money_room(m, m->n, sizeof *high, err);
    double *column = titian_money_room(m, m->n, sizeof *column, err);
    size_t previous = TITIAN_NONE;
    const titian_status status = titian_ask_variable(m->a, r->previous, &previous, err);

    if (low == NULL || high == NULL || column == NULL)
        return TITIAN_E_MEMORY;
    if (status != TITIAN_OK)
        return status;
    if (r->cap_per_head < (double) INFINITY) {
        memcpy(low, m->low, m->n * sizeof *low);
        memcpy(high, m->high, m->n * sizeof *high);
        for (size_t i = 0; i < m->n; i++)
            column[i] = isnan(m->people[i]) ? 0.0 : m->people[i];
        kernel_cap_per_head(r->cap_per_head, column, m->base, m->n, m->high);
        note_moves(m, low, high, (titian_bound_names){"", "cap per head"});
    }
    if (previous != TITIAN_NONE) {
        const kernel_swing swing = {column, m->base, r->swing_down, r->swing_up, m->n};

        memcpy(low, m->low, m->n * sizeof *low);
        memcpy(high, m->high, m->n * sizeof *high);
        for (size_t i = 0; i < m->n; i++) {
            column[i] = titian_money_value(m, previous, i);
            if (column[i] < 0.0)
                column[i] = TITIAN_MISSING;
        }
        kernel_limit_swing(&swing, m->low, m->high);
        note_moves(m, low, high, (titian_bound_names){"last year, down", "last year, up"});
    }
    return TITIAN_OK;
}

/* Rules that leave somebody no amount at all. */
static titian_status check_bounds(const titian_money *m, titian_error *err)
{
    for (size_t i = 0; i < m->n; i++) {
        const char *code = titian_panel_unit(m->raw, i)->code;
        const double least = m->base[i] + m->low[i], most = m->base[i] + m->high[i];

        if (m->low[i] <= m->high[i])
            continue;
        if (m->low[i] == 0.0)
            return titian_fail(err, TITIAN_E_NUMERIC,
                "%s is to have a base of %.15g and, by the rule \"%s\", at most %.15g\nlower the base or raise that "
                "cap",
                code, m->base[i], m->names[i].cap, most);
        return titian_fail(err, TITIAN_E_NUMERIC,
            "%s is to have at least %.15g by the rule \"%s\" and at most %.15g by the rule \"%s\"\nlower the one or "
            "raise the other",
            code, least, m->names[i].floor, most, m->names[i].cap);
    }
    return TITIAN_OK;
}

titian_status titian_money_bound(titian_money *m, titian_error *err)
{
    titian_status status = TITIAN_OK;

    m->score = titian_money_room(m, m->n, sizeof *m->score, err);
    m->base = titian_money_room(m, m->n, sizeof *m->base, err);
    m->low = titian_money_room(m, m->n, sizeof *m->low, err);
    m->high = titian_money_room(m, m->n, sizeof *m->high, err);
    m->least = titian_money_room(m, m->n, sizeof *m->least, err);
    m->names = titian_money_room(m, m->n, sizeof *m->names, err);
    if (m->score == NULL || m->base == NULL || m->low == NULL || m->high == NULL || m->least == NULL ||
        m->names == NULL)
        return TITIAN_E_MEMORY;
    memcpy(m->score, m->formula, m->n * sizeof *m->score);
    bound_each(m);
    status = narrow(m, err);
    return status == TITIAN_OK ? check_bounds(m, err) : status;
}

/* ---- fences ---- */

typedef struct {
    kernel_fence fence;
    const titian_allocation_fence *rule;
} fenced;

/* Smaller ones first, equal ones as the model has them: the inner before the outer. */
static int by_size(const void *a, const void *b)
{
    const fenced *x = a, *y = b;

    if (x->fence.n_members != y->fence.n_members)
        return x->fence.n_members < y->fence.n_members ? -1 : 1;
    return (x->rule > y->rule) - (x->rule < y->rule);
}

static titian_status take_members(
    titian_money *m, const titian_allocation_fence *rule, fenced *out, titian_error *err)
{
    size_t *members = titian_money_room(m, m->n, sizeof *members, err);

    if (members == NULL)
        return TITIAN_E_MEMORY;
    *out = (fenced){{members, 0, rule->least, rule->most}, rule};
    for (size_t i = 0; i < m->n; i++)
        if ((m->decision[i] != TITIAN_MONEY_OUT || m->set[i] != TITIAN_NONE) && holds(m, &rule->members, i))
            members[out->fence.n_members++] = i;
    return TITIAN_OK;
}

static void find_places(titian_money *m)
{
    for (size_t i = 0; i < m->n; i++)
        m->fence[i] = m->n_fences;
    for (size_t f = m->n_fences; f-- > 0;) {
        const kernel_fence *fence = &m->fences[f];

        m->around[f] = fence->n_members > 0 ? m->fence[fence->members[0]] : m->n_fences;
        for (size_t k = 0; k < fence->n_members; k++)
            m->fence[fence->members[k]] = f;
    }
}

static titian_status check_fences(titian_money *m, titian_error *err)
{
    const kernel_fences fences = {m->fences, m->found, m->n_fences};
    size_t *places = titian_money_room(m, m->n + 2 * m->n_fences, sizeof *places, err);
    size_t which = 0;

    if (places == NULL)
        return TITIAN_E_MEMORY;
    if (kernel_fences_check(&fences, m->n, &which, places) == KERNEL_FENCE_SOUND)
        return TITIAN_OK;
    return titian_fail(err, TITIAN_E_MODEL,
        "the fence \"%s\" shares some units with another fence, and neither holds all of the other\nlet fences be of "
        "groups that do not overlap, such as regions, or of a group inside another",
        m->fence_rules[which]->name);
}

titian_status titian_money_fence(titian_money *m, titian_error *err)
{
    const size_t n = m->rules->n_fences;
    fenced *all = titian_money_room(m, n, sizeof *all, err);
    titian_status status = TITIAN_OK;

    m->fences = titian_money_room(m, n, sizeof *m->fences, err);
    m->fence_rules = titian_money_room(m, n, sizeof(const titian_allocation_fence *), err);
    m->found = titian_money_room(m, n, sizeof *m->found, err);
    m->fence = titian_money_room(m, m->n, sizeof *m->fence, err);
    m->around = titian_money_room(m, n, sizeof *m->around, err);
    if (!all || !m->fences || !m->fence_rules || !m->found || !m->fence || !m->around)
        return TITIAN_E_MEMORY;
    for (size_t f = 0; f < n && status == TITIAN_OK; f++)
        status = take_members(m, &m->rules->fences[f], &all[f], err);
    if (status != TITIAN_OK)
        return status;
    if (n > 0)
        qsort(all, n, sizeof *all, by_size);
    m->n_fences = n;
    for (size_t f = 0; f < n; f++) {
        m->fences[f] = all[f].fence;
        m->fence_rules[f] = all[f].rule;
    }
    find_places(m);
    return check_fences(m, err);
}
