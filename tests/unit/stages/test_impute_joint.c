/* stages/impute: from other indicators and from other years.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit/stages/sketch.h"

static const char tree[] = "A P 1\n"
                           "B P 1 direction -1\n"
                           "C Q 1\n"
                           "D Q 1\n"
                           "P X 1\n"
                           "Q X 1\n"
                           "X - 1\n"
                           "other GDP\n";
/* B = 20 - A; D = 2 C + 1 = GDP + 1, but for what is missing */
static const char data[] = "U1 2020 A 0 B 20 C 1 D 3 GDP 2\n"
                           "U2 2020 A 10 B 10 C 2 D 5 GDP 4\n"
                           "U3 2020 A 5 B - C 4 D - GDP 8\n"
                           "U4 2020 A 4 B 16 C 3 D 7 GDP 6\n"
                           "U5 2020 A - B - C 5 D 11 GDP 10\n"
                           "U6 2020 A 7 B 13 C 6 D 13 GDP 12\n";

static sketch imputed(const char *method)
{
    sketch s;

    sketch_open(&s, tree, data);
    sketch_choose(&s, TITIAN_STAGE_NORMALISE, "rank");
    sketch_choose(&s, TITIAN_STAGE_IMPUTE, method);
    return s;
}

static double value(const sketch *s, const char *indicator, const char *unit)
{
    return sketch_value(s, TITIAN_RESULT_IMPUTED, indicator, unit, 2020);
}

static void a_row_gives_a_gap_the_unit_s_own_place(void **state)
{
    sketch s = imputed("row_mean");

    (void) state;
    sketch_run(&s);
    assert_near(value(&s, "B", "U3"), 15.0, 1e-12); /* A is half way up, so is B: less is better, 20 to 10 */
    assert_true(isnan(value(&s, "A", "U5")));       /* nothing in P */
    assert_true(sketch_notes(&s, "P 2020 2 gaps not imputed row_mean"));
    assert_int_equal(sketch_mark(&s, TITIAN_RESULT_IMPUTED, "B", "U3", 2020),
        TITIAN_MARK_IMPUTED + (int) titian_method_find(TITIAN_STAGE_IMPUTE, "row_mean"));
    sketch_close(&s);
}

static void over_all_groups_a_row_knows_more(void **state)
{
    sketch s = imputed("row_median");

    (void) state;
    sketch_number(&s, TITIAN_STAGE_IMPUTE, "group_level", 0.0);
    sketch_run(&s);
    assert_near(value(&s, "A", "U5"), 8.0, 1e-12); /* C and D are at 0.8 of their ranges, A runs from 0 to 10 */
    sketch_close(&s);
}

static void expectation_maximisation_finds_a_straight_line(void **state)
{
    sketch s = imputed("em");

    (void) state;
    sketch_run(&s);
    assert_near(value(&s, "D", "U3"), 9.0, 1e-6);
    assert_near(value(&s, "B", "U3"), 15.0, 1e-6);
    assert_near(value(&s, "A", "U5"), 5.2, 1e-6); /* without any value: the mean */
    assert_true(sketch_notes(&s, "Q 2020 settled rounds"));
    sketch_close(&s);
}

static void what_does_not_settle_is_an_error(void **state)
{
    sketch s = imputed("em");

    (void) state;
    sketch_number(&s, TITIAN_STAGE_IMPUTE, "max_rounds", 1.0);
    sketch_fails(&s, TITIAN_E_NUMERIC);
    assert_non_null(strstr(s.error.message, "P in 2020"));
    assert_non_null(strstr(s.error.mend, "max_rounds"));
    sketch_close(&s);
}

/* As above, with A and B unrelated to C and D, and nothing on a line. */
static const char scattered[] = "U1 2020 A 3 B 21 C 1 D 4 GDP 2\n"
                                "U2 2020 A 10 B 9 C 2 D 4 GDP 4\n"
                                "U3 2020 A 5 B - C 4 D - GDP 8\n"
                                "U4 2020 A 4 B 17 C 3 D 8 GDP 6\n"
                                "U5 2020 A - B 14 C 5 D 10 GDP 10\n"
                                "U6 2020 A 7 B 11 C 6 D 13 GDP 12\n"
                                "U7 2020 A 8 B 13 C 7 D 12 GDP 14\n";

