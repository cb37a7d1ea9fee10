/* Kernels: do units come closer to one another?
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "kernels/convergence.h"

#include <math.h>

#include "kernels/shares.h"

static const double none = (double) NAN;

kernel_spread kernel_spread_of(const double *x, const double *weights, size_t n, double *scratch)
{
    const kernel_shares shares = kernel_shares_of(weights, n);
    kernel_spread spread = {none, none, none, none};
    int positive = n > 0;

    spread.mean = kernel_shared_mean(&shares, x);
    spread.sd = kernel_shared_sd(&shares, x, spread.mean);
    if (spread.mean > 0.0)
        spread.cv = spread.sd / spread.mean;
    for (size_t i = 0; i < n && positive; i++) {
        positive = x[i] > 0.0;
        scratch[i] = positive ? log(x[i]) : none;
    }
    if (positive)
        spread.sd_log = kernel_shared_sd(&shares, scratch, kernel_shared_mean(&shares, scratch));
    return spread;
}

double kernel_convergence_speed(double slope, double years)
{
    const double left = slope * years;

    return left > -1.0 ? -log1p(left) / years : none;
}

double kernel_half_life(double speed)
{
    return speed > 0.0 ? log(2.0) / speed : none;
}
