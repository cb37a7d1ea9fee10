/* Kernels: the best and the worst rank that weights in a box can give each unit, without sampling.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_KERNELS_RANK_BOUNDS_H
#define TITIAN_KERNELS_RANK_BOUNDS_H

#include "kernels/block.h"
#include "kernels/box.h"

/** A score that is not there, and that a mean of others stands for. */
typedef struct {
    size_t unit, element;
    const unsigned char
        *from; /* m: 1 for those whose weighted mean it is. They are there, or gaps listed before it */
} kernel_rank_gap;

/** Scores of n units on m elements, whose weighted mean ranks them: more is better. A score that is not known stands
 *  for anything between two values; for a gap these are the least and the greatest that weights of the box give it.
 */
typedef struct {
    kernel_block least, most;    /* n_units x m each; least <= most, equal where the score is known; none missing */
    kernel_box box;              /* tightened */
    double tie;                  /* one mean is above another when it is so much greater, >= 0, and more */
    const kernel_rank_gap *gaps; /* unit by unit; NULL: none, or nothing said of what is not known */
    size_t n_gaps;
} kernel_rank_field;

/** By how much a mean is greater when it is above: the field's tie, but 1e-12 of the largest difference of two scores
 *  of an element at least, which is past rounding. Cost: O(n m). */
double kernel_rank_tie(const kernel_rank_field *field);

/** Limits of each unit's rank, 1 being the highest mean and ties sharing the lowest number. Unit k is always above i
 *  when the least of sum w_j (x_kj - x_ij) over the box is above the tie, and can be above it when the greatest is.
 *  No weights give a better rank than 1 + the number of units always above, nor a worse one than 1 + the number that
 *  can be above; weights that give those very ranks need not exist, since each comparison has its own worst case.
 *  @param best,worst  n ranks each
 *  @param d           2 m doubles of scratch; order: m positions of scratch
 *  Source: docs/methods.md "Robustness without sampling". Cost: O(n^2 m log m). */
void kernel_rank_bounds(const kernel_rank_field *field, size_t *best, size_t *worst, double *d, size_t *order);

/** Widen what is known to be reached by the ranks at some weights: best by the rank that a unit has there at most,
 * worst by the one that it has there at least, whatever the scores that are not known.
 *  @param weights     m weights of the box
 *  @param best,worst  n ranks each
 *  @param means       4 n + m doubles of scratch
 *  Cost: O(n (m + log n)). */
void kernel_rank_look_at(
    const kernel_rank_field *field, const double *weights, size_t *best, size_t *worst, double *means);

/** The ranks of one unit at some weights, as above: at most and at least, whatever the scores that are not known.
 *  @param tie    kernel_rank_tie
 *  @param means  2 n + m doubles of scratch
 *  Cost: O(n m). */
void kernel_rank_one_at(const kernel_rank_field *field, double tie, size_t unit, const double *weights, size_t *most,
    size_t *least, double *means);

/** Ranks that some weights are known to give: the best and the worst that each unit has at any of the weights tried.
 *  Tried are the weights given and, for each unit, those that raise it most above the units it contends with, and
 *  those that lower it most. Scores that are not known count against what is claimed. Together with the limits above
 *  the truth is held from both sides; where they agree, the limits are exact.
 *  @param weights     m weights of the box to try as well; NULL: none
 *  @param best,worst  n ranks each
 *  @param scratch     4 n + 5 m doubles; order: m positions
 *  Cost: O(n^2 (m log m + log n)). */
void kernel_rank_reached(const kernel_rank_field *field, const double *weights, size_t *best, size_t *worst,
    double *scratch, size_t *order);

#endif
