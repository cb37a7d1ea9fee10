/* Kernel: rounding to decimal places, as published tables do it.
 * A tie is a tie of decimals, not of doubles: 2.675 is one, though it is stored a little below, as it is to whoever
 * typed it; and so is a mean of decimals that is 2.675 on paper, though its sum has lost a last place on the way.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_KERNELS_DECIMAL_H
#define TITIAN_KERNELS_DECIMAL_H

#include <stddef.h>

/** What becomes of a tie. */
typedef enum {
    KERNEL_TIES_AWAY, /* 2.675 and -2.675 become 2.68 and -2.68: "half up", ROUND in spreadsheets */
    KERNEL_TIES_EVEN  /* 2.675 and 2.665 become 2.68 and 2.66: half to even, unbiased */
} kernel_ties;

enum { KERNEL_MOST_DECIMALS = 15 };

/** x := x rounded to so many decimals, in place; the result is the double nearest to that decimal, never -0. A value
 *  within 1e-12 of a tie, relatively, is that tie (but within no more than a thousandth of a place). From
 *  4.5e15 / 10^decimals on (45 trillion with two) a value stays as it is: doubles there lie as far apart as the
 *  places.
 *  @param x         n values; missing stays missing
 *  @param decimals  0 .. KERNEL_MOST_DECIMALS
 *  Source: see decimal.c; agrees with rounding in exact decimal arithmetic. Cost: O(n). */
void kernel_round_decimals(double *x, size_t n, unsigned decimals, kernel_ties ties);

#endif
