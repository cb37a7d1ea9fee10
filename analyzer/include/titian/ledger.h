/* The ledger: per data file, what was read, matched, set aside and refused. Rows of all kinds add up to the rows
 * read. SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_LEDGER_H
#define TITIAN_LEDGER_H

#include <stddef.h>

#include <titian/export.h>
#include <titian/panel.h>
#include <titian/status.h>

#ifdef __cplusplus
extern "C" {
#endif

/** Kinds of missing values in the fields of wanted codes. */
typedef enum {
    TITIAN_MISSING_EMPTY,          /* an empty field */
    TITIAN_MISSING_UNKNOWN,        /* not available: NA, n/a, .., :, NaN, null, #N/A */
    TITIAN_MISSING_DASH,           /* -, which some publishers write for "nil" */
    TITIAN_MISSING_NOT_APPLICABLE, /* x */
    TITIAN_MISSING_NEW,            /* New: asked for the first time */
    TITIAN_N_MISSING
} titian_missing;

/** What was read from one file. Texts are owned by the ledger. */
typedef struct {
    const char *path; /* as named by the user, or folder/name */
    const char *form; /* "long", "wide", "units", "aliases", one of docs/files.md, or "" when it was not recognised */
    char sha256[65];  /* of the bytes, 64 hexadecimal digits */
    size_t n_rows;    /* data rows read; the next seven add up to it */
    size_t n_used;    /* rows that gave at least one value or label; in a units file also a name */
    size_t n_empty;   /* rows for wanted codes that hold no value, and blank ones (,,,) */
    size_t n_unwanted;      /* rows for codes the model does not name */
    size_t n_out_of_scope;  /* rows of other breakdowns than the one meant, of aggregates, of years before 1000 */
    size_t n_repeated;      /* rows that only repeat what was read before, identically */
    size_t n_refused;       /* rows with a fault */
    size_t n_aside;         /* rows of aggregates and of territories of the past: their values are benchmarks */
    size_t n_values;        /* cells that entered the panel */
    size_t n_columns_aside; /* columns (wide) or codes (long) the model does not name */
    char encoding[32];      /* "UTF-8", "Windows-1252" ... */
    char separator;         /* of its fields; 0: it was not looked at so far */
    char decimal;           /* ',' when numbers with a decimal comma were read; else '.' */
    size_t n_missing[TITIAN_N_MISSING]; /* fields of wanted codes without a value, by kind */
    size_t n_percent;                   /* values with a per cent sign, which was taken off */
    size_t n_notes;                     /* values with footnote marks, which were taken off */
    size_t n_censored, n_bracketed;     /* values read from "<1" or ">95", and from brackets */
} titian_ledger_file;

typedef struct titian_ledger titian_ledger; /* opaque */

TITIAN_API TITIAN_CHECKED titian_status titian_ledger_new(titian_ledger **out, titian_error *err);
TITIAN_API void titian_ledger_free(titian_ledger *ledger);
/** Add a file (path copied) and give its entry out to be filled. */
TITIAN_API TITIAN_CHECKED titian_status titian_ledger_add(
    titian_ledger *ledger, const char *path, titian_ledger_file **entry, titian_error *err);
TITIAN_API size_t titian_ledger_n_files(const titian_ledger *ledger);
TITIAN_API const titian_ledger_file *titian_ledger_at(const titian_ledger *ledger, size_t file);
/** Values of aggregates and of territories of the past, which are no units: a panel like that of the units, with the
 *  same variables. NULL when there are none. Owned by the ledger. */
TITIAN_API const titian_panel *titian_ledger_benchmarks(const titian_ledger *ledger);
/** Hand such a panel over to the ledger, in place of one it has. */
TITIAN_API void titian_ledger_keep(titian_ledger *ledger, titian_panel *benchmarks);

#ifdef __cplusplus
}
#endif
#endif
