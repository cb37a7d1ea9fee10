/* Kernels: counts, means, spread and shape of one column of numbers.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "kernels/moments.h"

#include <math.h>

size_t kernel_count(const double *x, size_t n)
{
    size_t count = 0;

    for (size_t i = 0; i < n; i++)
        count += isnan(x[i]) ? 0 : 1;
    return count;
}

size_t kernel_range(const double *x, size_t n, double *least, double *greatest)
{
    double low = (double) INFINITY, high = -(double) INFINITY;
    size_t count = 0;

    for (size_t i = 0; i < n; i++) {
        low = x[i] < low ? x[i] : low;
        high = x[i] > high ? x[i] : high;
        count += isnan(x[i]) ? 0 : 1;
    }
    *least = count > 0 ? low : (double) NAN;
    *greatest = count > 0 ? high : (double) NAN;
    return count;
}

/* Mean of x * scale: `scale` is a power of two, so nothing is rounded by it. */
static double scaled_mean(const double *x, size_t n, size_t count, double scale)
{
    double sum = 0.0, rest = 0.0, mean = 0.0;

    for (size_t i = 0; i < n; i++)
        sum += isnan(x[i]) ? 0.0 : x[i] * scale;
    mean = sum / (double) count;
    for (size_t i = 0; i < n; i++)
        rest += isnan(x[i]) ? 0.0 : x[i] * scale - mean;
    return mean + rest / (double) count;
}

double kernel_mean(const double *x, size_t n)
{
    const size_t count = kernel_count(x, n);
    double mean = (double) NAN;

    if (count == 0)
        return mean;
    mean = scaled_mean(x, n, count, 1.0);
    return isfinite(mean) ? mean : ldexp(scaled_mean(x, n, count, ldexp(1.0, -64)), 64);
}

void kernel_shape_from_sums(double n, const double s[4], double *skewness, double *kurtosis)
{
    const double d = s[0] / n;
    const double m2 = s[1] - n * d * d;
    const double m3 = s[2] - 3.0 * d * s[1] + 2.0 * n * d * d * d;
    const double m4 = s[3] - 4.0 * d * s[2] + 6.0 * d * d * s[1] - 3.0 * n * d * d * d * d;

    *skewness = (double) NAN;
    *kurtosis = (double) NAN;
    if (!(m2 > 0.0))
        return;
    if (n >= 3.0)
        *skewness = sqrt(n) * m3 / (m2 * sqrt(m2)) * sqrt(n * (n - 1.0)) / (n - 2.0);
    if (n >= 4.0)
        *kurtosis = ((n + 1.0) * (n * m4 / (m2 * m2) - 3.0) + 6.0) * (n - 1.0) / ((n - 2.0) * (n - 3.0));
}

/* A power of two that brings `size` near 1, where its fourth power would overflow or vanish; else 1. */
static double safe_scale(double size)
{
    int exponent = 0;

    (void) frexp(size, &exponent);
    if (exponent > -100 && exponent < 100)
        return 1.0;
    return ldexp(1.0, exponent > 1000 ? -1000 : exponent < -1000 ? 1000 : -exponent);
}

kernel_shape kernel_shape_of(const double *x, size_t n)
{
    kernel_shape shape = {.sd = (double) NAN, .skewness = (double) NAN, .kurtosis = (double) NAN};
    double least = 0.0, greatest = 0.0, scale = 1.0, mean = 0.0;
    double s[4] = {0.0, 0.0, 0.0, 0.0};

    shape.n = kernel_range(x, n, &least, &greatest);
    shape.mean = kernel_mean(x, n);
    if (shape.n < 2)
        return shape;
    shape.sd = 0.0;
    if (least == greatest)
        return shape;
    scale = safe_scale(fabs(least) > fabs(greatest) ? least : greatest);
    mean = scaled_mean(x, n, shape.n, scale);
    for (size_t i = 0; i < n; i++) {
        const double d = isnan(x[i]) ? 0.0 : x[i] * scale - mean, d2 = d * d;

        s[0] += d;
        s[1] += d2;
        s[2] += d2 * d;
        s[3] += d2 * d2;
    }
    shape.sd = sqrt((s[1] - s[0] * s[0] / (double) shape.n) / (double) (shape.n - 1)) / scale;
    kernel_shape_from_sums((double) shape.n, s, &shape.skewness, &shape.kurtosis);
    return shape;
}
