/* What a user or a file wrote, made fit to be repeated in a message: one line, and nothing that steers a terminal.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_QUOTE_H
#define TITIAN_QUOTE_H

#include <stddef.h>

#include <titian/export.h>

#ifdef __cplusplus
extern "C" {
#endif

enum { TITIAN_QUOTED = 80 };

/** A text between quotation marks. Bytes that are not UTF-8, and characters that break a line or steer what shows it
 *  (controls, separators of lines, marks that turn the direction of writing), become "?"; a long text is cut.
 *  @param text  n bytes @return out */
TITIAN_API const char *titian_quote_text(char out[TITIAN_QUOTED], const char *text, size_t n);

/** The same characters become "?" where they stand; nothing is cut.
 *  @param text  ends with a NUL, and is no longer afterwards @return text */
TITIAN_API char *titian_text_tame(char *text);

#ifdef __cplusplus
}
#endif
#endif
