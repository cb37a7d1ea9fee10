/* analysis/priority.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit/stages/sketch.h"

#include <stdio.h>

static const char tree[] = "A P 1 goalposts 0 100\n"
                           "B Q 1 goalposts 0 100\n"
                           "P X 3\n"
                           "Q X 1\n"
                           "X - 1\n"
                           "group dac\n"
                           "group income\n"
                           "group ldc\n"
                           "group sids\n"
                           "denominator POP\n"
                           "other ODA age 0\n"
                           "other GE age 1\n";
/* Scores equal values; shares of P and Q are .75 and .25. */
static const char data[] = "U1 2016 A - POP 1000000\n"
                           "U1 2018 A - ODA 40 GE 2.5\n"
                           "U2 2019 A - ODA 100\n"
                           "U1 2020 A 26 B 65 ODA 20 GE 0 dac 1 income low ldc 1\n"
                           "U2 2020 A 39 B 52 ODA 60 POP 5000000 dac 1 income low sids 1\n"
                           "U3 2020 A 13 B - ODA 50 POP 100 dac 1 income high ldc 1 sids 1\n"
                           "U4 2020 A 90 B 90 ODA 1 dac 0 income low GE 9\n"
                           "U5 2020 A 52 B 39 POP 200 dac 1 income low GE -9\n"
                           "U6 2020 A 65 B 65 dac 1 GE 1\n";

static const char *const one[] = {"1"};
static const titian_condition vulnerable[] = {
    {.group = "ldc", .labels = one, .n_labels = 1, .value = 1.0},
    {.group = "sids", .labels = one, .n_labels = 1, .value = 0.7},
};
static const titian_scaled scaled[] = {{.variable = "GE", .low = -2.5, .high = 2.5}};

static sketch example(void)
{
    sketch s;

    sketch_open(&s, tree, data);
    sketch_choose(&s, TITIAN_STAGE_NORMALISE, "goalposts");
    sketch_choose(&s, TITIAN_STAGE_SCREEN, "coverage");
    sketch_number(&s, TITIAN_STAGE_SCREEN, "min_coverage", 0.8);
    sketch_priority(&s);
    s.recipe.priority.vulnerability = vulnerable;
    s.recipe.priority.n_vulnerability = 2;
    s.recipe.priority.aid_group = "income";
    s.recipe.priority.absorption = scaled;
    s.recipe.priority.n_absorption = 1;
    return s;
}

static const titian_priority_state *of(const sketch *s, const char *unit)
{
    return titian_assessment_priority(s->a, sketch_unit(s, unit));
}

static void the_gate_gives_its_reason(void **state)
{
    sketch s = example();

    (void) state;
    sketch_run(&s);
    assert_int_equal(of(&s, "U4")->eligible, 0);
    assert_string_equal(of(&s, "U4")->reason, "not on the DAC list");
    assert_int_equal(of(&s, "U1")->eligible, 1);
    assert_string_equal(of(&s, "U1")->reason, "meets every condition");
    sketch_close(&s);
}

static void a_reason_is_written_where_the_model_gives_none(void **state)
{
    const char *const incomes[] = {"low", "lower_middle", "upper_middle"};
    const titian_condition lines[] = {{.group = "dac", .labels = one, .n_labels = 1, .reason = ""},
        {.group = "income", .labels = incomes, .n_labels = 3, .reason = ""}};
    sketch s = example();

    (void) state;
    s.recipe.priority.eligible = lines;
    s.recipe.priority.n_eligible = 2;
    sketch_run(&s);
    assert_string_equal(of(&s, "U4")->reason, "dac is 0; 1 is needed");
    assert_string_equal(of(&s, "U3")->reason, "income is high; low, lower_middle or upper_middle is needed");
    assert_string_equal(of(&s, "U6")->reason, "income is not known; low, lower_middle or upper_middle is needed");
    s.recipe.priority.n_eligible = 0;
    sketch_run(&s);
    assert_int_equal(of(&s, "U4")->eligible, 1);
    assert_string_equal(of(&s, "U4")->reason, "every unit is eligible");
    sketch_close(&s);
}

static void need_is_the_weighted_shortfall_under_the_target(void **state)
{
    sketch s = example();

    (void) state;
    sketch_run(&s);
    assert_near(of(&s, "U1")->need, 0.75 * 0.6 + 0.25 * 0.0, 1e-15);
    assert_near(of(&s, "U2")->need, 0.75 * 0.4 + 0.25 * 0.2, 1e-15);
    assert_near(of(&s, "U3")->need, 0.8, 1e-15); /* Q is missing: its share is P's */
    assert_near(of(&s, "U6")->need, 0.0, 0.0);
    assert_near(of(&s, "U4")->need, 0.0, 0.0);
    sketch_close(&s);
}

