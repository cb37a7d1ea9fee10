/* Bounds on weights from a CSV file.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <titian/weight_bounds.h>

#include <stddef.h>
#include <stdlib.h>

#include "input/kept.h"
#include "input/small_table.h"

struct titian_weight_bounds {
    titian_small_table table;
};

enum { CODE, LOWER, UPPER, N_FIELDS };
static const char *const header[N_FIELDS] = {"iCode", "Lower", "Upper"};

/* A share; the fallback where the field is empty. @return 1 when it is one */
static int take_share(
    titian_findings *findings, const titian_record *record, size_t field, double fallback, double *out)
{
    const titian_field *f = &record->fields[field];
    const titian_number_kind kind = titian_kept_number(record, *f, out);

    if (kind == TITIAN_NUMBER_MISSING)
        *out = fallback;
    if (kind != TITIAN_NUMBER_FAULT && *out >= 0.0 && *out <= 1.0)
        return 1;
    titian_small_csv_fault(
        findings, record, field, "is no share\nwrite a number from 0 to 1: 0.25 is a quarter of the node's weight");
    return 0;
}

static int take(void *to, const titian_record *record, titian_findings *findings)
{
    titian_weight_bound *row = to;

    if (!take_share(findings, record, LOWER, 0.0, &row->low) || !take_share(findings, record, UPPER, 1.0, &row->high))
        return 0;
    if (row->low <= row->high)
        return 1;
    titian_findings_error(
        findings, record->line, LOWER + 1, "the lower bound is above the upper one\nexchange them, or correct one");
    return 0;
}

static const titian_small_text texts[] = {{CODE, offsetof(titian_weight_bound, code)}};

static const titian_small_layout layout = {
    .header = header,
    .least = N_FIELDS,
    .n_columns = N_FIELDS,
    .n_keys = 1,
    .bad_header = "the header is not iCode,Lower,Upper\nwrite these three columns, and a row for each element",
    .empty = "the file is empty\nwrite the header iCode,Lower,Upper and a row for each element",
    .kept = "bounds of weights",
    .row_size = sizeof(titian_weight_bound),
    .line = offsetof(titian_weight_bound, line),
    .texts = texts,
    .n_texts = 1,
    .take = take,
};

titian_status titian_weight_bounds_parse(titian_weight_bounds **out, const char *name, const char *text,
    size_t length, titian_problems *problems, titian_error *err)
{
    titian_weight_bounds *bounds = calloc(1, sizeof *bounds);
    const titian_status status =
        titian_small_table_parse(bounds != NULL ? &bounds->table : NULL, &layout, name, text, length, problems, err);

    *out = status == TITIAN_OK ? bounds : NULL;
    if (status != TITIAN_OK)
        titian_weight_bounds_free(bounds);
    return status;
}

titian_status titian_weight_bounds_read(
    titian_weight_bounds **out, const char *path, titian_problems *problems, titian_error *err)
{
    return titian_weight_bounds_parse(out, path, NULL, 0, problems, err);
}

void titian_weight_bounds_free(titian_weight_bounds *bounds)
{
    if (bounds != NULL)
        titian_small_table_free(&bounds->table);
    free(bounds);
}

const char *titian_weight_bounds_file(const titian_weight_bounds *bounds)
{
    return bounds->table.file;
}

size_t titian_weight_bounds_n(const titian_weight_bounds *bounds)
{
    return bounds->table.n;
}

const titian_weight_bound *titian_weight_bounds_at(const titian_weight_bounds *bounds, size_t row)
{
    return titian_small_table_at(&bounds->table, row);
}
