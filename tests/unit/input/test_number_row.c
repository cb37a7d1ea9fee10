/* Numbers of a row: whichever way they are read, the same bits as one by one by the grammar.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <titian/panel.h>

#include "input/number.h"
#include "input/number_row.h"
#include "input/value.h"

enum { FIELDS = 13, FIELD = 24, BEHIND = 8 }; /* three times four fields and one more; bytes that may be looked at */

typedef int (*row_reader)(double *numbers, const titian_field *fields, size_t n);
static const row_reader readers[] = {titian_number_row, titian_number_row_singly};
enum { READERS = sizeof readers / sizeof *readers };

typedef struct {
    char text[FIELDS][FIELD + BEHIND];
    titian_field fields[FIELDS];
} row;

static uint64_t state;

static size_t below(size_t n)
{
    state = state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (size_t) ((state >> 33) % n);
}

/* What stands behind a field is no part of it, whatever it is. */
static void set_field(row *r, size_t f, const char *text)
{
    const size_t n = strlen(text);

    memset(r->text[f], "0.-,5"[below(5)], sizeof r->text[f]);
    memcpy(r->text[f], text, n);
    r->fields[f] = (titian_field){r->text[f], n};
}

static void draw_field(row *r, size_t f)
{
    static const char signs[] = "0123456789.-,+e \xC3";
    char text[FIELD];
    const size_t n = below(12);

    for (size_t k = 0; k < n; k++) /* digits most often, so that many are numbers */
        text[k] = below(4) > 0 ? signs[below(10)] : signs[below(sizeof signs - 1)];
    text[n] = '\0';
    if (n > 0 && below(4) == 0)
        text[0] = '-';
    set_field(r, f, text);
}

/* Is it a minus or none, and digits with at most one point among them? */
static int is_common(titian_field field)
{
    size_t n_digits = 0, n_points = 0;

    for (size_t k = field.length > 0 && field.text[0] == '-' ? 1 : 0; k < field.length; k++) {
        if (field.text[k] == '.')
            n_points++;
        else if (field.text[k] < '0' || field.text[k] > '9')
            return 0;
        else
            n_digits++;
    }
    return n_digits > 0 && n_points < 2;
}

static void check_row(const row *r)
{
    for (size_t k = 0; k < READERS; k++) {
        double numbers[FIELDS];
        int is_doubtful = 0;
        const int said = readers[k](numbers, r->fields, FIELDS);

        for (size_t f = 0; f < FIELDS; f++) {
            double number = 0.0;

            assert_int_equal(numbers[f] == numbers[f], is_common(r->fields[f]));
            if (numbers[f] != numbers[f])
                continue;
            assert_int_equal(titian_number_parse(r->fields[f].text, r->fields[f].length, &number), TITIAN_NUMBER_OK);
            assert_memory_equal(&number, &numbers[f], sizeof number);
            is_doubtful |= titian_value_is_doubtful(r->fields[f]);
        }
        assert_true(said || !is_doubtful);
    }
}

static void a_row_is_read_as_its_numbers_are(void **unused)
{
    static row r;

    (void) unused;
    state = 1;
    for (size_t k = 0; k < 40000; k++) {
        for (size_t f = 0; f < FIELDS; f++)
            draw_field(&r, f);
        check_row(&r);
    }
}

static void every_place_of_a_point_and_a_sign_is_met(void **unused)
{
    static row r;

    (void) unused;
    state = 2;
    for (size_t f = 0; f < FIELDS; f++)
        set_field(&r, f, "0");
    for (size_t n = 1; n <= 9; n++) {
        for (size_t point = 0; point <= n; point++) {
            for (size_t sign = 0; sign < 2; sign++) {
                char text[FIELD] = "-987654321";

                text[1 + n] = '\0';
                if (point < n)
                    text[1 + point] = '.';
                set_field(&r, below(FIELDS), text + sign);
                check_row(&r);
            }
        }
    }
}

/* By the definition in value.h: one mark, one to three digits before it and no nought first, three behind it. */
static void a_row_without_thousands_is_not_called_doubtful(void **unused)
{
    static const char *const plain[] = {"1.2345", "12.34", "1234", "", "Kenya, Republic of", "-7", "0.1234567"};
    static row r;
    double numbers[FIELDS];

    (void) unused;
    state = 3;
    for (size_t f = 0; f < FIELDS; f++)
        set_field(&r, f, plain[f % (sizeof plain / sizeof *plain)]);
    for (size_t k = 0; k < READERS; k++)
        assert_int_equal(readers[k](numbers, r.fields, FIELDS), 0);
    for (size_t f = 0; f < FIELDS; f++) {
        row other = r;

        for (size_t k = 0; k < FIELDS; k++)
            other.fields[k].text = other.text[k];
        set_field(&other, f, f % 2 == 0 ? "1.234" : "-123.456");
        for (size_t k = 0; k < READERS; k++)
            assert_int_equal(readers[k](numbers, other.fields, FIELDS), 1);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_row_is_read_as_its_numbers_are),
        cmocka_unit_test(every_place_of_a_point_and_a_sign_is_met),
        cmocka_unit_test(a_row_without_thousands_is_not_called_doubtful),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
