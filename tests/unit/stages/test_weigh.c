/* stages/weigh: weights of a node's children, given, judged or found in the data; and stages/each: whose values are
 * looked at. SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit/stages/sketch.h"

static const char tree[] = "a P 1\nb P 3\nc P 2\nP - 1\n";
static const char data[] = "u1 2020 a 1 b 2 c 9\n"
                           "u2 2020 a 2 b 5 c 4\n"
                           "u3 2020 a 3 b 4 c 5\n"
                           "u4 2020 a 4 b 9 c 2\n"
                           "u1 2021 a 2 b 8 c 1\n"
                           "u2 2021 a 4 b 3 c 5\n"
                           "u3 2021 a 7 b 1 c 2\n"
                           "u4 2021 a 9 b 2 c 3\n";

static const char *const codes[] = {"a", "b", "c"};

static void open_weighed(sketch *s, const char *method)
{
    sketch_open(s, tree, data);
    s->options.first_year = 2020;
    s->options.last_year = 2021;
    sketch_choose(s, TITIAN_STAGE_WEIGH, method);
    sketch_range(s, TITIAN_STAGE_NORMALISE, 1.0, 100.0);
}

static double weight(const sketch *s, const char *code, size_t year)
{
    const double *weights = titian_assessment_weights(s->a, year);
    double sum = 0.0;

    for (size_t k = 0; k < 3; k++)
        sum += weights[sketch_node(s, codes[k])];
    return weights[sketch_node(s, code)] / sum;
}

static void given_weights_are_those_of_the_recipe(void **state)
{
    sketch s;

    (void) state;
    open_weighed(&s, "given");
    sketch_run(&s);
    assert_near(weight(&s, "b", 0), 0.5, 1e-15);
    assert_near(titian_assessment_effective_weights(s.a, 1)[sketch_node(&s, "c")], 1.0 / 3.0, 1e-15);
    sketch_close(&s);
}

static void a_named_set_takes_their_place(void **state)
{
    const double weights[] = {5.0, 0.0, 5.0, 1.0};
    const titian_weight_set set = {.name = "experts", .weights = weights};
    sketch s;

    (void) state;
    open_weighed(&s, "given");
    sketch_number(&s, TITIAN_STAGE_WEIGH, "set", 0.0);
    s.recipe.sets = &set;
    s.recipe.n_sets = 1;
    sketch_run(&s);
    assert_near(weight(&s, "a", 0), 0.5, 1e-15);
    assert_near(weight(&s, "b", 1), 0.0, 0.0);
    sketch_close(&s);
}

static void equal_weights_make_the_node_the_plain_mean(void **state)
{
    sketch s;

    (void) state;
    open_weighed(&s, "equal");
    sketch_run(&s);
    assert_near(sketch_value(&s, TITIAN_RESULT_AGGREGATED, "P", "u1", 2020),
        (sketch_value(&s, TITIAN_RESULT_AGGREGATED, "a", "u1", 2020) +
            sketch_value(&s, TITIAN_RESULT_AGGREGATED, "b", "u1", 2020) +
            sketch_value(&s, TITIAN_RESULT_AGGREGATED, "c", "u1", 2020)) /
            3.0,
        1e-12);
    sketch_close(&s);
}

/* sd of a z-score is 1 whatever the data. */
static void weights_by_deviation_of_z_scores_are_equal(void **state)
{
    sketch s;

    (void) state;
    open_weighed(&s, "sd");
    sketch_choose(&s, TITIAN_STAGE_NORMALISE, "zscore");
    sketch_run(&s);
    for (size_t k = 0; k < 3; k++)
        assert_near(weight(&s, codes[k], 1), 1.0 / 3.0, 1e-12);
    sketch_close(&s);
}

/* sd of a, b, c by hand: ranks of four units without ties have one sd. */
static void weights_follow_the_data_of_each_year(void **state)
{
    sketch s;

    (void) state;
    open_weighed(&s, "critic");
    sketch_run(&s);
    assert_true(fabs(weight(&s, "a", 0) - weight(&s, "a", 1)) > 0.01);
    assert_near(titian_assessment_effective_weights(s.a, 1)[sketch_node(&s, "a")], weight(&s, "a", 1), 1e-12);
    sketch_close(&s);
}

