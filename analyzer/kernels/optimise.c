/* Kernel: weights for wanted correlations.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "kernels/optimise.h"

#include <float.h>
#include <math.h>
#include <string.h>

#include <gsl/gsl_errno.h>
#include <gsl/gsl_multimin.h>

static const double unusable = 1e6; /* objective where there are no correlations; any true one is less */

/* A search: the problem, what it has found so far, and scratch. A point x of n - 1 coordinates stands for weights thus:
 * (x, 1) is mirrored so that the last axis comes to lie on the roots of the weights searched from; that is divided by
 * its length, and squared. x = 0 is where the search begins, no two points nearby stand for the same weights, and every
 * set of weights but those that share no element with the first is in reach. */
typedef struct {
    const kernel_optimisation *problem;
    double *weights;                                        /* best so far */
    double *trial, *targets, *correlations, *from, *mirror; /* n each */
    double best;
    size_t evaluations;
} search;

kernel_optimisation kernel_optimisation_default(void)
{
    return (kernel_optimisation){.aim = KERNEL_BALANCE, .max_evaluations = 20000, .tolerance = 1e-9};
}

size_t kernel_optimise_scratch(size_t n)
{
    return 5 * n;
}

/* Proportions of correlations, or of their squares, against the targets. */
static double imbalance(const search *s)
{
    const int squares = s->problem->aim == KERNEL_BALANCE_SQUARES;
    const size_t n = s->problem->n;
    double sum = 0.0, away = 0.0;

    for (size_t k = 0; k < n; k++)
        sum += squares ? s->correlations[k] * s->correlations[k] : s->correlations[k];
    if (!(sum > 0.0))
        return unusable;
    for (size_t k = 0; k < n; k++) {
        const double c = squares ? s->correlations[k] * s->correlations[k] : s->correlations[k];
        const double gap = s->targets[k] - c / sum;

        away += gap * gap;
    }
    return fmin(log(fmax(away / (double) n, DBL_MIN)), unusable);
}

static double objective_at(search *s, const double *weights)
{
    const size_t n = s->problem->n;
    double sum = 0.0;

    s->problem->correlations(weights, s->correlations, s->problem->context);
    s->evaluations++;
    for (size_t k = 0; k < n; k++) {
        if (!isfinite(s->correlations[k]))
            return unusable;
        sum += s->correlations[k];
    }
    return s->problem->aim == KERNEL_INFOMAX ? -sum : imbalance(s);
}

/* The mirror between the last axis and the roots of s->from: v -> v - 2 (v . u) u, u of unit length, or 0. */
static void set_mirror(search *s)
{
    const size_t n = s->problem->n;
    double length = 0.0;

    for (size_t k = 0; k < n; k++) {
        s->mirror[k] = sqrt(s->from[k]) - (k + 1 == n ? 1.0 : 0.0);
        length = hypot(length, s->mirror[k]);
    }
    for (size_t k = 0; k < n; k++)
        s->mirror[k] = length > 0.0 ? s->mirror[k] / length : 0.0;
}

/* The weights that x stands for, into s->trial. @return 0 when x has run away */
static int stand_for(search *s, const gsl_vector *x)
{
    const size_t n = s->problem->n;
    double along = 0.0, length = 0.0;

    for (size_t k = 0; k < n; k++) {
        s->trial[k] = k + 1 == n ? 1.0 : gsl_vector_get(x, k);
        along += s->trial[k] * s->mirror[k];
    }
    for (size_t k = 0; k < n; k++) {
        s->trial[k] -= 2.0 * along * s->mirror[k];
        length = hypot(length, s->trial[k]);
    }
    for (size_t k = 0; k < n; k++)
        s->trial[k] = pow(s->trial[k] / length, 2.0);
    return length > 0.0 && isfinite(length);
}

/* The function GSL minimises; remembers the best point it has ever been at. */
static double objective(const gsl_vector *x, void *context)
{
    search *s = context;
    double value = 0.0;

    if (!stand_for(s, x))
        return unusable;
    value = objective_at(s, s->trial);
    if (value < s->best) {
        s->best = value;
        memcpy(s->weights, s->trial, s->problem->n * sizeof *s->trial);
    }
    return value;
}

/* Shares that agree to 1e-14 are as good as doubles make them. */
static int perfect(const search *s)
{
    return s->problem->aim != KERNEL_INFOMAX && s->best < 2.0 * log(1e-14);
}

static int spent(const search *s, size_t limit)
{
    return s->evaluations >= limit || perfect(s);
}

/* Nelder and Mead from s->from until the simplex is small, or its best value has not moved by more than rounding for a
 * long time (it can turn on the spot there), or `limit` evaluations have been made in all.
 * @return 1 when it ended by itself */
