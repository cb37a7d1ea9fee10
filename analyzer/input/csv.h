/* Splitting CSV with libcsv, record by record, with exact positions.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_INPUT_CSV_H
#define TITIAN_INPUT_CSV_H

#include <stddef.h>

#include <titian/status.h>

#include "input/file.h"

/** One field: n bytes without quotes, NUL behind them; an empty or absent field has length 0. */
typedef struct {
    const char *text;
    size_t length;
} titian_field;

/** A field of a sheet that is more or less than its text: a date, an error, a formula without a result. */
typedef struct {
    size_t column;    /* from 1 */
    const char *text; /* what is wrong with it as a value, and behind a newline the mend */
    int year;         /* of a date; else 0 */
} titian_flaw;

/** One record, valid during the call only. `line` is the physical line it begins on, from 1, or the row of a sheet.
 */
typedef struct {
    const titian_field *fields;
    size_t n_fields;
    size_t line;
    /** What titian_number_parse would make of each field, where that has been found out already: TITIAN_MISSING where
     * it has to be asked. NULL: of none. */
    const double *numbers;
    int is_doubtful; /* 0: no point in these numbers could stand between thousands (titian_value_is_doubtful) */
    const titian_flaw *flaws; /* of a sheet's row, in the order of columns; CSV has none */
    size_t n_flaws;
    char separator; /* of a table that titian_kept_read reads; else 0 */
} titian_record;

/** Receives each record; blank lines give none. Anything but TITIAN_OK stops the reading and is handed back. */
typedef titian_status (*titian_record_fn)(const titian_record *record, void *context, titian_error *err);

/** Split text into records. A UTF-8 byte-order mark is skipped; LF, CRLF and CR end a line; strict quoting; blanks
 *  around a field that is not quoted are dropped. Malformed quoting is TITIAN_E_DATA with file, line and field; bytes
 *  that are not UTF-8, NUL bytes, fields over 1 MiB and records over 65,535 fields likewise.
 *  @param name  used in messages */
TITIAN_CHECKED titian_status titian_csv_parse(
    const char *name, const char *text, size_t length, titian_record_fn take, void *context, titian_error *err);

/** Who listens to a reading that goes on after a malformed record. */
typedef struct {
    titian_record_fn take;
    /** Told of each malformed record in its place; the reading goes on behind the line where the fault began. NULL
     *  instead of a problem: one more record that is not UTF-8, which is said once. Anything but TITIAN_OK stops. */
    titian_status (*malformed)(const titian_error *problem, void *context);
    /** Shown a record that will be taken soon, as far as such are known; its line is not. NULL: nobody looks ahead.
     */
    void (*soon)(const titian_record *record, void *context);
    /** Told, before any record of it is, of a piece of text that is not UTF-8, or holds control characters from
     * U+0080 to U+009F. Anything but TITIAN_OK stops. NULL: nobody doubts the encoding. */
    titian_status (*doubt)(void *context);
    void *context;
    char separator;      /* between fields; 0: a comma */
    size_t lines_before; /* lines of the file that stand before the text, for the numbers of lines */
} titian_csv_listener;

/** As titian_csv_parse, but every malformed record is told. Still TITIAN_E_DATA in `err`: text that is no CSV at all
 *  (NUL bytes, UTF-16), behind which nothing is read. Cost: O(length), also on hostile text. */
TITIAN_CHECKED titian_status titian_csv_read(
    const char *name, const char *text, size_t length, const titian_csv_listener *listener, titian_error *err);

/** How bytes are worked on; no result depends on it. */
typedef struct {
    int threads; /* 0: as many as the machine has */
    size_t
        block; /* bytes that a thread takes at a time, 0: as is good for the caches; a longer line is taken whole */
} titian_csv_pace;

/** As titian_csv_read, from bytes that are not kept: memory follows the longest line, not the file. Records are told
 * in their order by one thread at a time. TITIAN_E_FILE when the bytes fail; what came before is told. */
TITIAN_CHECKED titian_status titian_csv_stream(const char *name, titian_bytes *bytes, const titian_csv_pace *pace,
    const titian_csv_listener *listener, titian_error *err);

#endif