static void pooled_and_base_weights_are_the_same_in_every_year(void **state)
{
    sketch s;
    double first;

    (void) state;
    open_weighed(&s, "critic");
    sketch_run(&s);
    first = weight(&s, "a", 0);
    sketch_number(&s, TITIAN_STAGE_WEIGH, "over", 1.0);
    sketch_run(&s);
    assert_near(weight(&s, "a", 0), weight(&s, "a", 1), 0.0);
    sketch_number(&s, TITIAN_STAGE_WEIGH, "over", 2.0);
    sketch_number(&s, TITIAN_STAGE_WEIGH, "base_year", 2020.0);
    sketch_run(&s);
    assert_near(weight(&s, "a", 0), first, 1e-15);
    assert_near(weight(&s, "a", 1), first, 1e-15);
    sketch_close(&s);
}

static void a_base_year_outside_the_index_years_is_refused(void **state)
{
    sketch s;

    (void) state;
    open_weighed(&s, "sd");
    sketch_number(&s, TITIAN_STAGE_WEIGH, "over", 2.0);
    sketch_number(&s, TITIAN_STAGE_WEIGH, "base_year", 2010.0);
    sketch_fails(&s, TITIAN_E_USAGE);
    assert_non_null(strstr(s.error.message, "base year 2010"));
    assert_true(s.error.mend[0] != '\0');
    sketch_close(&s);
}

/* Every data-driven row gives weights that can be shared out, or says why not. */
static void every_method_gives_weights_on_complete_data(void **state)
{
    const char *const methods[] = {
        "pca", "factor", "sd", "entropy", "critic", "merec", "optimised", "common_bod", "equal", "given"};

    (void) state;
    for (size_t m = 0; m < sizeof methods / sizeof *methods; m++) {
        sketch s;
        double sum = 0.0;

        open_weighed(&s, methods[m]);
        if (strcmp(methods[m], "common_bod") == 0)
            for (size_t k = 0; k < 4; k++) {
                titian_option *share = &s.weighing[k].option[titian_method_param(s.weighing[k].method, "share")];

                share->number = 0.2;
                share->upper = 0.5;
            }
        if (sketch_try(&s) != TITIAN_OK)
            fail_msg("%s: %s", methods[m], s.error.message);
        for (size_t k = 0; k < 3; k++) {
            assert_true(weight(&s, codes[k], 0) >= 0.0);
            sum += weight(&s, codes[k], 0);
        }
        assert_near(sum, 1.0, 1e-12);
        sketch_close(&s);
    }
}

static void a_score_that_a_method_cannot_take_is_named(void **state)
{
    sketch s;

    (void) state;
    open_weighed(&s, "entropy");
    sketch_range(&s, TITIAN_STAGE_NORMALISE, 0.0, 100.0);
    sketch_fails(&s, TITIAN_E_NUMERIC);
    assert_non_null(strstr(s.error.message, "under P"));
    assert_non_null(strstr(s.error.message, "unit u1"));
    assert_non_null(strstr(s.error.message, "in 2020"));
    assert_true(s.error.mend[0] != '\0');
    sketch_close(&s);
}

static void a_node_may_differ_from_its_siblings(void **state)
{
    sketch s;

    (void) state;
    sketch_open(&s, "a P 1\nb P 3\nc Q 1\nd Q 3\nP T 1\nQ T 1\nT - 1\n",
        "u1 2020 a 1 b 2 c 9 d 1\nu2 2020 a 2 b 5 c 4 d 2\nu3 2020 a 3 b 4 c 5 d 5\n");
    s.weighing[sketch_node(&s, "Q")] =
        titian_choice_default(TITIAN_STAGE_WEIGH, titian_method_find(TITIAN_STAGE_WEIGH, "equal"));
    sketch_run(&s);
    assert_near(titian_assessment_effective_weights(s.a, 0)[sketch_node(&s, "b")], 0.375, 1e-15);
    assert_near(titian_assessment_effective_weights(s.a, 0)[sketch_node(&s, "d")], 0.25, 1e-15);
    sketch_close(&s);
}

