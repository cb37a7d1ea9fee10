/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "input/assemble.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "input/parents.h"

enum { FIRST_YEAR = 1000, LAST_YEAR = 2999 };
/* Beyond this the data are more likely wrong (a column of numbers taken for codes) than large. */
static const size_t most_cells = (size_t) 1 << 28;

/* A unit by its code, and its number in the order of appearance. */
typedef struct {
    const char *code;
    uint32_t number;
} ordered_unit;

typedef struct {
    uint32_t *order; /* units by code: their numbers in the order of appearance; NULL when that is the same */
    const char **unit_codes, **series_codes;
    int years[LAST_YEAR - FIRST_YEAR + 1];
    size_t n_units, n_years;
} plan;

static int by_code(const void *a, const void *b)
{
    return strcmp(((const ordered_unit *) a)->code, ((const ordered_unit *) b)->code);
}

static int is_ordered(const titian_texts *codes)
{
    size_t i;

    for (i = 1; i < codes->n; i++) {
        if (strcmp(codes->text[i - 1], codes->text[i]) > 0)
            return 0;
    }
    return 1;
}

static int order_units(plan *p, const titian_gather *gather)
{
    const titian_texts *codes = &gather->roll.codes;
    ordered_unit *units = NULL;
    size_t i;

    p->n_units = codes->n;
    p->unit_codes = calloc(p->n_units + 1, sizeof *p->unit_codes);
    if (p->unit_codes == NULL)
        return -1;
    if (is_ordered(codes)) {
        for (i = 0; i < p->n_units; i++)
            p->unit_codes[i] = codes->text[i];
        return 0;
    }
    p->order = calloc(p->n_units + 1, sizeof *p->order);
    units = calloc(p->n_units + 1, sizeof *units);
    if (p->order != NULL && units != NULL) {
        for (i = 0; i < p->n_units; i++)
            units[i] = (ordered_unit){codes->text[i], (uint32_t) i};
        qsort(units, p->n_units, sizeof *units, by_code);
        for (i = 0; i < p->n_units; i++) {
            p->unit_codes[i] = units[i].code;
            p->order[i] = units[i].number;
        }
    }
    free(units);
    return p->order != NULL && units != NULL ? 0 : -1;
}

static size_t unit_at(const plan *p, size_t i)
{
    return p->order != NULL ? p->order[i] : i;
}

static int has_value(const titian_gather *gather, int year)
{
    size_t s;

    for (s = 0; titian_cells_has_year(gather->cells, year) && s < gather->wanted.n_variables; s++) {
        if (titian_cells_has(gather->cells, s, year))
            return 1;
    }
    return 0;
}

static titian_status make_plan(plan *p, const titian_gather *gather, titian_error *err)
{
    const titian_wanted *wanted = &gather->wanted;
    size_t s, n_series = wanted->n_variables + wanted->n_groups;
    int year;

    p->series_codes = calloc(n_series + 1, sizeof *p->series_codes);
    if (p->series_codes == NULL || order_units(p, gather) != 0)
        return titian_fail(err, TITIAN_E_MEMORY, "no memory for %zu units", gather->roll.codes.n);
    for (s = 0; s < n_series; s++)
        p->series_codes[s] = wanted->series[s].code;
    for (year = FIRST_YEAR; year <= LAST_YEAR; year++) {
        if (has_value(gather, year))
            p->years[p->n_years++] = year;
    }
    if (p->n_units > most_cells / (wanted->n_variables + 1) / (p->n_years + 1))
        return titian_fail(err, TITIAN_E_DATA,
            "%zu units, %zu years and %zu variables are more than titian handles at once\n"
            "check the unit codes and the years, or read fewer files",
            p->n_units, p->n_years, wanted->n_variables);
    return TITIAN_OK;
}

/* What units carry beside values. */
typedef struct {
    titian_label_years *labels; /* by group */
    size_t *position;           /* in the panel, by number in the order of appearance; NULL: the same */
    const size_t *parents;
} carried;

