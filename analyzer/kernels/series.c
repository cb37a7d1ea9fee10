/* Kernels: gaps of one series over time filled from the series itself.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "kernels/series.h"

#include <math.h>
#include <stdint.h>

static int within_reach(const kernel_timeline *line, size_t last, size_t now)
{
    return last != SIZE_MAX && now - last <= line->max_steps &&
           line->times[now] - line->times[last] <= line->max_span;
}

size_t kernel_fill_latest(double *x, size_t stride, const kernel_timeline *line, size_t *from)
{
    size_t last = SIZE_MAX, missing = 0;

    for (size_t t = 0; t < line->n; t++) {
        const int observed = !isnan(x[t * stride]);
        size_t source = SIZE_MAX;

        if (observed)
            last = t;
        if (observed || within_reach(line, last, t))
            source = last;
        if (!observed && source != SIZE_MAX)
            x[t * stride] = x[source * stride];
        if (from != NULL)
            from[t] = source;
        missing += source == SIZE_MAX ? 1 : 0;
    }
    return missing;
}

/* The first position at or after `t` that has a value; n when there is none. */
static size_t next_value(const double *x, size_t stride, size_t n, size_t t)
{
    while (t < n && isnan(x[t * stride]))
        t++;
    return t;
}

size_t kernel_fill_constant(double *x, size_t stride, const kernel_timeline *line, size_t *from)
{
    size_t last = next_value(x, stride, line->n, 0);
    const int empty = last == line->n;

    for (size_t t = 0; t < line->n; t++) {
        if (!isnan(x[t * stride]))
            last = t;
        if (from != NULL)
            from[t] = empty ? SIZE_MAX : last;
        if (!empty)
            x[t * stride] = x[last * stride];
    }
    return empty ? line->n : 0;
}

/* The point at time `t` on the line between two others; no difference of values, which could overflow. */
static double between(
    const kernel_timeline *line, const double *x, size_t stride, size_t before, size_t after, size_t t)
{
    const double share = (line->times[t] - line->times[before]) / (line->times[after] - line->times[before]);

    return x[before * stride] * (1.0 - share) + x[after * stride] * share;
}

size_t kernel_fill_linear(double *x, size_t stride, const kernel_timeline *line, int single)
{
    const size_t n = line->n, first = next_value(x, stride, n, 0);
    const size_t second = first < n ? next_value(x, stride, n, first + 1) : n;
    size_t before = first, after = second;

    if (first == n || (second == n && !single))
        return first == n ? n : n - 1;
    for (size_t t = 0; t < first; t++)
        x[t * stride] = x[first * stride];
    for (size_t t = first + 1; t < n; t++) {
        if (t == after) {
            before = after;
            after = next_value(x, stride, n, t + 1);
        } else {
            x[t * stride] = after < n ? between(line, x, stride, before, after, t) : x[before * stride];
        }
    }
    return 0;
}
