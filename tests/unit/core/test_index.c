/* core/index.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit/check.h"

#include <stdio.h>

#include <titian/panel.h>

#include "core/index.h"

static void an_empty_index_finds_nothing(void **state)
{
    titian_index index = TITIAN_INDEX_EMPTY;

    (void) state;
    assert_true(titian_index_find(&index, "IDN", 3) == TITIAN_NONE);
    titian_index_free(&index);
}

static void every_key_is_found_at_its_position(void **state)
{
    titian_index index = TITIAN_INDEX_EMPTY;
    char key[32];

    (void) state;
    for (size_t k = 0; k < 5000; k++) {
        const int n = snprintf(key, sizeof key, "unit%zu", k);

        assert_int_equal(titian_index_add(&index, key, (size_t) n, k), 0);
    }
    for (size_t k = 0; k < 5000; k++) {
        const int n = snprintf(key, sizeof key, "unit%zu", k);

        assert_int_equal(titian_index_find(&index, key, (size_t) n), k);
    }
    titian_index_free(&index);
}

/* Whatever the order: in that of their addition, backwards, again and again, and what is not there. */
static void the_next_key_is_the_same_as_any(void **state)
{
    titian_index index = TITIAN_INDEX_EMPTY;
    size_t next = 0;
    char key[32];

    (void) state;
    assert_true(titian_index_find_next(&index, "unit0", 5, &next) == TITIAN_NONE);
    for (size_t k = 0; k < 300; k++) {
        const int n = snprintf(key, sizeof key, "unit%zu", k);

        assert_int_equal(titian_index_add(&index, key, (size_t) n, 1000 + k), 0);
    }
    for (size_t turn = 0; turn < 3; turn++)
        for (size_t k = 0; k < 300; k++) {
            const size_t wanted = turn == 1 ? 299 - k : k;
            const int n = snprintf(key, sizeof key, "unit%zu", wanted);

            assert_int_equal(titian_index_find_next(&index, key, (size_t) n, &next), 1000 + wanted);
            assert_int_equal(next, wanted + 1);
            assert_true(titian_index_find_next(&index, "unit", 4, &next) == TITIAN_NONE);
        }
    titian_index_renumber(&index, NULL);
    assert_int_equal(titian_index_find_next(&index, "unit7", 5, &next), 1007);
    titian_index_free(&index);
}

static void a_key_keeps_its_first_position(void **state)
{
    titian_index index = TITIAN_INDEX_EMPTY;

    (void) state;
    assert_int_equal(titian_index_add(&index, "KEN", 3, 7), 0);
    assert_int_equal(titian_index_add(&index, "KEN", 3, 8), 0);
    assert_int_equal(titian_index_find(&index, "KEN", 3), 7);
    titian_index_free(&index);
}

static void keys_are_bytes_of_a_length(void **state)
{
    titian_index index = TITIAN_INDEX_EMPTY;

    (void) state;
    assert_int_equal(titian_index_add(&index, "KENYA", 3, 1), 0);
    assert_int_equal(titian_index_add(&index, "", 0, 2), 0);
    assert_int_equal(titian_index_find(&index, "KEN", 3), 1);
    assert_true(titian_index_find(&index, "KENYA", 5) == TITIAN_NONE);
    assert_true(titian_index_find(&index, "ken", 3) == TITIAN_NONE);
    assert_int_equal(titian_index_find(&index, "", 0), 2);
    titian_index_free(&index);
}

static void kept_keys_and_copied_ones_are_renumbered(void **state)
{
    static const char kept[] = "RWA";
    static const uint32_t to[] = {2, 0, 1};
    titian_index index = TITIAN_INDEX_EMPTY;

    (void) state;
    titian_index_renumber(&index, to);
    assert_int_equal(titian_index_add(&index, "KEN", 3, 0), 0);
    assert_int_equal(titian_index_add_kept(&index, kept, 3, 1), 0);
    assert_int_equal(titian_index_add(&index, "UGA", 3, 2), 0);
    titian_index_renumber(&index, to);
    assert_int_equal(titian_index_find(&index, "KEN", 3), 2);
    assert_int_equal(titian_index_find(&index, "RWA", 3), 0);
    assert_int_equal(titian_index_find(&index, "UGA", 3), 1);
    titian_index_renumber(&index, NULL);
    assert_int_equal(titian_index_find(&index, "UGA", 3), 1);
    titian_index_free(&index);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_empty_index_finds_nothing),
        cmocka_unit_test(every_key_is_found_at_its_position),
        cmocka_unit_test(the_next_key_is_the_same_as_any),
        cmocka_unit_test(a_key_keeps_its_first_position),
        cmocka_unit_test(keys_are_bytes_of_a_length),
        cmocka_unit_test(kept_keys_and_copied_ones_are_renumbered),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
