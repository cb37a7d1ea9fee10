/* stages/screen.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit/stages/sketch.h"

/* Two areas; weights 3 and 1 in P, 1 and 1 in Q, 1 and 1 above: shares .375 .125 .25 .25. */
static const char tree[] = "A P 3\n"
                           "B P 1\n"
                           "C Q 1\n"
                           "D Q 1\n"
                           "P X 1\n"
                           "Q X 1\n"
                           "X - 1\n"
                           "group region\n";
static const char data[] = "U1 2020 A 1 B 1 C 1 D 1 region n\n"
                           "U2 2020 A 2 B - C 2 D - region n\n" /* .625 of the weight, 2 of 4 */
                           "U3 2020 A - B 3 C 3 D 3 region n\n" /* .625 of the weight, 3 of 4 */
                           "U4 2020 A 4 B 4 C - D - region s\n" /* .5, nothing in Q */
                           "U5 2020 A 5 B 5 C 5 D 5\n";

static sketch screened(double min_coverage, int by_count)
{
    sketch s;

    sketch_open(&s, tree, data);
    sketch_choose(&s, TITIAN_STAGE_SCREEN, "coverage");
    sketch_number(&s, TITIAN_STAGE_SCREEN, "min_coverage", min_coverage);
    sketch_number(&s, TITIAN_STAGE_SCREEN, "by", by_count);
    return s;
}

static void none_ranks_every_unit_with_a_score(void **state)
{
    sketch s;

    (void) state;
    sketch_open(&s, tree, data);
    sketch_run(&s);
    assert_int_equal(sketch_state(&s, "U2", 2020)->ranked, 1);
    assert_int_equal(sketch_state(&s, "U4", 2020)->ranked, 1);
    assert_string_equal(sketch_state(&s, "U4", 2020)->why_not, "");
    sketch_close(&s);
}

static void coverage_by_weight_decides_who_is_ranked(void **state)
{
    sketch s = screened(0.66, 0);

    (void) state;
    sketch_run(&s);
    assert_int_equal(sketch_state(&s, "U1", 2020)->ranked, 1);
    assert_int_equal(sketch_state(&s, "U2", 2020)->ranked, 0);
    assert_string_equal(sketch_state(&s, "U2", 2020)->why_not, "62 % of the weight has data; 66 % are needed");
    assert_int_equal(sketch_state(&s, "U2", 2020)->rank, 0);
    assert_true(!isnan(sketch_value(&s, TITIAN_RESULT_AGGREGATED, "X", "U2", 2020))); /* scored all the same */
    sketch_close(&s);
}

static void coverage_by_count_counts_indicators(void **state)
{
    sketch s = screened(0.66, 1);

    (void) state;
    sketch_run(&s);
    assert_int_equal(sketch_state(&s, "U2", 2020)->ranked, 0);
    assert_string_equal(sketch_state(&s, "U2", 2020)->why_not, "50 % of the indicators have data; 66 % are needed");
    assert_int_equal(sketch_state(&s, "U3", 2020)->ranked, 1);
    sketch_close(&s);
}

static void just_enough_is_enough(void **state)
{
    sketch s = screened(0.625, 0);

    (void) state;
    sketch_run(&s);
    assert_int_equal(sketch_state(&s, "U2", 2020)->ranked, 1);
    assert_int_equal(sketch_state(&s, "U3", 2020)->ranked, 1);
    assert_int_equal(sketch_state(&s, "U4", 2020)->ranked, 0);
    sketch_close(&s);
}

static void shares_that_would_read_alike_get_decimals(void **state)
{
    sketch s = screened(0.6251, 0);

    (void) state;
    sketch_run(&s);
    assert_string_equal(sketch_state(&s, "U2", 2020)->why_not, "62 % of the weight has data; 63 % are needed");
    sketch_number(&s, TITIAN_STAGE_SCREEN, "min_coverage", 0.6249);
    sketch_run(&s);
    assert_int_equal(sketch_state(&s, "U2", 2020)->ranked, 1);
    sketch_number(&s, TITIAN_STAGE_SCREEN, "min_coverage", 0.504);
    sketch_run(&s);
    assert_string_equal(sketch_state(&s, "U4", 2020)->why_not, "50.0 % of the weight has data; 50.4 % are needed");
    sketch_close(&s);
}

