/* stages/vary on a bench: one factor, the site it works on and what it changes.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_TEST_STAGES_VARY_BENCH_H
#define TITIAN_TEST_STAGES_VARY_BENCH_H

#include "unit/stages/sketch.h"

#include <stdio.h>

#include "core/arena.h"
#include "kernels/draw.h"
#include "stages/vary.h"
#include "unit/drawn.h"

/* Elements of the tree on the bench. Levels: A to E 1, P and Q 2, X 3. */
enum { A, B, C, D, E, P, Q, X, N_NODES, N_INDICATORS = P, N_UNITS = 3 };

/* One factor, the site it works on and what it changes. */
typedef struct {
    sketch s;
    titian_factor factor;
    const titian_vary_row *row;
    titian_site site;
    titian_change change;
    double factors[N_NODES], scratch[N_NODES], lows[N_INDICATORS], highs[N_INDICATORS], number;
    size_t alternative;
    titian_arena arena;
} vary_bench;

void vary_open(vary_bench *b, const char *method);
void vary_close(vary_bench *b);
titian_option *vary_option(vary_bench *b, const char *name);
/* Everything as the model has it, but for what `u` changes. */
titian_status vary_try(vary_bench *b, const double *u, titian_error *err);
void vary_apply(vary_bench *b, const double *u);
void vary_check_factors(const vary_bench *b, const double *wanted, double within);

#endif
