/* Tables that people keep beside the data.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "input/kept.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "input/encoding.h"
#include "input/separator.h"

typedef struct {
    const char *name;
    const titian_csv_listener *listener;
    titian_field *fields; /* of a record with other numbers than the file has */
    char *text;
    size_t n_fields, n_text; /* room */
} reading;

/* ---- decimal commas ---- */

static size_t count_digits(const char *s)
{
    size_t n = 0;

    while (isdigit((unsigned char) s[n]))
        n++;
    return n;
}

/* Where the decimal comma of a number is. @return 0: it is none, or might stand between thousands */
static size_t find_comma(titian_field field)
{
    const char *s = field.text;
    const size_t sign = *s == '-' || *s == '+' ? 1 : 0, before = count_digits(s + sign), comma = sign + before;
    size_t behind = 0;

    if (before == 0 || s[comma] != ',')
        return 0;
    behind = count_digits(s + comma + 1);
    if (behind == 0 || comma + 1 + behind != field.length)
        return 0;
    return behind == 3 && before <= 3 && s[sign] != '0' ? 0 : comma;
}

static int make_room(reading *r, const titian_record *record)
{
    size_t n = 0;

    for (size_t k = 0; k < record->n_fields; k++)
        n += record->fields[k].length + 1;
    if (record->n_fields > r->n_fields) {
        titian_field *fields = realloc(r->fields, record->n_fields * sizeof *fields);

        if (fields == NULL)
            return -1;
        r->fields = fields;
        r->n_fields = record->n_fields;
    }
    if (n > r->n_text) {
        char *text = realloc(r->text, n);

        if (text == NULL)
            return -1;
        r->text = text;
        r->n_text = n;
    }
    return 0;
}

/* A record with points for decimal commas. */
static titian_status take_with_points(const titian_record *record, void *context, titian_error *err)
{
    reading *r = context;
    titian_record other = *record;
    char *to = NULL;

    if (make_room(r, record) != 0)
        return titian_fail_at(err, TITIAN_E_MEMORY, r->name, record->line, 0, "no memory for this line");
    to = r->text;
    for (size_t k = 0; k < record->n_fields; k++) {
        const titian_field field = record->fields[k];
        const size_t comma = find_comma(field);

        r->fields[k] = field;
        if (comma == 0)
            continue;
        memcpy(to, field.text, field.length + 1);
        to[comma] = '.';
        r->fields[k].text = to;
        to += field.length + 1;
    }
    other.fields = r->fields;
    other.numbers = NULL; /* they are those of the texts as they were */
    return r->listener->take(&other, r->listener->context, err);
}

static titian_status pass_malformed(const titian_error *problem, void *context)
{
    const reading *r = context;

    return r->listener->malformed(problem, r->listener->context);
}

/* ---- the text ---- */

static titian_status split(reading *r, const titian_decoded *text, titian_error *err)
{
    const titian_split found = titian_separator_of_header(text->text, text->length);
    titian_csv_listener listener = *r->listener;

    listener.separator = found.separator;
    listener.lines_before = found.lines_before;
    if (found.separator != ',') {
        listener.take = take_with_points;
        listener.malformed = pass_malformed;
        listener.soon = NULL; /* it would see numbers as they are written */
        listener.doubt = NULL;
        listener.context = r;
    }
    return titian_csv_read(r->name, text->text + found.begin, text->length - found.begin, &listener, err);
}

/* Options say how data are read; such a table is mended where it is kept. */
static titian_error with_mend(const titian_error *problem)
{
    titian_error other = *problem;

    (void) snprintf(other.mend, sizeof other.mend, "%ssave the file as UTF-8 (\"CSV UTF-8\" in Excel)",
        problem->warning ? "if that is not how it should read, " : "");
    return other;
}

/* Errors go to the caller of titian_kept_read, and need not be told twice. */
static void pass_remark(const titian_error *problem, void *context)
{
    const titian_error remark = with_mend(problem);

    if (problem->warning)
        titian_problem(context, &remark);
}

titian_status titian_kept_read(const char *name, const char *text, size_t length, const titian_csv_listener *listener,
    titian_problems *problems, titian_error *err)
{
    titian_problems remarks = {.say = pass_remark, .context = problems};
    titian_findings findings = {.problems = &remarks};
    titian_decoded decoded = {.own = NULL};
    reading r = {.name = name, .listener = listener};
    titian_status status = TITIAN_OK;

    titian_findings_begin(&findings, name);
    status = titian_decode(&decoded, text, length, NULL, &findings, err);
    if (status == TITIAN_OK)
        status = split(&r, &decoded, err);
    else if (status == TITIAN_E_DATA && err != NULL)
        *err = with_mend(&findings.first);
    titian_decoded_free(&decoded);
    free(r.fields);
    free(r.text);
    return status;
}
