/* stages/except: units that have weights of their own under a node.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit/stages/sketch.h"

#include <titian/audit.h>

/* Scores are the values: the scaled method between 0 and 100. */
static const char tree[] = "a P 1 goalposts 0 100\nb P 1 goalposts 0 100\nc Q 1 goalposts 0 100\n"
                           "d Q 3 goalposts 0 100\nP T 1\nQ T 1\nT - 1\ngroup tongue\n";
static const char data[] = "u1 2020 a 10 b 30 c 40 d 80 tongue fr\n"
                           "u2 2020 a 10 b - c 40 d 80 tongue fr\n"
                           "u3 2020 a 10 b - c 40 d - tongue pt\n"
                           "u4 2020 a 10 b 30 c - d - tongue pt\n";

enum { MOST = 4 };

/* A sketch with exceptions; set k of weights is that of exception k. */
typedef struct {
    sketch s;
    titian_weigh_exception exceptions[MOST];
    titian_weight_set sets[MOST];
    double weights[MOST][SKETCH_NODES];
    size_t missing[MOST];
} excepted;

static void open_excepted(excepted *x)
{
    memset(x, 0, sizeof *x);
    sketch_open(&x->s, tree, data);
    sketch_choose(&x->s, TITIAN_STAGE_NORMALISE, "scaled");
    sketch_range(&x->s, TITIAN_STAGE_NORMALISE, 0.0, 100.0);
    x->s.recipe.exceptions = x->exceptions;
    x->s.recipe.sets = x->sets;
}

/* One more: units without a score for `missing` (NULL: all) have weights first and second under a node. */
static titian_weigh_exception *add(excepted *x, const char *node, const char *missing, double first, double second)
{
    const size_t e = x->s.recipe.n_exceptions++;
    titian_weigh_exception *to = &x->exceptions[e];

    to->node = sketch_node(&x->s, node);
    to->choice = titian_choice_default(TITIAN_STAGE_WEIGH, titian_method_find(TITIAN_STAGE_WEIGH, "given"));
    to->choice.option[0].number = (double) e;
    x->weights[e][titian_framework_node(x->s.framework, to->node)->first_child] = first;
    x->weights[e][titian_framework_node(x->s.framework, to->node)->first_child + 1] = second;
    x->sets[e] = (titian_weight_set){"", x->weights[e]};
    x->s.recipe.n_sets = e + 1;
    if (missing != NULL) {
        x->missing[e] = sketch_node(&x->s, missing);
        to->missing = &x->missing[e];
        to->n_missing = 1;
    }
    return to;
}

static double score(const excepted *x, const char *node, const char *unit)
{
    return sketch_value(&x->s, TITIAN_RESULT_AGGREGATED, node, unit, 2020);
}

/* Q of u1: (40 + 3 x 80) / 4 = 70, with weights 1, 1: 60. Only u2 and u3 lack b. */
static void units_without_a_score_have_their_own_weights_and_the_others_keep_theirs(void **state)
{
    excepted x;

    (void) state;
    open_excepted(&x);
    (void) add(&x, "Q", "b", 1.0, 1.0);
    sketch_run(&x.s);
    assert_near(score(&x, "Q", "u1"), 70.0, 1e-12);
    assert_near(score(&x, "Q", "u2"), 60.0, 1e-12);
    assert_near(score(&x, "Q", "u3"), 40.0, 1e-12);
    assert_near(score(&x, "T", "u2"), 35.0, 1e-12);
    sketch_close(&x.s);
}

static void a_lower_node_without_a_score_counts_as_an_indicator_does(void **state)
{
    excepted x;

    (void) state;
    open_excepted(&x);
    (void) add(&x, "T", "Q", 5.0, 0.0);
    sketch_number(&x.s, TITIAN_STAGE_AGGREGATE, "min_coverage", 0.5);
    sketch_run(&x.s);
    assert_near(score(&x, "T", "u4"), 20.0, 1e-12);
    assert_int_equal(titian_assessment_exception(x.s.a, sketch_node(&x.s, "T"), sketch_unit(&x.s, "u4"), 0), 0);
    assert_true(
        titian_assessment_exception(x.s.a, sketch_node(&x.s, "T"), sketch_unit(&x.s, "u1"), 0) == TITIAN_NONE);
    sketch_close(&x.s);
}

