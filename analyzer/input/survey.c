/* What codes files hold, for reading them without a model.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <titian/input.h>

#include <stdlib.h>
#include <sys/stat.h>

#include "input/reading.h"

/* Nodes and rows for all codes; the root is the first node. */
typedef struct {
    titian_node *nodes;
    size_t *parents;
    titian_extra *extras;
    size_t n_nodes, n_extras;
} draft;

static titian_status open_draft(draft *d, size_t n_codes, titian_error *err)
{
    *d = (draft){.nodes = calloc(n_codes + 1, sizeof *d->nodes),
        .parents = calloc(n_codes + 1, sizeof *d->parents),
        .extras = calloc(n_codes + 1, sizeof *d->extras)};
    if (d->nodes == NULL || d->parents == NULL || d->extras == NULL)
        return titian_fail(err, TITIAN_E_MEMORY, "no memory for %zu codes", n_codes);
    return TITIAN_OK;
}

static void close_draft(draft *d)
{
    free(d->nodes);
    free(d->parents);
    free(d->extras);
}

static void add_node(draft *d, const char *code, int level)
{
    d->parents[d->n_nodes] = d->n_nodes == 0 ? TITIAN_NONE : 0;
    d->nodes[d->n_nodes] = (titian_node){.code = code,
        .name = code,
        .level = level,
        .weight = 1.0,
        .row = d->n_nodes,
        .direction = 1,
        .low = TITIAN_MISSING,
        .high = TITIAN_MISSING,
        .target = TITIAN_MISSING,
        .denominator = TITIAN_NONE,
        .denominator_scale = 1.0,
        .max_age = -1,
        .unit = "",
        .source = "",
        .source_codes = "",
        .licence = "",
        .description = "",
        .url = "",
        .why = ""};
    d->n_nodes++;
}

static void add_group(draft *d, const char *code)
{
    d->extras[d->n_extras++] = (titian_extra){.kind = TITIAN_EXTRA_GROUP,
        .code = code,
        .name = code,
        .unit = "",
        .source = "",
        .source_codes = "",
        .licence = "",
        .description = "",
        .max_age = -1};
}

/* A framework of codes, by how far each was met: all as figures, where `seen` is NULL. */
static titian_status make(
    titian_framework **out, const titian_texts *codes, const unsigned char *seen, titian_error *err)
{
    draft d;
    titian_status status = open_draft(&d, codes->n, err);

    if (status == TITIAN_OK) {
        add_node(&d, "", codes->n > 0 ? 2 : 1); /* no file has a code of no letters */
        for (size_t k = 0; k < codes->n; k++) {
            if (seen == NULL || seen[k] == TITIAN_SEEN_NUMBER)
                add_node(&d, codes->text[k], 1);
            else if (seen[k] == TITIAN_SEEN_FILLED)
                add_group(&d, codes->text[k]);
        }
        status = titian_framework_new(
            out, &(titian_framework_parts){d.nodes, d.parents, d.n_nodes, d.extras, d.n_extras}, err);
    }
    close_draft(&d);
    return status;
}

/* Read the files for a framework. @param codes  receives the codes it does not name; NULL: not asked
 * @param seen  receives how far each of its indicators was met, to be freed; NULL: not asked */
static titian_status look(const titian_framework *framework, const char *const *paths, size_t n_paths,
    const titian_input_options *options, titian_texts *codes, unsigned char **seen, titian_error *err)
{
    titian_gather gather;
    titian_status status = titian_gather_open(&gather, framework, options, NULL, err);

    gather.codes = codes;
    if (status == TITIAN_OK)
        status = titian_gather_paths(&gather, paths, n_paths, options, err);
    if (status == TITIAN_E_DATA) /* more than can be held: whoever reads the files says so */
        status = TITIAN_OK;
    if (status == TITIAN_OK && gather.codes_lost)
        status = titian_fail(err, TITIAN_E_MEMORY, "no memory for the codes of the files");
    if (status == TITIAN_OK && seen != NULL) {
        *seen = gather.seen;
        gather.seen = NULL;
    }
    titian_ledger_free(titian_gather_close(&gather));
    return status;
}

static int has_number(const unsigned char *seen, size_t n)
{
    for (size_t k = 0; k < n; k++)
        if (seen[k] == TITIAN_SEEN_NUMBER)
            return 1;
    return 0;
}

/* What can be read once only cannot be looked through first. */
static titian_status refuse_streams(const char *const *paths, size_t n_paths, titian_error *err)
{
    struct stat about;

    for (size_t k = 0; k < n_paths; k++)
        if (stat(paths[k], &about) == 0 && !S_ISREG(about.st_mode) && !S_ISDIR(about.st_mode))
            return titian_fail_at(err, TITIAN_E_USAGE, paths[k], 0, 0,
                "without a model data are read more than once, and this can be read once only\n"
                "save it as a file first, or name a model");
    return TITIAN_OK;
}

titian_status titian_input_codes(titian_framework **out, const char *const *paths, size_t n_paths,
    const titian_input_options *options, titian_error *err)
{
    titian_texts codes = {.n = 0};
    titian_framework *none = NULL, *figures = NULL;
    unsigned char *seen = NULL;
    titian_status status = refuse_streams(paths, n_paths, err);

    *out = NULL;
    if (status == TITIAN_OK)
        status = make(&none, &codes, NULL, err);
    if (status == TITIAN_OK)
        status = look(none, paths, n_paths, options, &codes, NULL, err);
    if (status == TITIAN_OK)
        status = make(&figures, &codes, NULL, err);
    if (status == TITIAN_OK)
        status = look(figures, paths, n_paths, options, NULL, &seen, err);
    if (status == TITIAN_OK && !has_number(seen, codes.n))
        status = titian_fail(err, TITIAN_E_DATA,
            "no file holds a number under a code\ngive data files; docs/files.md lists the forms that titian reads");
    if (status == TITIAN_OK)
        status = make(out, &codes, seen, err);
    free(seen);
    titian_framework_free(figures);
    titian_framework_free(none);
    titian_texts_free(&codes);
    return status;
}
