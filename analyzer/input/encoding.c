/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "input/encoding.h"

#include <errno.h>
#include <iconv.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/utf8.h"
#include "input/text.h"

enum {
    PIECE = 1 << 16,  /* bytes read at a time */
    SAMPLE = 4096,    /* bytes that show whether letters take two bytes */
    FOREIGN_RUN = 4,  /* so many letters beyond ASCII in a row are no Western European word */
    WORD_BYTES = 48,  /* of an example on either side */
    GROWTH = 1 << 16, /* least room for converted text */
    MOST_BYTES = 4    /* of one character in UTF-8 */
};

#define NAME_IT "give its encoding, such as --encoding=windows-1251, or save it as UTF-8"

static const struct {
    const char *bytes;
    size_t n;
    const char *encoding;
} marks[] = {
    {"\xEF\xBB\xBF", 3, "UTF-8"},
    {"\xFF\xFE\0\0", 4, "UTF-32LE"}, /* before UTF-16LE, with which it begins */
    {"\0\0\xFE\xFF", 4, "UTF-32BE"},
    {"\xFF\xFE", 2, "UTF-16LE"},
    {"\xFE\xFF", 2, "UTF-16BE"},
};

static size_t count_lines(const char *text, size_t n)
{
    size_t i, lines = 1;

    for (i = 0; i < n; i++)
        lines += text[i] == '\n' || (text[i] == '\r' && (i + 1 == n || text[i + 1] != '\n'));
    return lines;
}

int titian_encoding_is_known(const char *name)
{
    iconv_t converter = iconv_open("UTF-8", name);

    if (converter == (iconv_t) -1)
        return 0;
    iconv_close(converter);
    return 1;
}

static int grow(titian_decoded *out, size_t *room, size_t left)
{
    size_t more = *room + (left > (SIZE_MAX - *room - GROWTH) / 2 ? SIZE_MAX : left + left / 2 + GROWTH);
    char *bytes = more > *room ? realloc(out->own, more) : NULL;

    if (bytes == NULL)
        return -1;
    out->own = bytes;
    *room = more;
    return 0;
}

/* All of s into out->own. @return 0; -1 no memory; 1 when s cannot be converted beyond *done of its bytes */
static int convert_all(titian_decoded *out, iconv_t converter, const char *s, size_t n, size_t *done)
{
    /* iconv's own type; it does not write there */
    char *from = (char *) (uintptr_t) s;
    size_t left = n, room = 0;

    while (left > 0) {
        char *to = NULL;
        size_t space;
        int failed;

        if (room - out->length <= MOST_BYTES && grow(out, &room, left) != 0)
            return -1;
        to = out->own + out->length;
        space = room - out->length - 1;
        failed = iconv(converter, &from, &left, &to, &space) == (size_t) -1 && errno != E2BIG;
        out->length = (size_t) (to - out->own);
        if (failed) {
            *done = n - left;
            return 1;
        }
    }
    if (out->own == NULL && grow(out, &room, 0) != 0)
        return -1;
    out->own[out->length] = '\0';
    out->text = out->own;
    return 0;
}

static titian_status convert(
    titian_decoded *out, const char *s, size_t n, titian_findings *findings, titian_error *err)
{
    iconv_t converter = iconv_open("UTF-8", out->encoding);
    size_t done = 0;
    int failed;

    out->length = 0;
    if (converter == (iconv_t) -1) {
        titian_findings_error(
            findings, 0, 0, "this system cannot convert from %s\nsave the file as UTF-8", out->encoding);
        return TITIAN_E_DATA;
    }
    failed = convert_all(out, converter, s, n, &done);
    iconv_close(converter);
    if (failed < 0)
        return titian_fail_at(err, TITIAN_E_MEMORY, findings->file, 0, 0, "no memory to convert this file to UTF-8");
    if (failed == 0)
        return TITIAN_OK;
    titian_findings_error(findings, out->own != NULL ? count_lines(out->own, out->length) : 1, 0,
        "byte %zu of this file (hexadecimal %02X) is no character of %s\n" NAME_IT,
        (size_t) (s - out->text) + done + 1, (unsigned) (unsigned char) s[done < n ? done : 0], out->encoding);
    return TITIAN_E_DATA;
}

