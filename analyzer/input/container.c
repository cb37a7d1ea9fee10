/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "input/container.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "input/archive.h"
#include "input/book.h"
#include "input/growing.h"
#include "input/layout.h"
#include "input/text.h"

enum { LISTED = TITIAN_ERROR_TEXT / 2, HEAD = 8, PIECE = 1 << 16, MOST_WHOLE = 1 << 30 };

/* Files that are no table and no container of tables. */
static const struct {
    const char *begins;
    size_t n;
    const char *what; /* and how to mend it */
} strangers[] = {
    {"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8,
        "this is a workbook of the old kind (.xls), or one with a password\n"
        "open it in Excel or LibreOffice, and save it as .xlsx without a password, or as CSV"},
    {"\x1F\x8B", 2, "this file is packed with gzip\nunpack it (gunzip), and give the file in it"},
    {"7z\xBC\xAF\x27\x1C", 6, "this is a 7-Zip archive\nunpack it, and give the files in it"},
    {"Rar!\x1A\x07", 6, "this is a RAR archive\nunpack it, and give the files in it"},
    {"%PDF-", 5, "this is a PDF\nask the publisher for the table as CSV or .xlsx"},
};

titian_status titian_tell_unread(
    titian_gather *gather, const char *path, const titian_error *fault, titian_error *err)
{
    if (fault->code != TITIAN_E_FILE && fault->code != TITIAN_E_DATA) {
        if (err != NULL)
            *err = *fault;
        return fault->code;
    }
    gather->has_gaps = 1;
    titian_findings_begin(&gather->findings, path);
    titian_findings_take(&gather->findings, fault);
    titian_findings_end(&gather->findings);
    return TITIAN_OK;
}

static titian_status unread(titian_gather *gather, const char *path, const char *text, titian_error *err)
{
    titian_error fault;

    titian_fail_at(&fault, TITIAN_E_DATA, path, 0, 0, "%s", text);
    return titian_tell_unread(gather, path, &fault, err);
}

static void remark(titian_gather *gather, const char *path, const char *text)
{
    titian_findings_begin(&gather->findings, path);
    titian_findings_warning(&gather->findings, 0, 0, "%s", text);
    titian_findings_end(&gather->findings);
}

/* "first second", with a separator between; to be freed. NULL: no memory. */
static char *join(const char *first, const char *between, const char *second)
{
    const size_t n = strlen(first) + strlen(between) + strlen(second) + 1;
    char *text = malloc(n);

    if (text != NULL)
        snprintf(text, n, "%s%s%s", first, between, second);
    return text;
}

static titian_status no_memory(const titian_container *c, titian_error *err)
{
    return titian_fail_at(err, TITIAN_E_MEMORY, c->path, 0, 0, "no memory for what this file holds");
}

/* "a, b, ..." in a text of LISTED bytes. */
static void list_name(char list[LISTED], const char *name)
{
    const size_t used = strlen(list);
    char quoted[TITIAN_QUOTED];

    if (used + sizeof quoted + 8 < LISTED)
        snprintf(list + used, LISTED - used, "%s%s", used > 0 ? ", " : "",
            titian_field_quote(quoted, (titian_field){name, strlen(name)}));
    else if (used > 3 && strcmp(list + used - 3, "...") != 0)
        snprintf(list + used, LISTED - used, ", ...");
}

/* ---- zip files of CSVs ---- */

static int ends_in(const char *name, const char *end)
{
    const size_t n = strlen(name), m = strlen(end);

    return n >= m && strcasecmp(name + n - m, end) == 0;
}

/* Files that programs keep for themselves: begun with a point, or a Mac's second copies. */
static int is_kept_back(const char *name)
{
    const char *slash = strrchr(name, '/');

    return (slash != NULL ? slash[1] : name[0]) == '.' || strncmp(name, "__MACOSX/", 9) == 0;
}

static int is_table(const char *name)
{
    return ends_in(name, ".csv") && !is_kept_back(name);
}

