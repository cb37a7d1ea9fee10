/* Small tables with fixed columns from CSV files.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <titian/records.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <titian/panel.h>

#include "core/arena.h"
#include "core/index.h"
#include "input/kept.h"
#include "input/records.h"
#include "input/small_csv.h"

enum { MOST_COLUMNS = 6 };

typedef enum { TEXT, NUMBER, NUMBER_OR_NONE, DATE, YEAR_OR_NONE, TEXT_OR_NONE } content;

typedef struct {
    const char *name;
    content content;
    const char *mend; /* said when a cell cannot be used */
} column;

typedef struct {
    const char *header, *empty;
    column columns[MOST_COLUMNS];
    size_t n_columns;
    size_t key; /* column whose texts stand once; MOST_COLUMNS: none */
} layout;

static const char year_mend[] = "write a year, such as 2019; leave the cell empty where the list has no such end";
static const char unit_mend[] = "write the code of a unit of the data";

static const layout layouts[TITIAN_N_RECORDS] = {
    [TITIAN_RECORDS_LISTS] = {"list,uCode,valid_from,valid_to,source",
        "the file is empty\nwrite the header list,uCode,valid_from,valid_to,source and a row for each unit on a list",
        {{"list", TEXT, "write the name of the list"}, {"uCode", TEXT, unit_mend},
            {"valid_from", YEAR_OR_NONE, year_mend}, {"valid_to", YEAR_OR_NONE, year_mend},
            {"source", TEXT_OR_NONE, ""}},
        5, MOST_COLUMNS},
    [TITIAN_RECORDS_OVERRIDES] = {"uCode,action,amount,author,date,reason",
        "the file is empty\nwrite the header uCode,action,amount,author,date,reason and a row for each decision",
        {{"uCode", TEXT, unit_mend}, {"action", TEXT, "write include, exclude or fix"},
            {"amount", NUMBER_OR_NONE,
                "write the amount in the currency of the budget, 0 or more, with nothing between thousands"},
            {"author", TEXT, "write who has decided this: every decision has an author"},
            {"date", DATE,
                "write the day on which it was decided as 2026-03-31; in a spreadsheet make the cells text first"},
            {"reason", TEXT, "write why: every decision has a reason"}},
        6, 0},
    [TITIAN_RECORDS_PROJECTS] = {"uCode,project,cost,gain",
        "the file is empty\nwrite the header uCode,project,cost,gain and a row for each project",
        {{"uCode", TEXT, unit_mend}, {"project", TEXT, "write a name that no other project has"},
            {"cost", NUMBER,
                "write the cost in the currency of the budget, 0 or more, with nothing between thousands"},
            {"gain", NUMBER, "write what the project brings, 0 or more, in one unit for all"}},
        4, TITIAN_PROJECTS_NAME},
};

typedef struct {
    const char *text[MOST_COLUMNS];
    double number[MOST_COLUMNS];
    const char *file;
    size_t line;
} row;

struct titian_records {
    const layout *layout;
    const char *file; /* the one that is being read */
    row *rows;
    size_t n, room;
    titian_index keys;
    titian_arena arena;
};

static const char *const actions[TITIAN_N_OVERRIDES] = {
    [TITIAN_OVERRIDE_INCLUDE] = "include",
    [TITIAN_OVERRIDE_EXCLUDE] = "exclude",
    [TITIAN_OVERRIDE_FIX] = "fix",
};

static titian_status no_memory(titian_error *err)
{
    return titian_fail(err, TITIAN_E_MEMORY, "no memory for the rows of a small table");
}

static titian_status take_header(
    const titian_record *record, titian_findings *findings, void *context, titian_error *err)
{
    const layout *l = ((const titian_records *) context)->layout;

    (void) err;
    for (size_t k = 0; k < record->n_fields || k < l->n_columns; k++)
        if (k >= l->n_columns || k >= record->n_fields || strcmp(record->fields[k].text, l->columns[k].name) != 0) {
            titian_findings_error(
                findings, record->line, k + 1, "the header is not %s\nwrite these columns, in this order", l->header);
            return TITIAN_OK;
        }
    return TITIAN_OK;
}

