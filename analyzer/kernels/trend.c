/* Kernels: where one series over time is going.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "kernels/trend.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <string.h>

#include "kernels/line.h"
#include "kernels/order.h"
#include "kernels/significance.h"

static const double none = (double) NAN;

static int all_equal(const kernel_track *track)
{
    for (size_t k = 1; k < track->n; k++)
        if (track->values[k] != track->values[0])
            return 0;
    return 1;
}

static kernel_growth_gap growth_gap(double first, double last)
{
    if (first == 0.0)
        return KERNEL_GROWTH_FROM_ZERO;
    if (last == 0.0)
        return KERNEL_GROWTH_TO_ZERO;
    return (first > 0.0) != (last > 0.0) ? KERNEL_GROWTH_SIGN : KERNEL_GROWTH_KNOWN;
}

/* ln(last / first), good for ratios next to 1 and for those that no double holds. */
static double log_ratio(double first, double last)
{
    const double ratio = last / first;

    return ratio > 0.5 && ratio < 2.0 ? log1p((last - first) / first) : log(fabs(last)) - log(fabs(first));
}

double kernel_growth(const kernel_track *track, kernel_growth_gap *why)
{
    const size_t n = track->n;
    double first = 0.0, last = 0.0, rate = 0.0;

    *why = KERNEL_GROWTH_SHORT;
    if (n < 2)
        return none;
    first = track->values[0];
    last = track->values[n - 1];
    *why = first == last ? KERNEL_GROWTH_KNOWN : growth_gap(first, last);
    if (first == last || *why != KERNEL_GROWTH_KNOWN)
        return first == last ? 0.0 : none;
    rate = expm1(log_ratio(first, last) / (track->times[n - 1] - track->times[0]));
    if (isfinite(rate))
        return rate;
    *why = KERNEL_GROWTH_LARGE;
    return none;
}

double kernel_percent_change(const kernel_track *track)
{
    const size_t n = track->n;
    double begin = 0.0, slope = 0.0, largest = 0.0;
    kernel_line line;

    if (n < 2)
        return none;
    if (all_equal(track))
        return 0.0;
    line = kernel_fit_line(track->times, track->values, NULL, n);
    slope = line.slope;
    begin = n == 2 ? track->values[0] : line.mean_y + slope * (track->times[0] - line.mean_x);
    for (size_t k = 0; k < n; k++)
        largest = fmax(largest, fabs(track->values[k]));
    return fabs(begin) <= 1e-12 * largest ? none : 100.0 * (slope / begin);
}

/* Sums over the groups of equal values among n in order: pairs t (t - 1) / 2, and t (t - 1) (2 t + 5). */
static void sum_ties(const double *sorted, size_t n, double *pairs, double *spread)
{
    *pairs = *spread = 0.0;
    for (size_t first = 0, end = 0; first < n; first = end) {
        double t = 0.0;

        for (end = first + 1; end < n && sorted[end] == sorted[first];)
            end++;
        t = (double) (end - first);
        *pairs += t * (t - 1.0) / 2.0;
        *spread += t * (t - 1.0) * (2.0 * t + 5.0);
    }
}

static double sum_of_signs(const double *x, size_t n)
{
    double s = 0.0;

    for (size_t i = 0; i < n; i++)
        for (size_t j = i + 1; j < n; j++)
            s += (x[j] > x[i] ? 1.0 : 0.0) - (x[j] < x[i] ? 1.0 : 0.0);
    return s;
}

kernel_trend_test kernel_mann_kendall(const kernel_track *track, double *scratch)
{
    const double n = (double) track->n, all = n * (n - 1.0) / 2.0;
    kernel_trend_test test = {none, none, none, none, none, none};
    double pairs = 0.0, spread = 0.0;

    if (track->n < 2)
        return test;
    memcpy(scratch, track->values, track->n * sizeof *scratch);
    kernel_sort(scratch, track->n);
    sum_ties(scratch, track->n, &pairs, &spread);
    test.s = sum_of_signs(track->values, track->n);
    test.variance = (n * (n - 1.0) * (2.0 * n + 5.0) - spread) / 18.0;
    test.z = test.s == 0.0 ? 0.0 : (test.s - copysign(1.0, test.s)) / sqrt(test.variance);
    test.p = test.variance > 0.0 ? kernel_normal_p(test.z) : 1.0;
    test.tau = pairs < all ? test.s / sqrt(all * (all - pairs)) : 0.0;
    test.exact =
        pairs > 0.0 ? kernel_kendall_tied_p(test.s, scratch, track->n) : kernel_kendall_exact_p(test.s, track->n);
    return test;
}

double kernel_least_p(size_t n)
{
    double p = 2.0;

    for (size_t k = 2; k <= n; k++)
        p /= (double) k;
    return fmin(p, 1.0);
}

/* The slope between two points; differences of huge values are taken after the division. */
static double slope_between(const kernel_track *track, size_t i, size_t j)
{
    const double span = track->times[j] - track->times[i], rise = track->values[j] - track->values[i];

    return isfinite(rise) ? rise / span : track->values[j] / span - track->values[i] / span;
}

/* Ranks count from 1. */
static double at_rank(const double *sorted, size_t n, double rank)
{
    return sorted[(size_t) fmax(1.0, fmin(rank, (double) n)) - 1];
}

kernel_sen_line kernel_sen(const kernel_track *track, double variance, double significance, double *scratch)
{
    const size_t n = track->n, n_slopes = n > 1 ? n * (n - 1) / 2 : 0;
    double *slopes = scratch, *column = scratch + n_slopes;
    const double reach = gsl_cdf_ugaussian_Qinv(significance / 2.0) * sqrt(variance), count = (double) n_slopes;
    kernel_sen_line line = {none, none, none, none, none};
    double middle = 0.0;
    size_t k = 0;

    if (n < 2)
        return line;
    for (size_t i = 0; i < n; i++)
        for (size_t j = i + 1; j < n; j++)
            slopes[k++] = slope_between(track, i, j);
    line.slope = kernel_median_of(slopes, n_slopes);
    if (kernel_least_p(n) <= significance) {
        line.lower = at_rank(slopes, n_slopes, floor((count - reach) / 2.0));
        line.upper = at_rank(slopes, n_slopes, ceil((count + reach) / 2.0) + 1.0);
    }
    memcpy(column, track->times, n * sizeof *column);
    middle = kernel_median_of(column, n);
    memcpy(column, track->values, n * sizeof *column);
    line.intercept = kernel_median_of(column, n) - line.slope * middle;
    for (size_t i = 0; i < n; i++)
        column[i] = track->values[i] - line.slope * track->times[i];
    line.intercept_residual = kernel_median_of(column, n);
    return line;
}
