/* Kernels of the benefit of the doubt: the solver.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "kernels/bod_lp.h"

#include <limits.h>
#include <math.h>
#include <stdlib.h>

/* The most by which a constraint, scaled, may be broken: what is aimed at, what is still accepted. */
static const double aim = 1e-13, accept = 1e-11;
enum { REFINEMENTS = 20, TAKE_AT_ONCE = 16 };

static titian_status allocate(bod_solver *s, titian_error *err)
{
    const size_t m = s->programme->n_rows, pool = s->programme->n_pool > 0 ? s->programme->n_pool : 1;

    if (m >= INT_MAX / 4 || s->programme->n_own + pool >= INT_MAX / 4)
        return titian_fail(err, TITIAN_E_MEMORY, "%zu by %zu numbers are too many to optimise over", m, pool);
    s->taken = calloc(pool, sizeof *s->taken);
    s->is_taken = calloc(pool, sizeof *s->is_taken);
    s->slack = calloc(pool, sizeof *s->slack);
    s->basis.matrix = calloc(m * (2 * m + 4), sizeof *s->basis.matrix);
    s->basis.rows = calloc(2 * m, sizeof *s->basis.rows);
    s->indices = calloc(m + 1, sizeof *s->indices);
    s->numbers = calloc(5 * m + 1, sizeof *s->numbers);
    if (s->taken == NULL || s->is_taken == NULL || s->slack == NULL || s->basis.matrix == NULL ||
        s->basis.rows == NULL || s->indices == NULL || s->numbers == NULL)
        return titian_fail(err, TITIAN_E_MEMORY, "no memory to optimise over %zu units", pool);
    s->basis.n = m;
    s->basis.factors = s->basis.matrix + m * m;
    s->basis.work = s->basis.factors + m * m;
    s->amounts = s->basis.work + 2 * m;
    s->prices = s->amounts + m;
    s->basic = s->basis.rows + m;
    s->price = s->numbers + m + 1;
    s->room = s->price + m;
    s->gain = s->room + m;
    s->seen = s->gain + m;
    return TITIAN_OK;
}

/* For each row the pool column that can satisfy it best: these are taken in first and stay. */
static void choose_first(bod_solver *s)
{
    const bod_programme *p = s->programme;

    for (size_t r = 0; r < p->n_rows; r++) {
        size_t best = 0;

        for (size_t c = 1; c < p->n_pool; c++)
            if (p->pool[c * p->n_rows + r] > p->pool[best * p->n_rows + r])
                best = c;
        if (p->n_pool == 0 || !(p->pool[best * p->n_rows + r] > 0.0) || s->is_taken[best])
            continue;
        s->taken[s->n_kept++] = best;
        s->is_taken[best] = 1;
    }
}

