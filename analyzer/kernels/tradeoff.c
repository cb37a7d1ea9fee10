/* Kernels: how much more need money meets when it leaves equal treatment.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "kernels/tradeoff.h"

#include <math.h>

#include "kernels/order.h"

static double mean_need(const kernel_tradeoff *t, double budget)
{
    double sum = 0.0;

    for (size_t i = 0; i < t->n; i++)
        sum += t->alike[i] / budget * t->need[i];
    return sum;
}

/* Money that can still move: of recipients, and into and out of fences. A class is who has the same innermost fence;
 * the last class has none. Of each class the least in need who can still give, and the neediest who can still take.
 */
typedef struct {
    const kernel_tradeoff *t;
    double budget;
    double *can_give, *can_take; /* n */
    double *can_lose, *can_gain; /* n_fences */
    size_t *order;               /* n, by rising need */
    size_t *inside, *around;     /* class of each recipient; class around each fence */
    size_t *giver, *taker;       /* of each class: position in the order; takers count from the end, one more */
    size_t n, n_fences;
} exchange;

/* Who stands where among fences: the outer ones are walked before those inside them. */
static void find_classes(const exchange *x)
{
    for (size_t i = 0; i < x->n; i++)
        x->inside[i] = x->n_fences;
    for (size_t f = x->n_fences; f-- > 0;) {
        const kernel_fence *fence = &x->t->fences->fence[f];

        x->around[f] = fence->n_members > 0 ? x->inside[fence->members[0]] : x->n_fences;
        for (size_t k = 0; k < fence->n_members; k++)
            x->inside[fence->members[k]] = f;
    }
}

/* What is nothing but rounding is no room. */
static double room_of(double money, double budget)
{
    return money > 1e-12 * budget ? money : 0.0;
}

static void open_room(const exchange *x)
{
    const kernel_tradeoff *t = x->t;

    for (size_t i = 0; i < x->n; i++) {
        x->can_give[i] = t->alike[i] - (t->low == NULL ? 0.0 : t->low[i]);
        x->can_take[i] = (t->high == NULL ? (double) INFINITY : t->high[i]) - t->alike[i];
    }
    for (size_t f = 0; f < x->n_fences; f++) {
        const kernel_fence *fence = &t->fences->fence[f];
        double money = 0.0;

        for (size_t k = 0; k < fence->n_members; k++)
            money += t->alike[fence->members[k]];
        x->can_lose[f] = room_of(money - fence->least * x->budget, x->budget);
        x->can_gain[f] = fence->most < 1.0 ? room_of(fence->most * x->budget - money, x->budget) : (double) INFINITY;
    }
}

static exchange open_exchange(const kernel_tradeoff *t, double *scratch, size_t *places)
{
    const size_t n = t->n, n_fences = t->fences != NULL ? t->fences->n : 0;
    const exchange x = {.t = t,
        .budget = kernel_sum(t->alike, n),
        .can_give = scratch,
        .can_take = scratch + n,
        .can_lose = scratch + 2 * n,
        .can_gain = scratch + 2 * n + n_fences,
        .order = places,
        .inside = places + n,
        .around = places + 2 * n,
        .giver = places + 2 * n + n_fences,
        .taker = places + 2 * n + 2 * n_fences + 1,
        .n = n,
        .n_fences = n_fences};

    kernel_sort_index(t->need, n, x.order);
    find_classes(&x);
    open_room(&x);
    for (size_t c = 0; c <= n_fences; c++) {
        x.giver[c] = 0;
        x.taker[c] = n;
    }
    return x;
}

static void advance(const exchange *x)
{
    for (size_t c = 0; c <= x->n_fences; c++) {
        while (x->giver[c] < x->n &&
               (x->inside[x->order[x->giver[c]]] != c || !(x->can_give[x->order[x->giver[c]]] > 0.0)))
            x->giver[c]++;
        while (x->taker[c] > 0 &&
               (x->inside[x->order[x->taker[c] - 1]] != c || !(x->can_take[x->order[x->taker[c] - 1]] > 0.0)))
            x->taker[c]--;
    }
}

/* Does a class lie in a fence? */
static int is_within(const exchange *x, size_t class, size_t fence)
{
    while (class < x->n_fences && class != fence)
        class = x->around[class];
    return class == fence;
}

