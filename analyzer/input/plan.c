/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "input/plan.h"

#include <fnmatch.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "input/container_parts.h"
#include "input/named.h"
#include "input/text.h"

const char *titian_path_shown(const char *path, const char *hidden)
{
    const size_t n = hidden != NULL ? strlen(hidden) : 0;

    return n > 0 && strncmp(path, hidden, n) == 0 ? path + n : path;
}

/* Vintages of a name: that of the first pattern that fits it, and of the next; 0: none. */
static size_t fit(const titian_vintage_names *names, const char *name, size_t from)
{
    for (size_t k = from; k < names->n; k++)
        if (fnmatch(names->names[k], name, 0) == 0)
            return k + 1;
    return 0;
}

static void tell_both(titian_gather *gather, const char *path, const char *name, const titian_vintage_names *names,
    size_t one, size_t other)
{
    char quoted[TITIAN_QUOTED];

    titian_findings_begin(&gather->findings, path);
    titian_findings_error(&gather->findings, 0, 0,
        "%s is of vintage %zu of the model and of vintage %zu: \"%.60s\" and \"%.60s\" fit it\n"
        "write names under data.vintages that fit each file once",
        titian_field_quote(quoted, (titian_field){name, strlen(name)}), one, other, names->names[one - 1],
        names->names[other - 1]);
    titian_findings_end(&gather->findings);
}

/* The vintage by a file's own name, else by that of the folder it lies in, else by that of the folder around it. */
static size_t vintage_of(titian_gather *gather, const char *path)
{
    const titian_vintage_names *names = &gather->options.vintage_names;
    char parts[PATH_MAX], *slash = NULL;

    if (snprintf(parts, sizeof parts, "%.*s", (int) titian_input_path_length(path), path) >= (int) sizeof parts)
        return 0;
    do {
        const char *name = NULL;
        size_t one, other;

        slash = strrchr(parts, '/');
        name = slash != NULL ? slash + 1 : parts;
        one = name[0] != '\0' ? fit(names, name, 0) : 0;
        other = one > 0 ? fit(names, name, one) : 0;
        if (other > 0)
            tell_both(gather, titian_path_shown(path, gather->options.hidden), name, names, one, other);
        if (one > 0)
            return one;
        if (slash != NULL)
            *slash = '\0';
    } while (slash != NULL);
    return 0;
}

static titian_status no_memory(size_t n, titian_error *err)
{
    return titian_fail(err, TITIAN_E_MEMORY, "no memory for the names of %zu files", n);
}

static titian_status add(titian_plan *plan, titian_planned file, titian_error *err)
{
    if (plan->n == plan->room) {
        const size_t room = plan->room > 0 ? 2 * plan->room : 16;
        titian_planned *more = realloc(plan->files, room * sizeof *more);

        if (more == NULL)
            return no_memory(room, err);
        plan->files = more;
        plan->room = room;
    }
    plan->files[plan->n++] = file;
    return TITIAN_OK;
}

/* The plan takes the paths over, those too that are not read. */
static titian_status take_over(titian_plan *plan, titian_file_list *list, titian_error *err)
{
    titian_file_list *found = &plan->found;
    /* NOLINTNEXTLINE(bugprone-sizeof-expression): an array of pointers is what is meant */
    char **more = realloc(found->paths, (found->n + list->n) * sizeof *more);

    if (more == NULL)
        return no_memory(found->n + list->n, err);
    memcpy(more + found->n, list->paths, list->n * sizeof(char *));
    found->paths = more;
    found->n += list->n;
    list->n = 0;
    return TITIAN_OK;
}

/* Files of a folder that nobody reads are named, but for those that somebody gave by name.
 *  @param why, mend  behind "are", and on the next line */
static void remark_on_unread(
    titian_gather *gather, const char *folder, const titian_file_list *files, const char *why, const char *mend)
{
    char list[TITIAN_LISTED] = "", text[TITIAN_ERROR_TEXT + TITIAN_LISTED];
    size_t n = 0;

    for (size_t k = 0; k < files->n; k++) {
        if (titian_is_given(gather->paths, gather->n_paths, files->paths[k]))
            continue;
        titian_container_list(list, strrchr(files->paths[k], '/') + 1);
        n++;
    }
    if (n == 0)
        return;
    (void) snprintf(text, sizeof text, "%zu file%s of this folder %s passed over, since %s: %s\n%s", n,
        n == 1 ? "" : "s", n == 1 ? "is" : "are", why, list, mend);
    titian_container_remark(gather, titian_path_shown(folder, gather->options.hidden), text);
}

static titian_status add_folder(
    titian_plan *plan, titian_gather *gather, const char *path, size_t given, titian_error *err)
{
    const size_t before = plan->found.n;
    titian_folder folder;
    titian_error fault;
    titian_status status = titian_folder_list(&folder, path, &fault);

    remark_on_unread(gather, path, &folder.passed, "only CSVs, workbooks (.xlsx) and zip files are read there",
        "give by name what is to be read, or what is in it");
    remark_on_unread(gather, path, &folder.streams, "pipes, sockets and devices are not read there",
        "save what comes through as a file; a pipe can be given by name, or as -");
    if (status != TITIAN_OK)
        status = titian_tell_unread(gather, path, &fault, err);
    else
        status = take_over(plan, &folder.read, err);
    for (size_t k = before; k < plan->found.n && status == TITIAN_OK; k++)
        status = add(plan, (titian_planned){.path = plan->found.paths[k], .given = given, .is_found = 1}, err);
    titian_folder_free(&folder);
    return status;
}

/* Names of vintages that no file has are those of files that were not given, or of none. */
static void remark_on_names(titian_gather *gather, const titian_plan *plan)
{
    const titian_vintage_names *names = &gather->options.vintage_names;

    for (size_t v = 1; v <= names->n; v++) {
        size_t k = 0;

        while (k < plan->n && plan->files[k].vintage != v)
            k++;
        if (k == plan->n)
            titian_findings_warning(&gather->findings, 0, 0,
                "no file that was given has the name \"%.60s\", which is vintage %zu of the model\n"
                "give it, or take it out of data.vintages",
                names->names[v - 1], v);
    }
}

static int by_vintage(const void *a, const void *b)
{
    const titian_planned *one = a, *other = b;

    if (one->vintage != other->vintage)
        return one->vintage > other->vintage ? 1 : -1;
    if (one->given != other->given)
        return one->given > other->given ? 1 : -1;
    return strcmp(one->path, other->path);
}

titian_status titian_plan_make(
    titian_plan *plan, titian_gather *gather, const char *const *names, size_t n, int are_texts, titian_error *err)
{
    const int by_name = gather->options.vintage_names.n > 0 && !gather->options.vintages;
    titian_status status = TITIAN_OK;

    for (size_t k = 0; k < n && status == TITIAN_OK; k++) {
        const size_t before = plan->n;

        if (!are_texts && titian_is_folder(names[k]))
            status = add_folder(plan, gather, names[k], k, err);
        else
            status = add(plan, (titian_planned){.path = names[k], .given = k}, err);
        for (size_t i = before; i < plan->n; i++)
            plan->files[i].vintage = gather->options.vintages ? k + 1
                                     : by_name                ? vintage_of(gather, plan->files[i].path)
                                                              : 0;
    }
    if (by_name && status == TITIAN_OK) {
        remark_on_names(gather, plan);
        qsort(plan->files, plan->n, sizeof *plan->files, by_vintage);
    }
    return status;
}

void titian_plan_free(titian_plan *plan)
{
    titian_file_list_free(&plan->found);
    free(plan->files);
}
