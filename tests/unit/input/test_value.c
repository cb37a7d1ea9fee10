/* Cells as people and programs write them: the rows of docs/files.md, "Numbers as they come".
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "input/period.h"
#include "input/value.h"

static titian_field field_of(const char *text)
{
    return (titian_field){text, strlen(text)};
}

static titian_value value_of(const char *text)
{
    titian_value value;

    titian_value_read(&value, field_of(text));
    return value;
}

static void words_for_missing_values_are_kept_apart_by_kind(void **state)
{
    static const struct {
        const char *text;
        titian_missing kind;
    } cases[] = {
        {"", TITIAN_MISSING_EMPTY},
        {"  ", TITIAN_MISSING_EMPTY},
        {"..", TITIAN_MISSING_UNKNOWN},
        {"...", TITIAN_MISSING_UNKNOWN},
        {"\xE2\x80\xA6", TITIAN_MISSING_UNKNOWN},
        {"n/a", TITIAN_MISSING_UNKNOWN},
        {"N/A", TITIAN_MISSING_UNKNOWN},
        {"NA", TITIAN_MISSING_UNKNOWN},
        {"NaN", TITIAN_MISSING_UNKNOWN},
        {"#N/A", TITIAN_MISSING_UNKNOWN},
        {"null", TITIAN_MISSING_UNKNOWN},
        {":", TITIAN_MISSING_UNKNOWN},
        {"-", TITIAN_MISSING_DASH},
        {"\xE2\x80\x93", TITIAN_MISSING_DASH},
        {"x", TITIAN_MISSING_NOT_APPLICABLE},
        {"New", TITIAN_MISSING_NEW},
    };
    size_t k;

    (void) state;
    for (k = 0; k < sizeof cases / sizeof *cases; k++) {
        const titian_value v = value_of(cases[k].text);

        if (v.kind != TITIAN_VALUE_MISSING || v.missing != cases[k].kind)
            fail_msg("\"%s\"", cases[k].text);
    }
}

static void numbers_of_all_styles_are_read(void **state)
{
    static const struct {
        const char *text;
        char mark;
        double number;
    } cases[] = {
        {"0", '.', 0},
        {"1 234,5", ',', 1234.5},
        {"1'234.5", '.', 1234.5},
        {"1\xE2\x80\x99"
         "234.5",
            '.', 1234.5},
        {"1.23E+06", '.', 1230000},
        {"1,23E+06", ',', 1230000},
        {"1.396.300,5", ',', 1396300.5},
        {"1,396,300.5", '.', 1396300.5},
        {"1\xC2\xA0"
         "936,2",
            ',', 1936.2},
        {"1\xE2\x80\xAF"
         "936,2",
            ',', 1936.2},
        {"\xE2\x88\x92"
         "3",
            '.', -3},
        {"\xE2\x88\x92"
         "3,5",
            ',', -3.5},
        {"\xEF\xBC\x97\xEF\xBC\x92\xEF\xBC\x8E\xEF\xBC\x98", '.', 72.8}, /* full-width */
        {"\xD9\xA7\xD9\xA2\xD9\xAB\xD9\xA8", '.', 72.8},                 /* Arabic-Indic, with its decimal mark */
        {"\xDB\xB7\xDB\xB2", '.', 72},                                   /* eastern Arabic-Indic */
        {"\xD9\xA1\xD9\xAC\xD9\xA2\xD9\xA3\xD9\xA4", '.', 1234},         /* Arabic mark of thousands */
        {"12 345 678", '.', 12345678},
        {",5", ',', 0.5},
        {"5,", ',', 5},
        {"+1,5", ',', 1.5},
    };
    size_t k;

    (void) state;
    for (k = 0; k < sizeof cases / sizeof *cases; k++) {
        const titian_value v = value_of(cases[k].text);
        double number = 0;

        if (v.kind != TITIAN_VALUE_NUMBER || v.is_doubtful || (v.has_mark && v.shows != cases[k].mark) ||
            titian_value_number(&v, cases[k].mark, 0, &number) != 0 || number != cases[k].number)
            fail_msg("\"%s\" gives %g", cases[k].text, number);
    }
}

