/* framework.csv as rows.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/framework_csv.h"

#include <stdlib.h>
#include <string.h>

#include "input/kept.h"
#include "model/framework_cell.h"
#include "model/framework_dotted.h"
#include "model/words.h"

/* What the reading of records needs. */
typedef struct {
    titian_rows *rows;
    titian_arena *arena;
    titian_faults *faults;
    titian_column *of_field; /* column of each field; TITIAN_N_COLUMNS for those set aside */
    size_t n_fields;         /* of the header; 0 before it was read */
    size_t room;             /* rows allocated */
} reading;

static titian_place place_of(const reading *r, size_t line, size_t field)
{
    return (titian_place){r->rows->file, line, field};
}

static titian_column find_column(const titian_field *field)
{
    for (titian_column column = 0; column < TITIAN_N_COLUMNS; column++)
        if (strcmp(field->text, titian_column_name(column)) == 0)
            return column;
    return TITIAN_N_COLUMNS;
}

static void set_aside(const reading *r, const titian_field *field, titian_place place)
{
    const char *known[TITIAN_N_COLUMNS];

    for (titian_column column = 0; column < TITIAN_N_COLUMNS; column++)
        known[column] = titian_column_name(column);
    if (field->length == 0)
        titian_faults_warn(r->faults, place, "a column without a name is set aside\nname it or remove it");
    else
        titian_faults_warn(r->faults, place, "unknown column %s is set aside\n%sknown columns: %s",
            titian_quote(field->text).text, titian_near(r->faults, field->text, known, TITIAN_N_COLUMNS).text,
            titian_list(known, TITIAN_N_COLUMNS).text);
}

/* Which columns must be there and are not? */
static int check_columns(const reading *r, size_t line)
{
    const size_t *column = r->rows->column;
    const titian_place place = place_of(r, line, 0);
    int missing = 0;

    for (titian_column k = 0; k < TITIAN_N_COLUMNS; k++)
        if (titian_column_required(k) && column[k] == 0) {
            titian_faults_say(r->faults, place,
                "there is no column %s\nadd it to the header; docs/models.md says what it holds",
                titian_column_name(k));
            missing = 1;
        }
    if (column[TITIAN_COLUMN_DIRECTION] == 0 && (column[TITIAN_COLUMN_LOW] == 0 || column[TITIAN_COLUMN_HIGH] == 0)) {
        titian_faults_say(r->faults, place,
            "there is no column Direction\nadd it (1: more is better, -1: less is "
            "better), or both Low and High");
        missing = 1;
    }
    return missing;
}

static titian_status take_header(reading *r, const titian_record *record, titian_error *err)
{
    r->of_field = titian_arena_array(r->arena, record->n_fields, sizeof *r->of_field);
    if (r->of_field == NULL)
        return titian_fail(err, TITIAN_E_MEMORY, "no memory to read %s", r->rows->file);
    r->n_fields = record->n_fields;
    for (size_t k = 0; k < record->n_fields; k++) {
        const titian_column column = find_column(&record->fields[k]);
        const titian_place place = place_of(r, record->line, k + 1);

        r->of_field[k] = column;
        if (column == TITIAN_N_COLUMNS) {
            const int dotted = titian_dotted_take(r->rows, &record->fields[k], place, r->arena, r->faults);

            if (dotted < 0)
                return titian_fail(err, TITIAN_E_MEMORY, "no memory to read %s", r->rows->file);
            if (dotted == 0)
                set_aside(r, &record->fields[k], place);
        } else if (r->rows->column[column] != 0) {
            titian_faults_say(r->faults, place, "column %s stands twice, as field %zu and %zu\nkeep one of the two",
                titian_column_name(column), r->rows->column[column], k + 1);
            r->of_field[k] = TITIAN_N_COLUMNS;
        } else {
            r->rows->column[column] = k + 1;
        }
    }
    if (check_columns(r, record->line))
        r->rows->whole = 0;
    return TITIAN_OK;
}

static int is_blank(const titian_record *record)
{
    for (size_t k = 0; k < record->n_fields; k++)
        if (record->fields[k].length > 0)
            return 0;
    return 1;
}

/* Cells that say nothing about a row of this type: a slip of the type or of the column. */
static void warn_unused(const reading *r, const titian_record *record, const titian_row *row)
{
    for (size_t k = 0; k < record->n_fields; k++) {
        const titian_column column = r->of_field[k];

        if (column == TITIAN_N_COLUMNS || titian_column_used(column, row->type) ||
            titian_field_is_empty(&record->fields[k]))
            continue;
        titian_faults_warn(r->faults, place_of(r, record->line, k + 1),
            "%s is of no use to a row of Type %s\nleave the cell empty, or mend the Type", titian_column_name(column),
            titian_row_type_word(row->type));
    }
}

static void check_given(const reading *r, titian_row *row)
{
    static const titian_column needed[] = {TITIAN_COLUMN_CODE, TITIAN_COLUMN_TYPE};

    for (size_t k = 0; k < sizeof needed / sizeof *needed; k++) {
        const int given = needed[k] == TITIAN_COLUMN_CODE ? row->code[0] != '\0' : row->type < TITIAN_N_ROW_TYPES;

        if (given || (row->faulty >> needed[k] & 1u) != 0)
            continue;
        titian_faults_say(r->faults, titian_rows_place(r->rows, row, needed[k]), "the row has no %s\nwrite one",
            titian_column_name(needed[k]));
        row->faulty |= 1u << needed[k];
    }
    if (row->name[0] == '\0')
        row->name = row->code;
}

