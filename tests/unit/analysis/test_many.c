/* Tens of thousands of units: work that threads share, ranks by digits, tables handed over in pieces, and runs of
 * which little is kept. Values are chosen so that ranks and scores are known without computing them.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit/stages/sketch.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <titian/divide.h>
#include <titian/listing.h>
#include <titian/uncertainty.h>

enum { N = 20011, STEP = 7919, MISSING_EVERY = 10 }; /* N is a prime: i * STEP modulo N meets every number once */

static const char tree[] = "A P 1 goalposts 0 100\nB P 1 goalposts 0 100\nC Q 1 goalposts 0 100\nP X 1\nQ X 1\n"
                           "X - 1\nother POP\n";

static size_t place_of(size_t unit)
{
    return unit * STEP % N;
}

static void fill(titian_panel *panel, const char *variable, size_t unit, double value)
{
    const size_t v = titian_panel_find_variable(panel, variable);

    titian_panel_column_mut(panel, v, 0)[unit] = value;
    titian_panel_marks_mut(panel, v, 0)[unit] = TITIAN_MARK_OBSERVED;
}

/* A, B, C of a unit are all its place in 1/500; every tenth has no C. */
static void open_many(sketch *s)
{
    static const char *const variables[] = {"A", "B", "C", "POP"};
    static const int year = 2020;
    char(*texts)[8] = calloc(N, sizeof *texts);
    const char **codes = calloc(N, sizeof *codes);

    sketch_open_units(s, tree, 1);
    titian_panel_free(s->panel);
    assert_true(texts != NULL && codes != NULL);
    for (size_t i = 0; i < N; i++) {
        (void) snprintf(texts[i], sizeof texts[i], "U%05u", (unsigned) i);
        codes[i] = texts[i];
    }
    assert_int_equal(
        titian_panel_new(&s->panel,
            &(titian_panel_shape){
                .variables = variables, .n_variables = 4, .years = &year, .n_years = 1, .units = codes, .n_units = N},
            NULL),
        TITIAN_OK);
    for (size_t i = 0; i < N; i++) {
        const double value = (double) place_of(i) / 500.0;

        fill(s->panel, "A", i, value);
        fill(s->panel, "B", i, value);
        fill(s->panel, "POP", i, 1.0 + (double) (i % 3));
        if (i % MISSING_EVERY > 0)
            fill(s->panel, "C", i, value);
    }
    free(texts);
    free(codes);
    sketch_choose(s, TITIAN_STAGE_NORMALISE, "goalposts");
}

/* The unit at place N - 1 ranks first. */
static void expect_ranks(const sketch *s, const char *node)
{
    const size_t *ranks = titian_assessment_ranks(s->a, sketch_node(s, node), 0);

    for (size_t i = 0; i < N; i++)
        if (ranks[i] != N - place_of(i))
            fail_msg("%s: unit %zu ranks %zu, not %zu", node, i, ranks[i], N - place_of(i));
}

static void ranks_and_quality_of_many_are_those_of_few(void **state)
{
    sketch s;

    (void) state;
    open_many(&s);
    sketch_run(&s);
    expect_ranks(&s, "A");
    expect_ranks(&s, "P");
    expect_ranks(&s, "X");
    for (size_t i = 0; i < N; i++) {
        const titian_unit_state *unit = titian_assessment_unit(s.a, i, 0);

        assert_near(unit->coverage, i % MISSING_EVERY > 0 ? 1.0 : 0.5, 1e-15);
        assert_int_equal(unit->n_observed, i % MISSING_EVERY > 0 ? 3 : 2);
    }
    assert_near(titian_assessment_indicator(s.a, sketch_node(&s, "A"), 0)->correlation, 1.0, 1e-12);
    assert_int_equal(
        titian_assessment_indicator(s.a, sketch_node(&s, "C"), 0)->n_available, N - (N + MISSING_EVERY - 1) / 10);
    sketch_close(&s);
}

