/* The World Bank's forms: the download of an indicator with its two side files, and extracts of the DataBank.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "input/shape.h"
#include "input/text.h"

static const char *const with_series[] = {"Country Code", "Series Code", NULL};
static const char *const with_indicator[] = {"Country Code", "Indicator Code", NULL};
static const char *const with_time[] = {"Country Code", "Time", "Time Code", NULL};
static const char *const of_countries[] = {"Country Code", "Region", "IncomeGroup", "TableName", NULL};
static const char *const of_indicators[] = {"INDICATOR_CODE", "INDICATOR_NAME", "SOURCE_NOTE", NULL};

/* "Data Source","World Development Indicators" and "Last Updated Date","2026-10-07" stand before the header. */
static int preamble(const titian_datafile *file, const titian_record *record)
{
    (void) file;
    return titian_field_is(titian_field_trim(record->fields[0]), "Data Source") ||
           titian_field_is(titian_field_trim(record->fields[0]), "Last Updated Date");
}

static int has_years(const titian_record *header)
{
    size_t f;

    for (f = 0; f < header->n_fields; f++) {
        if (titian_header_year(header->fields[f]) != 0)
            return 1;
    }
    return 0;
}

static int recognise_download(titian_datafile *file, const titian_record *header)
{
    (void) file;
    return titian_header_has(header, with_indicator) && has_years(header);
}

static int recognise_series(titian_datafile *file, const titian_record *header)
{
    (void) file;
    return titian_header_has(header, with_series) && has_years(header);
}

static int recognise_time(titian_datafile *file, const titian_record *header)
{
    (void) file;
    return titian_header_has(header, with_time) && titian_header_find(header, "Series Code") == TITIAN_NONE;
}

static int recognise_countries(titian_datafile *file, const titian_record *header)
{
    (void) file;
    return titian_header_has(header, of_countries);
}

static int recognise_indicators(titian_datafile *file, const titian_record *header)
{
    (void) file;
    return titian_header_has(header, of_indicators);
}

/* The shape of a file with a row per country; NULL when there is no memory. */
static titian_shape *by_country(titian_datafile *file, const titian_record *header)
{
    titian_shape *s = titian_shape_new(file);

    if (s == NULL)
        return NULL;
    s->unit[0] = titian_header_find(header, "Country Code");
    s->name = titian_header_find(header, "Country Name");
    return s;
}

static titian_status no_memory(const titian_datafile *file, const titian_record *header, titian_error *err)
{
    return titian_fail_at(err, TITIAN_E_MEMORY, file->entry->path, header->line, 0, "no memory for the columns");
}

static const char *const footer[] = {"Data from database:", "Last Updated:", NULL};

static titian_status begin_years(titian_datafile *file, const titian_record *header, titian_error *err)
{
    static const char *const codes[] = {"Indicator Code", "Series Code", NULL};
    titian_shape *s = by_country(file, header);

    if (s == NULL)
        return no_memory(file, header, err);
    s->indicator = titian_header_find_any(header, codes);
    s->footer = footer;
    titian_shape_add_years(s, header);
    return titian_shape_finish(file, header, err);
}

static titian_status begin_time(titian_datafile *file, const titian_record *header, titian_error *err)
{
    titian_shape *s = by_country(file, header);
    size_t f;

    if (s == NULL)
        return no_memory(file, header, err);
    s->year = titian_header_find(header, "Time");
    s->footer = footer;
    for (f = 0; f < header->n_fields; f++) {
        if (f != s->unit[0] && f != s->name && f != s->year && !titian_field_is(header->fields[f], "Time Code"))
            titian_shape_add_named(s, file, header, (titian_shape_value){.field = f});
    }
    return titian_shape_finish(file, header, err);
}

/* Aggregates such as "World" stand here too; they have no region. */
static titian_status begin_countries(titian_datafile *file, const titian_record *header, titian_error *err)
{
    titian_shape *s = by_country(file, header);
    size_t f;

    if (s == NULL)
        return no_memory(file, header, err);
    s->name = titian_header_find(header, "TableName");
    s->rank = TITIAN_NAME_UNITS;
    s->scope = titian_header_find(header, "Region");
    for (f = 0; f < header->n_fields; f++) {
        if (f != s->unit[0] && f != s->name)
            titian_shape_add_named(s, file, header, (titian_shape_value){.field = f});
    }
    return titian_shape_finish(file, header, err);
}

/* What the download says of its indicator holds no data. */
static titian_status begin_indicators(titian_datafile *file, const titian_record *header, titian_error *err)
{
    (void) file;
    (void) header;
    (void) err;
    return TITIAN_OK;
}

static titian_status pass_over(titian_datafile *file, const titian_record *record, titian_row *row, titian_error *err)
{
    (void) file;
    (void) record;
    (void) err;
    row->aside = TITIAN_ROWS_UNWANTED;
    return TITIAN_OK;
}

const titian_layout titian_layout_worldbank = {
    .form = "World Bank download",
    .preamble = preamble,
    .recognise = recognise_download,
    .begin = begin_years,
    .row = titian_shape_row,
};

const titian_layout titian_layout_databank = {
    .form = "DataBank",
    .recognise = recognise_series,
    .begin = begin_years,
    .row = titian_shape_row,
};

const titian_layout titian_layout_databank_time = {
    .form = "DataBank",
    .recognise = recognise_time,
    .begin = begin_time,
    .row = titian_shape_row,
};

const titian_layout titian_layout_worldbank_countries = {
    .form = "World Bank countries",
    .recognise = recognise_countries,
    .begin = begin_countries,
    .row = titian_shape_row,
};

const titian_layout titian_layout_worldbank_indicators = {
    .form = "World Bank notes",
    .recognise = recognise_indicators,
    .begin = begin_indicators,
    .row = pass_over,
};
