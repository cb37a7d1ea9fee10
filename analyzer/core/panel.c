/* The panel: values, marks, ages and sources of every cell, and the units beside them.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <titian/panel.h>

#include <assert.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "core/arena.h"
#include "core/index.h"
#include "core/large.h"
#include "core/panel_parts.h"
#include "core/panel_roll.h"
#include "core/panel_share.h"
#include "core/threads.h"

/* The cells of all columns in one piece, or pieces taken over. Panels may share them. */
typedef struct {
    atomic_size_t holders;
    double *values;
    titian_mark *marks;
    uint8_t *ages;
    titian_place *places;
    titian_panel_parts taken;
    size_t n_columns;
} storage;

struct titian_panel {
    size_t n_variables, n_years;
    const char **variables;
    int *years;
    titian_panel_roll *roll;
    titian_panel_part *columns; /* [variable][year] */
    storage *cells;             /* those of variables from n_lent on */
    storage *lent;              /* those of the first n_lent; NULL: there are none */
    size_t n_lent;
    titian_index variable_index;
    titian_arena arena;
};

static int multiply(size_t a, size_t b, size_t *product)
{
    if (a != 0 && b > SIZE_MAX / a)
        return -1;
    *product = a * b;
    return 0;
}

/* ---- cells ---- */

/* Zeros where the pages were never written: ages above all. @return NULL when there is no memory */
static storage *storage_new(size_t n_columns, size_t n_units)
{
    storage *cells = calloc(1, sizeof *cells);
    size_t n = 0;

    if (cells == NULL)
        return NULL;
    atomic_init(&cells->holders, 1);
    cells->n_columns = n_columns;
    if (multiply(n_columns, n_units, &n) == 0)
        cells->ages = calloc(n > 0 ? n : 1, sizeof *cells->ages);
    if (cells->ages != NULL)
        return cells;
    free(cells);
    return NULL;
}

static void storage_release(storage *cells)
{
    if (cells == NULL || atomic_fetch_sub(&cells->holders, 1) > 1)
        return;
    titian_panel_parts_free(&cells->taken, cells->n_columns);
    free(cells->values);
    free(cells->marks);
    free(cells->ages);
    free(cells->places);
    free(cells);
}

/* Cells of the columns from `first` on, in one piece. */
static int take_cells(titian_panel *p, size_t first, int with_sources)
{
    storage *cells = p->cells;
    const size_t n_units = p->roll->n_units, n = cells->n_columns * n_units, room = n > 0 ? n : 1;

    cells->values = room <= SIZE_MAX / sizeof *cells->values ? malloc(room * sizeof *cells->values) : NULL;
    cells->marks = calloc(room, sizeof *cells->marks);
    cells->places = with_sources ? calloc(room, sizeof *cells->places) : NULL;
    if (!cells->values || !cells->marks || (with_sources && !cells->places))
        return -1;
    titian_large(cells->values, room * sizeof *cells->values);
    for (size_t c = 0; c < cells->n_columns; c++)
        p->columns[first + c] = (titian_panel_part){
            .values = cells->values + c * n_units,
            .marks = cells->marks + c * n_units,
            .own = with_sources ? cells->places + c * n_units : NULL,
        };
    return 0;
}

/* ---- making and freeing ---- */

static int take_axes(titian_panel *p, const titian_panel_axes *axes)
{
    const size_t n = axes->n_variables;
    size_t n_columns = 0;

    p->n_variables = n;
    p->n_years = axes->n_years;
    p->variables = titian_arena_array(&p->arena, n, sizeof *p->variables);
    p->years = titian_arena_array(&p->arena, p->n_years, sizeof *p->years);
    if (!p->variables || !p->years || multiply(n, p->n_years, &n_columns) || n_columns == SIZE_MAX)
        return -1;
    for (size_t t = 0; t < p->n_years; t++)
        p->years[t] = axes->years[t];
    for (size_t k = 0; k < n; k++) {
        p->variables[k] = titian_arena_text(&p->arena, axes->variables[k]);
        if (p->variables[k] == NULL ||
            titian_index_add_kept(&p->variable_index, p->variables[k], strlen(p->variables[k]), k) != 0)
            return -1;
    }
    return 0;
}

/* A panel with a roll and cells of which only ages are there, of the variables from n_lent on. Takes the roll over,
 * even when it fails. @param roll  NULL: there was no memory for it */