static titian_status check_controls(const titian_decoded *d, titian_findings *findings)
{
    const char *at = titian_utf8_control(d->text, d->length);

    if (at == NULL)
        return TITIAN_OK;
    titian_findings_error(findings, count_lines(d->text, (size_t) (at - d->text)), 0,
        "read as %s this file holds a control character (U+%04X), as text does that was read in a wrong encoding\n"
        "%s",
        d->encoding, (unsigned) (unsigned char) at[1],
        d->own != NULL ? "give another encoding: --encoding=windows-1252 is the usual one"
                       : "save the file anew as UTF-8 from where it comes");
    return TITIAN_E_DATA;
}

/* Is the piece UTF-8, but for a last character that goes on in the next one? *left is how much of that is here. */
static int is_piece(const char *piece, size_t n, size_t *left)
{
    const size_t good = titian_utf8_prefix(piece, n);

    *left = n - good;
    return *left < MOST_BYTES && titian_utf8_control(piece, good) == NULL &&
           (*left == 0 || (unsigned char) piece[good] >= 0xC2);
}

static int has_nul(const char *text, size_t n)
{
    return n > 0 && memchr(text, '\0', n < SAMPLE ? n : SAMPLE) != NULL;
}

int titian_bytes_are_utf8(const titian_bytes *bytes, size_t most, char *head, size_t room, size_t *n_head)
{
    titian_bytes *again = titian_bytes_again(bytes);
    char *piece = malloc(PIECE + MOST_BYTES);
    size_t left = 0, got = 0;
    int good = again != NULL && piece != NULL ? 1 : -1;

    *n_head = 0;
    while (good > 0) {
        const size_t space = room - *n_head;

        if (titian_bytes_read(again, piece + left, most < PIECE ? most : PIECE, &got, NULL) != TITIAN_OK)
            good = 0;
        if (good == 0 || got == 0)
            break;
        most -= got;
        if (space > 0) {
            const size_t n = got < space ? got : space;

            memcpy(head + *n_head, piece + left, n);
            *n_head += n;
        }
        got += left;
        good = is_piece(piece, got, &left);
        memmove(piece, piece + got - left, left);
    }
    if (good > 0 && ((left > 0 && most > 0) || has_nul(head, *n_head)))
        good = 0;
    free(piece);
    titian_bytes_free(again);
    return good;
}

/* UTF-16 without its mark: of plain letters every other byte is NUL. @return NULL when it is not that */
static const char *two_bytes_each(const char *text, size_t n)
{
    size_t nul[2] = {0, 0}, i, pairs = (n < SAMPLE ? n : SAMPLE) / 2;

    for (i = 0; i < 2 * pairs; i++)
        nul[i % 2] += text[i] == '\0';
    if (pairs < 2 || n % 2 != 0)
        return NULL;
    if (nul[0] == 0 && nul[1] > pairs - pairs / 4)
        return "UTF-16LE";
    return nul[1] == 0 && nul[0] > pairs - pairs / 4 ? "UTF-16BE" : NULL;
}

/* Does the text hold characters beyond ASCII in UTF-8, before or behind its first fault? */
static int has_utf8(const char *text, size_t n)
{
    size_t i = 0;

    while (i < n) {
        size_t good = titian_utf8_prefix(text + i, n - i), k;

        for (k = i; k < i + good; k++) {
            if ((unsigned char) text[k] >= 0x80)
                return 1;
        }
        i += good + 1;
    }
    return 0;
}

/* Where letters beyond ASCII stand in a row, as in Cyrillic, Greek or Chinese; NULL. */
static const char *find_foreign(const char *text, size_t n)
{
    size_t i, run = 0;

    for (i = 0; i < n; i++) {
        run = (unsigned char) text[i] >= 0xA1 ? run + 1 : 0;
        if (run == FOREIGN_RUN)
            return text + i;
    }
    return NULL;
}

/* The field around a byte, without its quotation marks, as long as an example may be. */
static titian_field field_around(const char *text, size_t length, size_t at)
{
    const char *stops = ",;\t|\"\r\n";
    size_t begin = at, end = at;

    while (begin > 0 && strchr(stops, text[begin - 1]) == NULL && at - begin < WORD_BYTES)
        begin--;
    while (end < length && strchr(stops, text[end]) == NULL && end - at < WORD_BYTES)
        end++;
    return (titian_field){text + begin, end - begin};
}

