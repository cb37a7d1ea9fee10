/* Kernels: logarithms for skewed columns.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "kernels/logs.h"

#include <math.h>

#include "kernels/transform.h"

void kernel_log_ct_plus(double *x, size_t n, double least, double greatest, double skewness)
{
    const double shift = 0.01 * (greatest - least);

    if (skewness > 0.0) {
        kernel_log_ct(x, n, least, greatest);
        return;
    }
    for (size_t i = 0; i < n; i++)
        x[i] = -log(greatest + shift - x[i]);
}

void kernel_log_ct_orig(double *x, size_t n, double least)
{
    for (size_t i = 0; i < n; i++)
        x[i] = log1p(x[i] - least);
}

int kernel_log_gii(double *x, size_t n, double least, double greatest, double f)
{
    const double height = greatest * f - 1.0;

    if (!(height > 0.0))
        return 0;
    for (size_t i = 0; i < n; i++)
        x[i] = log1p(height * ((x[i] - least) / (greatest - least)));
    return 1;
}
