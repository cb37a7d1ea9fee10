/* Which decimal mark the numbers of a file have: by column, by file, by --decimal, and what is refused.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "given.h"

#define READ(words, options, text) given_manner(words, options, text, sizeof(text) - 1)
#define LONG "unit_code,year,indicator_code,value\n"

static const titian_input_options usual;

static void the_value_that_shows_the_mark_may_stand_last(void **state)
{
    given g = READ("i:GE", &usual, "unit_code;year;GE\nKEN;2020;1.234\nUGA;2020;2.345\nTZA;2020;1.396.300,5\n");

    (void) state;
    given_is_clean(&g);
    assert_true(given_value(&g, "GE", 2020, "KEN") == 1234);
    assert_true(given_value(&g, "GE", 2020, "TZA") == 1396300.5);
    assert_int_equal(titian_ledger_at(g.ledger, 0)->decimal, ',');
    given_free(&g);
    g = READ("i:GE", &usual, "unit_code,year,GE\nKEN,2020,1.234\nUGA,2020,2.345\nTZA,2020,0.123\n");
    given_is_clean(&g);
    assert_true(given_value(&g, "GE", 2020, "KEN") == 1.234);
    given_free(&g);
}

static void columns_of_one_file_may_differ(void **state)
{
    given g = READ("i:GE i:RQ", &usual, "unit_code;year;GE;RQ\nKEN;2020;1,5;1.5\nUGA;2020;1.234;1.234\n");

    (void) state;
    given_is_clean(&g);
    assert_true(given_value(&g, "GE", 2020, "UGA") == 1234);
    assert_true(given_value(&g, "RQ", 2020, "UGA") == 1.234);
    given_free(&g);
}

static void a_column_that_shows_nothing_goes_by_the_others_and_that_is_said(void **state)
{
    given g = READ("i:GE i:RQ", &usual, "unit_code;year;GE;RQ\nKEN;2020;1.234;72,8\nUGA;2020;2.345;3\n");

    (void) state;
    assert_int_equal(g.status, TITIAN_OK);
    assert_true(given_value(&g, "GE", 2020, "KEN") == 1234);
    assert_int_equal(g.n_said, 1);
    given_says(&g, 0,
        "warning: a.csv:2:3: the numbers of this column, such as 1.234, do not show whether they have a decimal "
        "comma; column 4 does, with 72,8 on line 2, and they are read likewise | if that is wrong, write more or "
        "fewer decimals, or nothing between thousands");
    given_free(&g);
}

static void a_file_that_shows_nothing_is_refused_once_for_each_column(void **state)
{
    static const char text[] = "unit_code,year,GE,RQ\nKEN,2020,1.234,5\nUGA,2020,2.345,6\nTZA,2020,3,\"1,240\"\n";
    titian_input_options options = {.decimal = ','};
    given g = READ("i:GE i:RQ", &usual, text);

    (void) state;
    assert_int_equal(g.status, TITIAN_E_DATA);
    assert_int_equal(g.n_said, 2);
    given_says(&g, 0,
        "a.csv:2:3: \"1.234\" can be read as 1.234 and as 1234, as all numbers of this column (indicator GE, unit "
        "KEN) | say which: --decimal=. for 1.234, --decimal=, for 1234 (\"1.234\" on line 2, \"2.345\" on line 3)");
    given_says(&g, 1,
        "a.csv:4:4: \"1,240\" can be read as 1240 and as 1.240 (indicator RQ, unit TZA) | "
        "say which: --decimal=. for 1240, --decimal=, for 1.240 (\"1,240\" on line 4)");
    assert_int_equal(titian_ledger_at(g.ledger, 0)->rows[TITIAN_ROWS_REFUSED].n, 3);
    given_free(&g);
    g = READ("i:GE i:RQ", &options, text);
    given_is_clean(&g);
    assert_true(given_value(&g, "GE", 2020, "UGA") == 2345);
    assert_true(given_value(&g, "RQ", 2020, "TZA") == 1.24);
    given_free(&g);
    options.decimal = '.';
    g = READ("i:GE i:RQ", &options, text);
    given_is_clean(&g);
    assert_true(given_value(&g, "GE", 2020, "UGA") == 2.345);
    assert_true(given_value(&g, "RQ", 2020, "TZA") == 1240);
    given_free(&g);
}

/* Other columns that contradict each other settle nothing. */
static void columns_that_differ_do_not_speak_for_a_third(void **state)
{
    given g = READ("i:GE i:RQ i:VA", &usual, "unit_code;year;GE;RQ;VA\nKEN;2020;1,5;1.5;1.234\n");

    (void) state;
    assert_int_equal(g.n_said, 1);
    assert_int_equal(g.said[0].column, 5);
    given_free(&g);
}