static titian_panel *new_frame(titian_panel_roll *roll, const titian_panel_axes *axes, size_t n_lent)
{
    titian_panel *p = roll != NULL ? calloc(1, sizeof *p) : NULL;

    if (p == NULL) {
        titian_panel_roll_release(roll);
        return NULL;
    }
    p->roll = roll;
    p->n_lent = n_lent;
    if (take_axes(p, axes) == 0)
        p->cells = storage_new((p->n_variables - n_lent) * p->n_years, roll->n_units);
    if (p->cells != NULL)
        return p;
    titian_panel_free(p);
    return NULL;
}

static titian_status no_memory(size_t n_variables, size_t n_years, size_t n_units, titian_error *err)
{
    return titian_fail(
        err, TITIAN_E_MEMORY, "no memory for %zu variables, %zu years and %zu units", n_variables, n_years, n_units);
}

static titian_panel_axes axes_of(const titian_panel_shape *shape)
{
    return (titian_panel_axes){shape->variables, shape->n_variables, shape->years, shape->n_years};
}

/* @return NULL when there is no memory */
static titian_panel *new_panel(
    titian_panel_roll *roll, const titian_panel_axes *axes, size_t n_lent, int with_sources)
{
    titian_panel *p = new_frame(roll, axes, n_lent);

    if (p == NULL)
        return NULL;
    p->columns = calloc(p->n_variables * p->n_years + 1, sizeof *p->columns);
    if (p->columns != NULL && take_cells(p, n_lent * p->n_years, with_sources) == 0)
        return p;
    titian_panel_free(p);
    return NULL;
}

static void leave_column(void *of, size_t column, size_t thread)
{
    const titian_panel *p = of;
    const size_t n_units = p->roll->n_units;
    double *values = p->cells->values + column * n_units;

    (void) thread;
    for (size_t i = 0; i < n_units; i++)
        values[i] = TITIAN_MISSING;
}

static void fill_missing(titian_panel *p)
{
    titian_share(p->cells->n_columns, titian_threads_for(p->roll->n_units), leave_column, p);
}

titian_status titian_panel_new(titian_panel **out, const titian_panel_shape *shape, titian_error *err)
{
    const titian_panel_axes axes = axes_of(shape);

    *out = new_panel(titian_panel_roll_new(shape), &axes, 0, shape->with_sources);
    if (*out == NULL)
        return no_memory(shape->n_variables, shape->n_years, shape->n_units, err);
    fill_missing(*out);
    return TITIAN_OK;
}

titian_status titian_panel_adopt(
    titian_panel **out, const titian_panel_shape *shape, titian_panel_parts *parts, titian_error *err)
{
    const titian_panel_axes axes = axes_of(shape);
    titian_panel *p = new_frame(titian_panel_roll_frame(shape), &axes, 0);

    *out = p;
    if (p == NULL)
        return no_memory(shape->n_variables, shape->n_years, shape->n_units, err);
    p->columns = parts->parts;
    p->roll->unit_index = parts->positions;
    p->roll->codes = parts->texts;
    p->cells->taken = *parts;
    p->cells->taken.positions = (titian_index) TITIAN_INDEX_EMPTY;
    p->cells->taken.texts = (titian_arena) TITIAN_ARENA_EMPTY;
    *parts = (titian_panel_parts){.parts = NULL};
    return TITIAN_OK;
}

static void free_part(titian_panel_part *part)
{
    free(part->value_block);
    free(part->mark_block);
    free(part->own);
    *part = (titian_panel_part){.values = NULL};
}

void titian_panel_parts_free(titian_panel_parts *parts, size_t n_parts)
{
    for (size_t k = 0; parts->parts != NULL && k < n_parts; k++)
        free_part(&parts->parts[k]);
    for (size_t k = 0; k < parts->n_places; k++)
        free(parts->places[k].line);
    free(parts->parts);
    free(parts->places);
    titian_arena_free(&parts->texts);
    titian_index_free(&parts->positions);
}

void titian_panel_free(titian_panel *panel)
{
    if (panel == NULL)
        return;
    if (panel->cells == NULL || panel->cells->taken.parts == NULL)
        free(panel->columns);
    storage_release(panel->cells);
    storage_release(panel->lent);
    titian_panel_roll_release(panel->roll);
    titian_index_free(&panel->variable_index);
    titian_arena_free(&panel->arena);
    free(panel);
}

/* ---- panels made of others ---- */

titian_status titian_panel_like(
    titian_panel **out, const titian_panel *from, const titian_panel_axes *axes, titian_error *err)
{
    *out = new_panel(titian_panel_roll_hold(from->roll), axes, 0, 0);
    return *out != NULL ? TITIAN_OK : no_memory(axes->n_variables, axes->n_years, from->roll->n_units, err);
}

