/* The audit of units: who is like whom, in groups and one by one.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <float.h>
#include <math.h>
#include <stdlib.h>

#include "analysis/audit.h"
#include "kernels/cluster.h"
#include "kernels/moments.h"

enum { MOST_CLUSTERS = 10 };

/* How far the units that can be compared are apart: the root mean square difference of z-scores over the indicators
 * both have, at least half of those that vary. */
typedef struct {
    size_t n;       /* units with so many values */
    size_t *units;  /* n */
    double *apart;  /* n x n; missing where two share too little */
    size_t *shared; /* n x n: indicators both have */
    double *z;      /* [indicator][unit] */
    size_t n_vary;
} distances;

static void standardise(titian_audit *audit, distances *d)
{
    for (size_t j = 0; j < audit->n_indicators; j++) {
        const double *x = titian_audit_values(audit, j);
        const kernel_shape shape = kernel_shape_of(x, audit->n_units);
        double *z = d->z + j * audit->n_units;

        d->n_vary += shape.sd > 0.0 ? 1 : 0;
        for (size_t i = 0; i < audit->n_units; i++)
            z[i] = shape.sd > 0.0 ? (x[i] - shape.mean) / shape.sd : TITIAN_MISSING;
    }
}

static double distance(const titian_audit *audit, const distances *d, size_t a, size_t b, size_t *n_shared)
{
    double sum = 0.0;
    size_t n = 0;

    for (size_t j = 0; j < audit->n_indicators; j++) {
        const double apart = d->z[j * audit->n_units + a] - d->z[j * audit->n_units + b];

        n += isnan(apart) ? 0 : 1;
        sum += isnan(apart) ? 0.0 : apart * apart;
    }
    *n_shared = n;
    return n > 0 && 2 * n >= d->n_vary ? sqrt(sum / (double) n) : TITIAN_MISSING;
}

/* Units that share enough with themselves. */
static void find_units(const titian_audit *audit, distances *d)
{
    for (size_t i = 0; i < audit->n_units; i++) {
        size_t n = 0;

        if (!isnan(distance(audit, d, i, i, &n)))
            d->units[d->n++] = i;
    }
}

static titian_status distances_new(distances *d, titian_audit *audit, titian_error *err)
{
    const size_t n = audit->n_units;

    *d = (distances){.n = 0};
    d->z = titian_audit_scratch(audit, audit->n_indicators * n, sizeof *d->z, err);
    d->units = titian_audit_scratch(audit, n, sizeof *d->units, err);
    d->apart = titian_audit_scratch(audit, n * n, sizeof *d->apart, err);
    d->shared = titian_audit_scratch(audit, n * n, sizeof *d->shared, err);
    if (d->z == NULL || d->units == NULL || d->apart == NULL || d->shared == NULL)
        return TITIAN_E_MEMORY;
    standardise(audit, d);
    find_units(audit, d);
    for (size_t a = 0; a < d->n; a++)
        for (size_t b = 0; b < d->n; b++)
            d->apart[a * d->n + b] = distance(audit, d, d->units[a], d->units[b], &d->shared[a * d->n + b]);
    return TITIAN_OK;
}

/* Peers */

typedef struct {
    double apart;
    size_t unit; /* place in distances */
} neighbour;

static int nearer(const void *a, const void *b)
{
    const neighbour *x = a, *y = b;

    if (x->apart != y->apart)
        return x->apart < y->apart ? -1 : 1;
    return x->unit < y->unit ? -1 : x->unit > y->unit;
}

static void put_peers(titian_audit *audit, const distances *d, size_t a, neighbour *near)
{
    size_t n = 0;

    for (size_t b = 0; b < d->n; b++)
        if (b != a && !isnan(d->apart[a * d->n + b]))
            near[n++] = (neighbour){d->apart[a * d->n + b], b};
    qsort(near, n, sizeof *near, nearer);
    for (size_t k = 0; k < n && k < audit->options->n_peers; k++) {
        titian_audit_text(audit, titian_audit_unit(audit, d->units[a]));
        titian_audit_count(audit, k + 1);
        titian_audit_text(audit, titian_audit_unit(audit, d->units[near[k].unit]));
        titian_audit_number(audit, near[k].apart);
        titian_audit_count(audit, d->shared[a * d->n + near[k].unit]);
    }
}

titian_status titian_audit_peers(titian_audit *audit, titian_error *err)
{
    distances d;
    neighbour *near = titian_audit_scratch(audit, audit->n_units, sizeof *near, err);

    if (near == NULL || distances_new(&d, audit, err) != TITIAN_OK)
        return TITIAN_E_MEMORY;
    for (size_t a = 0; a < d.n; a++)
        put_peers(audit, &d, a, near);
    return TITIAN_OK;
}

/* Clusters */

/* Two units without enough in common are as far apart as any two are: they are not alike. */
static void fill_gaps(distances *d)
{
    double most = 0.0;

    for (size_t k = 0; k < d->n * d->n; k++)
        most = isnan(d->apart[k]) ? most : fmax(most, d->apart[k]);
    for (size_t k = 0; k < d->n * d->n; k++)
        d->apart[k] = isnan(d->apart[k]) ? most : d->apart[k];
}

