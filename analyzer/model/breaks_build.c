/* The register of breaks: breaks.csv in the model's folder, where there is one.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "input/kept.h"
#include "input/number.h"
#include "input/text.h"
#include "model/build.h"
#include "model/words.h"

enum { INDICATOR, UNIT, YEAR, ACTION, FACTOR, OFFSET, OVERLAP, NOTE, SOURCE, N_COLUMNS };
static const char *const columns[N_COLUMNS] = {
    "indicator", "unit", "year", "action", "factor", "offset", "overlap", "note", "source"};

/* The register while it is read. */
typedef struct {
    const titian_build *b;
    const char *file;
    size_t n_records, n_fields;
    size_t field[N_COLUMNS]; /* position of each column; TITIAN_NONE: there is none */
    int good;                /* 0: the header is at fault, and rows are not read */
    titian_break *breaks;
    size_t n, room;
} reading;

static titian_place place_of(const reading *r, const titian_record *record, int column)
{
    return (titian_place){r->file, record->line, r->field[column] == TITIAN_NONE ? 0 : r->field[column] + 1};
}

static titian_field cell_of(const reading *r, const titian_record *record, int column)
{
    return r->field[column] == TITIAN_NONE ? (titian_field){"", 0}
                                           : titian_field_trim(record->fields[r->field[column]]);
}

static void take_header(reading *r, const titian_record *record)
{
    titian_faults *faults = r->b->faults;

    r->n_fields = record->n_fields;
    for (int column = 0; column < N_COLUMNS; column++)
        r->field[column] = TITIAN_NONE;
    for (size_t f = 0; f < record->n_fields; f++) {
        const titian_field name = titian_field_trim(record->fields[f]);
        int column = 0;

        while (column < N_COLUMNS && !titian_field_is(name, columns[column]))
            column++;
        if (column < N_COLUMNS && r->field[column] == TITIAN_NONE) {
            r->field[column] = f;
            continue;
        }
        r->good = 0;
        titian_faults_say(faults, (titian_place){r->file, record->line, f + 1},
            "%s %s\nthe columns are %s; each stands once", titian_quote_n(name.text, name.length).text,
            column < N_COLUMNS ? "stands twice in the header" : "is no column of a register of breaks",
            titian_list(columns, N_COLUMNS).text);
    }
    for (int column = INDICATOR; column <= ACTION; column++)
        if (column != UNIT && r->field[column] == TITIAN_NONE) {
            r->good = 0;
            titian_faults_say(faults, (titian_place){r->file, record->line, 0},
                "there is no column \"%s\"\nthe columns are %s", columns[column],
                titian_list(columns, N_COLUMNS).text);
        }
}

/* A number for link, the fallback where the cell is empty. @return 1 when it is one */
static int read_number(const reading *r, const titian_record *record, int column, double fallback, double *out)
{
    const titian_field cell = cell_of(r, record, column);
    char advice[TITIAN_KEPT_ADVICE];

    *out = fallback;
    if (cell.length == 0)
        return 1;
    if (titian_kept_number(record, cell, out) == TITIAN_NUMBER_OK && isfinite(*out) &&
        (column != FACTOR || *out != 0.0))
        return 1;
    if (titian_kept_is_twofold(record, cell)) {
        titian_faults_say(r->b->faults, place_of(r, record, column), "%s %s %s", columns[column],
            titian_quote_n(cell.text, cell.length).text, titian_kept_advice(advice, cell));
        return 0;
    }
    titian_faults_say(r->b->faults, place_of(r, record, column),
        "%s is %s\nwrite a number%s, or leave the cell empty for %g", columns[column],
        titian_quote_n(cell.text, cell.length).text, column == FACTOR ? " other than 0" : "", fallback);
    return 0;
}

static int read_action(const reading *r, const titian_record *record, titian_break_action *out)
{
    const titian_field cell = cell_of(r, record, ACTION);

    for (int action = 0; action < TITIAN_N_BREAK_ACTIONS; action++) {
        *out = (titian_break_action) action;
        if (titian_field_is(cell, titian_break_action_name(*out)))
            return 1;
    }
    titian_faults_say(r->b->faults, place_of(r, record, ACTION),
        "the action is %s\nwrite hold, link or drop: docs/models.md says what each does",
        titian_quote_n(cell.text, cell.length).text);
    return 0;
}

