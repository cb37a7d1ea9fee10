/* Kernels: tabulated quantile functions.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "kernels/quantile_table.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_sf_gamma.h>
#include <math.h>

#include "kernels/draw.h"
#include "kernels/elementary.h"

/* Nodes begin at -limit, so many to a unit. */
static const double limit = 8.25, per_unit = 16.0;

/* A distribution of t = ln x or ln(x / (1 - x)). */
typedef struct distribution {
    double a, b;                                                  /* shapes */
    double constant;                                              /* ln of gamma(a), or of beta(a, b) */
    double (*below)(const struct distribution *, double t);       /* probability, right where it is small */
    double (*above)(const struct distribution *, double t);       /* the same from the other end */
    double (*log_density)(const struct distribution *, double t); /* of t */
    double (*slope)(const struct distribution *, double t);       /* of the above */
} distribution;

static double gamma_below(const distribution *d, double t)
{
    return gsl_cdf_gamma_P(exp(t), d->a, 1.0);
}

static double gamma_above(const distribution *d, double t)
{
    return gsl_cdf_gamma_Q(exp(t), d->a, 1.0);
}

static double gamma_log_density(const distribution *d, double t)
{
    return d->a * t - exp(t) - d->constant;
}

static double gamma_slope(const distribution *d, double t)
{
    return d->a - exp(t);
}

/* x, and 1 - x by the other sign, each right where it is small. */
static double share_of(double t)
{
    return 1.0 / (1.0 + exp(-t));
}

static double beta_below(const distribution *d, double t)
{
    return gsl_cdf_beta_P(share_of(t), d->a, d->b);
}

static double beta_above(const distribution *d, double t)
{
    return gsl_cdf_beta_P(share_of(-t), d->b, d->a);
}

static double beta_log_density(const distribution *d, double t)
{
    return d->a * log(share_of(t)) + d->b * log(share_of(-t)) - d->constant;
}

static double beta_slope(const distribution *d, double t)
{
    return d->a * share_of(-t) - d->b * share_of(t);
}

/* Newton's method for the logarithm of the probability on the smaller side: nearly a straight line far out, concave
 * everywhere, so that only the first step can pass the solution. */
static double solve(const distribution *d, double z, double t)
{
    const double wanted = log(kernel_normal_below(-fabs(z)));

    for (int k = 0; k < 100; k++) {
        const double p = z <= 0.0 ? d->below(d, t) : d->above(d, t);
        const double step = (log(p) - wanted) * p / exp(d->log_density(d, t));

        t -= z <= 0.0 ? step : -step;
        if (fabs(step) <= 1e-14 * (1.0 + fabs(t)))
            break;
    }
    return t;
}

/* Where x is as small as this the probability is x^a times exp(intercept) to the last place. */
static const double tiny = -60.0;

static void tabulate(const distribution *d, double intercept, kernel_quantile_table *out)
{
    const double centre = out->is_share ? log(d->a / d->b) : log(d->a);
    const double spread = sqrt(1.0 / d->a + (out->is_share ? 1.0 / d->b : 0.0));
    double t = centre - limit * spread;

    for (size_t k = 0; k < KERNEL_TABLE_NODES; k++) {
        const double z = (double) k / per_unit - limit;
        const double as_power = (log(kernel_normal_below(z)) - intercept) / d->a;
        double slope = 0.0;

        t = as_power < tiny ? as_power : solve(d, z, t);
        slope = exp(-0.5 * z * z - 0.91893853320467274178 - d->log_density(d, t)); /* ln sqrt(2 pi) */
        out->node[k][0] = t;
        out->node[k][1] = slope / per_unit;
        out->node[k][2] = 0.5 * slope * (-z - slope * d->slope(d, t)) / (per_unit * per_unit);
    }
}

void kernel_gamma_table(double shape, kernel_quantile_table *out)
{
    const distribution d = {.a = shape,
        .constant = gsl_sf_lngamma(shape),
        .below = gamma_below,
        .above = gamma_above,
        .log_density = gamma_log_density,
        .slope = gamma_slope};

    out->is_share = 0;
    tabulate(&d, -(d.constant + log(shape)), out);
}

void kernel_beta_table(double a, double b, kernel_quantile_table *out)
{
    const distribution d = {.a = a,
        .b = b,
        .constant = gsl_sf_lnbeta(a, b),
        .below = beta_below,
        .above = beta_above,
        .log_density = beta_log_density,
        .slope = beta_slope};

    out->is_share = 1;
    tabulate(&d, -(d.constant + log(a)), out);
}

void kernel_pert_table(double low, double mode, double high, kernel_quantile_table *out)
{
    kernel_beta_table(1.0 + 4.0 * (mode - low) / (high - low), 1.0 + 4.0 * (high - mode) / (high - low), out);
}

/* The polynomial with these values and derivatives at 0 and 1. */
static double interpolated(const double left[3], const double right[3], double s)
{
    const double rise = right[0] - left[0] - left[1] - left[2];
    const double bend = right[1] - left[1] - 2.0 * left[2], turn = right[2] - left[2];
    const double third = 10.0 * rise - 4.0 * bend + turn;
    const double fourth = -15.0 * rise + 7.0 * bend - 2.0 * turn;
    const double fifth = 6.0 * rise - 3.0 * bend + turn;

    return left[0] + s * (left[1] + s * (left[2] + s * (third + s * (fourth + s * fifth))));
}

static double at_normal(const kernel_quantile_table *table, double z)
{
    const double at = (z + limit) * per_unit, most = KERNEL_TABLE_NODES - 1;
    const double within = at > 0.0 ? at < most ? at : most : 0.0;
    const size_t cell = within < most ? (size_t) within : KERNEL_TABLE_NODES - 2;
    const double t = interpolated(table->node[cell], table->node[cell + 1], within - (double) cell);

    return table->is_share ? 1.0 / (1.0 + elementary_exp(-t)) : elementary_exp(t);
}

double kernel_draw_tabulated(const kernel_quantile_table *table, double u)
{
    return at_normal(table, kernel_draw_normal(u));
}

static void divide_by_sum(double *x, size_t n)
{
    double sum = 0.0;

    for (size_t i = 0; i < n; i++)
        sum += x[i];
    for (size_t i = 0; i < n; i++)
        x[i] /= sum;
}

void kernel_draw_dirichlet(const kernel_quantile_table *const *tables, const double *u, size_t n, double *out)
{
    kernel_draw_normals(u, n, out);
    for (size_t i = 0; i < n; i++)
        out[i] = at_normal(tables[i], out[i]);
    divide_by_sum(out, n);
}

void kernel_draw_simplex(const double *u, size_t n, double *out)
{
    kernel_draw_exponentials(u, n, out);
    divide_by_sum(out, n);
}
