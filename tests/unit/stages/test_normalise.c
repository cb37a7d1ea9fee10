/* stages/normalise.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit/stages/sketch.h"

static const char data[] = "U1 2020 A 10 B 4\nU2 2020 A 20 B 2\nU3 2020 A 40 B -\nU4 2020 A - B 1\n";

static sketch normalised(const char *tree, const char *method)
{
    sketch s;

    sketch_open(&s, tree, data);
    sketch_choose(&s, TITIAN_STAGE_NORMALISE, method);
    return s;
}

static double score(const sketch *s, const char *indicator, const char *unit)
{
    return sketch_value(s, TITIAN_RESULT_NORMALISED, indicator, unit, 2020);
}

static const char both_ways[] = "A X 1\nB X 1 direction -1\nX - 1\n";

static void minmax_runs_from_the_worst_to_the_best(void **state)
{
    sketch s = normalised(both_ways, "minmax");

    (void) state;
    sketch_range(&s, TITIAN_STAGE_NORMALISE, 1.0, 100.0);
    sketch_run(&s);
    assert_near(score(&s, "A", "U1"), 1.0, 0.0);
    assert_near(score(&s, "A", "U2"), 34.0, 1e-12);
    assert_near(score(&s, "A", "U3"), 100.0, 0.0);
    assert_true(isnan(score(&s, "A", "U4")));
    assert_near(score(&s, "B", "U1"), 1.0, 0.0); /* less is better */
    assert_near(score(&s, "B", "U4"), 100.0, 0.0);
    sketch_close(&s);
}

static void zscores_have_the_mean_and_spread_asked_for(void **state)
{
    sketch s = normalised(both_ways, "zscore");

    (void) state;
    sketch_run(&s);
    /* mean 70/3, sd of n - 1 is sqrt(700/3) */
    assert_near(score(&s, "A", "U1"), (10.0 - 70.0 / 3.0) / sqrt(700.0 / 3.0), 1e-14);
    sketch_number(&s, TITIAN_STAGE_NORMALISE, "mean", 50.0);
    sketch_number(&s, TITIAN_STAGE_NORMALISE, "sd", 10.0);
    sketch_run(&s);
    assert_near(score(&s, "A", "U1"), 50.0 + 10.0 * (10.0 - 70.0 / 3.0) / sqrt(700.0 / 3.0), 1e-12);
    assert_near(score(&s, "A", "U1") + score(&s, "A", "U2") + score(&s, "A", "U3"), 150.0, 1e-12);
    sketch_close(&s);
}

static void ranks_count_from_the_worst(void **state)
{
    sketch s = normalised(both_ways, "rank");

    (void) state;
    sketch_run(&s);
    assert_near(score(&s, "A", "U1"), 1.0, 0.0);
    assert_near(score(&s, "A", "U3"), 3.0, 0.0);
    assert_near(score(&s, "B", "U1"), 1.0, 0.0);
    assert_near(score(&s, "B", "U4"), 3.0, 0.0);
    sketch_close(&s);
}

static void goalposts_know_which_way_is_better(void **state)
{
    sketch s = normalised("A X 1 goalposts 0 40\nB X 1 goalposts 4 1 log\nX - 1\n", "goalposts");

    (void) state;
    sketch_run(&s);
    assert_near(score(&s, "A", "U1"), 25.0, 0.0);
    assert_near(score(&s, "A", "U3"), 100.0, 0.0);
    assert_near(score(&s, "B", "U1"), 0.0, 0.0);
    assert_near(score(&s, "B", "U2"), 50.0, 1e-12);
    assert_near(score(&s, "B", "U4"), 100.0, 0.0);
    sketch_close(&s);
}

static void goalposts_clip_unless_told_otherwise(void **state)
{
    sketch s = normalised("A X 1 goalposts 20 30\nB X 1 goalposts 0 1\nX - 1\n", "goalposts");

    (void) state;
    sketch_run(&s);
    assert_near(score(&s, "A", "U1"), 0.0, 0.0);
    assert_near(score(&s, "A", "U3"), 100.0, 0.0);
    sketch_number(&s, TITIAN_STAGE_NORMALISE, "clip", 0);
    sketch_run(&s);
    assert_near(score(&s, "A", "U1"), -100.0, 0.0);
    assert_near(score(&s, "A", "U3"), 200.0, 0.0);
    sketch_close(&s);
}

