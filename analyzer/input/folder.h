/* The data files of a folder.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_INPUT_FOLDER_H
#define TITIAN_INPUT_FOLDER_H

#include <stddef.h>

#include <titian/status.h>

/** 1 when the path is a folder; when anything has that name. */
int titian_is_folder(const char *path);
int titian_is_there(const char *path);

/** Is a file of this name read where a folder or a zip file is given? CSVs and workbooks are: names that end in .csv,
 *  .xlsx or .xlsm, in any letter case, unless they are kept back. */
int titian_is_table_name(const char *name);
/** Names that begin with a point, and those that Excel locks a workbook with (~$), are for programs alone. */
int titian_is_kept_back(const char *name);

/** Paths ("folder/name") of files of a folder, in byte order. */
typedef struct {
    char **paths;
    size_t n, room;
} titian_file_list;

/** The files of a folder that are read, tables and zip files (.zip), and those that are passed over though their
 * names are those of data in another form or in an archive (.gz, .xls, .ods ...). Folders in it, and all other files,
 * are in neither list. TITIAN_E_FILE when it cannot be listed, or holds nothing that is read. Free both lists in any
 * case. */
TITIAN_CHECKED titian_status titian_folder_list(
    titian_file_list *read, titian_file_list *passed, const char *folder, titian_error *err);
void titian_file_list_free(titian_file_list *list);

#endif