static titian_status read_member(
    titian_gather *gather, const titian_container *c, titian_archive *archive, size_t member, titian_error *err)
{
    char *name = join(c->path, "/", titian_archive_name(archive, member)), *text = NULL;
    titian_table table = {.name = name};
    size_t length = 0;
    titian_error fault;
    titian_status status;

    if (name == NULL)
        return no_memory(c, err);
    status = titian_archive_read(archive, member, &text, &length, &fault);
    table.bytes = text != NULL ? titian_bytes_of(text, length) : NULL;
    if (status != TITIAN_OK)
        status = titian_tell_unread(gather, c->path, &fault, err);
    else if (table.bytes == NULL)
        status = no_memory(c, err);
    else if (titian_is_zip(text, length))
        status = unread(gather, name,
            "this is a zip file or a workbook inside a zip file\nunpack the outer file, and give this one", err);
    else
        status = titian_datafile_read(gather, &table, err);
    titian_bytes_free(table.bytes);
    free(text);
    free(name);
    return status;
}

static titian_status read_asked(
    titian_gather *gather, const titian_container *c, titian_archive *archive, titian_error *err)
{
    const size_t member = titian_archive_find(archive, c->part);
    char text[TITIAN_ERROR_TEXT + LISTED], known[LISTED] = "", quoted[TITIAN_QUOTED];
    size_t k;

    if (member != TITIAN_NONE)
        return read_member(gather, c, archive, member, err);
    for (k = 0; k < titian_archive_n(archive); k++)
        list_name(known, titian_archive_name(archive, k));
    snprintf(text, sizeof text, "this zip file holds no member %s\nit holds %s",
        titian_field_quote(quoted, (titian_field){c->part, strlen(c->part)}), known[0] != '\0' ? known : "nothing");
    return unread(gather, c->path, text, err);
}

/* Members that are no tables: zip files in the zip file hide data, the rest is counted. */
static titian_status tell_others(
    titian_gather *gather, const titian_container *c, const titian_archive *archive, titian_error *err)
{
    char passed[LISTED] = "", nested[LISTED] = "", text[TITIAN_ERROR_TEXT + LISTED];
    size_t k, n = 0, n_nested = 0, n_tables = 0;

    for (k = 0; k < titian_archive_n(archive); k++) {
        const char *name = titian_archive_name(archive, k);

        if (is_table(name)) {
            n_tables++;
        } else if (ends_in(name, ".zip") && !is_kept_back(name)) {
            list_name(nested, name);
            n_nested++;
        } else if (!is_kept_back(name)) {
            list_name(passed, name);
            n++;
        }
    }
    if (n_nested > 0)
        snprintf(text, sizeof text,
            "this zip file holds %zu zip file%s: %s\nunpack it, and give those that hold data; or name one member: "
            "%s#MEMBER",
            n_nested, n_nested == 1 ? "" : "s", nested, c->path);
    else if (n_tables == 0)
        snprintf(text, sizeof text,
            "this zip file holds no CSV%s%s\ngive one with members whose names end in .csv, or the data themselves",
            n > 0 ? ", only " : "", passed);
    else if (n > 0)
        snprintf(text, sizeof text, "%zu member%s of this zip file %s no CSV and passed over: %s", n,
            n == 1 ? "" : "s", n == 1 ? "is" : "are", passed);
    if (n_nested > 0 || n_tables == 0)
        return unread(gather, c->path, text, err);
    if (n > 0)
        remark(gather, c->path, text);
    return TITIAN_OK;
}

static titian_status read_zip(
    titian_gather *gather, const titian_container *c, titian_archive *archive, titian_error *err)
{
    titian_error fault;
    titian_status status;
    size_t k;

    if (c->part != NULL)
        return read_asked(gather, c, archive, err);
    if (titian_archive_check(archive, is_table, &fault) != TITIAN_OK)
        return titian_tell_unread(gather, c->path, &fault, err);
    status = tell_others(gather, c, archive, err);
    for (k = 0; k < titian_archive_n(archive) && status == TITIAN_OK; k++) {
        if (is_table(titian_archive_name(archive, k)))
            status = read_member(gather, c, archive, k, err);
    }
    return status;
}

