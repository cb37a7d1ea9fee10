/* Zip files in memory: their members, by name, each unpacked into memory and nowhere else. Zip files come from
 * strangers: names that lead out of a folder, more than 10,000 members, members that unpack to more than 512 MiB, or
 * to 500 times what is packed, are refused. SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_INPUT_ARCHIVE_H
#define TITIAN_INPUT_ARCHIVE_H

#include <stddef.h>

#include <titian/status.h>

typedef struct titian_archive titian_archive; /* opaque */

/** 1 when the bytes begin as a zip file does. */
int titian_is_zip(const char *bytes, size_t length);

/** Look into a zip file. TITIAN_E_DATA, with the reason, when it is damaged or refused.
 *  @param path   of the file, for messages; borrowed, as the bytes are */
TITIAN_CHECKED titian_status titian_archive_open(
    titian_archive **out, const char *path, const char *bytes, size_t length, titian_error *err);
void titian_archive_free(titian_archive *archive);
/** What is unpacked of one found in another, a workbook in a zip file, counts for both. @param outer  NULL: in none
 */
void titian_archive_nest(titian_archive *archive, titian_archive *outer);

/** Members in byte order of their names; folders are none. */
size_t titian_archive_n(const titian_archive *archive);
const char *titian_archive_name(const titian_archive *archive, size_t member);
/** The member of a name; TITIAN_NONE when there is none. */
size_t titian_archive_find(const titian_archive *archive, const char *name);

/** Would the members that are wanted, together, unpack to more than is allowed? TITIAN_E_DATA when they would. */
TITIAN_CHECKED titian_status titian_archive_check(
    const titian_archive *archive, int (*is_wanted)(const char *name), titian_error *err);

/** Unpack a member; a NUL stands behind its last byte. *text is to be freed with free(). TITIAN_E_DATA when it is
 *  encrypted, damaged or larger than is allowed, by itself or together with those unpacked before. */
TITIAN_CHECKED titian_status titian_archive_read(
    titian_archive *archive, size_t member, char **text, size_t *length, titian_error *err);

#endif
