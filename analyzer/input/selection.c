/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "input/selection.h"

#include <string.h>

#include "input/text.h"

static titian_field cut(const char *from, const char *to)
{
    return (titian_field){from, (size_t) (to - from)};
}

/* 1 when the fields read the same but for letter case (ASCII). */
static int same_name(titian_field a, titian_field b)
{
    char small[2][256];

    if (a.length != b.length || a.length > sizeof small[0])
        return 0;
    titian_field_fold(small[0], a);
    titian_field_fold(small[1], b);
    return memcmp(small[0], small[1], a.length) == 0;
}

static const char *take_part(titian_selection *out, titian_field part)
{
    const char *equals = part.length > 0 ? memchr(part.text, '=', part.length) : NULL;
    size_t k;

    if (equals == NULL || equals == part.text || equals + 1 == part.text + part.length)
        return "has no NAME=VALUE between its brackets";
    if (out->n == TITIAN_MOST_SELECTED)
        return "names too many dimensions";
    out->dimension[out->n] = cut(part.text, equals);
    out->value[out->n] = cut(equals + 1, part.text + part.length);
    for (k = 0; k < out->n; k++) {
        if (same_name(out->dimension[k], out->dimension[out->n]))
            return "names a dimension twice";
    }
    out->n++;
    return NULL;
}

size_t titian_source_word(const char *text)
{
    size_t n = 0;
    int inside = 0;

    for (; text[n] != '\0' && (inside || (text[n] != ' ' && text[n] != '\t')); n++)
        inside = text[n] == '[' || (inside && text[n] != ']');
    return n;
}

const char *titian_selection_parse(titian_selection *out, titian_field word)
{
    const char *end = word.text + word.length;
    const char *open = word.length > 0 ? memchr(word.text, '[', word.length) : NULL;
    const char *at, *comma, *fault = NULL;

    *out = (titian_selection){.code = word};
    if (open == NULL)
        return NULL;
    if (open == word.text)
        return "has no code before its bracket";
    if (end[-1] != ']' || memchr(open + 1, '[', (size_t) (end - open - 1)) != NULL ||
        memchr(open, ']', (size_t) (end - open - 1)) != NULL)
        return "does not end in the bracket that it opens";
    out->code = cut(word.text, open);
    end--;
    for (at = open + 1; fault == NULL && at <= end; at = comma + 1) {
        comma = memchr(at, ',', (size_t) (end - at));
        comma = comma != NULL ? comma : end;
        fault = take_part(out, cut(at, comma));
    }
    return fault;
}
