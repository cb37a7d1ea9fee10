/* SDMX-CSV, versions 1 and 2, with and without labels, and the World Bank's Data360, long and with years as columns.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "input/shape.h"
#include "input/text.h"

static const char *const areas[] = {"REF_AREA", "geo", NULL};
static const char *const series[] = {"INDICATOR", "SERIES", "MEASURE", NULL};
static const char *const statuses[] = {"OBS_STATUS", "OBS_FLAG", NULL};

/* Columns that are no dimensions wherever they stand. */
static const char *const others[] = {"DATAFLOW", "STRUCTURE", "STRUCTURE_ID", "STRUCTURE_NAME", "ACTION",
    "LAST UPDATE", "TIME_PERIOD", "OBS_VALUE", "OBS_STATUS", "OBS_FLAG", "OBS_CONF", "CONF_STATUS", "UNIT_MULT",
    "UNIT_TYPE", "DATABASE_ID", "TIME_FORMAT", "DATA_SOURCE", "DECIMALS", "BASE_PER", "COMMENT_OBS", "COMMENT_TS",
    NULL};

static int has_years(const titian_record *header)
{
    size_t f;

    for (f = 0; f < header->n_fields; f++) {
        if (titian_header_year(header->fields[f]) != 0)
            return 1;
    }
    return 0;
}

static int recognise_long(titian_datafile *file, const titian_record *header)
{
    static const char *const needed[] = {"TIME_PERIOD", "OBS_VALUE", NULL};

    (void) file;
    return titian_header_has(header, needed) && titian_header_find_any(header, areas) != TITIAN_NONE;
}

static int recognise_wide(titian_datafile *file, const titian_record *header)
{
    static const char *const needed[] = {"REF_AREA", "INDICATOR", NULL};

    (void) file;
    return titian_header_has(header, needed) && titian_header_find(header, "TIME_PERIOD") == TITIAN_NONE &&
           has_years(header);
}

/* Identifiers are written in letters of one case without blanks; everything else, and what ends in _LABEL or _NAME,
 * is the label of the column before it. */
static int is_label(titian_field name)
{
    static const char *const ends[] = {"_LABEL", "_NAME"};
    int small = 0, large = 0;
    size_t i;

    for (i = 0; i < sizeof ends / sizeof *ends; i++) {
        const size_t n = strlen(ends[i]);

        if (name.length > n && titian_field_is((titian_field){name.text + name.length - n, n}, ends[i]))
            return 1;
    }
    for (i = 0; i < name.length; i++) {
        const char c = name.text[i];

        small |= c >= 'a' && c <= 'z';
        large |= c >= 'A' && c <= 'Z';
        if (c == ' ' || c == '(')
            return 1;
    }
    return name.length == 0 || (small && large);
}

static int is_one_of(titian_field name, const char *const *names)
{
    for (; *names != NULL; names++) {
        if (titian_field_is(name, *names))
            return 1;
    }
    return 0;
}

/* Dimensions stand before the values. @param end  column of the first values */
static void add_dimensions(titian_shape *s, const titian_record *header, size_t end)
{
    size_t f;

    for (f = 0; f < end; f++) {
        const titian_field name = titian_header_name(header->fields[f]);

        if (f != s->unit[0] && f != s->indicator && !is_label(name) && !is_one_of(name, others))
            titian_shape_add_dimension(s, f, name, NULL);
    }
}

/* The label that follows a column; TITIAN_NONE. */
static size_t label_of(const titian_record *header, size_t field)
{
    const size_t next = field + 1;

    return next < header->n_fields && is_label(titian_header_name(header->fields[next])) ? next : TITIAN_NONE;
}

/* All labels of long Data360 files stand behind the values. */
static size_t find_name(const titian_record *header, size_t area)
{
    const size_t twin = titian_header_find(header, "REF_AREA_LABEL");

    return twin != TITIAN_NONE ? twin : label_of(header, area);
}

static titian_status begin(titian_datafile *file, const titian_record *header, titian_error *err)
{
    const size_t value = titian_header_find(header, "OBS_VALUE");
    titian_shape *s = titian_shape_new(file);

    if (s == NULL)
        return titian_fail_at(err, TITIAN_E_MEMORY, file->entry->path, header->line, 0, "no memory for the columns");
    s->labelled = 1;
    s->unit[0] = titian_header_find_any(header, areas);
    s->name = find_name(header, s->unit[0]);
    s->indicator = titian_header_find_any(header, series);
    s->year = titian_header_find(header, "TIME_PERIOD");
    s->power = titian_header_find(header, "UNIT_MULT");
    titian_shape_add_status(s, titian_header_find_any(header, statuses), &titian_status_sdmx);
    if (s->year == TITIAN_NONE)
        titian_shape_add_years(s, header);
    else
        titian_shape_add_value(s, (titian_shape_value){.field = value});
    if (s->n_values > 0)
        add_dimensions(s, header, s->values[0].field);
    if (s->indicator == TITIAN_NONE)
        titian_findings_error(&file->gather->findings, header->line, 0,
            "none of the columns is INDICATOR, SERIES or MEASURE, so it is not known what the values are\n"
            "write a mapping that says it: \"titian map\" drafts one");
    return titian_shape_finish(file, header, err);
}

/* Without a column of indicators nothing can be read; that has been said. */
static titian_status take(titian_datafile *file, const titian_record *record, titian_row *row, titian_error *err)
{
    if (file->shape->indicator != TITIAN_NONE)
        return titian_shape_row(file, record, row, err);
    row->aside = TITIAN_ROWS_UNWANTED;
    return TITIAN_OK;
}

const titian_layout titian_layout_sdmx = {
    .form = "SDMX-CSV",
    .recognise = recognise_long,
    .begin = begin,
    .row = take,
};

const titian_layout titian_layout_sdmx_years = {
    .form = "Data360 by year",
    .recognise = recognise_wide,
    .begin = begin,
    .row = take,
};
