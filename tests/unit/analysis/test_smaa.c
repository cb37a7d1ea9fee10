/* analysis/smaa: bounds of ranks and shares of weights, from the tree to the numbers.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit/analysis/smaa_given.h"

/* In P, w the weight of A: U1 is above U3 where 80 w + 50 (1 - w) > 20 w + 75 (1 - w), w > 5/17; U2 above U3 where w
 * > 15/19. U4 has B alone and is 55 whatever w: above U1 where w < 1/6, below U3 where w < 4/11, above U2 always. */
static void shares_are_those_found_by_hand(void **state)
{
    sketch s;
    titian_smaa *found = NULL;

    (void) state;
    example(&s, "arithmetic");
    found = look_at(&s, "P");
    assert_int_equal(titian_smaa_n_units(found), 4);
    assert_int_equal(titian_smaa_n_free(found), 2);
    assert_int_equal(titian_smaa_element(found, 1), sketch_node(&s, "B"));
    assert_near(titian_smaa_weight(found, 0), 0.75, 1e-15);
    assert_near(titian_smaa_unit(found, 0)->first, 12.0 / 17, 1e-14);
    assert_near(titian_smaa_acceptability(found, 0)[1], 5.0 / 17 - 1.0 / 6, 1e-14);
    assert_near(titian_smaa_acceptability(found, 0)[2], 1.0 / 6, 1e-14);
    assert_near(titian_smaa_within(found, 0, 2), 5.0 / 6, 1e-14);
    assert_near(titian_smaa_pairwise(found, 1)[2], 4.0 / 19, 1e-14);
    assert_near(titian_smaa_pairwise(found, 3)[2], 7.0 / 11, 1e-14);
    assert_near(titian_smaa_central(found, 2)[0], 5.0 / 34, 1e-14);
    assert_near(titian_smaa_unit(found, 2)->confidence, 1.0, 0.0);
    assert_true(isnan(titian_smaa_unit(found, 1)->confidence));
    assert_int_equal(titian_smaa_unit(found, 1)->rank, 4);
    assert_int_equal(titian_smaa_unit(found, 1)->best, 3);
    assert_int_equal(titian_smaa_unit(found, 3)->n_gaps, 1);
    assert_int_equal(titian_smaa_n_inexact(found), 0); /* a single sibling is left */
    titian_smaa_free(found);
    sketch_close(&s);
}

/* On logarithms the first child counts from ln 20 to ln 80: U1 above U3 where w ln 4 > (1 - w) ln 1.5. */
static void a_geometric_mean_is_looked_at_in_logarithms(void **state)
{
    const double four = log(4.0), half_more = log(1.5);
    sketch s;
    titian_smaa *found = NULL;

    (void) state;
    example(&s, "geometric");
    found = look_at(&s, "P");
    assert_near(titian_smaa_pairwise(found, 0)[2], four / (four + half_more), 1e-14);
    titian_smaa_free(found);
    sketch_close(&s);
}

/* 1/80, 1/50 against 1/20, 1/75: w (1/20 - 1/80) > (1 - w) (1/50 - 1/75). */
static void a_harmonic_mean_is_looked_at_in_reciprocals(void **state)
{
    sketch s;
    titian_smaa *found = NULL;

    (void) state;
    example(&s, "harmonic");
    found = look_at(&s, "P");
    assert_near(titian_smaa_pairwise(found, 0)[2], 0.0375 / (0.0375 + 1.0 / 150), 1e-13);
    titian_smaa_free(found);
    sketch_close(&s);
}

/* Within a fifth of 3/4 and 1/4 the second leaves the first 0.7 to 0.8. U2 passes U3 at 15/19, and no more is free.
 */
static void a_box_lies_about_the_model_weights(void **state)
{
    sketch s;
    titian_smaa_options options = titian_smaa_options_default();
    titian_smaa *found = NULL;

    (void) state;
    example(&s, "arithmetic");
    options.node = "P";
    options.box = 0.2;
    found = look(&s, &options);
    assert_near(titian_smaa_low(found, 0), 0.7, 1e-15);
    assert_near(titian_smaa_high(found, 0), 0.8, 1e-15);
    assert_near(titian_smaa_low(found, 1), 0.2, 1e-15);
    assert_near(titian_smaa_high(found, 1), 0.3, 1e-15);
    assert_near(titian_smaa_pairwise(found, 1)[2], (0.8 - 15.0 / 19) / 0.1, 1e-13);
    assert_int_equal(titian_smaa_unit(found, 1)->best_reached, 3);
    assert_int_equal(titian_smaa_unit(found, 0)->worst, 1);
    titian_smaa_free(found);
    options.box = 0.0; /* the model's weights and no others */
    options.shares = 0;
    found = look(&s, &options);
    assert_int_equal(titian_smaa_n_free(found), 0);
    for (size_t i = 0; i < 4; i++) {
        assert_int_equal(titian_smaa_unit(found, i)->best, titian_smaa_unit(found, i)->rank);
        assert_int_equal(titian_smaa_unit(found, i)->worst, titian_smaa_unit(found, i)->rank);
    }
    assert_null(titian_smaa_acceptability(found, 0));
    assert_true(isnan(titian_smaa_within(found, 0, 1)));
    titian_smaa_free(found);
    sketch_close(&s);
}

