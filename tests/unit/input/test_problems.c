/* Everything wrong is told in one run, at its place, and nothing is computed.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "given.h"

#define KNOWN                                                                                                        \
    "expected are the columns unit_code,year,indicator_code,value; or unit_code,year and a column per code; or "     \
    "unit_code,indicator_code and a column per year; or unit_code and a column per code and year (mys_2021); or "    \
    "unit_code and a column per label (docs/files.md); for another table \"titian map\" drafts a mapping"

static void problems_of_all_files_are_told_in_one_run(void **state)
{
    given g = given_texts("i:GE i:RQ g:income", 0, "a.csv",
        "\xEF\xBB\xBF"
        "unit_code,year,GE,RQ\r\n\r\nKEN,2020,?,\"1,5,2\"\r\n\"UGA\",\"20\r\n20\",1,2\r\nTZA,2020,3,$45\r\n",
        "b.csv", "area,label\nA,x\n", "c.csv",
        "unit_code,year,indicator_code,value\nTZA,2020,GE,4\nRWA,2020,GE,5\"\nBDI,2020,GE,6\n", NULL);

    (void) state;
    assert_int_equal(g.status, TITIAN_E_DATA);
    assert_null(g.panel);
    assert_int_equal(g.problems.n_errors, 7);
    assert_int_equal(g.problems.n_warnings, 0); /* what no file holds may stand in b.csv */
    given_says(&g, 0,
        "a.csv:3:3: \"?\" is not a number (indicator GE, unit KEN) | leave the cell empty if the value is not "
        "known");
    given_says(&g, 1,
        "a.csv:3:4: \"1,5,2\" is not a number (indicator RQ, unit KEN) | write digits, with a point before the "
        "decimals and nothing else, such as 1240.5; leave the cell empty if the value is not known");
    given_says(&g, 2, "a.csv:4:2: \"20\?\?20\" is not a year (unit UGA) | write a year of four digits, such as 2021");
    given_says(&g, 3,
        "a.csv:6:4: \"$45\" is not a number (indicator RQ, unit TZA) | "
        "write 45 if that is the value; what stands beside it may mean thousands, millions or another unit");
    given_says(&g, 4, "b.csv:1: this header is not one of a data file: \"area\", \"label\" | " KNOWN);
    given_says(&g, 5,
        "c.csv:2:4: \"4\" here, but 3 in a.csv:6:3 (indicator GE, unit TZA, year 2020) | "
        "keep the one that is right and remove the other");
    given_says(&g, 6,
        "c.csv:3:4: a quotation mark stands in the middle of this field | "
        "put the whole field between quotation marks and write every one inside it twice");
    assert_string_equal(g.err.message, "7 problems in 3 files; nothing was computed");
    assert_string_equal(g.err.file, "");
    assert_string_equal(titian_ledger_at(g.ledger, 1)->form, "");
    assert_int_equal(titian_ledger_at(g.ledger, 2)->n_rows, 3);
    assert_int_equal(titian_ledger_at(g.ledger, 2)->rows[TITIAN_ROWS_REFUSED].n, 2);
    given_free(&g);
}

static void after_a_thousand_errors_of_a_file_the_rest_is_counted(void **state)
{
    const size_t n = 1234;
    char *text = malloc(100 + n * 40);
    size_t used, k;
    given g;

    (void) state;
    assert_non_null(text);
    used = (size_t) sprintf(text, "unit_code,year,GE\n");
    for (k = 0; k < n; k++)
        used += (size_t) sprintf(text + used, "U%zu,2020,?\n", k);
    g = given_texts("i:GE", 0, "a.csv", text, "b.csv", "unit_code,year,GE\nKEN,2020,?\n", NULL);
    assert_int_equal(g.n_said, 1002);
    given_says(&g, 1000, "a.csv: 234 more problems in this file are not listed | ");
    assert_string_equal(g.said[1001].file, "b.csv");
    assert_string_equal(g.err.message, "1235 problems in 2 files; nothing was computed");
    assert_int_equal(titian_ledger_at(g.ledger, 0)->rows[TITIAN_ROWS_REFUSED].n, n);
    given_free(&g);
    free(text);
}

static void without_a_listener_the_error_is_the_first_problem(void **state)
{
    titian_framework *framework = given_framework("i:GE");
    static const char bytes[] = "unit_code,year,GE\nKEN,2020,?\nKEN,soon,1\n";
    const titian_input_text text = {"a.csv", bytes, sizeof bytes - 1};
    titian_panel *panel = NULL;
    titian_ledger *ledger = NULL;
    titian_error err;

    (void) state;
    assert_int_equal(titian_input_parse(&panel, &ledger, framework, &text, 1, NULL, NULL, &err), TITIAN_E_DATA);
    assert_string_equal(err.file, "a.csv");
    assert_int_equal(err.line, 2);
    assert_int_equal(err.column, 3);
    titian_ledger_free(ledger);
    assert_int_equal(titian_input_parse(&panel, &ledger, framework, &text, 1, NULL, NULL, NULL), TITIAN_E_DATA);
    titian_ledger_free(ledger);
    titian_framework_free(framework);
}

