/* Kernels: random numbers that depend on where they are used and on nothing before.
 * Every number is a function of four: seed, stream (a purpose: weights, noise, scrambling ...), replication, index
 * (a factor). So any replication can be drawn alone, in any order, by any thread, with the same bits.
 * Source: Salmon, Moraes, Dror, Shaw 2011, "Parallel random numbers: as easy as 1, 2, 3", Philox2x64-10 of Random123:
 * key = seed, counter = (replication, stream 2^32 + block), where a block is two indices.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_KERNELS_RANDOM_H
#define TITIAN_KERNELS_RANDOM_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

typedef struct {
    uint64_t seed;
    uint32_t stream;
} kernel_random;

/** The 128 bits of one block: what everything below is made of. Cost: about 5 ns. */
void kernel_random_bits(const kernel_random *r, uint64_t replication, uint32_t block, uint64_t bits[2]);

/** The upper 52 of 64 bits as a number k 2^-52 + 2^-53: evenly spread over the open interval, 0 and 1 never. */
static inline double kernel_open_unit(uint64_t bits)
{
    const uint64_t from_one = (bits >> 12) | UINT64_C(0x3ff0000000000000); /* 1 + k 2^-52 as IEEE 754 has it */
    double number;

    memcpy(&number, &from_one, sizeof number);
    return number - (1.0 - 0x1p-53); /* exact */
}

/** One number of (0, 1). */
double kernel_uniform(const kernel_random *r, uint64_t replication, uint32_t index);

/** The numbers of indices first, first + 1 .. first + n - 1: each the same as by kernel_uniform.
 *  @param n    first + n <= 2^32
 *  @param out  n numbers of (0, 1), 52 bits each
 *  Cost: O(n), about 2.5 ns each; an odd `first` costs a block more. */
void kernel_uniform_fill(const kernel_random *r, uint64_t replication, uint32_t first, size_t n, double *out);

#endif
