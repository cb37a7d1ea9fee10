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

/** The share of the orders in which a player joins exactly a given set of so many others: m! (k - m - 1)! / k!.
 *  @param k    1 .. KERNEL_SHAPLEY_PLAYERS players
 *  @param out  k weights, by the number m of members of the set */
void kernel_shapley_weights(size_t k, double *out);

/** Players in blocks, blocks in blocks: a tree. Players are its nodes without children; those of a block stand side
 * by side. */
typedef struct {
    const size_t *first_child, *n_children; /* by node; at most KERNEL_SHAPLEY_PLAYERS children */
    size_t root;
} kernel_blocks;

/** What a set of players achieves, in one or several outputs.
 *  @param joined  by node: 1 for the players of the set; blocks have none
 *  @param value   n_outputs numbers, written; missing where the set has no value
 *  @return 0 to go on; anything else ends the game */
typedef int (*kernel_play_fn)(void *context, const unsigned char *joined, double *value);

typedef struct {
    kernel_play_fn play;
    void *context;
    size_t n_outputs;
} kernel_game;

/** Nested Shapley values: a block joins as a whole, in any order among its siblings, and within it its members in any
 *  order. With one block, the root, they are Shapley's values, with blocks of players Owen's, with more levels
 *  Winter's. Those of all players add up to what all achieve less what nobody does.
 *  @param joined  a byte by node, all 0
 *  @param value   n_outputs doubles of scratch
 *  @param out     [node][n_outputs], all 0; of players alone; missing where a set that counts has no value
 *  @return 0, or what ended the game
 *  Source: Owen 1977, Values of games with a priori unions; Winter 1989, International Journal of Game Theory 18.
 *  Cost: kernel_nested_plays(blocks) plays. */
int kernel_nested_shapley(
    const kernel_blocks *blocks, const kernel_game *game, unsigned char *joined, double *value, double *out);

/** How many sets such a game asks for. */
double kernel_nested_plays(const kernel_blocks *blocks);

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
