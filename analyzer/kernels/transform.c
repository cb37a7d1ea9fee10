/* Kernels: one column in, one column out.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "kernels/transform.h"

#include <math.h>

#include "kernels/clones.h"

void kernel_multiply(double *x, size_t n, double factor)
{
    for (size_t i = 0; i < n; i++)
        x[i] *= factor;
}

size_t kernel_divide(double *x, size_t n, const double *by, double scale)
{
    size_t lost = 0;

    for (size_t i = 0; i < n; i++) {
        const double divisor = by[i] / scale;
        const int usable = isfinite(divisor) && (divisor < 0.0 || divisor > 0.0);

        lost += !usable && !isnan(x[i]) ? 1 : 0;
        x[i] = usable ? x[i] / divisor : (double) NAN;
    }
    return lost;
}

void kernel_scale(double *x, size_t n, const kernel_scaling *scaling)
{
    const kernel_scaling s = *scaling;

    for (size_t i = 0; i < n; i++)
        x[i] = (x[i] - s.origin) / s.unit * s.factor + s.base;
}

KERNEL_CLONES static void between_posts(double *x, size_t n, const kernel_goalposts *posts, double from, double to)
{
    const double lower = posts->lower, upper = posts->upper, width = upper - lower;
    const double least = posts->clip ? 0.0 : -(double) INFINITY, most = posts->clip ? 1.0 : (double) INFINITY;

    for (size_t i = 0; i < n; i++) {
        const double share = (x[i] - from) / (to - from);
        const double raised = share < least ? least : share;
        const double kept = raised > most ? most : raised;

        x[i] = kept == 1.0 ? upper : kept * width + lower;
    }
}

void kernel_goalpost_scores(double *x, size_t n, const kernel_goalposts *posts)
{
    if (!posts->logarithmic) {
        between_posts(x, n, posts, posts->worst, posts->best);
        return;
    }
    for (size_t i = 0; i < n; i++)
        x[i] = log(x[i] < 0.0 ? 0.0 : x[i]);
    between_posts(x, n, posts, log(posts->worst), log(posts->best));
}

double kernel_goalpost_value(double score, const kernel_goalposts *posts)
{
    const double share = (score - posts->lower) / (posts->upper - posts->lower);

    if (share == 1.0)
        return posts->best;
    if (posts->logarithmic)
        return exp(log(posts->worst) + share * (log(posts->best) - log(posts->worst)));
    return posts->worst + share * (posts->best - posts->worst);
}

void kernel_log_ct(double *x, size_t n, double least, double greatest)
{
    const double shift = 0.01 * (greatest - least);

    for (size_t i = 0; i < n; i++)
        x[i] = log(x[i] - least + shift);
}
