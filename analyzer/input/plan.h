/* What is read, in which order, before any of it is opened: the files of folders, and vintages by their names.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_INPUT_PLAN_H
#define TITIAN_INPUT_PLAN_H

#include <stddef.h>

#include <titian/status.h>

#include "input/folder.h"
#include "input/gather.h"

typedef struct {
    const char *path; /* of a text in memory, its name */
    size_t given;     /* number of what was given: path, folder or text */
    int is_found;     /* 1: in a folder that was given */
    size_t vintage;   /* from 1; 0: of none */
} titian_planned;

typedef struct {
    titian_planned *files;
    size_t n, room;
    titian_file_list found; /* files in folders */
} titian_plan;

/** Plan the reading of what was given: in that order, the files of a folder in byte order, then by vintage. Folders
 * that cannot be listed, names of vintages that no file has and files that two of them fit are told.
 *  @param names  n paths (with `are_texts`: names of texts); borrowed
 *  @return TITIAN_E_MEMORY; free the plan in any case */
TITIAN_CHECKED titian_status titian_plan_make(
    titian_plan *plan, titian_gather *gather, const char *const *names, size_t n, int are_texts, titian_error *err);
void titian_plan_free(titian_plan *plan);

/** A path without the beginning that need not be shown. @param hidden  NULL: all is shown */
const char *titian_path_shown(const char *path, const char *hidden);

#endif
