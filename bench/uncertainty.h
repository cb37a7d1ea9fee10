/* What the parts of bench_uncertainty share: a case, and the kernel written by hand.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_BENCH_UNCERTAINTY_H
#define TITIAN_BENCH_UNCERTAINTY_H

#include <stddef.h>
#include <stdint.h>

#include <titian/input.h>
#include <titian/model.h>
#include <titian/run.h>

enum { N_SCALES = 3 };

/** Seconds of a clock that never goes back. */
double now(void);
/** Say what failed, and end. @param err  NULL: there was no memory */
void stop(const char *what, const titian_error *err);
/** Zeroed memory; ends where there is none. */
void *room(size_t n, size_t size);

/** A case: a recipe with factors, and data. */
typedef struct {
    const char *name;
    titian_model *model;
    titian_panel *panel;
    titian_ledger *ledger;
    titian_recipe recipe;
    titian_factor factors[4];
    titian_alternative scales[N_SCALES], means[2];
    titian_choice *geometric;
    titian_assessment *nominal;
    int year;
} trial;

titian_choice choice_of(titian_stage stage, const char *method);
/** Set an option of a choice to a number, or to a range. */
void set(titian_choice *choice, const char *option, double number, double upper);
/** The assessment with the model's own numbers, of the trial's year. */
void run_nominal(trial *t);
/** A case of a model and data on disk, with noise on all weights, three ways to normalise and two means. */
void load(trial *t, const char *model, const char *const *data, size_t n);
/** The same of made-up data: skewed, with one gap in twenty. */
void make(trial *t, const char *name, size_t n_units, size_t n_indicators);
void unmake(trial *t);

/** The kernel written by hand, which does the same arithmetic and ranking, and nothing else. */
typedef struct {
    const titian_framework *framework;
    size_t n_units, n_indicators, n_nodes, n_ranked;
    double *scores[N_SCALES], *logs[N_SCALES]; /* [indicator][unit] */
    double *node, *weight, *numbers, *w, *scratch, *columns;
    uint32_t *who, *ranks, *counts; /* counts: [node][ranked][rank] */
} by_hand;

void open_hand(by_hand *h, const trial *t);
void close_hand(by_hand *h);
/** @return replications a second */
double run_hand(by_hand *h, const trial *t, uint64_t n);

#endif