static void data_without_a_wanted_value_name_what_is_wanted(void **state)
{
    given g = given_texts("i:GE d:POP", 0, "a.csv", "unit_code,year,XX\nKEN,2020,1\n", NULL);

    (void) state;
    assert_int_equal(g.status, TITIAN_E_DATA);
    assert_int_equal(g.n_said, 1);
    given_says(&g, 0, "no file holds a value that the model wants | the model wants the codes GE, POP");
    assert_string_equal(g.err.message, "nothing was computed");
    given_free(&g);
    g = given_texts("i:a i:b i:c i:d i:e i:f i:g i:h i:i i:j i:k", 0, NULL);
    assert_int_equal(g.status, TITIAN_E_DATA);
    given_says(&g, 0, "no data file was given | the model wants the codes a, b, c, d, e, f, g, h and 3 more");
    given_free(&g);
}

static void a_series_that_no_file_gives_is_remarked_on(void **state)
{
    given g = given_texts("i:GE i:RQ d:POP g:income", 0, "a.csv", "unit_code,year,GE,RQ\nKEN,2020,1,\n", NULL);

    (void) state;
    assert_int_equal(g.status, TITIAN_OK);
    assert_int_equal(g.problems.n_warnings, 3);
    given_says(&g, 0, "warning: indicator RQ is empty in every file | give a file that has it");
    given_says(
        &g, 1, "warning: no file holds denominator POP | give a file with this code, or take it out of the model");
    given_says(
        &g, 2, "warning: no file holds label income | give a file with this code, or take it out of the model");
    given_free(&g);
}

static void of_more_than_five_absent_series_one_note_tells(void **state)
{
    given g =
        given_texts("i:a i:b i:c i:d i:e i:f i:g i:h d:POP", 0, "a.csv", "unit_code,year,a,h\nKEN,2020,1,\n", NULL);

    (void) state;
    assert_int_equal(g.status, TITIAN_OK);
    assert_int_equal(g.problems.n_warnings, 3);
    given_says(&g, 0,
        "warning: no file holds 6 indicators: b, c, d, e, f, g | give files with these codes, or take them out of "
        "the "
        "model");
    given_says(&g, 1, "warning: indicator h is empty in every file | give a file that has it");
    given_says(
        &g, 2, "warning: no file holds denominator POP | give a file with this code, or take it out of the model");
    given_free(&g);
    g = given_texts(
        "i:a i:b i:c i:d i:e i:f i:g i:h", 0, "a.csv", "unit_code,year,a,b,c,d,e,f,g\nKEN,2020,1,,,,,,\n", NULL);
    assert_int_equal(g.problems.n_warnings, 2);
    given_says(&g, 0, "warning: 6 indicators are empty in every file: b, c, d, e, f, g | give files that have them");
    given_free(&g);
}

static void an_empty_file_is_named(void **state)
{
    given g = given_texts("i:GE", 0, "a.csv", "", "b.csv", "\n\n", "c.csv", "unit_code,year,GE\nKEN,2020,1\n", NULL);

    (void) state;
    assert_int_equal(g.n_said, 2);
    given_says(&g, 0, "a.csv: the file is empty | give a file with a header and data");
    given_says(&g, 1, "b.csv: the file is empty | give a file with a header and data");
    given_free(&g);
}

static void a_header_that_cannot_be_split_ends_its_file_alone(void **state)
{
    given g = given_texts("i:GE", 0, "a.csv", "unit_code,year,\"GE\nKEN,2020,1\n", "b.csv",
        "unit_c\xC3\xB4\xF4"
        "de,year,GE\nKEN,2020,?\n",
        "c.csv", "unit_code,year,GE\nKEN,2020,?\n", NULL);

    (void) state;
    assert_int_equal(g.n_said, 3);
    assert_string_equal(g.said[0].file, "a.csv");
    assert_int_equal(g.said[0].line, 1);
    assert_int_equal(g.said[0].column, 3);
    assert_string_equal(g.said[1].file, "b.csv");
    assert_int_equal(g.said[1].column, 1);
    assert_string_equal(g.said[2].file, "c.csv");
    assert_int_equal(titian_ledger_at(g.ledger, 0)->n_rows, 0);
    given_free(&g);
}

