/* core/panel_share: units that panels share, cells that they share, cells given back.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit/check.h"

#include <stdlib.h>
#include <string.h>

#include "core/panel_parts.h"
#include "core/panel_share.h"

static const char *const variables[] = {"A", "B", "POP"};
static const char *const units[] = {"IDN", "KEN"};
static const char *const groups[] = {"region"};
static const int years[] = {2020, 2021};

static titian_panel *panel_of(void)
{
    const titian_panel_shape shape = {.variables = variables,
        .n_variables = 3,
        .years = years,
        .n_years = 2,
        .units = units,
        .n_units = 2,
        .groups = groups,
        .n_groups = 1};
    titian_panel *panel = NULL;

    assert_int_equal(titian_panel_new(&panel, &shape, NULL), TITIAN_OK);
    for (size_t v = 0; v < 3; v++)
        for (size_t t = 0; t < 2; t++)
            for (size_t i = 0; i < 2; i++) {
                titian_panel_column_mut(panel, v, t)[i] = (double) (100 * v + 10 * t + i);
                titian_panel_marks_mut(panel, v, t)[i] = (titian_mark) (1 + v);
                titian_panel_ages_mut(panel, v, t)[i] = (uint8_t) (v + t);
            }
    assert_int_equal(titian_panel_set_unit(panel, 0, "Indonesia", 1, NULL), TITIAN_OK);
    assert_int_equal(titian_panel_set_label(panel, 0, 0, "Asia", NULL), TITIAN_OK);
    return panel;
}

static void a_panel_of_the_same_units_outlives_the_other(void **state)
{
    static const char *const other[] = {"X"};
    static const int year = 2030;
    titian_panel *panel = panel_of(), *like = NULL;

    (void) state;
    assert_int_equal(titian_panel_like(&like, panel, &(titian_panel_axes){other, 1, &year, 1}, NULL), TITIAN_OK);
    titian_panel_free(panel);
    assert_int_equal(titian_panel_n_variables(like), 1);
    assert_int_equal(titian_panel_year(like, 0), 2030);
    assert_int_equal(titian_panel_find_unit(like, "KEN"), 1);
    assert_string_equal(titian_panel_unit(like, 0)->name, "Indonesia");
    assert_int_equal(titian_panel_unit(like, 0)->parent, 1);
    assert_string_equal(titian_panel_label(like, titian_panel_find_group(like, "region"), 0), "Asia");
    assert_int_equal(titian_panel_marks(like, 0, 0)[1], TITIAN_MARK_MISSING);
    assert_int_equal(titian_panel_ages(like, 0, 0)[1], 0);
    titian_panel_free(like);
}

static void who_changes_shared_units_changes_its_own(void **state)
{
    titian_panel *panel = panel_of(), *copy = NULL;

    (void) state;
    assert_int_equal(titian_panel_copy(&copy, panel, NULL), TITIAN_OK);
    assert_ptr_equal(titian_panel_unit(copy, 0), titian_panel_unit(panel, 0));
    assert_int_equal(titian_panel_set_unit(copy, 0, "Island", TITIAN_NONE, NULL), TITIAN_OK);
    assert_int_equal(titian_panel_set_label(panel, 0, 1, "Africa", NULL), TITIAN_OK);
    assert_string_equal(titian_panel_unit(panel, 0)->name, "Indonesia");
    assert_int_equal(titian_panel_unit(panel, 0)->parent, 1);
    assert_string_equal(titian_panel_unit(copy, 0)->name, "Island");
    assert_string_equal(titian_panel_label(copy, 0, 0), "Asia");
    assert_string_equal(titian_panel_label(copy, 0, 1), "");
    titian_panel_free(panel);
    assert_int_equal(titian_panel_find_unit(copy, "KEN"), 1);
    assert_string_equal(titian_panel_unit(copy, 1)->code, "KEN");
    titian_panel_free(copy);
}

static void lent_variables_are_the_same_cells(void **state)
{
    static const char *const nodes[] = {"A", "B", "X"};
    titian_panel *panel = panel_of(), *over = NULL;

    (void) state;
    assert_int_equal(titian_panel_over(&over, panel, 2, nodes, 3, NULL), TITIAN_OK);
    for (size_t v = 0; v < 2; v++)
        for (size_t t = 0; t < 2; t++) {
            assert_ptr_equal(titian_panel_column(over, v, t), titian_panel_column(panel, v, t));
            assert_ptr_equal(titian_panel_marks(over, v, t), titian_panel_marks(panel, v, t));
            assert_ptr_equal(titian_panel_ages(over, v, t), titian_panel_ages(panel, v, t));
        }
    for (size_t t = 0; t < 2; t++)
        for (size_t i = 0; i < 2; i++) {
            assert_true(isnan(titian_panel_column(over, 2, t)[i]));
            assert_int_equal(titian_panel_marks(over, 2, t)[i], TITIAN_MARK_MISSING);
            assert_int_equal(titian_panel_ages(over, 2, t)[i], 0);
            titian_panel_column_mut(over, 2, t)[i] = 7.0;
            titian_panel_ages_mut(over, 2, t)[i] = 9;
        }
    assert_near(titian_panel_column(panel, 2, 1)[1], 211.0, 0.0);
    assert_int_equal(titian_panel_ages(panel, 2, 1)[1], 3);
    titian_panel_free(panel);
    assert_near(titian_panel_column(over, 1, 1)[1], 111.0, 0.0);
    assert_int_equal(titian_panel_ages(over, 1, 1)[1], 2);
    assert_int_equal(titian_panel_ages(over, 2, 1)[1], 9);
    titian_panel_free(over);
}

static void a_copy_of_some_variables_has_them_in_the_order_asked_for(void **state)
{
    static const size_t which[] = {2, 0};
    titian_panel *panel = panel_of(), *copy = NULL;

    (void) state;
    assert_int_equal(titian_panel_copy_some(&copy, panel, which, 2, NULL), TITIAN_OK);
    titian_panel_free(panel);
    assert_int_equal(titian_panel_n_variables(copy), 2);
    assert_int_equal(titian_panel_find_variable(copy, "POP"), 0);
    assert_true(titian_panel_find_variable(copy, "B") == TITIAN_NONE);
    assert_near(titian_panel_column(copy, 0, 1)[1], 211.0, 0.0);
    assert_near(titian_panel_column(copy, 1, 1)[0], 10.0, 0.0);
    assert_int_equal(titian_panel_marks(copy, 0, 0)[0], 3);
    assert_int_equal(titian_panel_ages(copy, 0, 1)[0], 3);
    titian_panel_free(copy);
}

/* Columns as reading leaves them. */
static titian_panel *adopted(void)
{
    static const char *const two[] = {"A", "B"};
    const titian_panel_shape shape = {
        .variables = two, .n_variables = 2, .years = years, .n_years = 1, .units = units, .n_units = 2};
    titian_panel_parts parts = {.parts = calloc(2, sizeof *parts.parts)};
    titian_panel *panel = NULL;

    assert_non_null(parts.parts);
    for (size_t k = 0; k < 2; k++) {
        double *values = calloc(2, sizeof *values);
        titian_mark *marks = calloc(2, sizeof *marks);

        assert_true(values != NULL && marks != NULL);
        values[1] = (double) (k + 5);
        parts.parts[k] =
            (titian_panel_part){.values = values, .marks = marks, .value_block = values, .mark_block = marks};
    }
    for (size_t i = 0; i < 2; i++)
        assert_int_equal(titian_index_add(&parts.positions, units[i], strlen(units[i]), i), 0);
    assert_int_equal(titian_panel_adopt(&panel, &shape, &parts, NULL), TITIAN_OK);
    return panel;
}

