/* Is it UTF-8? SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_CORE_UTF8_H
#define TITIAN_CORE_UTF8_H

#include <stddef.h>

/** Bytes of the character that the text begins with; 0: it begins with none. @param n  of the text, at least 1 */
size_t titian_utf8_character(const char *text, size_t n);

/** Length of the longest start of the text that is UTF-8; n when all of it is. Cost: O(n), fast for ASCII. */
size_t titian_utf8_prefix(const char *text, size_t n);

/** The first control character from U+0080 to U+009F, which is what Windows-1252 becomes when taken for Latin-1.
 *  @return NULL when there is none. Cost: O(n), faster than titian_utf8_prefix */
const char *titian_utf8_control(const char *text, size_t n);

#endif
