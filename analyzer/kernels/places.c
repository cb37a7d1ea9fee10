/* Kernels: ranks taken again and again.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "kernels/places.h"

#include <math.h>
#include <string.h>

#include "kernels/clones.h"

enum { MOST_COUNTED = 384, DIGIT_BITS = 11, DIGITS = 1 << DIGIT_BITS };

/* kernel_round_score as a whole number of 1e-9, written so that vectors can do it; missing becomes -infinity. */
KERNEL_CLONES static void make_keys(
    const double *restrict scores, const uint32_t *restrict who, size_t n, double *restrict keys)
{
    for (size_t k = 0; k < n; k++) {
        const double score = scores[who[k]], scaled = score * 1e9, whole = trunc(scaled);
        const double away = scaled < 0.0 ? whole - 1.0 : whole + 1.0;
        const double rounded = fabs(scaled - whole) >= 0.5 ? away : whole;
        const double key = fabs(score) < 1e6 ? rounded : scaled;

        keys[k] = isnan(score) ? -(double) INFINITY : key;
    }
}

/* Each unit against all others. */
KERNEL_CLONES static void count_above(const double *restrict keys, size_t n, uint32_t *restrict out)
{
    for (size_t k = 0; k < n; k++) {
        const double key = keys[k];
        uint64_t above = 0;

        for (size_t i = 0; i < n; i++)
            above += keys[i] > key ? 1 : 0;
        out[k] = isinf(key) && key < 0.0 ? 0 : (uint32_t) above + 1;
    }
}

typedef struct {
    uint32_t digits, unit;
} place;

/* One pass of a sort by digits, ascending and stable. */
static void sort_digit(const place *restrict from, size_t n, unsigned shift, place *restrict to)
{
    uint32_t starts[DIGITS] = {0}, sum = 0;

    for (size_t k = 0; k < n; k++)
        starts[from[k].digits >> shift & (DIGITS - 1)]++;
    for (size_t d = 0; d < DIGITS; d++) {
        const uint32_t count = starts[d];

        starts[d] = sum;
        sum += count;
    }
    for (size_t k = 0; k < n; k++)
        to[starts[from[k].digits >> shift & (DIGITS - 1)]++] = from[k];
}

/* What the digits did not tell apart. */
static void finish_order(place *order, size_t n, const double *keys)
{
    for (size_t k = 1; k < n; k++) {
        const place moved = order[k];
        size_t at = k;

        for (; at > 0 && keys[order[at - 1].unit] < keys[moved.unit]; at--)
            order[at] = order[at - 1];
        order[at] = moved;
    }
}

/* Units with a score in `order`, their keys from high to low as digits. @return how many */
static size_t quantise(const double *keys, size_t n, place *order)
{
    double high = -(double) INFINITY, low = (double) INFINITY, scale = 0.0;
    size_t present = 0;

    for (size_t k = 0; k < n; k++) {
        if (isinf(keys[k]) && keys[k] < 0.0)
            continue;
        high = keys[k] > high ? keys[k] : high;
        low = keys[k] < low ? keys[k] : low;
        order[present++].unit = (uint32_t) k;
    }
    if (present > 0 && high > low && isfinite(high - low))
        scale = ((double) DIGITS * DIGITS - 1.0) / (high - low);
    for (size_t k = 0; k < present; k++)
        order[k].digits = (uint32_t) ((high - keys[order[k].unit]) * scale);
    return present;
}

static void sort_keys(const double *keys, size_t n, uint32_t *out, double *scratch)
{
    place *order = (place *) (void *) scratch, *other = (place *) (void *) (scratch + n);
    const size_t present = quantise(keys, n, order);
    uint32_t rank = 0;

    sort_digit(order, present, 0, other);
    sort_digit(other, present, DIGIT_BITS, order);
    finish_order(order, present, keys);
    memset(out, 0, n * sizeof *out);
    for (size_t k = 0; k < present; k++) {
        if (k == 0 || keys[order[k].unit] < keys[order[k - 1].unit])
            rank = (uint32_t) k + 1;
        out[order[k].unit] = rank;
    }
}

void kernel_places(const double *scores, const uint32_t *who, size_t n, uint32_t *out, double *scratch)
{
    make_keys(scores, who, n, scratch);
    if (n <= MOST_COUNTED)
        count_above(scratch, n, out);
    else
        sort_keys(scratch, n, out, scratch + n);
}
