/* stages/treat.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit/stages/sketch.h"

static const char tree[] = "A X 1\nX - 1\n";

static sketch treated(const double *x, size_t n)
{
    sketch s;

    sketch_open_units(&s, tree, n);
    memcpy(titian_panel_column_mut(s.panel, 0, 0), x, n * sizeof *x);
    sketch_choose(&s, TITIAN_STAGE_TREAT, "winsorise");
    return s;
}

static const double *column_of(const sketch *s)
{
    return titian_panel_column(titian_assessment_result(s->a, TITIAN_RESULT_TREATED), 0, 0);
}

static void an_outlier_is_drawn_in_and_marked(void **state)
{
    const double x[] = {1, 2, 3, 4, 5, 6, 7, 8, 9, 1000, TITIAN_MISSING};
    sketch s = treated(x, 11);

    (void) state;
    sketch_run(&s);
    assert_near(column_of(&s)[9], 9.0, 0.0);
    assert_near(column_of(&s)[8], 9.0, 0.0);
    assert_true(isnan(column_of(&s)[10]));
    assert_int_equal(
        sketch_mark(&s, TITIAN_RESULT_TREATED, "A", "U09", 2020), TITIAN_MARK_OBSERVED | TITIAN_MARK_TREATED);
    assert_int_equal(sketch_mark(&s, TITIAN_RESULT_TREATED, "A", "U08", 2020), TITIAN_MARK_OBSERVED);
    assert_int_equal(titian_assessment_indicator(s.a, 0, 0)->n_treated, 1);
    assert_int_equal(titian_assessment_n_notes(s.a), 0);
    sketch_close(&s);
}

static void the_default_is_no_treatment(void **state)
{
    const double x[] = {1, 2, 3, 4, 5, 6, 7, 8, 9, 1000};
    sketch s = treated(x, 10);

    (void) state;
    sketch_choose(&s, TITIAN_STAGE_TREAT, titian_method_at(TITIAN_STAGE_TREAT, 0)->name);
    sketch_run(&s);
    assert_near(column_of(&s)[9], 1000.0, 0.0);
    sketch_close(&s);
}

static void what_winsorising_does_not_cure_gets_logarithms_of_the_original(void **state)
{
    const double x[] = {1, 2, 3, 4, 5, 6, 7, 8, 9, 1000};
    sketch s = treated(x, 10);

    (void) state;
    sketch_number(&s, TITIAN_STAGE_TREAT, "max_points", 0);
    sketch_run(&s);
    assert_near(column_of(&s)[0], log(9.99), 1e-15);
    assert_near(column_of(&s)[9], log(999.0 + 9.99), 1e-15);
    assert_int_equal(titian_assessment_indicator(s.a, 0, 0)->n_treated, 10);
    assert_true(sketch_notes(&s, "A 2020 logarithms"));
    sketch_close(&s);
}

static void then_none_keeps_the_winsorised_values(void **state)
{
    double x[30];
    sketch s;

    (void) state;
    for (size_t i = 0; i < 30; i++)
        x[i] = pow(3.0, (double) i);
    s = treated(x, 30);
    sketch_number(&s, TITIAN_STAGE_TREAT, "max_points", 1);
    sketch_number(&s, TITIAN_STAGE_TREAT, "then", 0);
    sketch_run(&s);
    assert_near(column_of(&s)[29], x[28], 0.0);
    assert_near(column_of(&s)[28], x[28], 0.0);
    assert_true(sketch_notes(&s, "A 2020 still skewed"));
    sketch_close(&s);
}

static void two_values_are_left_as_they_are_with_a_note(void **state)
{
    const double x[] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1};
    sketch s = treated(x, 13);

    (void) state;
    sketch_run(&s);
    assert_near(column_of(&s)[12], 1.0, 0.0);
    assert_int_equal(titian_assessment_indicator(s.a, 0, 0)->n_treated, 0);
    assert_true(sketch_notes(&s, "A 2020 left as it is"));
    sketch_close(&s);
}

static void treatment_does_not_ask_which_way_is_better(void **state)
{
    const double x[] = {1, 2, 3, 4, 5, 6, 7, 8, 9, 1000};
    sketch s;

    (void) state;
    sketch_open_units(&s, "A X 1 direction -1\nX - 1\n", 10);
    memcpy(titian_panel_column_mut(s.panel, 0, 0), x, sizeof x);
    sketch_choose(&s, TITIAN_STAGE_TREAT, "winsorise");
    sketch_run(&s);
    assert_near(column_of(&s)[9], 9.0, 0.0);
    sketch_close(&s);
}

static void values_too_far_apart_for_logarithms_are_an_error(void **state)
{
    double x[20] = {0};
    sketch s;

    (void) state;
    for (size_t i = 0; i < 20; i++)
        x[i] = (double) i;
    x[0] = -1.7e308;
    x[19] = 1.7e308;
    s = treated(x, 20);
    sketch_number(&s, TITIAN_STAGE_TREAT, "max_points", 0);
    sketch_number(&s, TITIAN_STAGE_TREAT, "skewness", 0);
    sketch_fails(&s, TITIAN_E_NUMERIC);
    assert_non_null(strstr(s.error.message, "indicator A"));
    sketch_close(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_outlier_is_drawn_in_and_marked),
        cmocka_unit_test(the_default_is_no_treatment),
        cmocka_unit_test(what_winsorising_does_not_cure_gets_logarithms_of_the_original),
        cmocka_unit_test(then_none_keeps_the_winsorised_values),
        cmocka_unit_test(two_values_are_left_as_they_are_with_a_note),
        cmocka_unit_test(treatment_does_not_ask_which_way_is_better),
        cmocka_unit_test(values_too_far_apart_for_logarithms_are_an_error),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
