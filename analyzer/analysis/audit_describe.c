/* The audit of data as they are: statistics, availability, outliers.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "analysis/audit.h"
#include "kernels/describe.h"

/* COINr's limits; docs/methods.md. */
static const double least_non_zero = 0.5, least_unique = 0.5, most_skewness = 2.0, most_kurtosis = 3.5;
static const double fence_near = 1.5, fence_far = 3.0;

static double share(size_t part, size_t whole)
{
    return whole > 0 ? (double) part / (double) whole : TITIAN_MISSING;
}

static const char *low(size_t part, size_t whole, double least)
{
    return (double) part / (double) whole >= least ? "ok" : "LOW";
}

static void put_counts(titian_audit *audit, const kernel_description *d)
{
    titian_audit_count(audit, d->shape.n);
    titian_audit_count(audit, d->n_non_zero);
    titian_audit_count(audit, d->n_unique);
    titian_audit_count(audit, d->n_same);
    titian_audit_number(audit, share(d->shape.n, d->n));
    titian_audit_number(audit, share(d->n_non_zero, d->shape.n));
    titian_audit_number(audit, share(d->n_unique, d->shape.n));
    titian_audit_number(audit, share(d->n_same, d->shape.n));
    titian_audit_text(audit, low(d->shape.n, d->n, audit->options->availability));
    titian_audit_text(audit, low(d->n_non_zero, d->n, least_non_zero));
    titian_audit_text(audit, low(d->n_unique, d->n, least_unique));
    titian_audit_text(
        audit, fabs(d->shape.skewness) > most_skewness && d->shape.kurtosis > most_kurtosis ? "OUT" : "ok");
}

titian_status titian_audit_statistics(titian_audit *audit, titian_error *err)
{
    double *scratch = titian_audit_scratch(audit, audit->n_units, sizeof *scratch, err);

    if (scratch == NULL)
        return TITIAN_E_MEMORY;
    for (size_t j = 0; j < audit->n_indicators; j++) {
        const kernel_description d = kernel_describe(titian_audit_values(audit, j), audit->n_units, scratch);

        titian_audit_text(audit, titian_audit_code(audit, j));
        titian_audit_number(audit, d.least);
        titian_audit_number(audit, d.greatest);
        titian_audit_number(audit, d.shape.mean);
        titian_audit_number(audit, d.median);
        titian_audit_number(audit, d.shape.sd);
        titian_audit_number(audit, d.shape.skewness);
        titian_audit_number(audit, d.shape.kurtosis);
        titian_audit_number(audit, d.lower_quartile);
        titian_audit_number(audit, d.upper_quartile);
        put_counts(audit, &d);
    }
    return TITIAN_OK;
}

static void put_available(titian_audit *audit, const double *weights, size_t unit, size_t node)
{
    size_t n = 0, n_available = 0, n_zero = 0;
    double weight = 0.0, present = 0.0;

    for (size_t j = 0; j < audit->n_indicators; j++) {
        const double x = titian_audit_values(audit, j)[unit];

        if (!titian_audit_is_under(audit, j, node))
            continue;
        n++;
        weight += weights[j];
        n_available += isnan(x) ? 0 : 1;
        present += isnan(x) ? 0.0 : weights[j];
        n_zero += x == 0.0 ? 1 : 0;
    }
    titian_audit_text(audit, titian_audit_unit(audit, unit));
    titian_audit_text(audit, titian_audit_code(audit, node));
    titian_audit_number(audit, titian_audit_node(audit, node)->level);
    titian_audit_count(audit, n);
    titian_audit_count(audit, n_available);
    titian_audit_count(audit, n_zero);
    titian_audit_number(audit, share(n_available, n));
    titian_audit_number(audit, weight > 0.0 ? present / weight : TITIAN_MISSING);
}

/* Shares of the nodes in each unit's index: some units have weights of their own. */
typedef struct {
    unsigned char *included;  /* n_indicators */
    double *weights, *shares; /* n_nodes */
} own_shares;

static const double *shares_of(const titian_audit *audit, const own_shares *own, size_t unit)
{
    if (titian_assessment_unit_weights(audit->a, unit, audit->year, own->weights) == 0)
        return titian_assessment_effective_weights(audit->a, audit->year);
    titian_framework_effective_weights(audit->framework, own->weights, own->included, own->shares);
    return own->shares;
}

titian_status titian_audit_availability(titian_audit *audit, titian_error *err)
{
    own_shares own = {
        .included = titian_audit_scratch(audit, audit->n_indicators, 1, err),
        .weights = titian_audit_scratch(audit, audit->n_nodes, sizeof *own.weights, err),
        .shares = titian_audit_scratch(audit, audit->n_nodes, sizeof *own.shares, err),
    };

    if (own.included == NULL || own.weights == NULL || own.shares == NULL)
        return TITIAN_E_MEMORY;
    for (size_t j = 0; j < audit->n_indicators; j++)
        own.included[j] = titian_assessment_indicator(audit->a, j, audit->year)->included != 0;
    for (size_t i = 0; i < audit->n_units; i++) {
        const double *shares = shares_of(audit, &own, i);

        for (size_t node = audit->n_indicators; node < audit->n_nodes; node++)
            put_available(audit, shares, i, node);
    }
    return TITIAN_OK;
}

/* How many interquartile ranges a value lies beyond its quartile; 0 inside. */
static double beyond(double x, const kernel_description *d)
{
    const double range = d->upper_quartile - d->lower_quartile;

    if (!(range > 0.0))
        return 0.0;
    return x > d->upper_quartile ? (x - d->upper_quartile) / range : fmax(0.0, (d->lower_quartile - x) / range);
}

static void put_outlier(titian_audit *audit, size_t j, size_t unit, const kernel_description *d)
{
    const double x = titian_audit_values(audit, j)[unit], out = beyond(x, d);
    const double range = d->upper_quartile - d->lower_quartile;

    titian_audit_text(audit, titian_audit_code(audit, j));
    titian_audit_text(audit, titian_audit_unit(audit, unit));
    titian_audit_number(audit, x);
    titian_audit_number(audit, (x - d->shape.mean) / d->shape.sd);
    titian_audit_number(
        audit, x > d->median ? d->upper_quartile + fence_near * range : d->lower_quartile - fence_near * range);
    titian_audit_number(audit, out);
    titian_audit_text(audit, out > fence_far ? "far" : "near");
}

titian_status titian_audit_outliers(titian_audit *audit, titian_error *err)
{
    double *scratch = titian_audit_scratch(audit, audit->n_units, sizeof *scratch, err);

    if (scratch == NULL)
        return TITIAN_E_MEMORY;
    for (size_t j = 0; j < audit->n_indicators; j++) {
        const double *x = titian_audit_values(audit, j);
        const kernel_description d = kernel_describe(x, audit->n_units, scratch);

        for (size_t i = 0; i < audit->n_units; i++)
            if (!isnan(x[i]) && beyond(x[i], &d) > fence_near)
                put_outlier(audit, j, i, &d);
    }
    return TITIAN_OK;
}
