/* Dated lists: the row of a year, labels of groups by it, and what is known in words.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/listed.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <titian/lists.h>
#include <titian/names.h>

#include "analysis/ask.h"
#include "analysis/assessment.h"
#include "analysis/years.h"
#include "stages/notes.h"

const char *titian_listed_label(const char *list, const char *group)
{
    const size_t n = strlen(group);

    if (strncmp(list, group, n) != 0)
        return NULL;
    return list[n] == '\0' ? "1" : list[n] == '=' ? list + n + 1 : NULL;
}

/* ---- the row of a year ---- */

static int is_of(const titian_roster *in, size_t row)
{
    const char *list = titian_records_text(in->lists, row, TITIAN_LISTS_LIST);

    return in->is_group ? titian_listed_label(list, in->name) != NULL : strcmp(list, in->name) == 0;
}

int titian_listed_any(const titian_roster *in)
{
    for (size_t r = 0; in->lists != NULL && r < titian_records_n(in->lists); r++)
        if (is_of(in, r))
            return 1;
    return 0;
}

titian_listed titian_listed_find(const titian_roster *in, const char *unit, int year)
{
    titian_listed found = {TITIAN_NONE, 0, TITIAN_MISSING};

    for (size_t r = 0; in->lists != NULL && r < titian_records_n(in->lists) && !found.now; r++) {
        const double from = titian_records_number(in->lists, r, TITIAN_LISTS_FROM);
        const double to = titian_records_number(in->lists, r, TITIAN_LISTS_TO);

        if (strcmp(titian_records_text(in->lists, r, TITIAN_LISTS_UNIT), unit) != 0 || !is_of(in, r))
            continue;
        if (from > year) {
            if (found.row == TITIAN_NONE)
                found.row = r;
        } else if (to < year) {
            if (!(to <= found.left)) /* the later end counts */
                found = (titian_listed){r, 0, to};
        } else {
            found = (titian_listed){r, 1, TITIAN_MISSING};
        }
    }
    return found;
}

/* ---- words ---- */

/* "2009 to 2017", "from 2009", "to 2017", "no dates" */
static void write_span(const titian_records *lists, size_t row, char text[48])
{
    const char *from = titian_records_text(lists, row, TITIAN_LISTS_FROM);
    const char *to = titian_records_text(lists, row, TITIAN_LISTS_TO);

    if (from[0] != '\0' && to[0] != '\0')
        (void) snprintf(text, 48, "%.10s to %.10s", from, to);
    else if (from[0] != '\0' || to[0] != '\0')
        (void) snprintf(text, 48, "%s %.10s", from[0] != '\0' ? "from" : "to", from[0] != '\0' ? from : to);
    else
        (void) snprintf(text, 48, "no dates");
}

const char *titian_listed_words(
    titian_arena *arena, const titian_roster *in, const titian_listed *found, int year, int stays)
{
    const char *source = NULL, *list = in->name;
    char span[48];

    if (found->row == TITIAN_NONE)
        return titian_arena_print(arena, "not on the list %s in %d", list, year);
    list = titian_records_text(in->lists, found->row, TITIAN_LISTS_LIST);
    source = titian_records_text(in->lists, found->row, TITIAN_LISTS_SOURCE);
    write_span(in->lists, found->row, span);
    return titian_arena_print(arena, "%s the list %s in %d: %s%s%s%s", found->now || stays ? "on" : "not on", list,
        year, span, stays ? ", years of grace count" : "", source[0] != '\0' ? ", " : "", source);
}

const char *titian_override_words(titian_arena *arena, const titian_records *overrides, size_t row)
{
    static const char *const done[TITIAN_N_OVERRIDES] = {
        [TITIAN_OVERRIDE_INCLUDE] = "included",
        [TITIAN_OVERRIDE_EXCLUDE] = "excluded",
        [TITIAN_OVERRIDE_FIX] = "amount set",
    };

    return titian_arena_print(arena, "%s by %s on %s: %s",
        done[(size_t) titian_records_number(overrides, row, TITIAN_OVERRIDES_ACTION)],
        titian_records_text(overrides, row, TITIAN_OVERRIDES_AUTHOR),
        titian_records_text(overrides, row, TITIAN_OVERRIDES_DATE),
        titian_records_text(overrides, row, TITIAN_OVERRIDES_REASON));
}

void titian_listing_add_override(titian_listing *listing, const titian_assessment *a, size_t unit)
{
    const size_t row = titian_assessment_override(a, unit);
    titian_arena room = TITIAN_ARENA_EMPTY;

    titian_listing_add_copy(
        listing, row == TITIAN_NONE ? "" : titian_override_words(&room, titian_assessment_overrides(a), row));
    titian_arena_free(&room);
}

