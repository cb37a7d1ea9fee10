/* The mappings that go with data.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "mappings.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static const char ending[] = ".map.yaml";

static cli_exit no_memory(cli_voice *voice)
{
    cli_say(voice, "there is not enough memory");
    return CLI_INTERNAL;
}

static cli_exit load(cli_mappings *m, const char *path, cli_voice *voice)
{
    titian_problems problems = {.say = cli_hear, .context = voice};
    /* NOLINTNEXTLINE(bugprone-sizeof-expression): an array of pointers is what is meant */
    titian_mapping **more = realloc(m->all, (m->n + 1) * sizeof *more);
    titian_status status = TITIAN_OK;
    titian_error err;

    if (more == NULL)
        return no_memory(voice);
    m->all = more;
    status = titian_mapping_load(&m->all[m->n], path, &problems, &err);
    m->n += status == TITIAN_OK ? 1 : 0;
    if (status == TITIAN_E_FILE && problems.n_errors == 0)
        return cli_fail(voice, &err);
    return cli_settle(voice, status, &problems, &err);
}

static int ends_in(const char *text, const char *end)
{
    const size_t n = strlen(text), k = strlen(end);

    return n > k && strcmp(text + n - k, end) == 0;
}

/* A pipe or device of such a name would be waited for. What is not there at all is said when it is opened. */
static int is_stream(const char *path)
{
    struct stat about;

    return stat(path, &about) == 0 && !S_ISREG(about.st_mode) && !S_ISDIR(about.st_mode);
}

/* NAME.map.yaml of NAME.csv or NAME.xlsx, where there is one. */
static cli_exit load_beside(cli_mappings *m, const char *data, cli_voice *voice)
{
    const size_t end = ends_in(data, ".csv") ? 4 : ends_in(data, ".xlsx") || ends_in(data, ".xlsm") ? 5 : 0;
    const size_t n = strlen(data) - end;
    char *path = malloc(n + sizeof ending);
    struct stat about;
    cli_exit code = CLI_DONE;

    if (path == NULL)
        return no_memory(voice);
    memcpy(path, data, n);
    memcpy(path + n, ending, sizeof ending);
    if (is_stream(path))
        cli_note(voice, "%s is a pipe or a device and no mapping\nname it with --map to read it", path);
    else if (stat(path, &about) == 0)
        code = load(m, path, voice);
    free(path);
    return code;
}

static int is_mapping(const struct dirent *entry)
{
    return entry->d_name[0] != '.' && ends_in(entry->d_name, ending);
}

static int by_bytes(const struct dirent **a, const struct dirent **b)
{
    return strcmp((*a)->d_name, (*b)->d_name);
}

static cli_exit load_folder(cli_mappings *m, const char *folder, cli_voice *voice)
{
    struct dirent **entries = NULL;
    const int n = scandir(folder, &entries, is_mapping, by_bytes);
    cli_exit code = CLI_DONE;

    for (int k = 0; k < n; k++) {
        const size_t room = strlen(folder) + strlen(entries[k]->d_name) + 2;
        char *path = malloc(room);

        if (path == NULL)
            code = no_memory(voice);
        else if (code == CLI_DONE && snprintf(path, room, "%s/%s", folder, entries[k]->d_name) > 0 &&
                 !is_stream(path))
            code = load(m, path, voice);
        free(path);
        free(entries[k]);
    }
    free(entries);
    return code; /* a folder that cannot be read is said when its data are */
}

cli_exit cli_mappings_load(cli_mappings *out, const char *named, char *const *paths, size_t n_paths, cli_voice *voice)
{
    cli_exit code = named != NULL ? load(out, named, voice) : CLI_DONE;

    for (size_t k = 0; k < n_paths && code == CLI_DONE; k++) {
        struct stat about;

        if (stat(paths[k], &about) == 0 && S_ISDIR(about.st_mode))
            code = load_folder(out, paths[k], voice);
        else
            code = load_beside(out, paths[k], voice);
    }
    return code;
}

void cli_mappings_free(cli_mappings *mappings)
{
    for (size_t k = 0; k < mappings->n; k++)
        titian_mapping_free(mappings->all[k]);
    free(mappings->all);
    *mappings = (cli_mappings){.n = 0};
}
