/* Where models and data are.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "find.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <titian/input.h>
#include <titian/suggest.h>

static const struct {
    const char *folder;   /* under share/titian */
    const char *variable; /* of the environment: folders that come first; NULL: none */
    const char *noun, *list;
} shelves[] = {
    [CLI_MODELS] = {"models", "TITIAN_MODELS", "model", "\"titian models\" lists the models"},
    [CLI_DATASETS] = {"datasets", NULL, "file, folder or shipped dataset",
        "check the name; paths start from the present folder; shipped are: "},
};

enum { MOST_FOLDERS = 16, PATH_BYTES = 4096 };

/* Folders in which a shelf may stand, in the order of search. */
typedef struct {
    char path[MOST_FOLDERS][PATH_BYTES];
    size_t n;
} folders;

static void add_folder(folders *f, const char *path, size_t length)
{
    if (f->n < MOST_FOLDERS && length > 0 && length < PATH_BYTES)
        (void) snprintf(f->path[f->n++], PATH_BYTES, "%.*s", (int) length, path);
}

/* <folder of the program>/../share/titian/<folder>/: the same in the build tree and after installation. */
char *cli_shipped(cli_shelf shelf)
{
    char program[PATH_BYTES];
    const ssize_t n = readlink("/proc/self/exe", program, sizeof program - 1);
    char *path = NULL;

    if (n <= 0)
        return NULL;
    program[n] = '\0';
    for (int up = 0; up < 2; up++) {
        char *slash = strrchr(program, '/');

        if (slash == NULL)
            return NULL;
        *slash = '\0';
    }
    return asprintf(&path, "%s/share/titian/%s/", program, shelves[shelf].folder) >= 0 ? path : NULL;
}

static void add_shipped(folders *f, cli_shelf shelf)
{
    char *path = cli_shipped(shelf);

    if (path != NULL)
        add_folder(f, path, strlen(path) - 1);
    free(path);
}

static folders *folders_new(cli_shelf shelf)
{
    const char *list = shelves[shelf].variable != NULL ? getenv(shelves[shelf].variable) : NULL;
    folders *f = calloc(1, sizeof *f);

    if (f == NULL)
        return NULL;
    while (list != NULL && *list != '\0') {
        const size_t n = strcspn(list, ":");

        add_folder(f, list, n);
        list += n + (list[n] == ':' ? 1 : 0);
    }
    add_shipped(f, shelf);
    return f;
}

static int exists(const char *path)
{
    struct stat about;

    return stat(path, &about) == 0;
}

/* A name that stays inside its shelf. */
static int is_plain_name(const char *name)
{
    return name[0] != '\0' && name[0] != '/' && name[0] != '.' && strstr(name, "..") == NULL;
}

/* @param failed  is set to 1 when there is no memory */
static char *find_on_shelf(const folders *f, const char *name, int *failed)
{
    for (size_t k = 0; k < f->n; k++) {
        const size_t size = strlen(f->path[k]) + strlen(name) + 2;
        char *path = malloc(size);

        *failed = path == NULL;
        if (path == NULL)
            return NULL;
        (void) snprintf(path, size, "%s/%s", f->path[k], name);
        if (exists(path))
            return path;
        free(path);
    }
    return NULL;
}

static cli_exit say_not_found(cli_shelf shelf, const char *name, cli_voice *voice)
{
    char data[CLI_DATASETS_TEXT];
    cli_names known;
    size_t near;

    cli_datasets(data, voice);
    if (cli_list(&known, shelf, voice) != CLI_DONE)
        return CLI_INTERNAL;
    near = titian_suggest(name, (const char *const *) known.names, known.n);
    if (near < known.n)
        cli_say(voice, "there is no %s %s\ndid you mean \"%s\"?", shelves[shelf].noun, cli_quote(name).text,
            known.names[near]);
    else
        cli_say(voice, "there is no %s %s\n%s%s", shelves[shelf].noun, cli_quote(name).text, shelves[shelf].list,
            shelf == CLI_DATASETS ? data : "");
    cli_names_free(&known);
    return CLI_FILE;
}

static cli_exit say_no_memory(cli_voice *voice)
{
    cli_say(voice, "there is not enough memory");
    return CLI_INTERNAL;
}

