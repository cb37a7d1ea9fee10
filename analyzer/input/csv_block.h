/* A block of CSV text, whole lines of it, and the records in it that need no libcsv.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_INPUT_CSV_BLOCK_H
#define TITIAN_INPUT_CSV_BLOCK_H

#include <stddef.h>

#include "input/csv.h"
#include "input/file.h"

/** A physical line. One that is split has its fields from `first` on; a blank one has none. */
typedef struct {
    size_t begin, end; /* behind its line end */
    size_t first, n_fields;
    int is_split;    /* 0: left to libcsv */
    int is_doubtful; /* 1: the point of some number may stand between thousands */
} titian_csv_line;

typedef struct {
    char *text; /* length bytes */
    size_t length, room;
    size_t begin; /* of the first line: behind a byte-order mark */
    char separator;
    titian_csv_line *lines;
    size_t n_lines, lines_room;
    titian_field *fields;
    double *numbers; /* beside the fields */
    size_t n_fields, fields_room;
    int is_doubtful; /* 1: some of it is not UTF-8, or control characters as text in another encoding gives them */
    int is_last;     /* 1: nothing follows */
    titian_status status; /* other than TITIAN_OK: the reading failed behind this text */
    titian_error problem; /* of `status`; or what is behind the text, which is no CSV (code TITIAN_E_DATA) */
} titian_csv_block;

enum { TITIAN_CSV_FIELDS = 65535 };

/** Split every line that can be split without libcsv: one without quotation marks, or with fields that are quoted as
 * a whole and hold none, in UTF-8. The fields are those that libcsv would give if a record began with the line.
 *  @return 0, or -1 when there is no memory */
int titian_csv_block_split(titian_csv_block *block);
/** Room for a text of n bytes. @return 0, or -1 when there is no memory */
int titian_csv_block_reserve(titian_csv_block *block, size_t n);
void titian_csv_block_free(titian_csv_block *block);

/** Cuts bytes into blocks. Start with `bytes`, `name` and `size`, else zeroed. */
typedef struct {
    titian_bytes *bytes;
    const char *name;
    size_t size;    /* of a block, unless a line is longer */
    char separator; /* 0: a comma */
    char *rest;     /* the beginning of a line whose end has not been read */
    size_t n_rest, rest_room;
    int begun;
} titian_csv_cutter;

/** The next block, not split yet. Its text ends at the end of a line, at the end of all, or before what is no CSV.
 *  What fails stands in the block. */
void titian_csv_cutter_next(titian_csv_cutter *cutter, titian_csv_block *block);
/** Make it a block without text at which the reading fails for lack of memory. */
void titian_csv_block_fail(titian_csv_block *block, const char *name);

#endif
