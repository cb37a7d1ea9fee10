/* Kernels: amounts as whole units of a currency.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_KERNELS_APPORTION_H
#define TITIAN_KERNELS_APPORTION_H

#include <stddef.h>
#include <stdint.h>

/** Round amounts to whole units whose sum is exactly `total`: each has the whole units in its amount, and the units
 *  left over go one by one to the largest remainders, of equal ones to the first by position. So an amount moves by
 *  less than a unit; 0 stays 0; a floor, cap or minimum grant that is a multiple of the unit is still kept, any other
 *  is missed by less than a unit. The part of a group is kept where each group is rounded by itself, to its own
 * total. As with every rule of remainders, one unit more in total can cost somebody a unit (the Alabama paradox).
 *  @param amounts  n: >= 0, none missing, that add up to `total` units
 *  @param unit     > 0, in the unit of amounts; amounts are below 2^52 units
 *  @param units    n, written
 *  @param scratch  n doubles; @param places  n. No overlap
 *  @return 1; 0, with units as rounded down, where the units left over are below 0 or more than amounts that
 *  have a remainder: amounts do not add up to it
 *  Source: Hamilton 1792, Balinski, Young 1982. Cost: O(n log n) */
int kernel_apportion(
    const double *amounts, size_t n, double unit, int64_t total, int64_t *units, double *scratch, size_t *places);

#endif
