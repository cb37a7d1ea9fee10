/* analysis/editions: what new weights did, element by element.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit/analysis/shown.h"

#include <stdio.h>

/* One level, and two. */
#define THREE(a, b, c) "A X " a " goalposts 0 100\nB X " b " goalposts 0 100\nC X " c " goalposts 0 100\nX - 1\n"
#define TWO(a, p) "A P " a " goalposts 0 100\nB P 1 goalposts 0 100\nC Q 1 goalposts 0 100\nP X " p "\nQ X 1\nX - 1\n"
static const char three[] = "U1 2020 A 90 B 50 C 10\nU2 2020 A 90 B 50 C -\n";
static const char two[] = "U1 2020 A 40 B 60 C 20\n";

/* @param p  of the power mean where that is the mean; else not read */
static void reweigh(shown *w, const char *const trees[2], const char *values, const char *mean, double p)
{
    *w = (shown){.table = NULL};
    for (int k = 0; k < 2; k++) {
        open_one(&w->s[k], trees[k], values, mean);
        if (strcmp(mean, "power") == 0)
            sketch_number(&w->s[k], TITIAN_STAGE_AGGREGATE, "p", p);
    }
    split(w, NULL);
}

static const char *way_of(const shown *w, const char *unit)
{
    return text(w->indicators, find(w->indicators, "uCode", unit, "Block", "weights"), "Method");
}

/* Shares .2 .4 .4 become .6 .3 .1: what A gains it takes from B and C, whose mean by their losses is 20.
 *     A: .4 / 2 (90 - 20)   B: .1 / 2 (90 - 50)   C: .3 / 2 (90 - 10)   together 70 - 42 */
static void an_element_that_gains_weight_has_half_of_what_it_is_above_those_that_lose(void **state)
{
    static const char *const trees[] = {THREE("1", "2", "2"), THREE("6", "3", "1")};
    shown w;

    (void) state;
    reweigh(&w, trees, three, "arithmetic", 0.0);
    assert_near(part_of(&w, "U1", "weights", "A"), 14.0, 1e-12);
    assert_near(part_of(&w, "U1", "weights", "B"), 2.0, 1e-12);
    assert_near(part_of(&w, "U1", "weights", "C"), 12.0, 1e-12);
    assert_near(of(&w, "U1", "Weights"), 28.0, 1e-12);
    assert_string_equal(way_of(&w, "U1"), "linear");
    shut(&w);
}

/* U2 has no C: of A and B 1/3 and 2/3 become 2/3 and 1/3; a sixth of 90 - 50 each. */
static void shares_are_of_what_the_unit_has(void **state)
{
    static const char *const trees[] = {THREE("1", "2", "2"), THREE("6", "3", "1")};
    static const char *const ways[] = {"arithmetic", "power"};

    (void) state;
    for (size_t k = 0; k < 2; k++) { /* in closed form, and by the game */
        shown w;

        reweigh(&w, trees, three, ways[k], 1.0);
        assert_near(part_of(&w, "U2", "weights", "A"), 40.0 / 6.0, 1e-12);
        assert_near(part_of(&w, "U2", "weights", "B"), 40.0 / 6.0, 1e-12);
        assert_near(part_of(&w, "U2", "weights", "C"), TITIAN_MISSING, 0.0);
        assert_string_equal(way_of(&w, "U2"), k == 0 ? "linear" : "Shapley");
        shut(&w);
    }
}

/* P 50 becomes 45, X 35 becomes 40. In X, P and Q have .3 / 2 (47.5 - 20) each, P halfway between both; what is
 * inside P counts by P's share halfway, .65 of .25 / 2 (40 - 60) each. The game is that of which these are the
 * values. */
