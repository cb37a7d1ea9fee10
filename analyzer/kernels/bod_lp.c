/* Kernels of the benefit of the doubt: the solver.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "kernels/bod_lp.h"

#include <limits.h>
#include <math.h>
#include <stdlib.h>

/* The most a constraint may be broken by, in numbers of unit size: what is aimed at, what is still accepted. */
static const double aim = 1e-13, accept = 1e-11;
enum { REFINEMENTS = 20, TAKE_AT_ONCE = 16 };

titian_status bod_solver_open(bod_solver *s, const bod_programme *p, titian_error *err)
{
    const size_t m = p->n_rows, pool = p->n_pool > 0 ? p->n_pool : 1;

    *s = (bod_solver){.programme = p};
    if (m >= INT_MAX / 4 || p->n_own + pool >= INT_MAX / 4)
        return titian_fail(err, TITIAN_E_MEMORY, "%zu by %zu numbers are too many to optimise over", m, pool);
    s->taken = calloc(pool, sizeof *s->taken);
    s->is_taken = calloc(pool, sizeof *s->is_taken);
    s->slack = calloc(pool, sizeof *s->slack);
    s->basis.matrix = calloc(m * (2 * m + 4), sizeof *s->basis.matrix);
    s->basis.rows = calloc(2 * m, sizeof *s->basis.rows);
    s->indices = calloc(m + 1, sizeof *s->indices);
    s->numbers = calloc(5 * m + 1, sizeof *s->numbers);
    if (s->taken == NULL || s->is_taken == NULL || s->slack == NULL || s->basis.matrix == NULL
        || s->basis.rows == NULL || s->indices == NULL || s->numbers == NULL)
        return titian_fail(err, TITIAN_E_MEMORY, "no memory to optimise over %zu units", pool);
    s->basis.n = m;
    s->basis.factors = s->basis.matrix + m * m;
    s->basis.work = s->basis.factors + m * m;
    s->exact_amounts = s->basis.work + 2 * m;
    s->exact_prices = s->exact_amounts + m;
    s->basic = s->basis.rows + m;
    s->amounts = s->numbers + m + 1;
    s->prices = s->amounts + m;
    s->room = s->prices + m;
    s->gain = s->room + m;
    return TITIAN_OK;
}

void bod_solver_close(bod_solver *s)
{
    free(s->taken);
    free(s->is_taken);
    free(s->slack);
    free(s->basis.matrix);
    free(s->basis.rows);
    free(s->indices);
    free(s->numbers);
    *s = (bod_solver){0};
}

void bod_solver_end(bod_solver *s)
{
    if (s->lp != NULL)
        glp_delete_prob(s->lp);
    s->lp = NULL;
}

const double *bod_column(const bod_programme *p, size_t number, double *room, double *cost)
{
    if (number >= p->n_rows + p->n_own) {
        *cost = p->pool_cost[number - p->n_rows - p->n_own];
        return p->pool + (number - p->n_rows - p->n_own) * p->n_rows;
    }
    if (number >= p->n_rows) {
        *cost = p->own_cost[number - p->n_rows];
        return p->own + (number - p->n_rows) * p->n_rows;
    }
    for (size_t r = 0; r < p->n_rows; r++)
        room[r] = r == number ? -1.0 : 0.0;
    *cost = 0.0;
    return room;
}

/* Number of GLPK's column j, from 1. */
static size_t number_of(const bod_solver *s, int j)
{
    const size_t fixed = s->programme->n_rows + s->programme->n_own, c = (size_t) j - 1;

    return c < fixed ? c : fixed + s->taken[c - fixed];
}

static void set_column(bod_solver *s, int j, const double *column)
{
    int length = 0;

    for (size_t r = 0; r < s->programme->n_rows; r++) {
        if (column[r] == 0.0)
            continue;
        length++;
        s->indices[length] = (int) r + 1;
        s->numbers[length] = column[r];
    }
    glp_set_mat_col(s->lp, j, length, s->indices, s->numbers);
}

static void take_in(bod_solver *s, size_t p)
{
    s->taken[s->n_taken++] = p;
    s->is_taken[p] = 1;
    set_column(s, glp_add_cols(s->lp, 1), s->programme->pool + p * s->programme->n_rows);
}

/* The problem as it is: rows are equations, for the surplus columns are there. */
static void set_plain(bod_solver *s)
{
    const bod_programme *p = s->programme;
    double cost = 0.0;

    for (size_t r = 0; r < p->n_rows; r++)
        glp_set_row_bnds(s->lp, (int) r + 1, GLP_FX, p->right[r], p->right[r]);
    for (int j = 1; j <= glp_get_num_cols(s->lp); j++) {
        (void) bod_column(p, number_of(s, j), s->room, &cost);
        glp_set_col_bnds(s->lp, j, GLP_LO, 0.0, 0.0);
        glp_set_obj_coef(s->lp, j, cost);
    }
}

