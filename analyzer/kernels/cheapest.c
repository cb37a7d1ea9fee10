/* Kernels: the cheapest way for one unit to reach a target of its index.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "kernels/cheapest.h"

#include <math.h>

#include "kernels/order.h"

static int is_usable(const kernel_climb *c, size_t i)
{
    return isfinite(c->now[i]) && isfinite(c->most[i]) && c->most[i] >= c->now[i] && isfinite(c->weight[i]) &&
           c->weight[i] >= 0.0 && isfinite(c->cost[i]) && c->cost[i] > 0.0;
}

/* The first at fault; n where none is. With positive: scores have to be above 0. */
static size_t first_fault(const kernel_climb *c, int positive)
{
    size_t i = 0;

    while (i < c->n && is_usable(c, i) && !(positive && c->now[i] <= 0.0))
        i++;
    return i;
}

static kernel_climbed unusable(size_t who)
{
    return (kernel_climbed){KERNEL_CLIMB_UNUSABLE, (double) NAN, (double) NAN, who};
}

static double cost_of(const kernel_climb *c, const double *rises)
{
    double cost = 0.0;

    for (size_t i = 0; i < c->n; i++)
        cost += c->cost[i] * rises[i];
    return cost;
}

static void rise_to_most(const kernel_climb *c, double *rises)
{
    for (size_t i = 0; i < c->n; i++)
        rises[i] = c->weight[i] > 0.0 ? c->most[i] - c->now[i] : 0.0;
}

static int is_reached(double index, double target)
{
    return index >= target || kernel_same_sum(index, target);
}

/* ---- arithmetic ---- */

static double arithmetic(const kernel_climb *c, const double *rises)
{
    double sum = 0.0, weights = 0.0;

    for (size_t i = 0; i < c->n; i++) {
        sum += c->weight[i] * (c->now[i] + rises[i]);
        weights += c->weight[i];
    }
    return sum / weights;
}

kernel_climbed kernel_climb_arithmetic(
    const kernel_climb *climb, double target, double *rises, double *scratch, size_t *places)
{
    const size_t fault = first_fault(climb, 0);
    kernel_climbed found = {KERNEL_CLIMB_REACHED, 0.0, 0.0, 0};
    double missing = 0.0; /* points of the index times the sum of weights */

    if (fault < climb->n)
        return unusable(fault);
    for (size_t i = 0; i < climb->n; i++) {
        rises[i] = 0.0;
        scratch[i] = -climb->weight[i] / climb->cost[i];
        missing += climb->weight[i] * (target - climb->now[i]);
    }
    kernel_sort_index(scratch, climb->n, places);
    if (is_reached(arithmetic(climb, rises), target))
        missing = 0.0;
    else
        found.status = KERNEL_CLIMB_FOUND;
    for (size_t k = 0; k < climb->n && missing > 0.0 && climb->weight[places[k]] > 0.0; k++) {
        const size_t i = places[k];
        const double room = climb->most[i] - climb->now[i];

        rises[i] = fmin(room, missing / climb->weight[i]);
        missing = rises[i] < room ? 0.0 : missing - climb->weight[i] * room;
    }
    found.index = arithmetic(climb, rises);
    if (!is_reached(found.index, target)) {
        found.status = KERNEL_CLIMB_OUT_OF_REACH;
        rise_to_most(climb, rises);
    }
    found.cost = cost_of(climb, rises);
    return found;
}

/* ---- geometric ---- */

static double geometric(const kernel_climb *c, const double *rises)
{
    double sum = 0.0, weights = 0.0;

    for (size_t i = 0; i < c->n; i++) {
        sum += c->weight[i] * log(c->now[i] + rises[i]);
        weights += c->weight[i];
    }
    return exp(sum / weights);
}

/* Logarithms are taken of scores over the target, so that the total to be reached is 0. */
static kernel_level log_level(const kernel_climb *c, double target, double *scratch)
{
    const size_t n = c->n;
    double *offset = scratch + 4 * n, *low = scratch + 5 * n, *high = scratch + 6 * n, *slope = scratch + 7 * n;
    const kernel_lines lines = {slope, offset, low, high, n};

    for (size_t i = 0; i < n; i++) {
        slope[i] = c->weight[i];
        offset[i] = c->weight[i] > 0.0 ? c->weight[i] * log(c->weight[i] / c->cost[i] / target) : 0.0;
        low[i] = c->weight[i] * log(c->now[i] / target);
        high[i] = c->weight[i] * log(c->most[i] / target);
    }
    return kernel_find_level(&lines, 0.0, scratch + 8 * n, scratch);
}

