/* Kernels: rank correlations, significance of correlations, and all correlations of a block.
 * All are over the pairs in which both values are present. SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_KERNELS_ASSOCIATION_H
#define TITIAN_KERNELS_ASSOCIATION_H

#include "kernels/block.h"

/** Ascending ranks, 1 = least; ties share the mean of their places.
 *  @param x      n values, none missing
 *  @param out    n ranks; may not overlap x
 *  @param order  n positions of scratch
 *  Source: R rank(ties.method = "average"). Cost: O(n log n). */
void kernel_average_ranks(const double *x, size_t n, double *out, size_t *order);

typedef enum { KERNEL_PEARSON, KERNEL_SPEARMAN, KERNEL_KENDALL } kernel_correlation_kind;

/** What is known of two columns. */
typedef struct {
    double r; /* -1..1; missing for fewer than 3 pairs, or where either side is constant over them */
    double
        p; /* two-sided p-value of r = 0 between independent columns, 0..1, for this one test; missing where r is */
    size_t n;  /* pairs */
    int exact; /* 1: p is from the distribution of a rank statistic itself, not from an approximation */
} kernel_association;

/** Doubles of scratch; `order` is 2 n positions. */
size_t kernel_association_scratch(size_t n);

/** Correlation of two columns, and its p-value.
 *  Pearson: t with n - 2 degrees of freedom. Spearman: Pearson's r of ranks taken among the pairs; p without ties
 *  exact for n <= 9, by the Edgeworth series of AS 89 for n < 1290, else, and with ties, by t. Kendall: tau-b; p
 *  without ties exact for n < 50, else normal with the variance corrected for ties. Not corrected for multiple tests,
 *  nor for continuity.
 *  @param scratch  kernel_association_scratch(n) doubles
 *  Source: R cor(), cor.test(); Best and Roberts 1975 (AS 89); Kendall 1970; Knight 1966. Cost: O(n log n); for
 *  Spearman's exact p up to n! steps, n <= 9; for Kendall's O(n^3). */
kernel_association kernel_associate(
    kernel_correlation_kind kind, const double *x, const double *y, size_t n, double *scratch, size_t *order);

/** The same for all pairs of a block.
 *  @param r,p    n_indicators x n_indicators each, symmetric; p is 0 on the diagonal where r is 1; NULL: not wanted
 *  @param pairs  numbers of pairs, likewise; NULL: not wanted
 *  Source: COINr get_corr(), get_pvals(). Cost: m^2 / 2 times that of a pair. */
void kernel_associations(kernel_correlation_kind kind, const kernel_block *block, double *r, double *p, size_t *pairs,
    double *scratch, size_t *order);

#endif
