/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "input/text.h"

#include <string.h>

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

const char *titian_field_quote(char out[TITIAN_QUOTED], titian_field field)
{
    return titian_quote_text(out, field.text, field.length);
}