static void goalposts_of_the_recipe_win_over_those_of_the_framework(void **state)
{
    sketch s = normalised("A X 1 goalposts 0 40\nB X 1 goalposts 0 1\nX - 1\n", "goalposts");

    (void) state;
    s.highs[0] = 80.0;
    sketch_run(&s);
    assert_near(score(&s, "A", "U3"), 50.0, 0.0);
    sketch_close(&s);
}

static void a_value_with_no_place_on_a_log_scale_scores_where_small_values_lie(void **state)
{
    sketch s;

    (void) state;
    sketch_open(
        &s, "A X 1 goalposts 1 100 log\nB X 1 goalposts 100 1 log\nX - 1\n", "U1 2020 A 0 B -3\nU2 2020 A 10 B 10\n");
    sketch_choose(&s, TITIAN_STAGE_NORMALISE, "goalposts");
    sketch_run(&s);
    assert_near(score(&s, "A", "U1"), 0.0, 0.0);
    assert_near(score(&s, "B", "U1"), 100.0, 0.0);
    assert_true(sketch_notes(&s, "A 2020 log scale worst U1"));
    assert_true(sketch_notes(&s, "B 2020 log scale best U1"));
    sketch_number(&s, TITIAN_STAGE_NORMALISE, "clip", 0);
    sketch_fails(&s, TITIAN_E_NUMERIC);
    assert_non_null(strstr(s.error.message, "unit U1"));
    assert_non_null(strstr(s.error.message, "for A"));
    sketch_close(&s);
}

static void a_constant_cannot_be_normalised_by_its_own_spread(void **state)
{
    const char *const methods[] = {"minmax", "zscore"};

    (void) state;
    for (size_t k = 0; k < 2; k++) {
        sketch s;

        sketch_open(&s, both_ways, "U1 2020 A 5 B 1\nU2 2020 A 5 B 2\n");
        sketch_choose(&s, TITIAN_STAGE_NORMALISE, methods[k]);
        sketch_fails(&s, TITIAN_E_NUMERIC);
        assert_non_null(strstr(s.error.message, "indicator A"));
        assert_non_null(strstr(s.error.message, "2020"));
        assert_non_null(strstr(s.error.message, "every unit has the value 5"));
        assert_non_null(strstr(s.error.mend, "goalposts"));
        sketch_close(&s);
    }
}

/* 0.3 / 3 and 0.1 / 1 differ in the last place: the worst and the best score would hang on that. */
static void the_noise_of_a_division_is_no_spread(void **state)
{
    const char *const methods[] = {"minmax", "zscore", "ampi", "dist2max"};

    (void) state;
    for (size_t k = 0; k < 4; k++) {
        sketch s;

        sketch_open(&s, "A X 1 per POP 1\nX - 1\ndenominator POP\n", "U1 2020 A 0.3 POP 3\nU2 2020 A 0.1 POP 1\n");
        sketch_choose(&s, TITIAN_STAGE_NORMALISE, methods[k]);
        sketch_fails(&s, TITIAN_E_NUMERIC);
        assert_non_null(strstr(s.error.message, "every unit has the value 0.1"));
        sketch_close(&s);
    }
}

static void a_single_value_cannot_be_normalised_by_its_own_spread(void **state)
{
    const char *const methods[] = {"minmax", "zscore"};

    (void) state;
    for (size_t k = 0; k < 2; k++) {
        sketch s;

        sketch_open(&s, both_ways, "U1 2020 A 1 B 7\nU2 2020 A 5 B -\n");
        sketch_choose(&s, TITIAN_STAGE_NORMALISE, methods[k]);
        sketch_fails(&s, TITIAN_E_NUMERIC);
        assert_non_null(strstr(s.error.message, "the only value is 7"));
        sketch_close(&s);
    }
}

