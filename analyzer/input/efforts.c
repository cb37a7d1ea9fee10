/* Effort of each indicator from a CSV file.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <titian/efforts.h>

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "input/kept.h"
#include "input/small_table.h"

static const struct {
    const char *name;
    double cost;
} classes[TITIAN_N_EFFORTS] = {
    [TITIAN_EFFORT_LEGAL] = {"legal", 1.0},
    [TITIAN_EFFORT_INSTITUTIONAL] = {"institutional", 2.0},
    [TITIAN_EFFORT_INFRASTRUCTURE] = {"infrastructure", 4.0},
};

struct titian_efforts {
    titian_small_table table;
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
    const titian_number_kind kind = titian_kept_number(record, *f, &row->cost);

    if (kind == TITIAN_NUMBER_MISSING)
        row->cost = classes[row->effort].cost;
    if (kind != TITIAN_NUMBER_FAULT && row->cost > 0.0)
        return 1;
    titian_small_csv_fault(findings, record, COST,
        "is no cost of a point\nwrite a number above 0, or leave it empty for that of the class");
    return 0;
}

static int take(void *to, const titian_record *record, titian_findings *findings)
{
    titian_effort *row = to;

    return take_class(findings, record, row) && take_cost(findings, record, row);
}

static const titian_small_text texts[] = {{CODE, offsetof(titian_effort, code)}};

static const titian_small_layout layout = {
    .header = header,
    .least = N_FIELDS,
    .n_columns = N_FIELDS,
    .n_keys = 1,
    .bad_header = "the header is not iCode,Class,Cost\nwrite these three columns, and a row for each indicator",
    .empty = "the file is empty\nwrite the header iCode,Class,Cost and a row for each indicator",
    .kept = "the efforts of indicators",
    .row_size = sizeof(titian_effort),
    .line = offsetof(titian_effort, line),
    .texts = texts,
    .n_texts = 1,
    .take = take,
};

titian_status titian_efforts_parse(titian_efforts **out, const char *name, const char *text, size_t length,
    titian_problems *problems, titian_error *err)
{
    titian_efforts *efforts = calloc(1, sizeof *efforts);
    const titian_status status = titian_small_table_parse(
        efforts != NULL ? &efforts->table : NULL, &layout, name, text, length, problems, err);

    *out = status == TITIAN_OK ? efforts : NULL;
    if (status != TITIAN_OK)
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
    if (efforts != NULL)
        titian_small_table_free(&efforts->table);
    free(efforts);
}

const char *titian_efforts_file(const titian_efforts *efforts)
{
    return efforts->table.file;
}

size_t titian_efforts_n(const titian_efforts *efforts)
{
    return efforts->table.n;
}

const titian_effort *titian_efforts_at(const titian_efforts *efforts, size_t row)
{
    return titian_small_table_at(&efforts->table, row);
}

const titian_effort *titian_efforts_find(const titian_efforts *efforts, const char *code)
{
    return titian_small_table_find(&efforts->table, code);
}
