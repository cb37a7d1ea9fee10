/* Kernels: means less (or plus) a penalty for imbalance.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "kernels/balance.h"

#include <math.h>

#include "kernels/ordered.h"

static const double *child(const kernel_columns *columns, size_t k)
{
    return columns->scores + k * columns->stride;
}

static void clear(double *x, size_t n)
{
    for (size_t i = 0; i < n; i++)
        x[i] = 0.0;
}

/* Sums of w ((y - mean) / mean)^2 and numbers of scores: shares of the mean, so that no square overflows. */
static void add_spread(const kernel_columns *columns, const double *mean, double *spread, double *count)
{
    clear(spread, columns->n);
    clear(count, columns->n);
    for (size_t k = 0; k < columns->n_children; k++) {
        const double *x = child(columns, k), w = columns->weights[k];

        if (!(w > 0.0))
            continue;
        for (size_t i = 0; i < columns->n; i++) {
            const double share = (x[i] - mean[i]) / mean[i];

            spread[i] += isnan(x[i]) ? 0.0 : w * (share * share);
            count[i] += isnan(x[i]) ? 0.0 : 1.0;
        }
    }
}

size_t kernel_mpi(const kernel_columns *columns, const kernel_mpi_rule *rule, double *out, double *weight,
    double *penalty, double *scratch)
{
    double *count = scratch;
    size_t lost = 0;

    kernel_arithmetic_means(columns, out, weight);
    add_spread(columns, out, penalty, count);
    for (size_t i = 0; i < columns->n; i++) {
        const double factor = rule->sample && count[i] > 1.0 ? count[i] / (count[i] - 1.0) : 1.0;

        lost += weight[i] > 0.0 && !(out[i] > 0.0) ? 1 : 0;
        penalty[i] = out[i] > 0.0 ? out[i] * (penalty[i] / weight[i] * factor) : (double) NAN;
        out[i] = rule->sign < 0 ? out[i] - penalty[i] : out[i] + penalty[i];
    }
    return lost;
}

void kernel_ampi_posts(double least, double greatest, double reference, double *low, double *high)
{
    const double half = greatest / 2.0 - least / 2.0;

    *low = reference - half;
    *high = reference + half;
}

void kernel_mean_min(const kernel_columns *columns, double a, double b, double *out, double *weight, double *least)
{
    kernel_minima(columns, least, weight);
    kernel_arithmetic_means(columns, out, weight);
    for (size_t i = 0; i < columns->n; i++) {
        const double above = out[i] - least[i];

        /* sqrt(above^2 + b^2) - b without the difference of near equals */
        out[i] -= above > 0.0 ? a * above * (above / (hypot(above, b) + b)) : 0.0;
    }
}

void kernel_weak_link_means(
    const kernel_columns *columns, double b, double scale, double *out, double *weight, double *least)
{
    kernel_minima(columns, least, weight);
    clear(out, columns->n);
    for (size_t k = 0; k < columns->n_children; k++) {
        const double *x = child(columns, k), w = columns->weights[k];

        if (!(w > 0.0))
            continue;
        for (size_t i = 0; i < columns->n; i++)
            if (!isnan(x[i]))
                out[i] -= w * expm1(-(x[i] - least[i]) / scale);
    }
    for (size_t i = 0; i < columns->n; i++)
        out[i] = weight[i] > 0.0 ? least[i] + b * scale * (out[i] / weight[i]) : (double) NAN;
}
