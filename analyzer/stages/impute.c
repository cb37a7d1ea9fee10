/* Imputation: a missing value of an indicator is estimated. The methods stand in families: impute_statistics.c (other
 * units), impute_joint.c (other indicators), impute_time.c (other years). A value once read is never touched.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "stages/impute.h"

#include <assert.h>
#include <math.h>
#include <string.h>

#include "stages/screen.h"

typedef struct {
    const titian_impute_row *rows;
    size_t n;
} family;

static const family families[] = {
    {titian_impute_statistics, TITIAN_N_IMPUTE_STATISTICS},
    {titian_impute_joint, TITIAN_N_IMPUTE_JOINT},
    {titian_impute_time, TITIAN_N_IMPUTE_TIME},
};

enum { N_METHODS = TITIAN_N_IMPUTE_STATISTICS + TITIAN_N_IMPUTE_JOINT + TITIAN_N_IMPUTE_TIME };

static const titian_impute_row *row_at(size_t row)
{
    const family *f = families;

    assert(row < N_METHODS);
    for (; row >= f->n; f++)
        row -= f->n;
    return &f->rows[row];
}

static const titian_method *method_at(size_t row)
{
    return &row_at(row)->about;
}

/* ---- what the families share ---- */

static int is_imputed(titian_mark mark)
{
    return (mark & ~(unsigned) TITIAN_MARK_TREATED) >= TITIAN_MARK_IMPUTED;
}

int titian_impute_from_years(const titian_recipe *recipe, size_t indicator)
{
    return titian_recipe_choice(recipe, TITIAN_STAGE_IMPUTE, indicator)->row >= N_METHODS - TITIAN_N_IMPUTE_TIME;
}

int titian_impute_takes(const titian_impute_task *task, size_t indicator, size_t year)
{
    return task->wanted[indicator] != 0 && titian_flow_included(task->flow, indicator, year);
}

void titian_impute_given(const titian_flow *flow, size_t variable, size_t year, double *out)
{
    const double *x = titian_panel_column(flow->panel, variable, year);
    const titian_mark *marks = titian_panel_marks(flow->panel, variable, year);

    for (size_t i = 0; i < flow->n_units; i++)
        out[i] = is_imputed(marks[i]) ? TITIAN_MISSING : x[i];
}

int titian_impute_is_gap(const titian_flow *flow, size_t indicator, size_t year, size_t unit)
{
    return isnan(titian_panel_column(flow->panel, indicator, year)[unit]) &&
           !flow->dropped[year * flow->n_units + unit];
}

titian_status titian_impute_put(const titian_impute_task *task, const titian_estimate *e, titian_error *err)
{
    const titian_flow *flow = task->flow;

    if (isinf(e->value))
        return titian_fail(err, TITIAN_E_NUMERIC,
            "the estimate by %s for unit %s, indicator %s in %d is past the largest number there is\n"
            "look for a value that is far too large",
            task->choice->method->name, titian_flow_unit(flow, e->unit),
            titian_flow_indicator(flow, e->indicator)->code, titian_flow_year(flow, e->year));
    titian_panel_column_mut(flow->panel, e->indicator, e->year)[e->unit] = e->value;
    titian_panel_marks_mut(flow->panel, e->indicator, e->year)[e->unit] =
        (titian_mark) (TITIAN_MARK_IMPUTED + task->choice->row);
    titian_panel_ages_mut(flow->panel, e->indicator, e->year)[e->unit] = e->age;
    return TITIAN_OK;
}

/* ---- the walk ---- */

/* Indicators that chose as `first` did are done together, at the first of them. @return is `first` the first? */
static int gather_likeminded(const titian_flow *flow, size_t first, unsigned char *wanted)
{
    const titian_choice *choice = titian_recipe_choice(flow->recipe, TITIAN_STAGE_IMPUTE, first);

    for (size_t j = 0; j < flow->n_indicators; j++) {
        wanted[j] =
            (unsigned char) titian_choice_same(choice, titian_recipe_choice(flow->recipe, TITIAN_STAGE_IMPUTE, j));
        if (wanted[j] && j < first)
            return 0;
    }
    return 1;
}

/* Screening before this let indicators pass that other years were to fill: did they? */
static titian_status require_filled(const titian_flow *flow, titian_error *err)
{
    for (size_t year = 0; year < flow->n_years; year++)
        for (size_t j = 0; j < flow->n_indicators; j++)
            if (titian_flow_included(flow, j, year) && titian_screen_leaves_to_years(flow, j) &&
                titian_screen_values(flow, j, year) == 0)
                return titian_screen_fail_empty(flow, j, year, err);
    return TITIAN_OK;
}

static titian_status run(titian_flow *flow, const titian_choice *choice, titian_error *err)
{
    unsigned char *wanted = titian_arena_array(&flow->arena, flow->n_indicators, 1);
    titian_status status = TITIAN_OK;

    (void) choice;
    if (wanted == NULL)
        return titian_fail(err, TITIAN_E_MEMORY, "no memory for %zu indicators", flow->n_indicators);
    for (size_t j = 0; j < flow->n_indicators && status == TITIAN_OK; j++) {
        const titian_impute_task task = {
            .flow = flow, .choice = titian_recipe_choice(flow->recipe, TITIAN_STAGE_IMPUTE, j), .wanted = wanted};
        const titian_impute_fn work = row_at(task.choice->row)->work;

        if (work != NULL && gather_likeminded(flow, j, wanted))
            status = work(&task, err);
    }
    return status == TITIAN_OK ? require_filled(flow, err) : status;
}

const titian_stage_row titian_impute_stage = {
    .name = "impute",
    .result = "imputed",
    .summary = "estimate missing values of indicators",
    .by_indicator = 1,
    .n_methods = N_METHODS,
    .method = method_at,
    .run = run,
};
