/* Kernels: the cheapest way for one unit to reach a target of its index.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_KERNELS_CHEAPEST_H
#define TITIAN_KERNELS_CHEAPEST_H

#include <stddef.h>

#include "kernels/level.h"

/** The elements of an index and what a rise of each costs. None is missing: an element without a score has no place
 *  here, and its weight goes to the rest as in the index. */
typedef struct {
    const double *now;    /* n scores; finite, > 0 for a geometric mean */
    const double *most;   /* n: >= now, finite: what can be reached */
    const double *weight; /* n: >= 0, one above 0; of any scale */
    const double *cost;   /* n: > 0, of one point of the score, in any unit of money or effort */
    size_t n;
} kernel_climb;

typedef enum {
    KERNEL_CLIMB_REACHED, /* there already: no rises. Here and below the two means reach a target to 1e-12 of it */
    KERNEL_CLIMB_FOUND,
    KERNEL_CLIMB_OUT_OF_REACH, /* even with all elements that have weight at their most: the rises are those */
    KERNEL_CLIMB_UNUSABLE      /* a number is not as said above: who */
} kernel_climb_status;

typedef struct {
    kernel_climb_status status;
    double cost;  /* of all rises; missing with UNUSABLE */
    double index; /* after the rises */
    size_t who;
} kernel_climbed;

/** Index: sum w x / sum w. The element that gives most index for its cost, w_j / c_j, rises first, as far as it can,
 *  of equal ones the first by position; the last one rises as far as is needed: exact.
 *  @param rises   n, written, in points of the score
 *  @param scratch  n doubles; @param places  n. No overlap
 *  Source: fractional knapsack, Dantzig 1957. Cost: O(n log n) */
kernel_climbed kernel_climb_arithmetic(
    const kernel_climb *climb, double target, double *rises, double *scratch, size_t *places);

/** Index: exp(sum w ln x / sum w). Where an element rises short of its most, w_j / (c_j x_j) is the same for all, so
 *  x_j = min(max(mu w_j / c_j, now_j), most_j); a line in ln mu, so the level is exact as in kernels/level.h. An
 *  element without weight does not rise.
 *  @param target   > 0
 *  @param scratch  9 n doubles. No overlap
 *  Source: water-filling, Boyd, Vandenberghe 2004, example 5.2. Cost: O(n log n) */
kernel_climbed kernel_climb_geometric(const kernel_climb *climb, double target, double *rises, double *scratch);

/** An index that any scores give; it must not fall when a score rises. */
typedef double (*kernel_index_fn)(const double *scores, size_t n, void *context);

typedef struct {
    kernel_index_fn index;
    void *context;
    double step; /* > 0, points of a score */
} kernel_index_rule;

/** Any index, step by step: the element rises by a step (or to its most) that gives most index for its cost, of equal
 *  ones the first; the last step is cut to what is needed, to the last bit. NOT the cheapest in general: where only
 * two rises together help, it does not see it, and it stops OUT_OF_REACH only when all are at their most. Say so
 * beside it.
 *  @param rises   n, written
 *  @param scratch  n doubles
 *  Cost: n calls of index for each step, sum (most - now) / step at most. */
kernel_climbed kernel_climb_by_margin(
    const kernel_climb *climb, double target, const kernel_index_rule *rule, double *rises, double *scratch);

#endif
