/* Reads every file, then sums up: a panel when nothing is wrong, else all that is wrong.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <titian/input.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "input/assemble.h"
#include "input/container.h"
#include "input/encoding.h"
#include "input/file.h"
#include "input/folder.h"
#include "input/gather.h"
#include "input/held.h"
#include "input/layout.h"
#include "input/mapping.h"
#include "input/parents.h"
#include "input/plan.h"
#include "input/reading.h"
#include "input/settings.h"

enum { FIRST_YEAR = 1000, LAST_YEAR = 2999, FEW_ABSENT = 5 };

titian_input_options titian_input_options_default(void)
{
    return (titian_input_options){.year = 0, .hidden = NULL, .match = {.kind = TITIAN_MATCH_EVIDENCE}};
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
    n_series = gather->wanted.n_series;
    gather->cells = titian_cells_new(n_series);
    gather->cells_aside = titian_cells_new(n_series);
    gather->seen = calloc(n_series + 1, 1);
    gather->n_mappings = options != NULL ? options->n_mappings : 0;
    gather->mappings = calloc(gather->n_mappings + 1, sizeof *gather->mappings);
    if (gather->cells == NULL || gather->cells_aside == NULL || gather->seen == NULL || gather->mappings == NULL)
        return titian_fail(err, TITIAN_E_MEMORY, "no memory for %zu codes", n_series);
    for (k = 0; k < gather->n_mappings; k++)
        gather->mappings[k].mapping = options->mappings[k];
    return TITIAN_OK;
}

titian_ledger *titian_gather_close(titian_gather *gather)
{
    titian_ledger *ledger = gather->ledger;

    gather->ledger = NULL;
    if (ledger != NULL)
        titian_ledger_keep_lists(ledger, gather->lists);
    titian_wanted_free(&gather->wanted);
    titian_units_free(gather->units);
    titian_roll_free(&gather->roll);
    titian_roll_free(&gather->roll_aside);
    titian_texts_free(&gather->labels);
    titian_texts_free(&gather->groups);
    titian_cells_free(gather->cells);
    titian_cells_free(gather->cells_aside);
    free(gather->seen);
    free(gather->mappings);
    return ledger;
}

size_t titian_input_path_length(const char *path)
{
    const size_t n = strlen(path);
    size_t k = strcspn(path, "#");
    char *file = NULL;

    if (path[k] == '\0' || titian_is_there(path))
        return n;
    file = malloc(n + 1);
    for (; file != NULL && path[k] != '\0'; k += 1 + strcspn(path + k + 1, "#")) {
        snprintf(file, k + 1, "%s", path);
        if (titian_is_there(file))
            break;
    }
    free(file);
    return file != NULL ? k : n;
}

/* Open a file, or again what a pipe gave before.
 *  @param kept  keeps what can be read once only, for the next time; NULL: there is none */
static titian_status open_bytes(titian_bytes **bytes, titian_bytes **kept, const char *file, titian_error *err)
{
    titian_status status = TITIAN_OK;
    const char *text = NULL;
    size_t length = 0;

    if (kept != NULL && *kept == NULL) {
        status = titian_bytes_open(kept, file, err);
        if (status != TITIAN_OK)
            return status;
        if (titian_bytes_text(*kept, &length) == NULL) { /* a file, which can be opened as often as one likes */
            *bytes = *kept;
            *kept = NULL;
            return TITIAN_OK;
        }
    }
    if (kept == NULL)
        return titian_bytes_open(bytes, file, err);
    text = titian_bytes_text(*kept, &length);
    *bytes = titian_bytes_of(text, length);
    return *bytes != NULL ? TITIAN_OK
                          : titian_fail_at(err, TITIAN_E_MEMORY, file, 0, 0, "no memory to read it again");
}

/* Read a file that somebody named, or one that was found in a folder, which never has a part.
 *  @param kept  as open_bytes */
