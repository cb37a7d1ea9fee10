/* Kernels: random numbers that depend on where they are used and on nothing before.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "kernels/random.h"

#include "kernels/random_block.h"

void kernel_random_bits(const kernel_random *r, uint64_t replication, uint32_t block, uint64_t bits[2])
{
    const philox2x64_ctr_t random = random_block(*r, replication, block);

    bits[0] = random.v[0];
    bits[1] = random.v[1];
}

double kernel_uniform(const kernel_random *r, uint64_t replication, uint32_t index)
{
    uint64_t bits[2];

    kernel_random_bits(r, replication, index / 2, bits);
    return kernel_open_unit(bits[index % 2]);
}

void kernel_uniform_fill(const kernel_random *r, uint64_t replication, uint32_t first, size_t n, double *out)
{
    const kernel_random from = *r;
    size_t k = 0;

    if (n > 0 && first % 2 == 1)
        out[k++] = kernel_uniform(r, replication, first);
    for (; k + 1 < n; k += 2) {
        const philox2x64_ctr_t bits = random_block(from, replication, (first + (uint32_t) k) / 2);

        out[k] = kernel_open_unit(bits.v[0]);
        out[k + 1] = kernel_open_unit(bits.v[1]);
    }
    if (k < n)
        out[k] = kernel_uniform(r, replication, first + (uint32_t) k);
}