/* YYYY-MM-DD, a day of the calendar. */
static int is_date(const titian_field *f)
{
    static const int days[] = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    int part[3] = {0, 0, 0};
    size_t k = 0;

    if (f->length != 10)
        return 0;
    for (size_t i = 0; i < f->length; i++) {
        const char c = f->text[i];

        if ((i == 4 || i == 7) && c != '-')
            return 0;
        if (i == 4 || i == 7)
            k++;
        else if (c < '0' || c > '9')
            return 0;
        else
            part[k] = 10 * part[k] + (c - '0');
    }
    return part[0] >= 1000 && part[1] >= 1 && part[1] <= 12 && part[2] >= 1 && part[2] <= days[part[1] - 1] &&
           (part[1] != 2 || part[2] < 29 || (part[0] % 4 == 0 && (part[0] % 100 != 0 || part[0] % 400 == 0)));
}

/* A cell of a row; what is wrong with it is said. @return 1 or 0 */
static int take_cell(const column *c, const titian_record *record, const titian_field *f, double *number)
{
    *number = TITIAN_MISSING;
    if (f->length == 0)
        return c->content == YEAR_OR_NONE || c->content == TEXT_OR_NONE || c->content == NUMBER_OR_NONE;
    if (c->content == TEXT || c->content == TEXT_OR_NONE)
        return 1;
    if (c->content == DATE)
        return is_date(f);
    if (titian_kept_number(record, *f, number) != TITIAN_NUMBER_OK || !(*number >= 0.0) || *number > 1e300)
        return 0;
    return c->content != YEAR_OR_NONE || (*number == floor(*number) && *number < 1e4);
}

/* A list does not end before it begins. @return 1 or 0 */
static int check_span(const titian_record *record, titian_findings *findings, const row *r)
{
    if (!(r->number[TITIAN_LISTS_TO] < r->number[TITIAN_LISTS_FROM]))
        return 1;
    titian_findings_error(findings, record->line, TITIAN_LISTS_TO + 1,
        "valid_to is before valid_from\nwrite the last year on the list, not before the first");
    return 0;
}

/* An action is one that there is, and an amount stands beside fix alone. @return 1 or 0 */
static int check_action(const titian_record *record, titian_findings *findings, row *r)
{
    const char *word = record->fields[TITIAN_OVERRIDES_ACTION].text;
    int action = 0;

    while (action < TITIAN_N_OVERRIDES && strcmp(word, actions[action]) != 0)
        action++;
    r->number[TITIAN_OVERRIDES_ACTION] = action;
    if (action == TITIAN_N_OVERRIDES)
        titian_small_csv_fault(
            findings, record, TITIAN_OVERRIDES_ACTION, "is no action\nwrite include, exclude or fix");
    else if ((action == TITIAN_OVERRIDE_FIX) == isnan(r->number[TITIAN_OVERRIDES_AMOUNT]))
        titian_findings_error(findings, record->line, TITIAN_OVERRIDES_AMOUNT + 1,
            action == TITIAN_OVERRIDE_FIX
                ? "fix has no amount\nwrite the amount in the currency of the budget, 0 or more"
                : "only fix has an amount\nleave the cell empty, or write fix as the action");
    else
        return 1;
    return 0;
}

static int take_cells(const titian_records *records, const titian_record *record, titian_findings *findings, row *r)
{
    const layout *l = records->layout;
    int good = 1;

    for (size_t k = 0; k < l->n_columns; k++) {
        const titian_field *f = &record->fields[k];

        if (take_cell(&l->columns[k], record, f, &r->number[k]))
            continue;
        titian_small_csv_fault(findings, record, k, "is no %s\n%s", l->columns[k].name, l->columns[k].mend);
        good = 0;
    }
    if (good && l == &layouts[TITIAN_RECORDS_LISTS])
        good = check_span(record, findings, r);
    if (good && l == &layouts[TITIAN_RECORDS_OVERRIDES])
        good = check_action(record, findings, r);
    return good;
}

static titian_status make_room(titian_records *records, titian_error *err)
{
    const size_t room = records->room < 16 ? 16 : 2 * records->room;
    row *rows = NULL;

    if (records->n < records->room)
        return TITIAN_OK;
    rows = realloc(records->rows, room * sizeof *rows);
    if (rows == NULL)
        return no_memory(err);
    records->rows = rows;
    records->room = room;
    return TITIAN_OK;
}

