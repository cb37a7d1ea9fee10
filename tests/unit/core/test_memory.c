/* Every allocation of the core failing in its turn: the right status, nothing leaked, nothing half made.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit/check.h"

#include <titian/framework.h>
#include <titian/panel.h>

#include "core/arena.h"
#include "core/listing.h"
#include "core/panel_share.h"
#include "unit/scarce.h"

static titian_status make_framework(titian_error *err)
{
    static const titian_node nodes[] = {
        {.code = "A", .level = 1}, {.code = "B", .level = 1}, {.code = "X", .level = 2}};
    static const size_t parents[] = {2, 2, TITIAN_NONE};
    static const titian_extra extra = {.kind = TITIAN_EXTRA_GROUP, .code = "G"};
    const titian_framework_parts parts = {
        .nodes = nodes, .parents = parents, .n_nodes = 3, .extras = &extra, .n_extras = 1};
    titian_framework *framework = NULL;
    const titian_status status = titian_framework_new(&framework, &parts, err);

    assert_int_equal(framework != NULL, status == TITIAN_OK);
    titian_framework_free(framework);
    return status;
}

static titian_status make_panel(titian_error *err)
{
    static const char *const codes[] = {"A", "B"};
    static const int years[] = {2020, 2021};
    const titian_panel_shape shape = {codes, 2, years, 2, codes, 2, codes, 2, 1};
    titian_panel *panel = NULL, *copy = NULL, *over = NULL;
    titian_status status = titian_panel_new(&panel, &shape, err);

    assert_int_equal(panel != NULL, status == TITIAN_OK);
    if (status == TITIAN_OK)
        status = titian_panel_set_label(panel, 0, 1, "a label", err);
    if (status == TITIAN_OK)
        status = titian_panel_set_unit(panel, 1, "a name", 0, err);
    if (status == TITIAN_OK) {
        status = titian_panel_copy(&copy, panel, err);
        assert_int_equal(copy != NULL, status == TITIAN_OK);
    }
    if (status == TITIAN_OK) /* of units that both have */
        status = titian_panel_set_label(copy, 1, 0, "another label", err);
    if (status == TITIAN_OK)
        status = titian_panel_over(&over, panel, 1, codes, 2, err);
    assert_int_equal(over != NULL, status == TITIAN_OK);
    titian_panel_free(panel);
    titian_panel_free(copy);
    titian_panel_free(over);
    return status;
}

static titian_status make_listing(titian_error *err)
{
    titian_listing *listing = titian_listing_new("A,B");
    titian_status status = TITIAN_OK;

    if (listing == NULL)
        return titian_fail(err, TITIAN_E_MEMORY, "no memory");
    for (int k = 0; k < 300; k++) {
        titian_listing_add_copy(listing, "a text of more letters than one or two");
        titian_listing_add_number(listing, 1.0);
    }
    status = titian_listing_check(listing, err);
    titian_listing_free(listing);
    return status;
}

static void survives(titian_status (*make)(titian_error *err))
{
    titian_status status = TITIAN_E_MEMORY;
    long k = 0;

    for (; status != TITIAN_OK; k++) {
        titian_error err;

        scarce_after = k;
        status = make(&err);
        scarce_after = -1;
        if (status != TITIAN_OK) {
            assert_int_equal(status, TITIAN_E_MEMORY);
            assert_int_equal(err.code, TITIAN_E_MEMORY);
        }
        assert_true(k < 10000);
    }
    assert_true(k > 5); /* it did fail on the way */
}

static void a_framework_survives_the_failure_of_any_allocation(void **state)
{
    (void) state;
    survives(make_framework);
}

static void a_panel_survives_the_failure_of_any_allocation(void **state)
{
    (void) state;
    survives(make_panel);
}

static void a_listing_survives_the_failure_of_any_allocation(void **state)
{
    (void) state;
    survives(make_listing);
}

/* The first request to the system would fail. */
static void work_done_again_takes_nothing_from_the_system(void **state)
{
    titian_arena arena = TITIAN_ARENA_EMPTY;
    titian_arena_mark mark;

    (void) state;
    assert_non_null(titian_arena_alloc(&arena, 100));
    mark = titian_arena_here(&arena);
    for (int round = 0; round < 3; round++) {
        scarce_after = round == 0 ? -1 : 0;
        for (size_t k = 0; k < 40; k++)
            assert_non_null(titian_arena_alloc(&arena, 7000 * (k % 15 + 1)));
        assert_int_equal(scarce_after, round == 0 ? -1 : 0);
        scarce_after = -1;
        titian_arena_rewind(&arena, mark);
    }
    titian_arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_framework_survives_the_failure_of_any_allocation),
        cmocka_unit_test(a_panel_survives_the_failure_of_any_allocation),
        cmocka_unit_test(a_listing_survives_the_failure_of_any_allocation),
        cmocka_unit_test(work_done_again_takes_nothing_from_the_system),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
