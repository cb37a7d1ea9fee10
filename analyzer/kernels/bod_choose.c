/* Kernels of the benefit of the doubt: among weights that are as good, those of the most even shares.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "kernels/bod_choose.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "kernels/symmetric.h"

static const double kept = 1e-9;    /* a row broken by no more is kept */
static const double same = 1e-9;    /* corners no farther apart are one */
static const double nothing = 1e-9; /* a part of a corner no larger is none */
enum { MOST_CORNERS = 1000 };

titian_status bod_chooser_open(bod_chooser *c, size_t n_rows, size_t n_pool, titian_error *err)
{
    const size_t m = n_rows, corners = m + 1;

    *c = (bod_chooser){.n_rows = m, .n_pool = n_pool};
    c->points = calloc(corners * m + corners * corners + 5 * corners, sizeof *c->points);
    c->indices = calloc(corners, sizeof *c->indices);
    c->is_in = calloc(n_pool + 1, sizeof *c->is_in);
    if (c->points == NULL || c->indices == NULL || c->is_in == NULL)
        return titian_fail(err, TITIAN_E_MEMORY, "no memory to choose among the weights of %zu units", n_pool);
    c->gram = c->points + corners * m;
    c->part = c->gram + corners * corners;
    c->affine = c->part + corners;
    c->nearest = c->affine + corners;
    c->corner = c->nearest + corners;
    c->numbers = c->corner + corners;
    return TITIAN_OK;
}

void bod_chooser_close(bod_chooser *c)
{
    free(c->points);
    free(c->indices);
    free(c->is_in);
    *c = (bod_chooser){.n_rows = 0};
}

static double dot(const double *a, const double *b, size_t n)
{
    double sum = 0.0;

    for (size_t i = 0; i < n; i++)
        sum += a[i] * b[i];
    return sum;
}

/* ---- corners of the face ---- */

/* What a constraint on prices, column . price <= cost, is on a share. */
static double per_share(const bod_face *f, const double *column, size_t j)
{
    return f->unit[j] > 0.0 ? column[j] * (f->score / f->unit[j]) : 0.0;
}

/* The row "column . price <= cost", scaled to a largest number of 1. */
static void add_row(bod_chooser *c, glp_prob *lp, const bod_face *f, const double *column, double cost)
{
    double largest = 0.0;
    int length = 0, row = 0;

    for (size_t j = 0; j < c->n_rows; j++) {
        const double x = per_share(f, column, j);

        if (x == 0.0)
            continue;
        largest = fmax(largest, fabs(x));
        c->indices[++length] = (int) j + 1;
        c->numbers[length] = x;
    }
    if (length == 0)
        return;
    for (int k = 1; k <= length; k++)
        c->numbers[k] /= largest;
    row = glp_add_rows(lp, 1);
    glp_set_mat_row(lp, row, length, c->indices, c->numbers);
    glp_set_row_bnds(lp, row, GLP_UP, 0.0, cost / largest);
}

/* Shares that add up to 1 and keep the restrictions; rows of units come in as they are broken. */
static glp_prob *open_programme(bod_chooser *c, const bod_face *f)
{
    glp_prob *lp = glp_create_prob();
    int row = 0;

    memset(c->is_in, 0, c->n_pool);
    (void) glp_add_cols(lp, (int) c->n_rows);
    for (size_t j = 0; j < c->n_rows; j++) {
        glp_set_col_bnds(lp, (int) j + 1, f->unit[j] > 0.0 ? GLP_DB : GLP_FX, 0.0, f->unit[j] > 0.0 ? 1.0 : 0.0);
        c->indices[j + 1] = (int) j + 1;
        c->numbers[j + 1] = 1.0;
    }
    row = glp_add_rows(lp, 1);
    glp_set_mat_row(lp, row, (int) c->n_rows, c->indices, c->numbers);
    glp_set_row_bnds(lp, row, GLP_FX, 1.0, 1.0);
    for (size_t k = 0; k < f->programme->n_own; k++)
        add_row(c, lp, f, f->programme->own + k * f->programme->n_rows, 0.0);
    return lp;
}

/* The unit whose row the corner breaks most; n_pool for none. */
static size_t most_broken(const bod_chooser *c, const bod_face *f)
{
    size_t found = c->n_pool;
    double most = kept;

    for (size_t i = 0; i < c->n_pool; i++) {
        const double *column = f->programme->pool + i * f->programme->n_rows;
        double sum = -1.0;

        if (c->is_in[i])
            continue;
        for (size_t j = 0; j < c->n_rows; j++)
            sum += per_share(f, column, j) * c->corner[j];
        if (sum > most) {
            most = sum;
            found = i;
        }
    }
    return found;
}