static void data_must_be_spread_over_the_areas(void **state)
{
    sketch s = screened(0.0, 0);

    (void) state;
    sketch_number(&s, TITIAN_STAGE_SCREEN, "group_level", 2);
    sketch_number(&s, TITIAN_STAGE_SCREEN, "min_groups", 2);
    sketch_run(&s);
    assert_int_equal(sketch_state(&s, "U1", 2020)->n_groups_covered, 2);
    assert_int_equal(sketch_state(&s, "U2", 2020)->n_groups_covered, 2); /* .75 of P, .5 of Q */
    assert_int_equal(sketch_state(&s, "U3", 2020)->n_groups_covered, 1); /* .25 of P */
    assert_int_equal(sketch_state(&s, "U3", 2020)->ranked, 0);
    assert_string_equal(
        sketch_state(&s, "U3", 2020)->why_not, "1 of 2 areas at level 2 have enough data; 2 are needed");
    assert_int_equal(sketch_state(&s, "U4", 2020)->ranked, 0);
    sketch_close(&s);
}

static void a_sparse_indicator_is_left_out_and_its_weight_shared(void **state)
{
    sketch s = screened(0.66, 0);
    const double *share = NULL;

    (void) state;
    sketch_number(&s, TITIAN_STAGE_SCREEN, "indicator_coverage", 0.7); /* D has 3 of 5 */
    sketch_run(&s);
    share = titian_assessment_effective_weights(s.a, 0);
    assert_near(share[sketch_node(&s, "D")], 0.0, 0.0);
    assert_near(share[sketch_node(&s, "C")], 0.5, 0.0);
    assert_near(share[sketch_node(&s, "A")], 0.375, 1e-15);
    assert_int_equal(titian_assessment_indicator(s.a, sketch_node(&s, "D"), 0)->included, 0);
    assert_true(isnan(sketch_value(&s, TITIAN_RESULT_SCREENED, "D", "U1", 2020)));
    assert_int_equal(sketch_mark(&s, TITIAN_RESULT_SCREENED, "D", "U1", 2020), TITIAN_MARK_SET_ASIDE);
    assert_near(sketch_value(&s, TITIAN_RESULT_AGGREGATED, "Q", "U5", 2020), 100.0, 0.0);
    assert_true(sketch_notes(&s, "D 2020 left out 60 % 70 %"));
    assert_int_equal(sketch_state(&s, "U2", 2020)->ranked, 1); /* .875 of what is in use */
    sketch_close(&s);
}

static void an_area_with_nothing_left_gives_its_weight_to_the_other_areas(void **state)
{
    sketch s = screened(0.66, 0);
    const double *share = NULL;

    (void) state;
    for (size_t i = 0; i < 5; i++)
        titian_panel_column_mut(s.panel, sketch_node(&s, "C"), 0)[i] = TITIAN_MISSING;
    sketch_number(&s, TITIAN_STAGE_SCREEN, "indicator_coverage", 0.7);
    sketch_run(&s);
    share = titian_assessment_effective_weights(s.a, 0);
    assert_near(share[sketch_node(&s, "Q")], 0.0, 0.0);
    assert_near(share[sketch_node(&s, "P")], 1.0, 0.0);
    assert_near(share[sketch_node(&s, "A")], 0.75, 1e-15);
    assert_true(isnan(sketch_value(&s, TITIAN_RESULT_AGGREGATED, "Q", "U1", 2020)));
    assert_near(sketch_state(&s, "U2", 2020)->coverage, 0.75, 1e-15);
    sketch_close(&s);
}

static void indicators_are_judged_year_by_year(void **state)
{
    sketch s;

    (void) state;
    sketch_open(&s, "A X 1\nB X 1\nX - 1\n", "U1 2019 A 1\nU2 2019 A 2\nU1 2020 A 1 B 1\nU2 2020 A 2 B 2\n");
    sketch_choose(&s, TITIAN_STAGE_SCREEN, "coverage");
    sketch_number(&s, TITIAN_STAGE_SCREEN, "indicator_coverage", 0.5);
    s.options.first_year = 2019;
    s.options.last_year = 2020;
    sketch_run(&s);
    assert_int_equal(titian_assessment_indicator(s.a, 1, 0)->included, 0);
    assert_int_equal(titian_assessment_indicator(s.a, 1, 1)->included, 1);
    assert_near(titian_assessment_effective_weights(s.a, 0)[0], 1.0, 0.0);
    assert_near(titian_assessment_effective_weights(s.a, 1)[0], 0.5, 0.0);
    sketch_close(&s);
}

static void an_empty_indicator_is_an_error_without_a_threshold(void **state)
{
    const char *const methods[] = {"none", "coverage"};

    (void) state;
    for (size_t k = 0; k < 2; k++) {
        sketch s;

        sketch_open(&s, tree, "U1 2020 A 1 B 1 C 1\nU2 2020 A 2 B 2 C 2\n");
        sketch_choose(&s, TITIAN_STAGE_SCREEN, methods[k]);
        sketch_fails(&s, TITIAN_E_NUMERIC);
        assert_non_null(strstr(s.error.message, "indicator D"));
        assert_non_null(strstr(s.error.mend, "indicator_coverage"));
        sketch_close(&s);
    }
}

