/* Kernels: ranks taken again and again, of one list of units.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_KERNELS_PLACES_H
#define TITIAN_KERNELS_PLACES_H

#include <stddef.h>
#include <stdint.h>

/** Doubles of scratch that kernel_places needs. */
#define KERNEL_PLACES_SCRATCH(n) (3 * (n) + 32)

/** Ranks of the scores of some units: 1 = highest, ties share the lowest number; compared after kernel_round_score.
 *  The same ranks as kernel_rank_scores, faster: a few hundred are counted against each other on vectors, more are
 *  sorted by digits.
 *  @param scores   of all units; missing allowed
 *  @param who      n positions in scores, n < 2^32
 *  @param out      n ranks, out[k] of unit who[k]; 0 where it has no score
 *  @param scratch  KERNEL_PLACES_SCRATCH(n) doubles
 *  Cost: O(n^2 / vector) up to 384 units, O(n) beyond, but for scores that lie closer than 1e-7 of their range. */
void kernel_places(const double *scores, const uint32_t *who, size_t n, uint32_t *out, double *scratch);

#endif
