/* Kernels: the Box-Cox power transformation.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "kernels/boxcox.h"

#include <math.h>

#include "kernels/brent.h"
#include "kernels/moments.h"

kernel_boxcox_range kernel_boxcox_range_default(void)
{
    return (kernel_boxcox_range){.low = -5.0, .high = 5.0};
}

static double transformed(double x, double lambda)
{
    const double power = lambda * log(x);

    if (lambda == 0.0)
        return log(x);
    return (fabs(power) < 1.0 ? expm1(power) : pow(x, lambda) - 1.0) / lambda;
}

void kernel_boxcox(double *x, size_t n, double shift, double lambda)
{
    for (size_t i = 0; i < n; i++)
        x[i] = transformed(x[i] + shift, lambda);
}

typedef struct {
    const double *logs; /* n logarithms less their mean: values as multiples of their geometric mean */
    double *z;          /* n transformed ones */
    size_t n;
    double least, greatest; /* of the logarithms */
} boxcox_work;

/* ln of the standard deviation of the transformed multiples: least where the likelihood is greatest. Multiples of the
 * largest transformed value are taken, so that no power overflows. */
static double unlikeliness(double lambda, void *context)
{
    const boxcox_work *work = context;
    const double centre = lambda > 0.0 ? work->greatest : work->least;

    for (size_t i = 0; i < work->n; i++) {
        const double from_centre = work->logs[i] - centre;

        work->z[i] = lambda == 0.0 ? from_centre : expm1(lambda * from_centre) / lambda;
    }
    return log(kernel_shape_of(work->z, work->n).sd) + lambda * centre;
}

double kernel_boxcox_lambda(
    const double *x, size_t n, double shift, const kernel_boxcox_range *range, double *scratch)
{
    boxcox_work work = {.logs = scratch, .z = scratch + n};
    double mean = 0.0;

    for (size_t i = 0; i < n; i++)
        if (!isnan(x[i]))
            scratch[work.n++] = log(x[i] + shift);
    mean = kernel_mean(scratch, work.n);
    for (size_t i = 0; i < work.n; i++)
        scratch[i] -= mean;
    (void) kernel_range(scratch, work.n, &work.least, &work.greatest);
    if (work.n < 3 || !(work.greatest > work.least))
        return (double) NAN;
    return kernel_minimise_curve(unlikeliness, &work, range->low, range->high, 40, 1e-8);
}
