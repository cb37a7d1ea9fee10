/* Kernels: a budget of which groups of recipients are to have at least, or at most, a part.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_KERNELS_RINGFENCE_H
#define TITIAN_KERNELS_RINGFENCE_H

#include <stddef.h>

#include "kernels/allocate.h"

/** A group that has its part. */
typedef struct {
    const size_t *members; /* positions of recipients, each once */
    size_t n_members;
    double least, most; /* shares of the whole budget: 0 <= least <= most <= 1; 0 and 1 ask for nothing */
} kernel_fence;

typedef enum { KERNEL_FENCE_FREE, KERNEL_FENCE_AT_LEAST, KERNEL_FENCE_AT_MOST } kernel_fence_bound;

/** What came of a fence: its members have this lambda (before fences inside it). */
typedef struct {
    kernel_fence_bound bound;
    double lambda, lambda_least, lambda_most; /* those at which the group has its least and most: -INFINITY and
                                                 INFINITY where its floors and caps keep it there anyway */
} kernel_fence_found;

/** Two fences are disjoint or one holds the other; the inner one stands before the outer one. */
typedef struct {
    const kernel_fence *fence;
    kernel_fence_found *found; /* n, written */
    size_t n;
} kernel_fences;

typedef enum { KERNEL_FENCE_SOUND, KERNEL_FENCE_OVERLAP, KERNEL_FENCE_SHARES } kernel_fence_status;

/** Whether fences are as they have to be: OVERLAP where two share recipients and the later one does not hold the
 *  earlier, or a member is named twice or is not below n; SHARES where least and most are not.
 *  @param which   the fence at fault; may be NULL
 *  @param places  n + 2 n_fences. Cost: O(sum of members + n_fences^2) */
kernel_fence_status kernel_fences_check(const kernel_fences *fences, size_t n, size_t *which, size_t *places);

typedef struct {
    kernel_allocation all; /* where it cannot be done, floors and caps of that fence, and who */
    double asked;          /* the money that floors exceed or caps do not use: the budget, or that of the fence */
    size_t fence;          /* where it cannot be done: the fence, or n_fences: all together */
} kernel_fenced;

/** kernel_allocate with ring-fences. One lambda for all, but a group that would have less than its least with it has
 *  the lambda that gives its least, and one that would have more than its most the lambda that gives that. Each
 *  group is solved alone at its least and at its most; what its members have there are their floors and caps when
 *  all are solved together: exact, since between the two a member has the same by either bounds. Likewise for fences
 *  that hold others. A member of more need never has less money, and a larger budget lowers nobody, since shares of
 *  it rise too.
 *  @param amounts  n, written where it can be done
 *  @param lambdas  n, written: the lambda of each recipient, for kernel_bound_at
 *  @param scratch  12 n doubles. No overlap
 *  Cost: O(n log n) for each layer of fences, and once more. */
kernel_fenced kernel_allocate_fenced(const kernel_recipients *recipients, double budget, const kernel_fences *fences,
    double *amounts, double *lambdas, double *scratch);

#endif
