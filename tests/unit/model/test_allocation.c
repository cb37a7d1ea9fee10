/* The allocation block of model.yaml: defaults, every key, and its faults.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <titian/panel.h>

#include "unit/model/attempt.h"

static const titian_allocation_rules *rules_of(const attempt *a)
{
    return &titian_model_recipe(a->model)->allocation;
}

static void an_empty_block_asks_for_nothing(void **state)
{
    attempt *a = attempt_parse("allocation: {}\n", sound_framework);
    const titian_allocation_rules *r = NULL;

    (void) state;
    assert_sound(a);
    r = rules_of(a);
    assert_int_equal(r->on, 1);
    assert_true(isnan(r->budget) && r->unit == 0.01);
    assert_string_equal(titian_allocation_rule_name(r->rule), "titian");
    assert_true(r->base == 0.0 && r->base_share == 0.0 && r->floor == 0.0 && r->floor_share == 0.0);
    assert_true(isinf(r->cap) && r->cap_share == 1.0 && isinf(r->cap_per_head));
    assert_true(r->minimum == 0.0 && r->assess_first == 0.0);
    assert_true(r->swing_down == 1.0 && isinf(r->swing_up) && r->previous == NULL);
    assert_int_equal(r->n_factors + r->n_floors + r->n_caps + r->n_fences + r->n_lists, 0);
    let_go(a);
}

static void a_model_without_the_block_has_its_defaults(void **state)
{
    attempt *a = attempt_parse("year: 2023\n", sound_framework);

    (void) state;
    assert_sound(a);
    assert_int_equal(rules_of(a)->on, 0);
    assert_true(rules_of(a)->unit == 0.01 && isinf(rules_of(a)->cap));
    let_go(a);
}

static void every_key_reaches_the_rules(void **state)
{
    attempt *a = attempt_parse(allocating_yaml, sound_framework);
    const titian_allocation_rules *r = NULL;

    (void) state;
    assert_sound(a);
    r = rules_of(a);
    assert_true(r->budget == 100.0 && r->unit == 0.5);
    assert_string_equal(r->currency, "EUR million");
    assert_string_equal(titian_allocation_rule_name(r->rule), "ida");
    assert_int_equal(r->n_factors, 3);
    assert_string_equal(r->factors[0].variable, "ctx");
    assert_string_equal(r->factors[0].source, "our board");
    assert_true(r->factors[0].weight == 0.7 && isnan(r->factors[0].power) && isnan(r->factors[0].otherwise));
    assert_true(r->factors[1].power == -0.2 && r->factors[1].otherwise == 900.0);
    assert_true(r->factors[2].power == 2.0 && r->factors[2].variable == NULL);
    assert_true(r->base == 1.0 && r->base_share == 0.01 && r->floor == 2.0 && r->floor_share == 0.02);
    assert_true(r->cap == 30.0 && r->cap_share == 0.3 && r->cap_per_head == 5.0);
    assert_true(r->n_floors == 1 && r->floors[0].value == 6.0 && r->n_caps == 1 && r->caps[0].value == 20.0);
    assert_true(r->minimum == 3.0 && r->assess_first == 0.5);
    assert_string_equal(r->previous, "ctx");
    assert_true(r->swing_down == 0.3 && r->swing_up == 0.4);
    assert_int_equal(r->n_fences, 1);
    assert_string_equal(r->fences[0].members.labels[0], "1");
    assert_true(r->fences[0].least == 0.4 && r->fences[0].most == 0.9);
    assert_int_equal(r->n_lists, 1);
    assert_true(r->lists[0].excludes == 1 && r->lists[0].grace == 3);
    assert_string_equal(r->present_aid, "ctx");
    let_go(a);
}

static void faults_are_said_at_their_place(void **state)
{
    (void) state;
    assert_yaml_fault("allocation: {rule: idaa}\n", 1, 20, "there is no rule \"idaa\"");
    assert_yaml_fault("allocation:\n  factors: [{name: hope}]\n", 2, 13, "has no factor \"hope\"");
    assert_yaml_fault(
        "allocation:\n  factors: [{name: hope, power: 1}]\n", 2, 13, "nothing says what the factor \"hope\" is");
    assert_yaml_fault("allocation:\n  factors: [{name: need, power: 200}]\n", 2, 33, "200");
    assert_yaml_fault("allocation:\n  factors: [{name: need, variable: nix}]\n", 2, 36, "nix");
    assert_yaml_fault("allocation:\n  factors: [{name: need, power: 1}, {name: need, power: 2}]\n", 2, 37,
        "a second entry for the factor \"need\"");
    assert_yaml_fault("allocation: {rule: ida, factors: [{name: cpia_d, power: 1}]}\n", 1, 35, "a weight, no power");
    assert_yaml_fault("allocation: {budget: 0}\n", 1, 22, "0");
    assert_yaml_fault("allocation: {floor: 5, cap: 4}\n", 1, 21, "the floor is 5 and the cap 4");
    assert_yaml_fault("allocation: {cap_per_head: 4}\n", 1, 28, "how many people there are");
    assert_yaml_fault("allocation: {returns: {form: log, scale_per_head: 4}}\n", 1, 51, "how many people there are");
    assert_yaml_fault("allocation: {returns: {form: log, scale: 0}}\n", 1, 42, "0");
    assert_yaml_fault("allocation: {returns: {form: logs, scale: 1}}\n", 1, 30, "no returns of the form \"logs\"");
    assert_yaml_fault("allocation: {returns: {form: saturate}}\n", 1, 23, "one scale");
    assert_yaml_fault("allocation: {minimum: 2, returns: {form: log, scale: 1}}\n", 1, 23, "exclude each other");
    assert_yaml_fault("allocation: {previous: {variable: ctx, down: 1.5}}\n", 1, 46, "1.5");
    assert_yaml_fault("allocation: {lists: [{list: DAC, grace: 1.5}]}\n", 1, 41, "1.5");
    assert_yaml_fault("allocation: {fences: [{name: f, group: none, in: [a]}]}\n", 1, 40, "none");
}

static void a_rule_has_the_spellings_of_those_who_publish_it(void **state)
{
    static const struct {
        const char *spelling, *rule;
    } cases[] = {{"IDA PBA", "ida"}, {"ida-pba", "ida"}, {"Ida_Pba", "ida"}, {"AfDF", "afdf"}, {"AFDF-PBA", "afdf"},
        {"AsDF", "adb"}, {"asian development fund", "adb"}, {"IFAD PBAS", "ifad"}, {"Equal-Head", "equal_head"},
        {"equal per capita", "equal_head"}, {"INFORM severity", "severity"}};
    static const char *const none[] = {"ADF", "ida pb", "ida pba ", "idapba", "ida;", "; AsDB", ""};

    (void) state;
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        char yaml[96];
        attempt *a = NULL;

        snprintf(yaml, sizeof yaml, "allocation: {rule: %s}\n", cases[k].spelling);
        a = attempt_parse(yaml, sound_framework);
        assert_sound(a);
        assert_string_equal(titian_allocation_rule_name(rules_of(a)->rule), cases[k].rule);
        let_go(a);
    }
    for (size_t k = 0; k < sizeof none / sizeof *none; k++)
        assert_int_equal(titian_allocation_rule_find(none[k]), TITIAN_NONE);
}

/* Each is found where it stands, so none is of two rules. */
static void no_spelling_is_of_two_rules(void **state)
{
    (void) state;
    for (size_t k = 0; k < titian_allocation_n_rules(); k++) {
        const titian_allocation_rule *rule = titian_allocation_rule_at(k);
        const char *at = rule->also;

        assert_int_equal(titian_allocation_rule_find(rule->name), k);
        while (*at != '\0') {
            char spelling[64];
            const size_t n = strcspn(at, ";");

            assert_true(n > 0 && n < sizeof spelling);
            snprintf(spelling, n + 1, "%s", at);
            assert_int_equal(titian_allocation_rule_find(spelling), k);
            at += n + strspn(at + n, "; ");
        }
    }
}

