/* Kernels: sorting, medians and quantiles.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "kernels/order.h"

#include <gsl/gsl_sort.h>
#include <gsl/gsl_statistics_double.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

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

/* Runs this long are sorted by insertion before merging begins. */
enum { RUN = 16 };

static void sort_run(double *x, size_t n)
{
    for (size_t i = 1; i < n; i++) {
        const double value = x[i];
        size_t k = i;

        for (; k > 0 && x[k - 1] > value; k--)
            x[k] = x[k - 1];
        x[k] = value;
    }
}

/* Merge ascending from[0 .. middle) and from[middle .. n) into `to`. */
static void merge(const double *restrict from, size_t middle, size_t n, double *restrict to)
{
    size_t a = 0, b = middle;

    for (size_t k = 0; k < n; k++) {
        const int first = b >= n || (a < middle && from[a] <= from[b]);

        to[k] = from[first ? a : b];
        a += first ? 1 : 0;
        b += first ? 0 : 1;
    }
}

void kernel_merge_sort(double *x, size_t n, double *scratch)
{
    double *from = x, *to = scratch;

    for (size_t begin = 0; begin < n; begin += RUN)
        sort_run(x + begin, n - begin < RUN ? n - begin : RUN);
    for (size_t width = RUN; width < n; width = width <= n / 2 ? 2 * width : n) {
        double *merged = to;

        for (size_t begin = 0; begin < n; begin += 2 * width) {
            const size_t left = n - begin, middle = left < width ? left : width;

            merge(from + begin, middle, left < 2 * width ? left : 2 * width, to + begin);
        }
        to = from;
        from = merged;
    }
    if (from != x)
        memcpy(x, from, n * sizeof *x);
}

static int by_position(const void *a, const void *b)
{
    const size_t x = *(const size_t *) a, y = *(const size_t *) b;

    return (x > y) - (x < y);
}

/* Sorting by heap leaves equal keys in any order. */
void kernel_sort_index(const double *keys, size_t n, size_t *order)
{
    size_t end = 0;

    if (n > 0)
        gsl_sort_index(order, keys, 1, n);
    for (size_t k = 0; k < n; k = end) {
        for (end = k + 1; end < n && keys[order[end]] == keys[order[k]];)
            end++;
        if (end - k > 1)
            qsort(order + k, end - k, sizeof *order, by_position);
    }
}

/* The product p (n - 1) may miss a whole number by its last bit, and so may a share of two equal values and the rest:
 * a value at a quantile, or tied across it, would not reach it. */
double kernel_quantile_sorted(const double *sorted, size_t n, double p)
{
    const double place = n > 0 ? p * (double) (n - 1) : 0.0, nearest = round(place);
    const size_t below = (size_t) place;

    if (n == 0)
        return (double) NAN;
    if (fabs(place - nearest) <= 1e-9)
        return sorted[(size_t) nearest];
    if (!(sorted[below] < sorted[below + 1]))
        return sorted[below];
    return gsl_stats_quantile_from_sorted_data(sorted, 1, n, p);
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
