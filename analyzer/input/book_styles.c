/* Which styles of a workbook show numbers as dates, and which day a number is.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "input/book.h"
#include "input/xml.h"

enum { STYLES = 1 << 20, FORMATS = 1 << 16 };

typedef struct {
    titian_book *book;
    long *date_formats; /* own formats that show dates */
    size_t n_formats, formats_room, styles_room;
    int in_cells;
} reading;

static titian_status no_memory(const titian_book *book, titian_error *err)
{
    return titian_fail_at(err, TITIAN_E_MEMORY, book->path, 0, 0, "no memory for the styles of this workbook");
}

/* Formats that need no description: ECMA-376 part 1, 18.8.30; those of East Asia too. */
static int is_known_date(long id)
{
    return (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 47) || (id >= 50 && id <= 58);
}

/* A format shows a date or a time when its first section has one of their letters, outside quoted texts, brackets
 * ("[Red]", but "[h]" counts hours) and characters behind "\", "_" and "*". */
static int shows_date(const char *code)
{
    for (; *code != '\0' && *code != ';'; code++) {
        const char *close = NULL;

        switch (*code) {
        case '\\':
        case '_':
        case '*':
            if (code[1] != '\0')
                code++;
            break;
        case '"':
        case '[':
            if (*code == '[' && code[1] != '\0' && strchr("hHmMsS", code[1]) != NULL &&
                (code[2] == ']' || code[2] == code[1]))
                return 1;
            close = strchr(code + 1, *code == '"' ? '"' : ']');
            if (close == NULL)
                return 0;
            code = close;
            break;
        default:
            if (strchr("dDmMyYhHsS", *code) != NULL)
                return 1;
        }
    }
    return 0;
}

static titian_status add_format(reading *r, const titian_xml_element *element, titian_error *err)
{
    const char *id = titian_xml_attribute(element, "numFmtId"), *code = titian_xml_attribute(element, "formatCode");

    if (id == NULL || code == NULL || !shows_date(code) || r->n_formats == FORMATS)
        return TITIAN_OK;
    if (r->n_formats == r->formats_room) {
        const size_t room = r->formats_room > 0 ? 2 * r->formats_room : 16;
        long *more = realloc(r->date_formats, room * sizeof *more);

        if (more == NULL)
            return no_memory(r->book, err);
        r->date_formats = more;
        r->formats_room = room;
    }
    r->date_formats[r->n_formats++] = strtol(id, NULL, 10);
    return TITIAN_OK;
}

static titian_status add_style(reading *r, const titian_xml_element *element, titian_error *err)
{
    const char *text = titian_xml_attribute(element, "numFmtId");
    const long id = text != NULL ? strtol(text, NULL, 10) : 0;
    titian_book *book = r->book;
    int is_date = is_known_date(id);
    size_t k;

    if (book->n_styles == STYLES)
        return TITIAN_OK;
    for (k = 0; k < r->n_formats && !is_date; k++)
        is_date = r->date_formats[k] == id;
    if (book->n_styles == r->styles_room) {
        const size_t room = r->styles_room > 0 ? 2 * r->styles_room : 64;
        unsigned char *more = realloc(book->is_date, room);

        if (more == NULL)
            return no_memory(book, err);
        book->is_date = more;
        r->styles_room = room;
    }
    book->is_date[book->n_styles++] = (unsigned char) is_date;
    return TITIAN_OK;
}

static titian_status begin(const titian_xml_element *element, void *context, titian_error *err)
{
    reading *r = context;

    if (titian_xml_is(element->name, "numFmt"))
        return add_format(r, element, err);
    if (titian_xml_is(element->name, "cellXfs"))
        r->in_cells = 1;
    return r->in_cells && titian_xml_is(element->name, "xf") ? add_style(r, element, err) : TITIAN_OK;
}

static titian_status end(const char *name, void *context, titian_error *err)
{
    reading *r = context;

    (void) err;
    if (titian_xml_is(name, "cellXfs"))
        r->in_cells = 0;
    return TITIAN_OK;
}

static titian_status pass(const char *text, size_t n, void *context, titian_error *err)
{
    (void) text;
    (void) n;
    (void) context;
    (void) err;
    return TITIAN_OK;
}

titian_status titian_book_read_styles(titian_book *book, const char *part, titian_error *err)
{
    reading r = {.book = book};
    const titian_xml_listener listener = {begin, end, pass, &r};
    titian_status status = part != NULL ? titian_book_read_part(book, part, &listener, err) : TITIAN_OK;

    free(r.date_formats);
    return status;
}

enum { LAST_YEAR = 2999 };

/* Days of the Gregorian calendar by whole eras of 400 years that begin in March, so that the leap day comes last. */
int titian_day_text(char out[TITIAN_DAY], double day, int from_1904, int *year)
{
    const double last = 2958465; /* 9999-12-31 */
    long days, era, in_era, of_era, in_year, month;

    *year = 0;
    day += from_1904 ? 1462 : 0;
    if (!(day >= 1 && day < last + 1))
        return -1;
    days = (long) day;
    if (days < 60) /* the count has a 29 February 1900, as day 60, that never was */
        days++;
    days += 693899; /* from 0000-03-01 */
    era = days / 146097;
    in_era = days % 146097;
    of_era = (in_era - in_era / 1460 + in_era / 36524 - in_era / 146096) / 365;
    in_year = in_era - (365 * of_era + of_era / 4 - of_era / 100);
    month = (5 * in_year + 2) / 153;
    *year = (int) (of_era + era * 400 + (month >= 10));
    snprintf(out, TITIAN_DAY, "%04d-%02ld-%02ld", *year, month < 10 ? month + 3 : month - 9,
        in_year - (153 * month + 2) / 5 + 1);
    if (*year > LAST_YEAR)
        *year = 0;
    return 0;
}
