/* The uncertainty block: defaults, numbers, names, and alternatives as they are resolved.
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

static const titian_uncertainty_rules *rules_of(const attempt *a)
{
    return &titian_model_recipe(a->model)->uncertainty;
}

static double option(const titian_choice *choice, const char *name)
{
    const size_t k = titian_method_param(choice->method, name);

    assert_true(k != TITIAN_NONE);
    return choice->option[k].number;
}

static size_t node(const attempt *a, const char *code)
{
    const size_t found = titian_framework_find(titian_model_recipe(a->model)->framework, code);

    assert_true(found != TITIAN_NONE);
    return found;
}

static const titian_factor *factor(const attempt *a, const char *name)
{
    const titian_uncertainty_rules *rules = rules_of(a);

    for (size_t k = 0; k < rules->n_factors; k++)
        if (strcmp(rules->factors[k].name, name) == 0)
            return &rules->factors[k];
    print_error("no factor %s\n", name);
    fail();
    return NULL;
}

/* ---- numbers ---- */

static void check_defaults(const titian_uncertainty_rules *rules)
{
    assert_int_equal(rules->replications, 1000);
    assert_int_equal(rules->seed, 1);
    assert_int_equal(rules->top, 10);
    assert_int_equal(rules->n_quantiles, 3);
    assert_true(rules->quantiles[0] == 0.05 && rules->quantiles[1] == 0.5 && rules->quantiles[2] == 0.95);
}

static void a_model_without_the_block_has_its_defaults_and_no_factor(void **state)
{
    static const char *const texts[] = {NULL, "title: x\n"};

    (void) state;
    for (size_t k = 0; k < 2; k++) {
        attempt *a = attempt_parse(texts[k], sound_framework);

        assert_sound(a);
        assert_int_equal(rules_of(a)->on, 0);
        assert_int_equal(rules_of(a)->n_factors, 0);
        check_defaults(rules_of(a));
        let_go(a);
    }
}

static void a_block_of_factors_alone_has_the_defaults_of_the_rest(void **state)
{
    attempt *a = attempt_parse("uncertainty: {vary: [{method: noise}]}\n", sound_framework);

    (void) state;
    assert_sound(a);
    assert_int_equal(rules_of(a)->on, 1);
    assert_int_equal(rules_of(a)->n_factors, 1);
    check_defaults(rules_of(a));
    assert_int_equal(rules_of(a)->factors[0].level, 0);
    assert_true(rules_of(a)->factors[0].node == TITIAN_NONE);
    assert_int_equal(rules_of(a)->factors[0].n_alternatives, 0);
    assert_true(option(&rules_of(a)->factors[0].how, "share") == 0.25);
    let_go(a);
}

static void every_key_of_the_block_reaches_the_recipe(void **state)
{
    attempt *a = attempt_parse(sound_yaml, sound_framework);
    const titian_uncertainty_rules *rules = NULL;

    (void) state;
    assert_sound(a);
    rules = rules_of(a);
    assert_int_equal(rules->on, 1);
    assert_int_equal(rules->replications, 500);
    assert_int_equal(rules->seed, 7);
    assert_int_equal(rules->top, 3);
    assert_int_equal(rules->n_quantiles, 2);
    assert_true(rules->quantiles[0] == 0.1 && rules->quantiles[1] == 0.9);
    assert_int_equal(rules->n_factors, 11);
    assert_int_equal(factor(a, "weights")->level, 1);
    assert_true(factor(a, "weights")->node == TITIAN_NONE);
    assert_true(option(&factor(a, "weights")->how, "share") == 0.2);
    assert_true(option(&factor(a, "weights")->how, "shape") == 1.0);
    assert_int_equal(factor(a, "dirichlet")->node, node(a, "TOP"));
    assert_int_equal(factor(a, "dirichlet")->level, 0);
    assert_string_equal(factor(a, "removal")->how.option[0].text, "a, c");
    assert_true(option(&factor(a, "priority")->how, "parameter") == 1.0);
    assert_true(option(&factor(a, "priority")->how, "whole") == 1.0);
    let_go(a);
}

static void the_largest_numbers_are_read_exactly(void **state)
{
    attempt *a = attempt_parse("uncertainty: {replications: 1000000000, seed: 9007199254740992, quantiles: [0, 1],\n"
                               "  vary: [{method: noise}]}\n",
        sound_framework);

    (void) state;
    assert_sound(a);
    assert_int_equal(rules_of(a)->replications, 1000000000);
    assert_true(rules_of(a)->seed == (uint64_t) 1 << 53);
    let_go(a);
}

