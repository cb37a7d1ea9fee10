/* The panel: values, marks, ages and sources of every cell, and the units beside them.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <titian/panel.h>

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "core/arena.h"
#include "core/index.h"
#include "core/panel_parts.h"

/* What the panel owns beside its columns: the cells of all of them in one piece, or pieces taken over. */
typedef struct {
    double *values;
    titian_mark *marks;
    uint8_t *ages;
    titian_place *places;
    titian_panel_parts taken;
} storage;

struct titian_panel {
    size_t n_variables, n_years, n_units, n_groups, n_cells;
    const char **variables, **groups;
    int *years;
    titian_unit *units;
    const char **labels;        /* [group][unit]; "" for none */
    titian_panel_part *columns; /* [variable][year] */
    storage cells;
    titian_index variable_index, unit_index, group_index, texts;
    const char **text_at; /* interned labels by position */
    size_t n_texts, room_texts;
    titian_arena arena;
};

static int multiply(size_t a, size_t b, size_t *product)
{
    if (a != 0 && b > SIZE_MAX / a)
        return -1;
    *product = a * b;
    return 0;
}

static int add_codes(titian_panel *p, titian_index *index, const char **to, const char *const *from, size_t n)
{
    for (size_t k = 0; k < n; k++) {
        to[k] = titian_arena_text(&p->arena, from[k]);
        if (to[k] == NULL || titian_index_add_kept(index, to[k], strlen(to[k]), k) != 0)
            return -1;
    }
    return 0;
}

static void add_unit(titian_panel *p, size_t i, const char *code)
{
    p->units[i] = (titian_unit){.code = code, .name = code, .parent = TITIAN_NONE};
}

static int add_units(titian_panel *p, const char *const *codes)
{
    for (size_t i = 0; i < p->n_units; i++) {
        char *code = titian_arena_text(&p->arena, codes[i]);

        if (code == NULL || titian_index_add_kept(&p->unit_index, code, strlen(code), i) != 0)
            return -1;
        add_unit(p, i, code);
    }
    return 0;
}

static int take_shape(titian_panel *p, const titian_panel_shape *shape)
{
    size_t n_labels;

    p->n_variables = shape->n_variables;
    p->n_years = shape->n_years;
    p->n_units = shape->n_units;
    p->n_groups = shape->n_groups;
    if (multiply(p->n_variables, p->n_years, &p->n_cells) || multiply(p->n_cells, p->n_units, &p->n_cells) ||
        multiply(p->n_groups, p->n_units, &n_labels))
        return -1;
    p->variables = titian_arena_array(&p->arena, p->n_variables, sizeof *p->variables);
    p->groups = titian_arena_array(&p->arena, p->n_groups, sizeof *p->groups);
    p->years = titian_arena_array(&p->arena, p->n_years, sizeof *p->years);
    p->units = titian_arena_array(&p->arena, p->n_units, sizeof *p->units);
    p->labels = titian_arena_array(&p->arena, n_labels, sizeof *p->labels);
    if (!p->variables || !p->groups || !p->years || !p->units || !p->labels)
        return -1;
    for (size_t k = 0; k < n_labels; k++)
        p->labels[k] = "";
    for (size_t t = 0; t < p->n_years; t++)
        p->years[t] = shape->years[t];
    return add_codes(p, &p->variable_index, p->variables, shape->variables, p->n_variables) ||
                   add_codes(p, &p->group_index, p->groups, shape->groups, p->n_groups)
               ? -1
               : 0;
}

/* Cells of all columns in one piece; they are zeros where the pages were never written, ages above all. */
static int take_cells(titian_panel *p, int with_sources)
{
    const size_t n = p->n_cells > 0 ? p->n_cells : 1, n_columns = p->n_variables * p->n_years;
    storage *cells = &p->cells;

    cells->values = n <= SIZE_MAX / sizeof *cells->values ? malloc(n * sizeof *cells->values) : NULL;
    cells->marks = calloc(n, sizeof *cells->marks);
    cells->places = with_sources ? calloc(n, sizeof *cells->places) : NULL;
    p->columns = calloc(n_columns + 1, sizeof *p->columns);
    if (!cells->values || !cells->marks || !p->columns || (with_sources && !cells->places))
        return -1;
    for (size_t c = 0; c < n_columns; c++)
        p->columns[c] = (titian_panel_part){
            .values = cells->values + c * p->n_units,
            .marks = cells->marks + c * p->n_units,
            .own = with_sources ? cells->places + c * p->n_units : NULL,
        };
    return 0;
}

/* A panel without units and cells, but with ages. */
static titian_panel *new_frame(const titian_panel_shape *shape)
{
    titian_panel *p = calloc(1, sizeof *p);

    if (p == NULL)
        return NULL;
    if (take_shape(p, shape) == 0)
        p->cells.ages = calloc(p->n_cells > 0 ? p->n_cells : 1, sizeof *p->cells.ages);
    if (p->cells.ages != NULL)
        return p;
    titian_panel_free(p);
    return NULL;
}