/* Mean distance of a unit from the others of a cluster; missing when there are none. */
static double mean_apart(const distances *d, const size_t *labels, size_t a, size_t cluster)
{
    double sum = 0.0;
    size_t n = 0;

    for (size_t b = 0; b < d->n; b++)
        if (b != a && labels[b] == cluster) {
            sum += d->apart[a * d->n + b];
            n++;
        }
    return n > 0 ? sum / (double) n : TITIAN_MISSING;
}

/* Rousseeuw 1987: 1 at home, 0 between two clusters, -1 in the wrong one; 0 alone. */
static double silhouette(const distances *d, const size_t *labels, size_t a, size_t n_clusters)
{
    const double home = mean_apart(d, labels, a, labels[a]);
    double next = DBL_MAX;

    if (isnan(home))
        return 0.0;
    for (size_t k = 0; k < n_clusters; k++)
        if (k != labels[a])
            next = fmin(next, mean_apart(d, labels, a, k));
    return fmax(home, next) > 0.0 ? (next - home) / fmax(home, next) : 0.0;
}

static double mean_silhouette(const distances *d, const size_t *labels, size_t n_clusters)
{
    double sum = 0.0;

    for (size_t a = 0; a < d->n; a++)
        sum += silhouette(d, labels, a, n_clusters);
    return sum / (double) d->n;
}

static void put_clusters(titian_audit *audit, const distances *d, const size_t *labels, size_t n_clusters)
{
    for (size_t a = 0; a < d->n; a++) {
        titian_audit_text(audit, titian_audit_unit(audit, d->units[a]));
        titian_audit_count(audit, labels[a] + 1);
        titian_audit_count(audit, n_clusters);
        titian_audit_number(audit, silhouette(d, labels, a, n_clusters));
    }
}

/* The number of clusters, from 2, whose mean silhouette is the greatest; the fewest of equals. */
static size_t best_cut(const distances *d, const kernel_merge *merges, size_t *labels, size_t *scratch)
{
    size_t best = 2;
    double most = -2.0;

    for (size_t k = 2; k < d->n && k <= MOST_CLUSTERS; k++) {
        double mean;

        kernel_cluster_cut(merges, d->n, k, labels, scratch);
        mean = mean_silhouette(d, labels, k);
        if (mean > most) {
            most = mean;
            best = k;
        }
    }
    return best;
}

titian_status titian_audit_clusters(titian_audit *audit, titian_error *err)
{
    const size_t n = audit->n_units;
    distances d;
    kernel_merge *merges = titian_audit_scratch(audit, n, sizeof *merges, err);
    size_t *labels = titian_audit_scratch(audit, n, sizeof *labels, err);
    size_t *scratch = titian_audit_scratch(audit, 3 * n, sizeof *scratch, err);
    double *copy = titian_audit_scratch(audit, n * n, sizeof *copy, err);
    size_t n_clusters = 0;

    if (merges == NULL || labels == NULL || scratch == NULL || copy == NULL ||
        distances_new(&d, audit, err) != TITIAN_OK)
        return TITIAN_E_MEMORY;
    if (d.n < 3)
        return TITIAN_OK; /* nothing to tell apart */
    fill_gaps(&d);
    for (size_t k = 0; k < d.n * d.n; k++)
        copy[k] = d.apart[k];
    kernel_cluster(copy, d.n, KERNEL_WARD, merges, scratch);
    n_clusters = best_cut(&d, merges, labels, scratch);
    kernel_cluster_cut(merges, d.n, n_clusters, labels, scratch);
    put_clusters(audit, &d, labels, n_clusters);
    return TITIAN_OK;
}

/* ---- benefit of the doubt ---- */

static void put_share(titian_audit *audit, size_t node, size_t unit, size_t part, titian_shares_kind kind)
{
    static const char *const kinds[] = {"none", "unique", "chosen", "not unique"};

    titian_audit_text(audit, titian_audit_code(audit, node));
    titian_audit_text(audit, titian_audit_unit(audit, unit));
    titian_audit_text(audit, titian_audit_code(audit, part));
    titian_audit_number(audit, titian_assessment_share(audit->a, node, part, unit, audit->year));
    titian_audit_text(audit, kinds[kind]);
}

titian_status titian_audit_shares(titian_audit *audit, titian_error *err)
{
    (void) err;
    for (size_t node = 0; node < audit->n_nodes; node++)
        for (size_t i = 0; i < audit->n_units; i++) {
            const titian_shares_kind kind = titian_assessment_shares(audit->a, node, i, audit->year);
            const titian_node *n = titian_audit_node(audit, node);

            for (size_t c = n->first_child; kind != TITIAN_SHARES_NONE && c < n->first_child + n->n_children; c++)
                put_share(audit, node, i, c, kind);
        }
    return TITIAN_OK;
}
