/* Numbers that look random and are the same in every run.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_TESTS_DRAWN_H
#define TITIAN_TESTS_DRAWN_H

#include <math.h>
#include <stddef.h>
#include <stdint.h>

/** Above 0 and below 1. Source: splitmix64, Steele, Lea, Flood, OOPSLA 2014. */
static inline double drawn_share(uint64_t *seed)
{
    uint64_t z = *seed += 0x9E3779B97F4A7C15u;

    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return ((double) ((z ^ (z >> 31)) >> 11) + 0.5) / 9007199254740992.0;
}

/** Weights uniform over those that lie within bounds and sum to 1, by refusing those that do not.
 *  @param low,high  m bounds that leave room */
static inline void drawn_weights(uint64_t *seed, const double *low, const double *high, size_t m, double *weights)
{
    int within = 0;

    while (!within) {
        double sum = 0.0, spare = 1.0;

        for (size_t j = 0; j < m; j++) {
            sum += weights[j] = -log(drawn_share(seed));
            spare -= low[j];
        }
        within = 1;
        for (size_t j = 0; j < m; j++) {
            weights[j] = low[j] + spare * weights[j] / sum;
            within = within && weights[j] <= high[j];
        }
    }
}

#endif
