/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "input/gather.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include <titian/number.h>
#include <titian/where.h>

#include "input/figure.h"
#include "input/text.h"

enum { UNIT_BYTES = 63, NAME_BYTES = 255, AT_ONCE = 64 /* numbers taken in one go */ };

static titian_status no_memory(const titian_row *row, titian_error *err)
{
    return titian_fail_at(err, TITIAN_E_MEMORY, row->entry->path, row->line, 0, "no memory for what this line holds");
}

void titian_gather_fault(titian_gather *gather, titian_row *row, size_t column, const char *text)
{
    row->n_faults++;
    titian_findings_error(&gather->findings, row->line, column, "%s", text);
}

const titian_flaw *titian_row_flaw(const titian_row *row, size_t column)
{
    const size_t n = row->record != NULL ? row->record->n_flaws : 0;
    size_t k;

    for (k = 0; k < n && row->record->flaws[k].column != column; k++)
        ;
    return k < n ? &row->record->flaws[k] : NULL;
}

static int has_control(titian_field field)
{
    size_t i;

    for (i = 0; i < field.length; i++) {
        if ((unsigned char) field.text[i] < 0x20 || field.text[i] == 0x7F)
            return 1;
    }
    return 0;
}

/* A code or name that can be no unit's is told. @return 1 when it can */
static int check_text(titian_gather *gather, titian_row *row, titian_field text, size_t column, size_t most)
{
    char quoted[TITIAN_QUOTED];

    if (text.length <= most && !has_control(text))
        return 1;
    row->n_faults++;
    titian_findings_error(&gather->findings, row->line, column,
        "%s is not a unit code\nwrite a code of at most %zu letters, digits and signs on one line",
        titian_field_quote(quoted, text), most);
    return 0;
}

/* What identifies the row as it is written: its code, or its name where there is none. */
static titian_status gather_letters(titian_gather *gather, titian_row *row, const titian_who *who, titian_error *err)
{
    const int by_code = who->code.length > 0;

    row->code = by_code ? who->code : who->name;
    row->unit = titian_roll_add(&gather->roll, row->code);
    if (row->unit == TITIAN_NONE)
        return no_memory(row, err);
    gather->roll.met[row->unit] |= by_code                ? TITIAN_MET_CODE
                                   : who->code_column > 0 ? TITIAN_MET_BLANK
                                                          : TITIAN_MET_NAME;
    if (who->is_published)
        gather->roll.met[row->unit] |= TITIAN_MET_PUBLISHED;
    return TITIAN_OK;
}

/* What the row's code and name stand for. */
static titian_status gather_matched(titian_gather *gather, titian_row *row, const titian_who *who, titian_error *err)
{
    titian_verdict *verdict = NULL;
    titian_status status = titian_units_judge(&verdict, gather->units, who, row->line, &gather->findings, err);
    titian_roll *roll = &gather->roll;

    if (status != TITIAN_OK)
        return status;
    if (verdict->kind == TITIAN_VERDICT_REFUSED) {
        row->n_faults++;
        return TITIAN_OK;
    }
    row->is_aside = verdict->kind == TITIAN_VERDICT_ASIDE;
    if (row->is_aside)
        roll = &gather->roll_aside;
    row->code = (titian_field){verdict->code, strlen(verdict->code)};
    if (verdict->unit == TITIAN_NONE)
        verdict->unit = titian_roll_add(roll, row->code);
    row->unit = verdict->unit;
    if (row->unit == TITIAN_NONE)
        return no_memory(row, err);
    if (verdict->name != NULL &&
        titian_roll_name(roll, row->unit, (titian_field){verdict->name, strlen(verdict->name)}, TITIAN_NAME_LIST) < 0)
        return no_memory(row, err);
    return TITIAN_OK;
}