static void what_weighs_nothing_for_a_unit_need_not_be_there(void **state)
{
    excepted x;

    (void) state;
    open_excepted(&x);
    sketch_number(&x.s, TITIAN_STAGE_AGGREGATE, "min_coverage", 1.0);
    (void) add(&x, "P", "b", 2.0, 0.0);
    sketch_run(&x.s);
    assert_near(score(&x, "P", "u2"), 10.0, 1e-12);
    assert_near(score(&x, "P", "u1"), 20.0, 1e-12);
    assert_true(isnan(score(&x, "Q", "u3")));
    sketch_close(&x.s);
}

/* Shares of u2: a has the half of P, c an eighth, d three. Without an exception b's quarter is not covered. */
static void coverage_and_need_count_with_a_units_own_weights(void **state)
{
    excepted x;

    (void) state;
    open_excepted(&x);
    sketch_priority(&x.s);
    x.s.recipe.priority.target = 100.0;
    x.s.recipe.priority.level = 1;
    sketch_run(&x.s);
    assert_near(sketch_state(&x.s, "u2", 2020)->coverage, 0.75, 1e-12);
    assert_near(titian_assessment_priority(x.s.a, sketch_unit(&x.s, "u2"))->need_1,
        (0.25 * 0.9 + 0.125 * 0.6 + 0.375 * 0.2) / 0.75, 1e-12);
    (void) add(&x, "P", "b", 2.0, 0.0);
    sketch_run(&x.s);
    assert_near(sketch_state(&x.s, "u2", 2020)->coverage, 1.0, 1e-12);
    assert_near(sketch_state(&x.s, "u1", 2020)->coverage, 1.0, 1e-12);
    assert_near(titian_assessment_priority(x.s.a, sketch_unit(&x.s, "u2"))->need_1,
        0.5 * 0.9 + 0.125 * 0.6 + 0.375 * 0.2, 1e-12);
    sketch_close(&x.s);
}

static void of_several_exceptions_the_first_that_holds_counts(void **state)
{
    excepted x;
    double weights[SKETCH_NODES];

    (void) state;
    open_excepted(&x);
    (void) add(&x, "Q", "d", 1.0, 0.0);
    (void) add(&x, "Q", "b", 1.0, 1.0);
    sketch_run(&x.s);
    assert_near(score(&x, "Q", "u2"), 60.0, 1e-12);
    assert_int_equal(titian_assessment_exception(x.s.a, sketch_node(&x.s, "Q"), sketch_unit(&x.s, "u3"), 0), 0);
    assert_int_equal(titian_assessment_unit_weights(x.s.a, sketch_unit(&x.s, "u3"), 0, weights), 1);
    assert_near(weights[sketch_node(&x.s, "d")], 0.0, 0.0);
    assert_int_equal(titian_assessment_unit_weights(x.s.a, sketch_unit(&x.s, "u1"), 0, weights), 0);
    assert_near(weights[sketch_node(&x.s, "d")], 3.0, 0.0);
    sketch_close(&x.s);
}

