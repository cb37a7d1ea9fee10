/* Kernels: a budget shared out by scores, between floors and caps.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "kernels/allocate.h"

#include <assert.h>
#include <math.h>

static const double missing = (double) NAN;

static double power(double x, double e)
{
    if (!(x >= 0.0) || (x == 0.0 && e < 0.0))
        return missing;
    return e == 1.0 ? x : pow(x, e);
}

void kernel_power_scores(const double *factors, size_t n, size_t n_factors, const double *exponents, double *scores)
{
    for (size_t i = 0; i < n; i++)
        scores[i] = 1.0;
    for (size_t k = 0; k < n_factors; k++)
        for (size_t i = 0; exponents[k] != 0.0 && i < n; i++)
            scores[i] *= power(factors[k * n + i], exponents[k]);
}

static double at(const double *x, size_t i, double otherwise)
{
    return x == NULL ? otherwise : x[i];
}

static int is_amount(double x)
{
    return isfinite(x) && x >= 0.0;
}

kernel_allocation kernel_allocate(
    const kernel_recipients *recipients, double budget, double *amounts, double *scratch)
{
    const kernel_lines lines = {
        recipients->score, recipients->offset, recipients->low, recipients->high, recipients->n};
    double given = 0.0;
    kernel_level found;

    assert(budget >= 0.0);
    for (size_t i = 0; i < recipients->n; i++)
        if (!(is_amount(at(recipients->base, i, 0.0)) && is_amount(at(recipients->low, i, 0.0))))
            return (kernel_allocation){KERNEL_LEVEL_UNUSABLE, missing, missing, missing, i};
    if (recipients->base != NULL)
        given = kernel_sum(recipients->base, recipients->n);
    found = kernel_find_level(&lines, budget - given, amounts, scratch);
    for (size_t i = 0; found.status != KERNEL_LEVEL_UNUSABLE && i < recipients->n; i++)
        amounts[i] += at(recipients->base, i, 0.0);
    return (kernel_allocation){found.status, found.level, found.lows + given, found.highs + given, found.who};
}

kernel_bound kernel_bound_at(const kernel_recipients *recipients, double lambda, size_t i)
{
    const double low = at(recipients->low, i, 0.0), high = at(recipients->high, i, (double) INFINITY);
    const double by_score =
        recipients->score[i] == 0.0 ? 0.0 : lambda * recipients->score[i] + at(recipients->offset, i, 0.0);

    if (low == high)
        return KERNEL_FIXED;
    if (by_score < low || (low > 0.0 && by_score == low))
        return KERNEL_AT_FLOOR;
    return by_score >= high ? KERNEL_AT_CAP : KERNEL_BY_SCORE;
}

void kernel_share_elasticities(
    const kernel_recipients *recipients, double lambda, const double *amounts, double e, double *out)
{
    const double *score = recipients->score;
    double scores = 0.0;

    for (size_t i = 0; i < recipients->n; i++)
        if (kernel_bound_at(recipients, lambda, i) == KERNEL_BY_SCORE)
            scores += score[i];
    for (size_t i = 0; i < recipients->n; i++) {
        if (!(amounts[i] > 0.0))
            out[i] = missing;
        else if (kernel_bound_at(recipients, lambda, i) != KERNEL_BY_SCORE || score[i] == 0.0)
            out[i] = 0.0;
        else
            out[i] = e * (1.0 - score[i] / scores) * (lambda * score[i] / amounts[i]);
    }
}

void kernel_cap_per_head(double most, const double *people, const double *base, size_t n, double *high)
{
    for (size_t i = 0; i < n; i++)
        high[i] = fmin(high[i], most * people[i] - at(base, i, 0.0));
}

void kernel_limit_swing(const kernel_swing *swing, double *low, double *high)
{
    for (size_t i = 0; i < swing->n; i++) {
        const double base = at(swing->base, i, 0.0);

        if (isnan(swing->previous[i]))
            continue;
        low[i] = fmax(low[i], (1.0 - swing->down) * swing->previous[i] - base);
        high[i] = fmin(high[i], (1.0 + swing->up) * swing->previous[i] - base);
    }
}

double kernel_hoover(const double *a, const double *b, size_t n)
{
    const double all_a = kernel_sum(a, n), all_b = kernel_sum(b, n);
    double sum = 0.0;

    if (!(all_a > 0.0 && all_b > 0.0))
        return missing;
    for (size_t i = 0; i < n; i++)
        sum += fabs(a[i] / all_a - b[i] / all_b);
    return sum / 2.0;
}
