/* The registry of methods: walks the tables of the stages.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <titian/method.h>

#include <assert.h>
#include <math.h>
#include <string.h>

#include <titian/panel.h>

#include "stages/table.h"

static const titian_stage_row *const stages[TITIAN_N_STAGES] = {
    [TITIAN_STAGE_DENOMINATE] = &titian_denominate_stage,
    [TITIAN_STAGE_SCREEN] = &titian_screen_stage,
    [TITIAN_STAGE_IMPUTE] = &titian_impute_stage,
    [TITIAN_STAGE_TREAT] = &titian_treat_stage,
    [TITIAN_STAGE_NORMALISE] = &titian_normalise_stage,
    [TITIAN_STAGE_AGGREGATE] = &titian_aggregate_stage,
    [TITIAN_STAGE_WEIGH] = &titian_weigh_stage,
    [TITIAN_STAGE_VARY] = &titian_vary_stage,
};

const titian_stage_row *titian_stage_at(titian_stage stage)
{
    assert((unsigned) stage < TITIAN_N_STAGES);
    return stages[stage];
}

const char *titian_stage_name(titian_stage stage)
{
    return (unsigned) stage < TITIAN_N_STAGES ? stages[stage]->name : "";
}

const char *titian_stage_result(titian_stage stage)
{
    return (unsigned) stage < TITIAN_N_STAGES ? stages[stage]->result : "";
}

const char *titian_stage_summary(titian_stage stage)
{
    return (unsigned) stage < TITIAN_N_STAGES ? stages[stage]->summary : "";
}

int titian_stage_by_indicator(titian_stage stage)
{
    return (unsigned) stage < TITIAN_N_STAGES && stages[stage]->by_indicator;
}

size_t titian_n_methods(titian_stage stage)
{
    size_t n = 0;

    if ((unsigned) stage >= TITIAN_N_STAGES)
        return 0;
    if (stages[stage]->n_methods > 0)
        return stages[stage]->n_methods;
    while (stages[stage]->method(n) != NULL)
        n++;
    return n;
}

const titian_method *titian_method_at(titian_stage stage, size_t row)
{
    if ((unsigned) stage >= TITIAN_N_STAGES || (stages[stage]->n_methods > 0 && row >= stages[stage]->n_methods))
        return NULL;
    return stages[stage]->method(row);
}

size_t titian_method_find(titian_stage stage, const char *name)
{
    const titian_method *method = NULL;

    for (size_t row = 0; (method = titian_method_at(stage, row)) != NULL; row++)
        if (strcmp(method->name, name) == 0)
            return row;
    return TITIAN_NONE;
}

titian_choice titian_choice_default(titian_stage stage, size_t row)
{
    titian_choice choice = {.method = titian_method_at(stage, row), .row = row};

    assert(choice.method != NULL && choice.method->n_params <= TITIAN_MAX_PARAMS);
    for (size_t k = 0; k < choice.method->n_params; k++)
        choice.option[k] = (titian_option){
            .number = choice.method->params[k].fallback, .upper = choice.method->params[k].fallback_upper};
    return choice;
}

size_t titian_method_param(const titian_method *method, const char *name)
{
    for (size_t k = 0; k < method->n_params; k++)
        if (strcmp(method->params[k].name, name) == 0)
            return k;
    return TITIAN_NONE;
}

const titian_option *titian_option_of(const titian_choice *choice, const char *name)
{
    const size_t at = titian_method_param(choice->method, name);

    assert(at != TITIAN_NONE);
    return &choice->option[at];
}

double titian_option_number(const titian_choice *choice, const char *name)
{
    return titian_option_of(choice, name)->number;
}

/* ---- alike ---- */

static int same_number(double a, double b)
{
    return isnan(a) ? isnan(b) : !isnan(b) && !(a < b) && !(a > b);
}

static int same_numbers(const double *a, const double *b, size_t n)
{
    for (size_t k = 0; k < n; k++)
        if (!same_number(a[k], b[k]))
            return 0;
    return 1;
}

static int same_text(const char *a, const char *b)
{
    return a != NULL && b != NULL ? strcmp(a, b) == 0 : a == b;
}

static int same_texts(const char *const *a, const char *const *b, size_t n)
{
    for (size_t k = 0; k < n; k++)
        if (!same_text(a[k], b[k]))
            return 0;
    return 1;
}

static int same_table(const titian_table *a, const titian_table *b)
{
    if (a == NULL || b == NULL)
        return a == b;
    return a->n_rows == b->n_rows && a->n_columns == b->n_columns && same_texts(a->rows, b->rows, a->n_rows) &&
           same_texts(a->columns, b->columns, a->n_columns) &&
           same_numbers(a->cells, b->cells, a->n_rows * a->n_columns);
}

static int same_option(const titian_option *a, const titian_option *b)
{
    return same_number(a->number, b->number) && same_number(a->upper, b->upper) && same_text(a->text, b->text) &&
           a->n_list == b->n_list && same_numbers(a->list, b->list, a->n_list) && same_table(a->table, b->table);
}

int titian_choice_same(const titian_choice *a, const titian_choice *b)
{
    if (a->method == NULL || b->method == NULL || a->row != b->row)
        return a->method == b->method;
    for (size_t k = 0; k < a->method->n_params; k++)
        if (!same_option(&a->option[k], &b->option[k]))
            return 0;
    return 1;
}