static titian_status no_memory(const titian_panel_shape *shape, titian_error *err)
{
    return titian_fail(err, TITIAN_E_MEMORY, "no memory for %zu variables, %zu years and %zu units",
        shape->n_variables, shape->n_years, shape->n_units);
}

static titian_status new_panel(titian_panel **out, const titian_panel_shape *shape, titian_error *err)
{
    titian_panel *p = new_frame(shape);

    *out = NULL;
    if (p == NULL || add_units(p, shape->units) != 0 || take_cells(p, shape->with_sources) != 0) {
        titian_panel_free(p);
        return no_memory(shape, err);
    }
    *out = p;
    return TITIAN_OK;
}

titian_status titian_panel_new(titian_panel **out, const titian_panel_shape *shape, titian_error *err)
{
    titian_status status = new_panel(out, shape, err);

    if (status != TITIAN_OK)
        return status;
    assert(*out != NULL);
    for (size_t k = 0; k < (*out)->n_cells; k++)
        (*out)->cells.values[k] = TITIAN_MISSING;
    return TITIAN_OK;
}

titian_status titian_panel_adopt(
    titian_panel **out, const titian_panel_shape *shape, titian_panel_parts *parts, titian_error *err)
{
    titian_panel *p = new_frame(shape);

    *out = p;
    if (p == NULL)
        return no_memory(shape, err);
    for (size_t i = 0; i < p->n_units; i++)
        add_unit(p, i, shape->units[i]);
    p->columns = parts->parts;
    p->unit_index = parts->positions;
    p->cells.taken = *parts;
    p->cells.taken.positions = (titian_index) TITIAN_INDEX_EMPTY;
    *parts = (titian_panel_parts){.parts = NULL};
    return TITIAN_OK;
}

void titian_panel_parts_free(titian_panel_parts *parts, size_t n_parts)
{
    for (size_t k = 0; parts->parts != NULL && k < n_parts; k++) {
        free(parts->parts[k].value_block);
        free(parts->parts[k].mark_block);
        free(parts->parts[k].own);
    }
    for (size_t k = 0; k < parts->n_places; k++)
        free(parts->places[k].line);
    free(parts->parts);
    free(parts->places);
    titian_arena_free(&parts->texts);
    titian_index_free(&parts->positions);
}

/* Codes of units as an array, for a copy. @return NULL when there is no memory */
static const char **unit_codes(const titian_panel *p)
{
    const char **codes = calloc(p->n_units > 0 ? p->n_units : 1, sizeof *codes);

    for (size_t i = 0; codes != NULL && i < p->n_units; i++)
        codes[i] = p->units[i].code;
    return codes;
}

titian_status titian_panel_copy(titian_panel **out, const titian_panel *from, titian_error *err)
{
    titian_status status = TITIAN_OK;
    titian_panel *copy = NULL;
    const char **codes = unit_codes(from);

    *out = NULL;
    if (codes == NULL)
        return titian_fail(err, TITIAN_E_MEMORY, "no memory for %zu units", from->n_units);
    const titian_panel_shape shape = {
        .variables = from->variables,
        .n_variables = from->n_variables,
        .years = from->years,
        .n_years = from->n_years,
        .units = codes,
        .n_units = from->n_units,
        .groups = from->groups,
        .n_groups = from->n_groups,
    };
    status = new_panel(&copy, &shape, err);
    if (status != TITIAN_OK)
        goto out;
    assert(copy != NULL);
    for (size_t c = 0; c < from->n_variables * from->n_years; c++) {
        memcpy(copy->columns[c].values, from->columns[c].values, from->n_units * sizeof *from->columns[c].values);
        memcpy(copy->columns[c].marks, from->columns[c].marks, from->n_units * sizeof *from->columns[c].marks);
    }
    memcpy(copy->cells.ages, from->cells.ages, from->n_cells * sizeof *from->cells.ages);
    for (size_t i = 0; i < from->n_units && status == TITIAN_OK; i++)
        status = titian_panel_set_unit(copy, i, from->units[i].name, from->units[i].parent, err);
    for (size_t g = 0; g < from->n_groups; g++)
        for (size_t i = 0; i < from->n_units && status == TITIAN_OK; i++)
            status = titian_panel_set_label(copy, g, i, titian_panel_label(from, g, i), err);
    if (status != TITIAN_OK)
        goto out;
    *out = copy;
    copy = NULL;
out:
    titian_panel_free(copy);
    free(codes);
    return status;
}

static void free_cells(titian_panel *panel)
{
    if (panel->cells.taken.parts == NULL)
        free(panel->columns);
    titian_panel_parts_free(&panel->cells.taken, panel->n_variables * panel->n_years);
    free(panel->cells.values);
    free(panel->cells.marks);
    free(panel->cells.ages);
    free(panel->cells.places);
}

