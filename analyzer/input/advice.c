/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "input/advice.h"

#include <stdio.h>
#include <string.h>

#include "input/number.h"
#include "input/text.h"

enum { LONGEST = 40 }; /* bytes of a field worth advising on in detail */

#define ELSE_EMPTY "leave the cell empty if the value is not known"

/* Characters that people and programs write for plain ones. */
static const struct {
    const char *written, *plain;
} twins[] = {
    {"\xC2\xA0", " "},                                           /* no-break space */
    {"\xE2\x80\xAF", " "},                                       /* narrow no-break space */
    {"\xE2\x80\x89", " "},                                       /* thin space */
    {"\xE2\x88\x92", "-"},                                       /* minus sign */
    {"\xE2\x80\x93", "-"},                                       /* en dash */
    {"\xE2\x80\x94", "-"},                                       /* em dash */
    {"\xE2\x80\x99", "'"},                                       /* right single quotation mark */
    {"\xE2\x80\xA6", "..."},                                     /* ellipsis */
    {"\xC2\xB9", "*"},                                           /* superscripts are footnotes */
    {"\xC2\xB2", "*"}, {"\xC2\xB3", "*"}, {"\xE2\x80\xA0", "*"}, /* dagger */
};

/* Words and signs that stand for "not known" somewhere. */
static const char *const unknown[] = {"-", "--", "---", "...", ".", ":", "?", "x", "*", "na", "n/a", "n.a.", "n.a",
    "#n/a", "#na", "nan", "null", "none", "nil", "n", "m", "missing", "no data", "not available", "unknown", "nd",
    "n.d.", "#value!", "#div/0!", "#ref!", "new"};

static void make_plain(char *out, size_t size, titian_field field)
{
    size_t i = 0, k, n = 0;

    while (i < field.length && n + 4 < size) {
        for (k = 0; k < sizeof twins / sizeof *twins; k++) {
            size_t length = strlen(twins[k].written);

            if (field.length - i >= length && memcmp(field.text + i, twins[k].written, length) == 0) {
                memcpy(out + n, twins[k].plain, strlen(twins[k].plain));
                n += strlen(twins[k].plain);
                i += length;
                break;
            }
        }
        if (k == sizeof twins / sizeof *twins)
            out[n++] = field.text[i++];
    }
    out[n] = '\0';
}

static int is_unknown(titian_field field)
{
    size_t k;

    for (k = 0; k < sizeof unknown / sizeof *unknown; k++) {
        if (titian_field_is(field, unknown[k]))
            return 1;
    }
    return 0;
}

static size_t count(titian_field field, char c)
{
    size_t i, n = 0;

    for (i = 0; i < field.length; i++)
        n += field.text[i] == c;
    return n;
}

static size_t digits_at(titian_field field, size_t i)
{
    size_t n = 0;

    while (i + n < field.length && field.text[i + n] >= '0' && field.text[i + n] <= '9')
        n++;
    return n;
}

/* Which of comma and point is the decimal mark? With both, the later one; alone, a mark that occurs twice groups
 * thousands, and so does one comma before exactly three digits, unless a nought stands before it. 0: neither. */
static char decimal_mark(titian_field field)
{
    size_t commas = count(field, ','), points = count(field, '.');
    const char *comma = memchr(field.text, ',', field.length);
    size_t before = comma != NULL ? (size_t) (comma - field.text) : 0;

    if (commas > 0 && points > 0)
        return strrchr(field.text, ',') > strrchr(field.text, '.') ? ',' : '.';
    if (points > 0)
        return points == 1 ? '.' : 0;
    if (commas != 1)
        return 0;
    if (digits_at(field, before + 1) == 3 && before > 0 && before <= 4 && field.text[0] != '0')
        return 0;
    return ',';
}

/* The number without its grouping marks and with a decimal point. @return 1 when that makes a number */
static int regroup(char *out, titian_field field)
{
    char mark = decimal_mark(field);
    double value;
    size_t i, n = 0;

    for (i = 0; i < field.length; i++) {
        char c = field.text[i];

        if (mark != 0 && c == mark) {
            out[n++] = '.';
            mark = 0;
            continue;
        }
        if (c == ',' || c == '.' || c == ' ' || c == '\'') {
            if (digits_at(field, i + 1) != 3)
                return 0;
            continue;
        }
        out[n++] = c;
    }
    out[n] = '\0';
    return titian_number_parse(out, n, &value) == TITIAN_NUMBER_OK;
}

/* Take the marks of footnotes off the end: "72.8*", "72.8 e", "72.8 [e]", "72.8a/". */
static titian_field without_notes(titian_field field)
{
    while (field.length > 1 && strchr("0123456789.%)", field.text[field.length - 1]) == NULL)
        field.length--;
    return titian_field_trim(field);
}

static int number_of(char *out, titian_field field)
{
    char text[LONGEST + 1];

    memcpy(text, field.text, field.length);
    text[field.length] = '\0';
    field.text = text;
    return field.length > 0 && regroup(out, field);
}

static int advise_marked(char out[TITIAN_ADVICE], titian_field plain)
{
    titian_field core = {plain.text + 1, plain.length - 1};
    char number[LONGEST + 1];
    char first = plain.text[0], last = plain.text[plain.length - 1];

    if (plain.length > 2 && ((first == '(' && last == ')') || (first == '[' && last == ']'))) {
        core.length--;
        if (number_of(number, titian_field_trim(core))) {
            snprintf(
                out, TITIAN_ADVICE, "write %s, or -%s if the brackets mean a minus; " ELSE_EMPTY, number, number);
            return 1;
        }
    }
    if ((first == '<' || first == '>') && number_of(number, titian_field_trim(core))) {
        snprintf(out, TITIAN_ADVICE, "write the number to be used, without \"%c\"; " ELSE_EMPTY, first);
        return 1;
    }
    if (last == '%') {
        core = (titian_field){plain.text, plain.length - 1};
        if (number_of(number, titian_field_trim(core))) {
            snprintf(out, TITIAN_ADVICE, "write %s, without the per cent sign; " ELSE_EMPTY, number);
            return 1;
        }
    }
    return 0;
}

const char *titian_number_advice(char out[TITIAN_ADVICE], titian_field field)
{
    char bytes[LONGEST + 8], number[LONGEST + 1];
    titian_field plain = titian_field_trim(field);

    snprintf(out, TITIAN_ADVICE,
        "write digits, with a point before the decimals and nothing else, such as 1240.5; " ELSE_EMPTY);
    if (titian_number_is_written(field.text, field.length)) {
        snprintf(out, TITIAN_ADVICE, "it is too large; check its exponent; " ELSE_EMPTY);
        return out;
    }
    if (plain.length == 0 || plain.length > LONGEST)
        return out;
    make_plain(bytes, sizeof bytes, plain);
    plain = titian_field_trim((titian_field){bytes, strlen(bytes)});
    if (plain.length == 0 || is_unknown(plain)) {
        snprintf(out, TITIAN_ADVICE, ELSE_EMPTY);
        return out;
    }
    if (number_of(number, plain))
        snprintf(out, TITIAN_ADVICE, "write %s; " ELSE_EMPTY, number);
    else if (!advise_marked(out, plain) && number_of(number, without_notes(plain)))
        snprintf(out, TITIAN_ADVICE, "write %s and keep the mark in a column of its own; " ELSE_EMPTY, number);
    return out;
}
