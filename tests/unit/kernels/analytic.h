/* The two functions on which sensitivity indices are tried, with their true values. x is a point of the unit cube.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_TESTS_KERNELS_ANALYTIC_H
#define TITIAN_TESTS_KERNELS_ANALYTIC_H

#include <math.h>
#include <stddef.h>

enum { MOST_FACTORS = 8 };

typedef struct {
    const char *name;
    size_t k;
    double (*value)(const double *x);
    double mean, variance;
    double first[MOST_FACTORS], total[MOST_FACTORS]; /* shares of the variance */
} test_function;

/* Ishigami and Homma 1990, a = 7, b = 0.1. */
static inline double ishigami(const double *x)
{
    const double pi = 3.14159265358979323846;
    const double x1 = pi * (2.0 * x[0] - 1.0), x2 = pi * (2.0 * x[1] - 1.0), x3 = pi * (2.0 * x[2] - 1.0);

    return sin(x1) + 7.0 * sin(x2) * sin(x2) + 0.1 * x3 * x3 * x3 * x3 * sin(x1);
}

/* Saltelli and Sobol' 1995. */
static inline double sobol_g(const double *x)
{
    static const double a[MOST_FACTORS] = {0.0, 1.0, 4.5, 9.0, 99.0, 99.0, 99.0, 99.0};
    double product = 1.0;

    for (size_t i = 0; i < MOST_FACTORS; i++)
        product *= (fabs(4.0 * x[i] - 2.0) + a[i]) / (1.0 + a[i]);
    return product;
}

/* From the formulas in ../shared/reference/sobol/README.md; the figures stand in analytic.csv. */
static const test_function test_functions[] = {
    {"ishigami", 3, ishigami, 3.5, 13.8445879407, {0.313905191148, 0.44241114479, 0.0},
        {0.55758885521, 0.44241114479, 0.243683664062}},
    {"g8", 8, sobol_g, 1.0, 0.465424431902,
        {0.716192168879, 0.17904804222, 0.0236757741778, 0.00716192168879, 7.16192168879e-05, 7.16192168879e-05,
            7.16192168879e-05, 7.16192168879e-05},
        {0.787144126659, 0.242198192818, 0.0343169101541, 0.0104603870652, 0.00010494905192, 0.00010494905192,
            0.00010494905192, 0.00010494905192}}};

#endif