titian_status titian_gather_who(titian_gather *gather, titian_row *row, const titian_who *who, titian_error *err)
{
    titian_who trimmed = *who;
    const titian_flaw *flaw = titian_row_flaw(row, who->code_column > 0 ? who->code_column : who->name_column);

    trimmed.code = titian_field_trim(who->code);
    trimmed.name = titian_field_trim(who->name);
    row->code = trimmed.code;
    row->unit = TITIAN_NONE;
    if (gather->is_survey)
        return TITIAN_OK;
    if (flaw != NULL) {
        titian_gather_fault(gather, row, flaw->column, flaw->text);
        return TITIAN_OK;
    }
    if (trimmed.code.length == 0 && trimmed.name.length == 0) {
        titian_gather_fault(gather, row, who->code_column > 0 ? who->code_column : who->name_column,
            "there is no unit code\nwrite the unit's code, or remove the line");
        return TITIAN_OK;
    }
    if (trimmed.code.length > 0 ? !check_text(gather, row, trimmed.code, who->code_column, UNIT_BYTES)
                                : !check_text(gather, row, trimmed.name, who->name_column, NAME_BYTES))
        return TITIAN_OK;
    return gather->units != NULL ? gather_matched(gather, row, &trimmed, err)
                                 : gather_letters(gather, row, &trimmed, err);
}

titian_status titian_gather_group(titian_gather *gather, const titian_row *row, titian_field code, titian_error *err)
{
    code = titian_field_trim(code);
    if (code.length == 0 || gather->units != NULL || gather->is_survey)
        return TITIAN_OK;
    return titian_texts_add(&gather->groups, code) != TITIAN_NONE ? TITIAN_OK : no_memory(row, err);
}

void titian_gather_mark_groups(titian_gather *gather)
{
    for (size_t k = 0; k < gather->groups.n; k++) {
        const char *code = gather->groups.text[k];
        const size_t unit = titian_index_find(&gather->roll.codes.index, code, strlen(code));

        if (unit != TITIAN_NONE)
            gather->roll.met[unit] |= TITIAN_MET_GROUP;
    }
}

titian_unit_word titian_row_unit(const titian_row *row)
{
    titian_unit_word word = {"?"};

    if (row->unit != TITIAN_NONE)
        snprintf(word.text, sizeof word.text, "%.*s", (int) row->code.length, row->code.text);
    return word;
}

/* "indicator GE.EST, unit KEN" as messages name a cell. */
typedef struct {
    char text[200];
} cell_name;

static cell_name name_cell(const titian_gather *gather, const titian_row *row, size_t series)
{
    const titian_series *s = &gather->wanted.series[series];
    cell_name name;

    snprintf(name.text, sizeof name.text, "%s %.64s, unit %s", s->kind, s->code, titian_row_unit(row).text);
    return name;
}

/* What a model that names vintages could say about two files. */
static const char *vintage_mend(const titian_gather *gather, const titian_row *row, const titian_ledger_file *older)
{
    if (gather->options.vintage_names.n == 0 || gather->options.vintages)
        return "";
    return row->entry->vintage == 0 || older->vintage == 0
               ? "; or name both files in data.vintages of the model, the newer one last"
               : "; both files are of one vintage of the model";
}

/* A second value for one cell, which is not the first one: both places are named. */
static void tell_difference(titian_gather *gather, titian_row *row, const titian_entry *entry,
    const titian_cell_key *key, const titian_cell *before)
{
    const titian_ledger_file *older = titian_ledger_at(gather->ledger, before->spot.file);
    const titian_where where = {older->path, before->spot.line, before->spot.column, older->in_sheet};
    const int is_label = gather->wanted.series[key->series].is_label;
    char here[TITIAN_QUOTED], there[TITIAN_QUOTED], year[32] = "", file[TITIAN_ERROR_FILE + 64];
    size_t i;

    titian_where_text(file, sizeof file, &where);
    for (i = 0; file[i] != '\0'; i++) {
        if (file[i] == '\n')
            file[i] = '?';
    }
    if (is_label) {
        const char *text = gather->labels.text[(size_t) before->value];

        titian_field_quote(there, (titian_field){text, strlen(text)});
    } else {
        titian_number_text(before->value, there);
    }
    if (key->year > 0)
        snprintf(year, sizeof year, ", year %d", key->year);
    titian_field_quote(here, entry->field);
    if (row->is_aside) { /* publishers draw a region's frontiers differently; it is no unit */
        titian_findings_warning(&gather->findings, row->line, entry->column,
            "%s here, but %s in %s (%s%s); the first is kept, as a benchmark", here, there, file,
            name_cell(gather, row, key->series).text, year);
        return;
    }
    row->n_faults++;
    titian_findings_error(&gather->findings, row->line, entry->column,
        "%s here, but %s in %s (%s%s)\nkeep the one that is right and remove the other%s", here, there, file,
        name_cell(gather, row, key->series).text, year, vintage_mend(gather, row, older));
}

