/* analysis/run and analysis/assessment.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit/stages/sketch.h"

static const char tree[] = "A P 1 per POP 1\n"
                           "B P 1\n"
                           "P X 1\n"
                           "X - 1\n"
                           "group region\n"
                           "denominator POP\n";
static const char data[] = "U1 2018 A 2 B 10 POP 1 region n\n"
                           "U2 2018 A 4 B 30 POP 4 region s\n"
                           "U1 2020 A 6 B 20 POP 2\n"
                           "U2 2020 A 8 B 40 POP 1\n";

static sketch example(int first, int last)
{
    sketch s;

    sketch_open(&s, tree, data);
    s.options.first_year = first;
    s.options.last_year = last;
    return s;
}

static void without_years_the_last_one_is_run(void **state)
{
    sketch s = example(0, 0);
    const titian_panel *raw = NULL;

    (void) state;
    sketch_run(&s);
    raw = titian_assessment_result(s.a, TITIAN_RESULT_RAW);
    assert_int_equal(titian_panel_n_years(raw), 1);
    assert_int_equal(titian_panel_year(raw, 0), 2020);
    sketch_close(&s);
}

static void default_options_are_used_when_there_are_none(void **state)
{
    sketch s = example(0, 0);
    titian_assessment *a = NULL;

    (void) state;
    sketch_run(&s);
    assert_int_equal(titian_run(&a, &s.recipe, s.panel, NULL, NULL), TITIAN_OK);
    for (unsigned r = 0; r < TITIAN_N_RESULTS; r++)
        assert_non_null(titian_assessment_result(a, (titian_result) r));
    titian_assessment_free(a);
    sketch_close(&s);
}

static void every_year_between_the_first_and_the_last_is_run(void **state)
{
    sketch s = example(2018, 2020);
    const titian_panel *scores = NULL;

    (void) state;
    sketch_run(&s);
    scores = titian_assessment_result(s.a, TITIAN_RESULT_AGGREGATED);
    assert_int_equal(titian_panel_n_years(scores), 3);
    assert_int_equal(titian_panel_year(scores, 1), 2019);
    /* 2019 repeats 2018: nothing newer is known */
    assert_near(sketch_value(&s, TITIAN_RESULT_AGGREGATED, "X", "U1", 2019),
        sketch_value(&s, TITIAN_RESULT_AGGREGATED, "X", "U1", 2018), 0.0);
    sketch_close(&s);
}

static void a_year_of_a_span_for_which_nothing_is_known_is_left_out(void **state)
{
    sketch s = example(2018, 2020);
    const titian_panel *scores = NULL;

    (void) state;
    s.recipe.carry.max_age = 0;
    sketch_run(&s);
    scores = titian_assessment_result(s.a, TITIAN_RESULT_AGGREGATED);
    assert_int_equal(titian_panel_n_years(scores), 2);
    assert_int_equal(titian_panel_year(scores, 0), 2018);
    assert_int_equal(titian_panel_year(scores, 1), 2020);
    sketch_close(&s);
}

static void other_units_do_not_fill_a_year_for_which_nothing_is_known(void **state)
{
    sketch s = example(2018, 2020);

    (void) state;
    s.recipe.carry.max_age = 0;
    sketch_choose(&s, TITIAN_STAGE_IMPUTE, "mean");
    sketch_run(&s);
    assert_int_equal(titian_panel_n_years(titian_assessment_result(s.a, TITIAN_RESULT_AGGREGATED)), 2);
    sketch_close(&s);
}

