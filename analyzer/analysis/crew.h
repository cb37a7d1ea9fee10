/* The crew: threads that work through numbered blocks, each with things of its own.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_ANALYSIS_CREW_H
#define TITIAN_ANALYSIS_CREW_H

#include <stddef.h>
#include <stdint.h>

#include <titian/status.h>
#include <titian/uncertainty.h>

/** Does block b. @param own  of the thread */
typedef titian_status (*titian_block_fn)(void *own, uint64_t block, titian_error *err);

typedef struct {
    void **own; /* of n_threads threads */
    size_t n_threads;
    titian_block_fn work;
    int rank, size; /* of the process in its team: it does the blocks b with b mod size = rank */
    /* told between blocks, a few times a second; counts replications */
    titian_progress_fn progress;
    void *context;
    uint64_t block, of; /* replications of a block, and of the whole */
    int stopped;        /* 1: progress asked to end */
    uint64_t failed;    /* the block whose failure is handed back */
} titian_crew;

/** Seconds since some time in the past. */
double titian_crew_seconds(void);

/** Threads for a wish: 0 means as many as the machine has. */
size_t titian_crew_threads(int wish);

/** Do the blocks of this process from `first` to before `end`; they are begun in their order and none is left half
 * done.
 *  @param done  before which block all of this process are done: `end` unless the crew was stopped
 *  @return the failure of the first block that failed, in the order of blocks */
TITIAN_CHECKED titian_status titian_crew_run(
    titian_crew *crew, uint64_t first, uint64_t end, uint64_t *done, titian_error *err);

#endif
