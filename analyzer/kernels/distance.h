/* Kernels: distance from an ideal: Hellwig and the Wroclaw taxonomy, TOPSIS, VIKOR.
 * Scores point the same way: more is better. A missing score drops out with its weight, a child of weight 0 takes no
 * part, and a unit without any weight present has no result. Differences are taken of scores scaled by a power of
 * two, which is exact, so that no square overflows. SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_KERNELS_DISTANCE_H
#define TITIAN_KERNELS_DISTANCE_H

#include "kernels/mean.h"

/** Best and worst unit's score in each child; keep them where results of several years are to be compared.
 *  @param best,worst  n_children scores each, in the unit of the children; missing where a child has none
 *  Cost: O(n n_children). */
void kernel_ideals(const kernel_columns *columns, double *best, double *worst);

/** Distance of each unit from an ideal point: sqrt(sum w (y - ideal)^2 / sum w) over the scores present.
 *  @param ideal   n_children scores; a child whose ideal is missing takes no part
 *  @param out     n distances, >= 0, in the unit of the children; may not overlap them
 *  @param weight  n doubles: the weight present
 *  Cost: O(n n_children). */
void kernel_ideal_distances(const kernel_columns *columns, const double *ideal, double *out, double *weight);

/** Wroclaw taxonomic measure: distance / (mean + 2 sd of the distances of all units), 0 at the ideal, lower is
 *  better; 1 - it is Hellwig's measure of development. 0 where every unit is at the ideal.
 *  @param distances  n, from kernel_ideal_distances; any common factor cancels; replaced by the measure
 *  @return the critical distance, mean + 2 sd (divisor n - 1; sd of one distance is 0); missing when there is none
 *  Source: Hellwig 1968 (on z-scores); Compind ci_wroclaw(). Cost: O(n). */
double kernel_wroclaw(double *distances, size_t n);

/** TOPSIS: closeness D- / (D+ + D-), D+ and D- being the weighted distances sqrt(sum (w (y - ideal))^2) from best and
 *  worst over the scores a unit has. 1 at the best point, 0 at the worst.
 *  @param columns      normalised already (the textbook divides each child by the root of its sum of squares)
 *  @param best,worst   n_children scores each, from kernel_ideals or fixed
 *  @param out          n closenesses, 0..1, more is better; may not overlap the columns
 *  @param scratch      n doubles, overwritten
 *  @return number of units with scores but without a result, because best and worst are the same in all they have
 *  Source: Hwang and Yoon 1981. Cost: O(n n_children). */
size_t kernel_topsis(
    const kernel_columns *columns, const double *best, const double *worst, double *out, double *scratch);

/** What VIKOR finds for each unit: n doubles each; less is better; missing where there is no weight. */
typedef struct {
    double *s; /* group utility: sum w (best - y) / (best - worst) / sum w, over the scores present; 0..1 */
    double *r; /* individual regret: the greatest single term of that sum */
    double *q; /* compromise: v (s - least s) / (range of s) + (1 - v) (r - least r) / (range of r), 0..1; a term
                  whose range is 0 is 0 */
} kernel_vikor_result;

/** VIKOR: the compromise between the good of the whole and the regret of the worst child.
 *  @param best,worst  n_children scores each, from kernel_ideals or fixed; a child in which they are equal or missing
 *                     has no regret, but keeps its weight
 *  @param v           0..1: weight of the whole; 0.5 is usual
 *  @param weight      n doubles: the weight present
 *  Source: Opricovic and Tzeng 2004. Cost: O(n n_children). */
void kernel_vikor(const kernel_columns *columns, const double *best, const double *worst, double v,
    kernel_vikor_result *out, double *weight);

#endif
