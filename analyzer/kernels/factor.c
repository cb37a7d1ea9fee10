/* Kernels: rotated factors.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "kernels/factor.h"

#include <assert.h>
#include <math.h>

/* Turn two columns by an angle in their plane. */
static void turn(double *x, double *y, size_t n, double angle)
{
    const double c = cos(angle), s = sin(angle);

    for (size_t i = 0; i < n; i++) {
        const double a = x[i], b = y[i];

        x[i] = c * a + s * b;
        y[i] = c * b - s * a;
    }
}

/* The angle that maximises the variance of squared loadings of a pair of factors (Kaiser 1958). 0 where the criterion
 * does not depend on it. */
static double best_angle(const double *x, const double *y, size_t m)
{
    double a = 0.0, b = 0.0, c = 0.0, d = 0.0, size = 0.0, across = 0.0, along = 0.0;

    for (size_t j = 0; j < m; j++) {
        const double u = x[j] * x[j] - y[j] * y[j], v = 2.0 * x[j] * y[j];

        a += u;
        b += v;
        c += u * u - v * v;
        d += 2.0 * u * v;
        size += u * u + v * v;
    }
    across = d - 2.0 * a * b / (double) m;
    along = c - (a * a - b * b) / (double) m;
    if (hypot(across, along) <= 1e-14 * size)
        return 0.0;
    return atan2(across, along) / 4.0;
}

static void set_identity(double *rotation, size_t k)
{
    for (size_t f = 0; f < k * k; f++)
        rotation[f] = f % (k + 1) == 0 ? 1.0 : 0.0;
}

/* Divide rows by their lengths, or multiply them back. An indicator that no factor explains stays 0. */
static void measure_rows(const double *loadings, size_t m, size_t k, double *lengths)
{
    for (size_t j = 0; j < m; j++) {
        lengths[j] = 0.0;
        for (size_t f = 0; f < k; f++)
            lengths[j] = hypot(lengths[j], loadings[f * m + j]);
        if (!(lengths[j] > 0.0))
            lengths[j] = 1.0;
    }
}

static void scale_rows(double *loadings, size_t m, size_t k, const double *lengths, int up)
{
    for (size_t f = 0; f < k; f++)
        for (size_t j = 0; j < m; j++)
            loadings[f * m + j] = up ? loadings[f * m + j] * lengths[j] : loadings[f * m + j] / lengths[j];
}

int kernel_varimax(double *loadings, size_t m, size_t k, double *rotation, double *lengths)
{
    double largest = 1.0;

    if (rotation != NULL)
        set_identity(rotation, k);
    if (m == 0 || k < 2)
        return 1;
    assert(loadings != NULL && lengths != NULL);
    measure_rows(loadings, m, k, lengths);
    scale_rows(loadings, m, k, lengths, 0);
    for (size_t round = 0; round < 1000 && largest > 1e-14; round++) {
        largest = 0.0;
        for (size_t f = 0; f + 1 < k; f++) {
            for (size_t g = f + 1; g < k; g++) {
                const double angle = best_angle(loadings + f * m, loadings + g * m, m);

                turn(loadings + f * m, loadings + g * m, m, angle);
                if (rotation != NULL)
                    turn(rotation + f * k, rotation + g * k, k, angle);
                largest = fmax(largest, fabs(angle));
            }
        }
    }
    scale_rows(loadings, m, k, lengths, 1);
    return largest <= 1e-10; /* past this the last places of the angles only tremble */
}

size_t kernel_factor_scratch(size_t n_indicators, size_t n_factors)
{
    return n_indicators + n_factors * n_factors + n_factors;
}

static double mean_square(const double *x, size_t n)
{
    double sum = 0.0;

    for (size_t i = 0; i < n; i++)
        sum += x[i] * x[i];
    return sum / (double) n;
}

static void swap_columns(double *x, size_t n, size_t a, size_t b)
{
    for (size_t i = 0; i < n; i++) {
        const double keep = x[a * n + i];

        x[a * n + i] = x[b * n + i];
        x[b * n + i] = keep;
    }
}

