/* Kernels: a budget of which groups of recipients are to have at least, or at most, a part.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "kernels/ringfence.h"

#include <math.h>

/* ---- are they sound? ---- */

/* owner[i]: one more than the last fence so far that holds recipient i; held: members of each fence. One that lies
 * inside another owns nobody any more. */
static int takes_whole_fences(const kernel_fences *fences, size_t f, size_t n, size_t *owner, size_t *held)
{
    const kernel_fence *fence = &fences->fence[f];
    size_t *taken = held + fences->n;

    for (size_t g = 0; g < f; g++)
        taken[g] = 0;
    for (size_t k = 0; k < fence->n_members; k++) {
        const size_t i = fence->members[k];

        if (i >= n || owner[i] == f + 1)
            return 0;
        if (owner[i] > 0)
            taken[owner[i] - 1]++;
        owner[i] = f + 1;
    }
    held[f] = fence->n_members;
    for (size_t g = 0; g < f; g++)
        if (taken[g] > 0 && taken[g] != held[g])
            return 0;
    return 1;
}

kernel_fence_status kernel_fences_check(const kernel_fences *fences, size_t n, size_t *which, size_t *places)
{
    for (size_t i = 0; i < n; i++)
        places[i] = 0;
    for (size_t f = 0; f < fences->n; f++) {
        const kernel_fence *fence = &fences->fence[f];

        if (which != NULL)
            *which = f;
        if (!(fence->least >= 0.0 && fence->least <= fence->most && fence->most <= 1.0))
            return KERNEL_FENCE_SHARES;
        if (!takes_whole_fences(fences, f, n, places, places + n))
            return KERNEL_FENCE_OVERLAP;
    }
    return KERNEL_FENCE_SOUND;
}

/* ---- solving ---- */

/* Bounds of all as fences have narrowed them so far, and the members of one fence gathered. */
typedef struct {
    double *low, *high;                                                 /* n */
    double *score, *base, *part_low, *part_high, *offset, *part, *work; /* work: 4 n */
} room;

static room room_in(double *scratch, size_t n)
{
    return (room){scratch, scratch + n, scratch + 2 * n, scratch + 3 * n, scratch + 4 * n, scratch + 5 * n,
        scratch + 6 * n, scratch + 7 * n, scratch + 8 * n};
}

static kernel_recipients gather(const kernel_recipients *all, const kernel_fence *fence, const room *r)
{
    for (size_t k = 0; k < fence->n_members; k++) {
        const size_t i = fence->members[k];

        r->score[k] = all->score[i];
        r->base[k] = all->base == NULL ? 0.0 : all->base[i];
        r->part_low[k] = r->low[i];
        r->part_high[k] = r->high[i];
        r->offset[k] = all->offset == NULL ? 0.0 : all->offset[i];
    }
    return (kernel_recipients){r->score, r->base, r->part_low, r->part_high, fence->n_members, r->offset};
}

/* What the members have with so much money becomes a bound of theirs. */
static kernel_allocation bind(
    const kernel_recipients *members, const kernel_fence *fence, double money, const room *r, double *bound)
{
    const kernel_allocation found = kernel_allocate(members, money, r->part, r->work);

    for (size_t k = 0; found.status == KERNEL_LEVEL_FOUND && k < fence->n_members; k++) {
        const double part = r->part[k] - members->base[k];

        bound[fence->members[k]] = fmin(fmax(part, members->low[k]), members->high[k]);
    }
    return found;
}

/* Narrow the bounds of the members by their fence. @return 0 when it cannot be kept */
static int narrow(const kernel_recipients *all, double budget, const kernel_fences *fences, size_t f, const room *r,
    kernel_fenced *outcome)
{
    const kernel_fence *fence = &fences->fence[f];
    const kernel_recipients members = gather(all, fence, r);
    kernel_fence_found *found = &fences->found[f];

    *found = (kernel_fence_found){KERNEL_FENCE_FREE, (double) NAN, -(double) INFINITY, (double) INFINITY};
    outcome->fence = f;
    if (fence->least > 0.0) {
        outcome->asked = fence->least * budget;
        outcome->all = bind(&members, fence, outcome->asked, r, r->low);
        if (outcome->all.status == KERNEL_LEVEL_FOUND)
            found->lambda_least = outcome->all.lambda;
        else if (outcome->all.status != KERNEL_LEVEL_LOWS) /* floors that exceed the least keep it */
            return 0;
    }
    if (fence->most < 1.0) {
        outcome->asked = fence->most * budget;
        outcome->all = bind(&members, fence, outcome->asked, r, r->high);
        if (outcome->all.status == KERNEL_LEVEL_FOUND)
            found->lambda_most = outcome->all.lambda;
        else if (outcome->all.status != KERNEL_LEVEL_HIGHS)
            return 0;
    }
    /* Bounds that were found by two divisions: where least and most are one, so are they. */
    for (size_t k = 0; k < fence->n_members; k++)
        if (r->low[fence->members[k]] > r->high[fence->members[k]])
            r->low[fence->members[k]] = r->high[fence->members[k]];
    return 1;
}

/* From the outermost fence inwards: the lambda of those around it, unless it is at its least or most. */
static void settle(const kernel_fences *fences, double *lambdas)
{
    for (size_t f = fences->n; f-- > 0;) {
        const kernel_fence *fence = &fences->fence[f];
        kernel_fence_found *found = &fences->found[f];

        if (fence->n_members == 0)
            continue;
        found->lambda = lambdas[fence->members[0]];
        if (isfinite(found->lambda_most) && found->lambda >= found->lambda_most) {
            found->bound = KERNEL_FENCE_AT_MOST;
            found->lambda = found->lambda_most;
        } else if (isfinite(found->lambda_least) && found->lambda <= found->lambda_least) {
            found->bound = KERNEL_FENCE_AT_LEAST;
            found->lambda = found->lambda_least;
        }
        for (size_t k = 0; k < fence->n_members; k++)
            lambdas[fence->members[k]] = found->lambda;
    }
}

kernel_fenced kernel_allocate_fenced(const kernel_recipients *recipients, double budget, const kernel_fences *fences,
    double *amounts, double *lambdas, double *scratch)
{
    const size_t n = recipients->n;
    const room r = room_in(scratch, n);
    const kernel_recipients narrowed = {recipients->score, recipients->base, r.low, r.high, n, recipients->offset};
    kernel_fenced outcome;

    for (size_t i = 0; i < n; i++) {
        r.low[i] = recipients->low == NULL ? 0.0 : recipients->low[i];
        r.high[i] = recipients->high == NULL ? (double) INFINITY : recipients->high[i];
    }
    for (size_t f = 0; f < fences->n; f++) {
        if (!narrow(recipients, budget, fences, f, &r, &outcome)) {
            if (outcome.all.status == KERNEL_LEVEL_UNUSABLE)
                outcome.all.who = fences->fence[f].members[outcome.all.who];
            return outcome;
        }
    }
    outcome.fence = fences->n;
    outcome.asked = budget;
    outcome.all = kernel_allocate(&narrowed, budget, amounts, r.work);
    if (outcome.all.status != KERNEL_LEVEL_FOUND)
        return outcome;
    for (size_t i = 0; i < n; i++)
        lambdas[i] = outcome.all.lambda;
    settle(fences, lambdas);
    return outcome;
}
