/* Kernels: a budget shared out by scores, between floors and caps.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_KERNELS_ALLOCATE_H
#define TITIAN_KERNELS_ALLOCATE_H

#include <stddef.h>

#include "kernels/level.h"

/** Scores of recipients: s_i = prod_k c_ik^e_k, such as need times people^0.5 times income^-0.125.
 *  @param factors    n_factors columns of n, one after another: >= 0, of any unit; missing allowed
 *  @param exponents  n_factors; a column with exponent 0 is not looked at
 *  @param scores     n, written; missing where a factor is missing or below 0, and for 0 to a power below 0
 *  Source: the performance-based allocations of IDA and the regional banks, each with exponents of its own.
 *  Cost: O(n n_factors), powers where an exponent is neither 0 nor 1. */
void kernel_power_scores(const double *factors, size_t n, size_t n_factors, const double *exponents, double *scores);

/** Who may get how much, in the unit of the budget. A recipient that is not eligible has score, base, low and high 0:
 *  it changes nothing for the others. */
typedef struct {
    const double *score; /* n: >= 0, finite, of any scale */
    const double *base;  /* n: >= 0, for each before anything is shared; NULL: none */
    const double *low;   /* n: >= 0, the floor of what comes on top of the base; NULL: none */
    const double *high;  /* n: >= low, the cap of that; INFINITY for none; NULL: none */
    size_t n;
    const double *offset; /* n: added to lambda s_i, finite where s_i is not 0 (kernels/returns.h); NULL: nothing */
} kernel_recipients;

typedef struct {
    kernel_level_status status; /* LOWS: floors exceed the budget; HIGHS: caps and floors of scores 0 do not use it */
    double lambda;       /* money per unit of score, beyond base and between bounds; infinite as level.h has it */
    double floors, caps; /* the least and the largest budget that can be spent, bases included */
    size_t who;          /* UNUSABLE: the first recipient whose numbers are */
} kernel_allocation;

/** a_i = base_i + min(max(lambda s_i + offset_i, low_i), high_i) with the lambda for which they add up to the budget;
 *  who has score 0 gets base and floor. With offsets lambda may be below 0. Found exactly (kernels/level.h), unique
 * but for lambda where everybody is at a bound. A larger budget lowers nobody; a higher score never lowers the
 * recipient's own amount.
 *  @param budget   >= 0
 *  @param amounts  n, written; with LOWS all at their floors, with HIGHS at their caps
 *  @param scratch  4 n doubles. No overlap
 *  Source: as above; floors and caps of GEF STAR and the Global Fund. Cost: O(n log n) */
kernel_allocation kernel_allocate(
    const kernel_recipients *recipients, double budget, double *amounts, double *scratch);

typedef enum {
    KERNEL_BY_SCORE,
    KERNEL_AT_FLOOR, /* by score it would have less than its floor, or as much and that is not 0 */
    KERNEL_AT_CAP,   /* by score it would have no less than its cap */
    KERNEL_FIXED     /* floor and cap are the same */
} kernel_bound;

/** What decides over one recipient at a lambda. */
kernel_bound kernel_bound_at(const kernel_recipients *recipients, double lambda, size_t i);

/** How much a share changes with a factor that has exponent e in everybody's score, in per cent per per cent, when
 * the factor of that recipient alone rises: e (1 - s_i / S) (lambda s_i / a_i), S the scores of those by score; 0 at
 * a floor or cap. Without offsets. Without bounds and base, and for a small share, it is e: twice the people are 2^e
 * times the share.
 *  @param amounts  those of kernel_allocate at lambda
 *  @param out      n, written; missing where the amount is 0. Cost: O(n) */
void kernel_share_elasticities(
    const kernel_recipients *recipients, double lambda, const double *amounts, double e, double *out);

/* Rules that are floors and caps. Each narrows low and high, n numbers that the caller has set (0 and INFINITY where
 * there is nothing else); base as above, so that the rule holds for the whole amount. Where rules contradict each
 * other low ends above high, or high below 0: kernel_allocate says UNUSABLE and who. */

/** No more than so much money per head. @param people  n: >= 0, none missing. Cost: O(n) */
void kernel_cap_per_head(double most, const double *people, const double *base, size_t n, double *high);

/** No less than 1 - down and no more than 1 + up times what it had before.
 *  @param previous  n: >= 0; missing: it had no part in it, so no limit. Who had 0 keeps 0
 *  @param down,up   >= 0; down <= 1. Cost: O(n) */
typedef struct {
    const double *previous, *base;
    double down, up;
    size_t n;
} kernel_swing;
void kernel_limit_swing(const kernel_swing *swing, double *low, double *high);

/** Share of the money that would have to change hands to turn one allocation into the other: half the sum of
 *  |a_i / sum a - b_i / sum b|.
 *  @param a,b  n: >= 0, none missing
 *  @return 0..1; missing where either adds up to 0. Source: Hoover 1936. Cost: O(n) */
double kernel_hoover(const double *a, const double *b, size_t n);

#endif