titian_status titian_panel_over(titian_panel **out, const titian_panel *from, size_t n_lent,
    const char *const *variables, size_t n_variables, titian_error *err)
{
    const titian_panel_axes axes = {variables, n_variables, from->years, from->n_years};
    titian_panel *p = NULL;

    assert(from->n_lent == 0 && n_lent <= from->n_variables && n_lent <= n_variables);
    p = new_panel(titian_panel_roll_hold(from->roll), &axes, n_lent, 0);
    *out = p;
    if (p == NULL)
        return no_memory(n_variables, from->n_years, from->roll->n_units, err);
    (void) atomic_fetch_add(&from->cells->holders, 1);
    p->lent = from->cells;
    for (size_t c = 0; c < n_lent * p->n_years; c++)
        p->columns[c] = (titian_panel_part){.values = from->columns[c].values, .marks = from->columns[c].marks};
    fill_missing(p);
    return TITIAN_OK;
}

titian_status titian_panel_copy_some(
    titian_panel **out, const titian_panel *from, const size_t *which, size_t n, titian_error *err)
{
    const size_t n_units = from->roll->n_units;
    const char **variables = calloc(n + 1, sizeof *variables);
    titian_panel *copy = NULL;
    titian_status status = TITIAN_OK;

    *out = NULL;
    if (variables == NULL)
        return no_memory(n, from->n_years, n_units, err);
    for (size_t k = 0; k < n; k++)
        variables[k] = from->variables[which[k]];
    status = titian_panel_like(&copy, from, &(titian_panel_axes){variables, n, from->years, from->n_years}, err);
    free(variables);
    if (status != TITIAN_OK)
        return status;
    assert(copy != NULL);
    for (size_t k = 0; k < n; k++)
        for (size_t t = 0; t < from->n_years; t++) {
            memcpy(titian_panel_column_mut(copy, k, t), titian_panel_column(from, which[k], t),
                n_units * sizeof(double));
            memcpy(titian_panel_marks_mut(copy, k, t), titian_panel_marks(from, which[k], t), n_units);
            memcpy(titian_panel_ages_mut(copy, k, t), titian_panel_ages(from, which[k], t), n_units);
        }
    *out = copy;
    return TITIAN_OK;
}

titian_status titian_panel_copy(titian_panel **out, const titian_panel *from, titian_error *err)
{
    size_t *all = calloc(from->n_variables + 1, sizeof *all);
    titian_status status = TITIAN_OK;

    *out = NULL;
    if (all == NULL)
        return no_memory(from->n_variables, from->n_years, from->roll->n_units, err);
    for (size_t k = 0; k < from->n_variables; k++)
        all[k] = k;
    status = titian_panel_copy_some(out, from, all, from->n_variables, err);
    free(all);
    return status;
}

void titian_panel_give_back(titian_panel *panel, size_t variable)
{
    if (panel->cells->taken.parts == NULL || atomic_load(&panel->cells->holders) > 1)
        return;
    for (size_t t = 0; t < panel->n_years; t++)
        free_part(&panel->columns[variable * panel->n_years + t]);
}

/* ---- what is in it ---- */

size_t titian_panel_n_units(const titian_panel *panel)
{
    return panel->roll->n_units;
}

size_t titian_panel_n_years(const titian_panel *panel)
{
    return panel->n_years;
}

size_t titian_panel_n_variables(const titian_panel *panel)
{
    return panel->n_variables;
}

size_t titian_panel_n_groups(const titian_panel *panel)
{
    return panel->roll->n_groups;
}

const titian_unit *titian_panel_unit(const titian_panel *panel, size_t unit)
{
    assert(unit < panel->roll->n_units);
    return &panel->roll->units[unit];
}

const char *titian_panel_variable(const titian_panel *panel, size_t variable)
{
    assert(variable < panel->n_variables);
    return panel->variables[variable];
}

const char *titian_panel_group(const titian_panel *panel, size_t group)
{
    assert(group < panel->roll->n_groups);
    return panel->roll->groups[group];
}

int titian_panel_year(const titian_panel *panel, size_t year)
{
    assert(year < panel->n_years);
    return panel->years[year];
}

size_t titian_panel_find_unit(const titian_panel *panel, const char *code)
{
    return titian_index_find(&panel->roll->unit_index, code, strlen(code));
}

