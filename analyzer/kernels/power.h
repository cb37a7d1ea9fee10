/* Kernels: power means across the children of a node: harmonic, quadratic, any power, and the reversed geometric
 * mean. In all of them a missing score drops out with its weight, a child of weight 0 takes no part, and a unit
 * without any weight present has no mean. Scores from denormal to 1e308 neither overflow nor vanish on the way.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_KERNELS_POWER_H
#define TITIAN_KERNELS_POWER_H

#include "kernels/find.h"
#include "kernels/mean.h"

/** The first score that a power mean of order p cannot take: below 0, or not above 0 where p <= 0. The mean of order
 *  1 takes any.
 *  @return 1 and its place, or 0 when there is none. Cost: O(n n_children) */
int kernel_power_find_outside(const kernel_columns *columns, double p, kernel_place *place);

/** Weighted power mean of each unit, (sum w y^p / sum w)^(1/p); p = 1 arithmetic, 0 geometric, -1 harmonic, 2
 *  quadratic; p in [-5, -1] is the CES form of a weak link. Worked out as s exp(ln1p(sum w expm1(p ln(y/s)) / sum w)
 *  / p), s being the score that counts most, so that no p, however near 0, costs digits.
 *  @param p        finite
 *  @param columns  scores >= 0, > 0 where p <= 0 (kernel_power_find_outside); any where p = 1
 *  @param out      n means, in the unit of the children, missing where no weight is present; may not overlap them
 *  @param weight   n doubles: the weight present
 *  @param scratch  n doubles, overwritten
 *  Source: OECD/JRC Handbook 2008, step 6; COINr a_genmean(), but a gap drops out, as its help says. Cost:
 *  O(n n_children). */
void kernel_power_means(const kernel_columns *columns, double p, double *out, double *weight, double *scratch);

/** Weighted harmonic mean, sum w / sum (w / y): parameters as above, scores > 0.
 *  Source: COINr a_hmean(); negative scores, which it takes without a word, are refused by the finder with p = -1. */
void kernel_harmonic_means(const kernel_columns *columns, double *out, double *weight, double *scratch);

/** Weighted quadratic mean, sqrt(sum w y^2 / sum w): for badness, of which one very bad dimension should tell.
 *  @param columns  scores of any sign; the result is >= 0
 *  Source: UN Multidimensional Vulnerability Index 2024, every level with equal weights. */
void kernel_quadratic_means(const kernel_columns *columns, double *out, double *weight, double *scratch);

/** The first score that a reversed geometric mean on [low, high] cannot take: high + (high - low) / 9 or more. */
int kernel_reversed_geometric_find_outside(
    const kernel_columns *columns, double low, double high, kernel_place *place);

/** Geometric mean counted from the bad end: y is turned into h = 9 (high - y) / (high - low) + 1, which is 10 at low
 *  and 1 at high, and the geometric mean g of h back into low + (10 - g) / 9 (high - low). Of badness: a high value
 *  is made up for less than in the arithmetic mean.
 *  @param low,high  ends of the scale in score points, low < high; INFORM has 0 and 10
 *  Source: INFORM Risk methodology (form taken from memory of JRC reports, not yet seen in print);
 *  parameters as above. */
void kernel_reversed_geometric_means(
    const kernel_columns *columns, double low, double high, double *out, double *weight);

#endif
