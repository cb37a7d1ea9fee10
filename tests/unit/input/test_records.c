/* input/records.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit/check.h"

#include <stdio.h>

#include <titian/records.h>

/* Every problem that was told, one under the other. */
static char told[2048];

static void hear(const titian_error *problem, void *context)
{
    const size_t at = strlen(told);

    (void) context;
    (void) snprintf(told + at, sizeof told - at, "%s:%zu:%zu: %s\n", problem->file, problem->line, problem->column,
        problem->message);
}

static titian_status parse(titian_records **out, titian_records_kind kind, const char *text)
{
    titian_problems problems = {.say = hear};
    titian_error err;

    told[0] = '\0';
    return titian_records_parse(out, kind, "r.csv", text, strlen(text), &problems, &err);
}

static void cells_are_texts_and_numbers(void **state)
{
    titian_records *records = NULL;

    (void) state;
    assert_int_equal(parse(&records, TITIAN_RECORDS_LISTS,
                         "list,uCode,valid_from,valid_to,source\nLDC,TLS,2003,,UN CDP\nLDC,TLS,,1999,\n"),
        TITIAN_OK);
    assert_int_equal(titian_records_n(records), 2);
    assert_string_equal(titian_records_file(records, 1), "r.csv");
    assert_int_equal(titian_records_line(records, 1), 3);
    assert_string_equal(titian_records_text(records, 0, TITIAN_LISTS_UNIT), "TLS");
    assert_near(titian_records_number(records, 0, TITIAN_LISTS_FROM), 2003.0, 0.0);
    assert_true(isnan(titian_records_number(records, 0, TITIAN_LISTS_TO)));
    assert_string_equal(titian_records_text(records, 1, TITIAN_LISTS_SOURCE), "");
    titian_records_free(records);
    titian_records_free(NULL);
}

static void every_fault_is_told_with_its_place(void **state)
{
    titian_records *records = NULL;

    (void) state;
    assert_int_equal(parse(&records, TITIAN_RECORDS_LISTS,
                         "list,uCode,valid_from,valid_to,source\n,TLS,,,\nL,TLS,2003.5,,\nL,TLS,2003,2002,\n"),
        TITIAN_E_DATA);
    assert_null(records);
    assert_string_equal(told, "r.csv:2:1: \"\" is no list\nr.csv:3:3: \"2003.5\" is no valid_from\n"
                              "r.csv:4:4: valid_to is before valid_from\n");
    assert_int_equal(parse(&records, TITIAN_RECORDS_OVERRIDES,
                         "uCode,action,amount,author,date,reason\nA,fix,1,me,2024-02-29,\nA,fix,-1,me,2024-02-29,so\n"
                         "A,fix,2,me,2024-02-29,so\nA,exclude,,me,2024-02-29,so\nB,fix,,me,2024-02-29,so\n"
                         "B,include,3,me,2024-02-29,so\nB,drop,,me,2024-02-29,so\nB,include,,me,2023-02-29,so\n"
                         "B,include,,me,29.2.2024,so\n"),
        TITIAN_E_DATA);
    assert_string_equal(told, "r.csv:2:6: \"\" is no reason\nr.csv:3:3: \"-1\" is no amount\n"
                              "r.csv:5:1: a second row for \"A\"\nr.csv:6:3: fix has no amount\n"
                              "r.csv:7:3: only fix has an amount\nr.csv:8:2: \"drop\" is no action\n"
                              "r.csv:9:5: \"2023-02-29\" is no date\nr.csv:10:5: \"29.2.2024\" is no date\n");
}

static void another_header_is_told_with_the_right_one(void **state)
{
    titian_records *records = NULL;

    (void) state;
    for (titian_records_kind kind = 0; kind < TITIAN_N_RECORDS; kind++) {
        assert_int_equal(parse(&records, kind, "uCode,amount,author\nA,1,me\n"), TITIAN_E_DATA);
        assert_non_null(strstr(told, titian_records_header(kind)));
        assert_int_equal(parse(&records, kind, ""), TITIAN_E_DATA);
        assert_string_equal(told, "r.csv:1:0: the file is empty\n");
    }
    assert_int_equal(
        titian_records_read(&records, TITIAN_RECORDS_LISTS, "no/such/file.csv", NULL, NULL), TITIAN_E_FILE);
    assert_null(records);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cells_are_texts_and_numbers),
        cmocka_unit_test(every_fault_is_told_with_its_place),
        cmocka_unit_test(another_header_is_told_with_the_right_one),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
