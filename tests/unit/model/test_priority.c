/* The priority block of model.yaml: defaults, every key, and its faults.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "unit/model/attempt.h"

static void an_empty_block_has_the_documented_defaults(void **state)
{
    attempt *a = attempt_parse("priority: {}\n", sound_framework);
    const titian_priority_rules *p = NULL;

    (void) state;
    assert_sound(a);
    p = &titian_model_recipe(a->model)->priority;
    assert_int_equal(p->on, 1);
    assert_true(p->target == 65.0 && p->alpha == 1.0);
    assert_int_equal(p->level, 2);
    assert_int_equal(p->n_eligible, 0);
    assert_int_equal(p->n_vulnerability, 0);
    assert_null(p->population);
    assert_null(p->aid);
    assert_null(p->aid_group);
    assert_int_equal(p->aid_years, 3);
    assert_int_equal(p->n_absorption, 0);
    assert_true(p->people_reference == 1e9);
    assert_true(p->absorption_weak == 0.35 && p->absorption_strong == 0.55);
    assert_true(p->absorption_penalty == 0.0 && p->age_discount == 0.5);
    assert_true(p->weight[TITIAN_PART_NEED] == 0.45 && p->weight[TITIAN_PART_PEOPLE] == 0.20);
    assert_true(p->weight[TITIAN_PART_VULNERABILITY] == 0.15 && p->weight[TITIAN_PART_AID] == 0.15);
    assert_true(p->weight[TITIAN_PART_CONFIDENCE] == 0.05);
    let_go(a);
}

static void every_key_reaches_the_rules(void **state)
{
    attempt *a = attempt_parse(sound_yaml, sound_framework);
    const titian_priority_rules *p = NULL;

    (void) state;
    assert_sound(a);
    p = &titian_model_recipe(a->model)->priority;
    assert_int_equal(p->on, 1);
    assert_true(p->target == 5.0 && p->alpha == 2.0);
    assert_int_equal(p->level, 3);
    assert_int_equal(p->n_eligible, 1);
    assert_string_equal(p->eligible[0].reason, "not on the list");
    assert_string_equal(p->population, "pop");
    assert_true(p->people_reference == 1000.0);
    assert_int_equal(p->n_vulnerability, 1);
    assert_true(p->vulnerability[0].value == 0.7);
    assert_string_equal(p->aid, "ctx");
    assert_string_equal(p->aid_group, "grp");
    assert_int_equal(p->aid_years, 2);
    assert_int_equal(p->n_absorption, 1);
    assert_string_equal(p->absorption[0].variable, "a");
    assert_true(p->absorption[0].low == -2.5 && p->absorption[0].high == 2.5);
    assert_true(p->absorption_weak == 0.2 && p->absorption_strong == 0.8);
    assert_true(p->absorption_penalty == 0.1 && p->age_discount == 0.3);
    for (int part = 0; part < TITIAN_N_PARTS; part++)
        assert_true(p->weight[part] == 5.0 - part);
    let_go(a);
}

static void a_part_left_out_of_the_weights_counts_0(void **state)
{
    attempt *a = attempt_parse("priority: {weights: {need: 2}}\n", sound_framework);
    const titian_priority_rules *p = NULL;

    (void) state;
    assert_sound(a);
    p = &titian_model_recipe(a->model)->priority;
    assert_true(p->weight[TITIAN_PART_NEED] == 2.0);
    assert_true(p->weight[TITIAN_PART_PEOPLE] == 0.0 && p->weight[TITIAN_PART_CONFIDENCE] == 0.0);
    let_go(a);
}

static void an_eligible_list_may_be_empty(void **state)
{
    attempt *a = attempt_parse("priority: {eligible: [], vulnerability: []}\n", sound_framework);

    (void) state;
    assert_sound(a);
    let_go(a);
}

static void numbers_out_of_bounds_are_told(void **state)
{
    static const struct {
        const char *text, *message;
    } cases[] = {
        {"priority:\n  target: 0\n", "target is 0"},
        {"priority:\n  target: -5\n", "target is -5"},
        {"priority:\n  alpha: -0.5\n", "alpha is -0.5"},
        {"priority:\n  level: 0\n", "level is 0"},
        {"priority:\n  level: 4\n", "there is no level 4; the tree has 3 levels"},
        {"priority:\n  level: 1.5\n", "level is 1.5, not a whole number"},
        {"priority:\n  people_reference: 0\n", "people_reference is 0"},
        {"priority:\n  absorption_penalty: 1.1\n", "absorption_penalty is 1.1"},
        {"priority:\n  age_discount: -1\n", "age_discount is -1"},
        {"priority:\n  aid: {variable: ctx, years: 0}\n", "years is 0"},
        {"priority:\n  aid: {variable: ctx, years: 1.5}\n", "years is 1.5"},
        {"priority:\n  weights: {need: -1, aid: 2}\n", "need is -1"},
        {"priority:\n  vulnerability: [{group: grp, in: [a], value: 2}]\n", "value is 2"},
    };

    (void) state;
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        attempt *a = attempt_parse(cases[k].text, sound_framework);

        assert_int_equal(a->problems.n_errors, 1);
        assert_int_equal(a->error.line, 2);
        assert_non_null(strstr(a->error.message, cases[k].message));
        assert_true(a->error.mend[0] != '\0');
        let_go(a);
    }
}

static void the_weights_that_count_may_not_all_be_0(void **state)
{
    (void) state;
    assert_yaml_fault("priority: {weights: {need: 0, aid: 0}}\n", 1, 21, "add up to 0");
    assert_yaml_fault("priority: {weights: {people: 1}}\n", 1, 21, "add up to 0");
}

static void a_weight_without_anything_to_measure_is_warned_of(void **state)
{
    attempt *a =
        attempt_parse("priority:\n  weights: {need: 1, people: 1, aid: 1, vulnerability: 1}\n", sound_framework);

    (void) state;
    assert_sound(a);
    assert_warning(
        a, "model.yaml", 2, 30, "the part people has a weight, but the priority block has no key population");
    assert_warning(a, "model.yaml", 2, 38, "no key aid");
    assert_warning(a, "model.yaml", 2, 56, "no key vulnerability");
    assert_int_equal(a->problems.n_warnings, 3);
    let_go(a);
}

static void codes_must_belong_to_rows_of_the_right_type(void **state)
{
    (void) state;
    assert_yaml_fault("priority: {population: a}\n", 1, 24, "row \"a\" is of Type Indicator");
    assert_yaml_fault("priority: {population: pip}\n", 1, 24, "there is no row \"pip\"");
    assert_yaml_fault("priority: {aid: {variable: grp}}\n", 1, 28, "row \"grp\" is of Type Group");
    assert_yaml_fault("priority: {aid: {variable: ctx, group: pop}}\n", 1, 40, "row \"pop\" is of Type Denominator");
    assert_yaml_fault("priority: {eligible: [{group: x, in: [a]}]}\n", 1, 31, "there is no row \"x\"");
    assert_yaml_fault("priority: {absorption: {variables: [{variable: TOP, low: 0, high: 1}]}}\n", 1, 48,
        "row \"TOP\" is of Type Aggregate");
}

static void absorption_scales_must_have_a_width_and_an_order(void **state)
{
    (void) state;
    assert_yaml_fault("priority: {absorption: {variables: [{variable: ctx, low: 1, high: 1}]}}\n", 1, 67,
        "low and high of \"ctx\" are the same");
    assert_yaml_fault("priority: {absorption: {variables: [{variable: ctx, low: 0, high: 1}], weak_below: 0.6}}\n", 1,
        84, "weak_below is 0.6, above strong_from (0.55)");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_empty_block_has_the_documented_defaults),
        cmocka_unit_test(every_key_reaches_the_rules),
        cmocka_unit_test(a_part_left_out_of_the_weights_counts_0),
        cmocka_unit_test(an_eligible_list_may_be_empty),
        cmocka_unit_test(numbers_out_of_bounds_are_told),
        cmocka_unit_test(the_weights_that_count_may_not_all_be_0),
        cmocka_unit_test(a_weight_without_anything_to_measure_is_warned_of),
        cmocka_unit_test(codes_must_belong_to_rows_of_the_right_type),
        cmocka_unit_test(absorption_scales_must_have_a_width_and_an_order),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
