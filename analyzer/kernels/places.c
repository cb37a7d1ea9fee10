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

/* The same of keys rounded down to 32 bits, of which twice as many fit a vector; missing ones are -1. Four keys at a
 * time are set against all, so that counts stay in their lanes. @param n  a multiple of 16: keys of -1 fill it up */
KERNEL_CLONES static void count_roughly(const int32_t *restrict keys, size_t n, uint32_t *restrict above)
{
    for (size_t k = 0; k < n; k++)
        above[k] = 0;
    for (size_t i = 0; i < n; i += 4) {
        const int32_t a = keys[i], b = keys[i + 1], c = keys[i + 2], d = keys[i + 3];

        for (size_t k = 0; k < n; k++)
            above[k] += (uint32_t) (a > keys[k]) + (uint32_t) (b > keys[k]) + (uint32_t) (c > keys[k]) +
                        (uint32_t) (d > keys[k]);
    }
}

KERNEL_CLONES static void round_keys(
    const double *restrict keys, size_t n, double low, double scale, int32_t *restrict out)
{
    for (size_t k = 0; k < n; k++) {
        const double key = keys[k] < low ? low : keys[k];
        const int32_t rounded = (int32_t) ((key - low) * scale);

        out[k] = keys[k] < low ? -1 : rounded;
    }
}

/* Least and greatest key of those that have a score, by lanes that vectors can hold. @return how many have */
KERNEL_CLONES static size_t range_of(const double *restrict keys, size_t n, double *low, double *high)
{
    enum { LANES = 8 };
    const double infinite = (double) INFINITY;
    double least[LANES], greatest[LANES], present[LANES] = {0.0};
    size_t count = 0;

    for (size_t l = 0; l < LANES; l++) {
        least[l] = infinite;
        greatest[l] = -infinite;
    }
    for (size_t k = 0; k + LANES <= n; k += LANES)
        for (size_t l = 0; l < LANES; l++) {
            const double key = keys[k + l], of_those = key > -infinite ? key : infinite;

            greatest[l] = key > greatest[l] ? key : greatest[l];
            least[l] = of_those < least[l] ? of_those : least[l];
            present[l] += key > -infinite ? 1.0 : 0.0;
        }
    for (size_t k = n / LANES * LANES; k < n; k++) {
        greatest[0] = keys[k] > greatest[0] ? keys[k] : greatest[0];
        least[0] = keys[k] > -infinite && keys[k] < least[0] ? keys[k] : least[0];
        present[0] += keys[k] > -infinite ? 1.0 : 0.0;
    }
    *low = least[0];
    *high = greatest[0];
    for (size_t l = 0; l < LANES; l++) {
        *low = least[l] < *low ? least[l] : *low;
        *high = greatest[l] > *high ? greatest[l] : *high;
        count += (size_t) present[l];
    }
    return count;
}

/* Ranks by counting. Where no two rounded keys are equal, their ranks are those of the keys themselves: then the
 * ranks less one add up to 0 + 1 + .. . Ties, and keys that rounding made equal, are counted exactly. */
static void count_keys(const double *keys, size_t n, uint32_t *out, int32_t *rough)
{
    const size_t full = (n + 15) / 16 * 16;
    uint32_t *above = (uint32_t *) rough + full;
    double low, high;
    const size_t present = range_of(keys, n, &low, &high);
    uint64_t sum = 0;

    if (present < 2 || !(high > low) || !isfinite(high - low)) {
        count_above(keys, n, out);
        return;
    }
    round_keys(keys, n, low, 2147483000.0 / (high - low), rough);
    for (size_t k = n; k < full; k++)
        rough[k] = -1;
    count_roughly(rough, full, above);
    for (size_t k = 0; k < n; k++) {
        out[k] = rough[k] < 0 ? 0 : above[k] + 1;
        sum += rough[k] < 0 ? 0 : above[k];
    }
    if (sum != (uint64_t) present * (present - 1) / 2)
        count_above(keys, n, out);
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
    double high, low, scale = 0.0;
    const size_t present = range_of(keys, n, &low, &high);
    size_t at = 0;

    for (size_t k = 0; k < n; k++)
        if (keys[k] > -(double) INFINITY)
            order[at++].unit = (uint32_t) k;
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
        count_keys(scratch, n, out, (int32_t *) (void *) (scratch + n));
    else
        sort_keys(scratch, n, out, scratch + n);
}