static void alpha_zero_counts_the_areas_under_the_target(void **state)
{
    sketch s = example();

    (void) state;
    s.recipe.priority.alpha = 0.0;
    sketch_run(&s);
    assert_near(of(&s, "U1")->need, 0.75, 0.0); /* B is at the target: not under it */
    assert_near(of(&s, "U2")->need, 1.0, 0.0);
    assert_near(of(&s, "U6")->need, 0.0, 0.0);
    assert_near(of(&s, "U1")->need_1, 0.45, 1e-15); /* people are counted by the average shortfall all the same */
    sketch_close(&s);
}

/* Domain, worked numbers 7.2: eight equal pillars, T = 65. */
static void need_tells_countries_apart_that_the_mean_does_not(void **state)
{
    const double alphas[] = {0.0, 1.0, 2.0};
    const double even[] = {1.0, 0.230769, 0.053254}, uneven[] = {0.5, 0.346154, 0.239645};
    char text[1024] = "", row[1024] = "EVEN 2020";

    (void) state;
    for (unsigned k = 0; k < 8; k++) {
        (void) snprintf(
            text + strlen(text), sizeof text - strlen(text), "I%u P%u 1 goalposts 0 100\nP%u X 1\n", k, k, k);
        (void) snprintf(row + strlen(row), sizeof row - strlen(row), " I%u 50", k);
    }
    (void) snprintf(text + strlen(text), sizeof text - strlen(text), "X - 1\n");
    (void) snprintf(row + strlen(row), sizeof row - strlen(row), "\nUNEVEN 2020");
    for (unsigned k = 0; k < 8; k++)
        (void) snprintf(row + strlen(row), sizeof row - strlen(row), " I%u %d", k, k % 2 ? 80 : 20);
    for (size_t a = 0; a < 3; a++) {
        sketch s;

        sketch_open(&s, text, row);
        sketch_choose(&s, TITIAN_STAGE_NORMALISE, "goalposts");
        s.recipe.priority = (titian_priority_rules){.on = 1,
            .target = 65.0,
            .alpha = alphas[a],
            .level = 2,
            .people_reference = 1.0,
            .aid_years = 1,
            .weight = {1}};
        sketch_run(&s);
        assert_near(sketch_value(&s, TITIAN_RESULT_AGGREGATED, "X", "EVEN", 2020), 50.0, 1e-12);
        assert_near(sketch_value(&s, TITIAN_RESULT_AGGREGATED, "X", "UNEVEN", 2020), 50.0, 1e-12);
        assert_near(of(&s, "EVEN")->need, even[a], 5e-7);
        assert_near(of(&s, "UNEVEN")->need, uneven[a], 5e-7);
        sketch_close(&s);
    }
}

static void people_are_population_times_average_shortfall(void **state)
{
    sketch s = example();

    (void) state;
    s.recipe.priority.alpha = 2.0;
    sketch_run(&s);
    assert_near(of(&s, "U2")->population, 5e6, 0.0);
    assert_near(of(&s, "U2")->people, 5e6 * 0.35, 1e-6);
    assert_near(of(&s, "U2")->part[TITIAN_PART_PEOPLE], log(1.0 + 5e6 * 0.35) / log(1.0 + 1e9), 1e-15);
    assert_near(of(&s, "U1")->population, 1e6, 0.0); /* of 2016, at any age */
    assert_true(isnan(of(&s, "U6")->population));
    assert_true(isnan(of(&s, "U6")->part[TITIAN_PART_PEOPLE]));
    s.recipe.priority.people_reference = 10.0;
    sketch_run(&s);
    assert_near(of(&s, "U2")->part[TITIAN_PART_PEOPLE], 1.0, 0.0);
    sketch_close(&s);
}

static void vulnerability_is_the_largest_that_holds(void **state)
{
    sketch s = example();

    (void) state;
    sketch_run(&s);
    assert_near(of(&s, "U1")->part[TITIAN_PART_VULNERABILITY], 1.0, 0.0);
    assert_near(of(&s, "U2")->part[TITIAN_PART_VULNERABILITY], 0.7, 0.0);
    assert_near(of(&s, "U3")->part[TITIAN_PART_VULNERABILITY], 1.0, 0.0);
    assert_near(of(&s, "U5")->part[TITIAN_PART_VULNERABILITY], 0.0, 0.0);
    s.recipe.priority.n_vulnerability = 0;
    sketch_run(&s);
    assert_true(isnan(of(&s, "U5")->part[TITIAN_PART_VULNERABILITY]));
    sketch_close(&s);
}

