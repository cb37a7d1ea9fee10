/* A model of three areas in two years, whose assumptions a test lets be drawn.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_TESTS_REDRAWN_H
#define TITIAN_TESTS_REDRAWN_H

#include "unit/stages/sketch.h"

#include <titian/uncertainty.h>

enum { N_UNITS = 19, N_REPLICATIONS = 40 };
enum { A, B, C, D, E, F, P, Q, R, X, N_NODES, N_INDICATORS = P };

/** A sketch with up to three factors, made again and again; it must not move once it has run. */
typedef struct {
    sketch s;
    titian_factor factors[3];
    titian_alternative scales[2];
} redrawn;

/** Years 2018 and 2020; values from 2 to 98, without gaps or with some; every unit has PEOPLE and is of the group
 * all. No factors. */
void redrawn_open(redrawn *d, int gaps);
void redrawn_close(redrawn *d);
/** One more factor with the defaults of its method; an option of it. */
titian_factor *redrawn_add(redrawn *d, const char *method);
titian_option *redrawn_option(titian_factor *factor, const char *name);
/** Such a model with noise on weights and, in two of three draws, a scale pooled over the years. */
void redrawn_years(redrawn *d);
/** Weights as a replication has drawn them. */
void redrawn_weights(redrawn *to, const titian_replication *r);

#endif
