/* The crew.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/crew.h"

#include <omp.h>
#include <stdatomic.h>
#include <time.h>

size_t titian_crew_threads(int wish)
{
    const int n = wish > 0 ? wish : omp_get_num_procs();

    return n > 0 ? (size_t) n : 1;
}

double titian_crew_seconds(void)
{
    struct timespec now;

    (void) clock_gettime(CLOCK_MONOTONIC, &now);
    return (double) now.tv_sec + 1e-9 * (double) now.tv_nsec;
}

/* What the threads share while they work. */
typedef struct {
    titian_crew *crew;
    uint64_t first, end;
    _Atomic uint64_t next; /* in steps of `size` */
    _Atomic int stop;
    uint64_t failed; /* block of `error`; under the lock */
    titian_error error;
    titian_status status;
} shift;

static void take_down_failure(shift *s, uint64_t block, titian_status status, const titian_error *error)
{
#pragma omp critical(titian_crew)
    {
        if (s->status == TITIAN_OK || block < s->failed) {
            s->status = status;
            s->failed = block;
            s->error = *error;
        }
    }
    s->stop = 1;
}

/* Only one thread tells how far they are. */
static void tell(shift *s, uint64_t block, double *told)
{
    titian_crew *crew = s->crew;
    const double now = titian_crew_seconds();

    if (crew->progress == NULL || now - *told < 0.2)
        return;
    *told = now;
    if (crew->progress(block * crew->block, crew->of, crew->context) != 0) {
        crew->stopped = 1;
        s->stop = crew->size == 1; /* a team ends its round together */
    }
}

static void work(shift *s, size_t thread)
{
    const titian_crew *crew = s->crew;
    double told = titian_crew_seconds();

    while (!s->stop) {
        const uint64_t block =
            s->first + atomic_fetch_add(&s->next, 1) * (uint64_t) crew->size + (uint64_t) crew->rank;
        titian_error error = {.code = TITIAN_OK};
        titian_status status;

        if (block >= s->end)
            break;
        status = crew->work(crew->own[thread], block, &error);
        if (status != TITIAN_OK)
            take_down_failure(s, block, status, &error);
        if (thread == 0)
            tell(s, block, &told);
    }
}

titian_status titian_crew_run(titian_crew *crew, uint64_t first, uint64_t end, uint64_t *done, titian_error *err)
{
    shift s = {.crew = crew, .first = first, .end = end, .status = TITIAN_OK};
    uint64_t begun;

#pragma omp parallel num_threads((int) crew->n_threads)
    {
        work(&s, (size_t) omp_get_thread_num());
    }
    begun = s.first + s.next * (uint64_t) crew->size;
    *done = begun < end ? begun : end;
    if (s.status == TITIAN_OK)
        return TITIAN_OK;
    crew->failed = s.failed;
    if (err != NULL)
        *err = s.error;
    return s.status;
}
