/* Kernels: numbers of a distribution by its quantile function.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "kernels/draw.h"

#include <float.h>
#include <math.h>
#include <string.h>

#include "kernels/clones.h"
#include "kernels/elementary.h"

enum { DEGREE = 7 };

/* Wichura's AS 241, PPND16: a ratio of polynomials near the median, one in the tails, one far out. */
typedef struct {
    double over[DEGREE + 1], under[DEGREE + 1];
} ratio;

static const ratio near = {
    {3.3871328727963666080e+0, 1.3314166789178437745e+2, 1.9715909503065514427e+3, 1.3731693765509461125e+4,
        4.5921953931549871457e+4, 6.7265770927008700853e+4, 3.3430575583588128105e+4, 2.5090809287301226727e+3},
    {1.0, 4.2313330701600911252e+1, 6.8718700749205790830e+2, 5.3941960214247511077e+3, 2.1213794301586595867e+4,
        3.9307895800092710610e+4, 2.8729085735721942674e+4, 5.2264952788528545610e+3}};
static const ratio tail = {
    {1.42343711074968357734e+0, 4.63033784615654529590e+0, 5.76949722146069140550e+0, 3.64784832476320460504e+0,
        1.27045825245236838258e+0, 2.41780725177450611770e-1, 2.27238449892691845833e-2, 7.74545014278341407640e-4},
    {1.0, 2.05319162663775882187e+0, 1.67638483018380384940e+0, 6.89767334985100004550e-1, 1.48103976427480074590e-1,
        1.51986665636164571966e-2, 5.47593808499534494600e-4, 1.05075007164441684324e-9}};
static const ratio far = {
    {6.65790464350110377720e+0, 5.46378491116411436990e+0, 1.78482653991729133580e+0, 2.96560571828504891230e-1,
        2.65321895265761230930e-2, 1.24266094738807843860e-3, 2.71155556874348757815e-5, 2.01033439929228813265e-7},
    {1.0, 5.99832206555887937690e-1, 1.36929880922735805310e-1, 1.48753612908506148525e-2, 7.86869131145613259100e-4,
        1.84631831751005468180e-5, 1.42151175831644588870e-7, 2.04426310338993978564e-15}};
static const double middle = 0.425;  /* so far from 1/2 the first holds */
static const double outskirts = 5.0; /* sqrt(-ln p) from which on the last holds: p below 1.4e-11 */

static inline double value_of(const ratio *f, double r)
{
    double over = f->over[DEGREE], under = f->under[DEGREE];

    for (int k = DEGREE - 1; k >= 0; k--) {
        over = over * r + f->over[k];
        under = under * r + f->under[k];
    }
    return over / under;
}

static inline double normal_near(double u)
{
    const double q = u - 0.5;

    return q * value_of(&near, 0.180625 - q * q);
}

/* -z for the tail probability p = min(u, 1 - u), where -ln p <= 25. */
static inline double normal_tail(double p)
{
    return value_of(&tail, sqrt(-elementary_ln(p)) - 1.6);
}

double kernel_draw_normal(double u)
{
    const double p = u < 0.5 ? u : 1.0 - u;
    double r = 0.0;

    if (fabs(u - 0.5) <= middle)
        return normal_near(u);
    r = sqrt(-elementary_ln(p));
    r = r <= outskirts ? value_of(&tail, r - 1.6) : value_of(&far, r - outskirts);
    return u < 0.5 ? -r : r;
}

KERNEL_CLONES
static void all_near(const double *restrict u, size_t n, double *restrict out)
{
    for (size_t i = 0; i < n; i++)
        out[i] = normal_near(u[i]);
}

KERNEL_CLONES
static void all_tail(double *p, size_t n)
{
    for (size_t i = 0; i < n; i++)
        p[i] = normal_tail(p[i]);
}

/* All as if near the median, then those that are not are put right: three in twenty. */
enum { BLOCK = 128 };

static void draw_block(const double *u, size_t n, double *out)
{
    double z[BLOCK], p[BLOCK];
    unsigned char place[BLOCK];
    size_t n_tail = 0;

    all_near(u, n, z);
    for (size_t i = 0; i < n; i++) {
        place[n_tail] = (unsigned char) i;
        p[n_tail] = u[i] < 0.5 ? u[i] : 1.0 - u[i];
        n_tail += fabs(u[i] - 0.5) > middle ? 1 : 0;
    }
    all_tail(p, n_tail);
    for (size_t k = 0; k < n_tail; k++) {
        const double v = u[place[k]];

        z[place[k]] = v < 1e-10 || v > 1.0 - 1e-10 ? kernel_draw_normal(v) : v < 0.5 ? -p[k] : p[k];
    }
    memcpy(out, z, n * sizeof *z);
}

void kernel_draw_normals(const double *u, size_t n, double *out)
{
    for (size_t i = 0; i < n; i += BLOCK)
        draw_block(u + i, n - i < BLOCK ? n - i : BLOCK, out + i);
}

KERNEL_CLONES
static void all_exponential(const double *u, size_t n, double *out)
{
    for (size_t i = 0; i < n; i++)
        out[i] = -elementary_ln(1.0 - u[i]);
}

void kernel_draw_exponentials(const double *u, size_t n, double *out)
{
    all_exponential(u, n, out);
}

double kernel_draw_triangular(double u, double low, double mode, double high)
{
    const double whole = high - low, left = mode - low, right = high - mode;

    if (!(whole > 0.0))
        return low;
    return u * whole < left ? low + sqrt(u * whole * left) : high - sqrt((1.0 - u) * whole * right);
}

double kernel_normal_below(double z)
{
    return 0.5 * erfc(-z * 0.70710678118654752440);
}

kernel_truncated kernel_truncated_of(double mean, double sd, double low, double high)
{
    kernel_truncated t = {.mean = mean, .sd = sd, .low = low, .high = high, .upper = low > mean};
    const double a = (low - mean) / sd, b = (high - mean) / sd;

    t.first = kernel_normal_below(t.upper ? -a : a);
    t.width = kernel_normal_below(t.upper ? -b : b) - t.first;
    return t;
}

double kernel_draw_truncated(const kernel_truncated *t, double u)
{
    const double p = fmin(t->first + u * t->width, 1.0 - 0x1p-53);
    double x = 0.0;

    if (!(p >= DBL_MIN))
        return t->upper ? t->low : t->high;
    x = t->mean + t->sd * (t->upper ? -1.0 : 1.0) * kernel_draw_normal(p);
    return x < t->low ? t->low : x > t->high ? t->high : x;
}

void kernel_cumulate(const double *shares, size_t n, double *out)
{
    double sum = 0.0;
    size_t last = 0;

    for (size_t i = 0; i < n; i++) {
        last = shares[i] > 0.0 ? i : last;
        sum += shares[i];
        out[i] = sum;
    }
    for (size_t i = 0; i < n; i++)
        out[i] = i >= last ? 1.0 : out[i] / sum;
}

size_t kernel_draw_choice(double u, const double *cumulative, size_t n)
{
    size_t i = 0;

    while (i + 1 < n && u >= cumulative[i])
        i++;
    return i;
}

size_t kernel_draw_level(double u, size_t n)
{
    const size_t level = (size_t) (u * (double) n);

    return level < n ? level : n - 1;
}
