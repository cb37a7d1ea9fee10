/* A cell of data as people and programs write it, taken apart: the digits and their marks, and the signs around them.
 * What is a plain number (number.h) never comes here.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_INPUT_VALUE_H
#define TITIAN_INPUT_VALUE_H

#include <stddef.h>

#include <titian/ledger.h>

#include "input/csv.h"

enum { TITIAN_VALUE_CORE = 48 }; /* bytes; no number is written longer */

typedef enum {
    TITIAN_VALUE_MISSING,
    TITIAN_VALUE_NUMBER,
    TITIAN_VALUE_RANGE, /* "1-2", "10 to 20" */
    TITIAN_VALUE_DATE,  /* "1-Feb", "31.12.2024": Excel's doing, most often */
    TITIAN_VALUE_OTHER
} titian_value_kind;

typedef struct {
    titian_value_kind kind;
    titian_missing missing;           /* of a missing value */
    char core[TITIAN_VALUE_CORE + 8]; /* a number in ASCII: sign, digits, marks, exponent; NUL behind it */
    size_t length;                    /* of the core */
    char bound;                       /* '<' or '>' before the number; 0 */
    char bracket;                     /* '(' or '[' around it; 0 */
    int n_notes;                      /* footnote marks taken off */
    int is_estimate;                  /* 1: one of them says that the value is an estimate */
    int has_percent;                  /* 1: a per cent sign was taken off */
    int has_mark;                     /* 1: a point or a comma stands in the core */
    char shows;      /* the decimal mark, '.' or ',', that the number itself shows; 0: it shows none */
    int is_doubtful; /* 1: one mark alone with one to three digits before it, no nought first, and three behind it */
} titian_value;

/** Take a field apart: blanks and marks of thousands of all kinds, the minus sign U+2212, full-width and Arabic-Indic
 *  digits, per cent signs, footnote marks, brackets, "<" and ">", and words for missing values. */
void titian_value_read(titian_value *out, titian_field field);

/** The number of the core with `decimal`, '.' or ',', for its decimal mark, times 10 to the power of `power`; one
 *  rounding, to the nearest double. Marks of thousands must stand before every third digit, and be all the same.
 *  @return 0; -1 when the core is no number so, or too large */
int titian_value_number(const titian_value *value, char decimal, int power, double *out);

/** The same as text, with a point for its decimal mark and nothing between thousands. @return 0, or -1 */
int titian_value_text(const titian_value *value, char decimal, char out[TITIAN_VALUE_CORE + 16]);

/** 1 when a field that is a plain number could be one with thousands as well: "1.234". Cheap. */
static inline int titian_value_is_doubtful(titian_field field)
{
    const char *s = field.text;
    size_t n = field.length;

    if (n < 5 || n > 8 || s[n - 4] != '.' || s[n - 3] < '0' || s[n - 3] > '9' || s[n - 2] < '0' || s[n - 2] > '9' ||
        s[n - 1] < '0' || s[n - 1] > '9')
        return 0;
    if (*s == '-' || *s == '+') {
        s++;
        n--;
    }
    return n >= 5 && n <= 7 && s[0] != '0';
}

#endif
