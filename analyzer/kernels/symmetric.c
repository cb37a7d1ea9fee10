/* Kernels: small symmetric matrices.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "kernels/symmetric.h"

#include <math.h>

double kernel_sweep(double *a, size_t m, size_t k, double least)
{
    const double pivot = a[k * m + k];

    if (!(pivot > least))
        return 0.0;
    for (size_t i = 0; i < m; i++) {
        const double factor = a[i * m + k] / pivot;

        if (i == k)
            continue;
        for (size_t j = 0; j < m; j++)
            if (j != k)
                a[i * m + j] -= factor * a[k * m + j];
    }
    for (size_t i = 0; i < m; i++) {
        if (i == k)
            continue;
        a[i * m + k] /= pivot;
        a[k * m + i] = a[i * m + k];
    }
    a[k * m + k] = -1.0 / pivot;
    return pivot;
}

/* Row i of the factor, up to the diagonal, from the rows above. @return 1 when its pivot counts */
static size_t factor_row(double *a, size_t m, size_t i, double share)
{
    const double own = a[i * m + i];
    double pivot = own;

    for (size_t j = 0; j < i; j++) {
        double sum = a[i * m + j];

        for (size_t k = 0; k < j; k++)
            sum -= a[i * m + k] * a[j * m + k];
        a[i * m + j] = a[j * m + j] > 0.0 ? sum / a[j * m + j] : 0.0;
        pivot -= a[i * m + j] * a[i * m + j];
    }
    for (size_t j = i + 1; j < m; j++)
        a[i * m + j] = 0.0;
    a[i * m + i] = pivot > share * own ? sqrt(pivot) : 0.0;
    return pivot > share * own ? 1 : 0;
}

size_t kernel_cholesky(double *a, size_t m, double share)
{
    size_t rank = 0;

    for (size_t i = 0; i < m; i++)
        rank += factor_row(a, m, i, share);
    return rank;
}

void kernel_solve_lower(const double *l, size_t m, double *x)
{
    for (size_t i = 0; i < m; i++) {
        double sum = x[i];

        for (size_t k = 0; k < i; k++)
            sum -= l[i * m + k] * x[k];
        x[i] = l[i * m + i] > 0.0 ? sum / l[i * m + i] : 0.0;
    }
}

void kernel_solve_upper(const double *l, size_t m, double *x)
{
    for (size_t i = m; i-- > 0;) {
        double sum = x[i];

        for (size_t k = i + 1; k < m; k++)
            sum -= l[k * m + i] * x[k];
        x[i] = l[i * m + i] > 0.0 ? sum / l[i * m + i] : 0.0;
    }
}
