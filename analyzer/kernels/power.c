/* Kernels: power means across the children of a node.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "kernels/power.h"

#include <float.h>
#include <math.h>

static const double *child(const kernel_columns *columns, size_t k)
{
    return columns->scores + k * columns->stride;
}

static int in_use(const kernel_columns *columns, size_t k)
{
    return columns->weights[k] > 0.0;
}

static void fill(double *x, size_t n, double value)
{
    for (size_t i = 0; i < n; i++)
        x[i] = value;
}

int kernel_power_find_outside(const kernel_columns *columns, double p, kernel_place *place)
{
    if (p == 1.0)
        return 0;
    return kernel_find_outside(columns, p > 0.0 ? 0.0 : DBL_TRUE_MIN, (double) INFINITY, place);
}

/* Per unit the least (or greatest) score; infinite where there is none. */
static void extremes(const kernel_columns *columns, int greatest, double *out)
{
    fill(out, columns->n, greatest ? -(double) INFINITY : (double) INFINITY);
    for (size_t k = 0; k < columns->n_children; k++) {
        const double *x = child(columns, k);

        if (!in_use(columns, k))
            continue;
        for (size_t i = 0; i < columns->n; i++)
            out[i] = (greatest ? x[i] > out[i] : x[i] < out[i]) ? x[i] : out[i];
    }
}

/* ln(x / s), also where the quotient is past the range of a double. */
static double log_ratio(double x, double s)
{
    const double ratio = x / s;

    return ratio >= DBL_MIN && ratio <= DBL_MAX ? log(ratio) : log(x) - log(s);
}

static void any_power_means(const kernel_columns *columns, double p, double *out, double *weight, double *leading)
{
    extremes(columns, p > 0.0, leading);
    fill(out, columns->n, 0.0);
    for (size_t k = 0; k < columns->n_children; k++) {
        const double *x = child(columns, k), w = columns->weights[k];

        if (!in_use(columns, k))
            continue;
        for (size_t i = 0; i < columns->n; i++)
            if (!isnan(x[i]) && leading[i] > 0.0)
                out[i] += w * expm1(p * log_ratio(x[i], leading[i]));
    }
    for (size_t i = 0; i < columns->n; i++) {
        const double mean = leading[i] > 0.0 ? leading[i] * exp(log1p(out[i] / weight[i]) / p) : 0.0;

        out[i] = weight[i] > 0.0 ? mean : (double) NAN;
    }
}

void kernel_power_means(const kernel_columns *columns, double p, double *out, double *weight, double *scratch)
{
    if (p == 0.0) {
        kernel_geometric_means(columns, 0.0, out, weight);
    } else if (p == 1.0) {
        kernel_arithmetic_means(columns, out, weight);
    } else if (p == 2.0) {
        kernel_quadratic_means(columns, out, weight, scratch);
    } else if (p == -1.0) {
        kernel_harmonic_means(columns, out, weight, scratch);
    } else {
        kernel_weighted_sums(columns, out, weight);
        any_power_means(columns, p, out, weight, scratch);
    }
}

void kernel_harmonic_means(const kernel_columns *columns, double *out, double *weight, double *scratch)
{
    double *least = scratch;

    kernel_weighted_sums(columns, out, weight);
    extremes(columns, 0, least);
    fill(out, columns->n, 0.0);
    for (size_t k = 0; k < columns->n_children; k++) {
        const double *x = child(columns, k), w = columns->weights[k];

        if (!in_use(columns, k))
            continue;
        for (size_t i = 0; i < columns->n; i++) {
            const double part = least[i] / x[i]; /* in (0, 1]: a reciprocal could overflow */

            out[i] += isnan(x[i]) ? 0.0 : w * part;
        }
    }
    for (size_t i = 0; i < columns->n; i++)
        out[i] = weight[i] > 0.0 ? weight[i] / out[i] * least[i] : (double) NAN;
}

/* Per unit, the power of two that brings its largest score to about 1. */
static void find_scales(const kernel_columns *columns, double *scale)
{
    fill(scale, columns->n, 0.0);
    for (size_t k = 0; k < columns->n_children; k++) {
        const double *x = child(columns, k);

        if (!in_use(columns, k))
            continue;
        for (size_t i = 0; i < columns->n; i++)
            scale[i] = fabs(x[i]) > scale[i] ? fabs(x[i]) : scale[i];
    }
    for (size_t i = 0; i < columns->n; i++) {
        int exponent = 0;

        (void) frexp(scale[i], &exponent);
        exponent = exponent > 1000 ? 1000 : exponent < -1000 ? -1000 : exponent;
        scale[i] = ldexp(1.0, -exponent);
    }
}

void kernel_quadratic_means(const kernel_columns *columns, double *out, double *weight, double *scratch)
{
    double *scale = scratch;

    kernel_weighted_sums(columns, out, weight);
    find_scales(columns, scale);
    fill(out, columns->n, 0.0);
    for (size_t k = 0; k < columns->n_children; k++) {
        const double *x = child(columns, k), w = columns->weights[k];

        if (!in_use(columns, k))
            continue;
        for (size_t i = 0; i < columns->n; i++) {
            const double scaled = x[i] * scale[i];

            out[i] += isnan(x[i]) ? 0.0 : w * (scaled * scaled);
        }
    }
    for (size_t i = 0; i < columns->n; i++)
        out[i] = weight[i] > 0.0 ? sqrt(out[i] / weight[i]) / scale[i] : (double) NAN;
}

int kernel_reversed_geometric_find_outside(
    const kernel_columns *columns, double low, double high, kernel_place *place)
{
    const double end = high + (high - low) / 9.0;

    return kernel_find_outside(columns, -(double) INFINITY, nextafter(end, low), place);
}

/* Of h / 10 = 1 - 0.9 (y - low) / (high - low), near which logarithms keep their digits at the lower end: scores that
 * are all low give low, not a little less, which the next level may have to refuse. */
void kernel_reversed_geometric_means(
    const kernel_columns *columns, double low, double high, double *out, double *weight)
{
    const double width = high - low;

    kernel_weighted_sums(columns, out, weight);
    fill(out, columns->n, 0.0);
    for (size_t k = 0; k < columns->n_children; k++) {
        const double *x = child(columns, k), w = columns->weights[k];

        if (!in_use(columns, k))
            continue;
        for (size_t i = 0; i < columns->n; i++)
            if (!isnan(x[i]))
                out[i] += w * log1p(-fmin(0.9 * ((x[i] - low) / width), 1.0));
    }
    for (size_t i = 0; i < columns->n; i++)
        out[i] = weight[i] > 0.0 ? low - expm1(out[i] / weight[i]) / 0.9 * width : (double) NAN;
}
