/* In which encoding a file is and what separates its fields, and what is done with values that mean one thing here
 * and another there: what decides, what is refused, what each option settles. SPDX-License-Identifier:
 * GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "given.h"

#define READ(words, options, text) given_manner(words, options, text, sizeof(text) - 1)

static const titian_input_options usual;

/* A text of ASCII in two bytes a letter. */
static char *widen(const char *text, int little, size_t *n)
{
    char *wide = calloc(2, strlen(text) + 1);
    size_t i;

    assert_non_null(wide);
    for (i = 0; text[i] != '\0'; i++)
        wide[2 * i + (little ? 0 : 1)] = text[i];
    *n = 2 * strlen(text);
    return wide;
}

static void utf16_is_known_by_its_mark_or_by_its_nuls(void **state)
{
    static const char text[] = "unit_code\tyear\tGE\r\nKEN\t2020\t1,5\r\n";
    int little, marked;

    (void) state;
    for (little = 0; little < 2; little++) {
        for (marked = 0; marked < 2; marked++) {
            size_t n;
            char *wide = widen(text, little, &n),
                 all[256] = {(char) (little ? 0xFF : 0xFE), (char) (little ? 0xFE : 0xFF)};
            given g;

            memcpy(all + 2, wide, n);
            g = given_manner("i:GE", &usual, marked ? all : wide, marked ? n + 2 : n);
            given_is_clean(&g);
            assert_true(given_value(&g, "GE", 2020, "KEN") == 1.5);
            assert_string_equal(titian_ledger_at(g.ledger, 0)->encoding, little ? "UTF-16LE" : "UTF-16BE");
            assert_int_equal(titian_ledger_at(g.ledger, 0)->separator, '\t');
            assert_int_equal(titian_ledger_at(g.ledger, 0)->decimal, ',');
            given_free(&g);
            free(wide);
        }
    }
}

static void a_broken_utf16_text_is_refused(void **state)
{
    static const char text[] = "\xFF\xFEu\0n\0\0\xD8x\0\n\0";
    given g = READ("i:GE", &usual, text);

    (void) state;
    assert_int_equal(g.status, TITIAN_E_DATA);
    given_says(&g, 0,
        "a.csv:1: byte 7 of this file (hexadecimal 00) is no character of UTF-16LE | give its encoding, such as "
        "--encoding=windows-1251, or save it as UTF-8");
    given_free(&g);
}

static void what_is_not_utf8_is_windows_1252_and_an_example_is_shown(void **state)
{
    given g =
        READ("i:GE", &usual, "unit_code;unit_name;year;GE\nKEN;Kenya;2020;1,5\nCIV;C\xF4te d\x92Ivoire;2020;2\n");

    (void) state;
    assert_int_equal(g.status, TITIAN_OK);
    assert_int_equal(g.n_said, 1);
    given_says(&g, 0,
        "warning: a.csv:3: this file is not UTF-8; it is read as Windows-1252, in which this is \"C\xC3\xB4te "
        "d\xE2\x80\x99Ivoire\" | if that is not how it should read, give its encoding, such as "
        "--encoding=windows-1251, or save it as UTF-8");
    assert_string_equal(given_name(&g, "CIV"), "C\xC3\xB4te d\xE2\x80\x99Ivoire");
    assert_string_equal(titian_ledger_at(g.ledger, 0)->encoding, "Windows-1252");
    given_free(&g);
}

/* "Rossiya" in Windows-1251 */
#define CYRILLIC "unit_code,unit_name,year,GE\nRUS,\xD0\xEE\xF1\xF1\xE8\xFF,2020,1\n"

#define ROSSIYA "\xD0\xA0\xD0\xBE\xD1\x81\xD1\x81\xD0\xB8\xD1\x8F"

