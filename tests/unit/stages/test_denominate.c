/* stages/denominate.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit/stages/sketch.h"

static const char tree[] = "SEATS X 1 per POP 1000\n"
                           "SHARE X 1\n"
                           "X - 1\n"
                           "denominator POP\n";

static void an_indicator_is_divided_by_its_denominator(void **state)
{
    sketch s;

    (void) state;
    sketch_open(&s, tree, "AAA 2020 SEATS 30 SHARE 5 POP 2000\nBBB 2020 SEATS 10 SHARE 6 POP 500\n");
    sketch_run(&s);
    assert_near(sketch_value(&s, TITIAN_RESULT_DENOMINATED, "SEATS", "AAA", 2020), 15.0, 1e-12);
    assert_near(sketch_value(&s, TITIAN_RESULT_DENOMINATED, "SEATS", "BBB", 2020), 20.0, 1e-12);
    assert_near(sketch_value(&s, TITIAN_RESULT_DENOMINATED, "SHARE", "AAA", 2020), 5.0, 0.0);
    assert_near(sketch_value(&s, TITIAN_RESULT_RAW, "SEATS", "AAA", 2020), 30.0, 0.0);
    assert_int_equal(titian_assessment_n_notes(s.a), 0);
    sketch_close(&s);
}

static void none_leaves_values_as_they_are(void **state)
{
    sketch s;

    (void) state;
    sketch_open(&s, tree, "AAA 2020 SEATS 30 SHARE 5 POP 0\nBBB 2020 SEATS 10 SHARE 6\n");
    sketch_choose(&s, TITIAN_STAGE_DENOMINATE, "none");
    sketch_run(&s);
    assert_near(sketch_value(&s, TITIAN_RESULT_DENOMINATED, "SEATS", "AAA", 2020), 30.0, 0.0);
    sketch_close(&s);
}

static void a_missing_or_zero_denominator_sets_the_value_aside_with_a_note(void **state)
{
    sketch s;

    (void) state;
    sketch_open(&s, tree,
        "AAA 2020 SEATS 30 SHARE 5 POP 0\nBBB 2020 SEATS 10 SHARE 6\n"
        "CCC 2020 SEATS 10 SHARE 7 POP 10\nDDD 2020 SHARE 8 POP 0\nEEE 2020 SEATS 9 SHARE 7 POP 10\n");
    sketch_run(&s);
    assert_true(isnan(sketch_value(&s, TITIAN_RESULT_DENOMINATED, "SEATS", "AAA", 2020)));
    assert_true(isnan(sketch_value(&s, TITIAN_RESULT_DENOMINATED, "SEATS", "BBB", 2020)));
    assert_int_equal(sketch_mark(&s, TITIAN_RESULT_DENOMINATED, "SEATS", "AAA", 2020), TITIAN_MARK_SET_ASIDE);
    assert_int_equal(sketch_mark(&s, TITIAN_RESULT_DENOMINATED, "SEATS", "DDD", 2020), TITIAN_MARK_MISSING);
    assert_true(sketch_notes(&s, "SEATS 2020 POP AAA BBB"));
    assert_int_equal(titian_assessment_n_notes(s.a), 1);
    sketch_close(&s);
}

static void a_value_set_aside_is_not_observed(void **state)
{
    sketch s;

    (void) state;
    sketch_open(&s, tree,
        "AAA 2020 SEATS 30 SHARE 5 POP 0\nBBB 2020 SEATS 10 SHARE 6 POP 1\n"
        "CCC 2020 SEATS 10 SHARE 7 POP 10\n");
    sketch_run(&s);
    assert_near(sketch_state(&s, "AAA", 2020)->coverage, 0.5, 1e-15);
    assert_int_equal(sketch_state(&s, "AAA", 2020)->n_observed, 1);
    assert_int_equal(titian_assessment_indicator(s.a, 0, 0)->n_available, 2);
    sketch_close(&s);
}

static void a_quotient_past_the_largest_number_is_an_error(void **state)
{
    sketch s;

    (void) state;
    sketch_open(&s, tree, "AAA 2020 SEATS 1e300 SHARE 5 POP 1e-100\nBBB 2020 SEATS 10 SHARE 6 POP 1\n");
    sketch_fails(&s, TITIAN_E_NUMERIC);
    assert_non_null(strstr(s.error.message, "SEATS"));
    assert_non_null(strstr(s.error.message, "AAA"));
    assert_true(s.error.mend[0] != '\0');
    sketch_close(&s);
}

static void the_model_may_name_the_variable_to_divide_by(void **state)
{
    sketch s;

    (void) state;
    sketch_open(&s, "A X 1\nB X 1\nX - 1\nother GDP\ngroup region\n",
        "U1 2020 A 10 B 1 GDP 5000\nU2 2020 A 30 B 2 GDP 10000\n");
    sketch_choose(&s, TITIAN_STAGE_NORMALISE, "rank");
    sketch_choose(&s, TITIAN_STAGE_DENOMINATE, "by_variable");
    sketch_text(&s, TITIAN_STAGE_DENOMINATE, "variable", "GDP");
    sketch_number(&s, TITIAN_STAGE_DENOMINATE, "scale", 1000);
    sketch_run(&s);
    assert_near(sketch_value(&s, TITIAN_RESULT_DENOMINATED, "A", "U1", 2020), 2.0, 0.0);
    assert_near(sketch_value(&s, TITIAN_RESULT_DENOMINATED, "B", "U2", 2020), 0.2, 1e-16);
    sketch_text(&s, TITIAN_STAGE_DENOMINATE, "variable", "B"); /* an indicator changes on the way */
    sketch_fails(&s, TITIAN_E_MODEL);
    assert_non_null(strstr(s.error.message, "divided by B"));
    sketch_text(&s, TITIAN_STAGE_DENOMINATE, "variable", "region");
    sketch_fails(&s, TITIAN_E_MODEL);
    sketch_close(&s);
}

static void a_missing_or_zero_denominator_may_be_refused(void **state)
{
    const char *const texts[] = {"U1 2020 A 10 POP 0\nU2 2020 A 30 POP 3\n", "U1 2020 A 10\nU2 2020 A 30 POP 3\n"};
    const char *const words[] = {"POP, which is 0", "POP, which is missing"};

    (void) state;
    for (size_t k = 0; k < 2; k++) {
        sketch s;

        sketch_open(&s, "A X 1 per POP 1\nX - 1\ndenominator POP\n", texts[k]);
        sketch_number(&s, TITIAN_STAGE_DENOMINATE, "lacking", 1);
        sketch_fails(&s, TITIAN_E_NUMERIC);
        assert_non_null(strstr(s.error.message, "indicator A of unit U1 in 2020 (10)"));
        assert_non_null(strstr(s.error.message, words[k]));
        sketch_close(&s);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_indicator_is_divided_by_its_denominator),
        cmocka_unit_test(none_leaves_values_as_they_are),
        cmocka_unit_test(a_missing_or_zero_denominator_sets_the_value_aside_with_a_note),
        cmocka_unit_test(a_value_set_aside_is_not_observed),
        cmocka_unit_test(a_quotient_past_the_largest_number_is_an_error),
        cmocka_unit_test(the_model_may_name_the_variable_to_divide_by),
        cmocka_unit_test(a_missing_or_zero_denominator_may_be_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
