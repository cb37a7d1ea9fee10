/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <titian/ledger.h>

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/arena.h"
#include "input/roll.h"
#include "input/separator.h"

static const struct {
    const char *name, *about;
} kinds[TITIAN_N_ROW_KINDS] = {
    [TITIAN_ROWS_USED] = {"used", "gave at least one value or label"},
    [TITIAN_ROWS_EMPTY] = {"empty", "for codes of the model, but without a value"},
    [TITIAN_ROWS_BLANK] = {"blank", "separators alone"},
    [TITIAN_ROWS_REPEATED] = {"repeated", "the same as read before"},
    [TITIAN_ROWS_UNWANTED] = {"unwanted", "for codes that the model does not name"},
    [TITIAN_ROWS_AGGREGATE] = {"aggregate", "for the world, regions and other groups of units"},
    [TITIAN_ROWS_OUTSIDE] = {"outside", "of a breakdown that the model does not ask for, or of long ago"},
    [TITIAN_ROWS_NOTE] = {"note", "words of the publisher below the data"},
    [TITIAN_ROWS_REFUSED] = {"refused", "with a fault"},
};

static const struct {
    const char *name, *about;
} missing[TITIAN_N_MISSING] = {
    [TITIAN_MISSING_EMPTY] = {"empty", "empty"},
    [TITIAN_MISSING_UNKNOWN] = {"unknown", "not available: NA, n/a, .. and the like"},
    [TITIAN_MISSING_DASH] = {"dash", "a dash, taken as missing"},
    [TITIAN_MISSING_NOT_APPLICABLE] = {"not_applicable", "x: not applicable"},
    [TITIAN_MISSING_NEW] = {"new", "New: asked for the first time"},
};

typedef struct {
    titian_ledger_file *file;
} ledger_row;

struct titian_ledger {
    titian_arena arena; /* entries and their texts: entries never move */
    ledger_row *rows;
    size_t n_files, room;
    titian_panel *benchmarks; /* NULL: none */
    titian_records *lists;    /* NULL: none */
    titian_texts words;       /* of revisions and settings */
    titian_revision *revisions;
    size_t n_revisions, revision_room;
    titian_ledger_option settings[TITIAN_MOST_SETTINGS];
    size_t n_settings;
};

const char *titian_row_kind_name(titian_row_kind kind)
{
    return kinds[kind].name;
}

const char *titian_row_kind_about(titian_row_kind kind)
{
    return kinds[kind].about;
}

const char *titian_missing_name(titian_missing kind)
{
    return missing[kind].name;
}

const char *titian_missing_about(titian_missing kind)
{
    return missing[kind].about;
}

titian_status titian_ledger_new(titian_ledger **out, titian_error *err)
{
    *out = calloc(1, sizeof **out);
    if (*out == NULL)
        return titian_fail(err, TITIAN_E_MEMORY, "no memory for the ledger");
    return TITIAN_OK;
}

void titian_ledger_free(titian_ledger *ledger)
{
    if (ledger == NULL)
        return;
    titian_panel_free(ledger->benchmarks);
    titian_records_free(ledger->lists);
    titian_arena_free(&ledger->arena);
    titian_texts_free(&ledger->words);
    free(ledger->revisions);
    free(ledger->rows);
    free(ledger);
}

titian_status titian_ledger_add(
    titian_ledger *ledger, const char *path, titian_ledger_file **entry, titian_error *err)
{
    titian_ledger_file *file = titian_arena_alloc(&ledger->arena, sizeof *file);
    char *copy = titian_arena_text(&ledger->arena, path);

    *entry = NULL;
    if (ledger->n_files == ledger->room) {
        size_t room = ledger->room == 0 ? 16 : 2 * ledger->room;
        ledger_row *more = realloc(ledger->rows, room * sizeof *more);

        if (more == NULL)
            return titian_fail(err, TITIAN_E_MEMORY, "no memory for the ledger");
        ledger->rows = more;
        ledger->room = room;
    }
    if (file == NULL || copy == NULL)
        return titian_fail(err, TITIAN_E_MEMORY, "no memory for the ledger");
    file->path = copy;
    file->form = "";
    file->decimal = '.';
    ledger->rows[ledger->n_files++].file = file;
    *entry = file;
    return TITIAN_OK;
}

size_t titian_ledger_n_files(const titian_ledger *ledger)
{
    return ledger->n_files;
}

const titian_ledger_file *titian_ledger_at(const titian_ledger *ledger, size_t file)
{
    assert(file < ledger->n_files);
    return ledger->rows[file].file;
}

const titian_panel *titian_ledger_benchmarks(const titian_ledger *ledger)
{
    return ledger->benchmarks;
}

void titian_ledger_keep(titian_ledger *ledger, titian_panel *benchmarks)
{
    titian_panel_free(ledger->benchmarks);
    ledger->benchmarks = benchmarks;
}

const titian_records *titian_ledger_lists(const titian_ledger *ledger)
{
    return ledger->lists;
}

