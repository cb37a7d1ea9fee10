/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/threads.h"

#include <omp.h>

enum { MANY_UNITS = 20000, RUN = 8192 /* units */ };

size_t titian_threads_for(size_t n_units)
{
    const int n = n_units >= MANY_UNITS && !omp_in_parallel() ? omp_get_max_threads() : 1;

    return n > 1 ? (size_t) n : 1;
}

void titian_share(size_t n_parts, size_t n_threads, titian_part_fn work, void *of)
{
    if (n_threads <= 1) {
        for (size_t k = 0; k < n_parts; k++)
            work(of, k, 0);
        return;
    }
#pragma omp parallel for schedule(dynamic) num_threads((int) n_threads)
    for (size_t k = 0; k < n_parts; k++)
        work(of, k, (size_t) omp_get_thread_num());
}

typedef struct {
    titian_units_fn work;
    void *of;
    size_t n_units;
} runs;

static void do_run(void *of, size_t part, size_t thread)
{
    const runs *r = of;
    const size_t first = part * RUN, left = r->n_units - first;

    (void) thread;
    r->work(r->of, first, first + (left < RUN ? left : RUN));
}

void titian_share_units(size_t n_units, titian_units_fn work, void *of)
{
    titian_share((n_units + RUN - 1) / RUN, titian_threads_for(n_units), do_run, &(runs){work, of, n_units});
}
