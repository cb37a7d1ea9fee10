/* Kernels: the Sobol' sequence, plain or scrambled. Points that fill the unit cube more evenly than random ones.
 * Direction numbers: Joe and Kuo 2008, new-joe-kuo-6.21201 (sobol_directions.c is made by script/sobol-directions).
 * Order: Gray code; point 0 is the origin. The first 2^m points are the same set in any order of counting.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_KERNELS_SOBOL_H
#define TITIAN_KERNELS_SOBOL_H

#include <stddef.h>
#include <stdint.h>

#include "kernels/random.h"

enum { KERNEL_SOBOL_DIMENSIONS = 1111, KERNEL_SOBOL_BITS = 52 };

typedef enum {
    KERNEL_SOBOL_PLAIN,   /* as published; coordinates of [0, 1), multiples of 2^-52 */
    KERNEL_SOBOL_SHIFTED, /* digital shift: each dimension XORed with one random number; coordinates of (0, 1) */
    KERNEL_SOBOL_OWEN /* nested uniform scrambling: each digit flipped or not by chance, by one chance for all points
                         whose earlier digits agree; coordinates of (0, 1) */
} kernel_scrambling;

/** A sequence of n dimensions. The last two fields matter for scrambled ones only: (seed, stream, replicate) names
 * the scrambling, so replicates are independent estimates. The stream must be used for nothing else. */
typedef struct {
    const uint64_t *directions; /* of kernel_sobol_directions, borrowed */
    uint32_t first, n;          /* dimensions first .. first + n - 1 */
    kernel_scrambling scrambling;
    kernel_random random;
    uint32_t replicate;
} kernel_sobol;

/** Direction numbers of n dimensions from `first` on.
 *  @param first,n     first + n <= KERNEL_SOBOL_DIMENSIONS
 *  @param directions  KERNEL_SOBOL_BITS * n numbers; that of bit b and dimension first + d at b * n + d
 *  Cost: O(52 n), once. */
void kernel_sobol_directions(uint32_t first, uint32_t n, uint64_t *directions);

/** Points index, index + 1 .. index + n_points - 1: the same bits for any way to split them into calls.
 *  @param index   0-based; index + n_points <= 2^52. Owen's scrambling is exact for the first 2^28 points; later ones
 *                 share the flips of digits 29 and on with those whose first 28 digits agree
 *  @param out     point after point, n coordinates each
 *  @param digits  n integers of scratch
 *  Source: Bratley and Fox 1988 (Algorithm 659); Antonov and Saleev 1979; Owen 1995; Owen 2003 for the shift.
 *  Cost: a point by its index O(n log index), the next one O(n); see bench. */
void kernel_sobol_fill(const kernel_sobol *s, uint64_t index, size_t n_points, double *out, uint64_t *digits);

#endif
