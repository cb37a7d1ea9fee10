/* Kernels of the benefit of the doubt: the linear equations of one basis, solved in extended precision.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_KERNELS_BOD_BASIS_H
#define TITIAN_KERNELS_BOD_BASIS_H

#include <stddef.h>

/** Where the C library has one, a type with more digits than double (64 bits on x86, 113 on others). */
typedef long double bod_real;

/** A square matrix and its factors. The caller owns the arrays: n columns, one after another. */
typedef struct {
    size_t n;
    bod_real *matrix;  /* n x n; element (r, c) at c n + r */
    bod_real *factors; /* n x n: filled by bod_basis_factor */
    bod_real *work;    /* 2 n of scratch */
    size_t *rows;      /* n: which row stands where */
} bod_basis;

/** Factor the matrix, with row exchanges. @return 1; 0 when it is singular to working precision. Cost: O(n^3) */
int bod_basis_factor(bod_basis *basis);

/** Solve matrix x = b, and matrix' y = c, each followed by one step of iterative refinement.
 *  @param b,x  n each; may be the same array. Cost: O(n^2) */
void bod_basis_solve(const bod_basis *basis, const bod_real *b, bod_real *x);
void bod_basis_solve_transposed(const bod_basis *basis, const bod_real *c, bod_real *y);

#endif
