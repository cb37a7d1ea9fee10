/* Tables that people keep beside the data.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "input/kept.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include <titian/panel.h>

#include "input/encoding.h"
#include "input/separator.h"
#include "input/text.h"
#include "input/value.h"

enum { LONGEST = 64 }; /* bytes of a number with a decimal comma */

typedef struct {
    const titian_csv_listener *listener;
    char separator;
    size_t n_header; /* fields of the header; 0 before it was seen */
    size_t width;    /* of those so many are not empty in every record */
} reading;

/* ---- numbers ---- */

static int has_commas(const titian_record *record)
{
    return record->separator != '\0' && record->separator != ',';
}

/* "1,250", "-12.500": thousands, or three decimals. */
static int is_twofold(titian_field field)
{
    titian_value value;

    titian_value_read(&value, field);
    return value.kind == TITIAN_VALUE_NUMBER && value.is_doubtful;
}

/* Where the one decimal comma is: between two digits. 0: there is none, or another comma. */
static size_t find_comma(titian_field field)
{
    const char *comma = memchr(field.text, ',', field.length);
    const size_t at = comma != NULL ? (size_t) (comma - field.text) : 0;

    if (at == 0 || at + 1 >= field.length || memchr(comma + 1, ',', field.length - at - 1) != NULL)
        return 0;
    return isdigit((unsigned char) comma[-1]) && isdigit((unsigned char) comma[1]) ? at : 0;
}

int titian_kept_is_twofold(const titian_record *record, titian_field field)
{
    return has_commas(record) && is_twofold(field);
}

titian_number_kind titian_kept_number(const titian_record *record, titian_field field, double *out)
{
    const titian_field number = titian_field_trim(field);
    const size_t comma = has_commas(record) ? find_comma(number) : 0;
    char text[LONGEST];

    *out = TITIAN_MISSING;
    if (titian_kept_is_twofold(record, number))
        return TITIAN_NUMBER_FAULT;
    if (comma == 0 || number.length > sizeof text)
        return titian_number_parse(number.text, number.length, out);
    memcpy(text, number.text, number.length);
    text[comma] = '.';
    return titian_number_parse(text, number.length, out);
}

const char *titian_kept_advice(char out[TITIAN_KEPT_ADVICE], titian_field field)
{
    char whole[TITIAN_VALUE_CORE + 16] = "", parted[TITIAN_VALUE_CORE + 16] = "";
    titian_value value;
    char mark = '.';

    titian_value_read(&value, field);
    if (strchr(value.core, ',') != NULL)
        mark = ',';
    (void) titian_value_text(&value, mark == ',' ? '.' : ',', whole);
    (void) titian_value_text(&value, mark, parted);
    (void) snprintf(out, TITIAN_KEPT_ADVICE, "can be read as %s and as %s\nwrite %s, or %.*s%c%s0 with four decimals",
        whole, parted, whole, (int) strcspn(parted, "."), parted, mark, parted + strcspn(parted, ".") + 1);
    return out;
}

int titian_kept_with_points(char *out, const titian_record *record, titian_field field, int several)
{
    static const char between[] = " \t;[]", numeric[] = "0123456789+-.,eE";
    const int has_list = strpbrk(field.text, " \t;") != NULL && memchr(field.text, '[', field.length) == NULL;

    memcpy(out, field.text, field.length);
    out[field.length] = '\0';
    if (!has_commas(record))
        return 1;
    for (char *s = out + strspn(out, between); *s != '\0'; s += strspn(s, between)) {
        const size_t n = strcspn(s, between), last = s[n - 1] == ',' ? 1 : 0;
        const titian_field part = {s, n - last};
        const size_t comma = find_comma(part);

        if (strspn(s, numeric) >= part.length) {
            if (is_twofold(part) || (comma > 0 && several && !has_list) ||
                (comma == 0 && memchr(s, ',', part.length) != NULL))
                return 0;
            if (comma > 0)
                s[comma] = '.';
        }
        s += n;
    }
    return 1;
}

const char *titian_kept_separator(const titian_record *record)
{
    return titian_separator_name(record->separator != '\0' ? record->separator : ',');
}

/* ---- the text ---- */

/* Fields up to the last one that is not empty. */
static size_t width_of(const titian_record *record)
{
    size_t n = record->n_fields;

    while (n > 0 && record->fields[n - 1].length == 0)
        n--;
    return n;
}

/* How wide the table is; where the header's last field has a name, that is known. */
static titian_status measure(const titian_record *record, void *context, titian_error *err)
{
    reading *r = context;
    const size_t width = width_of(record);

    (void) err;
    if (width == 0)
        return TITIAN_OK;
    if (r->n_header == 0)
        r->n_header = record->n_fields;
    if (record->n_fields == r->n_header && width > r->width)
        r->width = width;
    return r->width < r->n_header ? TITIAN_OK : TITIAN_E_USAGE; /* enough has been seen */
}

static titian_status pass_over(const titian_error *problem, void *context)
{
    (void) problem;
    (void) context;
    return TITIAN_OK;
}

static titian_status take(const titian_record *record, void *context, titian_error *err)
{
    const reading *r = context;
    titian_record other = *record;

    if (width_of(record) == 0)
        return TITIAN_OK;
    if (record->n_fields == r->n_header)
        other.n_fields = r->width;
    other.separator = r->separator;
    return r->listener->take(&other, r->listener->context, err);
}

static titian_status pass_malformed(const titian_error *problem, void *context)
{
    const reading *r = context;

    return r->listener->malformed(problem, r->listener->context);
}

static titian_status split(reading *r, const char *name, const titian_decoded *text, titian_error *err)
{
    const titian_split found = titian_separator_of_header(text->text, text->length);
    const char *begin = text->text + found.begin;
    const size_t length = text->length - found.begin;
    titian_csv_listener listener = {.take = measure,
        .malformed = pass_over,
        .context = r,
        .separator = found.separator,
        .lines_before = found.lines_before};
    const titian_status status = titian_csv_read(name, begin, length, &listener, err);

    if (status == TITIAN_E_MEMORY)
        return status;
    r->separator = found.separator;
    listener.take = take;
    listener.malformed = pass_malformed;
    return titian_csv_read(name, begin, length, &listener, err);
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
    reading r = {.listener = listener};
    titian_status status = TITIAN_OK;

    titian_findings_begin(&findings, name);
    status = titian_decode(&decoded, text, length, NULL, &findings, err);
    if (status == TITIAN_OK)
        status = split(&r, name, &decoded, err);
    else if (status == TITIAN_E_DATA && err != NULL)
        *err = with_mend(&findings.first);
    titian_decoded_free(&decoded);
    return status;
}
