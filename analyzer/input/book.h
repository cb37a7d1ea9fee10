/* Workbooks (.xlsx, .xlsm: Office Open XML, ECMA-376 part 1) as tables: which sheets there are, and the rows of one,
 * cell by cell, with the exact text of its numbers.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_INPUT_BOOK_H
#define TITIAN_INPUT_BOOK_H

#include <stddef.h>

#include <titian/status.h>

#include "core/arena.h"
#include "input/archive.h"
#include "input/csv.h"
#include "input/findings.h"
#include "input/xml.h"

enum { TITIAN_BOOK_ROWS = 1048576, TITIAN_BOOK_COLUMNS = 16384, TITIAN_DAY = 64 };

typedef struct {
    const char *name;
    const char *part; /* of the zip file */
    int hidden;
} titian_book_sheet;

typedef struct {
    const char *path; /* borrowed */
    titian_archive *archive;
    titian_arena arena;
    titian_book_sheet *sheets; /* in the order of the workbook; sheets that are charts are left out */
    size_t n_sheets;
    titian_field *strings; /* shared texts */
    size_t n_strings;
    unsigned char *is_date; /* by style of cells */
    size_t n_styles;
    int from_1904; /* 1: days are counted from 1904 */
} titian_book;

/** Read what a workbook says of its sheets, texts and styles. TITIAN_E_DATA when it is no workbook, lacks a
 *  part, or a part is no XML.
 *  @param path     for messages; borrowed
 *  @param archive  its zip file, borrowed; NULL afterwards in *book does no harm */
TITIAN_CHECKED titian_status titian_book_open(
    titian_book **out, const char *path, titian_archive *archive, titian_error *err);
void titian_book_free(titian_book *book);

/** Cells that are merged: rows and columns from 1. */
typedef struct {
    size_t first_row, last_row, first_column, last_column;
} titian_merge;

/** A sheet, and what is found in it beside its rows. Start zeroed but for the first three; end with free(merges). */
typedef struct {
    const titian_book *book;
    const titian_book_sheet *about;
    const char *name; /* "FILE.xlsx#Sheet", for messages */
    size_t n_hidden_rows, first_hidden_row, n_hidden_columns, first_hidden_column;
    titian_merge *merges;
    size_t n_merges, merges_room;
} titian_sheet;

/** The rows of a sheet that hold something, as records: line is the row's number, the first field column A. Cells
 * that are no plain number or text are told in the record's flaws. A record is as long as its last cell that holds
 *  something, or *width if that is more (behind the header: its length). After `take` said TITIAN_E_DATA no more rows
 *  are handed on, but merged cells are still looked for.
 *  @return what `take` said; TITIAN_E_DATA for a sheet that cannot be understood; the place is in `err` */
TITIAN_CHECKED titian_status titian_sheet_read(
    titian_sheet *sheet, const size_t *width, const titian_csv_listener *listener, titian_error *err);

/** Tell what is found in a sheet that was read, beside its rows: hidden rows and columns (said), merged cells in the
 *  header or below it (an error, since all but the first of them look empty).
 *  @param header_line  0: no header was found, and merged cells of the whole sheet are told
 *  @param width        columns of the header; 0: as above */
void titian_sheet_remark(const titian_sheet *sheet, size_t header_line, size_t width, titian_findings *findings);

/** "A1" to row and column from 1, without "$". @return 0; -1 when it is none, or is beyond what a sheet holds */
int titian_cell_parse(const char *text, size_t n, size_t *row, size_t *column);

/** A day counted as workbooks count them, as "2021-03-31". @param year  receives its year; 0 where no panel can hold
 * it: it is behind 2999
 *  @return 0; -1 when there is no such day (before 1900, behind 9999) */
int titian_day_text(char out[TITIAN_DAY], double day, int from_1904, int *year);

/** Texts and styles of a workbook, each from its part; NULL: it has no such part. */
TITIAN_CHECKED titian_status titian_book_read_strings(titian_book *book, const char *part, titian_error *err);
TITIAN_CHECKED titian_status titian_book_read_styles(titian_book *book, const char *part, titian_error *err);
/** A part, read as XML. */
TITIAN_CHECKED titian_status titian_book_read_part(
    const titian_book *book, const char *part, const titian_xml_listener *listener, titian_error *err);

/** A text as workbooks write it: "_x000D_" is the character of that number. In place. @return its new length */
size_t titian_book_unescape(char *text, size_t n);

#endif
