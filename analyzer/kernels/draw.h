/* Kernels: random numbers for multiple imputation, each had alone.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_KERNELS_DRAW_H
#define TITIAN_KERNELS_DRAW_H

#include <stddef.h>
#include <stdint.h>

/** Numbers of the open interval (0, 1): each depends on the key and its index alone, on nothing drawn before. Which
 *  generator makes them is the caller's affair. */
typedef struct {
    double (*at)(const void *key, uint32_t index);
    const void *key;
} kernel_draws;

/** A key of kernel_draw_at. */
typedef struct {
    uint64_t seed, replication;
    uint32_t stream;
} kernel_draw_key;

/** A number of (0, 1), evenly spread: the four numbers of key and index, mixed one into the other.
 *  @param key  a kernel_draw_key
 *  Source: Steele, Lea and Flood 2014 (the mixer of SplitMix64) */
double kernel_draw_at(const void *key, uint32_t index);

/** How often each of some units is drawn when as many are drawn with replacement as take part.
 *  @param takes_part  n flags
 *  @param place       n: a number of 0 .. n - 1 for each unit, all different. Draws belong to places, so that the
 *                     order in which units stand changes nothing
 *  @param first       index of the first of n numbers used
 *  @param counts      n, to be written; 0 for those that take no part
 *  @param scratch     n positions */
void kernel_draw_bootstrap(const kernel_draws *draws, uint32_t first, const unsigned char *takes_part,
    const size_t *place, size_t n, double *counts, size_t *scratch);

/** n standard normal numbers: out[i] is that of index first + place[i]. Source: inverse of the distribution function
 */
void kernel_draw_normals(const kernel_draws *draws, uint32_t first, const size_t *place, size_t n, double *out);

#endif