static titian_status read_file(
    titian_gather *gather, const char *path, titian_bytes **kept, const char *hidden, int is_found, titian_error *err)
{
    const size_t n = is_found ? strlen(path) : titian_input_path_length(path);
    char *file = strndup(path, n);
    titian_container container = {
        .file = file, .part = path[n] == '#' ? path + n + 1 : NULL, .found_in = is_found ? "folder" : NULL};
    titian_error fault;
    titian_status status;

    if (file == NULL)
        return titian_fail_at(err, TITIAN_E_MEMORY, path, 0, 0, "no memory for its name");
    if (gather->tell != NULL)
        gather->tell(gather->n_bytes, titian_path_shown(file, hidden), gather->tell_context);
    status = open_bytes(&container.bytes, kept, file, &fault);
    container.path = titian_path_shown(file, hidden);
    if (status == TITIAN_OK)
        status = titian_container_read(gather, &container, err);
    else
        status = titian_tell_unread(gather, file, &fault, err);
    titian_bytes_free(container.bytes);
    free(file);
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

/* Series of one kind that nobody gives, or nobody fills. */
typedef struct {
    size_t n, first;
    char codes[TITIAN_ERROR_TEXT / 2]; /* those that fit, and how many more */
} absence;

static absence absent_as(const titian_gather *gather, size_t like)
{
    const titian_series *series = gather->wanted.series;
    absence a = {.first = TITIAN_NONE};
    size_t used = 0, shown = 0;

    for (size_t s = 0; s < gather->wanted.n_variables + gather->wanted.n_groups; s++) {
        if (gather->seen[s] != gather->seen[like] || strcmp(series[s].kind, series[like].kind) != 0)
            continue;
        a.first = a.n == 0 ? s : a.first;
        a.n++;
        if (used + strlen(series[s].code) + sizeof ", and 1000000 more" > sizeof a.codes || shown + 1 < a.n)
            continue;
        used +=
            (size_t) snprintf(a.codes + used, sizeof a.codes - used, "%s%s", shown > 0 ? ", " : "", series[s].code);
        shown++;
    }
    if (shown < a.n)
        (void) snprintf(a.codes + used, sizeof a.codes - used, " and %zu more", a.n - shown);
    return a;
}

/* One note tells of many: the data are of a place that has none of them. */
static void remark_on_many(titian_gather *gather, size_t s, const absence *a)
{
    const char *kind = gather->wanted.series[s].kind;

    if (gather->seen[s] == TITIAN_SEEN_NOT)
        titian_findings_warning(&gather->findings, 0, 0,
            "no file holds %zu %ss: %s\ngive files with these codes, or take them out of the model", a->n, kind,
            a->codes);
    else
        titian_findings_warning(&gather->findings, 0, 0,
            "%zu %ss are empty in every file: %s\ngive files that have them", a->n, kind, a->codes);
}

static void remark_on_one(titian_gather *gather, size_t s)
{
    const titian_series *series = &gather->wanted.series[s];

    if (gather->seen[s] == TITIAN_SEEN_NOT)
        titian_findings_warning(&gather->findings, 0, 0,
            "no file holds %s %s\ngive a file with this code, or take it out of the model", series->kind,
            series->code);
    else
        titian_findings_warning(&gather->findings, 0, 0, "%s %s is empty in every file\ngive a file that has it",
            series->kind, series->code);
}

/* Series that nobody gives; not said while some of what was given is unread, for it may be there. */
static void remark_on_absent(titian_gather *gather)
{
    const titian_wanted *wanted = &gather->wanted;

    if (gather->has_gaps || gather->n_values == 0)
        return;
    for (size_t s = 0; s < wanted->n_variables + wanted->n_groups; s++) {
        absence a;

        if (gather->seen[s] != TITIAN_SEEN_NOT && gather->seen[s] != TITIAN_SEEN_EMPTY)
            continue;
        a = absent_as(gather, s);
        if (a.n <= FEW_ABSENT)
            remark_on_one(gather, s);
        else if (a.first == s)
            remark_on_many(gather, s, &a);
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

static titian_status assemble(titian_panel **panel, titian_gather *gather, const size_t *parents, titian_error *err)
{
    titian_error fault;
    const titian_status status = titian_assemble(panel, gather, parents, &fault);

    if (status == TITIAN_E_DATA) {
        titian_findings_take(&gather->findings, &fault);
        return titian_findings_result(&gather->findings, err);
    }
    if (status != TITIAN_OK && err != NULL)
        *err = fault;
    return status;
}

/* What is wrong is summed up; else the panel is made. `status` is how the reading went. */
static titian_status conclude(
    titian_panel **panel, titian_gather *gather, size_t n_inputs, titian_status status, titian_error *err)
{
    size_t *parents = NULL;

    if (status == TITIAN_E_DATA) /* told already, and too much for the rest to be read */
        return titian_findings_result(&gather->findings, err);
    if (status != TITIAN_OK)
        return status;
    remark_on_mappings(gather);
    check_something_came(gather, n_inputs);
    remark_on_absent(gather);
    if (gather->findings.n_errors == 0) /* else a unit may only seem to be none */
        status = titian_parents_find(&parents, gather, err);
    if (status == TITIAN_OK)
        status = titian_findings_result(&gather->findings, err);
    if (status == TITIAN_OK)
        status = assemble(panel, gather, parents, err);
    free(parents);
    return status;
}

static titian_status read_text(titian_gather *gather, const titian_input_text *text, titian_error *err)
{
    const titian_container container = {.path = text->name, .bytes = titian_bytes_of(text->text, text->length)};
    titian_status status = TITIAN_OK;

    if (container.bytes == NULL)
        return titian_fail_at(err, TITIAN_E_MEMORY, text->name, 0, 0, "no memory to read this text");
    status = titian_container_read(gather, &container, err);
    titian_bytes_free(container.bytes);
    return status;
}

/* What is to be read, and for whom: paths, or texts from memory. */
typedef struct {
    const titian_framework *framework;
    const titian_input_options *options;
    const char *const *paths; /* NULL: texts */
    const titian_input_text *texts;
    size_t n;
    titian_bytes **kept; /* of each path: what can be read once only; NULL: nothing is read twice */
} order;

static titian_status read_planned(titian_gather *gather, const order *o, const titian_plan *plan, titian_error *err)
{
    const char *hidden = gather->options.hidden;
    titian_status status = TITIAN_OK;

    for (size_t k = 0; k < plan->n && status == TITIAN_OK; k++) {
        const titian_planned *file = &plan->files[k];
        titian_bytes **kept = o->kept != NULL && !file->is_found ? &o->kept[file->given] : NULL;

        gather->vintage = file->vintage;
        if (o->paths == NULL)
            status = read_text(gather, &o->texts[file->given], err);
        else
            status = read_file(gather, file->path, kept, hidden, file->is_found, err);
    }
    return status;
}

static titian_status read_all(titian_gather *gather, const order *o, titian_error *err)
{
    const char **names = o->paths == NULL ? calloc(o->n + 1, sizeof *names) : NULL;
    titian_plan plan = {.n = 0};
    titian_status status = TITIAN_OK;

    if (o->paths == NULL && names == NULL)
        return titian_fail(err, TITIAN_E_MEMORY, "no memory for %zu files", o->n);
    for (size_t k = 0; names != NULL && k < o->n; k++)
        names[k] = o->texts[k].name;
    gather->paths = o->paths;
    gather->n_paths = o->n;
    status = titian_plan_make(&plan, gather, names != NULL ? names : o->paths, o->n, names != NULL, err);
    if (status == TITIAN_OK)
        status = read_planned(gather, o, &plan, err);
    titian_plan_free(&plan);
    free(names);
    return status;
}

titian_status titian_gather_paths(titian_gather *gather, const char *const *paths, size_t n_paths,
    const titian_input_options *options, titian_error *err)
{
    return read_all(gather, &(order){.options = options, .paths = paths, .n = n_paths}, err);
}

/* How everything is read: what codes stand for, and whether files are trusted to be what they look like. */
typedef struct {
    titian_units *units; /* NULL: codes are taken as they are written */
    titian_trust trust;
} manner;

static titian_status read_so(
    titian_gather *gather, const order *o, const manner *how, titian_problems *problems, titian_error *err)
{
    const titian_status status = titian_gather_open(gather, o->framework, o->options, problems, err);

    gather->units = how->units;
    gather->trust = how->trust;
    return status == TITIAN_OK ? read_all(gather, o, err) : status;
}

/* Read everything with codes as they are written; again, with a look through each file, if one is not what its
 * beginning looks like. */
static titian_status read_written(titian_gather *gather, const order *o, titian_held *held, titian_error *err)
{
    titian_status status = read_so(gather, o, &(manner){NULL, TITIAN_TRUST_TRIED}, titian_held_listen(held), err);

    if (!gather->is_betrayed)
        return status;
    titian_ledger_free(titian_gather_close(gather));
    titian_held_clear(held);
    return read_so(gather, o, &(manner){NULL, TITIAN_TRUST_NONE}, titian_held_listen(held), err);
}

/* Read everything, and see whether codes as they are written stand; if not, read again.
 * @return how the last reading went */
static titian_status read_matched(titian_gather *gather, const order *o, const titian_gazetteer *names,
    titian_problems *problems, titian_error *err)
{
    const titian_match_rules by_default = titian_input_options_default().match;
    const titian_match_rules *rules = o->options != NULL ? &o->options->match : &by_default;
    titian_held held = {.n = 0};
    titian_units *units = NULL;
    titian_error fault;
    titian_status status = read_written(gather, o, &held, err);

    if (status == TITIAN_OK) {
        titian_gather_mark_groups(gather);
        status = titian_units_decide(&units, &gather->roll, names, rules, &gather->findings, &fault);
        if (status != TITIAN_OK && err != NULL)
            *err = fault;
    }
    if (units != NULL) {
        const manner how = {units, gather->trust == TITIAN_TRUST_NONE ? TITIAN_TRUST_NONE : TITIAN_TRUST_EARNED};

        titian_ledger_free(titian_gather_close(gather));
        status = read_so(gather, o, &how, problems, err);
        titian_units_remark(units, &gather->findings);
    } else if (titian_held_tell(&held, problems) != 0 && status == TITIAN_OK) {
        status = titian_fail(err, TITIAN_E_MEMORY, "no memory for what is wrong in the files");
    }
    gather->findings.problems = problems;
    titian_held_free(&held);
    return status;
}

/* Values of aggregates and of territories of the past, in a panel like that of the units. */
static titian_status keep_aside(titian_gather *gather, titian_error *err)
{
    titian_gather aside = *gather; /* a view, that gives back what it has of its own */
    titian_panel *panel = NULL;
    titian_status status = TITIAN_OK;

    if (gather->n_values_aside == 0)
        return TITIAN_OK;
    aside.roll = gather->roll_aside;
    aside.cells = gather->cells_aside;
    status = titian_assemble(&panel, &aside, NULL, err);
    gather->roll_aside = aside.roll;
    gather->cells_aside = aside.cells;
    titian_ledger_keep(gather->ledger, panel);
    return status;
}

/* Aliases decide what is a unit, so they belong to what was read. */
static titian_status note_aliases(titian_gather *gather, const titian_gazetteer *names, titian_error *err)
{
    titian_ledger_file *entry = NULL;
    const char *file = NULL, *sha256 = NULL;
    titian_status status = TITIAN_OK;
    size_t n;

    if (!titian_gazetteer_source(names, &file, &sha256, &n))
        return TITIAN_OK;
    status = titian_ledger_add(gather->ledger, file, &entry, err);
    if (status != TITIAN_OK)
        return status;
    entry->form = "aliases";
    for (size_t k = 0; k < n; k++)
        titian_ledger_count(entry, TITIAN_ROWS_USED, 0);
    (void) snprintf(entry->sha256, sizeof entry->sha256, "%s", sha256);
    return TITIAN_OK;
}

static titian_status take(titian_panel **panel, titian_ledger **ledger, const order *o, const titian_gazetteer *names,
    titian_problems *problems, titian_error *err)
{
    titian_gather gather;
    titian_status status = read_matched(&gather, o, names, problems, err);

    if (gather.cells != NULL && gather.seen != NULL)
        status = conclude(panel, &gather, o->n, status, err);
    if (status == TITIAN_OK)
        status = keep_aside(&gather, err);
    if (status == TITIAN_OK)
        status = note_aliases(&gather, names, err);
    if (status == TITIAN_OK)
        status = titian_settings_note(gather.ledger, o->options, names, err);
    if (status != TITIAN_OK) {
        titian_panel_free(*panel);
        *panel = NULL;
    }
    *ledger = titian_gather_close(&gather);
    return status;
}

static titian_status take_with_names(
    titian_panel **panel, titian_ledger **ledger, const order *o, titian_problems *problems, titian_error *err)
{
    const titian_gazetteer *given = o->options != NULL ? o->options->names : NULL;
    titian_gazetteer *own = NULL;
    titian_status status = given != NULL ? TITIAN_OK : titian_gazetteer_new(&own, NULL, NULL, err);
    order kept = *o;

    *panel = NULL;
    *ledger = NULL;
    kept.kept = calloc(o->n + 1, sizeof(titian_bytes *));
    if (kept.kept == NULL && status == TITIAN_OK)
        status = titian_fail(err, TITIAN_E_MEMORY, "no memory for %zu files", o->n);
    if (status == TITIAN_OK)
        status = take(panel, ledger, &kept, given != NULL ? given : own, problems, err);
    for (size_t k = 0; kept.kept != NULL && k < o->n; k++)
        titian_bytes_free(kept.kept[k]);
    free(kept.kept);
    titian_gazetteer_free(own);
    return status;
}

/* NOLINTNEXTLINE(readability-function-size): the public form, with a result, a ledger and a listener */
titian_status titian_input_read(titian_panel **panel, titian_ledger **ledger, const titian_framework *framework,
    const char *const *paths, size_t n_paths, const titian_input_options *options, titian_problems *problems,
    titian_error *err)
{
    static const char *const none[] = {NULL};
    const order o = {.framework = framework, .options = options, .paths = n_paths > 0 ? paths : none, .n = n_paths};

    return take_with_names(panel, ledger, &o, problems, err);
}

/* NOLINTNEXTLINE(readability-function-size): as above */
titian_status titian_input_parse(titian_panel **panel, titian_ledger **ledger, const titian_framework *framework,
    const titian_input_text *texts, size_t n_texts, const titian_input_options *options, titian_problems *problems,
    titian_error *err)
{
    const order o = {.framework = framework, .options = options, .texts = texts, .n = n_texts};

    return take_with_names(panel, ledger, &o, problems, err);
}
