/* Kernels: analytic hierarchy process and budget allocation.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "kernels/ahp.h"

#include <math.h>

double kernel_ahp_random_index(size_t n)
{
    static const double table[KERNEL_AHP_MOST] = {
        0.0, 0.0, 0.58, 0.90, 1.12, 1.24, 1.32, 1.41, 1.45, 1.49, 1.51, 1.48, 1.56, 1.57, 1.59};

    return n >= 1 && n <= KERNEL_AHP_MOST ? table[n - 1] : (double) NAN;
}

static titian_status check_value(double judgement, size_t i, size_t j, titian_error *err)
{
    if (isnan(judgement))
        return TITIAN_OK;
    if (!(judgement >= 1e-9 && judgement <= 1e9))
        return titian_fail_at(err, TITIAN_E_NUMERIC, NULL, i + 1, j + 1,
            "the judgement is %g; it must be a number above 0, on Saaty's scale from 1/9 to 9", judgement);
    if (i == j && fabs(judgement - 1.0) > 1e-9)
        return titian_fail_at(err, TITIAN_E_NUMERIC, NULL, i + 1, j + 1,
            "the judgement of an element against itself is %g; it must be 1", judgement);
    return TITIAN_OK;
}

/* One pair's judgement for `a`, how many times i is as important as j, from what stands on both sides. */
static titian_status settle(double ij, double ji, size_t i, size_t j, double *a, titian_error *err)
{
    if (isnan(ij) && isnan(ji))
        return titian_fail_at(err, TITIAN_E_NUMERIC, NULL, i + 1, j + 1,
            "the judgement is missing on both sides of the diagonal\nanswer each pair at least once");
    if (!isnan(ij) && !isnan(ji) && fabs(ij * ji - 1.0) > 0.05)
        return titian_fail_at(err, TITIAN_E_NUMERIC, NULL, i + 1, j + 1,
            "the judgement is %g and its opposite %g, which is not its reciprocal %g\n"
            "correct one of them, or leave one empty",
            ij, ji, 1.0 / ij);
    if (isnan(ij))
        *a = 1.0 / ji;
    else
        *a = isnan(ji) || ij >= ji ? ij : 1.0 / ji;
    return TITIAN_OK;
}

static titian_status fill(const double *judgements, size_t n, double *a, titian_error *err)
{
    titian_status status = TITIAN_OK;

    for (size_t i = 0; i < n; i++) {
        a[i * n + i] = 1.0;
        for (size_t j = 0; j < n; j++) {
            status = check_value(judgements[i * n + j], i, j, err);
            if (status != TITIAN_OK)
                return status;
        }
    }
    for (size_t i = 0; i < n; i++) {
        for (size_t j = i + 1; j < n; j++) {
            status = settle(judgements[i * n + j], judgements[j * n + i], i, j, &a[i * n + j], err);
            if (status != TITIAN_OK)
                return status;
            a[j * n + i] = 1.0 / a[i * n + j];
        }
    }
    return TITIAN_OK;
}

/* One step of the power method. lambda_max lies between the least and the greatest of (A w)_i / w_i. */
static void step(const double *a, size_t n, double *w, double *next, double bounds[2])
{
    double sum = 0.0;

    for (size_t i = 0; i < n; i++) {
        double quotient = 0.0;

        next[i] = 0.0;
        for (size_t j = 0; j < n; j++)
            next[i] += a[i * n + j] * w[j];
        quotient = next[i] / w[i];
        bounds[0] = i == 0 ? quotient : fmin(bounds[0], quotient);
        bounds[1] = i == 0 ? quotient : fmax(bounds[1], quotient);
        sum += next[i];
    }
    for (size_t i = 0; i < n; i++)
        w[i] = next[i] / sum;
}

titian_status kernel_ahp(const double *judgements, size_t n, double *weights, kernel_ahp_consistency *consistency,
    double *scratch, titian_error *err)
{
    double bounds[2] = {0.0, 0.0};
    titian_status status = TITIAN_OK;

    if (n == 0 || n > KERNEL_AHP_MOST)
        return titian_fail(err, TITIAN_E_NUMERIC,
            "%zu elements are compared; random indices, and people's judgement, cover 1 to %d\n"
            "compare groups of elements first, then the elements of each group",
            n, (int) KERNEL_AHP_MOST);
    status = fill(judgements, n, scratch, err);
    if (status != TITIAN_OK)
        return status;
    for (size_t i = 0; i < n; i++)
        weights[i] = 1.0 / (double) n;
    for (size_t steps = 0; steps < 100000; steps++) {
        step(scratch, n, weights, scratch + n * n, bounds);
        if (bounds[1] - bounds[0] <= 1e-14 * bounds[1])
            break;
    }
    if (bounds[1] - bounds[0] > 1e-9 * bounds[1])
        return titian_fail(err, TITIAN_E_NUMERIC,
            "the judgements contradict each other so much that no weights can be found\nlook at them again");
    consistency->lambda_max = fmax(bounds[0] / 2.0 + bounds[1] / 2.0, (double) n);
    consistency->consistency_index = n < 2 ? 0.0 : (consistency->lambda_max - (double) n) / (double) (n - 1);
    consistency->random_index = kernel_ahp_random_index(n);
    consistency->consistency_ratio = n < 3 ? 0.0 : consistency->consistency_index / consistency->random_index;
    return TITIAN_OK;
}

static titian_status add_expert(
    const double *points, size_t e, size_t m, double total, double *weights, titian_error *err)
{
    double sum = 0.0;

    for (size_t j = 0; j < m; j++) {
        if (!(points[e * m + j] >= 0.0))
            return titian_fail_at(err, TITIAN_E_NUMERIC, NULL, e + 1, j + 1, "%s",
                isnan(points[e * m + j]) ? "the expert's points are missing; write 0 where none are given"
                                         : "the expert gives points below 0");
        sum += points[e * m + j];
    }
    if (!(fabs(sum - total) <= 0.005 * total * (1.0 + 1e-9)))
        return titian_fail_at(err, TITIAN_E_NUMERIC, NULL, e + 1, 0,
            "the expert's points add up to %g, not to %g\nmake them add up", sum, total);
    for (size_t j = 0; j < m; j++)
        weights[j] += points[e * m + j] / sum;
    return TITIAN_OK;
}

titian_status kernel_budget_allocation(
    const double *points, size_t n_experts, size_t n_indicators, double total, double *weights, titian_error *err)
{
    titian_status status = TITIAN_OK;

    if (n_experts == 0 || n_indicators == 0)
        return titian_fail(err, TITIAN_E_NUMERIC, "there are %zu experts and %zu indicators: nobody has given points",
            n_experts, n_indicators);
    if (!(total > 0.0) || !isfinite(total))
        return titian_fail(err, TITIAN_E_NUMERIC, "the points to spread are %g; they must be above 0", total);
    for (size_t j = 0; j < n_indicators; j++)
        weights[j] = 0.0;
    for (size_t e = 0; status == TITIAN_OK && e < n_experts; e++)
        status = add_expert(points, e, n_indicators, total, weights, err);
    for (size_t j = 0; j < n_indicators; j++)
        weights[j] /= (double) n_experts;
    return status;
}