/* cost - column . price, in extended precision. */
static bod_real exact_slack(const bod_solver *s, const double *column, double cost)
{
    bod_real slack = (bod_real) cost;

    for (size_t r = 0; r < s->programme->n_rows; r++)
        slack -= (bod_real) column[r] * s->exact_prices[r];
    return slack;
}

/* What is left to improve, seen from the last basis: x = amounts + x' / up, cost' = slack x down. Where amounts are
 * right already, up is 1; so with slacks and down. */
static void set_refined(bod_solver *s, double up, double down)
{
    const size_t m = s->programme->n_rows;

    for (size_t r = 0; r < m; r++)
        glp_set_row_bnds(s->lp, (int) r + 1, GLP_FX, 0.0, 0.0);
    for (int j = 1; j <= glp_get_num_cols(s->lp); j++) {
        const size_t number = number_of(s, j);
        double cost = 0.0, bound = 0.0;
        const double *column = bod_column(s->programme, number, s->room, &cost);

        cost = down * (double) exact_slack(s, column, cost);
        for (size_t b = 0; b < m; b++) {
            if (s->basic[b] == number) {
                bound = -up * (double) s->exact_amounts[b];
                cost = 0.0;
            }
        }
        glp_set_col_bnds(s->lp, j, GLP_LO, bound, 0.0);
        glp_set_obj_coef(s->lp, j, cost);
    }
}

/* Drop the pool columns that the last basis does without, when there are so many that they cost more than finding
 * them again would. */
static void drop_idle(bod_solver *s)
{
    const size_t fixed = s->programme->n_rows + s->programme->n_own;
    size_t kept = 0;
    int column[2] = {0, 0};

    if (s->n_taken <= 10 * s->programme->n_rows + 50)
        return;
    for (size_t t = 0; t < s->n_taken; t++) {
        column[1] = (int) (fixed + kept) + 1;
        if (glp_get_col_stat(s->lp, column[1]) == GLP_BS) {
            s->taken[kept++] = s->taken[t];
        } else {
            s->is_taken[s->taken[t]] = 0;
            glp_del_cols(s->lp, 1, column);
        }
    }
    s->n_taken = kept;
}

/* GLPK's basis, with a basic row standing for the surplus of that row: they span the same.
 * @return 0 when it cannot be one */
static int read_basis(bod_solver *s)
{
    const size_t m = s->programme->n_rows;
    size_t found = 0;
    double cost = 0.0;

    for (int j = 1; j <= glp_get_num_cols(s->lp); j++) {
        if (glp_get_col_stat(s->lp, j) == GLP_BS && found++ < m)
            s->basic[found - 1] = number_of(s, j);
    }
    for (size_t r = 0; r < m; r++) {
        if (glp_get_row_stat(s->lp, (int) r + 1) == GLP_BS && found++ < m)
            s->basic[found - 1] = r;
    }
    for (size_t b = 0; found == m && b < m; b++) {
        const double *column = bod_column(s->programme, s->basic[b], s->room, &cost);

        for (size_t r = 0; r < m; r++)
            s->basis.matrix[b * m + r] = (bod_real) column[r];
    }
    return found == m && bod_basis_factor(&s->basis);
}

/* Load the problem. With other columns the last basis can be singular, and GLPK does not always bear that: the sparse
 * factorisation of version 5.0 aborts on a column of zeros. */
static void begin(bod_solver *s)
{
    const bod_programme *p = s->programme;
    double cost = 0.0;

    if (s->lp == NULL) {
        s->lp = glp_create_prob();
        glp_set_obj_dir(s->lp, GLP_MIN);
        (void) glp_add_rows(s->lp, (int) p->n_rows);
        (void) glp_add_cols(s->lp, (int) (p->n_rows + p->n_own));
        for (size_t c = 0; c < p->n_rows; c++)
            set_column(s, (int) c + 1, bod_column(p, c, s->room, &cost));
        glp_std_basis(s->lp);
    }
    drop_idle(s);
    for (size_t c = 0; c < p->n_own; c++)
        set_column(s, (int) (p->n_rows + c) + 1, p->own + c * p->n_rows);
    if (!read_basis(s))
        glp_std_basis(s->lp);
    set_plain(s);
}

/* @return GLP_OPT or GLP_UNBND when GLPK believes so, else GLP_UNDEF */
static int simplex(bod_solver *s)
{
    glp_smcp how;

    glp_init_smcp(&how);
    how.msg_lev = GLP_MSG_OFF;
    how.tol_bnd = how.tol_dj = 1e-9;
    how.it_lim = 100000;
    for (int attempt = 0; attempt < 3; attempt++) {
        how.meth = attempt < 2 ? GLP_PRIMAL : GLP_DUALP;
        if (glp_simplex(s->lp, &how) == 0) {
            const int found = glp_get_status(s->lp);

            if (found == GLP_OPT || (found == GLP_UNBND && attempt > 0))
                return found;
        }
        glp_std_basis(s->lp); /* the last basis was no good for this problem */
    }
    return GLP_UNDEF;
}

