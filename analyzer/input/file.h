/* Files: whole in memory, or piece by piece with their fingerprints.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_INPUT_FILE_H
#define TITIAN_INPUT_FILE_H

#include <stddef.h>

#include <titian/status.h>

/** Read a whole file; a NUL stands behind its last byte. *text is to be freed with free().
 *  TITIAN_E_FILE with the reason when it cannot be read or is a folder. */
TITIAN_CHECKED titian_status titian_file_read(char **text, size_t *length, const char *path, titian_error *err);

/** Bytes that come one piece after the other, of a file or a text in memory; opaque. A file is read to where it ends
 *  when that is met, for it may grow meanwhile; a pipe or a device, which can be read once only, is kept in memory.
 */
typedef struct titian_bytes titian_bytes;

/** Open a file. What cannot be read at all is told here: TITIAN_E_FILE as titian_file_read.
 *  @param path  borrowed */
TITIAN_CHECKED titian_status titian_bytes_open(titian_bytes **out, const char *path, titian_error *err);
/** A text in memory, borrowed. @return NULL when there is no memory */
titian_bytes *titian_bytes_of(const char *text, size_t length);
/** The same bytes from their beginning, to be freed before the others. @return NULL when there is no memory */
titian_bytes *titian_bytes_again(const titian_bytes *bytes);
/** All that a pipe, a device or a text gives, and its length: kept as long as the bytes are. NULL for a file. */
const char *titian_bytes_text(const titian_bytes *bytes, size_t *length);
/** The next piece, at most `room` bytes; *got is 0 at the end. TITIAN_E_FILE when the file can no longer be read. */
TITIAN_CHECKED titian_status titian_bytes_read(
    titian_bytes *bytes, char *to, size_t room, size_t *got, titian_error *err);
/** How many bytes there are, as far as is known: a file may be longer or shorter when its end is met. */
size_t titian_bytes_length(const titian_bytes *bytes);
/** How many bytes have been read; another thread may ask. */
size_t titian_bytes_at(const titian_bytes *bytes);
/** SHA-256 of all bytes, as titian_sha256; what was not read yet is read. "" when the file cannot be read to its end.
 */
void titian_bytes_sha256(titian_bytes *bytes, char out[65]);
void titian_bytes_free(titian_bytes *bytes);

/** SHA-256 of n bytes as 64 hexadecimal digits and a NUL. */
void titian_sha256(const char *bytes, size_t n, char out[65]);

#endif
