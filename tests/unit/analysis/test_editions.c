/* analysis/editions: the change between two editions by block.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit/analysis/shown.h"

#include <stdio.h>

#define TREE(a, high) "A X " a " goalposts 0 " high "\nB X 1 goalposts 0 100\nX - 1\n"
static const char tree[] = TREE("1", "100"), heavier[] = TREE("3", "100"), farther[] = TREE("1", "200");
static const char data[] = "U1 2020 A 40 B 60\nU2 2020 A 40 B -\nU3 2020 A 40 B 60\n";
static const char vintage[] = "U1 2020 A 60 B 60\nU2 2020 A 40 B 60\nU3 2020 A - B -\n";

static void check_parts(const shown *w, const char *unit, const double parts[5])
{
    static const char *const blocks[] = {"Revision", "Coverage", "Goalposts", "Weights", "Method"};

    for (size_t k = 0; k < 5; k++)
        assert_near(of(w, unit, blocks[k]), parts[k], 1e-12);
}

/* U1: (40 + 60) / 2 = 50; with weights 3 and 1, 45; with A on 0 to 200, 40; by the geometric mean sqrt 2400. */
static void one_block_alone_has_the_whole_change(void **state)
{
    shown w = {.table = NULL};

    (void) state;
    open_one(&w.s[0], tree, data, "arithmetic");
    open_one(&w.s[1], heavier, data, "arithmetic");
    split(&w, NULL);
    check_parts(&w, "U1", (const double[]){0.0, 0.0, 0.0, -5.0, 0.0});
    shut(&w);
    open_one(&w.s[0], tree, data, "arithmetic");
    open_one(&w.s[1], farther, data, "arithmetic");
    split(&w, NULL);
    check_parts(&w, "U1", (const double[]){0.0, 0.0, -10.0, 0.0, 0.0});
    shut(&w);
    open_one(&w.s[0], tree, data, "arithmetic");
    open_one(&w.s[1], tree, data, "arithmetic");
    split(&w, "geometric");
    check_parts(&w, "U1", (const double[]){0.0, 0.0, 0.0, 0.0, sqrt(2400.0) - 50.0});
    shut(&w);
}

/* U1: A is revised from 40 to 60. U2: B comes, (40 + 60) / 2 less 40. U3: all values go. */
static void data_are_revised_or_come_and_go(void **state)
{
    shown w = {.table = NULL};

    (void) state;
    open_one(&w.s[0], tree, data, "arithmetic");
    open_one(&w.s[1], tree, vintage, "arithmetic");
    split(&w, NULL);
    check_parts(&w, "U1", (const double[]){10.0, 0.0, 0.0, 0.0, 0.0});
    check_parts(&w, "U2", (const double[]){0.0, 10.0, 0.0, 0.0, 0.0});
    assert_near(of(&w, "U3", "Change"), TITIAN_MISSING, 0.0);
    assert_near(of(&w, "U3", "Coverage"), TITIAN_MISSING, 0.0);
    assert_string_equal(
        text(w.table, find(w.table, "uCode", "U3", NULL, NULL), "Note"), "no score in the second edition");
    shut(&w);
}

/* U1: 50; revised 60; reweighted 45; both 60: revision (10 + 15) / 2, weights (-5 + 0) / 2. U2: 40; with B 50;
 * reweighted 40; both 45: coverage (10 + 5) / 2, weights (0 - 5) / 2. */
static void what_two_blocks_do_together_is_shared(void **state)
{
    shown w = {.table = NULL};

    (void) state;
    open_one(&w.s[0], tree, data, "arithmetic");
    open_one(&w.s[1], heavier, vintage, "arithmetic");
    split(&w, NULL);
    check_parts(&w, "U1", (const double[]){12.5, 0.0, 0.0, -2.5, 0.0});
    check_parts(&w, "U2", (const double[]){0.0, 7.5, 0.0, -2.5, 0.0});
    shut(&w);
}

/* The second edition is of 2020: A of 2019 is revised from 40 to 44 and measured again as 50, B stands for both
 * years. 50; revised alone 52; with 2020 alone 55, both 55: new data (5 + 3) / 2, revision (2 + 0) / 2. */