/* ---- workbooks ---- */

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

    *name = join(c->path, "#", ch->book->sheets[k].name);
    if (*name == NULL)
        return no_memory(c, err);
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
static titian_status choose_only(choice *ch, char names[LISTED], size_t *n_tables, titian_error *err)
{
    size_t k, n_filled = 0, table = TITIAN_NONE, only = TITIAN_NONE;
    char filled_names[LISTED] = "";

    *n_tables = 0;
    for (k = 0; k < ch->book->n_sheets; k++) {
        const titian_book_sheet *sheet = &ch->book->sheets[k];
        int recognised = 0, filled = 0;
        titian_status status = sheet->hidden ? TITIAN_OK : look_at(ch, k, &recognised, &filled, err);

        if (status != TITIAN_OK)
            return status;
        if (recognised) {
            list_name(names, sheet->name);
            table = k;
            ++*n_tables;
        }
        if (filled) {
            list_name(filled_names, sheet->name);
            only = k;
            n_filled++;
        }
    }
    if (*n_tables == 1)
        ch->chosen = table;
    else if (*n_tables == 0 && n_filled == 1)
        ch->chosen = only;
    if (*n_tables == 0)
        memcpy(names, filled_names, LISTED);
    return TITIAN_OK;
}

static titian_status tell_no_choice(const choice *ch, const char *names, size_t n_tables, titian_error *err)
{
    const titian_container *c = ch->container;
    char text[TITIAN_ERROR_TEXT + LISTED], quoted[TITIAN_QUOTED];

    if (c->part != NULL)
        snprintf(text, sizeof text, "this workbook has no sheet %s\nits sheets are %s",
            titian_field_quote(quoted, (titian_field){c->part, strlen(c->part)}), names);
    else if (n_tables > 0)
        snprintf(text, sizeof text, "%zu sheets of this workbook hold tables: %s\nname the one to read: %s#SHEET",
            n_tables, names, c->path);
    else if (names[0] != '\0')
        snprintf(text, sizeof text,
            "no sheet of this workbook begins with the header of a data file\nname the one to read, %s#SHEET, of %s",
            c->path, names);
    else
        snprintf(text, sizeof text, "this workbook holds no table\ngive one with a header and data");
    return unread(ch->gather, c->path, text, err);
}

static void tell_hidden(const choice *ch)
{
    char names[LISTED] = "", text[TITIAN_ERROR_TEXT + LISTED];
    size_t k;

    for (k = 0; k < ch->book->n_sheets; k++) {
        if (ch->book->sheets[k].hidden)
            list_name(names, ch->book->sheets[k].name);
    }
    if (names[0] == '\0')
        return;
    snprintf(text, sizeof text,
        "sheets of this workbook that are hidden are passed over: %s\nname one to read it: %s#SHEET", names,
        ch->container->path);
    remark(ch->gather, ch->container->path, text);
}

static titian_status read_book(
    titian_gather *gather, const titian_container *c, titian_archive *archive, titian_error *err)
{
    titian_book *book = NULL;
    titian_error fault;
    titian_status status = titian_book_open(&book, c->path, archive, &fault);
    choice ch = {gather, c, book, TITIAN_NONE};
    char names[LISTED] = "";
    size_t n_tables = 0, k;

    if (status != TITIAN_OK)
        return titian_tell_unread(gather, c->path, &fault, err);
    if (c->part != NULL) {
        choose_named(&ch);
        for (k = 0; k < book->n_sheets; k++)
            list_name(names, book->sheets[k].name);
    } else {
        status = choose_only(&ch, names, &n_tables, err);
        tell_hidden(&ch);
    }
    if (status == TITIAN_OK)
        status = ch.chosen != TITIAN_NONE ? read_sheet(&ch, err) : tell_no_choice(&ch, names, n_tables, err);
    titian_book_free(book);
    return status;
}

/* ---- what a file is ---- */

