/* Bounds on weights from a CSV file.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <titian/weight_bounds.h>

#include <stdlib.h>
#include <string.h>

#include <titian/panel.h>

#include "core/arena.h"
#include "core/index.h"
#include "input/number.h"
#include "input/small_csv.h"

struct titian_weight_bounds {
    const char *file;
    titian_weight_bound *rows;
    size_t n, room;
    titian_arena arena;
};

/* Bounds while they are read. */
typedef struct {
    titian_weight_bounds *bounds;
    titian_index codes;
} reading;

enum { CODE, LOWER, UPPER, N_FIELDS };
static const char *const header[N_FIELDS] = {"iCode", "Lower", "Upper"};

static titian_status no_memory(titian_error *err)
{
    return titian_fail(err, TITIAN_E_MEMORY, "no memory for bounds of weights");
}

static titian_status take_header(
    const titian_record *record, titian_findings *findings, void *context, titian_error *err)
{
    const size_t fault = titian_small_csv_header(record, header, N_FIELDS, N_FIELDS);

    (void) context;
    (void) err;
    if (fault != TITIAN_NONE)
        titian_findings_error(findings, record->line, fault + 1,
            "the header is not iCode,Lower,Upper\nwrite these three columns, and a row for each element");
    return TITIAN_OK;
}

/* A share; the fallback where the field is empty. @return 1 when it is one */
static int take_share(
    titian_findings *findings, const titian_record *record, size_t field, double fallback, double *out)
{
    const titian_field *f = &record->fields[field];
    const titian_number_kind kind = titian_number_parse(f->text, f->length, out);

    if (kind == TITIAN_NUMBER_MISSING)
        *out = fallback;
    if (kind != TITIAN_NUMBER_FAULT && *out >= 0.0 && *out <= 1.0)
        return 1;
    titian_small_csv_fault(
        findings, record, field, "is no share\nwrite a number from 0 to 1: 0.25 is a quarter of the node's weight");
    return 0;
}

static titian_status add(titian_weight_bounds *bounds, const titian_weight_bound *row, titian_error *err)
{
    if (bounds->n == bounds->room) {
        const size_t room = bounds->room < 16 ? 16 : 2 * bounds->room;
        titian_weight_bound *rows = realloc(bounds->rows, room * sizeof *rows);

        if (rows == NULL)
            return no_memory(err);
        bounds->rows = rows;
        bounds->room = room;
    }
    bounds->rows[bounds->n++] = *row;
    return TITIAN_OK;
}

static titian_status take_row(
    const titian_record *record, titian_findings *findings, void *context, titian_error *err)
{
    reading *r = context;
    const titian_field *code = &record->fields[CODE];
    titian_weight_bound row = {.line = record->line};

    if (!take_share(findings, record, LOWER, 0.0, &row.low) || !take_share(findings, record, UPPER, 1.0, &row.high))
        return TITIAN_OK;
    if (row.low > row.high) {
        titian_findings_error(findings, record->line, LOWER + 1,
            "the lower bound is above the upper one\nexchange them, or correct one");
        return TITIAN_OK;
    }
    if (titian_index_find(&r->codes, code->text, code->length) != TITIAN_NONE) {
        titian_small_csv_twice(findings, record, CODE);
        return TITIAN_OK;
    }
    row.code = titian_arena_text_n(&r->bounds->arena, code->text, code->length);
    if (row.code == NULL || titian_index_add(&r->codes, code->text, code->length, r->bounds->n) != 0)
        return no_memory(err);
    return add(r->bounds, &row, err);
}

titian_status titian_weight_bounds_parse(titian_weight_bounds **out, const char *name, const char *text,
    size_t length, titian_problems *problems, titian_error *err)
{
    reading r = {.bounds = calloc(1, sizeof *r.bounds)};
    const titian_small_csv_reader reader = {take_header, take_row,
        "the file is empty\nwrite the header iCode,Lower,Upper and a row for each element", &r};
    titian_status status = TITIAN_OK;

    *out = NULL;
    if (r.bounds != NULL)
        r.bounds->file = titian_arena_text(&r.bounds->arena, name);
    status = r.bounds == NULL || r.bounds->file == NULL
                 ? no_memory(err)
                 : titian_small_csv_parse(&reader, name, text, length, problems, err);
    if (status == TITIAN_OK) {
        *out = r.bounds;
        r.bounds = NULL;
    }
    titian_weight_bounds_free(r.bounds);
    titian_index_free(&r.codes);
    return status;
}

titian_status titian_weight_bounds_read(
    titian_weight_bounds **out, const char *path, titian_problems *problems, titian_error *err)
{
    return titian_weight_bounds_parse(out, path, NULL, 0, problems, err);
}

void titian_weight_bounds_free(titian_weight_bounds *bounds)
{
    if (bounds == NULL)
        return;
    titian_arena_free(&bounds->arena);
    free(bounds->rows);
    free(bounds);
}

const char *titian_weight_bounds_file(const titian_weight_bounds *bounds)
{
    return bounds->file;
}

size_t titian_weight_bounds_n(const titian_weight_bounds *bounds)
{
    return bounds->n;
}

const titian_weight_bound *titian_weight_bounds_at(const titian_weight_bounds *bounds, size_t row)
{
    return &bounds->rows[row];
}
