/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "input/text.h"

#include <stdint.h>
#include <string.h>

enum { QUOTED_BYTES = 60 }; /* of the text itself; a whole character more, marks and dots fit in TITIAN_QUOTED */

static int is_blank(char c)
{
    return c == ' ' || c == '\t';
}

/* Not tolower: what is a small letter must not depend on the user's locale. */
static char lower(char c)
{
    if (c >= 'A' && c <= 'Z')
        return "abcdefghijklmnopqrstuvwxyz"[c - 'A'];
    return c;
}

void titian_field_fold(char *out, titian_field field)
{
    size_t i;

    for (i = 0; i < field.length; i++)
        out[i] = lower(field.text[i]);
}

titian_field titian_field_trim(titian_field field)
{
    while (field.length > 0 && is_blank(field.text[0])) {
        field.text++;
        field.length--;
    }
    while (field.length > 0 && is_blank(field.text[field.length - 1]))
        field.length--;
    return field;
}

int titian_field_is(titian_field field, const char *word)
{
    size_t i;

    if (strlen(word) != field.length)
        return 0;
    for (i = 0; i < field.length; i++) {
        if (lower(field.text[i]) != lower(word[i]))
            return 0;
    }
    return 1;
}

int titian_field_same(titian_field a, titian_field b)
{
    return a.length == b.length && memcmp(a.text, b.text, a.length) == 0;
}

/* Length of the UTF-8 character at s, 0 when there is none. Overlong forms, surrogates and numbers past U+10FFFF are
 * none: RFC 3629, section 4. */
static size_t character(const unsigned char *s, size_t n)
{
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
        length = character(s + i, n - i);
        if (length == 0)
            break;
        i += length;
    }
    return i;
}

const char *titian_field_quote(char out[TITIAN_QUOTED], titian_field field)
{
    size_t i = 0, n = 0;

    out[n++] = '"';
    while (i < field.length && n <= QUOTED_BYTES) {
        const unsigned char *s = (const unsigned char *) field.text + i;
        size_t length = character(s, field.length - i);

        if (length == 0 || *s < 0x20 || *s == 0x7F) {
            out[n++] = '?';
            i++;
        } else {
            memcpy(out + n, s, length);
            n += length;
            i += length;
        }
    }
    if (i < field.length) {
        memcpy(out + n, "...", 3);
        n += 3;
    }
    out[n++] = '"';
    out[n] = '\0';
    return out;
}
