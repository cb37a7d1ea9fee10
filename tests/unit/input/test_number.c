/* Numbers and years as text.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <titian/panel.h>

#include "input/advice.h"
#include "input/number.h"

/* Expected values: CPython's float(), whose conversion is David Gay's and correctly rounded. Among the texts: halves
 * between two doubles and their neighbours, the ends of the fast path, the least normal and subnormal numbers, the
 * largest number, and texts that have caught other programs. */
static const struct {
    const char *text;
    double value;
} golden[] = {
    {"0", 0.0},
    {"-0", -0.0},
    {"+0", 0.0},
    {"0.0", 0.0},
    {"00", 0.0},
    {"0e0", 0.0},
    {"0e999", 0.0},
    {"0e-999", 0.0},
    {"0.0e99999999999999999999", 0.0},
    {"1", 0x1.0000000000000p+0},
    {"-1", -0x1.0000000000000p+0},
    {"+1", 0x1.0000000000000p+0},
    {"007", 0x1.c000000000000p+2},
    {"1.", 0x1.0000000000000p+0},
    {"-.5", -0x1.0000000000000p-1},
    {".5", 0x1.0000000000000p-1},
    {"5.e3", 0x1.3880000000000p+12},
    {"1e5", 0x1.86a0000000000p+16},
    {"1E5", 0x1.86a0000000000p+16},
    {"1e+5", 0x1.86a0000000000p+16},
    {"1e-5", 0x1.4f8b588e368f1p-17},
    {"12.50", 0x1.9000000000000p+3},
    {"3.14159265358979", 0x1.921fb54442d11p+1},
    {"1240", 0x1.3600000000000p+10},
    {"-2.5", -0x1.4000000000000p+1},
    {"61.2", 0x1.e99999999999ap+5},
    {"95.0", 0x1.7c00000000000p+6},
    {"1e22", 0x1.0f0cf064dd592p+73},
    {"1e23", 0x1.52d02c7e14af6p+76},
    {"9e22", 0x1.30ee8e7179044p+76},
    {"8.5e22", 0x1.1ffdbf6b2b2ebp+76},
    {"1e-22", 0x1.e392010175ee6p-74},
    {"1e-23", 0x1.82db34012b251p-77},
    {"3e-22", 0x1.6aad80c11872cp-72},
    {"123456789012345", 0x1.c12218377de40p+46},
    {"9007199254740991", 0x1.fffffffffffffp+52},
    {"9007199254740992", 0x1.0000000000000p+53},
    {"9007199254740993", 0x1.0000000000000p+53},
    {"9007199254740993.0000000000000000000001", 0x1.0000000000001p+53},
    {"9007199254740994", 0x1.0000000000001p+53},
    {"9007199254740995", 0x1.0000000000002p+53},
    {"18014398509481985", 0x1.0000000000000p+54},
    {"72057594037927933", 0x1.0000000000000p+56},
    {"72057594037927932", 0x1.0000000000000p+56},
    {"123456789012345678", 0x1.b69b4ba630f35p+56},
    {"1234567890123456789", 0x1.12210f47de981p+60},
    {"12345678901234567890", 0x1.56a95319d63e1p+63},
    {"18446744073709551615", 0x1.0000000000000p+64},
    {"18446744073709551616", 0x1.0000000000000p+64},
    {"99999999999999999999", 0x1.5af1d78b58c40p+66},
    {"0.1", 0x1.999999999999ap-4},
    {"0.2", 0x1.999999999999ap-3},
    {"0.3", 0x1.3333333333333p-2},
    {"0.30000000000000004", 0x1.3333333333334p-2},
    {"0.1234567890123456789", 0x1.f9add3746f65fp-4},
    {"2.2250738585072011e-308", 0x0.fffffffffffffp-1022},
    {"2.2250738585072014e-308", 0x1.0000000000000p-1022},
    {"2.2250738585072012e-308", 0x1.0000000000000p-1022},
    {"4.9406564584124654e-324", 0x0.0000000000001p-1022},
    {"2.4703282292062327e-324", 0.0},
    {"2.4703282292062328e-324", 0x0.0000000000001p-1022},
    {"2.47032822920623272088284396434110686182e-324", 0.0},
    {"2.47032822920623272088284396434110686183e-324", 0x0.0000000000001p-1022},
    {"1e-400", 0.0},
    {"1e-99999999999999999999", 0.0},
    {"1.7976931348623157e308", 0x1.fffffffffffffp+1023},
    {"1.7976931348623158e308", 0x1.fffffffffffffp+1023},
    {"179769313486231570000000000000000000000e270", 0x1.fffffffffffffp+1023},
    {"1.00000000000000011102230246251565404236316680908203125", 0x1.0000000000000p+0},
    {"1.00000000000000011102230246251565404236316680908203124", 0x1.0000000000000p+0},
    {"1.00000000000000011102230246251565404236316680908203126", 0x1.0000000000001p+0},
    {"1.000000000000000111022302462515654042363166809082031250000000000000001", 0x1.0000000000001p+0},
    {"6.631236846766476e-316", 0x0.0000008000000p-1022},
    {"3.2378839133029012895883524125015321748630094185e-319", 0x0.000000000ffffp-1022},
    {"7.3177701707893310e+15", 0x1.9ff792393edd3p+52},
    {"5.764607523034235e39", 0x1.0f0cf064dd592p+132},
    {"1.152921504606847e40", 0x1.0f0cf064dd592p+133},
    {"2.305843009213694e40", 0x1.0f0cf064dd592p+134},
    {"9.109383632e-31", 0x1.279dcc65949bfp-100},
    {"6.02214076e23", 0x1.fe185ca57c517p+78},
    {"35.36972983333333", 0x1.1af534ea342d7p+5},
    {"390.799991147468", 0x1.86cccc384776fp+8},
    {"8.327159897839756", 0x1.0a781808b91a4p+3},
    {"0.08500231183963437", 0x1.5c2b6256f8501p-4},
    {"0.000000000000000000000000000000000000000000123", 0x1.5f1a59c73408ep-143},
    {"1230000000000000000000000000000000000000000000", 0x1.b93da907bd0a4p+149},
    {"1230000000000000000000000000000000000000000000e-40", 0x1.e078000000000p+16},
    {"0.00000000000000000000012345e25", 0x1.34a0000000000p+10},
    {"8.41e21", 0x1.c7e83209e90b2p+72},
    {"8.4e21", 0x1.c75d6ae6e4814p+72},
    {"6929495644600919.5", 0x1.89e56ee5e7a58p+52},
    {"3.7455744005952583e15", 0x1.a9d28ff412a75p+51},
    {"459926601011.0e15", 0x1.7c713f0000000p+88},
};

