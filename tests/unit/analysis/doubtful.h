/* A small model in doubt: twelve units, four indicators, and factors that a test adds.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_TESTS_DOUBTFUL_H
#define TITIAN_TESTS_DOUBTFUL_H

#include "unit/stages/sketch.h"

#include <titian/sensitivity.h>

enum { N_UNITS = 12 };

/* X = 2/3 P + 1/3 Q, P = 3/4 A + 1/4 B, Q = 2/3 C + 1/3 D; scores are values, those of C half of them. */
enum { A, B, C, D, P, Q, X, N_NODES, N_INDICATORS = P };

/** A sketch with up to four factors; it must not move once it has run. */
typedef struct {
    sketch s;
    titian_factor factors[4];
    titian_alternative scales[2], means[2];
    titian_choice geometric[N_NODES];
} doubtful;

/** Values from 30 to 70, without gaps; no factors. */
void doubtful_open(doubtful *d);
/** One more factor with the defaults of its method; an option of it. */
titian_factor *doubtful_add(doubtful *d, const char *name, const char *method);
titian_option *doubtful_option(titian_factor *factor, const char *name);
/** Scale and mean: two times two models. And weights besides. */
void doubtful_choices(doubtful *d);
void doubtful_three(doubtful *d);
/** Run the model, unless it has run, and the analysis; both must go well. */
titian_sensitivity *doubtful_analyse(doubtful *d, const titian_sensitivity_options *options);
/** Free both; s may be NULL. */
void doubtful_close(doubtful *d, titian_sensitivity *s);

#endif