/* What only goes with link, and link goes with: a factor or an offset, or else an overlap. */
static int check_link(const reading *r, const titian_record *record, const titian_break *one)
{
    const int has_overlap = cell_of(r, record, OVERLAP).length > 0;
    const int has_numbers = cell_of(r, record, FACTOR).length > 0 || cell_of(r, record, OFFSET).length > 0;
    const titian_place place = place_of(r, record, ACTION);

    if (one->action != TITIAN_BREAK_LINK && (has_overlap || has_numbers))
        titian_faults_say(r->b->faults, place,
            "factor, offset and overlap are of link, and the action is %s\nleave them empty, or write link",
            titian_break_action_name(one->action));
    else if (one->action == TITIAN_BREAK_LINK && has_overlap == has_numbers)
        titian_faults_say(r->b->faults, place,
            has_overlap
                ? "link has both numbers and an overlap\nkeep the factor and offset, or the overlap"
                : "link has nothing to link by\nwrite a factor, an offset, or the code of a row that holds the "
                  "old series (overlap)");
    else
        return 1;
    return 0;
}

static int is_variable(const reading *r, const titian_record *record, int column)
{
    const titian_field cell = cell_of(r, record, column);
    char text[256];

    if (cell.length == 0 || cell.length >= sizeof text) {
        titian_faults_say(r->b->faults, place_of(r, record, column),
            "the code is %s\nwrite the code of an indicator, a Denominator or an Other row",
            titian_quote_n(cell.text, cell.length).text);
        return 0;
    }
    memcpy(text, cell.text, cell.length);
    text[cell.length] = '\0';
    return titian_build_code_at(r->b, place_of(r, record, column), columns[column], text,
        1u << TITIAN_ROW_INDICATOR | 1u << TITIAN_ROW_DENOMINATOR | 1u << TITIAN_ROW_OTHER);
}

/* The year, from which on values are on the new footing. @return 1 when it is one */
static int read_year(const reading *r, const titian_record *record, int *out)
{
    const titian_field cell = cell_of(r, record, YEAR);

    *out = titian_year_parse(cell.text, cell.length);
    if (*out != 0)
        return 1;
    titian_faults_say(r->b->faults, place_of(r, record, YEAR),
        "the year is %s\nwrite the first year on the new footing, such as 2021",
        titian_quote_n(cell.text, cell.length).text);
    return 0;
}

static const char *copy_of(const reading *r, const titian_record *record, int column, int *failed)
{
    const titian_field cell = cell_of(r, record, column);
    const char *copy = titian_arena_text_n(r->b->arena, cell.text, cell.length);

    *failed |= copy == NULL;
    return copy;
}

/* @return 0, -1 when there is no memory */
static int add(reading *r, const titian_record *record, titian_break *one)
{
    const titian_field unit = cell_of(r, record, UNIT);
    int failed = 0;

    if (r->n == r->room) {
        const size_t room = r->room > 0 ? 2 * r->room : 16;
        titian_break *more = realloc(r->breaks, room * sizeof *more);

        if (more == NULL)
            return -1;
        r->breaks = more;
        r->room = room;
    }
    one->line = record->line;
    one->variable = copy_of(r, record, INDICATOR, &failed);
    one->note = copy_of(r, record, NOTE, &failed);
    one->source = copy_of(r, record, SOURCE, &failed);
    if (unit.length > 0 && !titian_field_is(unit, "*"))
        one->unit = copy_of(r, record, UNIT, &failed);
    if (cell_of(r, record, OVERLAP).length > 0)
        one->overlap = copy_of(r, record, OVERLAP, &failed);
    r->breaks[r->n++] = *one;
    return failed ? -1 : 0;
}

