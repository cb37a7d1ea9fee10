/* analysis/quality: what is known of the data behind units and indicators.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit/stages/sketch.h"

/* Shares of the index: A .375, B .125, C .5. */
static const char tree[] = "A P 3 age 4 goalposts 0 10\n"
                           "B P 1 goalposts 0 10\n"
                           "C Q 1 age 0 goalposts 0 10\n"
                           "P X 1\n"
                           "Q X 1\n"
                           "X - 1\n";
static const char data[] = "U1 2018 A 1 B 1\n"
                           "U2 2018 A 2 B -\n"
                           "U1 2020 C 1\n"
                           "U2 2020 A 4 B - C 2\n"
                           "U3 2020 A - B 6 C -\n"
                           "U4 2020 A - B - C -\n";

static sketch example(void)
{
    sketch s;

    sketch_open(&s, tree, data);
    s.recipe.priority.age_discount = 0.5;
    sketch_choose(&s, TITIAN_STAGE_NORMALISE, "goalposts");
    return s;
}

static void coverage_is_the_share_of_weight_observed(void **state)
{
    sketch s = example();

    (void) state;
    sketch_run(&s);
    assert_near(sketch_state(&s, "U1", 2020)->coverage, 1.0, 1e-15);
    assert_near(sketch_state(&s, "U2", 2020)->coverage, 0.875, 1e-15);
    assert_near(sketch_state(&s, "U3", 2020)->coverage, 0.125, 1e-15);
    assert_near(sketch_state(&s, "U4", 2020)->coverage, 0.0, 0.0);
    sketch_close(&s);
}

static void cells_are_counted_once_by_what_they_are(void **state)
{
    sketch s = example();

    (void) state;
    sketch_choose(&s, TITIAN_STAGE_IMPUTE, "mean");
    sketch_run(&s);
    assert_int_equal(sketch_state(&s, "U1", 2020)->n_observed, 1);
    assert_int_equal(sketch_state(&s, "U1", 2020)->n_carried, 2);
    assert_int_equal(sketch_state(&s, "U1", 2020)->n_imputed, 0);
    assert_int_equal(sketch_state(&s, "U3", 2020)->n_observed, 1);
    assert_int_equal(sketch_state(&s, "U3", 2020)->n_imputed, 2);
    sketch_close(&s);
}

static void imputed_values_are_not_coverage(void **state)
{
    sketch s = example();

    (void) state;
    sketch_choose(&s, TITIAN_STAGE_IMPUTE, "mean");
    sketch_run(&s);
    assert_near(sketch_state(&s, "U3", 2020)->coverage, 0.125, 1e-15);
    assert_near(sketch_state(&s, "U4", 2020)->confidence, 0.0, 0.0);
    sketch_close(&s);
}

static void ages_are_weighted_like_the_index(void **state)
{
    sketch s = example();

    (void) state;
    sketch_run(&s);
    /* U1: A and B are two years old, C is new */
    assert_near(sketch_state(&s, "U1", 2020)->mean_age, 2.0 * 0.5, 1e-15);
    /* of A's limit of 4 that is a half, of B's limit of 5 two fifths */
    assert_near(sketch_state(&s, "U1", 2020)->max_age_share, 0.375 * 0.5 + 0.125 * 0.4, 1e-15);
    assert_near(sketch_state(&s, "U2", 2020)->mean_age, 0.0, 0.0);
    assert_true(isnan(sketch_state(&s, "U4", 2020)->mean_age));
    assert_true(isnan(sketch_state(&s, "U4", 2020)->max_age_share));
    sketch_close(&s);
}

static void confidence_falls_with_gaps_and_with_age(void **state)
{
    sketch s = example();

    (void) state;
    sketch_run(&s);
    assert_near(sketch_state(&s, "U1", 2020)->confidence, 1.0 - 0.5 * (0.375 * 0.5 + 0.125 * 0.4), 1e-15);
    assert_near(sketch_state(&s, "U2", 2020)->confidence, 0.875, 1e-15);
    assert_near(sketch_state(&s, "U4", 2020)->confidence, 0.0, 0.0);
    sketch_close(&s);
}

