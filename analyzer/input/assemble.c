/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "input/assemble.h"

#include <stdlib.h>
#include <string.h>

enum { FIRST_YEAR = 1000, LAST_YEAR = 2999 };
/* Beyond this the data are more likely wrong (a column of numbers taken for codes) than large. */
static const size_t most_cells = (size_t) 1 << 28;

/* A unit by its code, and its number in the order of appearance. */
typedef struct {
    const char *code;
    size_t number;
} ordered_unit;

typedef struct {
    ordered_unit *units; /* by code */
    const char **unit_codes, **series_codes;
    int years[LAST_YEAR - FIRST_YEAR + 1];
    size_t n_units, n_years;
} plan;

static int by_code(const void *a, const void *b)
{
    return strcmp(((const ordered_unit *) a)->code, ((const ordered_unit *) b)->code);
}

static int order_units(plan *p, const titian_gather *gather)
{
    size_t i;

    p->n_units = gather->roll.codes.n;
    p->units = calloc(p->n_units + 1, sizeof *p->units);
    p->unit_codes = calloc(p->n_units + 1, sizeof *p->unit_codes);
    if (p->units == NULL || p->unit_codes == NULL)
        return -1;
    for (i = 0; i < p->n_units; i++)
        p->units[i] = (ordered_unit){gather->roll.codes.text[i], i};
    qsort(p->units, p->n_units, sizeof *p->units, by_code);
    for (i = 0; i < p->n_units; i++)
        p->unit_codes[i] = p->units[i].code;
    return 0;
}

static int has_value(const titian_gather *gather, int year)
{
    size_t s;

    for (s = 0; s < gather->wanted.n_variables; s++) {
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

static void copy_column(titian_panel *panel, const plan *p, const titian_gather *gather, size_t s, size_t t)
{
    double *values = titian_panel_column_mut(panel, s, t);
    titian_mark *marks = titian_panel_marks_mut(panel, s, t);
    titian_cell cell;
    size_t i;

    for (i = 0; i < p->n_units; i++) {
        const titian_cell_key key = {s, p->years[t], p->units[i].number};

        if (!titian_cells_get(gather->cells, &key, &cell))
            continue;
        values[i] = cell.value;
        marks[i] = cell.mark;
        titian_panel_set_source(panel, s, t, i, (titian_source){cell.spot.file, cell.spot.line});
    }
}

/* The label without a year, else that of the latest year; *at tells whether there is one. */
static int find_label(titian_cell *cell, const titian_gather *gather, size_t series, size_t unit)
{
    titian_cell_key key = {series, 0, unit};
    int year;

    if (titian_cells_get(gather->cells, &key, cell))
        return 1;
    for (year = LAST_YEAR; year >= FIRST_YEAR; year--) {
        key.year = year;
        if (titian_cells_has(gather->cells, series, year) && titian_cells_get(gather->cells, &key, cell))
            return 1;
    }
    return 0;
}

static titian_status copy_unit(
    titian_panel *panel, const plan *p, const titian_gather *gather, size_t i, titian_error *err)
{
    const size_t unit = p->units[i].number;
    titian_status status = TITIAN_OK;
    titian_cell cell;
    size_t g;

    if (gather->roll.name[unit] != NULL)
        status = titian_panel_set_unit(panel, i, gather->roll.name[unit], TITIAN_NONE, err);
    for (g = 0; g < gather->wanted.n_groups && status == TITIAN_OK; g++) {
        if (find_label(&cell, gather, gather->wanted.n_variables + g, unit))
            status = titian_panel_set_label(panel, g, i, gather->labels.text[(size_t) cell.value], err);
    }
    return status;
}

titian_status titian_assemble(titian_panel **out, const titian_gather *gather, titian_error *err)
{
    titian_panel *panel = NULL;
    plan p = {.n_units = 0};
    titian_panel_shape shape = {.with_sources = 1};
    titian_status status = make_plan(&p, gather, err);
    size_t s, t, i;

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
    status = titian_panel_new(&panel, &shape, err);
    for (i = 0; i < p.n_units && status == TITIAN_OK; i++)
        status = copy_unit(panel, &p, gather, i, err);
    if (status != TITIAN_OK)
        goto out;
    for (s = 0; s < shape.n_variables; s++) {
        for (t = 0; t < p.n_years; t++) {
            if (titian_cells_has(gather->cells, s, p.years[t]))
                copy_column(panel, &p, gather, s, t);
        }
    }
    *out = panel;
    panel = NULL;
out:
    titian_panel_free(panel);
    free(p.units);
    free(p.unit_codes);
    free(p.series_codes);
    return status;
}
