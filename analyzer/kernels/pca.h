/* Kernel: principal components of the correlation matrix.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_KERNELS_PCA_H
#define TITIAN_KERNELS_PCA_H

#include <titian/status.h>

#include "kernels/block.h"

/** What kernel_pca_fit found: m indicators, n units. The caller owns the arrays and sets the pointers to them. */
typedef struct {
    size_t n_units, n_indicators; /* n and m */
    size_t n_complete;            /* units with every value: only they are used */
    double *means, *sds; /* m each, of the complete units, in the units of the indicators; sd with divisor n - 1 */
    double *eigenvalues; /* m, descending, >= 0; they add up to m: variance explained, in indicators. The standard
                            deviation of a component is the square root */
    double *rotation;    /* m x m; component k's unit eigenvector is the m doubles from rotation + k m */
    double *scores;      /* n x m; component k's scores, z . eigenvector, are the n doubles from scores + k n; missing
                            for a unit with a gap. NULL: not wanted */
} kernel_pca;

/** Doubles of scratch that kernel_pca_fit needs. */
size_t kernel_pca_scratch(size_t n_units, size_t n_indicators);

/** Principal components of standardised indicators, over the units that have every value.
 *  Sign: each component is turned so that its loadings add up to >= 0; when they cancel, so that the largest of them
 *  is positive. Components with equal eigenvalues are only determined up to rotation among themselves.
 *  @param block    missing allowed: such units take no part
 *  @param scratch  kernel_pca_scratch() doubles
 *  @return TITIAN_E_NUMERIC when there are no indicators, fewer than 2 complete units, fewer complete units than
 *          indicators, or an indicator that is constant over them (err->column)
 *  Source: OECD/JRC Handbook 2008, step 4 and pp. 63-69; R prcomp(scale. = TRUE); eigenvectors by GSL. Cost:
 *  O(n m^2 + m^3). */
titian_status kernel_pca_fit(
    const kernel_block *block, kernel_pca *out, double *scratch, titian_error *err) TITIAN_CHECKED;

/** Loadings, correlations of indicators with components: eigenvector x sqrt(eigenvalue).
 *  @param loadings  m x n_components; component k's are the m doubles from loadings + k m */
void kernel_pca_loadings(const kernel_pca *pca, size_t n_components, double *loadings);

/** Turn a component so that its m loadings add up to >= 0, by the rule of kernel_pca_fit.
 *  @return 1 when they were turned, 0 when left */
int kernel_pca_orient(double *loadings, size_t m);

/** Which components are worth keeping. */
typedef struct {
    double least_eigenvalue; /* keep while the eigenvalue is at least this; default 1 (Kaiser) */
    double least_share;      /* and while it explains at least this share of variance, 0..1; default 0 */
    double least_together;   /* but keep on until so much is explained together, 0..1; default 0 */
} kernel_pca_keep;

/** How many components to keep: at least 1 when there is an indicator.
 *  Source: OECD/JRC Handbook 2008, p. 89 (1, 0.10 and 0.60 together are its "standard practice"). */
size_t kernel_pca_count(const double *eigenvalues, size_t n_indicators, const kernel_pca_keep *keep);

#endif