cli_exit cli_find(char **out, cli_shelf shelf, const char *name, cli_voice *voice)
{
    folders *f = NULL;
    int failed = 0;

    *out = NULL;
    if (shelf == CLI_DATASETS && strcmp(name, "-") == 0) {
        *out = strdup("/dev/stdin");
        failed = *out == NULL;
    } else if (exists(name) || name[titian_input_path_length(name)] == '#') { /* "#": a table in a file */
        *out = strdup(name);
        failed = *out == NULL;
    } else if (is_plain_name(name)) {
        f = folders_new(shelf);
        failed = f == NULL;
        if (f != NULL)
            *out = find_on_shelf(f, name, &failed);
        free(f);
    }
    if (failed)
        return say_no_memory(voice);
    return *out != NULL ? CLI_DONE : say_not_found(shelf, name, voice);
}

static int by_name(const struct dirent **a, const struct dirent **b)
{
    return strcmp((*a)->d_name, (*b)->d_name);
}

static int is_shown(const struct dirent *entry)
{
    return entry->d_name[0] != '.';
}

static int holds(const cli_names *names, const char *name)
{
    for (size_t k = 0; k < names->n; k++)
        if (strcmp(names->names[k], name) == 0)
            return 1;
    return 0;
}

/* Add one name unless an earlier folder has it or it is no folder. @return 0, or -1 when there is no memory */
static int add_name(cli_names *to, const char *folder, const char *name)
{
    const size_t size = strlen(folder) + strlen(name) + 2;
    struct stat about;
    char *path = NULL;
    char **names = NULL, **paths = NULL;

    if (holds(to, name))
        return 0;
    path = malloc(size);
    names = realloc(to->names, (to->n + 1) * sizeof *names);
    if (names != NULL)
        to->names = names;
    paths = realloc(to->paths, (to->n + 1) * sizeof *paths);
    if (paths != NULL)
        to->paths = paths;
    if (path == NULL || names == NULL || paths == NULL) {
        free(path);
        return -1;
    }
    (void) snprintf(path, size, "%s/%s", folder, name);
    if (stat(path, &about) != 0 || !S_ISDIR(about.st_mode)) {
        free(path);
        return 0;
    }
    names[to->n] = strdup(name);
    paths[to->n] = path;
    return names[to->n++] != NULL ? 0 : -1;
}

static int add_names(cli_names *to, const char *folder)
{
    struct dirent **entries = NULL;
    const int n = scandir(folder, &entries, is_shown, by_name);
    int failed = 0;

    for (int k = 0; k < n; k++) {
        failed = failed || add_name(to, folder, entries[k]->d_name) != 0;
        free(entries[k]);
    }
    free(entries);
    return failed ? -1 : 0;
}

cli_exit cli_list(cli_names *out, cli_shelf shelf, cli_voice *voice)
{
    folders *f = folders_new(shelf);
    int failed = f == NULL;

    *out = (cli_names){NULL, NULL, 0};
    for (size_t k = 0; !failed && k < f->n; k++)
        failed = add_names(out, f->path[k]) != 0;
    free(f);
    if (!failed)
        return CLI_DONE;
    cli_names_free(out);
    return say_no_memory(voice);
}

void cli_names_free(cli_names *names)
{
    for (size_t k = 0; k < names->n; k++) {
        free(names->names[k]);
        free(names->paths[k]);
    }
    free(names->names);
    free(names->paths);
    *names = (cli_names){NULL, NULL, 0};
}

/* One more of a list in words, as far as it fits. */
static void put_dataset(char out[CLI_DATASETS_TEXT], const char *folder, const char *name)
{
    const size_t used = strlen(out);

    (void) snprintf(out + used, CLI_DATASETS_TEXT - used, "%s%s%s%s", used > 0 ? ", " : "", folder,
        name[0] != '\0' ? "/" : "", name);
}

void cli_datasets(char out[CLI_DATASETS_TEXT], cli_voice *voice)
{
    cli_names all, inside = {NULL, NULL, 0};

    out[0] = '\0';
    if (cli_list(&all, CLI_DATASETS, voice) != CLI_DONE)
        return;
    for (size_t k = 0; k < all.n; k++) {
        char about[PATH_BYTES];

        (void) snprintf(about, sizeof about, "%s/datapackage.json", all.paths[k]);
        if (!exists(about))
            continue;
        if (add_names(&inside, all.paths[k]) != 0 || inside.n == 0)
            put_dataset(out, all.names[k], "");
        for (size_t i = 0; i < inside.n; i++)
            put_dataset(out, all.names[k], inside.names[i]);
        cli_names_free(&inside);
    }
    if (out[0] == '\0')
        put_dataset(out, "none", "");
    cli_names_free(&all);
}
