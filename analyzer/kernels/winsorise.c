/* Kernel: winsorisation.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "kernels/winsorise.h"

#include <math.h>

#include "kernels/moments.h"
#include "kernels/order.h"

/* What the last places of doubles add to moments shall not decide: of four values with three alike skewness is 2, and
 * of values that are symmetric 0, in every unit of measurement. */
static const double noise = 1e-12;

static int is_below(double x, double limit)
{
    return x < limit - noise * fmax(1.0, fabs(limit));
}

int kernel_winsor_passes(const kernel_winsor_rule *rule, double skewness, double kurtosis)
{
    return isnan(skewness) || isnan(kurtosis) || is_below(fabs(skewness), rule->skewness) ||
           is_below(kurtosis, rule->kurtosis);
}

void kernel_clamp(double *x, size_t n, double low, double high)
{
    for (size_t i = 0; i < n; i++) {
        const double raised = x[i] < low ? low : x[i];

        x[i] = raised > high ? high : raised;
    }
}

/* The sorted column and the sums that grow outwards from its middle. Values before `low` stand at v[low], values
 * after `high` at v[high]; low is the first of its ties, high the last. sums[4 * i + r] is the sum of (v - centre)^(r
 * + 1) over i .. middle - 1 where i < middle, over middle .. i elsewhere. */
typedef struct {
    const double *v;
    double *sums;
    size_t n, middle, low, high;
    double scale; /* power of two that keeps fourth powers in range */
} column;

static void add_powers(double s[4], double d, double times)
{
    s[0] += times * d;
    s[1] += times * (d * d);
    s[2] += times * (d * d * d);
    s[3] += times * (d * d * d * d);
}

static double deviation(const column *c, size_t i, size_t from)
{
    return c->v[i] * c->scale - c->v[from] * c->scale;
}

static double scale_of(double least, double greatest)
{
    int exponent = 0;

    (void) frexp(greatest / 2.0 - least / 2.0, &exponent);
    return ldexp(1.0, exponent > 1000 ? -1000 : exponent < -1000 ? 1000 : -exponent);
}

static void accumulate(column *c)
{
    double s[4] = {0.0, 0.0, 0.0, 0.0};

    for (size_t i = c->middle; i-- > 0;) {
        add_powers(s, deviation(c, i, c->middle), 1.0);
        for (size_t r = 0; r < 4; r++)
            c->sums[4 * i + r] = s[r];
    }
    for (size_t r = 0; r < 4; r++)
        s[r] = 0.0;
    for (size_t i = c->middle; i < c->n; i++) {
        add_powers(s, deviation(c, i, c->middle), 1.0);
        for (size_t r = 0; r < 4; r++)
            c->sums[4 * i + r] = s[r];
    }
}

/* Sums about `centre` when the limits have passed the middle: most values are drawn in, so sum what is left. The
 * centre is then the limit at which the majority stands. */
static void sum_afresh(const column *c, double s[4])
{
    const size_t centre = c->high < c->middle ? c->high : c->low;

    for (size_t i = c->low; i <= c->high; i++)
        add_powers(s, deviation(c, i, centre), 1.0);
    add_powers(s, deviation(c, c->low, centre), (double) c->low);
    add_powers(s, deviation(c, c->high, centre), (double) (c->n - 1 - c->high));
}

static void shape_now(const column *c, double *skewness, double *kurtosis)
{
    double s[4] = {0.0, 0.0, 0.0, 0.0};

    if (c->high < c->middle || c->low > c->middle) {
        sum_afresh(c, s);
    } else {
        for (size_t r = 0; r < 4; r++)
            s[r] = (c->low < c->middle ? c->sums[4 * c->low + r] : 0.0) + c->sums[4 * c->high + r];
        add_powers(s, deviation(c, c->low, c->middle), (double) c->low);
        add_powers(s, deviation(c, c->high, c->middle), (double) (c->n - 1 - c->high));
    }
    kernel_shape_from_sums((double) c->n, s, skewness, kurtosis);
}

/* One step at the top (or the bottom). @return 0 when it would leave a single value: then nothing is changed */
static int draw_in(column *c, int top)
{
    size_t low = c->low, high = c->high;

    while (top && high > low && c->v[high] == c->v[c->high])
        high--;
    while (!top && low < high && c->v[low] == c->v[c->low])
        low++;
    if (c->v[low] == c->v[high])
        return 0;
    c->low = low;
    c->high = high;
    return 1;
}

kernel_winsor kernel_winsorise(const kernel_winsor_rule *rule, const double *x, size_t n, double *scratch)
{
    kernel_winsor found = {.end = KERNEL_WINSOR_PASSES, .low = -(double) INFINITY, .high = (double) INFINITY};
    column c = {.v = scratch, .sums = scratch + n, .n = kernel_compact(x, n, scratch)};
    double skewness = 0.0, kurtosis = 0.0;

    kernel_merge_sort(scratch, c.n, c.sums);
    if (c.n < 4 || c.v[0] == c.v[c.n - 1])
        return found;
    c.middle = c.n / 2;
    c.high = c.n - 1;
    c.scale = scale_of(c.v[0], c.v[c.n - 1]);
    accumulate(&c);
    for (;;) {
        shape_now(&c, &skewness, &kurtosis);
        if (kernel_winsor_passes(rule, skewness, kurtosis))
            break;
        found.end = KERNEL_WINSOR_FAILS;
        if (c.low + (c.n - 1 - c.high) >= rule->max_points)
            break;
        if (!draw_in(&c, skewness >= -noise)) {
            found.end = KERNEL_WINSOR_STUCK;
            break;
        }
        found.end = KERNEL_WINSOR_PASSES;
    }
    found.low = c.v[c.low];
    found.high = c.v[c.high];
    found.n_low = c.low;
    found.n_high = c.n - 1 - c.high;
    return found;
}
