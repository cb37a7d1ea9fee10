/* Kernel: the least value of a function of one number.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_KERNELS_BRENT_H
#define TITIAN_KERNELS_BRENT_H

typedef double (*kernel_curve_fn)(double x, void *context);

/** Where a function is least within [low, high]: first the best of `n_grid` + 1 points that divide it evenly, then,
 *  by golden sections and parabolas, between that point's neighbours. Finds the least of all only if the function has
 *  one valley between them. NaN counts as infinite.
 *  @param n_grid     >= 2
 *  @param tolerance  > 0: how near to the place, in the unit of x; below about 1e-8 of x there is nothing to gain
 *  @return the place: low or high itself where it is least there
 *  Source: Brent 1973, chapter 5 (localmin). Cost: n_grid + about 40 calls. */
double kernel_minimise_curve(
    kernel_curve_fn curve, void *context, double low, double high, unsigned n_grid, double tolerance);

#endif
