/* Kernels: two-sided p-values of correlation coefficients.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_KERNELS_SIGNIFICANCE_H
#define TITIAN_KERNELS_SIGNIFICANCE_H

#include <stddef.h>

/** p of Pearson's r over n pairs, by t = r sqrt((n - 2) / (1 - r^2)) with n - 2 degrees of freedom.
 *  @return 0..1; missing for n < 3 or r missing. Source: R cor.test(); GSL gsl_cdf_beta_P(), of which it is a case */
double kernel_pearson_p(double r, size_t n);

enum {
    KERNEL_SPEARMAN_EXACT_TO = 9,
    KERNEL_SPEARMAN_SERIES_TO = 1289,
    KERNEL_KENDALL_EXACT_TO = 49,
    KERNEL_KENDALL_TIED_TO = 18
};

/** p of Spearman's rho over n pairs without ties: for n <= KERNEL_SPEARMAN_EXACT_TO from all n! orders, up to
 *  KERNEL_SPEARMAN_SERIES_TO from an Edgeworth series, beyond from t, and likewise far out in the tail where the
 *  series runs to 0 or below (R then prints 0). With ties use kernel_pearson_p.
 *  Source: Best and Roberts 1975 (AS 89), with R's upper limits. */
double kernel_spearman_p(double rho, size_t n);

/** p of Kendall's tau over n <= KERNEL_KENDALL_EXACT_TO pairs without ties, from the number of orders with so many
 *  discordant pairs. Source: Kendall 1970, chapter 5. Cost: O(n^3). */
double kernel_kendall_exact_p(double concordant_less_discordant, size_t n);

/** The same where one of the two columns has ties, over n <= KERNEL_KENDALL_TIED_TO pairs: from the number of
 * distinct orders of that column with so many pairs against the other. Those numbers are the coefficients of the
 * q-multinomial of the sizes of the tied groups; up to this n they are whole numbers that a double holds.
 *  @param sorted  n values of the column with ties, ascending
 *  Source: MacMahon 1913 (inversions of permutations of a multiset); Kendall 1970, chapter 4. Cost: O(n^3). */
double kernel_kendall_tied_p(double concordant_less_discordant, const double *sorted, size_t n);

/** p of a number that is standard normal if there is nothing to find. */
double kernel_normal_p(double z);

#endif
