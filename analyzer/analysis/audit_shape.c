/* The audit of structure: principal components, reliability, importance beside weight.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include "analysis/audit.h"
#include "kernels/importance.h"
#include "kernels/pca.h"
#include "kernels/reliability.h"

/* Principal components of a node's children, with room for them. */
typedef struct {
    kernel_block block;
    kernel_pca pca;
    double *loadings, *scratch;
    size_t n_kept;
} components;

static titian_status components_new(components *c, titian_audit *audit, size_t node, titian_error *err)
{
    const kernel_block block = titian_audit_children(audit, node);
    const size_t m = block.n_indicators, n_scratch = kernel_pca_scratch(block.n_units, m);
    double *room = titian_audit_scratch(audit, 3 * m + 2 * m * m + n_scratch, sizeof *room, err);

    if (room == NULL)
        return TITIAN_E_MEMORY;
    *c = (components){.block = block};
    c->pca.means = room;
    c->pca.sds = room + m;
    c->pca.eigenvalues = room + 2 * m;
    c->pca.rotation = room + 3 * m;
    c->loadings = room + 3 * m + m * m;
    c->scratch = room + 3 * m + 2 * m * m;
    return TITIAN_OK;
}

static void put_component(titian_audit *audit, size_t node, const components *c, size_t k)
{
    const size_t m = c->block.n_indicators;
    double together = 0.0;

    for (size_t before = 0; before <= k; before++)
        together += c->pca.eigenvalues[before];
    for (size_t j = 0; j < m; j++) {
        titian_audit_text(audit, titian_audit_code(audit, node));
        titian_audit_count(audit, c->pca.n_complete);
        titian_audit_count(audit, k + 1);
        titian_audit_number(audit, c->pca.eigenvalues[k]);
        titian_audit_number(audit, c->pca.eigenvalues[k] / (double) m);
        titian_audit_number(audit, together / (double) m);
        titian_audit_count(audit, k < c->n_kept);
        titian_audit_text(audit, titian_audit_code(audit, titian_audit_node(audit, node)->first_child + j));
        titian_audit_number(audit, c->loadings[k * m + j]);
    }
}

/* A node whose children have no components: one row that says how many units have them all. */
static void put_none(titian_audit *audit, size_t node, const components *c)
{
    size_t n = 0;

    for (size_t i = 0; i < c->block.n_units; i++)
        n += kernel_block_has_all(&c->block, i) ? 1 : 0;
    titian_audit_text(audit, titian_audit_code(audit, node));
    titian_audit_count(audit, n);
    for (int k = 0; k < 5; k++)
        titian_audit_number(audit, TITIAN_MISSING);
    titian_audit_text(audit, "");
    titian_audit_number(audit, TITIAN_MISSING);
}

titian_status titian_audit_pca(titian_audit *audit, titian_error *err)
{
    const kernel_pca_keep keep = {.least_eigenvalue = 1.0};

    for (size_t node = audit->n_indicators; node < audit->n_nodes; node++) {
        components c;
        titian_status status = components_new(&c, audit, node, err);

        if (status != TITIAN_OK)
            return status;
        if (c.block.n_indicators < 2)
            continue;
        status = kernel_pca_fit(&c.block, &c.pca, c.scratch, err);
        if (status == TITIAN_E_NUMERIC) {
            put_none(audit, node, &c);
            continue;
        }
        if (status != TITIAN_OK)
            return status;
        kernel_pca_loadings(&c.pca, c.block.n_indicators, c.loadings);
        c.n_kept = kernel_pca_count(c.pca.eigenvalues, c.block.n_indicators, &keep);
        for (size_t k = 0; k < c.block.n_indicators; k++)
            put_component(audit, node, &c, k);
    }
    return TITIAN_OK;
}

/* Reliability */

/* Nunnally's limits, as the Handbook has them. */
static const char *verdict(double alpha)
{
    if (isnan(alpha))
        return "";
    return alpha >= 0.8 ? "good" : alpha >= 0.7 ? "acceptable" : alpha >= 0.5 ? "low" : "poor";
}

/* The elements of a level under a node as a block of their own. @return how many there are */
static size_t gather_level(const titian_audit *audit, size_t node, int level, double *values)
{
    size_t n = 0, m = 0;
    const size_t first = titian_framework_level(audit->framework, level, &n);

    for (size_t x = first; x < first + n; x++)
        if (titian_audit_is_under(audit, x, node))
            memcpy(values + audit->n_units * m++, titian_audit_values(audit, x), audit->n_units * sizeof *values);
    return m;
}

titian_status titian_audit_reliability(titian_audit *audit, titian_error *err)
{
    double *values = titian_audit_scratch(audit, audit->n_nodes * audit->n_units, sizeof *values, err);
    double *scratch = titian_audit_scratch(audit, 2 * audit->n_units, sizeof *scratch, err);

    if (values == NULL || scratch == NULL)
        return TITIAN_E_MEMORY;
    for (size_t node = audit->n_indicators; node < audit->n_nodes; node++)
        for (int level = titian_audit_node(audit, node)->level - 1; level >= 1; level--) {
            const size_t m = gather_level(audit, node, level, values);
            const kernel_block block = {values, audit->n_units, audit->n_units, m};
            const double alpha = kernel_cronbach(&block, scratch);

            titian_audit_text(audit, titian_audit_code(audit, node));
            titian_audit_number(audit, level);
            titian_audit_count(audit, m);
            titian_audit_number(audit, alpha);
            titian_audit_text(audit, verdict(alpha));
        }
    return TITIAN_OK;
}

