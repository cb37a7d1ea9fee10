/* Kernels: amounts as whole units of a currency.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "kernels/apportion.h"

#include <math.h>

#include "kernels/order.h"

/* An amount that is a whole number of units but for rounding needs no care. Just below it, its remainder is among the
 * largest, and there are units for all of these, since remainders add up to the units left over; just above it, its
 * remainder comes after all others. */
int kernel_apportion(
    const double *amounts, size_t n, double unit, int64_t total, int64_t *units, double *scratch, size_t *places)
{
    int64_t left = total;
    size_t n_parts = 0;

    for (size_t i = 0; i < n; i++) {
        const double exact = amounts[i] / unit, whole = floor(exact);

        units[i] = (int64_t) whole;
        left -= units[i];
        scratch[i] = whole - exact; /* below 0 for who has a remainder: the largest comes first */
        n_parts += scratch[i] < 0.0 ? 1 : 0;
    }
    if (left < 0 || (uint64_t) left > n_parts)
        return 0;
    kernel_sort_index(scratch, n, places);
    for (size_t k = 0; k < (size_t) left; k++)
        units[places[k]]++;
    return 1;
}