static uint64_t bits(double value)
{
    uint64_t b;

    memcpy(&b, &value, sizeof b);
    return b;
}

static void numbers_are_rounded_correctly(void **state)
{
    size_t k;

    (void) state;
    for (k = 0; k < sizeof golden / sizeof *golden; k++) {
        double value = -1;

        assert_int_equal(titian_number_parse(golden[k].text, strlen(golden[k].text), &value), TITIAN_NUMBER_OK);
        if (bits(value) != bits(golden[k].value))
            fail_msg("%s gives %a, not %a", golden[k].text, value, golden[k].value);
    }
}

static uint64_t step(uint64_t *state)
{
    *state = *state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return *state >> 33;
}

static void any_decimal_reads_as_the_c_library_reads_it(void **state)
{
    uint64_t seed = 20260;
    size_t k;

    (void) state;
    for (k = 0; k < 200000; k++) {
        char text[64];
        size_t n = 0, digits = 1 + step(&seed) % 22, point = step(&seed) % 24, d;
        double value;

        if (step(&seed) % 2)
            text[n++] = '-';
        for (d = 0; d < digits; d++) {
            if (d == point)
                text[n++] = '.';
            text[n++] = (char) ('0' + step(&seed) % 10);
        }
        text[n] = '\0';
        if (step(&seed) % 2)
            snprintf(text + n, sizeof text - n, "e%d", (int) (step(&seed) % 660) - 330);
        if (titian_number_parse(text, strlen(text), &value) == TITIAN_NUMBER_OK) {
            if (bits(value) != bits(strtod(text, NULL)))
                fail_msg("%s gives %a, not %a", text, value, strtod(text, NULL));
        } else if (strtod(text, NULL) < 1e300 && strtod(text, NULL) > -1e300) {
            fail_msg("%s is a number", text);
        }
    }
}