static void a_later_year_is_new_data_and_an_earlier_one_a_revision(void **state)
{
    static const char aged[] = "A X 1 goalposts 0 100 age 5\nB X 1 goalposts 0 100 age 5\nX - 1\n";
    shown w = {.table = NULL};

    (void) state;
    open_one(&w.s[0], aged, "U1 2019 A 40 B 60\n", "arithmetic");
    open_one(&w.s[1], aged, "U1 2019 A 44 B 60\nU1 2020 A 50\n", "arithmetic");
    split(&w, NULL);
    assert_near(of(&w, "U1", "Time.1"), 2019.0, 0.0);
    assert_near(of(&w, "U1", "Time.2"), 2020.0, 0.0);
    assert_near(of(&w, "U1", "New.Data"), 4.0, 1e-12);
    check_parts(&w, "U1", (const double[]){1.0, 0.0, 0.0, 0.0, 0.0});
    assert_near(part_of(&w, "U1", "new data", "A"), 4.0, 1e-12);
    assert_near(part_of(&w, "U1", "revision", "A"), 1.0, 1e-12);
    assert_near(part_of(&w, "U1", "new data", "B"), TITIAN_MISSING, 0.0);
    assert_string_equal(
        text(w.indicators, find(w.indicators, "uCode", "U1", "Block", "new data"), "Method"), "linear");
    shut(&w);
}

/* U1: A from 40 to 60, B from 60 to 30, by the geometric mean: L(I1, I0) ln(x1 / x0) / 2. */
static void a_block_is_split_by_the_closed_form_of_the_mean(void **state)
{
    const double before = sqrt(40.0 * 60.0), after = sqrt(60.0 * 30.0);
    const double mean = (after - before) / log(after / before);
    shown w = {.table = NULL};

    (void) state;
    open_one(&w.s[0], tree, "U1 2020 A 40 B 60\n", "geometric");
    open_one(&w.s[1], tree, "U1 2020 A 60 B 30\n", "geometric");
    split(&w, NULL);
    assert_near(part_of(&w, "U1", "revision", "A"), mean * log(1.5) / 2.0, 1e-12);
    assert_near(part_of(&w, "U1", "revision", "B"), mean * log(0.5) / 2.0, 1e-12);
    assert_string_equal(text(w.indicators, 0, "Method"), "LMDI");
    shut(&w);
}

/* U2: B comes, which needs a game: B alone is another, so that it has all of 10. Goalposts: A from 0 to 200. */
static void indicators_that_come_are_played_for(void **state)
{
    shown w = {.table = NULL};

    (void) state;
    open_one(&w.s[0], tree, data, "arithmetic");
    open_one(&w.s[1], farther, vintage, "arithmetic");
    split(&w, NULL);
    /* 40; with B 50; A halved 20; both 40: coverage (10 + 20) / 2, goalposts (-20 - 10) / 2 */
    assert_near(part_of(&w, "U2", "coverage", "B"), 15.0, 1e-12);
    assert_near(part_of(&w, "U2", "goalposts", "A"), -15.0, 1e-12);
    assert_string_equal(
        text(w.indicators, find(w.indicators, "uCode", "U2", "Block", "coverage"), "Method"), "Shapley");
    assert_string_equal(
        text(w.indicators, find(w.indicators, "uCode", "U3", NULL, NULL), "Note"), "no score in the second edition");
    shut(&w);
}

static void method_is_of_no_element_and_weights_are_of_those_whose_share_differs(void **state)
{
    shown w = {.table = NULL};

    (void) state;
    open_one(&w.s[0], tree, data, "arithmetic");
    open_one(&w.s[1], heavier, data, "arithmetic");
    split(&w, "geometric");
    assert_near(sum_of(w.indicators, "U1", "weights"), of(&w, "U1", "Weights"), 1e-12);
    assert_near(
        part_of(&w, "U1", "weights", "A") + part_of(&w, "U1", "weights", "B"), of(&w, "U1", "Weights"), 1e-12);
    assert_near(part_of(&w, "U1", "method", "X"), of(&w, "U1", "Method"), 0.0);
    shut(&w);
}

/* How gaps are filled is no method: B of U2 is the mean of 60 and 60 in the second edition alone. */
static void how_gaps_are_filled_counts_as_coverage(void **state)
{
    shown w = {.table = NULL};

    (void) state;
    open_one(&w.s[0], tree, data, "arithmetic");
    open_one(&w.s[1], tree, data, "arithmetic");
    sketch_choose(&w.s[1], TITIAN_STAGE_IMPUTE, "mean");
    split(&w, NULL);
    check_parts(&w, "U2", (const double[]){0.0, 10.0, 0.0, 0.0, 0.0});
    assert_near(part_of(&w, "U2", "coverage", "B"), 10.0, 1e-12);
    shut(&w);
}

/* 50, 40, 30 become 50, 20, 45: U2 falls from 2 to 3. With its new score among the old ones it would be third (1),
 * and with its old one among the new ones third too (0): own 0.5, others 0.5. U4 comes and is in no such rank. */
