/* Kernel: gaps filled from the unit's own other indicators.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "kernels/rowfill.h"

#include <math.h>

#include "kernels/moments.h"

typedef struct {
    const kernel_block *block;
    const double *directions;
    double *least, *greatest; /* m each, of values turned upwards */
} row_work;

static double value(const row_work *work, size_t unit, size_t j)
{
    return work->block->values[j * work->block->stride + unit] * work->directions[j];
}

/* Scaled values of one unit. Halves: a range may be past the largest double. @return how many */
static size_t gather(const row_work *work, size_t unit, double *scaled)
{
    size_t count = 0;

    for (size_t j = 0; j < work->block->n_indicators; j++) {
        const double x = value(work, unit, j), low = work->least[j], high = work->greatest[j];

        if (!isnan(x) && high > low)
            scaled[count++] = (0.5 * x - 0.5 * low) / (0.5 * high - 0.5 * low);
    }
    return count;
}

static double estimate(const row_work *work, size_t j, double share)
{
    const double low = work->least[j], high = work->greatest[j];

    if (isnan(share))
        return share; /* of a unit about which nothing is known, a constant says nothing either */
    if (!(high > low))
        return low * work->directions[j]; /* the constant, or missing where there is no value */
    return (share * (high - low) + low) * work->directions[j];
}

size_t kernel_fill_by_row(
    const kernel_block *block, const double *directions, kernel_statistic_fn of, double *out, double *scratch)
{
    const size_t m = block->n_indicators;
    const row_work work = {.block = block, .directions = directions, .least = scratch, .greatest = scratch + m};
    double *scaled = scratch + 2 * m;
    size_t missing = 0;

    for (size_t j = 0; j < m; j++) {
        (void) kernel_range(block->values + j * block->stride, block->n_units, &work.least[j], &work.greatest[j]);
        if (directions[j] < 0.0) {
            const double turned = -work.greatest[j];

            work.greatest[j] = -work.least[j];
            work.least[j] = turned;
        }
    }
    for (size_t i = 0; i < block->n_units; i++) {
        const int complete = kernel_block_has_all(block, i);
        const size_t count = complete ? 0 : gather(&work, i, scaled);
        const double share = count > 0 ? of(scaled, count) : (double) NAN;

        for (size_t j = 0; j < m; j++) {
            const double own = block->values[j * block->stride + i];

            out[j * block->n_units + i] = isnan(own) ? estimate(&work, j, share) : own;
            missing += isnan(out[j * block->n_units + i]) ? 1 : 0;
        }
    }
    return missing;
}
