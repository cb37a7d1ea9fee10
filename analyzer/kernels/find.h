/* Kernel: which score a method cannot take.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_KERNELS_FIND_H
#define TITIAN_KERNELS_FIND_H

#include "kernels/mean.h"

/** Where a score was found, both from 0. */
typedef struct {
    size_t child, unit;
} kernel_place;

/** The first score present that is not within [low, high]: child after child, within a child unit after unit.
 *  Children of weight 0 take no part and are passed over. For "greater than 0" give DBL_TRUE_MIN as low.
 *  @param low,high  either may be infinite
 *  @param place     where it is; left alone when there is none
 *  @return 1 when there is one, else 0. Cost: O(n n_children) */
int kernel_find_outside(const kernel_columns *columns, double low, double high, kernel_place *place);

#endif
