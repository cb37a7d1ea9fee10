/* Kernel: Cronbach's alpha.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_KERNELS_RELIABILITY_H
#define TITIAN_KERNELS_RELIABILITY_H

#include "kernels/block.h"

/** Cronbach's alpha: how far a block of indicators measures one thing. With C the covariances, each over the units
 *  that have both indicators, T the sum of all of C and k indicators: alpha = k / (k - 1) (T - trace C) / T. Turn
 *  indicators the same way, and scale them alike, first: alpha is not free of the unit of measurement.
 *  @param block    missing allowed
 *  @param scratch  2 n_units doubles
 *  @return at most 1, may be negative; missing for fewer than 2 indicators, a pair with fewer than 2 units in common,
 *          and where T is not above 0
 *  Source: Cronbach 1951; OECD/JRC Handbook 2008, step 4; COINr get_cronbach(use = "pairwise.complete.obs"). Cost:
 *  O(n m^2). */
double kernel_cronbach(const kernel_block *block, double *scratch);

#endif
