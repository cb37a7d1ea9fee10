/* Files that hold tables: a CSV is one, a zip file holds CSVs and workbooks, a workbook sheets. What a file is, its
 * bytes say, not its name.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_INPUT_CONTAINER_H
#define TITIAN_INPUT_CONTAINER_H

#include <stddef.h>

#include <titian/status.h>

#include "input/archive.h"
#include "input/file.h"
#include "input/gather.h"

/** A file, and the table in it that is asked for. A CSV is read piece by piece, all else whole. */
typedef struct {
    const char *path; /* as it is shown */
    const char *file; /* on the disk; NULL: it is a text in memory, or in a zip file */
    const char *word; /* by which a user can name it; NULL: by its path */
    const char *part; /* name of a member or a sheet; NULL: all members, the only sheet with a table */
    titian_bytes *bytes;
    titian_archive *outer; /* the zip file that it was found in; NULL: none */
    const char *found_in;  /* "folder" or "zip file": what somebody named instead of it; NULL: it was named itself */
} titian_container;

/** Read every table of a file, or the one asked for, each with a row of its own in the ledger. What is wrong is told.
 *  @return as titian_datafile_read */
TITIAN_CHECKED titian_status titian_container_read(
    titian_gather *gather, const titian_container *container, titian_error *err);

/** A file that could not be read is told, and the reading goes on.
 *  @return TITIAN_OK; `fault`, in `err`, when it is of another kind, such as lack of memory */
TITIAN_CHECKED titian_status titian_tell_unread(
    titian_gather *gather, const char *path, const titian_error *fault, titian_error *err);

#endif
