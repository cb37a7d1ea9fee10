/* Kernel: gaps filled from the most similar units.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "kernels/nearest.h"

#include <math.h>

#include "kernels/moments.h"

typedef struct {
    const kernel_block *block;
    const kernel_nearest_rule *rule;
    double *z;        /* n x m z-scores; missing where the indicator is constant */
    double *distance; /* n: mean square difference from one unit; infinite: not to be compared */
    double *shared;   /* n: indicators shared with it */
    double *least;    /* n: the least distances */
} nearest_work;

kernel_nearest_rule kernel_nearest_rule_default(void)
{
    return (kernel_nearest_rule){.k = 5, .min_overlap = 2};
}

size_t kernel_nearest_scratch(size_t n_units, size_t n_indicators)
{
    return n_units * (n_indicators + 3);
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

static int is_donor(const nearest_work *work, const double *x, size_t unit)
{
    return !isnan(x[unit]) && work->distance[unit] < (double) INFINITY;
}

/* The k least distances of donors, ascending, into work->least. @return how many: fewer where there are fewer donors
 */
static size_t find_least(const nearest_work *work, const double *x)
{
    double *least = work->least;
    size_t found = 0;

    for (size_t i = 0; i < work->block->n_units; i++) {
        size_t place = 0;

        if (!is_donor(work, x, i) || (found == work->rule->k && work->distance[i] >= least[found - 1]))
            continue;
        if (found < work->rule->k)
            found++;
        for (place = found - 1; place > 0 && least[place - 1] > work->distance[i]; place--)
            least[place] = least[place - 1];
        least[place] = work->distance[i];
    }
    return found;
}

/* Mean of the nearest donors, those tied with the last of them sharing the places left. */
static double estimate(const nearest_work *work, size_t j)
{
    const double *x = column(work->block, j);
    const size_t places = find_least(work, x);
    const double last = places > 0 ? work->least[places - 1] : 0.0, slack = 2e-12 * last;
    double nearer = 0.0, tied = 0.0, n_tied = 0.0;
    size_t n_nearer = 0;

    if (places == 0)
        return (double) NAN;
    for (size_t i = 0; i < work->block->n_units; i++)
        n_tied += is_donor(work, x, i) && fabs(work->distance[i] - last) <= slack ? 1.0 : 0.0;
    for (size_t i = 0; i < work->block->n_units; i++) {
        if (!is_donor(work, x, i) || work->distance[i] > last + slack)
            continue;
        if (work->distance[i] < last - slack) {
            nearer += x[i] / (double) places;
            n_nearer++;
        } else {
            tied += x[i] / n_tied;
        }
    }
    return nearer + tied * ((double) (places - n_nearer) / (double) places);
}

size_t kernel_fill_nearest(const kernel_block *block, const kernel_nearest_rule *rule, double *out, double *scratch)
{
    const size_t n = block->n_units, m = block->n_indicators;
    const nearest_work work = {.block = block,
        .rule = rule,
        .z = scratch,
        .distance = scratch + n * m,
        .shared = scratch + n * (m + 1),
        .least = scratch + n * (m + 2)};
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
