/* stages/aggregate_bod: the weights behind a benefit of the doubt, unique, chosen or not shown.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit/stages/sketch.h"

static const char tree[] = "a P 1 goalposts 0 10\nb P 1 goalposts 0 10\nc P 1 goalposts 0 10\nP - 1\n";
/* best is ahead in everything; u1 lies between, with a at its best; u2 lacks b; u3 has nothing above 0 */
static const char data[] = "best 2020 a 10 b 10 c 10\n"
                           "u1 2020 a 8 b 2 c 4\n"
                           "u2 2020 a 3 b - c 6\n"
                           "u3 2020 a 0 b 0 c 0\n";

static sketch doubted(const char *from_tree, const char *from, const char *method, int chosen)
{
    sketch s;

    sketch_open(&s, from_tree, from);
    sketch_choose(&s, TITIAN_STAGE_NORMALISE, "goalposts");
    sketch_choose(&s, TITIAN_STAGE_AGGREGATE, method);
    sketch_number(&s, TITIAN_STAGE_AGGREGATE, "chosen", chosen ? 1.0 : 0.0);
    return s;
}

static titian_shares_kind kind(const sketch *s, const char *unit)
{
    return titian_assessment_shares(s->a, sketch_node(s, "P"), sketch_unit(s, unit), 0);
}

static double share(const sketch *s, const char *node, const char *part, const char *unit)
{
    return titian_assessment_share(s->a, sketch_node(s, node), sketch_node(s, part), sketch_unit(s, unit), 0);
}

static void weights_that_are_not_unique_are_not_shown_unless_asked_for(void **state)
{
    sketch s = doubted(tree, data, "bod", 0);

    (void) state;
    sketch_run(&s);
    assert_int_equal(kind(&s, "best"), TITIAN_SHARES_MANY);
    assert_true(isnan(share(&s, "P", "a", "best")));
    assert_int_equal(kind(&s, "u1"), TITIAN_SHARES_UNIQUE);
    assert_near(share(&s, "P", "a", "u1"), 1.0, 1e-9);
    assert_near(share(&s, "P", "b", "u1"), 0.0, 1e-9);
    assert_int_equal(kind(&s, "u3"), TITIAN_SHARES_NONE);
    assert_true(sketch_notes(&s, "P, 2020: unique for 2 of 4 units; 1 others as good none are shown"));
    sketch_close(&s);
}

static void chosen_weights_have_the_most_even_shares_and_are_called_chosen(void **state)
{
    sketch s = doubted(tree, data, "bod", 1);

    (void) state;
    sketch_run(&s);
    assert_int_equal(kind(&s, "best"), TITIAN_SHARES_CHOSEN);
    assert_near(share(&s, "P", "a", "best"), 1.0 / 3.0, 1e-8);
    assert_near(share(&s, "P", "c", "best"), 1.0 / 3.0, 1e-8);
    assert_int_equal(kind(&s, "u1"), TITIAN_SHARES_UNIQUE);
    assert_true(sketch_notes(&s, "P, 2020: of 1 those of the most even shares are chosen among others as good"));
    sketch_close(&s);
}

static void a_choice_changes_no_score(void **state)
{
    sketch without = doubted(tree, data, "bod", 0), with = doubted(tree, data, "bod", 1);

    (void) state;
    sketch_run(&without);
    sketch_run(&with);
    for (size_t i = 0; i < 4; i++) {
        const double *x = titian_panel_column(titian_assessment_result(without.a, TITIAN_RESULT_AGGREGATED), 3, 0);

        assert_true(x[i] == titian_panel_column(titian_assessment_result(with.a, TITIAN_RESULT_AGGREGATED), 3, 0)[i]);
    }
    sketch_close(&without);
    sketch_close(&with);
}

static void set_shares(sketch *s, double low, double high)
{
    titian_choice *choice = &s->aggregation[sketch_node(s, "P")];
    titian_option *shares = &choice->option[titian_method_param(choice->method, "shares")];

    shares->number = low;
    shares->upper = high;
}

