/* What countries submit, from a CSV file.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <titian/submissions.h>

#include <math.h>
#include <stddef.h>
#include <stdlib.h>

#include <titian/panel.h>

#include "input/kept.h"
#include "input/small_table.h"

struct titian_submissions {
    titian_small_table table;
};

enum { UNIT, CODE, WEIGHT, TARGET, REASON, N_FIELDS };
static const char *const header[N_FIELDS] = {"uCode", "iCode", "Weight", "Target", "NotApplicable"};

/* A number within bounds, the lower one itself not when `above`; missing where the field is empty. */
static int take_number(titian_findings *findings, const titian_record *record, size_t field, double *out)
{
    const titian_field *f = &record->fields[field];
    const titian_number_kind kind = titian_kept_number(record, *f, out);

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

static int take(void *to, const titian_record *record, titian_findings *findings)
{
    titian_submission *row = to;

    return take_number(findings, record, WEIGHT, &row->weight) &&
           take_number(findings, record, TARGET, &row->target) && says_one_thing(findings, record, row);
}

static const titian_small_text texts[] = {{UNIT, offsetof(titian_submission, unit)},
    {CODE, offsetof(titian_submission, code)}, {REASON, offsetof(titian_submission, reason)}};

static const titian_small_layout layout = {
    .header = header,
    .least = N_FIELDS,
    .n_columns = N_FIELDS,
    .n_keys = 2,
    .bad_header = "the header is not uCode,iCode,Weight,Target,NotApplicable\n"
                  "write these five columns, and a row for each element that a country speaks of",
    .empty = "the file is empty\nwrite the header uCode,iCode,Weight,Target,NotApplicable",
    .kept = "what countries submit",
    .row_size = sizeof(titian_submission),
    .line = offsetof(titian_submission, line),
    .texts = texts,
    .n_texts = 3,
    .take = take,
};

titian_status titian_submissions_parse(titian_submissions **out, const char *name, const char *text, size_t length,
    titian_problems *problems, titian_error *err)
{
    titian_submissions *submissions = calloc(1, sizeof *submissions);
    const titian_status status = titian_small_table_parse(
        submissions != NULL ? &submissions->table : NULL, &layout, name, text, length, problems, err);

    *out = status == TITIAN_OK ? submissions : NULL;
    if (status != TITIAN_OK)
        titian_submissions_free(submissions);
    return status;
}

titian_status titian_submissions_read(
    titian_submissions **out, const char *path, titian_problems *problems, titian_error *err)
{
    return titian_submissions_parse(out, path, NULL, 0, problems, err);
}

void titian_submissions_free(titian_submissions *submissions)
{
    if (submissions != NULL)
        titian_small_table_free(&submissions->table);
    free(submissions);
}

const char *titian_submissions_file(const titian_submissions *submissions)
{
    return submissions->table.file;
}

size_t titian_submissions_n(const titian_submissions *submissions)
{
    return submissions->table.n;
}

const titian_submission *titian_submissions_at(const titian_submissions *submissions, size_t row)
{
    return titian_small_table_at(&submissions->table, row);
}
