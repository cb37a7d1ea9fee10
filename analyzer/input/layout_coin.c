/* The sheet Database of the COIN Tool, the workbook of the European Commission's Joint Research Centre for building
 * composite indicators. Its cells stand at fixed places: the codes of indicators (Ind.01, Ind.02 ...) on row 16 from
 * column E to CY, names and codes of units in B and C from row 17 to 315, "n/a" for what is not known; above stand
 * names, directions, weights, goalposts and the framework, which belong to a model. There are no years.
 * Source: the places that import_coin_tool of the R package COINr 1.1.14 reads.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "input/layout.h"
#include "input/text.h"

enum { CODES_ROW = 16, LAST_ROW = 315, NAME = 1, UNIT = 2, FIRST = 4, PREFIX = 4 };

static int recognise(titian_datafile *file, const titian_record *record)
{
    if (!file->entry->in_sheet || record->line != CODES_ROW || record->n_fields <= FIRST ||
        record->fields[FIRST].length <= PREFIX ||
        !titian_field_is((titian_field){record->fields[FIRST].text, PREFIX}, "Ind."))
        return 0;
    file->roles = (titian_roles){.unit_is_weak = 0};
    for (size_t r = 0; r < TITIAN_N_ROLES; r++)
        file->roles.field[r] = TITIAN_NONE;
    file->roles.field[TITIAN_ROLE_UNIT] = UNIT;
    file->roles.field[TITIAN_ROLE_NAME] = NAME;
    return 1;
}

/* In other sheets these would be rows of some table, and the first of them its header. */
static int stands_above(const titian_datafile *file, const titian_record *record)
{
    return file->entry->in_sheet && record->line < CODES_ROW;
}

static titian_status begin(titian_datafile *file, const titian_record *header, titian_error *err)
{
    return titian_layout_units.begin(file, header, err);
}

/* Rows of units that were never filled in hold nothing, or formulas that show nothing. */
static titian_status take(titian_datafile *file, const titian_record *record, titian_row *row, titian_error *err)
{
    titian_gather *gather = file->gather;
    const titian_who who = {
        .code = record->fields[UNIT], .name = record->fields[NAME], .code_column = UNIT + 1, .name_column = NAME + 1};
    titian_status status;
    size_t c;

    if (record->line > LAST_ROW) {
        row->aside = TITIAN_ROWS_NOTE;
        return TITIAN_OK;
    }
    status = titian_gather_who(gather, row, &who, err);
    if (status != TITIAN_OK)
        return status;
    titian_row_year(file, record, row);
    status = titian_gather_name(gather, row, record->fields[NAME], TITIAN_NAME_UNITS, err);
    for (c = 0; c < file->n_columns && status == TITIAN_OK; c++) {
        const size_t f = file->columns[c].field;
        titian_entry entry = {
            .field = record->fields[f], .column = f + 1, .link = file->columns[c].link, .mark = TITIAN_MARK_OBSERVED};

        if (titian_field_is(titian_field_trim(entry.field), "n/a"))
            entry.field.length = 0;
        status = titian_gather_entry(gather, row, &entry, err);
    }
    return status;
}

const titian_layout titian_layout_coin_tool = {
    .form = "COIN Tool",
    .header = NULL,
    .preamble = stands_above,
    .recognise = recognise,
    .begin = begin,
    .row = take,
};