static void returns_that_fall_reach_the_rules(void **state)
{
    attempt *a = attempt_parse("allocation: {returns: {form: saturate, scale: 2.5}}\n", sound_framework);

    (void) state;
    assert_sound(a);
    assert_int_equal(rules_of(a)->returns, TITIAN_RETURNS_SATURATE);
    assert_true(rules_of(a)->scale == 2.5 && isnan(rules_of(a)->scale_per_head));
    let_go(a);
    a = attempt_parse("allocation: {}\n", sound_framework);
    assert_int_equal(rules_of(a)->returns, TITIAN_RETURNS_PROPORTIONAL);
    assert_true(isnan(rules_of(a)->scale) && isnan(rules_of(a)->scale_per_head));
    let_go(a);
}

static void aid_may_be_estimated_from_a_share(void **state)
{
    attempt *a =
        attempt_parse("allocation: {present_aid_estimate: {share: ctx, of: ctx, note: of what}}\n", sound_framework);

    (void) state;
    assert_sound(a);
    assert_string_equal(rules_of(a)->aid_estimate.share, "ctx");
    assert_string_equal(rules_of(a)->aid_estimate.of, "ctx");
    assert_string_equal(rules_of(a)->aid_estimate.note, "of what");
    assert_null(rules_of(a)->aid_estimate.heads);
    assert_null(rules_of(a)->present_aid);
    let_go(a);
    assert_yaml_fault("allocation: {present_aid_estimate: {share: ctx, of: nix, note: x}}\n", 1, 53, "nix");
    assert_yaml_fault("allocation: {present_aid_estimate: {share: ctx, of: ctx}}\n", 1, 36, "note");
    assert_yaml_fault("allocation: {present_aid: ctx, present_aid_estimate: {share: ctx, of: ctx, note: x}}\n", 1, 54,
        "a variable and an estimate");
}

