/* Reading rows by a shape.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include "input/number.h"
#include "input/period.h"
#include "input/shape.h"
#include "input/text.h"
#include "input/value.h"

enum { MOST_POWER = 18 };

static titian_field field_at(const titian_record *record, size_t field)
{
    return field < record->n_fields ? titian_field_trim(record->fields[field]) : (titian_field){"", 0};
}

/* The code of a cell that may hold its label too: A of "A: Annual". */
static titian_field code_at(const titian_shape *s, const titian_record *record, size_t field)
{
    const titian_field cell = field_at(record, field);

    return s->labelled ? titian_header_name(cell) : cell;
}

/* The label of such a cell: Annual of "A: Annual". */
static titian_field label_at(const titian_record *record, size_t field)
{
    const titian_field cell = field_at(record, field), code = titian_header_name(cell);

    if (cell.length <= code.length + 2)
        return (titian_field){"", 0};
    return titian_field_trim((titian_field){cell.text + code.length + 2, cell.length - code.length - 2});
}

/* Code of a row's values, or of a column's. */
static titian_field code_of(const titian_shape *s, const titian_record *record, const titian_shape_value *value)
{
    const char *code = value->code != NULL ? value->code : s->code;

    if (code != NULL)
        return (titian_field){code, strlen(code)};
    return code_at(s, record, s->indicator);
}

static void combine(titian_combination *c, const titian_shape *s, const titian_record *record, titian_field code)
{
    size_t d;

    c->code = code;
    for (d = 0; d < s->breakdown.n_dimensions; d++)
        c->value[d] = code_at(s, record, s->dimension_field[d]);
}

/* Has the field a value? The words for "missing" are those that numbers are read by. */
static int is_filled(titian_field field)
{
    titian_value value;
    double number;

    switch (titian_number_parse(field.text, field.length, &number)) {
    case TITIAN_NUMBER_OK:
        return 1;
    case TITIAN_NUMBER_MISSING:
        return 0;
    default:
        titian_value_read(&value, field);
        return value.kind != TITIAN_VALUE_MISSING;
    }
}

/* Does the field hold something for somebody who wants the code? For a label any text is something. */
static int holds(const titian_wanted *wanted, titian_field code, titian_field field)
{
    size_t link = titian_wanted_find(wanted, code);

    if (field.length == 0 || is_filled(field))
        return field.length > 0;
    while (link != TITIAN_NONE && !wanted->series[wanted->links[link].series].is_label)
        link = wanted->links[link].next;
    return link != TITIAN_NONE;
}

/* Does a column of status say that there is no value, whatever stands there? */
static int is_called_missing(const titian_shape *s, const titian_record *record)
{
    for (size_t k = 0; k < s->n_status; k++)
        if (titian_status_sense(s->status[k].words, code_at(s, record, s->status[k].field)) == TITIAN_SENSE_MISSING)
            return 1;
    return 0;
}

/* Note a combination of the row. @return 0, or -1 when there is no memory */
static int note(titian_datafile *file, const titian_record *record, titian_field code, int filled)
{
    titian_combination c;

    combine(&c, file->shape, record, code);
    return titian_breakdown_note(&file->shape->breakdown, &c, filled);
}

titian_status titian_shape_survey(titian_datafile *file, const titian_record *record, titian_error *err)
{
    const titian_shape *s = file->shape;
    const titian_wanted *wanted = &file->gather->wanted;
    const int nothing = is_called_missing(s, record);
    titian_field row_code = {"", 0};
    int of_row = 0, failed = 0, filled = 0; /* columns without a code of their own share that of the row */
    size_t v;

    for (v = 0; v < s->n_values && !failed; v++) {
        const titian_shape_value *value = &s->values[v];
        const titian_field code = code_of(s, record, value), field = field_at(record, value->field);

        if ((value->code == NULL && filled) || !titian_wanted_knows(wanted, code))
            continue;
        if (value->code != NULL) {
            failed = note(file, record, code, !nothing && holds(wanted, code, field));
            continue;
        }
        of_row = 1;
        row_code = code;
        filled = !nothing && holds(wanted, code, field);
    }
    if (of_row && !failed)
        failed = note(file, record, row_code, filled);
    return failed ? titian_fail_at(
                        err, TITIAN_E_MEMORY, file->entry->path, record->line, 0, "no memory for the breakdowns")
                  : TITIAN_OK;
}

