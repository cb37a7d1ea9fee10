/* analysis/divide: who takes part, and what is missing. tests/cli/test_divide.py has the figures.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit/stages/sketch.h"

#include <titian/divide.h>

#include "unit/analysis/listed.h"

static const char tree[] = "A X 1 goalposts 0 100 target 50\n"
                           "B X 1 goalposts 0 100\n"
                           "X - 1\n"
                           "group LAND\n"
                           "other POP\n";
/* U4 has no label, U5 no people, U6 no B */
static const char data[] = "U1 2020 A 20 B 80 LAND north POP 1\nU2 2020 A 40 B 60 LAND north POP 1\n"
                           "U3 2020 A 60 B 40 LAND south POP 2\nU4 2020 A 80 B 20 POP 4\n"
                           "U5 2020 A 10 B 10 LAND south\nU6 2020 A 30 LAND south POP 2\n";

/* A run, what is asked of it, and the table shown last. */
typedef struct {
    sketch s;
    titian_divide_options options;
    titian_listing *table;
} shown;

static void open_at(shown *w, titian_result stage)
{
    sketch_open(&w->s, tree, data);
    sketch_choose(&w->s, TITIAN_STAGE_NORMALISE, "goalposts");
    sketch_run(&w->s);
    w->options = titian_divide_options_default();
    w->options.stage = stage;
    w->table = NULL;
}

static void shut(shown *w)
{
    titian_listing_free(w->table);
    sketch_close(&w->s);
}

static size_t table_of(const char *name)
{
    size_t k = 0;

    while (strcmp(titian_divide_name(k), name) != 0)
        k++;
    return k;
}

static const titian_listing *show(shown *w, const char *name)
{
    titian_error err = {.message = ""};

    titian_listing_free(w->table);
    if (titian_divide_make(&w->table, w->s.a, table_of(name), &w->options, &err) != TITIAN_OK)
        fail_msg("%s", err.message);
    return w->table;
}

static void refuse(shown *w, const char *name, const char *message)
{
    titian_listing *none = NULL;
    titian_error err;

    assert_int_equal(titian_divide_make(&none, w->s.a, table_of(name), &w->options, &err), TITIAN_E_USAGE);
    assert_null(none);
    assert_string_equal(err.message, message);
}

static void groups_are_in_alphabetical_order_and_no_label_is_the_last(void **state)
{
    static const char *const groups[] = {"(all)", "north", "south", "(none)"};
    static const double n[] = {6.0, 2.0, 3.0, 1.0};
    shown w;

    (void) state;
    open_at(&w, TITIAN_RESULT_RAW);
    w.options.group = "LAND";
    w.options.code = "A";
    assert_int_equal(titian_listing_n_rows(show(&w, "measures")), 4);
    for (size_t k = 0; k < 4; k++) {
        assert_string_equal(text(w.table, k, "Group"), groups[k]);
        assert_near(number(w.table, k, "N"), n[k], 0.0);
    }
    assert_string_equal(text(w.table, 3, "Note"), "one unit alone: 0 is not equality");
    assert_string_equal(text(w.table, 2, "Note"), "");
    shut(&w);
}

static void who_has_no_people_takes_no_part_and_is_counted(void **state)
{
    shown w;
    size_t row = 0;

    (void) state;
    open_at(&w, TITIAN_RESULT_RAW);
    w.options.group = "LAND";
    w.options.weights = "POP";
    row = find(show(&w, "measures"), "Group", "south", "iCode", "A");
    assert_near(number(w.table, row, "N"), 2.0, 0.0);
    assert_near(number(w.table, row, "N.Left"), 1.0, 0.0);
    assert_near(number(w.table, row, "People"), 4.0, 0.0);
    assert_near(number(w.table, row, "Mean"), 45.0, 1e-12);
    assert_string_equal(text(w.table, row, "Note"), "1 left out: POP is missing or not above 0");
    row = find(w.table, "Group", "south", "iCode", "B");
    assert_near(number(w.table, row, "N"), 1.0, 0.0);
    shut(&w);
}