/* Nothing that is asked for is another thing where the rest is left. */
static void what_is_left_changes_nothing_else(void **state)
{
    static const char *const people[] = {"POP", "no such variable", "POP"};
    sketch whole, s;

    (void) state;
    open_many(&whole);
    sketch_run(&whole);
    open_many(&s);
    s.options.keep = 1u << TITIAN_RESULT_RAW;
    s.options.leave = TITIAN_LEAVE_ALL;
    s.options.variables = people;
    s.options.n_variables = 3;
    s.options.spent = s.panel;
    sketch_run(&s);
    expect_ranks(&s, "X");
    for (size_t node = 0; node < 6; node++)
        assert_memory_equal(titian_panel_column(titian_assessment_result(s.a, TITIAN_RESULT_AGGREGATED), node, 0),
            titian_panel_column(titian_assessment_result(whole.a, TITIAN_RESULT_AGGREGATED), node, 0),
            N * sizeof(double));
    for (size_t i = 0; i < N; i++)
        assert_true(isnan(titian_assessment_unit(s.a, i, 0)->coverage));
    assert_true(isnan(titian_assessment_indicator(s.a, sketch_node(&s, "A"), 0)->correlation));
    assert_int_equal(titian_panel_n_variables(titian_assessment_result(s.a, TITIAN_RESULT_RAW)), 1);
    assert_near(titian_panel_column(titian_assessment_result(s.a, TITIAN_RESULT_RAW), 0, 0)[N - 1],
        1.0 + (double) ((N - 1) % 3), 0.0);
    assert_null(titian_assessment_result(s.a, TITIAN_RESULT_NORMALISED));
    sketch_close(&s);
    sketch_close(&whole);
}

/* ---- pieces ---- */

typedef struct {
    const titian_listing *whole;
    size_t row, n_pieces, most;
} comparing;

static titian_status compare(const titian_listing *rows, void *context, titian_error *err)
{
    comparing *c = context;

    (void) err;
    c->n_pieces++;
    for (size_t row = 0; row < titian_listing_n_rows(rows); row++, c->row++)
        for (size_t k = 0; k < titian_listing_n_columns(rows); k++) {
            const titian_item found = titian_listing_cell(rows, row, k);
            const titian_item wanted = titian_listing_cell(c->whole, c->row, k);

            if (wanted.text != NULL)
                assert_string_equal(found.text, wanted.text);
            else
                assert_memory_equal(&found.number, &wanted.number, sizeof found.number);
        }
    c->most = titian_listing_n_rows(rows) > c->most ? titian_listing_n_rows(rows) : c->most;
    return TITIAN_OK;
}

static titian_status refuse(const titian_listing *rows, void *context, titian_error *err)
{
    *(size_t *) context += titian_listing_n_rows(rows);
    return titian_fail(err, TITIAN_E_FILE, "the disk is full");
}

static size_t communities(void)
{
    size_t k = 0;

    while (strcmp(titian_divide_name(k), "communities") != 0)
        k++;
    return k;
}

static void a_long_table_comes_in_pieces_and_is_the_same(void **state)
{
    titian_divide_options options = titian_divide_options_default();
    titian_listing *whole = NULL;
    comparing c = {.row = 0};
    size_t rank = 0;
    sketch s;

    (void) state;
    open_many(&s);
    sketch_run(&s);
    options.weights = "POP";
    options.code = "X";
    options.target = 40.0;
    assert_int_equal(titian_divide_make(&whole, s.a, communities(), &options, NULL), TITIAN_OK);
    assert_int_equal(titian_listing_n_rows(whole), N);
    rank = titian_listing_find(whole, "Rank");
    for (size_t i = 0; i < N; i++)
        assert_near(titian_listing_cell(whole, i, rank).number, (double) (N - place_of(i)), 0.0);
    c.whole = whole;
    assert_int_equal(titian_divide_tell(s.a, communities(), &options, compare, &c, NULL), TITIAN_OK);
    assert_int_equal(c.row, N);
    assert_true(c.n_pieces > 2 && c.most < N / 2);
    titian_listing_free(whole);
    sketch_close(&s);
}