static void letters_that_are_not_western_ask_for_the_encoding(void **state)
{
    titian_input_options options = usual;
    given g = READ("i:GE", &usual, CYRILLIC);

    (void) state;
    assert_int_equal(g.status, TITIAN_E_DATA);
    assert_int_equal(g.n_said, 1);
    given_says(&g, 0,
        "a.csv:2: this file is not UTF-8, nor are its letters Western European | say in which encoding they read "
        "right: --encoding=windows-1251 reads \"" ROSSIYA "\", --encoding=windows-1256 reads "
        "\"\xD8\xB0\xC3\xAE\xD9\x8C\xD9\x8C\xC3\xA8\xDB\x92\"; or save it as UTF-8");
    given_free(&g);
    g = READ("i:GE", &usual, "unit_code,unit_name,year,GE\nGRC,\xC5\xEB\xEB\xDC\xE4\xE1,2020,1\n");
    assert_non_null(
        strstr(g.said[0].mend, "--encoding=windows-1253 reads \"\xCE\x95\xCE\xBB\xCE\xBB\xCE\xAC\xCE\xB4\xCE\xB1\""));
    given_free(&g);
    options.encoding = "windows-1251";
    g = READ("i:GE", &options, CYRILLIC);
    given_is_clean(&g);
    assert_string_equal(given_name(&g, "RUS"), ROSSIYA);
    given_free(&g);
}

/* Names of shipped data are UTF-8, whatever the file beside them is in. */
static void the_encoding_given_does_not_touch_what_is_utf8(void **state)
{
    titian_input_options options = {.encoding = "windows-1251"};
    given g = READ("i:GE", &options, "unit_code,unit_name,year,GE\nCIV,C\xC3\xB4te,2020,1\n");

    (void) state;
    given_is_clean(&g);
    assert_string_equal(given_name(&g, "CIV"), "C\xC3\xB4te");
    given_free(&g);
}

static void control_characters_tell_of_a_wrong_encoding(void **state)
{
    titian_input_options options = {.encoding = "iso-8859-1"};
    given g = READ("i:GE", &options, "unit_code,unit_name,year,GE\nCIV,C\xF4te d\x92Ivoire,2020,1\n");

    (void) state;
    given_says(&g, 0,
        "a.csv:2: read as iso-8859-1 this file holds a control character (U+0092), as text does that was read in a "
        "wrong encoding | give another encoding: --encoding=windows-1252 is the usual one");
    given_free(&g);
    g = READ("i:GE", &usual, "unit_code,unit_name,year,GE\nCIV,C\xC3\xB4te d\xC2\x92Ivoire,2020,1\n");
    given_says(&g, 0,
        "a.csv:2: read as UTF-8 this file holds a control character (U+0092), as text does that was read in a wrong "
        "encoding | save the file anew as UTF-8 from where it comes");
    given_free(&g);
    g = READ("i:GE", &usual, "unit_code,unit_name,year,GE\nCIV,C\xF4te d\x81Ivoire,2020,1\n");
    given_says(&g, 0,
        "a.csv:2: byte 39 of this file (hexadecimal 81) is no character of Windows-1252 | give its encoding, such as "
        "--encoding=windows-1251, or save it as UTF-8");
    given_free(&g);
}

static void a_name_that_is_no_encoding_is_a_wrong_request(void **state)
{
    titian_input_options options = {.encoding = "utf-9"};
    given g = READ("i:GE", &options, "unit_code,year,GE\nKEN,2020,1\n");

    (void) state;
    assert_int_equal(g.status, TITIAN_E_USAGE);
    given_free(&g);
}

static void semicolons_tabs_and_bars_separate_fields(void **state)
{
    static const char separators[] = ",;\t|";
    size_t k;

    (void) state;
    for (k = 0; k < 4; k++) {
        char text[] = "unit_code;year;GE;note\nKEN;2020;1;\"a,b;c|d\te\"\nUGA;2020;2;\n";
        size_t i;
        given g;

        for (i = 0; text[i] != '\0'; i++) {
            if (text[i] == ';' && text[i + 1] != 'c')
                text[i] = separators[k];
        }
        g = given_manner("i:GE", &usual, text, sizeof text - 1);
        given_is_clean(&g);
        assert_true(given_value(&g, "GE", 2020, "UGA") == 2);
        assert_int_equal(titian_ledger_at(g.ledger, 0)->separator, separators[k]);
        given_free(&g);
    }
}

