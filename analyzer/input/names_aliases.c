/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "input/names_aliases.h"

#include <stdlib.h>
#include <string.h>

#include <titian/names.h>
#include <titian/panel.h>

#include "input/file.h"
#include "input/names_fold.h"
#include "input/small_csv.h"
#include "input/text.h"

enum { NAME, CODE, N_COLUMNS };

/* A file while it is read. */
typedef struct {
    titian_aliases *aliases;
    size_t field[N_COLUMNS];
} reading;

static titian_status no_memory(titian_error *err)
{
    return titian_fail(err, TITIAN_E_MEMORY, "no memory for aliases");
}

static titian_status take_header(
    const titian_record *record, titian_findings *findings, void *context, titian_error *err)
{
    static const char *const names[N_COLUMNS] = {"name", "code"};
    reading *r = context;

    (void) err;
    for (size_t c = 0; c < N_COLUMNS; c++) {
        r->field[c] = TITIAN_NONE;
        for (size_t f = 0; f < record->n_fields && r->field[c] == TITIAN_NONE; f++) {
            if (titian_field_is(titian_field_trim(record->fields[f]), names[c]))
                r->field[c] = f;
        }
        if (r->field[c] == TITIAN_NONE)
            titian_findings_error(findings, record->line, 0,
                "there is no column %s\nwrite the header name,code, and a row for each text of the data", names[c]);
    }
    return TITIAN_OK;
}

static titian_status add(
    titian_aliases *aliases, const titian_record *record, const char *folded, titian_field code, titian_error *err)
{
    titian_alias row = {.line = record->line, .code = titian_arena_text_n(&aliases->arena, code.text, code.length)};

    if (aliases->n == aliases->room) {
        const size_t room = aliases->room < 16 ? 16 : 2 * aliases->room;
        titian_alias *more = realloc(aliases->rows, room * sizeof *more);

        if (more == NULL)
            return no_memory(err);
        aliases->rows = more;
        aliases->room = room;
    }
    if (row.code == NULL || titian_index_add(&aliases->by_name, folded, strlen(folded), aliases->n) != 0)
        return no_memory(err);
    aliases->rows[aliases->n++] = row;
    return TITIAN_OK;
}

static titian_status take_row(
    const titian_record *record, titian_findings *findings, void *context, titian_error *err)
{
    reading *r = context;
    const titian_field name = titian_field_trim(record->fields[r->field[NAME]]);
    const titian_field code = titian_field_trim(record->fields[r->field[CODE]]);
    char folded[TITIAN_FOLDED], quoted[TITIAN_QUOTED];
    size_t n = 0, before;

    if (name.length == 0 && code.length == 0)
        return TITIAN_OK;
    n = titian_names_fold(folded, name);
    if (n == 0 || code.length >= TITIAN_NAMES_CODE) {
        titian_findings_error(findings, record->line, r->field[n == 0 ? NAME : CODE] + 1,
            "%s cannot be used\nwrite the text of the data files as name, and behind it the code of its unit",
            titian_field_quote(quoted, n == 0 ? name : code));
        return TITIAN_OK;
    }
    before = titian_index_find(&r->aliases->by_name, folded, n);
    if (before == TITIAN_NONE)
        return add(r->aliases, record, folded, code, err);
    if (!titian_field_same(
            code, (titian_field){r->aliases->rows[before].code, strlen(r->aliases->rows[before].code)}))
        titian_findings_error(findings, record->line, r->field[CODE] + 1,
            "%s stands for \"%s\" in line %zu\nkeep one of the two lines", titian_field_quote(quoted, name),
            r->aliases->rows[before].code, r->aliases->rows[before].line);
    return TITIAN_OK;
}

titian_status titian_aliases_read(titian_aliases *aliases, const char *file, const char *text, size_t length,
    titian_problems *problems, titian_error *err)
{
    reading r = {.aliases = aliases};
    const titian_small_csv_reader reader = {take_header, take_row,
        "the file is empty\nwrite the header name,code, and a row for each text of the data", &r};
    char *own = NULL;
    titian_status status = text != NULL ? TITIAN_OK : titian_file_read(&own, &length, file, err);

    if (status != TITIAN_OK)
        return status;
    text = text != NULL ? text : own;
    titian_sha256(text, length, aliases->sha256);
    aliases->file = titian_arena_text(&aliases->arena, file);
    status =
        aliases->file != NULL ? titian_small_csv_parse(&reader, file, text, length, problems, err) : no_memory(err);
    free(own);
    return status;
}

void titian_aliases_free(titian_aliases *aliases)
{
    free(aliases->rows);
    titian_index_free(&aliases->by_name);
    titian_arena_free(&aliases->arena);
}

const titian_alias *titian_aliases_find(const titian_aliases *aliases, titian_field text)
{
    char folded[TITIAN_FOLDED];
    size_t n, at;

    if (aliases->n == 0)
        return NULL;
    n = titian_names_fold(folded, text);
    at = n > 0 ? titian_index_find(&aliases->by_name, folded, n) : TITIAN_NONE;
    return at != TITIAN_NONE ? &aliases->rows[at] : NULL;
}
