/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <titian/ledger.h>

#include <assert.h>
#include <stdlib.h>

#include "core/arena.h"

typedef struct {
    titian_ledger_file *file;
} ledger_row;

struct titian_ledger {
    titian_arena arena; /* entries and their texts: entries never move */
    ledger_row *rows;
    size_t n_files, room;
    titian_panel *benchmarks; /* NULL: none */
};

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
    titian_arena_free(&ledger->arena);
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
