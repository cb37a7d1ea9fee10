/* analysis/audit: the tables, on an index small enough to check by hand.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit/analysis/audit_look.h"

#include "unit/analysis/listed.h"

static const char tree[] = "A P 3 goalposts 0 100\n"
                           "B P 1 goalposts 0 100\n"
                           "C Q 1 goalposts 0 100\n"
                           "P X 1\n"
                           "Q X 1\n"
                           "X - 1\n";
/* B = A; C falls as A grows */
static const char data[] = "U1 2020 A 10 B 10 C 90\n"
                           "U2 2020 A 20 B 20 C 70\n"
                           "U3 2020 A 30 B 30 C 75\n"
                           "U4 2020 A 40 B 40 C 40\n"
                           "U5 2020 A 90 B 90 C -\n";

static sketch example(void)
{
    sketch s;

    sketch_open(&s, tree, data);
    sketch_choose(&s, TITIAN_STAGE_NORMALISE, "goalposts");
    sketch_run(&s);
    return s;
}

static void every_table_can_be_made_and_has_full_rows(void **state)
{
    sketch s = example();

    (void) state;
    for (size_t k = 0; k < titian_audit_n_tables(); k++) {
        titian_listing *table = make(&s, titian_audit_name(k), NULL);

        assert_true(titian_listing_n_columns(table) > 1);
        assert_true(strlen(titian_audit_summary(k)) > 10);
        titian_listing_free(table);
    }
    assert_true(titian_audit_find("nothing") == TITIAN_NONE);
    titian_listing_free(NULL);
    sketch_close(&s);
}

static void pairs_are_related_as_the_tree_says(void **state)
{
    sketch s = example();
    titian_listing *table = make(&s, "correlations", NULL);

    (void) state;
    assert_string_equal(text(table, find(table, "Var1", "A", "Var2", "B"), "Relation"), "siblings");
    assert_string_equal(text(table, find(table, "Var1", "A", "Var2", "C"), "Relation"), "across");
    assert_string_equal(text(table, find(table, "Var1", "A", "Var2", "P"), "Relation"), "parent");
    assert_string_equal(text(table, find(table, "Var1", "A", "Var2", "X"), "Relation"), "ancestor");
    assert_string_equal(text(table, find(table, "Var1", "P", "Var2", "Q"), "Relation"), "siblings");
    assert_near(number(table, find(table, "Var1", "A", "Var2", "B"), "Correlation"), 1.0, 1e-15);
    assert_near(number(table, find(table, "Var1", "A", "Var2", "C"), "N"), 4.0, 0.0);
    titian_listing_free(table);
    sketch_close(&s);
}

static void siblings_that_say_the_same_are_flagged(void **state)
{
    sketch s = example();
    titian_listing *table = make(&s, "flags", NULL);
    const size_t row = find(table, "Flag", "collinear", NULL, NULL);

    (void) state;
    assert_string_equal(text(table, row, "iCode"), "A");
    assert_string_equal(text(table, row, "Other"), "B");
    assert_near(number(table, row, "Limit"), 0.92, 0.0);
    titian_listing_free(table);
    sketch_close(&s);
}

static void the_weight_beside_importance_is_the_share_in_the_parent(void **state)
{
    sketch s = example();
    titian_listing *table = make(&s, "importance", NULL);

    (void) state;
    assert_near(number(table, find(table, "iCode", "A", "Of", "P"), "Weight"), 0.75, 1e-15);
    assert_near(number(table, find(table, "iCode", "A", "Of", "X"), "Weight"), 0.375, 1e-15);
    assert_near(number(table, find(table, "iCode", "C", "Of", "X"), "Weight"), 0.5, 1e-15);
    titian_listing_free(table);
    sketch_close(&s);
}

/* X = (P + Q) / 2: 50, 45, 52.5, 40, 90 rank 3 4 2 5 1; without Q it is A: 5 4 3 2 1. An only child cannot go. */
static void removal_compares_the_ranks_with_and_without(void **state)
{
    sketch s = example();
    titian_listing *table = make(&s, "removal", NULL), *shifts = make(&s, "shifts", NULL);
    const size_t row = find(table, "iCode", "Q", NULL, NULL);

    (void) state;
    assert_near(number(table, row, "MeanAbsDiff"), (2.0 + 0.0 + 1.0 + 3.0 + 0.0) / 5.0, 1e-15);
    assert_near(number(table, row, "MaxAbsDiff"), 3.0, 0.0);
    assert_near(number(table, row, "N.Moved"), 3.0, 0.0);
    assert_near(number(table, find(table, "iCode", "A", NULL, NULL), "MeanAbsDiff"), 0.0, 0.0);
    assert_int_equal(titian_listing_n_rows(table), 4);
    assert_near(number(shifts, find(shifts, "iCode", "Q", "uCode", "U4"), "RankDiff"), 3.0, 0.0);
    assert_near(number(shifts, find(shifts, "iCode", "Q", "uCode", "U1"), "Score"), 10.0, 1e-12);
    titian_listing_free(shifts);
    titian_listing_free(table);
    sketch_close(&s);
}

static void the_nearest_unit_is_the_first_peer(void **state)
{
    sketch s = example();
    titian_listing *table = make(&s, "peers", NULL);

    (void) state;
    assert_string_equal(text(table, find(table, "uCode", "U2", NULL, NULL), "Peer"), "U3");
    assert_near(number(table, find(table, "uCode", "U5", NULL, NULL), "N"), 2.0, 0.0);
    titian_listing_free(table);
    sketch_close(&s);
}

static void a_stage_that_was_not_kept_is_refused(void **state)
{
    sketch s;
    titian_listing *table = NULL;
    titian_error err;

    (void) state;
    sketch_open(&s, tree, data);
    sketch_choose(&s, TITIAN_STAGE_NORMALISE, "goalposts");
    s.options.keep = 1u << TITIAN_RESULT_AGGREGATED;
    sketch_run(&s);
    assert_int_equal(titian_audit_make(&table, s.a, titian_audit_find("statistics"), NULL, &err), TITIAN_E_USAGE);
    assert_null(table);
    assert_string_equal(err.message, "the stage \"raw\" was not kept in this run");
    sketch_close(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_table_can_be_made_and_has_full_rows),
        cmocka_unit_test(pairs_are_related_as_the_tree_says),
        cmocka_unit_test(siblings_that_say_the_same_are_flagged),
        cmocka_unit_test(the_weight_beside_importance_is_the_share_in_the_parent),
        cmocka_unit_test(removal_compares_the_ranks_with_and_without),
        cmocka_unit_test(the_nearest_unit_is_the_first_peer),
        cmocka_unit_test(a_stage_that_was_not_kept_is_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