static void a_group_has_its_own_weights(void **state)
{
    static const char *const labels[] = {"fr"};
    const titian_condition french = {.group = "tongue", .labels = labels, .n_labels = 1, .reason = ""};
    excepted x;

    (void) state;
    open_excepted(&x);
    add(&x, "Q", NULL, 1.0, 1.0)->group = &french;
    sketch_run(&x.s);
    assert_near(score(&x, "Q", "u1"), 60.0, 1e-12);
    assert_near(score(&x, "Q", "u3"), 40.0, 1e-12);
    assert_true(
        titian_assessment_exception(x.s.a, sketch_node(&x.s, "Q"), sketch_unit(&x.s, "u3"), 0) == TITIAN_NONE);
    x.s.recipe.n_exceptions = 0;
    add(&x, "P", "b", 1.0, 0.0)->group = &french; /* both must hold */
    sketch_run(&x.s);
    assert_int_equal(titian_assessment_exception(x.s.a, sketch_node(&x.s, "P"), sketch_unit(&x.s, "u2"), 0), 0);
    assert_true(
        titian_assessment_exception(x.s.a, sketch_node(&x.s, "P"), sketch_unit(&x.s, "u3"), 0) == TITIAN_NONE);
    sketch_close(&x.s);
}

/* b weighs nothing for most; a node all of whose children weigh nothing would be left out. */
static void a_child_that_only_an_exception_weighs_is_in_use(void **state)
{
    excepted x;

    (void) state;
    open_excepted(&x);
    x.s.weights[sketch_node(&x.s, "b")] = 0.0;
    (void) add(&x, "P", "d", 0.0, 4.0);
    sketch_run(&x.s);
    assert_near(score(&x, "P", "u1"), 10.0, 1e-12);
    assert_near(score(&x, "P", "u4"), 30.0, 1e-12);
    assert_true(isnan(score(&x, "P", "u3")));
    sketch_close(&x.s);
}

static void a_method_refuses_and_notes_each_unit_by_its_own_weights_alone(void **state)
{
    excepted x;

    (void) state;
    open_excepted(&x);
    titian_panel_column_mut(x.s.panel, titian_panel_find_variable(x.s.panel, "c"), 0)[1] = 0.0; /* u2 */
    sketch_choose(&x.s, TITIAN_STAGE_AGGREGATE, "geometric");
    sketch_number(&x.s, TITIAN_STAGE_AGGREGATE, "floor", 0.0);
    sketch_fails(&x.s, TITIAN_E_NUMERIC);
    (void) add(&x, "Q", "b", 0.0, 1.0);
    sketch_run(&x.s);
    assert_near(score(&x, "Q", "u2"), 80.0, 1e-12);
    assert_near(score(&x, "Q", "u1"), pow(40.0, 0.25) * pow(80.0, 0.75), 1e-12);
    sketch_close(&x.s);
}

static void on_a_unit_that_screening_took_out_no_exception_holds(void **state)
{
    excepted x;

    (void) state;
    open_excepted(&x);
    sketch_choose(&x.s, TITIAN_STAGE_SCREEN, "coverage");
    sketch_number(&x.s, TITIAN_STAGE_SCREEN, "min_coverage", 0.7);
    sketch_number(&x.s, TITIAN_STAGE_SCREEN, "failing", 1.0);
    (void) add(&x, "P", "b", 1.0, 0.0);
    sketch_run(&x.s);
    assert_true(sketch_state(&x.s, "u3", 2020)->dropped);
    assert_true(
        titian_assessment_exception(x.s.a, sketch_node(&x.s, "P"), sketch_unit(&x.s, "u3"), 0) == TITIAN_NONE);
    assert_int_equal(titian_assessment_exception(x.s.a, sketch_node(&x.s, "P"), sketch_unit(&x.s, "u2"), 0), 0);
    sketch_close(&x.s);
}

static void rounding_and_coverage_hold_for_all_units(void **state)
{
    excepted x;

    (void) state;
    open_excepted(&x);
    sketch_number(&x.s, TITIAN_STAGE_AGGREGATE, "decimals", 0.0);
    (void) add(&x, "Q", "b", 2.0, 1.0);
    sketch_run(&x.s);
    assert_near(score(&x, "Q", "u2"), 53.0, 0.0); /* 160 / 3 */
    assert_near(score(&x, "Q", "u1"), 70.0, 0.0);
    sketch_close(&x.s);
}

