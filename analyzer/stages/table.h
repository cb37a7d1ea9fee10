/* The table of stages: what each one says of itself, the rows of its method table, and how it runs.
 * A new method is one row in its stage's file and one function; nothing here changes.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_STAGES_TABLE_H
#define TITIAN_STAGES_TABLE_H

#include <titian/method.h>
#include <titian/status.h>

#include "stages/each.h"
#include "stages/flow.h"

/** A stage. `run` takes the choice of the recipe for this stage; aggregation looks up a choice for each node itself
 *  and is given NULL. */
typedef struct {
    const char *name, *result, *summary;
    int by_indicator; /* 1: framework.csv may give an indicator a choice of its own (titian_recipe_choice) */
    size_t n_methods; /* 0: count them, method() gives NULL behind the last row */
    const titian_method *(*method)(size_t row);
    titian_status (*run)(titian_flow *flow, const titian_choice *choice, titian_error *err);
} titian_stage_row;

extern const titian_stage_row titian_denominate_stage, titian_screen_stage, titian_impute_stage, titian_treat_stage,
    titian_normalise_stage, titian_aggregate_stage, titian_weigh_stage, titian_vary_stage;

/** The row of a stage. */
const titian_stage_row *titian_stage_at(titian_stage stage);

/** Number of an option of a choice, by name; the option must exist in the method. */
double titian_option_number(const titian_choice *choice, const char *name);
const titian_option *titian_option_of(const titian_choice *choice, const char *name);
/** Are two choices of one stage the same method with the same options? Lists and tables are looked into. */
int titian_choice_same(const titian_choice *a, const titian_choice *b);

#define TITIAN_COUNT_OF(array) (sizeof(array) / sizeof(array)[0])

#endif
