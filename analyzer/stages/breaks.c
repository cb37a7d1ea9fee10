/* Breaks in series. Linking is by the ratio in the year that both series cover, as index numbers are spliced.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "stages/breaks.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const struct {
    const char *name, *about;
} actions[TITIAN_N_BREAK_ACTIONS] = {
    [TITIAN_BREAK_HOLD] = {"hold", "not compared with newer ones"},
    [TITIAN_BREAK_LINK] = {"link", "put on the new footing"},
    [TITIAN_BREAK_DROP] = {"drop", "left out"},
};

const char *titian_break_action_name(titian_break_action action)
{
    return actions[action].name;
}

const char *titian_break_action_about(titian_break_action action)
{
    return actions[action].about;
}

int titian_break_meets(const titian_break *one, const char *variable, const char *unit, int year, int last_year)
{
    return year < one->year && one->year <= last_year && strcmp(one->variable, variable) == 0 &&
           (one->unit == NULL || strcmp(one->unit, unit) == 0);
}

/* A cell by codes and year; missing when there is none. */
static double value_of(const titian_panel *data, const char *variable, int year, size_t unit)
{
    const size_t v = titian_panel_find_variable(data, variable), t = titian_panel_find_year(data, year);

    return v == TITIAN_NONE || t == TITIAN_NONE ? TITIAN_MISSING : titian_panel_column(data, v, t)[unit];
}

static double link_value(const titian_break *one, const titian_panel *data, size_t unit, double x)
{
    double older;

    if (one->overlap == NULL)
        return one->factor * x + one->offset;
    older = value_of(data, one->overlap, one->year, unit);
    if (isnan(older) || older == 0.0)
        return TITIAN_MISSING;
    return x * (value_of(data, one->variable, one->year, unit) / older);
}

static double meet(const titian_break *one, const titian_panel *data, size_t unit, double x)
{
    if (one->action == TITIAN_BREAK_DROP)
        return TITIAN_MISSING;
    return one->action == TITIAN_BREAK_LINK ? link_value(one, data, unit, x) : x;
}

double titian_unbroken(const titian_recipe *recipe, const titian_panel *data, titian_data_cell cell, int last_year)
{
    const char *variable = titian_panel_variable(data, cell.variable);
    const char *unit = titian_panel_unit(data, cell.unit)->code;
    const int year = titian_panel_year(data, cell.year);
    double x = titian_panel_column(data, cell.variable, cell.year)[cell.unit];

    for (size_t k = 0; k < recipe->n_breaks && !isnan(x); k++)
        if (titian_break_meets(&recipe->breaks[k], variable, unit, year, last_year))
            x = meet(&recipe->breaks[k], data, cell.unit, x);
    return x;
}

static int has_break(const titian_recipe *recipe, const char *variable, int last_year)
{
    for (size_t k = 0; k < recipe->n_breaks; k++)
        if (recipe->breaks[k].year <= last_year && strcmp(recipe->breaks[k].variable, variable) == 0)
            return 1;
    return 0;
}

titian_status titian_unbroken_values(const double **out, const titian_recipe *recipe, const titian_panel *data,
    size_t variable, int last_year, titian_arena *arena, titian_error *err)
{
    const size_t n_years = titian_panel_n_years(data), n_units = titian_panel_n_units(data);
    double *values = NULL;

    *out = NULL;
    if (!has_break(recipe, titian_panel_variable(data, variable), last_year))
        return TITIAN_OK;
    values = titian_arena_array(arena, n_years * n_units, sizeof *values);
    if (values == NULL)
        return titian_fail(err, TITIAN_E_MEMORY, "no memory for the values of %zu units", n_units);
    for (size_t t = 0; t < n_years; t++)
        for (size_t i = 0; i < n_units; i++)
            values[t * n_units + i] = titian_unbroken(recipe, data, (titian_data_cell){variable, t, i}, last_year);
    *out = values;
    return TITIAN_OK;
}

/* What a break does to the values of the data. */
typedef struct {
    size_t n_values, n_units;            /* older values, and units that have some */
    size_t n_unlinked, n_unlinked_units; /* of these, without an overlap */
} reach;

static reach reach_of(const titian_break *one, const titian_panel *data)
{
    const size_t variable = titian_panel_find_variable(data, one->variable);
    reach r = {0};

    for (size_t i = 0; variable != TITIAN_NONE && i < titian_panel_n_units(data); i++) {
        const size_t before = r.n_values, unlinked_before = r.n_unlinked;

        for (size_t t = 0; t < titian_panel_n_years(data); t++) {
            const double x = titian_panel_column(data, variable, t)[i];

            if (isnan(x) || !titian_break_meets(one, one->variable, titian_panel_unit(data, i)->code,
                                titian_panel_year(data, t), one->year))
                continue;
            r.n_values++;
            r.n_unlinked += one->action == TITIAN_BREAK_LINK && isnan(link_value(one, data, i, x)) ? 1 : 0;
        }
        r.n_units += r.n_values > before ? 1 : 0;
        r.n_unlinked_units += r.n_unlinked > unlinked_before ? 1 : 0;
    }
    return r;
}

/* "TEL, break in 2022 of KEN (new survey; source)" */
static void name_break(const titian_break *one, char *text, size_t size)
{
    const char *between = one->note[0] != '\0' && one->source[0] != '\0' ? "; " : "";
    const int has_words = one->note[0] != '\0' || one->source[0] != '\0';

    (void) snprintf(text, size, "%.63s%s%.63s, break in %d%s%.120s%s%.120s%s", one->variable,
        one->unit != NULL ? " of " : "", one->unit != NULL ? one->unit : "", one->year, has_words ? " (" : "",
        one->note, between, one->source, has_words ? ")" : "");
}

static const char *plural(size_t n)
{
    return n == 1 ? "" : "s";
}

static titian_status note_break(
    const titian_break *one, const titian_panel *data, titian_notes *notes, titian_error *err)
{
    const reach r = reach_of(one, data);
    char name[512], rest[128] = "";

    name_break(one, name, sizeof name);
    if (one->unit != NULL && titian_panel_find_unit(data, one->unit) == TITIAN_NONE)
        return titian_notes_add(notes, err, "%s: changes nothing, since the data have no unit %s", name, one->unit);
    if (r.n_values == 0)
        return titian_notes_add(notes, err, "%s: changes nothing, since there is no older value", name);
    if (r.n_unlinked > 0)
        (void) snprintf(rest, sizeof rest, "; %zu of %zu unit%s left out, since %s is not there in %d to link by",
            r.n_unlinked, r.n_unlinked_units, plural(r.n_unlinked_units), one->overlap, one->year);
    return titian_notes_add(notes, err, "%s: %zu older value%s of %zu unit%s %s%s", name, r.n_values - r.n_unlinked,
        plural(r.n_values - r.n_unlinked), r.n_units - r.n_unlinked_units, plural(r.n_units - r.n_unlinked_units),
        titian_break_action_about(one->action), rest);
}

titian_status titian_breaks_note(
    const titian_recipe *recipe, const titian_panel *data, int last_year, titian_notes *notes, titian_error *err)
{
    titian_status status = TITIAN_OK;

    for (size_t k = 0; k < recipe->n_breaks && !notes->muted && status == TITIAN_OK; k++)
        if (recipe->breaks[k].year <= last_year)
            status = note_break(&recipe->breaks[k], data, notes, err);
    return status;
}