/* b weighs most, then c, then a: 11/18, 5/18, 2/18. Source: Barron and Barrett 1996, table 1. */
static void the_order_of_weights_alone_makes_centroid_weights(void **state)
{
    sketch s;

    (void) state;
    open_weighed(&s, "rank_order");
    sketch_run(&s);
    assert_near(weight(&s, "b", 0), 11.0 / 18.0, 1e-15);
    assert_near(weight(&s, "c", 0), 5.0 / 18.0, 1e-15);
    assert_near(weight(&s, "a", 0), 2.0 / 18.0, 1e-15);
    s.weights[sketch_node(&s, "a")] = 2.0; /* as c: they share the mean of their places */
    sketch_run(&s);
    assert_near(weight(&s, "c", 0), 3.5 / 18.0, 1e-15);
    assert_near(weight(&s, "a", 0), 3.5 / 18.0, 1e-15);
    sketch_close(&s);
}

/* A table of the model, as its reader makes it. */
static const char *const abc[] = {"c", "a", "b"};
static const char *const experts[] = {"x", "y"};
static const size_t lines[] = {2, 3, 4};

static void set_table(sketch *s, const titian_table *table)
{
    for (size_t k = 0; k < 4; k++)
        s->weighing[k].option[titian_method_param(s->weighing[k].method, "file")] = (titian_option){.table = table};
}

/* a is twice b and four times c; consistent judgements are their own weights. */
static void judgements_of_pairs_become_weights(void **state)
{
    const double cells[] = {1, TITIAN_MISSING, TITIAN_MISSING, 4, 1, 2, 2, TITIAN_MISSING, 1};
    const titian_table table = {
        .file = "j.csv", .n_rows = 3, .n_columns = 3, .rows = abc, .columns = abc, .lines = lines, .cells = cells};
    sketch s;

    (void) state;
    open_weighed(&s, "ahp");
    set_table(&s, &table);
    sketch_run(&s);
    assert_near(weight(&s, "a", 0), 4.0 / 7.0, 1e-12);
    assert_near(weight(&s, "b", 1), 2.0 / 7.0, 1e-12);
    assert_near(weight(&s, "c", 1), 1.0 / 7.0, 1e-12);
    sketch_close(&s);
}

/* By hand: all products of the rows are 1, so all weights are 1/3, and lambda is 1 + 2 + 1/2. Saaty's RI of 3 is
 * 0.58: (3.5 - 3) / 2 / 0.58 = 0.431. */
static void the_consistency_ratio_is_noted(void **state)
{
    const double round_about[] = {1, 2, 0.5, TITIAN_MISSING, 1, 2, TITIAN_MISSING, TITIAN_MISSING, 1};
    const double agreeing[] = {1, 2, 4, TITIAN_MISSING, 1, 2, TITIAN_MISSING, TITIAN_MISSING, 1};
    titian_table table = {
        .file = "j.csv", .n_rows = 3, .n_columns = 3, .rows = abc, .columns = abc, .lines = lines, .cells = agreeing};
    sketch s;

    (void) state;
    open_weighed(&s, "ahp");
    set_table(&s, &table);
    sketch_run(&s);
    assert_true(sketch_notes(&s, "P consistency ratio 0.000"));
    table.cells = round_about;
    sketch_run(&s);
    assert_true(sketch_notes(&s, "P contradict consistency ratio 0.431"));
    sketch_close(&s);
}

static void a_child_without_judgements_is_named(void **state)
{
    const double cells[] = {1, 2, TITIAN_MISSING, 1};
    const titian_table table = {
        .file = "j.csv", .n_rows = 2, .n_columns = 2, .rows = abc, .columns = abc, .lines = lines, .cells = cells};
    sketch s;

    (void) state;
    open_weighed(&s, "ahp");
    set_table(&s, &table);
    sketch_fails(&s, TITIAN_E_MODEL);
    assert_string_equal(s.error.file, "j.csv");
    assert_non_null(strstr(s.error.message, "for b, a child of P"));
    sketch_close(&s);
}

static void points_of_experts_become_weights(void **state)
{
    const double cells[] = {20, 50, 30, 40, 30, 30};
    const titian_table table = {.file = "v.csv",
        .n_rows = 2,
        .n_columns = 3,
        .rows = experts,
        .columns = abc,
        .lines = lines,
        .cells = cells};
    sketch s;

    (void) state;
    open_weighed(&s, "budget");
    set_table(&s, &table);
    sketch_run(&s);
    assert_near(weight(&s, "a", 0), 0.4, 1e-12);
    assert_near(weight(&s, "b", 0), 0.3, 1e-12);
    assert_near(weight(&s, "c", 0), 0.3, 1e-12);
    sketch_close(&s);
}

