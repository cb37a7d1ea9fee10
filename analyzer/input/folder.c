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

/* Has the name one of these endings, which end with NULL, in any letter case? */
static int ends_in(const char *name, const char *const *ends)
{
    const size_t n = strlen(name);

    for (; *ends != NULL; ends++) {
        const size_t m = strlen(*ends);

        if (n > m && strcasecmp(name + n - m, *ends) == 0)
            return 1;
    }
    return 0;
}

int titian_is_table_name(const char *name)
{
    static const char *const ends[] = {".csv", ".xlsx", ".xlsm", NULL};

    return ends_in(name, ends) && !titian_is_kept_back(name);
}

/* A zip file is read where a folder is given, but not where a zip file is. */
static int is_read(const char *name)
{
    static const char *const ends[] = {".zip", NULL};

    return titian_is_table_name(name) || (ends_in(name, ends) && !titian_is_kept_back(name));
}

/* Data in an archive, or in a form that is not read: nobody should believe that they were. */
static int is_passed_over(const char *name)
{
    static const char *const ends[] = {".gz", ".7z", ".rar", ".xls", ".xlsb", ".ods", ".tsv", NULL};

    return ends_in(name, ends) && !titian_is_kept_back(name);
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

static int add(titian_file_list *list, char *path)
{
    if (list->n == list->room) {
        const size_t room = list->room > 0 ? 2 * list->room : 16;
        char **more = realloc(list->paths, room * sizeof *more);

        if (more == NULL)
            return -1;
        list->paths = more;
        list->room = room;
    }
    list->paths[list->n++] = path;
    return 0;
}

static int by_bytes(const void *a, const void *b)
{
    return strcmp(*(char *const *) a, *(char *const *) b);
}

static titian_status collect(
    titian_file_list *read, titian_file_list *passed, DIR *dir, const char *folder, titian_error *err)
{
    const struct dirent *entry = NULL;

    for (errno = 0; (entry = readdir(dir)) != NULL; errno = 0) {
        titian_file_list *list = is_read(entry->d_name) ? read : is_passed_over(entry->d_name) ? passed : NULL;
        int failed = 0;
        char *path = list != NULL ? path_of(folder, entry->d_name, &failed) : NULL;

        if (failed || (path != NULL && add(list, path) != 0)) {
            free(path);
            return titian_fail_at(err, TITIAN_E_MEMORY, folder, 0, 0, "no memory for the names of its files");
        }
    }
    if (errno != 0)
        return titian_fail_at(err, TITIAN_E_FILE, folder, 0, 0, "this folder cannot be listed: %s", strerror(errno));
    if (read->n == 0)
        return titian_fail_at(err, TITIAN_E_FILE, folder, 0, 0,
            "this folder holds no CSV file, no workbook and no zip file\n"
            "name a folder with files that end in .csv, .xlsx or .zip, or the files themselves");
    qsort(read->paths, read->n, sizeof *read->paths, by_bytes);
    if (passed->n > 0)
        qsort(passed->paths, passed->n, sizeof *passed->paths, by_bytes);
    return TITIAN_OK;
}

titian_status titian_folder_list(
    titian_file_list *read, titian_file_list *passed, const char *folder, titian_error *err)
{
    titian_status status = TITIAN_OK;
    DIR *dir = opendir(folder);

    *read = *passed = (titian_file_list){.n = 0};
    if (dir == NULL)
        return titian_fail_at(err, TITIAN_E_FILE, folder, 0, 0, "this folder cannot be listed: %s", strerror(errno));
    status = collect(read, passed, dir, folder, err);
    closedir(dir);
    return status;
}

void titian_file_list_free(titian_file_list *list)
{
    for (size_t k = 0; k < list->n; k++)
        free(list->paths[k]);
    free(list->paths);
    *list = (titian_file_list){.n = 0};
}
