/* Lines of deprivation from a CSV file.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <titian/lines.h>

#include <stdlib.h>
#include <string.h>

#include <titian/panel.h>

#include "core/arena.h"
#include "core/index.h"
#include "input/number.h"
#include "input/small_csv.h"

struct titian_lines {
    const char *file;
    titian_line *rows;
    size_t n, room;
    titian_index codes;
    titian_arena arena;
};

enum { CODE, LINE, WEIGHT, N_FIELDS };
static const char *const header[N_FIELDS] = {"iCode", "Line", "Weight"};

static titian_status no_memory(titian_error *err)
{
    return titian_fail(err, TITIAN_E_MEMORY, "no memory for lines of deprivation");
}

static titian_status take_header(
    const titian_record *record, titian_findings *findings, void *context, titian_error *err)
{
    const size_t fault = titian_small_csv_header(record, header, WEIGHT, N_FIELDS);

    (void) context;
    (void) err;
    if (fault != TITIAN_NONE)
        titian_findings_error(findings, record->line, fault + 1,
            "the header is not iCode,Line or iCode,Line,Weight\nwrite these columns, and a row for each code");
    return TITIAN_OK;
}

static int take_line(titian_findings *findings, const titian_record *record, double *out)
{
    const titian_field *f = &record->fields[LINE];

    if (titian_number_parse(f->text, f->length, out) == TITIAN_NUMBER_OK && *out > 0.0)
        return 1;
    titian_small_csv_fault(findings, record, LINE,
        "is no line\nwrite a number above 0, in the unit of the values: units below it are deprived");
    return 0;
}

static int take_weight(titian_findings *findings, const titian_record *record, double *out)
{
    const titian_field *f = &record->fields[WEIGHT];

    *out = TITIAN_MISSING;
    if (record->n_fields <= WEIGHT)
        return 1;
    if (titian_number_parse(f->text, f->length, out) == TITIAN_NUMBER_OK && *out >= 0.0)
        return 1;
    titian_small_csv_fault(findings, record, WEIGHT,
        "is no weight\nwrite a number of 0 or more in every row, or leave the column Weight away");
    return 0;
}

static titian_status make_room(titian_lines *lines, titian_error *err)
{
    const size_t room = lines->room < 16 ? 16 : 2 * lines->room;
    titian_line *rows = NULL;

    if (lines->n < lines->room)
        return TITIAN_OK;
    rows = realloc(lines->rows, room * sizeof *rows);
    if (rows == NULL)
        return no_memory(err);
    lines->rows = rows;
    lines->room = room;
    return TITIAN_OK;
}

static titian_status take_row(
    const titian_record *record, titian_findings *findings, void *context, titian_error *err)
{
    titian_lines *lines = context;
    const titian_field *code = &record->fields[CODE];
    titian_line row = {.row = record->line};
    titian_status status = TITIAN_OK;

    if (!take_line(findings, record, &row.line) || !take_weight(findings, record, &row.weight))
        return TITIAN_OK;
    if (titian_index_find(&lines->codes, code->text, code->length) != TITIAN_NONE) {
        titian_small_csv_twice(findings, record, CODE);
        return TITIAN_OK;
    }
    status = make_room(lines, err);
    if (status != TITIAN_OK)
        return status;
    row.code = titian_arena_text_n(&lines->arena, code->text, code->length);
    if (row.code == NULL || titian_index_add(&lines->codes, row.code, code->length, lines->n) != 0)
        return no_memory(err);
    lines->rows[lines->n++] = row;
    return TITIAN_OK;
}

titian_status titian_lines_parse(titian_lines **out, const char *name, const char *text, size_t length,
    titian_problems *problems, titian_error *err)
{
    titian_lines *lines = calloc(1, sizeof *lines);
    const titian_small_csv_reader reader = {
        take_header, take_row, "the file is empty\nwrite the header iCode,Line and a row for each code", lines};
    titian_status status = TITIAN_OK;

    *out = NULL;
    if (lines != NULL)
        lines->file = titian_arena_text(&lines->arena, name);
    status = lines == NULL || lines->file == NULL
                 ? no_memory(err)
                 : titian_small_csv_parse(&reader, name, text, length, problems, err);
    if (status == TITIAN_OK) {
        *out = lines;
        lines = NULL;
    }
    titian_lines_free(lines);
    return status;
}

titian_status titian_lines_read(titian_lines **out, const char *path, titian_problems *problems, titian_error *err)
{
    return titian_lines_parse(out, path, NULL, 0, problems, err);
}

void titian_lines_free(titian_lines *lines)
{
    if (lines == NULL)
        return;
    titian_index_free(&lines->codes);
    titian_arena_free(&lines->arena);
    free(lines->rows);
    free(lines);
}

const char *titian_lines_file(const titian_lines *lines)
{
    return lines->file;
}

size_t titian_lines_n(const titian_lines *lines)
{
    return lines->n;
}

const titian_line *titian_lines_at(const titian_lines *lines, size_t k)
{
    return &lines->rows[k];
}

const titian_line *titian_lines_find(const titian_lines *lines, const char *code)
{
    const size_t k = titian_index_find(&lines->codes, code, strlen(code));

    return k == TITIAN_NONE ? NULL : &lines->rows[k];
}
