/* Kernels: no grant that is too small to be of use.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "kernels/viable.h"

#include <math.h>

#include "kernels/order.h"

typedef struct {
    const kernel_recipients *all;
    const size_t *order;                                /* recipients, by the lambda they need */
    const double *needed;                               /* that lambda, by recipient */
    double *score, *base, *low, *high, *work, *amounts; /* of those who stay, others 0 */
    double budget;
} stage;

static double at(const double *x, size_t i, double otherwise)
{
    return x == NULL ? otherwise : x[i];
}

/* The lambda at which a recipient reaches its minimum: 0 where it does anyway, infinite where it never does. */
static double lambda_needed(const kernel_recipients *r, size_t i, double least)
{
    const double base = at(r->base, i, 0.0), short_of = least - base;

    if (short_of <= at(r->low, i, 0.0))
        return 0.0;
    if (r->score[i] == 0.0 || short_of > at(r->high, i, (double) INFINITY))
        return (double) INFINITY;
    return short_of / r->score[i];
}

/* Share out among the first n_kept of the order. */
static kernel_allocation share_among(const stage *s, size_t n_kept)
{
    const kernel_recipients *all = s->all;
    const kernel_recipients kept = {s->score, s->base, s->low, s->high, all->n, NULL};

    for (size_t k = 0; k < all->n; k++) {
        const size_t i = s->order[k];
        const int stays = k < n_kept;

        s->score[i] = stays ? all->score[i] : 0.0;
        s->base[i] = stays ? at(all->base, i, 0.0) : 0.0;
        s->low[i] = stays ? at(all->low, i, 0.0) : 0.0;
        s->high[i] = stays ? at(all->high, i, (double) INFINITY) : 0.0;
    }
    return kernel_allocate(&kept, s->budget, s->amounts, s->work);
}

/* Lambda is at least what the last of them needs when the money for that lambda is there: no need to solve for it. */
static int is_viable(const stage *s, size_t n_kept)
{
    const kernel_recipients *all = s->all;
    const double lambda = s->needed[s->order[n_kept - 1]] * (1.0 - 1e-12);
    double money = 0.0;

    for (size_t k = 0; k < n_kept; k++) {
        const size_t i = s->order[k];
        const double part = fmin(lambda * all->score[i], at(all->high, i, (double) INFINITY));

        money += at(all->base, i, 0.0) + fmax(part, at(all->low, i, 0.0));
    }
    return money <= s->budget;
}

/* Where those begin who need the same lambda as the one at k, and behind the last of them. */
static size_t alike_from(const stage *s, size_t k)
{
    while (k > 0 && s->needed[s->order[k - 1]] == s->needed[s->order[k]])
        k--;
    return k;
}

static size_t alike_to(const stage *s, size_t k, size_t n)
{
    const size_t from = k;

    while (k < n && s->needed[s->order[k]] == s->needed[s->order[from]])
        k++;
    return k;
}

/* The most who can stay: the more stay, the lower is lambda, and the higher what the last of them needs. */
static size_t count_viable(const stage *s)
{
    size_t good = 0, top = s->all->n;

    while (good < top && s->needed[s->order[good]] == 0.0)
        good++;
    while (top > good && isinf(s->needed[s->order[top - 1]]))
        top--;
    while (good < top) {
        const size_t middle = good + (top - good) / 2, end = alike_to(s, middle, top);

        if (is_viable(s, end))
            good = end;
        else
            top = alike_from(s, middle);
    }
    return good;
}

static int had_claim(const kernel_recipients *r, size_t i)
{
    return r->score[i] > 0.0 || at(r->base, i, 0.0) > 0.0 || at(r->low, i, 0.0) > 0.0;
}

