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

titian_status titian_file_read(char **text, size_t *length, const char *path, titian_error *err)
{
    titian_status status = TITIAN_OK;
    char *bytes = NULL;
    size_t room = STREAM_BYTES;
    uintmax_t most = 0;
    int fd = -1;

    *text = NULL;
    *length = 0;
    fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) {
        status = fail(err, path);
        goto out;
    }
    status = first_size(&room, &most, fd, path, err);
    if (status != TITIAN_OK)
        goto out;
    bytes = malloc(room);
    if (bytes == NULL) {
        status = titian_fail_at(err, TITIAN_E_MEMORY, path, 0, 0, "no memory for a file of %zu bytes", room);
        goto out;
    }
    status = fill(&bytes, length, room, most, fd, path, err);
    if (status != TITIAN_OK)
        goto out;
    *text = bytes;
    bytes = NULL;
out:
    free(bytes);
    if (fd >= 0)
        close(fd);
    return status;
}

void titian_sha256(const char *bytes, size_t n, char out[65])
{
    static const char hex[] = "0123456789abcdef";
    struct sha256_ctx state;
    uint8_t digest[SHA256_DIGEST_SIZE];
    size_t i;

    sha256_init(&state);
    sha256_update(&state, n, (const uint8_t *) bytes);
    sha256_digest(&state, sizeof digest, digest);
    for (i = 0; i < sizeof digest; i++) {
        out[2 * i] = hex[digest[i] >> 4];
        out[2 * i + 1] = hex[digest[i] & 15];
    }
    out[64] = '\0';
}
