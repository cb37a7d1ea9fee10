/* Kernels: means that look at the order of a unit's scores.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "kernels/ordered.h"

#include <gsl/gsl_sort.h>
#include <math.h>

#include "kernels/order.h"

static void extremes(const kernel_columns *columns, int greatest, double *out, double *weight)
{
    kernel_weighted_sums(columns, out, weight);
    for (size_t i = 0; i < columns->n; i++)
        out[i] = greatest ? -(double) INFINITY : (double) INFINITY;
    for (size_t k = 0; k < columns->n_children; k++) {
        const double *x = columns->scores + k * columns->stride;

        if (!(columns->weights[k] > 0.0))
            continue;
        for (size_t i = 0; i < columns->n; i++)
            out[i] = (greatest ? x[i] > out[i] : x[i] < out[i]) ? x[i] : out[i];
    }
    for (size_t i = 0; i < columns->n; i++)
        out[i] = weight[i] > 0.0 ? out[i] : (double) NAN;
}

void kernel_minima(const kernel_columns *columns, double *out, double *weight)
{
    extremes(columns, 0, out, weight);
}

void kernel_maxima(const kernel_columns *columns, double *out, double *weight)
{
    extremes(columns, 1, out, weight);
}

/* The scores of one unit that take part, and (unless NULL) their weights. @return how many */
static size_t gather(const kernel_columns *columns, size_t unit, double *scores, double *weights)
{
    size_t m = 0;

    for (size_t k = 0; k < columns->n_children; k++) {
        const double y = columns->scores[k * columns->stride + unit];

        if (isnan(y) || !(columns->weights[k] > 0.0))
            continue;
        if (weights != NULL)
            weights[m] = columns->weights[k];
        scores[m++] = y;
    }
    return m;
}

/* Mean of m scores. Their sum may be past the largest double; shares of each may be below the smallest. */
static double mean_of_first(const double *scores, size_t m)
{
    double sum = 0.0, shares = 0.0;

    for (size_t k = 0; k < m; k++)
        sum += scores[k];
    if (isfinite(sum))
        return sum / (double) m;
    for (size_t k = 0; k < m; k++)
        shares += scores[k] / (double) m;
    return shares;
}

static double weighted_median(const double *ascending, const double *weights, size_t m, double total)
{
    const double half = 0.5 * total, slack = 1e-12 * total;
    double below = 0.0;
    size_t k = 0;

    while (k + 1 < m && below + weights[k] < half - slack)
        below += weights[k++];
    return mean_of_first(ascending + k, k + 1 < m && below + weights[k] <= half + slack ? 2 : 1);
}

void kernel_weighted_medians(const kernel_columns *columns, double *out, double *weight, double *scratch)
{
    double *scores = scratch, *weights = scratch + columns->n_children;

    kernel_weighted_sums(columns, out, weight);
    for (size_t i = 0; i < columns->n; i++) {
        const size_t m = gather(columns, i, scores, weights);

        gsl_sort2(scores, 1, weights, 1, m);
        out[i] = m > 0 ? weighted_median(scores, weights, m, weight[i]) : (double) NAN;
    }
}

void kernel_extreme_means(
    const kernel_columns *columns, size_t count, int highest, double *out, double *weight, double *scratch)
{
    kernel_weighted_sums(columns, out, weight);
    for (size_t i = 0; i < columns->n; i++) {
        const size_t m = gather(columns, i, scratch, NULL), taken = m < count ? m : count;

        kernel_sort(scratch, m);
        out[i] = m > 0 ? mean_of_first(scratch + (highest ? m - taken : 0), taken) : (double) NAN;
    }
}

void kernel_rim_weights(double a, size_t m, double *v)
{
    double before = 0.0;

    for (size_t k = 1; k <= m; k++) {
        const double up_to = k == m ? 1.0 : pow((double) k / (double) m, a);

        v[k - 1] = up_to - before;
        before = up_to;
    }
}

double kernel_orness(const double *v, size_t m)
{
    double sum = 0.0;

    for (size_t k = 1; k < m; k++)
        sum += (double) (m - k) * v[k - 1];
    return m > 1 ? sum / (double) (m - 1) : 0.5;
}

void kernel_ordered_means(const kernel_columns *columns, double a, double *out, double *weight, double *scratch)
{
    double *scores = scratch, *table = scratch + columns->n_children; /* the weights of m scores at m (m - 1) / 2 */

    kernel_weighted_sums(columns, out, weight);
    for (size_t m = 1; m <= columns->n_children; m++)
        kernel_rim_weights(a, m, table + m * (m - 1) / 2);
    for (size_t i = 0; i < columns->n; i++) {
        const size_t m = gather(columns, i, scores, NULL);
        const double *v = table + (m > 0 ? m * (m - 1) / 2 : 0);
        double sum = 0.0;

        kernel_sort(scores, m);
        for (size_t k = 0; k < m; k++)
            sum += v[k] * scores[m - 1 - k];
        out[i] = m > 0 ? sum : (double) NAN;
    }
}