static void a_table_ends_where_its_rows_are_refused(void **state)
{
    titian_divide_options options = titian_divide_options_default();
    size_t n_seen = 0;
    titian_error err;
    sketch s;

    (void) state;
    open_many(&s);
    sketch_run(&s);
    options.code = "X";
    assert_int_equal(titian_divide_tell(s.a, communities(), &options, refuse, &n_seen, &err), TITIAN_E_FILE);
    assert_string_equal(err.message, "the disk is full");
    assert_true(n_seen > 0 && n_seen < N);
    options.code = "no such code";
    n_seen = 0;
    assert_int_equal(titian_divide_tell(s.a, communities(), &options, refuse, &n_seen, &err), TITIAN_E_USAGE);
    assert_int_equal(n_seen, 0);
    sketch_close(&s);
}

/* A variable of the model that was not kept is no variable that there is not. */
static void a_variable_that_was_not_kept_is_named(void **state)
{
    static const char *const none[] = {"A"};
    titian_divide_options options = titian_divide_options_default();
    titian_listing *listing = NULL;
    titian_error err;
    sketch s;

    (void) state;
    open_many(&s);
    s.options.variables = none;
    s.options.n_variables = 1;
    sketch_run(&s);
    options.weights = "POP";
    assert_int_equal(titian_divide_make(&listing, s.a, communities(), &options, &err), TITIAN_E_USAGE);
    assert_string_equal(err.message, "the variable POP was not kept in this run");
    options.weights = "POPP";
    assert_int_equal(titian_divide_make(&listing, s.a, communities(), &options, &err), TITIAN_E_USAGE);
    assert_string_equal(err.message, "there is no variable in the model \"POPP\"");
    sketch_close(&s);
}

/* Whatever the weights, a unit's score is that of its one value: so every replication counts it at its own rank,
 * however blocks, pages and threads share them out. */
static void every_replication_of_many_is_counted_once(void **state)
{
    enum { REPLICATIONS = 70 }; /* no whole number of blocks, nor of pages */
    titian_factor noise = {.name = "weights",
        .how = titian_choice_default(TITIAN_STAGE_VARY, titian_method_find(TITIAN_STAGE_VARY, "noise")),
        .node = TITIAN_NONE};
    titian_uncertainty *u = NULL;
    titian_error err;
    sketch s;

    (void) state;
    open_many(&s);
    s.recipe.uncertainty = (titian_uncertainty_rules){
        .on = 1, .replications = REPLICATIONS, .seed = 3, .top = 10, .factors = &noise, .n_factors = 1};
    sketch_run(&s);
    for (int threads = 1; threads <= 3; threads += 2) {
        if (titian_uncertainty_run(&u, s.a, &(titian_uncertainty_options){.threads = threads}, &err) != TITIAN_OK)
            fail_msg("%s", err.message);
        for (size_t k = 0; k < titian_uncertainty_n_nodes(u); k++)
            for (size_t i = 0; i < N; i += 97) {
                const int has = i % MISSING_EVERY > 0 || titian_uncertainty_node(u, k) != sketch_node(&s, "Q");
                const titian_spread rank = titian_uncertainty_rank(u, k, i),
                                    score = titian_uncertainty_score(u, k, i);

                assert_int_equal(rank.n, has ? REPLICATIONS : 0);
                assert_int_equal(score.n, has ? REPLICATIONS : 0);
                if (!has)
                    continue;
                assert_near(
                    rank.mean, (double) titian_assessment_ranks(s.a, titian_uncertainty_node(u, k), 0)[i], 1e-9);
                assert_near(rank.sd, 0.0, 1e-9);
                assert_near(score.mean, (double) place_of(i) / 500.0, 1e-9);
                assert_near(titian_uncertainty_score_quantile(u, k, i, 0.5), (double) place_of(i) / 500.0, 1e-6);
            }
        titian_uncertainty_free(u);
    }
    sketch_close(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ranks_and_quality_of_many_are_those_of_few),
        cmocka_unit_test(what_is_left_changes_nothing_else),
        cmocka_unit_test(a_long_table_comes_in_pieces_and_is_the_same),
        cmocka_unit_test(a_table_ends_where_its_rows_are_refused),
        cmocka_unit_test(a_variable_that_was_not_kept_is_named),
        cmocka_unit_test(every_replication_of_many_is_counted_once),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
