/* Carrying forward: which observation stands for which index year. The first step of every run.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_STAGES_CARRY_H
#define TITIAN_STAGES_CARRY_H

#include <stddef.h>

#include <titian/panel.h>
#include <titian/recipe.h>
#include <titian/status.h>

#include "stages/flow.h"

/** The index years, and the units of a panel that take part. */
typedef struct {
    const titian_panel *from;
    const size_t *units; /* n_units positions in it, ascending */
    size_t n_units;
    const int *years; /* n_years years, ascending */
    size_t n_years;
    titian_panel *spent; /* `from` itself, where nobody looks at its cells afterwards: variables are given back as
                            soon as they are carried; NULL: it stays as it is */
} titian_slice;

/** A panel of missing cells with the units, groups and years of a slice, and variables of its own.
 *  @param arena  for scratch that dies with it */
TITIAN_CHECKED titian_status titian_slice_panel(titian_panel **out, const titian_slice *slice,
    const char *const *variables, size_t n_variables, titian_arena *arena, titian_error *err);

/** Oldest value, in years, that may stand for an index year: the node's or row's own limit, else the recipe's. */
int titian_max_age(const titian_recipe *recipe, int own);

/** Build flow->panel: the units of the slice, its years, the indicators in node order,
 *  then the Denominator and Other rows of the framework. Each cell holds the latest value of the data at or before
 *  its year and within its age limit, on the footing that the recipe's breaks give it (stages/breaks.h): age and mark
 *  say which. Sets flow->observed for the indicators.
 *  Source: COINr impute_panel(latest), with years in place of time points; docs/methods.md "Carrying forward". */
TITIAN_CHECKED titian_status titian_carry(titian_flow *flow, const titian_slice *slice, titian_error *err);

/** Latest value of one unit at or before a year, at most max_age years old, as the recipe's breaks have it for a run
 *  up to that year.
 *  @param variable  in the data panel; TITIAN_NONE gives TITIAN_MISSING */
double titian_latest(
    const titian_recipe *recipe, const titian_panel *data, size_t variable, size_t unit, int year, int max_age);

#endif