static void a_change_of_rank_is_own_and_others_doing(void **state)
{
    shown w = {.table = NULL};

    (void) state;
    open_one(&w.s[0], tree, "U1 2020 A 50 B 50\nU2 2020 A 40 B 40\nU3 2020 A 30 B 30\n", "arithmetic");
    open_one(
        &w.s[1], tree, "U1 2020 A 50 B 50\nU2 2020 A 20 B 20\nU3 2020 A 45 B 45\nU4 2020 A 99 B 99\n", "arithmetic");
    split(&w, NULL);
    assert_near(of(&w, "U2", "Rank.1"), 2.0, 0.0);
    assert_near(of(&w, "U2", "Rank.2"), 4.0, 0.0);
    assert_near(of(&w, "U2", "Both.2"), 3.0, 0.0);
    assert_near(of(&w, "U2", "Rank.Change"), 1.0, 0.0);
    assert_near(of(&w, "U2", "Own"), 0.5, 1e-12);
    assert_near(of(&w, "U2", "Others"), 0.5, 1e-12);
    shut(&w);
}

/* U1 has B in the first alone: A by itself on both sides. C is no indicator of the second. */
static void like_for_like_has_what_both_have(void **state)
{
    titian_listing *table = NULL;
    titian_error err = {.message = ""};
    sketch s[2];

    (void) state;
    open_one(&s[0], "A X 1 goalposts 0 100\nB X 1 goalposts 0 100\nC X 2 goalposts 0 100\nX - 1\n",
        "U1 2020 A 40 B 60 C 10\nU2 2020 A 20 B 40 C 90\n", "arithmetic");
    open_one(&s[1], tree, "U1 2020 A 50 B -\nU2 2020 A 30 B 80\n", "arithmetic");
    for (int k = 0; k < 2; k++)
        sketch_run(&s[k]);
    if (titian_common_make(&table, s[0].a, s[1].a, NULL, &err) != TITIAN_OK)
        fail_msg("%s", err.message);
    assert_near(number(table, 0, "Score.1"), 30.0, 1e-12);
    assert_near(number(table, 0, "Common.1"), 40.0, 1e-12);
    assert_near(number(table, 0, "Common.2"), 50.0, 1e-12);
    assert_near(number(table, 0, "N.Common"), 1.0, 0.0);
    assert_near(number(table, 0, "Weight.Common"), 0.5, 1e-12);
    assert_near(number(table, 1, "Common.1"), 30.0, 1e-12);
    assert_near(number(table, 1, "Common.2"), 55.0, 1e-12);
    assert_near(number(table, 1, "N.1"), 3.0, 0.0);
    assert_near(number(table, 1, "Rank.1"), 2.0, 0.0);
    assert_near(number(table, 1, "Rank.2"), 1.0, 0.0);
    titian_listing_free(table);
    assert_int_equal(titian_common_make(&table, s[0].a, s[1].a, "C", &err), TITIAN_E_USAGE);
    assert_null(table);
    for (int k = 0; k < 2; k++)
        sketch_close(&s[k]);
}

static void other_trees_are_refused(void **state)
{
    shown w = {.table = NULL};
    titian_error err;

    (void) state;
    open_one(&w.s[0], tree, data, "arithmetic");
    open_one(&w.s[1], "A X 1 goalposts 0 100\nC X 1 goalposts 0 100\nX - 1\n", "U1 2020 A 1 C 1\n", "arithmetic");
    assert_int_equal(try_both(&w, &err), TITIAN_E_USAGE);
    assert_null(w.table);
    assert_null(w.indicators);
    shut(&w);
    open_one(&w.s[0], tree, data, "arithmetic");
    open_one(&w.s[1], "A X 1 goalposts 0 100\nB X 1 goalposts 0 100\nX - 1\nother POP\n", "U1 2020 A 1 B 1\n",
        "arithmetic");
    assert_int_equal(try_both(&w, &err), TITIAN_E_USAGE);
    assert_non_null(strstr(err.message, "POP"));
    shut(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_block_alone_has_the_whole_change),
        cmocka_unit_test(data_are_revised_or_come_and_go),
        cmocka_unit_test(what_two_blocks_do_together_is_shared),
        cmocka_unit_test(a_later_year_is_new_data_and_an_earlier_one_a_revision),
        cmocka_unit_test(a_block_is_split_by_the_closed_form_of_the_mean),
        cmocka_unit_test(indicators_that_come_are_played_for),
        cmocka_unit_test(method_is_of_no_element_and_weights_are_of_those_whose_share_differs),
        cmocka_unit_test(how_gaps_are_filled_counts_as_coverage),
        cmocka_unit_test(a_change_of_rank_is_own_and_others_doing),
        cmocka_unit_test(like_for_like_has_what_both_have),
        cmocka_unit_test(other_trees_are_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
