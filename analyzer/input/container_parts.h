/* What the containers have in common, for container.c and its like, and for what is said of files that are not read.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_INPUT_CONTAINER_PARTS_H
#define TITIAN_INPUT_CONTAINER_PARTS_H

#include "input/archive.h"
#include "input/container.h"

enum { TITIAN_LISTED = TITIAN_ERROR_TEXT / 2 }; /* bytes of a list of names in a message */

/** Read the members of a zip file, or the one asked for. */
TITIAN_CHECKED titian_status titian_container_zip(
    titian_gather *gather, const titian_container *c, titian_archive *archive, titian_error *err);
/** Read the only sheet of a workbook that is a table, or the one asked for. */
TITIAN_CHECKED titian_status titian_container_book(
    titian_gather *gather, const titian_container *c, titian_archive *archive, titian_error *err);

/** Why an archive is no workbook, and behind a newline the mend; NULL: it is one. */
const char *titian_container_no_book(const titian_archive *archive);

/** Tell why a file, or a part of it, is not read, and go on. */
TITIAN_CHECKED titian_status titian_container_refuse(
    titian_gather *gather, const char *path, const char *text, titian_error *err);
void titian_container_remark(titian_gather *gather, const char *path, const char *text);
TITIAN_CHECKED titian_status titian_container_no_memory(const titian_container *c, titian_error *err);
/** "first", what stands between, "second"; to be freed. NULL: no memory. */
char *titian_container_join(const char *first, const char *between, const char *second);
/** Add a name to "a, b, ..." */
void titian_container_list(char list[TITIAN_LISTED], const char *name);
/** How a user names a container, to which #PART can be added. */
const char *titian_container_word(const titian_container *c);

#endif
