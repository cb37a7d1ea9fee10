/* Workbooks: which of their sheets is read.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "input/book.h"
#include "input/container_parts.h"
#include "input/layout.h"
#include "input/named.h"
#include "input/text.h"

typedef struct {
    titian_gather *gather;
    const titian_container *container;
    const titian_book *book;
    size_t chosen; /* TITIAN_NONE: not yet */
} choice;

static titian_status open_sheet(
    titian_table *table, titian_sheet *sheet, char **name, const choice *ch, size_t k, titian_error *err)
{
    const titian_container *c = ch->container;

    *name = titian_container_join(c->path, "#", ch->book->sheets[k].name);
    if (*name == NULL)
        return titian_container_no_memory(c, err);
    *sheet = (titian_sheet){.book = ch->book, .about = &ch->book->sheets[k], .name = *name};
    *table = (titian_table){.name = *name, .bytes = c->bytes, .sheet = sheet};
    return TITIAN_OK;
}

static titian_status look_at(const choice *ch, size_t k, int *recognised, int *filled, titian_error *err)
{
    titian_sheet sheet = {.name = NULL};
    titian_table table = {.name = NULL};
    char *name = NULL;
    titian_status status = open_sheet(&table, &sheet, &name, ch, k, err);

    if (status == TITIAN_OK) {
        status = titian_datafile_recognise(recognised, filled, ch->gather, &table, err);
        free(sheet.merges);
    }
    free(name);
    return status;
}

static titian_status read_sheet(const choice *ch, titian_error *err)
{
    titian_sheet sheet = {.name = NULL};
    titian_table table = {.name = NULL};
    char *name = NULL;
    titian_status status = open_sheet(&table, &sheet, &name, ch, ch->chosen, err);

    if (status == TITIAN_OK) {
        status = titian_datafile_read(ch->gather, &table, err);
        free(sheet.merges);
    }
    free(name);
    return status;
}

static void choose_named(choice *ch)
{
    size_t k;

    for (k = 0; k < ch->book->n_sheets && strcmp(ch->book->sheets[k].name, ch->container->part) != 0; k++)
        ;
    ch->chosen = k < ch->book->n_sheets ? k : TITIAN_NONE;
}

/* The only sheet with a header that is known; where none has one, the only sheet that holds anything. Hidden sheets
 * are not looked at. @param names  receives the sheets among which none was chosen */
static titian_status choose_only(choice *ch, char names[TITIAN_LISTED], size_t *n_tables, titian_error *err)
{
    size_t k, n_filled = 0, table = TITIAN_NONE, only = TITIAN_NONE;
    char filled_names[TITIAN_LISTED] = "";

    *n_tables = 0;
    for (k = 0; k < ch->book->n_sheets; k++) {
        const titian_book_sheet *sheet = &ch->book->sheets[k];
        int recognised = 0, filled = 0;
        titian_status status = sheet->hidden ? TITIAN_OK : look_at(ch, k, &recognised, &filled, err);

        if (status != TITIAN_OK)
            return status;
        if (recognised) {
            titian_container_list(names, sheet->name);
            table = k;
            ++*n_tables;
        }
        if (filled) {
            titian_container_list(filled_names, sheet->name);
            only = k;
            n_filled++;
        }
    }
    if (*n_tables == 1)
        ch->chosen = table;
    else if (*n_tables == 0 && n_filled == 1)
        ch->chosen = only;
    if (*n_tables == 0)
        memcpy(names, filled_names, TITIAN_LISTED);
    return TITIAN_OK;
}

static titian_status tell_no_choice(const choice *ch, const char *names, size_t n_tables, titian_error *err)
{
    const titian_container *c = ch->container;
    const char *beside = c->found_in != NULL ? ", beside the " : "", *what = c->found_in != NULL ? c->found_in : "";
    char text[TITIAN_ERROR_TEXT + TITIAN_LISTED], quoted[TITIAN_QUOTED];

    if (c->part != NULL)
        snprintf(text, sizeof text, "this workbook has no sheet %s\nits sheets are %s",
            titian_field_quote(quoted, (titian_field){c->part, strlen(c->part)}), names);
    else if (n_tables > 0)
        snprintf(text, sizeof text, "%zu sheets of this workbook hold tables: %s\nname the one to read: %s#SHEET%s%s",
            n_tables, names, titian_container_word(c), beside, what);
    else if (names[0] != '\0')
        snprintf(text, sizeof text,
            "no sheet of this workbook begins with the header of a data file\nname the one to read, %s#SHEET, of "
            "%s%s%s",
            titian_container_word(c), names, beside, what);
    else
        snprintf(text, sizeof text, "this workbook holds no table\ngive one with a header and data");
    return titian_container_refuse(ch->gather, c->path, text, err);
}

