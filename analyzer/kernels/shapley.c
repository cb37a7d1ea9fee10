/* Kernels: Shapley values.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "kernels/shapley.h"

#include <math.h>
#include <stdint.h>

#include "kernels/draw.h"

/* (members)! (k - members - 1)! / k! = 1 / (k times the number of sets of so many out of k - 1). */
static void weights_of(size_t k, double *weight)
{
    double sets = 1.0; /* whole numbers, at most 92,378 */

    for (size_t members = 0; members < k; members++) {
        weight[members] = 1.0 / ((double) k * sets);
        sets = sets * (double) (k - 1 - members) / (double) (members + 1);
    }
}

void kernel_shapley(const double *value, size_t k, double *out)
{
    double weight[KERNEL_SHAPLEY_PLAYERS];

    weights_of(k, weight);
    for (size_t i = 0; i < k; i++) {
        const uint32_t own = UINT32_C(1) << i;

        out[i] = 0.0;
        for (uint32_t set = 0; set < UINT32_C(1) << k; set++)
            if ((set & own) == 0)
                out[i] += weight[__builtin_popcount(set)] * (value[set | own] - value[set]);
    }
}

void kernel_shapley_order(const double *u, size_t k, size_t *order)
{
    for (size_t i = 0; i < k; i++)
        order[i] = i;
    for (size_t i = 0; i + 1 < k; i++) {
        const size_t chosen = i + kernel_draw_level(u[i], k - i), kept = order[i];

        order[i] = order[chosen];
        order[chosen] = kept;
    }
}

/* Is an output there in all runs? */
static int is_complete(const double *output, size_t n_runs, size_t stride)
{
    for (size_t r = 0; r < n_runs; r++)
        if (isnan(output[r * stride]))
            return 0;
    return 1;
}

void kernel_shapley_add(
    const size_t *order, size_t k, const double *runs, size_t n_outputs, double *effects, double *count)
{
    for (size_t o = 0; o < n_outputs; o++) {
        if (!is_complete(runs + o, k + 1, n_outputs))
            continue;
        for (size_t step = 0; step < k; step++) {
            const double before = runs[step * n_outputs + o], after = runs[(step + 1) * n_outputs + o];

            effects[order[step] * n_outputs + o] += (runs[o] - 0.5 * (before + after)) * (before - after);
        }
        count[o] += 1.0;
    }
}

void kernel_shapley_shares(const double *effects, size_t stride, size_t k, double *out)
{
    double sum = 0.0;

    for (size_t i = 0; i < k; i++)
        sum += effects[i * stride];
    for (size_t i = 0; i < k; i++)
        out[i] = sum > 0.0 ? effects[i * stride] / sum : (double) NAN;
}
