/* Kernel: correlation of two columns.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "kernels/correlation.h"

#include <math.h>

#include "kernels/moments.h"

/* Deviations from the mean as shares of the largest one, so that no square overflows. @return 0 for a constant */
static int centre(double *x, size_t n)
{
    double least = 0.0, greatest = 0.0, mean = kernel_mean(x, n), size = 0.0;

    (void) kernel_range(x, n, &least, &greatest);
    size = greatest / 2.0 - least / 2.0;
    if (!(size > 0.0))
        return 0;
    for (size_t i = 0; i < n; i++)
        x[i] = (x[i] / 2.0 - mean / 2.0) / size;
    return 1;
}

double kernel_correlation(const double *x, const double *y, size_t n, double *scratch)
{
    double *a = scratch, *b = scratch + n;
    double ab = 0.0, aa = 0.0, bb = 0.0, r = 0.0;
    size_t pairs = 0;

    for (size_t i = 0; i < n; i++) {
        if (isnan(x[i]) || isnan(y[i]))
            continue;
        a[pairs] = x[i];
        b[pairs++] = y[i];
    }
    if (pairs < 3 || !centre(a, pairs) || !centre(b, pairs))
        return (double) NAN;
    for (size_t i = 0; i < pairs; i++) {
        ab += a[i] * b[i];
        aa += a[i] * a[i];
        bb += b[i] * b[i];
    }
    r = ab / sqrt(aa * bb);
    return r > 1.0 ? 1.0 : r < -1.0 ? -1.0 : r;
}
