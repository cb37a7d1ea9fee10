/* Recipients that look random and are the same in every run, with a budget that their floors and caps allow.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_TESTS_KERNELS_DRAWN_RECIPIENTS_H
#define TITIAN_TESTS_KERNELS_DRAWN_RECIPIENTS_H

#include "kernels/allocate.h"
#include "unit/drawn.h"

enum { MOST_RECIPIENTS = 24 };

typedef struct {
    double score[MOST_RECIPIENTS], base[MOST_RECIPIENTS], low[MOST_RECIPIENTS], high[MOST_RECIPIENTS];
    double amounts[MOST_RECIPIENTS], scratch[12 * MOST_RECIPIENTS];
    double floors, caps, budget;
    kernel_recipients recipients;
} drawn_case;

static inline size_t drawn_below(uint64_t *seed, size_t n)
{
    return (size_t) (drawn_share(seed) * (double) n);
}

/* Scores over six powers of ten; one in eight not eligible, one in eight with a floor that is its cap, one in four
 * without a cap; the budget anywhere between floors and caps, or twice the floors where there is no cap. */
static inline void draw_recipients(drawn_case *c, uint64_t *seed)
{
    const size_t n = 1 + drawn_below(seed, MOST_RECIPIENTS - 1);
    double sum_low = 0.0, sum_high = 0.0;

    for (size_t i = 0; i < n; i++) {
        const size_t kind = drawn_below(seed, 8);
        const int in = kind != 0;

        c->score[i] = in ? pow(10.0, 6.0 * drawn_share(seed) - 3.0) : 0.0;
        c->base[i] = in && kind < 4 ? drawn_share(seed) : 0.0;
        c->low[i] = in && kind != 2 ? 2.0 * drawn_share(seed) : 0.0;
        c->high[i] = !in         ? 0.0
                     : kind == 1 ? c->low[i]
                     : kind < 4  ? (double) INFINITY
                                 : c->low[i] + 20.0 * drawn_share(seed);
        sum_low += c->base[i] + c->low[i];
        sum_high += c->base[i] + c->high[i];
    }
    c->floors = sum_low;
    c->caps = sum_high;
    c->budget = sum_low + drawn_share(seed) * ((isfinite(sum_high) ? sum_high : 2.0 * sum_low + 1.0) - sum_low);
    c->recipients = (kernel_recipients){c->score, c->base, c->low, c->high, n, NULL};
}

static inline double sum_of(const double *x, size_t n)
{
    long double sum = 0.0L;

    for (size_t i = 0; i < n; i++)
        sum += (long double) x[i];
    return (double) sum;
}

#endif
