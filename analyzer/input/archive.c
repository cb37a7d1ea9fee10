/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "input/archive.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <titian/panel.h>
#include <zip.h>

#include "core/utf8.h"
#include "input/text.h"

enum { MEMBERS = 10000, RATIO = 500 };
static const uint64_t most_member = UINT64_C(1) << 29;   /* bytes of one member */
static const uint64_t most_together = UINT64_C(1) << 32; /* bytes of all that are unpacked */
static const uint64_t harmless = UINT64_C(1) << 24;      /* a ratio means nothing below */

typedef struct {
    const char *name; /* owned by the zip */
    zip_uint64_t index;
    uint64_t size, packed;
    int encrypted;
} member;

struct titian_archive {
    zip_t *zip;
    const char *path;
    uint64_t length; /* of the file */
    member *members;
    size_t n;
    uint64_t unpacked;     /* so far */
    titian_archive *outer; /* that it was found in; NULL: none */
};

int titian_is_zip(const char *bytes, size_t length)
{
    return length >= 4 && (memcmp(bytes, "PK\3\4", 4) == 0 || memcmp(bytes, "PK\5\6", 4) == 0);
}

static titian_status damaged(const char *path, int code, titian_error *err)
{
    zip_error_t reason;
    titian_status status = TITIAN_E_DATA;

    zip_error_init_with_code(&reason, code);
    if (code == ZIP_ER_MEMORY)
        status = titian_fail_at(err, TITIAN_E_MEMORY, path, 0, 0, "no memory for this zip file");
    else
        titian_fail_at(err, status, path, 0, 0,
            "this zip file or workbook is damaged or cut short (%s)\ndownload or copy it again, and try to open it",
            zip_error_strerror(&reason));
    zip_error_fini(&reason);
    return status;
}

static int leads_out(const char *name)
{
    size_t n;

    if (name[0] == '/' || name[0] == '\\' || (name[0] != '\0' && name[1] == ':'))
        return 1;
    for (; *name != '\0'; name += name[n] != '\0' ? n + 1 : n) {
        n = strcspn(name, "/\\");
        if (n == 2 && memcmp(name, "..", 2) == 0)
            return 1;
    }
    return 0;
}

static int is_plain(const char *name)
{
    const size_t n = strlen(name);
    size_t i;

    for (i = 0; i < n; i++) {
        if ((unsigned char) name[i] < 0x20 || name[i] == 0x7F)
            return 0;
    }
    return n > 0 && titian_utf8_prefix(name, n) == n;
}

/* Names are only ever shown and compared, but a file with such names was not made by a publisher of data. */
static titian_status check_name(const titian_archive *a, const char *name, titian_error *err)
{
    char quoted[TITIAN_QUOTED];

    if (is_plain(name) && !leads_out(name))
        return TITIAN_OK;
    return titian_fail_at(err, TITIAN_E_DATA, a->path, 0, 0,
        "this zip file holds a member whose name %s: %s\nunpack it with care, and give the data files in it",
        is_plain(name) ? "leads out of its folder" : "cannot be shown",
        titian_field_quote(quoted, (titian_field){name, strlen(name)}));
}

static titian_status take_member(titian_archive *a, zip_uint64_t index, titian_error *err)
{
    zip_stat_t about;
    titian_status status = TITIAN_OK;
    size_t n;

    if (zip_stat_index(a->zip, index, 0, &about) != 0 || (about.valid & ZIP_STAT_NAME) == 0)
        return damaged(a->path, zip_error_code_zip(zip_get_error(a->zip)), err);
    status = check_name(a, about.name, err);
    n = strlen(about.name);
    if (status != TITIAN_OK || about.name[n - 1] == '/')
        return status;
    a->members[a->n++] = (member){.name = about.name,
        .index = index,
        .size = (about.valid & ZIP_STAT_SIZE) != 0 ? about.size : UINT64_MAX,
        .packed = (about.valid & ZIP_STAT_COMP_SIZE) != 0 ? about.comp_size : 0,
        .encrypted = (about.valid & ZIP_STAT_ENCRYPTION_METHOD) != 0 && about.encryption_method != ZIP_EM_NONE};
    return TITIAN_OK;
}

