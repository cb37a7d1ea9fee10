/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "input/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <nettle/sha2.h>

enum { STREAM_BYTES = 1 << 16 };
/* More than this is no table but a mistake: of a file, and of a pipe or device, whose end nobody knows. */
static const uintmax_t most_of_file = (uintmax_t) 1 << 32, most_of_stream = (uintmax_t) 1 << 30;

static titian_status too_long(titian_error *err, const char *path, uintmax_t most)
{
    return titian_fail_at(err, TITIAN_E_FILE, path, 0, 0,
        "it is longer than %ju bytes, the most that is read\ncheck that it is the file that was meant; split it if "
        "so",
        most);
}

static titian_status fail(titian_error *err, const char *path)
{
    int reason = errno;

    if (reason == ENOENT)
        return titian_fail_at(err, TITIAN_E_FILE, path, 0, 0, "there is no such file\ncheck the name and the folder");
    if (reason == EACCES)
        return titian_fail_at(
            err, TITIAN_E_FILE, path, 0, 0, "you may not read this file\nask its owner for permission to read it");
    return titian_fail_at(err, TITIAN_E_FILE, path, 0, 0, "it cannot be read: %s", strerror(reason));
}

/* Size to begin with: exact for a regular file, a guess for a pipe. Folders are refused here.
 *  @param most  the most that is to be read */
static titian_status first_size(size_t *size, uintmax_t *most, int fd, const char *path, titian_error *err)
{
    struct stat about;

    if (fstat(fd, &about) != 0)
        return fail(err, path);
    if (S_ISDIR(about.st_mode))
        return titian_fail_at(err, TITIAN_E_FILE, path, 0, 0, "this is a folder, not a file\nname a file in it");
    *most = S_ISREG(about.st_mode) ? most_of_file : most_of_stream;
    if (S_ISREG(about.st_mode) && about.st_size > 0 && (uintmax_t) about.st_size > *most)
        return too_long(err, path, *most);
    if (S_ISREG(about.st_mode) && about.st_size > 0 && (uintmax_t) about.st_size < SIZE_MAX - 2)
        *size = (size_t) about.st_size + 2; /* one to meet the end, one for the NUL */
    return TITIAN_OK;
}

/* Fill *text to the end of the file, growing it where the file is longer than it seemed. */
static titian_status fill(
    char **text, size_t *length, size_t room, uintmax_t most, int fd, const char *path, titian_error *err)
{
    size_t used = 0;

    for (;;) {
        ssize_t got;

        if (used > most)
            return too_long(err, path, most);
        if (room - used < 2) {
            const size_t wider = room > most / 2 ? (size_t) most + 2 : room * 2;
            char *more = realloc(*text, wider);

            if (more == NULL)
                return titian_fail_at(err, TITIAN_E_MEMORY, path, 0, 0, "no memory for a file of this size");
            *text = more;
            room = wider;
        }
        got = read(fd, *text + used, room - used - 1);
        if (got == 0)
            break;
        if (got > 0)
            used += (size_t) got;
        else if (errno != EINTR)
            return fail(err, path);
    }
    (*text)[used] = '\0';
    *length = used;
    return TITIAN_OK;
}

/* A file that is there and no folder. @return -1 for one that is not, which is told */
static int open_file(const char *path, size_t *size, uintmax_t *most, titian_error *err, titian_status *status)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);

    *status = fd < 0 ? fail(err, path) : first_size(size, most, fd, path, err);
    if (*status == TITIAN_OK)
        return fd;
    if (fd >= 0)
        close(fd);
    return -1;
}

/* All that an open file gives. */
static titian_status read_whole(
    char **text, size_t *length, size_t room, uintmax_t most, int fd, const char *path, titian_error *err)
{
    titian_status status = TITIAN_OK;
    char *bytes = malloc(room);

    *length = 0;
    if (bytes == NULL)
        return titian_fail_at(err, TITIAN_E_MEMORY, path, 0, 0, "no memory for a file of %zu bytes", room);
    status = fill(&bytes, length, room, most, fd, path, err);
    if (status == TITIAN_OK)
        *text = bytes;
    else
        free(bytes);
    return status;
}

titian_status titian_file_read(char **text, size_t *length, const char *path, titian_error *err)
{
    titian_status status = TITIAN_OK;
    size_t room = STREAM_BYTES;
    uintmax_t most = 0;
    int fd = open_file(path, &room, &most, err, &status);

    *text = NULL;
    *length = 0;
    if (fd < 0)
        return status;
    status = read_whole(text, length, room, most, fd, path, err);
    close(fd);
    return status;
}

struct titian_bytes {
    const char *path;
    int fd;       /* of a file that can be read anywhere; -1: all is in memory */
    int is_owner; /* of the file; only the owner finds the fingerprint */
    int broken;   /* 1: the file cannot be read to its end */
    const char *text;
    char *own;         /* the text, when it is ours */
    size_t length, at; /* of a file: its length when it was opened */
    struct sha256_ctx state;
};

