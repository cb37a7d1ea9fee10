/* Mappings: what the columns of a table mean that has none of the forms titian knows. A mapping is a form of its own:
 * it is used for every file whose header has all the columns that it names, whatever the file's name.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_MAPPING_H
#define TITIAN_MAPPING_H

#include <stddef.h>
#include <stdio.h>

#include <titian/export.h>
#include <titian/status.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct titian_mapping titian_mapping; /* opaque: owns its texts */

/** Read and check a mapping, a YAML file that docs/files.md describes.
 *  @param problems  told of every fault that can be found, with line and column; NULL allowed
 *  @param err       the first error, or a summary when there are several
 *  @return TITIAN_E_MODEL when anything is wrong, TITIAN_E_FILE when it cannot be read; *out is then NULL */
TITIAN_API TITIAN_CHECKED titian_status titian_mapping_load(
    titian_mapping **out, const char *path, titian_problems *problems, titian_error *err);
/** The same from n bytes of memory. @param name  used in messages */
TITIAN_API TITIAN_CHECKED titian_status titian_mapping_parse(
    titian_mapping **out, const char *name, const char *text, size_t n, titian_problems *problems, titian_error *err);
TITIAN_API void titian_mapping_free(titian_mapping *mapping);

/** Write the draft of a mapping for a CSV, or for the first sheet of a workbook that has a header, with comments that
 * say what was found in its columns and what is left to be decided. Nothing in it is more than a guess from names and
 * values.
 *  @param name  of the file, for the comments
 *  @return TITIAN_E_DATA when the text is no CSV or has no header */
TITIAN_API TITIAN_CHECKED titian_status titian_mapping_draft(
    FILE *to, const char *name, const char *text, size_t length, titian_error *err);
/** The same for a file, or for the sheet of "FILE#SHEET". @return also TITIAN_E_FILE */
TITIAN_API TITIAN_CHECKED titian_status titian_mapping_draft_file(FILE *to, const char *path, titian_error *err);

#ifdef __cplusplus
}
#endif
#endif