static void goalposts_and_ranks_take_a_constant(void **state)
{
    const char *const methods[] = {"goalposts", "rank"};

    (void) state;
    for (size_t k = 0; k < 2; k++) {
        sketch s;

        sketch_open(&s, "A X 1 goalposts 0 10\nX - 1\n", "U1 2020 A 5\nU2 2020 A 5\n");
        sketch_choose(&s, TITIAN_STAGE_NORMALISE, methods[k]);
        sketch_run(&s);
        assert_near(score(&s, "A", "U1"), k == 0 ? 50.0 : 1.0, 0.0);
        sketch_close(&s);
    }
}

static void faulty_goalposts_are_the_models_fault(void **state)
{
    const char *const trees[] = {"A X 1\nB X 1 goalposts 0 1\nX - 1\n",
        "A X 1 goalposts 5 5\nB X 1 goalposts 0 1\nX - 1\n", "A X 1 goalposts 0 5 log\nB X 1 goalposts 0 1\nX - 1\n",
        "A X 1 goalposts -1.7e308 1.7e308\nB X 1 goalposts 0 1\nX - 1\n"};

    (void) state;
    for (size_t k = 0; k < 4; k++) {
        sketch s = normalised(trees[k], "goalposts");

        sketch_fails(&s, TITIAN_E_MODEL);
        assert_non_null(strstr(s.error.message, "indicator A"));
        sketch_close(&s);
    }
}

static void logarithms_are_not_held_against_goalposts(void **state)
{
    sketch s;

    (void) state;
    sketch_open_units(&s, "A X 1 goalposts 0 100\nX - 1\n", 20);
    for (size_t i = 0; i < 20; i++)
        titian_panel_column_mut(s.panel, 0, 0)[i] = pow(2.0, (double) i);
    sketch_choose(&s, TITIAN_STAGE_TREAT, "winsorise");
    sketch_number(&s, TITIAN_STAGE_TREAT, "max_points", 0);
    sketch_choose(&s, TITIAN_STAGE_NORMALISE, "goalposts");
    sketch_fails(&s, TITIAN_E_NUMERIC);
    assert_non_null(strstr(s.error.message, "indicator A"));
    assert_non_null(strstr(s.error.mend, "then: none"));
    sketch_number(&s, TITIAN_STAGE_TREAT, "then", 0);
    sketch_run(&s);
    sketch_close(&s);
}

static void each_year_is_normalised_for_itself(void **state)
{
    sketch s;

    (void) state;
    sketch_open(&s, "A X 1\nX - 1\n", "U1 2019 A 1\nU2 2019 A 3\nU1 2020 A 10\nU2 2020 A 30\n");
    s.options.first_year = 2019;
    s.options.last_year = 2020;
    sketch_run(&s);
    assert_near(sketch_value(&s, TITIAN_RESULT_NORMALISED, "A", "U2", 2019), 100.0, 0.0);
    assert_near(sketch_value(&s, TITIAN_RESULT_NORMALISED, "A", "U1", 2020), 0.0, 0.0);
    sketch_close(&s);
}

/* ---- what is aimed at ---- */

static void the_best_value_is_one_whichever_way_is_better(void **state)
{
    sketch s = normalised(both_ways, "fracmax");

    (void) state;
    sketch_run(&s);
    assert_near(score(&s, "A", "U1"), 0.25, 0.0);
    assert_near(score(&s, "A", "U3"), 1.0, 0.0);
    assert_near(score(&s, "B", "U1"), 0.25, 0.0);
    assert_near(score(&s, "B", "U4"), 1.0, 0.0);
    sketch_close(&s);
}

static void a_quotient_refuses_what_has_none(void **state)
{
    sketch s;

    (void) state;
    sketch_open(&s, both_ways, "U1 2020 A 1 B 0\nU2 2020 A 5 B 2\n");
    sketch_choose(&s, TITIAN_STAGE_NORMALISE, "fracmax");
    sketch_fails(&s, TITIAN_E_NUMERIC);
    assert_non_null(strstr(s.error.message, "indicator B"));
    assert_non_null(strstr(s.error.message, "least value is 0"));
    sketch_close(&s);
    sketch_open(&s, both_ways, "U1 2020 A 1 B -1\nU2 2020 A 5 B 2\n");
    sketch_choose(&s, TITIAN_STAGE_NORMALISE, "ratio2ref");
    sketch_text(&s, TITIAN_STAGE_NORMALISE, "unit", "U2");
    sketch_fails(&s, TITIAN_E_NUMERIC);
    assert_non_null(strstr(s.error.message, "unit U1 has the value -1 for B in 2020"));
    sketch_close(&s);
}

