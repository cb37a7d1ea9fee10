/* Large files are taken for UTF-8 by their beginnings. One that turns out to be something else further on is read as
 * if that had been known from the start: each expectation is that of the same words in a small file (test_manner.c),
 * but for the line. SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "given.h"

/* More than the beginning that is looked at, and than a few blocks. */
enum { UNITS = 12000, LAST = UNITS + 2, TEXT = 1 << 19 };

static const titian_input_options usual = {.match = {.kind = TITIAN_MATCH_LETTERS}};

static given read_so(const char *words, const titian_input_options *options, const char *header, const char *last)
{
    char *text = malloc(TEXT);
    size_t n;
    given g;

    assert_non_null(text);
    n = (size_t) snprintf(text, TEXT, "%s\n", header);
    for (size_t k = 0; k < UNITS; k++)
        n += (size_t) snprintf(text + n, TEXT - n, "U%05zu,One,2020,%zu.5\n", k, k);
    n += (size_t) snprintf(text + n, TEXT - n, "%s\n", last);
    assert_true(n < TEXT);
    g = given_manner(words, options, text, n);
    free(text);
    return g;
}

static given read_behind(const char *last)
{
    return read_so("i:GE", &usual, "unit_code,unit_name,year,GE", last);
}

static void check_encoding(const given *g, const char *encoding)
{
    assert_int_equal(titian_ledger_n_files(g->ledger), 1);
    assert_string_equal(titian_ledger_at(g->ledger, 0)->encoding, encoding);
}

static void a_late_letter_of_another_encoding_is_found(void **state)
{
    given g = read_behind("CIV,C\xF4te d\x92Ivoire,2020,2");

    (void) state;
    assert_int_equal(g.status, TITIAN_OK);
    assert_int_equal(g.n_said, 1);
    given_says(&g, 0,
        "warning: a.csv:12002: this file is not UTF-8; it is read as Windows-1252, in which this is \"C\xC3\xB4te "
        "d\xE2\x80\x99Ivoire\" | if that is not how it should read, give its encoding, such as "
        "--encoding=windows-1251, or save it as UTF-8");
    assert_string_equal(given_name(&g, "CIV"), "C\xC3\xB4te d\xE2\x80\x99Ivoire");
    check_encoding(&g, "Windows-1252");
    assert_int_equal(titian_panel_n_units(g.panel), UNITS + 1);
    assert_int_equal(titian_ledger_at(g.ledger, 0)->n_values, UNITS + 1);
    assert_int_equal(given_source(&g, "GE", 2020, "CIV").line, LAST);
    assert_int_equal(strlen(titian_ledger_at(g.ledger, 0)->sha256), 64);
    given_adds_up(&g);
    given_free(&g);
}

static void late_letters_that_are_utf8_are_no_reason_for_anything(void **state)
{
    given g = read_behind("CIV,C\xC3\xB4te d\xE2\x80\x99Ivoire,2020,2");

    (void) state;
    given_is_clean(&g);
    check_encoding(&g, "UTF-8");
    assert_string_equal(given_name(&g, "CIV"), "C\xC3\xB4te d\xE2\x80\x99Ivoire");
    given_free(&g);
}

static void a_late_control_character_is_told(void **state)
{
    given g = read_behind("CIV,C\xC3\xB4te d\xC2\x92Ivoire,2020,1");

    (void) state;
    assert_int_equal(g.n_said, 1);
    given_says(&g, 0,
        "a.csv:12002: read as UTF-8 this file holds a control character (U+0092), as text does that was read in a "
        "wrong encoding | save the file anew as UTF-8 from where it comes");
    given_free(&g);
}

