/* Kernel: what a column looks like, in numbers.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "kernels/describe.h"

#include <math.h>

#include "kernels/order.h"

static void count_values(const double *sorted, size_t n, kernel_description *found)
{
    for (size_t first = 0, end = 0; first < n; first = end) {
        for (end = first + 1; end < n && sorted[end] == sorted[first];)
            end++;
        found->n_unique++;
        found->n_same = end - first > found->n_same ? end - first : found->n_same;
        found->n_non_zero += sorted[first] == 0.0 ? 0 : end - first;
    }
}

kernel_description kernel_describe(const double *x, size_t n, double *scratch)
{
    kernel_description found = {.shape = kernel_shape_of(x, n), .n = n};
    const size_t present = kernel_compact(x, n, scratch);

    (void) kernel_range(x, n, &found.least, &found.greatest);
    found.median = kernel_median_of(scratch, present); /* sorts */
    found.lower_quartile = kernel_quantile_sorted(scratch, present, 0.25);
    found.upper_quartile = kernel_quantile_sorted(scratch, present, 0.75);
    count_values(scratch, present, &found);
    return found;
}
