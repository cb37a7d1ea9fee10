/* stages/aggregate: what each method cannot take is named with node, unit, value and the mend; nothing is missing in
 * silence.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit/stages/sketch.h"

static const char tree[] = "A P 3 goalposts 0 100\n"
                           "B P 1 goalposts 0 100\n"
                           "C Q 2 goalposts 0 100\n"
                           "D Q 1 goalposts 0 100\n"
                           "P X 2\n"
                           "Q X 1\n"
                           "X - 1\n";

static sketch with(const char *method, const char *data)
{
    sketch s;

    sketch_open(&s, tree, data);
    sketch_choose(&s, TITIAN_STAGE_NORMALISE, "goalposts");
    sketch_number(&s, TITIAN_STAGE_NORMALISE, "clip", 0.0);
    sketch_choose(&s, TITIAN_STAGE_AGGREGATE, method);
    return s;
}

static void expect_refusal(sketch *s, const char *const *words, size_t n)
{
    sketch_fails(s, TITIAN_E_NUMERIC);
    for (size_t k = 0; k < n; k++)
        if (strstr(s->error.message, words[k]) == NULL)
            fail_msg("\"%s\" does not say \"%s\"", s->error.message, words[k]);
    assert_true(s->error.mend[0] != '\0');
    sketch_close(s);
}
#define EXPECT_REFUSAL(s, ...)                                                                                       \
    expect_refusal(                                                                                                  \
        (s), (const char *const[]){__VA_ARGS__}, sizeof((const char *const[]){__VA_ARGS__}) / sizeof(const char *))

static const char negative[] = "U1 2020 A 80 B 40 C 10 D 30\nU2 2020 A 5 B -4 C 10 D 30\n";
static const char zero[] = "U1 2020 A 80 B 40 C 10 D 30\nU2 2020 A 0 B 0 C 0 D 0\n";
static const char full[] = "U1 2020 A 80 B 40 C 10 D 30\nU2 2020 A 40 B 80 C 20 D 20\n";

static void means_refuse_scores_below_what_they_can_take(void **state)
{
    const char *const methods[] = {"geometric", "harmonic", "power", "quadratic"};

    (void) state;
    for (size_t k = 0; k < 4; k++) {
        sketch s = with(methods[k], negative);

        if (k < 3)
            sketch_number(&s, TITIAN_STAGE_AGGREGATE, "floor", 0.0);
        EXPECT_REFUSAL(&s, methods[k], "P", "U2", "-4", "B", "2020");
    }
}

static void the_reversed_geometric_mean_refuses_a_score_past_its_range(void **state)
{
    sketch s = with("reversed_geometric", "U1 2020 A 80 B 40 C 10 D 30\nU2 2020 A 5 B 4 C 130 D 30\n");

    (void) state;
    EXPECT_REFUSAL(&s, "Q", "U2", "130", "C");
}

static void a_mean_of_zero_has_no_penalty(void **state)
{
    sketch s = with("mpi", zero);

    (void) state;
    EXPECT_REFUSAL(&s, "Mazziotta-Pareto", "P", "U2", "is 0", "2020");
}

static void the_benefit_of_the_doubt_refuses_scores_below_zero(void **state)
{
    sketch s = with("bod", negative);

    (void) state;
    EXPECT_REFUSAL(&s, "P", "U2", "-4", "B", "2020");
}

static void shares_that_cannot_add_up_are_refused(void **state)
{
    sketch s = with("bod_bounds", full);
    const size_t at = titian_method_param(s.aggregation[0].method, "shares");

    (void) state;
    for (size_t k = 0; k < SKETCH_NODES; k++)
        s.aggregation[k].option[at] = (titian_option){.number = 0.6, .upper = 0.9};
    EXPECT_REFUSAL(&s, "bod_bounds", "P", "0.6", "2 parts");
}

static void the_geometric_index_needs_scores_above_zero_and_a_reference_that_is_there(void **state)
{
    sketch s = with("bod_geometric", "U1 2020 A 80 B 40 C 10 D 30\nU2 2020 A 5 B 0 C 10 D 30\n");

    (void) state;
    EXPECT_REFUSAL(&s, "bod_geometric", "P", "U2", "0", "B", "2020");
    s = with("bod_geometric", full);
    sketch_text(&s, TITIAN_STAGE_AGGREGATE, "reference", "U9");
    EXPECT_REFUSAL(&s, "bod_geometric", "P", "reference", "U9", "2020");
}

/* The shares are fixed at a half, so the score is the root of the product of ratios to U2. */
static void the_geometric_index_is_held_against_its_reference(void **state)
{
    sketch s = with("bod_geometric", full);
    const size_t at = titian_method_param(s.aggregation[0].method, "shares");

    (void) state;
    sketch_text(&s, TITIAN_STAGE_AGGREGATE, "reference", "U2");
    for (size_t k = 0; k < SKETCH_NODES; k++)
        s.aggregation[k].option[at] = (titian_option){.number = 0.499999999999, .upper = 0.500000000001};
    sketch_run(&s);
    assert_near(
        sketch_value(&s, TITIAN_RESULT_AGGREGATED, "P", "U1", 2020), 100.0 * sqrt(80.0 / 40.0 * 40.0 / 80.0), 1e-9);
    assert_near(
        sketch_value(&s, TITIAN_RESULT_AGGREGATED, "Q", "U1", 2020), 100.0 * sqrt(10.0 / 20.0 * 30.0 / 20.0), 1e-9);
    assert_near(sketch_value(&s, TITIAN_RESULT_AGGREGATED, "Q", "U2", 2020), 100.0, 1e-9);
    sketch_close(&s);
}