/* By hand: A per head is 2 and 3 in the years around. Screening, which stands first, lets 2019 pass. */
static void other_years_fill_a_year_for_which_nothing_is_known(void **state)
{
    static const char *const screens[] = {"none", "coverage", "by_na"};

    (void) state;
    for (size_t k = 0; k < 3; k++) {
        sketch s = example(2018, 2020);

        s.recipe.carry.max_age = 0;
        sketch_choose(&s, TITIAN_STAGE_SCREEN, screens[k]);
        if (k > 0)
            sketch_number(&s, TITIAN_STAGE_SCREEN, "failing", 0);
        sketch_choose(&s, TITIAN_STAGE_IMPUTE, "linear");
        sketch_run(&s);
        assert_near(sketch_value(&s, TITIAN_RESULT_IMPUTED, "A", "U1", 2019), 2.5, 1e-15);
        sketch_close(&s);
    }
}

static void an_indicator_that_other_years_cannot_fill_is_refused(void **state)
{
    sketch s;

    (void) state;
    sketch_open(&s, "A X 1\nB X 1\nX - 1\n", "U1 2018 A 1\nU2 2018 A 2\nU1 2019 A 3 B 1\nU2 2019 A 4 B 2\n");
    s.options.first_year = 2018;
    s.options.last_year = 2019;
    sketch_choose(&s, TITIAN_STAGE_IMPUTE, "latest");
    sketch_fails(&s, TITIAN_E_NUMERIC);
    assert_non_null(strstr(s.error.message, "indicator B has no value that can be used for 2018"));
    sketch_choose(&s, TITIAN_STAGE_IMPUTE, "constant");
    sketch_run(&s);
    assert_near(sketch_value(&s, TITIAN_RESULT_IMPUTED, "B", "U1", 2018), 1.0, 0.0);
    sketch_close(&s);
}

static void one_year_may_be_named_by_either_end(void **state)
{
    sketch a = example(2019, 0), b = example(0, 2019);

    (void) state;
    sketch_run(&a);
    sketch_run(&b);
    assert_int_equal(titian_panel_n_years(titian_assessment_result(a.a, TITIAN_RESULT_RAW)), 1);
    assert_int_equal(titian_panel_year(titian_assessment_result(a.a, TITIAN_RESULT_RAW), 0), 2019);
    assert_int_equal(titian_panel_n_years(titian_assessment_result(b.a, TITIAN_RESULT_RAW)), 1);
    assert_int_equal(titian_panel_year(titian_assessment_result(b.a, TITIAN_RESULT_RAW), 0), 2019);
    sketch_close(&a);
    sketch_close(&b);
}

static void years_the_data_do_not_reach_are_refused(void **state)
{
    const int years[][2] = {{2017, 2020}, {2018, 2021}, {2030, 2030}, {2020, 2018}};

    (void) state;
    for (size_t k = 0; k < 4; k++) {
        sketch s = example(years[k][0], years[k][1]);

        sketch_fails(&s, TITIAN_E_USAGE);
        assert_true(s.error.mend[0] != '\0');
        if (k < 3)
            assert_non_null(strstr(s.error.mend, "2018 to 2020"));
        sketch_close(&s);
    }
}

static void the_panel_of_the_data_is_not_touched(void **state)
{
    sketch s = example(2018, 2020);
    titian_panel *before = NULL;

    (void) state;
    sketch_choose(&s, TITIAN_STAGE_IMPUTE, "mean");
    sketch_choose(&s, TITIAN_STAGE_TREAT, "winsorise");
    assert_int_equal(titian_panel_copy(&before, s.panel, NULL), TITIAN_OK);
    sketch_run(&s);
    for (size_t v = 0; v < 3; v++) {
        for (size_t year = 0; year < 2; year++) {
            assert_memory_equal(
                titian_panel_column(before, v, year), titian_panel_column(s.panel, v, year), 2 * sizeof(double));
            assert_memory_equal(titian_panel_marks(before, v, year), titian_panel_marks(s.panel, v, year), 2);
        }
    }
    titian_panel_free(before);
    sketch_close(&s);
}