static void weights_inside_a_child_are_a_block_beside_those_of_the_children(void **state)
{
    static const char *const trees[] = {TWO("1", "1"), TWO("3", "4")};
    static const char *const ways[] = {"arithmetic", "power"};

    (void) state;
    for (size_t k = 0; k < 2; k++) {
        shown w;

        reweigh(&w, trees, two, ways[k], 1.0);
        assert_near(part_of(&w, "U1", "weights", "P"), 4.125, 1e-12);
        assert_near(part_of(&w, "U1", "weights", "Q"), 4.125, 1e-12);
        assert_near(part_of(&w, "U1", "weights", "A"), -1.625, 1e-12);
        assert_near(part_of(&w, "U1", "weights", "B"), -1.625, 1e-12);
        assert_near(part_of(&w, "U1", "weights", "C"), TITIAN_MISSING, 0.0);
        assert_string_equal(way_of(&w, "U1"), k == 0 ? "linear" : "Shapley");
        shut(&w);
    }
}

/* The same of logarithms: by the logarithmic mean of both scores. */
static void under_a_geometric_mean_logarithms_are_shared(void **state)
{
    static const char *const trees[] = {THREE("1", "2", "2"), THREE("6", "3", "1")};
    const double before = pow(90.0, 0.2) * pow(50.0, 0.4) * pow(10.0, 0.4);
    const double after = pow(90.0, 0.6) * pow(50.0, 0.3) * pow(10.0, 0.1);
    const double mean = (after - before) / log(after / before);
    const double losers = 0.25 * log(50.0) + 0.75 * log(10.0);
    shown w;

    (void) state;
    reweigh(&w, trees, three, "geometric", 0.0);
    assert_near(part_of(&w, "U1", "weights", "A"), mean * 0.2 * (log(90.0) - losers), 1e-11);
    assert_near(part_of(&w, "U1", "weights", "B"), mean * 0.05 * log(90.0 / 50.0), 1e-11);
    assert_near(part_of(&w, "U1", "weights", "C"), mean * 0.15 * log(90.0 / 10.0), 1e-11);
    assert_string_equal(way_of(&w, "U1"), "LMDI");
    shut(&w);
}

static void weights_on_another_scale_are_the_same(void **state)
{
    static const char *const trees[] = {THREE("1", "2", "3"), THREE("10", "20", "30")};
    shown w;

    (void) state;
    reweigh(&w, trees, three, "harmonic", 0.0);
    assert_int_equal(titian_listing_n_rows(w.indicators), 0);
    shut(&w);
}

/* All weight goes from A to B: in no mixture is there none. 90 becomes 50. */
static void all_weight_may_move(void **state)
{
    static const char *const trees[] = {THREE("1", "0", "0"), THREE("0", "1", "0")};
    static const char *const ways[] = {"arithmetic", "power"};

    (void) state;
    for (size_t k = 0; k < 2; k++) {
        shown w;

        reweigh(&w, trees, three, ways[k], 1.0);
        assert_near(part_of(&w, "U1", "weights", "A"), -20.0, 1e-12);
        assert_near(part_of(&w, "U1", "weights", "B"), -20.0, 1e-12);
        shut(&w);
    }
}

/* Where units are compared, weights are others for all of them at once. */
static void methods_that_compare_units_are_played_for_too(void **state)
{
    static const char *const trees[] = {THREE("1", "2", "2"), THREE("6", "3", "1")};
    shown w;

    (void) state;
    reweigh(&w, trees, "U1 2020 A 90 B 50 C 10\nU2 2020 A 20 B 60 C 40\nU3 2020 A 50 B 10 C 80\n", "topsis", 0.0);
    for (size_t row = 0; row < 3; row++) {
        const char *unit = text(w.table, row, "uCode");

        assert_true(!isnan(part_of(&w, unit, "weights", "A")));
        assert_near(sum_of(w.indicators, unit, "weights"), of(&w, unit, "Weights"), 1e-9);
        assert_string_equal(way_of(&w, unit), "Shapley");
    }
    shut(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_element_that_gains_weight_has_half_of_what_it_is_above_those_that_lose),
        cmocka_unit_test(shares_are_of_what_the_unit_has),
        cmocka_unit_test(weights_inside_a_child_are_a_block_beside_those_of_the_children),
        cmocka_unit_test(under_a_geometric_mean_logarithms_are_shared),
        cmocka_unit_test(weights_on_another_scale_are_the_same),
        cmocka_unit_test(all_weight_may_move),
        cmocka_unit_test(methods_that_compare_units_are_played_for_too),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
