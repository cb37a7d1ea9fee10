/* Reads every file, then sums up: a panel when nothing is wrong, else all that is wrong.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <titian/input.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "input/assemble.h"
#include "input/encoding.h"
#include "input/file.h"
#include "input/folder.h"
#include "input/gather.h"
#include "input/layout.h"
#include "input/mapping.h"
#include "input/reading.h"

enum { FIRST_YEAR = 1000, LAST_YEAR = 2999 };

titian_input_options titian_input_options_default(void)
{
    return (titian_input_options){.year = 0, .hidden = NULL, .mappings = NULL, .n_mappings = 0};
}

titian_status titian_gather_open(titian_gather *gather, const titian_framework *framework,
    const titian_input_options *options, titian_problems *problems, titian_error *err)
{
    titian_status status = TITIAN_OK;
    size_t n_series, k;

    *gather = (titian_gather){.options = options != NULL ? *options : titian_input_options_default(),
        .findings = {.problems = problems, .file = ""}};
    gather->year = gather->options.year;
    gather->threads = gather->options.threads;
    gather->tell = gather->options.tell;
    gather->tell_context = gather->options.context;
    if (gather->year != 0 && (gather->year < FIRST_YEAR || gather->year > LAST_YEAR))
        return titian_fail(
            err, TITIAN_E_USAGE, "%d is not a year\ngive a year of four digits, such as 2021", gather->year);
    if (gather->options.encoding != NULL && !titian_encoding_is_known(gather->options.encoding))
        return titian_fail(err, TITIAN_E_USAGE,
            "\"%.60s\" is not the name of an encoding\ngive one that \"iconv --list\" names, such as windows-1252",
            gather->options.encoding);
    status = titian_ledger_new(&gather->ledger, err);
    if (status == TITIAN_OK)
        status = titian_wanted_fill(&gather->wanted, framework, err);
    if (status != TITIAN_OK)
        return status;
    n_series = gather->wanted.n_variables + gather->wanted.n_groups;
    gather->cells = titian_cells_new(n_series);
    gather->seen = calloc(n_series + 1, 1);
    gather->n_mappings = options != NULL ? options->n_mappings : 0;
    gather->mappings = calloc(gather->n_mappings + 1, sizeof *gather->mappings);
    if (gather->cells == NULL || gather->seen == NULL || gather->mappings == NULL)
        return titian_fail(err, TITIAN_E_MEMORY, "no memory for %zu codes", n_series);
    for (k = 0; k < gather->n_mappings; k++)
        gather->mappings[k].mapping = options->mappings[k];
    return TITIAN_OK;
}

titian_ledger *titian_gather_close(titian_gather *gather)
{
    titian_wanted_free(&gather->wanted);
    titian_roll_free(&gather->roll);
    titian_texts_free(&gather->labels);
    titian_cells_free(gather->cells);
    free(gather->seen);
    free(gather->mappings);
    return gather->ledger;
}

/* A path that cannot be read is told, and the others are read. */
static titian_status tell(titian_gather *gather, const char *path, const titian_error *fault, titian_error *err)
{
    if (fault->code != TITIAN_E_FILE) {
        if (err != NULL)
            *err = *fault;
        return fault->code;
    }
    gather->has_gaps = 1;
    titian_findings_begin(&gather->findings, path);
    titian_findings_take(&gather->findings, fault);
    titian_findings_end(&gather->findings);
    return TITIAN_OK;
}

/* A path without the beginning that need not be shown. */
static const char *shown(const char *path, const char *hidden)
{
    const size_t n = hidden != NULL ? strlen(hidden) : 0;

    return n > 0 && strncmp(path, hidden, n) == 0 ? path + n : path;
}

static titian_status read_file(titian_gather *gather, const char *path, const char *hidden, titian_error *err)
{
    titian_bytes *bytes = NULL;
    titian_error fault;
    titian_status status = titian_bytes_open(&bytes, path, &fault);

    if (gather->tell != NULL)
        gather->tell(gather->n_bytes, shown(path, hidden), gather->tell_context);

    if (status == TITIAN_OK)
        status = titian_datafile_read(gather, shown(path, hidden), bytes, err);
    else
        status = tell(gather, path, &fault, err);
    titian_bytes_free(bytes);
    return status;
}

static titian_status read_folder(titian_gather *gather, const char *folder, const char *hidden, titian_error *err)
{
    char **paths = NULL;
    size_t n_paths = 0, k;
    titian_error fault;
    titian_status status = titian_folder_list(&paths, &n_paths, folder, &fault);

    if (status != TITIAN_OK)
        return tell(gather, folder, &fault, err);
    for (k = 0; k < n_paths && status == TITIAN_OK; k++)
        status = read_file(gather, paths[k], hidden, err);
    titian_folder_free(paths, n_paths);
    return status;
}

titian_status titian_gather_paths(titian_gather *gather, const char *const *paths, size_t n_paths,
    const titian_input_options *options, titian_error *err)
{
    const char *hidden = options != NULL ? options->hidden : NULL;
    titian_status status = TITIAN_OK;
    size_t k;

    for (k = 0; k < n_paths && status == TITIAN_OK; k++) {
        gather->vintage = options != NULL && options->vintages ? k + 1 : 0;
        status = titian_is_folder(paths[k]) ? read_folder(gather, paths[k], hidden, err)
                                            : read_file(gather, paths[k], hidden, err);
    }
    return status;
}