/* Amounts and prices of the basis. */
static void solve_basis(bod_solver *s)
{
    const size_t m = s->programme->n_rows;
    bod_real value = 0.0L;
    double cost = 0.0;

    for (size_t b = 0; b < m; b++) {
        (void) bod_column(s->programme, s->basic[b], s->room, &cost);
        s->exact_prices[b] = (bod_real) cost;
        s->exact_amounts[b] = (bod_real) s->programme->right[b];
    }
    bod_basis_solve_transposed(&s->basis, s->exact_prices, s->exact_prices);
    bod_basis_solve(&s->basis, s->exact_amounts, s->exact_amounts);
    for (size_t b = 0; b < m; b++) {
        (void) bod_column(s->programme, s->basic[b], s->room, &cost);
        value += (bod_real) cost * s->exact_amounts[b];
    }
    for (size_t r = 0; r < m; r++) {
        s->amounts[r] = (double) s->exact_amounts[r];
        s->prices[r] = (double) s->exact_prices[r];
    }
    s->value = (double) value;
}

/* How far below 0 an amount is. */
static double shortfall(const bod_solver *s)
{
    double most = 0.0;

    for (size_t b = 0; b < s->programme->n_rows; b++)
        most = fmax(most, -s->amounts[b]);
    return most;
}

/* How far a pool constraint is broken; fills the slacks. */
static double broken_in_pool(bod_solver *s)
{
    const bod_programme *p = s->programme;
    double most = 0.0;

    for (size_t c = 0; c < p->n_pool; c++) {
        const double *column = p->pool + c * p->n_rows;
        double use = 0.0;

        for (size_t r = 0; r < p->n_rows; r++)
            use += column[r] * s->prices[r];
        s->slack[c] = p->pool_cost[c] - use;
        most = fmax(most, -s->slack[c]);
    }
    return most;
}

static double broken_in_own(const bod_solver *s)
{
    const bod_programme *p = s->programme;
    double most = 0.0;

    for (size_t r = 0; r < p->n_rows; r++)
        most = fmax(most, -s->prices[r]);
    for (size_t c = 0; c < p->n_own; c++)
        most = fmax(most, -(double) exact_slack(s, p->own + c * p->n_rows, p->own_cost[c]));
    return most;
}

/* Take in some of the most broken. @return how many */
static size_t take_broken(bod_solver *s, double most)
{
    size_t n = 0;

    for (size_t c = 0; n < TAKE_AT_ONCE && c < s->programme->n_pool; c++) {
        if (s->is_taken[c] || !(-s->slack[c] > aim && -s->slack[c] >= most / 2.0))
            continue;
        take_in(s, c);
        n++;
    }
    return n;
}

/* One round: a basis from GLPK, solved and held against all columns, and the problem made ready for the next round.
 * @return 1 when there is nothing left to do */
static int improve(bod_solver *s, size_t *refinements, double *low, double *broken)
{
    double in_pool = 0.0;

    if (!read_basis(s)) {
        *refinements = REFINEMENTS;
        *low = *broken = 1.0;
        return 0;
    }
    solve_basis(s);
    *low = shortfall(s);
    in_pool = broken_in_pool(s);
    *broken = fmax(in_pool, broken_in_own(s));
    if (*low <= aim && *broken <= aim)
        return 1;
    if (take_broken(s, in_pool) > 0 && *broken > 1e-6) {
        set_plain(s);
        *refinements = 0;
    } else {
        set_refined(
            s, *low > aim ? fmin(1.0 / *low, 1e12) : 1.0, *broken > aim ? fmin(1.0 / *broken, 1e12) : 1.0);
        (*refinements)++;
    }
    return 0;
}

titian_status bod_solver_solve(bod_solver *s, titian_error *err)
{
    double low = 1.0, broken = 1.0;
    size_t refinements = 0;

    begin(s);
    s->endless = 0;
    while (refinements < REFINEMENTS) {
        const int found = simplex(s);

        if (found == GLP_UNBND && refinements == 0) {
            s->endless = 1;
            s->value = -(double) INFINITY;
            return TITIAN_OK;
        }
        if (found != GLP_OPT)
            break;
        if (improve(s, &refinements, &low, &broken))
            return TITIAN_OK;
    }
    if (low <= accept && broken <= accept)
        return TITIAN_OK;
    return titian_fail(err, TITIAN_E_NUMERIC,
        "the best weights could not be found to 11 digits: values lie too many orders of magnitude apart\n"
        "normalise the indicators first");
}
