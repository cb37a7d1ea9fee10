/* The table of names and codes of countries that is built into the library: names_table.tsv, made by script/names.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_INPUT_NAMES_TABLE_H
#define TITIAN_INPUT_NAMES_TABLE_H

#include <stddef.h>

#include "input/csv.h"

/** What keys of a class are. */
typedef enum {
    TITIAN_KEY_AREA = 'A',    /* codes of areas and aggregates; they stand for their names */
    TITIAN_KEY_CODE = 'C',    /* codes as publishers write them */
    TITIAN_KEY_ENGLISH = 'E', /* English names, folded, once more: what may be suggested */
    TITIAN_KEY_NAME = 'N'     /* names, folded (names_fold.h) */
} titian_key_class;

/** A line: slices of the table, without a NUL behind them. */
typedef struct {
    titian_key_class class;
    titian_field key, target, rule;
} titian_names_line;

/** Look up a key. @return 1 when it is there. Cost: O(log n), no memory */
int titian_names_find(titian_names_line *out, titian_key_class class, titian_field key);

/** Place of the first line of a class. Cost: as to look up. */
size_t titian_names_begin_of(titian_key_class class);

/** The line at a place of the table, and the place behind it. Begin with place 0.
 *  @return 0 behind the last line */
int titian_names_next(titian_names_line *out, size_t *place);

/** The line of comment that says how the table is to be read: the note of datasets/names/names.csv. */
titian_field titian_names_disclaimer(void);

#endif
