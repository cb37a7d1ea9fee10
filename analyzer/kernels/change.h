/* Kernels: what changed a score between two dates, split exactly: weighted means by their parts, ranks into own and
 * others' effect. Parts of other games: kernels/shapley.h.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_KERNELS_CHANGE_H
#define TITIAN_KERNELS_CHANGE_H

#include <stddef.h>

/** Parts of one weighted mean at two dates; nothing is missing. */
typedef struct {
    const double *before, *after; /* n scores each, in the same unit */
    const double *weights;        /* n weights of both dates, >= 0, at least one > 0; need not sum to 1 */
    size_t n;
} kernel_change;

/** Parts of the change of the weighted arithmetic mean: w (after - before), w divided by the sum of the weights.
 *  @param out  n parts in the unit of the scores; their sum is the change. Cost: O(n) */
void kernel_change_linear(const kernel_change *change, double *out);

/** Parts of the change of the weighted geometric mean I: L(I after, I before) w ln(after / before), L the logarithmic
 *  mean. A part of weight 0 is 0, whatever its score.
 *  @param change  scores with a weight are > 0
 *  @param out     n parts in the unit of the scores; their sum is the change, without a remainder
 *  Source: LMDI-I, additive: Ang 2004, Energy Policy 32, 1131-1139; Ang 2005, Energy Policy 33, 867-871. Cost: O(n)
 */
void kernel_change_lmdi(const kernel_change *change, double *out);

/** Factors of the same change: (after / before)^w; their product is I after / I before.
 *  Source: LMDI-I, multiplicative: as above. Cost: O(n) */
void kernel_change_lmdi_factors(const kernel_change *change, double *out);

/** Shares in a mean at two dates. Weight moves from elements that lose it to those that gain it, from each to each in
 * proportion to both; what is moved between two elements moves once both have joined. */
typedef struct {
    const double *before, *after; /* n shares each, >= 0; those of a date add up to 1 */
    size_t n;
} kernel_shift;

/** The shares when some have joined. They are >= 0 and add up to 1, whoever has.
 *  @param joined  n flags
 *  @param out     n shares; with nobody those before, with everybody those after, to the last bit. Cost: O(n) */
void kernel_shift_shares(const kernel_shift *shift, const unsigned char *joined, double *out);

/** Parts of the change of the weighted arithmetic mean that new shares make: Shapley's value of that game, which
 * gives each end of a move half of what it does. An element that gains d has d / 2 (x - the mean of those that lose,
 * by their losses); one that loses d has d / 2 (the mean of those that gain, by their gains, - x).
 *  @param scores  n; those whose share does not change are not read
 *  @param out     n parts in the unit of the scores; their sum is the change
 *  Source: Shapley 1953: a sum of games of two players each. Cost: O(n) */
void kernel_shift_parts(const kernel_shift *shift, const double *scores, double *out);

/** Logarithmic mean of two numbers > 0: (a - b) / ln(a / b), and a where a = b, without loss of places near there. */
double kernel_log_mean(double a, double b);

/** Ranks of units at two dates, and how much of the change of rank is each unit's own doing: its rank with its own
 * new score among the others' old ones, less its old rank, and its new rank less that with its old score among the
 *  others' new ones, averaged. The rest is the others' doing.
 *  @param before,after  n scores each, compared after kernel_round_score; a unit that is missing in either takes no
 *                       part in any rank here
 *  @param scratch       2 n doubles
 *  @param ranks         2 n: ranks before, then after; 1 = highest score, ties share the lowest number; missing for
 * who takes no part, as in own and others
 *  @param own,others    n each, places, below 0 for a climb; their sum is rank after - rank before
 *  Source: Shapley 1953 of the two players "the unit" and "the others"; docs/methods.md "Change". Cost: O(n log n) */
void kernel_change_ranks(
    const double *before, const double *after, size_t n, double *scratch, double *ranks, double *own, double *others);

#endif
