/* Kernels: gaps of one series over time filled from the series itself.
 * A series is n values `stride` doubles apart at ascending points in time, changed in place; missing allowed.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_KERNELS_SERIES_H
#define TITIAN_KERNELS_SERIES_H

#include <stddef.h>

/** The points in time of a series, and how far back to look. */
typedef struct {
    const double *times; /* n, ascending, no two equal: years, say */
    size_t n;
    size_t max_steps; /* points in time to look back, at most; SIZE_MAX: any */
    double max_span;  /* difference in time to look back, at most; infinite: any */
} kernel_timeline;

/** Fill each gap with the latest earlier value within reach; nothing comes from the future.
 *  @param from  n positions: where each value comes from, its own where observed, SIZE_MAX where still missing; NULL:
 *               not wanted
 *  @return number of values still missing
 *  Source: COINr impute_panel(imp_type = "latest"), whose max_time is max_steps. Cost: O(n). */
size_t kernel_fill_latest(double *x, size_t stride, const kernel_timeline *line, size_t *from);

/** Fill each gap with the latest earlier value, however old, and those before the first value with the first.
 *  @param from  as above. @return as above: n when there is no value, else 0
 *  Source: COINr impute_panel(imp_type = "constant"); R approx(method = "constant", rule = 2). Cost: O(n). */
size_t kernel_fill_constant(double *x, size_t stride, const kernel_timeline *line, size_t *from);

/** Fill each gap on the straight line between its neighbours in time; outside them with the nearest value.
 *  @param single  1: a series with one value becomes constant; 0: it is left as it is, one point making no line
 *  @return as above
 *  Source: COINr impute_panel(imp_type = "linear", or "linear-constant" with `single`); R approx(rule = 2). Cost:
 *  O(n). */
size_t kernel_fill_linear(double *x, size_t stride, const kernel_timeline *line, int single);

#endif
