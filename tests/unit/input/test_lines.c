/* input/lines.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit/check.h"

#include <stdio.h>

#include <titian/lines.h>

/* Every problem that was told, one under the other. */
static char told[2048];

static void hear(const titian_error *problem, void *context)
{
    const size_t at = strlen(told);

    (void) context;
    (void) snprintf(told + at, sizeof told - at, "%s:%zu:%zu: %s\n", problem->file, problem->line, problem->column,
        problem->message);
}

static titian_status parse(titian_lines **out, const char *text)
{
    titian_problems problems = {.say = hear};
    titian_error err;

    told[0] = '\0';
    return titian_lines_parse(out, "l.csv", text, strlen(text), &problems, &err);
}

static void a_file_may_have_weights(void **state)
{
    titian_lines *lines = NULL;

    (void) state;
    assert_int_equal(parse(&lines, "iCode,Line,Weight\nA,60,0.5\n\"B, b\",0.1,0\n"), TITIAN_OK);
    assert_int_equal(titian_lines_n(lines), 2);
    assert_string_equal(titian_lines_file(lines), "l.csv");
    assert_near(titian_lines_find(lines, "A")->line, 60.0, 0.0);
    assert_near(titian_lines_find(lines, "A")->weight, 0.5, 0.0);
    assert_near(titian_lines_find(lines, "B, b")->weight, 0.0, 0.0);
    assert_int_equal(titian_lines_at(lines, 1)->row, 3);
    assert_null(titian_lines_find(lines, "C"));
    titian_lines_free(lines);
    titian_lines_free(NULL);
}

static void without_the_column_weights_are_missing(void **state)
{
    titian_lines *lines = NULL;

    (void) state;
    assert_int_equal(parse(&lines, "iCode,Line\nA,60\n"), TITIAN_OK);
    assert_true(isnan(titian_lines_at(lines, 0)->weight));
    titian_lines_free(lines);
}

static void every_fault_is_told_with_its_place(void **state)
{
    titian_lines *lines = NULL;

    (void) state;
    assert_int_equal(
        parse(&lines, "iCode,Line,Weight\nA,x,1\nB,0,1\nC,,1\nD,5,-1\nE,5,\nF,5,1\nF,6,1\nG,5\n"), TITIAN_E_DATA);
    assert_null(lines);
    assert_string_equal(told, "l.csv:2:2: \"x\" is no line\n"
                              "l.csv:3:2: \"0\" is no line\n"
                              "l.csv:4:2: \"\" is no line\n"
                              "l.csv:5:3: \"-1\" is no weight\n"
                              "l.csv:6:3: \"\" is no weight\n"
                              "l.csv:8:1: a second row for \"F\"\n"
                              "l.csv:9:0: 2 fields, but the header has 3\n");
}

static void another_header_is_told_once(void **state)
{
    static const char *const headers[] = {"code,Line\nA,1\n", "iCode\nA\n", "iCode,Line,Weight,Note\nA,1,1,x\n"};
    static const int columns[] = {1, 2, 4};
    titian_lines *lines = NULL;
    char wanted[128];

    (void) state;
    for (size_t k = 0; k < 3; k++) {
        (void) snprintf(
            wanted, sizeof wanted, "l.csv:1:%d: the header is not iCode,Line or iCode,Line,Weight\n", columns[k]);
        assert_int_equal(parse(&lines, headers[k]), TITIAN_E_DATA);
        assert_string_equal(told, wanted);
    }
    assert_int_equal(parse(&lines, ""), TITIAN_E_DATA);
    assert_string_equal(told, "l.csv:1:0: the file is empty\n");
    assert_null(lines);
}

static void a_file_that_is_not_there_is_no_file(void **state)
{
    titian_lines *lines = NULL;
    titian_error err;

    (void) state;
    assert_int_equal(titian_lines_read(&lines, "no/such/file.csv", NULL, &err), TITIAN_E_FILE);
    assert_null(lines);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_file_may_have_weights),
        cmocka_unit_test(without_the_column_weights_are_missing),
        cmocka_unit_test(every_fault_is_told_with_its_place),
        cmocka_unit_test(another_header_is_told_once),
        cmocka_unit_test(a_file_that_is_not_there_is_no_file),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
