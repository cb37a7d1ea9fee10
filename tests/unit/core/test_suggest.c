/* core/suggest.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit/check.h"

#include <titian/panel.h>
#include <titian/suggest.h>

#include "core/near.h"

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

/* By the definition, without leaving anything out (Optimal string alignment). */
static size_t distance(const char *a, const char *b)
{
    size_t table[12][12], n = strlen(a), m = strlen(b);

    for (size_t i = 0; i <= n; i++) {
        for (size_t j = 0; j <= m; j++) {
            size_t d = i == 0 ? j : j == 0 ? i : table[i - 1][j - 1] + (a[i - 1] != b[j - 1]);

            if (i > 0 && table[i - 1][j] + 1 < d)
                d = table[i - 1][j] + 1;
            if (j > 0 && table[i][j - 1] + 1 < d)
                d = table[i][j - 1] + 1;
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] && table[i - 2][j - 2] + 1 < d)
                d = table[i - 2][j - 2] + 1;
            table[i][j] = d;
        }
    }
    return table[n][m];
}

static void draw_word(char word[12], unsigned *state)
{
    size_t n = 1 + (*state = *state * 1664525u + 1013904223u) / 65536u % 11;

    for (size_t k = 0; k < n; k++)
        word[k] = "abcd"[(*state = *state * 1664525u + 1013904223u) / 65536u % 4];
    word[n] = '\0';
}

static void what_is_left_out_of_the_comparison_changes_nothing(void **unused)
{
    unsigned state = 1;

    (void) unused;
    for (size_t k = 0; k < 20000; k++) {
        char a[12], b[12];
        titian_near_word word, other;

        draw_word(a, &state);
        draw_word(b, &state);
        assert_true(titian_near_prepare(&word, a, strlen(a)) && titian_near_prepare(&other, b, strlen(b)));
        for (size_t most = 0; most < 13; most++) {
            const size_t d = distance(a, b);

            assert_int_equal(titian_near_distance(&word, &other, most), d < most ? d : most);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_slip_of_the_finger_is_recognised),
        cmocka_unit_test(a_different_word_is_not_suggested),
        cmocka_unit_test(an_empty_or_endless_word_has_no_neighbour),
        cmocka_unit_test(the_first_of_two_equally_near_words_wins),
        cmocka_unit_test(what_is_left_out_of_the_comparison_changes_nothing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
