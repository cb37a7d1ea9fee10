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
 *  c, price >= 0. Some x must satisfy the rows. Columns are numbered: first one surplus per row (-1 in its row, cost
 *  0), which is implied; then own; then pool. Borrowed. */
typedef struct {
    size_t n_rows, n_own, n_pool;
    const double *pool; /* n_pool columns of n_rows, one after another: the same in every problem. Few of them are
                           ever needed: the solver takes in those whose constraint is broken */
    const double *pool_cost; /* n_pool */
    double *own;             /* n_own columns of n_rows: may change from problem to problem */
    double *own_cost;        /* n_own */
    double *right;           /* n_rows: may change */
    double *row_scale;       /* n_rows powers of two: rows are multiplied by them inside, which should bring the right
                                side to about 1; may change */
} bod_programme;

/** A solver and its last solution. Memory of its own is had and given back outside bod_guarded, GLPK's inside.
 *  Inside, rows are scaled as the programme says, each column so that its largest number is in [0.5, 1), and costs so
 *  that they are not small; all by powers of two. Then a digit of an amount is worth a digit of the value. */
typedef struct {
    const bod_programme *programme;
    double cost_scale;
    glp_prob *lp;            /* columns: surplus, own, then the pool columns taken in */
    size_t *taken;           /* n_pool: pool numbers of those, in GLPK's order */
    unsigned char *is_taken; /* n_pool */
    size_t n_taken, n_kept;  /* the first n_kept of them stay for ever: with them all rows can be satisfied */
    bod_basis basis;         /* scaled */
    size_t *basic;           /* n_rows: numbers of the basic columns */
    bod_real *amounts;       /* n_rows: x of those, scaled; all other x are 0 */
    bod_real *prices;        /* n_rows, scaled */
    int *indices;            /* n_rows + 1, for GLPK */
    double *numbers;         /* n_rows + 1, for GLPK */
    double *room, *gain;     /* n_rows each, scratch */
    double *seen;            /* n_rows: row scales, against the first, under which pool columns were last loaded */
    /* the solution, not scaled */
    double *price; /* n_rows, >= 0 up to rounding */
    double *slack; /* n_pool: cost - column . price */
    double value;
    int endless; /* 1: there is no least value and no price; value is -infinity and the rest old */
} bod_solver;

/** Allocate. @return TITIAN_OK or TITIAN_E_MEMORY; bod_solver_close is right in either case */
titian_status bod_solver_open(bod_solver *solver, const bod_programme *programme, titian_error *err) TITIAN_CHECKED;

/** Free what bod_solver_open allocated. */
void bod_solver_close(bod_solver *solver);

/** Free the GLPK object. (When GLPK gave up it went with GLPK's environment.) */
void bod_solver_end(bod_solver *solver);

/** Solve the programme as its own columns, right side and scales now stand, from the last basis.
 *  GLPK's simplex finds a basis to its 1e-9. That basis is solved in extended precision and held against every
 *  column. What is broken by more than 1e-13 is taken in, and the rest scaled up and given to GLPK again (iterative
 *  refinement, Gleixner, Steffy and Wolter 2016) until nothing is broken: value and prices then have about 13 digits.
 *  @return TITIAN_E_NUMERIC when 11 digits cannot be had. Cost: few simplex steps and O(n_pool n_rows) each round */
titian_status bod_solver_solve(bod_solver *solver, titian_error *err) TITIAN_CHECKED;

/** Amount, not scaled, of the basic column in position b < n_rows, and its number. */
double bod_solver_amount(const bod_solver *solver, size_t b, size_t *number);

/** Are the prices of the last solution the only optimal ones? A basis whose amounts are all above 0 proves it. Else
 *  one more programme looks for a direction in which prices can move while every binding constraint holds
 * (Mangasarian 1979, Appa 2002). In doubt, within about 1e-10, the answer is no.
 *  @return 1 or 0. Inside bod_guarded */
int bod_solver_unique(const bod_solver *solver);

/** The scaled column of a number, into `column` (n_rows), and its scaled cost.
 *  @return what it was divided by. For the solver and bod_solver_unique */
double bod_solver_column(const bod_solver *solver, size_t number, double *column, double *cost);

#endif
