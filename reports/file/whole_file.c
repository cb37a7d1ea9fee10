/* Written beside its target, then renamed. Whoever writes holds a lock on the part (flock), which ends with the
 * process however that ends: a part without a lock is one that nobody will finish. SPDX-License-Identifier:
 * GPL-3.0-or-later */
#include <titian/whole_file.h>

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

struct titian_whole_file {
    char *path;   /* as named by the caller */
    char *target; /* what that leads to */
    char *part;
    int replace;
    int made;     /* 1: the part is there, and is ours */
    FILE *stream; /* of the part, locked */
};

enum { TRIES = 100 }; /* as often others may come in between */

static titian_status fail(const titian_whole_file *f, titian_error *err)
{
    const int reason = errno;

    const char *mend = reason == ENOENT                       ? "make its folder first, or give another name"
                       : reason == ENOSPC || reason == EDQUOT ? "make room on the disk, or name a file on another one"
                       : reason == EFBIG ? "raise the limit of the size of a file, or name a file elsewhere"
                                         : "look at the rights of its folder, or give another name";

    return titian_fail_at(err, TITIAN_E_FILE, f->path, 0, 0, "cannot be written: %s\n%s", strerror(reason), mend);
}

static titian_status fail_exists(const titian_whole_file *f, titian_error *err)
{
    return titian_fail_at(
        err, TITIAN_E_USAGE, f->path, 0, 0, "the file exists\nadd --force to replace it, or give another name");
}

static titian_whole_file *file_new(const char *path, int replace)
{
    titian_whole_file *f = calloc(1, sizeof *f);

    if (f == NULL)
        return NULL;
    f->replace = replace;
    f->path = strdup(path);
    f->target = realpath(path, NULL);
    if (f->target == NULL)
        f->target = strdup(path);
    if (f->path == NULL || f->target == NULL || asprintf(&f->part, "%s.titian-part", f->target) < 0) {
        f->part = NULL; /* asprintf leaves it undefined */
        titian_whole_file_free(f);
        return NULL;
    }
    return f;
}

/* Is the part still this file, and not another one that has its name now? */
static int is_part(const titian_whole_file *f, int descriptor)
{
    struct stat mine, there;

    return fstat(descriptor, &mine) == 0 && lstat(f->part, &there) == 0 && mine.st_dev == there.st_dev &&
           mine.st_ino == there.st_ino;
}

/* @return 0 when another process has it. A file system without locks is taken as having them. */
static int lock(int descriptor)
{
    return flock(descriptor, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK;
}

/* Take away a part that nobody writes any more. @return TITIAN_OK when it is worth trying again */
static titian_status clear_part(const titian_whole_file *f, titian_error *err)
{
    const int old = open(f->part, O_RDWR | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    titian_status status = TITIAN_OK;
    struct stat about;

    if (old < 0 && errno == ENOENT)
        return TITIAN_OK;
    if (old < 0 || fstat(old, &about) != 0 || !S_ISREG(about.st_mode))
        status = titian_fail_at(err, TITIAN_E_FILE, f->path, 0, 0,
            "cannot be written: %s.titian-part is in the way\ntake it away, or give another name", f->path);
    else if (!lock(old))
        status = titian_fail_at(err, TITIAN_E_FILE, f->path, 0, 0,
            "another titian is writing this file\nwait until it is done, or give another name");
    else if (is_part(f, old) && unlink(f->part) != 0)
        status = fail(f, err);
    if (old >= 0)
        (void) close(old);
    return status;
}

/* A new part, locked. @return its descriptor; -1 with TITIAN_OK: try again */
static int make_part(titian_whole_file *f, titian_status *status, titian_error *err)
{
    const int new = open(f->part, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0666);

    *status = TITIAN_OK;
    if (new < 0) {
        *status = errno == EEXIST ? clear_part(f, err) : fail(f, err);
        return -1;
    }
    if (lock(new) && is_part(f, new))
        return new;
    (void) close(new); /* somebody took it for one left behind before it was locked */
    return -1;
}

titian_status titian_whole_file_open(titian_whole_file **out, const char *path, int replace, titian_error *err)
{
    titian_whole_file *f = file_new(path, replace);
    titian_status status = TITIAN_OK;
    int descriptor = -1;

    *out = NULL;
    if (f == NULL)
        return titian_fail(err, TITIAN_E_MEMORY, "no memory for the name of a file");
    if (!replace && access(f->target, F_OK) == 0)
        status = fail_exists(f, err);
    for (int k = 0; k < TRIES && descriptor < 0 && status == TITIAN_OK; k++)
        descriptor = make_part(f, &status, err);
    if (status == TITIAN_OK && descriptor < 0) {
        errno = EBUSY;
        status = fail(f, err);
    }
    f->made = descriptor >= 0;
    if (f->made && (f->stream = fdopen(descriptor, "w")) == NULL) {
        status = fail(f, err);
        (void) close(descriptor);
    }
    if (status != TITIAN_OK) {
        titian_whole_file_free(f);
        return status;
    }
    *out = f;
    return TITIAN_OK;
}

FILE *titian_whole_file_stream(titian_whole_file *file)
{
    return file->stream;
}

const char *titian_whole_file_part(const titian_whole_file *file)
{
    return file->part;
}

/* Give the part the name of its target. @return 0, or -1 with errno */
static int give_name(const titian_whole_file *f)
{
    if (f->replace)
        return rename(f->part, f->target);
    if (renameat2(AT_FDCWD, f->part, AT_FDCWD, f->target, RENAME_NOREPLACE) == 0)
        return 0;
    if (errno != EINVAL && errno != ENOSYS) /* which a file system may answer that cannot do it */
        return -1;
    return rename(f->part, f->target);
}

/* Everything on the disk before the name is given: an interruption leaves the old file or the new one. */
titian_status titian_whole_file_finish(titian_whole_file *file, titian_error *err)
{
    int failed = ferror(file->stream) != 0;

    if (!failed)
        errno = 0;
    failed = fflush(file->stream) != 0 || failed;
    if (failed && errno == 0)
        errno = EIO; /* it was met before, and something else since */
    if (failed || fsync(fileno(file->stream)) != 0)
        return fail(file, err);
    if (give_name(file) != 0)
        return errno == EEXIST && !file->replace ? fail_exists(file, err) : fail(file, err);
    file->made = 0;
    return TITIAN_OK;
}

void titian_whole_file_free(titian_whole_file *file)
{
    if (file == NULL)
        return;
    if (file->made && file->part != NULL)
        (void) unlink(file->part);
    if (file->stream != NULL) /* the lock goes last */
        (void) fclose(file->stream);
    free(file->path);
    free(file->target);
    free(file->part);
    free(file);
}
