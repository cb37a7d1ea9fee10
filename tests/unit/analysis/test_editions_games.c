/* analysis/editions: between whom a change is shared out: games of blocks and of everything side by side.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit/analysis/shown.h"

#include <stdio.h>

static const char even[] = "A X 1 goalposts 0 100\nB X 1 goalposts 0 100\nX - 1\n";
static const char heavy[] = "A X 3 goalposts 0 100\nB X 1 goalposts 0 100\nX - 1\n";

/* Geometric means of A from 1 to 16 and B from 16 to 81, with weights 1 and 1, then 3 and 1, by hand:
 *
 *              neither     A          B         both
 *     1 and 1  4           16         9         36
 *     3 and 1  2           16         3         24
 */
static void open_powers(shown *w, titian_game game)
{
    *w = (shown){.game = game};
    open_one(&w->s[0], even, "U1 2020 A 1 B 16\n", "geometric");
    open_one(&w->s[1], heavy, "U1 2020 A 16 B 81\n", "geometric");
    split(w, NULL);
}

/* Three players: a third of what each does first and last, a sixth of what it does behind either of the others. */
static void in_the_flat_game_indicators_and_weights_are_side_by_side(void **state)
{
    shown w;

    (void) state;
    open_powers(&w, TITIAN_GAME_FLAT);
    assert_near(part_of(&w, "U1", "revision", "A"), 12.0 / 3 + (27.0 + 14.0) / 6 + 21.0 / 3, 1e-12);
    assert_near(part_of(&w, "U1", "revision", "B"), 5.0 / 3 + (20.0 + 1.0) / 6 + 8.0 / 3, 1e-12);
    assert_near(part_of(&w, "U1", "weights", "X"), -2.0 / 3 + (0.0 - 6.0) / 6 - 12.0 / 3, 1e-12);
    assert_near(of(&w, "U1", "Revision"), 77.0 / 3, 1e-12);
    assert_near(of(&w, "U1", "Weights"), -17.0 / 3, 1e-12);
    for (size_t row = 0; row < titian_listing_n_rows(w.indicators); row++)
        assert_string_equal(text(w.indicators, row, "Method"), "Shapley");
    shut(&w);
}

/* Two blocks: half of what weights do first, and half of what they do last. */
static void in_the_nested_game_weights_are_beside_all_data(void **state)
{
    shown w;

    (void) state;
    open_powers(&w, TITIAN_GAME_NESTED);
    assert_near(of(&w, "U1", "Weights"), (-2.0 - 12.0) / 2, 1e-12);
    assert_near(of(&w, "U1", "Revision"), (32.0 + 22.0) / 2, 1e-12);
    shut(&w);
}

/* A is revised and put on another scale: two players of one indicator. 50; revised 60; rescaled 40; both 45; B: with
 * it 10 more, whatever the others do. */
static void an_indicator_is_a_player_in_each_block(void **state)
{
    shown w = {.game = TITIAN_GAME_FLAT};

    (void) state;
    open_one(&w.s[0], even, "U1 2020 A 40 B 60\n", "arithmetic");
    open_one(&w.s[1], "A X 1 goalposts 0 200\nB X 1 goalposts 0 100\nX - 1\n", "U1 2020 A 60 B 80\n", "arithmetic");
    split(&w, NULL);
    assert_near(part_of(&w, "U1", "revision", "A"), 7.5, 1e-12);
    assert_near(part_of(&w, "U1", "goalposts", "A"), -12.5, 1e-12);
    assert_near(part_of(&w, "U1", "revision", "B"), 10.0, 1e-12);
    assert_near(of(&w, "U1", "Revision"), 17.5, 1e-12);
    shut(&w);
}

/* A tree of n indicators with a value each. */
static void open_wide(sketch *s, size_t n, int value, const char *mean)
{
    char tree[1200], data[400];
    size_t tree_length = 0, data_length = (size_t) snprintf(data, sizeof data, "U1 2020");

    for (size_t k = 0; k < n; k++) {
        tree_length +=
            (size_t) snprintf(tree + tree_length, sizeof tree - tree_length, "I%zu X 1 goalposts 0 100\n", k);
        data_length +=
            (size_t) snprintf(data + data_length, sizeof data - data_length, " I%zu %d", k, value + (int) k);
    }
    (void) snprintf(tree + tree_length, sizeof tree - tree_length, "X - 1\n");
    (void) snprintf(data + data_length, sizeof data - data_length, "\n");
    open_one(s, tree, data, mean);
}