kernel_climbed kernel_climb_geometric(const kernel_climb *climb, double target, double *rises, double *scratch)
{
    const size_t fault = first_fault(climb, 1);
    kernel_climbed found = {KERNEL_CLIMB_REACHED, 0.0, 0.0, 0};
    kernel_level level;

    if (fault < climb->n)
        return unusable(fault);
    for (size_t i = 0; i < climb->n; i++)
        rises[i] = 0.0;
    found.index = geometric(climb, rises);
    if (is_reached(found.index, target))
        return found;
    found.status = KERNEL_CLIMB_FOUND;
    level = log_level(climb, target, scratch);
    for (size_t i = 0; i < climb->n; i++) {
        const double to = exp(level.level) * (climb->weight[i] / climb->cost[i]);

        if (climb->weight[i] > 0.0)
            rises[i] = fmin(fmax(to, climb->now[i]), climb->most[i]) - climb->now[i];
    }
    if (level.status == KERNEL_LEVEL_HIGHS)
        rise_to_most(climb, rises);
    found.index = geometric(climb, rises);
    if (!is_reached(found.index, target))
        found.status = KERNEL_CLIMB_OUT_OF_REACH;
    found.cost = cost_of(climb, rises);
    return found;
}

/* ---- any index ---- */

typedef struct {
    const kernel_climb *climb;
    const kernel_index_rule *rule;
    double *rises, *scores;
} walk;

static double index_with(const walk *w, size_t i, double rise)
{
    const double before = w->scores[i];
    double index;

    w->scores[i] = rise >= w->climb->most[i] - w->climb->now[i] ? w->climb->most[i] : w->climb->now[i] + rise;
    index = w->rule->index(w->scores, w->climb->n, w->rule->context);
    w->scores[i] = before;
    return index;
}

static double next_rise(const walk *w, size_t i)
{
    return fmin(w->rises[i] + w->rule->step, w->climb->most[i] - w->climb->now[i]);
}

/* The element to rise next; n where none can. */
static size_t best_step(const walk *w, double index)
{
    size_t best = w->climb->n;
    double most = -1.0;

    for (size_t i = 0; i < w->climb->n; i++) {
        const double rise = next_rise(w, i), more = rise - w->rises[i];
        const double pays = more > 0.0 ? (index_with(w, i, rise) - index) / (w->climb->cost[i] * more) : -1.0;

        if (pays > most) {
            most = pays;
            best = i;
        }
    }
    return best;
}

/* The least rise between two that reaches the target: the upper one does. */
static double least_rise(const walk *w, size_t i, double below, double above, double target)
{
    for (;;) {
        const double middle = below + (above - below) / 2.0;

        if (middle <= below || middle >= above)
            return above;
        if (index_with(w, i, middle) >= target)
            above = middle;
        else
            below = middle;
    }
}

kernel_climbed kernel_climb_by_margin(
    const kernel_climb *climb, double target, const kernel_index_rule *rule, double *rises, double *scratch)
{
    const walk w = {climb, rule, rises, scratch};
    const size_t fault = first_fault(climb, 0);
    kernel_climbed found = {KERNEL_CLIMB_REACHED, 0.0, 0.0, 0};

    if (fault < climb->n)
        return unusable(fault);
    for (size_t i = 0; i < climb->n; i++) {
        rises[i] = 0.0;
        scratch[i] = climb->now[i];
    }
    found.index = rule->index(scratch, climb->n, rule->context);
    while (!(found.index >= target)) {
        const size_t i = best_step(&w, found.index);
        double rise;

        if (i == climb->n)
            break;
        rise = next_rise(&w, i);
        found.status = KERNEL_CLIMB_FOUND;
        if (index_with(&w, i, rise) >= target)
            rise = least_rise(&w, i, rises[i], rise, target);
        found.index = index_with(&w, i, rise);
        rises[i] = rise;
        scratch[i] = fmin(climb->now[i] + rise, climb->most[i]);
    }
    if (!(found.index >= target))
        found.status = KERNEL_CLIMB_OUT_OF_REACH;
    found.cost = cost_of(climb, rises);
    return found;
}
