/* Kernels: sorting, medians and quantiles.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "kernels/order.h"

#include <gsl/gsl_sort.h>
#include <gsl/gsl_statistics_double.h>
#include <math.h>

#include "kernels/moments.h"

size_t kernel_compact(const double *x, size_t n, double *out)
{
    size_t count = 0;

    for (size_t i = 0; i < n; i++)
        if (!isnan(x[i]))
            out[count++] = x[i];
    return count;
}

void kernel_sort(double *x, size_t n)
{
    gsl_sort(x, 1, n);
}

double kernel_quantile_sorted(const double *sorted, size_t n, double p)
{
    return n > 0 ? gsl_stats_quantile_from_sorted_data(sorted, 1, n, p) : (double) NAN;
}

double kernel_mean_of(double *x, size_t n)
{
    return kernel_mean(x, n);
}

double kernel_median_of(double *x, size_t n)
{
    if (n == 0)
        return (double) NAN;
    kernel_sort(x, n);
    /* halves first: the sum of the two middle values may be past the largest double */
    return n % 2 == 1 ? x[n / 2] : 0.5 * x[n / 2 - 1] + 0.5 * x[n / 2];
}
