/* Kernels: what is drawn for multiple imputation. Each number depends on where it is used, on nothing drawn before.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_KERNELS_IMPUTE_DRAW_H
#define TITIAN_KERNELS_IMPUTE_DRAW_H

#include <stddef.h>
#include <stdint.h>

#include "kernels/random.h"

/** Where the numbers of one draw come from. */
typedef struct {
    kernel_random random;
    uint64_t number; /* of the draw */
} kernel_impute_draw;

/** How often each of some units is drawn when as many are drawn with replacement as take part.
 *  @param first       index of the first of n numbers used
 *  @param takes_part  n flags
 *  @param place       n: a number of 0 .. n - 1 for each unit, all different. Draws belong to places, so that the
 *                     order in which units stand changes nothing
 *  @param counts      n, to be written; 0 for those that take no part
 *  @param scratch     n positions */
void kernel_impute_bootstrap(const kernel_impute_draw *draw, uint32_t first, const unsigned char *takes_part,
    const size_t *place, size_t n, double *counts, size_t *scratch);

/** n standard normal numbers: out[i] is that of index first + place[i]. */
void kernel_impute_normals(
    const kernel_impute_draw *draw, uint32_t first, const size_t *place, size_t n, double *out);

#endif
