/* Places in files as messages show them.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_WHERE_H
#define TITIAN_WHERE_H

#include <stddef.h>

#include <titian/export.h>

#ifdef __cplusplus
extern "C" {
#endif

/** A place in a file. */
typedef struct {
    const char *file;
    size_t line, column; /* from 1; 0: unknown */
    int in_sheet;        /* 1: line and column are the row and the column of a sheet */
} titian_where;

/** "data.csv:12:3", or "data.xlsx#Sheet1:C12" in a sheet; what is unknown is left out.
 *  @param out  `size` bytes, at least 1; a longer text is cut @return out */
TITIAN_API const char *titian_where_text(char *out, size_t size, const titian_where *where);

/** Letters of a column from 1: 1 is A, 28 is AB. @return out; "" for 0 */
TITIAN_API const char *titian_column_letters(char out[16], size_t column);

#ifdef __cplusplus
}
#endif
#endif
