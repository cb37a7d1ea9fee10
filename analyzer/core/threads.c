/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/threads.h"

#include <omp.h>

enum { MANY_UNITS = 20000 };

size_t titian_threads_for(size_t n_units)
{
    const int n = n_units >= MANY_UNITS && !omp_in_parallel() ? omp_get_max_threads() : 1;

    return n > 1 ? (size_t) n : 1;
}
