/* Exceptions to weights: entries of weigh with where.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <titian/panel.h>

#include "unit/model/attempt.h"

/* "a;equal" for each exception of a node, in their order. */
static void assert_exceptions(const titian_recipe *r, const char *node, const char *expected)
{
    size_t n = 0;
    const size_t first = titian_recipe_exceptions(r, titian_framework_find(r->framework, node), &n);
    char found[512] = "", text[128];

    for (size_t e = first; e < first + n; e++) {
        (void) strcat(strcat(found, titian_exception_text(r, e, text, sizeof text)), " by ");
        (void) strcat(strcat(found, r->exceptions[e].choice.method->name), "|");
    }
    assert_string_equal(found, expected);
}

static void a_model_without_where_has_no_exceptions(void **state)
{
    attempt *a = attempt_parse("weigh: [{method: equal}]\n", sound_framework);

    (void) state;
    assert_sound(a);
    assert_int_equal(titian_model_recipe(a->model)->n_exceptions, 0);
    let_go(a);
}

static void an_entry_with_where_is_for_units_that_lack_a_score_or_are_in_a_group(void **state)
{
    attempt *a = attempt_parse("weigh:\n"
                               "  - {node: Q, where: {missing: [a, b]}, method: equal}\n"
                               "  - {node: Q, where: {missing: [a], group: grp, in: [x, y]}, method: rank_order}\n",
        sound_framework);

    (void) state;
    assert_sound(a);
    assert_exceptions(titian_model_recipe(a->model), "P", "");
    assert_exceptions(
        titian_model_recipe(a->model), "Q", "no score for a, b by equal|no score for a; grp: x, y by rank_order|");
    let_go(a);
}

/* P is named by its node, the others by their level or not at all. */
static void an_exception_counts_where_no_entry_says_more_than_it(void **state)
{
    attempt *a = attempt_parse("weigh:\n"
                               "  - {where: {missing: [a]}, method: equal}\n"
                               "  - {level: 2, where: {missing: [b]}, method: equal}\n"
                               "  - {node: P, where: {missing: [c]}, method: equal}\n"
                               "  - {node: Q, method: given}\n"
                               "  - {level: 2, method: given}\n",
        sound_framework);
    const titian_recipe *r = NULL;

    (void) state;
    assert_sound(a);
    r = titian_model_recipe(a->model);
    assert_exceptions(r, "P", "no score for c by equal|no score for b by equal|");
    assert_exceptions(r, "Q", "");
    assert_exceptions(r, "TOP", "no score for a by equal|");
    let_go(a);
}

static void weights_from_data_cannot_be_those_of_some_units(void **state)
{
    (void) state;
    assert_yaml_fault("weigh:\n  - {where: {missing: [a]}, method: pca}\n", 2, 13,
        "the method pca finds weights in the data, for all units alike");
}

static void where_must_name_units(void **state)
{
    (void) state;
    assert_yaml_fault("weigh:\n  - {where: {group: grp}, method: equal}\n", 2, 13, "group is given without in");
    assert_yaml_fault("weigh:\n  - {where: {in: [x]}, method: equal}\n", 2, 13, "in is given without group");
    assert_yaml_fault("weigh:\n  - {where: {}, method: equal}\n", 2, 13, "where names no units");
    assert_yaml_fault("weigh:\n  - {where: {missing: []}, method: equal}\n", 2, 23, "missing");
    assert_yaml_fault("weigh:\n  - {where: {group: grp, in: [x], mising: [a]}, method: equal}\n", 2, 35, "mising");
}

static void where_must_name_what_there_is(void **state)
{
    (void) state;
    assert_yaml_fault("weigh:\n  - {where: {missing: [aa]}, method: equal}\n", 2, 24, "there is no row \"aa\"");
    assert_yaml_fault("weigh:\n  - {where: {missing: [ctx]}, method: equal}\n", 2, 24, "is of Type Other");
    assert_yaml_fault("weigh:\n  - {where: {group: pop, in: [x]}, method: equal}\n", 2, 21, "is of Type Denominator");
}

