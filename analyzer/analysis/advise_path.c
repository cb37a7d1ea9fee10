/* Advice: the cheapest rises that take a unit's index to a target.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include "analysis/advise.h"
#include "kernels/cheapest.h"

/* Points of a score that a path step by step takes at a time, as a share of the scale's length. */
static const double a_step = 0.01;
static const double same = 1e-9; /* index points: what the formula says and what the index then is */

typedef enum { BY_ARITHMETIC, BY_GEOMETRIC, BY_MARGIN } method;

/* The elements that can rise: indicators that count. */
typedef struct {
    titian_advice *w;
    size_t *indicator, n;
    double *now, *most, *weight, *cost, *rises, *scratch; /* n; scratch 9 n */
    size_t *places;
    titian_error *err;
    titian_status status; /* of the last replay */
} climb;

static titian_status open_climb(climb *c, titian_advice *w, titian_error *err)
{
    const size_t m = w->n_indicators;
    double *room = titian_advice_room(w, 14 * m, sizeof *room, err);

    *c = (climb){.w = w, .err = err};
    c->indicator = titian_advice_room(w, m, sizeof *c->indicator, err);
    c->places = titian_advice_room(w, m, sizeof *c->places, err);
    if (room == NULL || c->indicator == NULL || c->places == NULL)
        return TITIAN_E_MEMORY;
    c->now = room;
    c->most = room + m;
    c->weight = room + 2 * m;
    c->cost = room + 3 * m;
    c->rises = room + 4 * m;
    c->scratch = room + 5 * m;
    for (size_t j = 0; j < m; j++)
        if (w->counts[j])
            c->indicator[c->n++] = j;
    return TITIAN_OK;
}

/* @param at_pace  1: as far as the pace of similar units leads; of unknown pace: nowhere */
static void fill_climb(climb *c, int at_pace)
{
    const titian_advice *w = c->w;

    for (size_t k = 0; k < c->n; k++) {
        const size_t j = c->indicator[k];

        c->now[k] = w->now[j];
        c->most[k] = !at_pace ? w->top[j] : isnan(w->reach[j]) ? w->now[j] : w->reach[j];
        c->weight[k] = w->share[j];
        c->cost[k] = w->cost[j];
    }
}

static double index_of(const double *scores, size_t n, void *context)
{
    climb *c = context;
    double index = 0.0;

    memcpy(c->w->scratch, c->w->now, c->w->n_indicators * sizeof *c->w->scratch);
    for (size_t k = 0; k < n; k++)
        c->w->scratch[c->indicator[k]] = scores[k];
    if (c->status == TITIAN_OK)
        c->status = titian_advice_replay(c->w, c->w->scratch, &index, c->err);
    return c->status == TITIAN_OK ? index : TITIAN_MISSING;
}

/* What the aggregates that bear on this unit's index have in common. */
static method method_of(const titian_advice *w)
{
    int arithmetic = 1, geometric = 1;

    for (size_t k = w->n_indicators; k < w->n_nodes; k++) {
        const titian_choice *choice = &w->recipe->aggregation[k];

        if (!(w->share[k] > 0.0))
            continue;
        if (titian_option_number(choice, "decimals") >= 0.0)
            return BY_MARGIN;
        arithmetic = arithmetic && strcmp(choice->method->name, "arithmetic") == 0;
        geometric = geometric && strcmp(choice->method->name, "geometric") == 0;
    }
    return arithmetic ? BY_ARITHMETIC : geometric ? BY_GEOMETRIC : BY_MARGIN;
}

static kernel_climbed by_margin(climb *c, const kernel_climb *what, double target)
{
    const kernel_index_rule rule = {index_of, c, fmax(1e-6, a_step * (c->w->top[c->indicator[0]]))};

    return kernel_climb_by_margin(what, target, &rule, c->rises, c->scratch);
}

/* By the formula where there is one, and the index then is what it says. */
static kernel_climbed find(climb *c, double target, method *how)
{
    const kernel_climb what = {c->now, c->most, c->weight, c->cost, c->n};
    kernel_climbed found = {KERNEL_CLIMB_UNUSABLE, TITIAN_MISSING, TITIAN_MISSING, 0};
    double *scores = c->scratch;

    *how = method_of(c->w);
    if (*how == BY_ARITHMETIC)
        found = kernel_climb_arithmetic(&what, target, c->rises, c->scratch, c->places);
    else if (*how == BY_GEOMETRIC && target > 0.0)
        found = kernel_climb_geometric(&what, target, c->rises, c->scratch);
    for (size_t k = 0; k < c->n && found.status != KERNEL_CLIMB_UNUSABLE; k++)
        scores[k] = c->now[k] + c->rises[k];
    if (found.status != KERNEL_CLIMB_UNUSABLE && fabs(index_of(scores, c->n, c) - found.index) <= same)
        return found;
    *how = BY_MARGIN;
    return by_margin(c, &what, target);
}

