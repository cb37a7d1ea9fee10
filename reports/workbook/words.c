/* Numbers and names inside sentences.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "workbook/words.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

fixed_text fixed_number(double x, int decimals)
{
    double power = pow(10, decimals);
    double whole = 0;
    fixed_text out = {""};

    if (!isfinite(x))
        return out;
    whole = round(x * power);
    /* A half that binary digits hide goes away from zero, as in a spreadsheet. */
    if (fabs(fabs(x * power - trunc(x * power)) - 0.5) < 1e-9)
        whole = trunc(x * power) + (x < 0 ? -1 : 1);
    snprintf(out.text, sizeof out.text, "%.*f", decimals, whole == 0 ? 0.0 : whole / power);
    return out;
}

fixed_text grouped_number(double x, int decimals)
{
    const fixed_text plain = fixed_number(x, decimals);
    const char *digit = plain.text;
    fixed_text out = {""};
    size_t whole = 0, n = 0;

    if (*digit == '-')
        out.text[n++] = *digit++;
    whole = strspn(digit, "0123456789");
    if (strlen(plain.text) + whole / 3 >= sizeof out.text)
        return plain; /* nobody's money */
    for (; whole > 0; whole--) {
        out.text[n++] = *digit++;
        if (whole > 1 && whole % 3 == 1)
            out.text[n++] = ',';
    }
    snprintf(out.text + n, sizeof out.text - n, "%s", digit);
    return out;
}

int score_decimals(const book *b)
{
    return b->style.high - b->style.low > 10 ? 1 : 3;
}

const char *unit_word(const book *b, int many)
{
    for (size_t i = 0; i < b->n_units; i++) {
        const char *code = book_unit(b, i)->code;

        if (strlen(code) != 3 || strspn(code, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") != 3)
            return many ? "units" : "unit";
    }
    return many ? "countries" : "country";
}

sentence *sentence_new(book *b)
{
    sentence *s = calloc(1, sizeof *s);

    if (s == NULL)
        book_fail(b, TITIAN_E_MEMORY, "no memory for a sentence of the workbook");
    else
        s->b = b;
    return s;
}

/* "=" before the first piece, "&" before every other. */
static void join(sentence *s)
{
    grow(s->b, &s->formula, "%s", s->pieces++ == 0 ? "=" : "&");
}

void sentence_words(sentence *s, const char *words)
{
    enum { MOST = 200 }; /* bytes; Excel takes 255 characters in one text */
    char part[MOST + 1];

    while (s != NULL && *words != '\0') {
        size_t n = strnlen(words, MOST);

        while (n > 0 && words[n] != '\0' && ((unsigned char) words[n] & 0xC0u) == 0x80u)
            n--; /* not within a character */
        if (n == 0)
            return;
        memcpy(part, words, n);
        part[n] = '\0';
        join(s);
        grow(s->b, &s->formula, "%s", quoted(part).text);
        grow(s->b, &s->result, "%s", part);
        words += n;
    }
}

void sentence_live(sentence *s, const char *result, const char *formula, ...)
{
    char text[2048];
    va_list args;
    int n = 0;

    if (s == NULL)
        return;
    va_start(args, formula);
    n = vsnprintf(text, sizeof text, formula, args);
    va_end(args);
    if (n < 0 || (size_t) n >= sizeof text) {
        book_fail(s->b, TITIAN_E_INTERNAL, "a piece of a sentence is too long");
        return;
    }
    join(s);
    grow(s->b, &s->formula, "%s", text);
    grow(s->b, &s->result, "%s", result);
}

/* @param bare  1: without commas between thousands */
static void say_number(sentence *s, double result, int decimals, int bare, const char *formula, va_list args)
{
    const fixed_text now = bare ? fixed_number(result, decimals) : grouped_number(result, decimals);
    char text[2048];
    const int n = vsnprintf(text, sizeof text, formula, args);

    if (s != NULL && (n < 0 || (size_t) n >= sizeof text))
        book_fail(s->b, TITIAN_E_INTERNAL, "a piece of a sentence is too long");
    sentence_live(s, isfinite(result) ? now.text : "-", "IF(ISNUMBER(%s),FIXED(%s,%d,%s),\"-\")", text, text,
        decimals, bare ? "TRUE" : "FALSE");
}

void sentence_number(sentence *s, double result, int decimals, const char *formula, ...)
{
    va_list args;

    va_start(args, formula);
    say_number(s, result, decimals, 1, formula, args);
    va_end(args);
}

void sentence_amount(sentence *s, double result, const char *formula, ...)
{
    va_list args;

    va_start(args, formula);
    say_number(s, result, s != NULL ? s->b->style.amount_decimals : 0, 0, formula, args);
    va_end(args);
}

void sentence_put(sentence *s, spot at)
{
    if (s == NULL)
        return;
    put_formula_text(s->b, at, s->result.text, "%s", s->formula.text);
    free(s);
}