void titian_panel_free(titian_panel *panel)
{
    if (panel == NULL)
        return;
    titian_index_free(&panel->variable_index);
    titian_index_free(&panel->unit_index);
    titian_index_free(&panel->group_index);
    titian_index_free(&panel->texts);
    free(panel->text_at);
    free_cells(panel);
    titian_arena_free(&panel->arena);
    free(panel);
}

size_t titian_panel_n_units(const titian_panel *panel)
{
    return panel->n_units;
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
    return panel->n_groups;
}

const titian_unit *titian_panel_unit(const titian_panel *panel, size_t unit)
{
    assert(unit < panel->n_units);
    return &panel->units[unit];
}

const char *titian_panel_variable(const titian_panel *panel, size_t variable)
{
    assert(variable < panel->n_variables);
    return panel->variables[variable];
}

const char *titian_panel_group(const titian_panel *panel, size_t group)
{
    assert(group < panel->n_groups);
    return panel->groups[group];
}

int titian_panel_year(const titian_panel *panel, size_t year)
{
    assert(year < panel->n_years);
    return panel->years[year];
}

size_t titian_panel_find_unit(const titian_panel *panel, const char *code)
{
    return titian_index_find(&panel->unit_index, code, strlen(code));
}

size_t titian_panel_find_variable(const titian_panel *panel, const char *code)
{
    return titian_index_find(&panel->variable_index, code, strlen(code));
}

size_t titian_panel_find_group(const titian_panel *panel, const char *code)
{
    return titian_index_find(&panel->group_index, code, strlen(code));
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

static size_t column_start(const titian_panel *panel, size_t variable, size_t year)
{
    assert(variable < panel->n_variables && year < panel->n_years);
    return (variable * panel->n_years + year) * panel->n_units;
}

const uint8_t *titian_panel_ages(const titian_panel *panel, size_t variable, size_t year)
{
    return panel->cells.ages + column_start(panel, variable, year);
}

uint8_t *titian_panel_ages_mut(titian_panel *panel, size_t variable, size_t year)
{
    return panel->cells.ages + column_start(panel, variable, year);
}

titian_source titian_panel_source(const titian_panel *panel, size_t variable, size_t year, size_t unit)
{
    const titian_panel_part *part = part_of(panel, variable, year);
    titian_place place = {0, 0};

    assert(unit < panel->n_units);
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

    assert(unit < panel->n_units);
    if (part->own == NULL)
        return;
    part->own[unit].file = source.file < UINT32_MAX ? (uint32_t) (source.file + 1) : 0;
    part->own[unit].line = source.line <= UINT32_MAX ? (uint32_t) source.line : 0;
}

const char *titian_panel_label(const titian_panel *panel, size_t group, size_t unit)
{
    assert(group < panel->n_groups && unit < panel->n_units);
    return panel->labels[group * panel->n_units + unit];
}

/* The one copy of a text that many cells share. @return NULL when there is no memory */
static const char *intern(titian_panel *panel, const char *text)
{
    const size_t n = strlen(text);
    const size_t at = titian_index_find(&panel->texts, text, n);
    const char *copy = NULL;

    if (at != TITIAN_NONE)
        return panel->text_at[at];
    if (panel->n_texts == panel->room_texts) {
        const size_t room = panel->room_texts > 0 ? 2 * panel->room_texts : 64;
        const char **more = realloc(panel->text_at, room * sizeof *more);

        if (more == NULL)
            return NULL;
        panel->text_at = more;
        panel->room_texts = room;
    }
    copy = titian_arena_text_n(&panel->arena, text, n);
    if (copy == NULL || titian_index_add_kept(&panel->texts, copy, n, panel->n_texts) != 0)
        return NULL;
    panel->text_at[panel->n_texts++] = copy;
    return copy;
}

titian_status titian_panel_set_label(
    titian_panel *panel, size_t group, size_t unit, const char *label, titian_error *err)
{
    const char *kept = label[0] == '\0' ? "" : intern(panel, label);

    assert(group < panel->n_groups && unit < panel->n_units);
    if (kept == NULL)
        return titian_fail(err, TITIAN_E_MEMORY, "no memory for the label \"%.80s\"", label);
    panel->labels[group * panel->n_units + unit] = kept;
    return TITIAN_OK;
}

titian_status titian_panel_set_unit(
    titian_panel *panel, size_t unit, const char *name, size_t parent, titian_error *err)
{
    titian_unit *u = NULL;
    const char *kept = NULL;

    assert(unit < panel->n_units);
    u = &panel->units[unit];
    if (strcmp(name, u->name) == 0) {
        u->parent = parent;
        return TITIAN_OK;
    }
    kept = titian_arena_text(&panel->arena, name);
    if (kept == NULL)
        return titian_fail(err, TITIAN_E_MEMORY, "no memory for the name \"%.80s\"", name);
    *u = (titian_unit){.code = u->code, .name = kept, .parent = parent};
    return TITIAN_OK;
}