static void a_line_that_names_the_separator_is_no_record(void **state)
{
    given g = READ("i:GE", &usual, "\xEF\xBB\xBFsep=;\r\nunit_code;year;GE\r\nKEN;2020;1,2,3\r\n");

    (void) state;
    assert_int_equal(g.n_said, 1);
    assert_int_equal(g.said[0].line, 3); /* of the file, not of what stands behind that line */
    assert_int_equal(titian_ledger_at(g.ledger, 0)->n_rows, 1);
    given_free(&g);
}

/* Two commas in every value, and in the header as well: semicolons make more fields of it. */
static void the_separator_that_makes_more_fields_counts(void **state)
{
    given g =
        READ("i:GE", &usual, "unit_code;unit_name;year;GE;what, of it\nKEN;Kenya;2020;1,5;a\nUGA;U;2020;2,5;b\n");

    (void) state;
    given_is_clean(&g);
    assert_true(given_value(&g, "GE", 2020, "UGA") == 2.5);
    given_free(&g);
}

static void separators_that_do_equally_well_are_refused(void **state)
{
    static const char text[] = "unit_code,year;GE\nKEN,2020;1\n";
    titian_input_options options = {.separator = ';'};
    given g = READ("i:GE", &usual, text);

    (void) state;
    assert_int_equal(g.n_said, 1);
    given_says(&g, 0,
        "a.csv:1: the fields of this file may be separated by commas or by semicolons | say which: "
        "--separator=comma or --separator=semicolon");
    given_free(&g);
    g = READ("i:GE", &options, text);
    assert_int_equal(g.n_said, 1);
    assert_non_null(strstr(g.said[0].message, "\"unit_code,year\", \"GE\""));
    given_free(&g);
}

static void a_separator_given_does_not_touch_files_of_another(void **state)
{
    titian_input_options options = {.separator = ';'};
    given g = READ("i:GE", &options, "unit_code,year,GE,note\nKEN,2020,1,a; b\nUGA,2020,2,\nTZA,2020,3,\n");

    (void) state;
    given_is_clean(&g);
    given_free(&g);
}

static void periods_need_a_rule(void **state)
{
    static const char text[] = "unit_code,year,GE\nKEN,2023/24,1\nUGA,FY2024,2\nTZA,2022\xE2\x80\x93"
                               "2024,3\nRWA,31/12/2024,4\n";
    titian_input_options options = {.values = {.period = TITIAN_PERIOD_END}};
    given g = READ("i:GE", &usual, text);

    (void) state;
    assert_int_equal(g.n_said, 4);
    given_says(&g, 0,
        "a.csv:2:2: \"2023/24\" is not a year (unit KEN) | give --period=end for the year in which it ends, or "
        "--period=start; or write a year of four digits");
    given_free(&g);
    g = READ("i:GE", &options, text);
    given_is_clean(&g);
    assert_true(given_value(&g, "GE", 2024, "KEN") == 1);
    assert_true(given_value(&g, "GE", 2024, "UGA") == 2);
    assert_true(given_value(&g, "GE", 2024, "TZA") == 3);
    assert_true(given_value(&g, "GE", 2024, "RWA") == 4);
    given_free(&g);
    options.values.period = TITIAN_PERIOD_START;
    g = READ("i:GE", &options, text);
    given_is_clean(&g);
    assert_true(given_value(&g, "GE", 2023, "KEN") == 1);
    assert_true(given_value(&g, "GE", 2022, "TZA") == 3);
    given_free(&g);
}