/* The field of the first character beyond ASCII, as it now reads. */
static void show_example(const titian_decoded *d, titian_findings *findings)
{
    char quoted[TITIAN_QUOTED];
    titian_field example;
    size_t at = 0;

    while (at < d->length && (unsigned char) d->text[at] < 0x80)
        at++;
    if (at == d->length)
        return;
    example = field_around(d->text, d->length, at);
    while (example.length > 0 && ((unsigned char) example.text[0] & 0xC0) == 0x80) { /* no part of a character */
        example.text++;
        example.length--;
    }
    example.length = titian_utf8_prefix(example.text, example.length);
    titian_findings_warning(findings, count_lines(d->text, at), 0,
        "this file is not UTF-8; it is read as %s, in which this is %s\n"
        "if that is not how it should read, " NAME_IT,
        d->encoding, titian_field_quote(quoted, example));
}

/* How a field reads in encodings of other scripts, for people to choose. */
static void list_readings(char *out, size_t size, titian_field field)
{
    static const char *const others[] = {"windows-1251", "windows-1253", "windows-1256", "gb18030", "shift_jis"};
    size_t k, n = 0;

    out[0] = '\0';
    for (k = 0; k < sizeof others / sizeof *others && n < size; k++) {
        iconv_t converter = iconv_open("UTF-8", others[k]);
        char quoted[TITIAN_QUOTED], reading[MOST_BYTES * 2 * WORD_BYTES];
        char *from = (char *) (uintptr_t) field.text, *to = reading;
        size_t left = field.length, space = sizeof reading;

        if (converter == (iconv_t) -1)
            continue;
        if (iconv(converter, &from, &left, &to, &space) != (size_t) -1)
            n += (size_t) snprintf(out + n, size - n, "%s--encoding=%s reads %s", n > 0 ? ", " : "", others[k],
                titian_field_quote(quoted, (titian_field){reading, sizeof reading - space}));
        iconv_close(converter);
    }
}

static titian_status decode_bytes(
    titian_decoded *out, const char *text, size_t length, titian_findings *findings, titian_error *err)
{
    const char *foreign = find_foreign(text, length);
    char readings[TITIAN_ERROR_TEXT];
    titian_status status;

    if (foreign != NULL) {
        const size_t at = (size_t) (foreign - text);

        list_readings(readings, sizeof readings, field_around(text, length, at));
        titian_findings_error(findings, count_lines(text, at), 0,
            "this file is not UTF-8, nor are its letters Western European\n%s%s%s",
            readings[0] != '\0' ? "say in which encoding they read right: " : NAME_IT, readings,
            readings[0] != '\0' ? "; or save it as UTF-8" : "");
        return TITIAN_E_DATA;
    }
    out->encoding = "Windows-1252";
    status = convert(out, text, length, findings, err);
    if (status == TITIAN_OK)
        show_example(out, findings);
    return status;
}

titian_status titian_decode(titian_decoded *out, const char *text, size_t length, const char *wish,
    titian_findings *findings, titian_error *err)
{
    titian_status status = TITIAN_OK;
    size_t k;

    *out = (titian_decoded){.text = text, .length = length, .encoding = "UTF-8"};
    for (k = 0; k < sizeof marks / sizeof *marks; k++) {
        if (length < marks[k].n || memcmp(text, marks[k].bytes, marks[k].n) != 0)
            continue;
        out->encoding = marks[k].encoding;
        if (k > 0)
            return convert(out, text + marks[k].n, length - marks[k].n, findings, err);
        return check_controls(out, findings);
    }
    if (titian_utf8_prefix(text, length) == length) {
        out->encoding = "UTF-8";
        if (memchr(text, '\0', length < SAMPLE ? length : SAMPLE) != NULL)
            out->encoding = two_bytes_each(text, length);
    } else {
        out->encoding = two_bytes_each(text, length);
        if (out->encoding == NULL && wish != NULL)
            out->encoding = wish;
        else if (out->encoding == NULL && memchr(text, '\0', length) == NULL && !has_utf8(text, length))
            return decode_bytes(out, text, length, findings, err);
    }
    if (out->encoding == NULL) /* the splitter says what is wrong, and where */
        out->encoding = "UTF-8";
    else if (strcmp(out->encoding, "UTF-8") != 0)
        status = convert(out, text, length, findings, err);
    return status == TITIAN_OK ? check_controls(out, findings) : status;
}

void titian_decoded_free(titian_decoded *decoded)
{
    free(decoded->own);
    decoded->own = NULL;
}