static sketch drawn(const char *from, double draws, double draw, double seed)
{
    sketch s;

    sketch_open(&s, tree, from);
    sketch_choose(&s, TITIAN_STAGE_NORMALISE, "rank");
    sketch_choose(&s, TITIAN_STAGE_IMPUTE, "multiple");
    sketch_number(&s, TITIAN_STAGE_IMPUTE, "draws", draws);
    sketch_number(&s, TITIAN_STAGE_IMPUTE, "draw", draw);
    sketch_number(&s, TITIAN_STAGE_IMPUTE, "seed", seed);
    sketch_number(&s, TITIAN_STAGE_IMPUTE, "ridge", 0.5);
    sketch_run(&s);
    return s;
}

static double drawn_value(double draws, double draw, double seed, const char *indicator, const char *unit)
{
    sketch s = drawn(scattered, draws, draw, seed);
    const double x = value(&s, indicator, unit);

    sketch_close(&s);
    return x;
}

static void a_plain_run_takes_the_mean_of_the_draws(void **state)
{
    const double first = drawn_value(2, 1, 1, "D", "U3"), second = drawn_value(2, 2, 1, "D", "U3");

    (void) state;
    assert_true(fabs(first - second) > 0.1);
    assert_near(drawn_value(2, 0, 1, "D", "U3"), (first + second) / 2.0, 1e-12);
    assert_near(
        drawn_value(9, 2, 1, "D", "U3"), second, 0.0); /* a draw hangs on its number, not on how many there are */
}

static void draws_hang_on_the_seed(void **state)
{
    (void) state;
    assert_near(drawn_value(2, 1, 7, "D", "U3"), drawn_value(2, 1, 7, "D", "U3"), 0.0);
    assert_true(fabs(drawn_value(2, 1, 7, "D", "U3") - drawn_value(2, 1, 8, "D", "U3")) > 0.01);
}

static void draws_belong_to_codes_whatever_the_order_of_units(void **state)
{
    char turned[sizeof scattered] = "";
    sketch a = drawn(scattered, 3, 0, 1), b;

    (void) state;
    for (const char *line = scattered + strlen(scattered);
         line > scattered;) { /* the lines from the last to the first */
        const char *end = line--;

        while (line > scattered && line[-1] != '\n')
            line--;
        (void) strncat(turned, line, (size_t) (end - line));
    }
    b = drawn(turned, 3, 0, 1);
    assert_string_equal(titian_panel_unit(b.panel, 0)->code, "U7");
    assert_near(value(&a, "B", "U3"), value(&b, "B", "U3"), 1e-6); /* sums in another order, and where it settles */
    assert_near(value(&a, "D", "U3"), value(&b, "D", "U3"), 1e-6);
    assert_near(value(&a, "A", "U5"), value(&b, "A", "U5"), 1e-6);
    sketch_close(&a);
    sketch_close(&b);
}

static void the_mean_of_many_draws_is_near_the_conditional_mean(void **state)
{
    sketch s = drawn(scattered, 4000, 0, 1), em;

    (void) state;
    sketch_open(&em, tree, scattered);
    sketch_choose(&em, TITIAN_STAGE_NORMALISE, "rank");
    sketch_choose(&em, TITIAN_STAGE_IMPUTE, "em");
    sketch_number(&em, TITIAN_STAGE_IMPUTE, "ridge", 0.5);
    sketch_run(&em);
    assert_near(value(&s, "D", "U3"), value(&em, "D", "U3"), 0.3); /* of a standard deviation of 3.7 */
    assert_near(value(&s, "B", "U3"), value(&em, "B", "U3"), 0.5); /* of 4.2 */
    sketch_close(&s);
    sketch_close(&em);
}

static void imputations_carry_their_rule_and_a_note_says_how_far_they_lie_apart(void **state)
{
    sketch s = drawn(scattered, 20, 0, 3);

    (void) state;
    assert_int_equal(sketch_mark(&s, TITIAN_RESULT_IMPUTED, "B", "U3", 2020),
        TITIAN_MARK_IMPUTED + (int) titian_method_find(TITIAN_STAGE_IMPUTE, "multiple"));
    assert_near(value(&s, "A", "U1"), 3.0, 0.0);
    assert_true(sketch_notes(&s, "P, 2020: 2 gaps mean of 20 draws seed 3 within between"));
    sketch_close(&s);
    s = drawn(scattered, 20, 6, 3);
    assert_true(sketch_notes(&s, "Q, 2020: gaps imputed by draw 6 of seed 3"));
    sketch_close(&s);
}