static void equal_weights_have_no_order(void **state)
{
    sketch s = with("bod_ordinal", full);

    (void) state;
    s.weights[0] = 1.0;
    EXPECT_REFUSAL(&s, "bod_ordinal", "P", "A", "B", "same weight");
}

static double score(const sketch *s, const char *node, const char *unit)
{
    return sketch_value(s, TITIAN_RESULT_AGGREGATED, node, unit, 2020);
}

static void a_unit_with_a_gap_has_no_bounded_score_but_a_note(void **state)
{
    sketch s = with("bod_bounds", "U1 2020 A 80 B 40 C 10 D 30\nU2 2020 A 40 B - C 20 D 20\n");

    (void) state;
    sketch_run(&s);
    assert_near(score(&s, "P", "U1"), 100.0, 1e-9);
    assert_true(isnan(score(&s, "P", "U2")));
    assert_true(sketch_notes(&s, "P 2020 no score bod_bounds 1 unit U2"));
    sketch_close(&s);
}

static void a_unit_with_nothing_but_zeros_scores_zero_by_the_benefit_of_the_doubt(void **state)
{
    sketch s = with("bod", zero);

    (void) state;
    sketch_run(&s);
    assert_near(score(&s, "P", "U1"), 100.0, 1e-9);
    assert_near(score(&s, "X", "U2"), 0.0, 0.0);
    sketch_close(&s);
}

/* By hand: of the children of P only A is left; U2 is 40 points behind, 0.4 of a step of 100. */
static void a_child_that_is_zero_for_all_is_left_out_with_a_note(void **state)
{
    sketch s = with("bod_directional", "U1 2020 A 80 B 0 C 10 D 30\nU2 2020 A 40 B 0 C 20 D 20\n");

    (void) state;
    sketch_run(&s);
    assert_near(score(&s, "P", "U2"), 100.0 / 1.4, 1e-9);
    assert_true(sketch_notes(&s, "P 2020 left out bod_directional B"));
    assert_false(sketch_notes(&s, "Q 2020 left out"));
    sketch_close(&s);
}

static void units_all_alike_have_no_closeness_but_a_note(void **state)
{
    sketch s = with("topsis", "U1 2020 A 80 B 40 C 10 D 30\nU2 2020 A 80 B 40 C 20 D 20\n");

    (void) state;
    sketch_run(&s);
    assert_true(isnan(score(&s, "P", "U1")));
    assert_true(sketch_notes(&s, "P 2020 no score TOPSIS 2 units U1 U2"));
    assert_true(!isnan(score(&s, "Q", "U1")));
    sketch_close(&s);
}