titian_status titian_shape_settle(titian_datafile *file, size_t line, titian_error *err)
{
    return titian_breakdown_settle(
        &file->shape->breakdown, &file->gather->wanted, &file->gather->findings, line, err);
}

int titian_shape_is_footer(const titian_shape *shape, const titian_record *record)
{
    const titian_field first = field_at(record, 0);
    size_t k;

    for (k = 0; shape->footer != NULL && shape->footer[k] != NULL; k++) {
        const size_t n = strlen(shape->footer[k]);

        if (first.length >= n && memcmp(first.text, shape->footer[k], n) == 0)
            return 1;
    }
    return 0;
}

static titian_who who_of(const titian_datafile *file, const titian_record *record)
{
    const titian_shape *s = file->shape;
    titian_who who = {.name = field_at(record, s->name), .name_column = s->name + 1};
    size_t k;

    if (s->name == TITIAN_NONE && s->labelled)
        who.name = label_at(record, s->unit[0]);
    who.code_column = s->unit[0] + 1;
    who.is_published = file->layout != &titian_layout_mapped; /* a mapping is of a table of the user's own */
    who.groups_lack_code = s->scope != TITIAN_NONE && s->scope == s->unit[0];
    for (k = 0; k < TITIAN_MOST_UNIT_COLUMNS && s->unit[k] != TITIAN_NONE && who.code.length == 0; k++) {
        who.code = code_at(s, record, s->unit[k]);
        who.code_column = who.code.length > 0 ? s->unit[k] + 1 : who.code_column;
    }
    return who;
}

/* A whole number that is no year of titian's: prehistory in Our World in Data. */
static int is_far_year(titian_field field)
{
    double year;

    return titian_number_parse(field.text, field.length, &year) == TITIAN_NUMBER_OK && year == floor(year) &&
           year < 1000;
}

static const char *what_period(titian_field field)
{
    const char kind = field.length > 5 ? field.text[5] : '\0';

    if (field.length < 6 || titian_year_parse(field.text, 4) == 0 || field.text[4] != '-')
        return "is not a year";
    if (kind == 'Q')
        return "is a quarter, not a year";
    if (kind == 'S')
        return "is half a year, not a year";
    if (kind == 'W')
        return "is a week, not a year";
    return field.length > 8 && kind != 'M' ? "is a day, not a year" : "is a month, not a year";
}

/* Year of a period: 2023, YR2023, 2023-A1 ("2023, the first of one"). */
static int year_of_period(titian_field field)
{
    if (field.length == 7 && memcmp(field.text + 4, "-A1", 3) == 0)
        field.length = 4;
    return titian_header_year(field);
}

static void take_year(titian_datafile *file, const titian_record *record, titian_row *row)
{
    const titian_shape *s = file->shape;
    const titian_field field = code_at(s, record, s->year);
    const titian_flaw *flaw = titian_row_flaw(row, s->year + 1);
    char quoted[TITIAN_QUOTED];

    row->year = s->fixed_year != 0 ? s->fixed_year : file->gather->year;
    row->label_year = s->fixed_year;
    if (s->year == TITIAN_NONE)
        return;
    titian_row_dated(file, row, flaw, year_of_period(field), field);
    if (row->year != 0)
        return;
    row->n_faults++;
    titian_findings_error(&file->gather->findings, row->line, s->year + 1, "%s %s (unit %s)\n%s",
        field.length > 0 ? titian_field_quote(quoted, field) : "an empty field", what_period(field),
        titian_row_unit(row).text,
        titian_period_mend(field, "give yearly values: a year of four digits, such as 2021"));
}