/* Q of u1 is (40 + 3 x 81) / 4 = 70.75, of u2 (40 + 81) / 2 = 60.5: rounded 71 and 61. */
static void scores_before_rounding_are_kept_whoever_weighs(void **state)
{
    const double *before = NULL;
    excepted x;

    (void) state;
    open_excepted(&x);
    for (size_t i = 0; i < 2; i++)
        titian_panel_column_mut(x.s.panel, 3, 0)[i] = 81.0;
    (void) add(&x, "Q", "b", 1.0, 1.0);
    sketch_number(&x.s, TITIAN_STAGE_AGGREGATE, "decimals", 0.0);
    sketch_run(&x.s);
    before = titian_assessment_unrounded(x.s.a, sketch_node(&x.s, "Q"), 0);
    assert_near(before[sketch_unit(&x.s, "u1")], 70.75, 1e-12);
    assert_near(before[sketch_unit(&x.s, "u2")], 60.5, 1e-12);
    assert_near(score(&x, "Q", "u1"), 71.0, 0.0);
    assert_near(score(&x, "Q", "u2"), 61.0, 0.0);
    sketch_close(&x.s);
}

/* A number of an audit's table, in the row that begins with two texts. */
static double audited(const excepted *x, const char *name, const char *first, const char *second, const char *column)
{
    titian_listing *table = NULL;
    titian_error err;
    double found = TITIAN_MISSING;
    size_t row = 0;

    assert_int_equal(titian_audit_make(&table, x->s.a, titian_audit_find(name), NULL, &err), TITIAN_OK);
    while (strcmp(titian_listing_cell(table, row, 0).text, first) != 0 ||
           strcmp(titian_listing_cell(table, row, 1).text, second) != 0)
        row++;
    found = titian_listing_cell(table, row, titian_listing_find(table, column)).number;
    titian_listing_free(table);
    return found;
}

/* Q of u2 without d is its c, 40, and T the mean of that and 10; with d's weight kept in the exception it would be
 * the mean of 40 and 80. */
static void an_audit_by_removal_takes_a_node_out_of_exceptions_too(void **state)
{
    excepted x;

    (void) state;
    open_excepted(&x);
    (void) add(&x, "Q", "b", 1.0, 1.0);
    sketch_run(&x.s);
    assert_near(audited(&x, "shifts", "d", "u2", "Score"), 25.0, 1e-12);
    sketch_close(&x.s);
}

/* Without its b, u2 has half of P, but for its own weights all. */
static void an_audit_counts_availability_with_a_units_own_weights(void **state)
{
    excepted x;

    (void) state;
    open_excepted(&x);
    (void) add(&x, "P", "b", 2.0, 0.0);
    sketch_run(&x.s);
    assert_near(audited(&x, "availability", "u2", "P", "Weight.Avail"), 1.0, 0.0);
    assert_near(audited(&x, "availability", "u2", "P", "Frc.Avail"), 0.5, 0.0);
    sketch_close(&x.s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(units_without_a_score_have_their_own_weights_and_the_others_keep_theirs),
        cmocka_unit_test(a_lower_node_without_a_score_counts_as_an_indicator_does),
        cmocka_unit_test(what_weighs_nothing_for_a_unit_need_not_be_there),
        cmocka_unit_test(coverage_and_need_count_with_a_units_own_weights),
        cmocka_unit_test(of_several_exceptions_the_first_that_holds_counts),
        cmocka_unit_test(a_group_has_its_own_weights),
        cmocka_unit_test(a_child_that_only_an_exception_weighs_is_in_use),
        cmocka_unit_test(a_method_refuses_and_notes_each_unit_by_its_own_weights_alone),
        cmocka_unit_test(on_a_unit_that_screening_took_out_no_exception_holds),
        cmocka_unit_test(rounding_and_coverage_hold_for_all_units),
        cmocka_unit_test(an_audit_counts_availability_with_a_units_own_weights),
        cmocka_unit_test(scores_before_rounding_are_kept_whoever_weighs),
        cmocka_unit_test(an_audit_by_removal_takes_a_node_out_of_exceptions_too),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
