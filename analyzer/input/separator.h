/* What separates the fields of a file, by its first records.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_INPUT_SEPARATOR_H
#define TITIAN_INPUT_SEPARATOR_H

#include <stddef.h>

#include "input/findings.h"

/** How a text is to be split. */
typedef struct {
    char separator;
    size_t begin;        /* first byte behind a byte-order mark and a line "sep=;" */
    size_t lines_before; /* lines in front of it */
} titian_split;

/** Comma, semicolon, tab or vertical bar: that of a first line `sep=X`; else `wish`, where it gives most of the first
 *  records one and the same number of fields; else the one by which most of the first records have one and the same
 * number of fields, and among equals the one that makes more fields; a comma where nothing separates anything. Equal
 * in both: told, and TITIAN_E_DATA.
 *  @param wish  the separator to take where there is no such line; 0: none
 *  @return TITIAN_E_MEMORY in `err`. Cost: looks at the first records alone */
TITIAN_CHECKED titian_status titian_separator_find(
    titian_split *out, const char *text, size_t length, char wish, titian_findings *findings, titian_error *err);

/** By the header alone, for tables whose headers are words: that of a first line `sep=X`; else what is in the first
 * line that is not blank most often outside of quotation marks, a comma where they are equal. */
titian_split titian_separator_of_header(const char *text, size_t length);

/** "comma", "semicolon", "tab", "vertical bar". */
const char *titian_separator_name(char separator);
/** "commas" and so on. */
const char *titian_separator_plural(char separator);
/** The separator of a name, or of the character itself; 0 when it is none. */
char titian_separator_named(const char *name);

#endif
