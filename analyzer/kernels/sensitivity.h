/* Kernels: variance-based sensitivity indices: how much of an output's variance comes from each factor.
 *
 * A design row has two independent points A and B; AB_j is A with factor j from B, BA_j is B with factor j from A.
 * With f0 and v the mean and variance of f(A) and f(B) together:
 *
 * - first order S_j, Saltelli et al. 2010, table 2 (b): mean[f(B) (f(AB_j) - f(A))] / v
 * - the same, centred, which errs less: mean[(f(B) - f0) (f(AB_j) - f(A))] / v
 * - the same, Jansen 1999: 1 - mean[(f(B) - f(AB_j))^2] / (2 v)
 * - total ST_j, Jansen 1999, never below 0: mean[(f(A) - f(AB_j))^2] / (2 v)
 * - second order S_ij, Saltelli 2002: mean[f(BA_i) f(AB_j) - f(A) f(B)] / v - S_i - S_j
 *
 * Rows are added up as they come, for many outputs at once, and then forgotten. An output that is missing for a point
 * drops out of the sums that need it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_KERNELS_SENSITIVITY_H
#define TITIAN_KERNELS_SENSITIVITY_H

#include <stddef.h>

typedef enum { KERNEL_FIRST_SALTELLI, KERNEL_FIRST_CENTRED, KERNEL_FIRST_JANSEN } kernel_first_order;

/** How v is made: divisor 2 N as published, or 2 N - 1 as COINr has it, for N rows. */
typedef enum { KERNEL_VARIANCE_POPULATION, KERNEL_VARIANCE_SAMPLE } kernel_variance;

/** Sums of a design. They are plain sums: those of two parts of the rows may be added, number by number, in a fixed
 *  order of the parts. */
typedef struct {
    size_t n_outputs, n_factors;
    const double *about; /* a value near each output, such as its nominal one: taken off before squaring */
    double *sums;        /* kernel_sensitivity_room() numbers, borrowed */
    double *pairs;       /* kernel_sensitivity_pairs_room() numbers, borrowed; NULL when second order is not wanted */
} kernel_sensitivity;

size_t kernel_sensitivity_room(size_t n_outputs, size_t n_factors);
size_t kernel_sensitivity_pairs_room(size_t n_outputs, size_t n_factors);
void kernel_sensitivity_clear(const kernel_sensitivity *s);

/** One row: its points A and B; then each factor; then, if wanted, each pair i < j. Each array has n_outputs values.
 *  Cost: O(n_outputs) each. */
void kernel_sensitivity_add(const kernel_sensitivity *s, const double *a, const double *b);
void kernel_sensitivity_add_factor(
    const kernel_sensitivity *s, size_t factor, const double *a, const double *b, const double *ab);
void kernel_sensitivity_add_pair(const kernel_sensitivity *s, const size_t pair[2], const double *a, const double *b,
    const double *ba_i, const double *ab_j);

/** f0, and v. Missing without rows; v is 0 when the output was the same everywhere. */
double kernel_sensitivity_mean(const kernel_sensitivity *s, size_t output);
double kernel_sensitivity_variance(const kernel_sensitivity *s, size_t output, kernel_variance divisor);

/** The indices; missing when there are no rows or v is 0. First and second order may come out below 0 by chance. */
double kernel_sensitivity_first(
    const kernel_sensitivity *s, size_t output, size_t factor, kernel_first_order estimator, kernel_variance divisor);
double kernel_sensitivity_total(const kernel_sensitivity *s, size_t output, size_t factor, kernel_variance divisor);

/** @param estimator  of S_i and S_j; the products are centred by f0 unless it is KERNEL_FIRST_SALTELLI */
double kernel_sensitivity_second(const kernel_sensitivity *s, size_t output, const size_t pair[2],
    kernel_first_order estimator, kernel_variance divisor);

/** What a factor that does nothing would seem to do: the size is chance alone. First order mean[(f(A) - f0) (f(B) -
 *  f0)] / v, total 1 - mean[(f(A) - f0)^2] / v; either sign.
 *  Source: Khorashadi Zadeh et al. 2017, Environmental Modelling & Software 91. */
double kernel_sensitivity_dummy_first(const kernel_sensitivity *s, size_t output);
double kernel_sensitivity_dummy_total(const kernel_sensitivity *s, size_t output);

/** All rows of one output, when they were kept. */
typedef struct {
    size_t n_rows;
    const double *a, *b;   /* n_rows each */
    const double *ab, *ba; /* n_rows for each factor, one factor after another; ba NULL without second order */
} kernel_design;

/** Clear the sums (of one output) and add rows.
 *  @param numbers  n_rows numbers of (0, 1) that pick as many rows with replacement: a bootstrap sample, right for
 *                  random designs; rows of a Sobol' sequence are not independent, take replicates for them. NULL:
 * each row once */
void kernel_sensitivity_of_rows(const kernel_sensitivity *s, const kernel_design *design, const double *numbers);

/** First order from runs that were made for another purpose, ranks only: S = [mean(y y') - mean(y)^2] / [mean(y^2) -
 *  mean(y)^2], y' the output of the run with the next greater x, the last followed by the first; runs of equal x in
 *  their order.
 *  @param x,y      n values, none missing
 *  @param scratch  n doubles; order: n positions
 *  @return missing for n < 2 or constant y
 *  Source: Gamboa, Gremaud, Klein, Lagnoux 2022, Bernoulli 28; Chatterjee 2021. Cost: O(n log n). */
double kernel_sensitivity_from_ranks(const double *x, const double *y, size_t n, double *scratch, size_t *order);

/** An estimate and its interval. */
typedef struct {
    double estimate, error, low, high; /* error: standard error */
} kernel_interval;

/** From independent estimates: their mean -/+ Student's quantile with n - 1 degrees of freedom times sd / sqrt(n).
 *  @param level  such as 0.95
 *  @return all but the estimate missing for n < 2; all missing when one estimate is. Source: GSL gsl_cdf_tdist_Pinv
 */
kernel_interval kernel_interval_of_replicates(const double *estimates, size_t n, double level);

/** From bootstrap estimates: their quantiles (1 - level) / 2 and (1 + level) / 2; the error is their sd.
 *  @param estimate   of the data themselves
 *  @param estimates  n of them, sorted in place; those missing are left out. Source: Efron 1979 */
kernel_interval kernel_interval_of_bootstrap(double estimate, double *estimates, size_t n, double level);

/** How little the order of factors changes between replicates: for two of them, the change of rank averaged over the
 *  factors, each weighted by the square of its greater index; of all pairs of replicates the 0.95 quantile. Below 1
 *  the order can be relied upon; factors of no importance do not matter.
 *  @param estimates  n_replicates times n_factors, one replicate after another, none missing
 *  @param scratch    n_replicates (n_replicates - 1) / 2 doubles
 *  @return missing for fewer than two replicates. Source: Sarrazin, Pianosi, Wagener 2016, Environmental Modelling &
 *  Software 79, equation 11. Cost: O(n_replicates^2 n_factors^2). */
double kernel_rank_instability(const double *estimates, size_t n_replicates, size_t n_factors, double *scratch);

/** Rows that would bring an interval of this width down to the wanted one, if it shrinks with the square root of
 * their number, as it does at the slowest. @return n for a width that is small enough */
double kernel_rows_wanted(double n, double width, double wanted);

#endif
