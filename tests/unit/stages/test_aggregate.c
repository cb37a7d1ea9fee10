/* stages/aggregate.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit/stages/sketch.h"

static const char tree[] = "A P 3 goalposts 0 100\n"
                           "B P 1 goalposts 0 100\n"
                           "C Q 1 goalposts 0 100\n"
                           "D Q 1 goalposts 0 100\n"
                           "P X 2\n"
                           "Q X 1\n"
                           "X - 1\n";
static const char data[] = "U1 2020 A 80 B 40 C 10 D 30\n"
                           "U2 2020 A - B 40 C 10 D -\n"
                           "U3 2020 A 50 B 90 C - D -\n"
                           "U4 2020 A - B - C - D -\n"
                           "U5 2020 A 0 B 1 C 2 D 0.5\n";

static sketch aggregated(const char *method)
{
    sketch s;

    sketch_open(&s, tree, data);
    sketch_choose(&s, TITIAN_STAGE_NORMALISE, "goalposts");
    sketch_choose(&s, TITIAN_STAGE_AGGREGATE, method);
    return s;
}

static double score(const sketch *s, const char *node, const char *unit)
{
    return sketch_value(s, TITIAN_RESULT_AGGREGATED, node, unit, 2020);
}

static void arithmetic_means_rise_level_by_level(void **state)
{
    sketch s = aggregated("arithmetic");

    (void) state;
    sketch_run(&s);
    assert_near(score(&s, "A", "U1"), 80.0, 0.0);
    assert_near(score(&s, "P", "U1"), 70.0, 1e-12);
    assert_near(score(&s, "Q", "U1"), 20.0, 1e-12);
    assert_near(score(&s, "X", "U1"), 160.0 / 3.0, 1e-12);
    sketch_close(&s);
}

static void a_missing_indicator_shares_its_weight_among_the_others(void **state)
{
    sketch s = aggregated("arithmetic");

    (void) state;
    sketch_run(&s);
    assert_near(score(&s, "P", "U2"), 40.0, 0.0);
    assert_near(score(&s, "X", "U2"), 30.0, 1e-12);
    assert_near(score(&s, "X", "U3"), 60.0, 1e-12); /* Q is missing as a whole */
    assert_true(isnan(score(&s, "Q", "U3")));
    assert_true(isnan(score(&s, "X", "U4")));
    assert_int_equal(sketch_state(&s, "U4", 2020)->ranked, 0);
    assert_string_equal(sketch_state(&s, "U4", 2020)->why_not, "its data do not give a score for X");
    sketch_close(&s);
}

static void geometric_means_multiply_above_the_floor(void **state)
{
    sketch s = aggregated("geometric");

    (void) state;
    sketch_run(&s);
    assert_near(score(&s, "P", "U1"), exp((3.0 * log(80.0) + log(40.0)) / 4.0), 1e-12);
    assert_near(score(&s, "Q", "U1"), sqrt(300.0), 1e-12);
    assert_near(score(&s, "P", "U5"), 1.0, 1e-15);
    assert_near(score(&s, "Q", "U5"), sqrt(2.0), 1e-15);
    assert_true(sketch_notes(&s, "P 2020 1 score below 1 raised U5"));
    assert_true(sketch_notes(&s, "Q 2020 1 score below 1 raised U5"));
    sketch_close(&s);
}

static void without_a_floor_a_zero_is_an_error(void **state)
{
    sketch s = aggregated("geometric");

    (void) state;
    sketch_number(&s, TITIAN_STAGE_AGGREGATE, "floor", 0.0);
    sketch_fails(&s, TITIAN_E_NUMERIC);
    assert_non_null(strstr(s.error.message, "unit U5"));
    assert_non_null(strstr(s.error.message, "P"));
    assert_non_null(strstr(s.error.message, "0 for A"));
    assert_non_null(strstr(s.error.mend, "floor"));
    sketch_close(&s);
}

static void levels_may_have_methods_of_their_own(void **state)
{
    sketch s = aggregated("arithmetic");

    (void) state;
    s.aggregation[sketch_node(&(sketch){.framework = s.framework}, "X")] =
        titian_choice_default(TITIAN_STAGE_AGGREGATE, titian_method_find(TITIAN_STAGE_AGGREGATE, "geometric"));
    sketch_run(&s);
    assert_near(score(&s, "P", "U1"), 70.0, 1e-12);
    assert_near(score(&s, "X", "U1"), exp((2.0 * log(70.0) + log(20.0)) / 3.0), 1e-12);
    sketch_close(&s);
}

static void a_node_needs_its_share_of_weight(void **state)
{
    sketch s = aggregated("arithmetic");

    (void) state;
    sketch_number(&s, TITIAN_STAGE_AGGREGATE, "min_coverage", 0.5);
    sketch_run(&s);
    assert_true(isnan(score(&s, "P", "U2")));       /* a quarter of P's weight */
    assert_near(score(&s, "Q", "U2"), 10.0, 0.0);   /* half of Q's */
    assert_true(isnan(score(&s, "X", "U2")));       /* a third of X's */
    assert_near(score(&s, "X", "U3"), 60.0, 1e-12); /* two thirds */
    sketch_close(&s);
}