static void empty_na_and_two_points_are_missing(void **state)
{
    static const char *const missing[] = {"", " ", "\t ", "NA", "..", " NA ", "\t.."};
    size_t k;

    (void) state;
    for (k = 0; k < sizeof missing / sizeof *missing; k++) {
        double value = 1;

        assert_int_equal(titian_number_parse(missing[k], strlen(missing[k]), &value), TITIAN_NUMBER_MISSING);
        assert_true(isnan(value));
    }
}

static void everything_else_is_a_fault(void **state)
{
    static const char *const faults[] = {"nan", "NaN", "inf", "-inf", "Infinity", "0x1f", "0x1p3", "12abc", "1e",
        "1e+", "e5", ".", "-", "+", "+-1", "--1", "1-", "1 2", "1,240", "1.2.3", "1e5.5", "1e5e5", "12%", "$1", "na",
        "Na", "n/a", "N/A", "...", ".. .", "NA NA", "1_000", "1'000",
        "\xE2\x88\x92"
        "3",
        "\xC2\xA0"
        "3",
        "1\n", "\n1", "1d5", "1f", "1L", "1e999", "-1e999", "1.7976931348623159e308", "2e308",
        "1e99999999999999999999", "\xD9\xA1"};
    size_t k;

    (void) state;
    for (k = 0; k < sizeof faults / sizeof *faults; k++) {
        double value = 1;

        if (titian_number_parse(faults[k], strlen(faults[k]), &value) != TITIAN_NUMBER_FAULT)
            fail_msg("%s passes", faults[k]);
        assert_true(isnan(value));
    }
}

static void only_the_bytes_given_are_read(void **state)
{
    double value;

    (void) state;
    assert_int_equal(titian_number_parse("12345", 2, &value), TITIAN_NUMBER_OK);
    assert_true(value == 12);
    assert_int_equal(titian_number_parse("1\0002", 3, &value), TITIAN_NUMBER_FAULT);
    assert_int_equal(titian_number_parse(" 7 ", 3, &value), TITIAN_NUMBER_OK);
    assert_true(value == 7);
}

static void a_million_digits_are_read(void **state)
{
    const size_t n = 1000000;
    char *text = malloc(n + 16);
    double value;

    (void) state;
    assert_non_null(text);
    memset(text, '0', n);
    text[0] = '1';
    memcpy(text + n, "e-999999", 9);
    assert_int_equal(titian_number_parse(text, n + 8, &value), TITIAN_NUMBER_OK);
    assert_true(value == 1);
    text[0] = '.';
    memcpy(text + n, "1e1000000", 10);
    assert_int_equal(titian_number_parse(text, n + 9, &value), TITIAN_NUMBER_OK);
    assert_true(value == 1);
    free(text);
}

/* The decimal comma of the process locale must neither be taken nor cut a number short. */
/* Too many digits, and powers of ten that need the C library, must end where the number does. */
static void what_stands_behind_a_number_is_not_read(void **state)
{
    static const struct {
        const char *text;
        size_t n;
        double value;
    } cases[] = {{"1e300e5", 5, 1e300}, {"1e309", 4, 1e30}, {"0.12345678901234567890123", 22, 0.12345678901234567890},
        {"123456789012345678901234567890", 21, 123456789012345678901.0}};

    (void) state;
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        double value = 0.0;

        assert_int_equal(titian_number_parse(cases[k].text, cases[k].n, &value), TITIAN_NUMBER_OK);
        assert_memory_equal(&value, &cases[k].value, sizeof value);
    }
}

