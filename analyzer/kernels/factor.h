/* Kernels: rotated factors, and weights from them.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_KERNELS_FACTOR_H
#define TITIAN_KERNELS_FACTOR_H

#include "kernels/pca.h"

/** Varimax: rotate loadings, in place, so that each factor loads highly on few indicators; rows are scaled to unit
 *  length while rotating (Kaiser). Pairs of factors are turned in the plane, one after another, until no angle
 *  exceeds 1e-14 radians; a thousand rounds at most.
 *  @param loadings  m x k; factor f's are the m doubles from loadings + f m
 *  @param rotation  k x k: rotated factor g = sum over f of factor f x rotation[g k + f]; NULL when not wanted
 *  @param lengths   m doubles of scratch
 *  @return 1; 0 when the angles did not settle: then the loadings are those of the last round
 *  Source: Kaiser 1958; R varimax(), iterated to convergence. Cost: O(rounds m k^2). */
int kernel_varimax(double *loadings, size_t m, size_t k, double *rotation, double *lengths);

/** What kernel_factor_rotate found. The caller owns the arrays; m indicators, n units, k factors. */
typedef struct {
    double *loadings;  /* m x k, as kernel_varimax has them; factors by descending share, each turned so that its
                          loadings add up to >= 0 */
    double *shares;    /* k: share of the whole variance, the mean squared loading, 0..1 */
    double *scores;    /* n x k: factor scores, mean 0 and variance 1 over the complete units; missing for a unit with
                          a gap. NULL: not wanted */
    double *composite; /* n: sum over factors of share x score; NULL: not wanted */
} kernel_factors;

/** Doubles of scratch that kernel_factor_rotate needs. */
size_t kernel_factor_scratch(size_t n_indicators, size_t n_factors);

/** Rotate the first k components.
 *  @param pca        with scores when factor scores or a composite are wanted
 *  @param n_factors  k, 1 .. n_indicators; 1: nothing is rotated
 *  @param scratch    kernel_factor_scratch() doubles
 *  @return TITIAN_E_NUMERIC when k is 0 or more than there are components with any variance, and when the rotation
 *          does not settle
 *  Source: OECD/JRC Handbook 2008, pp. 69-71, 89-90. Cost: O(rounds m k^2 + n k^2). */
titian_status kernel_factor_rotate(
    const kernel_pca *pca, size_t n_factors, kernel_factors *out, double *scratch, titian_error *err) TITIAN_CHECKED;

/** How loadings become weights. With l the loadings of factor f and s its share:
 *  KERNEL_FACTOR_HIGHEST  an indicator belongs to the factor where l^2 / (sum of l^2 of that factor) is highest (the
 *                         first of equals); its weight is that times s / (sum of s). The rule of the Handbook and of
 *                         Nicoletti, Scarpetta and Boylaud 2000.
 *  KERNEL_FACTOR_ALL      the sum of that product over all factors: then rotation is without effect, and the weight
 *                         is the indicator's share of what the factors explain.
 *  Both are scaled to add up to 1. */
typedef enum { KERNEL_FACTOR_HIGHEST, KERNEL_FACTOR_ALL } kernel_factor_rule;

/** Weights of indicators from (rotated) loadings. The sign of a loading is lost: check that the indicators point the
 *  same way before use.
 *  @param loadings  m x k, at least one not 0; k > 0
 *  @param weights   m, >= 0, adding up to 1
 *  Source: OECD/JRC Handbook 2008, p. 90, tables 17 and 18. Cost: O(m k). */
void kernel_factor_weights(const double *loadings, size_t m, size_t k, kernel_factor_rule rule, double *weights);

#endif