static void bounds_need_a_rule(void **state)
{
    static const char text[] = "unit_code,year,GE,MB\nKEN,2020,<1,>250\nUGA,2020,>95,3\n";
    titian_input_options options = {.values = {.censored = TITIAN_CENSORED_BOUND}};
    given g = READ("i:GE@% i:MB@Mbit/s", &usual, text);

    (void) state;
    assert_int_equal(g.n_said, 3);
    given_says(&g, 0,
        "a.csv:2:3: \"<1\" is a bound, not a number (indicator GE, unit KEN) | give --censored=bound for the bound "
        "itself or --censored=middle for the middle between it and the end of the scale, or write the number to be "
        "used");
    given_free(&g);
    g = READ("i:GE@% i:MB@Mbit/s", &options, text);
    given_is_clean(&g);
    assert_true(given_value(&g, "GE", 2020, "KEN") == 1);
    assert_true(given_value(&g, "MB", 2020, "KEN") == 250);
    assert_int_equal(given_mark(&g, "GE", 2020, "KEN"), TITIAN_MARK_ESTIMATED);
    assert_int_equal(titian_ledger_at(g.ledger, 0)->n_censored, 3);
    given_free(&g);
    options.values.censored =
        TITIAN_CENSORED_MIDDLE; /* where Mbit/s end nobody knows, unless the framework says so */
    g = READ("i:GE@% i:MB@Mbit/s", &options, text);
    assert_int_equal(g.n_said, 1);
    given_says(&g, 0,
        "a.csv:2:4: \">250\" is a bound, and where the scale ends is not known (indicator MB, unit KEN) | write "
        "PlausibleHigh in framework.csv, or give --censored=bound");
    given_free(&g);
    g = READ("i:GE@% i:MB@Mbit/s@0@1000", &options, text);
    given_is_clean(&g);
    assert_true(given_value(&g, "GE", 2020, "KEN") == 0.5);
    assert_true(given_value(&g, "GE", 2020, "UGA") == 97.5);
    assert_true(given_value(&g, "MB", 2020, "KEN") == 625);
    given_free(&g);
}

static void brackets_need_a_rule(void **state)
{
    static const char text[] = "unit_code,year,GE\nKEN,2020,(72.8)\nUGA,2020,[5]\n";
    titian_input_options options = {.values = {.brackets = TITIAN_BRACKETS_MINUS}};
    given g = READ("i:GE", &usual, text);

    (void) state;
    assert_int_equal(g.n_said, 2);
    given_says(&g, 0,
        "a.csv:2:3: \"(72.8)\" stands in brackets, which may mean a minus or an estimate (indicator GE, unit KEN) | "
        "give --brackets=minus or --brackets=estimate for what they mean, or write the number alone");
    given_free(&g);
    g = READ("i:GE", &options, text);
    given_is_clean(&g);
    assert_true(given_value(&g, "GE", 2020, "KEN") == -72.8);
    assert_int_equal(given_mark(&g, "GE", 2020, "KEN"), TITIAN_MARK_OBSERVED);
    given_free(&g);
    options.values.brackets = TITIAN_BRACKETS_ESTIMATE;
    g = READ("i:GE", &options, text);
    given_is_clean(&g);
    assert_true(given_value(&g, "GE", 2020, "UGA") == 5);
    assert_int_equal(given_mark(&g, "GE", 2020, "UGA"), TITIAN_MARK_ESTIMATED);
    assert_int_equal(titian_ledger_at(g.ledger, 0)->n_bracketed, 2);
    given_free(&g);
}

static void what_was_taken_off_is_counted_and_missing_is_kept_by_kind(void **state)
{
    given g = READ("i:GE", &usual,
        "unit_code,year,GE\nA,2020,72.8*\nB,2020,72.8 e\nC,2020,45.2%\nD,2020,..\nE,2020,-\nF,2020,x\nG,2020,New\n"
        "H,2020,\nI,2020,0\nJ,2020,:\n");
    const titian_ledger_file *f = titian_ledger_at(g.ledger, 0);

    (void) state;
    given_is_clean(&g);
    assert_true(given_value(&g, "GE", 2020, "A") == 72.8);
    assert_int_equal(given_mark(&g, "GE", 2020, "A"), TITIAN_MARK_OBSERVED);
    assert_int_equal(given_mark(&g, "GE", 2020, "B"), TITIAN_MARK_ESTIMATED);
    assert_true(given_value(&g, "GE", 2020, "C") == 45.2);
    assert_true(given_value(&g, "GE", 2020, "I") == 0);
    assert_int_equal(f->n_notes, 2);
    assert_int_equal(f->n_percent, 1);
    assert_int_equal(f->n_missing[TITIAN_MISSING_EMPTY], 1);
    assert_int_equal(f->n_missing[TITIAN_MISSING_UNKNOWN], 2);
    assert_int_equal(f->n_missing[TITIAN_MISSING_DASH], 1);
    assert_int_equal(f->n_missing[TITIAN_MISSING_NOT_APPLICABLE], 1);
    assert_int_equal(f->n_missing[TITIAN_MISSING_NEW], 1);
    assert_int_equal(f->rows[TITIAN_ROWS_EMPTY].n, 6);
    given_free(&g);
}

