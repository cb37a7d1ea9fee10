/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "input/coin_sheets.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "input/archive.h"
#include "input/book.h"
#include "input/file.h"
#include "input/text.h"

enum { CODE_COLUMN = 3, WEIGHT_COLUMN = 5, NAME_COLUMN = 8, FIRST_ELEMENT = 4, LAST_ELEMENT = 53 };

static titian_status no_memory(const char *path, titian_error *err)
{
    return titian_fail_at(err, TITIAN_E_MEMORY, path, 0, 0, "no memory for this workbook");
}

/* A cell that says something, or a field of no length. Columns count from 1. */
static titian_field cell(const titian_record *record, size_t column)
{
    const titian_field field =
        column <= record->n_fields ? titian_field_trim(record->fields[column - 1]) : (titian_field){"", 0};

    return titian_field_is(field, "n/a") || titian_field_is(field, "--") ? (titian_field){"", 0} : field;
}

static const char *keep(titian_coin_sheets *s, titian_field field)
{
    return titian_arena_text_n(&s->arena, field.text, field.length);
}

static titian_status take_database(const titian_record *record, void *context, titian_error *err)
{
    titian_coin_sheets *s = context;

    for (size_t c = 0; c < TITIAN_COIN_COLUMNS && record->line >= TITIAN_COIN_WEIGHT; c++) {
        const titian_field field = cell(record, TITIAN_COIN_FIRST + c);

        if (record->line > TITIAN_COIN_LAST)
            continue;
        if (record->line > TITIAN_COIN_CODE)
            s->has_data[c] |= field.length > 0;
        else if ((s->head[record->line][c] = keep(s, field)) == NULL)
            return no_memory(s->database, err);
    }
    return TITIAN_OK;
}

static titian_status take_framework(const titian_record *record, void *context, titian_error *err)
{
    titian_coin_sheets *s = context;
    const titian_field code = cell(record, CODE_COLUMN), name = cell(record, NAME_COLUMN);
    titian_coin_element element = {.row = record->line};

    if (record->line < FIRST_ELEMENT || record->line > LAST_ELEMENT || code.length == 0 || name.length == 0 ||
        s->n_elements == TITIAN_COIN_AGGREGATES)
        return TITIAN_OK;
    element.code = keep(s, code);
    element.weight = keep(s, cell(record, WEIGHT_COLUMN));
    element.name = keep(s, name);
    if (element.code == NULL || element.weight == NULL || element.name == NULL)
        return no_memory(s->framework, err);
    s->elements[s->n_elements++] = element;
    return TITIAN_OK;
}

static size_t find_sheet(const titian_book *book, const char *name)
{
    size_t k = 0;

    while (k < book->n_sheets && strcmp(book->sheets[k].name, name) != 0)
        k++;
    return k;
}

/* @param name  as messages have it */
static titian_status read_sheet(titian_coin_sheets *s, const titian_book *book, size_t k, const char *name,
    titian_record_fn take, titian_error *err)
{
    const titian_csv_listener listener = {.take = take, .context = s};
    const size_t width = 0;
    titian_sheet sheet = {.book = book, .about = &book->sheets[k], .name = name};
    const titian_status status = titian_sheet_read(&sheet, &width, &listener, err);

    free(sheet.merges);
    return status;
}

static titian_status read_book(titian_coin_sheets *s, const titian_book *book, const char *path, titian_error *err)
{
    const size_t database = find_sheet(book, "Database"), framework = find_sheet(book, "Framework");
    titian_status status = TITIAN_OK;

    if (database == book->n_sheets)
        return titian_fail_at(err, TITIAN_E_DATA, path, 0, 0,
            "this workbook has no sheet Database, so it is none of the COIN Tool\n"
            "give the tool's own workbook; for other models write framework.csv (docs/models.md)");
    status = read_sheet(s, book, database, s->database, take_database, err);
    if (status == TITIAN_OK && framework < book->n_sheets)
        status = read_sheet(s, book, framework, s->framework, take_framework, err);
    if (status != TITIAN_OK)
        return status;
    if (s->head[TITIAN_COIN_CODE][0] == NULL || strncmp(s->head[TITIAN_COIN_CODE][0], "Ind.", 4) != 0) {
        char quoted[TITIAN_QUOTED];
        const char *there = s->head[TITIAN_COIN_CODE][0] != NULL ? s->head[TITIAN_COIN_CODE][0] : "";

        status = titian_fail_at(err, TITIAN_E_DATA, s->database, TITIAN_COIN_CODE, TITIAN_COIN_FIRST,
            "here the COIN Tool has the code of its first indicator, Ind.01, but this workbook %s\n"
            "give the tool's own workbook; for other models write framework.csv (docs/models.md)",
            titian_field_quote(quoted, (titian_field){there, strlen(there)}));
        if (err != NULL)
            err->in_sheet = 1;
    }
    return status;
}

static titian_status read_bytes(
    titian_coin_sheets *s, const char *path, const char *bytes, size_t length, titian_error *err)
{
    titian_archive *archive = NULL;
    titian_book *book = NULL;
    titian_status status = TITIAN_OK;

    if (!titian_is_zip(bytes, length))
        return titian_fail_at(err, TITIAN_E_DATA, path, 0, 0,
            "this is no workbook (.xlsx, .xlsm)\ngive a workbook of the COIN Tool; open one of the old kind in Excel "
            "and "
            "save it as .xlsx");
    status = titian_archive_open(&archive, path, bytes, length, err);
    if (status == TITIAN_OK)
        status = titian_book_open(&book, path, archive, err);
    if (status == TITIAN_OK)
        status = read_book(s, book, path, err);
    titian_book_free(book);
    titian_archive_free(archive);
    return status;
}

static const char *name_sheet(titian_coin_sheets *s, const char *path, const char *sheet)
{
    char *name = titian_arena_alloc(&s->arena, strlen(path) + strlen(sheet) + 2);

    if (name != NULL)
        (void) sprintf(name, "%s#%s", path, sheet);
    return name;
}

titian_status titian_coin_sheets_read(titian_coin_sheets *sheets, const char *path, titian_error *err)
{
    char *bytes = NULL;
    size_t length = 0;
    titian_status status = TITIAN_OK;

    sheets->database = name_sheet(sheets, path, "Database");
    sheets->framework = name_sheet(sheets, path, "Framework");
    if (sheets->database == NULL || sheets->framework == NULL)
        return no_memory(path, err);
    status = titian_file_read(&bytes, &length, path, err);
    if (status == TITIAN_OK)
        status = read_bytes(sheets, path, bytes, length, err);
    free(bytes);
    return status;
}

void titian_coin_sheets_free(titian_coin_sheets *sheets)
{
    titian_arena_free(&sheets->arena);
}
