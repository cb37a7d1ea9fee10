/* The wide form, one column per code, with years (wide) or without (units).
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>

#include "input/layout.h"
#include "input/text.h"

static int has(const titian_datafile *file, titian_role role)
{
    return file->roles.field[role] != TITIAN_NONE;
}

/* Roles that these forms know; a column named "value" or "status" is an ordinary one here. */
static int is_role(const titian_datafile *file, size_t field)
{
    return file->roles.field[TITIAN_ROLE_UNIT] == field || file->roles.field[TITIAN_ROLE_NAME] == field ||
           file->roles.field[TITIAN_ROLE_YEAR] == field;
}

static int recognise_wide(titian_datafile *file, const titian_record *header)
{
    (void) header;
    return titian_roles_identify(&file->roles) && has(file, TITIAN_ROLE_YEAR) && !has(file, TITIAN_ROLE_INDICATOR);
}

/* Is a column the model's? A list of indicators has a column Parent, too. */
static int is_of_model(const titian_wanted *wanted, size_t link)
{
    return link != TITIAN_NONE && wanted->links[link].series != wanted->parent;
}

/* A list of indicators may have a column "code" or "unit" too: such a name counts beside a wanted column only. */
static int recognise_units(titian_datafile *file, const titian_record *header)
{
    size_t f;

    if (!titian_roles_identify(&file->roles) || has(file, TITIAN_ROLE_YEAR) || has(file, TITIAN_ROLE_INDICATOR))
        return 0;
    if (has(file, TITIAN_ROLE_UNIT) && !file->roles.unit_is_weak)
        return 1;
    for (f = 0; f < header->n_fields; f++) {
        if (!is_role(file, f) && is_of_model(&file->gather->wanted,
                                     titian_wanted_find(&file->gather->wanted, titian_field_trim(header->fields[f]))))
            return 1;
    }
    return 0;
}

/* Which columns are wanted, and by whom. Of two with one name, which is an error said before, the first is read. */
static titian_status begin(titian_datafile *file, const titian_record *header, titian_error *err)
{
    const size_t n_links = file->gather->wanted.n_links;
    unsigned char *taken = calloc(n_links > 0 ? n_links : 1, 1);
    size_t f;

    file->columns = calloc(header->n_fields, sizeof *file->columns);
    if (file->columns == NULL || taken == NULL) {
        free(taken);
        return titian_fail_at(err, TITIAN_E_MEMORY, file->entry->path, header->line, 0, "no memory for the columns");
    }
    for (f = 0; f < header->n_fields; f++) {
        const titian_field name = titian_field_trim(header->fields[f]);
        size_t link;

        if (is_role(file, f) || name.length == 0)
            continue;
        link = titian_wanted_find(&file->gather->wanted, name);
        if (link == TITIAN_NONE) {
            file->entry->n_columns_aside++;
            titian_remark_near(file, name, header->line, f + 1);
        } else if (!taken[link]) {
            file->columns[file->n_columns++] = titian_gather_column(file->gather, f, link);
            taken[link] = 1;
        }
    }
    free(taken);
    return TITIAN_OK;
}

/* Labels hold at any time, figures do not. */
static titian_status begin_units(titian_datafile *file, const titian_record *header, titian_error *err)
{
    const titian_status status = begin(file, header, err);
    size_t c;

    for (c = 0; c < file->n_columns && status == TITIAN_OK && file->gather->year == 0; c++)
        titian_undated(file, header->line, file->columns[c].field + 1, file->columns[c].link);
    return status;
}

static titian_status take_columns(
    titian_datafile *file, const titian_record *record, titian_row *row, titian_error *err)
{
    titian_status status = TITIAN_OK;
    size_t c = 0;

    while (c < file->n_columns && status == TITIAN_OK) {
        c += titian_gather_numbers(file->gather, row, file->columns + c, file->n_columns - c, record);
        if (c < file->n_columns) {
            const size_t f = file->columns[c].field;
            const titian_entry entry = {.field = record->fields[f],
                .column = f + 1,
                .link = file->columns[c].link,
                .mark = TITIAN_MARK_OBSERVED};

            status = titian_gather_entry(file->gather, row, &entry, err);
            c++;
        }
    }
    return status;
}

static titian_status take_row(
    titian_datafile *file, const titian_record *record, titian_row *row, titian_name_rank rank, titian_error *err)
{
    titian_gather *gather = file->gather;
    const titian_who who = titian_row_who(file, record);
    titian_status status = titian_gather_who(gather, row, &who, err);

    if (status != TITIAN_OK)
        return status;
    titian_row_year(file, record, row);
    status = titian_gather_name(gather, row, titian_role_field(file, record, TITIAN_ROLE_NAME), rank, err);
    return status == TITIAN_OK ? take_columns(file, record, row, err) : status;
}

static titian_status take_wide(titian_datafile *file, const titian_record *record, titian_row *row, titian_error *err)
{
    if (file->n_columns == 0) {
        row->aside = TITIAN_ROWS_UNWANTED;
        return TITIAN_OK;
    }
    return take_row(file, record, row, TITIAN_NAME_DATA, err);
}

static titian_status take_units(
    titian_datafile *file, const titian_record *record, titian_row *row, titian_error *err)
{
    return take_row(file, record, row, TITIAN_NAME_UNITS, err);
}

const titian_layout titian_layout_wide = {
    .form = "wide",
    .header = "unit_code,year and a column per code",
    .recognise = recognise_wide,
    .begin = begin,
    .row = take_wide,
};

const titian_layout titian_layout_units = {
    .form = "units",
    .header = "unit_code and a column per label",
    .recognise = recognise_units,
    .begin = begin_units,
    .row = take_units,
};
