/* Kernels: how far scores stay under a target.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_KERNELS_SHORTFALL_H
#define TITIAN_KERNELS_SHORTFALL_H

#include "kernels/mean.h"

/** Per unit, the weighted mean of d^alpha and of d over the columns present, d = (target - score) / target kept
 * within 0 and 1. 0 to the power 0 is 0 here: alpha 0 counts the columns under the target.
 *  @param target  > 0, score points; alpha >= 0
 *  @param need,need_1  n numbers of 0..1 each; missing where no weight is present; no overlap
 *  @param weight  n doubles of scratch
 *  Source: Foster, Greer, Thorbecke 1984; docs/methods.md "Priority". Cost: O(n n_children), powers where alpha is
 *  neither 0, 1 nor 2. */
void kernel_shortfalls(
    const kernel_columns *columns, double target, double alpha, double *need, double *need_1, double *weight);

#endif