static void a_year_without_any_indicator_is_an_error(void **state)
{
    sketch s;

    (void) state;
    sketch_open(&s, "A X 1\nB X 1\nX - 1\n", "U1 2020 A 1\nU2 2020 B 1\n");
    sketch_choose(&s, TITIAN_STAGE_SCREEN, "coverage");
    sketch_number(&s, TITIAN_STAGE_SCREEN, "indicator_coverage", 0.9);
    sketch_fails(&s, TITIAN_E_NUMERIC);
    sketch_close(&s);
}

static void a_dropped_unit_does_not_touch_the_others(void **state)
{
    sketch s = screened(0.66, 0);

    (void) state;
    sketch_number(&s, TITIAN_STAGE_SCREEN, "failing", 1);
    sketch_run(&s);
    assert_true(isnan(sketch_value(&s, TITIAN_RESULT_SCREENED, "A", "U2", 2020)));
    assert_true(isnan(sketch_value(&s, TITIAN_RESULT_AGGREGATED, "X", "U2", 2020)));
    /* the minimum of A is now U1's 1, its maximum U5's 5; U4's 4 is gone */
    assert_near(sketch_value(&s, TITIAN_RESULT_NORMALISED, "A", "U5", 2020), 100.0, 0.0);
    assert_int_equal(sketch_state(&s, "U2", 2020)->ranked, 0);
    assert_string_equal(sketch_state(&s, "U2", 2020)->why_not, "62 % of the weight has data; 66 % are needed");
    assert_near(sketch_state(&s, "U2", 2020)->coverage, 0.625, 1e-15); /* what is known of it stays known */
    assert_int_equal(sketch_state(&s, "U2", 2020)->dropped, 1);
    assert_int_equal(sketch_state(&s, "U1", 2020)->dropped, 0);
    assert_true(sketch_notes(&s, "dropped U2 U3 U4"));
    sketch_close(&s);
}

static void a_dropped_unit_is_not_imputed(void **state)
{
    sketch s = screened(0.66, 0);

    (void) state;
    sketch_number(&s, TITIAN_STAGE_SCREEN, "failing", 1);
    sketch_choose(&s, TITIAN_STAGE_IMPUTE, "mean");
    sketch_run(&s);
    assert_true(isnan(sketch_value(&s, TITIAN_RESULT_IMPUTED, "B", "U2", 2020)));
    assert_true(isnan(sketch_value(&s, TITIAN_RESULT_IMPUTED, "A", "U2", 2020)));
    sketch_close(&s);
}

static void screening_counts_what_is_there_at_its_place_in_the_order(void **state)
{
    sketch s = screened(1.0, 1);

    (void) state;
    sketch_choose(&s, TITIAN_STAGE_IMPUTE, "mean");
    s.recipe.order[1] = TITIAN_STAGE_IMPUTE;
    s.recipe.order[2] = TITIAN_STAGE_SCREEN;
    sketch_run(&s);
    assert_int_equal(sketch_state(&s, "U4", 2020)->ranked, 1);
    assert_near(sketch_state(&s, "U4", 2020)->coverage, 0.5, 1e-15);
    assert_int_equal(sketch_state(&s, "U4", 2020)->n_imputed, 2);
    sketch_close(&s);
}

static void a_level_the_tree_does_not_have_is_an_error(void **state)
{
    sketch s = screened(0.66, 0);

    (void) state;
    sketch_number(&s, TITIAN_STAGE_SCREEN, "group_level", 4);
    sketch_fails(&s, TITIAN_E_MODEL);
    sketch_number(&s, TITIAN_STAGE_SCREEN, "group_level", 2);
    sketch_number(&s, TITIAN_STAGE_SCREEN, "min_groups", 3);
    sketch_fails(&s, TITIAN_E_MODEL);
    sketch_close(&s);
}

/* ---- counts and lists ---- */

