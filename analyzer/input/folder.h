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

/** What is in a folder, but for what is kept back and for folders in it. */
typedef struct {
    titian_file_list read;    /* tables and zip files (.zip), and links of such names that lead nowhere */
    titian_file_list passed;  /* by their names data in another form or in an archive (.gz, .xls, .ods ...) */
    titian_file_list streams; /* pipes, sockets and devices of any name: to open one could take for ever */
} titian_folder;

/** List a folder; nothing in it is opened. All other files are in no list.
 *  TITIAN_E_FILE when it cannot be listed, or holds nothing that is read. Free it in any case. */
TITIAN_CHECKED titian_status titian_folder_list(titian_folder *out, const char *path, titian_error *err);
void titian_folder_free(titian_folder *folder);
void titian_file_list_free(titian_file_list *list);

#endif
