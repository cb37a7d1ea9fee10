/* Kernels: weights from data.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "kernels/dataweights.h"

#include <math.h>

#include <gsl/gsl_errno.h>
#include <gsl/gsl_sf_log.h>

#include "kernels/correlation.h"
#include "kernels/moments.h"
#include "kernels/order.h"

/* What the hungriest of them needs: CRITIC the correlations and two columns, MEREC the complete units and a column.
 */
size_t kernel_data_weights_scratch(size_t n_units, size_t n_indicators)
{
    return n_units * (n_indicators + 2) + n_indicators * n_indicators;
}

static titian_status require_indicators(const kernel_block *block, titian_error *err)
{
    if (block->n_indicators > 0)
        return TITIAN_OK;
    return titian_fail(err, TITIAN_E_NUMERIC, "there are no indicators to weight");
}

static titian_status require_values(size_t n, size_t j, titian_error *err)
{
    if (n >= 2)
        return TITIAN_OK;
    return titian_fail_at(err, TITIAN_E_NUMERIC, NULL, 0, j + 1,
        "the indicator has %zu value%s; a weight from data needs at least 2\nleave the indicator out", n,
        n == 1 ? "" : "s");
}

static titian_status require_positive(const kernel_block *block, const char *method, titian_error *err)
{
    for (size_t j = 0; j < block->n_indicators; j++)
        for (size_t i = 0; i < block->n_units; i++)
            if (block->values[j * block->stride + i] <= 0.0)
                return titian_fail_at(err, TITIAN_E_NUMERIC, NULL, i + 1, j + 1,
                    "the value is %g, and %s takes logarithms: every value must be above 0\n"
                    "normalise to a range that begins above 0, such as 1 to 100",
                    block->values[j * block->stride + i], method);
    return TITIAN_OK;
}

/* Scale raw weights to add up to 1. The largest goes first, so that no sum overflows. */
static titian_status finish(double *weights, size_t m, const char *why_none, titian_error *err)
{
    double largest = 0.0, sum = 0.0;

    for (size_t j = 0; j < m; j++)
        largest = fmax(largest, weights[j]);
    if (!(largest > 0.0))
        return titian_fail(err, TITIAN_E_NUMERIC, "%s: there is nothing to tell indicators apart by", why_none);
    if (!isfinite(largest))
        return titian_fail(err, TITIAN_E_NUMERIC, "an indicator's values are too far apart to be measured");
    for (size_t j = 0; j < m; j++) {
        weights[j] /= largest;
        sum += weights[j];
    }
    for (size_t j = 0; j < m; j++)
        weights[j] /= sum;
    return TITIAN_OK;
}

titian_status kernel_weights_equal(const kernel_block *block, double *weights, double *scratch, titian_error *err)
{
    (void) scratch;
    for (size_t j = 0; j < block->n_indicators; j++)
        weights[j] = 1.0 / (double) block->n_indicators;
    return require_indicators(block, err);
}

titian_status kernel_weights_deviation(const kernel_block *block, double *weights, double *scratch, titian_error *err)
{
    titian_status status = require_indicators(block, err);

    (void) scratch;
    for (size_t j = 0; status == TITIAN_OK && j < block->n_indicators; j++) {
        const kernel_shape shape = kernel_shape_of(kernel_block_column(block, j), block->n_units);

        weights[j] = shape.sd;
        status = require_values(shape.n, j, err);
    }
    return status != TITIAN_OK ? status : finish(weights, block->n_indicators, "every indicator is constant", err);
}

/* ln n - entropy of the shares r of n values > 0: sum of r ln(n r). With u = n r - 1, which adds up to 0, this is the
 * mean of (1 + u) ln(1 + u) - u, and no term is below 0. */
static double missing_entropy(const double *x, size_t n)
{
    const double mean = kernel_mean(x, n);
    double sum = 0.0;

    for (size_t i = 0; i < n; i++) {
        const double u = (x[i] - mean) / mean;
        gsl_sf_result bend = {0.0, 0.0};

        if (1.0 + u <= 0.0) /* a value too small beside the others to count: its limit is 1 */
            sum += 1.0;
        else if (gsl_sf_log_1plusx_mx_e(u, &bend) == GSL_SUCCESS)
            sum += (1.0 + u) * bend.val + u * u;
    }
    return sum / (double) n;
}