/* Once in a file for each kind of remark. */
static void remark(
    titian_datafile *file, size_t line, const titian_shape_status *status, titian_field word, titian_sense sense)
{
    titian_findings *findings = &file->gather->findings;
    char quoted[TITIAN_QUOTED];

    if (file->shape->told[sense])
        return;
    file->shape->told[sense] = 1;
    titian_field_quote(quoted, word);
    if (sense == TITIAN_SENSE_WEAK)
        titian_findings_warning(findings, line, status->field + 1,
            "the status %s calls the value unreliable, here and perhaps further on\nit is used as it is", quoted);
    else if (sense == TITIAN_SENSE_MISSING)
        titian_findings_warning(findings, line, status->field + 1,
            "the status %s says that there is no value, but there is one, here and perhaps further on\n"
            "it is left out",
            quoted);
    else
        titian_findings_warning(findings, line, status->field + 1,
            "the status %s is not known, here and perhaps further on; the value is taken as observed\n"
            "docs/files.md lists the words that are known",
            quoted);
}

/* What the status columns make of a row. @return the one that says that there is no value; NULL */
static const titian_shape_status *take_mark(titian_datafile *file, const titian_record *record, titian_mark *mark)
{
    const titian_shape *s = file->shape;
    const titian_shape_status *missing = NULL;
    size_t k;

    *mark = TITIAN_MARK_OBSERVED;
    for (k = 0; k < s->n_status; k++) {
        const titian_field word = code_at(s, record, s->status[k].field);
        const titian_sense sense = titian_status_sense(s->status[k].words, word);

        if (sense == TITIAN_SENSE_WEAK || sense == TITIAN_SENSE_UNKNOWN)
            remark(file, record->line, &s->status[k], word, sense);
        else if (sense == TITIAN_SENSE_ESTIMATED)
            *mark = TITIAN_MARK_ESTIMATED;
        else if (sense == TITIAN_SENSE_MISSING)
            missing = &s->status[k];
    }
    return missing;
}

static int take_power(titian_datafile *file, const titian_record *record, titian_row *row)
{
    const titian_shape *s = file->shape;
    const titian_field field = code_at(s, record, s->power);
    char quoted[TITIAN_QUOTED];
    double power = 0.0;

    if (field.length == 0)
        return s->fixed_power;
    if (titian_number_parse(field.text, field.length, &power) == TITIAN_NUMBER_OK && power == floor(power) &&
        fabs(power) <= MOST_POWER)
        return (int) power;
    row->n_faults++;
    titian_findings_error(&file->gather->findings, row->line, s->power + 1,
        "%s is not a power of ten\nwrite 0 for units, 3 for thousands, 6 for millions",
        titian_field_quote(quoted, field));
    return 0;
}

/* The links that a value of a row is for. `taking` says why there are none. */
static size_t link_of(
    titian_datafile *file, const titian_record *record, const titian_shape_value *value, titian_taking *taking)
{
    titian_shape *s = file->shape;
    const titian_field code = code_of(s, record, value);
    titian_combination c;
    size_t link = TITIAN_NONE;

    *taking = TITIAN_BREAKDOWN_TAKEN;
    if (s->breakdown.n_dimensions == 0)
        return titian_wanted_find(&file->gather->wanted, code);
    combine(&c, s, record, code);
    *taking = titian_breakdown_find(&s->breakdown, &c, &link);
    if (*taking == TITIAN_BREAKDOWN_UNMET)
        link = titian_wanted_find(&file->gather->wanted, code);
    return link;
}

/* A row of one code: is anybody interested? @return 0 when the row is done with */
static int begin_coded(
    titian_datafile *file, const titian_record *record, titian_row *row, size_t *link, titian_error *err)
{
    titian_shape *s = file->shape;
    const titian_shape_value any = {.code = NULL};
    const titian_field code = code_of(s, record, &any);
    titian_taking taking;

    if (code.length > 0 && !titian_wanted_knows(&file->gather->wanted, code))
        return titian_row_set_aside(file, row, code, s->indicator + 1, err) == TITIAN_OK ? 0 : -1;
    if (code.length == 0) {
        titian_gather_fault(file->gather, row, s->indicator + 1,
            "there is no indicator code\nwrite the code of the value's indicator, or remove the line");
        return 0;
    }
    *link = link_of(file, record, &any, &taking);
    if (*link == TITIAN_NONE && taking == TITIAN_BREAKDOWN_TAKEN)
        return titian_row_set_aside(file, row, code, s->indicator + 1, err) == TITIAN_OK ? 0 : -1;
    if (taking != TITIAN_BREAKDOWN_OTHER)
        return 1;
    row->aside = TITIAN_ROWS_OUTSIDE;
    return 0;
}