static int by_bytes(const void *a, const void *b)
{
    return strcmp(((const member *) a)->name, ((const member *) b)->name);
}

static titian_status list(titian_archive *a, titian_error *err)
{
    const zip_int64_t n = zip_get_num_entries(a->zip, 0);
    titian_status status = TITIAN_OK;
    zip_int64_t i;
    size_t k;

    if (n > MEMBERS)
        return titian_fail_at(err, TITIAN_E_DATA, a->path, 0, 0,
            "this zip file holds %lld members, more than %d\nunpack it, and give the data files in it", (long long) n,
            MEMBERS);
    a->members = calloc(n > 0 ? (size_t) n : 1, sizeof *a->members);
    if (a->members == NULL)
        return damaged(a->path, ZIP_ER_MEMORY, err);
    for (i = 0; i < n && status == TITIAN_OK; i++)
        status = take_member(a, (zip_uint64_t) i, err);
    qsort(a->members, a->n, sizeof *a->members, by_bytes);
    for (k = 1; k < a->n && status == TITIAN_OK; k++) {
        if (by_bytes(&a->members[k - 1], &a->members[k]) == 0)
            status = titian_fail_at(err, TITIAN_E_DATA, a->path, 0, 0,
                "this zip file holds two members named %s\nunpack it, and give the one that is meant",
                a->members[k].name);
    }
    return status;
}

titian_status titian_archive_open(
    titian_archive **out, const char *path, const char *bytes, size_t length, titian_error *err)
{
    titian_archive *a = calloc(1, sizeof *a);
    zip_source_t *source = NULL;
    zip_error_t reason;
    titian_status status = TITIAN_OK;

    *out = NULL;
    if (a == NULL)
        return damaged(path, ZIP_ER_MEMORY, err);
    a->path = path;
    a->length = length;
    zip_error_init(&reason);
    source = zip_source_buffer_create(bytes, length, 0, &reason);
    if (source != NULL)
        a->zip = zip_open_from_source(source, ZIP_RDONLY, &reason);
    if (a->zip == NULL) {
        zip_source_free(source);
        status = damaged(path, zip_error_code_zip(&reason), err);
    } else {
        status = list(a, err);
    }
    zip_error_fini(&reason);
    if (status == TITIAN_OK)
        *out = a;
    else
        titian_archive_free(a);
    return status;
}

void titian_archive_free(titian_archive *archive)
{
    if (archive == NULL)
        return;
    if (archive->zip != NULL)
        zip_discard(archive->zip);
    free(archive->members);
    free(archive);
}

void titian_archive_nest(titian_archive *archive, titian_archive *outer)
{
    archive->outer = outer;
}

size_t titian_archive_n(const titian_archive *archive)
{
    return archive->n;
}

const char *titian_archive_name(const titian_archive *archive, size_t k)
{
    return archive->members[k].name;
}

size_t titian_archive_find(const titian_archive *archive, const char *name)
{
    const member key = {.name = name};
    const member *found = bsearch(&key, archive->members, archive->n, sizeof key, by_bytes);

    return found != NULL ? (size_t) (found - archive->members) : TITIAN_NONE;
}

static titian_status check_sum(const titian_archive *a, uint64_t sum, titian_error *err)
{
    if (sum <= most_together && (sum <= harmless || sum / RATIO <= a->length))
        return TITIAN_OK;
    return titian_fail_at(err, TITIAN_E_DATA, a->path, 0, 0,
        "the members of this zip file unpack to more than is allowed, %llu MiB or %d times its size\n"
        "unpack it, and give the files in it",
        (unsigned long long) (most_together >> 20), RATIO);
}

