/* Kernels: gaps filled from a multivariate normal distribution whose parameters are estimated from incomplete data by
 * expectation and maximisation. Deterministic: nothing is drawn at random unless the caller brings the draws.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_KERNELS_EM_H
#define TITIAN_KERNELS_EM_H

#include "kernels/block.h"

typedef struct {
    size_t max_rounds; /* default 10000 */
    double tolerance; /* settled when no mean moves by more, in standard deviations, and no covariance, in products of
                         them; default 1e-8 */
    double ridge; /* >= 0: so many units' worth of belief that the indicators are uncorrelated; the covariances are
                     shrunk by n / (n + ridge) in every round. Needed where there are hardly more units than
                     indicators, or indicators follow from others. Default 0 */
} kernel_em_rule;

kernel_em_rule kernel_em_rule_default(void);

/** What kernel_em_fit found. The caller owns the arrays and sets the pointers; m indicators. */
typedef struct {
    double *centre, *scale; /* m each, in the unit of the indicator: mean and sd (divisor n - 1) of the values
                               observed; scale is 0 where they are all equal, centre missing where there is none */
    double *mean;           /* m: estimated mean, as (mean - centre) / scale */
    double *covariance;    /* m x m: estimated covariances, divisor n, of values scaled in that way; row and column of
                              an indicator with scale 0 are 0 */
    double log_likelihood; /* of the values observed, so scaled, under the parameters before the last round; without
                              meaning where some follow from others */
    double change;         /* largest in the last round */
    size_t rounds;
    size_t rank; /* of the covariances; fewer than there are indicators with scale > 0: some follow from
                    others, and gaps are filled as if they did so exactly. Give a ridge */
    int settled; /* 0: max_rounds came first */
} kernel_normal;

/** Doubles of scratch, for both functions below; their `order` is 2 n_units positions. */
size_t kernel_em_scratch(size_t n_indicators);

/** Maximum-likelihood means and covariances of incomplete data. Start: observed means, observed variances, no
 *  covariance. Units are worked off by pattern of missingness: for each the covariances are swept once on what is
 *  observed. A unit without any value takes no part. Right if gaps depend on what is observed only ("missing at
 *  random"); the slower it settles the more there is missing.
 *  @param block   missing allowed
 *  @param counts  how often each unit counts, n_units >= 0; NULL: once. Numbers drawn with replacement give the
 *                 bootstrap that proper multiple imputation needs
 *  Source: Dempster, Laird and Rubin 1977; Little and Rubin 2002, 11.2; ridge: Schafer 1997, 5.2.3. Cost, per round:
 *  O(patterns m^3 + n m^2). */
void kernel_em_fit(const kernel_block *block, const double *counts, const kernel_em_rule *rule, kernel_normal *out,
    double *scratch, size_t *order);

/** Fill gaps with their conditional means given what the unit has, or with draws around these.
 *  With draws and parameters from a bootstrap sample (`counts` above) for each of several fillings, these are proper
 *  multiple imputations; with one set of parameters they are too alike.
 *  @param normals  n_units x n_indicators independent standard normal numbers, one for each cell, that of unit i and
 *                  indicator j at normals[j n_units + i]; only those of gaps are used. NULL: conditional means
 *  @param out      n_units x n_indicators, indicator j at out + j n_units; observed values are copied as they are; a
 *                  unit without any value gets the means; an indicator without any stays missing. May not overlap the
 *                  block
 *  @return number of cells still missing
 *  Source: Little and Rubin 2002, 11.2; Honaker, King and Blackwell 2011 (bootstrap). Cost: as one round. */
size_t kernel_em_fill(const kernel_block *block, const kernel_normal *normal, const double *normals, double *out,
    double *scratch, size_t *order);

#endif