static void a_number_shows_its_decimal_mark_or_is_doubtful(void **state)
{
    static const struct {
        const char *text;
        char shows; /* '?': doubtful; 0: it has no mark */
    } cases[] = {
        {"72.8", '.'},
        {"72,8", ','},
        {"1.234", '?'},
        {"1,234", '?'},
        {"-12.345", '?'},
        {"123,456", '?'},
        {"1234.567", '.'}, /* no group of four */
        {"0.123", '.'},    /* no group begins with a nought */
        {"0,123", ','},
        {"012.345", '.'},
        {".123", '.'},
        {"1.2345", '.'},
        {"1.234E2", '.'},
        {"1.234.567", ','},
        {"1,234,567", '.'},
        {"1.234,567", ','},
        {"1,234.567", '.'},
        {"1 234.567", '.'},
        {"1234", 0},
        {"1 234", 0},
    };
    size_t k;

    (void) state;
    for (k = 0; k < sizeof cases / sizeof *cases; k++) {
        const titian_value v = value_of(cases[k].text);
        const char shows = v.is_doubtful ? '?' : v.shows;

        if (v.kind != TITIAN_VALUE_NUMBER || shows != cases[k].shows)
            fail_msg("\"%s\" shows '%c'", cases[k].text, shows);
        /* the quick look at plain numbers must find the same */
        if (strchr(cases[k].text, ',') == NULL && strchr(cases[k].text, ' ') == NULL)
            assert_int_equal(titian_value_is_doubtful(field_of(cases[k].text)), shows == '?');
    }
}

static void marks_of_thousands_stand_before_every_third_digit(void **state)
{
    static const char *const faults[] = {"1.2.3", "1 2", "12 34", "1.23.456,7", "1,2345,678", "1.234 567,8", "1,5,2",
        "1..5", "1.234,567,8", "1234 567", "'123", "123'", "1''234", "1'234 567"};
    size_t k;

    (void) state;
    for (k = 0; k < sizeof faults / sizeof *faults; k++) {
        const titian_value v = value_of(faults[k]);
        double number;

        if (v.kind == TITIAN_VALUE_NUMBER &&
            (titian_value_number(&v, '.', 0, &number) == 0 || titian_value_number(&v, ',', 0, &number) == 0))
            fail_msg("\"%s\" gives %g", faults[k], number);
    }
}

static void signs_around_a_number_are_taken_off_and_told(void **state)
{
    static const struct {
        const char *text, *core;
        int notes, estimate, percent;
        char bound, bracket;
    } cases[] = {
        {"72.8*", "72.8", 1, 0, 0, 0, 0},
        {"72.8 e", "72.8", 1, 1, 0, 0, 0},
        {"72.8 p", "72.8", 1, 0, 0, 0, 0},
        {"72.8a/", "72.8", 1, 0, 0, 0, 0},
        {"72.8\xC2\xB9", "72.8", 1, 0, 0, 0, 0},
        {"72.8 [e]", "72.8", 1, 1, 0, 0, 0},
        {"72.8 (1)", "72.8", 1, 0, 0, 0, 0},
        {"72.8**", "72.8", 2, 0, 0, 0, 0},
        {"34,0 *", "34,0", 1, 0, 0, 0, 0},
        {"45.2%", "45.2", 0, 0, 1, 0, 0},
        {"72,8 %", "72,8", 0, 0, 1, 0, 0},
        {"45%*", "45", 1, 0, 1, 0, 0},
        {"(72.8)", "72.8", 0, 0, 0, 0, '('},
        {"[72.8]", "72.8", 0, 0, 0, 0, '['},
        {"<1", "1", 0, 0, 0, '<', 0},
        {"<= 1", "1", 0, 0, 0, '<', 0},
        {"\xE2\x89\xA4 1", "1", 0, 0, 0, '<', 0},
        {">=95", "95", 0, 0, 0, '>', 0},
        {"\xE2\x89\xA5"
         "95%",
            "95", 0, 0, 1, '>', 0},
        {"> 95", "95", 0, 0, 0, '>', 0},
        {">95%", "95", 0, 0, 1, '>', 0},
    };
    size_t k;

    (void) state;
    for (k = 0; k < sizeof cases / sizeof *cases; k++) {
        const titian_value v = value_of(cases[k].text);

        if (v.kind != TITIAN_VALUE_NUMBER || strcmp(v.core, cases[k].core) != 0 || v.n_notes != cases[k].notes ||
            v.is_estimate != cases[k].estimate || v.has_percent != cases[k].percent || v.bound != cases[k].bound ||
            v.bracket != cases[k].bracket)
            fail_msg("\"%s\" gives \"%s\"", cases[k].text, v.core);
    }
}

static void ranges_and_dates_are_named_for_what_they_are(void **state)
{
    static const struct {
        const char *text;
        titian_value_kind kind;
    } cases[] = {
        {"1-2", TITIAN_VALUE_RANGE},
        {"10\xE2\x80\x93"
         "20",
            TITIAN_VALUE_RANGE},
        {"10 to 20", TITIAN_VALUE_RANGE},
        {"5 - 6", TITIAN_VALUE_RANGE},
        {"1-Feb", TITIAN_VALUE_DATE},
        {"02-Jan-2024", TITIAN_VALUE_DATE},
        {"Jan-15", TITIAN_VALUE_DATE},
        {"31/12/2024", TITIAN_VALUE_DATE},
        {"31.12.2024", TITIAN_VALUE_DATE},
        {"2024-12-31 00:00:00", TITIAN_VALUE_DATE},
    };
    size_t k;

    (void) state;
    for (k = 0; k < sizeof cases / sizeof *cases; k++) {
        if (value_of(cases[k].text).kind != cases[k].kind)
            fail_msg("\"%s\" is %d", cases[k].text, (int) value_of(cases[k].text).kind);
    }
}

