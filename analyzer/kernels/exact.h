/* Kernels: sums without rounding, so that the order in which numbers come does not matter: however replications are
 * shared out among threads and machines, the sum has the same bits.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_KERNELS_EXACT_H
#define TITIAN_KERNELS_EXACT_H

#include <stdint.h>

enum { KERNEL_EXACT_DIGITS = 6 };

/** A sum of doubles as a number in digits of 32 bits, the last worth 2^-64. Start with zeroes. Two sums are added
 * digit by digit. Good for 2^30 numbers; `lost` counts those that were infinite, missing or beyond 2^95: then there
 * is no sum. */
typedef struct {
    int64_t digit[KERNEL_EXACT_DIGITS];
    uint64_t lost;
} kernel_exact;

/** Add a number; what is smaller than 2^-64 of it is cut off, always in the same way. */
void kernel_exact_add(kernel_exact *sum, double x);
void kernel_exact_merge(kernel_exact *into, const kernel_exact *from);
/** The sum, rounded once. @return NaN where numbers were lost */
double kernel_exact_value(const kernel_exact *sum);

#endif
