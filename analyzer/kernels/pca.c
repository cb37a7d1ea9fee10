/* Kernel: principal components.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "kernels/pca.h"

#include <math.h>

#include <gsl/gsl_eigen.h>
#include <gsl/gsl_errno.h>

/* Scratch: the standardised columns, the correlation matrix, its eigenvectors by row, GSL's four vectors. */
size_t kernel_pca_scratch(size_t n_units, size_t n_indicators)
{
    return n_indicators * (n_units + 2 * n_indicators + 4);
}

int kernel_pca_orient(double *loadings, size_t m)
{
    double sum = 0.0, size = 0.0, largest = 0.0;

    for (size_t j = 0; j < m; j++) {
        sum += loadings[j];
        size += fabs(loadings[j]);
        if (fabs(loadings[j]) > fabs(largest) * (1.0 + 1e-9))
            largest = loadings[j];
    }
    if (fabs(sum) > 1e-10 * size ? sum >= 0.0 : largest >= 0.0)
        return 0;
    for (size_t j = 0; j < m; j++)
        loadings[j] = -loadings[j];
    return 1;
}

static titian_status standardise_all(double *z, size_t n, size_t m, kernel_pca *out, titian_error *err)
{
    for (size_t j = 0; j < m; j++)
        if (!kernel_standardise(z + j * n, n, &out->means[j], &out->sds[j]))
            return titian_fail_at(err, TITIAN_E_NUMERIC, NULL, 0, j + 1,
                "the indicator has the same value in all %zu units that are complete: it has no correlations\n"
                "leave the indicator out, or complete the data of more units",
                n);
    return TITIAN_OK;
}

/* Eigenvalues and eigenvectors of r, which is lost. GSL's workspace is laid over our scratch, so nothing is
 * allocated. */
static int decompose(double *r, size_t m, double *rest, kernel_pca *out)
{
    gsl_eigen_symmv_workspace work = {
        .size = m, .d = rest + m * m, .sd = rest + m * m + m, .gc = rest + m * m + 2 * m, .gs = rest + m * m + 3 * m};
    gsl_matrix_view matrix = gsl_matrix_view_array(r, m, m), vectors = gsl_matrix_view_array(rest, m, m);
    gsl_vector_view values = gsl_vector_view_array(out->eigenvalues, m);

    if (gsl_eigen_symmv(&matrix.matrix, &values.vector, &vectors.matrix, &work) != GSL_SUCCESS)
        return 0;
    if (gsl_eigen_symmv_sort(&values.vector, &vectors.matrix, GSL_EIGEN_SORT_VAL_DESC) != GSL_SUCCESS)
        return 0;
    for (size_t k = 0; k < m; k++) {
        out->eigenvalues[k] = fmax(out->eigenvalues[k], 0.0);
        for (size_t j = 0; j < m; j++)
            out->rotation[k * m + j] = rest[j * m + k];
        (void) kernel_pca_orient(out->rotation + k * m, m);
    }
    return 1;
}

/* Scores of the complete units, whose standardised columns are z, put at the places of those units. */
static void score_all(const kernel_block *block, const double *z, kernel_pca *out)
{
    const size_t n = block->n_units, m = block->n_indicators;
    size_t next = 0;

    for (size_t i = 0; i < n; i++) {
        const int complete = kernel_block_has_all(block, i);

        for (size_t k = 0; k < m; k++) {
            double sum = 0.0;

            for (size_t j = 0; complete && j < m; j++)
                sum += z[j * out->n_complete + next] * out->rotation[k * m + j];
            out->scores[k * n + i] = complete ? sum : (double) NAN;
        }
        next += complete ? 1 : 0;
    }
}

titian_status kernel_pca_fit(const kernel_block *block, kernel_pca *out, double *scratch, titian_error *err)
{
    const size_t m = block->n_indicators;
    double *z = scratch, *r = scratch + m * block->n_units, *rest = r + m * m;
    titian_status status = TITIAN_OK;
    size_t n = 0;

    out->n_units = block->n_units;
    out->n_indicators = m;
    out->n_complete = 0;
    if (m == 0)
        return titian_fail(err, TITIAN_E_NUMERIC, "there are no indicators to find components of");
    n = out->n_complete = kernel_block_complete(block, z);
    if (n < 2 || n < m)
        return titian_fail(err, TITIAN_E_NUMERIC,
            "principal components of %zu indicators need at least %zu units with a value for each of them; there are "
            "%zu\nimpute the gaps, or find components of fewer indicators",
            m, m < 2 ? (size_t) 2 : m, n);
    status = standardise_all(z, n, m, out, err);
    if (status != TITIAN_OK)
        return status;
    kernel_block_correlate(z, n, m, r);
    if (!decompose(r, m, rest, out))
        return titian_fail(err, TITIAN_E_NUMERIC, "the eigenvalues of the correlation matrix could not be found");
    if (out->scores != NULL)
        score_all(block, z, out);
    return TITIAN_OK;
}

void kernel_pca_loadings(const kernel_pca *pca, size_t n_components, double *loadings)
{
    const size_t m = pca->n_indicators;

    for (size_t k = 0; k < n_components; k++)
        for (size_t j = 0; j < m; j++)
            loadings[k * m + j] = pca->rotation[k * m + j] * sqrt(pca->eigenvalues[k]);
}

size_t kernel_pca_count(const double *eigenvalues, size_t n_indicators, const kernel_pca_keep *keep)
{
    const double m = (double) n_indicators, slack = 1e-12;
    double together = 0.0;
    size_t k = 0;

    for (; k < n_indicators; k++) {
        const int wanted = together < keep->least_together - slack;
        const int strong =
            eigenvalues[k] >= keep->least_eigenvalue - slack && eigenvalues[k] / m >= keep->least_share - slack;

        if (k > 0 && !wanted && !strong)
            break;
        together += eigenvalues[k] / m;
    }
    return k;
}
