/* The recipe: defaults, every key of model.yaml, and its faults of meaning.
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

static const char yaml[] = "model.yaml";

static double option(const titian_choice *choice, const char *name)
{
    const size_t k = titian_method_param(choice->method, name);

    assert_true(k != TITIAN_NONE);
    return choice->option[k].number;
}

static const titian_choice *at_node(const titian_recipe *r, const char *code)
{
    return &r->aggregation[titian_framework_find(r->framework, code)];
}

static void without_model_yaml_every_stage_has_its_default(void **state)
{
    static const char *const methods[] = {"ratio", "none", "none", "none", "minmax"};
    static const titian_stage order[] = {TITIAN_STAGE_DENOMINATE, TITIAN_STAGE_SCREEN, TITIAN_STAGE_IMPUTE,
        TITIAN_STAGE_TREAT, TITIAN_STAGE_NORMALISE};
    attempt *a = attempt_parse(NULL, sound_framework);
    const titian_recipe *r = NULL;

    (void) state;
    assert_sound(a);
    r = titian_model_recipe(a->model);
    for (size_t k = 0; k < TITIAN_STAGE_AGGREGATE; k++) {
        assert_string_equal(r->choice[k].method->name, methods[k]);
        assert_int_equal(r->choice[k].row, 0);
        assert_int_equal(r->order[k], order[k]);
    }
    assert_string_equal(at_node(r, "P")->method->name, "arithmetic");
    assert_string_equal(at_node(r, "TOP")->method->name, "arithmetic");
    assert_int_equal(r->n_assessed, 0);
    assert_int_equal(r->carry.max_age, 0);
    assert_int_equal(r->n_bands, 0);
    assert_int_equal(r->priority.on, 0);
    assert_true(r->priority.age_discount == 0.5);
    assert_int_equal(titian_model_describe(a->model)->year, 0);
    let_go(a);
}

static void weights_and_goalposts_stand_in_node_order(void **state)
{
    attempt *a = attempt_parse(NULL, sound_framework);
    const titian_recipe *r = NULL;
    size_t b, q;

    (void) state;
    assert_sound(a);
    r = titian_model_recipe(a->model);
    b = titian_framework_find(r->framework, "b");
    q = titian_framework_find(r->framework, "Q");
    assert_true(r->weights[b] == 2.0 && r->weights[q] == 3.0);
    assert_true(r->lows[b] == 50.0 && r->highs[b] == 5.0);
    let_go(a);
}

static void every_key_reaches_the_recipe(void **state)
{
    attempt *a = attempt_parse(sound_yaml, sound_framework);
    const titian_model_about *about = NULL;
    const titian_recipe *r = NULL;

    (void) state;
    assert_sound(a);
    assert_int_equal(a->problems.n_warnings, 0);
    about = titian_model_describe(a->model);
    r = titian_model_recipe(a->model);
    assert_string_equal(about->title, "A model");
    assert_string_equal(about->edition, "2026");
    assert_string_equal(about->description, "What it is for.");
    assert_string_equal(about->citation, "How to cite it.");
    assert_int_equal(about->year, 2023);
    assert_int_equal(r->n_assessed, 1);
    assert_string_equal(r->assessed[0].group, "grp");
    assert_int_equal(r->assessed[0].n_labels, 2);
    assert_string_equal(r->assessed[0].labels[0], "1");
    assert_string_equal(r->assessed[0].labels[1], "yes");
    assert_string_equal(r->assessed[0].reason, "");
    assert_int_equal(r->order[0], TITIAN_STAGE_SCREEN);
    assert_int_equal(r->order[4], TITIAN_STAGE_NORMALISE);
    assert_int_equal(r->carry.max_age, 5);
    assert_int_equal(r->n_bands, 2);
    assert_string_equal(r->bands[1].name, "high");
    assert_true(r->bands[1].from == 4.0);
    let_go(a);
}

static void every_option_reaches_its_choice(void **state)
{
    attempt *a = attempt_parse(sound_yaml, sound_framework);
    const titian_choice *choice = NULL;
    const titian_recipe *r = NULL;

    (void) state;
    assert_sound(a);
    r = titian_model_recipe(a->model);
    choice = r->choice;
    assert_string_equal(choice[TITIAN_STAGE_DENOMINATE].method->name, "none");
    assert_true(option(&choice[TITIAN_STAGE_SCREEN], "min_coverage") == 0.5);
    assert_true(option(&choice[TITIAN_STAGE_SCREEN], "by") == 1.0);
    assert_true(option(&choice[TITIAN_STAGE_SCREEN], "failing") == 1.0);
    assert_true(option(&choice[TITIAN_STAGE_SCREEN], "group_level") == 2.0);
    assert_string_equal(choice[TITIAN_STAGE_IMPUTE].option[0].text, "grp");
    assert_true(option(&choice[TITIAN_STAGE_TREAT], "skewness") == 1.5);
    assert_true(option(&choice[TITIAN_STAGE_TREAT], "kurtosis") == 3.5); /* the default beside what was given */
    assert_true(option(&choice[TITIAN_STAGE_TREAT], "max_points") == 7.0);
    assert_true(choice[TITIAN_STAGE_NORMALISE].option[0].number == 1.0);
    assert_true(choice[TITIAN_STAGE_NORMALISE].option[0].upper == 7.0);
    assert_true(option(&choice[TITIAN_STAGE_NORMALISE], "clip") == 0.0);
    assert_string_equal(at_node(r, "TOP")->method->name, "geometric");
    assert_true(option(at_node(r, "TOP"), "floor") == 2.0);
    assert_string_equal(at_node(r, "P")->method->name, "arithmetic");
    assert_true(option(at_node(r, "P"), "min_coverage") == 0.25);
    assert_true(option(at_node(r, "P"), "coverage_by") == 1.0);
    let_go(a);
}

