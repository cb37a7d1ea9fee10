/* Kernels: SMAA: what is read off shares of ranks, and the tally of drawn weights.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "kernels/smaa.h"

#include <assert.h>
#include <float.h>
#include <gsl/gsl_sort.h>
#include <math.h>
#include <string.h>

static const double noise = 1e-13; /* of weighted means, as a share of the largest difference */

/* A weight as a whole number of 2^-62: exact from 2^-9 up, off by 2^-63 at most below. */
static const double one_as_units = 4611686018427387904.0;

double kernel_smaa_expected_rank(const double *b, size_t n)
{
    double sum = 0.0;

    for (size_t r = 0; r < n; r++)
        sum += (double) (r + 1) * b[r];
    return sum;
}

double kernel_smaa_within(const double *b, size_t n, size_t k)
{
    double sum = 0.0;

    for (size_t r = 0; r < n && r < k; r++)
        sum += b[r];
    return sum;
}

double kernel_smaa_holistic(const double *b, size_t n)
{
    double sum = 0.0;

    for (size_t r = 0; r < n; r++)
        sum += (n > 1 ? (double) (n - 1 - r) / (double) (n - 1) : 1.0) * b[r];
    return sum;
}

/* Has unit k the higher score at these weights, by more than noise? */
static int is_above(const kernel_block *scores, const double *weights, size_t k, size_t unit)
{
    double above = 0.0, scale = 0.0;

    for (size_t j = 0; j < scores->n_indicators; j++) {
        const double d = scores->values[j * scores->stride + k] - scores->values[j * scores->stride + unit];

        above += weights[j] * d;
        scale = fmax(scale, fabs(d));
    }
    return above > noise * scale;
}

size_t kernel_smaa_rank_at(const kernel_block *scores, const double *weights, size_t unit)
{
    size_t rank = 1;

    for (size_t k = 0; k < scores->n_units; k++)
        rank += is_above(scores, weights, k, unit) ? 1 : 0;
    return rank;
}

double kernel_smaa_slack(const kernel_block *scores)
{
    double largest = 0.0;

    for (size_t j = 0; j < scores->n_indicators; j++)
        for (size_t i = 0; i < scores->n_units; i++)
            largest = fmax(largest, fabs(scores->values[j * scores->stride + i]));
    /* noise of a difference, which is twice the largest score at most, and the rounding of two sums and of the
     * difference's own */
    return (2.0 * noise + 4.0 * (double) scores->n_indicators * DBL_EPSILON) * largest;
}

void kernel_smaa_ranks_at(
    const kernel_block *scores, const double *weights, double slack, size_t *ranks, double *sums, size_t *order)
{
    const size_t n = scores->n_units;
    size_t from = 0, to = 0; /* of the units within the slack of one */

    memset(sums, 0, n * sizeof *sums);
    for (size_t j = 0; j < scores->n_indicators; j++)
        for (size_t i = 0; i < n; i++)
            sums[i] += weights[j] * scores->values[j * scores->stride + i];
    gsl_sort_index(order, sums, 1, n);
    for (size_t k = 0; k < n; k++) {
        const size_t unit = order[k];

        while (sums[order[from]] < sums[unit] - slack)
            from++;
        while (to < n && sums[order[to]] <= sums[unit] + slack)
            to++;
        ranks[unit] = 1 + n - to;
        for (size_t near = from; near < to; near++)
            ranks[unit] += near != k && is_above(scores, weights, order[near], unit) ? 1 : 0;
    }
}

size_t kernel_smaa_tally_words(size_t n, size_t m, int with_pairs)
{
    return n * n * (with_pairs ? 2 : 1) + 2 * n * m;
}

void kernel_smaa_tally_start(kernel_smaa_tally *tally, size_t n, size_t m, int with_pairs, uint64_t *room)
{
    memset(room, 0, kernel_smaa_tally_words(n, m, with_pairs) * sizeof *room);
    *tally = (kernel_smaa_tally){
        .n = n,
        .m = m,
        .ranks = room,
        .central = room + n * n,
        .above = with_pairs ? room + n * n + 2 * n * m : NULL,
    };
}

/* sum += x, both of two words. */
static void add_long(uint64_t sum[2], uint64_t low, uint64_t high)
{
    sum[0] += low;
    sum[1] += high + (sum[0] < low ? 1 : 0);
}

static void add_pairs(kernel_smaa_tally *tally, const size_t *ranks)
{
    for (size_t i = 0; i < tally->n; i++)
        for (size_t k = 0; k < tally->n && ranks[i] > 0; k++)
            tally->above[i * tally->n + k] += ranks[i] < ranks[k] ? 1 : 0;
}

void kernel_smaa_add(kernel_smaa_tally *tally, const double *weights, const size_t *ranks)
{
    tally->n_draws++;
    for (size_t i = 0; i < tally->n; i++) {
        assert(ranks[i] <= tally->n);
        if (ranks[i] > 0)
            tally->ranks[i * tally->n + ranks[i] - 1]++;
        for (size_t j = 0; j < tally->m && ranks[i] == 1; j++)
            add_long(&tally->central[2 * (i * tally->m + j)], (uint64_t) (weights[j] * one_as_units), 0);
    }
    if (tally->above != NULL)
        add_pairs(tally, ranks);
}

void kernel_smaa_merge(kernel_smaa_tally *into, const kernel_smaa_tally *from)
{
    const size_t n = into->n;

    into->n_draws += from->n_draws;
    for (size_t k = 0; k < n * n; k++)
        into->ranks[k] += from->ranks[k];
    for (size_t k = 0; k < n * n && into->above != NULL; k++)
        into->above[k] += from->above[k];
    for (size_t k = 0; k < n * into->m; k++)
        add_long(&into->central[2 * k], from->central[2 * k], from->central[2 * k + 1]);
}

/* The mean of the weights that put a unit first, of which there were so many. */
static double mean_of(const uint64_t sum[2], uint64_t n_first)
{
    const double whole = (double) sum[1] * 4.0 + (double) sum[0] / one_as_units; /* 2^64 units are 4 */

    return n_first > 0 ? whole / (double) n_first : (double) NAN;
}

static void estimate_unit(const kernel_smaa_tally *tally, size_t i, kernel_smaa_result *out)
{
    const size_t n = tally->n, m = tally->m;
    const double draws = (double) tally->n_draws;

    out->best[i] = out->worst[i] = 0;
    for (size_t r = 0; r < n; r++) {
        const uint64_t count = tally->ranks[i * n + r];

        out->acceptability[i * n + r] = tally->n_draws > 0 ? (double) count / draws : (double) NAN;
        if (count > 0 && out->best[i] == 0)
            out->best[i] = r + 1;
        if (count > 0)
            out->worst[i] = r + 1;
    }
    for (size_t j = 0; j < m; j++)
        out->central[i * m + j] = mean_of(&tally->central[2 * (i * m + j)], tally->ranks[i * n]);
    for (size_t k = 0; k < n && tally->above != NULL && out->pairwise != NULL; k++)
        out->pairwise[i * n + k] = tally->n_draws > 0 ? (double) tally->above[i * n + k] / draws : (double) NAN;
}

void kernel_smaa_estimate(const kernel_smaa_tally *tally, kernel_smaa_result *out)
{
    for (size_t i = 0; i < tally->n; i++)
        estimate_unit(tally, i, out);
}

double kernel_smaa_error(double share, uint64_t n_draws)
{
    return n_draws > 0 ? sqrt(fmax(0.0, share * (1.0 - share)) / (double) n_draws) : (double) NAN;
}