/* In the uncertainty block: of a factor of the model's rule, once each. */
static void the_power_of_a_factor_may_be_uncertain(void **state)
{
    static const char *const faults[][3] = {
        {"uncertainty: {vary: [{method: allocation, factor: @wealth, range: [1, 2]}]}\n",
            "the rule titian has no factor \"wealth\"", "titian allocate --table rules"},
        {"allocation: {rule: equal_head}\n"
         "uncertainty: {vary: [{method: allocation, factor: @need, range: [1, 2]}]}\n",
            "the rule equal_head has no factor \"need\"", ""},
        {"uncertainty: {vary: [{method: allocation, factor: need, range: @[-200, 2]}]}\n",
            "a power must be from -100 to 100", ""},
        {"uncertainty: {vary: [{method: allocation, factor: need, range: @[1, 2.5], whole: true}]}\n",
            "only whole numbers are to be drawn", ""},
        {"uncertainty: {vary: [{method: allocation, factor: need, range: [1, 2]}, "
         "@{method: allocation, factor: need, range: [1, 3]}]}\n",
            "both vary need", "keep one"},
    };
    attempt *a = attempt_parse("allocation: {rule: equal_country, factors: [{name: need, power: 1}]}\n"
                               "uncertainty: {vary: [{method: allocation, factor: need, range: [1, 2]}]}\n",
        sound_framework);

    (void) state;
    assert_sound(a);
    let_go(a);
    for (size_t k = 0; k < sizeof faults / sizeof *faults; k++)
        refuse_marked(faults[k][0], sound_framework, faults[k][1], faults[k][2]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_empty_block_asks_for_nothing),
        cmocka_unit_test(a_model_without_the_block_has_its_defaults),
        cmocka_unit_test(every_key_reaches_the_rules),
        cmocka_unit_test(faults_are_said_at_their_place),
        cmocka_unit_test(a_rule_has_the_spellings_of_those_who_publish_it),
        cmocka_unit_test(no_spelling_is_of_two_rules),
        cmocka_unit_test(returns_that_fall_reach_the_rules),
        cmocka_unit_test(aid_may_be_estimated_from_a_share),
        cmocka_unit_test(the_power_of_a_factor_may_be_uncertain),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
