/* Tables of a model: CSV files of its folder that options name. Judgements by pairs of nodes ("matrix": a header of
 * codes, a row for each of them) and points that experts give ("votes": expert, code, points).
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "input/kept.h"
#include "model/build.h"
#include "model/model_files.h"
#include "model/words.h"

enum { MOST_CELLS = 1 << 20 };

/* A table while it is read. Names of rows and columns are found by dictionaries. */
typedef struct {
    const titian_build *b;
    const char *file;
    int votes, good;
    size_t n_records;
    titian_index row_index, column_index;
    const char **rows, **columns;
    size_t *lines;
    size_t n_rows, n_columns, row_room, column_room;
    struct entry {
        size_t row, column;
        double value;
    } * entries;
    size_t n_entries, entry_room;
} reading;

static void say(reading *r, size_t line, size_t field, const char *what, const char *text, const char *mend)
{
    r->good = 0;
    titian_faults_say(r->b->faults, (titian_place){r->file, line, field}, "%s%s\n%s", what, text, mend);
}

static void say_number(reading *r, const titian_record *record, size_t k, const char *what, const char *mend)
{
    const titian_field field = record->fields[k];
    const titian_place place = {r->file, record->line, k + 1};
    char advice[TITIAN_KEPT_ADVICE];

    r->good = 0;
    if (titian_kept_is_twofold(record, field))
        titian_faults_say(
            r->b->faults, place, "%s %s", titian_quote(field.text).text, titian_kept_advice(advice, field));
    else
        titian_faults_say(r->b->faults, place, "%s: %s\n%s", what, titian_quote(field.text).text, mend);
}

static int is_node(reading *r, const titian_field *field, size_t line, size_t at)
{
    const int good = titian_build_code_at(r->b, (titian_place){r->file, line, at}, "a node of the tree", field->text,
        1u << TITIAN_ROW_INDICATOR | 1u << TITIAN_ROW_AGGREGATE);

    r->good &= good;
    return good;
}

/* Room for one more of `size` bytes. @return 0, -1 when there is no memory */
static int make_room(void **list, size_t n, size_t *room, size_t size)
{
    void *more = NULL;

    if (n < *room)
        return 0;
    more = realloc(*list, (*room < 16 ? 16 : 2 * *room) * size);
    if (more == NULL)
        return -1;
    *list = more;
    *room = *room < 16 ? 16 : 2 * *room;
    return 0;
}

/* Position of a name among names, which grow. @return TITIAN_NONE when there is no memory */
static size_t position(reading *r, titian_index *index, const titian_field *field, size_t line, int of_row)
{
    const size_t known = titian_index_find(index, field->text, field->length);
    const size_t n = of_row ? r->n_rows : r->n_columns;
    const char ***names = of_row ? &r->rows : &r->columns;
    size_t *room = of_row ? &r->row_room : &r->column_room, line_room = *room;

    if (known != TITIAN_NONE)
        return known;
    if ((of_row && make_room((void **) &r->lines, n, &line_room, sizeof *r->lines) != 0) ||
        make_room((void **) names, n, room, sizeof **names) != 0)
        return TITIAN_NONE;
    (*names)[n] = titian_arena_text_n(r->b->arena, field->text, field->length);
    if ((*names)[n] == NULL || titian_index_add(index, field->text, field->length, n) != 0)
        return TITIAN_NONE;
    if (of_row)
        r->lines[r->n_rows++] = line;
    else
        r->n_columns++;
    return n;
}

/* A number, or for judgements a fraction such as 1/3. */
static int read_cell(const reading *r, const titian_record *record, const titian_field *field, double *out)
{
    const char *slash = r->votes ? NULL : memchr(field->text, '/', field->length);
    const size_t n = slash != NULL ? (size_t) (slash - field->text) : field->length;
    double below = 1.0;

    if (titian_kept_number(record, (titian_field){field->text, n}, out) != TITIAN_NUMBER_OK ||
        (slash != NULL &&
            titian_kept_number(record, (titian_field){slash + 1, field->length - n - 1}, &below) != TITIAN_NUMBER_OK))
        return 0;
    *out /= below;
    return isfinite(*out) && (r->votes ? *out >= 0.0 : *out > 0.0);
}