static void aid_is_held_against_the_median_of_eligible_peers(void **state)
{
    sketch s = example();

    (void) state;
    sketch_run(&s);
    assert_near(of(&s, "U1")->aid, 30.0, 0.0); /* mean of 2018 and 2020 */
    assert_near(of(&s, "U2")->aid, 80.0, 0.0);
    assert_near(of(&s, "U1")->aid_benchmark, 55.0, 0.0); /* U1 and U2; U4 is not eligible, U5 has no aid */
    assert_near(of(&s, "U1")->part[TITIAN_PART_AID], 1.0 - 30.0 / 55.0, 1e-15);
    assert_near(of(&s, "U2")->part[TITIAN_PART_AID], 0.0, 0.0);
    assert_near(of(&s, "U3")->aid_benchmark, 50.0, 0.0);
    assert_true(isnan(of(&s, "U5")->part[TITIAN_PART_AID]));
    assert_near(of(&s, "U5")->aid_benchmark, 55.0, 0.0);
    assert_near(of(&s, "U6")->aid_benchmark, 50.0, 0.0); /* no label: all eligible, 30, 50 and 80 */
    s.recipe.priority.aid_years = 1;
    sketch_run(&s);
    assert_near(of(&s, "U1")->aid, 20.0, 0.0);
    s.recipe.priority.aid_group = NULL;
    sketch_run(&s);
    assert_near(of(&s, "U1")->aid_benchmark, 50.0, 0.0);
    sketch_close(&s);
}

static void a_benchmark_of_nothing_says_nothing(void **state)
{
    sketch s = example();

    (void) state;
    for (size_t year = 0; year < titian_panel_n_years(s.panel); year++)
        for (size_t i = 0; i < 6; i++)
            titian_panel_column_mut(s.panel, titian_panel_find_variable(s.panel, "ODA"), year)[i] = 0.0;
    sketch_run(&s);
    assert_near(of(&s, "U1")->aid, 0.0, 0.0);
    assert_near(of(&s, "U1")->aid_benchmark, 0.0, 0.0);
    assert_true(isnan(of(&s, "U1")->part[TITIAN_PART_AID]));
    s.recipe.priority.aid = NULL;
    sketch_run(&s);
    assert_true(isnan(of(&s, "U1")->aid));
    assert_true(isnan(of(&s, "U1")->aid_benchmark));
    sketch_close(&s);
}

static void aid_paid_back_counts_as_none(void **state)
{
    sketch s = example();

    (void) state;
    titian_panel_column_mut(s.panel, titian_panel_find_variable(s.panel, "ODA"), 3)[0] = -400.0;
    sketch_run(&s);
    assert_true(of(&s, "U1")->aid < 0.0);
    s.recipe.priority.aid_group = NULL;
    sketch_run(&s);
    assert_near(of(&s, "U1")->part[TITIAN_PART_AID], 1.0, 0.0);
    sketch_close(&s);
}

static void absorption_is_scaled_and_as_fresh_as_its_row_asks(void **state)
{
    sketch s = example();

    (void) state;
    sketch_run(&s);
    assert_near(of(&s, "U1")->absorption, 0.5, 0.0);
    assert_near(of(&s, "U4")->absorption, 1.0, 0.0);
    assert_near(of(&s, "U5")->absorption, 0.0, 0.0);
    assert_true(isnan(of(&s, "U2")->absorption));
    titian_panel_column_mut(s.panel, titian_panel_find_variable(s.panel, "GE"), 3)[0] = TITIAN_MISSING;
    sketch_run(&s);
    assert_true(isnan(of(&s, "U1")->absorption)); /* 2018 is too old for a limit of one year */
    sketch_close(&s);
}

static void the_score_adds_up_its_parts(void **state)
{
    sketch s = example();
    const titian_priority_state *u = NULL;
    double sum = 0.0;

    (void) state;
    sketch_run(&s);
    u = of(&s, "U1");
    assert_near(u->part[TITIAN_PART_CONFIDENCE], 1.0, 1e-15);
    for (size_t k = 0; k < TITIAN_N_PARTS; k++)
        sum += s.recipe.priority.weight[k] * u->part[k];
    assert_near(u->score, 100.0 * sum, 1e-12);
    sketch_close(&s);
}

static void a_missing_part_shares_its_weight(void **state)
{
    sketch s = example();
    const titian_priority_state *u = NULL;

    (void) state;
    sketch_run(&s);
    u = of(&s, "U6"); /* no population, no aid */
    assert_near(u->score, 100.0 * (0.45 * 0.0 + 0.15 * 0.0 + 0.05 * 1.0) / 0.65, 1e-12);
    sketch_close(&s);
}

static void weak_absorption_costs_only_where_the_donor_asks(void **state)
{
    sketch s = example();
    double before = 0.0;

    (void) state;
    sketch_run(&s);
    before = of(&s, "U1")->score;
    s.recipe.priority.absorption_penalty = 0.4;
    sketch_run(&s);
    assert_near(of(&s, "U1")->score, before * (1.0 - 0.4 * 0.5), 1e-12);
    s.recipe.priority.n_absorption = 0;
    sketch_run(&s);
    assert_near(of(&s, "U1")->score, before, 1e-12); /* not known: no penalty */
    sketch_close(&s);
}

