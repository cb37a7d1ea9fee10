/* analysis/editions: the block of the method, stage by stage.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit/analysis/shown.h"

static const char tree[] = "A X 1 goalposts 0 100\nB X 1 goalposts 0 100\nX - 1\n";
static const char data[] = "U1 2020 A 40 B 60\n";

static double part_of_stage(const shown *w, const char *stage)
{
    const size_t row = find(w->indicators, "Stage", stage, "Block", "method");

    assert_string_equal(text(w->indicators, row, "iCode"), "X");
    return number(w->indicators, row, "Part");
}

/* 50, and sqrt 2400 by the geometric mean; half of either where the scale ends at 50 points. */
static void each_stage_has_half_of_what_it_does_first_and_last(void **state)
{
    const double other = sqrt(2400.0);
    shown w = {.table = NULL};

    (void) state;
    open_one(&w.s[0], tree, data, "arithmetic");
    open_one(&w.s[1], tree, data, "geometric");
    sketch_range(&w.s[1], TITIAN_STAGE_NORMALISE, 0.0, 50.0);
    split(&w, NULL);
    assert_near(part_of_stage(&w, "aggregate"), ((other - 50.0) + (other / 2 - 25.0)) / 2, 1e-12);
    assert_near(part_of_stage(&w, "normalise"), (-25.0 - other / 2) / 2, 1e-12);
    assert_near(of(&w, "U1", "Method"), other / 2 - 50.0, 1e-12);
    assert_int_equal(titian_listing_n_rows(w.indicators), 2);
    shut(&w);
}

/* With A revised to 90 too, a block beside that of the method: stages after each of "nothing" and "revision". */
static void stages_are_taken_over_after_each_set_of_the_other_blocks(void **state)
{
    const double other[] = {sqrt(2400.0), sqrt(5400.0)}, mean[] = {50.0, 75.0};
    double aggregate = 0.0, normalise = 0.0;
    shown w = {.table = NULL};

    (void) state;
    for (size_t k = 0; k < 2; k++) {
        aggregate += ((other[k] - mean[k]) + (other[k] - mean[k]) / 2) / 2 / 2;
        normalise += (-mean[k] / 2 - other[k] / 2) / 2 / 2;
    }
    open_one(&w.s[0], tree, data, "arithmetic");
    open_one(&w.s[1], tree, "U1 2020 A 90 B 60\n", "geometric");
    sketch_range(&w.s[1], TITIAN_STAGE_NORMALISE, 0.0, 50.0);
    split(&w, NULL);
    assert_near(part_of_stage(&w, "aggregate"), aggregate, 1e-12);
    assert_near(part_of_stage(&w, "normalise"), normalise, 1e-12);
    assert_near(sum_of(w.indicators, "U1", "method"), of(&w, "U1", "Method"), 1e-12);
    shut(&w);
}

/* A of 2019 is 40, and too old in the second edition, whose row of A says so: B alone, 60 for 50. Where nothing
 * differs there is no such block. */
static void what_a_row_of_the_framework_says_is_a_stage_too(void **state)
{
    static const char old[] = "U1 2019 A 40 B 60\nU1 2020 B 60\nU2 2020 A 50 B 50\n";
    shown w = {.table = NULL};

    (void) state;
    open_one(&w.s[0], tree, old, "arithmetic");
    open_one(&w.s[1], "A X 1 goalposts 0 100 age 0\nB X 1 goalposts 0 100\nX - 1\n", old, "arithmetic");
    split(&w, NULL);
    assert_near(part_of_stage(&w, "framework"), 10.0, 1e-12);
    assert_int_equal(titian_listing_n_rows(w.indicators), 1);
    shut(&w);
    open_one(&w.s[0], tree, data, "arithmetic");
    open_one(&w.s[1], tree, data, "arithmetic");
    split(&w, NULL);
    assert_int_equal(titian_listing_n_rows(w.indicators), 0);
    assert_near(of(&w, "U1", "Method"), 0.0, 0.0);
    shut(&w);
}

/* In the flat game the method is one player. */
static void the_flat_game_has_one_row_of_the_method(void **state)
{
    shown w = {.game = TITIAN_GAME_FLAT};

    (void) state;
    open_one(&w.s[0], tree, data, "arithmetic");
    open_one(&w.s[1], tree, data, "geometric");
    sketch_range(&w.s[1], TITIAN_STAGE_NORMALISE, 0.0, 50.0);
    split(&w, NULL);
    assert_int_equal(titian_listing_n_rows(w.indicators), 1);
    assert_near(part_of_stage(&w, ""), sqrt(2400.0) / 2 - 50.0, 1e-12);
    shut(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_stage_has_half_of_what_it_does_first_and_last),
        cmocka_unit_test(stages_are_taken_over_after_each_set_of_the_other_blocks),
        cmocka_unit_test(what_a_row_of_the_framework_says_is_a_stage_too),
        cmocka_unit_test(the_flat_game_has_one_row_of_the_method),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