static void the_locale_of_the_process_changes_nothing(void **state)
{
    static const char *const locales[] = {"de_DE.UTF-8", "de_DE.utf8", "de_DE", "fr_FR.UTF-8", "id_ID.UTF-8"};
    double value;
    size_t k;
    int found = 0;

    (void) state;
    for (k = 0; k < sizeof locales / sizeof *locales && !found; k++)
        found = setlocale(LC_ALL, locales[k]) != NULL && localeconv()->decimal_point[0] == ',';
    if (!found) {
        setlocale(LC_ALL, "C");
        skip();
    }
    assert_int_equal(titian_number_parse("12.5", 4, &value), TITIAN_NUMBER_OK);
    assert_true(value == 12.5);
    assert_int_equal(titian_number_parse("1.7976931348623157e308", 22, &value), TITIAN_NUMBER_OK);
    assert_true(value > 1.7e308);
    assert_int_equal(titian_number_parse("12,5", 4, &value), TITIAN_NUMBER_FAULT);
    setlocale(LC_ALL, "C");
}

static void a_year_is_four_digits_from_1000_to_2999(void **state)
{
    static const char *const none[] = {"", "999", "0999", "3000", "20x8", "2018.0", "+2018", "-2018", "20 18",
        "12018", "2018-Q1", "NA", "..", "2023/24", "\xD9\xA2\xD9\xA0"};
    size_t k;

    (void) state;
    assert_int_equal(titian_year_parse("1000", 4), 1000);
    assert_int_equal(titian_year_parse("2999", 4), 2999);
    assert_int_equal(titian_year_parse(" 2021 ", 6), 2021);
    assert_int_equal(titian_year_parse("20215", 4), 2021);
    for (k = 0; k < sizeof none / sizeof *none; k++) {
        if (titian_year_parse(none[k], strlen(none[k])) != 0)
            fail_msg("%s passes", none[k]);
    }
}

#define EMPTY "leave the cell empty if the value is not known"
#define PLAIN "write digits, with a point before the decimals and nothing else, such as 1240.5; " EMPTY

#define BESIDE "what stands beside it may mean thousands, millions or another unit"

static void advice_names_what_was_probably_meant(void **state)
{
    static const struct {
        const char *text, *advice;
    } cases[] = {
        {"$1,240.50", "write 1240.50 if that is the value; " BESIDE},
        {"-12,5 \xE2\x82\xAC", "write -12.5 if that is the value; " BESIDE},
        {"3 m", "write 3 if that is the value; " BESIDE},
        {"5k", "write 5 if that is the value; " BESIDE},
        {"about 7", "write 7 if that is the value; " BESIDE},
        {"$1,240", PLAIN}, /* what that is is open */
        {"1e999", "it is too large; check its exponent; " EMPTY},
        {"?", EMPTY},
        {"unknown", EMPTY},
        {"#DIV/0!", EMPTY},
        {"No data", EMPTY},
        {"1,24,5", PLAIN},
        {"1,2,3", PLAIN},
        {"high", PLAIN},
        {"inf", PLAIN},
        {"%", PLAIN},
        {"()", PLAIN},
        {"<", PLAIN},
        {"11111111111111111111111111111111111111111111111111111,5", PLAIN},
    };
    char advice[TITIAN_ADVICE];
    size_t k;

    (void) state;
    for (k = 0; k < sizeof cases / sizeof *cases; k++) {
        const titian_field field = {cases[k].text, strlen(cases[k].text)};

        assert_string_equal(titian_number_advice(advice, field), cases[k].advice);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_are_rounded_correctly),
        cmocka_unit_test(any_decimal_reads_as_the_c_library_reads_it),
        cmocka_unit_test(empty_na_and_two_points_are_missing),
        cmocka_unit_test(everything_else_is_a_fault),
        cmocka_unit_test(only_the_bytes_given_are_read),
        cmocka_unit_test(a_million_digits_are_read),
        cmocka_unit_test(what_stands_behind_a_number_is_not_read),
        cmocka_unit_test(the_locale_of_the_process_changes_nothing),
        cmocka_unit_test(a_year_is_four_digits_from_1000_to_2999),
        cmocka_unit_test(advice_names_what_was_probably_meant),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
