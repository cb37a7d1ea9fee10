/* core/status.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit/check.h"

#include <titian/status.h>

static void every_status_has_a_text_of_its_own(void **state)
{
    static const titian_status all[] = {
#define X(name, value, text) TITIAN_##name,
        TITIAN_STATUS_LIST(X)
#undef X
    };
    const size_t n = sizeof all / sizeof *all;

    (void) state;
    for (size_t a = 0; a < n; a++) {
        assert_string_not_equal(titian_status_text(all[a]), "an unknown status");
        for (size_t b = a + 1; b < n; b++) {
            assert_int_not_equal(all[a], all[b]);
            assert_string_not_equal(titian_status_text(all[a]), titian_status_text(all[b]));
        }
    }
    assert_string_equal(titian_status_text((titian_status) 12345), "an unknown status");
}

static void values_of_statuses_never_change(void **state)
{
    (void) state;
    assert_int_equal(TITIAN_OK, 0);
    assert_int_equal(TITIAN_E_MEMORY, -1);
    assert_int_equal(TITIAN_E_MODEL, -2);
    assert_int_equal(TITIAN_E_DATA, -3);
    assert_int_equal(TITIAN_E_FILE, -4);
    assert_int_equal(TITIAN_E_USAGE, -5);
    assert_int_equal(TITIAN_E_NUMERIC, -6);
    assert_int_equal(TITIAN_E_INTERNAL, -7);
}

static void the_text_after_a_newline_is_the_mend(void **state)
{
    titian_error err;
    const titian_status status =
        titian_fail_at(&err, TITIAN_E_DATA, "east.csv", 14, 6, "\"%s\" is not a number\nwrite %d", "1,240", 1240);

    (void) state;
    assert_int_equal(status, TITIAN_E_DATA);
    assert_int_equal(err.code, TITIAN_E_DATA);
    assert_int_equal(err.warning, 0);
    assert_string_equal(err.file, "east.csv");
    assert_int_equal(err.line, 14);
    assert_int_equal(err.column, 6);
    assert_string_equal(err.message, "\"1,240\" is not a number");
    assert_string_equal(err.mend, "write 1240");
}

static void an_error_without_a_place_has_none(void **state)
{
    titian_error err;

    (void) state;
    memset(&err, 'x', sizeof err);
    assert_int_equal(titian_fail(&err, TITIAN_E_USAGE, "no"), TITIAN_E_USAGE);
    assert_string_equal(err.file, "");
    assert_int_equal(err.line, 0);
    assert_int_equal(err.column, 0);
    assert_string_equal(err.message, "no");
    assert_string_equal(err.mend, "");
}

static void nobody_need_listen(void **state)
{
    (void) state;
    assert_int_equal(titian_fail(NULL, TITIAN_E_MODEL, "unheard"), TITIAN_E_MODEL);
    assert_int_equal(titian_fail_at(NULL, TITIAN_E_MODEL, "f", 1, 1, "unheard"), TITIAN_E_MODEL);
    titian_problem_at(NULL, TITIAN_E_DATA, "f", 1, 1, "unheard");
    titian_warning_at(NULL, "f", 1, 1, "unheard");
}

static void a_long_text_is_cut_between_characters(void **state)
{
    titian_error err;
    char text[3 * TITIAN_ERROR_TEXT];
    size_t n;

    (void) state;
    /* two bytes a character, beginning at an odd place: a cut at the full size would halve one */
    text[0] = 'x';
    for (size_t k = 1; k + 2 < sizeof text; k += 2)
        memcpy(text + k, "é", 3);
    titian_fail(&err, TITIAN_E_DATA, "%s", text);
    n = strlen(err.message);
    assert_in_range(n, TITIAN_ERROR_TEXT - 3, TITIAN_ERROR_TEXT - 1);
    assert_memory_equal(err.message + n - 2, "é", 2);
}

static void a_word_is_cut_between_characters(void **state)
{
    titian_error err;

    (void) state;
    titian_fail(&err, TITIAN_E_DATA, "unit %.4s and %.3s\ngive %.2s", "aéé", "–x", "€");
    assert_string_equal(err.message, "unit aé and –");
    assert_string_equal(err.mend, "give ");
}

static size_t said;
static void count_said(const titian_error *problem, void *context)
{
    assert_ptr_equal(context, &said);
    assert_int_equal(problem->warning, problem->code == TITIAN_OK);
    said++;
}

static void problems_and_warnings_are_counted_apart(void **state)
{
    titian_problems problems = {.say = count_said, .context = &said};

    (void) state;
    said = 0;
    titian_problem_at(&problems, TITIAN_E_DATA, "a.csv", 2, 3, "one");
    titian_problem_at(&problems, TITIAN_E_DATA, "a.csv", 3, 3, "two");
    titian_warning_at(&problems, "a.csv", 4, 0, "three");
    assert_int_equal(problems.n_errors, 2);
    assert_int_equal(problems.n_warnings, 1);
    assert_int_equal(said, 3);
}

static void problems_without_a_listener_are_only_counted(void **state)
{
    titian_problems problems = {.say = NULL};

    (void) state;
    titian_problem_at(&problems, TITIAN_E_MODEL, NULL, 0, 0, "one");
    assert_int_equal(problems.n_errors, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_status_has_a_text_of_its_own),
        cmocka_unit_test(values_of_statuses_never_change),
        cmocka_unit_test(the_text_after_a_newline_is_the_mend),
        cmocka_unit_test(an_error_without_a_place_has_none),
        cmocka_unit_test(nobody_need_listen),
        cmocka_unit_test(a_long_text_is_cut_between_characters),
        cmocka_unit_test(a_word_is_cut_between_characters),
        cmocka_unit_test(problems_and_warnings_are_counted_apart),
        cmocka_unit_test(problems_without_a_listener_are_only_counted),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