/* corner := the point of the face with the least product with `nearest`. @return 0 when there is none to be had */
static int find_corner(bod_chooser *c, glp_prob *lp, const bod_face *f)
{
    glp_smcp how;

    glp_init_smcp(&how);
    how.msg_lev = GLP_MSG_OFF;
    how.tol_bnd = how.tol_dj = 1e-10;
    how.it_lim = 100000;
    for (size_t j = 0; j < c->n_rows; j++)
        glp_set_obj_coef(lp, (int) j + 1, c->nearest[j]);
    for (;;) {
        size_t broken = 0;

        if (glp_simplex(lp, &how) != 0 || glp_get_status(lp) != GLP_OPT)
            return 0;
        for (size_t j = 0; j < c->n_rows; j++)
            c->corner[j] = fmax(0.0, glp_get_col_prim(lp, (int) j + 1));
        broken = most_broken(c, f);
        if (broken == c->n_pool)
            return 1;
        c->is_in[broken] = 1;
        add_row(c, lp, f, f->programme->pool + broken * f->programme->n_rows, 1.0);
    }
}

/* ---- the nearest point ---- */

static double *point(const bod_chooser *c, size_t k)
{
    return c->points + k * c->n_rows;
}

static int is_known(const bod_chooser *c)
{
    for (size_t k = 0; k < c->n; k++) {
        double apart = 0.0;

        for (size_t j = 0; j < c->n_rows; j++)
            apart = fmax(apart, fabs(point(c, k)[j] - c->corner[j]));
        if (apart <= same)
            return 1;
    }
    return 0;
}

/* affine := parts, adding up to 1 but perhaps below 0, of the point nearest to 0 in the plane of the corners held:
 * (P P' + 1 1') u = 1, scaled. @return 0 when a corner lies in the plane of the others */
static int find_affine(bod_chooser *c)
{
    double sum = 0.0;

    for (size_t k = 0; k < c->n; k++) {
        for (size_t l = 0; l < c->n; l++)
            c->gram[k * c->n + l] = 1.0 + dot(point(c, k), point(c, l), c->n_rows);
        c->affine[k] = 1.0;
    }
    if (kernel_cholesky(c->gram, c->n, 1e-12) < c->n)
        return 0;
    kernel_solve_lower(c->gram, c->n, c->affine);
    kernel_solve_upper(c->gram, c->n, c->affine);
    for (size_t k = 0; k < c->n; k++)
        sum += c->affine[k];
    for (size_t k = 0; k < c->n; k++)
        c->affine[k] /= sum;
    return 1;
}

/* Give up corners that have no part. */
static void drop_corners(bod_chooser *c)
{
    size_t n = 0;

    for (size_t k = 0; k < c->n; k++) {
        if (!(c->part[k] > nothing))
            continue;
        memmove(point(c, n), point(c, k), c->n_rows * sizeof *c->points);
        c->part[n++] = c->part[k];
    }
    c->n = n;
}

/* Go from the present parts towards those of the plane, as far as all stay at 0 or above. @return did it arrive? */
static int step(bod_chooser *c)
{
    double stride = 1.0;
    int arrives = 1;

    for (size_t k = 0; k < c->n; k++)
        if (!(c->affine[k] > nothing)) {
            arrives = 0;
            stride = fmin(stride, c->part[k] / (c->part[k] - fmin(c->affine[k], 0.0)));
        }
    for (size_t k = 0; k < c->n; k++)
        c->part[k] += stride * (c->affine[k] - c->part[k]);
    drop_corners(c);
    return arrives;
}

/* nearest := the point nearest to 0 among those between the corners held */
static int settle(bod_chooser *c)
{
    int arrived = 0;

    while (!arrived) {
        if (c->n == 0 || !find_affine(c))
            return 0;
        arrived = step(c);
    }
    memset(c->nearest, 0, c->n_rows * sizeof *c->nearest);
    for (size_t k = 0; k < c->n; k++)
        for (size_t j = 0; j < c->n_rows; j++)
            c->nearest[j] += c->part[k] * point(c, k)[j];
    return 1;
}

static int search(bod_chooser *c, glp_prob *lp, const bod_face *f)
{
    c->n = 0;
    memset(c->nearest, 0, c->n_rows * sizeof *c->nearest);
    for (size_t round = 0; round < MOST_CORNERS; round++) {
        const double before = round == 0 ? (double) INFINITY : dot(c->nearest, c->nearest, c->n_rows);

        if (!find_corner(c, lp, f))
            return 0;
        if (is_known(c) || (c->n > 0 && dot(c->nearest, c->corner, c->n_rows) >= before - 1e-12))
            return 1;
        if (c->n > c->n_rows)
            return 0;
        memcpy(point(c, c->n), c->corner, c->n_rows * sizeof *c->corner);
        c->part[c->n] = c->n == 0 ? 1.0 : 0.0;
        c->n++;
        if (!settle(c))
            return 0;
        if (dot(c->nearest, c->nearest, c->n_rows) >= before - 1e-15) /* nothing but rounding is left to gain */
            return 1;
    }
    return 0;
}

int bod_choose(bod_chooser *c, const bod_face *face, double *shares)
{
    glp_prob *lp = open_programme(c, face);
    const int found = search(c, lp, face);

    glp_delete_prob(lp);
    memcpy(shares, c->nearest, c->n_rows * sizeof *shares);
    return found;
}
