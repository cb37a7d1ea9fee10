/* Effort of each indicator from a CSV file.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <titian/efforts.h>

#include <stdlib.h>
#include <string.h>

#include <titian/panel.h>

#include "core/arena.h"
#include "core/index.h"
#include "input/number.h"
#include "input/small_csv.h"

static const struct {
    const char *name;
    double cost;
} classes[TITIAN_N_EFFORTS] = {
    [TITIAN_EFFORT_LEGAL] = {"legal", 1.0},
    [TITIAN_EFFORT_INSTITUTIONAL] = {"institutional", 2.0},
    [TITIAN_EFFORT_INFRASTRUCTURE] = {"infrastructure", 4.0},
};

struct titian_efforts {
    const char *file;
    titian_effort *rows;
    size_t n, room;
    titian_index codes;
    titian_arena arena;
};

enum { CODE, CLASS, COST, N_FIELDS };
static const char *const header[N_FIELDS] = {"iCode", "Class", "Cost"};

const char *titian_effort_name(titian_effort_class effort)
{
    return classes[effort].name;
}

double titian_effort_cost(titian_effort_class effort)
{
    return classes[effort].cost;
}

static titian_status no_memory(titian_error *err)
{
    return titian_fail(err, TITIAN_E_MEMORY, "no memory for the efforts of indicators");
}

static titian_status take_header(
    const titian_record *record, titian_findings *findings, void *context, titian_error *err)
{
    const size_t fault = titian_small_csv_header(record, header, N_FIELDS, N_FIELDS);

    (void) context;
    (void) err;
    if (fault != TITIAN_NONE)
        titian_findings_error(findings, record->line, fault + 1,
            "the header is not iCode,Class,Cost\nwrite these three columns, and a row for each indicator");
    return TITIAN_OK;
}

static int take_class(titian_findings *findings, const titian_record *record, titian_effort *row)
{
    unsigned k = 0;

    while (k < TITIAN_N_EFFORTS && strcmp(classes[k].name, record->fields[CLASS].text) != 0)
        k++;
    row->effort = (titian_effort_class) k;
    if (k < TITIAN_N_EFFORTS)
        return 1;
    titian_small_csv_fault(
        findings, record, CLASS, "is no class of effort\nwrite legal, institutional or infrastructure");
    return 0;
}

static int take_cost(titian_findings *findings, const titian_record *record, titian_effort *row)
{
    const titian_field *f = &record->fields[COST];
    const titian_number_kind kind = titian_number_parse(f->text, f->length, &row->cost);

    if (kind == TITIAN_NUMBER_MISSING)
        row->cost = classes[row->effort].cost;
    if (kind != TITIAN_NUMBER_FAULT && row->cost > 0.0)
        return 1;
    titian_small_csv_fault(findings, record, COST,
        "is no cost of a point\nwrite a number above 0, or leave it empty for that of the class");
    return 0;
}

static titian_status add(titian_efforts *efforts, const titian_effort *row, titian_error *err)
{
    if (efforts->n == efforts->room) {
        const size_t room = efforts->room < 16 ? 16 : 2 * efforts->room;
        titian_effort *rows = realloc(efforts->rows, room * sizeof *rows);

        if (rows == NULL)
            return no_memory(err);
        efforts->rows = rows;
        efforts->room = room;
    }
    efforts->rows[efforts->n++] = *row;
    return TITIAN_OK;
}

static titian_status take_row(
    const titian_record *record, titian_findings *findings, void *context, titian_error *err)
{
    titian_efforts *efforts = context;
    const titian_field *code = &record->fields[CODE];
    titian_effort row = {.line = record->line};

    if (!take_class(findings, record, &row) || !take_cost(findings, record, &row))
        return TITIAN_OK;
    if (titian_index_find(&efforts->codes, code->text, code->length) != TITIAN_NONE) {
        titian_small_csv_twice(findings, record, CODE);
        return TITIAN_OK;
    }
    row.code = titian_arena_text_n(&efforts->arena, code->text, code->length);
    if (row.code == NULL || titian_index_add(&efforts->codes, row.code, code->length, efforts->n) != 0)
        return no_memory(err);
    return add(efforts, &row, err);
}

titian_status titian_efforts_parse(titian_efforts **out, const char *name, const char *text, size_t length,
    titian_problems *problems, titian_error *err)
{
    titian_efforts *efforts = calloc(1, sizeof *efforts);
    const titian_small_csv_reader reader = {take_header, take_row,
        "the file is empty\nwrite the header iCode,Class,Cost and a row for each indicator", efforts};
    titian_status status = TITIAN_OK;

    *out = NULL;
    if (efforts != NULL)
        efforts->file = titian_arena_text(&efforts->arena, name);
    status = efforts == NULL || efforts->file == NULL
                 ? no_memory(err)
                 : titian_small_csv_parse(&reader, name, text, length, problems, err);
    if (status == TITIAN_OK) {
        *out = efforts;
        efforts = NULL;
    }
    titian_efforts_free(efforts);
    return status;
}

titian_status titian_efforts_read(
    titian_efforts **out, const char *path, titian_problems *problems, titian_error *err)
{
    return titian_efforts_parse(out, path, NULL, 0, problems, err);
}

void titian_efforts_free(titian_efforts *efforts)
{
    if (efforts == NULL)
        return;
    titian_index_free(&efforts->codes);
    titian_arena_free(&efforts->arena);
    free(efforts->rows);
    free(efforts);
}

const char *titian_efforts_file(const titian_efforts *efforts)
{
    return efforts->file;
}

size_t titian_efforts_n(const titian_efforts *efforts)
{
    return efforts->n;
}

const titian_effort *titian_efforts_at(const titian_efforts *efforts, size_t row)
{
    return &efforts->rows[row];
}

const titian_effort *titian_efforts_find(const titian_efforts *efforts, const char *code)
{
    const size_t row = titian_index_find(&efforts->codes, code, strlen(code));

    return row != TITIAN_NONE ? &efforts->rows[row] : NULL;
}