static void numbers_out_of_bounds_are_told(void **state)
{
    static const char *const cases[][2] = {
        {"replications: @0", "replications is 0"},
        {"replications: @1.5", "replications is 1.5, not a whole number"},
        {"replications: @1000000001", "replications is 1000000001"},
        {"seed: @-1", "seed is -1"},
        {"seed: @0.5", "seed is 0.5, not a whole number"},
        {"seed: @9007199254740994", "seed is 9007199254740994"},
        {"top: @0", "top is 0"},
        {"quantiles: [0.5, @0.5]", "the quantile 0.5 does not lie above the one before it (0.5)"},
        {"quantiles: [0.5, @0.1, 0.9]", "the quantile 0.1 does not lie above the one before it (0.5)"},
        {"quantiles: [0.1, @1.5]", "a quantile is 1.5"},
        {"quantiles: [@-0.1, 0.5]", "a quantile is -0.1"},
        {"quantiles: @[]", "\"quantiles\" under \"uncertainty\" is an empty list"},
        {"replication: 5", NULL},
    };

    (void) state;
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        char text[256];

        (void) snprintf(text, sizeof text, "uncertainty: {%s%s, vary: [{method: noise}]}\n",
            cases[k][1] == NULL ? "@" : "", cases[k][0]);
        refuse_marked(text, sound_framework, cases[k][1] != NULL ? cases[k][1] : "unknown key \"replication\"",
            cases[k][1] != NULL ? "" : "did you mean \"replications\"?");
    }
}

static void more_than_32_quantiles_are_told(void **state)
{
    for (int n = 32; n <= 33; n++) {
        char text[1024] = "uncertainty: {vary: [{method: noise}], quantiles: [";
        attempt *a = NULL;

        for (int k = 0; k < n; k++)
            (void) snprintf(text + strlen(text), sizeof text - strlen(text), "%s0.%d", k > 0 ? ", " : "", 100 + k);
        (void) strcat(text, "]}\n");
        a = attempt_parse(text, sound_framework);
        if (n == 33)
            assert_fault(a, "model.yaml", 1, 51, "there are 33 quantiles");
        else
            assert_int_equal(rules_of(a)->n_quantiles, 32);
        let_go(a);
    }
    (void) state;
}

static void a_block_varies_something(void **state)
{
    (void) state;
    refuse_marked("uncertainty: @{seed: 2}\n", sound_framework, "\"uncertainty\" has no key \"vary\"", "add it");
    refuse_marked(
        "uncertainty: {vary: @[]}\n", sound_framework, "\"vary\" under \"uncertainty\" is an empty list", "");
    refuse_marked("uncertainty: {vary: [@{name: x}]}\n", sound_framework, "\"x\" says not how it varies",
        "add method: and one of those");
}

/* ---- names ---- */

static void an_entry_without_a_name_has_that_of_its_method_or_the_next_that_is_free(void **state)
{
    static const char *const names[] = {"noise", "noise 3", "family", "noise 2", "alternatives", "noise 4"};
    attempt *a = attempt_parse("uncertainty:\n  vary:\n    - {method: noise}\n    - {method: noise}\n"
                               "    - {method: family, codes: a}\n    - {name: noise 2, method: noise}\n"
                               "    - {alternatives: [{name: x}]}\n    - {method: noise}\n",
        sound_framework);

    (void) state;
    assert_sound(a);
    assert_int_equal(rules_of(a)->n_factors, 6);
    for (size_t k = 0; k < 6; k++)
        assert_string_equal(rules_of(a)->factors[k].name, names[k]);
    let_go(a);
}

static void names_differ_and_can_stand_in_tables(void **state)
{
    static const char *const cases[][2] = {
        {"{name: x, method: noise}, {name: @x, method: noise}", "entry 2 of vary has the name of entry 1, \"x\""},
        {"{name: @\"\", method: noise}", "an entry without a name"},
        {"{name: @\"a, b\", method: noise}", "the name \"a, b\" holds a comma"},
        {"{name: @'a\"b', method: noise}", "holds a comma, a quotation mark"},
        {"{name: @\"a\\nb\", method: noise}", "holds a comma, a quotation mark, a tab or a line break"},
        {"{alternatives: [{name: x}, {name: @x}]}", "two alternatives of \"alternatives\" have the name \"x\""},
        {"{alternatives: [{name: @\"\"}]}", "an alternative without a name"},
        {"{alternatives: [{name: @\"a,b\"}]}", "the name \"a,b\" holds a comma"},
        {"{alternatives: [@{probability: 1}]}", "has no key \"name\""},
    };

    (void) state;
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        char text[256];

        (void) snprintf(text, sizeof text, "uncertainty: {vary: [%s]}\n", cases[k][0]);
        refuse_marked(text, sound_framework, cases[k][1], "");
    }
}

