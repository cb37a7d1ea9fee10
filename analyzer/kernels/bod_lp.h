/* Kernels of the benefit of the doubt: linear programmes that share most of their columns, solved one after another
 * to the last digits.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_KERNELS_BOD_LP_H
#define TITIAN_KERNELS_BOD_LP_H

#include <glpk.h>

#include <titian/status.h>

#include "kernels/bod_basis.h"

/** Minimise the sum of cost_c x_c subject to the sum of x_c column_c >= right, x >= 0.
 *  The prices of its rows solve the other side: maximise right . price subject to column_c . price <= cost_c for all
 *  c, price >= 0. Borrowed; numbers of about unit size. Some x must satisfy the rows.
 *  Columns are numbered: first one surplus per row (-1 in its row, cost 0), which is implied; then own; then pool. */
typedef struct {
    size_t n_rows, n_own, n_pool;
    const double *pool;      /* n_pool columns of n_rows, one after another: the same in every problem. Few of them are
                                ever needed: the solver takes in those whose constraint is broken */
    const double *pool_cost; /* n_pool */
    double *own;             /* n_own columns of n_rows: may change from problem to problem */
    double *own_cost;        /* n_own */
    double *right;           /* n_rows: may change */
} bod_programme;

/** A solver and its last solution. Memory of its own is had and given back outside bod_guarded, GLPK's inside. */
typedef struct {
    const bod_programme *programme;
    glp_prob *lp;             /* columns: surplus, own, then the pool columns taken in */
    size_t *taken;            /* n_pool: pool numbers of those, in GLPK's order */
    unsigned char *is_taken;  /* n_pool */
    size_t n_taken;
    bod_basis basis;
    bod_real *exact_amounts, *exact_prices; /* n_rows each */
    int *indices;             /* n_rows + 1, for GLPK */
    double *numbers;          /* n_rows + 1, for GLPK */
    double *room, *gain;      /* n_rows each, scratch */
    /* the solution */
    size_t *basic;            /* n_rows: numbers of the basic columns */
    double *amounts;          /* n_rows: x of those; all other x are 0 */
    double *prices;           /* n_rows, >= 0 up to rounding */
    double *slack;            /* n_pool: cost - column . price */
    double value;
    int endless;              /* 1: there is no least value, so no prices: value is -infinity, the rest old */
} bod_solver;

/** Allocate. @return TITIAN_OK or TITIAN_E_MEMORY; bod_solver_close is right in either case */
titian_status bod_solver_open(bod_solver *solver, const bod_programme *programme, titian_error *err) TITIAN_CHECKED;

/** Free what bod_solver_open allocated. */
void bod_solver_close(bod_solver *solver);

/** Free the GLPK object. (When GLPK gave up it went with GLPK's environment.) */
void bod_solver_end(bod_solver *solver);

/** Solve the programme as its own columns and right side now stand, from the last basis.
 *  GLPK's simplex finds a basis to its 1e-9. That basis is solved in extended precision and held against every
 *  column. What is broken by more than 1e-13 is taken in, and the rest scaled up and given to GLPK again (iterative
 *  refinement, Gleixner, Steffy and Wolter 2016) until nothing is broken: value and prices then have about 13 digits.
 *  @return TITIAN_E_NUMERIC when 11 digits cannot be had. Cost: few simplex steps and O(n_pool n_rows) each round */
titian_status bod_solver_solve(bod_solver *solver, titian_error *err) TITIAN_CHECKED;

/** Column of a number, and its cost. A surplus column is written into `room` (n_rows). */
const double *bod_column(const bod_programme *programme, size_t number, double *room, double *cost);

/** Are the prices of the last solution the only optimal ones? A basis whose amounts are all above 0 proves it. Else
 *  one more programme looks for a direction in which prices can move while every binding constraint holds (Mangasarian
 *  1979, Appa 2002). In doubt, within about 1e-10, the answer is no.
 *  @return 1 or 0. Inside bod_guarded */
int bod_solver_unique(const bod_solver *solver);

#endif
