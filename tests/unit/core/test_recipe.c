/* core/recipe.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit/check.h"

#include <titian/recipe.h>

static titian_panel *two_units(void)
{
    static const char *const units[] = {"IDN", "KEN"}, *const groups[] = {"ldc"};
    const titian_panel_shape shape = {.units = units, .n_units = 2, .groups = groups, .n_groups = 1};
    titian_panel *panel = NULL;

    assert_int_equal(titian_panel_new(&panel, &shape, NULL), TITIAN_OK);
    assert_int_equal(titian_panel_set_label(panel, 0, 1, "1", NULL), TITIAN_OK);
    return panel;
}

static void every_part_has_a_name_and_a_summary(void **state)
{
    (void) state;
    for (int part = 0; part < TITIAN_N_PARTS; part++) {
        assert_string_not_equal(titian_part_name((titian_part) part), "");
        assert_string_not_equal(titian_part_summary((titian_part) part), "");
    }
    assert_string_equal(titian_part_name(TITIAN_PART_NEED), "need");
    assert_string_equal(titian_part_name(TITIAN_N_PARTS), "");
}

static void a_condition_holds_when_the_label_is_listed(void **state)
{
    static const char *const labels[] = {"yes", "1"};
    const titian_condition condition = {.group = "ldc", .labels = labels, .n_labels = 2};
    titian_panel *panel = two_units();

    (void) state;
    assert_false(titian_condition_holds(&condition, panel, 0));
    assert_true(titian_condition_holds(&condition, panel, 1));
    titian_panel_free(panel);
}

static void a_group_that_the_data_lack_counts_as_no(void **state)
{
    static const char *const labels[] = {"1"};
    const titian_condition condition = {.group = "sids", .labels = labels, .n_labels = 1};
    titian_panel *panel = two_units();

    (void) state;
    assert_false(titian_condition_holds(&condition, panel, 1));
    titian_panel_free(panel);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_part_has_a_name_and_a_summary),
        cmocka_unit_test(a_condition_holds_when_the_label_is_listed),
        cmocka_unit_test(a_group_that_the_data_lack_counts_as_no),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