static void max_age_goes_with_any_screening(void **state)
{
    attempt *a = attempt_parse("screen: {max_age: 4}\n", sound_framework);

    (void) state;
    assert_sound(a);
    assert_int_equal(titian_model_recipe(a->model)->carry.max_age, 4);
    let_go(a);
    assert_yaml_fault("screen: {max_age: -1}\n", 1, 19, "max_age is -1");
    assert_yaml_fault("screen: {max_age: 2.5}\n", 1, 19, "max_age is 2.5, not a whole number");
}

static void an_unknown_method_is_told_with_the_known_ones(void **state)
{
    attempt *a = attempt_parse("title: x\nnormalise:\n  method: goalpost\n", sound_framework);

    (void) state;
    assert_fault(a, yaml, 3, 11, "unknown method \"goalpost\" for normalise");
    assert_mend(a, yaml, 3, "did you mean \"goalposts\"? known methods: minmax");
    assert_n_faults(a, 1);
    let_go(a);
    assert_yaml_fault("aggregate:\n  - {method: harmonious}\n", 2, 14, "unknown method \"harmonious\" for aggregate");
}

static void an_option_of_another_method_is_told_with_the_methods_that_have_it(void **state)
{
    attempt *a = attempt_parse("impute: {method: mean, group: grp}\n", sound_framework);

    (void) state;
    assert_fault(a, yaml, 1, 31, "method mean has no option group");
    assert_mend(a, yaml, 1, "group_mean, group_median");
    assert_n_faults(a, 1);
    let_go(a);
    assert_yaml_fault("treat: {skewness: 2}\n", 1, 19, "method none has no option skewness");
}

static void an_option_that_must_be_given_is_told(void **state)
{
    (void) state;
    assert_yaml_fault("impute: {method: group_mean}\n", 1, 9, "method group_mean needs group");
}

static void an_option_out_of_bounds_is_told(void **state)
{
    (void) state;
    assert_yaml_fault("screen: {method: coverage, min_coverage: 1.5}\n", 1, 42, "min_coverage is 1.5");
    assert_yaml_fault("screen: {method: coverage, min_coverage: -0.1}\n", 1, 42, "min_coverage is -0.1");
    assert_yaml_fault(
        "treat: {method: winsorise, max_points: 2.5}\n", 1, 40, "max_points is 2.5, not a whole number");
    assert_yaml_fault("screen: {method: coverage, by: wieght}\n", 1, 32, "by cannot be \"wieght\"");
    assert_yaml_fault("normalise: {range: [100, 0]}\n", 1, 20, "range runs from 100 to 0");
    assert_yaml_fault("normalise: {range: [1, 1]}\n", 1, 20, "range runs from 1 to 1");
    assert_yaml_fault("normalise: {range: [-1e300, 1]}\n", 1, 20, "range runs from -1e+300 to 1");
}

