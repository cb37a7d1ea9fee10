/* The ledger: per data file, what was read, matched, set aside and refused. Rows of all kinds add up to the rows
 * read. SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_LEDGER_H
#define TITIAN_LEDGER_H

#include <stddef.h>

#include <titian/export.h>
#include <titian/status.h>

#ifdef __cplusplus
extern "C" {
#endif

/** What was read from one file. Texts are owned by the ledger. */
typedef struct {
    const char *path;       /* as named by the user, or folder/name, zip/member, workbook#sheet */
    int in_sheet;           /* 1: a sheet, whose lines are rows and whose fields are columns (titian/where.h) */
    const char *form;       /* "long", "wide", "units", one of docs/files.md, or "" when it was not recognised */
    char sha256[65];        /* of the bytes, 64 hexadecimal digits; of a sheet, those of its workbook */
    size_t n_rows;          /* data rows read; the next six add up to it */
    size_t n_used;          /* rows that gave at least one value or label; in a units file also a name */
    size_t n_empty;         /* rows for wanted codes that hold no value, and blank ones (,,,) */
    size_t n_unwanted;      /* rows for codes the model does not name */
    size_t n_out_of_scope;  /* rows of other breakdowns than the one meant, of aggregates, of years before 1000 */
    size_t n_repeated;      /* rows that only repeat what was read before, identically */
    size_t n_refused;       /* rows with a fault */
    size_t n_values;        /* cells that entered the panel */
    size_t n_columns_aside; /* columns (wide) or codes (long) the model does not name */
} titian_ledger_file;

typedef struct titian_ledger titian_ledger; /* opaque */

TITIAN_API TITIAN_CHECKED titian_status titian_ledger_new(titian_ledger **out, titian_error *err);
TITIAN_API void titian_ledger_free(titian_ledger *ledger);
/** Add a file (path copied) and give its entry out to be filled. */
TITIAN_API TITIAN_CHECKED titian_status titian_ledger_add(
    titian_ledger *ledger, const char *path, titian_ledger_file **entry, titian_error *err);
TITIAN_API size_t titian_ledger_n_files(const titian_ledger *ledger);
TITIAN_API const titian_ledger_file *titian_ledger_at(const titian_ledger *ledger, size_t file);

#ifdef __cplusplus
}
#endif
#endif