/* Of the five indicators, P has 1/2 and Q has 1/2; with three held at their own weights, two are free. */
static void all_but_three_weights_may_be_held_fast(void **state)
{
    static const char held[] = "iCode,Lower,Upper\nC,0.125,0.125\nD,0.125,0.125\nE,0.25,0.25\n";
    sketch s;
    titian_smaa_options options = titian_smaa_options_default();
    titian_weight_bounds *bounds = bounds_of(held);
    titian_smaa *found = NULL;

    (void) state;
    example(&s, "arithmetic");
    options.level = 1;
    found = look(&s, &options);
    assert_int_equal(titian_smaa_n_free(found), 5);
    assert_true(titian_smaa_n_draws(found) == 10000);
    titian_smaa_free(found);
    options.bounds = bounds;
    found = look(&s, &options);
    assert_int_equal(titian_smaa_n_elements(found), 5);
    assert_true(titian_smaa_n_draws(found) == 0);
    assert_near(titian_smaa_error(found, 0.5), 0.0, 0.0);
    assert_near(titian_smaa_rank_error(found, 0), 0.0, 0.0);
    assert_int_equal(titian_smaa_n_free(found), 2);
    assert_near(titian_smaa_weight(found, 0), 0.375, 1e-15);
    /* w of A, 1/2 - w of B, and Q: 22.5 of U1 against 52.5 of U3, of which each has half */
    assert_near(titian_smaa_pairwise(found, 0)[2], (0.5 - (0.5 * 25.0 + 15.0) / 85.0) / 0.5, 1e-13);
    titian_smaa_free(found);
    titian_weight_bounds_free(bounds);
    sketch_close(&s);
}

/* Three children of Q; U2 has no E, which stands for the mean of C and D at their equal weights, 85. */
static void a_gap_stands_for_the_mean_of_its_siblings(void **state)
{
    sketch s, filled;
    titian_smaa *found = NULL, *other = NULL;

    (void) state;
    example(&s, "arithmetic");
    found = look_at(&s, "Q");
    sketch_open(&filled, tree,
        "U1 2020 A 80 B 50 C 10 D 20 E 30\nU2 2020 A 40 B 0 C 90 D 80 E 85\n"
        "U3 2020 A 20 B 75 C 40 D 50 E 60\nU4 2020 A - B 55 C 50 D 50 E 50\n");
    sketch_choose(&filled, TITIAN_STAGE_NORMALISE, "goalposts");
    sketch_run(&filled);
    other = look_at(&filled, "Q");
    assert_int_equal(titian_smaa_n_inexact(found), 1);
    assert_int_equal(titian_smaa_unit(found, 1)->n_gaps, 1);
    for (size_t i = 0; i < 4; i++) {
        assert_near(titian_smaa_unit(found, i)->expected_rank, titian_smaa_unit(other, i)->expected_rank, 1e-12);
        assert_int_equal(titian_smaa_unit(found, i)->rank, titian_smaa_unit(other, i)->rank);
    }
    titian_smaa_free(found);
    titian_smaa_free(other);
    sketch_close(&s);
    sketch_close(&filled);
}

static void units_equal_in_nine_decimals_are_tied(void **state)
{
    sketch s;
    titian_smaa *found = NULL;

    (void) state;
    sketch_open(&s, tree,
        "U1 2020 A 80 B 50 C 10 D 20 E 30\nU2 2020 A 80.0000000001 B 49.9999999999 C 10 D 20 E 30\n"
        "U3 2020 A 20 B 75 C 40 D 50 E 60\n");
    sketch_choose(&s, TITIAN_STAGE_NORMALISE, "goalposts");
    sketch_run(&s);
    found = look_at(&s, "P");
    assert_near(titian_smaa_pairwise(found, 0)[1], 0.0, 0.0);
    assert_near(titian_smaa_pairwise(found, 1)[0], 0.0, 0.0);
    assert_near(titian_smaa_acceptability(found, 1)[1], 5.0 / 17, 1e-14);
    titian_smaa_free(found);
    sketch_close(&s);
}