static void a_per_cent_sign_does_not_go_with_a_share(void **state)
{
    given g = READ("i:GE@share", &usual, "unit_code,year,GE\nKEN,2020,45.2%\n");

    (void) state;
    given_says(&g, 0,
        "a.csv:2:3: \"45.2%\" has a per cent sign, but is measured as \"share\" (indicator GE, unit KEN) | write it "
        "without the sign and divided by 100, or let Unit in framework.csv be %");
    given_free(&g);
}

static void a_value_that_is_not_plausible_is_an_error_that_names_the_factor(void **state)
{
    given g = READ("i:GE@share@0@1 d:POP@people@10000@2000000000", &usual,
        "unit_code,year,GE,POP\nKEN,2020,97.2,54000\nUGA,2020,0.5,45\nTZA,2020,0.5,1\nRWA,2020,-1,20000\n");

    (void) state;
    assert_int_equal(g.n_said, 4);
    given_says(&g, 0,
        "a.csv:2:3: \"97.2\" is read as 97.2, which lies outside 0..1: off by a factor of 100? (indicator GE, unit "
        "KEN) | write 0.972 if that is meant; else mend PlausibleLow and PlausibleHigh in framework.csv");
    given_says(&g, 1,
        "a.csv:3:4: \"45\" is read as 45, which lies outside 10000..2000000000: off by a factor of 1000? "
        "(denominator "
        "POP, unit UGA) | write 45000 if that is meant; else mend PlausibleLow and PlausibleHigh in framework.csv");
    assert_non_null(strstr(g.said[2].message, "off by a factor of 1000000?"));
    given_says(&g, 3,
        "a.csv:5:3: \"-1\" is read as -1, which lies outside 0..1 (indicator GE, unit RWA) | mend the value, or "
        "PlausibleLow and PlausibleHigh in framework.csv");
    given_free(&g);
}

static void dates_are_named_as_excels_doing(void **state)
{
    given g = READ("i:GE", &usual, "unit_code,year,GE\nKEN,2020,1-Feb\nUGA,2020,1-2\n");

    (void) state;
    given_says(&g, 0,
        "a.csv:2:3: \"1-Feb\" is a date, not a number (indicator GE, unit KEN) | Excel turns texts such as 1-2 into "
        "dates: mend the cell where it comes from, or format it as text there and type it again");
    given_says(&g, 1,
        "a.csv:3:3: \"1-2\" is a range, not a number (indicator GE, unit UGA) | write the number to be used; leave "
        "the cell empty if the value is not known");
    given_free(&g);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(utf16_is_known_by_its_mark_or_by_its_nuls),
        cmocka_unit_test(a_broken_utf16_text_is_refused),
        cmocka_unit_test(what_is_not_utf8_is_windows_1252_and_an_example_is_shown),
        cmocka_unit_test(letters_that_are_not_western_ask_for_the_encoding),
        cmocka_unit_test(the_encoding_given_does_not_touch_what_is_utf8),
        cmocka_unit_test(control_characters_tell_of_a_wrong_encoding),
        cmocka_unit_test(a_name_that_is_no_encoding_is_a_wrong_request),
        cmocka_unit_test(semicolons_tabs_and_bars_separate_fields),
        cmocka_unit_test(a_line_that_names_the_separator_is_no_record),
        cmocka_unit_test(the_separator_that_makes_more_fields_counts),
        cmocka_unit_test(separators_that_do_equally_well_are_refused),
        cmocka_unit_test(a_separator_given_does_not_touch_files_of_another),
        cmocka_unit_test(periods_need_a_rule),
        cmocka_unit_test(bounds_need_a_rule),
        cmocka_unit_test(brackets_need_a_rule),
        cmocka_unit_test(what_was_taken_off_is_counted_and_missing_is_kept_by_kind),
        cmocka_unit_test(a_per_cent_sign_does_not_go_with_a_share),
        cmocka_unit_test(a_value_that_is_not_plausible_is_an_error_that_names_the_factor),
        cmocka_unit_test(dates_are_named_as_excels_doing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
