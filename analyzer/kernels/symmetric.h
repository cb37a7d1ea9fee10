/* Kernels: small symmetric matrices: the sweep operator, and the Cholesky factor of a matrix that may be singular.
 * Matrices are m x m, contiguous, both triangles filled. SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_KERNELS_SYMMETRIC_H
#define TITIAN_KERNELS_SYMMETRIC_H

#include <stddef.h>

/** Sweep a matrix on one position, in place: of a covariance matrix swept on a set of variables, the rest holds the
 *  covariances left when they are held fixed, the block between holds regression coefficients on them, and the block
 *  of the set itself minus the inverse.
 *  @param least  a pivot not above this is left: its variable follows from those swept already
 *  @return the pivot, or 0 when it was left. Source: Beaton 1964; Goodnight 1979. Cost: O(m^2) */
double kernel_sweep(double *a, size_t m, size_t k, double least);

/** Lower triangular factor of a positive semidefinite matrix, in place: L L' = A; what is above the diagonal becomes
 *  0. A variable that follows from those before it gets a column of zeros.
 *  @param a      m x m, row i at a + i m
 *  @param share  a pivot not above this share of the diagonal element it came from counts as 0; 1e-12 is usual
 *  @return its rank. Source: Healy 1968 (AS 6). Cost: O(m^3 / 3) */
size_t kernel_cholesky(double *a, size_t m, double share);

/** x := the solution of L x = x or L' x = x, in place, from kernel_cholesky; 0 where the factor has a zero column.
 *  Cost: O(m^2). */
void kernel_solve_lower(const double *l, size_t m, double *x);
void kernel_solve_upper(const double *l, size_t m, double *x);

#endif