/* ---- alternatives ---- */

static void alternatives_replace_the_stages_they_name(void **state)
{
    attempt *a = attempt_parse(sound_yaml, sound_framework);
    const titian_alternative *all = NULL;

    (void) state;
    assert_sound(a);
    all = factor(a, "scale")->alternatives;
    assert_int_equal(factor(a, "scale")->n_alternatives, 2);
    assert_string_equal(factor(a, "scale")->how.method->name, "alternatives");
    assert_string_equal(all[0].name, "as the model has it");
    assert_int_equal(all[0].replaces, 0);
    assert_true(all[0].probability == 1.0);
    assert_string_equal(all[1].name, "minmax");
    assert_true(all[1].probability == 2.0);
    assert_int_equal(all[1].replaces, 1u << TITIAN_STAGE_TREAT | 1u << TITIAN_STAGE_NORMALISE);
    assert_string_equal(all[1].choice[TITIAN_STAGE_TREAT].method->name, "none");
    assert_string_equal(all[1].choice[TITIAN_STAGE_NORMALISE].method->name, "minmax");
    assert_true(all[1].choice[TITIAN_STAGE_NORMALISE].option[0].number == 1.0);
    assert_true(all[1].choice[TITIAN_STAGE_NORMALISE].option[0].upper == 100.0);
    assert_null(all[1].own[TITIAN_STAGE_NORMALISE]);
    assert_null(all[1].aggregation);
    assert_null(all[1].weighing);
    assert_int_equal(all[1].n_when, 0);
    let_go(a);
}

static void a_list_of_an_alternative_stands_for_the_whole_list_of_the_model(void **state)
{
    attempt *a = attempt_parse(sound_yaml, sound_framework);
    const titian_alternative *other = NULL;

    (void) state;
    assert_sound(a);
    other = &factor(a, "mean")->alternatives[1];
    assert_int_equal(other->replaces, 1u << TITIAN_STAGE_AGGREGATE | 1u << TITIAN_STAGE_WEIGH);
    assert_string_equal(other->aggregation[node(a, "P")].method->name, "harmonic");
    assert_string_equal(other->aggregation[node(a, "TOP")].method->name, "geometric");
    assert_true(option(&other->aggregation[node(a, "TOP")], "floor") == 1.0); /* the model's own floor is 2 */
    assert_string_equal(other->aggregation[node(a, "Q")].method->name, "arithmetic");
    assert_true(option(&other->aggregation[node(a, "Q")], "min_coverage") == 0.0); /* the model's is 0.25 */
    assert_string_equal(other->weighing[node(a, "P")].method->name, "equal");
    assert_string_equal(other->weighing[node(a, "TOP")].method->name, "given");
    assert_null(factor(a, "mean")->alternatives[0].aggregation);
    let_go(a);
}

static void conditions_mark_the_alternatives_they_name(void **state)
{
    attempt *a = attempt_parse("uncertainty:\n  vary:\n    - {method: noise}\n"
                               "    - {name: s, alternatives: [{name: x}, {name: y}, {name: z}]}\n"
                               "    - {name: t, alternatives: [{name: x}, {name: y}]}\n"
                               "    - name: m\n      alternatives:\n        - {name: free}\n"
                               "        - {name: bound, when: [{factor: t, in: [y]}, {factor: s, in: [z, x]}]}\n",
        sound_framework);
    const titian_alternative *bound = NULL;

    (void) state;
    assert_sound(a);
    bound = &factor(a, "m")->alternatives[1];
    assert_int_equal(bound->n_when, 2);
    assert_int_equal(bound->when[0].factor, 2);
    assert_memory_equal(bound->when[0].alternatives, "\0\1", 2);
    assert_int_equal(bound->when[1].factor, 1);
    assert_memory_equal(bound->when[1].alternatives, "\1\0\1", 3);
    assert_int_equal(factor(a, "m")->alternatives[0].n_when, 0);
    let_go(a);
}

