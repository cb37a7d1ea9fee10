/* analysis/editions: the change between two editions by block.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit/stages/sketch.h"

#include <stdio.h>

#include <titian/editions.h>

#include "unit/analysis/listed.h"
#include "unit/drawn.h"

#define TREE(a, high) "A X " a " goalposts 0 " high "\nB X 1 goalposts 0 100\nX - 1\n"
static const char tree[] = TREE("1", "100"), heavier[] = TREE("3", "100"), farther[] = TREE("1", "200");
static const char data[] = "U1 2020 A 40 B 60\nU2 2020 A 40 B -\nU3 2020 A 40 B 60\n";
static const char vintage[] = "U1 2020 A 60 B 60\nU2 2020 A 40 B 60\nU3 2020 A - B -\n";

typedef struct {
    sketch s[2];
    titian_listing *table;
} shown;

static void open_one(sketch *s, const char *framework, const char *values, const char *mean)
{
    sketch_open(s, framework, values);
    sketch_choose(s, TITIAN_STAGE_NORMALISE, "goalposts");
    sketch_range(s, TITIAN_STAGE_NORMALISE, 0.0, 100.0);
    sketch_choose(s, TITIAN_STAGE_AGGREGATE, mean);
}

static titian_status try_both(shown *w, titian_error *err)
{
    const titian_editions editions = {
        .recipe = {&w->s[0].recipe, &w->s[1].recipe}, .panel = {w->s[0].panel, w->s[1].panel}};

    return titian_editions_make(&w->table, &editions, err);
}

static void split(shown *w, const char *mean)
{
    titian_error err = {.message = ""};

    if (mean != NULL)
        sketch_choose(&w->s[1], TITIAN_STAGE_AGGREGATE, mean);
    for (int k = 0; k < 2; k++)
        sketch_run(&w->s[k]); /* a sketch is whole once it has run */
    if (try_both(w, &err) != TITIAN_OK)
        fail_msg("%s", err.message);
}

static double of(const shown *w, const char *unit, const char *column)
{
    return number(w->table, find(w->table, "uCode", unit, NULL, NULL), column);
}

static void shut(shown *w)
{
    titian_listing_free(w->table);
    sketch_close(&w->s[0]);
    sketch_close(&w->s[1]);
    w->table = NULL;
}

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

/* Drawn data, goalposts and weights, and another mean: the blocks of each unit against its change. */
static void the_blocks_add_up_to_the_change(void **state)
{
    static const char *const means[] = {"arithmetic", "geometric", "harmonic", "median", "minimum"};
    static const char *const blocks[] = {"Revision", "Coverage", "Goalposts", "Weights", "Method"};
    uint64_t seed = 11;

    (void) state;
    for (size_t trial = 0; trial < 25; trial++) {
        char trees[2][160], values[2][400];
        shown w = {.table = NULL};

        for (int k = 0; k < 2; k++) {
            size_t length = 0;

            (void) snprintf(trees[k], sizeof trees[k],
                "A X %.2f goalposts 0 %.1f\nB X %.2f goalposts 0 100\nC X 1 goalposts 5 100\nX - 1\n",
                1.0 + drawn_share(&seed), 90.0 + 30.0 * drawn_share(&seed), 1.0 + drawn_share(&seed));
            for (int i = 0; i < 4; i++) {
                length += (size_t) snprintf(values[k] + length, sizeof values[k] - length, "U%d 2020 A %.2f B %.2f",
                    i, 10.0 + 80.0 * drawn_share(&seed), 10.0 + 80.0 * drawn_share(&seed));
                if (drawn_share(&seed) < 0.5 || i == 0)
                    length += (size_t) snprintf(
                        values[k] + length, sizeof values[k] - length, " C %.2f", 10.0 + 80.0 * drawn_share(&seed));
                length += (size_t) snprintf(values[k] + length, sizeof values[k] - length, "\n");
            }
            open_one(&w.s[k], trees[k], values[k], means[(trial + 2 * (size_t) k) % 5]);
        }
        split(&w, NULL);
        assert_int_equal(titian_listing_n_rows(w.table), 4);
        for (size_t row = 0; row < 4; row++) {
            double sum = 0.0;

            for (size_t b = 0; b < 5; b++)
                sum += number(w.table, row, blocks[b]);
            assert_near(sum, number(w.table, row, "Change"), 1e-9);
        }
        shut(&w);
    }
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
        cmocka_unit_test(the_blocks_add_up_to_the_change),
        cmocka_unit_test(other_trees_are_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