static void a_mark_given_does_not_touch_what_shows_its_own(void **state)
{
    titian_input_options options = {.decimal = ','};
    given g = READ("i:GE", &options, "unit_code,year,GE\nKEN,2020,12.5\nUGA,2020,1.234\nTZA,2020,0.123\n");

    (void) state;
    given_is_clean(&g);
    assert_true(given_value(&g, "GE", 2020, "UGA") == 1.234);
    given_free(&g);
}

static void a_column_with_both_marks_is_refused_with_both_places(void **state)
{
    given g = READ("i:GE", &usual, "unit_code;year;GE\nKEN;2020;1,5\nUGA;2020;2.5\nTZA;2020;2.5.1\n");

    (void) state;
    assert_int_equal(g.n_said, 2);
    given_says(&g, 0,
        "a.csv:3:3: \"2.5\" has no decimal comma, as \"1,5\" on line 2 has (indicator GE, unit UGA) | write all "
        "numbers of a column in one way");
    assert_string_equal(g.said[1].message, "\"2.5.1\" is not a number (indicator GE, unit TZA)");
    given_free(&g);
    g = READ("i:GE", &usual, "unit_code;year;GE\nUGA;2020;2.5\nKEN;2020;1,5\n");
    assert_int_equal(g.n_said, 1);
    assert_int_equal(g.said[0].line, 3);
    given_free(&g);
}

/* titian writes points, and its long form is documented with them; commas do not occur there. */
static void forms_of_titians_own_have_points(void **state)
{
    given g = READ("i:GE", &usual, LONG "KEN,2020,GE,1.234\n");

    (void) state;
    given_is_clean(&g);
    assert_true(given_value(&g, "GE", 2020, "KEN") == 1.234);
    given_free(&g);
    g = READ("i:GE", &usual, "uCode,uName,Time,GE\nKEN,Kenya,2020,1.234\n");
    given_is_clean(&g);
    assert_true(given_value(&g, "GE", 2020, "KEN") == 1.234);
    given_free(&g);
    g = READ("i:GE", &usual, LONG "KEN,2020,GE,\"1,234\"\n");
    assert_int_equal(g.n_said, 1);
    given_free(&g);
    g = READ("i:GE", &usual, LONG "KEN,2020,GE,1.234\nUGA,2020,GE,\"1,5\"\n");
    given_is_clean(&g);
    assert_true(given_value(&g, "GE", 2020, "KEN") == 1234);
    given_free(&g);
}

static void columns_nobody_wants_show_nothing(void **state)
{
    given g = READ("i:GE", &usual, "unit_code,year,target,GE\nKEN,2020,4.4,1.234\n");

    (void) state;
    assert_int_equal(g.n_said, 1);
    assert_int_equal(g.said[0].column, 4);
    given_free(&g);
}

/* What shows the mark stands behind all that a first look takes in; and the search is not done anew for every column.
 */
