/* Kernels: the Sobol' sequence, plain or scrambled.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "kernels/sobol.h"

#include "kernels/random_block.h"
#include "kernels/sobol_directions.h"

enum { BITS = KERNEL_SOBOL_BITS };

static uint32_t degree_of(uint32_t polynomial)
{
    uint32_t degree = 0;

    while (polynomial >> (degree + 1) != 0)
        degree++;
    return degree;
}

/* The next `count` (0..12) bits of the packed initial numbers. */
static uint64_t take_bits(size_t *at, uint32_t count)
{
    const size_t word = *at / 64, shift = *at % 64;
    uint64_t bits = kernel_sobol_initial[word] >> shift;

    if (shift + count > 64)
        bits |= kernel_sobol_initial[word + 1] << (64 - shift);
    *at += count;
    return bits & ((UINT64_C(1) << count) - 1);
}

/* m_1 .. m_degree into m[0] .. m[degree - 1]; `at` moves on to the next dimension. */
static void read_initial(uint32_t degree, uint64_t *m, size_t *at)
{
    for (uint32_t k = 0; k < degree; k++)
        m[k] = take_bits(at, k) << 1 | 1;
}

/* m_k = m_(k-s) + sum of 2^j a_j m_(k-j) in arithmetic without carries, where a_j belongs to z^(s-j). */
static void continue_numbers(uint32_t polynomial, uint32_t degree, uint64_t m[BITS])
{
    for (uint32_t k = degree; k < BITS; k++) {
        m[k] = m[k - degree];
        for (uint32_t j = 1; j <= degree; j++)
            if ((polynomial >> (degree - j) & 1) != 0)
                m[k] ^= m[k - j] << j;
    }
}

void kernel_sobol_directions(uint32_t first, uint32_t n, uint64_t *directions)
{
    size_t at = 0;

    for (uint32_t dimension = 0; dimension < first + n; dimension++) {
        uint64_t m[BITS];

        for (uint32_t k = 0; k < BITS; k++)
            m[k] = 1;
        if (dimension > 0) {
            const uint32_t polynomial = kernel_sobol_polynomials[dimension - 1], degree = degree_of(polynomial);

            read_initial(degree, m, &at);
            continue_numbers(polynomial, degree, m);
        }
        if (dimension >= first)
            for (uint32_t b = 0; b < BITS; b++)
                directions[(size_t) b * n + dimension - first] = m[b] << (BITS - 1 - b);
    }
}

static void change_digits(const kernel_sobol *s, uint32_t bit, uint64_t *restrict digits)
{
    const uint64_t *restrict direction = s->directions + (size_t) bit * s->n;

    for (uint32_t d = 0; d < s->n; d++)
        digits[d] ^= direction[d];
}

/* What takes the place of a replication among the random numbers. */
static uint64_t place_of(const kernel_sobol *s, uint32_t d)
{
    return (uint64_t) s->replicate << 32 | (s->first + d);
}

/* Digits of a point; those of a shifted sequence are shifted here once, since the next point is reached by XOR. */
static void begin_digits(const kernel_sobol *s, uint64_t index, uint64_t *digits)
{
    uint64_t gray = index ^ index >> 1;

    for (uint32_t d = 0; d < s->n; d++) {
        uint64_t bits[2] = {0, 0};

        if (s->scrambling == KERNEL_SOBOL_SHIFTED)
            kernel_random_bits(&s->random, place_of(s, d), 0, bits);
        digits[d] = bits[0] >> (64 - BITS);
    }
    for (uint32_t bit = 0; gray != 0; bit++, gray >>= 1)
        if ((gray & 1) != 0)
            change_digits(s, bit, digits);
}

/* Seven digits at a time: a tree of 127 chances, of which seven are met on the way down. Its node h (1 the top, 2 h
 * and 2 h + 1 below h) has bit h of a block of random bits. */
enum { TREE = 7, N_TREES = 4, FREE = BITS - TREE * N_TREES };

static uint64_t flips_of_tree(philox2x64_ctr_t chances, uint64_t way)
{
    uint64_t flips = chances.v[0] >> 1 & 1;

    for (uint32_t level = 1; level < TREE - 1; level++)
        flips = flips << 1 | (chances.v[0] >> (1U << level | way >> (TREE - level)) & 1);
    return flips << 1 | (chances.v[1] >> (way >> 1) & 1);
}

/* A digit's chance is named by the digits before it. After 28 of them points of one interval hardly occur: the rest
 * is flipped as a whole. */
static uint64_t scrambled(kernel_random r, uint64_t place, uint64_t digits)
{
    uint64_t flips = 0;

    for (uint32_t t = 0; t < N_TREES; t++) {
        const uint32_t rest = BITS - TREE * t;
        const philox2x64_ctr_t chances = random_block(r, place, t << 28 | (uint32_t) (digits >> rest));

        flips = flips << TREE | flips_of_tree(chances, digits >> (rest - TREE) & ((1U << TREE) - 1));
    }
    flips = flips << FREE |
            random_block(r, place, (uint32_t) N_TREES << 28 | (uint32_t) (digits >> FREE)).v[0] >> (64 - FREE);
    return digits ^ flips;
}

static void write_point(const kernel_sobol *s, const uint64_t *restrict digits, double *restrict out)
{
    if (s->scrambling == KERNEL_SOBOL_OWEN)
        for (uint32_t d = 0; d < s->n; d++)
            out[d] = kernel_open_unit(scrambled(s->random, place_of(s, d), digits[d]) << (64 - BITS));
    else
        for (uint32_t d = 0; d < s->n; d++)
            out[d] = kernel_open_unit(digits[d] << (64 - BITS));
    if (s->scrambling == KERNEL_SOBOL_PLAIN)
        for (uint32_t d = 0; d < s->n; d++)
            out[d] -= 0x1p-53;
}

void kernel_sobol_fill(const kernel_sobol *s, uint64_t index, size_t n_points, double *out, uint64_t *digits)
{
    if (n_points == 0)
        return;
    begin_digits(s, index, digits);
    for (size_t i = 0;; i++) {
        write_point(s, digits, out + i * s->n);
        if (i + 1 == n_points)
            return;
        change_digits(s, (uint32_t) __builtin_ctzll(index + i + 1), digits);
    }
}