static void an_indicator_left_out_weighs_nothing_in_coverage(void **state)
{
    sketch s = example();

    (void) state;
    sketch_choose(&s, TITIAN_STAGE_SCREEN, "coverage");
    sketch_number(&s, TITIAN_STAGE_SCREEN, "indicator_coverage", 0.5);
    titian_panel_column_mut(s.panel, 2, 1)[0] = TITIAN_MISSING; /* C: one unit of four */
    sketch_run(&s);
    assert_near(sketch_state(&s, "U1", 2020)->coverage, 1.0, 1e-15);
    assert_near(sketch_state(&s, "U2", 2020)->coverage, 0.75, 1e-15);
    assert_int_equal(sketch_state(&s, "U2", 2020)->n_observed, 1);
    assert_int_equal(titian_assessment_indicator(s.a, 2, 0)->n_available, 1);
    assert_near(titian_assessment_indicator(s.a, 2, 0)->effective_weight, 0.0, 0.0);
    assert_true(isnan(titian_assessment_indicator(s.a, 2, 0)->correlation));
    sketch_close(&s);
}

static void an_indicator_knows_its_coverage_and_age(void **state)
{
    sketch s = example();
    const titian_indicator_state *a = NULL;

    (void) state;
    sketch_run(&s);
    a = titian_assessment_indicator(s.a, 0, 0);
    assert_int_equal(a->included, 1);
    assert_int_equal(a->n_available, 2);
    assert_near(a->coverage, 0.5, 0.0);
    assert_near(a->mean_age, 1.0, 0.0);
    assert_near(a->effective_weight, 0.375, 1e-15);
    assert_int_equal(a->n_treated, 0);
    sketch_close(&s);
}

static void an_indicator_is_correlated_with_its_siblings(void **state)
{
    sketch s;

    (void) state;
    sketch_open(&s, "A X 1\nB X 1\nC X 2\nX - 1\n",
        "U1 2020 A 1 B 1 C 1\nU2 2020 A 2 B 2 C 9\nU3 2020 A 3 B 3 C 2\nU4 2020 A 9 B 4 C -\n");
    sketch_choose(&s, TITIAN_STAGE_NORMALISE, "goalposts");
    for (size_t j = 0; j < 3; j++) {
        s.lows[j] = 0.0;
        s.highs[j] = 10.0;
    }
    sketch_run(&s);
    /* siblings of A: (10 B + 20 C) / 30 -> 10, 66.67, 23.33 and, without C, 40 for the score 90 */
    assert_near(titian_assessment_indicator(s.a, 0, 0)->correlation, 0.18357739836412934, 1e-12);
    sketch_close(&s);
}

static void correlation_needs_three_units_and_a_sibling(void **state)
{
    sketch s;

    (void) state;
    sketch_open(&s, "A P 1\nB Q 1\nC Q 1\nP X 1\nQ X 1\nX - 1\n", "U1 2020 A 1 B 1 C 2\nU2 2020 A 2 B 5 C 3\n");
    sketch_run(&s);
    assert_true(isnan(titian_assessment_indicator(s.a, 0, 0)->correlation));
    assert_true(isnan(titian_assessment_indicator(s.a, 1, 0)->correlation));
    sketch_close(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(coverage_is_the_share_of_weight_observed),
        cmocka_unit_test(cells_are_counted_once_by_what_they_are),
        cmocka_unit_test(imputed_values_are_not_coverage),
        cmocka_unit_test(ages_are_weighted_like_the_index),
        cmocka_unit_test(confidence_falls_with_gaps_and_with_age),
        cmocka_unit_test(an_indicator_left_out_weighs_nothing_in_coverage),
        cmocka_unit_test(an_indicator_knows_its_coverage_and_age),
        cmocka_unit_test(an_indicator_is_correlated_with_its_siblings),
        cmocka_unit_test(correlation_needs_three_units_and_a_sibling),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