titian_status bod_solver_open(bod_solver *s, const bod_programme *programme, titian_error *err)
{
    *s = (bod_solver){.programme = programme};
    return allocate(s, err);
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

/* A column as the programme has it; NULL for a surplus column. */
static const double *own_or_pool(const bod_programme *p, size_t number, double *cost)
{
    if (number >= p->n_rows + p->n_own) {
        *cost = p->pool_cost[number - p->n_rows - p->n_own];
        return p->pool + (number - p->n_rows - p->n_own) * p->n_rows;
    }
    if (number >= p->n_rows) {
        *cost = p->own_cost[number - p->n_rows];
        return p->own + (number - p->n_rows) * p->n_rows;
    }
    *cost = 0.0;
    return NULL;
}

double bod_solver_column(const bod_solver *s, size_t number, double *column, double *cost)
{
    const bod_programme *p = s->programme;
    const double *from = own_or_pool(p, number, cost);
    double largest = 0.0, by = 1.0;
    int exponent = 0;

    for (size_t r = 0; r < p->n_rows; r++) {
        column[r] = from == NULL ? (r == number ? -p->row_scale[r] : 0.0) : from[r] * p->row_scale[r];
        if (fabs(column[r]) > largest)
            largest = fabs(column[r]);
    }
    (void) frexp(largest, &exponent);
    by = ldexp(1.0, exponent < -1000 ? 1000 : -exponent); /* a power of two: nothing is rounded */
    for (size_t r = 0; r < p->n_rows; r++)
        column[r] *= by;
    *cost *= s->cost_scale * by;
    return 1.0 / by;
}

double bod_solver_amount(const bod_solver *s, size_t b, size_t *number)
{
    double cost = 0.0;

    *number = s->basic[b];
    return (double) s->amounts[b] / bod_solver_column(s, s->basic[b], s->room, &cost);
}

/* Number of GLPK's column j, from 1. */
static size_t number_of(const bod_solver *s, int j)
{
    const size_t fixed = s->programme->n_rows + s->programme->n_own, c = (size_t) j - 1;

    return c < fixed ? c : fixed + s->taken[c - fixed];
}

static void load_column(bod_solver *s, int j)
{
    double cost = 0.0;
    int length = 0;

    (void) bod_solver_column(s, number_of(s, j), s->room, &cost);
    for (size_t r = 0; r < s->programme->n_rows; r++) {
        if (s->room[r] == 0.0)
            continue;
        length++;
        s->indices[length] = (int) r + 1;
        s->numbers[length] = s->room[r];
    }
    glp_set_mat_col(s->lp, j, length, s->indices, s->numbers);
}

/* The problem as it is: rows are equations, for the surplus columns are there. */
static void set_plain(bod_solver *s)
{
    const bod_programme *p = s->programme;
    double cost = 0.0;

    for (size_t r = 0; r < p->n_rows; r++) {
        const double right = p->right[r] * p->row_scale[r];

        glp_set_row_bnds(s->lp, (int) r + 1, GLP_FX, right, right);
    }
    for (int j = 1; j <= glp_get_num_cols(s->lp); j++) {
        (void) bod_solver_column(s, number_of(s, j), s->room, &cost);
        glp_set_col_bnds(s->lp, j, GLP_LO, 0.0, 0.0);
        glp_set_obj_coef(s->lp, j, cost);
    }
}

/* cost - column . price of one column, scaled, in extended precision. */
static double slack_of(const bod_solver *s, size_t number)
{
    double cost = 0.0;
    bod_real slack = 0.0L;

    (void) bod_solver_column(s, number, s->room, &cost);
    for (size_t r = 0; r < s->programme->n_rows; r++)
        slack += (bod_real) s->room[r] * s->prices[r];
    return (double) ((bod_real) cost - slack);
}

static const bod_real *amount_of(const bod_solver *s, size_t number)
{
    for (size_t b = 0; b < s->programme->n_rows; b++)
        if (s->basic[b] == number)
            return &s->amounts[b];
    return NULL;
}

/* What a number is to be multiplied by to be of size 1; 1 where it is within the aim already. */
static double magnifier(double size)
{
    return size > aim ? fmin(1.0 / size, 1e15) : 1.0;
}

/* What is left to improve, seen from the last basis: x = amounts + x' / up, cost' = slack x down. */
static void set_refined(bod_solver *s)
{
    double low = 0.0, broken = 0.0;

    for (size_t b = 0; b < s->programme->n_rows; b++) {
        glp_set_row_bnds(s->lp, (int) b + 1, GLP_FX, 0.0, 0.0);
        low = fmax(low, -(double) s->amounts[b]);
    }
    for (int j = 1; j <= glp_get_num_cols(s->lp); j++)
        if (amount_of(s, number_of(s, j)) == NULL)
            broken = fmax(broken, -slack_of(s, number_of(s, j)));
    for (int j = 1; j <= glp_get_num_cols(s->lp); j++) {
        const bod_real *amount = amount_of(s, number_of(s, j));

        glp_set_col_bnds(s->lp, j, GLP_LO, amount == NULL ? 0.0 : -magnifier(low) * (double) *amount, 0.0);
        glp_set_obj_coef(s->lp, j, amount != NULL ? 0.0 : magnifier(broken) * slack_of(s, number_of(s, j)));
    }
}

/* Drop the pool columns that the last basis does without, when there are so many that they cost more than finding
 * them again would. */
static void drop_idle(bod_solver *s)
{
    const size_t fixed = s->programme->n_rows + s->programme->n_own;
    size_t kept = s->n_kept;
    int column[2] = {0, 0};

    if (s->n_taken <= s->n_kept + 10 * s->programme->n_rows + 50)
        return;
    for (size_t t = s->n_kept; t < s->n_taken; t++) {
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
        (void) bod_solver_column(s, s->basic[b], s->room, &cost);
        for (size_t r = 0; r < m; r++)
            s->basis.matrix[b * m + r] = (bod_real) s->room[r];
    }
    return found == m && bod_basis_factor(&s->basis);
}

static void create(bod_solver *s)
{
    const bod_programme *p = s->programme;

    choose_first(s);
    s->n_taken = s->n_kept;
    s->lp = glp_create_prob();
    glp_set_obj_dir(s->lp, GLP_MIN);
    (void) glp_add_rows(s->lp, (int) p->n_rows);
    (void) glp_add_cols(s->lp, (int) (p->n_rows + p->n_own + s->n_taken));
    glp_std_basis(s->lp);
}

/* Do rows stand to each other as when columns were last loaded? Then scaled pool columns are what they were. */
static int same_scales(bod_solver *s)
{
    const double *scale = s->programme->row_scale;
    int same = 1;

    for (size_t r = 0; r < s->programme->n_rows; r++) {
        same = same && s->seen[r] == scale[r] / scale[0];
        s->seen[r] = scale[r] / scale[0];
    }
    return same;
}

/* Load the problem. With other columns the last basis can be singular, and GLPK does not always bear that: the sparse
 * factorisation of version 5.0 aborts on a column of zeros. */
static void begin(bod_solver *s)
{
    const size_t fixed = s->programme->n_rows + s->programme->n_own;
    int same = 0;

    if (s->lp == NULL)
        create(s);
    else
        drop_idle(s);
    same = same_scales(s);
    s->cost_scale = 1.0;
    for (size_t r = 0; r < s->programme->n_rows; r++)
        s->cost_scale = fmax(s->cost_scale, s->programme->row_scale[r]);
    for (int j = 1; j <= glp_get_num_cols(s->lp); j++)
        if (!same || (size_t) j <= fixed)
            load_column(s, j);
    set_plain(s);
    if (!read_basis(s))
        glp_std_basis(s->lp);
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

/* Amounts, prices and value of the basis. */
static void solve_basis(bod_solver *s)
{
    const bod_programme *p = s->programme;
    bod_real value = 0.0L;
    double cost = 0.0;

    for (size_t b = 0; b < p->n_rows; b++) {
        (void) bod_solver_column(s, s->basic[b], s->room, &cost);
        s->prices[b] = (bod_real) cost;
        s->amounts[b] = (bod_real) (p->right[b] * p->row_scale[b]);
    }
    bod_basis_solve(&s->basis, s->amounts, s->amounts);
    for (size_t b = 0; b < p->n_rows; b++)
        value += s->prices[b] * s->amounts[b];
    bod_basis_solve_transposed(&s->basis, s->prices, s->prices);
    for (size_t r = 0; r < p->n_rows; r++)
        s->price[r] = (double) s->prices[r] * p->row_scale[r] / s->cost_scale;
    s->value = (double) value / s->cost_scale;
}

/* How far below 0 an amount is. */
static double shortfall(const bod_solver *s)
{
    double most = 0.0;

    for (size_t b = 0; b < s->programme->n_rows; b++)
        most = fmax(most, -(double) s->amounts[b]);
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
            use += column[r] * s->price[r];
        s->slack[c] = p->pool_cost[c] - use;
        if (-s->slack[c] > most)
            most = -s->slack[c];
    }
    return most;
}

/* The same of surplus and own columns, against the size of all prices. */
static double broken_in_own(const bod_solver *s)
{
    double most = 0.0, size = 0.0;

    for (size_t r = 0; r < s->programme->n_rows; r++)
        size += fabs((double) s->prices[r]);
    for (size_t c = 0; c < s->programme->n_rows + s->programme->n_own; c++)
        most = fmax(most, -slack_of(s, c));
    return most / fmax(size, 1.0);
}

/* Take in some of the most broken. @return how many */
static size_t take_broken(bod_solver *s, double most)
{
    size_t n = 0;

    for (size_t c = 0; n < TAKE_AT_ONCE && c < s->programme->n_pool; c++) {
        if (s->is_taken[c] || !(-s->slack[c] > aim && -s->slack[c] >= most / 2.0))
            continue;
        s->taken[s->n_taken++] = c;
        s->is_taken[c] = 1;
        load_column(s, glp_add_cols(s->lp, 1));
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
        set_refined(s);
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
        "values lie too many orders of magnitude apart: the best weights cannot be found to 11 digits\n"
        "normalise to a range that begins above 0, such as [1, 100]");
}
