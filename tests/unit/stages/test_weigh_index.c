/* stages/weigh_optimise: the weights of a whole level, found for its correlations with the index.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit/stages/sketch.h"

static const char tree[] = "a P 1 goalposts 0 100\n"
                           "b P 1 goalposts 0 100\n"
                           "c Q 1 goalposts 0 100\n"
                           "d Q 1 goalposts 0 100\n"
                           "e R 1 goalposts 0 100\n"
                           "P X 3\n"
                           "Q X 2\n"
                           "R X 1\n"
                           "X - 1\n";
static const char data[] = "u1 2020 a 10 b 25 c 90 d 44 e 31\n"
                           "u2 2020 a 20 b 51 c 40 d 12 e 67\n"
                           "u3 2020 a 35 b 40 c 55 d 70 e 12\n"
                           "u4 2020 a 40 b 93 c 20 d 31 e 50\n"
                           "u5 2020 a 55 b 30 c 61 d 25 e 88\n"
                           "u6 2020 a 72 b 62 c 37 d 66 e 41\n"
                           "u1 2021 a 62 b 15 c 30 d 84 e 21\n"
                           "u2 2021 a 10 b 81 c 62 d 22 e 37\n"
                           "u3 2021 a 45 b 10 c 75 d 40 e 92\n"
                           "u4 2021 a 80 b 33 c 12 d 61 e 30\n"
                           "u5 2021 a 25 b 50 c 41 d 55 e 68\n"
                           "u6 2021 a 33 b 72 c 87 d 36 e 11\n";

static sketch opened(const char *data_text)
{
    sketch s;

    sketch_open(&s, tree, data_text);
    s.options.first_year = 2020;
    s.options.last_year = 2021;
    sketch_choose(&s, TITIAN_STAGE_NORMALISE, "goalposts");
    return s;
}

/* Level 2, the parents, against the index; the index's own children as given. */
static void against_index(sketch *s)
{
    const titian_choice given = titian_choice_default(TITIAN_STAGE_WEIGH, 0);

    sketch_choose(s, TITIAN_STAGE_WEIGH, "optimised");
    sketch_number(s, TITIAN_STAGE_WEIGH, "against", 1.0);
    s->weighing[sketch_node(s, "X")] = given;
}

static double correlation(const sketch *s, const char *code, const char *other, int year)
{
    const titian_panel *scores = titian_assessment_result(s->a, TITIAN_RESULT_AGGREGATED);
    const size_t t = titian_panel_find_year(scores, year), n = titian_panel_n_units(scores);
    const double *x = titian_panel_column(scores, sketch_node(s, code), t);
    const double *y = titian_panel_column(scores, sketch_node(s, other), t);
    double mx = 0.0, my = 0.0, xx = 0.0, yy = 0.0, xy = 0.0;

    for (size_t i = 0; i < n; i++) {
        mx += x[i] / (double) n;
        my += y[i] / (double) n;
    }
    for (size_t i = 0; i < n; i++) {
        xx += (x[i] - mx) * (x[i] - mx);
        yy += (y[i] - my) * (y[i] - my);
        xy += (x[i] - mx) * (y[i] - my);
    }
    return xy / sqrt(xx * yy);
}

static const titian_reached *reached(const sketch *s, const char *code, int year)
{
    const titian_panel *scores = titian_assessment_result(s->a, TITIAN_RESULT_AGGREGATED);

    return titian_assessment_reached(s->a, sketch_node(s, code), titian_panel_find_year(scores, year));
}

static void correlations_that_are_reached_are_those_with_the_index(void **state)
{
    static const char *const codes[] = {"a", "b", "c", "d", "e"};
    sketch s = opened(data);

    (void) state;
    against_index(&s);
    sketch_run(&s);
    for (int year = 2020; year <= 2021; year++)
        for (size_t k = 0; k < 5; k++) {
            const titian_reached *found = reached(&s, codes[k], year);

            assert_non_null(found);
            assert_int_equal(found->of, sketch_node(&s, "X"));
            assert_near(found->correlation, correlation(&s, codes[k], "X", year), 1e-12);
            assert_near(found->wanted, 0.2, 1e-15);
            assert_true(found->settled);
        }
    assert_null(reached(&s, "P", 2020));
    assert_true(fabs(titian_assessment_weights(s.a, 0)[0] - titian_assessment_weights(s.a, 1)[0]) > 1e-3);
    sketch_close(&s);
}

static void weights_under_each_parent_add_up_to_one(void **state)
{
    const double *w = NULL;
    sketch s = opened(data);

    (void) state;
    against_index(&s);
    sketch_run(&s);
    w = titian_assessment_weights(s.a, 0);
    assert_near(w[sketch_node(&s, "a")] + w[sketch_node(&s, "b")], 1.0, 1e-14);
    assert_near(w[sketch_node(&s, "c")] + w[sketch_node(&s, "d")], 1.0, 1e-14);
    assert_near(w[sketch_node(&s, "e")], 1.0, 1e-14);
    assert_near(w[sketch_node(&s, "P")], 3.0, 0.0);
    sketch_close(&s);
}

