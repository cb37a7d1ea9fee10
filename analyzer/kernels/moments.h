/* Kernels: counts, means, spread and shape of one column of numbers.
 * Shared by all kernels: a column is n doubles, stride 1, each finite or missing (NaN); nothing is allocated, no file
 * is read, nothing can fail; sums run in the order of the column.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_KERNELS_MOMENTS_H
#define TITIAN_KERNELS_MOMENTS_H

#include <stddef.h>

/** Number of values that are not missing. Cost: O(n). */
size_t kernel_count(const double *x, size_t n);

/** Least and greatest value.
 *  @param least,greatest  in the unit of x; NaN when there is no value
 *  @return number of values. Cost: O(n) */
size_t kernel_range(const double *x, size_t n, double *least, double *greatest);

/** Arithmetic mean of the values present, corrected by a second pass, so that it is good to the last place or two.
 *  @return in the unit of x, also where the plain sum would overflow; NaN when there is no value
 *  Source: R's mean(). Cost: O(n). */
double kernel_mean(const double *x, size_t n);

/** What a column looks like. */
typedef struct {
    size_t n;        /* values present */
    double mean;     /* unit of x; NaN for n = 0 */
    double sd;       /* unit of x, divisor n - 1; 0 when all are equal; NaN for n < 2 */
    double skewness; /* no unit; NaN for n < 3 and when all are equal */
    double kurtosis; /* excess, no unit; NaN for n < 4 and when all are equal */
} kernel_shape;

/** Mean, standard deviation, skewness and excess kurtosis, the last two as spreadsheets define them ("type 2").
 *  Right for values from 1e-300 to 1e300: powers are taken of values scaled by a power of two.
 *  Source: Joanes and Gill 1998 (G1, G2); COINr skew(), kurt(); docs/methods.md "Skewness and kurtosis". Cost: O(n).
 */
kernel_shape kernel_shape_of(const double *x, size_t n);

/** Skewness and kurtosis from sums of powers of deviations from any centre c: s[r] = sum of (x - c)^(r + 1).
 *  Loses no more digits than (mean - c) / sd to the fourth power costs: take a centre within one sd of the mean.
 *  @param n  number of values, as a double; both results are NaN where kernel_shape_of gives NaN */
void kernel_shape_from_sums(double n, const double s[4], double *skewness, double *kurtosis);

#endif
