/* Kernels: means less (or plus) a penalty for imbalance: Mazziotta-Pareto, its adjusted form, mean-min, weak link.
 * In all of them a missing score drops out with its weight, a child of weight 0 takes no part, and a unit without any
 * weight present has no result. SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_KERNELS_BALANCE_H
#define TITIAN_KERNELS_BALANCE_H

#include "kernels/mean.h"

typedef struct {
    int sign;   /* -1: more is better, imbalance takes away; +1: more is worse, it adds */
    int sample; /* 1: the variance among a unit's m scores has divisor m - 1, 0: m, as published */
} kernel_mpi_rule;

/** Mazziotta-Pareto index: M -/+ S^2 / M, M and S^2 being weighted mean and variance of the unit's scores: S^2 = sum
 *  w (y - M)^2 / sum w, times m / (m - 1) for a sample, m scores being present. One score alone has no imbalance: its
 *  S is 0. It is also the last step of the adjusted index (AMPI, sign and divisor m as there), on scores from
 *  kernel_ampi_posts.
 *  @param columns  scores on a scale round 100, or 70 to 130: above 0
 *  @param out      n results, in the unit of the children; may not overlap them
 *  @param weight   n doubles: the weight present
 *  @param penalty  n doubles: S^2 / M, what was taken away or added; missing where out is
 *  @param scratch  n doubles, overwritten
 *  @return number of units with scores but without a result, because their mean is not above 0
 *  Source: De Muro, Mazziotta and Pareto 2011; Mazziotta and Pareto 2016; weighted form: RIEDS 154. Cost:
 *  O(n n_children). */
size_t kernel_mpi(const kernel_columns *columns, const kernel_mpi_rule *rule, double *out, double *weight,
    double *penalty, double *scratch);

/** Goalposts of the adjusted index: reference -/+ half the range over all units and years. Scores are 70 at `low` and
 *  130 at `high`, 100 at the reference; turned round (200 - score) where less is better; not clipped.
 *  Keep them: with a new year that moves the range all past scores would change.
 *  Source: Mazziotta and Pareto 2013, 2016. Cost: O(1). */
void kernel_ampi_posts(double least, double greatest, double reference, double *low, double *high);

/** Mean-min function: M - a (sqrt((M - min)^2 + b^2) - b).
 *  @param a       0..1: 0 the mean; 1 with b = 0 the minimum
 *  @param b       >= 0, score points: how gently it starts
 *  @param out     n results, in the unit of the children; may not overlap them
 *  @param weight  n doubles: the weight present
 *  @param least   n doubles: the unit's least score
 *  Source: Tarabusi and Guarini 2013. Cost: O(n n_children). */
void kernel_mean_min(const kernel_columns *columns, double a, double b, double *out, double *weight, double *least);

/** Weak link, or penalty for bottleneck: each score is held down to min + b s (1 - exp(-(y - min) / s)), min being
 *  the unit's least, then the weighted mean is taken.
 *  @param b      > 0: 1 as published; the most a score may stand above the least is b s
 *  @param scale  s, score points, > 0: the width of the scale the scores are on, 1 as published
 *  @param out,weight,least  as above
 *  Source: Acs, Autio and Szerb 2014, with b = s = 1 (form taken from memory, not yet seen in print). Cost:
 *  O(n n_children). */
void kernel_weak_link_means(
    const kernel_columns *columns, double b, double scale, double *out, double *weight, double *least);

#endif
