/* Tables with years in the names of columns: one line per unit and indicator and a column per year (2021), or one
 * line per unit and a column per code and year (mys_2021). SPDX-License-Identifier: GPL-3.0-or-later */
#include "input/number.h"
#include "input/shape.h"
#include "input/text.h"

static int has_role(const titian_datafile *file, titian_role role)
{
    return file->roles.field[role] != TITIAN_NONE;
}

static int recognise_years(titian_datafile *file, const titian_record *header)
{
    size_t f;

    if (!has_role(file, TITIAN_ROLE_UNIT) || !has_role(file, TITIAN_ROLE_INDICATOR) ||
        has_role(file, TITIAN_ROLE_VALUE) || has_role(file, TITIAN_ROLE_YEAR))
        return 0;
    for (f = 0; f < header->n_fields; f++) {
        if (titian_header_year(header->fields[f]) != 0)
            return 1;
    }
    return 0;
}

/* CODE and year of CODE_2021, CODE.2021, CODE-2021 or "CODE 2021". @return 0 for another name */
static int dated_code(titian_field name, titian_field *code)
{
    char before;
    int year;

    name = titian_field_trim(name);
    if (name.length < 6)
        return 0;
    before = name.text[name.length - 5];
    if (before != '_' && before != '.' && before != '-' && before != ' ')
        return 0;
    year = titian_year_parse(name.text + name.length - 4, 4);
    *code = titian_field_trim((titian_field){name.text, name.length - 5});
    return year;
}

/* A name that ends like a year may be a code by itself: only a code that is wanted counts. */
static int recognise_dated(titian_datafile *file, const titian_record *header)
{
    titian_field code;
    size_t f;

    if (!has_role(file, TITIAN_ROLE_UNIT) || has_role(file, TITIAN_ROLE_INDICATOR) ||
        has_role(file, TITIAN_ROLE_YEAR))
        return 0;
    for (f = 0; f < header->n_fields; f++) {
        if (titian_wanted_find(&file->gather->wanted, titian_field_trim(header->fields[f])) == TITIAN_NONE &&
            dated_code(header->fields[f], &code) != 0 &&
            titian_wanted_find(&file->gather->wanted, code) != TITIAN_NONE)
            return 1;
    }
    return 0;
}

/* The country's name stands in HDR and like files under "country". */
static titian_shape *new_shape(titian_datafile *file, const titian_record *header)
{
    titian_shape *s = titian_shape_new(file);

    if (s == NULL)
        return NULL;
    s->unit[0] = file->roles.field[TITIAN_ROLE_UNIT];
    s->name = file->roles.field[TITIAN_ROLE_NAME];
    if (s->name == TITIAN_NONE)
        s->name = titian_header_find(header, "country");
    return s;
}

static titian_status no_memory(const titian_datafile *file, const titian_record *header, titian_error *err)
{
    return titian_fail_at(err, TITIAN_E_MEMORY, file->entry->path, header->line, 0, "no memory for the columns");
}

static titian_status begin_years(titian_datafile *file, const titian_record *header, titian_error *err)
{
    titian_shape *s = new_shape(file, header);

    if (s == NULL)
        return no_memory(file, header, err);
    s->indicator = file->roles.field[TITIAN_ROLE_INDICATOR];
    titian_shape_add_years(s, header);
    return titian_shape_finish(file, header, err);
}

static titian_status begin_dated(titian_datafile *file, const titian_record *header, titian_error *err)
{
    titian_shape *s = new_shape(file, header);
    titian_field code;
    size_t f;

    if (s == NULL)
        return no_memory(file, header, err);
    for (f = 0; f < header->n_fields; f++) {
        const titian_field name = titian_field_trim(header->fields[f]);
        const int year = dated_code(name, &code);

        if (f == s->unit[0] || f == s->name)
            continue;
        if (year == 0 || titian_wanted_find(&file->gather->wanted, name) != TITIAN_NONE) {
            titian_shape_add_named(s, file, header, (titian_shape_value){.field = f});
        } else if (titian_wanted_find(&file->gather->wanted, code) == TITIAN_NONE) {
            file->entry->n_columns_aside++;
            titian_remark_near(file, code, header->line, f + 1);
        } else {
            const char *copy = titian_arena_text_n(&s->arena, code.text, code.length);

            s->failed |= copy == NULL;
            titian_shape_add_value(s, (titian_shape_value){.field = f, .code = copy, .year = year});
        }
    }
    return titian_shape_finish(file, header, err);
}

const titian_layout titian_layout_years = {
    .form = "years",
    .header = "unit_code,indicator_code and a column per year",
    .recognise = recognise_years,
    .begin = begin_years,
    .row = titian_shape_row,
};

const titian_layout titian_layout_dated = {
    .form = "dated",
    .header = "unit_code and a column per code and year (mys_2021)",
    .recognise = recognise_dated,
    .begin = begin_dated,
    .row = titian_shape_row,
};
