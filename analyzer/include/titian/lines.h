/* Lines below which a unit is deprived, as a CSV file gives them.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_LINES_H
#define TITIAN_LINES_H

#include <stddef.h>

#include <titian/export.h>
#include <titian/status.h>

#ifdef __cplusplus
extern "C" {
#endif

/** The line of one code. */
typedef struct {
    const char *code; /* owned by the lines */
    double line;      /* > 0, in the unit of the values */
    double weight;    /* >= 0, of any scale; TITIAN_MISSING where the file has no column Weight */
    size_t row;       /* line in the file */
} titian_line;

typedef struct titian_lines titian_lines; /* opaque */

/** Read a CSV whose header is iCode,Line or iCode,Line,Weight: one row for each code. Whether a code is one of the
 *  model is known only where the lines are used.
 *  @param out       owned by the caller; NULL unless the result is TITIAN_OK
 *  @param problems  told of every fault. NULL allowed
 *  @return TITIAN_E_FILE when the file cannot be read, TITIAN_E_DATA for a faulty row, with its place */
TITIAN_API TITIAN_CHECKED titian_status titian_lines_read(
    titian_lines **out, const char *path, titian_problems *problems, titian_error *err);
/** The same from memory. @param name  used in messages */
TITIAN_API TITIAN_CHECKED titian_status titian_lines_parse(titian_lines **out, const char *name, const char *text,
    size_t length, titian_problems *problems, titian_error *err);
TITIAN_API void titian_lines_free(titian_lines *lines);

/** Name of the file; rows in its order; the row of a code, or NULL. */
TITIAN_API const char *titian_lines_file(const titian_lines *lines);
TITIAN_API size_t titian_lines_n(const titian_lines *lines);
TITIAN_API const titian_line *titian_lines_at(const titian_lines *lines, size_t k);
TITIAN_API const titian_line *titian_lines_find(const titian_lines *lines, const char *code);

#ifdef __cplusplus
}
#endif
#endif
