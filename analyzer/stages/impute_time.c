/* Imputation from other years of the run: a unit's own series of an indicator. Years are the index years of the run,
 * which has every year from its first to its last: so years and points in time are the same.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdint.h>
#include <string.h>

#include "kernels/series.h"
#include "stages/impute.h"

/* One unit's series of one indicator. `from` says which year each value comes from. */
typedef struct {
    kernel_timeline line;
    double *times, *x;
    size_t *from;
    int compares; /* 1: a gap is filled from values on both sides of it, which a break may keep apart */
} series;

typedef void (*fill_fn)(series *s);

static void fill_latest(series *s)
{
    (void) kernel_fill_latest(s->x, 1, &s->line, s->from);
}

static void fill_constant(series *s)
{
    (void) kernel_fill_constant(s->x, 1, &s->line, s->from);
}

static void fill_linear(series *s)
{
    (void) kernel_fill_linear(s->x, 1, &s->line, 0);
}

static void fill_linear_constant(series *s)
{
    (void) kernel_fill_linear(s->x, 1, &s->line, 1);
}

/* Years in which the indicator is left out neither give nor take. */
static size_t read_series(const titian_impute_task *task, size_t j, size_t unit, series *s)
{
    const titian_flow *flow = task->flow;
    size_t n = 0;

    for (size_t year = 0; year < flow->n_years; year++) {
        const double x = titian_panel_column(flow->panel, j, year)[unit];

        s->x[year] = titian_flow_included(flow, j, year) ? x : TITIAN_MISSING;
        s->from[year] = SIZE_MAX;
        n += isnan(s->x[year]) ? 0 : 1;
    }
    return n;
}

/* Age of a value repeated from an earlier year: so many years more. */
static uint8_t age_of(const titian_flow *flow, size_t j, size_t unit, size_t year, size_t from)
{
    size_t age = 0;

    if (from >= year) /* from a later year, or from several */
        return 0;
    age = (size_t) titian_panel_ages(flow->panel, j, from)[unit] + (year - from);
    return (uint8_t) (age < 255 ? age : 255);
}

/* How many breaks, over which nothing is compared, lie before the value of a year, or before a gap. A value that was
 * carried forward stands where it was observed. */
static size_t footing(const titian_flow *flow, const series *s, size_t j, size_t unit, size_t year)
{
    const int age = isnan(s->x[year]) ? 0 : titian_panel_ages(flow->panel, j, year)[unit];
    const int own = titian_flow_year(flow, year) - age;
    size_t n = 0;

    for (size_t k = 0; s->compares && k < flow->recipe->n_breaks; k++) {
        const titian_break *one = &flow->recipe->breaks[k];

        n += one->action == TITIAN_BREAK_HOLD && one->year <= own &&
             strcmp(one->variable, titian_flow_indicator(flow, j)->code) == 0 &&
             (one->unit == NULL || strcmp(one->unit, titian_flow_unit(flow, unit)) == 0);
    }
    return n;
}

/* The parts of a series that breaks keep apart, each by itself; without breaks there is one. */
static void fill_parts(const titian_flow *flow, const series *s, size_t j, size_t unit, fill_fn fill)
{
    size_t begin = 0, end;

    for (; begin < flow->n_years; begin = end) {
        series part = *s;

        end = begin + 1;
        while (end < flow->n_years && footing(flow, s, j, unit, end) == footing(flow, s, j, unit, begin))
            end++;
        part.line.times = s->times + begin;
        part.line.n = end - begin;
        part.x = s->x + begin;
        part.from = s->from + begin;
        fill(&part);
    }
}

static titian_status fill_series(
    const titian_impute_task *task, size_t j, size_t unit, series *s, fill_fn fill, size_t *left, titian_error *err)
{
    const titian_flow *flow = task->flow;
    titian_status status = TITIAN_OK;

    if (read_series(task, j, unit, s) < flow->n_years)
        fill_parts(flow, s, j, unit, fill);
    for (size_t year = 0; year < flow->n_years && status == TITIAN_OK; year++) {
        if (!titian_impute_takes(task, j, year) || !titian_impute_is_gap(flow, j, year, unit))
            continue;
        if (isnan(s->x[year])) {
            (*left)++;
            continue;
        }
        status = titian_impute_put(task,
            &(titian_estimate){.indicator = j,
                .year = year,
                .unit = unit,
                .value = s->x[year],
                .age = age_of(flow, j, unit, year, s->from[year])},
            err);
    }
    return status;
}