/* Data that hold nothing of the model are not "all missing" but the wrong data. */
static void check_something_came(titian_gather *gather, size_t n_inputs)
{
    char codes[TITIAN_ERROR_TEXT / 2];

    if (gather->findings.n_errors > 0 || gather->n_values > 0)
        return;
    titian_findings_error(&gather->findings, 0, 0, "%s\nthe model wants the codes %s",
        n_inputs == 0 ? "no data file was given" : "no file holds a value that the model wants",
        titian_wanted_list(codes, sizeof codes, &gather->wanted));
}

/* Series that nobody gives; not said while some of what was given is unread, for it may be there. */
static void remark_on_absent(titian_gather *gather)
{
    const titian_wanted *wanted = &gather->wanted;
    size_t s;

    if (gather->has_gaps || gather->n_values == 0)
        return;
    for (s = 0; s < wanted->n_variables + wanted->n_groups; s++) {
        const titian_series *series = &wanted->series[s];

        if (gather->seen[s] == TITIAN_SEEN_NOT)
            titian_findings_warning(&gather->findings, 0, 0,
                "no file holds %s %s\ngive a file with this code, or take it out of the model", series->kind,
                series->code);
        else if (gather->seen[s] == TITIAN_SEEN_EMPTY)
            titian_findings_warning(&gather->findings, 0, 0, "%s %s is empty in every file\ngive a file that has it",
                series->kind, series->code);
    }
}

/* A mapping that nothing came of: a column has another name, or the file was not given. */
static void remark_on_mappings(titian_gather *gather)
{
    size_t k;

    for (k = 0; k < gather->n_mappings; k++) {
        const titian_mapping_use *use = &gather->mappings[k];

        if (use->used)
            continue;
        titian_findings_begin(&gather->findings, use->mapping->path);
        if (use->lacking != NULL)
            titian_findings_warning(&gather->findings, 0, 0,
                "no file has all the columns of this mapping; %.150s:%zu lacks \"%.60s\"\nwrite the columns as the "
                "header has them, letter by letter",
                use->nearest, use->line, use->lacking);
        else
            titian_findings_warning(&gather->findings, 0, 0,
                "no file has a column of this mapping%s\nwrite the columns as the header has them, letter by letter",
                use->mapping->header_line != 0 ? " on its header_line" : "");
        titian_findings_end(&gather->findings);
    }
}

/* What is wrong is summed up; else the panel is made. `status` is how the reading went. */
static titian_status conclude(
    titian_panel **panel, titian_gather *gather, size_t n_inputs, titian_status status, titian_error *err)
{
    titian_error fault;

    if (status == TITIAN_E_DATA) /* told already, and too much for the rest to be read */
        return titian_findings_result(&gather->findings, err);
    if (status != TITIAN_OK)
        return status;
    remark_on_mappings(gather);
    check_something_came(gather, n_inputs);
    remark_on_absent(gather);
    status = titian_findings_result(&gather->findings, err);
    if (status != TITIAN_OK)
        return status;
    status = titian_assemble(panel, gather, &fault);
    if (status == TITIAN_E_DATA) {
        titian_findings_take(&gather->findings, &fault);
        return titian_findings_result(&gather->findings, err);
    }
    if (status != TITIAN_OK && err != NULL)
        *err = fault;
    return status;
}

/* NOLINTNEXTLINE(readability-function-size): the public form, with a result, a ledger and a listener */
titian_status titian_input_read(titian_panel **panel, titian_ledger **ledger, const titian_framework *framework,
    const char *const *paths, size_t n_paths, const titian_input_options *options, titian_problems *problems,
    titian_error *err)
{
    titian_gather gather;
    titian_status status = titian_gather_open(&gather, framework, options, problems, err);

    *panel = NULL;
    if (status == TITIAN_OK)
        status = titian_gather_paths(&gather, paths, n_paths, options, err);
    if (gather.cells != NULL)
        status = conclude(panel, &gather, n_paths, status, err);
    *ledger = titian_gather_close(&gather);
    return status;
}

static titian_status read_text(titian_gather *gather, const titian_input_text *text, titian_error *err)
{
    titian_bytes *bytes = titian_bytes_of(text->text, text->length);
    titian_status status = TITIAN_OK;

    if (bytes == NULL)
        return titian_fail_at(err, TITIAN_E_MEMORY, text->name, 0, 0, "no memory to read this text");
    status = titian_datafile_read(gather, text->name, bytes, err);
    titian_bytes_free(bytes);
    return status;
}

/* NOLINTNEXTLINE(readability-function-size): as above */
titian_status titian_input_parse(titian_panel **panel, titian_ledger **ledger, const titian_framework *framework,
    const titian_input_text *texts, size_t n_texts, const titian_input_options *options, titian_problems *problems,
    titian_error *err)
{
    titian_gather gather;
    titian_status status = titian_gather_open(&gather, framework, options, problems, err);
    size_t k;

    *panel = NULL;
    for (k = 0; k < n_texts && status == TITIAN_OK; k++) {
        gather.vintage = options != NULL && options->vintages ? k + 1 : 0;
        status = read_text(&gather, &texts[k], err);
    }
    if (gather.cells != NULL)
        status = conclude(panel, &gather, n_texts, status, err);
    *ledger = titian_gather_close(&gather);
    return status;
}
