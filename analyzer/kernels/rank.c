/* Kernels: ranks.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "kernels/rank.h"

#include <math.h>

#include "kernels/clones.h"
#include "kernels/order.h"

void kernel_rank_ascending(const double *x, size_t n, double *out, double *keys, size_t *order)
{
    size_t rank = 0, present = 0;

    for (size_t i = 0; i < n; i++) {
        keys[i] = isnan(x[i]) ? (double) INFINITY : x[i]; /* missing ones last */
        present += isnan(x[i]) ? 0 : 1;
        out[i] = (double) NAN;
    }
    kernel_sort_index(keys, n, order);
    for (size_t k = 0; k < present; k++) {
        if (k == 0 || keys[order[k]] > keys[order[k - 1]])
            rank = k + 1;
        out[order[k]] = (double) rank;
    }
}

double kernel_round_score(double score)
{
    return fabs(score) < 1e6 ? round(score * 1e9) / 1e9 : score;
}

/* kernel_round_score turned round, written so that vectors can do it; infinite for who is not ranked. */
KERNEL_CLONES static void make_rank_keys(const double *restrict scores, size_t n, double *restrict keys)
{
    for (size_t i = 0; i < n; i++) {
        const double scaled = scores[i] * 1e9, whole = trunc(scaled);
        const double away = scaled < 0.0 ? whole - 1.0 : whole + 1.0;
        const double rounded = (fabs(scaled - whole) >= 0.5 ? away : whole) / 1e9;
        const double key = fabs(scores[i]) < 1e6 ? -rounded : -scores[i];

        keys[i] = isnan(scores[i]) ? (double) INFINITY : key;
    }
}

void kernel_rank_scores(
    const double *scores, const unsigned char *takes_part, size_t n, size_t *out, double *keys, size_t *order)
{
    size_t rank = 0, present = 0;

    make_rank_keys(scores, n, keys);
    for (size_t i = 0; i < n; i++) {
        const int ranked = !isnan(scores[i]) && (takes_part == NULL || takes_part[i]);

        keys[i] = ranked ? keys[i] : (double) INFINITY;
        present += ranked ? 1 : 0;
    }
    kernel_sort_index_spread(keys, n, order, out);
    for (size_t k = 0; k < n; k++) {
        if (k == 0 || keys[order[k]] > keys[order[k - 1]])
            rank = k + 1;
        out[order[k]] = k < present ? rank : 0;
    }
}
