/* Kernels: Shapley values: a total shared out among players, each given its mean contribution over all orders of
 * joining. Shapley effects are those of an output's variance among the factors; they add up to it.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_KERNELS_SHAPLEY_H
#define TITIAN_KERNELS_SHAPLEY_H

#include <stddef.h>

enum { KERNEL_SHAPLEY_PLAYERS = 20 };

/** Exactly, from what every set of players achieves.
 *  @param value  2^k numbers: of the set whose members are the bits of the position; value[0] that of nobody
 *  @param k      1 .. KERNEL_SHAPLEY_PLAYERS
 *  @param out    k values; their sum is value[2^k - 1] - value[0]
 *  For Shapley effects of independent factors the value of a set u is half the mean of (f(A) - f(A with u from B))^2:
 *  all sets must have been run. Source: Shapley 1953; Song, Nelson, Staum 2016, theorem 1. Cost: O(k 2^k). */
void kernel_shapley(const double *value, size_t k, double *out);

/** An order of k factors from k - 1 numbers of (0, 1), each order as likely. Source: Fisher and Yates, Durstenfeld
 * 1964. */
void kernel_shapley_order(const double *u, size_t k, size_t *order);

/** One row of the scheme for any number of factors: the factors of A become those of B one by one, in a random order,
 *  and the model is run after each. Adds to each factor (f(A) - (before + after) / 2) (before - after), whose mean is
 *  its Shapley effect, in units of variance; a row's effects add up to half of (f(A) - f(B))^2.
 *  @param order    k factors, first changed first
 *  @param runs     k + 1 times n_outputs: f(A), after one change, .. f(B)
 *  @param effects  k times n_outputs sums, factor after factor
 *  @param count    n_outputs: rows added; an output that is missing in a run is passed over in this row
 *  Source: Song, Nelson, Staum 2016, algorithm 1, for independent factors as Goda 2021, Reliability Engineering &
 *  System Safety 213, has it. Cost: O(k n_outputs). */
void kernel_shapley_add(
    const size_t *order, size_t k, const double *runs, size_t n_outputs, double *effects, double *count);

/** Effects as shares of their sum. @param effects  k values, `stride` apart; out: k shares, missing when the sum is 0
 */
void kernel_shapley_shares(const double *effects, size_t stride, size_t k, double *out);

#endif
