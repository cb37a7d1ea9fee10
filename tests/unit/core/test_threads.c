/* core/threads: every part is done once, by whomever.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit/check.h"

#include <stdlib.h>

#include "core/threads.h"

enum { MANY = 100003 };

static void count_units(void *of, size_t first, size_t end)
{
    unsigned char *times = of;

    for (size_t i = first; i < end; i++)
        times[i]++;
}

static void expect_once(size_t n)
{
    unsigned char *times = calloc(n + 1, 1);

    assert_non_null(times);
    titian_share_units(n, count_units, times);
    for (size_t i = 0; i < n; i++)
        assert_int_equal(times[i], 1);
    assert_int_equal(times[n], 0);
    free(times);
}

static void every_unit_is_done_once(void **state)
{
    static const size_t n[] = {0, 1, 8191, 8192, 8193, 19999, 20000, MANY};

    (void) state;
    for (size_t k = 0; k < sizeof n / sizeof *n; k++)
        expect_once(n[k]);
}

static void note_thread(void *of, size_t part, size_t thread)
{
    size_t *thread_of = of;

    thread_of[part] = thread + 1;
}

static void few_units_are_worth_one_thread(void **state)
{
    size_t thread_of[5] = {0};

    (void) state;
    assert_int_equal(titian_threads_for(218), 1);
    titian_share(5, 1, note_thread, thread_of);
    for (size_t k = 0; k < 5; k++)
        assert_int_equal(thread_of[k], 1);
}

static void threads_are_those_that_were_asked_for(void **state)
{
    const size_t n = titian_threads_for(MANY);
    size_t thread_of[64] = {0};

    (void) state;
    titian_share(64, n, note_thread, thread_of);
    for (size_t k = 0; k < 64; k++)
        assert_true(thread_of[k] >= 1 && thread_of[k] <= n);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_unit_is_done_once),
        cmocka_unit_test(few_units_are_worth_one_thread),
        cmocka_unit_test(threads_are_those_that_were_asked_for),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