static int descend(search *s, gsl_multimin_fminimizer *minimiser, gsl_vector *x, gsl_vector *step, size_t limit)
{
    gsl_multimin_function function = {.f = objective, .n = s->problem->n - 1, .params = s};
    double reached = unusable;
    size_t moved_at = s->evaluations;

    set_mirror(s);
    gsl_vector_set_zero(x);
    if (gsl_multimin_fminimizer_set(minimiser, &function, x, step) != GSL_SUCCESS)
        return 0;
    while (!spent(s, limit)) {
        if (gsl_multimin_fminimizer_iterate(minimiser) != GSL_SUCCESS)
            break;
        if (minimiser->fval < reached - 1e-14 * (1.0 + fabs(reached))) {
            reached = minimiser->fval;
            moved_at = s->evaluations;
        }
        if (gsl_multimin_fminimizer_size(minimiser) < s->problem->tolerance
            || s->evaluations - moved_at > 100 + 20 * s->problem->n)
            return 1;
    }
    return perfect(s);
}

static void scale_to_one(double *weights, size_t n)
{
    double largest = 0.0, sum = 0.0;

    for (size_t k = 0; k < n; k++)
        largest = fmax(largest, weights[k]);
    for (size_t k = 0; k < n; k++)
        sum += weights[k] /= largest;
    for (size_t k = 0; k < n; k++)
        weights[k] /= sum;
}

/* The places to look from: 0 the given start, 1 equal weights, 2 the targets, 3 .. half to one element. */
static void place(const search *s, size_t which)
{
    const kernel_optimisation *p = s->problem;

    for (size_t k = 0; k < p->n; k++) {
        s->from[k] = 1.0;
        if (which == 0 && p->start != NULL)
            s->from[k] = p->start[k];
        else if (which == 2)
            s->from[k] = s->targets[k];
        else if (which >= 3 && k == which - 3)
            s->from[k] = p->n > 1 ? (double) (p->n - 1) : 1.0;
    }
    scale_to_one(s->from, p->n);
}

/* Search from every place, then from the best point over and over. */
static int explore(search *s, gsl_multimin_fminimizer *minimiser, gsl_vector *x, gsl_vector *step, size_t *starts)
{
    const kernel_optimisation *p = s->problem;
    const size_t places = p->n + 3;
    double before = 0.0, size = 0.5 / sqrt((double) p->n);
    int ended = 1;

    for (*starts = 0; *starts < places && !spent(s, p->max_evaluations); (*starts)++) {
        const size_t share = (p->max_evaluations - s->evaluations) / (places + 1 - *starts);

        place(s, *starts);
        gsl_vector_set_all(step, size);
        (void) descend(s, minimiser, x, step, s->evaluations + share);
    }
    do {
        before = s->best;
        memcpy(s->from, s->weights, p->n * sizeof *s->from);
        gsl_vector_set_all(step, size);
        ended = descend(s, minimiser, x, step, p->max_evaluations);
        size = size > 1e-3 ? size / 2.0 : 0.5 / sqrt((double) p->n);
    } while (ended && s->best < unusable && !perfect(s) && s->best < before - 1e-10 * (1.0 + fabs(before)));
    return ended;
}

static titian_status check(const kernel_optimisation *p, titian_error *err)
{
    double most = 0.0;

    if (p->n == 0)
        return titian_fail(err, TITIAN_E_NUMERIC, "there are no elements to weight");
    for (size_t k = 0; k < p->n; k++) {
        if (p->targets != NULL && !(p->targets[k] > 0.0 && isfinite(p->targets[k])))
            return titian_fail_at(err, TITIAN_E_NUMERIC, NULL, 0, k + 1,
                "the target is %g; it must be above 0\nleave the element out if it is not to count", p->targets[k]);
        if (p->start != NULL && !(p->start[k] >= 0.0 && isfinite(p->start[k])))
            return titian_fail_at(err, TITIAN_E_NUMERIC, NULL, 0, k + 1,
                "the weight to start from is %g; it must be 0 or more", p->start[k]);
        most = fmax(most, p->start != NULL ? p->start[k] : 1.0);
    }
    if (!(most > 0.0))
        return titian_fail(err, TITIAN_E_NUMERIC, "the weights to start from are all 0");
    return TITIAN_OK;
}

/* Why there was nothing to be found: the first element without a correlation at equal weights. */
static titian_status fail_without_correlations(search *s, titian_error *err)
{
    place(s, 1);
    (void) objective_at(s, s->from);
    for (size_t k = 0; k < s->problem->n; k++)
        if (!isfinite(s->correlations[k]))
            return titian_fail_at(err, TITIAN_E_NUMERIC, NULL, 0, k + 1,
                "the element has no correlation with the index: it is constant, or has fewer than 3 values\n"
                "leave it out");
    return titian_fail(err, TITIAN_E_NUMERIC,
        "the elements' correlations with the index add up to 0 or less wherever one looks: they pull against each "
        "other\nlook at their directions");
}