static void a_draw_that_does_not_settle_is_named(void **state)
{
    sketch s = drawn(scattered, 20, 0, 3);

    (void) state;
    sketch_number(&s, TITIAN_STAGE_IMPUTE, "max_rounds", 1.0);
    sketch_fails(&s, TITIAN_E_NUMERIC);
    assert_non_null(strstr(s.error.message, "for P in 2020 (draw 1) has not settled"));
    assert_non_null(strstr(s.error.mend, "max_rounds"));
    sketch_close(&s);
}

static void the_nearest_units_lend_their_values(void **state)
{
    sketch s = imputed("nearest");

    (void) state;
    sketch_number(&s, TITIAN_STAGE_IMPUTE, "k", 1.0);
    sketch_number(&s, TITIAN_STAGE_IMPUTE, "min_overlap", 1.0);
    sketch_run(&s);
    assert_near(value(&s, "B", "U3"), 16.0, 1e-12); /* U4 is nearest in A and C */
    assert_near(value(&s, "B", "U5"), 13.0, 1e-12); /* U6 in C and D */
    sketch_close(&s);
}

static void nobody_near_leaves_a_gap_and_a_note(void **state)
{
    sketch s = imputed("nearest");

    (void) state;
    sketch_number(&s, TITIAN_STAGE_IMPUTE, "min_overlap", 4.0);
    sketch_run(&s);
    assert_true(isnan(value(&s, "B", "U3")));
    assert_true(sketch_notes(&s, "X 2020 not imputed nearest B"));
    sketch_close(&s);
}

static void regression_predicts_from_the_variables_named(void **state)
{
    sketch s = imputed("regression");

    (void) state;
    sketch_text(&s, TITIAN_STAGE_IMPUTE, "predictors", "GDP");
    sketch_run(&s);
    assert_near(value(&s, "D", "U3"), 9.0, 1e-12);
    assert_true(sketch_notes(&s, "D 2020 regression 1 variable 5 units 1.00"));
    sketch_text(&s, TITIAN_STAGE_IMPUTE, "predictors", "C, A");
    sketch_run(&s);
    assert_near(value(&s, "D", "U3"), 9.0, 1e-12);
    assert_true(isnan(value(&s, "B", "U5"))); /* has no A */
    sketch_close(&s);
}

static void without_names_the_others_of_the_group_predict(void **state)
{
    sketch s = imputed("regression");

    (void) state;
    sketch_run(&s);
    assert_near(value(&s, "B", "U3"), 15.0, 1e-12);
    assert_true(sketch_notes(&s, "P 2020 2 gaps not imputed regression"));
    sketch_close(&s);
}

static void a_predictor_that_is_not_there_is_an_error(void **state)
{
    sketch s = imputed("regression");

    (void) state;
    sketch_text(&s, TITIAN_STAGE_IMPUTE, "predictors", "GDP GNI");
    sketch_fails(&s, TITIAN_E_MODEL);
    assert_non_null(strstr(s.error.message, "GNI"));
    sketch_close(&s);
}

static void indicators_may_have_rules_of_their_own(void **state)
{
    sketch s = imputed("row_mean");
    titian_choice own[4];

    (void) state;
    for (size_t j = 0; j < 4; j++)
        own[j] = titian_choice_default(
            TITIAN_STAGE_IMPUTE, titian_method_find(TITIAN_STAGE_IMPUTE, j == 3 ? "mean" : "row_mean"));
    s.recipe.own[TITIAN_STAGE_IMPUTE] = own;
    sketch_run(&s);
    assert_near(value(&s, "D", "U3"), 7.8, 1e-12);
    assert_near(value(&s, "B", "U3"), 15.0, 1e-12);
    sketch_close(&s);
}

/* ---- over time ---- */

static const char years[] =
    "U1 2018 A 1\nU1 2020 A 3\nU1 2022 A -\nU2 2019 A 7\nU3 2018 A -\nU3 2021 A -\nU4 2022 A 9\n";

/* Screening refuses a year without any value, so imputation comes first. */
static sketch over_time(const char *method)
{
    const titian_stage order[] = {TITIAN_STAGE_IMPUTE, TITIAN_STAGE_DENOMINATE, TITIAN_STAGE_SCREEN};
    sketch s;

    sketch_open(&s, "A X 1 age 0\nX - 1\n", years);
    memcpy(s.recipe.order, order, sizeof order);
    sketch_choose(&s, TITIAN_STAGE_NORMALISE, "rank");
    sketch_choose(&s, TITIAN_STAGE_IMPUTE, method);
    s.options.first_year = 2018;
    s.options.last_year = 2022;
    sketch_run(&s);
    return s;
}

