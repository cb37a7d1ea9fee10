/* analysis/rank: who is ranked, ranks, bands.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit/stages/sketch.h"

static const char tree[] = "A P 1 goalposts 0 100\n"
                           "B Q 1 goalposts 0 100\n"
                           "P X 1\n"
                           "Q X 1\n"
                           "X - 1\n";
static const char data[] = "U1 2020 A 60 B 40\n"
                           "U2 2020 A 40 B 60\n"
                           "U3 2020 A 90 B 20\n"
                           "U4 2020 A 99 B -\n"
                           "U5 2020 A - B -\n"
                           "U6 2020 A 30 B 30\n";

static sketch example(double min_coverage)
{
    sketch s;

    sketch_open(&s, tree, data);
    sketch_choose(&s, TITIAN_STAGE_NORMALISE, "goalposts");
    sketch_choose(&s, TITIAN_STAGE_SCREEN, "coverage");
    sketch_number(&s, TITIAN_STAGE_SCREEN, "min_coverage", min_coverage);
    sketch_run(&s);
    return s;
}

static void the_highest_score_ranks_first_and_ties_share(void **state)
{
    sketch s = example(0.6);

    (void) state;
    assert_int_equal(sketch_state(&s, "U3", 2020)->rank, 1); /* 55 */
    assert_int_equal(sketch_state(&s, "U1", 2020)->rank, 2); /* 50 */
    assert_int_equal(sketch_state(&s, "U2", 2020)->rank, 2); /* 50 */
    assert_int_equal(sketch_state(&s, "U6", 2020)->rank, 4); /* 30 */
    sketch_close(&s);
}

static void a_unit_with_too_little_data_is_scored_but_not_ranked(void **state)
{
    sketch s = example(0.6);

    (void) state;
    assert_near(sketch_value(&s, TITIAN_RESULT_AGGREGATED, "X", "U4", 2020), 99.0, 0.0);
    assert_int_equal(sketch_state(&s, "U4", 2020)->ranked, 0);
    assert_int_equal(sketch_state(&s, "U4", 2020)->rank, 0);
    assert_int_equal(titian_assessment_ranks(s.a, sketch_node(&s, "A"), 0)[sketch_unit(&s, "U4")], 0);
    sketch_close(&s);
}

static void a_unit_without_a_score_is_not_ranked_even_where_nothing_is_asked(void **state)
{
    sketch s = example(0.0);

    (void) state;
    assert_int_equal(sketch_state(&s, "U5", 2020)->ranked, 0);
    assert_string_equal(sketch_state(&s, "U5", 2020)->why_not, "its data do not give a score for X");
    assert_int_equal(sketch_state(&s, "U4", 2020)->ranked, 1);
    assert_int_equal(sketch_state(&s, "U4", 2020)->rank, 1);
    sketch_close(&s);
}

static void nodes_are_ranked_among_ranked_units_alone(void **state)
{
    sketch s = example(0.6);
    const size_t *ranks = titian_assessment_ranks(s.a, sketch_node(&s, "Q"), 0);

    (void) state;
    assert_int_equal(ranks[sketch_unit(&s, "U2")], 1);
    assert_int_equal(ranks[sketch_unit(&s, "U3")], 4);
    ranks = titian_assessment_ranks(s.a, sketch_node(&s, "P"), 0);
    assert_int_equal(ranks[sketch_unit(&s, "U3")], 1); /* U4's 99 does not take part */
    sketch_close(&s);
}

static void bands_begin_at_their_number(void **state)
{
    const titian_band bands[] = {{"low", 0.0, 0}, {"middle", 50.0, 0}, {"high", 55.0, 0}};
    sketch s;

    (void) state;
    sketch_open(&s, tree, data);
    sketch_choose(&s, TITIAN_STAGE_NORMALISE, "goalposts");
    s.recipe.bands = bands;
    s.recipe.n_bands = 3;
    titian_panel_column_mut(s.panel, 0, 0)[0] -= 1e-11; /* noise below the ninth decimal */
    sketch_run(&s);
    assert_int_equal(sketch_state(&s, "U6", 2020)->band, 0);
    assert_int_equal(sketch_state(&s, "U1", 2020)->band, 1);
    assert_int_equal(sketch_state(&s, "U2", 2020)->band, 1);
    assert_int_equal(sketch_state(&s, "U3", 2020)->band, 2);
    assert_true(sketch_state(&s, "U5", 2020)->band == TITIAN_NONE);
    sketch_close(&s);
}