/* ---- rows ---- */

static void put_head(titian_advice *w, int at_pace, const char *how, double target, const char *band)
{
    titian_advice_text(w, titian_panel_unit(w->scores, w->unit)->code);
    titian_advice_text(w, at_pace ? "pace" : "scale");
    titian_advice_text(w, how);
    titian_advice_number(w, target);
    titian_advice_text(w, band);
    titian_advice_number(w, w->index);
}

static void put_found(titian_advice *w, const kernel_climbed *found)
{
    titian_advice_number(w, found->index);
    titian_advice_text(w, found->status == KERNEL_CLIMB_OUT_OF_REACH ? "no" : "yes");
    titian_advice_number(w, found->cost);
}

static void put_rise(const climb *c, size_t k)
{
    titian_advice *w = c->w;
    const size_t j = c->indicator[k];
    const double to = c->now[k] + c->rises[k];

    titian_advice_text(w, titian_advice_node(w, j)->code);
    titian_advice_text(w, titian_advice_node(w, j)->name);
    titian_advice_number(w, c->now[k]);
    titian_advice_number(w, to);
    titian_advice_number(w, titian_advice_value(w, j));
    titian_advice_number(w, titian_advice_value_at(w, j, to));
    titian_advice_number(w, c->cost[k] * c->rises[k]);
    titian_advice_text(w, "");
}

static void put_nothing(titian_advice *w, size_t n_numbers, const char *note)
{
    titian_advice_text(w, "");
    titian_advice_text(w, "");
    for (size_t k = 0; k < n_numbers; k++)
        titian_advice_number(w, TITIAN_MISSING);
    titian_advice_text(w, note);
}

static void put_path(const climb *c, const kernel_climbed *found, int at_pace, method how, const char *band)
{
    static const char *const names[] = {
        "exact, arithmetic means", "exact, geometric means", "step by step: there may be a cheaper one"};
    const char *ignored = "";
    const double target = titian_advice_target(c->w, &ignored);
    size_t n_rises = 0;

    for (size_t k = 0; k < c->n; k++) {
        if (!(c->rises[k] > 0.0))
            continue;
        put_head(c->w, at_pace, names[how], target, band);
        put_found(c->w, found);
        put_rise(c, k);
        n_rises++;
    }
    if (n_rises > 0)
        return;
    put_head(c->w, at_pace, names[how], target, band);
    put_found(c->w, found);
    put_nothing(c->w, 5,
        found->status == KERNEL_CLIMB_OUT_OF_REACH ? "nothing can rise: no pace is known, or it is 0"
                                                   : "it is there already");
}

static titian_status walk(titian_advice *w, int at_pace, double target, const char *band, titian_error *err)
{
    climb c;
    kernel_climbed found;
    method how = BY_MARGIN;
    titian_status status = open_climb(&c, w, err);

    if (status != TITIAN_OK || c.n == 0)
        return status;
    fill_climb(&c, at_pace);
    found = find(&c, target, &how);
    if (c.status == TITIAN_OK)
        put_path(&c, &found, at_pace, how, band);
    return c.status;
}

titian_status titian_advice_path(titian_advice *w, titian_error *err)
{
    const char *band = "";
    const double target = titian_advice_target(w, &band);
    titian_status status = TITIAN_OK;

    if (isnan(target)) {
        put_head(w, 0, "", target, "");
        titian_advice_number(w, TITIAN_MISSING);
        titian_advice_text(w, "");
        titian_advice_number(w, TITIAN_MISSING);
        put_nothing(w, 5,
            w->recipe->n_bands > 0 ? "it is in the highest band: give a target"
                                   : "the model has no bands: give a target");
        return TITIAN_OK;
    }
    if (w->history != NULL)
        status = walk(w, 1, target, band, err);
    return status == TITIAN_OK ? walk(w, 0, target, band, err) : status;
}