static void what_is_given_back_is_gone_and_the_rest_stays(void **state)
{
    titian_panel *panel = adopted(), *whole = panel_of();

    (void) state;
    titian_panel_give_back(panel, 0);
    assert_null(titian_panel_column(panel, 0, 0));
    assert_near(titian_panel_column(panel, 1, 0)[1], 6.0, 0.0);
    assert_int_equal(titian_panel_find_unit(panel, "KEN"), 1);
    titian_panel_give_back(whole, 0); /* in one piece: it stays */
    assert_near(titian_panel_column(whole, 0, 1)[1], 11.0, 0.0);
    titian_panel_free(panel);
    titian_panel_free(whole);
}

static void units_of_a_panel_made_of_columns_are_shared_too(void **state)
{
    titian_panel *panel = adopted(), *copy = NULL;

    (void) state;
    assert_int_equal(titian_panel_copy(&copy, panel, NULL), TITIAN_OK);
    titian_panel_free(panel);
    assert_int_equal(titian_panel_find_unit(copy, "KEN"), 1);
    assert_near(titian_panel_column(copy, 1, 0)[1], 6.0, 0.0);
    titian_panel_free(copy);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_panel_of_the_same_units_outlives_the_other),
        cmocka_unit_test(who_changes_shared_units_changes_its_own),
        cmocka_unit_test(lent_variables_are_the_same_cells),
        cmocka_unit_test(a_copy_of_some_variables_has_them_in_the_order_asked_for),
        cmocka_unit_test(what_is_given_back_is_gone_and_the_rest_stays),
        cmocka_unit_test(units_of_a_panel_made_of_columns_are_shared_too),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
