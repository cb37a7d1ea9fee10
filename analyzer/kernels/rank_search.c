/* Kernels: the best and the worst rank for weights in a box by integer programming.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "kernels/rank_search.h"

#include <math.h>

#include <glpk.h>

#include "kernels/bod_guard.h"

static const double noise = 1e-13; /* of weighted means, as a share of the largest difference */
/* By which a unit is to be above another for weights to be looked for there. The solver takes a row for kept within
 * about 2e-6: less, and two units that exclude each other would both seem to be above. */
static const double margin = 1e-5;
static const double integral = 1e-9; /* how close to 0 or 1 a yes or no is one */

/* Steps of branching in one search. Their number, not time, ends it, so that results are the same on every machine.
 */
enum { MOST_STEPS = 1000, FEWEST_STEPS = 20 };

/* One search: for the weights that put the most rivals on one side of a unit. */
typedef struct {
    const kernel_rank_field *field;
    const kernel_rank_limits *limits;
    size_t n, m, unit;
    size_t n_sure, n_rivals; /* those on that side whatever the weights; those for which it depends */
    double *d;               /* n_rivals rows of m: differences, scaled to 1 */
    double *least;           /* of each row over the box, scaled likewise */
    double *weights, *means; /* m, 4 n */
    size_t *order;
    int *index; /* m + 2, for GLPK, like value */
    double *value;
    double effort; /* steps times rivals, for all searches together */
    int most_steps;
    double bound; /* no more rivals than this, when the search is cut short */
} search;

/* Which difference of two units counts: a score that is not known may help the one above, or must not. */
typedef enum { AT_MOST, AT_LEAST } reading;

/* Take in the units that can be above the unit of the search (`above`), or that it can be above, at some weights and
 * not at all. */
static void gather_rivals(search *s, int above, reading how)
{
    const size_t m = s->m, stride = s->field->least.stride;
    const double *upper_scores = how == AT_MOST ? s->field->most.values : s->field->least.values;
    const double *lower_scores = how == AT_MOST ? s->field->least.values : s->field->most.values;

    s->n_sure = s->n_rivals = 0;
    for (size_t k = 0; k < s->n; k++) {
        double *d = s->d + s->n_rivals * m, scale = 0.0, low, high;
        const size_t upper = above ? k : s->unit, lower = above ? s->unit : k;

        if (k == s->unit)
            continue;
        for (size_t j = 0; j < m; j++) {
            d[j] = upper_scores[j * stride + upper] - lower_scores[j * stride + lower];
            scale = fmax(scale, fabs(d[j]));
        }
        kernel_box_range(&s->field->box, d, s->order, &low, &high);
        if (low > noise * scale || (!above && low >= -noise * scale && high <= noise * scale)) {
            s->n_sure++; /* units that are always equal are never above: they count as below */
        } else if (high > noise * scale) {
            for (size_t j = 0; j < m; j++)
                d[j] /= scale;
            s->least[s->n_rivals++] = low / scale;
        }
    }
}

/* Weights within their bounds that sum to 1, in the first m columns and the first row. */
static void set_weights(const search *s, glp_prob *lp)
{
    const int m = (int) s->m;

    for (int j = 1; j <= m; j++) {
        const double low = s->field->box.low[j - 1], high = s->field->box.high[j - 1];

        glp_set_col_bnds(lp, j, high > low ? GLP_DB : GLP_FX, low, high);
        s->index[j] = j;
        s->value[j] = 1.0;
    }
    glp_set_row_bnds(lp, 1, GLP_FX, 1.0, 1.0);
    glp_set_mat_row(lp, 1, m, s->index, s->value);
}

/* Row: d_k w + by x_column >= least. */
static void set_rival(const search *s, glp_prob *lp, int row, size_t k, int column, double by, double least)
{
    const int m = (int) s->m;

    for (int j = 1; j <= m; j++)
        s->value[j] = s->d[k * s->m + (size_t) j - 1];
    s->index[m + 1] = column;
    s->value[m + 1] = by;
    glp_set_row_bnds(lp, row, GLP_LO, least, 0.0);
    glp_set_mat_row(lp, row, m + 1, s->index, s->value);
}

/* Maximise sum z: z_k = 1 only where d_k w >= by. d_k w >= least_k holds anyway. */
static glp_prob *programme_of(const search *s, double by)
{
    const int m = (int) s->m, n_rivals = (int) s->n_rivals;
    glp_prob *lp = glp_create_prob();

    glp_set_obj_dir(lp, GLP_MAX);
    (void) glp_add_cols(lp, m + n_rivals);
    (void) glp_add_rows(lp, 1 + n_rivals);
    set_weights(s, lp);
    for (int k = 0; k < n_rivals; k++) {
        glp_set_col_kind(lp, m + 1 + k, GLP_BV);
        glp_set_obj_coef(lp, m + 1 + k, 1.0);
        set_rival(s, lp, 2 + k, (size_t) k, m + 1 + k, s->least[k] - by, s->least[k]);
    }
    return lp;
}

static void count_steps(glp_tree *tree, void *info)
{
    search *s = info;
    const int best = glp_ios_best_node(tree);
    int n_steps = 0;

    glp_ios_tree_size(tree, NULL, NULL, &n_steps);
    if (best != 0)
        s->bound = glp_ios_node_bound(tree, best);
    if (n_steps > s->most_steps)
        glp_ios_terminate(tree);
}