static void each_result_is_what_its_stage_left(void **state)
{
    sketch s = example(0, 0);

    (void) state;
    sketch_run(&s);
    assert_near(sketch_value(&s, TITIAN_RESULT_RAW, "A", "U1", 2020), 6.0, 0.0);
    assert_near(sketch_value(&s, TITIAN_RESULT_DENOMINATED, "A", "U1", 2020), 3.0, 0.0);
    assert_near(sketch_value(&s, TITIAN_RESULT_SCREENED, "A", "U1", 2020), 3.0, 0.0);
    assert_near(sketch_value(&s, TITIAN_RESULT_TREATED, "A", "U1", 2020), 3.0, 0.0);
    assert_near(sketch_value(&s, TITIAN_RESULT_NORMALISED, "A", "U2", 2020), 100.0, 0.0);
    assert_near(sketch_value(&s, TITIAN_RESULT_NORMALISED, "POP", "U2", 2020), 1.0, 0.0);
    assert_near(sketch_value(&s, TITIAN_RESULT_AGGREGATED, "X", "U2", 2020), 100.0, 0.0);
    sketch_close(&s);
}

static void stages_run_in_the_order_of_the_recipe(void **state)
{
    const titian_stage order[] = {TITIAN_STAGE_NORMALISE, TITIAN_STAGE_TREAT, TITIAN_STAGE_IMPUTE,
        TITIAN_STAGE_SCREEN, TITIAN_STAGE_DENOMINATE};
    sketch s = example(0, 0);

    (void) state;
    memcpy(s.recipe.order, order, sizeof order);
    sketch_run(&s);
    /* normalised first (0 and 100), then divided by POP */
    assert_near(sketch_value(&s, TITIAN_RESULT_NORMALISED, "A", "U2", 2020), 100.0, 0.0);
    assert_near(sketch_value(&s, TITIAN_RESULT_SCREENED, "A", "U2", 2020), 100.0, 0.0);
    assert_near(sketch_value(&s, TITIAN_RESULT_DENOMINATED, "B", "U2", 2020), 100.0, 0.0);
    assert_near(sketch_value(&s, TITIAN_RESULT_DENOMINATED, "A", "U1", 2020), 0.0, 0.0);
    sketch_close(&s);
}

static void only_what_is_asked_for_is_kept(void **state)
{
    (void) state;
    for (unsigned keep = 0; keep < 1u << TITIAN_N_RESULTS; keep += 5) {
        sketch s = example(0, 0);

        s.options.keep = keep;
        sketch_run(&s);
        for (unsigned r = 0; r < TITIAN_RESULT_AGGREGATED; r++)
            assert_int_equal(titian_assessment_result(s.a, (titian_result) r) != NULL, (keep >> r & 1u) != 0);
        assert_non_null(titian_assessment_result(s.a, TITIAN_RESULT_AGGREGATED));
        assert_near(sketch_value(&s, TITIAN_RESULT_AGGREGATED, "X", "U2", 2020), 100.0, 0.0);
        sketch_close(&s);
    }
}

static void two_runs_give_the_same_bytes(void **state)
{
    sketch a = example(2018, 2020), b = example(2018, 2020);

    (void) state;
    sketch_run(&a);
    sketch_run(&b);
    for (size_t node = 0; node < 4; node++)
        for (size_t year = 0; year < 3; year++)
            assert_memory_equal(
                titian_panel_column(titian_assessment_result(a.a, TITIAN_RESULT_AGGREGATED), node, year),
                titian_panel_column(titian_assessment_result(b.a, TITIAN_RESULT_AGGREGATED), node, year),
                2 * sizeof(double));
    sketch_close(&a);
    sketch_close(&b);
}

static void data_without_assessed_units_are_refused(void **state)
{
    const char *const labels[] = {"west"};
    const titian_condition west = {.group = "region", .labels = labels, .n_labels = 1, .reason = ""};
    sketch s = example(0, 0);

    (void) state;
    s.recipe.assessed = &west;
    s.recipe.n_assessed = 1;
    sketch_fails(&s, TITIAN_E_NUMERIC);
    assert_non_null(strstr(s.error.message, "none of the 2 units"));
    sketch_close(&s);
}

