/* Splitting CSV with libcsv, record by record, with exact positions.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_INPUT_CSV_H
#define TITIAN_INPUT_CSV_H

#include <stddef.h>

#include <titian/status.h>

/** One field: n bytes without quotes, NUL behind them; an empty or absent field has length 0. */
typedef struct {
    const char *text;
    size_t length;
} titian_field;

/** One record, valid during the call only. `line` is the physical line it begins on, from 1. */
typedef struct {
    const titian_field *fields;
    size_t n_fields;
    size_t line;
} titian_record;

/** Receives each record; blank lines give none. Anything but TITIAN_OK stops the reading and is handed back. */
typedef titian_status (*titian_record_fn)(const titian_record *record, void *context, titian_error *err);

/** Split text into records. A UTF-8 byte-order mark is skipped; LF, CRLF and CR end a line; strict quoting.
 *  Malformed quoting is TITIAN_E_DATA with file, line and field; bytes that are not UTF-8 likewise.
 *  @param name  used in messages */
TITIAN_CHECKED titian_status titian_csv_parse(
    const char *name, const char *text, size_t length, titian_record_fn take, void *context, titian_error *err);

#endif
