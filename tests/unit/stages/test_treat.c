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

/* Flights of the ASEM data set, 2018, thousand seats, as shipped with COINr 1.1.14 (MIT); what its Treat() found. */
static const double flights[] = {29.01725, 31.88546, 9.23588, 9.24529, 8.75467, 15.30953, 32.7705, 3.12946, 18.85806,
    97.63489, 174.3588, 34.83849, 13.01196, 34.17721, 110.2755, 6.77976, 5.37919, 4.84458, 6.75251, 63.59241,
    25.64994, 33.79735, 40.46484, 18.79894, 2.07397, 1.51736, 170.9628, 31.74444, 51.78846, 210.8244, 36.05498,
    4.27955, 2.019, 9.5212, 114.2008, 25.2643, 34.6802, 69.00941, 4.02303, 69.84827, 3.0744, 53.33988, 0.98951, 6.695,
    13.37242, 2.21146, 19.43838, 34.06447, 67.86156, 73.92221, 28.52418};
enum { N_FLIGHTS = sizeof flights / sizeof flights[0] };

static void the_details_of_a_treatment_are_kept(void **state)
{
    sketch s = treated(flights, N_FLIGHTS);
    const titian_treatment *t = NULL;

    (void) state;
    sketch_run(&s);
    t = titian_assessment_treatment(s.a, 0, 0);
    assert_non_null(t);
    assert_near(t->skewness[0], 2.10328719405155, 1e-12);
    assert_near(t->kurtosis[0], 4.508879369700657, 1e-12);
    assert_near(t->skewness[1], 1.9006580258635928, 1e-12);
    assert_near(t->kurtosis[1], 3.336064685003322, 1e-12);
    assert_int_equal(t->n_high, 1);
    assert_int_equal(t->n_low, 0);
    assert_int_equal(t->passes[0], 0);
    assert_int_equal(t->passes[1], 1);
    assert_int_equal(t->passes[2], -1);
    assert_string_equal(t->step[0], "winsorise");
    assert_string_equal(t->step[1], "");
    sketch_choose(&s, TITIAN_STAGE_TREAT, "none");
    sketch_run(&s);
    assert_null(titian_assessment_treatment(s.a, 0, 0));
    sketch_close(&s);
}

static void the_second_step_may_be_any_transformation(void **state)
{
    const char *const names[] = {"log_ct", "log_ct_plus", "log_ct_orig", "log_gii", "box_cox"};
    sketch s = treated(flights, N_FLIGHTS);

    (void) state;
    sketch_number(&s, TITIAN_STAGE_TREAT, "max_points", 0);
    for (size_t k = 0; k < 5; k++) {
        const titian_treatment *t = NULL;
        double second = 0.0;

        sketch_choose(&s, TITIAN_STAGE_TREAT, "winsorise");
        sketch_number(&s, TITIAN_STAGE_TREAT, "max_points", 0);
        sketch_number(&s, TITIAN_STAGE_TREAT, "then", (double) k + 1.0);
        sketch_run(&s);
        t = titian_assessment_treatment(s.a, 0, 0);
        assert_string_equal(t->step[1], names[k]);
        assert_int_equal(t->passes[2], 1);
        second = column_of(&s)[7];
        sketch_choose(&s, TITIAN_STAGE_TREAT, names[k]);
        sketch_run(&s);
        assert_near(column_of(&s)[7], second, 0.0); /* alone it does the same */
        assert_string_equal(titian_assessment_treatment(s.a, 0, 0)->step[0], names[k]);
    }
    sketch_close(&s);
}

static void force_treats_acceptable_values_up_to_the_limit(void **state)
{
    const double x[] = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10};
    sketch s = treated(x, 10);

    (void) state;
    sketch_number(&s, TITIAN_STAGE_TREAT, "force", 1);
    sketch_number(&s, TITIAN_STAGE_TREAT, "max_points", 1);
    sketch_run(&s);
    assert_near(column_of(&s)[9], 9.0, 0.0);
    assert_near(column_of(&s)[8], 9.0, 0.0);
    assert_near(column_of(&s)[7], 8.0, 0.0);
    sketch_choose(&s, TITIAN_STAGE_TREAT, "log_ct");
    sketch_run(&s);
    assert_near(column_of(&s)[9], 10.0, 0.0);
    sketch_number(&s, TITIAN_STAGE_TREAT, "force", 1);
    sketch_run(&s);
    assert_near(column_of(&s)[0], log(0.09), 1e-14);
    sketch_close(&s);
}

static void the_share_of_points_is_limited_too(void **state)
{
    sketch s = treated(flights, N_FLIGHTS);

    (void) state;
    sketch_number(&s, TITIAN_STAGE_TREAT, "max_points", 1e9);
    sketch_number(&s, TITIAN_STAGE_TREAT, "skewness", 0.1);
    sketch_number(&s, TITIAN_STAGE_TREAT, "kurtosis", -3);
    sketch_number(&s, TITIAN_STAGE_TREAT, "then", 0);
    sketch_number(&s, TITIAN_STAGE_TREAT, "max_share", 0.05); /* 2.55 points of 51 */
    sketch_run(&s);
    assert_int_equal(titian_assessment_treatment(s.a, 0, 0)->n_high, 2);
    sketch_close(&s);
}

