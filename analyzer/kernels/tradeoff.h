/* Kernels: how much more need money meets when it leaves equal treatment.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_KERNELS_TRADEOFF_H
#define TITIAN_KERNELS_TRADEOFF_H

#include <stddef.h>

/** An allocation that treats all alike, such as the same per head or what a rule gives, and how far others may be
 * from it. */
typedef struct {
    const double *alike; /* n: the allocation, between low and high, in any unit; its sum is the budget, above 0 */
    const double *need;  /* n: need met by one unit of money, such as the shortfall of who gets it; none missing */
    const double *low, *high; /* n: 0 <= low <= alike <= high, finite or INFINITY; NULL: 0 and none */
    size_t n;
} kernel_tradeoff;

/** A corner of the front: between two corners need rises straight with the distance. */
typedef struct {
    double distance; /* share of the budget that has changed hands: kernel_hoover to `alike` */
    double need;     /* sum a_i need_i / sum a_i: the mean need of where money goes */
    size_t from, to; /* the recipients between whom money moves up to this corner; n at the first, which is `alike` */
} kernel_corner;

/** All allocations of the budget for which none is both nearer to `alike` and meets more need: money moves from the
 *  least need to the greatest, first where it gains most. Exact: the front is straight between these corners, and
 * bends down at each, since each movement gains no more than the one before. Of equal need, the first by position
 * gives first and the last takes first; that changes amounts, not the front.
 *  @param corners  room for 2 n + 1; the first is `alike`
 *  @param scratch  2 n doubles; @param places  n. No overlap
 *  @return how many corners. Source: the linear programme max sum need_i a_i with 0.5 sum |a_i - alike_i| <=
 * distance, solved by exchange. Cost: O(n log n) */
size_t kernel_tradeoff_front(
    const kernel_tradeoff *tradeoff, kernel_corner *corners, double *scratch, size_t *places);

/** The allocation of the front at a distance, the last corner's where it is farther.
 *  @param corners  as kernel_tradeoff_front gives them. @param amounts  n, written. Cost: O(n) */
void kernel_tradeoff_at(const kernel_tradeoff *tradeoff, const kernel_corner *corners, size_t n_corners,
    double distance, double *amounts);

#endif