/* Indicators' own cells hold in an alternative as they do in the model: what is empty is the alternative's. */
static void own_methods_of_indicators_hold_in_alternatives_too(void **state)
{
    static const char csv[] = "iCode,Type,Level,Parent,Weight,Direction,treat.method,treat.max_points\n"
                              "a,Indicator,1,T,1,1,winsorise,3\n"
                              "b,Indicator,1,T,1,1,,\n"
                              "T,Aggregate,2,,,,,\n";
    attempt *a = attempt_parse("treat: {method: log_ct}\nuncertainty:\n  vary:\n    - name: t\n      alternatives:\n"
                               "        - {name: winsorise, treat: {method: winsorise, max_points: 9, kurtosis: 4}}\n"
                               "        - {name: none, treat: {method: none}}\n",
        csv);
    const titian_alternative *all = NULL;

    (void) state;
    assert_sound(a);
    all = factor(a, "t")->alternatives;
    assert_true(option(&all[0].own[TITIAN_STAGE_TREAT][node(a, "a")], "max_points") == 3.0);
    assert_true(option(&all[0].own[TITIAN_STAGE_TREAT][node(a, "a")], "kurtosis") == 4.0);
    assert_null(all[0].own[TITIAN_STAGE_TREAT][node(a, "b")].method); /* as the alternative's */
    assert_string_equal(all[1].own[TITIAN_STAGE_TREAT][node(a, "a")].method->name, "winsorise");
    assert_true(option(&all[1].own[TITIAN_STAGE_TREAT][node(a, "a")], "kurtosis") == 3.5);
    assert_null(all[1].own[TITIAN_STAGE_TREAT][node(a, "b")].method);
    assert_string_equal(all[1].choice[TITIAN_STAGE_TREAT].method->name, "none");
    let_go(a);
}

static void an_own_option_that_an_alternative_has_no_use_for_is_told_with_its_name(void **state)
{
    static const char csv[] = "iCode,Type,Level,Parent,Weight,Direction,treat.max_points\n"
                              "a,Indicator,1,T,1,1,3\nT,Aggregate,2,,,,\n";
    attempt *a =
        attempt_parse("treat: {method: winsorise}\nuncertainty:\n  vary:\n    - name: t\n      alternatives:\n"
                      "        - {name: fixed}\n        - {name: off, treat: {method: none}}\n",
            csv);

    (void) state;
    assert_fault(a, "framework.csv", 2, 7, "method none has no option max_points (alternative \"off\" of \"t\")");
    assert_n_faults(a, 1);
    let_go(a);
}

static void a_cell_at_fault_is_told_once_whatever_the_alternatives(void **state)
{
    static const char csv[] = "iCode,Type,Level,Parent,Weight,Direction,treat.method\n"
                              "a,Indicator,1,T,1,1,winsorize\nT,Aggregate,2,,,,\n";
    attempt *a = attempt_parse("uncertainty:\n  vary:\n    - alternatives:\n"
                               "        - {name: x, treat: {method: log_ct}}\n        - {name: y, treat: {}}\n",
        csv);

    (void) state;
    assert_fault(a, "framework.csv", 2, 7, "unknown method \"winsorize\" for treat");
    assert_n_faults(a, 1);
    let_go(a);
}

static void what_an_alternative_needs_of_framework_csv_is_told_once_for_each_row(void **state)
{
    char *csv = framework_with("1,1,0,100", "1,1,,");
    attempt *a = attempt_parse("uncertainty:\n  vary:\n    - name: scale\n      alternatives:\n"
                               "        - {name: x, normalise: {method: goalposts}}\n"
                               "        - {name: y, normalise: {method: goalposts, range: [1, 100]}}\n",
        csv);

    (void) state;
    assert_fault(a, "framework.csv", 2, 8,
        "indicator \"a\" has no Low and High, which the normalisation goalposts needs (alternative \"x\" of "
        "\"scale\")");
    assert_n_faults(a, 1);
    let_go(a);
    free(csv);
}