/* U1 and U2 have 50, on the bound; U3 has 55, U4 99. */
static void a_band_above_its_number_leaves_it_to_the_one_before(void **state)
{
    const titian_band bands[] = {{"low", 0.0, 0}, {"middle", 50.0, 1}, {"high", 54.0, 1}, {"top", 99.0, 0}};
    sketch s;

    (void) state;
    sketch_open(&s, tree, data);
    sketch_choose(&s, TITIAN_STAGE_NORMALISE, "goalposts");
    s.recipe.bands = bands;
    s.recipe.n_bands = 4;
    sketch_run(&s);
    assert_int_equal(sketch_state(&s, "U1", 2020)->band, 0);
    assert_int_equal(sketch_state(&s, "U3", 2020)->band, 2);
    assert_int_equal(sketch_state(&s, "U4", 2020)->band, 3);
    sketch_close(&s);
}

static void the_first_band_takes_everything_below_the_second(void **state)
{
    const titian_band bands[] = {{"low", 40.0, 0}, {"high", 90.0, 0}};
    sketch s;

    (void) state;
    sketch_open(&s, tree, data);
    sketch_choose(&s, TITIAN_STAGE_NORMALISE, "goalposts");
    s.recipe.bands = bands;
    s.recipe.n_bands = 2;
    sketch_run(&s);
    assert_int_equal(sketch_state(&s, "U6", 2020)->band, 0);
    sketch_close(&s);
}

static void without_bands_nobody_is_in_one(void **state)
{
    sketch s = example(0.6);

    (void) state;
    assert_true(sketch_state(&s, "U1", 2020)->band == TITIAN_NONE);
    sketch_close(&s);
}

/* Domain, worked numbers 7.3: the moving scale lets B fall though it improved, fixed goalposts do not. */
static void only_fixed_goalposts_show_that_a_unit_improved(void **state)
{
    const char *const methods[] = {"minmax", "zscore", "goalposts"};
    const double expected[][2] = {{40.0, 100.0 / 3.0}, {-0.1324532357065045, -0.21821789023599225}, {50.0, 55.0}};

    (void) state;
    for (size_t k = 0; k < 3; k++) {
        sketch s;

        sketch_open(&s, "I X 1 goalposts 0 120\nX - 1\n",
            "A 2020 I 40\nB 2020 I 60\nC 2020 I 90\nA 2021 I 44\nB 2021 I 66\nC 2021 I 110\n");
        sketch_choose(&s, TITIAN_STAGE_NORMALISE, methods[k]);
        s.options.first_year = 2020;
        s.options.last_year = 2021;
        sketch_run(&s);
        assert_near(sketch_value(&s, TITIAN_RESULT_AGGREGATED, "X", "B", 2020), expected[k][0], 1e-12);
        assert_near(sketch_value(&s, TITIAN_RESULT_AGGREGATED, "X", "B", 2021), expected[k][1], 1e-12);
        assert_int_equal(sketch_state(&s, "B", 2021)->rank, 2);
        sketch_close(&s);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_highest_score_ranks_first_and_ties_share),
        cmocka_unit_test(a_unit_with_too_little_data_is_scored_but_not_ranked),
        cmocka_unit_test(a_unit_without_a_score_is_not_ranked_even_where_nothing_is_asked),
        cmocka_unit_test(nodes_are_ranked_among_ranked_units_alone),
        cmocka_unit_test(bands_begin_at_their_number),
        cmocka_unit_test(a_band_above_its_number_leaves_it_to_the_one_before),
        cmocka_unit_test(the_first_band_takes_everything_below_the_second),
        cmocka_unit_test(without_bands_nobody_is_in_one),
        cmocka_unit_test(only_fixed_goalposts_show_that_a_unit_improved),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
