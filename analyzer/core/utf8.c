/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/utf8.h"

#include <stdint.h>
#include <string.h>

/* RFC 3629, section 4. */
size_t titian_utf8_character(const char *text, size_t n)
{
    const unsigned char *s = (const unsigned char *) text;
    size_t length, i;
    unsigned char low = 0x80, high = 0xBF;

    if (s[0] < 0x80)
        return 1;
    if (s[0] < 0xC2 || s[0] > 0xF4)
        return 0;
    length = s[0] < 0xE0 ? 2 : s[0] < 0xF0 ? 3 : 4;
    if (s[0] == 0xE0)
        low = 0xA0;
    else if (s[0] == 0xED)
        high = 0x9F;
    else if (s[0] == 0xF0)
        low = 0x90;
    else if (s[0] == 0xF4)
        high = 0x8F;
    if (n < length || s[1] < low || s[1] > high)
        return 0;
    for (i = 2; i < length; i++) {
        if (s[i] < 0x80 || s[i] > 0xBF)
            return 0;
    }
    return length;
}

const char *titian_utf8_control(const char *text, size_t n)
{
    const char *at = text, *end = text + n;

    while (at < end && (at = memchr(at, 0xC2, (size_t) (end - at))) != NULL) {
        if (end - at > 1 && (unsigned char) at[1] >= 0x80 && (unsigned char) at[1] <= 0x9F)
            return at;
        at++;
    }
    return NULL;
}

size_t titian_utf8_prefix(const char *text, size_t n)
{
    const unsigned char *s = (const unsigned char *) text;
    size_t i = 0, length;

    while (i < n) {
        uint64_t words[4];

        /* most texts are ASCII, most of the way */
        if (n - i >= sizeof words) {
            memcpy(words, s + i, sizeof words);
            if (((words[0] | words[1] | words[2] | words[3]) & UINT64_C(0x8080808080808080)) == 0) {
                i += sizeof words;
                continue;
            }
        }
        length = titian_utf8_character(text + i, n - i);
        if (length == 0)
            break;
        i += length;
    }
    return i;
}
