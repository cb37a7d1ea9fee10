/* Whole files in memory, and their fingerprints.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_INPUT_FILE_H
#define TITIAN_INPUT_FILE_H

#include <stddef.h>

#include <titian/status.h>

/** Read a whole file; a NUL stands behind its last byte. *text is to be freed with free().
 *  TITIAN_E_FILE with the reason when it cannot be read or is a folder. */
TITIAN_CHECKED titian_status titian_file_read(char **text, size_t *length, const char *path, titian_error *err);

/** SHA-256 of n bytes as 64 hexadecimal digits and a NUL. */
void titian_sha256(const char *bytes, size_t n, char out[65]);

#endif
