/* Kernel: benefit of the doubt: each unit is scored by the weights that suit it best, under which no unit scores
 * above 1. A unit beaten even by its own best weights has no excuse left.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_KERNELS_BOD_H
#define TITIAN_KERNELS_BOD_H

#include <titian/status.h>

#include "kernels/block.h"

/** What weights may be. The share of an indicator in a unit's score is weight x value / score; restrictions speak of
 *  shares, so they do not depend on units of measurement. m indicators. Start from kernel_bod_rules_default(). */
typedef struct {
    const double *share_low, *share_high;   /* m each, 0 <= low <= high <= 1, or NULL: 0, 1. Sum of low <= 1 <= sum of
                                               high */
    const size_t *pillar;                   /* m numbers, 0 .. n_pillars - 1: the pillar of each indicator; or NULL */
    size_t n_pillars;                       /* 0 when pillar is NULL */
    const double *pillar_low, *pillar_high; /* n_pillars shares of the score, or NULL */
    int within_pillar;   /* 1: share_low and share_high are shares of the pillar, not of the score */
    const size_t *order; /* n_ordered indicators whose shares must not rise along the list; or NULL */
    size_t n_ordered;
    const double *direction; /* m, >= 0, one of them > 0, in the units of the indicators: how a unit is
                                thought to improve. NULL: in proportion to its own values */
} kernel_bod_rules;

/** No restriction: plain benefit of the doubt. */
kernel_bod_rules kernel_bod_rules_default(void);

/** Can shares satisfy the rules, each by itself and together? Ordering is not looked at: it may leave a unit with no
 *  score but 0. @return TITIAN_E_NUMERIC, in words; the indicator, if one is at fault, in err->column */
titian_status kernel_bod_rules_check(
    const kernel_bod_rules *rules, size_t n_indicators, titian_error *err) TITIAN_CHECKED;

/** Where results go; the caller owns the arrays, any of them but scores may be NULL. n units, m indicators. */
typedef struct {
    double *scores;        /* n, 0..1 */
    unsigned char *unique; /* n: 1 when only one set of weights gives the unit its score */
    double *weights;       /* n x m: weight j of unit i at weights[j n + i], per unit of the indicator; under them the
                              best unit has 1. Missing where they are not unique */
    double *shares;        /* n x m: weight x value / score, adding up to 1; missing where weights are not unique or,
                              with a direction, count only indicators in which the unit has 0 */
    unsigned char *chosen; /* n, not with a direction: 1 where weights are not unique and those of the most even
                              shares were chosen among them: the least sum of (share - 1/m)^2, to about 8 digits. Then
                              weights and shares are theirs. They are a choice, and no property of the unit. NULL:
                              none is made */
    size_t *peers;         /* n x (m + 1): units that the unit is measured against, in peers[k n + i] for k = 0, 1 ..;
                              then KERNEL_BOD_NOBODY. One set of them; there may be others */
    double *intensities;   /* n x (m + 1): how much of each peer: the sum of peers' values x intensity is at least the
                              unit's own (with restrictions not in each indicator); their sum is the score (with a
                              direction: 1 or less) */
} kernel_bod_result;

#define KERNEL_BOD_NOBODY ((size_t) -1)

/** Benefit-of-the-doubt scores.
 *  Without direction: score = the most of sum of w_j y_oj over w >= 0 within the rules and with sum of w_j y_ij <= 1
 *  for all units i. With direction g: score = 1 / (1 + b), b the least of (most over i of w . y_i) - w . y_o over
 *  w >= 0 within the rules and with w . g = 1: how far, in g's, the unit stays behind the best. The direction g fixes
 *  the exchange rate between indicators: normalise them first.
 *  A unit whose restricted indicators are 0 can be left with score 0, or without any weights that keep the rules (a
 *  share of at least 0.2 of nothing): it then scores 0 and has no weights. A score of 1 within 1e-12 is exactly 1.
 *  @param block   values >= 0, none missing; at least one above 0 per indicator
 *  @param result  exact to about 12 digits; on failure what has been written is not to be used
 *  @return TITIAN_E_NUMERIC for a missing or negative value (unit in err->line, indicator in err->column), an
 *          indicator that is 0 everywhere or so small that dividing by it overflows (err->column), rules that cannot
 *          be met, a unit that cannot be solved (err->line); TITIAN_E_MEMORY; TITIAN_E_INTERNAL when GLPK gives up
 *  Source: Cherchye et al. 2007; OECD/JRC Handbook 2008, pp. 92-94; Fusco 2015 (direction). Cost: some simplex steps
 *  of m rows per unit, and O(n m) per step: the units that nobody is measured against never enter a programme.
 *  Threads may call it at the same time, each on results of its own. */
titian_status kernel_bod(const kernel_block *block, const kernel_bod_rules *rules, const kernel_bod_result *result,
    titian_error *err) TITIAN_CHECKED;

/** What common weights are to do. */
typedef enum {
    KERNEL_BOD_MOST_IN_ALL,    /* the largest sum of all units' scores: the mean unit's benefit of the doubt */
    KERNEL_BOD_LEAST_SHORTFALL /* the least largest distance of a unit's score below its own benefit of the doubt */
} kernel_bod_common_aim;

/** What kernel_bod_common found; the caller owns the arrays. */
typedef struct {
    double *weights; /* m, per unit of the indicator; the best unit has score 1 */
    double *scores;  /* n, 0..1 */
    int unique;      /* 0: other weights do as well and would rank units otherwise; then both are missing */
    double value;    /* mean score, or the largest shortfall: known in either case */
} kernel_bod_common_result;

/** One set of weights for all units, under which no unit scores above 1; shares are bounded for the mean unit.
 *  @param rules  without direction
 *  @param best   n scores by kernel_bod under the same rules, for KERNEL_BOD_LEAST_SHORTFALL; else NULL
 *  @return as kernel_bod; also for no units
 *  Source: Roll, Cook and Golany 1991; Kao and Hung 2005. */
titian_status kernel_bod_common(const kernel_block *block, const kernel_bod_rules *rules, kernel_bod_common_aim aim,
    const double *best, kernel_bod_common_result *out, titian_error *err) TITIAN_CHECKED;

#endif
