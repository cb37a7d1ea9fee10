/* The splitter of CSV: fields lie in their record, lines grow, and a field is UTF-8 without NUL bytes.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/utf8.h"
#include "given.h"

#include <string.h>

#include "input/csv.h"
#include "input/text.h"

typedef struct {
    size_t line, n_records;
} seen;

static titian_status take(const titian_record *record, void *context, titian_error *err)
{
    seen *s = context;

    (void) err;
    HOLDS(record->line > s->line && record->n_fields > 0);
    s->line = record->line;
    s->n_records++;
    for (size_t f = 0; f < record->n_fields; f++) {
        const titian_field *field = &record->fields[f];

        HOLDS(field->text[field->length] == '\0' && memchr(field->text, '\0', field->length) == NULL);
        HOLDS(titian_utf8_prefix(field->text, field->length) == field->length);
    }
    return TITIAN_OK;
}

static titian_status malformed(const titian_error *problem, void *context)
{
    (void) context;
    HOLDS(problem == NULL || (problem->line > 0 && problem->message[0] != '\0'));
    return TITIAN_OK;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    seen all = {0, 0}, sound = {0, 0};
    const titian_csv_listener listener = {.take = take, .malformed = malformed, .context = &all};
    titian_error err;
    titian_status status = titian_csv_read("fuzz.csv", (const char *) data, size, &listener, &err);

    HOLDS(status == TITIAN_OK || status == TITIAN_E_DATA);
    if (titian_csv_parse("fuzz.csv", (const char *) data, size, take, &sound, &err) == TITIAN_OK)
        HOLDS(status == TITIAN_OK && sound.n_records == all.n_records);
    return 0;
}
