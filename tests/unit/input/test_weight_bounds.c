/* input/weight_bounds.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit/check.h"

#include <stdio.h>

#include <titian/weight_bounds.h>

/* Every problem that was told, one under the other. */
static char told[2048];

static void hear(const titian_error *problem, void *context)
{
    const size_t at = strlen(told);

    (void) context;
    (void) snprintf(told + at, sizeof told - at, "%s:%zu:%zu: %s\n", problem->file, problem->line, problem->column,
        problem->message);
}

static titian_status parse(titian_weight_bounds **out, const char *text)
{
    titian_problems problems = {.say = hear};
    titian_error err;

    told[0] = '\0';
    return titian_weight_bounds_parse(out, "b.csv", text, strlen(text), &problems, &err);
}

static void an_empty_field_leaves_a_weight_as_free_as_it_was(void **state)
{
    titian_weight_bounds *bounds = NULL;

    (void) state;
    assert_int_equal(parse(&bounds, "iCode,Lower,Upper\nA,0.1,0.4\n\"B, b\",,0.5\nC,0.25,\n"), TITIAN_OK);
    assert_int_equal(titian_weight_bounds_n(bounds), 3);
    assert_string_equal(titian_weight_bounds_file(bounds), "b.csv");
    assert_string_equal(titian_weight_bounds_at(bounds, 1)->code, "B, b");
    assert_near(titian_weight_bounds_at(bounds, 0)->low, 0.1, 0.0);
    assert_near(titian_weight_bounds_at(bounds, 0)->high, 0.4, 0.0);
    assert_near(titian_weight_bounds_at(bounds, 1)->low, 0.0, 0.0);
    assert_near(titian_weight_bounds_at(bounds, 2)->high, 1.0, 0.0);
    assert_int_equal(titian_weight_bounds_at(bounds, 2)->line, 4);
    titian_weight_bounds_free(bounds);
    titian_weight_bounds_free(NULL);
}

static void every_fault_is_told_with_its_place(void **state)
{
    titian_weight_bounds *bounds = NULL;

    (void) state;
    assert_int_equal(
        parse(&bounds, "iCode,Lower,Upper\nA,x,1\nB,0,1.5\nC,0.6,0.5\nD,0,1\nD,0,1\nE,0\nF,-0.1,\n"), TITIAN_E_DATA);
    assert_null(bounds);
    assert_string_equal(told, "b.csv:2:2: \"x\" is no share\n"
                              "b.csv:3:3: \"1.5\" is no share\n"
                              "b.csv:4:2: the lower bound is above the upper one\n"
                              "b.csv:6:1: a second row for \"D\"\n"
                              "b.csv:7:0: 2 fields, but the header has 3\n"
                              "b.csv:8:2: \"-0.1\" is no share\n");
}

static void another_header_is_told_once(void **state)
{
    titian_weight_bounds *bounds = NULL;

    (void) state;
    assert_int_equal(parse(&bounds, "code,low,high\nA,0,1\nB,0\n"), TITIAN_E_DATA);
    assert_string_equal(told, "b.csv:1:1: the header is not iCode,Lower,Upper\n");
    assert_int_equal(parse(&bounds, ""), TITIAN_E_DATA);
    assert_string_equal(told, "b.csv:1:0: the file is empty\n");
    assert_int_equal(parse(&bounds, "iCode,Lower,Upper\n\"A,0,1\n"), TITIAN_E_DATA);
    assert_null(bounds);
}

static void without_a_listener_the_first_fault_is_the_error(void **state)
{
    static const char text[] = "iCode,Lower,Upper\nA,0,1\nB,2,\nC,3,\n";
    titian_weight_bounds *bounds = NULL;
    titian_error err;

    (void) state;
    assert_int_equal(titian_weight_bounds_parse(&bounds, "b.csv", text, sizeof text - 1, NULL, &err), TITIAN_E_DATA);
    assert_int_equal(err.line, 3);
    assert_string_equal(err.message, "\"2\" is no share");
    assert_int_equal(titian_weight_bounds_read(&bounds, "no/such/file.csv", NULL, &err), TITIAN_E_FILE);
    assert_null(bounds);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_empty_field_leaves_a_weight_as_free_as_it_was),
        cmocka_unit_test(every_fault_is_told_with_its_place),
        cmocka_unit_test(another_header_is_told_once),
        cmocka_unit_test(without_a_listener_the_first_fault_is_the_error),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