/* Some of it is UTF-8, so the rest is neither UTF-8 nor Windows-1252. */
static void rows_that_are_not_utf8_are_refused_and_the_rest_is_read(void **state)
{
    given g = given_texts("i:GE", 0, "a.csv",
        "unit_code,unit_name,year,GE\nCIV,C\xF4te,2020,1\nSTP,S\xC3\xA3o,2020,?\nCUW,Cura\xE7"
        "ao,2020,1\n",
        NULL);

    (void) state;
    assert_int_equal(g.n_said, 2);
    given_says(&g, 0,
        "a.csv:2:2: this field holds characters that are not UTF-8 | save the file as UTF-8 (\"CSV UTF-8\" in "
        "Excel)");
    assert_int_equal(g.said[1].line, 3);
    assert_int_equal(titian_ledger_at(g.ledger, 0)->n_rows, 3);
    assert_int_equal(titian_ledger_at(g.ledger, 0)->rows[TITIAN_ROWS_REFUSED].n, 3);
    given_free(&g);
}

static void a_nul_byte_is_told_after_what_stands_before_it(void **state)
{
    static const char text[] = "unit_code,year,GE\nKEN,2020,?\nUGA,20\00020,1\nTZA,2020,?\n";
    given g = given_bytes("i:GE", "a.csv", text, sizeof text - 1);

    (void) state;
    assert_int_equal(g.n_said, 2);
    assert_int_equal(g.said[0].line, 2);
    given_says(&g, 1,
        "a.csv:3:2: this field holds a NUL byte, so the file is not plain text | "
        "save it as UTF-8 (\"CSV UTF-8\" in Excel)");
    given_free(&g);
}

static void a_year_option_that_is_no_year_is_a_wrong_request(void **state)
{
    given g = given_texts("i:GE", 22, "a.csv", "unit_code,year,GE\nKEN,2020,1\n", NULL);

    (void) state;
    assert_int_equal(g.status, TITIAN_E_USAGE);
    assert_null(g.panel);
    given_free(&g);
}

static void data_spread_too_thin_are_refused(void **state)
{
    const size_t n = 20000;
    char *text = malloc(100 + n * 60);
    size_t used, k;
    given g;

    (void) state;
    assert_non_null(text);
    used = (size_t) sprintf(text, "unit_code,year,indicator_code,value\n");
    for (k = 0; k < n; k++) /* 20,000 units and 2,000 years, of which 1 in 2,000 pairs has a value */
        used += (size_t) sprintf(text + used, "U%zu,%zu,GE%zu,1\n", k, 1000 + k % 2000, k % 12);
    g = given_texts(
        "i:GE0 i:GE1 i:GE2 i:GE3 i:GE4 i:GE5 i:GE6 i:GE7 i:GE8 i:GE9 i:GE10 i:GE11", 0, "a.csv", text, NULL);
    assert_int_equal(g.status, TITIAN_E_DATA);
    given_says(&g, 0,
        "20000 units, 2000 years and 12 variables are more than titian handles at once | "
        "check the unit codes and the years, or read fewer files");
    free(text);
    given_free(&g);
}

static void listen_not_at_all(const titian_error *problem, void *context)
{
    (void) problem;
    (void) context;
}

static void problems_are_counted_by_the_listener(void **state)
{
    titian_framework *framework = given_framework("i:GE i:RQ");
    static const char bytes[] = "unit_code,year,GE\nKEN,2020,?\nKEN,2020,1\n";
    const titian_input_text text = {"a.csv", bytes, sizeof bytes - 1};
    titian_problems problems = {.say = listen_not_at_all};
    titian_panel *panel = NULL;
    titian_ledger *ledger = NULL;

    (void) state;
    assert_int_equal(titian_input_parse(&panel, &ledger, framework, &text, 1, NULL, &problems, NULL), TITIAN_E_DATA);
    assert_int_equal(problems.n_errors, 1);
    assert_int_equal(problems.n_warnings, 1);
    titian_ledger_free(ledger);
    titian_framework_free(framework);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(problems_of_all_files_are_told_in_one_run),
        cmocka_unit_test(after_a_thousand_errors_of_a_file_the_rest_is_counted),
        cmocka_unit_test(without_a_listener_the_error_is_the_first_problem),
        cmocka_unit_test(data_without_a_wanted_value_name_what_is_wanted),
        cmocka_unit_test(a_series_that_no_file_gives_is_remarked_on),
        cmocka_unit_test(of_more_than_five_absent_series_one_note_tells),
        cmocka_unit_test(an_empty_file_is_named),
        cmocka_unit_test(a_header_that_cannot_be_split_ends_its_file_alone),
        cmocka_unit_test(rows_that_are_not_utf8_are_refused_and_the_rest_is_read),
        cmocka_unit_test(a_nul_byte_is_told_after_what_stands_before_it),
        cmocka_unit_test(a_year_option_that_is_no_year_is_a_wrong_request),
        cmocka_unit_test(data_spread_too_thin_are_refused),
        cmocka_unit_test(problems_are_counted_by_the_listener),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