/* @return 0, -1 when there is no memory */
static int put(reading *r, size_t row, size_t column, double value)
{
    if (make_room((void **) &r->entries, r->n_entries, &r->entry_room, sizeof *r->entries) != 0)
        return -1;
    r->entries[r->n_entries++] = (struct entry){row, column, value};
    return 0;
}

/* A row of judgements: its node, then one for each column. */
static int take_judgements(reading *r, const titian_record *record)
{
    const size_t n_before = r->n_rows;
    size_t row;

    if (!is_node(r, &record->fields[0], record->line, 1))
        return 0;
    row = position(r, &r->row_index, &record->fields[0], record->line, 1);
    if (row == TITIAN_NONE)
        return -1;
    if (row < n_before)
        say(r, record->line, 1, "a second row for ", record->fields[0].text, "keep one row for each node");
    for (size_t k = 1; k < record->n_fields; k++) {
        double value = 0.0;

        if (record->fields[k].length == 0)
            continue;
        if (!read_cell(r, record, &record->fields[k], &value))
            say_number(r, record, k, "no judgement",
                "write how many times as important the row is as the column, above 0: 3, 1/3 or 0.333 (spreadsheets "
                "take 1/3 for a date unless the cell is text)");
        else if (k - 1 < r->n_columns && put(r, row, k - 1, value) != 0)
            return -1;
    }
    return 0;
}

/* One expert's points for one node. */
static int take_vote(reading *r, const titian_record *record)
{
    double points = 0.0;
    size_t row, column;

    if (record->fields[0].length == 0)
        say(r, record->line, 1, "a row without an expert", "", "write a name or number for each expert");
    if (!is_node(r, &record->fields[1], record->line, 2))
        return 0;
    if (!read_cell(r, record, &record->fields[2], &points)) {
        say_number(r, record, 2, "no points", "write a number of 0 or more; 0 where the expert gives none");
        return 0;
    }
    row = position(r, &r->row_index, &record->fields[0], record->line, 1);
    column = position(r, &r->column_index, &record->fields[1], record->line, 0);
    return row == TITIAN_NONE || column == TITIAN_NONE ? -1 : put(r, row, column, points);
}

static int take_header(reading *r, const titian_record *record)
{
    static const char *const words[] = {"expert", "code", "points"};

    for (size_t k = 0; k < 3 && r->votes; k++)
        if (record->n_fields != 3 || strcmp(record->fields[k].text, words[k]) != 0) {
            say(r, record->line, 0, "the header is not expert,code,points", "",
                "write these three columns, and a row for each expert and node");
            return 0;
        }
    for (size_t k = 1; k < record->n_fields && !r->votes; k++) {
        if (!is_node(r, &record->fields[k], record->line, k + 1))
            continue;
        if (titian_index_find(&r->column_index, record->fields[k].text, record->fields[k].length) != TITIAN_NONE)
            say(r, record->line, k + 1, "a second column for ", record->fields[k].text,
                "keep one column for each node");
        else if (position(r, &r->column_index, &record->fields[k], record->line, 0) == TITIAN_NONE)
            return -1;
    }
    return 0;
}

static void say_width(reading *r, const titian_record *record)
{
    r->good = 0;
    titian_faults_say(r->b->faults, (titian_place){r->file, record->line, 0},
        "another number of fields than the header\nlook for a stray or missing %s", titian_kept_separator(record));
}

static titian_status take_record(const titian_record *record, void *context, titian_error *err)
{
    reading *r = context;
    int failed = 0;

    if (r->n_records++ == 0)
        failed = take_header(r, record);
    else if (r->good && record->n_fields != (r->votes ? 3 : r->n_columns + 1))
        say_width(r, record);
    else if (r->good)
        failed = r->votes ? take_vote(r, record) : take_judgements(r, record);
    return failed != 0 ? titian_build_no_memory(err) : TITIAN_OK;
}

static titian_status take_malformed(const titian_error *problem, void *context)
{
    reading *r = context;

    r->good = 0;
    return problem != NULL ? titian_faults_take(r->b->faults, problem, NULL) : TITIAN_OK;
}

