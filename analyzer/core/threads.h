/* How many threads for many units.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_CORE_THREADS_H
#define TITIAN_CORE_THREADS_H

#include <stddef.h>

/** Threads worth their while for work on so many units, each for itself: 1 for the few of a list of countries, else
 * as many as OpenMP gives. Results never depend on it. */
size_t titian_threads_for(size_t n_units);

#endif
