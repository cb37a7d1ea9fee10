/* Kernels: no grant that is too small to be of use.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_KERNELS_VIABLE_H
#define TITIAN_KERNELS_VIABLE_H

#include <stddef.h>

#include "kernels/ringfence.h"

typedef struct {
    kernel_allocation all; /* of those who stay; HIGHS: they are all at their caps */
    double unspent;        /* money that is left over with HIGHS, else 0 */
    size_t n_dropped;
} kernel_viable;

/** kernel_allocate where everybody has either nothing or at least a minimum. Who would need the largest lambda to
 * reach its minimum, (least_i - base_i) / s_i, drops out first, with base and floor; the money is shared out anew
 * among those who stay, and so on until all of them reach theirs. Who cannot reach it, by its cap or a score of 0,
 * drops out before all others; who has it by base and floor never drops out. Recipients that need the same lambda
 * drop out together: who has the same figures is treated alike.
 *
 *  It ends, since each time somebody leaves; and because money set free lowers nobody, what each step would give is
 *  found by halving rather than step by step. The same holds of the amounts: no other set of those who need the least
 *  lambda is larger and viable.
 *
 *  Recipients have no offsets. A higher score never means less money for the recipient itself: its place in the order
 * and its amount among any set rise. It can push another one out altogether. And a larger budget can lower amounts:
 * somebody comes back with its minimum, which the others give. This is in the nature of a minimum, not of the rule.
 *  @param least    n: >= 0, 0 for no minimum
 *  @param amounts  n, written; 0 for who dropped out. An amount may fall short of its minimum by 1e-12 of it
 *  @param dropped  n, written: positions, in the order of dropping out; those who had no claim (score, base and floor
 *                  0) are not named
 *  @param scratch  9 n doubles; @param places  n. No overlap
 *  Cost: O(n log n) */
kernel_viable kernel_allocate_viable(const kernel_recipients *recipients, double budget, const double *least,
    double *amounts, size_t *dropped, double *scratch, size_t *places);

typedef struct {
    const double *least; /* n, as above */
    size_t *dropped;     /* n, written as above */
    size_t n_dropped;    /* written */
} kernel_minimum;

/** The same inside ring-fences, where each group has a lambda of its own: who is farthest from its minimum by the
 *  lambda it has, least_i - base_i over lambda_i s_i, drops out, and all is solved anew. Without fences that is the
 * rule above, step by step. Here floors that exceed the budget or a fence's most are said and not mended by dropping
 * out, and so is a fence whose least its members cannot take any more; `dropped` then says who had left. Recipients
 * with offsets have no minimum.
 *  @param scratch  17 n doubles
 *  @return as kernel_allocate_fenced. Cost: that of it for each step, at most n + 1 */
kernel_fenced kernel_allocate_fenced_viable(const kernel_recipients *recipients, double budget,
    const kernel_fences *fences, kernel_minimum *minimum, double *amounts, double *lambdas, double *scratch);

#endif
