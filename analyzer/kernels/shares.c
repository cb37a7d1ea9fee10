/* Kernels: means and spread of units that count differently.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "kernels/shares.h"

#include <math.h>

kernel_shares kernel_shares_of(const double *weights, size_t n)
{
    kernel_shares shares = {weights, n, 0.0, 0.0};

    for (size_t i = 0; weights != NULL && i < n; i++)
        shares.largest = fmax(shares.largest, weights[i]);
    for (size_t i = 0; weights != NULL && i < n; i++)
        shares.total += weights[i] / shares.largest;
    return shares;
}

double kernel_share(const kernel_shares *shares, size_t i)
{
    return shares->weights == NULL ? 1.0 / (double) shares->n : shares->weights[i] / shares->largest / shares->total;
}

double kernel_shared_mean(const kernel_shares *shares, const double *x)
{
    double mean = 0.0, rest = 0.0;
    int equal = 1;

    if (shares->n == 0)
        return (double) NAN;
    for (size_t i = 1; i < shares->n; i++)
        equal = equal && x[i] == x[0];
    if (equal)
        return x[0]; /* to the last place: equal values have no spread */
    for (size_t i = 0; i < shares->n; i++)
        mean += kernel_share(shares, i) * x[i];
    for (size_t i = 0; i < shares->n; i++)
        rest += kernel_share(shares, i) * (x[i] - mean);
    return mean + rest;
}

double kernel_farthest(const double *x, size_t n, double mean)
{
    double far = 0.0;

    for (size_t i = 0; i < n; i++)
        far = fmax(far, fabs(x[i] - mean));
    return far;
}

double kernel_shared_sd(const kernel_shares *shares, const double *x, double mean)
{
    const double far = kernel_farthest(x, shares->n, mean);
    double squares = 0.0;

    if (shares->n == 0 || far == 0.0)
        return shares->n == 0 ? (double) NAN : 0.0;
    for (size_t i = 0; i < shares->n; i++) {
        const double off = (x[i] - mean) / far;

        squares += kernel_share(shares, i) * off * off;
    }
    return sqrt(squares) * far;
}
