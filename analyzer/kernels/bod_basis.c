/* Kernels of the benefit of the doubt: linear equations in extended precision.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "kernels/bod_basis.h"

#include <math.h>
#include <string.h>

static bod_real *at(const bod_basis *basis, size_t r, size_t c)
{
    return &basis->factors[c * basis->n + basis->rows[r]];
}

/* Bring the largest element of column c, from row c on, to row c. @return its size, against the matrix's own scale */
static bod_real pivot(bod_basis *basis, size_t c)
{
    size_t best = c, keep = basis->rows[c];

    for (size_t r = c + 1; r < basis->n; r++)
        if (fabsl(*at(basis, r, c)) > fabsl(*at(basis, best, c)))
            best = r;
    basis->rows[c] = basis->rows[best];
    basis->rows[best] = keep;
    return fabsl(*at(basis, c, c));
}

static bod_real largest_of_column(const bod_basis *basis, size_t c)
{
    bod_real largest = 0.0L;

    for (size_t r = 0; r < basis->n; r++)
        largest = fmaxl(largest, fabsl(basis->matrix[c * basis->n + r]));
    return largest;
}

int bod_basis_factor(bod_basis *basis)
{
    const size_t n = basis->n;

    memcpy(basis->factors, basis->matrix, n * n * sizeof *basis->factors);
    for (size_t r = 0; r < n; r++)
        basis->rows[r] = r;
    for (size_t c = 0; c < n; c++) {
        if (!(pivot(basis, c) > 1e-15L * largest_of_column(basis, c)))
            return 0;
        for (size_t r = c + 1; r < n; r++)
            *at(basis, r, c) /= *at(basis, c, c);
        for (size_t k = c + 1; k < n; k++)
            for (size_t r = c + 1; r < n; r++)
                *at(basis, r, k) -= *at(basis, r, c) * *at(basis, c, k);
    }
    return 1;
}

/* x := inverse x b; b and x may not overlap. */
static void substitute(const bod_basis *basis, const bod_real *b, bod_real *x)
{
    const size_t n = basis->n;

    for (size_t r = 0; r < n; r++) {
        x[r] = b[basis->rows[r]];
        for (size_t c = 0; c < r; c++)
            x[r] -= *at(basis, r, c) * x[c];
    }
    for (size_t r = n; r-- > 0;) {
        for (size_t c = r + 1; c < n; c++)
            x[r] -= *at(basis, r, c) * x[c];
        x[r] /= *at(basis, r, r);
    }
}

/* y := transposed inverse x c; c is lost. */
static void substitute_transposed(const bod_basis *basis, bod_real *c, bod_real *y)
{
    const size_t n = basis->n;

    for (size_t r = 0; r < n; r++) {
        for (size_t k = 0; k < r; k++)
            c[r] -= *at(basis, k, r) * c[k];
        c[r] /= *at(basis, r, r);
    }
    for (size_t r = n; r-- > 0;) {
        for (size_t k = r + 1; k < n; k++)
            c[r] -= *at(basis, k, r) * c[k];
        y[basis->rows[r]] = c[r];
    }
}

void bod_basis_solve(const bod_basis *basis, const bod_real *b, bod_real *x)
{
    const size_t n = basis->n;
    bod_real *first = basis->work, *rest = basis->work + n;

    substitute(basis, b, first);
    for (size_t r = 0; r < n; r++) {
        rest[r] = b[r];
        for (size_t c = 0; c < n; c++)
            rest[r] -= basis->matrix[c * n + r] * first[c];
    }
    substitute(basis, rest, x); /* b has been read for the last time */
    for (size_t r = 0; r < n; r++)
        x[r] += first[r];
}

void bod_basis_solve_transposed(const bod_basis *basis, const bod_real *c, bod_real *y)
{
    const size_t n = basis->n;
    bod_real *first = basis->work, *rest = basis->work + n;

    memcpy(rest, c, n * sizeof *rest);
    substitute_transposed(basis, rest, first);
    for (size_t k = 0; k < n; k++) {
        rest[k] = c[k];
        for (size_t r = 0; r < n; r++)
            rest[k] -= basis->matrix[k * n + r] * first[r];
    }
    substitute_transposed(basis, rest, y);
    for (size_t r = 0; r < n; r++)
        y[r] += first[r];
}
