/* Kernels: whole projects for a budget.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_KERNELS_KNAPSACK_H
#define TITIAN_KERNELS_KNAPSACK_H

#include <stddef.h>
#include <stdint.h>

/** n projects, of which a budget buys some, at most `limit` of each group (such as a country). Those of a group stand
 *  one after another. */
typedef struct {
    const uint32_t *cost; /* whole units of money; a project of cost 0 counts against the limit only */
    const double *gain;   /* >= 0, finite */
    const size_t *group;  /* equal for those of a group; NULL: each project is its own group */
    size_t n;
    size_t limit; /* >= 1 */
} kernel_projects;

typedef struct {
    double gain;   /* of those chosen, added up in their order */
    uint64_t cost; /* what they cost, not above the budget */
    size_t n_chosen;
} kernel_choice;

/** Scratch of kernel_choose_best. */
typedef struct {
    size_t n_doubles, n_bytes;
} kernel_projects_room;
kernel_projects_room kernel_room_for_projects(const kernel_projects *projects, uint32_t budget);

/** The choice of the largest gain there is. Where several have it, one of them, the same in every run; a project
 *  without gain is not chosen. Costs that share a divisor, such as millions, are divided by it on the way.
 *  @param chosen   n, written: 1 or 0
 *  @param doubles,bytes  scratch as kernel_room_for_projects says
 *  Source: dynamic programming over money and projects of a group, Kellerer, Pferschy, Pisinger 2004, Knapsack
 *  Problems, 2.3 and 11. Cost: O(n min(limit, projects of a group) budget), in time and in bytes: for portfolios, not
 *  for thousands of replications of large ones. */
kernel_choice kernel_choose_best(
    const kernel_projects *projects, uint32_t budget, unsigned char *chosen, double *doubles, unsigned char *bytes);

/** What is done by hand: by falling gain per cost, equal ones by position, whatever still fits and whose group is not
 *  full; a project without gain is not chosen. What it loses against kernel_choose_best is its gap.
 *  @param scratch  n doubles; @param places  2 n
 *  Cost: O(n log n), and O(n) for each project chosen in groups */
kernel_choice kernel_choose_greedily(
    const kernel_projects *projects, uint32_t budget, unsigned char *chosen, double *scratch, size_t *places);

#endif
