/* stages/carry.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit/stages/sketch.h"

#include "stages/carry.h"

static const char tree[] = "A X 1\n"
                           "B X 1 age 1\n"
                           "C X 1 age 0\n"
                           "X - 1\n"
                           "group ldc\n"
                           "denominator POP\n"
                           "other GE age 1\n";
static const char data[] = "AAA 2018 A 1 B 10 C 100 POP 7 GE 5 ldc yes\n"
                           "AAA 2019 A - B - C -\n"
                           "AAA 2020 A - B - C -\n"
                           "AAA 2022 A 2 B 20~ C 200\n"
                           "BBB 2018 A 3 B 30 C 300 ldc no\n"
                           "BBB 2022 A 4 B 40 C 400\n";

static sketch carried(int first, int last)
{
    sketch s;

    sketch_open(&s, tree, data);
    sketch_choose(&s, TITIAN_STAGE_SCREEN, "coverage");
    sketch_number(&s, TITIAN_STAGE_SCREEN, "indicator_coverage", 0.1);
    sketch_choose(&s, TITIAN_STAGE_NORMALISE, "rank");
    s.options.first_year = first;
    s.options.last_year = last;
    sketch_run(&s);
    return s;
}

static void the_latest_value_stands_for_the_year(void **state)
{
    sketch s = carried(2018, 2022);

    (void) state;
    assert_near(sketch_value(&s, TITIAN_RESULT_RAW, "A", "AAA", 2018), 1.0, 0.0);
    assert_near(sketch_value(&s, TITIAN_RESULT_RAW, "A", "AAA", 2020), 1.0, 0.0);
    assert_near(sketch_value(&s, TITIAN_RESULT_RAW, "A", "AAA", 2022), 2.0, 0.0);
    sketch_close(&s);
}

static void a_year_between_those_of_the_data_is_carried_into(void **state)
{
    sketch s = carried(2021, 2021);

    (void) state;
    assert_near(sketch_value(&s, TITIAN_RESULT_RAW, "A", "BBB", 2021), 3.0, 0.0);
    assert_int_equal(sketch_mark(&s, TITIAN_RESULT_RAW, "A", "BBB", 2021), TITIAN_MARK_CARRIED);
    sketch_close(&s);
}

static void nothing_is_taken_from_the_future(void **state)
{
    sketch s = carried(2019, 2021);

    (void) state;
    assert_near(sketch_value(&s, TITIAN_RESULT_RAW, "A", "AAA", 2021), 1.0, 0.0);
    sketch_close(&s);
}

static void an_indicators_own_age_limit_wins(void **state)
{
    sketch s = carried(2018, 2022);

    (void) state;
    assert_near(sketch_value(&s, TITIAN_RESULT_RAW, "B", "AAA", 2019), 10.0, 0.0);
    assert_true(isnan(sketch_value(&s, TITIAN_RESULT_RAW, "B", "AAA", 2020)));
    assert_true(isnan(sketch_value(&s, TITIAN_RESULT_RAW, "C", "AAA", 2019)));
    assert_near(sketch_value(&s, TITIAN_RESULT_RAW, "POP", "AAA", 2022), 7.0, 0.0);
    assert_true(isnan(sketch_value(&s, TITIAN_RESULT_RAW, "GE", "AAA", 2020)));
    sketch_close(&s);
}

static void age_and_mark_say_what_a_cell_is(void **state)
{
    sketch s = carried(2018, 2022);
    const titian_panel *raw = titian_assessment_result(s.a, TITIAN_RESULT_RAW);

    (void) state;
    assert_int_equal(sketch_mark(&s, TITIAN_RESULT_RAW, "A", "AAA", 2018), TITIAN_MARK_OBSERVED);
    assert_int_equal(sketch_mark(&s, TITIAN_RESULT_RAW, "A", "AAA", 2021), TITIAN_MARK_CARRIED);
    assert_int_equal(sketch_mark(&s, TITIAN_RESULT_RAW, "B", "AAA", 2022), TITIAN_MARK_ESTIMATED);
    assert_int_equal(sketch_mark(&s, TITIAN_RESULT_RAW, "B", "AAA", 2021), TITIAN_MARK_MISSING);
    assert_int_equal(titian_panel_ages(raw, 0, sketch_year(&s, 2021))[0], 3);
    assert_int_equal(titian_panel_ages(raw, 0, sketch_year(&s, 2022))[0], 0);
    sketch_close(&s);
}

static void only_assessed_units_come_along_with_their_labels(void **state)
{
    const char *const yes[] = {"no"};
    const titian_condition assessed = {.group = "ldc", .labels = yes, .n_labels = 1, .reason = ""};
    sketch s;

    (void) state;
    sketch_open(&s, tree, data);
    s.recipe.assessed = &assessed;
    s.recipe.n_assessed = 1;
    sketch_choose(&s, TITIAN_STAGE_NORMALISE, "rank");
    sketch_run(&s);
    for (unsigned r = 0; r < TITIAN_N_RESULTS; r++) {
        const titian_panel *panel = titian_assessment_result(s.a, (titian_result) r);

        assert_int_equal(titian_panel_n_units(panel), 1);
        assert_string_equal(titian_panel_unit(panel, 0)->code, "BBB");
        assert_string_equal(titian_panel_label(panel, 0, 0), "no");
    }
    assert_int_equal(titian_assessment_data_unit(s.a, 0), 1);
    sketch_close(&s);
}

static void the_unit_a_community_lies_in_is_kept_when_it_is_assessed(void **state)
{
    sketch s;

    (void) state;
    sketch_open(&s, tree, data);
    assert_int_equal(titian_panel_set_unit(s.panel, 1, "Bee", 0, NULL), TITIAN_OK);
    sketch_choose(&s, TITIAN_STAGE_NORMALISE, "rank");
    sketch_run(&s);
    assert_int_equal(titian_panel_unit(titian_assessment_result(s.a, TITIAN_RESULT_RAW), 1)->parent, 0);
    assert_string_equal(titian_panel_unit(titian_assessment_result(s.a, TITIAN_RESULT_AGGREGATED), 1)->name, "Bee");
    sketch_close(&s);
}

static void the_latest_of_one_unit_respects_year_and_age(void **state)
{
    sketch s;

    (void) state;
    sketch_open(&s, tree, data);
    assert_near(titian_latest(&s.recipe, s.panel, 0, 0, 2021, 3), 1.0, 0.0);
    assert_true(isnan(titian_latest(&s.recipe, s.panel, 0, 0, 2021, 2)));
    assert_near(titian_latest(&s.recipe, s.panel, 0, 0, 2030, 100), 2.0, 0.0);
    assert_true(isnan(titian_latest(&s.recipe, s.panel, 0, 0, 2017, 100)));
    assert_true(isnan(titian_latest(&s.recipe, s.panel, TITIAN_NONE, 0, 2020, 100)));
    sketch_close(&s);
}

static void data_in_another_order_of_variables_are_found_by_code(void **state)
{
    const char *const variables[] = {"GE", "C", "A"};
    const int years[] = {2022};
    const char *const units[] = {"AAA", "BBB"};
    titian_panel *other = NULL, *first = NULL;
    sketch s;

    (void) state;
    sketch_open(&s, tree, data);
    assert_int_equal(
        titian_panel_new(&other,
            &(titian_panel_shape){
                .variables = variables, .n_variables = 3, .years = years, .n_years = 1, .units = units, .n_units = 2},
            NULL),
        TITIAN_OK);
    for (size_t i = 0; i < 2; i++) {
        titian_panel_column_mut(other, 1, 0)[i] = 100.0 + (double) i;
        titian_panel_column_mut(other, 2, 0)[i] = 10.0 + (double) i;
    }
    first = s.panel;
    s.panel = other;
    sketch_choose(&s, TITIAN_STAGE_SCREEN, "coverage");
    sketch_number(&s, TITIAN_STAGE_SCREEN, "indicator_coverage", 0.5);
    sketch_run(&s);
    assert_near(sketch_value(&s, TITIAN_RESULT_RAW, "A", "BBB", 2022), 11.0, 0.0);
    assert_near(sketch_value(&s, TITIAN_RESULT_RAW, "C", "AAA", 2022), 100.0, 0.0);
    assert_true(isnan(sketch_value(&s, TITIAN_RESULT_RAW, "B", "AAA", 2022)));
    titian_panel_free(first);
    sketch_close(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_latest_value_stands_for_the_year),
        cmocka_unit_test(a_year_between_those_of_the_data_is_carried_into),
        cmocka_unit_test(nothing_is_taken_from_the_future),
        cmocka_unit_test(an_indicators_own_age_limit_wins),
        cmocka_unit_test(age_and_mark_say_what_a_cell_is),
        cmocka_unit_test(only_assessed_units_come_along_with_their_labels),
        cmocka_unit_test(the_unit_a_community_lies_in_is_kept_when_it_is_assessed),
        cmocka_unit_test(the_latest_of_one_unit_respects_year_and_age),
        cmocka_unit_test(data_in_another_order_of_variables_are_found_by_code),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
