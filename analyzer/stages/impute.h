/* Imputation: what its families of methods share. A family is one file with a table of rows; impute.c walks them.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_STAGES_IMPUTE_H
#define TITIAN_STAGES_IMPUTE_H

#include "stages/table.h"

/** One method with its options, for the indicators that chose both. */
typedef struct {
    titian_flow *flow;
    const titian_choice *choice;
    const unsigned char *wanted; /* n_indicators: 1 where the choice is the indicator's */
    const size_t *places;        /* n_units: where each unit stands by its code; NULL for methods that do not draw */
} titian_impute_task;

typedef titian_status (*titian_impute_fn)(const titian_impute_task *task, titian_error *err);

typedef struct {
    titian_method about;
    titian_impute_fn work; /* NULL: nothing is imputed */
} titian_impute_row;

/* The families, in the order of the table: marks of cells are numbered by it. */
enum { TITIAN_N_IMPUTE_STATISTICS = 5, TITIAN_N_IMPUTE_JOINT = 6, TITIAN_N_IMPUTE_TIME = 4 };
extern const titian_impute_row titian_impute_statistics[TITIAN_N_IMPUTE_STATISTICS];
extern const titian_impute_row titian_impute_joint[TITIAN_N_IMPUTE_JOINT];
extern const titian_impute_row titian_impute_time[TITIAN_N_IMPUTE_TIME];

/** Does a recipe fill gaps of an indicator from other years? Then a year without any value may be filled. */
int titian_impute_from_years(const titian_recipe *recipe, size_t indicator);

/** Are gaps of an indicator in a year this task's to fill? */
int titian_impute_takes(const titian_impute_task *task, size_t indicator, size_t year);

/** Copy a variable of the panel as it came into the stage: what was imputed meanwhile is missing again, so that no
 *  estimate rests on another and the order of indicators changes nothing.
 *  @param out  n_units doubles */
void titian_impute_given(const titian_flow *flow, size_t variable, size_t year, double *out);

/** Is a cell a gap to be filled? A unit that screening dropped has none. */
int titian_impute_is_gap(const titian_flow *flow, size_t indicator, size_t year, size_t unit);

/** One estimate and where it goes. */
typedef struct {
    size_t indicator, year, unit;
    double value;
    uint8_t age; /* years since the observation it repeats; 0 where it repeats none */
} titian_estimate;

/** Fill a gap and mark it with the rule. @return TITIAN_E_NUMERIC for an infinite estimate */
TITIAN_CHECKED titian_status titian_impute_put(
    const titian_impute_task *task, const titian_estimate *estimate, titian_error *err);

#endif
