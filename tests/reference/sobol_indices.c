/* Sensitivity indices of runs that were made elsewhere, for test_uncertainty.py: `sobol_indices ROWS FACTORS` reads
 * the outputs of A, of B and of A with each factor from B, and prints the variance and each factor's indices, as
 * COINr makes them: not centred, variance of 2 ROWS - 1. SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <stdlib.h>

#include "kernels/sensitivity.h"

static int print_indices(size_t rows, size_t factors, double *y, double *sums)
{
    const double about = 0.0;
    const kernel_sensitivity s = {.n_outputs = 1, .n_factors = factors, .about = &about, .sums = sums};
    const kernel_design design = {.n_rows = rows, .a = y, .b = y + rows, .ab = y + 2 * rows};

    for (size_t k = 0; k < rows * (factors + 2); k++)
        if (scanf("%lf", &y[k]) != 1)
            return 1;
    kernel_sensitivity_of_rows(&s, &design, NULL);
    for (size_t j = 0; j < factors; j++)
        printf("%.17g %.17g %.17g\n",
            kernel_sensitivity_first(&s, 0, j, KERNEL_FIRST_SALTELLI, KERNEL_VARIANCE_SAMPLE),
            kernel_sensitivity_total(&s, 0, j, KERNEL_VARIANCE_SAMPLE),
            kernel_sensitivity_variance(&s, 0, KERNEL_VARIANCE_SAMPLE));
    return 0;
}

int main(int argc, char **argv)
{
    const size_t rows = argc == 3 ? strtoul(argv[1], NULL, 10) : 0;
    const size_t factors = argc == 3 ? strtoul(argv[2], NULL, 10) : 0;
    double *y = calloc(rows * (factors + 2) + 1, sizeof *y);
    double *sums = calloc(kernel_sensitivity_room(1, factors) + 1, sizeof *sums);
    int failed = y == NULL || sums == NULL || rows == 0 || print_indices(rows, factors, y, sums);

    free(y);
    free(sums);
    return failed;
}