/* In a mixture no encoding is right: the field is told that is not UTF-8. */
static void a_late_mixture_is_told_field_by_field(void **state)
{
    given g = read_behind("CIV,C\xC3\xB4te,2020,1\nCIW,C\xF4te,2020,1");

    (void) state;
    assert_int_equal(g.n_said, 1);
    given_says(&g, 0,
        "a.csv:12003:2: this field holds characters that are not UTF-8 | save the file as UTF-8 (\"CSV UTF-8\" in "
        "Excel)");
    check_encoding(&g, "UTF-8");
    given_adds_up(&g);
    given_free(&g);
}

/* What was said before the letter was met is said once, and what stops the reading before it hides it not. */
static void nothing_is_said_twice_and_nothing_is_lost(void **state)
{
    given g = read_behind("U00001,One,2020,many\nCIV,C\xF4te,2020,2");

    (void) state;
    assert_int_equal(g.status, TITIAN_E_DATA);
    assert_int_equal(g.n_said, 2);
    assert_int_equal(g.said[0].line, LAST + 1);
    assert_int_equal(g.said[1].line, LAST);
    assert_int_equal(titian_ledger_at(g.ledger, 0)->n_rows, UNITS + 2);
    given_free(&g);
    g = read_so("i:GE", &usual, "unit_code,unit_code,year,GE", "CIV,C\xF4te,2020,2");
    assert_true(g.n_said >= 2);
    assert_int_equal(g.said[0].line, LAST);
    assert_int_equal(g.said[0].warning, 1);
    assert_int_equal(g.said[1].line, 1);
    check_encoding(&g, "Windows-1252");
    given_free(&g);
    g = read_so("i:GE", &usual, "not,a,data,file", "CIV,C\xF4te,2020,2");
    assert_int_equal(g.n_said, 2); /* the encoding, the header */
    assert_int_equal(g.said[0].line, LAST);
    check_encoding(&g, "Windows-1252");
    given_free(&g);
}

/* Matched to countries, as an aggregate among them asks for, by another reading; a file before and one behind. */
static void other_files_are_read_as_without_it(void **state)
{
    char *text = malloc(TEXT);
    size_t n;
    given g;

    (void) state;
    assert_non_null(text);
    n = (size_t) snprintf(text, TEXT, "unit_code,unit_name,year,GE\n");
    for (size_t k = 0; k < UNITS; k++)
        n += (size_t) snprintf(text + n, TEXT - n, "KE,Kenya,2020,1.5\n");
    n += (size_t) snprintf(text + n, TEXT - n, "CI,C\xF4te d'Ivoire,2020,3\n");
    assert_true(n < TEXT);
    g = given_texts("i:GE", 0, "a.csv", "unit_code,unit_name,year,GE\nKEN,Kenya,2020,1.5\n", "b.csv", text, "c.csv",
        "unit_code,unit_name,year,GE\nUGA,Uganda,2020,2\nWLD,World,2020,9\n", NULL);
    assert_int_equal(g.status, TITIAN_OK);
    assert_int_equal(titian_ledger_n_files(g.ledger), 3);
    assert_int_equal(titian_panel_n_units(g.panel), 3);
    assert_int_equal(titian_ledger_at(g.ledger, 1)->rows[TITIAN_ROWS_REPEATED].n, UNITS);
    assert_float_equal(given_value(&g, "GE", 2020, "CIV"), 3.0, 0.0);
    assert_float_equal(given_value(&g, "GE", 2020, "UGA"), 2.0, 0.0);
    assert_string_equal(titian_ledger_at(g.ledger, 1)->encoding, "Windows-1252");
    assert_string_equal(titian_ledger_at(g.ledger, 2)->encoding, "UTF-8");
    given_free(&g);
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_late_letter_of_another_encoding_is_found),
        cmocka_unit_test(late_letters_that_are_utf8_are_no_reason_for_anything),
        cmocka_unit_test(a_late_control_character_is_told),
        cmocka_unit_test(a_late_mixture_is_told_field_by_field),
        cmocka_unit_test(nothing_is_said_twice_and_nothing_is_lost),
        cmocka_unit_test(other_files_are_read_as_without_it),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