static void points_that_do_not_add_up_name_the_expert(void **state)
{
    const double cells[] = {20, 50, 30, 40, 30, 10};
    const titian_table table = {.file = "v.csv",
        .n_rows = 2,
        .n_columns = 3,
        .rows = experts,
        .columns = abc,
        .lines = lines,
        .cells = cells};
    sketch s;

    (void) state;
    open_weighed(&s, "budget");
    set_table(&s, &table);
    sketch_fails(&s, TITIAN_E_MODEL);
    assert_non_null(strstr(s.error.message, "expert y"));
    assert_int_equal(s.error.line, 3);
    sketch_close(&s);
}

/* Indicator a stands by rank, the others by the model's choice. */
static void an_indicator_may_have_a_choice_of_its_own(void **state)
{
    titian_choice own[3];
    sketch s;

    (void) state;
    open_weighed(&s, "given");
    for (size_t k = 0; k < 3; k++)
        own[k] = s.recipe.choice[TITIAN_STAGE_NORMALISE];
    own[sketch_node(&s, "a")] =
        titian_choice_default(TITIAN_STAGE_NORMALISE, titian_method_find(TITIAN_STAGE_NORMALISE, "zscore"));
    s.recipe.own[TITIAN_STAGE_NORMALISE] = own;
    sketch_run(&s);
    assert_near(sketch_value(&s, TITIAN_RESULT_NORMALISED, "a", "u1", 2020), -1.5 / sqrt(5.0 / 3.0), 1e-12);
    assert_near(sketch_value(&s, TITIAN_RESULT_NORMALISED, "b", "u4", 2020), 100.0, 1e-12);
    sketch_close(&s);
}

/* r of a and b is 10 / sqrt(5 x 26); of both with the mean of their z-scores sqrt((1 + r) / 2) = 0.9688. */
static void what_optimised_weights_reach_is_noted(void **state)
{
    sketch s;

    (void) state;
    sketch_open(&s, "a P 1\nb P 3\nP - 1\n", "u1 2020 a 1 b 2\nu2 2020 a 2 b 5\nu3 2020 a 3 b 4\nu4 2020 a 4 b 9\n");
    sketch_choose(&s, TITIAN_STAGE_NORMALISE, "zscore");
    sketch_choose(&s, TITIAN_STAGE_WEIGH, "optimised");
    sketch_run(&s);
    assert_true(sketch_notes(&s, "P: optimised in 2020; correlations a 0.97, b 0.97, equal ones were wanted"));
    sketch_number(&s, TITIAN_STAGE_WEIGH, "targets", 1.0);
    sketch_run(&s);
    assert_true(sketch_notes(&s, "in proportion to the column Weight were wanted"));
    sketch_close(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(given_weights_are_those_of_the_recipe),
        cmocka_unit_test(a_named_set_takes_their_place),
        cmocka_unit_test(equal_weights_make_the_node_the_plain_mean),
        cmocka_unit_test(weights_by_deviation_of_z_scores_are_equal),
        cmocka_unit_test(weights_follow_the_data_of_each_year),
        cmocka_unit_test(pooled_and_base_weights_are_the_same_in_every_year),
        cmocka_unit_test(a_base_year_outside_the_index_years_is_refused),
        cmocka_unit_test(every_method_gives_weights_on_complete_data),
        cmocka_unit_test(a_score_that_a_method_cannot_take_is_named),
        cmocka_unit_test(a_node_may_differ_from_its_siblings),
        cmocka_unit_test(the_order_of_weights_alone_makes_centroid_weights),
        cmocka_unit_test(judgements_of_pairs_become_weights),
        cmocka_unit_test(the_consistency_ratio_is_noted),
        cmocka_unit_test(a_child_without_judgements_is_named),
        cmocka_unit_test(points_of_experts_become_weights),
        cmocka_unit_test(points_that_do_not_add_up_name_the_expert),
        cmocka_unit_test(an_indicator_may_have_a_choice_of_its_own),
        cmocka_unit_test(what_optimised_weights_reach_is_noted),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
