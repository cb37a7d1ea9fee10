/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "input/advice.h"

#include <stdio.h>
#include <string.h>

#include "input/number.h"
#include "input/text.h"
#include "input/value.h"

enum { LONGEST = 40 }; /* bytes of a field worth advising on in detail */

#define ELSE_EMPTY "leave the cell empty if the value is not known"

/* Words and signs that stand for "not known" somewhere, beyond those that are taken for it. */
static const char *const unknown[] = {"--", "---", ".", "?", "*", "none", "nil", "n", "m", "missing", "no data",
    "not available", "unknown", "nd", "n.d.", "#na", "#value!", "#div/0!", "#ref!", "#name?", "#num!", "tbd"};

static int is_unknown(titian_field field)
{
    size_t k;

    for (k = 0; k < sizeof unknown / sizeof *unknown; k++) {
        if (titian_field_is(field, unknown[k]))
            return 1;
    }
    return 0;
}

/* The part from the first digit, or the sign before it, to the last digit. */
static titian_field digits_of(titian_field field)
{
    size_t first = 0;

    while (field.length > 0 && strchr("0123456789", field.text[field.length - 1]) == NULL)
        field.length--;
    while (first < field.length && strchr("0123456789", field.text[first]) == NULL)
        first++;
    if (first > 0 && first < field.length && strchr("+-.,", field.text[first - 1]) != NULL)
        first--;
    return (titian_field){field.text + first, field.length - first};
}

/* The number within the field as it should be written. @return 0 when that is not clear */
static int number_within(char number[TITIAN_VALUE_CORE + 16], titian_field field)
{
    titian_value value;

    titian_value_read(&value, field);
    return value.kind == TITIAN_VALUE_NUMBER && !value.is_doubtful &&
           titian_value_text(&value, value.shows == ',' ? ',' : '.', number) == 0;
}

const char *titian_number_advice(char out[TITIAN_ADVICE], titian_field field)
{
    char number[TITIAN_VALUE_CORE + 16];
    titian_field core;

    field = titian_field_trim(field);
    snprintf(out, TITIAN_ADVICE,
        "write digits, with a point before the decimals and nothing else, such as 1240.5; " ELSE_EMPTY);
    if (titian_number_is_written(field.text, field.length)) {
        snprintf(out, TITIAN_ADVICE, "it is too large; check its exponent; " ELSE_EMPTY);
        return out;
    }
    if (field.length == 0 || field.length > LONGEST)
        return out;
    core = digits_of(field);
    if (is_unknown(field))
        snprintf(out, TITIAN_ADVICE, ELSE_EMPTY);
    else if (core.length < field.length && number_within(number, core))
        snprintf(out, TITIAN_ADVICE,
            "write %s if that is the value; what stands beside it may mean thousands, millions or another unit",
            number);
    return out;
}
