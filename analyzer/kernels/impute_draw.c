/* Kernels: what is drawn for multiple imputation.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "kernels/impute_draw.h"

#include "kernels/draw.h"

static double uniform(const kernel_impute_draw *draw, uint32_t index)
{
    return kernel_uniform(&draw->random, draw->number, index);
}

void kernel_impute_bootstrap(const kernel_impute_draw *draw, uint32_t first, const unsigned char *takes_part,
    const size_t *place, size_t n, double *counts, size_t *scratch)
{
    size_t n_taking = 0;

    for (size_t i = 0; i < n; i++) {
        counts[i] = 0.0;
        scratch[place[i]] = i;
    }
    /* those that take part, in the order of their places: writes never overtake reads */
    for (size_t p = 0; p < n; p++)
        if (takes_part[scratch[p]])
            scratch[n_taking++] = scratch[p];
    for (size_t k = 0; k < n_taking; k++)
        counts[scratch[kernel_draw_level(uniform(draw, first + (uint32_t) k), n_taking)]] += 1.0;
}

void kernel_impute_normals(const kernel_impute_draw *draw, uint32_t first, const size_t *place, size_t n, double *out)
{
    for (size_t i = 0; i < n; i++)
        out[i] = kernel_draw_normal(uniform(draw, first + (uint32_t) place[i]));
}
