/* Kernels: the Box-Cox power transformation, and the power that makes a column most nearly normal.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_KERNELS_BOXCOX_H
#define TITIAN_KERNELS_BOXCOX_H

#include <stddef.h>

/** x := ((x + shift)^lambda - 1) / lambda, or ln(x + shift) where lambda is 0, in place; keeps the order. Exact to
 *  the last places however near lambda is to 0. Missing stays missing.
 *  @param shift  all x + shift > 0; COINr has 1 - least
 *  Source: Box and Cox 1964; COINr boxcox(). Cost: O(n). */
void kernel_boxcox(double *x, size_t n, double shift, double lambda);

/** Where to look for lambda; default -5 to 5. Powers beyond turn on a value or two. */
typedef struct {
    double low, high; /* low < high */
} kernel_boxcox_range;

kernel_boxcox_range kernel_boxcox_range_default(void);

/** The lambda of greatest likelihood, were the transformed values normal: the profile likelihood -n/2 ln(variance) +
 *  (lambda - 1) sum ln(x + shift) is computed at 41 points of the range, then Brent's method works between the
 *  neighbours of the best, to 1e-8.
 *  @param x        n values, x + shift > 0; missing allowed
 *  @param scratch  2 n doubles, overwritten
 *  @return lambda; an end of the range itself where the likelihood still rises there; missing for fewer than 3 values
 *          or all equal
 *  Source: Box and Cox 1964; R MASS::boxcox(x ~ 1). Cost: about 80 passes of n exponentials. */
double kernel_boxcox_lambda(
    const double *x, size_t n, double shift, const kernel_boxcox_range *range, double *scratch);

#endif