/* Rows of several files come one file after the other. */
static titian_status note_file(titian_records *records, const char *file, titian_error *err)
{
    if (file == NULL || strcmp(file, records->file) == 0)
        return TITIAN_OK;
    records->file = titian_arena_text(&records->arena, file);
    return records->file != NULL ? TITIAN_OK : no_memory(err);
}

titian_status titian_records_take(
    titian_records *records, const titian_record *record, titian_findings *findings, titian_error *err)
{
    const layout *l = records->layout;
    const int keyed = l->key < l->n_columns;
    const titian_field *key = &record->fields[keyed ? l->key : 0];
    row r = {.line = record->line};
    titian_status status = TITIAN_OK;

    if (!take_cells(records, record, findings, &r))
        return TITIAN_OK;
    if (keyed && titian_index_find(&records->keys, key->text, key->length) != TITIAN_NONE) {
        titian_small_csv_twice(findings, record, l->key);
        return TITIAN_OK;
    }
    status = make_room(records, err);
    if (status == TITIAN_OK)
        status = note_file(records, findings->file, err);
    if (status != TITIAN_OK)
        return status;
    r.file = records->file;
    for (size_t k = 0; k < l->n_columns; k++) {
        r.text[k] = titian_arena_text_n(&records->arena, record->fields[k].text, record->fields[k].length);
        if (r.text[k] == NULL)
            return no_memory(err);
    }
    if (keyed && titian_index_add(&records->keys, key->text, key->length, records->n) != 0)
        return no_memory(err);
    records->rows[records->n++] = r;
    return TITIAN_OK;
}

static titian_status take_row(
    const titian_record *record, titian_findings *findings, void *context, titian_error *err)
{
    return titian_records_take(context, record, findings, err);
}

int titian_records_is_header(titian_records_kind kind, const titian_record *record)
{
    const layout *l = &layouts[kind];

    for (size_t k = 0; k < l->n_columns; k++)
        if (record->n_fields != l->n_columns || strcmp(record->fields[k].text, l->columns[k].name) != 0)
            return 0;
    return 1;
}

titian_status titian_records_new(titian_records **out, titian_records_kind kind, const char *name, titian_error *err)
{
    titian_records *records = calloc(1, sizeof *records);

    *out = NULL;
    if (records == NULL)
        return no_memory(err);
    records->layout = &layouts[kind];
    records->file = titian_arena_text(&records->arena, name);
    if (records->file == NULL) {
        titian_records_free(records);
        return no_memory(err);
    }
    *out = records;
    return TITIAN_OK;
}

const char *titian_override_name(titian_override action)
{
    return actions[action];
}

const char *titian_records_header(titian_records_kind kind)
{
    return layouts[kind].header;
}

titian_status titian_records_parse(titian_records **out, titian_records_kind kind, const char *name, const char *text,
    size_t length, titian_problems *problems, titian_error *err)
{
    titian_records *records = NULL;
    titian_small_csv_reader reader = {take_header, take_row, layouts[kind].empty, NULL};
    titian_status status = titian_records_new(&records, kind, name, err);

    *out = NULL;
    reader.context = records;
    if (status == TITIAN_OK)
        status = titian_small_csv_parse(&reader, name, text, length, problems, err);
    if (status == TITIAN_OK) {
        *out = records;
        records = NULL;
    }
    titian_records_free(records);
    return status;
}

titian_status titian_records_read(
    titian_records **out, titian_records_kind kind, const char *path, titian_problems *problems, titian_error *err)
{
    return titian_records_parse(out, kind, path, NULL, 0, problems, err);
}

void titian_records_free(titian_records *records)
{
    if (records == NULL)
        return;
    titian_index_free(&records->keys);
    titian_arena_free(&records->arena);
    free(records->rows);
    free(records);
}

const char *titian_records_file(const titian_records *records, size_t r)
{
    return r < records->n ? records->rows[r].file : records->n > 0 ? records->rows[0].file : records->file;
}

size_t titian_records_n(const titian_records *records)
{
    return records->n;
}

size_t titian_records_line(const titian_records *records, size_t r)
{
    return records->rows[r].line;
}

const char *titian_records_text(const titian_records *records, size_t r, size_t k)
{
    return records->rows[r].text[k];
}

double titian_records_number(const titian_records *records, size_t r, size_t k)
{
    return records->rows[r].number[k];
}
