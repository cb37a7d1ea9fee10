/* What encoding a file is in, by what its bytes show, and its text in UTF-8.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_INPUT_ENCODING_H
#define TITIAN_INPUT_ENCODING_H

#include <stddef.h>

#include "input/file.h"
#include "input/findings.h"

/** A text in UTF-8. Start zeroed, end with titian_decoded_free. */
typedef struct {
    const char *text; /* the bytes of the file themselves where they are UTF-8 */
    size_t length;
    const char *encoding; /* "UTF-8", "UTF-16LE", "Windows-1252" ...; a constant, or the name that was given */
    char *own;            /* the converted text; NULL where nothing was converted */
} titian_decoded;

/** Find the encoding and convert. A byte-order mark decides; else text that is UTF-8 is UTF-8; else two bytes for
 * every letter are UTF-16; else `wish`; else the text is taken for Windows-1252, with a warning that shows a word of
 * it. A text that mixes UTF-8 with something else stays as it is, and the splitter says which fields are not UTF-8.
 *  Told, and TITIAN_E_DATA: text that cannot be Western European, bytes that the encoding does not have, control
 *  characters (U+0080 to U+009F) that come of a wrong decoding.
 *  @param wish  the encoding to take where bytes do not decide, by a name that iconv knows; NULL: none
 *  @return TITIAN_E_MEMORY in `err`. Cost: one look at every byte; memory only for what is converted */
TITIAN_CHECKED titian_status titian_decode(titian_decoded *out, const char *text, size_t length, const char *wish,
    titian_findings *findings, titian_error *err);
void titian_decoded_free(titian_decoded *decoded);

/** Look through bytes without keeping them: are they UTF-8, without NUL bytes at the beginning and without the
 * control characters that titian_decode refuses? Such a file may be read as it is.
 *  @param most  bytes to look at, SIZE_MAX: all. The last character may go on behind them
 *  @param head  receives the beginning, at most `room` bytes
 *  @return 1 yes, 0 no, or they cannot be read to their end, -1 no memory */
int titian_bytes_are_utf8(const titian_bytes *bytes, size_t most, char *head, size_t room, size_t *n_head);

/** Is this a name of an encoding that can be converted? */
int titian_encoding_is_known(const char *name);

#endif
