/* What countries submit, from a CSV file.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <titian/submissions.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <titian/panel.h>

#include "core/arena.h"
#include "core/index.h"
#include "input/number.h"
#include "input/small_csv.h"

struct titian_submissions {
    const char *file;
    titian_submission *rows;
    size_t n, room;
    titian_index pairs; /* unit, a NUL, code */
    titian_arena arena;
};

enum { UNIT, CODE, WEIGHT, TARGET, REASON, N_FIELDS };
static const char *const header[N_FIELDS] = {"uCode", "iCode", "Weight", "Target", "NotApplicable"};

static titian_status no_memory(titian_error *err)
{
    return titian_fail(err, TITIAN_E_MEMORY, "no memory for what countries submit");
}

static titian_status take_header(
    const titian_record *record, titian_findings *findings, void *context, titian_error *err)
{
    const size_t fault = titian_small_csv_header(record, header, N_FIELDS, N_FIELDS);

    (void) context;
    (void) err;
    if (fault != TITIAN_NONE)
        titian_findings_error(findings, record->line, fault + 1,
            "the header is not uCode,iCode,Weight,Target,NotApplicable\n"
            "write these five columns, and a row for each element that a country speaks of");
    return TITIAN_OK;
}

/* A number within bounds, the lower one itself not when `above`; missing where the field is empty. */
static int take_number(titian_findings *findings, const titian_record *record, size_t field, double *out)
{
    const titian_field *f = &record->fields[field];
    const titian_number_kind kind = titian_number_parse(f->text, f->length, out);

    if (kind == TITIAN_NUMBER_MISSING) {
        *out = TITIAN_MISSING;
        return 1;
    }
    if (kind != TITIAN_NUMBER_FAULT && (field == WEIGHT ? *out >= 0.0 && *out <= 1.0 : *out > 0.0))
        return 1;
    titian_small_csv_fault(findings, record, field,
        field == WEIGHT ? "is no weight\nwrite a share of the index from 0 to 1: 0.15 is 15 %%"
                        : "is no target\nwrite a score above 0, in points");
    return 0;
}

static int says_one_thing(titian_findings *findings, const titian_record *record, const titian_submission *row)
{
    const int has_numbers = !isnan(row->weight) || !isnan(row->target);
    const int has_reason = record->fields[REASON].length > 0;

    if (has_numbers != has_reason)
        return 1;
    titian_findings_error(findings, record->line, has_numbers ? REASON + 1 : WEIGHT + 1,
        has_numbers ? "what does not apply has no weight and no target\nleave them empty, or the reason"
                    : "the row says nothing\ngive a weight, a target, or the reason why it does not apply");
    return 0;
}

static titian_status add(titian_submissions *s, const titian_submission *row, titian_error *err)
{
    if (s->n == s->room) {
        const size_t room = s->room < 16 ? 16 : 2 * s->room;
        titian_submission *rows = realloc(s->rows, room * sizeof *rows);

        if (rows == NULL)
            return no_memory(err);
        s->rows = rows;
        s->room = room;
    }
    s->rows[s->n++] = *row;
    return TITIAN_OK;
}

/* @return 1 when it is new, 0 for a second row about the same, -1 without memory */
static int remember(titian_submissions *s, const titian_field *unit, const titian_field *code)
{
    const size_t length = unit->length + 1 + code->length;
    char *pair = titian_arena_alloc(&s->arena, length + 1);

    if (pair == NULL)
        return -1;
    memcpy(pair, unit->text, unit->length);
    memcpy(pair + unit->length + 1, code->text, code->length);
    if (titian_index_find(&s->pairs, pair, length) != TITIAN_NONE)
        return 0;
    return titian_index_add(&s->pairs, pair, length, s->n) == 0 ? 1 : -1;
}

static titian_status take_row(
    const titian_record *record, titian_findings *findings, void *context, titian_error *err)
{
    titian_submissions *s = context;
    const titian_field *unit = &record->fields[UNIT], *code = &record->fields[CODE];
    titian_submission row = {.line = record->line};
    int is_new = 0;

    if (!take_number(findings, record, WEIGHT, &row.weight) || !take_number(findings, record, TARGET, &row.target) ||
        !says_one_thing(findings, record, &row))
        return TITIAN_OK;
    is_new = remember(s, unit, code);
    if (is_new == 0)
        titian_small_csv_twice(findings, record, CODE);
    if (is_new == 0)
        return TITIAN_OK;
    row.unit = titian_arena_text_n(&s->arena, unit->text, unit->length);
    row.code = titian_arena_text_n(&s->arena, code->text, code->length);
    row.reason = titian_arena_text_n(&s->arena, record->fields[REASON].text, record->fields[REASON].length);
    if (is_new < 0 || row.unit == NULL || row.code == NULL || row.reason == NULL)
        return no_memory(err);
    return add(s, &row, err);
}

titian_status titian_submissions_parse(titian_submissions **out, const char *name, const char *text, size_t length,
    titian_problems *problems, titian_error *err)
{
    titian_submissions *s = calloc(1, sizeof *s);
    const titian_small_csv_reader reader = {
        take_header, take_row, "the file is empty\nwrite the header uCode,iCode,Weight,Target,NotApplicable", s};
    titian_status status = TITIAN_OK;

    *out = NULL;
    if (s != NULL)
        s->file = titian_arena_text(&s->arena, name);
    status = s == NULL || s->file == NULL ? no_memory(err)
                                          : titian_small_csv_parse(&reader, name, text, length, problems, err);
    if (status == TITIAN_OK) {
        *out = s;
        s = NULL;
    }
    titian_submissions_free(s);
    return status;
}

titian_status titian_submissions_read(
    titian_submissions **out, const char *path, titian_problems *problems, titian_error *err)
{
    return titian_submissions_parse(out, path, NULL, 0, problems, err);
}

void titian_submissions_free(titian_submissions *submissions)
{
    if (submissions == NULL)
        return;
    titian_index_free(&submissions->pairs);
    titian_arena_free(&submissions->arena);
    free(submissions->rows);
    free(submissions);
}

const char *titian_submissions_file(const titian_submissions *submissions)
{
    return submissions->file;
}

size_t titian_submissions_n(const titian_submissions *submissions)
{
    return submissions->n;
}

const titian_submission *titian_submissions_at(const titian_submissions *submissions, size_t row)
{
    return &submissions->rows[row];
}
