/* input/submissions and input/efforts: what they hold, and every fault with its place.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit/check.h"

#include <stdio.h>

#include <titian/efforts.h>
#include <titian/submissions.h>

/* Every problem that was told, one under the other. */
static char told[2048];

static void hear(const titian_error *problem, void *context)
{
    const size_t at = strlen(told);

    (void) context;
    (void) snprintf(told + at, sizeof told - at, "%s:%zu:%zu: %s\n", problem->file, problem->line, problem->column,
        problem->message);
}

static titian_status read_own(titian_submissions **out, const char *text)
{
    titian_problems problems = {.say = hear};

    told[0] = '\0';
    return titian_submissions_parse(out, "own.csv", text, strlen(text), &problems, NULL);
}

static titian_status read_efforts(titian_efforts **out, const char *text)
{
    titian_problems problems = {.say = hear};

    told[0] = '\0';
    return titian_efforts_parse(out, "e.csv", text, strlen(text), &problems, NULL);
}

static void a_row_gives_numbers_or_a_reason(void **state)
{
    titian_submissions *s = NULL;

    (void) state;
    assert_int_equal(read_own(&s, "uCode,iCode,Weight,Target,NotApplicable\nTLS,A,0.15,60,\nTLS,F,,55.5,\n"
                                  "TLS,SEA,,,\"landlocked, all of it\"\n"),
        TITIAN_OK);
    assert_string_equal(titian_submissions_file(s), "own.csv");
    assert_int_equal(titian_submissions_n(s), 3);
    assert_near(titian_submissions_at(s, 0)->weight, 0.15, 0.0);
    assert_near(titian_submissions_at(s, 1)->target, 55.5, 0.0);
    assert_true(isnan(titian_submissions_at(s, 1)->weight));
    assert_string_equal(titian_submissions_at(s, 1)->reason, "");
    assert_string_equal(titian_submissions_at(s, 2)->reason, "landlocked, all of it");
    assert_int_equal(titian_submissions_at(s, 2)->line, 4);
    titian_submissions_free(s);
    titian_submissions_free(NULL);
}

/* More rows than there is room for at first; and what unit and code make together is not what tells rows apart. */
static void rows_are_told_apart_by_unit_and_code(void **state)
{
    enum { N = 40 };
    char text[2048] = "uCode,iCode,Weight,Target,NotApplicable\nAB,C,,1,\nA,BC,,2,\n";
    titian_submissions *s = NULL;

    (void) state;
    for (size_t k = 0, at = strlen(text); k < N; k++)
        at += (size_t) snprintf(text + at, sizeof text - at, "U%zu,C%zu,,%zu,\n", k % 7, k, k + 3);
    assert_int_equal(read_own(&s, text), TITIAN_OK);
    assert_int_equal(titian_submissions_n(s), N + 2);
    for (size_t k = 0; k < N + 2; k++) {
        assert_near(titian_submissions_at(s, k)->target, (double) (k + 1), 0.0);
        assert_int_equal(titian_submissions_at(s, k)->line, k + 2);
    }
    assert_string_equal(titian_submissions_at(s, 1)->unit, "A");
    assert_string_equal(titian_submissions_at(s, N + 1)->code, "C39");
    titian_submissions_free(s);
}

static void every_fault_of_a_submission_is_told_with_its_place(void **state)
{
    titian_submissions *s = NULL;

    (void) state;
    assert_int_equal(read_own(&s, "uCode,iCode,Weight,Target,NotApplicable\nT,A,3,,\nT,A,,-2,\nT,A,,,\n"
                                  "T,A,0.5,,none\nT,A,0.5,,\nT,A,,50,\nT,B\n"),
        TITIAN_E_DATA);
    assert_null(s);
    assert_string_equal(told, "own.csv:2:3: \"3\" is no weight\n"
                              "own.csv:3:4: \"-2\" is no target\n"
                              "own.csv:4:3: the row says nothing\n"
                              "own.csv:5:5: what does not apply has no weight and no target\n"
                              "own.csv:7:2: a second row for \"A\"\n"
                              "own.csv:8:0: 2 fields, but the header has 5\n");
    assert_int_equal(read_own(&s, "uCode,iCode,Weight\n"), TITIAN_E_DATA);
    assert_string_equal(told, "own.csv:1:4: the header is not uCode,iCode,Weight,Target,NotApplicable\n");
    assert_int_equal(read_own(&s, ""), TITIAN_E_DATA);
}

static void an_empty_cost_is_that_of_the_class(void **state)
{
    titian_efforts *e = NULL;

    (void) state;
    assert_int_equal(
        read_efforts(&e, "iCode,Class,Cost\nA,legal,\nB,institutional,\nC,infrastructure,\nD,legal,0.5\n"),
        TITIAN_OK);
    assert_int_equal(titian_efforts_n(e), 4);
    assert_near(titian_efforts_find(e, "A")->cost, 1.0, 0.0);
    assert_near(titian_efforts_find(e, "B")->cost, 2.0, 0.0);
    assert_near(titian_efforts_find(e, "C")->cost, 4.0, 0.0);
    assert_near(titian_efforts_find(e, "D")->cost, 0.5, 0.0);
    assert_int_equal(titian_efforts_find(e, "D")->effort, TITIAN_EFFORT_LEGAL);
    assert_null(titian_efforts_find(e, "E"));
    titian_efforts_free(e);
    titian_efforts_free(NULL);
}

static void every_fault_of_an_effort_is_told_with_its_place(void **state)
{
    titian_efforts *e = NULL;

    (void) state;
    assert_int_equal(read_efforts(&e, "iCode,Class,Cost\nA,law,\nB,legal,0\nC,legal,\nC,legal,\n"), TITIAN_E_DATA);
    assert_null(e);
    assert_string_equal(told, "e.csv:2:2: \"law\" is no class of effort\n"
                              "e.csv:3:3: \"0\" is no cost of a point\n"
                              "e.csv:5:1: a second row for \"C\"\n");
    assert_int_equal(read_efforts(&e, "iCode,Kind,Cost\n"), TITIAN_E_DATA);
    assert_string_equal(told, "e.csv:1:2: the header is not iCode,Class,Cost\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_row_gives_numbers_or_a_reason),
        cmocka_unit_test(rows_are_told_apart_by_unit_and_code),
        cmocka_unit_test(every_fault_of_a_submission_is_told_with_its_place),
        cmocka_unit_test(an_empty_cost_is_that_of_the_class),
        cmocka_unit_test(every_fault_of_an_effort_is_told_with_its_place),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