void titian_ledger_keep_lists(titian_ledger *ledger, titian_records *lists)
{
    titian_records_free(ledger->lists);
    ledger->lists = lists;
}

void titian_ledger_count(titian_ledger_file *file, titian_row_kind kind, size_t line)
{
    titian_row_count *rows = &file->rows[kind];
    const int joins = rows->n_listed > 0 && rows->n_listed == rows->n && rows->last == file->n_rows;

    file->n_rows++;
    rows->n++;
    rows->last = file->n_rows;
    if (line == 0 || (!joins && rows->n_ranges == TITIAN_LINE_RANGES) || rows->n_listed < rows->n - 1)
        return;
    rows->n_listed++;
    if (joins)
        rows->ranges[rows->n_ranges - 1].last = line;
    else
        rows->ranges[rows->n_ranges++] = (titian_line_range){line, line};
}

const char *titian_lines_text(const titian_row_count *rows, char *text, size_t size)
{
    size_t n = 0;

    assert(size > 0);
    text[0] = '\0';
    for (size_t k = 0; k < rows->n_ranges && n < size; k++) {
        const titian_line_range range = rows->ranges[k];

        n += (size_t) snprintf(text + n, size - n, "%s%zu", k > 0 ? ", " : "", range.first);
        if (range.last > range.first && n < size)
            n += (size_t) snprintf(text + n, size - n, "-%zu", range.last);
    }
    if (rows->n_listed < rows->n && n < size)
        (void) snprintf(text + n, size - n, "%s%zu%s", n > 0 ? " and " : "", rows->n - rows->n_listed,
            n > 0 ? " more" : " not listed");
    return text;
}

/* A text kept with the ledger: *failed is set when there is no memory. */
static const char *keep(titian_ledger *ledger, const char *text, int *failed)
{
    size_t number;

    if (text == NULL)
        return NULL;
    number = titian_texts_add(&ledger->words, (titian_field){text, strlen(text)});
    *failed |= number == TITIAN_NONE;
    return number != TITIAN_NONE ? ledger->words.text[number] : NULL;
}

const char *titian_manner_text(const titian_ledger_file *file, char *text, size_t size)
{
    text[0] = '\0';
    if (file->separator != '\0')
        (void) snprintf(text, size, "%s, %s between fields, decimal %s", file->encoding,
            titian_separator_plural(file->separator), file->decimal == ',' ? "comma" : "point");
    return text;
}

titian_status titian_ledger_set(titian_ledger *ledger, const char *name, const char *words, titian_error *err)
{
    int failed = 0;
    const titian_ledger_option setting = {keep(ledger, name, &failed), keep(ledger, words, &failed)};

    assert(ledger->n_settings < TITIAN_MOST_SETTINGS);
    if (failed)
        return titian_fail(err, TITIAN_E_MEMORY, "no memory for the ledger");
    ledger->settings[ledger->n_settings++] = setting;
    return TITIAN_OK;
}

size_t titian_ledger_n_settings(const titian_ledger *ledger)
{
    return ledger->n_settings;
}

titian_ledger_option titian_ledger_setting(const titian_ledger *ledger, size_t setting)
{
    assert(setting < ledger->n_settings);
    return ledger->settings[setting];
}

titian_status titian_ledger_revise(titian_ledger *ledger, const titian_revision *revision, titian_error *err)
{
    titian_ledger_file *older = ledger->rows[revision->older.place.file].file;
    titian_ledger_file *newer = ledger->rows[revision->newer.place.file].file;
    titian_revision copy = *revision;
    int failed = 0;

    if (ledger->n_revisions == ledger->revision_room) {
        const size_t room = ledger->revision_room == 0 ? 16 : 2 * ledger->revision_room;
        titian_revision *more = realloc(ledger->revisions, room * sizeof *more);

        if (more == NULL)
            return titian_fail(err, TITIAN_E_MEMORY, "no memory for the revisions");
        ledger->revisions = more;
        ledger->revision_room = room;
    }
    copy.code = keep(ledger, revision->code, &failed);
    copy.unit = keep(ledger, revision->unit, &failed);
    copy.older.label = keep(ledger, revision->older.label, &failed);
    copy.newer.label = keep(ledger, revision->newer.label, &failed);
    if (failed)
        return titian_fail(err, TITIAN_E_MEMORY, "no memory for the revisions");
    ledger->revisions[ledger->n_revisions++] = copy;
    older->n_revised++;
    newer->n_revisions++;
    if (revision->older.label == NULL) {
        older->n_values--;
        newer->n_values++;
    }
    return TITIAN_OK;
}

size_t titian_ledger_n_revisions(const titian_ledger *ledger)
{
    return ledger->n_revisions;
}

const titian_revision *titian_ledger_revision(const titian_ledger *ledger, size_t revision)
{
    assert(revision < ledger->n_revisions);
    return &ledger->revisions[revision];
}