titian_status titian_assess_overrides(titian_assessment *a, titian_error *err)
{
    const titian_records *overrides = a->overrides;

    if (overrides == NULL)
        return TITIAN_OK;
    a->override = titian_arena_array(&a->arena, a->n_units, sizeof *a->override);
    if (a->override == NULL)
        return titian_fail(err, TITIAN_E_MEMORY, "no memory for the overrides of %zu units", a->n_units);
    for (size_t i = 0; i < a->n_units; i++)
        a->override[i] = TITIAN_NONE;
    for (size_t r = 0; r < titian_records_n(overrides); r++) {
        size_t unit = 0;
        const titian_status status = titian_record_unit(a, overrides, r, TITIAN_OVERRIDES_UNIT, &unit, err);

        if (status != TITIAN_OK)
            return status;
        a->override[unit] = r;
    }
    return TITIAN_OK;
}

titian_status titian_record_unit(const titian_assessment *a, const titian_records *records, size_t row, size_t column,
    size_t *unit, titian_error *err)
{
    const char *code = titian_records_text(records, row, column);
    titian_error what;
    size_t at = 0;
    titian_status status =
        titian_ask_unit(a->data, code, "write a code of the data, or take the row out", &at, &what);

    for (*unit = 0; status == TITIAN_OK && *unit < a->n_units; ++*unit)
        if (a->data_unit[*unit] == at)
            return TITIAN_OK;
    if (status == TITIAN_OK)
        (void) titian_fail(&what, TITIAN_E_USAGE,
            "the unit %s is in the data, but the model does not assess it\n"
            "see \"units\" in model.yaml, or take the row out",
            code);
    return titian_ask_blame(
        &what, titian_records_file(records, row), titian_records_line(records, row), column + 1, err);
}

/* ---- labels ---- */

static int holds_in(const titian_records *lists, size_t row, int year)
{
    return !(titian_records_number(lists, row, TITIAN_LISTS_FROM) > year) &&
           !(titian_records_number(lists, row, TITIAN_LISTS_TO) < year);
}

/* What the lists say of a group's labels, each with the row it is from. */
typedef struct {
    const titian_records *lists;
    int year;
    titian_problems *problems; /* told of what changes; NULL: nobody */
    const char *code;          /* of the group */
    const char **labels;
    size_t *rows;
    int has_rows; /* 1: there is a list of the group */
    int is_plain; /* 1: one of its own name, on which a unit is or is not */
} relabelling;

static titian_status take_row(relabelling *r, const titian_panel *panel, size_t row, titian_error *err)
{
    const char *label = titian_listed_label(titian_records_text(r->lists, row, TITIAN_LISTS_LIST), r->code);
    const char *unit = titian_records_text(r->lists, row, TITIAN_LISTS_UNIT);
    size_t at = 0;

    if (label == NULL)
        return TITIAN_OK;
    r->has_rows = 1;
    r->is_plain = r->is_plain || titian_records_text(r->lists, row, TITIAN_LISTS_LIST)[strlen(r->code)] == '\0';
    at = holds_in(r->lists, row, r->year) ? titian_panel_find_unit(panel, unit) : TITIAN_NONE;
    if (at == TITIAN_NONE)
        return TITIAN_OK;
    if (r->labels[at] != NULL && strcmp(r->labels[at], label) != 0)
        return titian_fail_at(err, TITIAN_E_DATA, titian_records_file(r->lists, row),
            titian_records_line(r->lists, row), 1,
            "in %d %.60s is on this list of %.60s, and by %.200s:%zu on another\nlet one of the two end before the "
            "other begins",
            r->year, unit, r->code, titian_records_file(r->lists, r->rows[at]),
            titian_records_line(r->lists, r->rows[at]));
    r->labels[at] = label;
    r->rows[at] = row;
    return TITIAN_OK;
}

/* A label that the data have otherwise: where and how. */
static void tell_change(const relabelling *r, const titian_unit *unit, size_t row, const char *was, const char *is)
{
    const char *file = titian_records_file(r->lists, row != TITIAN_NONE ? row : 0);

    if (row != TITIAN_NONE)
        titian_warning_at(r->problems, file, titian_records_line(r->lists, row), TITIAN_LISTS_LIST + 1,
            "in %d the list %.60s gives %.60s (%.60s) the label \"%.60s\" of %.60s, and the data \"%.60s\"\n"
            "the list counts; if it is wrong, mend the row",
            r->year, titian_records_text(r->lists, row, TITIAN_LISTS_LIST), unit->code, unit->name, is, r->code, was);
    else
        titian_warning_at(r->problems, file, 0, 0,
            "in %d no list of %.60s has %.60s (%.60s), and the data give it the label \"%.60s\"\n"
            "the lists count: %s; if they lack it, add its row",
            r->year, r->code, unit->code, unit->name, was,
            is[0] != '\0' ? "it is taken for none of them" : "it has no label");
}

