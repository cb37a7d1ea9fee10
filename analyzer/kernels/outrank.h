/* Kernels: outranking: units compared two by two.
 * In a pair only the children in which both have a score count; the left-out weight belongs to neither, so that the
 * shares of such a pair are those of the weight both have, and the order of the units changes nothing. A child of
 * weight 0 takes no part. Differences of weight up to 1e-9 of all weight are noise: such a pair is tied.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_KERNELS_OUTRANK_H
#define TITIAN_KERNELS_OUTRANK_H

#include "kernels/mean.h"

/** Copeland score of each unit: pairs won less pairs lost. A pair is won by the unit that is better in more weight of
 *  the children both have; equal scores count for neither, which is to say half for each.
 *  @param columns  more is better
 *  @param out      n scores, whole numbers from -(n - 1) to n - 1; missing for a unit without any weight present; may
 *                  not overlap the columns
 *  Source: Copeland 1951; COINr a_copeland(), but gaps and ties are treated alike on both sides. On complete data
 *  without ties by noise the two agree. Cost: O(n^2 n_children / 2); no n x n matrix. */
void kernel_copeland(const kernel_columns *columns, double *out);

/** Net outranking flow of each unit: the mean over the others it can be compared with of share won - share lost.
 *  @param out     n flows, -1..1; missing where a unit can be compared with none
 *  @param others  n doubles: the number of units it can be compared with
 *  Source: Brans and Vincke 1985 (PROMETHEE II, usual criterion). Cost: O(n^2 n_children / 2). */
void kernel_outranking_flows(const kernel_columns *columns, double *out, double *others);

/** The outranking matrix, on request: o_ij is the share of weight in which unit i is better than j, plus half of that
 *  in which they are equal; o_ij + o_ji = 1.
 *  @param out  n x n, o_ij at out[i n + j]; 0.5 for a unit and itself; missing where two units have nothing in common
 *  @return number of ordered pairs in which the first is better in everything both have (dominance)
 *  Source: COINr outrankMatrix(), after Munda and Nardo 2009. Cost: O(n^2 n_children). */
size_t kernel_outranking_matrix(const kernel_columns *columns, double *out);

#endif
