/* Kernels: blocks of indicators.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "kernels/block.h"

#include <math.h>

#include "kernels/moments.h"

const double *kernel_block_column(const kernel_block *block, size_t indicator)
{
    return block->n_units > 0 ? block->values + indicator * block->stride : NULL;
}

int kernel_block_has_all(const kernel_block *block, size_t unit)
{
    for (size_t j = 0; j < block->n_indicators; j++)
        if (isnan(block->values[j * block->stride + unit]))
            return 0;
    return 1;
}

size_t kernel_block_complete(const kernel_block *block, double *out)
{
    size_t complete = 0, next = 0;

    for (size_t i = 0; i < block->n_units; i++)
        complete += kernel_block_has_all(block, i) ? 1 : 0;
    for (size_t i = 0; i < block->n_units; i++) {
        if (!kernel_block_has_all(block, i))
            continue;
        for (size_t j = 0; j < block->n_indicators; j++)
            out[j * complete + next] = block->values[j * block->stride + i];
        next++;
    }
    return complete;
}

/* The power of two that brings the larger of two numbers to about 1. */
static int exponent_of(double least, double greatest)
{
    int exponent = 0;

    (void) frexp(fmax(fabs(least), fabs(greatest)), &exponent);
    return exponent;
}

int kernel_standardise(double *x, size_t n, double *mean, double *sd)
{
    double least = 0.0, greatest = 0.0;
    kernel_shape shape;
    int exponent = 0;

    *mean = kernel_mean(x, n);
    *sd = 0.0;
    (void) kernel_range(x, n, &least, &greatest);
    if (n < 2 || !(least < greatest))
        return 0;
    exponent = exponent_of(least, greatest);
    for (size_t i = 0; i < n; i++)
        x[i] = ldexp(x[i], -exponent);
    shape = kernel_shape_of(x, n);
    for (size_t i = 0; i < n; i++)
        x[i] = (x[i] - shape.mean) / shape.sd;
    *mean = ldexp(shape.mean, exponent);
    *sd = ldexp(shape.sd, exponent);
    return 1;
}

void kernel_block_correlate(const double *z, size_t n, size_t m, double *r)
{
    for (size_t j = 0; j < m; j++) {
        r[j * m + j] = 1.0;
        for (size_t k = 0; k < j; k++) {
            double sum = 0.0;

            for (size_t i = 0; i < n; i++)
                sum += z[j * n + i] * z[k * n + i];
            r[j * m + k] = r[k * m + j] = sum / (double) (n - 1);
        }
    }
}
