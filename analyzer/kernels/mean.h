/* Kernels: weighted means across columns: the children of a node, all units at once.
 * Children are columns of n units, `stride` doubles apart, as they lie in a panel; the loop over children is outside
 * and the loop over units inside with stride 1, so that it runs on vectors. A missing score drops out with its
 * weight. SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_KERNELS_MEAN_H
#define TITIAN_KERNELS_MEAN_H

#include <stddef.h>

/** The columns of a node's children. */
typedef struct {
    const double *scores;  /* first column; child k begins at scores + k * stride; missing allowed */
    size_t stride;         /* doubles from one child to the next, >= n */
    size_t n_children;     /* >= 0 */
    size_t n;              /* units */
    const double *weights; /* n_children weights, >= 0; need not sum to 1 */
} kernel_columns;

/** Per unit, sum of weight x score and sum of the weights present.
 *  @param sum,weight  n doubles each, overwritten; may not overlap the columns or each other
 *  Cost: O(n n_children). */
void kernel_weighted_sums(const kernel_columns *columns, double *sum, double *weight);

/** The same of the natural logarithm of max(score, floor).
 *  @param floor  > 0, or 0 when every score present is > 0 */
void kernel_weighted_log_sums(const kernel_columns *columns, double floor, double *sum, double *weight);

/** Weighted arithmetic mean of each unit.
 *  @param out     n scores, in the unit of the children; missing where no weight is present; may not overlap them
 *  @param weight  n doubles: the weight present
 *  Source: OECD/JRC Handbook 2008, step 6; COINr a_amean(); docs/methods.md "Arithmetic mean". */
void kernel_arithmetic_means(const kernel_columns *columns, double *out, double *weight);

/** Weighted geometric mean of each unit, of max(score, floor): parameters as above.
 *  Source: OECD/JRC Handbook 2008, step 6; COINr a_gmean(); docs/methods.md "Geometric mean". */
void kernel_geometric_means(const kernel_columns *columns, double floor, double *out, double *weight);

/** Natural logarithm of max(x, floor); missing stays missing. Cost: O(n) logarithms.
 *  @param floor  > 0, or 0 when every x present is > 0
 *  @param out    n doubles; may be x */
void kernel_logs(const double *x, size_t n, double floor, double *out);

/** The geometric mean of columns whose logarithms were taken before, by kernel_logs: the same bits as
 *  kernel_geometric_means. Several means of the same scores share the logarithms so. */
void kernel_geometric_of_logs(const kernel_columns *logs, double *out, double *weight);

/** Per unit, the number of scores present, as a double. Cost: O(n n_children). */
void kernel_counts(const kernel_columns *columns, double *count);

/** x := missing where share < least x total, with a tolerance of 1e-9 of the total so that 0.1 + 0.2 is 0.3.
 *  @param share  n doubles: weight or number present; may not overlap x */
void kernel_require_share(double *x, size_t n, const double *share, double total, double least);

#endif
