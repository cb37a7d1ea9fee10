/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "input/small_table.h"

#include <stdlib.h>
#include <string.h>

#include <titian/panel.h>

static titian_status no_memory(const titian_small_layout *layout, titian_error *err)
{
    return titian_fail(err, TITIAN_E_MEMORY, "no memory for %s", layout->kept);
}

static titian_status take_header(
    const titian_record *record, titian_findings *findings, void *context, titian_error *err)
{
    const titian_small_layout *l = ((const titian_small_table *) context)->layout;
    const size_t fault = titian_small_csv_header(record, l->header, l->least, l->n_columns);

    (void) err;
    if (fault != TITIAN_NONE)
        titian_findings_error(findings, record->line, fault + 1, "%s", l->bad_header);
    return TITIAN_OK;
}

/* Room for one more row, all zeros. @return NULL when there is no memory */
static char *next_row(titian_small_table *t)
{
    const size_t size = t->layout->row_size;

    if (t->n == t->room) {
        const size_t room = t->room < 16 ? 16 : 2 * t->room;
        char *rows = realloc(t->rows, room * size);

        if (rows == NULL)
            return NULL;
        t->rows = rows;
        t->room = room;
    }
    return memset(t->rows + t->n * size, 0, size);
}

/* @return NULL when there is no memory */
static const char *join_keys(titian_small_table *t, const titian_record *record, size_t *length)
{
    char *key = NULL;
    size_t at = 0;

    *length = t->layout->n_keys - 1;
    for (size_t k = 0; k < t->layout->n_keys; k++)
        *length += record->fields[k].length;
    key = titian_arena_alloc(&t->arena, *length + 1); /* zeros */
    for (size_t k = 0; key != NULL && k < t->layout->n_keys; k++) {
        memcpy(key + at, record->fields[k].text, record->fields[k].length);
        at += record->fields[k].length + 1;
    }
    return key;
}

/* What stands in every row. @return 0; -1 when there is no memory */
static int put_texts(titian_small_table *t, char *row, const titian_record *record)
{
    const titian_small_layout *l = t->layout;

    memcpy(row + l->line, &record->line, sizeof record->line);
    for (size_t k = 0; k < l->n_texts; k++) {
        const titian_field *field = &record->fields[l->texts[k].column];
        const char *text = titian_arena_text_n(&t->arena, field->text, field->length);

        if (text == NULL)
            return -1;
        memcpy(row + l->texts[k].at, &text, sizeof text);
    }
    return 0;
}

static titian_status take_row(
    const titian_record *record, titian_findings *findings, void *context, titian_error *err)
{
    titian_small_table *t = context;
    char *row = next_row(t);
    const char *key = NULL;
    size_t length = 0;

    if (row == NULL)
        return no_memory(t->layout, err);
    if (!t->layout->take(row, record, findings))
        return TITIAN_OK;
    key = join_keys(t, record, &length);
    if (key != NULL && titian_index_find(&t->keys, key, length) != TITIAN_NONE) {
        titian_small_csv_twice(findings, record, t->layout->n_keys - 1);
        return TITIAN_OK;
    }
    if (key == NULL || put_texts(t, row, record) != 0 || titian_index_add(&t->keys, key, length, t->n) != 0)
        return no_memory(t->layout, err);
    t->n++;
    return TITIAN_OK;
}

titian_status titian_small_table_parse(titian_small_table *table, const titian_small_layout *layout, const char *name,
    const char *text, size_t length, titian_problems *problems, titian_error *err)
{
    const titian_small_csv_reader reader = {take_header, take_row, layout->empty, table};

    if (table == NULL)
        return no_memory(layout, err);
    table->layout = layout;
    table->file = titian_arena_text(&table->arena, name);
    if (table->file == NULL)
        return no_memory(layout, err);
    return titian_small_csv_parse(&reader, name, text, length, problems, err);
}

const void *titian_small_table_at(const titian_small_table *table, size_t row)
{
    return table->rows + row * table->layout->row_size;
}

const void *titian_small_table_find(const titian_small_table *table, const char *key)
{
    const size_t row = titian_index_find(&table->keys, key, strlen(key));

    return row != TITIAN_NONE ? titian_small_table_at(table, row) : NULL;
}

void titian_small_table_free(titian_small_table *table)
{
    titian_index_free(&table->keys);
    titian_arena_free(&table->arena);
    free(table->rows);
}
