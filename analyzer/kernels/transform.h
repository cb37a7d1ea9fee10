/* Kernels: one column in, one column out: scaling between two values, goalposts, logarithms, quotients.
 * Missing values stay missing in all of them. SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_KERNELS_TRANSFORM_H
#define TITIAN_KERNELS_TRANSFORM_H

#include <stddef.h>

/** x := x * factor, in place. Cost: O(n). */
void kernel_multiply(double *x, size_t n, double factor);

/** x := x / (by / scale), in place.
 *  @param by     n denominators, may not overlap x; where one is missing or 0 the result is missing
 *  @param scale  > 0; the denominator is divided by it first (1000000 for "per million")
 *  @return number of values that went missing. Source: COINr Denominate(). Cost: O(n). */
size_t kernel_divide(double *x, size_t n, const double *by, double scale);

/** What kernel_scale does: (x - origin) / unit * factor + base. */
typedef struct {
    double origin, unit; /* unit of x; unit is not 0 */
    double factor, base; /* unit of the result */
} kernel_scaling;

/** x := (x - origin) / unit * factor + base, in place: min-max, z-scores. Cost: O(n). */
void kernel_scale(double *x, size_t n, const kernel_scaling *scaling);

/** Goalposts. */
typedef struct {
    double worst, best;  /* in the unit of x; not equal; worst > best means less is better */
    int logarithmic;     /* 1: x, worst and best are read on a log scale; worst and best are > 0 */
    int clip;            /* 1: results stay within [lower, upper] */
    double lower, upper; /* score points at worst and at best */
} kernel_goalposts;

/** x := lower + (upper - lower) * (g(x) - g(worst)) / (g(best) - g(worst)), in place, g being the identity or the
 *  natural logarithm. Exactly `lower` at worst and `upper` at best. On a log scale a value <= 0 is read as the limit
 *  towards 0, so it lies past the smaller post; without `clip` that result is infinite: look for such values first.
 *  Source: domain of goalposts as in UNDP HDR technical notes; docs/methods.md "Goalposts". Cost: O(n). */
void kernel_goalpost_scores(double *x, size_t n, const kernel_goalposts *posts);

/** The value that kernel_goalpost_scores gives a score: its inverse, without regard to clip.
 *  @return in the unit of worst and best; missing for a missing score. Cost: O(1). */
double kernel_goalpost_value(double score, const kernel_goalposts *posts);

/** x := ln(x - least + 0.01 (greatest - least)), in place.
 *  @param least,greatest  of the column, not equal
 *  Source: COINr log_CT(), after the COIN Tool of the JRC. Cost: O(n). */
void kernel_log_ct(double *x, size_t n, double least, double greatest);

#endif
