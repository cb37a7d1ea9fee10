/* Forms of the United Nations: exports of the SDG database, and the list of countries and areas (M49).
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "input/shape.h"
#include "input/text.h"

static titian_shape *new_shape(titian_datafile *file, const titian_record *header, titian_error *err)
{
    titian_shape *s = titian_shape_new(file);

    if (s == NULL) /* the status is that of the caller's */
        (void) titian_fail_at(err, TITIAN_E_MEMORY, file->entry->path, header->line, 0, "no memory for the columns");
    return s;
}

static int recognise_sdg(titian_datafile *file, const titian_record *header)
{
    static const char *const needed[] = {"SeriesCode", "GeoAreaCode", "TimePeriod", "Value", NULL};

    (void) file;
    return titian_header_has(header, needed);
}

/* "[Age]" and "Age" are one dimension. */
static titian_field bare(titian_field name)
{
    name = titian_field_trim(name);
    if (name.length > 2 && name.text[0] == '[' && name.text[name.length - 1] == ']')
        return (titian_field){name.text + 1, name.length - 2};
    return name;
}

static size_t find_bare(const titian_record *header, const char *name)
{
    size_t f;

    for (f = 0; f < header->n_fields; f++) {
        if (titian_field_is(bare(header->fields[f]), name))
            return f;
    }
    return TITIAN_NONE;
}

/* Every column that is not known is a dimension: the database has some fifty of them, and gets more. */
static void add_sdg_dimensions(titian_shape *s, const titian_record *header)
{
    static const char *const known[] = {"Goal", "Target", "Indicator", "SeriesCode", "SeriesDescription",
        "GeoAreaCode", "GeoAreaName", "TimePeriod", "Value", "Time_Detail", "TimeCoverage", "UpperBound",
        "LowerBound", "BasePeriod", "Source", "GeoInfoUrl", "FootNote", "Nature", "Observation Status", "", NULL};
    size_t f, k;

    for (f = 0; f < header->n_fields; f++) {
        const titian_field name = bare(header->fields[f]);

        for (k = 0; known[k] != NULL && !titian_field_is(name, known[k]); k++)
            ;
        if (known[k] == NULL)
            titian_shape_add_dimension(s, f, name, NULL);
    }
}

static titian_status begin_sdg(titian_datafile *file, const titian_record *header, titian_error *err)
{
    titian_shape *s = new_shape(file, header, err);

    if (s == NULL)
        return TITIAN_E_MEMORY;
    s->unit[0] = titian_header_find(header, "GeoAreaCode");
    s->name = titian_header_find(header, "GeoAreaName");
    s->indicator = titian_header_find(header, "SeriesCode");
    s->year = titian_header_find(header, "TimePeriod");
    titian_shape_add_value(s, (titian_shape_value){.field = titian_header_find(header, "Value")});
    titian_shape_add_status(s, find_bare(header, "Nature"), &titian_status_nature);
    titian_shape_add_status(s, find_bare(header, "Observation Status"), &titian_status_sdmx);
    add_sdg_dimensions(s, header);
    return titian_shape_finish(file, header, err);
}

static int recognise_m49(titian_datafile *file, const titian_record *header)
{
    static const char *const needed[] = {"Country or Area", "M49 Code", "ISO-alpha3 Code", NULL};

    (void) file;
    return titian_header_has(header, needed);
}

/* "LDC" of "Least Developed Countries (LDC)", a column of crosses. @return NULL for an ordinary column */
static const char *cross_label(titian_shape *s, titian_field name)
{
    size_t at = name.length;

    if (name.length < 3 || name.text[name.length - 1] != ')')
        return NULL;
    while (at > 0 && name.text[at - 1] != '(')
        at--;
    return at > 0 ? titian_arena_text_n(&s->arena, name.text + at, name.length - 1 - at) : NULL;
}

static titian_status begin_m49(titian_datafile *file, const titian_record *header, titian_error *err)
{
    titian_shape *s = new_shape(file, header, err);
    size_t f;

    if (s == NULL)
        return TITIAN_E_MEMORY;
    s->unit[0] = titian_header_find(header, "ISO-alpha3 Code");
    s->unit[1] = titian_header_find(header, "M49 Code");
    s->name = titian_header_find(header, "Country or Area");
    s->rank = TITIAN_NAME_UNITS;
    for (f = 0; f < header->n_fields; f++) {
        if (f != s->unit[0] && f != s->unit[1] && f != s->name)
            titian_shape_add_named(s, file, header,
                (titian_shape_value){.field = f, .flag = cross_label(s, titian_field_trim(header->fields[f]))});
    }
    return titian_shape_finish(file, header, err);
}

const titian_layout titian_layout_sdg = {
    .form = "UN SDG",
    .recognise = recognise_sdg,
    .begin = begin_sdg,
    .row = titian_shape_row,
};

const titian_layout titian_layout_m49 = {
    .form = "UN M49",
    .recognise = recognise_m49,
    .begin = begin_m49,
    .row = titian_shape_row,
};