static void a_group_option_must_name_a_group_row(void **state)
{
    (void) state;
    assert_yaml_fault(
        "impute: {method: group_mean, group: gpr}\n", 1, 37, "there is no row \"gpr\" in framework.csv");
    assert_yaml_fault("impute: {method: group_mean, group: pop}\n", 1, 37, "row \"pop\" is of Type Denominator");
}

static void a_level_that_the_tree_lacks_is_told(void **state)
{
    (void) state;
    assert_yaml_fault("screen: {method: coverage, group_level: 4}\n", 1, 41, "group_level is 4, but the tree has 3");
    assert_yaml_fault("aggregate: [{level: 4}]\n", 1, 21, "there is no level 4; the tree has 3 levels");
    assert_yaml_fault("aggregate: [{level: 1}]\n", 1, 21, "level is 1");
    assert_yaml_fault("aggregate: [{level: 2.5}]\n", 1, 21, "level is 2.5");
}

static void more_groups_than_the_level_has_are_told(void **state)
{
    (void) state;
    assert_yaml_fault("screen: {method: coverage, group_level: 2, min_groups: 3}\n", 1, 56,
        "min_groups is 3, but level 2 has 2 nodes");
}

static void two_entries_for_one_level_are_told(void **state)
{
    (void) state;
    assert_yaml_fault("aggregate:\n  - {level: 2}\n  - {level: 3}\n  - {level: 2, method: geometric}\n", 4, 5,
        "entry 3 of aggregate is for the same levels as entry 1");
    assert_yaml_fault("aggregate:\n  - {method: geometric}\n  - {method: arithmetic}\n", 3, 5,
        "entry 2 of aggregate is for the same levels as entry 1");
}

static void the_order_names_each_stage_once(void **state)
{
    (void) state;
    assert_yaml_fault("order: [screen, denominate, impute, treat]\n", 1, 8, "stage normalise is not in the order");
    assert_yaml_fault("order: [screen, denominate, impute, treat, treat, normalise]\n", 1, 44,
        "stage treat stands in the order twice");
    assert_yaml_fault(
        "order: [screen, denominate, impute, treat, normalize]\n", 1, 44, "unknown stage \"normalize\"");
    assert_yaml_fault(
        "order: [screen, denominate, impute, treat, normalise, aggregate]\n", 1, 55, "unknown stage \"aggregate\"");
}

static void a_condition_must_name_a_group_row(void **state)
{
    (void) state;
    assert_yaml_fault("units:\n  - {group: grp, in: [a]}\n  - {group: gpr, in: [a]}\n", 3, 13,
        "there is no row \"gpr\" in framework.csv");
    assert_yaml_fault("units: [{group: ctx, in: [a]}]\n", 1, 17, "row \"ctx\" is of Type Other");
}

static void a_band_begins_from_its_bound_or_above_it(void **state)
{
    attempt *a = attempt_parse("bands: [{name: low, from: 0}, {name: high, above: 0.75}]\n", sound_framework);
    const titian_recipe *r = NULL;

    (void) state;
    assert_sound(a);
    r = titian_model_recipe(a->model);
    assert_int_equal(r->bands[0].above, 0);
    assert_int_equal(r->bands[1].above, 1);
    assert_true(r->bands[1].from == 0.75);
    let_go(a);
}