static titian_status take_value(titian_datafile *file, const titian_record *record, titian_row *row,
    const titian_shape_value *value, const titian_entry *common, titian_error *err)
{
    titian_taking taking = TITIAN_BREAKDOWN_TAKEN;
    titian_entry entry = *common;

    entry.field = field_at(record, value->field);
    entry.column = value->field + 1;
    if (value->code != NULL)
        entry.link = link_of(file, record, value, &taking);
    if (taking == TITIAN_BREAKDOWN_OTHER)
        row->aside = TITIAN_ROWS_OUTSIDE; /* unless another column of the row is taken */
    if (value->year != 0)
        row->year = row->label_year = value->year;
    if (value->flag != NULL && entry.field.length > 0)
        entry.field = (titian_field){value->flag, strlen(value->flag)};
    return entry.link != TITIAN_NONE ? titian_gather_entry(file->gather, row, &entry, err) : TITIAN_OK;
}

static titian_status take_values(
    titian_datafile *file, const titian_record *record, titian_row *row, titian_entry *entry, titian_error *err)
{
    const titian_shape *s = file->shape;
    const titian_shape_status *missing = take_mark(file, record, &entry->mark);
    titian_status status = TITIAN_OK;
    size_t v;

    entry->power = take_power(file, record, row);
    for (v = 0; v < s->n_values && status == TITIAN_OK; v++) {
        const titian_shape_value *value = &s->values[v];
        const titian_record nothing = {.line = record->line};
        const int left_out = missing != NULL && is_filled(field_at(record, value->field));

        if (left_out)
            remark(file, record->line, missing, code_at(s, record, missing->field), TITIAN_SENSE_MISSING);
        status = take_value(file, left_out ? &nothing : record, row, value, entry, err);
    }
    if (row->n_new + row->n_same > 0)
        row->aside = TITIAN_ROWS_USED;
    return status;
}

/* Rows that are not looked at, whatever their code. */
static titian_row_kind aside_of(const titian_shape *s, const titian_record *record)
{
    if (s->n_values == 0 && s->rank != TITIAN_NAME_UNITS)
        return TITIAN_ROWS_UNWANTED;
    if (s->scope != TITIAN_NONE && s->scope != s->unit[0] && field_at(record, s->scope).length == 0)
        return TITIAN_ROWS_AGGREGATE;
    return is_far_year(code_at(s, record, s->year)) ? TITIAN_ROWS_OUTSIDE : TITIAN_ROWS_USED;
}

titian_status titian_shape_row(titian_datafile *file, const titian_record *record, titian_row *row, titian_error *err)
{
    titian_shape *s = file->shape;
    titian_entry entry = {.link = TITIAN_NONE};
    titian_who who;
    titian_status status = TITIAN_OK;
    int goes_on = 1;

    row->aside = aside_of(s, record);
    if (row->aside == TITIAN_ROWS_AGGREGATE)
        return titian_gather_group(file->gather, row, code_at(s, record, s->unit[0]), err);
    if (row->aside != TITIAN_ROWS_USED)
        return TITIAN_OK;
    if (s->indicator != TITIAN_NONE || s->code != NULL)
        goes_on = begin_coded(file, record, row, &entry.link, err);
    if (goes_on != 1)
        return goes_on < 0 ? TITIAN_E_MEMORY : TITIAN_OK;
    who = who_of(file, record);
    status = titian_gather_who(file->gather, row, &who, err);
    if (status != TITIAN_OK)
        return status;
    take_year(file, record, row);
    status = titian_gather_name(file->gather, row, who.name, s->rank, err);
    return status == TITIAN_OK ? take_values(file, record, row, &entry, err) : status;
}
