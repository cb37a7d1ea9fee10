/* Small CSV files whose rows are kept: what one leaves in memory.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_INPUT_SMALL_TABLE_H
#define TITIAN_INPUT_SMALL_TABLE_H

#include "core/arena.h"
#include "core/index.h"
#include "input/small_csv.h"

/** A column whose texts a row points to: where in the row the pointer stands. */
typedef struct {
    size_t column, at;
} titian_small_text;

/** What such a file holds, and what becomes of a row of it. */
typedef struct {
    const char *const *header; /* names of n_columns columns, of which the last may be left out down to `least` */
    size_t least, n_columns;
    size_t n_keys;                  /* the first so many columns, which no two rows have alike; at least 1 */
    const char *bad_header, *empty; /* what is said of a header and of an empty file, each with its mend */
    const char *kept;               /* "the efforts of indicators", for want of memory */
    size_t row_size;                /* bytes of a row, a struct of the reader's */
    size_t line;                    /* where in it its line stands, a size_t */
    const titian_small_text *texts;
    size_t n_texts;
    /** Fill the rest of a row, all zeros, from its cells. @return 1; 0 when something is wrong, which has been said
     */
    int (*take)(void *row, const titian_record *record, titian_findings *findings);
} titian_small_layout;

/** The rows in the order of the file. Start zeroed. */
typedef struct {
    const titian_small_layout *layout;
    const char *file;
    char *rows;
    size_t n, room;
    titian_index keys; /* the texts of the columns, NULs between */
    titian_arena arena;
} titian_small_table;

/** Read all of a text, as titian_small_csv_parse. Free the table in any case.
 *  @param table  zeroed; NULL: there was no memory for it */
TITIAN_CHECKED titian_status titian_small_table_parse(titian_small_table *table, const titian_small_layout *layout,
    const char *name, const char *text, size_t length, titian_problems *problems, titian_error *err);
/** A row by its position, or by its key of one column; NULL when there is none. */
const void *titian_small_table_at(const titian_small_table *table, size_t row);
const void *titian_small_table_find(const titian_small_table *table, const char *key);
void titian_small_table_free(titian_small_table *table);

#endif