static void bands_ascend_and_have_names_of_their_own(void **state)
{
    (void) state;
    assert_yaml_fault("bands: [{name: a, from: 1}, {name: b, from: 1}]\n", 1, 45, "band \"b\" begins at 1");
    assert_yaml_fault("bands: [{name: a, from: 1}, {name: b, from: 0}]\n", 1, 45, "not above the one before it (1)");
    assert_yaml_fault("bands: [{name: a, from: 1}, {name: a, from: 2}]\n", 1, 36, "two bands have the name \"a\"");
    assert_yaml_fault("bands: [{name: a, from: 1}, {name: b, from: 2}, {name: a, from: 3}]\n", 1, 56,
        "two bands have the name \"a\"");
    assert_yaml_fault("bands: [{name: \"\", from: 1}]\n", 1, 16, "a band without a name");
    assert_yaml_fault("bands: [{name: a, from: 1}, {name: b, above: 1}]\n", 1, 46, "not above the one before it (1)");
    assert_yaml_fault("bands: [{name: a, from: 1, above: 1}]\n", 1, 9, "band \"a\" begins both from 1 and above 1");
    assert_yaml_fault("bands: [{name: a}]\n", 1, 9, "band \"a\" does not say where it begins");
}

static void a_year_lies_between_1000_and_2999(void **state)
{
    (void) state;
    assert_yaml_fault("year: 99\n", 1, 7, "year is 99");
    assert_yaml_fault("year: 2020.5\n", 1, 7, "year is 2020.5, not a whole number");
}

static void goalposts_are_asked_of_each_indicator_at_its_line(void **state)
{
    char *changed = framework_with("1,1,0,100", "1,1,,");
    attempt *a = attempt_parse("normalise: {method: goalposts}\n", changed);

    (void) state;
    assert_fault(
        a, "framework.csv", 2, 8, "indicator \"a\" has no Low and High, which the normalisation goalposts needs");
    assert_n_faults(a, 1);
    let_go(a);
    a = attempt_parse("normalise: {method: zscore}\n", changed);
    assert_sound(a);
    let_go(a);
    free(changed);
}

static void the_fingerprint_is_of_both_texts(void **state)
{
    attempt *a = attempt_parse("", sound_framework), *b = attempt_parse("# x\n", sound_framework);
    attempt *c = attempt_parse(NULL, sound_framework);

    (void) state;
    assert_string_equal(titian_model_describe(a->model)->sha256, titian_model_describe(c->model)->sha256);
    assert_string_not_equal(titian_model_describe(a->model)->sha256, titian_model_describe(b->model)->sha256);
    assert_int_equal(strlen(titian_model_describe(a->model)->sha256), 64);
    let_go(a);
    let_go(b);
    let_go(c);
}

static void names_given_for_the_texts_stand_in_messages(void **state)
{
    const titian_model_text text = {
        .yaml_name = "one.yaml", .yaml = "year: x", .n_yaml = 7, .csv_name = "two.csv", .csv = "", .n_csv = 0};
    titian_model *model = NULL;
    titian_error err;

    (void) state;
    assert_int_equal(titian_model_parse(&model, &text, NULL, &err), TITIAN_E_MODEL);
    assert_null(model);
    assert_string_equal(err.file, "one.yaml");
    assert_int_equal(titian_model_parse(&model, &text, NULL, NULL), TITIAN_E_MODEL);
}

/* More sets than a message has room for names. */
static void each_of_many_sets_of_weights_is_found(void **state)
{
    enum { N = 100 };
    char csv[8192] = "iCode,Type,Level,Parent,Weight,Direction", *to = csv + strlen(csv);

    (void) state;
    for (int k = 0; k < N; k++)
        to += sprintf(to, ",Weight.s%d", k);
    to += sprintf(to, "\na,Indicator,1,TOP,1,1");
    for (int k = 0; k < N; k++)
        to += sprintf(to, ",%d", k + 1);
    to = stpcpy(to, "\nTOP,Aggregate,2,,,");
    (void) memset(to, ',', N);
    (void) strcpy(to + N, "\n");
    for (int k = 0; k < N; k += 33) {
        char text[64];
        attempt *a = NULL;
        const titian_recipe *recipe = NULL;
        const titian_choice *choice = NULL;

        (void) sprintf(text, "weigh: [{method: given, set: s%d}]\n", k);
        a = attempt_parse(text, csv);
        assert_sound(a);
        recipe = titian_model_recipe(a->model);
        choice = &recipe->weighing[titian_framework_root(recipe->framework)];
        assert_true(
            recipe->sets[(size_t) choice->option[titian_method_param(choice->method, "set")].number].weights[0] ==
            k + 1);
        let_go(a);
    }
}