titian_bytes *titian_bytes_of(const char *text, size_t length)
{
    titian_bytes *b = calloc(1, sizeof *b);

    if (b == NULL)
        return NULL;
    b->fd = -1;
    b->text = text;
    b->length = length;
    b->is_owner = 1;
    sha256_init(&b->state);
    return b;
}

titian_bytes *titian_bytes_again(const titian_bytes *bytes)
{
    titian_bytes *b = titian_bytes_of(bytes->text, bytes->length);

    if (b == NULL)
        return NULL;
    b->path = bytes->path;
    b->fd = bytes->fd;
    b->is_owner = 0;
    return b;
}

const char *titian_bytes_text(const titian_bytes *bytes, size_t *length)
{
    *length = bytes->length;
    return bytes->fd < 0 ? bytes->text : NULL;
}

/* What the file gives at once from some place on; nothing at its end. */
static titian_status read_some(titian_bytes *b, char *to, size_t room, size_t *got, titian_error *err)
{
    ssize_t n;

    *got = 0;
    do
        n = pread(b->fd, to, room, (off_t) b->at);
    while (n < 0 && errno == EINTR);
    if (n < 0) {
        b->broken = 1;
        return fail(err, b->path);
    }
    *got = (size_t) n;
    return TITIAN_OK;
}

/* A file is tried, anything else taken into memory. */
static titian_status begin(titian_bytes *b, titian_error *err)
{
    struct stat about;
    titian_status status = TITIAN_OK;
    size_t got = 0;
    char one;

    if (fstat(b->fd, &about) == 0 && S_ISREG(about.st_mode)) {
        b->length = about.st_size > 0 ? (size_t) about.st_size : 0;
        return read_some(b, &one, 1, &got, err);
    }
    status = read_whole(&b->own, &b->length, STREAM_BYTES, most_of_stream, b->fd, b->path, err);
    b->text = b->own;
    close(b->fd);
    b->fd = -1;
    return status;
}

titian_status titian_bytes_open(titian_bytes **out, const char *path, titian_error *err)
{
    titian_bytes *b = titian_bytes_of(NULL, 0);
    titian_status status = TITIAN_OK;
    size_t size = 0;
    uintmax_t most = 0;

    *out = NULL;
    if (b == NULL)
        return titian_fail_at(err, TITIAN_E_MEMORY, path, 0, 0, "no memory to read this file");
    b->path = path;
    b->fd = open_file(path, &size, &most, err, &status);
    if (status == TITIAN_OK)
        status = begin(b, err);
    if (status == TITIAN_OK)
        *out = b;
    else
        titian_bytes_free(b);
    return status;
}

titian_status titian_bytes_read(titian_bytes *bytes, char *to, size_t room, size_t *got, titian_error *err)
{
    titian_status status = TITIAN_OK;

    if (bytes->fd >= 0) {
        status = read_some(bytes, to, room, got, err);
    } else {
        *got = bytes->length - bytes->at < room ? bytes->length - bytes->at : room;
        if (*got > 0)
            memcpy(to, bytes->text + bytes->at, *got);
    }
#pragma omp atomic update
    bytes->at += *got;
    if (bytes->is_owner)
        sha256_update(&bytes->state, *got, (const uint8_t *) to);
    return status;
}

size_t titian_bytes_length(const titian_bytes *bytes)
{
    return bytes->length;
}

size_t titian_bytes_at(const titian_bytes *bytes)
{
    size_t at;

#pragma omp atomic read
    at = bytes->at;
    return at;
}

void titian_bytes_free(titian_bytes *bytes)
{
    if (bytes == NULL)
        return;
    if (bytes->fd >= 0 && bytes->is_owner)
        close(bytes->fd);
    free(bytes->own);
    free(bytes);
}

static void finish_sha256(struct sha256_ctx *state, char out[65])
{
    static const char hex[] = "0123456789abcdef";
    uint8_t digest[SHA256_DIGEST_SIZE];
    size_t i;

    sha256_digest(state, sizeof digest, digest);
    for (i = 0; i < sizeof digest; i++) {
        out[2 * i] = hex[digest[i] >> 4];
        out[2 * i + 1] = hex[digest[i] & 15];
    }
    out[64] = '\0';
}

void titian_bytes_sha256(titian_bytes *bytes, char out[65])
{
    char piece[STREAM_BYTES];
    size_t got = 0;

    out[0] = '\0';
    while (!bytes->broken && titian_bytes_read(bytes, piece, sizeof piece, &got, NULL) == TITIAN_OK && got > 0)
        ;
    if (!bytes->broken)
        finish_sha256(&bytes->state, out);
}

void titian_sha256(const char *bytes, size_t n, char out[65])
{
    struct sha256_ctx state;

    sha256_init(&state);
    sha256_update(&state, n, (const uint8_t *) bytes);
    finish_sha256(&state, out);
}