static titian_status find_carried(
    carried *c, const plan *p, const titian_gather *gather, const size_t *parents, titian_error *err)
{
    const size_t n_groups = gather->wanted.n_groups;
    int failed = 0;

    *c = (carried){.labels = calloc(n_groups + 1, sizeof *c->labels), .parents = parents};
    if (p->order != NULL && parents != NULL)
        c->position = calloc(p->n_units + 1, sizeof *c->position);
    failed = c->labels == NULL || (p->order != NULL && parents != NULL && c->position == NULL);
    for (size_t g = 0; g < n_groups && !failed; g++)
        failed = titian_label_years_find(&c->labels[g], gather, gather->wanted.n_variables + g) != 0;
    for (size_t i = 0; c->position != NULL && i < p->n_units; i++)
        c->position[p->order[i]] = i;
    return failed ? titian_fail(err, TITIAN_E_MEMORY, "no memory for the labels of %zu units", p->n_units)
                  : TITIAN_OK;
}

static void free_carried(carried *c, size_t n_groups)
{
    for (size_t g = 0; g < n_groups && c->labels != NULL; g++)
        free(c->labels[g].years);
    free(c->labels);
    free(c->position);
}

static titian_status copy_unit(
    titian_panel *panel, const plan *p, const titian_gather *gather, const carried *c, size_t i, titian_error *err)
{
    const size_t unit = unit_at(p, i);
    const char *name = gather->roll.name[unit] != NULL ? gather->roll.name[unit] : p->unit_codes[i];
    size_t parent = c->parents != NULL ? c->parents[unit] : TITIAN_NONE;
    titian_status status = TITIAN_OK;
    titian_cell cell;

    if (parent != TITIAN_NONE && c->position != NULL)
        parent = c->position[parent];
    status = titian_panel_set_unit(panel, i, name, parent, err);
    for (size_t g = 0; g < gather->wanted.n_groups && status == TITIAN_OK; g++) {
        if (titian_label_find(&cell, gather, &c->labels[g], unit))
            status = titian_panel_set_label(panel, g, i, gather->labels.text[(size_t) cell.value], err);
    }
    return status;
}

static titian_status copy_units(
    titian_panel *panel, const plan *p, const titian_gather *gather, const size_t *parents, titian_error *err)
{
    carried c;
    titian_status status = find_carried(&c, p, gather, parents, err);

    for (size_t i = 0; i < p->n_units && status == TITIAN_OK; i++)
        status = copy_unit(panel, p, gather, &c, i, err);
    free_carried(&c, gather->wanted.n_groups);
    return status;
}

/* An array by unit, which stands `skew` bytes from the beginning of its block, in the order of codes. The old block
 * becomes the spare one: both have room for any array. Inlined, so that each size is a plain load and store. */
static inline void *permute(void **block, void **spare, size_t skew, size_t size, const plan *p)
{
    const unsigned char *from = (const unsigned char *) *block + skew;
    unsigned char *to = (unsigned char *) *spare + skew;
    void *old = *block;
    size_t i;

    for (i = 0; i < p->n_units; i++)
        memcpy(to + i * size, from + p->order[i] * size, size);
    *block = *spare;
    *spare = old;
    return to;
}

/* One spare array of each kind, for all columns. */
typedef struct {
    void *values, *marks, *lines, *places;
} spares;

static int make_spares(spares *s, const plan *p)
{
    s->values = malloc(p->n_units * sizeof(double) + TITIAN_COLUMN_SKEW);
    s->marks = malloc(p->n_units * sizeof(titian_mark) + TITIAN_COLUMN_SKEW);
    s->lines = malloc((p->n_units + 1) * sizeof(uint32_t));
    s->places = malloc((p->n_units + 1) * sizeof(titian_place));
    return s->values && s->marks && s->lines && s->places ? 0 : -1;
}

static void permute_part(titian_panel_part *part, spares *s, const plan *p)
{
    const size_t value_skew = (size_t) ((unsigned char *) part->values - (unsigned char *) part->value_block);
    const size_t mark_skew = (size_t) (part->marks - (titian_mark *) part->mark_block);
    void *places = part->own;

    part->values = permute(&part->value_block, &s->values, value_skew, sizeof(double), p);
    part->marks = permute(&part->mark_block, &s->marks, mark_skew, sizeof(titian_mark), p);
    if (places != NULL)
        part->own = permute(&places, &s->places, 0, sizeof(titian_place), p);
}

