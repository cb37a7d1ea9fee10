/* Kernel: gaps filled from the most similar units.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "kernels/nearest.h"

#include <gsl/gsl_sort.h>
#include <math.h>

#include "kernels/moments.h"

typedef struct {
    const kernel_block *block;
    const kernel_nearest_rule *rule;
    double *z;        /* n x m z-scores; missing where the indicator is constant */
    double *distance; /* n: mean square difference from one unit; infinite: not to be compared */
    double *shared;   /* n: indicators shared with it */
    double *apart;    /* n: distances of the donors ... */
    double *donated;  /* n: ... and what they have */
} nearest_work;

kernel_nearest_rule kernel_nearest_rule_default(void)
{
    return (kernel_nearest_rule){.k = 5, .min_overlap = 2};
}

size_t kernel_nearest_scratch(size_t n_units, size_t n_indicators)
{
    return n_units * (n_indicators + 4);
}

static const double *column(const kernel_block *block, size_t j)
{
    return block->values + j * block->stride;
}

static void standardise(const nearest_work *work, size_t j)
{
    const size_t n = work->block->n_units;
    const double *x = column(work->block, j);
    const kernel_shape shape = kernel_shape_of(x, n);
    const double half_mean = 0.5 * shape.mean, half_sd = 0.5 * shape.sd;

    for (size_t i = 0; i < n; i++)
        work->z[j * n + i] = half_sd > 0.0 ? (0.5 * x[i] - half_mean) / half_sd : (double) NAN;
}

static void measure_from(const nearest_work *work, size_t unit)
{
    const size_t n = work->block->n_units;

    for (size_t i = 0; i < n; i++)
        work->distance[i] = work->shared[i] = 0.0;
    for (size_t j = 0; j < work->block->n_indicators; j++) {
        const double *z = work->z + j * n, own = z[unit];

        if (isnan(own))
            continue;
        for (size_t i = 0; i < n; i++) {
            const double apart = z[i] - own;

            work->distance[i] += isnan(apart) ? 0.0 : apart * apart;
            work->shared[i] += isnan(apart) ? 0.0 : 1.0;
        }
    }
    for (size_t i = 0; i < n; i++) {
        const int near = i != unit && work->shared[i] >= (double) work->rule->min_overlap && work->shared[i] > 0.0;

        work->distance[i] = near ? work->distance[i] / work->shared[i] : (double) INFINITY;
    }
}

/* Mean of the first k of n donors by distance, those tied with the k-th sharing the places left. */
static double mean_of_nearest(const double *apart, const double *donated, size_t n, size_t k)
{
    const size_t places = n < k ? n : k;
    const double last = apart[places - 1], slack = 2e-12 * last;
    double nearer = 0.0, tied = 0.0;
    size_t n_nearer = 0, n_tied = 0;

    for (size_t i = 0; i < n && apart[i] <= last + slack; i++) {
        if (apart[i] < last - slack) {
            nearer += donated[i] / (double) places;
            n_nearer++;
        } else {
            n_tied++;
        }
    }
    for (size_t i = n_nearer; i < n_nearer + n_tied; i++)
        tied += donated[i] / (double) n_tied;
    return nearer + tied * ((double) (places - n_nearer) / (double) places);
}

static double estimate(const nearest_work *work, size_t j)
{
    const double *x = column(work->block, j);
    size_t donors = 0;

    for (size_t i = 0; i < work->block->n_units; i++) {
        if (isnan(x[i]) || !(work->distance[i] < (double) INFINITY))
            continue;
        work->apart[donors] = work->distance[i];
        work->donated[donors++] = x[i];
    }
    if (donors == 0)
        return (double) NAN;
    gsl_sort2(work->apart, 1, work->donated, 1, donors);
    return mean_of_nearest(work->apart, work->donated, donors, work->rule->k);
}

size_t kernel_fill_nearest(const kernel_block *block, const kernel_nearest_rule *rule, double *out, double *scratch)
{
    const size_t n = block->n_units, m = block->n_indicators;
    const nearest_work work = {.block = block,
        .rule = rule,
        .z = scratch,
        .distance = scratch + n * m,
        .shared = scratch + n * (m + 1),
        .apart = scratch + n * (m + 2),
        .donated = scratch + n * (m + 3)};
    size_t missing = 0;

    for (size_t j = 0; j < m; j++)
        standardise(&work, j);
    for (size_t i = 0; i < n; i++) {
        if (!kernel_block_has_all(block, i))
            measure_from(&work, i);
        for (size_t j = 0; j < m; j++) {
            const double own = column(block, j)[i];

            out[j * n + i] = isnan(own) ? estimate(&work, j) : own;
            missing += isnan(out[j * n + i]) ? 1 : 0;
        }
    }
    return missing;
}
