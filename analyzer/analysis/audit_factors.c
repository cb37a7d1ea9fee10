/* The audit of structure by rotated factors: their loadings, and how each unit scores on them.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "analysis/audit.h"
#include "kernels/factor.h"
#include "kernels/pca.h"

/* Principal components of a node's children, and the first of them rotated. */
typedef struct {
    kernel_block block;
    kernel_pca pca;
    kernel_factors factors;
    size_t n_factors;
} rotated;

static titian_status fit(rotated *r, titian_audit *audit, size_t node, titian_error *err)
{
    const kernel_block block = titian_audit_children(audit, node);
    const size_t m = block.n_indicators, n = block.n_units;
    double *room = titian_audit_scratch(audit, m * (m + 3) + n * m, sizeof *room, err);
    double *scratch = titian_audit_scratch(audit, kernel_pca_scratch(n, m), sizeof *scratch, err);

    if (room == NULL || scratch == NULL)
        return TITIAN_E_MEMORY;
    *r = (rotated){.block = block,
        .pca = {.means = room,
            .sds = room + m,
            .eigenvalues = room + 2 * m,
            .rotation = room + 3 * m,
            .scores = room + m * (m + 3)}};
    return kernel_pca_fit(&block, &r->pca, scratch, err);
}

/* How many factors: those asked for, as far as the children go, else by the Handbook's standard practice. */
static size_t count_factors(const titian_audit *audit, const rotated *r)
{
    const kernel_pca_keep keep = {.least_eigenvalue = 1.0, .least_share = 0.1, .least_together = 0.6};
    const size_t m = r->block.n_indicators;

    if (audit->options->n_factors == 0)
        return kernel_pca_count(r->pca.eigenvalues, m, &keep);
    return audit->options->n_factors < m ? audit->options->n_factors : m;
}

static titian_status rotate(rotated *r, titian_audit *audit, titian_error *err)
{
    const size_t m = r->block.n_indicators, n = r->block.n_units, k = r->n_factors;
    double *room = titian_audit_scratch(audit, m * k + k + n * k + n, sizeof *room, err);
    double *scratch = titian_audit_scratch(audit, kernel_factor_scratch(m, k), sizeof *scratch, err);

    if (room == NULL || scratch == NULL)
        return TITIAN_E_MEMORY;
    r->factors = (kernel_factors){
        .loadings = room, .shares = room + m * k, .scores = room + m * k + k, .composite = room + m * k + k + n * k};
    return kernel_factor_rotate(&r->pca, k, &r->factors, scratch, err);
}

/* @return TITIAN_E_NUMERIC for a node whose children have no factors */
static titian_status rotated_of(rotated *r, titian_audit *audit, size_t node, titian_error *err)
{
    titian_status status = fit(r, audit, node, err);

    if (status != TITIAN_OK)
        return status;
    r->n_factors = count_factors(audit, r);
    return rotate(r, audit, err);
}

static void put_loadings(titian_audit *audit, size_t node, const rotated *r)
{
    const size_t m = r->block.n_indicators;

    for (size_t k = 0; k < r->n_factors; k++)
        for (size_t j = 0; j < m; j++) {
            titian_audit_text(audit, titian_audit_code(audit, node));
            titian_audit_count(audit, r->pca.n_complete);
            titian_audit_count(audit, k + 1);
            titian_audit_number(audit, r->factors.shares[k]);
            titian_audit_text(audit, titian_audit_code(audit, titian_audit_node(audit, node)->first_child + j));
            titian_audit_number(audit, r->factors.loadings[k * m + j]);
        }
}

static void put_scores(titian_audit *audit, size_t node, const rotated *r)
{
    const size_t n = r->block.n_units;

    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < r->n_factors; k++) {
            titian_audit_text(audit, titian_audit_unit(audit, i));
            titian_audit_text(audit, titian_audit_code(audit, node));
            titian_audit_count(audit, k + 1);
            titian_audit_number(audit, r->pca.scores[k * n + i] / sqrt(r->pca.eigenvalues[k]));
            titian_audit_number(audit, r->factors.scores[k * n + i]);
            titian_audit_number(audit, r->factors.composite[i]);
        }
}

typedef void put_fn(titian_audit *audit, size_t node, const rotated *r);

static titian_status each_node(titian_audit *audit, put_fn *put, titian_error *err)
{
    for (size_t node = audit->n_indicators; node < audit->n_nodes; node++) {
        rotated r;
        titian_status status = TITIAN_OK;

        if (titian_audit_node(audit, node)->n_children < 2)
            continue;
        status = rotated_of(&r, audit, node, err);
        if (status == TITIAN_OK)
            put(audit, node, &r);
        else if (status != TITIAN_E_NUMERIC) /* that is: a constant child, too few units, no rotation that settles */
            return status;
    }
    return TITIAN_OK;
}

titian_status titian_audit_factors(titian_audit *audit, titian_error *err)
{
    return each_node(audit, put_loadings, err);
}

titian_status titian_audit_factor_scores(titian_audit *audit, titian_error *err)
{
    return each_node(audit, put_scores, err);
}
