/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "input/layout.h"

#include "core/index.h"
#include "input/number.h"
#include "input/period.h"
#include "input/text.h"

/* What the user says comes first, then the forms of publishers: their headers say more than titian's own. */
static const titian_layout *const layouts[] = {
    &titian_layout_mapped,
    &titian_layout_lists,
    &titian_layout_worldbank,
    &titian_layout_databank,
    &titian_layout_databank_time,
    &titian_layout_worldbank_countries,
    &titian_layout_worldbank_indicators,
    &titian_layout_sdmx,
    &titian_layout_sdmx_years,
    &titian_layout_sdg,
    &titian_layout_m49,
    &titian_layout_itu,
    &titian_layout_owid,
    &titian_layout_model,
    &titian_layout_coin_tool,
    &titian_layout_long,
    &titian_layout_wide,
    &titian_layout_years,
    &titian_layout_dated,
    &titian_layout_units,
    NULL,
};

/* Names of columns, in any letter case. Within a role the lowest tier that is there wins, and the rest are ordinary
 * columns: "unit" beside "unit_code" is a unit of measurement. Two of the same tier are an error. */
static const struct {
    const char *name;
    titian_role role;
    int tier;
} names[] = {
    {"unit_code", TITIAN_ROLE_UNIT, 0},
    {"uCode", TITIAN_ROLE_UNIT, 0},
    {"iso3", TITIAN_ROLE_UNIT, 1},
    {"unit", TITIAN_ROLE_UNIT, 2},
    {"code", TITIAN_ROLE_UNIT, 3},
    {"unit_name", TITIAN_ROLE_NAME, 0},
    {"uName", TITIAN_ROLE_NAME, 0},
    {"name", TITIAN_ROLE_NAME, 1},
    {"year", TITIAN_ROLE_YEAR, 0},
    {"Time", TITIAN_ROLE_YEAR, 0},
    {"indicator_code", TITIAN_ROLE_INDICATOR, 0},
    {"iCode", TITIAN_ROLE_INDICATOR, 0},
    {"indicator", TITIAN_ROLE_INDICATOR, 1},
    {"value", TITIAN_ROLE_VALUE, 0},
    {"status", TITIAN_ROLE_STATUS, 0},
};
enum { N_NAMES = sizeof names / sizeof *names, FIRST_WEAK_TIER = 2, N_TIERS = 4 };

const titian_layout *titian_layout_at(size_t row)
{
    size_t k;

    for (k = 0; k < row && layouts[k] != NULL; k++)
        ;
    return layouts[k];
}

/* Row of `names` that a column has, N_NAMES when its name says nothing. */
static size_t name_of(titian_field field)
{
    size_t k;

    field = titian_field_trim(field);
    for (k = 0; k < N_NAMES; k++) {
        if (titian_field_is(field, names[k].name))
            break;
    }
    return k;
}

titian_roles titian_roles_find(const titian_record *header)
{
    titian_roles roles = {.unit_is_weak = 0};
    int tier[TITIAN_N_ROLES];
    size_t f, r;

    for (r = 0; r < TITIAN_N_ROLES; r++) {
        roles.field[r] = TITIAN_NONE;
        tier[r] = N_TIERS;
    }
    for (f = 0; f < header->n_fields; f++) {
        size_t k = name_of(header->fields[f]);

        if (k == N_NAMES || names[k].tier >= tier[names[k].role])
            continue;
        roles.field[names[k].role] = f;
        tier[names[k].role] = names[k].tier;
    }
    roles.name_is_weak = tier[TITIAN_ROLE_NAME] > 0;
    roles.unit_is_weak = tier[TITIAN_ROLE_UNIT] >= FIRST_WEAK_TIER && tier[TITIAN_ROLE_UNIT] < N_TIERS;
    return roles;
}

int titian_roles_identify(const titian_roles *roles)
{
    return roles->field[TITIAN_ROLE_UNIT] != TITIAN_NONE ||
           (roles->field[TITIAN_ROLE_NAME] != TITIAN_NONE && !roles->name_is_weak);
}

/* Another column that could as well play the role of this one. */
static int is_rival(const titian_datafile *file, const titian_record *header, size_t f, size_t *first)
{
    size_t k = name_of(header->fields[f]);

    if (k == N_NAMES || file->layout->header == NULL)
        return 0;
    *first = file->roles.field[names[k].role];
    return *first != f && names[k].tier == names[name_of(header->fields[*first])].tier;
}

titian_status titian_roles_check(titian_datafile *file, const titian_record *header, titian_error *err)
{
    titian_status status = TITIAN_OK;
    titian_index seen = TITIAN_INDEX_EMPTY;
    char quoted[TITIAN_QUOTED], before[TITIAN_QUOTED];
    size_t f, first;

    for (f = 0; f < header->n_fields; f++) {
        titian_field name = titian_field_trim(header->fields[f]);

        if (name.length == 0)
            continue;
        first = titian_index_find(&seen, name.text, name.length);
        if (first == TITIAN_NONE && titian_index_add(&seen, name.text, name.length, f) != 0) {
            status = titian_fail_at(err, TITIAN_E_MEMORY, file->entry->path, header->line, 0, "no memory");
            break;
        }
        if (first != TITIAN_NONE || is_rival(file, header, f, &first))
            titian_findings_error(&file->gather->findings, header->line, f + 1,
                "column %s stands for the same as %s in field %zu\nremove or rename one of the two",
                titian_field_quote(quoted, name), titian_field_quote(before, header->fields[first]), first + 1);
    }
    titian_index_free(&seen);
    return status;
}