/* Room for one more row. @return NULL when there is no memory */
static titian_row *next_row(reading *r)
{
    if (r->rows->n_rows == r->room) {
        const size_t room = r->room < 64 ? 64 : 2 * r->room;
        titian_row *more = realloc(r->rows->rows, room * sizeof *more);

        if (more == NULL)
            return NULL;
        r->rows->rows = more;
        r->room = room;
    }
    return &r->rows->rows[r->rows->n_rows];
}

static titian_status take_row(reading *r, const titian_record *record, titian_error *err)
{
    titian_row *row = next_row(r);

    if (row == NULL)
        return titian_fail(err, TITIAN_E_MEMORY, "no memory to read %s", r->rows->file);
    *row = titian_row_empty(record->line);
    for (size_t k = 0; k < record->n_fields; k++) {
        const titian_cell cell = {.faults = r->faults,
            .arena = r->arena,
            .place = place_of(r, record->line, k + 1),
            .record = record,
            .field = &record->fields[k],
            .column = r->of_field[k]};

        if (cell.column == TITIAN_N_COLUMNS || titian_field_is_empty(cell.field))
            continue;
        if (titian_cell_read(&cell, row) != 0)
            return titian_fail(err, TITIAN_E_MEMORY, "no memory to read %s", r->rows->file);
    }
    if (titian_dotted_read(r->rows, record, r->arena, r->faults, row) != 0)
        return titian_fail(err, TITIAN_E_MEMORY, "no memory to read %s", r->rows->file);
    check_given(r, row);
    if (row->type < TITIAN_N_ROW_TYPES)
        warn_unused(r, record, row);
    r->rows->n_rows++;
    return TITIAN_OK;
}

static titian_status take_record(const titian_record *record, void *context, titian_error *err)
{
    reading *r = context;

    if (is_blank(record))
        return TITIAN_OK;
    if (r->n_fields == 0)
        return take_header(r, record, err);
    if (!r->rows->whole)
        return TITIAN_OK; /* the header lacks columns: cells mean nothing */
    if (record->n_fields != r->n_fields) {
        titian_faults_say(r->faults, place_of(r, record->line, 0),
            "%zu fields, but the header has %zu\nlook for a stray or missing %s; put texts that hold one in quotes",
            record->n_fields, r->n_fields, titian_kept_separator(record));
        r->rows->whole = 0;
        return TITIAN_OK;
    }
    return take_row(r, record, err);
}

/* A record that is no CSV: said, and the reading goes on. */
static titian_status take_malformed(const titian_error *problem, void *context)
{
    reading *r = context;

    r->rows->whole = 0;
    return problem != NULL ? titian_faults_take(r->faults, problem, NULL) : TITIAN_OK;
}

/* Codes by position and by type. A code used twice is said here; the first row keeps it. */
static titian_status index_codes(titian_rows *rows, titian_faults *faults, titian_arena *arena, titian_error *err)
{
    for (int type = 0; type < TITIAN_N_ROW_TYPES; type++) {
        rows->codes[type] = titian_arena_array(arena, rows->n_rows, sizeof *rows->codes[type]);
        if (rows->codes[type] == NULL)
            return titian_fail(err, TITIAN_E_MEMORY, "no memory to read %s", rows->file);
    }
    for (size_t k = 0; k < rows->n_rows; k++) {
        titian_row *row = &rows->rows[k];
        const size_t first = titian_rows_find(rows, row->code);

        if ((row->faulty >> TITIAN_COLUMN_CODE & 1u) != 0)
            continue;
        if (first != TITIAN_NONE) {
            titian_faults_say(faults, titian_rows_place(rows, row, TITIAN_COLUMN_CODE),
                "code \"%s\" stands on line %zu already\ngive each row a code of its own", row->code,
                rows->rows[first].line);
            row->faulty |= 1u << TITIAN_COLUMN_CODE;
            continue;
        }
        if (titian_index_add(&rows->index, row->code, strlen(row->code), k) != 0)
            return titian_fail(err, TITIAN_E_MEMORY, "no memory to read %s", rows->file);
        if (row->type < TITIAN_N_ROW_TYPES)
            rows->codes[row->type][rows->n_codes[row->type]++] = row->code;
        if (row->type == TITIAN_ROW_AGGREGATE && row->level > rows->n_levels)
            rows->n_levels = row->level;
    }
    return TITIAN_OK;
}

titian_status titian_rows_read(
    titian_rows *out, const titian_model_bytes *csv, titian_arena *arena, titian_faults *faults, titian_error *err)
{
    titian_status status = TITIAN_OK;
    reading r = {.rows = out, .arena = arena, .faults = faults};
    const titian_csv_listener listener = {.take = take_record, .malformed = take_malformed, .context = &r};
    titian_error found = {.code = TITIAN_OK};

    *out = (titian_rows){.file = csv->name, .whole = 1};
    status = titian_kept_read(csv->name, csv->text, csv->n, &listener, faults->listener, &found);
    if (status != TITIAN_OK) {
        out->whole = 0;
        return titian_faults_take(faults, &found, err);
    }
    if (r.n_fields == 0) {
        titian_faults_say(faults, (titian_place){csv->name, 0, 0},
            "the file is empty\nwrite a header (iCode,iName,Type,Level,Parent,Weight,Direction) and a row for each "
            "element of the tree");
        out->whole = 0;
    }
    return index_codes(out, faults, arena, err);
}

void titian_rows_free(titian_rows *rows)
{
    titian_index_free(&rows->index);
    free(rows->rows);
    rows->rows = NULL;
    rows->n_rows = 0;
}

size_t titian_rows_find(const titian_rows *rows, const char *code)
{
    return titian_index_find(&rows->index, code, strlen(code));
}

titian_place titian_rows_place(const titian_rows *rows, const titian_row *row, titian_column column)
{
    return (titian_place){rows->file, row->line, rows->column[column]};
}
