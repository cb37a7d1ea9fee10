/* Kernels: weights from people: the analytic hierarchy process, and budget allocation.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_KERNELS_AHP_H
#define TITIAN_KERNELS_AHP_H

#include <titian/status.h>

enum { KERNEL_AHP_MOST = 15 }; /* the largest matrix that Saaty's random indices cover */

/** How consistent judgements are. */
typedef struct {
    double lambda_max;        /* principal eigenvalue, >= n; n when judgements agree perfectly */
    double consistency_index; /* (lambda_max - n) / (n - 1), >= 0; 0 for n = 1 */
    double random_index;      /* its mean over random judgements: kernel_ahp_random_index(n) */
    double consistency_ratio; /* their quotient; 0 for n <= 2. Above 0.10 judgements should be looked at again */
} kernel_ahp_consistency;

/** Saaty's random index for n = 1 .. 15: 0, 0, 0.58,
 * 0.90, 1.12, 1.24, 1.32, 1.41, 1.45, 1.49, 1.51, 1.48, 1.56, 1.57, 1.59; NaN for other n. Source: Saaty 1980, p. 21.
 */
double kernel_ahp_random_index(size_t n);

/** Weights from judgements by pairs.
 *  Of each pair the judgement >= 1 is taken at its word and the other as its reciprocal, so that 0.33 beside 3 costs
 * no digits; either may be missing. They must be reciprocals within 5 per cent (two decimals of 1/3 .. 1/9).
 *  @param judgements  n x n by rows: how many times as important row is as column; > 0; missing allowed on one side
 * of a pair and on the diagonal
 *  @param weights     n, > 0, adding up to 1: the principal eigenvector
 *  @param scratch     n (n + 1) doubles
 *  @return TITIAN_E_NUMERIC when n is 0 or above 15; when a judgement is not a number above 0, when both of a pair
 * are missing, when they contradict each other or the diagonal is not 1: row in err->line, column in err->column
 *  Source: Saaty 1980; OECD/JRC Handbook 2008, pp. 96-98. Cost: O(n^2) per step of the power method; each step
 *  brackets lambda_max between the least and greatest quotient (Collatz), and ends when they agree to 1e-14. */
titian_status kernel_ahp(const double *judgements, size_t n, double *weights, kernel_ahp_consistency *consistency,
    double *scratch, titian_error *err) TITIAN_CHECKED;

/** Budget allocation: every expert spreads the same number of points over the indicators; a weight is the mean over
 *  experts of points / total.
 *  @param points  expert e gives indicator j points[e m + j], >= 0, none missing
 *  @param total   what each expert has to spread, such as 100; a sum may be off by half a point in a hundred (three
 *                 times 33.3), and is then scaled to the total
 *  @param weights  m, >= 0, adding up to 1
 *  @return TITIAN_E_NUMERIC when there are no experts or indicators, when points are missing or negative (expert in
 *          err->line, indicator in err->column) or do not add up (expert in err->line)
 *  Source: OECD/JRC Handbook 2008, p. 96. Cost: O(experts m). */
titian_status kernel_budget_allocation(const double *points, size_t n_experts, size_t n_indicators, double total,
    double *weights, titian_error *err) TITIAN_CHECKED;

#endif