titian_field titian_role_field(const titian_datafile *file, const titian_record *record, titian_role role)
{
    const size_t f = file->roles.field[role];

    return f < record->n_fields ? record->fields[f] : (titian_field){"", 0};
}

size_t titian_role_column(const titian_datafile *file, titian_role role)
{
    return file->roles.field[role] == TITIAN_NONE ? 0 : file->roles.field[role] + 1;
}

titian_who titian_row_who(const titian_datafile *file, const titian_record *record)
{
    return (titian_who){.code = titian_role_field(file, record, TITIAN_ROLE_UNIT),
        .name = titian_role_field(file, record, TITIAN_ROLE_NAME),
        .code_column = titian_role_column(file, TITIAN_ROLE_UNIT),
        .name_column = titian_role_column(file, TITIAN_ROLE_NAME)};
}

void titian_row_dated(
    const titian_datafile *file, titian_row *row, const titian_flaw *flaw, int year, titian_field field)
{
    row->year = flaw != NULL ? flaw->year : year;
    if (row->year == 0 && flaw == NULL)
        row->year = titian_period_year(file->gather->options.values.period, field);
    row->label_year = row->year != 0 ? row->year : -1;
}

void titian_row_year(titian_datafile *file, const titian_record *record, titian_row *row)
{
    const titian_field field = titian_role_field(file, record, TITIAN_ROLE_YEAR);
    const titian_flaw *flaw = titian_row_flaw(row, titian_role_column(file, TITIAN_ROLE_YEAR));
    char quoted[TITIAN_QUOTED];

    if (titian_role_column(file, TITIAN_ROLE_YEAR) == 0) {
        row->year = file->gather->year;
        row->label_year = 0;
        return;
    }
    titian_row_dated(file, row, flaw, titian_year_parse(field.text, field.length), field);
    if (row->year != 0)
        return;
    row->n_faults++;
    titian_findings_error(&file->gather->findings, row->line, titian_role_column(file, TITIAN_ROLE_YEAR),
        "%s is not a year (unit %s)\n%s",
        titian_field_trim(field).length > 0 ? titian_field_quote(quoted, field) : "an empty field",
        titian_row_unit(row).text, titian_period_mend(field, "write a year of four digits, such as 2021"));
}

void titian_undated(titian_datafile *file, size_t line, size_t column, size_t link)
{
    const titian_wanted *wanted = &file->gather->wanted;

    for (; link != TITIAN_NONE; link = wanted->links[link].next) {
        const titian_series *series = &wanted->series[wanted->links[link].series];

        if (series->is_label)
            continue;
        titian_findings_error(&file->gather->findings, line, column,
            "the figures of this column (%s %s) have no year\nadd a year column, or give --year", series->kind,
            series->code);
        return;
    }
}

titian_status titian_row_set_aside(
    titian_datafile *file, titian_row *row, titian_field code, size_t column, titian_error *err)
{
    const size_t known = file->aside.n;

    row->aside = TITIAN_ROWS_UNWANTED;
    if (titian_texts_add(&file->aside, code) == TITIAN_NONE)
        return titian_fail_at(err, TITIAN_E_MEMORY, file->entry->path, row->line, 0, "no memory for a code");
    if (file->aside.n > known) {
        file->entry->n_columns_aside++;
        titian_remark_near(file, code, row->line, column);
    }
    return TITIAN_OK;
}

/* A breakdown is wanted of a code, and the file has no breakdowns. */
static void remark_selected(titian_datafile *file, titian_field code, size_t line, size_t column)
{
    const titian_wanted *wanted = &file->gather->wanted;
    const titian_link *link = &wanted->links[titian_wanted_selected(wanted, code)];

    titian_findings_warning(&file->gather->findings, line, column,
        "%.100s is set aside; the model wants %.200s, and this file has no columns to tell breakdowns by\n"
        "give a file that has them, or name the code without its selection in SourceCode",
        link->code, link->selection);
}

void titian_remark_near(titian_datafile *file, titian_field code, size_t line, size_t column)
{
    const char *near = titian_wanted_near(&file->gather->wanted, code);
    char quoted[TITIAN_QUOTED];

    titian_gather_code(file->gather, code);
    if (near != NULL && titian_wanted_selected(&file->gather->wanted, code) != TITIAN_NONE)
        remark_selected(file, code, line, column);
    else if (near != NULL)
        titian_findings_warning(&file->gather->findings, line, column,
            "%s is set aside; the model knows %s\ncodes are compared letter by letter: write %s if that is meant",
            titian_field_quote(quoted, code), near, near);
}