static void what_may_mean_millions_or_anything_is_no_number(void **state)
{
    static const char *const others[] = {"5 m", "5m", "3k", "2 b", "12 t", "1.5 million", "$5", "5 \xE2\x82\xAC",
        "72.8e", "high", "1e", "--3", "+-3", "5-",
        ("\xE2\x80\x93"
         "3"),
        "%", "*", "()", "<", "<>", "(<1", "^5", "1D5", "~3", "5\n6", "#DIV/0!", "inf", "0x1f",
        "1111111111111111111111111111111111111111111111111,5"};
    size_t k;

    (void) state;
    for (k = 0; k < sizeof others / sizeof *others; k++) {
        const titian_value v = value_of(others[k]);
        double number;

        if (v.kind == TITIAN_VALUE_MISSING ||
            (v.kind == TITIAN_VALUE_NUMBER && titian_value_number(&v, '.', 0, &number) == 0))
            fail_msg("\"%s\" passes", others[k]);
    }
}

/* A column "in thousands", and SDMX's UNIT_MULT: one rounding, so the same as if it had been written in full. */
static void a_power_of_ten_scales_exactly(void **state)
{
    static const struct {
        const char *text;
        char mark;
        int power;
        double number;
    } cases[] = {
        {"1.1", '.', 3, 1100},
        {"0.07", '.', 6, 70000},
        {"72,8", ',', -2, 0.728},
        {"4.35", '.', 2, 435}, /* 4.35 * 100 is 434.99999999999994 in doubles */
        {"1.23E+06", '.', 3, 1.23e9},
        {"9007199254740993", '.', 0, 9007199254740992.0},
        {"5", '.', -3, 0.005},
    };
    size_t k;

    (void) state;
    for (k = 0; k < sizeof cases / sizeof *cases; k++) {
        const titian_value v = value_of(cases[k].text);
        double number = 0;

        assert_int_equal(titian_value_number(&v, cases[k].mark, cases[k].power, &number), 0);
        if (number != cases[k].number)
            fail_msg("\"%s\" gives %.17g", cases[k].text, number);
    }
}

static void periods_have_a_first_and_a_last_year(void **state)
{
    static const struct {
        const char *text;
        int first, last;
    } cases[] = {
        {"2024", 2024, 2024},
        {"2023/24", 2023, 2024},
        {"2023/2024", 2023, 2024},
        {"2023-24", 2023, 2024},
        {"2022\xE2\x80\x93"
         "2024",
            2022, 2024},
        {"2022 - 2024", 2022, 2024},
        {"FY2024", 2024, 2024},
        {"FY 2023/24", 2023, 2024},
        {"31/12/2024", 2024, 2024},
        {"12/31/2024", 2024, 2024},
        {"31.12.2024", 2024, 2024},
        {"2024-12-31", 2024, 2024},
        {"2024-12-31T00:00:00", 2024, 2024},
        {"1999/00", 1999, 2000},
        {"2010/11", 2010, 2011},
        {"2010-11", 0, 0}, /* November 2010? */
        {"2024/23", 0, 0},
        {"13/13/2024", 0, 0},
        {"32/1/2024", 0, 0},
        {"0/1/2024", 0, 0},
        {"1/2/24", 0, 0},
        {"31/12", 0, 0},
        {"2024/", 0, 0},
        {"FY24", 0, 0},
        {"", 0, 0},
        {"soon", 0, 0},
        {"20240", 0, 0},
        {"2022-2024-2026", 0, 0},
    };
    size_t k;

    (void) state;
    for (k = 0; k < sizeof cases / sizeof *cases; k++) {
        const titian_span span = titian_period_parse(field_of(cases[k].text));

        if (span.first != cases[k].first || span.last != cases[k].last)
            fail_msg("\"%s\" is %d to %d", cases[k].text, span.first, span.last);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_for_missing_values_are_kept_apart_by_kind),
        cmocka_unit_test(numbers_of_all_styles_are_read),
        cmocka_unit_test(a_number_shows_its_decimal_mark_or_is_doubtful),
        cmocka_unit_test(marks_of_thousands_stand_before_every_third_digit),
        cmocka_unit_test(signs_around_a_number_are_taken_off_and_told),
        cmocka_unit_test(ranges_and_dates_are_named_for_what_they_are),
        cmocka_unit_test(what_may_mean_millions_or_anything_is_no_number),
        cmocka_unit_test(a_power_of_ten_scales_exactly),
        cmocka_unit_test(periods_have_a_first_and_a_last_year),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
