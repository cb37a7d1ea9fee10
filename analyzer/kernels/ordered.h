/* Kernels: means that look at the order of a unit's scores: least, greatest, weighted median, mean of the worst or
 * best few, ordered weighted mean. In all of them a missing score drops out with its weight, a child of weight 0
 * takes no part, and a unit without any weight present has no result. SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_KERNELS_ORDERED_H
#define TITIAN_KERNELS_ORDERED_H

#include "kernels/mean.h"

/** Least and greatest score of each unit.
 *  @param out     n scores, in the unit of the children; may not overlap them
 *  @param weight  n doubles: the weight present
 *  Cost: O(n n_children). */
void kernel_minima(const kernel_columns *columns, double *out, double *weight);
void kernel_maxima(const kernel_columns *columns, double *out, double *weight);

/** Weighted median of each unit: the least score up to which half the weight present lies; where exactly half of it
 *  does (within 1e-12 of the whole), the mean of that score and the next. With equal weights it is the median.
 *  @param out,weight  as above
 *  @param scratch     2 n_children doubles, overwritten
 *  Source: Hyndman and Fan 1996, definition 2, with weights; matrixStats weightedMedian(interpolate = FALSE, ties =
 *  "mean"). Cost: O(n n_children log n_children). */
void kernel_weighted_medians(const kernel_columns *columns, double *out, double *weight, double *scratch);

/** Plain mean of each unit's `count` lowest (or highest) scores, or of all of them where it has fewer; weights only
 *  say who takes part.
 *  @param count    >= 1
 *  @param highest  1: highest, 0: lowest
 *  @param scratch  n_children doubles, overwritten
 *  Source: ordered weighted averaging, Yager 1988. Cost: O(n n_children log n_children). */
void kernel_extreme_means(
    const kernel_columns *columns, size_t count, int highest, double *out, double *weight, double *scratch);

/** Weights by order from the quantifier r^a: the k-th of m scores, the highest first, has (k/m)^a - ((k-1)/m)^a.
 *  @param a   >= 0: 0 the greatest score, below 1 rewards strengths, 1 the mean, above 1 stresses weaknesses,
 *             infinity the least score
 *  @param v   m weights, >= 0, adding up to 1
 *  Source: Yager 1988, 1996 (regular increasing monotone quantifiers). Cost: O(m). */
void kernel_rim_weights(double a, size_t m, double *v);

/** How far weights by order lean to the highest score: sum (m - k) v_k / (m - 1), 1 for the greatest, 0.5 for the
 *  mean, 0 for the least; 0.5 where m is 1. Source: Yager 1988. Cost: O(m). */
double kernel_orness(const double *v, size_t m);

/** Ordered weighted mean of each unit, by kernel_rim_weights of a and of the number of its scores present; weights of
 *  children only say who takes part.
 *  @param a        >= 0
 *  @param scratch  n_children (n_children + 3) / 2 doubles, overwritten
 *  Cost: O(n n_children log n_children). */
void kernel_ordered_means(const kernel_columns *columns, double a, double *out, double *weight, double *scratch);

#endif
