/* Kernels: how much of an index an indicator accounts for: correlation ratio, and shares of explained variance.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_KERNELS_IMPORTANCE_H
#define TITIAN_KERNELS_IMPORTANCE_H

#include "kernels/block.h"
#include "kernels/spline.h"

/** What kernel_correlation_ratio found. */
typedef struct {
    double ratio;  /* variance of the curve / variance of the index, 0..1; missing for fewer than 4 pairs or where
                      either side is constant over them */
    double linear; /* r^2, the same with a straight line */
    size_t n;      /* pairs */
    int on_ranks;  /* 1: the curve was drawn over ranks of x, 0: over x itself */
    kernel_smoothness smoothness;
} kernel_main_effect;

/** Doubles of scratch. */
size_t kernel_correlation_ratio_scratch(size_t n);

/** Correlation ratio, or first-order sensitivity index: the share of the variance of y that would be expected to go
 *  if x were fixed, V(E(y | x)) / V(y), with kernel_smooth for E(y | x). This, not the weight, is the importance of
 *  an indicator for an index: r^2 where the relation is a straight line, more where it bends.
 *  @param x,y      n values each: indicator and index; missing allowed, pairs with both are used
 *  @param scratch  kernel_correlation_ratio_scratch() doubles
 *  Source: Pearson 1905; Paruolo, Saisana and Saltelli 2013; with penalised splines: Becker et al. 2017. Cost:
 *  O(n log n). */
kernel_main_effect kernel_correlation_ratio(const double *x, const double *y, size_t n, double *scratch);

enum { KERNEL_SHARES_MOST = 15 };

/** Doubles of scratch for kernel_variance_shares; 0 for more than KERNEL_SHARES_MOST indicators. */
size_t kernel_variance_shares_scratch(size_t n_units, size_t n_indicators);

/** Shares of explained variance: what each indicator adds to R^2 in the regression of an index on all of them,
 *  averaged over all orders in which they can be taken in (LMG, the Shapley value of R^2); they add up to R^2.
 *  Computed exactly from all 2^m sets of indicators, over the units that have the index and all indicators.
 *  @param y       n_units values of the index; missing allowed
 *  @param shares  n_indicators, >= 0 apart from rounding; an indicator that is constant has 0
 *  @param r_squared  of all together
 *  @return number of units used; 0, and missing shares, for more than KERNEL_SHARES_MOST indicators, for fewer units
 *          than two more than indicators, and where the index is constant
 *  Source: Lindeman, Merenda and Gold 1980; Groemping 2006. Cost: O(n m^2 + 2^m m^2). */
size_t kernel_variance_shares(
    const double *y, const kernel_block *block, double *shares, double *r_squared, double *scratch);

#endif