/* Is a row of a newer vintage than the cell that stands there? Nothing is newer than what is of no vintage. */
static int is_newer(const titian_gather *gather, const titian_row *row, const titian_cell *before)
{
    const size_t older = titian_ledger_at(gather->ledger, before->spot.file)->vintage;

    return older > 0 && row->entry->vintage > older;
}

static titian_vintage vintage_of(const titian_gather *gather, const titian_cell_key *key, const titian_cell *cell)
{
    const titian_ledger_place place = {cell->spot.file, cell->spot.line, cell->spot.column};

    if (gather->wanted.series[key->series].is_label)
        return (titian_vintage){TITIAN_MISSING, gather->labels.text[(size_t) cell->value], cell->mark, place};
    return (titian_vintage){cell->value, NULL, cell->mark, place};
}

/* A newer vintage says something else. */
static titian_status revise(titian_gather *gather, titian_row *row, const titian_cell_key *key,
    const titian_cell *before, const titian_cell *cell, titian_error *err)
{
    const titian_unit_word unit = titian_row_unit(row);
    const titian_revision revision = {.code = gather->wanted.series[key->series].code,
        .unit = unit.text,
        .year = key->year,
        .older = vintage_of(gather, key, before),
        .newer = vintage_of(gather, key, cell)};
    const titian_status status = titian_ledger_revise(gather->ledger, &revision, err);

    row->n_new++;
    if (status == TITIAN_OK && titian_cells_replace(gather->cells, key, cell) != 0)
        return no_memory(row, err);
    return status;
}

static titian_status put(titian_gather *gather, titian_row *row, const titian_entry *entry,
    const titian_cell_key *key, double value, titian_error *err)
{
    const titian_cell cell = {value, entry->mark, {row->file, row->line, entry->column}};
    const int is_value = !gather->wanted.series[key->series].is_label;
    titian_cell before;
    titian_put done;

    if (row->unit == TITIAN_NONE)
        return TITIAN_OK;
    done = titian_cells_put(row->is_aside ? gather->cells_aside : gather->cells, key, &cell, &before);
    if ((done == TITIAN_PUT_DIFFERENT || (done == TITIAN_PUT_SAME && before.mark != cell.mark)) &&
        is_newer(gather, row, &before))
        return revise(gather, row, key, &before, &cell, err);
    switch (done) {
    case TITIAN_PUT_NEW:
        row->n_new++;
        if (is_value && row->is_aside) {
            gather->n_values_aside++;
        } else if (is_value) {
            row->entry->n_values++;
            gather->n_values++;
        }
        return TITIAN_OK;
    case TITIAN_PUT_SAME:
        row->n_same++;
        return TITIAN_OK;
    case TITIAN_PUT_DIFFERENT:
        tell_difference(gather, row, entry, key, &before);
        return TITIAN_OK;
    case TITIAN_PUT_TOO_MANY:
        return titian_fail_at(err, TITIAN_E_DATA, row->entry->path, row->line, entry->column,
            "the files hold more units, years and codes than titian handles at once (%zu units so far)\n"
            "check the unit codes and the years, or read fewer files",
            gather->roll.codes.n);
    case TITIAN_PUT_NO_MEMORY:
        break;
    }
    return no_memory(row, err);
}

