/* Kernels: the best and the worst rank that weights in a box give a unit, to the very rank.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_KERNELS_RANK_SEARCH_H
#define TITIAN_KERNELS_RANK_SEARCH_H

#include "kernels/rank_bounds.h"

/** What is known of ranks from both sides, as kernel_rank_bounds and kernel_rank_reached leave it; n each. */
typedef struct {
    size_t *best, *worst, *best_reached, *worst_reached;
} kernel_rank_limits;

/** Numbers that a search for one limit may change: some 0.4 s. Their count, not time, ends it, so that results are
 * the same on every machine. */
#define KERNEL_RANK_EFFORT 2e8

/** Bytes of scratch that a search needs, aligned for any type. */
size_t kernel_rank_search_room(size_t n_units, size_t m);

/** Narrow the limits of one unit where they differ from what it is known to reach: the fewest units that are above it
 *  at the same weights, and the fewest that are not, are found by branch and bound (kernels/rank_cover). Where no
 *  search is cut short, limits and what is reached agree afterwards: they are the best and the worst rank that any
 *  weights give. With gaps, whose means are not linear in the weights, the box is parted until planes about them
 * leave nothing open (kernels/rank_gaps); beside weights of 0 for all that a gap's score is the mean of, something
 * may stay so. A limit whose search is cut short is the one known so far. Scores that are not known and no gaps help
 * every limit and count against all that is said to be reached. A unit is above another when its mean is greater by
 * more than the tie. A difference between 0.9 and 1.1 ties may be taken for either: so much is left for rounding.
 *  @param limits  the unit's own are changed, none else: units can be searched for in any order and at once
 *  @param effort  for each of the two limits: KERNEL_RANK_EFFORT, or another number; 0: nothing is searched
 *  @param room    kernel_rank_search_room(n, m) bytes
 *  @return how many numbers were changed
 *  Source: docs/methods.md "Robustness without sampling". Cost: for 186 units and 8 weights within a quarter of their
 *  own 0.5 ms on average, 2 ms within a half. */
double kernel_rank_search(
    const kernel_rank_field *field, size_t unit, const kernel_rank_limits *limits, double effort, void *room);

#endif
