/* Kernels: do units come closer to one another?
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_KERNELS_CONVERGENCE_H
#define TITIAN_KERNELS_CONVERGENCE_H

#include <stddef.h>

/** How far apart units are in one year: sigma. Divisor: the sum of the weights, without a correction. */
typedef struct {
    double mean;   /* unit of x; missing for n = 0 */
    double sd;     /* unit of x; missing for n = 0 */
    double cv;     /* sd / mean; missing unless the mean is above 0 */
    double sd_log; /* standard deviation of ln x; missing unless all are above 0 */
} kernel_spread;

/** @param x        n values, none missing
 *  @param weights  n weights > 0, of any scale; NULL: all equal
 *  @param scratch  n doubles, overwritten
 *  Source: Theil 1967; Barro and Sala-i-Martin 1992. Cost: O(n). */
kernel_spread kernel_spread_of(const double *x, const double *weights, size_t n, double *scratch);

/** Speed of convergence from the slope b of mean yearly growth on the beginning: -ln(1 + b T) / T.
 *  @param slope  per year
 *  @param years  T, > 0
 *  @return per year; missing where 1 + b T <= 0: the order was turned over, and there is no speed
 *  Source: Barro and Sala-i-Martin 1992. Cost: O(1) */
double kernel_convergence_speed(double slope, double years);

/** Years until half the gap is closed: ln 2 / speed. @return missing unless the speed is above 0 */
double kernel_half_life(double speed);

#endif
