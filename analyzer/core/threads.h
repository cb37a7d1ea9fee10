/* How many threads for many units, and what they do.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_CORE_THREADS_H
#define TITIAN_CORE_THREADS_H

#include <stddef.h>

/** Threads worth their while for work on so many units, each for itself: 1 for the few of a list of countries, else
 * as many as OpenMP gives. Results never depend on it. */
size_t titian_threads_for(size_t n_units);

/** One part of some work; what threads write must not overlap. @param thread  0 .. n_threads - 1 */
typedef void (*titian_part_fn)(void *of, size_t part, size_t thread);

/** Do parts 0 .. n_parts - 1, each once, by whichever of so many threads is free. One thread does them in their order
 * and without OpenMP, which ends the program when it has no memory for itself.
 *  @param n_threads  at most so many, such as titian_threads_for says: every part knows where its thread may write */
void titian_share(size_t n_parts, size_t n_threads, titian_part_fn work, void *of);

/** Some units, first .. end - 1, each for itself. */
typedef void (*titian_units_fn)(void *of, size_t first, size_t end);

/** Do all units, in runs, by as many threads as are worth their while. */
void titian_share_units(size_t n_units, titian_units_fn work, void *of);

#endif
