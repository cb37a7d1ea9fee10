/* Kernels: one level for all. Values that each follow a rising line between two bounds,
 *     value_i(y) = min(max(slope_i y + offset_i, low_i), high_i),
 * and the level y at which they add up to a total. Shares of a budget, money where it pays most and the cheapest way
 * to a target are all of this kind. SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_KERNELS_LEVEL_H
#define TITIAN_KERNELS_LEVEL_H

#include <stddef.h>

/** n lines. One with slope 0 stays at its lower bound whatever the level. */
typedef struct {
    const double *slope;  /* >= 0, finite */
    const double *offset; /* finite where the slope is not 0; NULL: all 0 */
    const double *low;    /* finite; NULL: all 0 */
    const double *high;   /* >= low, INFINITY: none; NULL: no upper bounds */
    size_t n;
} kernel_lines;

typedef enum {
    KERNEL_LEVEL_FOUND,
    KERNEL_LEVEL_LOWS,    /* the lower bounds add up to more than the total */
    KERNEL_LEVEL_HIGHS,   /* the upper bounds of those with a slope and the lower ones of the rest add up to less */
    KERNEL_LEVEL_UNUSABLE /* a number is missing, infinite or below 0 where it may not be, or low is above high */
} kernel_level_status;

typedef struct {
    kernel_level_status status;
    double level;       /* -INFINITY with LOWS, INFINITY with HIGHS; missing with UNUSABLE */
    double lows, highs; /* the least and the largest total that can be had */
    size_t who;         /* UNUSABLE: the first line at fault */
} kernel_level;

/** Find the level. The total does not bend between two neighbours among the 2 n places where a line meets a bound, so
 *  these are sorted, the two around the level found by halving, and the level is solved for between them. A total is
 *  taken for a sum of bounds that it misses by 1e-12 of the larger: 0.1 ten times is 1. Where several levels give the
 *  total, the highest of those at which a line meets a bound. A larger total never gives a lower level or value, to
 * the last bit.
 *  @param total    finite, in the unit of values
 *  @param values   n, written: those at the level, the lower bounds with LOWS, the upper with HIGHS
 *  @param scratch  4 n doubles. No overlap
 *  Source: the breakpoint method, Luss, Gupta 1975; Patriksson 2008, European Journal of Operational Research 185.
 *  Cost: O(n log n) */
kernel_level kernel_find_level(const kernel_lines *lines, double total, double *values, double *scratch);

/** The sum of n numbers, which may be infinite, as if added up with twice the digits and rounded once. Source: Ogita,
 *  Rump, Oishi 2005, algorithm Sum2. Cost: O(n) */
double kernel_sum(const double *x, size_t n);

/** Two sums that are meant to be equal: within 1e-12 of the larger. */
int kernel_same_sum(double a, double b);

#endif
