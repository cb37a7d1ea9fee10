/* Kernels: weighted means of units that lack scores, which the rest stands for: exactly at some weights, and between
 * two planes over a box of them.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_KERNELS_RANK_GAPS_H
#define TITIAN_KERNELS_RANK_GAPS_H

#include "kernels/rank_bounds.h"

/** Means of all units at some weights: of units with gaps that of what is there, renormalised; where what is there
 * has no weight, or nothing is said of a score that is not known, the least and the greatest.
 *  @param weights      m weights of the box
 *  @param least,most   n means each
 *  @param scores       m doubles of scratch
 *  Cost: O(n m). */
void kernel_rank_means(
    const kernel_rank_field *field, const double *weights, double *least, double *most, double *scores);

/** Doubles of scratch for what follows. */
size_t kernel_rank_gaps_room(size_t m);

/** Put a plane under and one above the mean of each unit with gaps: scores with which its mean is at most, and at
 *  least, what it is at any weights of a part of the box. Planes touch it nearly where the part is small: their
 *  distance is a multiple of its size squared, as long as what is there has some weight.
 *  @param box          the part: tightened
 *  @param least,most   n x m; rows of units with gaps are written
 *  @param spread       m numbers for each unit with gaps, in their order: by how much each weight's freedom holds the
 *                      planes apart
 *  @param order        m positions of scratch
 *  Source: mean value form of interval arithmetic, Moore, Interval Analysis (1966). Cost: O(gaps m^2). */
void kernel_rank_gaps_bound(const kernel_rank_field *field, const kernel_box *box, double *least, double *most,
    double *spread, double *room, size_t *order);

#endif