static void a_reference_unit_sets_the_standard(void **state)
{
    sketch s = normalised(both_ways, "dist2ref");

    (void) state;
    sketch_text(&s, TITIAN_STAGE_NORMALISE, "unit", "U2");
    sketch_run(&s);
    assert_near(score(&s, "A", "U1"), 0.0, 0.0);
    assert_near(score(&s, "A", "U2"), 1.0, 0.0);
    assert_near(score(&s, "A", "U3"), 3.0, 1e-15);
    assert_near(score(&s, "B", "U4"), 1.5, 1e-15);
    sketch_number(&s, TITIAN_STAGE_NORMALISE, "cap", 1);
    sketch_run(&s);
    assert_near(score(&s, "A", "U3"), 1.0, 0.0);
    sketch_close(&s);
}

static void a_reference_unit_must_be_there_and_have_a_value_better_than_the_worst(void **state)
{
    const char *const units[] = {"U9", "U4", "U1"};
    const titian_status statuses[] = {TITIAN_E_MODEL, TITIAN_E_NUMERIC, TITIAN_E_NUMERIC};

    (void) state;
    for (size_t k = 0; k < 3; k++) {
        sketch s = normalised(both_ways, "dist2ref");

        sketch_text(&s, TITIAN_STAGE_NORMALISE, "unit", units[k]);
        sketch_fails(&s, statuses[k]);
        assert_non_null(strstr(s.error.message, "indicator A"));
        sketch_close(&s);
    }
}

static void targets_are_in_the_indicators_unit_whichever_way_is_better(void **state)
{
    sketch s = normalised("A X 1 target 30\nB X 1 direction -1 target 2\nX - 1\n", "dist2targ");

    (void) state;
    sketch_run(&s);
    assert_near(score(&s, "A", "U1"), 0.0, 0.0);
    assert_near(score(&s, "A", "U2"), 0.5, 0.0);
    assert_near(score(&s, "A", "U3"), 1.5, 0.0);
    assert_near(score(&s, "B", "U1"), 0.0, 0.0);
    assert_near(score(&s, "B", "U2"), 1.0, 0.0);
    assert_near(score(&s, "B", "U4"), 1.5, 0.0);
    sketch_close(&s);
    s = normalised("A X 1 target 5\nB X 1 direction -1 target 2\nX - 1\n", "dist2targ");
    sketch_fails(&s, TITIAN_E_NUMERIC);
    assert_non_null(strstr(s.error.message, "no better than the worst value (10)"));
    sketch_close(&s);
    s = normalised("A X 1\nB X 1 direction -1 target 2\nX - 1\n", "dist2targ");
    sketch_fails(&s, TITIAN_E_MODEL);
    assert_non_null(strstr(s.error.message, "indicator A has no target"));
    sketch_close(&s);
}

static void values_stand_above_or_below_the_mean_or_near_it(void **state)
{
    sketch s = normalised(both_ways, "above_mean"); /* means 70/3 and 7/3 */

    (void) state;
    sketch_number(&s, TITIAN_STAGE_NORMALISE, "margin", 0.2);
    sketch_run(&s);
    assert_near(score(&s, "A", "U1"), -1.0, 0.0);
    assert_near(score(&s, "A", "U2"), 0.0, 0.0);
    assert_near(score(&s, "A", "U3"), 1.0, 0.0);
    assert_near(score(&s, "B", "U1"), -1.0, 0.0);
    assert_near(score(&s, "B", "U4"), 1.0, 0.0);
    sketch_close(&s);
}

