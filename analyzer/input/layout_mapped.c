/* Tables that a mapping describes.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "input/mapping.h"
#include "input/shape.h"
#include "input/text.h"

/* Of a mapping everything is meant letter by letter. */
static size_t find(const titian_record *header, const char *column)
{
    size_t f;

    for (f = 0; column != NULL && f < header->n_fields; f++) {
        if (titian_field_same(titian_field_trim(header->fields[f]), (titian_field){column, strlen(column)}))
            return f;
    }
    return TITIAN_NONE;
}

/* Calls `look` for each column that a mapping names, until it answers 0. */
typedef int (*column_fn)(const char *column, void *context);

static int each_column(const titian_mapping *m, column_fn look, void *context)
{
    const char *const roles[] = {m->unit, m->name, m->year, m->indicator, m->status};
    size_t k;

    for (k = 0; k < sizeof roles / sizeof *roles; k++) {
        if (roles[k] != NULL && !look(roles[k], context))
            return 0;
    }
    for (k = 0; k < m->n_values; k++) {
        if (!look(m->values[k].column, context))
            return 0;
    }
    for (k = 0; k < m->n_dimensions; k++) {
        if (!look(m->dimensions[k].name, context))
            return 0;
    }
    return 1;
}

typedef struct {
    const titian_record *header;
    const char *lacking;
    size_t n_found;
} search;

static int is_there(const char *column, void *context)
{
    search *s = context;

    if (find(s->header, column) != TITIAN_NONE)
        s->n_found++;
    else if (s->lacking == NULL)
        s->lacking = column;
    return 1;
}

/* Of the files that a mapping does not fit, the one that comes nearest is remembered for the message. */
static int fits(titian_datafile *file, titian_mapping_use *use, const titian_record *header)
{
    search s = {.header = header};

    if (use->mapping->header_line != 0 && use->mapping->header_line != header->line)
        return 0;
    (void) each_column(use->mapping, is_there, &s);
    if (s.lacking == NULL)
        return 1;
    if (s.n_found > use->n_found) {
        use->n_found = s.n_found;
        use->lacking = s.lacking;
        use->nearest = file->entry->path;
        use->line = header->line;
    }
    return 0;
}

static int recognise(titian_datafile *file, const titian_record *header)
{
    titian_gather *gather = file->gather;
    size_t k;

    for (k = 0; k < gather->n_mappings; k++) {
        if (!fits(file, &gather->mappings[k], header))
            continue;
        gather->mappings[k].used = 1;
        if (file->mapping != NULL) {
            titian_findings_error(&gather->findings, header->line, 0,
                "this file has the columns of two mappings, %.100s and %.100s\ngive one of them", file->mapping->path,
                gather->mappings[k].mapping->path);
            break;
        }
        file->mapping = gather->mappings[k].mapping;
    }
    return file->mapping != NULL;
}

/* Lines above the header that a mapping names. */
static int preamble(const titian_datafile *file, const titian_record *record)
{
    size_t k;

    for (k = 0; k < file->gather->n_mappings; k++) {
        if (file->gather->mappings[k].mapping->header_line > record->line)
            return 1;
    }
    return 0;
}

static void add_value(titian_datafile *file, const titian_record *header, const titian_mapped_value *value)
{
    titian_shape *s = file->shape;
    const titian_shape_value shaped = {
        .field = find(header, value->column), .code = value->code, .year = value->year};

    if (value->code != NULL &&
        !titian_wanted_knows(&file->gather->wanted, (titian_field){value->code, strlen(value->code)})) {
        file->entry->n_columns_aside++;
        titian_remark_near(file, (titian_field){value->code, strlen(value->code)}, header->line, shaped.field + 1);
        return;
    }
    titian_shape_add_value(s, shaped);
}

static titian_status begin(titian_datafile *file, const titian_record *header, titian_error *err)
{
    const titian_mapping *m = file->mapping;
    titian_shape *s = titian_shape_new(file);
    int dated = m->year != NULL || m->fixed_year != 0;
    size_t k;

    if (s == NULL)
        return titian_fail_at(err, TITIAN_E_MEMORY, file->entry->path, header->line, 0, "no memory for the columns");
    s->unit[0] = find(header, m->unit);
    s->name = find(header, m->name);
    s->year = find(header, m->year);
    s->indicator = find(header, m->indicator);
    s->code = m->code;
    s->fixed_year = m->fixed_year;
    s->fixed_power = m->power;
    s->footer = m->footer;
    if (m->status != NULL)
        titian_shape_add_status(s, find(header, m->status), &m->words);
    for (k = 0; k < m->n_values; k++) {
        dated = dated || m->values[k].year != 0;
        add_value(file, header, &m->values[k]);
    }
    for (k = 0; k < m->n_dimensions; k++)
        titian_shape_add_dimension(s, find(header, m->dimensions[k].name),
            (titian_field){m->dimensions[k].name, strlen(m->dimensions[k].name)}, m->dimensions[k].chosen);
    s->rank = dated ? TITIAN_NAME_DATA : TITIAN_NAME_UNITS;
    return titian_shape_finish(file, header, err);
}

const titian_layout titian_layout_mapped = {
    .form = "mapped",
    .preamble = preamble,
    .recognise = recognise,
    .begin = begin,
    .row = titian_shape_row,
};
