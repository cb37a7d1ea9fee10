/* Kernels: outranking.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "kernels/outrank.h"

#include <math.h>

enum { BLOCK = 256 }; /* units compared with one at a time: their sums stay in the fastest memory */

static const double *child(const kernel_columns *columns, size_t k)
{
    return columns->scores + k * columns->stride;
}

static double all_weight(const kernel_columns *columns)
{
    double sum = 0.0;

    for (size_t k = 0; k < columns->n_children; k++)
        sum += columns->weights[k];
    return sum;
}

static int has_score(const kernel_columns *columns, size_t unit)
{
    for (size_t k = 0; k < columns->n_children; k++)
        if (columns->weights[k] > 0.0 && !isnan(child(columns, k)[unit]))
            return 1;
    return 0;
}

/* sum[j] += w where x[j] is below (or above) a limit; nowhere where either is missing. One comparison a loop: the
 * compiler can then use vectors. */
static void add_below(const double *restrict x, size_t n, double limit, double w, double *restrict sum)
{
    for (size_t j = 0; j < n; j++)
        sum[j] += x[j] < limit ? w : 0.0;
}

static void add_above(const double *restrict x, size_t n, double limit, double w, double *restrict sum)
{
    for (size_t j = 0; j < n; j++)
        sum[j] += x[j] > limit ? w : 0.0;
}

static void clear(double *x, size_t n)
{
    for (size_t j = 0; j < n; j++)
        x[j] = 0.0;
}

/* lead[j] := weight in which one unit is better than j of the block, less that in which it is worse. A comparison
 * with a missing score is false either way, so gaps count for neither. */
static void find_leads(const kernel_columns *columns, size_t unit, size_t first, size_t n, double *lead)
{
    clear(lead, n);
    for (size_t k = 0; k < columns->n_children; k++) {
        const double *x = child(columns, k);

        add_below(x + first, n, x[unit], columns->weights[k], lead);
        add_above(x + first, n, x[unit], -columns->weights[k], lead);
    }
}

/* shared[j] := weight of the children in which both have a score */
static void find_shared(const kernel_columns *columns, size_t unit, size_t first, size_t n, double *restrict shared)
{
    clear(shared, n);
    for (size_t k = 0; k < columns->n_children; k++) {
        const double *restrict x = child(columns, k) + first;
        const double w = columns->weights[k];

        if (isnan(child(columns, k)[unit]))
            continue;
        for (size_t j = 0; j < n; j++)
            shared[j] += isnan(x[j]) ? 0.0 : w;
    }
}

void kernel_copeland(const kernel_columns *columns, double *out)
{
    const double slack = 1e-9 * all_weight(columns);
    double lead[BLOCK], won[BLOCK];

    clear(out, columns->n);
    for (size_t i = 0; i < columns->n; i++) {
        double own = 0.0;

        for (size_t first = i + 1; first < columns->n; first += BLOCK) {
            const size_t left = columns->n - first, n = left < BLOCK ? left : BLOCK;

            find_leads(columns, i, first, n, lead);
            clear(won, n);
            add_above(lead, n, slack, 1.0, won);
            add_below(lead, n, -slack, -1.0, won);
            for (size_t j = 0; j < n; j++) {
                own += won[j];
                out[first + j] -= won[j];
            }
        }
        out[i] += own;
    }
    for (size_t i = 0; i < columns->n; i++)
        out[i] = has_score(columns, i) ? out[i] : (double) NAN;
}

void kernel_outranking_flows(const kernel_columns *columns, double *out, double *others)
{
    const double slack = 1e-9 * all_weight(columns);
    double lead[BLOCK], shared[BLOCK];

    for (size_t i = 0; i < columns->n; i++)
        out[i] = others[i] = 0.0;
    for (size_t i = 0; i < columns->n; i++) {
        for (size_t first = i + 1; first < columns->n; first += BLOCK) {
            const size_t left = columns->n - first, n = left < BLOCK ? left : BLOCK;

            find_leads(columns, i, first, n, lead);
            find_shared(columns, i, first, n, shared);
            for (size_t j = 0; j < n; j++) {
                const double flow = fabs(lead[j]) > slack ? lead[j] / shared[j] : 0.0;
                const double met = shared[j] > 0.0 ? 1.0 : 0.0;

                out[i] += flow;
                out[first + j] -= flow;
                others[i] += met;
                others[first + j] += met;
            }
        }
    }
    for (size_t i = 0; i < columns->n; i++)
        out[i] = others[i] > 0.0 ? out[i] / others[i] : (double) NAN;
}

size_t kernel_outranking_matrix(const kernel_columns *columns, double *out)
{
    const double slack = 1e-9 * all_weight(columns);
    const size_t n = columns->n;
    double lead[BLOCK], shared[BLOCK];
    size_t dominances = 0;

    for (size_t i = 0; i < n; i++) {
        for (size_t first = 0; first < n; first += BLOCK) {
            const size_t left = n - first, m = left < BLOCK ? left : BLOCK;

            find_leads(columns, i, first, m, lead);
            find_shared(columns, i, first, m, shared);
            for (size_t j = 0; j < m; j++) {
                const int met = shared[j] > 0.0;
                const double share = fabs(lead[j]) > slack ? lead[j] / shared[j] : 0.0;
                const double won = 0.5 + 0.5 * share;

                out[i * n + first + j] = met ? won : (double) NAN;
                dominances += met && lead[j] >= shared[j] - slack ? 1 : 0;
            }
        }
        out[i * n + i] = 0.5;
    }
    return dominances;
}
