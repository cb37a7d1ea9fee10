/* Kernels of the benefit of the doubt: are prices the only optimal ones?
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "kernels/bod_lp.h"

#include <math.h>

static const double nothing = 1e-11; /* an amount no larger counts as 0 */
static const double binding = 1e-10; /* a slack no larger, against the prices, counts as 0 */
static const double movement = 1e-9; /* so far must a constraint be able to move */

/* The search for a direction: maximise the movement away from binding constraints, over directions within a unit
 * cube along which no binding constraint is broken and those with an amount stay binding. */
typedef struct {
    const bod_solver *s; /* whose scratch is used */
    glp_prob *lp;
    double size; /* sum of the prices */
} search;

static int is_positive(const bod_solver *s, size_t number)
{
    for (size_t b = 0; b < s->programme->n_rows; b++)
        if (s->basic[b] == number)
            return (double) s->amounts[b] > nothing;
    return 0;
}

/* Is the constraint of a column binding? Its scaled column is left in the solver's room. */
static int is_binding(const search *f, size_t number)
{
    const size_t fixed = f->s->programme->n_rows + f->s->programme->n_own;
    double cost = 0.0;
    const double by = bod_solver_column(f->s, number, f->s->room, &cost);
    bod_real slack = (bod_real) cost;

    if (number >= fixed)
        return f->s->slack[number - fixed] * (f->s->cost_scale / by) <= binding * (fabs(cost) + f->size);
    for (size_t r = 0; r < f->s->programme->n_rows; r++)
        slack -= (bod_real) f->s->room[r] * f->s->prices[r];
    return (double) slack <= binding * (fabs(cost) + f->size);
}

/* The constraint in the solver's room, column . direction <= 0. */
static void add_constraint(search *f, int stays)
{
    const bod_solver *s = f->s;
    int row = 0, length = 0;

    for (size_t r = 0; r < s->programme->n_rows; r++) {
        if (s->room[r] == 0.0)
            continue;
        s->indices[++length] = (int) r + 1;
        s->numbers[length] = s->room[r];
        if (!stays)
            s->gain[r] -= s->room[r];
    }
    if (length == 0)
        return;
    row = glp_add_rows(f->lp, 1);
    glp_set_mat_row(f->lp, row, length, s->indices, s->numbers);
    glp_set_row_bnds(f->lp, row, stays ? GLP_FX : GLP_UP, 0.0, 0.0);
}

/* @return the most movement there is, or -1 */
static double most_movement(search *f)
{
    const bod_programme *p = f->s->programme;
    glp_smcp how;
    double result = -1.0;

    f->lp = glp_create_prob();
    glp_set_obj_dir(f->lp, GLP_MAX);
    (void) glp_add_cols(f->lp, (int) p->n_rows);
    for (size_t r = 0; r < p->n_rows; r++)
        glp_set_col_bnds(f->lp, (int) r + 1, GLP_DB, -1.0, 1.0);
    for (size_t c = 0; c < p->n_rows + p->n_own + p->n_pool; c++)
        if (is_binding(f, c))
            add_constraint(f, is_positive(f->s, c));
    for (size_t r = 0; r < p->n_rows; r++)
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
        certain = certain && (double) s->amounts[b] > nothing;
        s->gain[b] = 0.0;
        f.size += fabs((double) s->prices[b]);
    }
    if (certain)
        return 1;
    found = most_movement(&f);
    return found >= 0.0 && found <= movement; /* the basis is among the binding columns, so they span everything */
}
