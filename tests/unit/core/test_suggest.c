/* core/suggest.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit/check.h"

#include <titian/panel.h>
#include <titian/suggest.h>

static const char *const words[] = {"minmax", "zscore", "goalposts", "rank", "none"};
enum { N_WORDS = sizeof words / sizeof *words };

static void a_slip_of_the_finger_is_recognised(void **state)
{
    (void) state;
    assert_int_equal(titian_suggest("minmx", words, N_WORDS), 0);     /* a letter lost */
    assert_int_equal(titian_suggest("zsccore", words, N_WORDS), 1);   /* a letter added */
    assert_int_equal(titian_suggest("goalpists", words, N_WORDS), 2); /* a letter changed */
    assert_int_equal(titian_suggest("rnak", words, N_WORDS), 3);      /* two neighbours swapped */
    assert_int_equal(titian_suggest("GoalPosts", words, N_WORDS), 2); /* another case */
}

static void a_different_word_is_not_suggested(void **state)
{
    (void) state;
    assert_true(titian_suggest("percentile", words, N_WORDS) == TITIAN_NONE);
    assert_true(titian_suggest("x", words, N_WORDS) == TITIAN_NONE);
}

static void an_empty_or_endless_word_has_no_neighbour(void **state)
{
    char endless[200];

    (void) state;
    memset(endless, 'a', sizeof endless);
    endless[sizeof endless - 1] = '\0';
    assert_true(titian_suggest("", words, N_WORDS) == TITIAN_NONE);
    assert_true(titian_suggest(endless, words, N_WORDS) == TITIAN_NONE);
    assert_true(titian_suggest("rank", words, 0) == TITIAN_NONE);
}

static void the_first_of_two_equally_near_words_wins(void **state)
{
    static const char *const near[] = {"bat", "cat"};

    (void) state;
    assert_int_equal(titian_suggest("rat", near, 2), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_slip_of_the_finger_is_recognised),
        cmocka_unit_test(a_different_word_is_not_suggested),
        cmocka_unit_test(an_empty_or_endless_word_has_no_neighbour),
        cmocka_unit_test(the_first_of_two_equally_near_words_wins),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
