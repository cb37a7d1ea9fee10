/* What each rule does to the money: the rules come in one by one, and each is held against the amounts before it.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "analysis/allocation.h"

static const double none = (double) INFINITY;

/* How a rule is left out, and whether the model has it. */
typedef struct {
    const char *name;
    int (*drop)(titian_allocation_rules *r); /* @return 1 when something was dropped */
} step;

static int drop_number(double *x, double to)
{
    const int had = *x != to;

    *x = to;
    return had;
}

static int drop_count(size_t *n)
{
    const int had = *n > 0;

    *n = 0;
    return had;
}

static int drop_assess(titian_allocation_rules *r)
{
    return drop_number(&r->assess_first, 0.0);
}

static int drop_base(titian_allocation_rules *r)
{
    return drop_number(&r->base, 0.0) | drop_number(&r->base_share, 0.0);
}

static int drop_floors(titian_allocation_rules *r)
{
    return drop_number(&r->floor, 0.0) | drop_number(&r->floor_share, 0.0) | drop_count(&r->n_floors);
}

static int drop_caps(titian_allocation_rules *r)
{
    return drop_number(&r->cap, none) | drop_number(&r->cap_share, 1.0) | drop_number(&r->cap_per_head, none) |
           drop_count(&r->n_caps);
}

static int drop_previous(titian_allocation_rules *r)
{
    const int had = r->previous != NULL;

    r->previous = NULL;
    return had;
}

static int drop_fences(titian_allocation_rules *r)
{
    return drop_count(&r->n_fences);
}

static int drop_minimum(titian_allocation_rules *r)
{
    return drop_number(&r->minimum, 0.0);
}

static const step steps[] = {
    {"assess first", drop_assess},
    {"base amounts", drop_base},
    {"floors", drop_floors},
    {"caps", drop_caps},
    {"last year", drop_previous},
    {"ring-fences", drop_fences},
    {"minimum grant", drop_minimum},
};

enum { N_STEPS = sizeof steps / sizeof *steps };

/* A row of the table: a unit, or all of them. */
typedef struct {
    const char *code, *name;
    double before, amount, change;
    const char *note;
} line;

static void add_row(titian_money *m, const char *step_name, const line *l)
{
    titian_money_word(m, step_name);
    titian_money_word(m, l->code);
    titian_money_word(m, l->name);
    titian_money_number(m, l->before);
    titian_money_number(m, l->amount);
    titian_money_number(m, l->change);
    titian_money_word(m, l->note);
}

/* The amounts of a step beside those before it. @param before  NULL: there are none yet */
static void add_step(titian_money *m, const char *name, const double *before, const double *amounts)
{
    line all = {"(all)", "", TITIAN_MISSING, m->budget, TITIAN_MISSING, "no amounts to hold these against"};
    double moved = 0.0;

    for (size_t i = 0; i < m->n; i++) {
        const titian_unit *u = titian_panel_unit(m->raw, i);
        line l = {u->code, u->name, TITIAN_MISSING, amounts[i], TITIAN_MISSING, ""};

        if (before != NULL) {
            l.before = before[i];
            l.change = titian_money_whole(m, amounts[i] - before[i]);
            moved += 0.5 * fabs(l.change);
        }
        if (amounts[i] != 0.0 || l.before > 0.0)
            add_row(m, name, &l);
    }
    if (before != NULL) {
        all.before = m->budget;
        all.change = titian_money_whole(m, moved);
        all.note = "money that changes hands";
    }
    add_row(m, name, &all);
}

/* Amounts by these rules, without what was decided by hand. *amounts is NULL where there are none, and a row says so.
 */
static titian_status share_out(titian_money *m, const char *name, const titian_allocation_rules *rules,
    const double **amounts, titian_error *err)
{
    titian_money other;
    titian_error why = {.code = TITIAN_OK};
    titian_status status = titian_money_open(&other, m->a, m->options, &why);
    double *kept = NULL;

    *amounts = NULL;
    other.rules = rules;
    other.without_hand = 1;
    if (status == TITIAN_OK)
        status = titian_money_allocate(&other, &why);
    if (status == TITIAN_OK && !other.short_of_memory) {
        kept = titian_money_room(m, m->n, sizeof *kept, err);
        for (size_t i = 0; kept != NULL && i < m->n; i++)
            kept[i] = other.amounts[i];
        *amounts = kept;
        status = kept != NULL ? TITIAN_OK : TITIAN_E_MEMORY;
    } else if (status == TITIAN_E_MEMORY || other.short_of_memory) {
        status = titian_fail(err, TITIAN_E_MEMORY, "no memory for an allocation without some rules");
    } else {
        add_row(m, name, &(line){"(all)", "", TITIAN_MISSING, TITIAN_MISSING, TITIAN_MISSING, why.message});
        status = TITIAN_OK;
    }
    titian_arena_free(&other.arena);
    return status;
}

titian_status titian_money_table_steps(titian_money *m, titian_error *err)
{
    titian_allocation_rules rules = *m->rules;
    int has[N_STEPS];
    const double *before = NULL, *amounts = NULL;
    titian_status status = TITIAN_OK;

    for (size_t k = 0; k < N_STEPS; k++)
        has[k] = steps[k].drop(&rules);
    status = share_out(m, "formula", &rules, &before, err);
    if (status == TITIAN_OK && before != NULL)
        add_step(m, "formula", NULL, before);
    for (size_t k = 0; k < N_STEPS && status == TITIAN_OK; k++) {
        if (!has[k])
            continue;
        rules = *m->rules;
        for (size_t later = k + 1; later < N_STEPS; later++)
            (void) steps[later].drop(&rules);
        status = share_out(m, steps[k].name, &rules, &amounts, err);
        if (status != TITIAN_OK || amounts == NULL)
            continue;
        add_step(m, steps[k].name, before, amounts);
        before = amounts;
    }
    if (status == TITIAN_OK && titian_assessment_overrides(m->a) != NULL)
        add_step(m, "overrides", before, m->amounts);
    return status;
}
