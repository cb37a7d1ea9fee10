/* Small CSV files.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "input/small_csv.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <titian/panel.h>

#include "input/file.h"
#include "input/kept.h"
#include "input/text.h"

/* A file while it is read. */
typedef struct {
    const titian_small_csv_reader *reader;
    titian_findings findings;
    size_t n_records, n_fields; /* fields of the header */
    int bad_header;
} reading;

static titian_status take_record(const titian_record *record, void *context, titian_error *err)
{
    reading *r = context;
    titian_status status = TITIAN_OK;

    if (r->n_records++ == 0) {
        const size_t before = r->findings.errors_here;

        r->n_fields = record->n_fields;
        status = r->reader->header(record, &r->findings, r->reader->context, err);
        r->bad_header = r->findings.errors_here > before;
        return status;
    }
    if (r->bad_header)
        return TITIAN_OK;
    if (record->n_fields == r->n_fields)
        return r->reader->row(record, &r->findings, r->reader->context, err);
    titian_findings_error(&r->findings, record->line, 0,
        "%zu fields, but the header has %zu\nlook for a stray or missing %s", record->n_fields, r->n_fields,
        titian_kept_separator(record));
    return TITIAN_OK;
}

static titian_status take_malformed(const titian_error *problem, void *context)
{
    reading *r = context;

    if (problem != NULL)
        titian_findings_take(&r->findings, problem);
    return TITIAN_OK;
}

static titian_status parse(reading *r, const char *name, const char *text, size_t length, titian_error *err)
{
    const titian_csv_listener listener = {.take = take_record, .malformed = take_malformed, .context = r};
    titian_error found = {.code = TITIAN_OK};
    titian_status status = TITIAN_OK;

    titian_findings_begin(&r->findings, name);
    status = titian_kept_read(name, text, length, &listener, r->findings.problems, &found);
    if (status == TITIAN_E_DATA)
        titian_findings_take(&r->findings, &found);
    else if (status == TITIAN_OK && r->n_records == 0)
        titian_findings_error(&r->findings, 1, 0, "%s", r->reader->empty);
    titian_findings_end(&r->findings);
    if (status != TITIAN_OK && status != TITIAN_E_DATA) {
        if (err != NULL)
            *err = found;
        return status;
    }
    return titian_findings_result(&r->findings, err);
}

titian_status titian_small_csv_parse(const titian_small_csv_reader *reader, const char *name, const char *text,
    size_t length, titian_problems *problems, titian_error *err)
{
    reading r = {.reader = reader, .findings = {.problems = problems}};
    char *own = NULL;
    titian_status status = text != NULL ? TITIAN_OK : titian_file_read(&own, &length, name, err);

    if (status == TITIAN_OK)
        status = parse(&r, name, text != NULL ? text : own, length, err);
    free(own);
    return status;
}

size_t titian_small_csv_header(const titian_record *record, const char *const *names, size_t least, size_t n)
{
    for (size_t k = 0; k < record->n_fields || k < least; k++)
        if (k >= n || k >= record->n_fields || strcmp(record->fields[k].text, names[k]) != 0)
            return k;
    return TITIAN_NONE;
}

void titian_small_csv_fault(
    titian_findings *findings, const titian_record *record, size_t field, const char *format, ...)
{
    char quoted[TITIAN_QUOTED], text[TITIAN_ERROR_TEXT];
    va_list args;

    va_start(args, format);
    if (vsnprintf(text, sizeof text, format, args) < 0)
        text[0] = '\0';
    va_end(args);
    if (titian_kept_is_twofold(record, record->fields[field]))
        (void) titian_kept_advice(text, record->fields[field]);
    titian_findings_error(
        findings, record->line, field + 1, "%s %s", titian_field_quote(quoted, record->fields[field]), text);
}

void titian_small_csv_twice(titian_findings *findings, const titian_record *record, size_t field)
{
    char quoted[TITIAN_QUOTED];

    titian_findings_error(findings, record->line, field + 1, "a second row for %s\nkeep one",
        titian_field_quote(quoted, record->fields[field]));
}
