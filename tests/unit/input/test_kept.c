/* input/kept: tables as spreadsheets save them.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit/check.h"

#include <stdio.h>
#include <string.h>

#include "input/kept.h"

/* Records with "line:" in front and fields between bars; then what was told. */
static char heard[1024], told[2048];

static titian_status take(const titian_record *record, void *context, titian_error *err)
{
    size_t at = strlen(heard);

    (void) context;
    (void) err;
    at += (size_t) snprintf(heard + at, sizeof heard - at, "%zu:", record->line);
    for (size_t k = 0; k < record->n_fields; k++) {
        assert_int_equal(strlen(record->fields[k].text), record->fields[k].length);
        at += (size_t) snprintf(heard + at, sizeof heard - at, "%s|", record->fields[k].text);
    }
    return TITIAN_OK;
}

static void hear(const titian_error *problem, void *context)
{
    const size_t at = strlen(told);

    (void) context;
    (void) snprintf(told + at, sizeof told - at, "%s:%zu: %s\n%s\n", problem->file, problem->line, problem->message,
        problem->mend);
}

static titian_status take_malformed(const titian_error *problem, void *context)
{
    if (problem != NULL)
        hear(problem, context);
    return TITIAN_OK;
}

static titian_status read_bytes(const char *text, size_t n, titian_error *err)
{
    titian_problems problems = {.say = hear};
    const titian_csv_listener listener = {.take = take, .malformed = take_malformed};

    heard[0] = told[0] = '\0';
    return titian_kept_read("t.csv", text, n, &listener, &problems, err);
}

static void assert_read(const char *text, const char *records)
{
    titian_error err = {.code = TITIAN_OK};

    assert_int_equal(read_bytes(text, strlen(text), &err), TITIAN_OK);
    assert_string_equal(heard, records);
    assert_string_equal(told, "");
}

static void what_separates_the_header_separates_all(void **state)
{
    (void) state;
    assert_read("a,b\n1;2,3\n", "1:a|b|2:1;2|3|");
    assert_read("a;b\n1;2\n", "1:a|b|2:1|2|");
    assert_read("a\tb\n1,2\t3\n", "1:a|b|2:1,2|3|");
    assert_read("\xEF\xBB\xBF"
                "a|b\r\nx|y\r\n",
        "1:a|b|2:x|y|");
    assert_read("\"a;b;c\",d\n1,2\n", "1:a;b;c|d|2:1|2|");
    assert_read("sep=;\na,b;c\n1;2\n", "2:a,b|c|3:1|2|"); /* it decides, and the lines are those of the file */
    assert_read("alone\n1,5\n", "1:alone|2:1|5|");
    assert_read("\r\n \r\na;b\r\n1;2\r\n", "3:a|b|4:1|2|"); /* blank lines are no header */
    assert_read("", "");
}

static void what_a_spreadsheet_leaves_around_a_table_is_passed_over(void **state)
{
    (void) state;
    assert_read(";;\na;b;;\n1;;;\n;;;\n;2;;\n;;;\n;;\n", "2:a|b|3:1||5:|2|");
    assert_read("a,b,,\n1,2\n", "1:a|b|2:1|2|");         /* Excel leaves such ends away here and there */
    assert_read("a,b,,\n1,2,,3\n", "1:a|b|||2:1|2||3|"); /* a column without a name is one */
    assert_read("a,b,,\n1,2,3,\n", "1:a|b||2:1|2|3|");
    assert_read("a,b\n1,2,\n1,,2,\n", "1:a|b|2:1|2||3:1||2||"); /* a stray comma, by which others may have moved */
    assert_read("\"\";\"\"\n", "");
}

static titian_record record_of(char separator)
{
    return (titian_record){.separator = separator};
}

static titian_field field_of(const char *text)
{
    return (titian_field){text, strlen(text)};
}

static void assert_number(char separator, const char *text, double expected)
{
    const titian_record record = record_of(separator);
    double number = 0.0;

    assert_int_equal(titian_kept_number(&record, field_of(text), &number), TITIAN_NUMBER_OK);
    assert_true(number == expected);
    assert_false(titian_kept_is_twofold(&record, field_of(text)));
}

static void assert_no_number(char separator, const char *text, int twofold)
{
    const titian_record record = record_of(separator);
    double number = 0.0;

    assert_int_equal(titian_kept_number(&record, field_of(text), &number), TITIAN_NUMBER_FAULT);
    assert_int_equal(titian_kept_is_twofold(&record, field_of(text)), twofold);
}

static void decimal_commas_are_read_where_commas_separate_nothing(void **state)
{
    (void) state;
    assert_number(';', "0,5", 0.5);
    assert_number(';', " -12,25 ", -12.25);
    assert_number('\t', "+3,1415", 3.1415);
    assert_number('|', "1,5E-05", 1.5e-05);
    assert_number(';', "0.5", 0.5);
    assert_number(';', "1500000", 1500000.0);
    assert_number(';', "1,250E+03", 1250.0);
    assert_no_number(';', "1,2,3", 0);
    assert_no_number(';', ",5", 0);
    assert_no_number(';', "5,", 0);
    assert_no_number(';', "1,5 m", 0);
    assert_no_number(';', "1.234,5", 0);
    assert_no_number(';', "1.234.567", 0);
    assert_no_number(';', "1 234", 0);
    assert_no_number(';', "0,50000000000000000000000000000000000000000000000000000000000000000000", 0);
    assert_no_number(',', "0,5", 0); /* nothing says that this one is */
    assert_no_number('\0', "0,5", 0);
}

