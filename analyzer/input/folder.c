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

static char *path_of(const char *folder, const char *name)
{
    const size_t n = strlen(folder) + strlen(name) + 2;
    const char *slash = folder[0] != '\0' && folder[strlen(folder) - 1] == '/' ? "" : "/";
    char *path = malloc(n);

    if (path != NULL)
        snprintf(path, n, "%s%s%s", folder, slash, name);
    return path;
}

/* The list that a file belongs to. NULL: none */
static titian_file_list *list_of(titian_folder *folder, const char *path, const char *name)
{
    struct stat about;
    const int is_there = stat(path, &about) == 0;

    if (titian_is_kept_back(name) || (is_there && S_ISDIR(about.st_mode)))
        return NULL;
    if (is_there && !S_ISREG(about.st_mode))
        return &folder->streams;
    return is_read(name) ? &folder->read : is_passed_over(name) ? &folder->passed : NULL;
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

static void sort(titian_file_list *list)
{
    if (list->n > 0)
        qsort(list->paths, list->n, sizeof *list->paths, by_bytes);
}

static titian_status collect(titian_folder *out, DIR *dir, const char *folder, titian_error *err)
{
    const struct dirent *entry = NULL;

    for (errno = 0; (entry = readdir(dir)) != NULL; errno = 0) {
        char *path = path_of(folder, entry->d_name);
        titian_file_list *list = path != NULL ? list_of(out, path, entry->d_name) : NULL;
        const int failed = path == NULL || (list != NULL && add(list, path) != 0);

        if (failed || list == NULL)
            free(path);
        if (failed)
            return titian_fail_at(err, TITIAN_E_MEMORY, folder, 0, 0, "no memory for the names of its files");
    }
    if (errno != 0)
        return titian_fail_at(err, TITIAN_E_FILE, folder, 0, 0, "this folder cannot be listed: %s", strerror(errno));
    sort(&out->read);
    sort(&out->passed);
    sort(&out->streams);
    if (out->read.n == 0)
        return titian_fail_at(err, TITIAN_E_FILE, folder, 0, 0,
            "this folder holds no CSV file, no workbook and no zip file\n"
            "name a folder with files that end in .csv, .xlsx or .zip, or the files themselves");
    return TITIAN_OK;
}

titian_status titian_folder_list(titian_folder *out, const char *path, titian_error *err)
{
    titian_status status = TITIAN_OK;
    DIR *dir = opendir(path);

    *out = (titian_folder){.read = {.n = 0}};
    if (dir == NULL)
        return titian_fail_at(err, TITIAN_E_FILE, path, 0, 0, "this folder cannot be listed: %s", strerror(errno));
    status = collect(out, dir, path, err);
    closedir(dir);
    return status;
}

void titian_folder_free(titian_folder *folder)
{
    titian_file_list_free(&folder->read);
    titian_file_list_free(&folder->passed);
    titian_file_list_free(&folder->streams);
}

void titian_file_list_free(titian_file_list *list)
{
    for (size_t k = 0; k < list->n; k++)
        free(list->paths[k]);
    free(list->paths);
    *list = (titian_file_list){.n = 0};
}
