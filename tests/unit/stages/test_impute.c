/* stages/impute.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit/stages/sketch.h"

static const char tree[] = "A X 1\n"
                           "B X 1\n"
                           "X - 1\n"
                           "group income\n"
                           "other GE\n";
static const char data[] = "U1 2020 A 1 B 1 income low GE 1\n"
                           "U2 2020 A 3 B - income low\n"
                           "U3 2020 A - B - income low\n"
                           "U4 2020 A 10 B 4 income high\n"
                           "U5 2020 A - B 6 income high\n"
                           "U6 2020 A - B 5\n"
                           "U7 2020 A - B 9 income none\n";

static sketch imputed(const char *method)
{
    sketch s;

    sketch_open(&s, tree, data);
    sketch_choose(&s, TITIAN_STAGE_IMPUTE, method);
    return s;
}

static double a_of(const sketch *s, const char *unit)
{
    return sketch_value(s, TITIAN_RESULT_IMPUTED, "A", unit, 2020);
}

static void none_leaves_gaps(void **state)
{
    sketch s = imputed("none");

    (void) state;
    sketch_run(&s);
    assert_true(isnan(a_of(&s, "U3")));
    sketch_close(&s);
}

static void the_mean_of_all_fills_a_gap(void **state)
{
    sketch s = imputed("mean");

    (void) state;
    sketch_run(&s);
    assert_near(a_of(&s, "U3"), 14.0 / 3.0, 1e-15);
    assert_near(a_of(&s, "U6"), 14.0 / 3.0, 1e-15);
    assert_near(a_of(&s, "U1"), 1.0, 0.0);
    sketch_close(&s);
}

static void the_median_of_all_fills_a_gap(void **state)
{
    sketch s = imputed("median");

    (void) state;
    sketch_run(&s);
    assert_near(a_of(&s, "U3"), 3.0, 0.0);
    assert_near(sketch_value(&s, TITIAN_RESULT_IMPUTED, "B", "U2", 2020), 5.0, 0.0);
    sketch_close(&s);
}

static void the_mean_of_the_group_fills_a_gap(void **state)
{
    sketch s = imputed("group_mean");

    (void) state;
    sketch_group(&s, TITIAN_STAGE_IMPUTE, "income");
    sketch_run(&s);
    assert_near(a_of(&s, "U3"), 2.0, 0.0);
    assert_near(a_of(&s, "U5"), 10.0, 0.0);
    sketch_close(&s);
}

static void the_median_of_the_group_fills_a_gap(void **state)
{
    sketch s = imputed("group_median");

    (void) state;
    sketch_group(&s, TITIAN_STAGE_IMPUTE, "income");
    sketch_run(&s);
    assert_near(a_of(&s, "U3"), 2.0, 0.0);
    assert_near(sketch_value(&s, TITIAN_RESULT_IMPUTED, "B", "U3", 2020), 1.0, 0.0);
    sketch_close(&s);
}

static void a_unit_without_a_label_keeps_its_gap(void **state)
{
    sketch s = imputed("group_mean");

    (void) state;
    sketch_group(&s, TITIAN_STAGE_IMPUTE, "income");
    sketch_run(&s);
    assert_true(isnan(a_of(&s, "U6")));
    assert_true(sketch_notes(&s, "1 unit no label income"));
    sketch_close(&s);
}

static void a_group_without_data_keeps_its_gaps_with_a_note(void **state)
{
    sketch s = imputed("group_mean");

    (void) state;
    sketch_group(&s, TITIAN_STAGE_IMPUTE, "income");
    sketch_run(&s);
    assert_true(isnan(a_of(&s, "U7")));
    assert_true(sketch_notes(&s, "A 2020 not imputed none"));
    sketch_close(&s);
}

static void labels_the_data_do_not_have_impute_nothing(void **state)
{
    sketch s = imputed("group_mean");

    (void) state;
    sketch_group(&s, TITIAN_STAGE_IMPUTE, "region");
    sketch_run(&s);
    assert_true(isnan(a_of(&s, "U3")));
    assert_true(sketch_notes(&s, "7 units no label region"));
    sketch_close(&s);
}

static void the_mark_names_the_rule(void **state)
{
    sketch s = imputed("median");

    (void) state;
    sketch_run(&s);
    assert_int_equal(sketch_mark(&s, TITIAN_RESULT_IMPUTED, "A", "U3", 2020),
        TITIAN_MARK_IMPUTED + (int) titian_method_find(TITIAN_STAGE_IMPUTE, "median"));
    assert_int_equal(sketch_mark(&s, TITIAN_RESULT_IMPUTED, "A", "U1", 2020), TITIAN_MARK_OBSERVED);
    assert_int_equal(sketch_state(&s, "U3", 2020)->n_imputed, 2);
    assert_int_equal(sketch_state(&s, "U3", 2020)->n_observed, 0);
    assert_int_equal(titian_assessment_indicator(s.a, 0, 0)->n_imputed, 4);
    sketch_close(&s);
}

static void only_indicators_are_imputed(void **state)
{
    sketch s = imputed("mean");

    (void) state;
    sketch_run(&s);
    assert_true(isnan(sketch_value(&s, TITIAN_RESULT_IMPUTED, "GE", "U2", 2020)));
    sketch_close(&s);
}

static void each_year_is_imputed_from_itself(void **state)
{
    sketch s;

    (void) state;
    sketch_open(&s, "A X 1 age 0\nX - 1\n",
        "U1 2019 A 1\nU2 2019 A 3\nU3 2019 A -\nU1 2020 A 10\nU2 2020 A 30\nU3 2020 A -\n");
    sketch_choose(&s, TITIAN_STAGE_IMPUTE, "mean");
    s.options.first_year = 2019;
    s.options.last_year = 2020;
    sketch_run(&s);
    assert_near(a_of(&s, "U3"), 20.0, 0.0);
    assert_near(sketch_value(&s, TITIAN_RESULT_IMPUTED, "A", "U3", 2019), 2.0, 0.0);
    sketch_close(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(none_leaves_gaps),
        cmocka_unit_test(the_mean_of_all_fills_a_gap),
        cmocka_unit_test(the_median_of_all_fills_a_gap),
        cmocka_unit_test(the_mean_of_the_group_fills_a_gap),
        cmocka_unit_test(the_median_of_the_group_fills_a_gap),
        cmocka_unit_test(a_unit_without_a_label_keeps_its_gap),
        cmocka_unit_test(a_group_without_data_keeps_its_gaps_with_a_note),
        cmocka_unit_test(labels_the_data_do_not_have_impute_nothing),
        cmocka_unit_test(the_mark_names_the_rule),
        cmocka_unit_test(only_indicators_are_imputed),
        cmocka_unit_test(each_year_is_imputed_from_itself),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
