/* Lines of deprivation from a CSV file.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <titian/lines.h>

#include <stddef.h>
#include <stdlib.h>

#include <titian/panel.h>

#include "input/kept.h"
#include "input/small_table.h"

struct titian_lines {
    titian_small_table table;
};

enum { CODE, LINE, WEIGHT, N_FIELDS };
static const char *const header[N_FIELDS] = {"iCode", "Line", "Weight"};

static int take_line(titian_findings *findings, const titian_record *record, double *out)
{
    const titian_field *f = &record->fields[LINE];

    if (titian_kept_number(record, *f, out) == TITIAN_NUMBER_OK && *out > 0.0)
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
    if (titian_kept_number(record, *f, out) == TITIAN_NUMBER_OK && *out >= 0.0)
        return 1;
    titian_small_csv_fault(findings, record, WEIGHT,
        "is no weight\nwrite a number of 0 or more in every row, or leave the column Weight away");
    return 0;
}

static int take(void *to, const titian_record *record, titian_findings *findings)
{
    titian_line *row = to;

    return take_line(findings, record, &row->line) && take_weight(findings, record, &row->weight);
}

static const titian_small_text texts[] = {{CODE, offsetof(titian_line, code)}};

static const titian_small_layout layout = {
    .header = header,
    .least = WEIGHT,
    .n_columns = N_FIELDS,
    .n_keys = 1,
    .bad_header = "the header is not iCode,Line or iCode,Line,Weight\nwrite these columns, and a row for each code",
    .empty = "the file is empty\nwrite the header iCode,Line and a row for each code",
    .kept = "lines of deprivation",
    .row_size = sizeof(titian_line),
    .line = offsetof(titian_line, row),
    .texts = texts,
    .n_texts = 1,
    .take = take,
};

titian_status titian_lines_parse(titian_lines **out, const char *name, const char *text, size_t length,
    titian_problems *problems, titian_error *err)
{
    titian_lines *lines = calloc(1, sizeof *lines);
    const titian_status status =
        titian_small_table_parse(lines != NULL ? &lines->table : NULL, &layout, name, text, length, problems, err);

    *out = status == TITIAN_OK ? lines : NULL;
    if (status != TITIAN_OK)
        titian_lines_free(lines);
    return status;
}

titian_status titian_lines_read(titian_lines **out, const char *path, titian_problems *problems, titian_error *err)
{
    return titian_lines_parse(out, path, NULL, 0, problems, err);
}

void titian_lines_free(titian_lines *lines)
{
    if (lines != NULL)
        titian_small_table_free(&lines->table);
    free(lines);
}

const char *titian_lines_file(const titian_lines *lines)
{
    return lines->table.file;
}

size_t titian_lines_n(const titian_lines *lines)
{
    return lines->table.n;
}

const titian_line *titian_lines_at(const titian_lines *lines, size_t k)
{
    return titian_small_table_at(&lines->table, k);
}

const titian_line *titian_lines_find(const titian_lines *lines, const char *code)
{
    return titian_small_table_find(&lines->table, code);
}
