/* Making a shape from the names of columns.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "input/shape.h"

#include <stdlib.h>
#include <string.h>

#include "input/number.h"
#include "input/text.h"

enum { CODE_BYTES = 256 };

titian_shape *titian_shape_new(titian_datafile *file)
{
    titian_shape *s = calloc(1, sizeof *s);
    size_t k;

    file->shape = s;
    if (s == NULL)
        return NULL;
    for (k = 0; k < TITIAN_MOST_UNIT_COLUMNS; k++)
        s->unit[k] = TITIAN_NONE;
    s->name = s->year = s->indicator = s->power = s->scope = TITIAN_NONE;
    s->rank = TITIAN_NAME_DATA;
    return s;
}

void titian_shape_free(titian_shape *shape)
{
    if (shape == NULL)
        return;
    free(shape->values);
    titian_breakdown_free(&shape->breakdown);
    titian_arena_free(&shape->arena);
    free(shape);
}

titian_field titian_header_name(titian_field field)
{
    const char *colon = NULL;

    field = titian_field_trim(field);
    colon = field.length > 0 ? memchr(field.text, ':', field.length) : NULL;
    if (colon != NULL && colon + 1 < field.text + field.length && colon[1] == ' ')
        field.length = (size_t) (colon - field.text);
    return field;
}

size_t titian_header_find(const titian_record *header, const char *name)
{
    size_t f;

    for (f = 0; f < header->n_fields; f++) {
        if (titian_field_is(titian_header_name(header->fields[f]), name))
            return f;
    }
    return TITIAN_NONE;
}

size_t titian_header_find_any(const titian_record *header, const char *const *names)
{
    size_t f = TITIAN_NONE;

    for (; *names != NULL && f == TITIAN_NONE; names++)
        f = titian_header_find(header, *names);
    return f;
}

int titian_header_has(const titian_record *header, const char *const *names)
{
    for (; *names != NULL; names++) {
        if (titian_header_find(header, *names) == TITIAN_NONE)
            return 0;
    }
    return 1;
}

/* Of YR2023. */
static int marked_year(const char *text, size_t n)
{
    return n == 6 && memcmp(text, "YR", 2) == 0 ? titian_year_parse(text + 2, 4) : 0;
}

int titian_header_year(titian_field field)
{
    int year;

    field = titian_field_trim(field);
    year = titian_year_parse(field.text, field.length);
    if (year != 0)
        return year;
    if (field.length == 13 && memcmp(field.text + 4, " [", 2) == 0 && field.text[12] == ']') {
        year = titian_year_parse(field.text, 4);
        return year == marked_year(field.text + 6, 6) ? year : 0;
    }
    return marked_year(field.text, field.length);
}

void titian_shape_add_value(titian_shape *shape, titian_shape_value value)
{
    if (shape->n_values == shape->room) {
        const size_t room = shape->room > 0 ? 2 * shape->room : 16;
        titian_shape_value *more = realloc(shape->values, room * sizeof *more);

        if (more == NULL) {
            shape->failed = 1;
            return;
        }
        shape->values = more;
        shape->room = room;
    }
    shape->values[shape->n_values++] = value;
}

void titian_shape_add_dimension(titian_shape *shape, size_t field, titian_field name, const char *chosen)
{
    titian_breakdown *b = &shape->breakdown;
    const char *copy = titian_arena_text_n(&shape->arena, name.text, name.length);

    if (copy == NULL || b->n_dimensions == TITIAN_MOST_DIMENSIONS) {
        shape->failed = 1;
        return;
    }
    shape->dimension_field[b->n_dimensions] = field;
    b->dimension[b->n_dimensions++] = (titian_dimension){copy, chosen};
}

void titian_shape_add_status(titian_shape *shape, size_t field, const titian_status_list *words)
{
    if (field != TITIAN_NONE && shape->n_status < TITIAN_MOST_STATUS_COLUMNS)
        shape->status[shape->n_status++] = (titian_shape_status){field, words};
}