/* Zip files that are documents of some program. NULL: it is a plain zip file, or a workbook that is read. */
static const char *other_document(const titian_archive *archive)
{
    if (titian_archive_find(archive, "mimetype") != TITIAN_NONE &&
        titian_archive_find(archive, "content.xml") != TITIAN_NONE)
        return "this is a document of LibreOffice (.ods)\nsave it as .xlsx or CSV";
    if (titian_archive_find(archive, "xl/workbook.bin") != TITIAN_NONE)
        return "this is a binary workbook (.xlsb)\nsave it as .xlsx or CSV";
    if (titian_archive_find(archive, "word/document.xml") != TITIAN_NONE)
        return "this is a text of Word (.docx)\nsave its table as .xlsx or CSV";
    if (titian_archive_find(archive, "ppt/presentation.xml") != TITIAN_NONE)
        return "this is a presentation (.pptx)\nsave its table as .xlsx or CSV";
    return NULL;
}

static titian_status read_archive(
    titian_gather *gather, const titian_container *c, const titian_growing *whole, titian_error *err)
{
    titian_archive *archive = NULL;
    titian_error fault;
    titian_status status = titian_archive_open(&archive, c->path, whole->bytes, whole->n, &fault);

    if (status != TITIAN_OK)
        return titian_tell_unread(gather, c->path, &fault, err);
    if (other_document(archive) != NULL)
        status = unread(gather, c->path, other_document(archive), err);
    else if (titian_archive_find(archive, "[Content_Types].xml") != TITIAN_NONE)
        status = read_book(gather, c, archive, err);
    else
        status = read_zip(gather, c, archive, err);
    titian_archive_free(archive);
    return status;
}

/* The bytes of a file from its beginning, at most so many; where it is read on for its records does not move. */
static titian_status look_ahead(titian_growing *out, const titian_container *c, size_t most, titian_error *err)
{
    titian_bytes *again = titian_bytes_again(c->bytes);
    titian_status status = again != NULL ? TITIAN_OK : no_memory(c, err);
    char piece[PIECE];
    size_t got = 1;

    while (status == TITIAN_OK && got > 0 && out->n < most) {
        status = titian_bytes_read(again, piece, most - out->n < PIECE ? most - out->n : PIECE, &got, err);
        if (status == TITIAN_OK && titian_growing_add(out, piece, got) != 0)
            status = no_memory(c, err);
    }
    titian_bytes_free(again);
    return status;
}

static titian_status read_whole(titian_gather *gather, const titian_container *c, titian_error *err)
{
    titian_growing whole = {.n = 0};
    titian_error fault;
    titian_status status = look_ahead(&whole, c, (size_t) MOST_WHOLE + 1, &fault);

    if (status != TITIAN_OK)
        status = titian_tell_unread(gather, c->path, &fault, err);
    else if (whole.n > MOST_WHOLE)
        status = unread(gather, c->path,
            "this zip file or workbook is larger than 1 GiB\nunpack it, and give the files in it", err);
    else
        status = read_archive(gather, c, &whole, err);
    free(whole.bytes);
    return status;
}

titian_status titian_container_read(titian_gather *gather, const titian_container *container, titian_error *err)
{
    const titian_table table = {.name = container->path, .bytes = container->bytes};
    titian_growing head = {.n = 0};
    titian_error fault;
    titian_status status = look_ahead(&head, container, HEAD, &fault);
    size_t k;

    if (status != TITIAN_OK) {
        status = titian_tell_unread(gather, container->path, &fault, err);
        goto out;
    }
    for (k = 0; k < sizeof strangers / sizeof *strangers; k++) {
        if (head.bytes != NULL && head.n >= strangers[k].n &&
            memcmp(head.bytes, strangers[k].begins, strangers[k].n) == 0) {
            status = unread(gather, container->path, strangers[k].what, err);
            goto out;
        }
    }
    if (titian_is_zip(head.bytes, head.n))
        status = read_whole(gather, container, err);
    else if (container->part != NULL)
        status = unread(gather, container->path,
            "this file is neither a zip file nor a workbook, so no part of it can be named\n"
            "give it without \"#\" and what stands behind",
            err);
    else
        status = titian_datafile_read(gather, &table, err);
out:
    free(head.bytes);
    return status;
}