static void expect_series(const sketch *s, const char *unit, const double expected[5])
{
    for (int t = 0; t < 5; t++) {
        const double x = sketch_value(s, TITIAN_RESULT_IMPUTED, "A", unit, 2018 + t);

        if (!(isnan(x) && isnan(expected[t])))
            assert_near(x, expected[t], 1e-15);
    }
}

static void the_latest_value_serves_later_years(void **state)
{
    sketch s = over_time("latest");

    (void) state;
    expect_series(&s, "U1", (const double[]){1, 1, 3, 3, 3});
    expect_series(&s, "U2", (const double[]){TITIAN_MISSING, 7, 7, 7, 7});
    assert_true(sketch_notes(&s, "A not imputed latest U2 U3"));
    assert_int_equal(titian_panel_ages(titian_assessment_result(s.a, TITIAN_RESULT_IMPUTED), 0, 4)[0], 2);
    sketch_number(&s, TITIAN_STAGE_IMPUTE, "max_gap", 1.0);
    sketch_run(&s);
    expect_series(&s, "U1", (const double[]){1, 1, 3, 3, TITIAN_MISSING});
    sketch_close(&s);
}

static void a_constant_reaches_back_as_well(void **state)
{
    sketch s = over_time("constant");

    (void) state;
    expect_series(&s, "U2", (const double[]){7, 7, 7, 7, 7});
    expect_series(&s, "U1", (const double[]){1, 1, 3, 3, 3});
    sketch_close(&s);
}

static void a_straight_line_runs_between_two_years(void **state)
{
    sketch s = over_time("linear");

    (void) state;
    expect_series(&s, "U1", (const double[]){1, 2, 3, 3, 3});
    expect_series(&s, "U2", (const double[]){TITIAN_MISSING, 7, TITIAN_MISSING, TITIAN_MISSING, TITIAN_MISSING});
    sketch_close(&s);
    s = over_time("linear_constant");
    expect_series(&s, "U2", (const double[]){7, 7, 7, 7, 7});
    sketch_close(&s);
}

static void one_year_alone_is_no_time(void **state)
{
    sketch s;

    (void) state;
    sketch_open(&s, "A X 1 age 0\nX - 1\n", years);
    sketch_choose(&s, TITIAN_STAGE_NORMALISE, "rank");
    sketch_choose(&s, TITIAN_STAGE_IMPUTE, "linear");
    s.options.first_year = 2020;
    sketch_run(&s);
    assert_true(sketch_notes(&s, "nothing linear 2020 --years"));
    sketch_close(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_row_gives_a_gap_the_unit_s_own_place),
        cmocka_unit_test(over_all_groups_a_row_knows_more),
        cmocka_unit_test(expectation_maximisation_finds_a_straight_line),
        cmocka_unit_test(what_does_not_settle_is_an_error),
        cmocka_unit_test(a_plain_run_takes_the_mean_of_the_draws),
        cmocka_unit_test(draws_hang_on_the_seed),
        cmocka_unit_test(draws_belong_to_codes_whatever_the_order_of_units),
        cmocka_unit_test(the_mean_of_many_draws_is_near_the_conditional_mean),
        cmocka_unit_test(imputations_carry_their_rule_and_a_note_says_how_far_they_lie_apart),
        cmocka_unit_test(a_draw_that_does_not_settle_is_named),
        cmocka_unit_test(the_nearest_units_lend_their_values),
        cmocka_unit_test(nobody_near_leaves_a_gap_and_a_note),
        cmocka_unit_test(regression_predicts_from_the_variables_named),
        cmocka_unit_test(without_names_the_others_of_the_group_predict),
        cmocka_unit_test(a_predictor_that_is_not_there_is_an_error),
        cmocka_unit_test(indicators_may_have_rules_of_their_own),
        cmocka_unit_test(the_latest_value_serves_later_years),
        cmocka_unit_test(a_constant_reaches_back_as_well),
        cmocka_unit_test(a_straight_line_runs_between_two_years),
        cmocka_unit_test(one_year_alone_is_no_time),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