static void adjusted_goalposts_lie_about_their_reference(void **state)
{
    sketch s;

    (void) state;
    sketch_open(&s, both_ways, "U1 2019 A 10 B 1\nU2 2019 A 20 B 2\nU1 2020 A 10 B 4\nU2 2020 A 40 B 5\n");
    s.options.first_year = 2019;
    s.options.last_year = 2020;
    sketch_choose(&s, TITIAN_STAGE_NORMALISE, "ampi");
    sketch_number(&s, TITIAN_STAGE_NORMALISE, "reference", 1);
    sketch_number(&s, TITIAN_STAGE_NORMALISE, "reference_year", 2019);
    sketch_run(&s);
    assert_near(sketch_value(&s, TITIAN_RESULT_NORMALISED, "A", "U1", 2019), 90.0, 1e-12);
    assert_near(sketch_value(&s, TITIAN_RESULT_NORMALISED, "A", "U2", 2020), 150.0, 1e-12);
    assert_near(sketch_value(&s, TITIAN_RESULT_NORMALISED, "B", "U1", 2019), 107.5, 1e-12);
    sketch_number(&s, TITIAN_STAGE_NORMALISE, "over", 0);
    sketch_fails(&s, TITIAN_E_USAGE);
    sketch_close(&s);
}

/* ---- order, and values of more than a year ---- */

static void ties_share_places_as_told(void **state)
{
    const double expected[] = {2.0, 2.5, 3.0};

    (void) state;
    for (size_t k = 0; k < 3; k++) {
        sketch s;

        sketch_open(&s, "A X 1\nX - 1\n", "U1 2020 A 1\nU2 2020 A 2\nU3 2020 A 2\nU4 2020 A 3\n");
        sketch_choose(&s, TITIAN_STAGE_NORMALISE, "rank");
        sketch_number(&s, TITIAN_STAGE_NORMALISE, "ties", (double) k);
        sketch_run(&s);
        assert_near(score(&s, "A", "U2"), expected[k], 0.0);
        assert_near(score(&s, "A", "U4"), 4.0, 0.0);
        sketch_choose(&s, TITIAN_STAGE_NORMALISE, "borda");
        sketch_run(&s);
        assert_near(score(&s, "A", "U4"), 3.0, 0.0);
        sketch_close(&s);
    }
}

static void one_value_has_no_percentile_rank(void **state)
{
    sketch s;

    (void) state;
    sketch_open(&s, both_ways, "U1 2020 A 1 B 7\nU2 2020 A 5 B -\n");
    sketch_choose(&s, TITIAN_STAGE_NORMALISE, "prank");
    sketch_fails(&s, TITIAN_E_NUMERIC);
    assert_non_null(strstr(s.error.message, "indicator B has only one value"));
    sketch_close(&s);
}

static void categories_are_cut_by_value_or_by_percentile(void **state)
{
    const double at[] = {2.0, 20.0}, scores[] = {1.0, 5.0, 7.0};
    sketch s = normalised(both_ways, "categories");

    (void) state;
    sketch_number(&s, TITIAN_STAGE_NORMALISE, "by", 1);
    sketch_fails(&s, TITIAN_E_MODEL);
    sketch_list(&s, TITIAN_STAGE_NORMALISE, "at", at, 2);
    sketch_list(&s, TITIAN_STAGE_NORMALISE, "scores", scores, 3);
    sketch_run(&s);
    assert_near(score(&s, "A", "U1"), 5.0, 0.0);
    assert_near(score(&s, "A", "U2"), 7.0, 0.0); /* at the cut point */
    assert_near(score(&s, "B", "U1"), 5.0, 0.0);
    assert_near(score(&s, "B", "U2"), 7.0, 0.0); /* less is better */
    sketch_list(&s, TITIAN_STAGE_NORMALISE, "scores", scores, 2);
    sketch_fails(&s, TITIAN_E_MODEL);
    sketch_choose(&s, TITIAN_STAGE_NORMALISE, "categories"); /* fifths: cut at 14, 18, 24 and 32 */
    sketch_run(&s);
    assert_near(score(&s, "A", "U1"), 0.0, 0.0);
    assert_near(score(&s, "A", "U2"), 50.0, 0.0);
    assert_near(score(&s, "A", "U3"), 100.0, 0.0);
    sketch_close(&s);
}