/* The units of every column in the order of codes. */
static int permute_all(titian_panel_parts *parts, size_t n_parts, const plan *p)
{
    spares s = {.values = NULL};
    int status = p->order != NULL ? make_spares(&s, p) : 0;
    size_t k;

    for (k = 0; p->order != NULL && status == 0 && k < parts->n_places; k++) {
        void *lines = parts->places[k].line;

        parts->places[k].line = permute(&lines, &s.lines, 0, sizeof(uint32_t), p);
    }
    for (k = 0; p->order != NULL && status == 0 && k < n_parts; k++)
        permute_part(&parts->parts[k], &s, p);
    free(s.values);
    free(s.marks);
    free(s.lines);
    free(s.places);
    return status;
}

/* The columns are taken out of the cells, not copied. */
static int take_parts(titian_panel_parts *parts, const plan *p, const titian_gather *gather)
{
    const size_t n_variables = gather->wanted.n_variables;
    size_t s, t;

    parts->parts = calloc(n_variables * p->n_years + 1, sizeof *parts->parts);
    if (parts->parts == NULL ||
        titian_cells_take_places(gather->cells, p->n_units, &parts->places, &parts->n_places) != 0)
        return -1;
    for (s = 0; s < n_variables; s++) {
        for (t = 0; t < p->n_years; t++) {
            const titian_cell_key key = {s, p->years[t], 0};

            if (titian_cells_take_column(
                    gather->cells, &key, p->n_units, parts->places, &parts->parts[s * p->n_years + t]) != 0)
                return -1;
        }
    }
    return permute_all(parts, n_variables * p->n_years, p);
}

/* The roll has found units by their number in the order of appearance. */
static int take_codes(titian_panel_parts *parts, const plan *p, titian_gather *gather)
{
    uint32_t *position = p->order != NULL ? malloc((p->n_units + 1) * sizeof *position) : NULL;
    titian_texts *codes = &gather->roll.codes;
    size_t i;

    if (p->order != NULL && position == NULL)
        return -1;
    for (i = 0; position != NULL && i < p->n_units; i++)
        position[p->order[i]] = (uint32_t) i;
    titian_index_renumber(&codes->index, position);
    free(position);
    parts->texts = codes->arena;
    parts->positions = codes->index;
    codes->arena = (titian_arena) TITIAN_ARENA_EMPTY;
    codes->index = (titian_index) TITIAN_INDEX_EMPTY;
    return 0;
}

titian_status titian_assemble(titian_panel **out, titian_gather *gather, const size_t *parents, titian_error *err)
{
    titian_panel *panel = NULL;
    titian_panel_parts parts = {.parts = NULL};
    plan p = {.n_units = 0};
    titian_panel_shape shape = {.with_sources = 1};
    titian_status status = make_plan(&p, gather, err);

    *out = NULL;
    if (status != TITIAN_OK)
        goto out;
    shape.variables = p.series_codes;
    shape.n_variables = gather->wanted.n_variables;
    shape.groups = p.series_codes + shape.n_variables;
    shape.n_groups = gather->wanted.n_groups;
    shape.years = p.years;
    shape.n_years = p.n_years;
    shape.units = p.unit_codes;
    shape.n_units = p.n_units;
    /* labels of units stay in the cells, and are read once the panel is there; codes and their index are taken, too
     */
    if (take_parts(&parts, &p, gather) != 0 || take_codes(&parts, &p, gather) != 0)
        status = titian_fail(err, TITIAN_E_MEMORY, "no memory for %zu units", p.n_units);
    else
        status = titian_panel_adopt(&panel, &shape, &parts, err);
    if (status != TITIAN_OK)
        goto out;
    status = copy_units(panel, &p, gather, parents, err);
    if (status != TITIAN_OK)
        goto out;
    *out = panel;
    panel = NULL;
out:
    titian_panel_free(panel);
    titian_panel_parts_free(&parts, shape.n_variables * shape.n_years);
    free(p.order);
    free(p.unit_codes);
    free(p.series_codes);
    return status;
}
