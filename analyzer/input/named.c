/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "input/named.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include <titian/input.h>

static int is_same_file(const char *file, const char *path, size_t n)
{
    char other[PATH_MAX];
    struct stat a, b;

    if (n >= sizeof other)
        return 0;
    (void) snprintf(other, sizeof other, "%.*s", (int) n, path);
    return stat(file, &a) == 0 && stat(other, &b) == 0 && a.st_dev == b.st_dev && a.st_ino == b.st_ino;
}

int titian_named_apart(const char *const *paths, size_t n_paths, const char *file, const char *member)
{
    const size_t m = member != NULL ? strlen(member) : 0;

    for (size_t k = 0; paths != NULL && file != NULL && k < n_paths; k++) {
        const size_t n = titian_input_path_length(paths[k]);
        const char *part = paths[k] + n;

        if (*part != '#' || strncmp(part + 1, member != NULL ? member : "", m) != 0 ||
            (member != NULL && part[1 + m] != '\0' && part[1 + m] != '#'))
            continue;
        if (is_same_file(file, paths[k], n))
            return 1;
    }
    return 0;
}

int titian_is_given(const char *const *paths, size_t n_paths, const char *file)
{
    for (size_t k = 0; paths != NULL && k < n_paths; k++)
        if (is_same_file(file, paths[k], titian_input_path_length(paths[k])))
            return 1;
    return 0;
}
