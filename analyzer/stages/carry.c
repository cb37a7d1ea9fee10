/* Carrying forward.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "stages/carry.h"

#include <math.h>

#include "core/panel_share.h"
#include "core/threads.h"
#include "kernels/present.h"
#include "stages/breaks.h"

int titian_max_age(const titian_recipe *recipe, int own)
{
    return own >= 0 ? own : recipe->carry.max_age;
}

double titian_latest(
    const titian_recipe *recipe, const titian_panel *data, size_t variable, size_t unit, int year, int max_age)
{
    if (variable == TITIAN_NONE)
        return TITIAN_MISSING;
    for (size_t t = titian_panel_n_years(data); t-- > 0;) {
        const double age = (double) year - (double) titian_panel_year(data, t);
        const double x = titian_unbroken(recipe, data, (titian_data_cell){variable, t, unit}, year);

        if (age >= 0.0 && age <= (double) max_age && !isnan(x))
            return x;
    }
    return TITIAN_MISSING;
}

/* The variables of an index panel: codes and age limits. */
typedef struct {
    const char **codes;
    int *max_ages;
    size_t n;
} variable_list;

static titian_status list_variables(variable_list *v, titian_flow *flow, titian_error *err)
{
    const titian_framework *framework = flow->recipe->framework;
    const size_t n_extras = titian_framework_n_extras(framework);
    const size_t most = flow->n_indicators + n_extras;

    *v = (variable_list){
        .codes = titian_arena_array(&flow->arena, most, sizeof *v->codes),
        .max_ages = titian_arena_array(&flow->arena, most, sizeof *v->max_ages),
    };
    if (v->codes == NULL || v->max_ages == NULL)
        return titian_fail(err, TITIAN_E_MEMORY, "no memory for %zu variables", most);
    for (; v->n < flow->n_indicators; v->n++) {
        v->codes[v->n] = titian_flow_indicator(flow, v->n)->code;
        v->max_ages[v->n] = titian_max_age(flow->recipe, titian_flow_indicator(flow, v->n)->max_age);
    }
    for (size_t k = 0; k < n_extras; k++) {
        const titian_extra *extra = titian_framework_extra(framework, k);

        if (extra->kind == TITIAN_EXTRA_GROUP)
            continue;
        v->codes[v->n] = extra->code;
        v->max_ages[v->n++] = titian_max_age(flow->recipe, extra->max_age);
    }
    return TITIAN_OK;
}

/* Names, enclosing units and labels of the units that take part. */
static titian_status copy_units(titian_panel *to, const titian_slice *slice, titian_error *err)
{
    const titian_panel *from = slice->from;
    titian_status status = TITIAN_OK;

    for (size_t i = 0; i < slice->n_units && status == TITIAN_OK; i++) {
        const titian_unit *unit = titian_panel_unit(from, slice->units[i]);
        size_t parent = unit->parent;

        if (parent != TITIAN_NONE)
            parent = titian_panel_find_unit(to, titian_panel_unit(from, parent)->code);
        status = titian_panel_set_unit(to, i, unit->name, parent, err);
        for (size_t g = 0; g < titian_panel_n_groups(from) && status == TITIAN_OK; g++)
            status = titian_panel_set_label(to, g, i, titian_panel_label(from, g, slice->units[i]), err);
    }
    return status;
}

/* Units of which some take no part: a list of their own. */
static titian_status slice_units(titian_panel **out, const titian_slice *slice, const titian_panel_axes *axes,
    titian_arena *arena, titian_error *err)
{
    const size_t n_groups = titian_panel_n_groups(slice->from);
    const char **units = titian_arena_array(arena, slice->n_units, sizeof *units);
    const char **groups = titian_arena_array(arena, n_groups, sizeof *groups);
    titian_status status = TITIAN_OK;

    if (units == NULL || groups == NULL)
        return titian_fail(err, TITIAN_E_MEMORY, "no memory for %zu units", slice->n_units);
    for (size_t i = 0; i < slice->n_units; i++)
        units[i] = titian_panel_unit(slice->from, slice->units[i])->code;
    for (size_t g = 0; g < n_groups; g++)
        groups[g] = titian_panel_group(slice->from, g);
    status = titian_panel_new(out,
        &(titian_panel_shape){
            .variables = axes->variables,
            .n_variables = axes->n_variables,
            .years = axes->years,
            .n_years = axes->n_years,
            .units = units,
            .n_units = slice->n_units,
            .groups = groups,
            .n_groups = n_groups,
        },
        err);
    return status == TITIAN_OK ? copy_units(*out, slice, err) : status;
}

/* Marked missing; values are what memory holds. */
static titian_status make_panel(titian_panel **out, const titian_slice *slice, const titian_panel_axes *axes,
    titian_arena *arena, titian_error *err)
{
    titian_status status = TITIAN_OK;

    *out = NULL;
    if (slice->n_units == titian_panel_n_units(slice->from)) /* all of them, in their order */
        status = titian_panel_like(out, slice->from, axes, err);
    else
        status = slice_units(out, slice, axes, arena, err);
    if (status != TITIAN_OK) {
        titian_panel_free(*out);
        *out = NULL;
    }
    return status;
}

static void leave_missing(titian_panel *panel, size_t variable, size_t year)
{
    double *x = titian_panel_column_mut(panel, variable, year);

    for (size_t i = 0; i < titian_panel_n_units(panel); i++)
        x[i] = TITIAN_MISSING;
}