static void units_are_dropped_by_gaps_by_zeros_or_by_both(void **state)
{
    const char zeros[] = "U1 2020 A 1 B 0 C 0 D 0\nU2 2020 A 2 B - C 2 D -\nU3 2020 A 0 B 0 C - D -\n"
                         "U4 2020 A 4 B 4 C 4 D 4\n";
    sketch s;

    (void) state;
    sketch_open(&s, tree, zeros);
    sketch_choose(&s, TITIAN_STAGE_NORMALISE, "rank");
    sketch_choose(&s, TITIAN_STAGE_SCREEN, "by_na");
    sketch_run(&s);
    assert_int_equal(sketch_state(&s, "U1", 2020)->dropped, 0);
    assert_int_equal(sketch_state(&s, "U2", 2020)->dropped, 1);
    assert_int_equal(sketch_state(&s, "U3", 2020)->dropped, 1);
    sketch_number(&s, TITIAN_STAGE_SCREEN, "min_data", 0.5);
    sketch_run(&s);
    assert_int_equal(sketch_state(&s, "U2", 2020)->dropped, 0);
    sketch_choose(&s, TITIAN_STAGE_SCREEN, "by_zeros");
    sketch_number(&s, TITIAN_STAGE_SCREEN, "min_non_zero", 0.25);
    sketch_run(&s);
    assert_int_equal(sketch_state(&s, "U1", 2020)->dropped, 0);
    assert_int_equal(sketch_state(&s, "U3", 2020)->dropped, 1);
    assert_non_null(strstr(sketch_state(&s, "U3", 2020)->why_not, "not 0"));
    sketch_choose(&s, TITIAN_STAGE_SCREEN, "by_na_and_zeros");
    sketch_number(&s, TITIAN_STAGE_SCREEN, "min_non_zero", 0.3);
    sketch_run(&s);
    assert_int_equal(sketch_state(&s, "U1", 2020)->dropped, 1);
    assert_int_equal(sketch_state(&s, "U2", 2020)->dropped, 1);
    assert_int_equal(sketch_state(&s, "U4", 2020)->dropped, 0);
    sketch_close(&s);
}

static void a_unit_without_any_value_is_dropped_under_every_count(void **state)
{
    const char *const methods[] = {"by_na", "by_zeros", "by_na_and_zeros"};

    (void) state;
    for (size_t k = 0; k < 3; k++) {
        sketch s;

        sketch_open(&s, tree, "U1 2020 A 1 B 1 C 1 D 1\nU2 2020 A - B - C - D -\nU3 2020 A 2 B 2 C 2 D 2\n");
        sketch_choose(&s, TITIAN_STAGE_SCREEN, methods[k]);
        sketch_run(&s);
        assert_int_equal(sketch_state(&s, "U2", 2020)->dropped, 1);
        sketch_close(&s);
    }
}

static void lists_of_units_are_forced_in_and_out(void **state)
{
    const char *const methods[] = {"by_na", "coverage"};

    (void) state;
    for (size_t k = 0; k < 2; k++) {
        sketch s;

        sketch_open(&s, tree, data);
        sketch_choose(&s, TITIAN_STAGE_SCREEN, methods[k]);
        sketch_text(&s, TITIAN_STAGE_SCREEN, "keep", "U2 U4");
        sketch_text(&s, TITIAN_STAGE_SCREEN, "drop", " U5");
        sketch_run(&s);
        assert_int_equal(sketch_state(&s, "U2", 2020)->ranked, 1);
        assert_int_equal(sketch_state(&s, "U4", 2020)->ranked, 1);
        assert_int_equal(sketch_state(&s, "U5", 2020)->dropped, 1);
        assert_non_null(strstr(sketch_state(&s, "U5", 2020)->why_not, "list drop"));
        sketch_text(&s, TITIAN_STAGE_SCREEN, "drop", "U5 U4");
        sketch_fails(&s, TITIAN_E_MODEL);
        assert_non_null(strstr(s.error.message, "U4"));
        sketch_text(&s, TITIAN_STAGE_SCREEN, "drop", "U55");
        sketch_fails(&s, TITIAN_E_MODEL);
        assert_non_null(strstr(s.error.message, "U55"));
        sketch_close(&s);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(none_ranks_every_unit_with_a_score),
        cmocka_unit_test(coverage_by_weight_decides_who_is_ranked),
        cmocka_unit_test(coverage_by_count_counts_indicators),
        cmocka_unit_test(just_enough_is_enough),
        cmocka_unit_test(shares_that_would_read_alike_get_decimals),
        cmocka_unit_test(data_must_be_spread_over_the_areas),
        cmocka_unit_test(a_sparse_indicator_is_left_out_and_its_weight_shared),
        cmocka_unit_test(an_area_with_nothing_left_gives_its_weight_to_the_other_areas),
        cmocka_unit_test(indicators_are_judged_year_by_year),
        cmocka_unit_test(an_empty_indicator_is_an_error_without_a_threshold),
        cmocka_unit_test(a_year_without_any_indicator_is_an_error),
        cmocka_unit_test(a_dropped_unit_does_not_touch_the_others),
        cmocka_unit_test(a_dropped_unit_is_not_imputed),
        cmocka_unit_test(screening_counts_what_is_there_at_its_place_in_the_order),
        cmocka_unit_test(a_level_the_tree_does_not_have_is_an_error),
        cmocka_unit_test(units_are_dropped_by_gaps_by_zeros_or_by_both),
        cmocka_unit_test(a_unit_without_any_value_is_dropped_under_every_count),
        cmocka_unit_test(lists_of_units_are_forced_in_and_out),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
