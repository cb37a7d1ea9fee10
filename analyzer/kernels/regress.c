/* Kernel: gaps of one indicator filled by least squares from others.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "kernels/regress.h"

#include <gsl/gsl_linalg.h>
#include <math.h>

#include "kernels/moments.h"

/* A column whose part at right angles to those before it is a smaller share of it than this carries nothing. */
static const double least_share = 1e-10;

typedef struct {
    const kernel_block *predictors;
    double *design;       /* n_used x p, row by row; then its factors */
    double *response;     /* n: values of y used, standardised; then turned by the factors */
    double *column;       /* n: one predictor over the units used */
    double *means, *sds;  /* p + 1 each: of the predictors, and of y last */
    double *coefficients; /* p, of standardised values */
    double *tau, *norms;  /* p each */
    size_t *pivots;       /* p */
} regress_work;

size_t kernel_regression_scratch(size_t n_units, size_t n_predictors)
{
    return n_units * (n_predictors + 2) + 5 * n_predictors + 2;
}

static regress_work prepare(const kernel_block *predictors, double *scratch, size_t *order)
{
    const size_t n = predictors->n_units, p = predictors->n_indicators;
    double *rest = scratch + n * (p + 2);

    return (regress_work){.predictors = predictors,
        .design = scratch,
        .response = scratch + n * p,
        .column = scratch + n * (p + 1),
        .means = rest,
        .sds = rest + p + 1,
        .coefficients = rest + 2 * p + 2,
        .tau = rest + 3 * p + 2,
        .norms = rest + 4 * p + 2,
        .pivots = order};
}

static double value(const kernel_block *block, size_t unit, size_t j)
{
    return block->values[j * block->stride + unit];
}

static size_t gather(regress_work *work, const double *y)
{
    const size_t p = work->predictors->n_indicators;
    size_t used = 0;

    for (size_t i = 0; i < work->predictors->n_units; i++)
        if (!isnan(y[i]) && kernel_block_has_all(work->predictors, i))
            work->response[used++] = y[i];
    for (size_t j = 0; j < p; j++) {
        size_t row = 0;

        for (size_t i = 0; i < work->predictors->n_units; i++)
            if (!isnan(y[i]) && kernel_block_has_all(work->predictors, i))
                work->column[row++] = value(work->predictors, i, j);
        (void) kernel_standardise(work->column, used, &work->means[j], &work->sds[j]);
        for (row = 0; row < used; row++)
            work->design[row * p + j] = work->sds[j] > 0.0 ? work->column[row] : 0.0;
    }
    (void) kernel_standardise(work->response, used, &work->means[p], &work->sds[p]);
    return used;
}

static size_t rank_of(const gsl_matrix *factors)
{
    const double largest = fabs(gsl_matrix_get(factors, 0, 0));
    size_t rank = 0;

    while (rank < factors->size2 && fabs(gsl_matrix_get(factors, rank, rank)) > least_share * largest)
        rank++;
    return rank;
}

/* Coefficients of standardised values. @return the rank */
static size_t solve(regress_work *work, size_t used)
{
    const size_t p = work->predictors->n_indicators;
    gsl_matrix_view design = gsl_matrix_view_array(work->design, used, p);
    gsl_vector_view response = gsl_vector_view_array(work->response, used);
    gsl_vector_view tau = gsl_vector_view_array(work->tau, p), norms = gsl_vector_view_array(work->norms, p);
    gsl_permutation pivots = {.size = p, .data = work->pivots};
    int sign = 0;
    size_t rank = 0;

    (void) gsl_linalg_QRPT_decomp(&design.matrix, &tau.vector, &pivots, &sign, &norms.vector);
    (void) gsl_linalg_QR_QTvec(&design.matrix, &tau.vector, &response.vector);
    rank = rank_of(&design.matrix);
    for (size_t j = 0; j < p; j++)
        work->coefficients[j] = 0.0;
    for (size_t k = rank; k-- > 0;) {
        double sum = work->response[k];

        for (size_t j = k + 1; j < rank; j++)
            sum -= gsl_matrix_get(&design.matrix, k, j) * work->coefficients[work->pivots[j]];
        work->coefficients[work->pivots[k]] = sum / gsl_matrix_get(&design.matrix, k, k);
    }
    return rank;
}

/* Share of the squares of the turned response that lies in the space of the predictors. */
static double share_explained(const double *turned, size_t rank, size_t used)
{
    double within = 0.0, all = 0.0;

    for (size_t i = 0; i < used; i++) {
        all += turned[i] * turned[i];
        within += i < rank ? turned[i] * turned[i] : 0.0;
    }
    return all > 0.0 ? within / all : (double) NAN;
}

static double predict(const regress_work *work, size_t unit)
{
    const size_t p = work->predictors->n_indicators;
    double z = 0.0;

    for (size_t j = 0; j < p; j++)
        if (work->sds[j] > 0.0)
            z += work->coefficients[j] *
                 ((0.5 * value(work->predictors, unit, j) - 0.5 * work->means[j]) / (0.5 * work->sds[j]));
    return work->means[p] + work->sds[p] * z;
}

static void write_coefficients(const regress_work *work, double *out)
{
    const size_t p = work->predictors->n_indicators;

    out[0] = work->means[p];
    for (size_t j = 0; j < p; j++) {
        out[j + 1] = work->sds[j] > 0.0 ? work->coefficients[j] / work->sds[j] * work->sds[p] : 0.0;
        out[0] -= out[j + 1] * work->means[j];
    }
}

static void fill_gaps(const regress_work *work, int fitted, double *y, kernel_regression *found)
{
    for (size_t i = 0; i < work->predictors->n_units; i++) {
        if (!isnan(y[i]))
            continue;
        if (!fitted || !kernel_block_has_all(work->predictors, i)) {
            found->n_missing++;
            continue;
        }
        y[i] = predict(work, i);
        found->n_filled++;
    }
}

kernel_regression kernel_fill_regression(
    double *y, const kernel_block *predictors, double *coefficients, double *scratch, size_t *order)
{
    const size_t p = predictors->n_indicators;
    regress_work work = prepare(predictors, scratch, order);
    kernel_regression found = {.n_used = gather(&work, y), .r_squared = (double) NAN};
    const int fitted = found.n_used >= p + 2;

    for (size_t j = 0; coefficients != NULL && j <= p; j++)
        coefficients[j] = (double) NAN;
    if (fitted && work.sds[p] > 0.0) {
        found.rank = p > 0 ? solve(&work, found.n_used) : 0;
        found.r_squared = share_explained(work.response, found.rank, found.n_used);
    } else {
        for (size_t j = 0; j < p; j++)
            work.coefficients[j] = 0.0;
    }
    if (fitted && coefficients != NULL)
        write_coefficients(&work, coefficients);
    fill_gaps(&work, fitted, y, &found);
    return found;
}