static titian_status relabel(titian_panel *panel, size_t group, relabelling *r, titian_error *err)
{
    const size_t n = titian_panel_n_units(panel);
    titian_names first_given = {.n = 0}; /* units that had no label */
    titian_status status = TITIAN_OK;

    r->code = titian_panel_group(panel, group);
    r->has_rows = r->is_plain = 0;
    for (size_t i = 0; i < n; i++)
        r->labels[i] = NULL;
    for (size_t row = 0; row < titian_records_n(r->lists) && status == TITIAN_OK; row++)
        status = take_row(r, panel, row, err);
    for (size_t i = 0; i < n && r->has_rows && status == TITIAN_OK; i++) {
        const char *label = r->labels[i] != NULL ? r->labels[i] : r->is_plain ? "0" : "";
        const char *was = titian_panel_label(panel, group, i);
        const titian_unit *unit = titian_panel_unit(panel, i);

        if (strcmp(was, label) == 0)
            continue;
        if (was[0] == '\0')
            titian_names_add(&first_given, unit->code);
        else
            tell_change(r, unit, r->labels[i] != NULL ? r->rows[i] : TITIAN_NONE, was, label);
        status = titian_panel_set_label(panel, group, i, label, err);
    }
    if (first_given.n > 0)
        titian_warning_at(r->problems, titian_records_file(r->lists, 0), 0, 0,
            "in %d lists of %.60s give %zu unit%s a label of it, where the data have none: %s", r->year, r->code,
            first_given.n, first_given.n == 1 ? "" : "s", titian_names_text(&first_given));
    return status;
}

titian_status titian_lists_label(
    titian_panel *panel, const titian_records *lists, int year, titian_problems *problems, titian_error *err)
{
    const size_t n = titian_panel_n_units(panel);
    relabelling r = {.lists = lists, .year = year, .problems = problems};
    titian_status status = TITIAN_OK;

    if (lists == NULL || n == 0)
        return TITIAN_OK;
    r.labels = calloc(n, sizeof *r.labels);
    r.rows = calloc(n, sizeof *r.rows);
    if (r.labels == NULL || r.rows == NULL) {
        status = titian_fail(err, TITIAN_E_MEMORY, "no memory for the labels of %zu units", n);
        goto out;
    }
    for (size_t g = 0; g < titian_panel_n_groups(panel) && status == TITIAN_OK; g++)
        status = relabel(panel, g, &r, err);
out:
    free(r.labels);
    free(r.rows);
    return status;
}

/* A row of a country that the data have under its code. */
static titian_status refuse_name(
    const titian_panel *panel, const titian_records *lists, size_t row, titian_error *err)
{
    const char *word = titian_records_text(lists, row, TITIAN_LISTS_UNIT);
    titian_error what;
    size_t unit = 0;

    if (titian_ask_unit(panel, word, "write its code", &unit, &what) == TITIAN_OK)
        return TITIAN_OK;
    return titian_ask_blame(
        &what, titian_records_file(lists, row), titian_records_line(lists, row), TITIAN_LISTS_UNIT + 1, err);
}

titian_status titian_lists_check(const titian_panel *panel, const titian_records *lists, titian_error *err)
{
    titian_gazetteer *names = NULL;
    titian_status status = lists != NULL ? titian_gazetteer_new(&names, NULL, NULL, err) : TITIAN_OK;
    const size_t n = lists != NULL ? titian_records_n(lists) : 0;

    for (size_t row = 0; row < n && status == TITIAN_OK; row++) {
        const char *word = titian_records_text(lists, row, TITIAN_LISTS_UNIT);

        if (titian_panel_find_unit(panel, word) == TITIAN_NONE &&
            titian_ask_listed(names, panel, word) != TITIAN_NONE)
            status = refuse_name(panel, lists, row, err);
    }
    titian_gazetteer_free(names);
    return status;
}

/* Is this the first row of its list, none of which holds in the year? */
static int is_silent(const titian_records *lists, size_t row, int year)
{
    const char *list = titian_records_text(lists, row, TITIAN_LISTS_LIST);

    for (size_t r = 0; r < titian_records_n(lists); r++)
        if (strcmp(titian_records_text(lists, r, TITIAN_LISTS_LIST), list) == 0 &&
            (r < row || holds_in(lists, r, year)))
            return 0;
    return 1;
}

size_t titian_lists_silent(const titian_records *lists, int year, size_t row)
{
    const size_t n = lists != NULL ? titian_records_n(lists) : 0;

    while (row < n && !is_silent(lists, row, year))
        row++;
    return row < n ? row : TITIAN_NONE;
}

titian_status titian_run_last_year(int *year, const titian_recipe *recipe, const titian_panel *panel,
    const titian_run_options *options, titian_error *err)
{
    const titian_run_options usual = titian_run_options_default();
    int *years = NULL;
    size_t n = 0;
    const titian_status status =
        titian_index_years(&years, &n, panel, recipe, options != NULL ? options : &usual, err);

    *year = status == TITIAN_OK ? years[n - 1] : 0;
    free(years);
    return status;
}
