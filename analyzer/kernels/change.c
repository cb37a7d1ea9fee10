/* Kernels: what changed a score.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "kernels/change.h"

#include <math.h>

#include "kernels/order.h"
#include "kernels/rank.h"

static double total_weight(const kernel_change *change)
{
    double total = 0.0;

    for (size_t k = 0; k < change->n; k++)
        total += change->weights[k];
    return total;
}

void kernel_change_linear(const kernel_change *change, double *out)
{
    const double total = total_weight(change);

    for (size_t k = 0; k < change->n; k++)
        out[k] = change->weights[k] / total * (change->after[k] - change->before[k]);
}

double kernel_log_mean(double a, double b)
{
    const double d = (a - b) / b;

    return d == 0.0 ? a : b * (d / log1p(d));
}

/* w ln(after / before), w divided by the sum of the weights. */
static double log_part(const kernel_change *change, size_t k, double total)
{
    const double w = change->weights[k];

    return w > 0.0 ? w / total * log(change->after[k] / change->before[k]) : 0.0;
}

static double geometric_mean(const kernel_change *change, const double *scores, double total)
{
    double sum = 0.0;

    for (size_t k = 0; k < change->n; k++)
        sum += change->weights[k] > 0.0 ? change->weights[k] / total * log(scores[k]) : 0.0;
    return exp(sum);
}

void kernel_change_lmdi(const kernel_change *change, double *out)
{
    const double total = total_weight(change);
    const double mean =
        kernel_log_mean(geometric_mean(change, change->after, total), geometric_mean(change, change->before, total));

    for (size_t k = 0; k < change->n; k++)
        out[k] = mean * log_part(change, k, total);
}

void kernel_change_lmdi_factors(const kernel_change *change, double *out)
{
    const double total = total_weight(change);

    for (size_t k = 0; k < change->n; k++)
        out[k] = exp(log_part(change, k, total));
}

/* ---- ranks ---- */

/* How many of n ascending scores are greater than x. */
static size_t n_above(const double *sorted, size_t n, double x)
{
    size_t low = 0, high = n;

    while (low < high) {
        const size_t middle = low + (high - low) / 2;

        if (sorted[middle] > x)
            high = middle;
        else
            low = middle + 1;
    }
    return n - low;
}

/* Rank of a score among the others at a date, whose own score there is left out of the count. */
static double rank_among(const double *sorted, size_t n, double x, double own)
{
    return (double) (1 + n_above(sorted, n, x) - (own > x ? 1 : 0));
}

void kernel_change_ranks(
    const double *before, const double *after, size_t n, double *scratch, double *ranks, double *own, double *others)
{
    double *old = scratch, *new = scratch + n;
    size_t m = 0;

    for (size_t i = 0; i < n; i++) {
        if (isnan(before[i]) || isnan(after[i]))
            continue;
        old[m] = kernel_round_score(before[i]);
        new[m++] = kernel_round_score(after[i]);
    }
    kernel_sort(old, m);
    kernel_sort(new, m);
    for (size_t i = 0; i < n; i++) {
        const double x = kernel_round_score(before[i]), y = kernel_round_score(after[i]);
        double moved = 0.0, stayed = 0.0;

        ranks[i] = ranks[n + i] = own[i] = others[i] = (double) NAN;
        if (isnan(x) || isnan(y))
            continue;
        ranks[i] = rank_among(old, m, x, x);
        ranks[n + i] = rank_among(new, m, y, y);
        moved = rank_among(old, m, y, x);
        stayed = rank_among(new, m, x, y);
        own[i] = 0.5 * (moved - ranks[i] + ranks[n + i] - stayed);
        others[i] = 0.5 * (stayed - ranks[i] + ranks[n + i] - moved);
    }
}

/* ---- shares that shift ---- */

/* What has joined of those that gain and of those that lose. */
static void sum_moves(const kernel_shift *shift, const unsigned char *joined, double *gained, double *lost)
{
    *gained = *lost = 0.0;
    for (size_t k = 0; k < shift->n; k++) {
        const double moved = shift->after[k] - shift->before[k];

        if (joined != NULL && !joined[k])
            continue;
        *gained += fmax(moved, 0.0);
        *lost += fmax(-moved, 0.0);
    }
}

void kernel_shift_shares(const kernel_shift *shift, const unsigned char *joined, double *out)
{
    double all_gains = 0.0, all_losses = 0.0, gains = 0.0, losses = 0.0;
    int everybody = 1;

    sum_moves(shift, NULL, &all_gains, &all_losses);
    sum_moves(shift, joined, &gains, &losses);
    for (size_t k = 0; k < shift->n; k++)
        everybody &= joined[k] != 0;
    for (size_t k = 0; k < shift->n; k++) {
        const double moved = shift->after[k] - shift->before[k];

        out[k] = everybody ? shift->after[k] : shift->before[k];
        if (!everybody && joined[k] && moved != 0.0)
            out[k] += moved * fmin(1.0, moved > 0.0 ? losses / all_losses : gains / all_gains);
    }
}

void kernel_shift_parts(const kernel_shift *shift, const double *scores, double *out)
{
    double gained = 0.0, lost = 0.0, high = 0.0, low = 0.0;

    sum_moves(shift, NULL, &gained, &lost);
    for (size_t k = 0; k < shift->n; k++) {
        const double moved = shift->after[k] - shift->before[k];

        high += moved > 0.0 ? moved / gained * scores[k] : 0.0;
        low += moved < 0.0 ? -moved / lost * scores[k] : 0.0;
    }
    for (size_t k = 0; k < shift->n; k++) {
        const double moved = shift->after[k] - shift->before[k];

        out[k] = moved == 0.0 ? 0.0 : moved / 2.0 * (scores[k] - (moved > 0.0 ? low : high));
    }
}
