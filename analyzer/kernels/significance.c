/* Kernels: two-sided p-values of correlation coefficients.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "kernels/significance.h"

#include <gsl/gsl_cdf.h>
#include <math.h>

double kernel_pearson_p(double r, size_t n)
{
    const double left = (1.0 - r) * (1.0 + r); /* 1 - r^2, which is n - 2 / (n - 2 + t^2) */

    if (isnan(r) || n < 3)
        return (double) NAN;
    return left > 0.0 ? gsl_cdf_beta_P(left, ((double) n - 2.0) / 2.0, 0.5) : 0.0;
}

double kernel_normal_p(double z)
{
    return erfc(fabs(z) / M_SQRT2);
}

/* Orders of the places from `place` on, of those not yet `used`, that bring the sum of squared differences of places
 * to at most `most`. */
static double count_orders(unsigned n, unsigned place, unsigned used, int most)
{
    double count = 0.0;

    if (most < 0)
        return 0.0;
    if (place == n)
        return 1.0;
    for (unsigned taken = 0; taken < n; taken++) {
        const int apart = (int) place - (int) taken;

        if ((used & (1U << taken)) == 0)
            count += count_orders(n, place + 1, used | (1U << taken), most - apart * apart);
    }
    return count;
}

/* Probability that the sum of squared differences is at most s. */
static double orders_up_to(unsigned n, int s)
{
    double orders = 1.0;

    for (unsigned k = 2; k <= n; k++)
        orders *= k;
    return count_orders(n, 0, 0, s) / orders;
}

/* The correction that the Edgeworth series of AS 89 adds to the normal tail at x standard deviations. */
static double edgeworth(double x, double n)
{
    const double b = 1.0 / n, y = x * x;
    const double by_y3 = 0.0072 - 0.0831 * b + y * b * (0.0131 - 4.6e-4 * y);
    const double by_y2 = 0.0879 + 0.0151 * b - y * by_y3;
    const double by_y = -0.0758 + b * (0.1033 + 0.3932 * b) - y * b * by_y2;

    return x * b * (0.2274 + b * (0.2531 + 0.1745 * b) + y * by_y) / exp(0.5 * y);
}

/* Probability that the sum of squared differences is at least s (or, for `lower`, below s); far out the series can
 * run below 0. */
static double series_tail(double s, double n, int lower)
{
    const double x = (6.0 * (s - 1.0) / (n * (n * n - 1.0)) - 1.0) * sqrt(n - 1.0);
    const double tail = 0.5 * erfc((lower ? -x : x) / M_SQRT2);

    return tail + (lower ? -edgeworth(x, n) : edgeworth(x, n));
}

double kernel_spearman_p(double rho, size_t n)
{
    const double size = (double) n, middle = size * (size * size - 1.0) / 6.0;
    const double s = 2.0 * round(middle * (1.0 - rho) / 2.0); /* the sum is even */
    double tail = 0.0;

    if (isnan(rho) || n < 2)
        return (double) NAN;
    if (n <= KERNEL_SPEARMAN_EXACT_TO) /* the distribution is symmetric about the middle */
        tail = orders_up_to((unsigned) n, (int) (s > middle ? 2.0 * middle - s : s));
    else if (n <= KERNEL_SPEARMAN_SERIES_TO)
        tail = s > middle ? series_tail(s, size, 0) : series_tail(s + 2.0, size, 1);
    return tail > 0.0 ? fmin(2.0 * tail, 1.0) : kernel_pearson_p(rho, n);
}

/* share[d] := share of the orders of k values that have d discordant pairs, d <= most, from that of k - 1 values: the
 * k-th value, put among the others, adds 0 .. k - 1 such pairs, each equally likely. */
static void add_value(double *share, double *up_to, size_t most, size_t k)
{
    double sum = 0.0;

    for (size_t d = 0; d <= most; d++)
        up_to[d] = sum += share[d];
    for (size_t d = 0; d <= most; d++)
        share[d] = (up_to[d] - (d >= k ? up_to[d - k] : 0.0)) / (double) k;
}

double kernel_kendall_exact_p(double concordant_less_discordant, size_t n)
{
    enum { HALF = KERNEL_KENDALL_EXACT_TO * (KERNEL_KENDALL_EXACT_TO - 1) / 4 };
    double share[HALF + 1] = {1.0}, up_to[HALF + 1], tail = 0.0;
    const double pairs = (double) n * ((double) n - 1.0) / 2.0;
    const double rarer = floor((pairs - fabs(concordant_less_discordant)) / 2.0 + 0.25);

    if (isnan(concordant_less_discordant) || n < 2 || n > KERNEL_KENDALL_EXACT_TO || rarer < 0.0)
        return (double) NAN;
    for (size_t k = 2; k <= n; k++)
        add_value(share, up_to, (size_t) rarer, k);
    for (size_t d = 0; d <= (size_t) rarer; d++)
        tail += share[d];
    return fmin(2.0 * tail, 1.0);
}

/* The number of distinct orders of a multiset by their number of inversions, and how many orders there are. */
typedef struct {
    double count[KERNEL_KENDALL_TIED_TO * (KERNEL_KENDALL_TIED_TO - 1) / 2 + 1];
    double all;
    size_t n, most; /* values so far; inversions counted, 0..most */
} orders;

/* A group of `size` values equal among themselves comes to those there are: the polynomial of counts is multiplied by
 * the q-binomial of n + size over size, a product of (1 - q^(n + i)) / (1 - q^i). After each i it is whole. */
static void add_group(orders *o, size_t size)
{
    for (size_t i = 1; i <= size; i++) {
        const size_t up = o->n + i;

        for (size_t d = o->most + 1; d-- > up;)
            o->count[d] -= o->count[d - up];
        for (size_t d = i; d <= o->most; d++)
            o->count[d] += o->count[d - i];
        o->all = o->all * (double) up / (double) i;
    }
    o->n += size;
}

double kernel_kendall_tied_p(double concordant_less_discordant, const double *sorted, size_t n)
{
    orders o = {.count = {1.0}, .all = 1.0};
    double untied = (double) n * ((double) n - 1.0) / 2.0, tail = 0.0;

    if (isnan(concordant_less_discordant) || n < 2 || n > KERNEL_KENDALL_TIED_TO)
        return (double) NAN;
    for (size_t k = 0, run = 0; k < n; k++) {
        run = k > 0 && sorted[k] == sorted[k - 1] ? run + 1 : 0;
        untied -= (double) run;
    }
    if (fabs(concordant_less_discordant) > untied)
        return (double) NAN;
    o.most = (size_t) floor((untied - fabs(concordant_less_discordant)) / 2.0 + 0.25);
    for (size_t first = 0, end = 0; first < n; first = end) {
        for (end = first + 1; end < n && sorted[end] == sorted[first];)
            end++;
        add_group(&o, end - first);
    }
    for (size_t d = 0; d <= o.most; d++)
        tail += o.count[d];
    return fmin(2.0 * tail / o.all, 1.0);
}
