/* Kernel: which score a method cannot take.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "kernels/find.h"

int kernel_find_outside(const kernel_columns *columns, double low, double high, kernel_place *place)
{
    for (size_t k = 0; k < columns->n_children; k++) {
        const double *x = columns->scores + k * columns->stride;

        if (!(columns->weights[k] > 0.0))
            continue;
        for (size_t i = 0; i < columns->n; i++) {
            if (!(x[i] < low) && !(x[i] > high))
                continue;
            *place = (kernel_place){.child = k, .unit = i};
            return 1;
        }
    }
    return 0;
}