static void pooled_years_have_the_same_weights(void **state)
{
    sketch s = opened(data);

    (void) state;
    against_index(&s);
    for (size_t k = 5; k < 8; k++) /* over: pooled */
        s.weighing[k].option[titian_method_param(s.weighing[k].method, "over")].number = 1.0;
    sketch_run(&s);
    for (size_t node = 0; node < 5; node++)
        assert_near(titian_assessment_weights(s.a, 0)[node], titian_assessment_weights(s.a, 1)[node], 0.0);
    assert_near(reached(&s, "a", 2020)->correlation, reached(&s, "a", 2021)->correlation, 0.0);
    sketch_close(&s);
}

/* For the children of the index both forms look at the same correlations. */
static void at_the_top_it_is_the_node_itself(void **state)
{
    const char *const codes[] = {"P", "Q", "R"};
    double weights[3];
    sketch s = opened(data);

    (void) state;
    s.weighing[sketch_node(&s, "X")] =
        titian_choice_default(TITIAN_STAGE_WEIGH, titian_method_find(TITIAN_STAGE_WEIGH, "optimised"));
    for (size_t node = 5; node < 8; node++)
        s.weighing[node] = titian_choice_default(TITIAN_STAGE_WEIGH, 0);
    s.recipe.weighing = s.weighing;
    sketch_run(&s);
    for (size_t k = 0; k < 3; k++)
        weights[k] = titian_assessment_weights(s.a, 0)[sketch_node(&s, codes[k])];
    s.weighing[sketch_node(&s, "X")]
        .option[titian_method_param(s.weighing[sketch_node(&s, "X")].method, "against")]
        .number = 1.0;
    sketch_run(&s);
    for (size_t k = 0; k < 3; k++)
        assert_near(titian_assessment_weights(s.a, 0)[sketch_node(&s, codes[k])], weights[k], 1e-7);
    sketch_close(&s);
}

static void weights_above_must_be_known(void **state)
{
    sketch s = opened(data);

    (void) state;
    against_index(&s);
    s.weighing[sketch_node(&s, "X")] =
        titian_choice_default(TITIAN_STAGE_WEIGH, titian_method_find(TITIAN_STAGE_WEIGH, "critic"));
    sketch_fails(&s, TITIAN_E_MODEL);
    assert_string_equal(s.error.message,
        "the children of P are weighed against the index, but the weights under X come from the data too");
    against_index(&s);
    s.weighing[sketch_node(&s, "Q")] =
        titian_choice_default(TITIAN_STAGE_WEIGH, titian_method_find(TITIAN_STAGE_WEIGH, "sd"));
    sketch_fails(&s, TITIAN_E_MODEL);
    assert_string_equal(s.error.message,
        "the children of P are weighed against the index, but the weights under Q come from the data too");
    sketch_close(&s);
}

static void entries_that_go_together_have_the_same_options(void **state)
{
    sketch s = opened(data);

    (void) state;
    against_index(&s);
    s.weighing[sketch_node(&s, "Q")].option[titian_method_param(s.weighing[5].method, "aim")].number = 1.0;
    sketch_fails(&s, TITIAN_E_MODEL);
    assert_string_equal(
        s.error.message, "P and Q are weighed against the index together, but with different options");
    sketch_close(&s);
}

/* What is known beside them stays; the index is still that of all. */
static void a_node_that_is_not_meant_keeps_its_weights(void **state)
{
    sketch s = opened(data);

    (void) state;
    against_index(&s);
    s.weighing[sketch_node(&s, "Q")] = titian_choice_default(TITIAN_STAGE_WEIGH, 0);
    sketch_run(&s);
    assert_near(titian_assessment_weights(s.a, 0)[sketch_node(&s, "c")], 1.0, 0.0);
    assert_null(reached(&s, "c", 2020));
    assert_near(reached(&s, "a", 2020)->correlation, correlation(&s, "a", "X", 2020), 1e-12);
    assert_near(reached(&s, "a", 2020)->wanted, 1.0 / 3.0, 1e-15);
    sketch_close(&s);
}

static void a_constant_element_is_named(void **state)
{
    sketch s = opened("u1 2020 a 10 b 25 c 90 d 5 e 31\nu2 2020 a 20 b 51 c 40 d 5 e 67\n"
                      "u3 2020 a 35 b 40 c 55 d 5 e 12\nu4 2020 a 40 b 93 c 20 d 5 e 50\n");

    (void) state;
    s.options.last_year = 2020;
    against_index(&s);
    sketch_fails(&s, TITIAN_E_NUMERIC);
    assert_non_null(strstr(s.error.message, "the weights of level 1 against the index"));
    assert_non_null(strstr(s.error.message, "in 2020, d: "));
    assert_true(s.error.mend[0] != '\0');
    sketch_close(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(correlations_that_are_reached_are_those_with_the_index),
        cmocka_unit_test(weights_under_each_parent_add_up_to_one),
        cmocka_unit_test(pooled_years_have_the_same_weights),
        cmocka_unit_test(at_the_top_it_is_the_node_itself),
        cmocka_unit_test(weights_above_must_be_known),
        cmocka_unit_test(entries_that_go_together_have_the_same_options),
        cmocka_unit_test(a_node_that_is_not_meant_keeps_its_weights),
        cmocka_unit_test(a_constant_element_is_named),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