/* Two breaks of one series in one year would be met one after the other. */
static void check_twice(const reading *r)
{
    const titian_break *last = &r->breaks[r->n - 1];

    for (size_t k = 0; k + 1 < r->n; k++) {
        const titian_break *one = &r->breaks[k];

        if (one->year != last->year || strcmp(one->variable, last->variable) != 0 ||
            (one->unit != NULL && last->unit != NULL && strcmp(one->unit, last->unit) != 0))
            continue;
        titian_faults_say(r->b->faults, (titian_place){r->file, last->line, 0},
            "a second break of %s in %d for the same units, after line %zu\nkeep one of the two", last->variable,
            last->year, one->line);
        return;
    }
}

static titian_status take_row(reading *r, const titian_record *record, titian_error *err)
{
    titian_break one = {.factor = 1.0};
    int good = is_variable(r, record, INDICATOR);

    good &= read_year(r, record, &one.year);
    good &= read_number(r, record, FACTOR, 1.0, &one.factor);
    good &= read_number(r, record, OFFSET, 0.0, &one.offset);
    if (cell_of(r, record, OVERLAP).length > 0)
        good &= is_variable(r, record, OVERLAP);
    if (read_action(r, record, &one.action))
        good &= check_link(r, record, &one);
    else
        good = 0;
    if (!good)
        return TITIAN_OK;
    if (add(r, record, &one) != 0)
        return titian_build_no_memory(err);
    check_twice(r);
    return TITIAN_OK;
}

static titian_status take_record(const titian_record *record, void *context, titian_error *err)
{
    reading *r = context;

    if (r->n_records++ == 0)
        take_header(r, record);
    else if (r->good && record->n_fields != r->n_fields)
        titian_faults_say(r->b->faults, (titian_place){r->file, record->line, 0},
            "%zu fields, but the header has %zu\nlook for a stray or missing %s", record->n_fields, r->n_fields,
            titian_kept_separator(record));
    else if (r->good)
        return take_row(r, record, err);
    return TITIAN_OK;
}

static titian_status take_malformed(const titian_error *problem, void *context)
{
    const reading *r = context;

    return problem != NULL ? titian_faults_take(r->b->faults, problem, NULL) : TITIAN_OK;
}

static int by_year(const void *a, const void *b)
{
    const titian_break *one = a, *other = b;

    if (one->year != other->year)
        return one->year < other->year ? -1 : 1;
    return one->line < other->line ? -1 : one->line > other->line;
}

static titian_status read_breaks(reading *r, const titian_model_bytes *bytes, titian_recipe *out, titian_error *err)
{
    const titian_csv_listener listener = {.take = take_record, .malformed = take_malformed, .context = r};
    titian_error found = {.code = TITIAN_OK};
    titian_break *breaks = NULL;
    titian_status status =
        titian_kept_read(bytes->name, bytes->text, bytes->n, &listener, r->b->faults->listener, &found);

    if (status != TITIAN_OK)
        return titian_faults_take(r->b->faults, &found, err);
    breaks = titian_arena_array(r->b->arena, r->n, sizeof *breaks);
    if (breaks == NULL)
        return titian_build_no_memory(err);
    if (r->n > 0) {
        memcpy(breaks, r->breaks, r->n * sizeof *breaks);
        qsort(breaks, r->n, sizeof *breaks, by_year);
    }
    out->breaks = breaks;
    out->n_breaks = r->n;
    return TITIAN_OK;
}

titian_status titian_build_breaks(const titian_build *b, titian_recipe *out, titian_error *err)
{
    reading r = {.b = b, .good = 1};
    titian_model_bytes bytes = {.name = NULL};
    titian_error found = {.code = TITIAN_OK};
    titian_status status = TITIAN_OK;

    if (!titian_shelf_has(b->shelf, "breaks.csv"))
        return TITIAN_OK;
    status = titian_shelf_read(b->shelf, "breaks.csv", b->arena, &bytes, &found);
    if (status != TITIAN_OK)
        return titian_faults_take(b->faults, &found, err);
    r.file = bytes.name;
    status = read_breaks(&r, &bytes, out, err);
    free(r.breaks);
    return status;
}
