/* Kernel: weights that give elements the correlations with an index that one wants them to have.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_KERNELS_OPTIMISE_H
#define TITIAN_KERNELS_OPTIMISE_H

#include <titian/status.h>

#include "kernels/block.h"

/** Correlations c of the elements with the index that weights make.
 *  @param weights       n weights >= 0, adding up to 1, in the order of the elements
 *  @param correlations  n, to be written in the same order; NaN where there is none */
typedef void (*kernel_correlations_fn)(const double *weights, double *correlations, void *context);

/** What is minimised, with t the targets scaled to add up to 1:
 *  KERNEL_BALANCE          ln((1/n) sum of (t_k - c_k / sum of c)^2): correlations in the wanted proportions
 *  KERNEL_BALANCE_SQUARES  the same of c^2, the share of variance each element has in common with the index
 *  KERNEL_INFOMAX          -(sum of c): an index as close as can be to all elements */
typedef enum { KERNEL_BALANCE, KERNEL_BALANCE_SQUARES, KERNEL_INFOMAX } kernel_weight_aim;

typedef struct {
    kernel_weight_aim aim;
    size_t n;              /* elements */
    const double *targets; /* n, > 0, in the order of the elements; NULL: all equal. Not used by infomax */
    const double *start;   /* n weights >= 0, one of them > 0: the first place to look from; NULL: equal */
    kernel_correlations_fn correlations;
    void *context;
    size_t max_evaluations; /* calls of `correlations`, in all; default 20000 */
    double tolerance;       /* a search ends when its simplex is smaller than this, in square roots of weights;
                               default 1e-9 */
} kernel_optimisation;

kernel_optimisation kernel_optimisation_default(void);

typedef struct {
    double objective;   /* as above, at the best point. Where correlations have the wanted proportions to the last bit,
                           the logarithm of the least positive normal double, -708.4 */
    size_t evaluations; /* calls made */
    size_t starts;      /* places looked from */
    int converged;      /* 1: the searches ended by themselves, and the last, begun at the best point, found nothing
                           better; 0: max_evaluations came first */
} kernel_optimum;

/** Doubles of scratch. */
size_t kernel_optimise_scratch(size_t n);

/** Find weights >= 0 that add up to 1. Nelder and Mead's method on the roots of weights, which are points of a sphere,
 *  so that a weight can be exactly 0 and never less; begun in turn at `start`, at equal weights, at the targets, and at
 *  weights that give half to each element in turn; then repeated from the best point until nothing improves. The same
 *  numbers give the same result: nothing is drawn at random.
 *  Equal correlations need not be attainable with weights >= 0: look at `objective` and `correlations`.
 *  @param weights,correlations  n each: the best point, and the correlations there, in the order of the elements
 *  @param scratch               kernel_optimise_scratch(n) doubles
 *  @return TITIAN_E_NUMERIC when there are no elements, a target is not above 0, a start is no set of weights, or no
 *          place looked from has correlations (the element in err->column); TITIAN_E_MEMORY
 *  Source: Paruolo, Saisana and Saltelli 2013; Becker et al. 2017; COINr get_opt_weights(), which pairs targets and
 *  correlations in different orders and reports the correlations of another point; GSL nmsimplex2. */
titian_status kernel_optimise_weights(const kernel_optimisation *problem, double *weights, double *correlations,
    kernel_optimum *found, double *scratch, titian_error *err) TITIAN_CHECKED;

/** What an index that is a weighted arithmetic mean of elements needs of their data, and nothing more. The caller sets
 *  the pointers. */
typedef struct {
    size_t n;
    double *correlations; /* n x n, between elements */
    double *deviations;   /* n standard deviations, in a common unit in which the largest is about 1 */
} kernel_linear_index;

/** Fill a linear index from the units that have every value.
 *  @param scratch  n_units x n_indicators doubles
 *  @return TITIAN_E_NUMERIC for no indicators, fewer than 3 complete units or a constant indicator (err->column)
 *  Cost: O(n_units n^2). */
titian_status kernel_linear_index_of(
    const kernel_block *block, kernel_linear_index *index, double *scratch, titian_error *err) TITIAN_CHECKED;

/** Correlations of elements with the index sum of w_k x_k. A kernel_correlations_fn whose context is a
 *  kernel_linear_index. NaN when the index is constant. Cost: O(n^2), whatever the number of units. */
void kernel_linear_correlations(const double *weights, double *correlations, void *context);

#endif
