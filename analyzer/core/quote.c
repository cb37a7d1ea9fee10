/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <titian/quote.h>

#include <stdint.h>
#include <string.h>

#include "core/utf8.h"

enum { QUOTED_BYTES = 60 }; /* of the text itself; a whole character more, marks and dots fit in TITIAN_QUOTED */

/* A character that breaks a line or steers a terminal: U+0000 to U+001F, U+007F to U+009F, U+2028 to U+202E, U+2066
 * to U+2069. */
static int is_wild(const unsigned char *s, size_t length)
{
    if (length == 1)
        return *s < 0x20 || *s == 0x7F;
    if (length == 2)
        return s[0] == 0xC2 && s[1] < 0xA0;
    return length == 3 && s[0] == 0xE2 &&
           ((s[1] == 0x80 && s[2] >= 0xA8 && s[2] <= 0xAE) || (s[1] == 0x81 && s[2] >= 0xA6 && s[2] <= 0xA9));
}

/* Put the first character of a text, or "?", behind what is there already; the two may be one text.
 *  @return bytes of the text that it stands for */
static size_t take(char *to, size_t *n, const char *from, size_t left)
{
    const size_t length = titian_utf8_character(from, left);

    if (length == 0 || is_wild((const unsigned char *) from, length)) {
        to[(*n)++] = '?';
        return length > 0 ? length : 1;
    }
    memmove(to + *n, from, length);
    *n += length;
    return length;
}

const char *titian_quote_text(char out[TITIAN_QUOTED], const char *text, size_t n)
{
    size_t i = 0, at = 0;

    out[at++] = '"';
    while (i < n && at <= QUOTED_BYTES)
        i += take(out, &at, text + i, n - i);
    if (i < n) {
        memcpy(out + at, "...", 3);
        at += 3;
    }
    out[at++] = '"';
    out[at] = '\0';
    return out;
}

/* Bytes at the beginning, by eights, that are U+0020 to U+007E: most texts are nothing else. */
static size_t plain_prefix(const char *text, size_t n)
{
    const uint64_t ones = UINT64_C(0x0101010101010101), high = ones * 0x80;
    size_t i = 0;

    for (; n - i >= sizeof ones; i += sizeof ones) {
        uint64_t word;

        memcpy(&word, text + i, sizeof word);
        if (((word | (word + ones) | (word - ones * 0x20)) & high) != 0)
            break;
    }
    return i;
}

char *titian_text_tame(char *text)
{
    const size_t n = strlen(text);
    size_t i = plain_prefix(text, n), at = i;

    while (i < n)
        i += take(text, &at, text + i, n - i);
    text[at] = '\0';
    return text;
}
