/* Kernels: money where the next unit of it does most, when each further unit does less.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_KERNELS_RETURNS_H
#define TITIAN_KERNELS_RETURNS_H

#include <stddef.h>

#include "kernels/level.h"

typedef enum {
    KERNEL_RETURNS_SATURATE, /* G (1 - exp(-a / k)): G at most, two thirds of it for a = 1.1 k */
    KERNEL_RETURNS_LOG       /* G ln(1 + a / k): no end, but every unit does less */
} kernel_returns_form;

/** What n recipients make of an amount a. */
typedef struct {
    kernel_returns_form form;
    const double *gain;  /* G: >= 0, finite, of any unit */
    const double *scale; /* k: > 0, finite, in the unit of the budget */
    const double *low;   /* as in kernel_recipients */
    const double *high;
    size_t n;
} kernel_returns;

typedef struct {
    kernel_level_status status; /* as kernel_find_level has it, floors and caps for lows and highs */
    double marginal;            /* what one more unit of money would bring, the same for all between bounds */
    double total;               /* what the budget brings */
    double floors, caps;
    size_t who;
} kernel_returned;

/** The lines of the amounts in a level, of whatever bounds: slope_i y + offset_i; slope 0 where the gain is. A level
 * that gives equal marginal returns is what kernels/allocate.h calls lambda, so that the best amounts keep fences as
 * well.
 *  @param returns  bounds are not looked at
 *  @param slope,offset  n each, written
 *  @return n, or the first recipient whose gain or scale cannot be used. Cost: O(n), a logarithm each */
size_t kernel_returns_lines(const kernel_returns *returns, double *slope, double *offset);

/** What one more unit of money brings at a level. @return in the unit of gain for one of money */
double kernel_returns_marginal(kernel_returns_form kind, double level);

/** The amounts that add up to the budget and bring most. Where the marginal return is mu, a = k (y + ln(G / k)) with
 *  y = -ln mu, or a = G y - k with y = 1 / mu: lines in y, so the level is exact as in kernels/level.h.
 *  @param budget   >= 0, to be spent whole
 *  @param amounts  n, written
 *  @param scratch  6 n doubles. No overlap
 *  Source: water-filling, Boyd, Vandenberghe 2004, Convex Optimization, example 5.2. Cost: O(n log n) */
kernel_returned kernel_spend_best(const kernel_returns *returns, double budget, double *amounts, double *scratch);

/** What amounts bring. @return in the unit of gain; missing where one is. Cost: O(n) */
double kernel_return_of(const kernel_returns *returns, const double *amounts);

#endif
