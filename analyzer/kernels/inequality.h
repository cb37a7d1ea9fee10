/* Kernels: how unequally something is spread over people, and how much of that lies between groups.
 * Everywhere: x are n values of n units (communities); none is missing. Shares p_i are weights over their sum,
 * mu = sum p x. A measure that is not defined for the values at hand is missing. SPDX-License-Identifier:
 * GPL-3.0-or-later */
#ifndef TITIAN_KERNELS_INEQUALITY_H
#define TITIAN_KERNELS_INEQUALITY_H

#include <stddef.h>

/** Units, and what every measure asks of them, found once. */
typedef struct {
    const double *x, *share; /* n each */
    size_t n;
    double mean, least; /* mean: mu; missing for n = 0; least: infinite for n = 0 */
} kernel_people;

/** @param weights  people of the units, > 0 and of any scale; NULL: units count alike
 *  @param share    n doubles, written. All are borrowed. Cost: O(n) */
kernel_people kernel_people_of(const double *x, const double *weights, size_t n, double *share);

/** Generalised entropy of order a: (sum p (x/mu)^a - 1) / (a (a - 1)); 1 is Theil's T, sum p (x/mu) ln(x/mu); 0 is
 *  Theil's L, the mean logarithmic deviation, sum p ln(mu/x); 2 is half the squared coefficient of variation.
 *  @return 0 when all are equal; missing for n = 0, for mu <= 0, for a value below 0, and for a value of 0 where a
 * <= 0. Source: Theil 1967; Shorrocks 1980. Cost: O(n) */
double kernel_entropy(const kernel_people *people, double a);

/** Atkinson's index with aversion e > 0: 1 - (sum p x^(1-e))^(1/(1-e)) / mu; e = 1: 1 - exp(sum p ln x) / mu.
 *  @return 0..1; missing as above, and for a value of 0 where e >= 1. Source: Atkinson 1970. Cost: O(n) */
double kernel_atkinson(const kernel_people *people, double e);

/** Units in ascending order of their values, none missing; equal ones in their own order.
 *  @param order  n, written; @param scratch  n. Cost: as kernel_sort_index_spread */
void kernel_ascending(const double *x, size_t n, size_t *order, size_t *scratch);

/* From here on, `order` is what kernel_ascending gives. */

/** sum_i sum_j p_i p_j |x_i - x_j| / (2 mu). @return missing unless mu > 0. Source: Gini 1912. Cost: O(n) */
double kernel_gini(const kernel_people *people, const size_t *order);
/** Share of the total that the lowest share q of the people has, straight between units. @param q  0..1
 *  @return missing unless mu > 0. Source: Lorenz 1905. Cost: O(n) */
double kernel_lorenz(const kernel_people *people, const size_t *order, double q);
/** The lowest value that at least a share q of the people do not exceed. @return missing for n = 0. Cost: O(n) */
double kernel_people_quantile(const kernel_people *people, const size_t *order, double q);

/** Foster, Greer, Thorbecke 1984: sum of p ((line - x) / line)^a over x < line.
 *  @param line  > 0; @param a  >= 0: 0 the share of people below, 1 their mean gap, 2 the mean squared gap
 *  @return missing for n = 0. Cost: O(n) */
double kernel_fgt(const kernel_people *people, double line, double a);

/** 2 sum p (x - mu) (R - 1/2) / mu, R the share of people up to the middle of a unit in the order of another value,
 *  such as income; units with the same one stand at the middle of all of them.
 *  @param order  units in ascending order of `by`
 *  @return -1..1, above 0 where those with more have more; missing unless mu > 0.
 *  Source: Kakwani, Wagstaff, van Doorslaer 1997. Cost: O(n) */
double kernel_concentration(const kernel_people *people, const double *by, const size_t *order);

/** Of a measure: between groups, within them, and what is neither. */
typedef struct {
    double between, within, overlap;
} kernel_parts;

/** Groups of people. */
typedef struct {
    const kernel_people *people;
    const size_t *members, *first; /* as kernel_group_members gives them */
    size_t n_groups;
} kernel_grouped;

/** Units group by group, in each in ascending order.
 *  @param group    of each of n units, below n_groups
 *  @param members  n, written; @param first  n_groups + 1, written: where each group begins among them, n at the end
 */
void kernel_group_members(const size_t *group, size_t n, size_t n_groups, size_t *members, size_t *first);

/** Theil's T (a = 1), L (0), or GE(2) split exactly: between is the measure of the means of groups, within is the sum
 *  of those of the groups, each weighted by p_g (mu_g / mu)^a. Overlap is 0.
 *  @param scratch  3 n + 3 n_groups doubles
 *  @return missing where the measure of any part is. Source: Shorrocks 1980. Cost: O(n) */
kernel_parts kernel_entropy_parts(const kernel_grouped *grouped, double a, double *scratch);

/** Gini's index: between that of the means of groups, within sum p_g^2 (mu_g / mu) G_g, overlap the rest, which is
 * not below 0. @param scratch  3 n + 3 n_groups doubles; @param places  2 (n + n_groups). Source: Bhattacharya,
 * Mahalanobis 1967. */
kernel_parts kernel_gini_parts(const kernel_grouped *grouped, double *scratch, size_t *places);

/** Atkinson's index with e = 1: with e_g what a group would have alike for the same welfare, within is 1 - sum p_g
 * e_g / mu, between 1 - exp(sum p_g ln e_g) / sum p_g e_g; (1 - A) = (1 - within) (1 - between). Overlap is 0.
 *  Source: Blackorby, Donaldson, Auersperg 1981. @param scratch  3 n + 3 n_groups doubles */
kernel_parts kernel_atkinson_parts(const kernel_grouped *grouped, double *scratch);

#endif