titian_status titian_slice_panel(titian_panel **out, const titian_slice *slice, const char *const *variables,
    size_t n_variables, titian_arena *arena, titian_error *err)
{
    const titian_panel_axes axes = {variables, n_variables, slice->years, slice->n_years};
    const titian_status status = make_panel(out, slice, &axes, arena, err);

    for (size_t k = 0; status == TITIAN_OK && k < n_variables; k++)
        for (size_t t = 0; t < slice->n_years; t++)
            leave_missing(*out, k, t);
    return status;
}

/* Fill what is still empty in one column of an index year from one year of the data. */
typedef struct {
    const titian_slice *slice;
    size_t from;            /* variable in the data */
    const double *unbroken; /* its values [year][unit] where breaks change them; NULL: those of the data */
    titian_panel *panel;
    size_t to, year; /* variable and year in the index panel */
} column;

/* What a value of the data is in an index panel, unless it is carried. */
static titian_mark mark_of(double value, titian_mark mark)
{
    if (isnan(value))
        return TITIAN_MARK_MISSING;
    return mark == TITIAN_MARK_ESTIMATED ? TITIAN_MARK_ESTIMATED : TITIAN_MARK_OBSERVED;
}

/* Gaps alone are filled; a first filling leaves none unsaid. */
static void fill_from(const column *c, size_t data_year, int age, int first)
{
    const double *from = c->unbroken != NULL ? c->unbroken + data_year * titian_panel_n_units(c->slice->from)
                                             : titian_panel_column(c->slice->from, c->from, data_year);
    const titian_mark *from_marks = titian_panel_marks(c->slice->from, c->from, data_year);
    double *x = titian_panel_column_mut(c->panel, c->to, c->year);
    titian_mark *marks = titian_panel_marks_mut(c->panel, c->to, c->year);
    uint8_t *ages = titian_panel_ages_mut(c->panel, c->to, c->year);

    for (size_t i = 0; i < c->slice->n_units; i++) {
        const size_t unit = c->slice->units[i];
        const double value = from[unit];

        if (!first && !isnan(x[i]))
            continue;
        x[i] = value;
        marks[i] = mark_of(value, from_marks[unit]);
        if (age == 0 || isnan(value))
            continue;
        ages[i] = (uint8_t) (age < 255 ? age : 255);
        marks[i] = TITIAN_MARK_CARRIED;
    }
}

static void fill_column(const column *c, int max_age)
{
    const int year = titian_panel_year(c->panel, c->year);
    int first = 1;

    for (size_t t = titian_panel_n_years(c->slice->from); c->from != TITIAN_NONE && t-- > 0;) {
        const long age = (long) year - (long) titian_panel_year(c->slice->from, t);

        if (age < 0 || age > (long) max_age)
            continue;
        fill_from(c, t, (int) age, first);
        first = 0;
    }
    if (first)
        leave_missing(c->panel, c->to, c->year);
}

static void note_observed(titian_flow *flow, size_t indicator)
{
    for (size_t year = 0; year < flow->n_years; year++)
        (void) kernel_mark_present(titian_panel_column(flow->panel, indicator, year), flow->n_units, 1, 0,
            titian_flow_observed(flow, indicator, year));
}

/* All index years of a variable of the flow. */
static void fill_variable(titian_flow *flow, column *c, int max_age)
{
    for (c->year = 0; c->year < flow->n_years; c->year++)
        fill_column(c, max_age);
    if (c->to < flow->n_indicators)
        note_observed(flow, c->to);
    if (c->from != TITIAN_NONE && c->slice->spent != NULL)
        titian_panel_give_back(c->slice->spent, c->from);
}

typedef struct {
    titian_flow *flow;
    column *columns;
    const int *max_ages;
} filling;

static void fill_one(void *of, size_t variable, size_t thread)
{
    const filling *f = of;

    (void) thread;
    fill_variable(f->flow, &f->columns[variable], f->max_ages[variable]);
}

/* Values that breaks change are found first; then variables are filled, each by whichever thread is free. */
static titian_status fill_variables(
    titian_flow *flow, const titian_slice *slice, const variable_list *v, titian_error *err)
{
    const int last = slice->years[slice->n_years - 1];
    const titian_arena_mark here = titian_arena_here(&flow->arena);
    column *columns = titian_arena_array(&flow->arena, v->n, sizeof *columns);
    titian_status status = TITIAN_OK;

    if (columns == NULL)
        return titian_fail(err, TITIAN_E_MEMORY, "no memory for %zu variables", v->n);
    for (size_t k = 0; k < v->n && status == TITIAN_OK; k++) {
        column *c = &columns[k];

        *c = (column){.slice = slice, .panel = flow->panel, .to = k};
        c->from = titian_panel_find_variable(slice->from, v->codes[k]);
        if (c->from != TITIAN_NONE)
            status =
                titian_unbroken_values(&c->unbroken, flow->recipe, slice->from, c->from, last, &flow->arena, err);
    }
    if (status != TITIAN_OK)
        return status;
    titian_share(v->n, titian_threads_for(flow->n_units), fill_one, &(filling){flow, columns, v->max_ages});
    titian_arena_rewind(&flow->arena, here);
    return TITIAN_OK;
}

titian_status titian_carry(titian_flow *flow, const titian_slice *slice, titian_error *err)
{
    variable_list v;
    titian_status status = list_variables(&v, flow, err);
    const titian_panel_axes axes = {v.codes, v.n, slice->years, slice->n_years};

    if (status == TITIAN_OK) /* while the data are there: what breaks do is counted in them */
        status = titian_breaks_note(flow->recipe, slice->from, slice->years[slice->n_years - 1], flow->notes, err);
    if (status == TITIAN_OK)
        status = make_panel(&flow->panel, slice, &axes, &flow->arena, err);
    return status == TITIAN_OK ? fill_variables(flow, slice, &v, err) : status;
}
