/* Kernels of the benefit of the doubt in closed form.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "kernels/bod_closed.h"

#include <float.h>
#include <math.h>

#include "kernels/order.h"

static titian_status check(const kernel_block *block, double above, const char *need, titian_error *err)
{
    if (block->n_indicators == 0)
        return titian_fail(err, TITIAN_E_NUMERIC, "there are no indicators");
    for (size_t j = 0; j < block->n_indicators; j++) {
        for (size_t i = 0; i < block->n_units; i++) {
            const double x = block->values[j * block->stride + i];

            if (isnan(x))
                return titian_fail_at(err, TITIAN_E_NUMERIC, NULL, i + 1, j + 1,
                    "the value is missing; the benefit of the doubt needs them all\n"
                    "impute the gap or leave the unit out");
            if (!(x >= 0.0 && x > above && isfinite(x)))
                return titian_fail_at(err, TITIAN_E_NUMERIC, NULL, i + 1, j + 1,
                    "the value is %g; it must be %s\nnormalise the indicator first", x, need);
        }
    }
    return TITIAN_OK;
}

/* v_k of unit o, sorted: by how much it could grow and still not exceed unit k anywhere.
 * @return 0 for a unit of zeros */
static int compare(const kernel_block *block, size_t o, double *v)
{
    int some = 0;

    for (size_t k = 0; k < block->n_units; k++)
        v[k] = DBL_MAX;
    for (size_t j = 0; j < block->n_indicators; j++) {
        const double *y = kernel_block_column(block, j);

        if (!(y[o] > 0.0))
            continue;
        some = 1;
        for (size_t k = 0; k < block->n_units; k++)
            v[k] = fmin(v[k], y[k] / y[o]);
    }
    kernel_sort(v, block->n_units);
    return some;
}

titian_status kernel_bod_order_m(
    const kernel_block *block, double draws, double *scores, double *scratch, titian_error *err)
{
    const size_t n = block->n_units;
    double *v = scratch, *chance = scratch + n, before = 0.0;
    titian_status status = check(block, -1.0, "0 or more", err);

    if (status != TITIAN_OK)
        return status;
    if (!(draws > 0.0 && isfinite(draws)))
        return titian_fail(err, TITIAN_E_NUMERIC, "%g units are to be drawn; it must be more than 0", draws);
    for (size_t k = 0; k < n; k++) {
        const double up_to = pow((double) (k + 1) / (double) n, draws);

        chance[k] = up_to - before;
        before = up_to;
    }
    for (size_t o = 0; o < n; o++) {
        const int some = compare(block, o, v);
        double expected = 0.0;

        for (size_t k = 0; k < n; k++)
            expected += v[k] * chance[k];
        scores[o] = some ? 1.0 / expected : 0.0; /* the greatest v, with a chance of 1/n and more, is at least 1 */
    }
    return TITIAN_OK;
}

titian_status kernel_bod_order_alpha(
    const kernel_block *block, double alpha, double *scores, double *scratch, titian_error *err)
{
    const size_t n = block->n_units;
    titian_status status = check(block, -1.0, "0 or more", err);
    size_t position = 0;

    if (status != TITIAN_OK)
        return status;
    if (!(alpha > 0.0 && alpha <= 1.0))
        return titian_fail(err, TITIAN_E_NUMERIC, "alpha is %g; it must be above 0 and at most 1", alpha);
    position =
        (size_t) fmax(ceil(alpha * (double) n - 1e-9), 1.0) - 1; /* of 10 units, 0.7 is 7, whatever doubles say */
    for (size_t o = 0; o < n; o++) {
        const int some = compare(block, o, scratch);

        scores[o] = !some ? 0.0 : scratch[position] > 0.0 ? 1.0 / scratch[position] : (double) NAN;
    }
    return TITIAN_OK;
}

titian_status kernel_bod_geometric(const kernel_block *block, const double *shares, const double *base, double *index,
    size_t *n_unique, titian_error *err)
{
    const size_t n = block->n_units;
    titian_status status = check(block, 0.0, "above 0", err);
    size_t found = 0;

    for (size_t j = 0; j < block->n_indicators && status == TITIAN_OK; j++)
        if (!(base[j] > 0.0 && isfinite(base[j])))
            status = titian_fail_at(err, TITIAN_E_NUMERIC, NULL, 0, j + 1,
                "the benchmark has %g; it must be above 0\nchoose another benchmark", base[j]);
    if (status != TITIAN_OK)
        return status;
    for (size_t o = 0; o < n; o++) {
        double sum = 0.0;

        for (size_t j = 0; j < block->n_indicators; j++)
            sum += shares[j * n + o] * (log(kernel_block_column(block, j)[o]) - log(base[j]));
        index[o] = exp(sum);
        found += isnan(index[o]) ? 0 : 1;
    }
    if (n_unique != NULL)
        *n_unique = found;
    return TITIAN_OK;
}
