/* The shared texts of a workbook.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "input/book.h"
#include "input/growing.h"
#include "input/xml.h"

enum { STRINGS = 1 << 24, STRING_BYTES = 1 << 20 };

typedef struct {
    titian_book *book;
    const char *part;
    size_t room;
    titian_growing text; /* of the item in work */
    int in_item, in_text, in_phonetic;
} reading;

static titian_status no_memory(const titian_book *book, titian_error *err)
{
    return titian_fail_at(err, TITIAN_E_MEMORY, book->path, 0, 0, "no memory for the texts of this workbook");
}

static titian_status too_much(const reading *r, const char *what, titian_error *err)
{
    return titian_fail_at(err, TITIAN_E_DATA, r->book->path, 0, 0,
        "the part %s of this workbook holds %s\nsave the sheet as \"CSV UTF-8\" and give that", r->part, what);
}

static titian_status begin(const titian_xml_element *element, void *context, titian_error *err)
{
    reading *r = context;

    (void) err;
    if (titian_xml_is(element->name, "si")) {
        r->in_item = 1;
        r->text.n = 0;
    } else if (titian_xml_is(element->name, "rPh")) { /* how to pronounce it */
        r->in_phonetic = 1;
    } else if (titian_xml_is(element->name, "t")) {
        r->in_text = r->in_item && !r->in_phonetic;
    }
    return TITIAN_OK;
}

static titian_status add(reading *r, titian_error *err)
{
    titian_book *book = r->book;
    char *copy = NULL;

    if (book->n_strings == STRINGS)
        return too_much(r, "more than 16,777,216 texts", err);
    if (book->n_strings == r->room) {
        const size_t room = r->room > 0 ? 2 * r->room : 256;
        titian_field *more = realloc(book->strings, room * sizeof *more);

        if (more == NULL)
            return no_memory(book, err);
        book->strings = more;
        r->room = room;
    }
    r->text.n = titian_book_unescape(r->text.bytes, r->text.n);
    copy = titian_arena_text_n(&book->arena, r->text.n > 0 ? r->text.bytes : "", r->text.n);
    if (copy == NULL)
        return no_memory(book, err);
    book->strings[book->n_strings++] = (titian_field){copy, r->text.n};
    return TITIAN_OK;
}

static titian_status end(const char *name, void *context, titian_error *err)
{
    reading *r = context;

    if (titian_xml_is(name, "t"))
        r->in_text = 0;
    else if (titian_xml_is(name, "rPh"))
        r->in_phonetic = 0;
    if (!titian_xml_is(name, "si"))
        return TITIAN_OK;
    r->in_item = 0;
    return add(r, err);
}

static titian_status take(const char *text, size_t n, void *context, titian_error *err)
{
    reading *r = context;

    if (!r->in_text)
        return TITIAN_OK;
    if (r->text.n + n > STRING_BYTES)
        return too_much(r, "a text of more than 1 MiB", err);
    return titian_growing_add(&r->text, text, n) == 0 ? TITIAN_OK : no_memory(r->book, err);
}

titian_status titian_book_read_strings(titian_book *book, const char *part, titian_error *err)
{
    reading r = {.book = book, .part = part};
    const titian_xml_listener listener = {begin, end, take, &r};
    titian_status status = part != NULL ? titian_book_read_part(book, part, &listener, err) : TITIAN_OK;

    free(r.text.bytes);
    return status;
}

static int hex(char c)
{
    const char *digits = "0123456789ABCDEFabcdef";
    const char *at = c != '\0' ? strchr(digits, c) : NULL;

    if (at == NULL)
        return -1;
    return (int) (at - digits) < 16 ? (int) (at - digits) : (int) (at - digits) - 6;
}

/* The number of "_xHHHH_" at s; -1 when it is none, or none of a character that a text may hold. */
static int escape_at(const char *s, size_t n)
{
    int code = 0, digit, i;

    if (n < 7 || s[0] != '_' || s[1] != 'x' || s[6] != '_')
        return -1;
    for (i = 2; i < 6; i++) {
        digit = hex(s[i]);
        if (digit < 0)
            return -1;
        code = 16 * code + digit;
    }
    if ((code < 0x20 && code != '\t' && code != '\n' && code != '\r') || (code >= 0xD800 && code <= 0xDFFF))
        return -1;
    return code;
}

size_t titian_book_unescape(char *text, size_t n)
{
    size_t from = 0, to = 0;

    while (from < n) {
        const int code = escape_at(text + from, n - from);

        if (code < 0) {
            text[to++] = text[from++];
            continue;
        }
        from += 7; /* seven bytes become at most three */
        if (code >= 0x800)
            text[to++] = (char) (0xE0 | (code >> 12));
        if (code >= 0x80)
            text[to++] = (char) (code >= 0x800 ? 0x80 | ((code >> 6) & 0x3F) : 0xC0 | (code >> 6));
        text[to++] = (char) (code >= 0x80 ? 0x80 | (code & 0x3F) : code);
    }
    return to;
}
