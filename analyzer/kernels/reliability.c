/* Kernel: Cronbach's alpha.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "kernels/reliability.h"

#include <math.h>

#include "kernels/moments.h"

/* A power of two that brings the widest range of a block to about 1: no square overflows, and alpha is the same. */
static double common_scale(const kernel_block *block)
{
    double widest = 0.0;
    int exponent = 0;

    for (size_t j = 0; j < block->n_indicators; j++) {
        double least = 0.0, greatest = 0.0;

        if (kernel_range(block->values + j * block->stride, block->n_units, &least, &greatest) > 0)
            widest = fmax(widest, greatest / 2.0 - least / 2.0);
    }
    (void) frexp(widest, &exponent);
    return ldexp(1.0, exponent > 1000 ? -1000 : exponent < -1000 ? 1000 : -exponent);
}

/* Covariance of two indicators over the units that have both, scaled; divisor n - 1. */
static double covariance(const kernel_block *block, size_t j, size_t k, double scale, double *scratch)
{
    const double *x = block->values + j * block->stride, *y = block->values + k * block->stride;
    double *a = scratch, *b = scratch + block->n_units;
    double mean_a = 0.0, mean_b = 0.0, sum = 0.0;
    size_t pairs = 0;

    for (size_t i = 0; i < block->n_units; i++) {
        if (isnan(x[i]) || isnan(y[i]))
            continue;
        a[pairs] = x[i];
        b[pairs++] = y[i];
    }
    mean_a = kernel_mean(a, pairs);
    mean_b = kernel_mean(b, pairs);
    for (size_t i = 0; i < pairs; i++)
        sum += (a[i] * scale - mean_a * scale) * (b[i] * scale - mean_b * scale);
    return pairs > 1 ? sum / (double) (pairs - 1) : (double) NAN;
}

double kernel_cronbach(const kernel_block *block, double *scratch)
{
    const double scale = common_scale(block), k = (double) block->n_indicators;
    double between = 0.0, own = 0.0;

    for (size_t i = 0; i < block->n_indicators; i++) {
        own += covariance(block, i, i, scale, scratch);
        for (size_t j = 0; j < i; j++)
            between += 2.0 * covariance(block, i, j, scale, scratch);
    }
    if (block->n_indicators < 2 || !(own + between > 0.0))
        return (double) NAN;
    return k / (k - 1.0) * (between / (own + between));
}
