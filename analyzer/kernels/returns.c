/* Kernels: money where the next unit of it does most, when each further unit does less.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "kernels/returns.h"

#include <math.h>

/* A kind of return: its line in the level, what an amount brings, and the marginal return at a level. */
typedef struct {
    double (*slope)(double gain, double scale);
    double (*offset)(double gain, double scale);
    double (*brings)(double gain, double share);
    double (*marginal)(double level);
} form;

static double slope_saturate(double gain, double scale)
{
    (void) gain;
    return scale;
}

static double offset_saturate(double gain, double scale)
{
    return scale * log(gain / scale);
}

static double brings_saturate(double gain, double share)
{
    return gain * -expm1(-share);
}

static double marginal_saturate(double level)
{
    return exp(-level);
}

static double slope_log(double gain, double scale)
{
    (void) scale;
    return gain;
}

static double offset_log(double gain, double scale)
{
    (void) gain;
    return -scale;
}

static double brings_log(double gain, double share)
{
    return gain * log1p(share);
}

static double marginal_log(double level)
{
    return 1.0 / level;
}

static const form forms[] = {
    [KERNEL_RETURNS_SATURATE] = {slope_saturate, offset_saturate, brings_saturate, marginal_saturate},
    [KERNEL_RETURNS_LOG] = {slope_log, offset_log, brings_log, marginal_log},
};

double kernel_return_of(const kernel_returns *returns, const double *amounts)
{
    double sum = 0.0;

    for (size_t i = 0; i < returns->n; i++)
        sum += forms[returns->form].brings(returns->gain[i], amounts[i] / returns->scale[i]);
    return sum;
}

size_t kernel_returns_lines(const kernel_returns *returns, double *slope, double *offset)
{
    const form *f = &forms[returns->form];

    for (size_t i = 0; i < returns->n; i++) {
        const double gain = returns->gain[i], scale = returns->scale[i];

        if (!(isfinite(gain) && gain >= 0.0 && isfinite(scale) && scale > 0.0))
            return i;
        slope[i] = gain > 0.0 ? f->slope(gain, scale) : 0.0;
        offset[i] = gain > 0.0 ? f->offset(gain, scale) : 0.0;
    }
    return returns->n;
}

double kernel_returns_marginal(kernel_returns_form kind, double level)
{
    return forms[kind].marginal(level);
}

kernel_returned kernel_spend_best(const kernel_returns *returns, double budget, double *amounts, double *scratch)
{
    double *slope = scratch + 4 * returns->n, *offset = scratch + 5 * returns->n;
    const kernel_lines lines = {slope, offset, returns->low, returns->high, returns->n};
    const double missing = (double) NAN;
    const size_t unusable = kernel_returns_lines(returns, slope, offset);
    kernel_level found;

    if (unusable < returns->n)
        return (kernel_returned){KERNEL_LEVEL_UNUSABLE, missing, missing, missing, missing, unusable};
    found = kernel_find_level(&lines, budget, amounts, scratch);
    if (found.status == KERNEL_LEVEL_UNUSABLE)
        return (kernel_returned){found.status, missing, missing, missing, missing, found.who};
    return (kernel_returned){found.status, kernel_returns_marginal(returns->form, found.level),
        kernel_return_of(returns, amounts), found.lows, found.highs, 0};
}