static void winsorising_may_stop_at_thresholds_of_its_own(void **state)
{
    const double until[] = {1.0, 2.0};
    sketch s = treated(flights, N_FLIGHTS);

    (void) state;
    sketch_list(&s, TITIAN_STAGE_TREAT, "until", until, 2);
    sketch_run(&s);
    assert_true(titian_assessment_treatment(s.a, 0, 0)->n_high > 1);
    assert_true(titian_assessment_treatment(s.a, 0, 0)->kurtosis[1] < 2.0);
    sketch_list(&s, TITIAN_STAGE_TREAT, "until", until, 1);
    sketch_fails(&s, TITIAN_E_MODEL);
    sketch_close(&s);
}

static void a_value_beyond_the_base_year_is_refused_by_logarithms(void **state)
{
    sketch s;

    (void) state;
    sketch_open(&s, tree, "U1 2019 A 1\nU2 2019 A 2\nU3 2019 A 3\nU4 2019 A 4\nU1 2020 A 1\nU2 2020 A -5\n");
    s.options.first_year = 2019;
    s.options.last_year = 2020;
    sketch_choose(&s, TITIAN_STAGE_TREAT, "log_ct");
    sketch_number(&s, TITIAN_STAGE_TREAT, "force", 1);
    sketch_number(&s, TITIAN_STAGE_TREAT, "over", 2);
    sketch_number(&s, TITIAN_STAGE_TREAT, "base_year", 2019);
    sketch_fails(&s, TITIAN_E_NUMERIC);
    assert_non_null(strstr(s.error.message, "unit U2 has the value -5 for A in 2020"));
    sketch_number(&s, TITIAN_STAGE_TREAT, "over", 1);
    sketch_run(&s);
    assert_near(sketch_value(&s, TITIAN_RESULT_TREATED, "A", "U4", 2019), log(9.09), 1e-14);
    sketch_close(&s);
}

static void box_cox_takes_the_lambda_given(void **state)
{
    const double x[] = {1, 2, 3, 4, 5, 6, 7, 8, 9, 1000};
    sketch s = treated(x, 10);

    (void) state;
    sketch_choose(&s, TITIAN_STAGE_TREAT, "box_cox");
    sketch_number(&s, TITIAN_STAGE_TREAT, "lambda_by", 1);
    sketch_number(&s, TITIAN_STAGE_TREAT, "lambda", 0.5);
    sketch_number(&s, TITIAN_STAGE_TREAT, "shift", 1); /* COINr: x - min + 1 */
    sketch_run(&s);
    assert_near(column_of(&s)[3], 2.0, 1e-14);
    assert_near(column_of(&s)[0], 0.0, 1e-14);
    assert_near(titian_assessment_treatment(s.a, 0, 0)->lambda, 0.5, 0.0);
    sketch_close(&s);
}

/* By hand: the cube roots of 1, 8, 27 and 64 are whole, so that 3 (x^(1/3) - 1) is 0, 3, 6 and 9. */
static void a_lambda_given_is_not_rounded(void **state)
{
    const double x[] = {1, 8, 27, 64};
    sketch s = treated(x, 4);

    (void) state;
    sketch_choose(&s, TITIAN_STAGE_TREAT, "box_cox");
    sketch_number(&s, TITIAN_STAGE_TREAT, "force", 1);
    sketch_number(&s, TITIAN_STAGE_TREAT, "lambda_by", 1);
    sketch_number(&s, TITIAN_STAGE_TREAT, "lambda", 1.0 / 3.0);
    sketch_number(&s, TITIAN_STAGE_TREAT, "shift", 2); /* none */
    sketch_run(&s);
    for (size_t i = 0; i < 4; i++)
        assert_near(column_of(&s)[i], 3.0 * (double) i, 1e-13);
    sketch_close(&s);
}

/* COINr: f1 = "winsorise", f2 = "boxcox", f2_para = list(lambda = 0): ln(x - min + 1). */
static void powers_after_winsorising_shift_as_they_are_told(void **state)
{
    const double x[] = {1, 2, 3, 4, 5, 6, 7, 8, 9, 1000};
    sketch s = treated(x, 10);

    (void) state;
    sketch_number(&s, TITIAN_STAGE_TREAT, "max_points", 0);
    sketch_number(&s, TITIAN_STAGE_TREAT, "then", 5); /* box_cox */
    sketch_number(&s, TITIAN_STAGE_TREAT, "lambda_by", 1);
    sketch_number(&s, TITIAN_STAGE_TREAT, "shift", 1); /* one */
    sketch_run(&s);
    assert_near(column_of(&s)[0], 0.0, 0.0);
    assert_near(column_of(&s)[9], log(1000.0), 1e-14);
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
        cmocka_unit_test(the_details_of_a_treatment_are_kept),
        cmocka_unit_test(the_second_step_may_be_any_transformation),
        cmocka_unit_test(force_treats_acceptable_values_up_to_the_limit),
        cmocka_unit_test(the_share_of_points_is_limited_too),
        cmocka_unit_test(winsorising_may_stop_at_thresholds_of_its_own),
        cmocka_unit_test(a_value_beyond_the_base_year_is_refused_by_logarithms),
        cmocka_unit_test(box_cox_takes_the_lambda_given),
        cmocka_unit_test(a_lambda_given_is_not_rounded),
        cmocka_unit_test(powers_after_winsorising_shift_as_they_are_told),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