/* u2 takes no part under bounds; best's shares are those nearest to even within them. */
static void shares_are_kept_for_the_units_that_took_part(void **state)
{
    sketch s = doubted(tree, data, "bod_bounds", 1);

    (void) state;
    set_shares(&s, 0.1, 0.6);
    sketch_run(&s);
    assert_int_equal(kind(&s, "u2"), TITIAN_SHARES_NONE);
    assert_true(isnan(share(&s, "P", "a", "u2")));
    assert_near(share(&s, "P", "a", "u1"), 0.6, 1e-9);
    assert_near(share(&s, "P", "c", "u1"), 0.3, 1e-9);
    assert_near(share(&s, "P", "b", "u1"), 0.1, 1e-9);
    assert_near(share(&s, "P", "b", "best"), 1.0 / 3.0, 1e-8);
    sketch_close(&s);
}

static void over_two_levels_a_child_has_the_shares_of_its_parts(void **state)
{
    sketch s = doubted("a P 1 goalposts 0 10\nb P 1 goalposts 0 10\nc Q 1 goalposts 0 10\nd Q 1 goalposts 0 10\n"
                       "P T 1\nQ T 1\nT - 1\n",
        "best 2020 a 10 b 10 c 10 d 10\nu1 2020 a 8 b 2 c 4 d 1\n", "bod", 0);

    (void) state;
    s.aggregation[sketch_node(&s, "T")] =
        titian_choice_default(TITIAN_STAGE_AGGREGATE, titian_method_find(TITIAN_STAGE_AGGREGATE, "bod_two_level"));
    s.aggregation[sketch_node(&s, "T")]
        .option[titian_method_param(s.aggregation[sketch_node(&s, "T")].method, "pillar_shares")]
        .upper = 0.7;
    sketch_run(&s);
    assert_near(share(&s, "T", "P", "u1"), 0.7, 1e-9);
    assert_near(share(&s, "T", "a", "u1"), 0.7, 1e-9);
    assert_near(share(&s, "T", "Q", "u1"), 0.3, 1e-9);
    assert_near(share(&s, "T", "c", "u1"), 0.3, 1e-9);
    assert_near(share(&s, "P", "a", "u1"), 1.0, 1e-9);
    assert_true(isnan(share(&s, "P", "c", "u1")));
    sketch_close(&s);
}

/* Components of two children weigh both the same, but for noise. */
static void weights_that_differ_by_noise_alone_are_no_order_of_importance(void **state)
{
    sketch s = doubted("a P 1 goalposts 0 10\nb P 1 goalposts 0 10\nP - 1\n",
        "u1 2020 a 1 b 3\nu2 2020 a 4 b 7\nu3 2020 a 9 b 8\nu4 2020 a 2 b 6\n", "bod_ordinal", 0);

    (void) state;
    sketch_choose(&s, TITIAN_STAGE_WEIGH, "pca");
    sketch_fails(&s, TITIAN_E_NUMERIC);
    assert_non_null(strstr(s.error.message, "a and b have the same weight"));
    sketch_close(&s);
}

static void a_value_too_small_beside_the_others_is_named(void **state)
{
    sketch s = doubted("a P 1 goalposts 0 100\nb P 1 goalposts 0 100\nc P 1 goalposts 0 100\nP - 1\n",
        "u0 2020 a 1e-15 b 1e-8 c 1e-2\nu1 2020 a 1e2 b 1e-11 c 1e-3\nu2 2020 a 1e-12 b 1e-8 c 1e-2\n", "bod_bounds",
        0);

    (void) state;
    set_shares(&s, 0.05, 0.9);
    sketch_fails(&s, TITIAN_E_NUMERIC);
    assert_non_null(
        strstr(s.error.message, "bod_bounds of P in 2020: values lie too many orders of magnitude apart"));
    assert_non_null(strstr(s.error.message, "; a, unit u0"));
    assert_non_null(strstr(s.error.mend, "normalise to a range that begins above 0, such as [1, 100]"));
    sketch_close(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(weights_that_are_not_unique_are_not_shown_unless_asked_for),
        cmocka_unit_test(chosen_weights_have_the_most_even_shares_and_are_called_chosen),
        cmocka_unit_test(a_choice_changes_no_score),
        cmocka_unit_test(shares_are_kept_for_the_units_that_took_part),
        cmocka_unit_test(over_two_levels_a_child_has_the_shares_of_its_parts),
        cmocka_unit_test(weights_that_differ_by_noise_alone_are_no_order_of_importance),
        cmocka_unit_test(a_value_too_small_beside_the_others_is_named),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
