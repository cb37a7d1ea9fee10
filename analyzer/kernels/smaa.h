/* Kernels: stochastic multicriteria acceptability (SMAA): what shares of all weights give a unit each rank.
 * Exact, without sampling, where at most three weights are free: the weights are then points of a segment or of a
 * polygon, which the lines on which two units are equal cut into cells of one order each. Beyond, weights are drawn
 * and the ranks they give are tallied.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_KERNELS_SMAA_H
#define TITIAN_KERNELS_SMAA_H

#include <stddef.h>
#include <stdint.h>

#include "kernels/block.h"
#include "kernels/box.h"

enum { KERNEL_SMAA_FREE = 3 }; /* most free weights that can be done without sampling */

/** Scores whose weighted mean ranks units, more being better, and the weights: uniform over the box.
 *  Two units whose scores differ nowhere are tied for all weights, and share the lower number of rank. */
typedef struct {
    kernel_block scores; /* n_units x m, none missing */
    kernel_box box;      /* tightened */
} kernel_smaa_problem;

/** What comes out; every array is the caller's. */
typedef struct {
    double *acceptability; /* n x n: [unit * n + rank - 1], share of the weights that give the rank */
    double *pairwise;      /* n x n: [unit * n + other], share of the weights that put the unit above; may be NULL */
    double *central;       /* n x m: [unit * m + element], mean of the weights that put it first; missing: none do */
    size_t *best, *worst;  /* n each: ranks that a share of the weights above 0 gives */
} kernel_smaa_result;

/** Bytes of scratch that the exact computation needs. */
size_t kernel_smaa_room(size_t n_units, size_t m);

/** The exact result for at most KERNEL_SMAA_FREE free weights (kernel_box_n_free).
 *  With two, ranks change at the n - 1 points where a unit equals another: those are sorted, unit by unit. With
 * three, the polygon is cut by the n - 1 lines of each unit in turn, a cell at a time; only lines that cross a cell
 * are looked at inside it. Shares are exact to about 1e-14; cells narrower than 1e-13 of the weights' range are none.
 *  @param out     written; pairwise may be NULL
 *  @param room    kernel_smaa_room(n, m) bytes, aligned for any type
 *  Source: Lahdelma, Hokkanen, Salminen, European Journal of Operational Research 106 (1998); Lahdelma, Salminen,
 *  Operations Research 49 (2001); docs/methods.md "Robustness without sampling". Cost: O(n^2 log n) for two free
 *  weights, about O(n^3) for three: there are n^2 / 2 cells for each unit. */
void kernel_smaa_exact(const kernel_smaa_problem *problem, kernel_smaa_result *out, void *room);

/** Expected rank: sum r b_r. @param b  shares of ranks 1 .. n */
double kernel_smaa_expected_rank(const double *b, size_t n);
/** Share of the weights that give one of the k first ranks. */
double kernel_smaa_within(const double *b, size_t n, size_t k);
/** Holistic acceptability with linear weights: sum (1 - (r - 1)/(n - 1)) b_r; 1 for one unit. */
double kernel_smaa_holistic(const double *b, size_t n);

/** Rank of a unit at given weights. Confidence in a unit that can be first is the probability that this is 1 at its
 *  central weights: 1 for scores that are certain; drawn where they are not.
 *  @param weights  m weights. Cost: O(n m) */
size_t kernel_smaa_rank_at(const kernel_block *scores, const double *weights, size_t unit);

/** How far two weighted sums may be apart and yet have to be compared element by element, to tell noise from order.
 */
double kernel_smaa_slack(const kernel_block *scores);
/** Ranks of all units at given weights: those of kernel_smaa_rank_at, by sorting.
 *  @param slack  kernel_smaa_slack(scores)
 *  @param ranks  n ranks from 1, written
 *  @param sums   n doubles of scratch; order: n positions
 *  Cost: O(n m + n log n), and O(m) for each two units equal at these weights */
void kernel_smaa_ranks_at(
    const kernel_block *scores, const double *weights, double slack, size_t *ranks, double *sums, size_t *order);

/** A tally of drawn weights. Everything in it is a whole number, weights too (in units of 2^-62), so that merging in
 *  whatever order, for any number of threads, gives the same bytes. */
typedef struct {
    size_t n, m;
    uint64_t n_draws;
    uint64_t *ranks;   /* n x n: [unit * n + rank - 1] */
    uint64_t *above;   /* n x n; NULL: pairs are not counted */
    uint64_t *central; /* n x m sums of the weights that put the unit first, two words each: low, high */
} kernel_smaa_tally;

/** Words that a tally needs. */
size_t kernel_smaa_tally_words(size_t n, size_t m, int with_pairs);
/** An empty tally in the caller's room. */
void kernel_smaa_tally_start(kernel_smaa_tally *tally, size_t n, size_t m, int with_pairs, uint64_t *room);
/** Count one draw.
 *  @param weights  m weights, 0..1
 *  @param ranks    n ranks from 1; 0: the unit has none in this draw and is not counted in it
 *  Cost: O(n + m), with pairs O(n^2) */
void kernel_smaa_add(kernel_smaa_tally *tally, const double *weights, const size_t *ranks);
/** Add one tally to another of the same shape. */
void kernel_smaa_merge(kernel_smaa_tally *into, const kernel_smaa_tally *from);
/** Estimates in the form of the exact result; shares are of all draws; best and worst are those seen (0: none).
 *  @param out  written; pairwise only when the tally counted pairs */
void kernel_smaa_estimate(const kernel_smaa_tally *tally, kernel_smaa_result *out);
/** Standard error of an estimated share, sqrt(p (1 - p) / n). */
double kernel_smaa_error(double share, uint64_t n_draws);

#endif