/* Look at weights that were found, brought back into the box and to the sum 1: the solver is sure of nine digits. */
static void look_at(search *s)
{
    const kernel_box *box = &s->field->box;
    double left = 1.0;

    for (size_t j = 0; j < s->m; j++) {
        s->weights[j] = fmin(fmax(s->weights[j], box->low[j]), box->high[j]);
        left -= s->weights[j];
    }
    for (size_t j = 0; j < s->m && left != 0.0; j++) {
        const double moved = fmin(fmax(s->weights[j] + left, box->low[j]), box->high[j]);

        left -= moved - s->weights[j];
        s->weights[j] = moved;
    }
    kernel_rank_look_at(s->field, s->weights, s->limits->best_reached, s->limits->worst_reached, s->means);
}

/* The weights that put the chosen rivals farthest on their side: those of the search may lie where units are equal.
 * Maximise t, d_k w >= t for those with z_k = 1. */
static void look_inside(search *s, glp_prob *found)
{
    const int m = (int) s->m;
    glp_prob *lp = glp_create_prob();
    glp_smcp how;

    glp_set_obj_dir(lp, GLP_MAX);
    (void) glp_add_cols(lp, m + 1);
    (void) glp_add_rows(lp, 1);
    set_weights(s, lp);
    glp_set_col_bnds(lp, m + 1, GLP_DB, -1.0, 1.0);
    glp_set_obj_coef(lp, m + 1, 1.0);
    for (size_t k = 0; k < s->n_rivals; k++)
        if (glp_mip_col_val(found, m + 1 + (int) k) > 0.5)
            set_rival(s, lp, glp_add_rows(lp, 1), k, m + 1, -1.0, 0.0);
    glp_init_smcp(&how);
    how.msg_lev = GLP_MSG_OFF;
    how.tol_bnd = how.tol_dj = 1e-9;
    if (glp_simplex(lp, &how) == 0 && glp_get_status(lp) == GLP_OPT) {
        for (int j = 1; j <= m; j++)
            s->weights[j - 1] = glp_get_col_prim(lp, j);
        look_at(s);
    }
    glp_delete_prob(lp);
}

/* @return the most rivals there can be at once on that side, by at least so much. Weights that put them there are
 *         looked at */
static size_t most_rivals(search *s, double by)
{
    const double steps = s->n_rivals > 0 ? s->effort / (2.0 * (double) s->n * (double) s->n_rivals) : 0.0;
    glp_iocp how;
    glp_prob *lp = NULL;
    double most = (double) s->n_rivals;

    if (steps < FEWEST_STEPS)
        return s->n_rivals;
    s->most_steps = steps < MOST_STEPS ? (int) steps : MOST_STEPS;
    s->bound = most;
    lp = programme_of(s, by);
    glp_init_iocp(&how);
    how.msg_lev = GLP_MSG_OFF;
    how.presolve = GLP_ON;
    how.tol_int = integral;
    how.cb_func = count_steps;
    how.cb_info = s;
    if (glp_intopt(lp, &how) == 0 && glp_mip_status(lp) == GLP_OPT)
        most = glp_mip_obj_val(lp);
    else
        most = fmax(fmin(most, s->bound), 0.0);
    if (glp_mip_status(lp) == GLP_OPT || glp_mip_status(lp) == GLP_FEAS)
        look_inside(s, lp);
    glp_delete_prob(lp);
    return (size_t) floor(most + 1e-6);
}

/* The worst rank of a unit: the most that can be above it. Where it is not reached so, for units are equal there or
 * scores not known, look for weights that put the most above it for sure. */
static void search_worst(search *s, size_t *worst, const size_t *reached)
{
    size_t found = 0;

    if (*worst <= *reached)
        return;
    gather_rivals(s, 1, AT_MOST);
    found = 1 + s->n_sure + most_rivals(s, 0.0);
    found = found > *reached ? found : *reached;
    *worst = found < *worst ? found : *worst;
    if (*worst <= *reached)
        return;
    gather_rivals(s, 1, AT_LEAST);
    (void) most_rivals(s, margin);
}

/* The best rank: all the others but those that it can be above. */
static void search_best(search *s, size_t *best, const size_t *reached)
{
    size_t found = 0;

    if (*best >= *reached)
        return;
    gather_rivals(s, 0, AT_MOST);
    found = s->n - s->n_sure - most_rivals(s, 0.0);
    found = found < *reached ? found : *reached;
    *best = found > *best ? found : *best;
    if (*best >= *reached)
        return;
    gather_rivals(s, 0, AT_LEAST);
    (void) most_rivals(s, margin);
}

static titian_status search_all(void *context, titian_error *err)
{
    search *s = context;
    const kernel_rank_limits *l = s->limits;

    (void) err;
    for (s->unit = 0; s->unit < s->n; s->unit++) {
        search_worst(s, &l->worst[s->unit], &l->worst_reached[s->unit]);
        search_best(s, &l->best[s->unit], &l->best_reached[s->unit]);
    }
    return TITIAN_OK;
}

size_t kernel_rank_search_room(size_t n_units, size_t m)
{
    return (n_units * m + n_units + m + 4 * n_units + m + 2) * sizeof(double) + m * sizeof(size_t) +
           (m + 2) * sizeof(int);
}

titian_status kernel_rank_search(
    const kernel_rank_field *field, const kernel_rank_limits *limits, double effort, void *room, titian_error *err)
{
    const size_t n = field->least.n_units, m = field->box.m;
    search s = {.field = field, .limits = limits, .n = n, .m = m, .d = room, .effort = effort};

    s.least = s.d + n * m;
    s.weights = s.least + n;
    s.means = s.weights + m;
    s.value = s.means + 4 * n;
    s.order = (size_t *) (s.value + m + 2);
    s.index = (int *) (s.order + m);
    return bod_guarded(search_all, &s, err);
}