static void a_node_may_need_a_share_of_its_children_instead(void **state)
{
    sketch s = aggregated("arithmetic");

    (void) state;
    sketch_number(&s, TITIAN_STAGE_AGGREGATE, "min_coverage", 0.5);
    sketch_number(&s, TITIAN_STAGE_AGGREGATE, "coverage_by", 1);
    sketch_run(&s);
    assert_near(score(&s, "P", "U2"), 40.0, 0.0);
    assert_near(score(&s, "X", "U2"), 30.0, 1e-12);
    assert_near(score(&s, "X", "U3"), 60.0, 1e-12);
    sketch_close(&s);
}

static void a_left_out_indicator_is_not_counted_as_missing(void **state)
{
    sketch s = aggregated("arithmetic");

    (void) state;
    sketch_choose(&s, TITIAN_STAGE_SCREEN, "coverage");
    sketch_number(&s, TITIAN_STAGE_SCREEN, "min_coverage", 0.0);
    sketch_number(&s, TITIAN_STAGE_SCREEN, "indicator_coverage", 0.5); /* D has 2 of 5 */
    sketch_number(&s, TITIAN_STAGE_AGGREGATE, "min_coverage", 1.0);
    sketch_run(&s);
    assert_near(score(&s, "Q", "U1"), 10.0, 0.0);
    assert_near(score(&s, "X", "U1"), (2.0 * 70.0 + 10.0) / 3.0, 1e-12);
    sketch_close(&s);
}

static void a_weight_of_zero_takes_an_indicator_out_of_the_mean(void **state)
{
    sketch s = aggregated("arithmetic");

    (void) state;
    s.weights[0] = 0.0;
    sketch_run(&s);
    assert_near(score(&s, "P", "U1"), 40.0, 0.0);
    assert_near(score(&s, "A", "U1"), 80.0, 0.0);
    sketch_close(&s);
}

static void an_index_of_one_indicator_is_that_indicator(void **state)
{
    sketch s;

    (void) state;
    sketch_open(&s, "A - 1 goalposts 0 100\n", "U1 2020 A 80\nU2 2020 A 90\n");
    sketch_choose(&s, TITIAN_STAGE_NORMALISE, "goalposts");
    sketch_run(&s);
    assert_near(score(&s, "A", "U1"), 80.0, 0.0);
    assert_int_equal(sketch_state(&s, "U2", 2020)->rank, 1);
    assert_near(titian_assessment_effective_weights(s.a, 0)[0], 1.0, 0.0);
    sketch_close(&s);
}

static void a_sum_past_the_largest_number_is_an_error(void **state)
{
    sketch s = aggregated("arithmetic");

    (void) state;
    s.weights[0] = 1e308;
    sketch_fails(&s, TITIAN_E_NUMERIC);
    sketch_close(&s);
}

static void what_a_score_was_rounded_from_is_kept(void **state)
{
    sketch s = aggregated("arithmetic");
    const double *from = NULL;

    (void) state;
    sketch_run(&s);
    assert_null(titian_assessment_unrounded(s.a, sketch_node(&s, "X"), 0));
    sketch_choose(&s, TITIAN_STAGE_AGGREGATE, "arithmetic");
    s.aggregation[sketch_node(&s, "X")].option[titian_method_param(s.aggregation[0].method, "decimals")].number = 0.0;
    sketch_run(&s);
    from = titian_assessment_unrounded(s.a, sketch_node(&s, "X"), 0);
    assert_non_null(from);
    assert_near(from[sketch_unit(&s, "U1")], 160.0 / 3.0, 1e-12);
    assert_near(score(&s, "X", "U1"), 53.0, 0.0);
    assert_true(isnan(from[sketch_unit(&s, "U4")]));
    assert_null(titian_assessment_unrounded(s.a, sketch_node(&s, "P"), 0));
    assert_null(titian_assessment_unrounded(s.a, sketch_node(&s, "A"), 0));
    sketch_close(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(arithmetic_means_rise_level_by_level),
        cmocka_unit_test(a_missing_indicator_shares_its_weight_among_the_others),
        cmocka_unit_test(geometric_means_multiply_above_the_floor),
        cmocka_unit_test(without_a_floor_a_zero_is_an_error),
        cmocka_unit_test(levels_may_have_methods_of_their_own),
        cmocka_unit_test(a_node_needs_its_share_of_weight),
        cmocka_unit_test(a_node_may_need_a_share_of_its_children_instead),
        cmocka_unit_test(a_left_out_indicator_is_not_counted_as_missing),
        cmocka_unit_test(a_weight_of_zero_takes_an_indicator_out_of_the_mean),
        cmocka_unit_test(an_index_of_one_indicator_is_that_indicator),
        cmocka_unit_test(a_sum_past_the_largest_number_is_an_error),
        cmocka_unit_test(what_a_score_was_rounded_from_is_kept),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