titian_status kernel_weights_entropy(const kernel_block *block, double *weights, double *scratch, titian_error *err)
{
    titian_status status = require_indicators(block, err);

    if (status == TITIAN_OK)
        status = require_positive(block, "entropy", err);
    for (size_t j = 0; status == TITIAN_OK && j < block->n_indicators; j++) {
        const size_t n = kernel_compact(kernel_block_column(block, j), block->n_units, scratch);
        double least = 0.0, greatest = 0.0;

        status = require_values(n, j, err);
        if (status != TITIAN_OK)
            break;
        (void) kernel_range(scratch, n, &least, &greatest);
        weights[j] = least < greatest ? missing_entropy(scratch, n) / log((double) n) : 0.0;
    }
    return status != TITIAN_OK ? status : finish(weights, block->n_indicators, "every indicator is constant", err);
}

static titian_status correlate(const kernel_block *block, double *r, double *scratch, titian_error *err)
{
    const size_t m = block->n_indicators, n = block->n_units;

    for (size_t j = 0; j < m; j++) {
        r[j * m + j] = 1.0;
        for (size_t k = 0; k < j; k++) {
            r[j * m + k] =
                kernel_correlation(kernel_block_column(block, j), kernel_block_column(block, k), n, scratch);
            r[k * m + j] = r[j * m + k];
            if (isnan(r[j * m + k]))
                return titian_fail_at(err, TITIAN_E_NUMERIC, NULL, 0, j + 1,
                    "the indicator has no correlation with indicator %zu: fewer than 3 units have both values, or "
                    "one of the two is constant over them\nleave one of them out",
                    k + 1);
        }
    }
    return TITIAN_OK;
}

titian_status kernel_weights_critic(const kernel_block *block, double *weights, double *scratch, titian_error *err)
{
    const size_t m = block->n_indicators;
    double *r = scratch + 2 * block->n_units;
    titian_status status = require_indicators(block, err);

    for (size_t j = 0; status == TITIAN_OK && j < m; j++) {
        const double *x = kernel_block_column(block, j);
        const kernel_shape shape = kernel_shape_of(x, block->n_units);
        double least = 0.0, greatest = 0.0;

        (void) kernel_range(x, block->n_units, &least, &greatest);
        status = require_values(shape.n, j, err);
        if (status == TITIAN_OK && !(least < greatest))
            status = titian_fail_at(err, TITIAN_E_NUMERIC, NULL, 0, j + 1,
                "the indicator has the same value everywhere, so it has no correlations\nleave the indicator out");
        weights[j] = shape.sd / 2.0 / (greatest / 2.0 - least / 2.0);
    }
    if (status == TITIAN_OK)
        status = correlate(block, r, scratch, err);
    if (status != TITIAN_OK)
        return status;
    for (size_t j = 0; j < m; j++) {
        double conflict = 0.0;

        for (size_t k = 0; k < m; k++)
            conflict += 1.0 - r[j * m + k];
        weights[j] *= conflict > 1e-12 * (double) m ? conflict : 0.0;
    }
    return finish(weights, m, "the indicators are perfectly correlated", err);
}

titian_status kernel_weights_merec(const kernel_block *block, double *weights, double *scratch, titian_error *err)
{
    const size_t m = block->n_indicators;
    double *sums = scratch + m * block->n_units;
    titian_status status = require_indicators(block, err);
    size_t n = 0;

    if (status == TITIAN_OK)
        status = require_positive(block, "MEREC", err);
    if (status != TITIAN_OK)
        return status;
    n = kernel_block_complete(block, scratch);
    if (n == 0)
        return titian_fail(err, TITIAN_E_NUMERIC, "no unit has a value for every indicator\nimpute the gaps");
    for (size_t i = 0; i < n; i++)
        sums[i] = 0.0;
    for (size_t j = 0; j < m; j++) {
        double *a = scratch + j * n, least = 0.0, greatest = 0.0;

        (void) kernel_range(a, n, &least, &greatest);
        for (size_t i = 0; i < n; i++) {
            a[i] = log(a[i]) - log(least);
            sums[i] += a[i];
        }
    }
    for (size_t j = 0; j < m; j++) {
        weights[j] = 0.0;
        for (size_t i = 0; i < n; i++) /* ln(1 + S/m) - ln(1 + (S - a)/m) = ln(1 + a / (m + S - a)) */
            weights[j] += log1p(scratch[j * n + i] / ((double) m + fmax(sums[i] - scratch[j * n + i], 0.0)));
    }
    return finish(weights, m, "every indicator is constant over the units that have all values", err);
}
