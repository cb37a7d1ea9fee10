/* Kernels: how far scores stay under a target.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "kernels/shortfall.h"

#include <math.h>

#include "kernels/clones.h"

static inline double shortfall(double score, double target)
{
    const double d = (target - score) / target;

    return d < 0.0 ? 0.0 : d > 1.0 ? 1.0 : d;
}

KERNEL_CLONES static void add_plain(
    const double *restrict x, size_t n, double w, double target, double *restrict need_1, double *restrict weight)
{
    for (size_t i = 0; i < n; i++) {
        const double d = shortfall(x[i], target);

        need_1[i] += isnan(x[i]) ? 0.0 : w * d;
        weight[i] += isnan(x[i]) ? 0.0 : w;
    }
}

KERNEL_CLONES static void add_squares(
    const double *restrict x, size_t n, double w, double target, double *restrict need)
{
    for (size_t i = 0; i < n; i++) {
        const double d = shortfall(x[i], target);

        need[i] += isnan(x[i]) ? 0.0 : w * (d * d);
    }
}

static void add_powers(const double *x, size_t n, double w, double target, double alpha, double *need)
{
    for (size_t i = 0; i < n; i++) {
        const double d = isnan(x[i]) ? 0.0 : shortfall(x[i], target);

        need[i] += d > 0.0 ? w * pow(d, alpha) : 0.0;
    }
}

static double share(double sum, double weight)
{
    const double mean = sum / weight;

    if (!(weight > 0.0))
        return (double) NAN;
    return mean < 0.0 ? 0.0 : mean > 1.0 ? 1.0 : mean;
}

void kernel_shortfalls(
    const kernel_columns *columns, double target, double alpha, double *need, double *need_1, double *weight)
{
    const size_t n = columns->n;

    for (size_t i = 0; i < n; i++)
        need[i] = need_1[i] = weight[i] = 0.0;
    for (size_t k = 0; k < columns->n_children; k++) {
        const double *x = columns->scores + k * columns->stride;
        const double w = columns->weights[k];

        add_plain(x, n, w, target, need_1, weight);
        if (alpha == 2.0)
            add_squares(x, n, w, target, need);
        else if (alpha != 1.0)
            add_powers(x, n, w, target, alpha, need);
    }
    for (size_t i = 0; i < n; i++) {
        need_1[i] = share(need_1[i], weight[i]);
        need[i] = alpha == 1.0 ? need_1[i] : share(need[i], weight[i]);
    }
}
