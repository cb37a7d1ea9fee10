/* core/panel.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit/check.h"

#include <titian/panel.h>

static const char *const variables[] = {"INET", "AFFD"};
static const char *const units[] = {"IDN", "KEN", "TLS"};
static const char *const groups[] = {"ldc", "region"};
static const int years[] = {2018, 2020, 2021};

static titian_panel *panel_of(int with_sources)
{
    const titian_panel_shape shape = {.variables = variables,
        .n_variables = 2,
        .years = years,
        .n_years = 3,
        .units = units,
        .n_units = 3,
        .groups = groups,
        .n_groups = 2,
        .with_sources = with_sources};
    titian_panel *panel = NULL;

    assert_int_equal(titian_panel_new(&panel, &shape, NULL), TITIAN_OK);
    return panel;
}

static void a_new_panel_is_all_missing(void **state)
{
    titian_panel *panel = panel_of(0);

    (void) state;
    for (size_t v = 0; v < 2; v++)
        for (size_t t = 0; t < 3; t++)
            for (size_t i = 0; i < 3; i++) {
                assert_true(isnan(titian_panel_column(panel, v, t)[i]));
                assert_int_equal(titian_panel_marks(panel, v, t)[i], TITIAN_MARK_MISSING);
                assert_int_equal(titian_panel_ages(panel, v, t)[i], 0);
            }
    titian_panel_free(panel);
}

static void codes_and_years_are_found(void **state)
{
    titian_panel *panel = panel_of(0);

    (void) state;
    assert_int_equal(titian_panel_find_variable(panel, "AFFD"), 1);
    assert_int_equal(titian_panel_find_unit(panel, "TLS"), 2);
    assert_int_equal(titian_panel_find_group(panel, "region"), 1);
    for (size_t t = 0; t < 3; t++)
        assert_int_equal(titian_panel_find_year(panel, years[t]), t);
    titian_panel_free(panel);
}

static void what_is_not_there_is_not_found(void **state)
{
    titian_panel *panel = panel_of(0);

    (void) state;
    assert_true(titian_panel_find_variable(panel, "inet") == TITIAN_NONE);
    assert_true(titian_panel_find_unit(panel, "") == TITIAN_NONE);
    assert_true(titian_panel_find_group(panel, "IDN") == TITIAN_NONE);
    assert_true(titian_panel_find_year(panel, 2017) == TITIAN_NONE);
    assert_true(titian_panel_find_year(panel, 2019) == TITIAN_NONE);
    assert_true(titian_panel_find_year(panel, 2022) == TITIAN_NONE);
    titian_panel_free(panel);
}

static void columns_are_separate(void **state)
{
    titian_panel *panel = panel_of(0);

    (void) state;
    for (size_t v = 0; v < 2; v++)
        for (size_t t = 0; t < 3; t++)
            for (size_t i = 0; i < 3; i++) {
                titian_panel_column_mut(panel, v, t)[i] = (double) (100 * v + 10 * t + i);
                titian_panel_marks_mut(panel, v, t)[i] = (titian_mark) (1 + v);
                titian_panel_ages_mut(panel, v, t)[i] = (uint8_t) t;
            }
    for (size_t v = 0; v < 2; v++)
        for (size_t t = 0; t < 3; t++)
            for (size_t i = 0; i < 3; i++) {
                assert_near(titian_panel_column(panel, v, t)[i], (double) (100 * v + 10 * t + i), 0.0);
                assert_int_equal(titian_panel_marks(panel, v, t)[i], 1 + v);
                assert_int_equal(titian_panel_ages(panel, v, t)[i], t);
            }
    titian_panel_free(panel);
}

static void a_cell_remembers_its_file_and_line(void **state)
{
    titian_panel *panel = panel_of(1);
    titian_source source;

    (void) state;
    titian_panel_set_source(panel, 1, 2, 0, (titian_source){.file = 0, .line = 14});
    titian_panel_set_source(panel, 1, 2, 1, (titian_source){.file = 65000, .line = 4000000000u});
    source = titian_panel_source(panel, 1, 2, 0);
    assert_int_equal(source.file, 0);
    assert_int_equal(source.line, 14);
    source = titian_panel_source(panel, 1, 2, 1);
    assert_int_equal(source.file, 65000);
    assert_int_equal(source.line, 4000000000u);
    assert_true(titian_panel_source(panel, 0, 0, 0).file == TITIAN_NONE);
    titian_panel_free(panel);
}

static void a_panel_without_sources_has_none(void **state)
{
    titian_panel *panel = panel_of(0);

    (void) state;
    titian_panel_set_source(panel, 1, 2, 0, (titian_source){.file = 3, .line = 14});
    assert_true(titian_panel_source(panel, 1, 2, 0).file == TITIAN_NONE);
    titian_panel_free(panel);
}

static void labels_are_empty_until_set_and_shared_when_equal(void **state)
{
    titian_panel *panel = panel_of(0);

    (void) state;
    assert_string_equal(titian_panel_label(panel, 1, 0), "");
    assert_int_equal(titian_panel_set_label(panel, 1, 0, "South-East Asia", NULL), TITIAN_OK);
    assert_int_equal(titian_panel_set_label(panel, 1, 2, "South-East Asia", NULL), TITIAN_OK);
    assert_string_equal(titian_panel_label(panel, 1, 0), "South-East Asia");
    assert_ptr_equal(titian_panel_label(panel, 1, 0), titian_panel_label(panel, 1, 2));
    assert_string_equal(titian_panel_label(panel, 0, 0), "");
    assert_int_equal(titian_panel_set_label(panel, 1, 0, "", NULL), TITIAN_OK);
    assert_string_equal(titian_panel_label(panel, 1, 0), "");
    titian_panel_free(panel);
}

static void a_unit_is_called_by_its_code_until_named(void **state)
{
    titian_panel *panel = panel_of(0);

    (void) state;
    assert_string_equal(titian_panel_unit(panel, 2)->name, "TLS");
    assert_true(titian_panel_unit(panel, 2)->parent == TITIAN_NONE);
    assert_int_equal(titian_panel_set_unit(panel, 2, "Timor-Leste", 0, NULL), TITIAN_OK);
    assert_string_equal(titian_panel_unit(panel, 2)->code, "TLS");
    assert_string_equal(titian_panel_unit(panel, 2)->name, "Timor-Leste");
    assert_int_equal(titian_panel_unit(panel, 2)->parent, 0);
    titian_panel_free(panel);
}

static void a_copy_is_whole_and_stands_alone(void **state)
{
    titian_panel *panel = panel_of(1), *copy = NULL;

    (void) state;
    titian_panel_column_mut(panel, 0, 1)[2] = 42.5;
    titian_panel_marks_mut(panel, 0, 1)[2] = TITIAN_MARK_CARRIED;
    titian_panel_ages_mut(panel, 0, 1)[2] = 3;
    assert_int_equal(titian_panel_set_label(panel, 0, 2, "1", NULL), TITIAN_OK);
    assert_int_equal(titian_panel_set_unit(panel, 2, "Timor-Leste", 1, NULL), TITIAN_OK);
    assert_int_equal(titian_panel_copy(&copy, panel, NULL), TITIAN_OK);
    titian_panel_free(panel);
    assert_int_equal(titian_panel_n_units(copy), 3);
    assert_int_equal(titian_panel_n_years(copy), 3);
    assert_int_equal(titian_panel_n_variables(copy), 2);
    assert_int_equal(titian_panel_n_groups(copy), 2);
    assert_near(titian_panel_column(copy, 0, 1)[2], 42.5, 0.0);
    assert_int_equal(titian_panel_marks(copy, 0, 1)[2], TITIAN_MARK_CARRIED);
    assert_int_equal(titian_panel_ages(copy, 0, 1)[2], 3);
    assert_string_equal(titian_panel_label(copy, 0, 2), "1");
    assert_string_equal(titian_panel_unit(copy, 2)->name, "Timor-Leste");
    assert_int_equal(titian_panel_unit(copy, 2)->parent, 1);
    assert_int_equal(titian_panel_year(copy, 2), 2021);
    titian_panel_free(copy);
}

static void a_panel_may_be_empty(void **state)
{
    const titian_panel_shape nothing = {.n_units = 0};
    titian_panel *panel = NULL, *copy = NULL;

    (void) state;
    assert_int_equal(titian_panel_new(&panel, &nothing, NULL), TITIAN_OK);
    assert_int_equal(titian_panel_n_units(panel), 0);
    assert_true(titian_panel_find_year(panel, 2020) == TITIAN_NONE);
    assert_int_equal(titian_panel_copy(&copy, panel, NULL), TITIAN_OK);
    titian_panel_free(copy);
    titian_panel_free(panel);
    titian_panel_free(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_new_panel_is_all_missing),
        cmocka_unit_test(codes_and_years_are_found),
        cmocka_unit_test(what_is_not_there_is_not_found),
        cmocka_unit_test(columns_are_separate),
        cmocka_unit_test(a_cell_remembers_its_file_and_line),
        cmocka_unit_test(a_panel_without_sources_has_none),
        cmocka_unit_test(labels_are_empty_until_set_and_shared_when_equal),
        cmocka_unit_test(a_unit_is_called_by_its_code_until_named),
        cmocka_unit_test(a_copy_is_whole_and_stands_alone),
        cmocka_unit_test(a_panel_may_be_empty),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