static void the_mark_is_found_at_the_end_of_a_long_file(void **state)
{
    const size_t n = 20000;
    char *text = malloc(100 + n * 40);
    size_t used, k;
    given g;

    (void) state;
    assert_non_null(text);
    used = (size_t) sprintf(text, "unit_code;year;GE;RQ\n");
    for (k = 0; k < n; k++)
        used += (size_t) sprintf(text + used, "U%zu;2020;%zu.%03zu;%zu\n", k, k % 9 + 1, k % 1000, k);
    used += (size_t) sprintf(text + used, "KEN;2020;1.234.567;1.234\nUGA;2020;5;0,5\n");
    g = given_manner("i:GE i:RQ", &usual, text, used);
    given_is_clean(&g);
    assert_true(given_value(&g, "GE", 2020, "U1") == 2001);
    assert_true(given_value(&g, "RQ", 2020, "KEN") == 1234);
    given_free(&g);
    free(text);
}

/* A column is one year here, and the header stands on line 5. */
static void publishers_files_are_looked_through_as_well(void **state)
{
    given g = READ("i:GE", &usual,
        "\"Data Source\",\"World Development Indicators\",\n\n\"Last Updated Date\",\"2026-10-07\",\n\n\"Country "
        "Name\",\"Country Code\",\"Indicator Name\",\"Indicator Code\",\"2022\",\"2023\",\n\"Atlantis\",\"ATL\","
        "\"x\",\"GE\",\"1.234\",\"12.5\",\n");

    (void) state;
    assert_int_equal(g.status, TITIAN_OK);
    assert_int_equal(g.n_said, 1);
    assert_true(g.said[0].warning && g.said[0].line == 6 && g.said[0].column == 5);
    assert_true(given_value(&g, "GE", 2022, "ATL") == 1.234);
    given_free(&g);
    g = READ("i:GE", &usual,
        "DATAFLOW;FREQ;REF_AREA;SERIES;SEX;TIME_PERIOD;UNIT_MULT;OBS_VALUE\nF;A;IDN;GE;_T;2023;3;1.234\n"
        "F;A;IDN;GE;F;2023;3;1.111\nF;A;KEN;GE;_T;2023;2;4,35\n");
    given_is_clean(&g);
    assert_true(given_value(&g, "GE", 2023, "IDN") == 1234000);
    assert_true(given_value(&g, "GE", 2023, "KEN") == 435); /* 4.35 * 100 is another double */
    given_free(&g);
}

/* A long number is plain however long it is. */
static void plain_numbers_are_read_as_ever_in_a_file_that_was_looked_through(void **state)
{
    given g = READ("i:GE", &usual,
        "unit_code,year,GE\nA,2020,1.234\nB,2020,0.1234567890123456789012345678901234567890123456789012345678\n"
        "C,2020,1e-3\nD,2020,1.5e3\n");

    (void) state;
    given_is_clean(&g);
    assert_true(given_value(&g, "GE", 2020, "A") == 1.234);
    assert_true(given_value(&g, "GE", 2020, "B") == 0.123456789012345678901234567890);
    assert_true(given_value(&g, "GE", 2020, "D") == 1500);
    given_free(&g);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_value_that_shows_the_mark_may_stand_last),
        cmocka_unit_test(columns_of_one_file_may_differ),
        cmocka_unit_test(a_column_that_shows_nothing_goes_by_the_others_and_that_is_said),
        cmocka_unit_test(a_file_that_shows_nothing_is_refused_once_for_each_column),
        cmocka_unit_test(columns_that_differ_do_not_speak_for_a_third),
        cmocka_unit_test(a_mark_given_does_not_touch_what_shows_its_own),
        cmocka_unit_test(a_column_with_both_marks_is_refused_with_both_places),
        cmocka_unit_test(forms_of_titians_own_have_points),
        cmocka_unit_test(columns_nobody_wants_show_nothing),
        cmocka_unit_test(the_mark_is_found_at_the_end_of_a_long_file),
        cmocka_unit_test(publishers_files_are_looked_through_as_well),
        cmocka_unit_test(plain_numbers_are_read_as_ever_in_a_file_that_was_looked_through),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
