/* Kernels: means and spread of units that count differently.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_KERNELS_SHARES_H
#define TITIAN_KERNELS_SHARES_H

#include <stddef.h>

/** Weights on their way to shares of 1, of whatever scale they are. */
typedef struct {
    const double *weights; /* n, > 0; NULL: all equal */
    size_t n;
    double largest, total; /* total: of the weights over the largest */
} kernel_shares;

/** @param weights  borrowed. Cost: O(n) */
kernel_shares kernel_shares_of(const double *weights, size_t n);

/** Share of one unit; all add up to 1. */
double kernel_share(const kernel_shares *shares, size_t i);

/** Mean of n values, none missing, corrected by a second pass. @return in the unit of x; NaN for n = 0. Cost: O(n) */
double kernel_shared_mean(const kernel_shares *shares, const double *x);

/** The largest distance of a value from `mean`: what deviations are divided by before they are squared. */
double kernel_farthest(const double *x, size_t n, double mean);

/** Standard deviation of n values, none missing: the root of the mean square deviation, without a correction.
 *  @param mean  kernel_shared_mean(shares, x)
 *  @return in the unit of x; 0 when all are equal; NaN for n = 0. Cost: O(n) */
double kernel_shared_sd(const kernel_shares *shares, const double *x, double mean);

#endif
