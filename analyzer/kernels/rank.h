/* Kernels: ranks.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_KERNELS_RANK_H
#define TITIAN_KERNELS_RANK_H

#include <stddef.h>

/** Ascending ranks of the values present: 1 = least, ties share the lowest number.
 *  @param x      n values; missing allowed and missing in the result
 *  @param out    n ranks, as doubles; may be x itself
 *  @param keys   n doubles of scratch, may not overlap x
 *  @param order  n positions of scratch
 *  Source: R rank(ties.method = "min"); COINr n_rank(). Cost: O(n log n). */
void kernel_rank_ascending(const double *x, size_t n, double *out, double *keys, size_t *order);

/** A score rounded to nine decimals, halves away from zero: what ranks and bands compare, so that noise in the last
 *  places neither splits a tie nor misses a band. Scores of 1e6 and more are taken as they are. */
double kernel_round_score(double score);

/** Ranks of scores: 1 = highest, ties share the lowest number; compared after kernel_round_score.
 *  @param scores   n scores; missing allowed
 *  @param takes_part  n flags, or NULL for all: who is ranked
 *  @param out      n ranks; 0 where a unit does not take part or has no score
 *  @param keys     n doubles of scratch; order: n positions of scratch
 *  Source: docs/methods.md "Rank". Cost: O(n log n). */
void kernel_rank_scores(
    const double *scores, const unsigned char *takes_part, size_t n, size_t *out, double *keys, size_t *order);

#endif