static void vintages_reach_the_model(void **state)
{
    attempt *a = attempt_parse(sound_yaml, sound_framework);
    titian_vintage_names vintages;

    (void) state;
    assert_sound(a);
    vintages = titian_model_vintages(a->model);
    assert_int_equal(vintages.n, 2);
    assert_string_equal(vintages.names[0], "old*");
    assert_string_equal(vintages.names[1], "new.csv");
    let_go(a);
    a = attempt_parse("data: {period: end}\n", sound_framework);
    assert_sound(a);
    assert_int_equal(titian_model_vintages(a->model).n, 0);
    let_go(a);
    a = attempt_parse(
        "data:\n  vintages:\n    - a.csv\n    - data/b.csv\n    - a.csv\n    - \"\"\n", sound_framework);
    assert_n_faults(a, 3);
    assert_fault(a, "model.yaml", 4, 7, "\"data/b.csv\" is not the name of a file or a folder");
    assert_fault(a, "model.yaml", 5, 7, "\"a.csv\" is vintage 1 already");
    assert_fault(a, "model.yaml", 6, 7, "\"\" is not the name of a file or a folder");
    let_go(a);
}

static void rules_for_values_reach_the_model(void **state)
{
    attempt *a = attempt_parse(sound_yaml, sound_framework);
    const titian_value_rules *rules = NULL;

    (void) state;
    assert_sound(a);
    rules = titian_model_values(a->model);
    assert_int_equal(rules->period, TITIAN_PERIOD_END);
    assert_int_equal(rules->censored, TITIAN_CENSORED_MIDDLE);
    assert_int_equal(rules->brackets, TITIAN_BRACKETS_MINUS);
    let_go(a);
    a = attempt_parse("data: {brackets: refuse}\n", sound_framework);
    assert_sound(a);
    rules = titian_model_values(a->model);
    assert_int_equal(rules->period, TITIAN_PERIOD_REFUSE);
    assert_int_equal(rules->censored, TITIAN_CENSORED_REFUSE);
    assert_int_equal(rules->brackets, TITIAN_BRACKETS_REFUSE);
    let_go(a);
    a = attempt_parse("data: {period: ende}\n", sound_framework);
    assert_fault(a, "model.yaml", 1, 16, "unknown period \"ende\"");
    assert_mend(a, "model.yaml", 1, "did you mean \"end\"? known words: refuse, start, end");
    assert_n_faults(a, 1);
    let_go(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(without_model_yaml_every_stage_has_its_default),
        cmocka_unit_test(weights_and_goalposts_stand_in_node_order),
        cmocka_unit_test(every_key_reaches_the_recipe),
        cmocka_unit_test(every_option_reaches_its_choice),
        cmocka_unit_test(rules_for_values_reach_the_model),
        cmocka_unit_test(vintages_reach_the_model),
        cmocka_unit_test(max_age_goes_with_any_screening),
        cmocka_unit_test(an_unknown_method_is_told_with_the_known_ones),
        cmocka_unit_test(an_option_of_another_method_is_told_with_the_methods_that_have_it),
        cmocka_unit_test(an_option_that_must_be_given_is_told),
        cmocka_unit_test(an_option_out_of_bounds_is_told),
        cmocka_unit_test(a_group_option_must_name_a_group_row),
        cmocka_unit_test(a_level_that_the_tree_lacks_is_told),
        cmocka_unit_test(more_groups_than_the_level_has_are_told),
        cmocka_unit_test(two_entries_for_one_level_are_told),
        cmocka_unit_test(the_order_names_each_stage_once),
        cmocka_unit_test(a_condition_must_name_a_group_row),
        cmocka_unit_test(a_band_begins_from_its_bound_or_above_it),
        cmocka_unit_test(bands_ascend_and_have_names_of_their_own),
        cmocka_unit_test(a_year_lies_between_1000_and_2999),
        cmocka_unit_test(goalposts_are_asked_of_each_indicator_at_its_line),
        cmocka_unit_test(the_fingerprint_is_of_both_texts),
        cmocka_unit_test(names_given_for_the_texts_stand_in_messages),
        cmocka_unit_test(each_of_many_sets_of_weights_is_found),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
