/* Kernels: one block of random bits, to be expanded where loops need it; all others take kernel_random_bits.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_KERNELS_RANDOM_BLOCK_H
#define TITIAN_KERNELS_RANDOM_BLOCK_H

#include <Random123/philox.h>

#include "kernels/random.h"

/** By value, so that a loop keeps everything in registers. */
static inline philox2x64_ctr_t random_block(kernel_random r, uint64_t replication, uint32_t block)
{
    const philox2x64_ctr_t counter = {{replication, (uint64_t) r.stream << 32 | block}};
    const philox2x64_key_t key = {{r.seed}};

    return philox2x64(counter, key);
}

#endif