/* Importance */

/* The elements whose importance for `of` is asked: x .. x + n - 1, and room for what is found. */
typedef struct {
    size_t of, first, n;
    kernel_main_effect *effects; /* n */
    double *weights;             /* n, shares of the whole */
    double *shares;              /* n, Shapley */
    double r_squared;
    double total; /* of the ratios */
} panel_of;

static void put_importance(titian_audit *audit, const panel_of *p)
{
    for (size_t j = 0; j < p->n; j++) {
        const double part = p->total > 0.0 ? p->effects[j].ratio / p->total : TITIAN_MISSING;

        titian_audit_text(audit, titian_audit_code(audit, p->first + j));
        titian_audit_text(audit, titian_audit_code(audit, p->of));
        titian_audit_number(audit, p->weights[j]);
        titian_audit_number(audit, p->effects[j].ratio);
        titian_audit_number(audit, p->effects[j].linear);
        titian_audit_number(audit, part);
        titian_audit_number(audit, p->weights[j] > 0.0 ? part / p->weights[j] : TITIAN_MISSING);
        titian_audit_number(audit, p->shares[j]);
        titian_audit_number(audit, p->r_squared);
        titian_audit_count(audit, p->effects[j].n);
    }
}

static titian_status find_effects(titian_audit *audit, panel_of *p, titian_error *err)
{
    const double *y = titian_audit_values(audit, p->of);
    double *scratch =
        titian_audit_scratch(audit, kernel_correlation_ratio_scratch(audit->n_units), sizeof *scratch, err);

    if (scratch == NULL)
        return TITIAN_E_MEMORY;
    for (size_t j = 0; j < p->n; j++) {
        p->effects[j] =
            kernel_correlation_ratio(titian_audit_values(audit, p->first + j), y, audit->n_units, scratch);
        p->total += isnan(p->effects[j].ratio) ? 0.0 : p->effects[j].ratio;
    }
    return TITIAN_OK;
}

static titian_status find_shares(titian_audit *audit, panel_of *p, titian_error *err)
{
    const kernel_block block = {titian_audit_values(audit, p->first), audit->n_units, audit->n_units, p->n};
    const size_t n_scratch = kernel_variance_shares_scratch(audit->n_units, p->n);
    double *scratch = titian_audit_scratch(audit, n_scratch + 1, sizeof *scratch, err);

    if (scratch == NULL)
        return TITIAN_E_MEMORY;
    for (size_t j = 0; j < p->n; j++)
        p->shares[j] = TITIAN_MISSING;
    p->r_squared = TITIAN_MISSING;
    if (p->n <= KERNEL_SHARES_MOST)
        (void) kernel_variance_shares(titian_audit_values(audit, p->of), &block, p->shares, &p->r_squared, scratch);
    return TITIAN_OK;
}

static titian_status importance_of(titian_audit *audit, size_t of, size_t first, size_t n, titian_error *err)
{
    const double *effective = titian_assessment_effective_weights(audit->a, audit->year);
    panel_of p = {.of = of, .first = first, .n = n};
    titian_status status = TITIAN_OK;

    p.effects = titian_audit_scratch(audit, n, sizeof *p.effects, err);
    p.weights = titian_audit_scratch(audit, n, sizeof *p.weights, err);
    p.shares = titian_audit_scratch(audit, n, sizeof *p.shares, err);
    if (p.effects == NULL || p.weights == NULL || p.shares == NULL)
        return TITIAN_E_MEMORY;
    for (size_t j = 0; j < n; j++)
        p.weights[j] = effective[of] > 0.0 ? effective[first + j] / effective[of] : TITIAN_MISSING;
    status = find_effects(audit, &p, err);
    if (status == TITIAN_OK)
        status = find_shares(audit, &p, err);
    if (status == TITIAN_OK)
        put_importance(audit, &p);
    return status;
}

/* Each node's children for the node, and each level but the one below the root for the root. */
titian_status titian_audit_importance(titian_audit *audit, titian_error *err)
{
    const size_t root = titian_framework_root(audit->framework);
    titian_status status = TITIAN_OK;

    for (size_t node = audit->n_indicators; status == TITIAN_OK && node < audit->n_nodes; node++) {
        const titian_node *n = titian_audit_node(audit, node);

        status = importance_of(audit, node, n->first_child, n->n_children, err);
    }
    for (int level = titian_audit_node(audit, root)->level - 2; status == TITIAN_OK && level >= 1; level--) {
        size_t n = 0;
        const size_t first = titian_framework_level(audit->framework, level, &n);

        status = importance_of(audit, root, first, n, err);
    }
    return status;
}
