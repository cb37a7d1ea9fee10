/* Kernel: a smooth curve through a cloud of points: penalised cubic spline.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_KERNELS_SPLINE_H
#define TITIAN_KERNELS_SPLINE_H

#include <stddef.h>

enum {
    KERNEL_SPLINE_KNOTS = 35,                         /* interior ones, at most */
    KERNEL_SPLINE_BASIS = KERNEL_SPLINE_KNOTS + 4,    /* functions, at most */
    KERNEL_SPLINE_SCRATCH = 18 * KERNEL_SPLINE_BASIS, /* doubles */
};

/** How smooth the curve came out. */
typedef struct {
    double freedom; /* effective degrees of freedom, the trace of the smoother: 2 is a straight line */
    double penalty; /* lambda: of the integral of the squared second derivative, both axes scaled to about 1 */
    double score;   /* logarithm of the cross-validation score of scaled y: less is better */
    size_t n_knots; /* interior ones */
} kernel_smoothness;

/** Least squares by a cubic spline with a penalty on its curvature, the penalty chosen by generalised
 *  cross-validation with degrees of freedom counted 1.4 times, which keeps small samples from being overfitted. Knots
 *  at quantiles of x, one for four different values, at most KERNEL_SPLINE_KNOTS, at least a hundredth of the range
 *  apart. Deterministic: the penalty is sought from 1e-7 to 10 by kernel_minimise_curve on its logarithm.
 *  @param x,y      n values each, n >= 4, none missing; x ascending and not all equal
 *  @param fitted   n values of the curve, in the unit of y; may not overlap x or y
 *  @param scratch  KERNEL_SPLINE_SCRATCH doubles
 *  Source: O'Sullivan 1986; Wand and Ormerod 2008 (penalty); Ruppert 2002 (knots); Kim and Gu 2004 (1.4); Hutchinson
 *  and de Hoog 1985 (trace). Cost: O(n + q), q <= 39 functions, about 70 systems of q equations of bandwidth 3. */
kernel_smoothness kernel_smooth(const double *x, const double *y, size_t n, double *fitted, double *scratch);

#endif