kernel_viable kernel_allocate_viable(const kernel_recipients *recipients, double budget, const double *least,
    double *amounts, size_t *dropped, double *scratch, size_t *places)
{
    const size_t n = recipients->n;
    double *needed = scratch + 4 * n;
    const stage s = {.all = recipients,
        .order = places,
        .needed = needed,
        .score = scratch + 5 * n,
        .base = scratch + 6 * n,
        .low = scratch + 7 * n,
        .high = scratch + 8 * n,
        .work = scratch,
        .amounts = amounts,
        .budget = budget};
    kernel_viable found = {kernel_allocate(recipients, budget, amounts, scratch), 0.0, 0};
    size_t n_kept;

    if (found.all.status == KERNEL_LEVEL_UNUSABLE)
        return found;
    for (size_t i = 0; i < n; i++)
        needed[i] = lambda_needed(recipients, i, least[i]);
    kernel_sort_index(needed, n, places);
    n_kept = count_viable(&s);
    found.all = share_among(&s, n_kept);
    found.unspent = found.all.status == KERNEL_LEVEL_HIGHS ? budget - found.all.caps : 0.0;
    for (size_t k = n; k-- > n_kept;)
        if (had_claim(recipients, places[k]))
            dropped[found.n_dropped++] = places[k];
    return found;
}

/* ---- inside ring-fences ---- */

/* Those who have not left, in copies that a leaver is taken out of; needed: 0 for who has left or needs nothing. */
typedef struct {
    double *score, *base, *low, *high, *needed;
    size_t n;
} remaining;

static remaining all_remain(const kernel_recipients *r, const double *least, double *room)
{
    const size_t n = r->n;
    const remaining rest = {room, room + n, room + 2 * n, room + 3 * n, room + 4 * n, n};

    for (size_t i = 0; i < n; i++) {
        rest.score[i] = r->score[i];
        rest.base[i] = at(r->base, i, 0.0);
        rest.low[i] = at(r->low, i, 0.0);
        rest.high[i] = at(r->high, i, (double) INFINITY);
        rest.needed[i] = lambda_needed(r, i, least[i]);
    }
    return rest;
}

/* What it needs over what it has. */
static double distance_of(const remaining *rest, const double *lambdas, size_t i)
{
    return rest->needed[i] == 0.0 ? 0.0 : rest->needed[i] / lambdas[i];
}

/* Whoever is at this distance leaves. */
static void drop_at(const remaining *rest, const double *lambdas, double distance, const kernel_recipients *r,
    kernel_minimum *minimum)
{
    for (size_t i = 0; i < rest->n; i++) {
        if (rest->needed[i] == 0.0 || distance_of(rest, lambdas, i) != distance)
            continue;
        rest->score[i] = rest->base[i] = rest->low[i] = rest->high[i] = rest->needed[i] = 0.0;
        if (had_claim(r, i))
            minimum->dropped[minimum->n_dropped++] = i;
    }
}

static int has_minimum(const double *least, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (least[i] > 0.0)
            return 1;
    return 0;
}

kernel_fenced kernel_allocate_fenced_viable(const kernel_recipients *recipients, double budget,
    const kernel_fences *fences, kernel_minimum *minimum, double *amounts, double *lambdas, double *scratch)
{
    const size_t n = recipients->n;
    kernel_fenced found = kernel_allocate_fenced(recipients, budget, fences, amounts, lambdas, scratch);
    remaining rest;
    kernel_recipients kept;

    minimum->n_dropped = 0;
    if (found.all.status == KERNEL_LEVEL_UNUSABLE || !has_minimum(minimum->least, n))
        return found; /* nobody has to leave */
    rest = all_remain(recipients, minimum->least, scratch + 12 * n);
    kept = (kernel_recipients){rest.score, rest.base, rest.low, rest.high, n, recipients->offset};
    for (size_t i = 0; i < n; i++)
        lambdas[i] = 1.0;
    drop_at(&rest, lambdas, (double) INFINITY, recipients, minimum);
    for (;;) {
        double farthest = 0.0;

        found = kernel_allocate_fenced(&kept, budget, fences, amounts, lambdas, scratch);
        if (found.all.status != KERNEL_LEVEL_FOUND)
            return found;
        for (size_t i = 0; i < n; i++)
            farthest = fmax(farthest, distance_of(&rest, lambdas, i));
        if (farthest <= 1.0 + 1e-12)
            return found;
        drop_at(&rest, lambdas, farthest, recipients, minimum);
    }
}