size_t titian_panel_find_variable(const titian_panel *panel, const char *code)
{
    return titian_index_find(&panel->variable_index, code, strlen(code));
}

size_t titian_panel_find_group(const titian_panel *panel, const char *code)
{
    return titian_index_find(&panel->roll->group_index, code, strlen(code));
}

size_t titian_panel_find_year(const titian_panel *panel, int year)
{
    size_t from = 0, to = panel->n_years;

    while (from < to) {
        const size_t middle = from + (to - from) / 2;

        if (panel->years[middle] < year)
            from = middle + 1;
        else
            to = middle;
    }
    return from < panel->n_years && panel->years[from] == year ? from : TITIAN_NONE;
}

static titian_panel_part *part_of(const titian_panel *panel, size_t variable, size_t year)
{
    assert(variable < panel->n_variables && year < panel->n_years);
    return &panel->columns[variable * panel->n_years + year];
}

const double *titian_panel_column(const titian_panel *panel, size_t variable, size_t year)
{
    return part_of(panel, variable, year)->values;
}

double *titian_panel_column_mut(titian_panel *panel, size_t variable, size_t year)
{
    return part_of(panel, variable, year)->values;
}

const titian_mark *titian_panel_marks(const titian_panel *panel, size_t variable, size_t year)
{
    return part_of(panel, variable, year)->marks;
}

titian_mark *titian_panel_marks_mut(titian_panel *panel, size_t variable, size_t year)
{
    return part_of(panel, variable, year)->marks;
}

static uint8_t *ages_of(const titian_panel *panel, size_t variable, size_t year)
{
    const storage *cells = variable < panel->n_lent ? panel->lent : panel->cells;
    const size_t row = variable < panel->n_lent ? variable : variable - panel->n_lent;

    assert(variable < panel->n_variables && year < panel->n_years);
    return cells->ages + (row * panel->n_years + year) * panel->roll->n_units;
}

const uint8_t *titian_panel_ages(const titian_panel *panel, size_t variable, size_t year)
{
    return ages_of(panel, variable, year);
}

uint8_t *titian_panel_ages_mut(titian_panel *panel, size_t variable, size_t year)
{
    return ages_of(panel, variable, year);
}

titian_source titian_panel_source(const titian_panel *panel, size_t variable, size_t year, size_t unit)
{
    const titian_panel_part *part = part_of(panel, variable, year);
    titian_place place = {0, 0};

    assert(unit < panel->roll->n_units);
    if (part->own != NULL)
        place = part->own[unit];
    else if (part->shared != NULL && part->marks[unit] != TITIAN_MARK_MISSING)
        place = (titian_place){part->shared->file, part->shared->line[unit]};
    if (place.file == 0)
        return (titian_source){.file = TITIAN_NONE, .line = 0};
    return (titian_source){.file = (size_t) place.file - 1, .line = place.line};
}

void titian_panel_set_source(titian_panel *panel, size_t variable, size_t year, size_t unit, titian_source source)
{
    const titian_panel_part *part = part_of(panel, variable, year);

    assert(unit < panel->roll->n_units);
    if (part->own == NULL)
        return;
    part->own[unit].file = source.file < UINT32_MAX ? (uint32_t) (source.file + 1) : 0;
    part->own[unit].line = source.line <= UINT32_MAX ? (uint32_t) source.line : 0;
}

const char *titian_panel_label(const titian_panel *panel, size_t group, size_t unit)
{
    const titian_panel_roll *roll = panel->roll;

    assert(group < roll->n_groups && unit < roll->n_units);
    return roll->labels[group * roll->n_units + unit];
}

titian_status titian_panel_set_label(
    titian_panel *panel, size_t group, size_t unit, const char *label, titian_error *err)
{
    assert(group < panel->roll->n_groups && unit < panel->roll->n_units);
    if (titian_panel_roll_own(&panel->roll) != 0 || titian_panel_roll_set_label(panel->roll, group, unit, label) != 0)
        return titian_fail(err, TITIAN_E_MEMORY, "no memory for the label \"%.80s\"", label);
    return TITIAN_OK;
}

titian_status titian_panel_set_unit(
    titian_panel *panel, size_t unit, const char *name, size_t parent, titian_error *err)
{
    assert(unit < panel->roll->n_units);
    if (titian_panel_roll_own(&panel->roll) != 0 || titian_panel_roll_set_unit(panel->roll, unit, name, parent) != 0)
        return titian_fail(err, TITIAN_E_MEMORY, "no memory for the name \"%.80s\"", name);
    return TITIAN_OK;
}