static void a_score_must_be_known_before_the_weights_are_needed(void **state)
{
    (void) state;
    assert_yaml_fault("weigh:\n  - {where: {missing: [P]}, method: equal}\n", 2, 24,
        "P is at level 2, and the entry weighs the children of nodes of level 2");
    assert_yaml_fault("weigh:\n  - {node: Q, where: {missing: [Q]}, method: equal}\n", 2, 33, "Q is at level 2");
    assert_yaml_fault(
        "weigh:\n  - {level: 2, where: {missing: [a, TOP]}, method: equal}\n", 2, 37, "TOP is at level 3");
}

static void two_exceptions_for_the_same_nodes_and_units_are_refused(void **state)
{
    (void) state;
    assert_yaml_fault("weigh:\n"
                      "  - {where: {missing: [a]}, method: given}\n"
                      "  - {level: 2, where: {missing: [a]}, method: given}\n"
                      "  - {where: {missing: [a], group: grp, in: [x]}, method: given}\n"
                      "  - {where: {missing: [a]}, method: equal}\n",
        5, 13, "entry 4 of weigh is for the same nodes and units as entry 1");
}

static void a_method_that_compares_units_needs_one_set_of_weights(void **state)
{
    (void) state;
    assert_yaml_fault(
        "aggregate: [{node: TOP, method: topsis}]\nweigh:\n  - {where: {missing: [a]}, method: equal}\n", 3, 13,
        "TOP is aggregated by topsis, which compares units");
    assert_yaml_fault("aggregate: [{node: P, method: bod}]\nweigh:\n  - {where: {missing: [a]}, method: equal}\n", 3,
        13, "P is aggregated by bod, which compares units");
}

static void aggregate_knows_no_where(void **state)
{
    (void) state;
    assert_yaml_fault("aggregate:\n  - {where: {missing: [a]}, method: median}\n", 2, 6, "where");
}

/* An alternative's list stands for the model's as a whole, exceptions and all. */
static void an_alternative_has_exceptions_of_its_own(void **state)
{
    attempt *a =
        attempt_parse("weigh: [{where: {missing: [a]}, method: equal}]\n"
                      "uncertainty: {vary: [{name: w, alternatives: [{name: none, weigh: [{method: given}]},\n"
                      "  {name: one, weigh: [{node: P, where: {missing: [a]}, method: equal}]}]}]}\n",
            sound_framework);
    const titian_recipe *recipe = titian_model_recipe(a->model);
    const titian_alternative *alternatives = recipe->uncertainty.factors[0].alternatives;

    (void) state;
    assert_sound(a);
    assert_int_not_equal(recipe->n_exceptions, 0);
    assert_int_equal(alternatives[0].n_exceptions, 0);
    assert_int_equal(alternatives[1].n_exceptions, 1);
    assert_string_equal(titian_framework_node(recipe->framework, alternatives[1].exceptions[0].node)->code, "P");
    assert_string_equal(
        titian_framework_node(recipe->framework, alternatives[1].exceptions[0].missing[0])->code, "a");
    assert_string_equal(alternatives[1].exceptions[0].choice.method->name, "equal");
    let_go(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_model_without_where_has_no_exceptions),
        cmocka_unit_test(an_entry_with_where_is_for_units_that_lack_a_score_or_are_in_a_group),
        cmocka_unit_test(an_exception_counts_where_no_entry_says_more_than_it),
        cmocka_unit_test(weights_from_data_cannot_be_those_of_some_units),
        cmocka_unit_test(where_must_name_units),
        cmocka_unit_test(where_must_name_what_there_is),
        cmocka_unit_test(a_score_must_be_known_before_the_weights_are_needed),
        cmocka_unit_test(two_exceptions_for_the_same_nodes_and_units_are_refused),
        cmocka_unit_test(a_method_that_compares_units_needs_one_set_of_weights),
        cmocka_unit_test(aggregate_knows_no_where),
        cmocka_unit_test(an_alternative_has_exceptions_of_its_own),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