static void without_a_target_nobody_is_counted_below_it(void **state)
{
    shown w;
    size_t row = 0;

    (void) state;
    open_at(&w, TITIAN_RESULT_RAW);
    row = find(show(&w, "measures"), "iCode", "B", NULL, NULL);
    assert_true(isnan(number(w.table, row, "Share.Below")));
    assert_true(isnan(number(w.table, row, "FGT.0")));
    assert_string_equal(text(w.table, row, "Note"), "no target above 0");
    w.options.line = 50.0; /* a line is enough for FGT */
    row = find(show(&w, "measures"), "iCode", "B", NULL, NULL);
    assert_near(number(w.table, row, "FGT.0"), 0.6, 1e-12);
    assert_true(isnan(number(w.table, row, "Share.Below")));
    shut(&w);
}

static void deprivation_is_of_units_with_a_value_of_every_part(void **state)
{
    shown w;
    size_t row = 0;

    (void) state;
    open_at(&w, TITIAN_RESULT_AGGREGATED);
    w.options.group = "LAND";
    w.options.target = 50.0;
    row = find(show(&w, "deprivation"), "Group", "south", NULL, NULL);
    assert_near(number(w.table, row, "N"), 2.0, 0.0);
    assert_near(number(w.table, row, "N.Left"), 1.0, 0.0);
    assert_near(number(w.table, row, "H"), 1.0, 0.0);
    assert_near(number(w.table, row, "M0"), 0.75, 1e-12);
    assert_near(number(w.table, row, "Share.M0"), 1.5 / 3.0, 1e-12);
    shut(&w);
}

static void a_rank_is_among_units_that_have_a_value(void **state)
{
    shown w;
    size_t row = 0;

    (void) state;
    open_at(&w, TITIAN_RESULT_RAW);
    w.options.code = "B";
    w.options.group = "LAND";
    w.options.target = 50.0;
    row = find(show(&w, "communities"), "uCode", "U6", NULL, NULL);
    assert_true(isnan(number(w.table, row, "Rank")));
    assert_string_equal(text(w.table, row, "Note"), "no value");
    row = find(w.table, "uCode", "U5", NULL, NULL);
    assert_near(number(w.table, row, "Rank"), 5.0, 0.0);
    assert_near(number(w.table, row, "Rank.Group"), 2.0, 0.0);
    assert_near(number(w.table, row, "Rank.Left"), 1.0, 0.0);
    assert_near(number(w.table, row, "Share.Left"), 0.8 / (0.8 + 0.6 + 0.2), 1e-12);
    assert_true(isnan(number(w.table, row, "Left.Behind"))); /* units, not people */
    shut(&w);
}

static void what_is_not_there_is_refused(void **state)
{
    shown w;

    (void) state;
    open_at(&w, TITIAN_RESULT_RAW);
    refuse(&w, "parts", "the table parts needs a group");
    w.options.group = "LANDS";
    refuse(&w, "parts", "there is no group in the model \"LANDS\"");
    w.options.group = NULL;
    w.options.cutoff = 2.0;
    refuse(&w, "deprivation", "the cut-off is a share of the weight, from 0 to 1");
    w.options = titian_divide_options_default();
    w.options.node = "X";
    w.options.level = 2;
    refuse(&w, "deprivation", "X has no parts of level 2");
    shut(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(groups_are_in_alphabetical_order_and_no_label_is_the_last),
        cmocka_unit_test(who_has_no_people_takes_no_part_and_is_counted),
        cmocka_unit_test(without_a_target_nobody_is_counted_below_it),
        cmocka_unit_test(deprivation_is_of_units_with_a_value_of_every_part),
        cmocka_unit_test(a_rank_is_among_units_that_have_a_value),
        cmocka_unit_test(what_is_not_there_is_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