static titian_status fill_indicator(
    const titian_impute_task *task, size_t j, series *s, fill_fn fill, titian_error *err)
{
    titian_names units = {.n = 0};
    size_t left = 0;

    for (size_t i = 0; i < task->flow->n_units; i++) {
        size_t of_unit = 0;
        const titian_status status = fill_series(task, j, i, s, fill, &of_unit, err);

        if (status != TITIAN_OK)
            return status;
        left += of_unit;
        if (of_unit > 0)
            titian_names_add(&units, titian_flow_unit(task->flow, i));
    }
    if (left == 0)
        return TITIAN_OK;
    return titian_notes_add(task->flow->notes, err,
        "%s: %zu gap%s not imputed by %s, for want of a value in the unit's other years (%s)",
        titian_flow_indicator(task->flow, j)->code, left, left == 1 ? "" : "s", task->choice->method->name,
        titian_names_text(&units));
}

static titian_status impute(
    const titian_impute_task *task, double max_gap, fill_fn fill, int compares, titian_error *err)
{
    titian_flow *flow = task->flow;
    series s = {
        .times = titian_arena_array(&flow->arena, flow->n_years, sizeof *s.times),
        .x = titian_arena_array(&flow->arena, flow->n_years, sizeof *s.x),
        .from = titian_arena_array(&flow->arena, flow->n_years, sizeof *s.from),
        .compares = compares,
    };
    titian_status status = TITIAN_OK;

    if (s.times == NULL || s.x == NULL || s.from == NULL)
        return titian_fail(err, TITIAN_E_MEMORY, "no memory for %zu years", flow->n_years);
    if (flow->n_years == 1)
        return titian_notes_add(flow->notes, err,
            "nothing is imputed by %s: it needs several index years, and there is only %d (--years)",
            task->choice->method->name, titian_flow_year(flow, 0));
    for (size_t year = 0; year < flow->n_years; year++)
        s.times[year] = (double) titian_flow_year(flow, year);
    s.line = (kernel_timeline){.times = s.times, .n = flow->n_years, .max_steps = SIZE_MAX, .max_span = max_gap};
    for (size_t j = 0; j < flow->n_indicators && status == TITIAN_OK; j++)
        if (task->wanted[j])
            status = fill_indicator(task, j, &s, fill, err);
    return status;
}

static titian_status latest(const titian_impute_task *task, titian_error *err)
{
    const double max_gap = titian_option_number(task->choice, "max_gap");

    return impute(task, max_gap > 0.0 ? max_gap : (double) INFINITY, fill_latest, 0, err);
}

static titian_status constant(const titian_impute_task *task, titian_error *err)
{
    return impute(task, (double) INFINITY, fill_constant, 0, err);
}

static titian_status linear(const titian_impute_task *task, titian_error *err)
{
    return impute(task, (double) INFINITY, fill_linear, 1, err);
}

static titian_status linear_constant(const titian_impute_task *task, titian_error *err)
{
    return impute(task, (double) INFINITY, fill_linear_constant, 1, err);
}

static const titian_param latest_params[] = {
    {.name = "max_gap",
        .kind = TITIAN_PARAM_COUNT,
        .fallback = 0.0,
        .least = 0.0,
        .most = 1000.0,
        .summary = "oldest value used, years before the gap; 0: any (COINr counts time points, not years)"},
};

const titian_impute_row titian_impute_time[TITIAN_N_IMPUTE_TIME] = {
    {.about = {.name = "latest",
         .summary = "the unit's latest earlier value among the index years",
         .formula = "x_t = x_s, s the latest index year before t with a value, t - s <= max_gap",
         .source = "COINr impute_panel(imp_type = \"latest\"), whose max_time counts time points",
         .use = "In a run over several years (--years). Nothing is taken from the future. Screening's max_age does "
                "the same from years before the run too, and marks the value carried forward, not imputed.",
         .params = latest_params,
         .n_params = TITIAN_COUNT_OF(latest_params)},
        .work = latest},
    {.about = {.name = "constant",
         .summary = "the unit's last earlier value, and its first value before that",
         .formula = "x_t = x_s, s the latest year before t with a value; before the first value, the first value",
         .source = "COINr impute_panel(imp_type = \"constant\")",
         .use = "For what hardly changes, in a run over several years. No limit on distance, and it looks ahead: do "
                "not use it where scores of past years must not move."},
        .work = constant},
    {.about = {.name = "linear",
         .summary = "on the straight line between the unit's neighbouring years",
         .formula = "x_t = x_r + (x_s - x_r) (t - r) / (s - r), r and s the nearest years around t; outside them the "
                    "nearest value",
         .source = "COINr impute_panel(imp_type = \"linear\"), which stops at a series with one value",
         .use = "For what changes steadily, in a run over several years. A series with one value is left as it is, "
                "with a note. It looks ahead."},
        .work = linear},
    {.about = {.name = "linear_constant",
         .summary = "on the straight line between the unit's neighbouring years; a single value serves all years",
         .formula = "as linear; with one value in all, that value",
         .source = "COINr impute_panel(imp_type = \"linear-constant\")",
         .use = "As linear, where a single value is better than none."},
        .work = linear_constant},
};