/* A field that no value can be had from, whatever its text. */
static void tell_flaw(
    titian_gather *gather, titian_row *row, const titian_entry *entry, const titian_flaw *flaw, size_t series)
{
    const int n = (int) strcspn(flaw->text, "\n");

    gather->seen[series] = TITIAN_SEEN_FILLED;
    row->n_faults++;
    titian_findings_error(&gather->findings, row->line, entry->column, "%.*s (%s)%s", n, flaw->text,
        name_cell(gather, row, series).text, flaw->text + n);
}

static void see(titian_gather *gather, size_t series, titian_seen how)
{
    if (gather->seen[series] < how)
        gather->seen[series] = (unsigned char) how;
}

static void tell_fault(
    titian_gather *gather, titian_row *row, const titian_entry *entry, size_t series, const titian_figure *figure)
{
    char quoted[TITIAN_QUOTED];

    row->n_faults++;
    if (figure->kind == TITIAN_FIGURE_FAULT)
        titian_findings_error(&gather->findings, row->line, entry->column, "%s %s (%s)\n%s",
            titian_field_quote(quoted, entry->field), figure->what, name_cell(gather, row, series).text,
            figure->mend);
}

static titian_status put_number(
    titian_gather *gather, titian_row *row, const titian_entry *entry, size_t series, titian_error *err)
{
    const titian_cell_key key = {series, row->year, row->unit};
    const titian_figure_place place = {entry->field, entry->column, &gather->wanted.series[series], entry->power};
    const titian_figure_rules rules = {gather->options.values, gather->marks, &gather->findings,
        series == gather->wanted.links[entry->link].series ? row->entry : &gather->uncounted};
    titian_entry marked = *entry;
    titian_figure figure;
    titian_status status = titian_figure_read(&figure, &rules, &place, err);

    if (status != TITIAN_OK)
        return status;
    if (figure.kind == TITIAN_FIGURE_MISSING) {
        rules.entry->n_missing[figure.missing]++;
        return TITIAN_OK;
    }
    see(gather, series, figure.kind == TITIAN_FIGURE_NUMBER ? TITIAN_SEEN_NUMBER : TITIAN_SEEN_FILLED);
    if (figure.kind != TITIAN_FIGURE_NUMBER) {
        tell_fault(gather, row, entry, series, &figure);
        return TITIAN_OK;
    }
    if (row->year == 0) { /* why the year is unknown has been said already */
        row->n_faults++;
        return TITIAN_OK;
    }
    if (figure.is_estimate)
        marked.mark = TITIAN_MARK_ESTIMATED;
    return put(gather, row, &marked, &key, figure.value, err);
}

static titian_status put_label(
    titian_gather *gather, titian_row *row, const titian_entry *entry, size_t series, titian_error *err)
{
    const titian_cell_key key = {series, row->label_year, row->unit};
    titian_field label = titian_field_trim(entry->field);
    size_t text;

    if (label.length == 0)
        return TITIAN_OK;
    see(gather, series, TITIAN_SEEN_FILLED);
    if (row->label_year < 0) {
        row->n_faults++;
        return TITIAN_OK;
    }
    text = titian_texts_add(&gather->labels, label);
    if (text == TITIAN_NONE)
        return no_memory(row, err);
    return put(gather, row, entry, &key, (double) text, err);
}

/* A value met on the way through a file in search of its decimal marks. */
static titian_status survey_entry(
    titian_gather *gather, const titian_row *row, const titian_entry *entry, titian_error *err)
{
    size_t l = entry->link;

    while (l != TITIAN_NONE && gather->wanted.series[gather->wanted.links[l].series].is_label)
        l = gather->wanted.links[l].next;
    return l == TITIAN_NONE ? TITIAN_OK
                            : titian_marks_look(gather->marks, entry->column, row->line, entry->field, err);
}