static void shares_of_pillars_are_held_over_two_levels(void **state)
{
    sketch s = with("bod_two_level", full);
    const size_t at = titian_method_param(s.aggregation[0].method, "pillar_shares");

    (void) state;
    sketch_run(&s);
    assert_near(score(&s, "X", "U1"), 100.0, 1e-9);
    /* half each: by A and D U1 is best, by B and C U2 */
    for (size_t k = 0; k < SKETCH_NODES; k++)
        s.aggregation[k].option[at] = (titian_option){.number = 0.5, .upper = 0.6};
    sketch_run(&s);
    assert_near(score(&s, "X", "U1"), 100.0, 1e-9);
    assert_near(score(&s, "X", "U2"), 100.0, 1e-9);
    for (size_t k = 0; k < SKETCH_NODES; k++)
        s.aggregation[k].option[at] = (titian_option){.number = 0.6, .upper = 0.9};
    EXPECT_REFUSAL(&s, "bod_two_level", "P", "2 parts");
}

static void a_level_is_rounded_before_the_next_one_takes_it(void **state)
{
    sketch s = with("arithmetic", "U1 2020 A 81 B 40 C 10 D 31\n"); /* P 70.75, Q 17 */

    (void) state;
    sketch_number(&s, TITIAN_STAGE_AGGREGATE, "decimals", 1.0);
    sketch_run(&s);
    assert_near(score(&s, "P", "U1"), 70.8, 0.0);
    assert_near(score(&s, "X", "U1"), 52.9, 0.0); /* (2 x 70.8 + 17) / 3 = 52.87 */
    sketch_number(&s, TITIAN_STAGE_AGGREGATE, "decimals", 0.0);
    sketch_run(&s);
    assert_near(score(&s, "P", "U1"), 71.0, 0.0);
    sketch_close(&s);
}

static void coverage_is_asked_of_methods_that_compare_units_too(void **state)
{
    const char *const methods[] = {"topsis", "copeland", "outranking", "bod", "median", "owa", "wroclaw"};

    (void) state;
    for (size_t k = 0; k < 7; k++) {
        sketch s =
            with(methods[k], "U1 2020 A 80 B 40 C 10 D 30\nU2 2020 A - B 80 C 20 D 20\nU3 2020 A 9 B - C 1 D 2\n");

        sketch_number(&s, TITIAN_STAGE_AGGREGATE, "min_coverage", 0.6);
        sketch_run(&s);
        assert_true(isnan(score(&s, "P", "U2")));  /* a quarter of the weight */
        assert_true(!isnan(score(&s, "P", "U3"))); /* three quarters */
        sketch_number(&s, TITIAN_STAGE_AGGREGATE, "coverage_by", 1.0);
        sketch_run(&s);
        assert_true(isnan(score(&s, "P", "U3"))); /* one child of two */
        sketch_close(&s);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(means_refuse_scores_below_what_they_can_take),
        cmocka_unit_test(the_reversed_geometric_mean_refuses_a_score_past_its_range),
        cmocka_unit_test(a_mean_of_zero_has_no_penalty),
        cmocka_unit_test(the_benefit_of_the_doubt_refuses_scores_below_zero),
        cmocka_unit_test(shares_that_cannot_add_up_are_refused),
        cmocka_unit_test(the_geometric_index_needs_scores_above_zero_and_a_reference_that_is_there),
        cmocka_unit_test(the_geometric_index_is_held_against_its_reference),
        cmocka_unit_test(equal_weights_have_no_order),
        cmocka_unit_test(a_unit_with_a_gap_has_no_bounded_score_but_a_note),
        cmocka_unit_test(a_unit_with_nothing_but_zeros_scores_zero_by_the_benefit_of_the_doubt),
        cmocka_unit_test(a_child_that_is_zero_for_all_is_left_out_with_a_note),
        cmocka_unit_test(units_all_alike_have_no_closeness_but_a_note),
        cmocka_unit_test(shares_of_pillars_are_held_over_two_levels),
        cmocka_unit_test(a_level_is_rounded_before_the_next_one_takes_it),
        cmocka_unit_test(coverage_is_asked_of_methods_that_compare_units_too),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
