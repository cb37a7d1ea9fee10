/* Kernel: gaps of one indicator filled by least squares from others.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_KERNELS_REGRESS_H
#define TITIAN_KERNELS_REGRESS_H

#include "kernels/block.h"

/** What kernel_fill_regression found. */
typedef struct {
    size_t n_used;    /* units that have the indicator and all predictors */
    size_t rank;      /* predictors that carry anything of their own; the others have coefficient 0 */
    double r_squared; /* 0..1; missing where the indicator is constant or nothing was fitted */
    size_t n_filled;  /* gaps filled */
    size_t n_missing; /* gaps left, for want of a predictor or of a fit */
} kernel_regression;

/** Doubles of scratch; `order` is n_predictors positions. */
size_t kernel_regression_scratch(size_t n_units, size_t n_predictors);

/** Fill the gaps of y with what least squares, with a constant, predict from the unit's predictors; a gap is filled
 *  where the unit has them all. Fitted over the units that have y and all predictors, by Householder's method with
 *  pivoting on columns, standardised, so that neither units of measurement nor predictors that follow from others do
 *  harm. Needs two units more than predictors; with fewer nothing is filled. Filled values lie on the plane: they
 *  show no scatter of their own.
 *  @param y             n_units values, changed in place; missing allowed
 *  @param predictors    n_units units; missing allowed; none: the mean is filled in
 *  @param coefficients  1 + n_predictors: constant, then one for each predictor, in units of y; NULL: not wanted
 *  Source: OECD/JRC Handbook 2008, step 3; GSL gsl_linalg_QRPT_decomp(). Cost: O(n p^2). */
kernel_regression kernel_fill_regression(
    double *y, const kernel_block *predictors, double *coefficients, double *scratch, size_t *order);

#endif