/* What a member says of itself, before a byte of it is unpacked. */
static titian_status check_alone(const titian_archive *a, const member *m, titian_error *err)
{
    if (m->encrypted)
        return titian_fail_at(err, TITIAN_E_DATA, a->path, 0, 0,
            "the member %s is encrypted\nunpack the zip file with its password, and give the files in it", m->name);
    if (m->size > most_member)
        return titian_fail_at(err, TITIAN_E_DATA, a->path, 0, 0,
            "the member %s unpacks to more than %llu MiB\nunpack the zip file, and give the files in it", m->name,
            (unsigned long long) (most_member >> 20));
    if (m->size > harmless && (m->size / RATIO > m->packed || m->size / RATIO > a->length))
        return titian_fail_at(err, TITIAN_E_DATA, a->path, 0, 0,
            "the member %s unpacks to more than %d times its packed size, which no table does\n"
            "do not open this file unless you trust who made it",
            m->name, RATIO);
    return TITIAN_OK;
}

titian_status titian_archive_check(
    const titian_archive *archive, int (*is_wanted)(const char *name), titian_error *err)
{
    titian_status status = TITIAN_OK;
    uint64_t sum = 0;
    size_t k;

    for (k = 0; k < archive->n && status == TITIAN_OK; k++) {
        const member *m = &archive->members[k];

        if (!is_wanted(m->name) || check_alone(archive, m, NULL) != TITIAN_OK) /* refused by itself, later */
            continue;
        sum += m->size;
        status = check_sum(archive, sum, err);
    }
    return status;
}

/* Exactly as many bytes as the member says it has; the end, where the checksum is compared, must follow. */
static titian_status unpack(const titian_archive *a, const member *m, zip_file_t *file, char *text, titian_error *err)
{
    const size_t size = (size_t) m->size;
    size_t used = 0;
    zip_int64_t got = 1;
    char more;

    while (used < size && got > 0) {
        got = zip_fread(file, text + used, size - used);
        used += got > 0 ? (size_t) got : 0;
    }
    if (got > 0 || size == 0)
        got = zip_fread(file, &more, 1);
    if (used == size && got == 0)
        return TITIAN_OK;
    if (got < 0 && zip_error_code_zip(zip_file_get_error(file)) == ZIP_ER_MEMORY)
        return titian_fail_at(err, TITIAN_E_MEMORY, a->path, 0, 0, "no memory for the member %s", m->name);
    return titian_fail_at(err, TITIAN_E_DATA, a->path, 0, 0,
        "the member %s is damaged (%s)\ndownload or copy the file again", m->name,
        got < 0 ? zip_error_strerror(zip_file_get_error(file)) : "it is not as long as it should be");
}

titian_status titian_archive_read(titian_archive *archive, size_t k, char **text, size_t *length, titian_error *err)
{
    const member *m = &archive->members[k];
    titian_status status = check_alone(archive, m, err);
    zip_file_t *file = NULL;
    char *bytes = NULL;

    *text = NULL;
    *length = 0;
    for (const titian_archive *a = archive; a != NULL && status == TITIAN_OK; a = a->outer)
        status = check_sum(a, a->unpacked + m->size, err);
    if (status != TITIAN_OK)
        return status;
    bytes = malloc((size_t) m->size + 1);
    if (bytes == NULL)
        return titian_fail_at(err, TITIAN_E_MEMORY, archive->path, 0, 0, "no memory for the member %s", m->name);
    file = zip_fopen_index(archive->zip, m->index, 0);
    if (file == NULL)
        status = damaged(archive->path, zip_error_code_zip(zip_get_error(archive->zip)), err);
    else
        status = unpack(archive, m, file, bytes, err);
    if (file != NULL && zip_fclose(file) != 0 && status == TITIAN_OK)
        status = damaged(archive->path, ZIP_ER_READ, err);
    if (status != TITIAN_OK) {
        free(bytes);
        return status;
    }
    for (titian_archive *a = archive; a != NULL; a = a->outer)
        a->unpacked += m->size;
    bytes[m->size] = '\0';
    *text = bytes;
    *length = (size_t) m->size;
    return TITIAN_OK;
}
