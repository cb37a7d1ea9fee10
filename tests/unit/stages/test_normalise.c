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
        cmocka_unit_test(a_single_value_cannot_be_normalised_by_its_own_spread),
        cmocka_unit_test(goalposts_and_ranks_take_a_constant),
        cmocka_unit_test(faulty_goalposts_are_the_models_fault),
        cmocka_unit_test(logarithms_are_not_held_against_goalposts),
        cmocka_unit_test(each_year_is_normalised_for_itself),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
