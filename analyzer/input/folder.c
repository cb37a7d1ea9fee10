/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "input/folder.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

int titian_is_folder(const char *path)
{
    struct stat about;

    return stat(path, &about) == 0 && S_ISDIR(about.st_mode);
}

int titian_is_there(const char *path)
{
    struct stat about;

    return stat(path, &about) == 0;
}

int titian_is_kept_back(const char *name)
{
    return name[0] == '.' || strncmp(name, "~$", 2) == 0;
}

int titian_is_table_name(const char *name)
{
    static const char *const ends[] = {".csv", ".xlsx", ".xlsm"};
    const size_t n = strlen(name);

    for (size_t k = 0; k < sizeof ends / sizeof *ends; k++) {
        const size_t m = strlen(ends[k]);

        if (n > m && strcasecmp(name + n - m, ends[k]) == 0)
            return !titian_is_kept_back(name);
    }
    return 0;
}

/* "folder/name" when it is a file, or a link that leads nowhere, which is to be told; else NULL.
 * *failed is set when there is no memory. */
static char *path_of(const char *folder, const char *name, int *failed)
{
    size_t n = strlen(folder) + strlen(name) + 2;
    const char *slash = folder[0] != '\0' && folder[strlen(folder) - 1] == '/' ? "" : "/";
    char *path = malloc(n);
    struct stat about;

    *failed = path == NULL;
    if (path == NULL)
        return NULL;
    snprintf(path, n, "%s%s%s", folder, slash, name);
    if (stat(path, &about) == 0 && !S_ISREG(about.st_mode)) {
        free(path);
        return NULL;
    }
    return path;
}

static int add(char ***paths, size_t *n, size_t *room, char *path)
{
    if (*n == *room) {
        size_t more_room = *room > 0 ? 2 * *room : 16;
        char **more = realloc(*paths, more_room * sizeof *more);

        if (more == NULL)
            return -1;
        *paths = more;
        *room = more_room;
    }
    (*paths)[(*n)++] = path;
    return 0;
}

static int by_bytes(const void *a, const void *b)
{
    return strcmp(*(char *const *) a, *(char *const *) b);
}

static titian_status collect(char ***paths, size_t *n, DIR *dir, const char *folder, titian_error *err)
{
    const struct dirent *entry = NULL;
    size_t room = 0;

    for (errno = 0; (entry = readdir(dir)) != NULL; errno = 0) {
        int failed = 0;
        char *path = titian_is_table_name(entry->d_name) ? path_of(folder, entry->d_name, &failed) : NULL;

        if (failed || (path != NULL && add(paths, n, &room, path) != 0)) {
            free(path);
            return titian_fail_at(err, TITIAN_E_MEMORY, folder, 0, 0, "no memory for the names of its files");
        }
    }
    if (errno != 0)
        return titian_fail_at(err, TITIAN_E_FILE, folder, 0, 0, "this folder cannot be listed: %s", strerror(errno));
    if (*n == 0)
        return titian_fail_at(err, TITIAN_E_FILE, folder, 0, 0,
            "this folder holds no CSV file and no workbook\n"
            "name a folder with files that end in .csv or .xlsx, or the files themselves");
    qsort(*paths, *n, sizeof **paths, by_bytes);
    return TITIAN_OK;
}

titian_status titian_folder_list(char ***paths, size_t *n_paths, const char *folder, titian_error *err)
{
    titian_status status = TITIAN_OK;
    DIR *dir = opendir(folder);

    *paths = NULL;
    *n_paths = 0;
    if (dir == NULL)
        return titian_fail_at(err, TITIAN_E_FILE, folder, 0, 0, "this folder cannot be listed: %s", strerror(errno));
    status = collect(paths, n_paths, dir, folder, err);
    closedir(dir);
    if (status != TITIAN_OK) {
        titian_folder_free(*paths, *n_paths);
        *paths = NULL;
        *n_paths = 0;
    }
    return status;
}

void titian_folder_free(char **paths, size_t n_paths)
{
    size_t k;

    for (k = 0; k < n_paths; k++)
        free(paths[k]);
    free(paths);
}
