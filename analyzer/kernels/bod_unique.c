/* Kernels of the benefit of the doubt: are prices the only optimal ones?
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "kernels/bod_lp.h"

#include <math.h>

static const double nothing = 1e-11; /* an amount no larger counts as 0 */
static const double binding = 1e-10; /* a slack no larger counts as 0 */
static const double movement = 1e-9; /* so far must a constraint of unit size be able to move */

/* The search for a direction: maximise the movement away from binding constraints, over directions within a unit
 * cube along which no binding constraint is broken and those with an amount stay binding. */
typedef struct {
    const bod_solver *s; /* whose scratch is used */
    glp_prob *lp;
} search;

static int is_positive(const bod_solver *s, size_t number)
{
    for (size_t b = 0; b < s->programme->n_rows; b++)
        if (s->basic[b] == number)
            return s->amounts[b] > nothing;
    return 0;
}

static double slack_of(const bod_solver *s, const double *column, double cost)
{
    bod_real slack = (bod_real) cost;

    for (size_t r = 0; r < s->programme->n_rows; r++)
        slack -= (bod_real) column[r] * s->exact_prices[r];
    return (double) slack;
}

/* One binding constraint, column . direction <= 0, scaled so that its largest coefficient is 1. */
static void add_constraint(search *f, const double *column, int stays)
{
    const size_t m = f->s->programme->n_rows;
    double largest = 0.0;
    int row = 0, length = 0;

    for (size_t r = 0; r < m; r++)
        largest = fmax(largest, fabs(column[r]));
    if (!(largest > 0.0))
        return;
    row = glp_add_rows(f->lp, 1);
    for (size_t r = 0; r < m; r++) {
        if (column[r] == 0.0)
            continue;
        f->s->indices[++length] = (int) r + 1;
        f->s->numbers[length] = column[r] / largest;
        if (!stays)
            f->s->gain[r] -= column[r] / largest;
    }
    glp_set_mat_row(f->lp, row, length, f->s->indices, f->s->numbers);
    glp_set_row_bnds(f->lp, row, stays ? GLP_FX : GLP_UP, 0.0, 0.0);
}

static void add_constraints(search *f)
{
    const bod_programme *p = f->s->programme;
    const size_t fixed = p->n_rows + p->n_own;

    for (size_t c = 0; c < fixed + p->n_pool; c++) {
        double cost = 0.0;
        const double *column = NULL;

        if (c >= fixed && f->s->slack[c - fixed] > binding)
            continue;
        column = bod_column(p, c, f->s->room, &cost);
        if (c >= fixed || slack_of(f->s, column, cost) <= binding)
            add_constraint(f, column, is_positive(f->s, c));
    }
}

/* @return the most movement there is, or -1 */
static double most_movement(search *f)
{
    const size_t m = f->s->programme->n_rows;
    glp_smcp how;
    double result = -1.0;

    f->lp = glp_create_prob();
    glp_set_obj_dir(f->lp, GLP_MAX);
    (void) glp_add_cols(f->lp, (int) m);
    for (size_t r = 0; r < m; r++)
        glp_set_col_bnds(f->lp, (int) r + 1, GLP_DB, -1.0, 1.0);
    add_constraints(f);
    for (size_t r = 0; r < m; r++)
        glp_set_obj_coef(f->lp, (int) r + 1, f->s->gain[r]);
    glp_init_smcp(&how);
    how.msg_lev = GLP_MSG_OFF;
    how.tol_bnd = how.tol_dj = 1e-10;
    how.it_lim = 100000;
    if (glp_simplex(f->lp, &how) == 0 && glp_get_status(f->lp) == GLP_OPT)
        result = fmax(0.0, glp_get_obj_val(f->lp));
    glp_delete_prob(f->lp);
    return result;
}

int bod_solver_unique(const bod_solver *s)
{
    const size_t m = s->programme->n_rows;
    search f = {.s = s};
    double found = 0.0;
    int certain = 1;

    for (size_t b = 0; b < m; b++) {
        certain = certain && s->amounts[b] > nothing;
        s->gain[b] = 0.0;
    }
    if (certain)
        return 1;
    found = most_movement(&f);
    return found >= 0.0 && found <= movement; /* the basis is among the binding columns, so they span everything */
}
