/* Zip files of CSVs and workbooks.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "input/container_parts.h"
#include "input/folder.h"
#include "input/named.h"
#include "input/text.h"

static int ends_in(const char *name, const char *end)
{
    const size_t n = strlen(name), m = strlen(end);

    return n >= m && strcasecmp(name + n - m, end) == 0;
}

static const char *own_name(const char *name)
{
    const char *slash = strrchr(name, '/');

    return slash != NULL ? slash + 1 : name;
}

/* Files that programs keep for themselves: begun with a point, or a Mac's second copies. */
static int is_kept_back(const char *name)
{
    return titian_is_kept_back(own_name(name)) || strncmp(name, "__MACOSX/", 9) == 0;
}

static int is_table(const char *name)
{
    return titian_is_table_name(own_name(name)) && !is_kept_back(name);
}

/* Read a member as the file that it is. @param part  a sheet of it; NULL: none is named */
static titian_status read_member(titian_gather *gather, const titian_container *c, titian_archive *archive,
    size_t member, const char *part, titian_error *err)
{
    const char *own = titian_archive_name(archive, member);
    char *name = titian_container_join(c->path, "/", own);
    char *word = titian_container_join(titian_container_word(c), "#", own), *text = NULL;
    const char *around = c->found_in != NULL ? c->found_in : "zip file";
    titian_container inner = {
        .path = name, .word = word, .part = part, .outer = archive, .found_in = c->part == NULL ? around : NULL};
    size_t length = 0;
    titian_error fault;
    titian_status status = TITIAN_OK;

    if (name == NULL || word == NULL) {
        status = titian_container_no_memory(c, err);
        goto out;
    }
    status = titian_archive_read(archive, member, &text, &length, &fault);
    inner.bytes = text != NULL ? titian_bytes_of(text, length) : NULL;
    if (status != TITIAN_OK)
        status = titian_tell_unread(gather, c->path, &fault, err);
    else if (inner.bytes == NULL)
        status = titian_container_no_memory(c, err);
    else
        status = titian_container_read(gather, &inner, err);
    titian_bytes_free(inner.bytes);
out:
    free(text);
    free(word);
    free(name);
    return status;
}

/* What is asked for is MEMBER or MEMBER#SHEET, and either name may hold the sign.
 *  @param sheet  receives the sheet's name; NULL: none is named
 *  @return the member; TITIAN_NONE when there is none */
static size_t find_asked(const titian_archive *archive, const char *asked, const char **sheet)
{
    const char *sign = asked;
    size_t member = titian_archive_find(archive, asked), k;

    *sheet = NULL;
    while (member == TITIAN_NONE && (sign = strchr(sign, '#')) != NULL) {
        const size_t n = (size_t) (sign++ - asked);

        for (k = 0; k < titian_archive_n(archive) && member == TITIAN_NONE; k++) {
            const char *name = titian_archive_name(archive, k);

            if (strlen(name) == n && memcmp(name, asked, n) == 0)
                member = k;
        }
        *sheet = sign;
    }
    return member;
}

static titian_status read_asked(
    titian_gather *gather, const titian_container *c, titian_archive *archive, titian_error *err)
{
    const char *sheet = NULL;
    const size_t member = find_asked(archive, c->part, &sheet);
    char text[TITIAN_ERROR_TEXT + TITIAN_LISTED], known[TITIAN_LISTED] = "", quoted[TITIAN_QUOTED];
    size_t k;

    if (member != TITIAN_NONE)
        return read_member(gather, c, archive, member, sheet, err);
    for (k = 0; k < titian_archive_n(archive); k++)
        titian_container_list(known, titian_archive_name(archive, k));
    snprintf(text, sizeof text, "this zip file holds no member %s\nit holds %s",
        titian_field_quote(quoted, (titian_field){c->part, strlen(c->part)}), known[0] != '\0' ? known : "nothing");
    return titian_container_refuse(gather, c->path, text, err);
}

/* Members that are no tables: zip files in the zip file hide data, the rest is counted. */
static titian_status tell_others(
    titian_gather *gather, const titian_container *c, const titian_archive *archive, titian_error *err)
{
    char passed[TITIAN_LISTED] = "", nested[TITIAN_LISTED] = "", text[TITIAN_ERROR_TEXT + TITIAN_LISTED];
    size_t k, n = 0, n_nested = 0, n_tables = 0;

    for (k = 0; k < titian_archive_n(archive); k++) {
        const char *name = titian_archive_name(archive, k);

        if (is_table(name)) {
            n_tables++;
        } else if (ends_in(name, ".zip") && !is_kept_back(name)) {
            titian_container_list(nested, name);
            n_nested++;
        } else if (!is_kept_back(name)) {
            titian_container_list(passed, name);
            n++;
        }
    }
    if (n_nested > 0)
        snprintf(text, sizeof text,
            c->found_in == NULL ? "this zip file holds %zu zip file%s: %s\n"
                                  "unpack it, and give those that hold data; or name one member: %s#MEMBER"
                                : "this zip file holds %zu zip file%s: %s\n"
                                  "unpack it, put those that hold data into the folder, and take this one out: %s",
            n_nested, n_nested == 1 ? "" : "s", nested, titian_container_word(c));
    else if (n_tables == 0)
        snprintf(text, sizeof text,
            "this zip file holds no CSV and no workbook%s%s\n"
            "give one with members whose names end in .csv or .xlsx, or the data themselves",
            n > 0 ? ", only " : "", passed);
    else if (n > 0)
        snprintf(text, sizeof text, "%zu member%s of this zip file %s neither CSV nor workbook and passed over: %s",
            n, n == 1 ? "" : "s", n == 1 ? "is" : "are", passed);
    if (n_nested > 0 || n_tables == 0)
        return titian_container_refuse(gather, c->path, text, err);
    if (n > 0)
        titian_container_remark(gather, c->path, text);
    return TITIAN_OK;
}

titian_status titian_container_zip(
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
        const char *name = titian_archive_name(archive, k);

        if (is_table(name) && !titian_named_apart(gather->paths, gather->n_paths, c->file, name))
            status = read_member(gather, c, archive, k, NULL, err);
    }
    return status;
}
