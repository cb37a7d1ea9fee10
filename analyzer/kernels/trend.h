/* Kernels: where one series over time is going.
 * A track is n values at n points in time, none missing. SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_KERNELS_TREND_H
#define TITIAN_KERNELS_TREND_H

#include <stddef.h>

typedef struct {
    const double *times;  /* n, ascending, no two equal; years */
    const double *values; /* n, none missing, any unit */
    size_t n;
} kernel_track;

/** Why there is no compound growth rate. */
typedef enum {
    KERNEL_GROWTH_KNOWN,
    KERNEL_GROWTH_SHORT,     /* fewer than two values */
    KERNEL_GROWTH_FROM_ZERO, /* from 0 nothing grows at a rate */
    KERNEL_GROWTH_TO_ZERO,   /* -100 % a year whatever the span: no rate */
    KERNEL_GROWTH_SIGN,      /* the values differ in sign */
    KERNEL_GROWTH_LARGE      /* past the largest number */
} kernel_growth_gap;

/** Compound growth from the first value to the last: (last / first)^(1 / years) - 1; 0 where both are equal. Between
 *  two negative values it is the growth of their size.
 *  @param why  KERNEL_GROWTH_KNOWN, or why the result is missing
 *  @return share per unit of time, > -1. Source: COINr CAGR(), which gives infinity and NaN here. Cost: O(1) */
double kernel_growth(const kernel_track *track, kernel_growth_gap *why);

/** Change per unit of time in per cent of the beginning: between two values of the first; of more, the slope of least
 *  squares in per cent of the fitted value at the first time, which may lie below 0. 0 where all are equal.
 *  @return per cent; missing for fewer than two values, and where the beginning is 0 (within 1e-12 of the largest
 *          value). Source: COINr prc_change(per = 1). Cost: O(n) */
double kernel_percent_change(const kernel_track *track);

/** Mann and Kendall's test for a monotone trend. */
typedef struct {
    double s;        /* rising less falling pairs */
    double variance; /* of s where there is no trend, corrected for ties */
    double z;        /* s less one, towards 0, over its standard deviation; 0 where s is 0 */
    double p;        /* two-sided, of z; 1 where the variance is 0 */
    double exact;    /* two-sided, of s itself; missing for more than KERNEL_KENDALL_EXACT_TO values, or, with ties,
                        KERNEL_KENDALL_TIED_TO */
    double tau;      /* Kendall's tau-b with time, -1..1; 0 where all are equal */
} kernel_trend_test;

/** Test the values of a track in their order; times do not matter. Values are taken as independent: serial
 *  correlation is not corrected for.
 *  @param scratch  n doubles, overwritten
 *  @return all missing for fewer than two values
 *  Source: Mann 1945; Kendall 1975; Gilbert 1987, chapter 16. Cost: O(n^2), of the exact p O(n^3). */
kernel_trend_test kernel_mann_kendall(const kernel_track *track, double *scratch);

/** The least two-sided p that n values in time can have: that of a series rising at every step, 2 / n!. Where it is
 *  above the level of a test, the series is too short for it. @return 1 for n < 3 */
double kernel_least_p(size_t n);

/** Theil and Sen's line: slope and both intercepts in use. */
typedef struct {
    double slope;              /* median of the slopes between all pairs; unit per unit of time; missing for n < 2 */
    double lower, upper;       /* interval of the slope; missing where the series is too short for its level */
    double intercept;          /* Conover's: median of values - slope x median of times */
    double intercept_residual; /* median of value - slope x time */
} kernel_sen_line;

/** Fit Theil and Sen's line. The interval: of N slopes in order, those of ranks floor((N - C) / 2) and
 *  ceil((N + C) / 2) + 1, held within 1 and N, with C = z sqrt(variance): rounded outwards; libraries differ by one
 *  rank.
 *  @param variance      of Mann and Kendall's s
 *  @param significance  1 - confidence of the interval, 0 < significance < 1
 *  @param scratch       n (n - 1) / 2 + n doubles, overwritten
 *  Source: Theil 1950; Sen 1968; Conover 1980; Gilbert 1987, chapter 16. Cost: O(n^2 log n). */
kernel_sen_line kernel_sen(const kernel_track *track, double variance, double significance, double *scratch);

#endif