static void faults_within_an_alternative_stand_at_their_place(void **state)
{
    static const char *const cases[][3] = {
        {"probability: @0", "probability is 0", "it must be above 0"},
        {"normalise: {method: @minimax}", "unknown method \"minimax\" for normalise", "did you mean \"minmax\"?"},
        {"normalise: {range: @[100, 1]}", "range runs from 100 to 1", "write the lower number first: [1, 100]"},
        {"normalise: {method: zscore, clip: @true}", "method zscore has no option clip", "take it out"},
        {"@normalize: {}", "unknown key \"normalize\" in entry 1 of \"uncertainty.vary[1].alternatives\"",
            "did you mean \"normalise\"?"},
        {"aggregate: [{node: @X, method: geometric}]", "there is no row \"X\"", "Aggregate"},
        {"aggregate: [{level: 2}, @{level: 2}]", "entry 2 of aggregate is for the same levels as entry 1", ""},
        {"aggregate: {method: geometric}", NULL, ""},
        {"weigh: [{method: given, set: @X}]", "there is no set of weights \"X\"", "Weight.X"},
        {"screen: {method: coverage, max_age: @5}", "max_age stands in an alternative", "take it out here"},
        {"screen: {method: coverage, group_level: 2, min_groups: @3}", "min_groups is 3, but level 2 has 2", ""},
        {"impute: @{method: group_mean}", "method group_mean needs group", ""},
    };

    (void) state;
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        char text[256];

        if (cases[k][1] == NULL) /* a block where a list belongs */
            (void) snprintf(
                text, sizeof text, "uncertainty: {vary: [{alternatives: [{name: x, aggregate: @{}}]}]}\n");
        else
            (void) snprintf(
                text, sizeof text, "uncertainty: {vary: [{alternatives: [{name: x, %s}]}]}\n", cases[k][0]);
        refuse_marked(text, sound_framework,
            cases[k][1] != NULL ? cases[k][1] : "is a block of keys, but a list belongs here", cases[k][2]);
    }
}

static void conditions_that_cannot_be_are_told(void **state)
{
    static const char *const cases[][3] = {
        {"factor: @scal, in: [x]", "there is no entry \"scal\" in vary", "did you mean \"scale\"?"},
        {"factor: @noise, in: [x]", "entry \"noise\" varies by noise and has no alternatives", ""},
        {"factor: @mean, in: [x]", "an alternative of \"mean\" asks for alternatives of the same entry", ""},
        {"factor: @late, in: [x]", "entry \"late\" stands behind this one", "move it before"},
        {"factor: scale, in: [x, @u]", "\"scale\" has no alternative \"u\"", "name some of: x, y"},
        {"factor: scale, in: [x]}, {factor: @scale, in: [y]", "when names \"scale\" twice", "keep one line"},
        {"factor: scale, in: @[]", "is an empty list", ""},
    };

    (void) state;
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        char text[512];

        (void) snprintf(text, sizeof text,
            "uncertainty:\n  vary:\n    - {method: noise}\n    - {name: scale, alternatives: [{name: x}, {name: "
            "y}]}\n"
            "    - name: mean\n      alternatives:\n        - {name: x}\n        - {name: y, when: [{%s}]}\n"
            "    - {name: late, alternatives: [{name: x}]}\n",
            cases[k][0]);
        refuse_marked(text, sound_framework, cases[k][1], cases[k][2]);
    }
}

static void some_alternative_must_be_open_whatever_was_drawn(void **state)
{
    static const char head[] = "uncertainty:\n  vary:\n"
                               "    - {name: s, alternatives: [{name: x}, {name: y}]}\n";
    static const struct {
        const char *text, *message;
    } cases[] = {
        {"    - {name: m, alternatives: @[{name: u, when: [{factor: s, in: [x]}]}]}\n",
            "no alternative of \"m\" is open when \"s\" is \"y\""},
        /* u covers x, v covers y */
        {"    - {name: m, alternatives: [{name: u, when: [{factor: s, in: [x]}]},\n"
         "                               {name: v, when: [{factor: s, in: [y]}]}]}\n",
            NULL},
        /* s = y leaves m = v alone, so no draw has s = y and m = u */
        {"    - {name: m, alternatives: [{name: u, when: [{factor: s, in: [x]}]}, {name: v}]}\n"
         "    - {name: n, alternatives: [{name: a, when: [{factor: s, in: [x]}]},\n"
         "                               {name: b, when: [{factor: m, in: [v]}]}]}\n",
            NULL},
        {"    - {name: m, alternatives: [{name: u}, {name: v}]}\n"
         "    - {name: n, alternatives: @[{name: a, when: [{factor: s, in: [x]}]},\n"
         "                                {name: b, when: [{factor: m, in: [v]}]}]}\n",
            "no alternative of \"n\" is open when \"s\" is \"y\" and \"m\" is \"u\""},
    };

    (void) state;
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        char text[1024];

        (void) snprintf(text, sizeof text, "%s%s", head, cases[k].text);
        if (cases[k].message == NULL) {
            attempt *a = attempt_parse(text, sound_framework);

            assert_sound(a);
            let_go(a);
        } else {
            refuse_marked(text, sound_framework, cases[k].message, "give one alternative without when");
        }
    }
}

