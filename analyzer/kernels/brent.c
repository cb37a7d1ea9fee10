/* Kernel: the least value of a function of one number.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "kernels/brent.h"

#include <math.h>

typedef struct {
    double at, height;
} point;

typedef struct {
    kernel_curve_fn curve;
    void *context;
    double low, high;          /* the least lies between */
    point best, second, third; /* the three lowest so far */
    double step, last_step;    /* from the best: this time, and the time before */
} search;

static point look(const search *s, double at)
{
    const double height = s->curve(at, s->context);

    return (point){.at = at, .height = isnan(height) ? (double) INFINITY : height};
}

/* The step to the foot of the parabola through the three lowest points; 0 where it cannot be trusted: outside the
 * bracket, or more than half the step before last. */
static double parabola_step(const search *s, double tolerance)
{
    const double r = (s->best.at - s->second.at) * (s->best.height - s->third.height);
    const double q = (s->best.at - s->third.at) * (s->best.height - s->second.height);
    const double top = (s->best.at - s->third.at) * q - (s->best.at - s->second.at) * r;
    const double step = -top / (2.0 * (q - r)), at = s->best.at + step;

    if (!isfinite(step) || fabs(s->last_step) <= tolerance || fabs(step) >= fabs(0.5 * s->last_step))
        return 0.0;
    return at - s->low > 2.0 * tolerance && s->high - at > 2.0 * tolerance ? step : 0.0;
}

static void take_in(search *s, point p)
{
    if (p.height <= s->best.height) {
        *(p.at < s->best.at ? &s->high : &s->low) = s->best.at;
        s->third = s->second;
        s->second = s->best;
        s->best = p;
        return;
    }
    *(p.at < s->best.at ? &s->low : &s->high) = p.at;
    if (p.height <= s->second.height || s->second.at == s->best.at) {
        s->third = s->second;
        s->second = p;
    } else if (p.height <= s->third.height || s->third.at == s->best.at || s->third.at == s->second.at) {
        s->third = p;
    }
}

static void refine(search *s, double tolerance)
{
    const double golden = 0.38196601125010515; /* (3 - sqrt 5) / 2 */

    for (unsigned round = 0; round < 200; round++) {
        const double middle = 0.5 * (s->low + s->high);
        double step = parabola_step(s, tolerance);

        if (fabs(s->best.at - middle) + 0.5 * (s->high - s->low) <= 2.0 * tolerance)
            return;
        s->last_step = s->step;
        if (step == 0.0) {
            s->last_step = (s->best.at >= middle ? s->low : s->high) - s->best.at;
            step = golden * s->last_step;
        }
        s->step = step;
        take_in(s, look(s, s->best.at + (fabs(step) >= tolerance ? step : copysign(tolerance, step))));
    }
}

double kernel_minimise_curve(
    kernel_curve_fn curve, void *context, double low, double high, unsigned n_grid, double tolerance)
{
    search s = {.curve = curve, .context = context, .low = low, .high = high};
    const double width = (high - low) / n_grid;
    unsigned lowest = 0;
    point edge;

    s.best = look(&s, low);
    for (unsigned k = 1; k <= n_grid; k++) {
        const point p = look(&s, k == n_grid ? high : low + k * width);

        if (p.height < s.best.height) {
            s.best = p;
            lowest = k;
        }
    }
    edge = s.best;
    s.low = fmax(low, edge.at - width);
    s.high = fmin(high, edge.at + width);
    if (lowest == 0 || lowest == n_grid) /* start inside: the edge itself is compared at the end */
        s.best = look(&s, 0.5 * (s.low + s.high));
    s.second = s.third = s.best;
    s.step = s.last_step = 0.0;
    refine(&s, tolerance);
    return edge.height <= s.best.height && (lowest == 0 || lowest == n_grid) ? edge.at : s.best.at;
}
