/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "input/number.h"

#include <float.h>
#include <locale.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <titian/panel.h>

enum { MOST_DIGITS = 19, EXACT_POWER = 22 };
static const uint64_t most_exact = UINT64_C(1) << 53;
static const int64_t most_exponent = INT64_C(1000000000000000);

/* Powers of ten that a double holds exactly. */
static const double powers[EXACT_POWER + 1] = {1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12,
    1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};

/* A decimal number as written: +-digits x 10^exponent. */
typedef struct {
    int negative;
    uint64_t digits;  /* the first significant digits */
    int n_digits;     /* how many, at most MOST_DIGITS */
    int cut;          /* 1: more digits follow than fit */
    int any;          /* 1: at least one digit, be it 0 */
    int64_t exponent; /* of the last digit kept; counts only while nothing is cut */
} decimal;

static int is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Digits before or behind the point; gives back where they end. */
static const char *scan_digits(const char *s, const char *end, int fraction, decimal *d)
{
    for (; s < end && is_digit(*s); s++) {
        d->any = 1;
        if (d->n_digits == MOST_DIGITS) {
            d->cut = 1;
            continue;
        }
        d->digits = d->digits * 10 + (uint64_t) (*s - '0');
        if (d->digits > 0)
            d->n_digits++;
        if (fraction)
            d->exponent--;
    }
    return s;
}

/* The exponent behind its letter; NULL when there are no digits. */
static const char *scan_exponent(const char *s, const char *end, decimal *d)
{
    int negative = 0;
    int64_t exponent = 0;

    if (s < end && (*s == '+' || *s == '-'))
        negative = *s++ == '-';
    if (s == end || !is_digit(*s))
        return NULL;
    for (; s < end && is_digit(*s); s++) {
        if (exponent < most_exponent)
            exponent = exponent * 10 + (*s - '0');
    }
    d->exponent += negative ? -exponent : exponent;
    return s;
}

/* 1 when the whole of s .. end is a number by the grammar. */
static int scan(const char *s, const char *end, decimal *d)
{
    memset(d, 0, sizeof *d);
    if (s < end && (*s == '+' || *s == '-'))
        d->negative = *s++ == '-';
    s = scan_digits(s, end, 0, d);
    if (s < end && *s == '.')
        s = scan_digits(s + 1, end, 1, d);
    if (!d->any)
        return 0;
    if (s < end && (*s == 'e' || *s == 'E'))
        s = scan_exponent(s + 1, end, d);
    return s == end;
}

/* The C library's conversion is correctly rounded, but it must see neither the user's decimal comma nor what stands
 * behind the number. */
static double convert_slowly(const char *text, size_t n)
{
    char room[128], *copy = n < sizeof room ? room : malloc(n + 1);
    locale_t plain = newlocale(LC_ALL_MASK, "C", (locale_t) 0);
    double value = (double) INFINITY;

    if (plain != (locale_t) 0 && copy != NULL) {
        memcpy(copy, text, n);
        copy[n] = '\0';
        value = strtod_l(copy, NULL, plain);
    }
    if (plain != (locale_t) 0)
        freelocale(plain);
    if (copy != room)
        free(copy);
    return value;
}

/* Digits and power are both exact doubles, so one multiplication or division rounds once, correctly
 * (Clinger 1990, "How to read floating point numbers accurately"). Not with extended registers: they round twice. */
static double convert(const char *text, size_t n, const decimal *d)
{
    double value;

    if (d->digits == 0 && !d->cut)
        return d->negative ? -0.0 : 0.0;
    if (FLT_EVAL_METHOD != 0 || d->cut || d->digits > most_exact || d->exponent < -EXACT_POWER ||
        d->exponent > EXACT_POWER)
        return convert_slowly(text, n);
    value = (double) d->digits;
    if (d->exponent < 0)
        value /= powers[-d->exponent];
    else
        value *= powers[d->exponent];
    return d->negative ? -value : value;
}

static void trim(const char **s, const char **end)
{
    while (*s < *end && (**s == ' ' || **s == '\t'))
        (*s)++;
    while (*s < *end && ((*end)[-1] == ' ' || (*end)[-1] == '\t'))
        (*end)--;
}

titian_number_kind titian_number_parse(const char *text, size_t n, double *out)
{
    const char *s = text, *end = text + n;
    decimal d;
    double value;

    *out = TITIAN_MISSING;
    trim(&s, &end);
    if (s == end)
        return TITIAN_NUMBER_MISSING;
    if (end - s == 2 && (memcmp(s, "NA", 2) == 0 || memcmp(s, "..", 2) == 0))
        return TITIAN_NUMBER_MISSING;
    if (!scan(s, end, &d))
        return TITIAN_NUMBER_FAULT;
    value = convert(s, (size_t) (end - s), &d);
    if (isinf(value))
        return TITIAN_NUMBER_FAULT;
    *out = value;
    return TITIAN_NUMBER_OK;
}

/* A longer one, or where bytes stand the other way round. */
static int long_number(const char *s, size_t n, uint64_t *whole)
{
    const char *end = s + n, *point = NULL;

    *whole = 0;
    if (n == 0 || n > MOST_DIGITS)
        return -1;
    for (; s < end; s++) {
        if (is_digit(*s))
            *whole = *whole * 10 + (uint64_t) (*s - '0');
        else if (*s == '.' && point == NULL && n > 1)
            point = s + 1;
        else
            return -1;
    }
    return point != NULL ? (int) (end - point) : 0;
}

double titian_number_long(const char *text, size_t n)
{
    uint64_t whole = 0;
    const int n_places = long_number(text, n, &whole);

    if (FLT_EVAL_METHOD != 0 || n_places < 0 || whole > most_exact)
        return TITIAN_MISSING;
    return (double) whole / powers[n_places];
}

int titian_number_is_written(const char *text, size_t n)
{
    const char *s = text, *end = text + n;
    decimal d;

    trim(&s, &end);
    return scan(s, end, &d);
}

int titian_year_parse(const char *text, size_t n)
{
    const char *s = text, *end = text + n;
    int year;

    trim(&s, &end);
    if (end - s != 4 || !is_digit(s[0]) || !is_digit(s[1]) || !is_digit(s[2]) || !is_digit(s[3]))
        return 0;
    year = (s[0] - '0') * 1000 + (s[1] - '0') * 100 + (s[2] - '0') * 10 + (s[3] - '0');
    return year >= 1000 && year <= 2999 ? year : 0;
}