static void only_ranked_units_take_part(void **state)
{
    sketch s;
    titian_smaa *found = NULL;

    (void) state;
    sketch_open(&s, tree, data);
    sketch_choose(&s, TITIAN_STAGE_NORMALISE, "goalposts");
    sketch_number(&s, TITIAN_STAGE_AGGREGATE, "min_coverage", 0.6); /* U2 has half of Q, U4 a quarter of P */
    sketch_run(&s);
    found = look(&s, NULL);
    assert_int_equal(titian_smaa_n_units(found), 2);
    assert_int_equal(titian_smaa_unit(found, 0)->unit, 0);
    assert_int_equal(titian_smaa_unit(found, 1)->unit, 2);
    titian_smaa_free(found);
    sketch_close(&s);
}

/* ---- against the engine itself ---- */

/* Give the indicators drawn weights, and their nodes the sums. */
static void redraw_weights(sketch *s, const titian_smaa *found, uint64_t *seed)
{
    double low[6], high[6], weights[6];

    for (size_t e = 0; e < 6; e++) {
        low[e] = titian_smaa_low(found, e);
        high[e] = titian_smaa_high(found, e);
    }
    drawn_weights(seed, low, high, 6, weights);
    s->weights[sketch_node(s, "P")] = s->weights[sketch_node(s, "Q")] = 0.0;
    for (size_t e = 0; e < 6; e++) {
        const size_t node = titian_smaa_element(found, e);

        s->weights[node] = weights[e];
        s->weights[titian_framework_node(s->framework, node)->parent] += weights[e];
    }
}

/* A box of nothing: limits meet at the rank, whatever is missing. */
static void at_its_own_weights_a_model_has_its_own_ranks(const sketch *s)
{
    titian_smaa_options options = titian_smaa_options_default();
    titian_smaa *found = NULL;

    options.level = 1;
    options.box = 0.0;
    found = look(s, &options);
    for (size_t k = 0; k < titian_smaa_n_units(found); k++) {
        const titian_smaa_unit_state *u = titian_smaa_unit(found, k);

        assert_int_equal(u->rank, titian_assessment_ranks(s->a, sketch_node(s, "X"), 0)[u->unit]);
        assert_int_equal(u->best, u->rank);
        assert_int_equal(u->worst, u->rank);
    }
    titian_smaa_free(found);
}

static void no_rank_of_a_run_with_other_weights_lies_outside(void **state)
{
    static const char *const methods[] = {"arithmetic", "geometric", "harmonic"};
    titian_smaa_options options = titian_smaa_options_default();
    uint64_t seed = 78;

    (void) state;
    options.level = 1;
    options.box = 0.4;
    options.shares = 0;
    for (size_t method = 0; method < 3; method++) {
        titian_smaa *found = NULL;
        double width = 0.0;
        sketch s;

        sketch_open_units(&s, pillars, UNITS);
        fill(&s);
        sketch_choose(&s, TITIAN_STAGE_NORMALISE, "goalposts");
        sketch_choose(&s, TITIAN_STAGE_AGGREGATE, methods[method]);
        for (size_t node = 0; node < SKETCH_NODES; node++) /* P is missing where two of its three children are */
            s.aggregation[node].option[0].number = node == sketch_node(&s, "P") ? 0.4 : 0.0;
        sketch_number(&s, TITIAN_STAGE_AGGREGATE, "coverage_by", 1.0);
        sketch_run(&s);
        at_its_own_weights_a_model_has_its_own_ranks(&s);
        found = look(&s, &options);
        assert_int_equal(titian_smaa_n_units(found), UNITS);
        assert_true(titian_smaa_n_inexact(found) > 5);
        for (size_t t = 0; t < 150; t++) {
            redraw_weights(&s, found, &seed);
            sketch_run(&s);
            for (size_t k = 0; k < UNITS; k++) {
                const titian_smaa_unit_state *u = titian_smaa_unit(found, k);
                const size_t rank = titian_assessment_ranks(s.a, sketch_node(&s, "X"), 0)[u->unit];

                assert_true(u->best <= rank && rank <= u->worst);
                assert_true(u->best <= u->rank && u->rank <= u->worst);
            }
        }
        for (size_t k = 0; k < UNITS; k++)
            width += (double) (titian_smaa_unit(found, k)->worst - titian_smaa_unit(found, k)->best) / UNITS;
        assert_true(width < UNITS / 2.0); /* the limits say something */
        titian_smaa_free(found);
        sketch_close(&s);
    }
}

/* ---- refusals ---- */

