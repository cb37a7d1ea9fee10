/* Kernels: numbers of a distribution, by its quantile function from numbers of (0, 1), random or of a Sobol'
 * sequence. One number in, one out, and the greater the one the greater the other: so evenness of points is kept, and
 * replicates with common random numbers move together. The same bits on every processor, unless the C library is
 * named. SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_KERNELS_DRAW_H
#define TITIAN_KERNELS_DRAW_H

#include <stddef.h>

/** Evenly between low and high. */
static inline double kernel_draw_between(double u, double low, double high)
{
    return low * (1.0 - u) + high * u;
}

/** Standard normal quantile. @param u  (0, 1)
 *  Source: Wichura 1988 (AS 241, PPND16): about 1e-16 relative. R's qnorm(), GSL's gsl_cdf_ugaussian_Pinv().
 *  Cost: see bench; many at once cost less. */
double kernel_draw_normal(double u);

/** Standard normal probability of less than z, right where it is small. Source: the C library's erfc(). */
double kernel_normal_below(double z);

/** Quantiles of n numbers. @param out  may be u. Cost: O(n). */
void kernel_draw_normals(const double *u, size_t n, double *out);

/** Exponential with mean 1: -ln(1 - u), which has the distribution of -ln u and rises with u; 1 - u is exact for
 *  numbers of kernel_open_unit. n of them over their sum are a point of the simplex, all points alike likely.
 *  @param out  may be u. Cost: O(n). */
void kernel_draw_exponentials(const double *u, size_t n, double *out);

/** Triangular. @param low,mode,high  low <= mode <= high; all equal gives that number */
double kernel_draw_triangular(double u, double low, double mode, double high);

/** A normal distribution cut at low and high: what is between, nothing piled up at the limits. */
typedef struct {
    double mean, sd, low, high;
    double first, width; /* of the probabilities between the limits */
    int upper;           /* these are counted from above, where both limits lie above the mean */
} kernel_truncated;

/** @param sd  > 0; low < high, either may be infinite. Limits more than 37 sd away on one side: the nearer one is all
 *  that is drawn. Probabilities of the limits are the C library's erfc(). */
kernel_truncated kernel_truncated_of(double mean, double sd, double low, double high);
double kernel_draw_truncated(const kernel_truncated *t, double u);

/** Shares added up: out[i] = sum of shares up to i over the sum of all, the last exactly 1.
 *  @param shares  n >= 1 numbers >= 0, at least one > 0
 *  @param out     may be shares */
void kernel_cumulate(const double *shares, size_t n, double *out);

/** One of n alternatives: i when cumulative[i - 1] <= u < cumulative[i]. One with no share is never drawn.
 *  @param cumulative  of kernel_cumulate. Cost: O(n). */
size_t kernel_draw_choice(double u, const double *cumulative, size_t n);

/** One of n alternatives, all alike likely: floor(u n). */
size_t kernel_draw_level(double u, size_t n);

#endif
