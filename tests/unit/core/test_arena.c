/* core/arena.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit/check.h"

#include <stdalign.h>

#include "core/arena.h"

static void every_piece_is_zeroed_and_aligned(void **state)
{
    titian_arena arena = TITIAN_ARENA_EMPTY;

    (void) state;
    for (size_t size = 1; size < 200; size++) {
        const unsigned char *piece = titian_arena_alloc(&arena, size);

        assert_non_null(piece);
        assert_int_equal((uintptr_t) piece % alignof(max_align_t), 0);
        for (size_t k = 0; k < size; k++)
            assert_int_equal(piece[k], 0);
    }
    titian_arena_free(&arena);
}

static void pieces_do_not_overlap(void **state)
{
    titian_arena arena = TITIAN_ARENA_EMPTY;
    unsigned char *pieces[1000];

    (void) state;
    for (size_t k = 0; k < 1000; k++) {
        pieces[k] = titian_arena_alloc(&arena, 300);
        assert_non_null(pieces[k]);
        memset(pieces[k], (int) (k % 251), 300);
    }
    for (size_t k = 0; k < 1000; k++)
        for (size_t b = 0; b < 300; b++)
            assert_int_equal(pieces[k][b], k % 251);
    titian_arena_free(&arena);
}

static void a_piece_may_be_larger_than_a_block(void **state)
{
    titian_arena arena = TITIAN_ARENA_EMPTY;
    unsigned char *piece = titian_arena_alloc(&arena, 1000000);

    (void) state;
    assert_non_null(piece);
    piece[999999] = 1;
    assert_non_null(titian_arena_alloc(&arena, 8));
    titian_arena_free(&arena);
}

static void reserved_bytes_stand_in_one_block(void **state)
{
    titian_arena arena = TITIAN_ARENA_EMPTY;
    const size_t each = titian_arena_size(1001, 3), n = 400;
    unsigned char *first = NULL;

    (void) state;
    assert_int_equal(titian_arena_size(0, 8), 0);
    assert_true(each >= 3003 && each < 3003 + alignof(max_align_t));
    assert_int_equal(titian_arena_reserve(&arena, n * each), 0);
    first = titian_arena_array(&arena, 1001, 3);
    assert_non_null(first);
    for (size_t k = 1; k < n; k++) {
        const unsigned char *piece = titian_arena_array(&arena, 1001, 3);

        assert_ptr_equal(piece, first + k * each);
        assert_int_equal(piece[3002], 0);
    }
    titian_arena_free(&arena);
}

static void no_bytes_at_all_are_a_valid_piece(void **state)
{
    titian_arena arena = TITIAN_ARENA_EMPTY;

    (void) state;
    assert_non_null(titian_arena_alloc(&arena, 0));
    assert_non_null(titian_arena_array(&arena, 0, 16));
    titian_arena_free(&arena);
}

static void sizes_that_do_not_fit_are_refused(void **state)
{
    titian_arena arena = TITIAN_ARENA_EMPTY;

    (void) state;
    assert_null(titian_arena_alloc(&arena, SIZE_MAX));
    assert_null(titian_arena_alloc(&arena, SIZE_MAX - alignof(max_align_t)));
    assert_null(titian_arena_array(&arena, SIZE_MAX / 2, 3));
    titian_arena_free(&arena);
}

static void texts_are_copies_that_end(void **state)
{
    titian_arena arena = TITIAN_ARENA_EMPTY;
    char source[] = "Jakarta, Indonesia";
    const char *whole = titian_arena_text(&arena, source);
    const char *part = titian_arena_text_n(&arena, source, 7);

    (void) state;
    memset(source, 'x', sizeof source - 1);
    assert_string_equal(whole, "Jakarta, Indonesia");
    assert_string_equal(part, "Jakarta");
    assert_string_equal(titian_arena_text(&arena, ""), "");
    titian_arena_free(&arena);
}

static void freeing_twice_is_harmless(void **state)
{
    titian_arena arena = TITIAN_ARENA_EMPTY;

    (void) state;
    titian_arena_free(&arena);
    assert_non_null(titian_arena_alloc(&arena, 10));
    titian_arena_free(&arena);
    titian_arena_free(&arena);
}

/* Pieces of several blocks' worth, one of them larger than a block, all made dirty. */
static void take_much(titian_arena *arena, const void **first)
{
    for (size_t k = 0; k < 500; k++) {
        const size_t size = k == 77 ? 200000 : 1000 + k;
        unsigned char *piece = titian_arena_alloc(arena, size);

        assert_non_null(piece);
        for (size_t b = 0; b < size; b++)
            assert_int_equal(piece[b], 0);
        memset(piece, 0xa5, size);
        if (k == 0)
            *first = piece;
    }
}

static void memory_given_back_is_zeroed_and_used_again(void **state)
{
    titian_arena arena = TITIAN_ARENA_EMPTY;
    const void *first = NULL, *again = NULL;
    titian_arena_mark mark;
    char *kept = NULL;

    (void) state;
    kept = titian_arena_text(&arena, "kept");
    mark = titian_arena_here(&arena);
    take_much(&arena, &first);
    for (int k = 0; k < 3; k++) {
        titian_arena_rewind(&arena, mark);
        take_much(&arena, &again);
        assert_ptr_equal(again, first);
    }
    assert_string_equal(kept, "kept");
    titian_arena_free(&arena);
}

static void an_arena_may_go_back_to_its_beginning(void **state)
{
    titian_arena arena = TITIAN_ARENA_EMPTY;
    const titian_arena_mark beginning = titian_arena_here(&arena);
    const void *first = NULL;

    (void) state;
    titian_arena_rewind(&arena, beginning); /* nothing was taken */
    take_much(&arena, &first);
    titian_arena_rewind(&arena, beginning);
    assert_null(arena.last);
    take_much(&arena, &first);
    titian_arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_piece_is_zeroed_and_aligned),
        cmocka_unit_test(pieces_do_not_overlap),
        cmocka_unit_test(a_piece_may_be_larger_than_a_block),
        cmocka_unit_test(reserved_bytes_stand_in_one_block),
        cmocka_unit_test(no_bytes_at_all_are_a_valid_piece),
        cmocka_unit_test(sizes_that_do_not_fit_are_refused),
        cmocka_unit_test(texts_are_copies_that_end),
        cmocka_unit_test(freeing_twice_is_harmless),
        cmocka_unit_test(memory_given_back_is_zeroed_and_used_again),
        cmocka_unit_test(an_arena_may_go_back_to_its_beginning),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