/* Entries into cells; two for one cell are a fault. */
static titian_status lay_out(reading *r, titian_table *table, titian_error *err)
{
    double *cells = titian_arena_array(r->b->arena, r->n_rows * r->n_columns, sizeof *cells);
    const char **rows = titian_arena_array(r->b->arena, r->n_rows, sizeof *rows);
    const char **columns = titian_arena_array(r->b->arena, r->n_columns, sizeof *columns);
    size_t *lines = titian_arena_array(r->b->arena, r->n_rows, sizeof *lines);

    if (cells == NULL || rows == NULL || columns == NULL || lines == NULL)
        return titian_build_no_memory(err);
    for (size_t k = 0; k < r->n_rows * r->n_columns; k++)
        cells[k] = TITIAN_MISSING;
    for (size_t k = 0; k < r->n_entries; k++) {
        double *cell = &cells[r->entries[k].row * r->n_columns + r->entries[k].column];

        if (!isnan(*cell))
            say(r, 0, 0, "points twice by one expert for ", r->columns[r->entries[k].column], "keep one of the rows");
        *cell = r->entries[k].value;
    }
    if (r->n_rows > 0)
        memcpy(lines, r->lines, r->n_rows * sizeof *lines);
    for (size_t k = 0; k < r->n_rows; k++)
        rows[k] = r->rows[k];
    for (size_t k = 0; k < r->n_columns; k++)
        columns[k] = r->columns[k];
    *table = (titian_table){.file = r->file,
        .n_rows = r->n_rows,
        .n_columns = r->n_columns,
        .rows = rows,
        .columns = columns,
        .lines = lines,
        .cells = cells};
    return TITIAN_OK;
}

static titian_status read_table(reading *r, const titian_model_bytes *bytes, titian_table *table, titian_error *err)
{
    const titian_csv_listener listener = {.take = take_record, .malformed = take_malformed, .context = r};
    titian_error found = {.code = TITIAN_OK};
    titian_status status =
        titian_kept_read(bytes->name, bytes->text, bytes->n, &listener, r->b->faults->listener, &found);

    if (status != TITIAN_OK) {
        r->good = 0;
        return titian_faults_take(r->b->faults, &found, err);
    }
    if (r->good && (r->n_rows == 0 || r->n_columns == 0))
        say(r, 0, 0, "the table is empty", "", "write a header and rows; docs/models.md shows both forms");
    if (r->good && r->n_rows > MOST_CELLS / r->n_columns)
        say(r, 0, 0, "the table is too large", "", "check that it is the file that was meant");
    return r->good ? lay_out(r, table, err) : TITIAN_OK;
}

titian_status titian_build_table(const titian_build *b, titian_place place, const char *name, const char *shape,
    const titian_table **out, titian_error *err)
{
    reading r = {.b = b, .votes = strcmp(shape, "votes") == 0, .good = 1};
    titian_table *table = titian_arena_alloc(b->arena, sizeof *table);
    titian_model_bytes bytes = {.name = NULL};
    titian_error found = {.code = TITIAN_OK};
    titian_status status = TITIAN_OK;

    *out = NULL;
    if (table == NULL)
        return titian_build_no_memory(err);
    if (!titian_model_name_is_plain(name)) {
        titian_faults_say(b->faults, place,
            "%s is no name of a file in the model's folder\nwrite a plain file name; no other file is read",
            titian_quote(name).text);
        return TITIAN_OK;
    }
    status = titian_shelf_read(b->shelf, name, b->arena, &bytes, &found);
    if (status == TITIAN_E_FILE) {
        titian_faults_say(
            b->faults, place, "%s %s\nput the file into the model's folder", titian_quote(name).text, found.message);
        return TITIAN_OK;
    }
    if (status != TITIAN_OK)
        return titian_faults_take(b->faults, &found, err);
    r.file = bytes.name;
    status = read_table(&r, &bytes, table, err);
    if (status == TITIAN_OK && r.good)
        *out = table;
    titian_index_free(&r.row_index);
    titian_index_free(&r.column_index);
    free(r.rows);
    free(r.columns);
    free(r.lines);
    free(r.entries);
    return status;
}