static void tell_hidden(const choice *ch)
{
    char names[TITIAN_LISTED] = "", text[TITIAN_ERROR_TEXT + TITIAN_LISTED];
    size_t k;

    for (k = 0; k < ch->book->n_sheets; k++) {
        if (ch->book->sheets[k].hidden)
            titian_container_list(names, ch->book->sheets[k].name);
    }
    if (names[0] == '\0')
        return;
    snprintf(text, sizeof text,
        "sheets of this workbook that are hidden are passed over: %s\nname one to read it: %s#SHEET", names,
        titian_container_word(ch->container));
    titian_container_remark(ch->gather, ch->container->path, text);
}

/* Who made a workbook, as the workbook says. */
typedef struct {
    int in_creator;
    char name[16]; /* its beginning */
    size_t n;
} maker;

static titian_status begin_property(const titian_xml_element *element, void *context, titian_error *err)
{
    (void) err;
    ((maker *) context)->in_creator = titian_xml_is(element->name, "creator");
    return TITIAN_OK;
}

static titian_status end_property(const char *name, void *context, titian_error *err)
{
    (void) name;
    (void) err;
    ((maker *) context)->in_creator = 0;
    return TITIAN_OK;
}

static titian_status take_property(const char *text, size_t n, void *context, titian_error *err)
{
    maker *m = context;

    (void) err;
    for (size_t i = 0; m->in_creator && i < n && m->n + 1 < sizeof m->name; i++)
        m->name[m->n++] = text[i];
    return TITIAN_OK;
}

/* A report stands where it was written, beside the data perhaps; its figures are results, and must not come back as
 * data. @param is_own  receives 1 when titian made the workbook */
static titian_status look_for_maker(int *is_own, const titian_book *book, titian_error *err)
{
    static const char properties[] = "docProps/core.xml", own[] = "titian ";
    maker m = {.in_creator = 0, .name = ""};
    const titian_xml_listener listener = {begin_property, end_property, take_property, &m};
    titian_error fault;
    titian_status status = TITIAN_OK;

    if (titian_archive_find(book->archive, properties) != TITIAN_NONE)
        status = titian_book_read_part(book, properties, &listener, &fault);
    *is_own = strncmp(m.name, own, sizeof own - 1) == 0;
    if (status == TITIAN_E_MEMORY && err != NULL)
        *err = fault;
    return status == TITIAN_E_MEMORY ? status : TITIAN_OK; /* a workbook without an author is one all the same */
}

static titian_status choose(choice *ch, char names[TITIAN_LISTED], size_t *n_tables, titian_error *err)
{
    titian_status status = TITIAN_OK;

    if (ch->container->part == NULL) {
        status = choose_only(ch, names, n_tables, err);
        tell_hidden(ch);
        return status;
    }
    choose_named(ch);
    for (size_t k = 0; k < ch->book->n_sheets; k++)
        titian_container_list(names, ch->book->sheets[k].name);
    return TITIAN_OK;
}

static titian_status choose_and_read(choice *ch, titian_error *err)
{
    char names[TITIAN_LISTED] = "";
    size_t n_tables = 0;
    const titian_status status = choose(ch, names, &n_tables, err);

    if (status != TITIAN_OK)
        return status;
    return ch->chosen != TITIAN_NONE ? read_sheet(ch, err) : tell_no_choice(ch, names, n_tables, err);
}

titian_status titian_container_book(
    titian_gather *gather, const titian_container *c, titian_archive *archive, titian_error *err)
{
    titian_book *book = NULL;
    titian_error fault;
    titian_status status = TITIAN_OK;
    choice ch = {gather, c, NULL, TITIAN_NONE};
    int is_own = 0;

    if (c->found_in != NULL && titian_named_apart(gather->paths, gather->n_paths, c->file, NULL))
        return TITIAN_OK; /* a sheet of it is read as it is named */
    status = titian_book_open(&book, c->path, archive, &fault);
    ch.book = book;
    if (status != TITIAN_OK)
        return titian_tell_unread(gather, c->path, &fault, err);
    if (c->found_in != NULL)
        status = look_for_maker(&is_own, book, err);
    if (status == TITIAN_OK && is_own)
        titian_container_remark(gather, c->path,
            "this workbook is a report of titian's own, no data, and passed over\n"
            "keep reports in another folder; FILE#SHEET reads a sheet of one all the same");
    else if (status == TITIAN_OK)
        status = choose_and_read(&ch, err);
    titian_book_free(book);
    return status;
}
