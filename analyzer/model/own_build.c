/* Choices of indicators' own: cells of the columns STAGE.method and STAGE.OPTION of framework.csv. An empty cell is
 * the model's choice, and so is a row of empty cells, which has no choice of its own. A method of the indicator's own
 * starts from its defaults, the model's method from the model's options. SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "model/build.h"
#include "model/framework_tree.h"
#include "model/words.h"

static int is_named(const titian_rows *rows, titian_stage stage)
{
    for (size_t k = 0; k < rows->n_dotted; k++)
        if (rows->dotted[k].stage == stage)
            return 1;
    return 0;
}

static titian_place place_of(const titian_rows *rows, const titian_row *row, size_t k)
{
    return (titian_place){rows->file, row->line, rows->dotted[k].field};
}

/* The row's method, if a cell names one. @return 0 when that cell is at fault, which was said */
static int take_method(const titian_build *b, titian_stage stage, const titian_row *row, titian_choice *out)
{
    const titian_rows *rows = b->rows;

    for (size_t k = 0; k < rows->n_dotted; k++) {
        size_t method;

        if (rows->dotted[k].stage != stage || strcmp(rows->dotted[k].name, "method") != 0 ||
            row->dotted[k][0] == '\0')
            continue;
        method = titian_build_method(b, stage, place_of(rows, row, k), row->dotted[k]);
        if (method == TITIAN_NONE)
            return 0;
        if (method != out->row)
            *out = titian_choice_default(stage, method);
    }
    return 1;
}

static titian_status take_options(
    const titian_build *b, titian_stage stage, const titian_row *row, titian_choice *out, titian_error *err)
{
    const titian_rows *rows = b->rows;
    titian_status status = TITIAN_OK;

    for (size_t k = 0; k < rows->n_dotted && status == TITIAN_OK; k++) {
        const char *name = rows->dotted[k].name, *text = row->dotted[k];
        const titian_place place = place_of(rows, row, k);
        size_t param;

        if (rows->dotted[k].stage != stage || strcmp(name, "method") == 0 || text[0] == '\0')
            continue;
        param = titian_method_param(out->method, name);
        if (param == TITIAN_NONE)
            titian_build_foreign(b, stage, place, name, out->method->name);
        else
            status = titian_build_option_text(b, place, &out->method->params[param], text, &out->option[param], err);
    }
    return status;
}

/* Does any cell of the row say something about the stage? */
static int says_something(const titian_rows *rows, titian_stage stage, const titian_row *row)
{
    for (size_t k = 0; k < rows->n_dotted; k++)
        if (rows->dotted[k].stage == stage && row->dotted[k][0] != '\0')
            return 1;
    return 0;
}

/* Cells of rows that are no indicators. */
static void warn_unused(const titian_build *b, const titian_row *row)
{
    const titian_rows *rows = b->rows;

    for (size_t k = 0; k < rows->n_dotted; k++) {
        const int weight = rows->dotted[k].stage == TITIAN_N_STAGES;

        if (row->dotted[k][0] == '\0' || row->type == TITIAN_ROW_INDICATOR || row->type >= TITIAN_N_ROW_TYPES ||
            (weight && titian_row_in_tree(row)))
            continue;
        titian_faults_warn(b->faults, place_of(rows, row, k),
            "column %s.%s is of no use to a row of Type %s\nleave the cell empty, or mend the Type",
            weight ? "Weight" : titian_stage_name(rows->dotted[k].stage), rows->dotted[k].name,
            titian_row_type_word(row->type));
    }
}

titian_status titian_build_own_stage(
    const titian_build *b, titian_stage stage, const titian_choice *model, titian_choice **out, titian_error *err)
{
    titian_choice *own = NULL;
    titian_status status = TITIAN_OK;

    *out = NULL;
    if (!is_named(b->rows, stage))
        return TITIAN_OK;
    *out = own = titian_arena_array(b->arena, b->rows->n_rows, sizeof *own);
    if (own == NULL)
        return titian_build_no_memory(err);
    for (size_t k = 0; k < b->rows->n_rows && status == TITIAN_OK; k++) {
        const titian_row *row = &b->rows->rows[k];

        if (row->type != TITIAN_ROW_INDICATOR || !says_something(b->rows, stage, row))
            continue;
        own[k] = *model;
        if (!take_method(b, stage, row, &own[k]))
            continue;
        status = take_options(b, stage, row, &own[k], err);
        if (status == TITIAN_OK)
            titian_build_choice_check(b, (titian_place){b->rows->file, row->line, 0}, &own[k]);
    }
    return status;
}

titian_status titian_build_own(
    const titian_build *b, const titian_recipe *recipe, titian_built *out, titian_error *err)
{
    const size_t n_before = b->faults->n_errors;
    titian_status status = TITIAN_OK;

    if (b->rows->n_dotted == 0)
        return TITIAN_OK;
    for (size_t k = 0; k < b->rows->n_rows; k++)
        warn_unused(b, &b->rows->rows[k]);
    for (titian_stage stage = 0; stage < TITIAN_STAGE_AGGREGATE && status == TITIAN_OK; stage++)
        status = titian_build_own_stage(b, stage, &recipe->choice[stage], &out->own[stage], err);
    out->own_at_fault = b->faults->n_errors > n_before;
    return status;
}
