/* Kernels: how much more need money meets when it leaves equal treatment.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_KERNELS_TRADEOFF_H
#define TITIAN_KERNELS_TRADEOFF_H

#include <stddef.h>

#include "kernels/ringfence.h"

/** An allocation that treats all alike, such as the same per head or what a rule gives, and how far others may be
 * from it. */
typedef struct {
    const double *alike; /* n: the allocation, between low and high, in any unit; its sum is the budget, above 0 */
    const double *need;  /* n: need met by one unit of money, such as the shortfall of who gets it; none missing */
    const double *low, *high; /* n: 0 <= low <= alike <= high, finite or INFINITY; NULL: 0 and none */
    size_t n;
    const kernel_fences *fences; /* kept along the front as `alike` keeps them; `found` is not used; NULL: none */
} kernel_tradeoff;

/** Room that kernel_tradeoff_front needs: corners, doubles of scratch, places. */
#define KERNEL_TRADEOFF_CORNERS(n, n_fences) ((2 * (n) + 1) * ((n_fences) + 1) * ((n_fences) + 1) + 1)
#define KERNEL_TRADEOFF_SCRATCH(n, n_fences) (2 * ((n) + (n_fences)))
#define KERNEL_TRADEOFF_PLACES(n, n_fences) (2 * (n) + 3 * (n_fences) + 2)

/** A corner of the front: between two corners need rises straight with the distance. */
typedef struct {
    double distance; /* share of the budget that has changed hands: kernel_hoover to `alike` */
    double need;     /* sum a_i need_i / sum a_i: the mean need of where money goes */
    size_t from, to; /* the recipients between whom money moves up to this corner; n at the first, which is `alike` */
} kernel_corner;

/** All allocations of the budget, inside bounds and fences, for which none is both nearer to `alike` and meets more
 *  need: money moves from who needs least to who needs most, first where it gains most. Exact: the front is straight
 *  between these corners, and bends down at each, since each movement gains no more than the one before. Of equal
 *  gains, the least in need gives first and the neediest takes first, equal needs by position, as if they differed a
 *  little; that changes amounts, not the front.
 *
 *  Why movements between two are enough: allocations inside bounds and fences, which lie apart or one in the other,
 *  are such that a sum of concave functions of single amounts is largest wherever no movement between two recipients
 *  gains. Need met less mu times the distance is such a sum. As mu falls, the largest moves along the one pair whose
 *  gain is mu: so no pair comes twice, nobody gives what it has taken, and what fences do not let pass when its turn
 *  comes is not missed later.
 *  @param corners  room for KERNEL_TRADEOFF_CORNERS; the first is `alike`
 *  @param scratch  KERNEL_TRADEOFF_SCRATCH doubles; @param places  KERNEL_TRADEOFF_PLACES. No overlap
 *  @return how many corners. Source: the linear programme max sum need_i a_i with 0.5 sum |a_i - alike_i| <=
 *  distance, solved by exchange; Murota 2003, Discrete Convex Analysis, 6.2 and 8.1, M-convex functions.
 *  Cost: O(n log n + corners n_fences^2 depth) */
size_t kernel_tradeoff_front(
    const kernel_tradeoff *tradeoff, kernel_corner *corners, double *scratch, size_t *places);

/** The allocation of the front at a distance, the last corner's where it is farther.
 *  @param corners  as kernel_tradeoff_front gives them. @param amounts  n, written. Cost: O(n) */
void kernel_tradeoff_at(const kernel_tradeoff *tradeoff, const kernel_corner *corners, size_t n_corners,
    double distance, double *amounts);

#endif