titian_status titian_gather_entry(
    titian_gather *gather, titian_row *row, const titian_entry *entry, titian_error *err)
{
    const titian_wanted *wanted = &gather->wanted;
    const titian_flaw *flaw = titian_row_flaw(row, entry->column);
    size_t l, faults = row->n_faults;

    if (gather->is_survey)
        return survey_entry(gather, row, entry, err);
    for (l = entry->link; l != TITIAN_NONE; l = wanted->links[l].next) {
        const size_t series = wanted->links[l].series;
        titian_status status = TITIAN_OK;

        see(gather, series, TITIAN_SEEN_EMPTY);
        if (row->n_faults > faults) { /* said once is enough */
            see(gather, series, TITIAN_SEEN_FILLED);
            continue;
        }
        if (flaw != NULL)
            tell_flaw(gather, row, entry, flaw, series);
        else if (wanted->series[series].is_label)
            status = put_label(gather, row, entry, series, err);
        else
            status = put_number(gather, row, entry, series, err);
        if (status != TITIAN_OK)
            return status;
    }
    return TITIAN_OK;
}

titian_wanted_column titian_gather_column(const titian_gather *gather, size_t field, size_t link)
{
    const titian_link *l = &gather->wanted.links[link];
    const titian_series *series = &gather->wanted.series[l->series];
    titian_wanted_column column = {field, link, TITIAN_NONE, -(double) INFINITY, (double) INFINITY};

    if (l->next == TITIAN_NONE && !series->is_label)
        column.series = l->series;
    if (series->plausible != NULL) { /* an open end is a NaN */
        column.low = fmax(column.low, series->plausible->low);
        column.high = fmin(column.high, series->plausible->high);
    }
    return column;
}

/* The first of these columns whose numbers may be read as they are written, at most AT_ONCE. */
static size_t allowed_columns(
    const titian_marks *marks, const titian_wanted_column *columns, size_t n, const titian_record *record)
{
    size_t c;

    n = n < AT_ONCE ? n : AT_ONCE;
    if (titian_marks_allow_all(marks, record))
        return n;
    for (c = 0; c < n; c++) {
        const size_t field = columns[c].field;

        if (isnan(record->numbers[field]) || !titian_marks_allow(marks, field + 1, record->fields[field]))
            break;
    }
    return c;
}

size_t titian_gather_numbers(titian_gather *gather, titian_row *row, const titian_wanted_column *columns, size_t n,
    const titian_record *record)
{
    const titian_cell_key key = {0, row->year, row->unit};
    const titian_cell cell = {.mark = TITIAN_MARK_OBSERVED, .spot = {row->file, row->line, 0}};
    titian_cells_row cells;
    size_t taken = 0, put;

    if (record->numbers == NULL || row->year == 0 || row->unit == TITIAN_NONE || row->is_aside)
        return 0;
    cells = titian_cells_row_at(gather->cells, &key, &cell);
    do { /* what is appended to has had a number of this field before, so the series has been seen */
        put = allowed_columns(gather->marks, columns + taken, n - taken, record);
        put = titian_cells_append(&cells, columns + taken, put, record->numbers);
        taken += put;
    } while (put == AT_ONCE);
    row->n_new += taken;
    row->entry->n_values += taken;
    gather->n_values += taken;
    return taken;
}

titian_status titian_gather_name(
    titian_gather *gather, titian_row *row, titian_field name, titian_name_rank rank, titian_error *err)
{
    int taken;

    name = titian_field_trim(name);
    if (gather->is_survey || row->unit == TITIAN_NONE)
        return TITIAN_OK;
    if (rank == TITIAN_NAME_UNITS && !row->is_aside)
        gather->roll.met[row->unit] |= TITIAN_MET_LISTED;
    if (name.length == 0)
        return TITIAN_OK;
    taken = titian_roll_name(row->is_aside ? &gather->roll_aside : &gather->roll, row->unit, name, rank);
    if (taken < 0)
        return no_memory(row, err);
    if (rank == TITIAN_NAME_UNITS && taken)
        row->n_new++;
    else if (rank == TITIAN_NAME_UNITS)
        row->n_same++;
    return TITIAN_OK;
}

void titian_gather_code(titian_gather *gather, titian_field code)
{
    if (gather->codes != NULL && titian_texts_add(gather->codes, code) == TITIAN_NONE)
        gather->codes_lost = 1;
}
