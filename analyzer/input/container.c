/* What a file is, and what is said of one that is not read.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "input/container_parts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "input/growing.h"
#include "input/layout.h"
#include "input/text.h"

enum { HEAD = 8, PIECE = 1 << 16, MOST_WHOLE = 1 << 30 };

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

titian_status titian_container_refuse(titian_gather *gather, const char *path, const char *text, titian_error *err)
{
    titian_error fault;

    titian_fail_at(&fault, TITIAN_E_DATA, path, 0, 0, "%s", text);
    return titian_tell_unread(gather, path, &fault, err);
}

void titian_container_remark(titian_gather *gather, const char *path, const char *text)
{
    titian_findings_begin(&gather->findings, path);
    titian_findings_warning(&gather->findings, 0, 0, "%s", text);
    titian_findings_end(&gather->findings);
}

char *titian_container_join(const char *first, const char *between, const char *second)
{
    const size_t n = strlen(first) + strlen(between) + strlen(second) + 1;
    char *text = malloc(n);

    if (text != NULL)
        snprintf(text, n, "%s%s%s", first, between, second);
    return text;
}

titian_status titian_container_no_memory(const titian_container *c, titian_error *err)
{
    return titian_fail_at(err, TITIAN_E_MEMORY, c->path, 0, 0, "no memory for what this file holds");
}

void titian_container_list(char list[TITIAN_LISTED], const char *name)
{
    const size_t used = strlen(list);
    char quoted[TITIAN_QUOTED];

    if (used + sizeof quoted + 8 < TITIAN_LISTED)
        snprintf(list + used, TITIAN_LISTED - used, "%s%s", used > 0 ? ", " : "",
            titian_field_quote(quoted, (titian_field){name, strlen(name)}));
    else if (used > 3 && strcmp(list + used - 3, "...") != 0)
        snprintf(list + used, TITIAN_LISTED - used, ", ...");
}

const char *titian_container_word(const titian_container *c)
{
    return c->word != NULL ? c->word : c->path;
}

/* ---- what a file is ---- */

/* Zip files that are documents of some program. NULL: a plain zip file, or a workbook. */
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

static int is_book(const titian_archive *archive)
{
    return titian_archive_find(archive, "[Content_Types].xml") != TITIAN_NONE;
}

const char *titian_container_no_book(const titian_archive *archive)
{
    if (other_document(archive) != NULL)
        return other_document(archive);
    return is_book(archive) ? NULL
                            : "this is a zip file, and no workbook\nunpack it, and give one of the files in it";
}

static titian_status read_archive(
    titian_gather *gather, const titian_container *c, const char *bytes, size_t length, titian_error *err)
{
    titian_archive *archive = NULL;
    titian_error fault;
    titian_status status = titian_archive_open(&archive, c->path, bytes, length, &fault);

    if (status != TITIAN_OK)
        return titian_tell_unread(gather, c->path, &fault, err);
    titian_archive_nest(archive, c->outer);
    if (other_document(archive) != NULL)
        status = titian_container_refuse(gather, c->path, other_document(archive), err);
    else if (is_book(archive))
        status = titian_container_book(gather, c, archive, err);
    else if (c->outer != NULL)
        status = titian_container_refuse(
            gather, c->path, "this is a zip file inside a zip file\nunpack the outer file, and give this one", err);
    else
        status = titian_container_zip(gather, c, archive, err);
    titian_archive_free(archive);
    return status;
}

/* The bytes of a file from its beginning, at most so many; where it is read on for its records does not move. */
static titian_status look_ahead(titian_growing *out, const titian_container *c, size_t most, titian_error *err)
{
    titian_bytes *again = titian_bytes_again(c->bytes);
    titian_status status = again != NULL ? TITIAN_OK : titian_container_no_memory(c, err);
    char piece[PIECE];
    size_t got = 1;

    while (status == TITIAN_OK && got > 0 && out->n < most) {
        status = titian_bytes_read(again, piece, most - out->n < PIECE ? most - out->n : PIECE, &got, err);
        if (status == TITIAN_OK && titian_growing_add(out, piece, got) != 0)
            status = titian_container_no_memory(c, err);
    }
    titian_bytes_free(again);
    return status;
}

/* What is in memory already is not copied. */
static titian_status read_whole(titian_gather *gather, const titian_container *c, titian_error *err)
{
    titian_growing whole = {.n = 0};
    size_t length = 0;
    const char *bytes = titian_bytes_text(c->bytes, &length);
    titian_error fault;
    titian_status status = bytes != NULL ? TITIAN_OK : look_ahead(&whole, c, (size_t) MOST_WHOLE + 1, &fault);

    if (bytes == NULL)
        length = whole.n;
    if (status != TITIAN_OK)
        status = titian_tell_unread(gather, c->path, &fault, err);
    else if (length > MOST_WHOLE)
        status = titian_container_refuse(gather, c->path,
            "this zip file or workbook is larger than 1 GiB\nunpack it, and give the files in it", err);
    else
        status = read_archive(gather, c, bytes != NULL ? bytes : whole.bytes, length, err);
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
            status = titian_container_refuse(gather, container->path, strangers[k].what, err);
            goto out;
        }
    }
    if (titian_is_zip(head.bytes, head.n))
        status = read_whole(gather, container, err);
    else if (container->part != NULL)
        status = titian_container_refuse(gather, container->path,
            "this file is neither a zip file nor a workbook, so no part of it can be named\n"
            "give it without \"#\" and what stands behind",
            err);
    else
        status = titian_datafile_read(gather, &table, err);
out:
    free(head.bytes);
    return status;
}