static void what_may_have_thousands_or_three_decimals_is_no_number(void **state)
{
    char advice[TITIAN_KEPT_ADVICE];

    (void) state;
    assert_no_number(';', "1,250", 1);
    assert_no_number(';', "1.250", 1);
    assert_no_number('\t', "-12,500", 1);
    assert_no_number('|', " 999.000 ", 1);
    assert_number(';', "0,125", 0.125); /* no thousands look so */
    assert_number(';', "-0.500", -0.5);
    assert_number(';', "1234,567", 1234.567);
    assert_number(';', "1,2500", 1.25);
    assert_number(',', "1.250", 1.25);
    assert_number('\0', "1.250", 1.25);
    assert_string_equal(titian_kept_advice(advice, field_of(" -12,500")),
        "can be read as -12500 and as -12.500\nwrite -12500, or -12,5000 with four decimals");
}

static void assert_points(const char *text, int several, const char *expected)
{
    const titian_record record = record_of(';');
    char out[64];

    assert_int_equal(titian_kept_with_points(out, &record, field_of(text), several), expected != NULL);
    if (expected != NULL)
        assert_string_equal(out, expected);
}

static void cells_of_several_numbers_have_blanks_between_them(void **state)
{
    const titian_record commas = record_of(',');
    char out[16];

    (void) state;
    assert_points("0,5 1,5", 1, "0.5 1.5");
    assert_points("[0, 100]", 1, "[0, 100]");
    assert_points("20, 40,5", 1, "20, 40.5");
    assert_points("minmax", 0, "minmax");
    assert_points("A,B", 1, "A,B"); /* codes */
    assert_points("", 1, "");
    assert_points("0,5", 0, "0.5");
    assert_points("20,40", 1, NULL); /* one number or two */
    assert_points("[0,5 1,5]", 1, NULL);
    assert_points("20,40,60", 0, NULL);
    assert_points("0 1.250", 1, NULL);
    assert_points("1,250", 0, NULL);
    assert_int_equal(titian_kept_with_points(out, &commas, field_of("20,40"), 1), 1);
    assert_string_equal(out, "20,40");
}

static void other_encodings_are_read_and_a_guess_is_told(void **state)
{
    titian_error err = {.code = TITIAN_OK};
    const char wide[] = "\xFF\xFE"
                        "a\0;\0b\0\n\0\xE9\0;\0"
                        "1\0,\0"
                        "5\0\n";

    (void) state;
    assert_int_equal(read_bytes(wide, sizeof wide, &err), TITIAN_OK);
    assert_string_equal(heard, "1:a|b|2:\xC3\xA9|1,5|");
    assert_string_equal(told, "");

    assert_int_equal(read_bytes("a;b\nSant\xE9;1\n", 12, &err), TITIAN_OK);
    assert_string_equal(heard, "1:a|b|2:Sant\xC3\xA9|1|");
    assert_string_equal(told,
        "t.csv:2: this file is not UTF-8; it is read as Windows-1252, in which this is \"Sant\xC3\xA9\"\n"
        "if that is not how it should read, save the file as UTF-8 (\"CSV UTF-8\" in Excel)\n");

    assert_int_equal(read_bytes("a;b\n\xCF\xF0\xE8\xE2\xE5\xF2;1\n", 13, &err), TITIAN_E_DATA);
    assert_string_equal(heard, "");
    assert_string_equal(told, ""); /* it is handed back */
    assert_string_equal(err.mend, "save the file as UTF-8 (\"CSV UTF-8\" in Excel)");
    assert_int_equal(err.line, 2);
}

static void malformed_records_are_told_with_their_lines(void **state)
{
    titian_error err = {.code = TITIAN_OK};
    const char text[] = "sep=;\na;b\nx\"y;1\n0,5;2\n";

    (void) state;
    assert_int_equal(read_bytes(text, strlen(text), &err), TITIAN_OK);
    assert_string_equal(heard, "2:a|b|4:0,5|2|");
    assert_non_null(strstr(told, "t.csv:3: "));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_separates_the_header_separates_all),
        cmocka_unit_test(what_a_spreadsheet_leaves_around_a_table_is_passed_over),
        cmocka_unit_test(decimal_commas_are_read_where_commas_separate_nothing),
        cmocka_unit_test(what_may_have_thousands_or_three_decimals_is_no_number),
        cmocka_unit_test(cells_of_several_numbers_have_blanks_between_them),
        cmocka_unit_test(other_encodings_are_read_and_a_guess_is_told),
        cmocka_unit_test(malformed_records_are_told_with_their_lines),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