static void refuses(const sketch *s, const titian_smaa_options *options, titian_status status, const char *words)
{
    titian_smaa *found = NULL;
    titian_error err;

    assert_int_equal(titian_smaa_new(&found, s->a, options, &err), status);
    assert_null(found);
    if (strstr(err.message, words) == NULL)
        fail_msg("\"%s\" does not say \"%s\"", err.message, words);
    assert_true(err.mend[0] != '\0');
}

static void what_cannot_be_looked_at_is_said(void **state)
{
    sketch s;
    const titian_smaa_options usual = titian_smaa_options_default();
    titian_weight_bounds *wrong = bounds_of("iCode,Lower,Upper\nP,0.1,\nA,0.1,0.2\n");
    titian_weight_bounds *narrow = bounds_of("iCode,Lower,Upper\nP,,0.3\n");
    titian_smaa_options o = usual;

    (void) state;
    example(&s, "arithmetic");
    o.node = "Z";
    refuses(&s, &o, TITIAN_E_USAGE, "there is no node \"Z\"");
    o.node = "A";
    refuses(&s, &o, TITIAN_E_USAGE, "A is an indicator");
    o = usual;
    o.level = 3;
    refuses(&s, &o, TITIAN_E_USAGE, "level 3 does not lie under X, which is on level 3");
    o = usual;
    o.lower = 0.6;
    refuses(&s, &o, TITIAN_E_USAGE, "no weights of the 2 elements of X fit the bounds");
    o.lower = -0.1;
    refuses(&s, &o, TITIAN_E_USAGE, "-0.1 is no least weight");
    o = usual;
    o.box = -1.0;
    refuses(&s, &o, TITIAN_E_USAGE, "-1 is no share");
    o = usual;
    o.replications = 0;
    refuses(&s, &o, TITIAN_E_USAGE, "0 sets of weights cannot be drawn");
    o = usual;
    o.bounds = wrong;
    refuses(&s, &o, TITIAN_E_DATA, "A is no element that is weighed in X");
    o.bounds = narrow;
    o.lower = 0.4;
    refuses(&s, &o, TITIAN_E_USAGE, "the bounds given for P exclude each other: at least 0.4 and at most 0.3");
    titian_weight_bounds_free(wrong);
    titian_weight_bounds_free(narrow);
    sketch_close(&s);
}

static void methods_that_are_no_weighted_mean_are_refused(void **state)
{
    sketch s;
    titian_smaa_options o = titian_smaa_options_default();
    titian_weigh_exception exception = {.choice = titian_choice_default(TITIAN_STAGE_WEIGH, 0)};

    (void) state;
    example(&s, "median");
    refuses(&s, &o, TITIAN_E_USAGE, "the scores of X are made by median, which is a weighted mean on no scale");
    sketch_choose(&s, TITIAN_STAGE_AGGREGATE, "arithmetic");
    sketch_number(&s, TITIAN_STAGE_AGGREGATE, "decimals", 2.0);
    sketch_run(&s);
    refuses(&s, &o, TITIAN_E_USAGE, "the scores of X are rounded to 2 decimals");
    s.recipe.exceptions = &exception;
    s.recipe.n_exceptions = 1;
    sketch_choose(&s, TITIAN_STAGE_AGGREGATE, "arithmetic");
    exception.node = sketch_node(&s, "X");
    sketch_run(&s);
    refuses(&s, &o, TITIAN_E_USAGE, "some units have weights of their own under X");
    s.recipe.n_exceptions = 0;
    sketch_choose(&s, TITIAN_STAGE_AGGREGATE, "arithmetic");
    s.aggregation[sketch_node(&s, "Q")] =
        titian_choice_default(TITIAN_STAGE_AGGREGATE, titian_method_find(TITIAN_STAGE_AGGREGATE, "geometric"));
    sketch_run(&s);
    o.level = 1;
    refuses(&s, &o, TITIAN_E_USAGE, "X and Q combine scores in different ways");
    titian_smaa_free(look_at(&s, "Q"));
    sketch_close(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(shares_are_those_found_by_hand),
        cmocka_unit_test(a_geometric_mean_is_looked_at_in_logarithms),
        cmocka_unit_test(a_harmonic_mean_is_looked_at_in_reciprocals),
        cmocka_unit_test(a_box_lies_about_the_model_weights),
        cmocka_unit_test(all_but_three_weights_may_be_held_fast),
        cmocka_unit_test(a_gap_stands_for_the_mean_of_its_siblings),
        cmocka_unit_test(units_equal_in_nine_decimals_are_tied),
        cmocka_unit_test(only_ranked_units_take_part),
        cmocka_unit_test(no_rank_of_a_run_with_other_weights_lies_outside),
        cmocka_unit_test(what_cannot_be_looked_at_is_said),
        cmocka_unit_test(methods_that_are_no_weighted_mean_are_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