/* Text of a model with n alternatives, or with n factors. */
static char *many(const char *head, const char *format, int n, const char *tail)
{
    const size_t room = strlen(head) + (size_t) n * (strlen(format) + 16) + strlen(tail) + 1;
    char *text = malloc(room);
    size_t at;

    assert_non_null(text);
    at = (size_t) snprintf(text, room, "%s", head);
    for (int k = 0; k < n; k++)
        at += (size_t) snprintf(text + at, room - at, format, k);
    (void) snprintf(text + at, room - at, "%s", tail);
    return text;
}

static void at_most_1024_alternatives_and_1000_factors_are_read(void **state)
{
    char *text = many("uncertainty: {vary: [{alternatives: [", "{name: x%d},", 1024, "]}]}\n");
    attempt *a = attempt_parse(text, sound_framework);

    (void) state;
    assert_sound(a);
    assert_int_equal(rules_of(a)->factors[0].n_alternatives, 1024);
    let_go(a);
    free(text);
    text = many("uncertainty: {vary: [{alternatives: @[", "{name: x%d},", 1025, "]}]}\n");
    refuse_marked(text, sound_framework, "\"alternatives\" has 1025 alternatives", "at most 1024");
    free(text);
    text = many("uncertainty: {vary: [", "{method: noise, share: 0.%d},", 1000, "]}\n");
    a = attempt_parse(text, sound_framework);
    assert_sound(a);
    assert_int_equal(rules_of(a)->n_factors, 1000);
    assert_string_equal(rules_of(a)->factors[999].name, "noise 1000");
    let_go(a);
    free(text);
    text = many("uncertainty: {vary: @[", "{method: noise, share: 0.%d},", 1001, "]}\n");
    refuse_marked(text, sound_framework, "vary has 1001 entries", "at most 1000");
    free(text);
}

/* A thousand factors with conditions on all before: still read soon. */
static void a_thicket_of_conditions_is_read_in_reasonable_time(void **state)
{
    char *text = many("uncertainty:\n  vary:\n    - {name: f, alternatives: [{name: x}, {name: y}]}\n",
        "    - {name: f%d, alternatives: [{name: x, when: [{factor: f, in: [x]}]}, {name: y, when: [{factor: f, in: "
        "[y, x]}]}]}\n",
        999, "");
    attempt *a = attempt_parse(text, sound_framework);

    (void) state;
    assert_sound(a);
    let_go(a);
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_model_without_the_block_has_its_defaults_and_no_factor),
        cmocka_unit_test(a_block_of_factors_alone_has_the_defaults_of_the_rest),
        cmocka_unit_test(every_key_of_the_block_reaches_the_recipe),
        cmocka_unit_test(the_largest_numbers_are_read_exactly),
        cmocka_unit_test(numbers_out_of_bounds_are_told),
        cmocka_unit_test(more_than_32_quantiles_are_told),
        cmocka_unit_test(a_block_varies_something),
        cmocka_unit_test(an_entry_without_a_name_has_that_of_its_method_or_the_next_that_is_free),
        cmocka_unit_test(names_differ_and_can_stand_in_tables),
        cmocka_unit_test(alternatives_replace_the_stages_they_name),
        cmocka_unit_test(a_list_of_an_alternative_stands_for_the_whole_list_of_the_model),
        cmocka_unit_test(conditions_mark_the_alternatives_they_name),
        cmocka_unit_test(own_methods_of_indicators_hold_in_alternatives_too),
        cmocka_unit_test(an_own_option_that_an_alternative_has_no_use_for_is_told_with_its_name),
        cmocka_unit_test(a_cell_at_fault_is_told_once_whatever_the_alternatives),
        cmocka_unit_test(what_an_alternative_needs_of_framework_csv_is_told_once_for_each_row),
        cmocka_unit_test(faults_within_an_alternative_stand_at_their_place),
        cmocka_unit_test(conditions_that_cannot_be_are_told),
        cmocka_unit_test(some_alternative_must_be_open_whatever_was_drawn),
        cmocka_unit_test(at_most_1024_alternatives_and_1000_factors_are_read),
        cmocka_unit_test(a_thicket_of_conditions_is_read_in_reasonable_time),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
