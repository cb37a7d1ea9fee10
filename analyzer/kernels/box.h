/* Kernels: weights in a box: a lower and an upper bound for each weight, and all of them together 1.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_KERNELS_BOX_H
#define TITIAN_KERNELS_BOX_H

#include <stddef.h>

/** Borrowed bounds: low[j] <= w_j <= high[j], sum w = 1. */
typedef struct {
    const double *low, *high; /* m each, 0..1 */
    size_t m;
} kernel_box;

/** Narrow bounds to what the sum leaves of them: w_j is at least 1 less what the others may have, and at most 1 less
 *  what they must have. Afterwards each bound is reached by some weights, and a weight whose bounds are closer than
 *  1e-13 is fixed: both are its lower one.
 *  @param low,high  m bounds, 0..1, changed in place
 *  @return 1; 0 when no weights fit them. Cost: O(m) */
int kernel_box_tighten(double *low, double *high, size_t m);

/** How many weights of a tightened box are free to move. Cost: O(m) */
size_t kernel_box_n_free(const kernel_box *box);

/** Least and greatest value of sum w_j d_j over the box: the spare weight goes to the smallest d first, or last.
 *  @param box    tightened
 *  @param d      m numbers, none missing
 *  @param order  m positions of scratch; on return those of d in ascending order
 *  Source: a linear programme over box and simplex solved by greedy fill; docs/methods.md "Robustness without
 *  sampling". Cost: O(m log m). */
void kernel_box_range(const kernel_box *box, const double *d, size_t *order, double *least, double *greatest);

/** The weights at which sum w_j d_j is least: as above.
 *  @param weights  m weights, written */
void kernel_box_least_at(const kernel_box *box, const double *d, size_t *order, double *weights);

/** Least and greatest weighted mean of some scores over the bounds, the sum of all weights being left out of account:
 *  bounds that hold for sure, and are reached where other weights take up the rest.
 *  @param scores     m scores, missing ones take no part; at least one is there whose upper bound is above 0
 *  @param low,high   m bounds, 0..1
 *  @param order      m positions of scratch
 *  Cost: O(m log m) to sort, O(m^2) to try every threshold. */
void kernel_box_mean_range(
    const double *scores, const kernel_box *box, size_t *order, double *least, double *greatest);

/** The weights within the bounds at which the weighted mean of some numbers is greatest, the sum of all weights being
 *  left out of account: those above some number at their upper bounds, the others at their lower ones. For the least
 *  turn the signs.
 *  @param box      each 0..1; the upper bound of at least one weight is above 0
 *  @param d        m numbers, none missing
 *  @param order    m positions of scratch
 *  @param weights  m weights, written
 *  @return the mean. Source: a linear fractional programme over a box has its optimum at such a corner, Charnes,
 * Cooper 1962. Cost: O(m^2) */
double kernel_box_mean_greatest_at(const kernel_box *box, const double *d, size_t *order, double *weights);

#endif
