/* Parts of files that are named by themselves: FILE.xlsx#SHEET, FILE.zip#MEMBER.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_INPUT_NAMED_H
#define TITIAN_INPUT_NAMED_H

#include <stddef.h>

/** Did somebody name a part of this file? Then that part is read, and not all of the file once more where its folder
 * is given too; so a sheet can be chosen in a folder of workbooks.
 *  @param paths   as they were given; NULL: there are none
 *  @param file    on the disk; NULL: none, which nobody named
 *  @param member  of the zip file that it is; NULL: any part will do */
int titian_named_apart(const char *const *paths, size_t n_paths, const char *file, const char *member);

/** Did somebody give this file, or a part of it, by its own name? */
int titian_is_given(const char *const *paths, size_t n_paths, const char *file);

#endif
