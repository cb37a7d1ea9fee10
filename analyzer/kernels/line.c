/* Kernel: a straight line through points.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "kernels/line.h"

#include <math.h>

#include "kernels/shares.h"
#include "kernels/significance.h"

/* Points as deviations from their means over the largest of them, so that no square overflows. */
typedef struct {
    const double *x, *y;
    kernel_shares shares;
    double mean_x, mean_y, far_x, far_y;
} cloud;

static double off_x(const cloud *c, size_t i)
{
    return (c->x[i] - c->mean_x) / c->far_x;
}

static double off_y(const cloud *c, size_t i)
{
    return c->far_y > 0.0 ? (c->y[i] - c->mean_y) / c->far_y : 0.0;
}

static cloud cloud_of(const double *x, const double *y, const double *weights, size_t n)
{
    cloud c = {.x = x, .y = y, .shares = kernel_shares_of(weights, n)};

    c.mean_x = kernel_shared_mean(&c.shares, x);
    c.mean_y = kernel_shared_mean(&c.shares, y);
    c.far_x = kernel_farthest(x, n, c.mean_x);
    c.far_y = kernel_farthest(y, n, c.mean_y);
    return c;
}

kernel_line kernel_fit_line(const double *x, const double *y, const double *weights, size_t n)
{
    static const double none = (double) NAN;
    const cloud c = cloud_of(x, y, weights, n);
    const double unit = c.far_y / c.far_x;
    kernel_line line = {none, none, none, none, none, none, c.mean_x, c.mean_y};
    double xx = 0.0, xy = 0.0, yy = 0.0, rest = 0.0;

    if (n < 2 || c.far_x == 0.0)
        return line;
    for (size_t i = 0; i < n; i++) {
        const double w = kernel_share(&c.shares, i);

        xx += w * off_x(&c, i) * off_x(&c, i);
        xy += w * off_x(&c, i) * off_y(&c, i);
        yy += w * off_y(&c, i) * off_y(&c, i);
    }
    for (size_t i = 0; i < n; i++) {
        const double error = off_y(&c, i) - xy / xx * off_x(&c, i);

        rest += kernel_share(&c.shares, i) * error * error;
    }
    line.slope = xy / xx * unit;
    line.intercept = c.mean_y - line.slope * c.mean_x;
    line.r2 = yy > 0.0 ? 1.0 - rest / yy : none;
    if (n < 3)
        return line;
    line.se = sqrt(rest / ((double) n - 2.0) / xx) * unit;
    line.t = line.se > 0.0 ? line.slope / line.se : none;
    line.p = yy > 0.0 ? kernel_pearson_p(fmax(-1.0, fmin(1.0, xy / sqrt(xx * yy))), n) : none;
    return line;
}