static void only_eligible_and_ranked_units_get_a_place(void **state)
{
    sketch s = example();

    (void) state;
    sketch_run(&s);
    assert_true(isnan(of(&s, "U4")->score));
    assert_int_equal(of(&s, "U4")->rank, 0);
    assert_int_equal(of(&s, "U4")->assess_first, 0);
    assert_true(isnan(of(&s, "U3")->score));
    assert_int_equal(of(&s, "U3")->rank, 0);
    assert_int_equal(of(&s, "U3")->assess_first, 1);
    assert_int_equal(of(&s, "U1")->rank, 1);
    assert_int_equal(of(&s, "U6")->rank, 4);
    sketch_close(&s);
}

static void the_weakest_two_areas_are_named(void **state)
{
    sketch s = example();

    (void) state;
    sketch_run(&s);
    assert_int_equal(of(&s, "U5")->weakest[0], sketch_node(&s, "Q"));
    assert_int_equal(of(&s, "U5")->weakest[1], sketch_node(&s, "P"));
    assert_int_equal(of(&s, "U6")->weakest[0], sketch_node(&s, "P")); /* a tie: in the order of the tree */
    assert_int_equal(of(&s, "U6")->weakest[1], sketch_node(&s, "Q"));
    assert_int_equal(of(&s, "U3")->weakest[0], sketch_node(&s, "P"));
    assert_true(of(&s, "U3")->weakest[1] == TITIAN_NONE);
    sketch_close(&s);
}

/* With fixed goalposts and peers apart, who else is in the table does not matter. */
static void an_ineligible_unit_changes_nobodys_priority(void **state)
{
    sketch a = example(), b = example();

    (void) state;
    sketch_run(&a);
    for (size_t v = 0; v < 2; v++)
        titian_panel_column_mut(b.panel, v, 3)[3] = 5.0;
    titian_panel_column_mut(b.panel, titian_panel_find_variable(b.panel, "ODA"), 3)[3] = 1e6;
    sketch_run(&b);
    for (size_t i = 0; i < 6; i++) {
        assert_near(titian_assessment_priority(b.a, i)->score, titian_assessment_priority(a.a, i)->score, 0.0);
        assert_int_equal(titian_assessment_priority(b.a, i)->rank, titian_assessment_priority(a.a, i)->rank);
    }
    sketch_close(&a);
    sketch_close(&b);
}

static void the_last_index_year_counts(void **state)
{
    sketch s = example();

    (void) state;
    s.options.first_year = 2019;
    s.options.last_year = 2020;
    sketch_number(&s, TITIAN_STAGE_SCREEN, "indicator_coverage", 0.0);
    for (size_t i = 0; i < 6; i++)
        for (size_t v = 0; v < 2; v++)
            titian_panel_column_mut(s.panel, v, 2)[i] = 1.0;
    sketch_run(&s);
    assert_near(of(&s, "U1")->need, 0.45, 1e-15);
    sketch_close(&s);
}

static void a_level_the_tree_does_not_have_is_the_models_fault(void **state)
{
    sketch s = example();

    (void) state;
    s.recipe.priority.level = 4;
    sketch_fails(&s, TITIAN_E_MODEL);
    sketch_close(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_gate_gives_its_reason),
        cmocka_unit_test(a_reason_is_written_where_the_model_gives_none),
        cmocka_unit_test(need_is_the_weighted_shortfall_under_the_target),
        cmocka_unit_test(alpha_zero_counts_the_areas_under_the_target),
        cmocka_unit_test(need_tells_countries_apart_that_the_mean_does_not),
        cmocka_unit_test(people_are_population_times_average_shortfall),
        cmocka_unit_test(vulnerability_is_the_largest_that_holds),
        cmocka_unit_test(aid_is_held_against_the_median_of_eligible_peers),
        cmocka_unit_test(a_benchmark_of_nothing_says_nothing),
        cmocka_unit_test(aid_paid_back_counts_as_none),
        cmocka_unit_test(absorption_is_scaled_and_as_fresh_as_its_row_asks),
        cmocka_unit_test(the_score_adds_up_its_parts),
        cmocka_unit_test(a_missing_part_shares_its_weight),
        cmocka_unit_test(weak_absorption_costs_only_where_the_donor_asks),
        cmocka_unit_test(only_eligible_and_ranked_units_get_a_place),
        cmocka_unit_test(the_weakest_two_areas_are_named),
        cmocka_unit_test(an_ineligible_unit_changes_nobodys_priority),
        cmocka_unit_test(the_last_index_year_counts),
        cmocka_unit_test(a_level_the_tree_does_not_have_is_the_models_fault),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
