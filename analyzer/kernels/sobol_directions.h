/* Kernels: what direction numbers of the Sobol' sequence are made from; see sobol_directions.c.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_KERNELS_SOBOL_DIRECTIONS_H
#define TITIAN_KERNELS_SOBOL_DIRECTIONS_H

#include <stdint.h>

/* Dimensions 1, 2 .. (0-based; dimension 0 needs none): coefficients of the primitive polynomial, bit i that of z^i.
 */
extern const uint16_t kernel_sobol_polynomials[1110];

/* Their initial numbers m_1 .. m_degree, each odd and below 2^k: of m_k the k - 1 bits above the lowest, one
 * dimension after another, from the lowest bit of the first word on. */
extern const uint64_t kernel_sobol_initial[1153];

#endif