/* Turn each factor to the positive side, sort factors by descending share; the rotation goes along. */
static void arrange(double *loadings, size_t m, size_t k, double *rotation, double *shares)
{
    for (size_t f = 0; f < k; f++) {
        if (kernel_pca_orient(loadings + f * m, m))
            for (size_t g = 0; g < k; g++)
                rotation[f * k + g] = -rotation[f * k + g];
        shares[f] = mean_square(loadings + f * m, m);
    }
    for (size_t f = 0; f < k; f++) {
        size_t first = f;

        for (size_t g = f + 1; g < k; g++)
            if (shares[g] > shares[first])
                first = g;
        if (first == f)
            continue;
        swap_columns(loadings, m, f, first);
        swap_columns(rotation, k, f, first);
        swap_columns(shares, 1, f, first);
    }
}

static void score_factors(const kernel_pca *pca, size_t k, const double *rotation, kernel_factors *out)
{
    const size_t n = pca->n_units;

    for (size_t i = 0; i < n; i++) {
        double composite = 0.0;

        for (size_t f = 0; f < k; f++) {
            double score = 0.0;

            for (size_t g = 0; g < k; g++)
                score += rotation[f * k + g] * (pca->scores[g * n + i] / sqrt(pca->eigenvalues[g]));
            if (out->scores != NULL)
                out->scores[f * n + i] = score;
            composite += out->shares[f] * score;
        }
        if (out->composite != NULL)
            out->composite[i] = composite;
    }
}

titian_status kernel_factor_rotate(
    const kernel_pca *pca, size_t n_factors, kernel_factors *out, double *scratch, titian_error *err)
{
    const size_t m = pca->n_indicators, k = n_factors;
    double *rotation = scratch + m;
    size_t usable = 0;

    /* what a correlation matrix of m indicators leaves as rounding where it should be 0 */
    while (usable < m && pca->eigenvalues[usable] > 1e-12 * (double) m)
        usable++;
    if (k == 0 || k > usable)
        return titian_fail(err, TITIAN_E_NUMERIC,
            "%zu factors are asked for, but the indicators have %zu components with any variance\n"
            "ask for 1 to %zu factors",
            k, usable, usable);
    kernel_pca_loadings(pca, k, out->loadings);
    if (!kernel_varimax(out->loadings, m, k, rotation, scratch))
        return titian_fail(err, TITIAN_E_NUMERIC,
            "the rotation of %zu factors does not settle: the data do not favour any position of them\n"
            "ask for another number of factors",
            k);
    arrange(out->loadings, m, k, rotation, out->shares);
    if (out->scores != NULL || out->composite != NULL) {
        assert(pca->scores != NULL);
        score_factors(pca, k, rotation, out);
    }
    return TITIAN_OK;
}

static double squares(const double *x, size_t n)
{
    return mean_square(x, n) * (double) n;
}

/* One indicator's share of the explained variance, by the rule. A factor's (l^2 / its sum) x (its sum / total sum) is
 * l^2 / total sum. */
static double raw_weight(const double *loadings, size_t m, size_t k, size_t j, kernel_factor_rule rule)
{
    double all = 0.0, best_part = -1.0, best = 0.0;

    for (size_t f = 0; f < k; f++) {
        const double square = loadings[f * m + j] * loadings[f * m + j], sum = squares(loadings + f * m, m);
        const double part = sum > 0.0 ? square / sum : 0.0;

        all += square;
        if (part > best_part) {
            best_part = part;
            best = square;
        }
    }
    return rule == KERNEL_FACTOR_ALL ? all : best;
}

void kernel_factor_weights(const double *loadings, size_t m, size_t k, kernel_factor_rule rule, double *weights)
{
    double sum = 0.0;

    for (size_t j = 0; j < m; j++) {
        weights[j] = raw_weight(loadings, m, k, j, rule);
        sum += weights[j];
    }
    assert(sum > 0.0);
    for (size_t j = 0; j < m; j++)
        weights[j] /= sum;
}