/* Nothing to choose: one element. */
static void take_the_only_one(search *s)
{
    s->weights[0] = 1.0;
    s->best = objective_at(s, s->weights);
}

static titian_status search_all(search *s, kernel_optimum *found, titian_error *err)
{
    const size_t n = s->problem->n;
    gsl_multimin_fminimizer *minimiser = gsl_multimin_fminimizer_alloc(gsl_multimin_fminimizer_nmsimplex2, n - 1);
    gsl_vector *x = gsl_vector_alloc(n - 1), *step = gsl_vector_alloc(n - 1);
    titian_status status = TITIAN_OK;

    if (minimiser != NULL && x != NULL && step != NULL)
        found->converged = explore(s, minimiser, x, step, &found->starts);
    else
        status = titian_fail(err, TITIAN_E_MEMORY, "no memory to weight %zu elements", n);
    gsl_vector_free(step);
    gsl_vector_free(x);
    if (minimiser != NULL)
        gsl_multimin_fminimizer_free(minimiser);
    return status;
}

titian_status kernel_optimise_weights(const kernel_optimisation *problem, double *weights, double *correlations,
    kernel_optimum *found, double *scratch, titian_error *err)
{
    const size_t n = problem->n;
    search s = {.problem = problem,
        .weights = weights,
        .trial = scratch,
        .targets = scratch + n,
        .from = scratch + 2 * n,
        .correlations = scratch + 3 * n,
        .mirror = scratch + 4 * n,
        .best = unusable};
    titian_status status = check(problem, err);

    *found = (kernel_optimum){.converged = 1};
    if (status != TITIAN_OK)
        return status;
    for (size_t k = 0; k < n; k++)
        s.targets[k] = problem->targets != NULL ? problem->targets[k] : 1.0;
    scale_to_one(s.targets, n);
    if (n == 1)
        take_the_only_one(&s);
    else
        status = search_all(&s, found, err);
    if (status == TITIAN_OK && s.best >= unusable)
        status = fail_without_correlations(&s, err);
    if (status != TITIAN_OK)
        return status;
    found->evaluations = s.evaluations;
    found->objective = s.best;
    problem->correlations(weights, correlations, problem->context);
    return TITIAN_OK;
}

/* Deviations in units of the power of two next to the largest. */
static void share_unit(double *deviations, size_t n)
{
    double largest = 0.0;
    int exponent = 0;

    for (size_t k = 0; k < n; k++)
        largest = fmax(largest, deviations[k]);
    (void) frexp(largest, &exponent);
    for (size_t k = 0; k < n; k++)
        deviations[k] = ldexp(deviations[k], -exponent);
}

titian_status kernel_linear_index_of(
    const kernel_block *block, kernel_linear_index *index, double *scratch, titian_error *err)
{
    const size_t m = block->n_indicators, n = kernel_block_complete(block, scratch);

    index->n = m;
    if (m == 0)
        return titian_fail(err, TITIAN_E_NUMERIC, "there are no indicators to correlate with an index");
    if (n < 3)
        return titian_fail(err, TITIAN_E_NUMERIC,
            "%zu unit%s a value for every indicator; correlations need at least 3\nimpute the gaps", n,
            n == 1 ? " has" : "s have");
    for (size_t j = 0; j < m; j++) {
        double mean = 0.0;

        if (!kernel_standardise(scratch + j * n, n, &mean, &index->deviations[j]))
            return titian_fail_at(err, TITIAN_E_NUMERIC, NULL, 0, j + 1,
                "the indicator has the same value in all %zu units that are complete: it has no correlations\n"
                "leave the indicator out",
                n);
    }
    share_unit(index->deviations, m);
    kernel_block_correlate(scratch, n, m, index->correlations);
    return TITIAN_OK;
}

void kernel_linear_correlations(const double *weights, double *correlations, void *context)
{
    const kernel_linear_index *index = context;
    const size_t n = index->n;
    double variance = 0.0, apart = 0.0;

    for (size_t k = 0; k < n; k++) {
        const double part = index->deviations[k] * weights[k];

        correlations[k] = 0.0;
        for (size_t l = 0; l < n; l++)
            correlations[k] += index->correlations[k * n + l] * (index->deviations[l] * weights[l]);
        variance += part * correlations[k];
        apart += part * part;
    }
    if (!(variance > 1e-14 * apart)) /* the elements cancel: what is left is rounding */
        variance = (double) NAN;
    for (size_t k = 0; k < n; k++)
        correlations[k] = isnan(variance) ? variance : fmax(-1.0, fmin(1.0, correlations[k] / sqrt(variance)));
}