static void years_may_be_pooled_or_held_against_a_base_year(void **state)
{
    sketch s;

    (void) state;
    sketch_open(&s, "A X 1\nX - 1\n", "U1 2019 A 1\nU2 2019 A 3\nU1 2020 A 2\nU2 2020 A 5\n");
    s.options.first_year = 2019;
    s.options.last_year = 2020;
    sketch_choose(&s, TITIAN_STAGE_NORMALISE, "minmax");
    sketch_number(&s, TITIAN_STAGE_NORMALISE, "over", 1);
    sketch_run(&s);
    assert_near(sketch_value(&s, TITIAN_RESULT_NORMALISED, "A", "U2", 2019), 50.0, 0.0);
    assert_near(sketch_value(&s, TITIAN_RESULT_NORMALISED, "A", "U2", 2020), 100.0, 0.0);
    sketch_number(&s, TITIAN_STAGE_NORMALISE, "over", 2);
    sketch_number(&s, TITIAN_STAGE_NORMALISE, "base_year", 2019);
    sketch_run(&s);
    assert_near(sketch_value(&s, TITIAN_RESULT_NORMALISED, "A", "U2", 2019), 100.0, 0.0);
    assert_near(sketch_value(&s, TITIAN_RESULT_NORMALISED, "A", "U2", 2020), 200.0, 0.0);
    sketch_close(&s);
}

static void the_logistic_curve_is_halfway_at_the_mean(void **state)
{
    sketch s;

    (void) state;
    sketch_open(&s, both_ways, "U1 2020 A 1 B 1\nU2 2020 A 2 B 2\nU3 2020 A 3 B 3\n");
    sketch_choose(&s, TITIAN_STAGE_NORMALISE, "logistic");
    sketch_run(&s);
    assert_near(score(&s, "A", "U2"), 50.0, 1e-12);
    assert_near(score(&s, "A", "U3"), 100.0 / (1.0 + exp(-1.0)), 1e-12);
    assert_near(score(&s, "B", "U1"), 100.0 / (1.0 + exp(-1.0)), 1e-12);
    sketch_close(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(minmax_runs_from_the_worst_to_the_best),
        cmocka_unit_test(zscores_have_the_mean_and_spread_asked_for),
        cmocka_unit_test(ranks_count_from_the_worst),
        cmocka_unit_test(goalposts_know_which_way_is_better),
        cmocka_unit_test(goalposts_clip_unless_told_otherwise),
        cmocka_unit_test(goalposts_of_the_recipe_win_over_those_of_the_framework),
        cmocka_unit_test(a_value_with_no_place_on_a_log_scale_scores_where_small_values_lie),
        cmocka_unit_test(a_constant_cannot_be_normalised_by_its_own_spread),
        cmocka_unit_test(the_noise_of_a_division_is_no_spread),
        cmocka_unit_test(a_single_value_cannot_be_normalised_by_its_own_spread),
        cmocka_unit_test(goalposts_and_ranks_take_a_constant),
        cmocka_unit_test(faulty_goalposts_are_the_models_fault),
        cmocka_unit_test(logarithms_are_not_held_against_goalposts),
        cmocka_unit_test(each_year_is_normalised_for_itself),
        cmocka_unit_test(the_best_value_is_one_whichever_way_is_better),
        cmocka_unit_test(a_quotient_refuses_what_has_none),
        cmocka_unit_test(a_reference_unit_sets_the_standard),
        cmocka_unit_test(a_reference_unit_must_be_there_and_have_a_value_better_than_the_worst),
        cmocka_unit_test(targets_are_in_the_indicators_unit_whichever_way_is_better),
        cmocka_unit_test(values_stand_above_or_below_the_mean_or_near_it),
        cmocka_unit_test(adjusted_goalposts_lie_about_their_reference),
        cmocka_unit_test(ties_share_places_as_told),
        cmocka_unit_test(one_value_has_no_percentile_rank),
        cmocka_unit_test(categories_are_cut_by_value_or_by_percentile),
        cmocka_unit_test(years_may_be_pooled_or_held_against_a_base_year),
        cmocka_unit_test(the_logistic_curve_is_halfway_at_the_mean),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
