/* Kernel: a straight line through points, by least squares.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_KERNELS_LINE_H
#define TITIAN_KERNELS_LINE_H

#include <stddef.h>

/** The line y = intercept + slope x, and how sure it is. */
typedef struct {
    double slope;     /* unit of y per unit of x; missing for fewer than 2 points and where all x are equal */
    double intercept; /* y at x = 0 */
    double se;        /* standard error of the slope, n - 2 degrees of freedom; missing for fewer than 3 points */
    double t;         /* slope / se; missing where the points lie on the line */
    double p;         /* two-sided p-value of slope 0, 0..1; missing for fewer than 3 points and constant y */
    double r2;        /* share of the variance of y explained, 0..1; missing where y is constant */
    double mean_x, mean_y; /* weighted; the line passes through them */
} kernel_line;

/** Fit a line by weighted least squares.
 *  @param x,y      n values each, none missing
 *  @param weights  n weights > 0, of any scale; NULL: all equal
 *  Right for values from 1e-300 to 1e300: sums are of deviations over the largest of them.
 *  Source: R lm(weights = ), summary.lm(). Cost: O(n). */
kernel_line kernel_fit_line(const double *x, const double *y, const double *weights, size_t n);

#endif