/* 20 indicators of the same weight, each 40 points higher. */
static void means_are_split_whatever_the_number_of_players(void **state)
{
    shown w = {.game = TITIAN_GAME_FLAT};

    (void) state;
    open_wide(&w.s[0], 20, 20, "arithmetic");
    open_wide(&w.s[1], 20, 60, "arithmetic");
    split(&w, NULL);
    assert_int_equal(titian_listing_n_rows(w.indicators), 20);
    for (size_t row = 0; row < 20; row++) {
        assert_near(number(w.indicators, row, "Part"), 2.0, 1e-12);
        assert_string_equal(text(w.indicators, row, "Method"), "linear");
    }
    shut(&w);
}

/* Data, goalposts, weights and the scale differ; one round in closed form, one by the game of the same mean. */
static void the_closed_form_is_that_of_the_game(void **state)
{
    static const char *const trees[] = {
        "A P 1 goalposts 0 100\nB P 1 goalposts 0 100\nC Q 1 goalposts 0 100\nP X 1\nQ X 1\nX - 1\n",
        "A P 3 goalposts 0 150\nB P 1 goalposts 0 100\nC Q 1 goalposts 0 90\nP X 2\nQ X 1\nX - 1\n"};
    static const char *const values[] = {"U1 2020 A 40 B 60 C 20\n", "U1 2020 A 70 B 35 C 45\n"};
    static const char *const ways[] = {"arithmetic", "power"};
    shown w[2] = {{.game = TITIAN_GAME_FLAT}, {.game = TITIAN_GAME_FLAT}};

    (void) state;
    for (size_t way = 0; way < 2; way++) {
        for (int k = 0; k < 2; k++) {
            open_one(&w[way].s[k], trees[k], values[k], ways[way]);
            if (way == 1)
                sketch_number(&w[way].s[k], TITIAN_STAGE_AGGREGATE, "p", 1.0);
        }
        sketch_range(&w[way].s[1], TITIAN_STAGE_NORMALISE, 0.0, 80.0);
        split(&w[way], NULL);
    }
    assert_int_equal(titian_listing_n_rows(w[0].indicators), 7); /* three revised, two of other goalposts, and both */
    assert_int_equal(titian_listing_n_rows(w[1].indicators), 7);
    for (size_t row = 0; row < 7; row++) {
        assert_near(number(w[0].indicators, row, "Part"), number(w[1].indicators, row, "Part"), 1e-11);
        assert_string_equal(text(w[0].indicators, row, "Method"), "linear");
        assert_string_equal(text(w[1].indicators, row, "Method"), "Shapley");
    }
    for (size_t way = 0; way < 2; way++)
        shut(&w[way]);
}

static void too_many_players_are_refused_in_words(void **state)
{
    shown w = {.game = TITIAN_GAME_FLAT};
    size_t row = 0;

    (void) state;
    open_wide(&w.s[0], 18, 20, "harmonic");
    open_wide(&w.s[1], 18, 60, "harmonic");
    split(&w, NULL);
    row = find(w.table, "uCode", "U1", NULL, NULL);
    assert_non_null(strstr(text(w.table, row, "Note"), "more than 17 changes"));
    assert_near(number(w.table, row, "Not.Split"), number(w.table, row, "Change"), 0.0);
    assert_near(number(w.table, row, "Revision"), TITIAN_MISSING, 0.0);
    assert_string_equal(text(w.indicators, 0, "Block"), "not split");
    shut(&w);
}

/* TOPSIS places each unit between the best and the worst of all: they are played for together. */
static void methods_that_compare_units_have_all_at_the_table(void **state)
{
    shown w = {.game = TITIAN_GAME_FLAT};

    (void) state;
    open_one(&w.s[0], even, "U1 2020 A 10 B 60\nU2 2020 A 50 B 50\nU3 2020 A 90 B 20\n", "topsis");
    open_one(&w.s[1], heavy, "U1 2020 A 70 B 65\nU2 2020 A 50 B 50\nU3 2020 A 95 B 30\n", "topsis");
    split(&w, NULL);
    for (size_t row = 0; row < 3; row++) {
        assert_string_equal(text(w.table, row, "Note"), "");
        assert_near(
            number(w.table, row, "Revision") + number(w.table, row, "Weights"), number(w.table, row, "Change"), 1e-9);
        assert_near(
            sum_of(w.indicators, text(w.table, row, "uCode"), "revision"), number(w.table, row, "Revision"), 1e-9);
    }
    shut(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(in_the_flat_game_indicators_and_weights_are_side_by_side),
        cmocka_unit_test(in_the_nested_game_weights_are_beside_all_data),
        cmocka_unit_test(an_indicator_is_a_player_in_each_block),
        cmocka_unit_test(means_are_split_whatever_the_number_of_players),
        cmocka_unit_test(the_closed_form_is_that_of_the_game),
        cmocka_unit_test(too_many_players_are_refused_in_words),
        cmocka_unit_test(methods_that_compare_units_have_all_at_the_table),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