void titian_shape_add_years(titian_shape *shape, const titian_record *header)
{
    size_t f;

    for (f = 0; f < header->n_fields; f++) {
        const int year = titian_header_year(header->fields[f]);

        if (year != 0)
            titian_shape_add_value(shape, (titian_shape_value){.field = f, .year = year});
    }
}

/* What stands between brackets at the end of a name; empty when there are none. */
static titian_field bracketed(titian_field name, char open, char close)
{
    size_t at = name.length;

    if (name.length < 3 || name.text[name.length - 1] != close)
        return (titian_field){"", 0};
    while (at > 0 && name.text[at - 1] != open)
        at--;
    return at > 0 ? (titian_field){name.text + at, name.length - 1 - at} : (titian_field){"", 0};
}

/* A title in words as Our World in Data shortens it: small letters and digits, "_" for all between them. */
static titian_field shorten(char out[CODE_BYTES], titian_field title)
{
    size_t i, n = 0;
    char small[CODE_BYTES];

    if (title.length >= CODE_BYTES)
        return (titian_field){"", 0};
    titian_field_fold(small, title);
    for (i = 0; i < title.length; i++) {
        const int kept = (small[i] >= 'a' && small[i] <= 'z') || (small[i] >= '0' && small[i] <= '9') ||
                         (unsigned char) small[i] >= 0x80;

        if (kept)
            out[n++] = small[i];
        else if (n > 0 && out[n - 1] != '_')
            out[n++] = '_';
    }
    while (n > 0 && out[n - 1] == '_')
        n--;
    return (titian_field){out, n};
}

void titian_shape_add_named(
    titian_shape *shape, titian_datafile *file, const titian_record *header, titian_shape_value value)
{
    const titian_field name = titian_field_trim(header->fields[value.field]);
    const titian_wanted *wanted = &file->gather->wanted;
    char brief[CODE_BYTES];
    const titian_field candidates[] = {
        name, bracketed(name, '[', ']'), bracketed(name, '(', ')'), shorten(brief, name)};
    size_t k;

    if (name.length == 0)
        return;
    for (k = 0; k < sizeof candidates / sizeof *candidates; k++) {
        if (candidates[k].length == 0 || titian_wanted_find(wanted, candidates[k]) == TITIAN_NONE)
            continue;
        value.code = titian_arena_text_n(&shape->arena, candidates[k].text, candidates[k].length);
        if (value.code != NULL)
            titian_shape_add_value(shape, value);
        shape->failed |= value.code == NULL;
        return;
    }
    file->entry->n_columns_aside++;
    titian_remark_near(file, name, header->line, value.field + 1);
}

titian_status titian_shape_finish(titian_datafile *file, const titian_record *header, titian_error *err)
{
    titian_shape *s = file->shape;
    size_t v;

    if (s->breakdown.n_dimensions == TITIAN_MOST_DIMENSIONS)
        return titian_fail_at(err, TITIAN_E_DATA, file->entry->path, header->line, 0,
            "this file has %d columns of dimensions or more\nwrite a mapping that names those that count (titian "
            "map)",
            TITIAN_MOST_DIMENSIONS);
    s->told = titian_arena_array(&s->arena, TITIAN_SENSE_UNKNOWN + 1, 1);
    if (s->failed || s->told == NULL)
        return titian_fail_at(err, TITIAN_E_MEMORY, file->entry->path, header->line, 0, "no memory for the columns");
    if (s->year != TITIAN_NONE || s->fixed_year != 0 || file->gather->year != 0)
        return TITIAN_OK;
    for (v = 0; v < s->n_values; v++) {
        const titian_shape_value *value = &s->values[v];

        if (value->year != 0)
            continue;
        if (value->code != NULL)
            titian_undated(file, header->line, value->field + 1,
                titian_wanted_find(&file->gather->wanted, (titian_field){value->code, strlen(value->code)}));
        else
            titian_findings_error(&file->gather->findings, header->line, value->field + 1,
                "the values of this column have no year\nadd a year column, or give --year");
    }
    return TITIAN_OK;
}
