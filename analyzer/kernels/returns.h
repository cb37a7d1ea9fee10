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