/* What fences let pass from one class to another; and what is left of that when so much has. */
static double fences_allow(const exchange *x, size_t from, size_t to)
{
    double most = (double) INFINITY;

    for (size_t f = from; f < x->n_fences; f = x->around[f])
        most = is_within(x, to, f) ? most : fmin(most, x->can_lose[f]);
    for (size_t f = to; f < x->n_fences; f = x->around[f])
        most = is_within(x, from, f) ? most : fmin(most, x->can_gain[f]);
    return most;
}

static void pass_fences(const exchange *x, size_t from, size_t to, double moved)
{
    for (size_t f = from; f < x->n_fences; f = x->around[f])
        if (!is_within(x, to, f)) {
            x->can_lose[f] = room_of(x->can_lose[f] - moved, x->budget);
            x->can_gain[f] += moved;
        }
    for (size_t f = to; f < x->n_fences; f = x->around[f])
        if (!is_within(x, from, f)) {
            x->can_gain[f] = room_of(x->can_gain[f] - moved, x->budget);
            x->can_lose[f] += moved;
        }
}

/* Two recipients between whom money moves, by their positions in the order. */
typedef struct {
    size_t giver, taker;
    double gain; /* of need, for a unit of money; 0: there are none */
} pair;

/* The pair that gains most of those that fences let move. */
static pair best_pair(const exchange *x)
{
    pair best = {0, 0, 0.0};

    for (size_t from = 0; from <= x->n_fences; from++)
        for (size_t to = 0; to <= x->n_fences; to++) {
            pair p = {x->giver[from], x->taker[to], 0.0};

            if (p.giver >= x->n || p.taker == 0)
                continue;
            p.taker--;
            p.gain = x->t->need[x->order[p.taker]] - x->t->need[x->order[p.giver]];
            if (!(p.gain > 0.0) || p.gain < best.gain ||
                (p.gain == best.gain && (p.giver > best.giver || (p.giver == best.giver && p.taker < best.taker))) ||
                !(fences_allow(x, from, to) > 0.0))
                continue;
            best = p;
        }
    return best;
}

size_t kernel_tradeoff_front(const kernel_tradeoff *tradeoff, kernel_corner *corners, double *scratch, size_t *places)
{
    const exchange x = open_exchange(tradeoff, scratch, places);
    size_t count = 1;

    corners[0] = (kernel_corner){0.0, mean_need(tradeoff, x.budget), x.n, x.n};
    for (;;) {
        const kernel_corner *last = &corners[count - 1];
        pair best;
        size_t from, to;
        double moved;

        advance(&x);
        best = best_pair(&x);
        if (!(best.gain > 0.0))
            return count;
        from = x.order[best.giver];
        to = x.order[best.taker];
        moved = fmin(fmin(x.can_give[from], x.can_take[to]), fences_allow(&x, x.inside[from], x.inside[to]));
        corners[count] =
            (kernel_corner){last->distance + moved / x.budget, last->need + moved / x.budget * best.gain, from, to};
        count++;
        x.can_give[from] -= moved;
        x.can_take[to] -= moved;
        x.can_take[from] = x.can_give[to] = 0.0; /* nobody gives back */
        pass_fences(&x, x.inside[from], x.inside[to], moved);
    }
}

void kernel_tradeoff_at(
    const kernel_tradeoff *tradeoff, const kernel_corner *corners, size_t n_corners, double distance, double *amounts)
{
    const double budget = kernel_sum(tradeoff->alike, tradeoff->n);

    for (size_t i = 0; i < tradeoff->n; i++)
        amounts[i] = tradeoff->alike[i];
    for (size_t k = 1; k < n_corners && corners[k - 1].distance < distance; k++) {
        const double moved = (fmin(distance, corners[k].distance) - corners[k - 1].distance) * budget;

        amounts[corners[k].from] -= moved;
        amounts[corners[k].to] += moved;
    }
    for (size_t i = 0; i < tradeoff->n; i++) { /* whole moves may miss a bound by rounding */
        amounts[i] = fmax(amounts[i], tradeoff->low == NULL ? 0.0 : tradeoff->low[i]);
        amounts[i] = fmin(amounts[i], tradeoff->high == NULL ? (double) INFINITY : tradeoff->high[i]);
    }
}
