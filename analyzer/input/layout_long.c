/* The long form: one value per line.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "input/layout.h"
#include "input/text.h"

static int recognise(titian_datafile *file, const titian_record *header)
{
    const size_t *field = file->roles.field;

    (void) header;
    return field[TITIAN_ROLE_UNIT] != TITIAN_NONE && field[TITIAN_ROLE_INDICATOR] != TITIAN_NONE &&
           field[TITIAN_ROLE_VALUE] != TITIAN_NONE;
}

static titian_status begin(titian_datafile *file, const titian_record *header, titian_error *err)
{
    (void) err;
    if (file->roles.field[TITIAN_ROLE_YEAR] == TITIAN_NONE && file->gather->year == 0)
        titian_findings_error(&file->gather->findings, header->line, 0,
            "there is no year column, so the year of the values is unknown\nadd a year column, or give --year");
    return TITIAN_OK;
}

/* A and observed, E and estimated are understood. Another status leaves the value as observed, and is remarked on
 * once in a file: what publishers mean by their letters is told by their own layouts. */
static titian_mark mark_of(titian_datafile *file, const titian_record *record)
{
    titian_field status = titian_field_trim(titian_role_field(file, record, TITIAN_ROLE_STATUS));
    char quoted[TITIAN_QUOTED];

    if (titian_field_is(status, "E") || titian_field_is(status, "estimated"))
        return TITIAN_MARK_ESTIMATED;
    if (status.length > 0 && !titian_field_is(status, "A") && !titian_field_is(status, "observed") &&
        !file->status_told) {
        file->status_told = 1;
        titian_findings_warning(&file->gather->findings, record->line, titian_role_column(file, TITIAN_ROLE_STATUS),
            "the status %s is not known, here and perhaps further on; the value is taken as observed\n"
            "write E for an estimate, A or nothing for an observed value",
            titian_field_quote(quoted, status));
    }
    return TITIAN_MARK_OBSERVED;
}

static titian_status take(titian_datafile *file, const titian_record *record, titian_row *row, titian_error *err)
{
    titian_gather *gather = file->gather;
    const titian_field code = titian_field_trim(titian_role_field(file, record, TITIAN_ROLE_INDICATOR));
    titian_entry entry = {.field = titian_role_field(file, record, TITIAN_ROLE_VALUE),
        .column = titian_role_column(file, TITIAN_ROLE_VALUE),
        .link = titian_wanted_find(&gather->wanted, code)};
    titian_status status = TITIAN_OK;

    if (code.length > 0 && entry.link == TITIAN_NONE)
        return titian_row_set_aside(file, row, code, titian_role_column(file, TITIAN_ROLE_INDICATOR), err);
    status = titian_gather_unit(gather, row, titian_role_field(file, record, TITIAN_ROLE_UNIT),
        titian_role_column(file, TITIAN_ROLE_UNIT), err);
    if (status != TITIAN_OK)
        return status;
    titian_row_year(file, record, row);
    if (code.length == 0) {
        titian_gather_fault(gather, row, titian_role_column(file, TITIAN_ROLE_INDICATOR),
            "there is no indicator code\nwrite the code of the value's indicator, or remove the line");
        return TITIAN_OK;
    }
    entry.mark = mark_of(file, record);
    status =
        titian_gather_name(gather, row, titian_role_field(file, record, TITIAN_ROLE_NAME), TITIAN_NAME_DATA, err);
    return status == TITIAN_OK ? titian_gather_entry(gather, row, &entry, err) : status;
}

const titian_layout titian_layout_long = {
    .form = "long",
    .header = "unit_code,year,indicator_code,value",
    .recognise = recognise,
    .begin = begin,
    .row = take,
};
