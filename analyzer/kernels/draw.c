/* Kernels: random numbers for multiple imputation, each had alone.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "kernels/draw.h"

#include <gsl/gsl_cdf.h>

/* A mixer of 64 bits: every bit of the input tells on every bit of the result. */
static uint64_t mix(uint64_t x)
{
    x += UINT64_C(0x9e3779b97f4a7c15);
    x = (x ^ (x >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    x = (x ^ (x >> 27)) * UINT64_C(0x94d049bb133111eb);
    return x ^ (x >> 31);
}

double kernel_draw_at(const void *key, uint32_t index)
{
    const kernel_draw_key *k = key;
    const uint64_t bits = mix(mix(mix(k->seed) ^ k->replication) ^ ((uint64_t) k->stream << 32 | index));

    return ((double) (bits >> 12) + 0.5) * 0x1p-52;
}

/* One of 0 .. n - 1. */
static size_t pick(double u, size_t n)
{
    const size_t at = (size_t) (u * (double) n);

    return at < n ? at : n - 1;
}

void kernel_draw_bootstrap(const kernel_draws *draws, uint32_t first, const unsigned char *takes_part,
    const size_t *place, size_t n, double *counts, size_t *scratch)
{
    size_t n_taking = 0;

    for (size_t i = 0; i < n; i++) {
        counts[i] = 0.0;
        scratch[place[i]] = i;
    }
    for (size_t p = 0; p < n;
         p++) /* those that take part, in the order of their places: writes never overtake reads */
        if (takes_part[scratch[p]])
            scratch[n_taking++] = scratch[p];
    for (size_t k = 0; k < n_taking; k++)
        counts[scratch[pick(draws->at(draws->key, first + (uint32_t) k), n_taking)]] += 1.0;
}

void kernel_draw_normals(const kernel_draws *draws, uint32_t first, const size_t *place, size_t n, double *out)
{
    for (size_t i = 0; i < n; i++)
        out[i] = gsl_cdf_ugaussian_Pinv(draws->at(draws->key, first + (uint32_t) place[i]));
}
