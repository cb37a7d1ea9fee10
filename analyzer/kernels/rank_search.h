/* Kernels: the best and the worst rank that weights in a box give, to the very rank, by integer programming.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_KERNELS_RANK_SEARCH_H
#define TITIAN_KERNELS_RANK_SEARCH_H

#include <titian/status.h>

#include "kernels/rank_bounds.h"

/** What is known of ranks from both sides, as kernel_rank_bounds and kernel_rank_reached leave it; n each. */
typedef struct {
    size_t *best, *worst, *best_reached, *worst_reached;
} kernel_rank_limits;

/** Steps of branching times units contended with, for all searches together. */
#define KERNEL_RANK_EFFORT 4e6

/** Bytes of scratch that a search needs, aligned for any type. */
size_t kernel_rank_search_room(size_t n_units, size_t m);

/** Narrow the limits where they differ from what is reached: the greatest number of units that can be above one at
 *  the same weights, and the greatest number that it can be above, are a mixed-integer programme each, with a yes or
 *  no for every unit it contends with. The weights found are looked at, so that what is reached is widened by ranks
 *  that are there for sure. Where every score is known the two agree then, but for units that are equal to the one at
 *  the same weights of necessity (a limit takes them as above and as below), ranks held by less than 1e-9 of a
 *  difference, and a search that is too large: it is cut short, after the same number of steps everywhere, and its
 *  limit is the one known so far.
 *  @param effort  KERNEL_RANK_EFFORT, or another number; 0: nothing is searched
 *  @param room    kernel_rank_search_room(n, m) bytes
 *  @return TITIAN_E_MEMORY; TITIAN_E_INTERNAL when the solver gives up
 *  Source: docs/methods.md "Robustness without sampling". Cost: for 186 units and 8 weights within a quarter and a
 *  half of their own 0.2 and 0.6 s; at most some seconds. */
TITIAN_CHECKED titian_status kernel_rank_search(
    const kernel_rank_field *field, const kernel_rank_limits *limits, double effort, void *room, titian_error *err);

#endif
