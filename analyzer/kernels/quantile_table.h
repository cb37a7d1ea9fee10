/* Kernels: quantile functions that take too long to work out for every draw, tabulated once for a run: gamma, beta,
 * and with them Dirichlet and PERT. One number of (0, 1) in, one out, rising, as in draw.h; the same bits on every
 * processor given the same table.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_KERNELS_QUANTILE_TABLE_H
#define TITIAN_KERNELS_QUANTILE_TABLE_H

#include <stddef.h>

enum { KERNEL_TABLE_NODES = 265 };

/** ln x, or ln(x / (1 - x)), as a function of the standard normal quantile z, from -8.25 to 8.25 by 1/16: value, and
 *  first and second derivative, from which it is interpolated by polynomials of the fifth degree. */
typedef struct {
    int is_share; /* 1 where x lies between 0 and 1 */
    double node[KERNEL_TABLE_NODES][3];
} kernel_quantile_table;

/** Gamma distribution with scale 1. @param shape  1e-5 .. 1e6
 *  Quantiles are within 1e-10 of themselves for shapes from 0.1 to 1e4, 1e-9 from 0.01, 1e-7 below, 1e-6 above: GSL's
 *  probabilities are no better there. Below exp(-708) they are that.
 *  Source: the derivatives follow from density and quantile; probabilities by GSL gsl_cdf_gamma_P(), _Q(). Cost:
 * about a millisecond. */
void kernel_gamma_table(double shape, kernel_quantile_table *out);

/** Beta distribution. @param a,b  0.5 .. 1e4. Quantiles are within 1e-10 of themselves. Source: GSL gsl_cdf_beta_P()
 */
void kernel_beta_table(double a, double b, kernel_quantile_table *out);

/** PERT: low + (high - low) times a beta distribution with a = 1 + 4 (mode - low) / (high - low), b = 1 + 4 (high -
 *  mode) / (high - low). This is its table; low and high come in again by kernel_draw_between.
 *  @param low,mode,high  low <= mode <= high, low < high. Source: Malcolm, Roseboom, Clark, Fazar 1959 */
void kernel_pert_table(double low, double mode, double high, kernel_quantile_table *out);

/** Quantile of u, (0, 1). */
double kernel_draw_tabulated(const kernel_quantile_table *table, double u);

/** Weights from a Dirichlet distribution: gamma numbers over their sum. For weights around w: shapes kappa w_i, which
 *  gives means w_i and standard deviations sqrt(w_i (1 - w_i) / (kappa + 1)).
 *  @param tables  of kernel_gamma_table, one for each weight; those with one shape may share theirs
 *  @param u       n numbers of (0, 1)
 *  @param out     n weights, sum 1; may be u
 *  Cost: O(n), about 20 ns each. */
void kernel_draw_dirichlet(const kernel_quantile_table *const *tables, const double *u, size_t n, double *out);

/** All shapes 1: every point of the simplex as likely. Needs no tables. @param out  may be u. Cost: O(n). */
void kernel_draw_simplex(const double *u, size_t n, double *out);

#endif
