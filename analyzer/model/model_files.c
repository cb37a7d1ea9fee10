/* The files of a model.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/model_files.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "input/file.h"
#include "model/words.h"

static titian_status no_memory(titian_error *err)
{
    return titian_fail(err, TITIAN_E_MEMORY, "no memory for the names of a model's files");
}

static int has_ending(const char *path, const char *ending)
{
    const size_t n = strlen(path), m = strlen(ending);

    return n > m && strcmp(path + n - m, ending) == 0;
}

static int is_folder(const char *path)
{
    struct stat about;

    return stat(path, &about) == 0 && S_ISDIR(about.st_mode);
}

static int is_file(const char *path)
{
    struct stat about;

    return stat(path, &about) == 0 && S_ISREG(about.st_mode);
}

/* folder/name in new memory. */
static char *join(const char *folder, const char *name)
{
    const size_t n = strlen(folder);
    char *path = NULL;

    if (asprintf(&path, "%s%s%s", folder, n > 0 && folder[n - 1] == '/' ? "" : "/", name) < 0)
        return NULL;
    return path;
}

/* The folder of a file's path: "." when it has none. */
static char *folder_of(const char *path)
{
    const char *slash = strrchr(path, '/');

    if (slash == NULL)
        return strdup(".");
    return strndup(path, slash == path ? 1 : (size_t) (slash - path));
}

static titian_status find_in_folder(titian_model_files *out, const char *path, titian_error *err)
{
    titian_status status = TITIAN_OK;
    char *csv = NULL;

    out->folder = strdup(path);
    out->yaml = join(path, "model.yaml");
    csv = join(path, "framework.csv");
    if (out->folder == NULL || out->yaml == NULL || csv == NULL)
        status = no_memory(err);
    else if (!is_file(out->yaml) && is_file(csv))
        status = titian_fail_at(err, TITIAN_E_MODEL, path, 0, 0,
            "the folder has a framework.csv, but no model.yaml\nname %s itself to run it with the defaults, or add a "
            "model.yaml (an empty one will do)",
            csv);
    else if (!is_file(out->yaml))
        status = titian_fail_at(err, TITIAN_E_MODEL, path, 0, 0,
            "the folder has no model.yaml, so it is no model\nname a folder with a model.yaml and a framework.csv, "
            "or "
            "one of these files");
    free(csv);
    return status;
}

titian_status titian_model_files_find(titian_model_files *out, const char *path, titian_error *err)
{
    struct stat about;

    *out = (titian_model_files){.folder = NULL};
    if (stat(path, &about) != 0)
        return titian_fail_at(
            err, TITIAN_E_FILE, path, 0, 0, "cannot be read: %s\ncheck the name of the model", strerror(errno));
    if (is_folder(path))
        return find_in_folder(out, path, err);
    out->folder = folder_of(path);
    if (has_ending(path, ".csv"))
        out->csv = strdup(path);
    else if (has_ending(path, ".yaml") || has_ending(path, ".yml"))
        out->yaml = strdup(path);
    else
        return titian_fail_at(err, TITIAN_E_MODEL, path, 0, 0,
            "the file is no model\nname a folder with a model.yaml, a .yaml file, or a framework .csv");
    return out->folder == NULL || (out->csv == NULL && out->yaml == NULL) ? no_memory(err) : TITIAN_OK;
}

void titian_model_files_free(titian_model_files *files)
{
    free(files->folder);
    free(files->yaml);
    free(files->csv);
    *files = (titian_model_files){.folder = NULL};
}

int titian_model_name_is_plain(const char *name)
{
    return name[0] != '\0' && strchr(name, '/') == NULL && strchr(name, '\\') == NULL && strcmp(name, ".") != 0 &&
           strcmp(name, "..") != 0;
}

/* Does a file lie in a folder when links are followed? */
static int lies_inside(const char *folder, const char *file)
{
    const size_t n = strlen(folder);

    return strncmp(folder, file, n) == 0 && (file[n] == '/' || (n > 0 && folder[n - 1] == '/'));
}

/* Path of a file in the folder; `what` and `mend` are for messages. */
static titian_status find_inside(char **path, const titian_model_files *files, const char *name, const char *what,
    const char *mend, titian_error *err)
{
    titian_status status = TITIAN_OK;
    char *file = join(files->folder, name), *real_folder = realpath(files->folder, NULL), *real_file = NULL;

    *path = NULL;
    if (file == NULL)
        status = no_memory(err);
    else if (real_folder == NULL || (real_file = realpath(file, NULL)) == NULL)
        status = titian_fail_at(err, errno == ENOMEM ? TITIAN_E_MEMORY : TITIAN_E_FILE, file, 0, 0,
            "%s cannot be read: %s\nput the file into the model's folder%s", what, strerror(errno), mend);
    else if (!lies_inside(real_folder, real_file))
        status = titian_fail_at(err, TITIAN_E_MODEL, file, 0, 0,
            "%s is a link that leads out of the model's folder\ncopy the file into the folder: a model reads nothing "
            "outside it",
            what);
    if (status == TITIAN_OK) {
        *path = file;
        file = NULL;
    }
    free(file);
    free(real_folder);
    free(real_file);
    return status;
}

titian_status titian_model_files_framework(titian_model_files *files, const char *name, titian_error *err)
{
    return find_inside(&files->csv, files, name, "the framework", ", or mend the key framework", err);
}

titian_status titian_model_files_inside(
    char **path, const titian_model_files *files, const char *name, titian_error *err)
{
    return find_inside(path, files, name, "the file", "", err);
}

int titian_model_files_has(const titian_model_files *files, const char *name)
{
    struct stat about; /* found from the folder, not by a path: that would need memory */
    const int folder = open(files->folder, O_PATH | O_DIRECTORY | O_CLOEXEC);
    const int there = folder >= 0 && fstatat(folder, name, &about, AT_SYMLINK_NOFOLLOW) == 0;

    if (folder >= 0)
        close(folder);
    return there;
}

titian_status titian_model_file_read(char **text, size_t *n, const char *path, size_t most, titian_error *err)
{
    struct stat about;

    *text = NULL;
    *n = 0;
    if (stat(path, &about) != 0)
        return titian_fail_at(
            err, TITIAN_E_FILE, path, 0, 0, "cannot be read: %s\ncheck its name and permissions", strerror(errno));
    if (!S_ISREG(about.st_mode))
        return titian_fail_at(err, TITIAN_E_FILE, path, 0, 0, "is not a plain file\nname a file");
    if (about.st_size < 0 || (size_t) about.st_size > most)
        return titian_fail_at(err, TITIAN_E_MODEL, path, 0, 0,
            "the file has %lld bytes; it may have at most %zu\ncheck that it is the file that was meant",
            (long long) about.st_size, most);
    return titian_file_read(text, n, path, err);
}