static void data_without_units_or_years_are_refused(void **state)
{
    const char *const variables[] = {"A", "B"};
    const int years[] = {2020};
    titian_panel *no_units = NULL, *no_years = NULL;
    titian_error err = {.message = ""};
    titian_assessment *a = NULL;
    sketch s = example(0, 0);

    (void) state;
    sketch_run(&s);
    assert_int_equal(
        titian_panel_new(&no_units,
            &(titian_panel_shape){.variables = variables, .n_variables = 2, .years = years, .n_years = 1}, NULL),
        TITIAN_OK);
    assert_int_equal(
        titian_panel_new(&no_years, &(titian_panel_shape){.variables = variables, .n_variables = 2}, NULL),
        TITIAN_OK);
    assert_int_equal(titian_run(&a, &s.recipe, no_units, NULL, &err), TITIAN_E_NUMERIC);
    assert_non_null(strstr(err.message, "no unit"));
    assert_int_equal(titian_run(&a, &s.recipe, no_years, NULL, &err), TITIAN_E_USAGE);
    assert_non_null(strstr(err.message, "no year"));
    assert_null(a);
    titian_panel_free(no_units);
    titian_panel_free(no_years);
    sketch_close(&s);
}

static void results_are_found_by_name(void **state)
{
    (void) state;
    for (unsigned r = 0; r < TITIAN_N_RESULTS; r++)
        assert_int_equal(titian_result_find(titian_result_name((titian_result) r)), r);
    assert_string_equal(titian_result_name(TITIAN_RESULT_RAW), "raw");
    assert_string_equal(titian_result_name(TITIAN_RESULT_AGGREGATED), "aggregated");
    assert_int_equal(titian_result_find("baked"), TITIAN_N_RESULTS);
    assert_string_equal(titian_result_name(TITIAN_N_RESULTS), "");
}

static void an_assessment_knows_what_it_was_made_of(void **state)
{
    const titian_model_about about = {.title = "Example"};
    sketch s = example(0, 0);

    (void) state;
    sketch_run(&s);
    assert_ptr_equal(titian_assessment_recipe(s.a), &s.recipe);
    assert_ptr_equal(titian_assessment_data(s.a), s.panel);
    assert_null(titian_assessment_priority(s.a, 0));
    assert_null(titian_assessment_about(s.a));
    assert_null(titian_assessment_ledger(s.a));
    s.options.about = &about;
    sketch_run(&s);
    assert_ptr_equal(titian_assessment_about(s.a), &about);
    assert_null(titian_assessment_result(s.a, TITIAN_N_RESULTS));
    titian_assessment_free(NULL);
    sketch_close(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(without_years_the_last_one_is_run),
        cmocka_unit_test(default_options_are_used_when_there_are_none),
        cmocka_unit_test(every_year_between_the_first_and_the_last_is_run),
        cmocka_unit_test(a_year_of_a_span_for_which_nothing_is_known_is_left_out),
        cmocka_unit_test(other_units_do_not_fill_a_year_for_which_nothing_is_known),
        cmocka_unit_test(other_years_fill_a_year_for_which_nothing_is_known),
        cmocka_unit_test(an_indicator_that_other_years_cannot_fill_is_refused),
        cmocka_unit_test(one_year_may_be_named_by_either_end),
        cmocka_unit_test(years_the_data_do_not_reach_are_refused),
        cmocka_unit_test(the_panel_of_the_data_is_not_touched),
        cmocka_unit_test(each_result_is_what_its_stage_left),
        cmocka_unit_test(stages_run_in_the_order_of_the_recipe),
        cmocka_unit_test(only_what_is_asked_for_is_kept),
        cmocka_unit_test(two_runs_give_the_same_bytes),
        cmocka_unit_test(data_without_assessed_units_are_refused),
        cmocka_unit_test(data_without_units_or_years_are_refused),
        cmocka_unit_test(results_are_found_by_name),
        cmocka_unit_test(an_assessment_knows_what_it_was_made_of),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
