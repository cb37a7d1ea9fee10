/* analysis/audit: tables of steps, of units and of weights that were found, by hand; and ranks inside groups.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit/analysis/audit_look.h"

/* C falls where A grows, and less of it is better; the third unit has a gap in it, the fourth has no label. */
static const char tree[] = "A P 3 goalposts 0 100 per POP 1\n"
                           "B P 1 goalposts 0 100\n"
                           "C Q 1 direction -1 goalposts 100 0\n"
                           "P X 1\n"
                           "Q X 1\n"
                           "X - 1\n"
                           "group region\n"
                           "denominator POP\n";
static const char data[] = "U1 2020 A 10 B 0 C 90 POP 1 region south\n"
                           "U2 2020 A 20 B 20 C 70 POP 1 region north\n"
                           "U3 2020 A 30 B 30 C - POP 1 region south\n"
                           "U4 2020 A 40 B 40 C 40 POP 1\n"
                           "U5 2020 A 90 B 0 C 10 POP 1 region south\n";

static sketch opened(void)
{
    sketch s;

    sketch_open(&s, tree, data);
    sketch_choose(&s, TITIAN_STAGE_NORMALISE, "goalposts");
    return s;
}

static void the_framework_is_told_with_the_rows_beside_it(void **state)
{
    sketch s = opened();
    titian_listing *table = NULL, *lineage = NULL;

    (void) state;
    sketch_run(&s);
    table = make(&s, "framework", NULL);
    lineage = make(&s, "lineage", NULL);
    assert_int_equal(titian_listing_n_rows(table), 8);
    assert_string_equal(text(table, find(table, "iCode", "A", "Type", "Indicator"), "Denominator"), "POP");
    assert_near(number(table, find(table, "iCode", "C", "Type", "Indicator"), "Direction"), -1.0, 0.0);
    assert_string_equal(text(table, find(table, "iCode", "P", "Type", "Aggregate"), "Parent"), "X");
    assert_true(isnan(number(table, find(table, "iCode", "P", "Type", "Aggregate"), "Direction")));
    (void) find(table, "iCode", "region", "Type", "Group");
    assert_int_equal(titian_listing_n_rows(lineage), 3 * 2 + 2);
    assert_near(number(lineage, find(lineage, "iCode", "B", "Above", "X"), "Above.Level"), 3.0, 0.0);
    titian_listing_free(lineage);
    titian_listing_free(table);
    sketch_close(&s);
}

/* Two of three, 0.67, is less than the 0.8 asked for. */
static void screening_tells_gaps_zeros_and_the_verdict(void **state)
{
    sketch s = opened();
    titian_listing *table = NULL;
    size_t row = 0;

    (void) state;
    sketch_choose(&s, TITIAN_STAGE_SCREEN, "by_na_and_zeros");
    sketch_number(&s, TITIAN_STAGE_SCREEN, "min_data", 0.8);
    sketch_number(&s, TITIAN_STAGE_SCREEN, "min_non_zero", 0.6);
    sketch_run(&s);
    table = make(&s, "screening", NULL);
    row = find(table, "uCode", "U3", "Verdict", "dropped");
    assert_near(number(table, row, "N.Missing"), 1.0, 0.0);
    assert_near(number(table, row, "Frc.Avail"), 2.0 / 3.0, 1e-15);
    assert_string_equal(text(table, row, "Flag.Avail"), "LOW");
    assert_string_equal(text(table, row, "Flag.NonZero"), "ok");
    assert_true(strlen(text(table, row, "Why")) > 10);
    row = find(table, "uCode", "U1", "Verdict", "ranked");
    assert_near(number(table, row, "N.Zero"), 1.0, 0.0);
    assert_near(number(table, row, "Frc.NonZero"), 2.0 / 3.0, 1e-15);
    assert_string_equal(text(table, row, "Why"), "");
    titian_listing_free(table);
    sketch_close(&s);
}

static void cells_say_by_which_rule_they_were_imputed(void **state)
{
    sketch s = opened();
    titian_listing *table = NULL;
    size_t row = 0;

    (void) state;
    sketch_choose(&s, TITIAN_STAGE_IMPUTE, "mean");
    sketch_run(&s);
    table = make(&s, "cells", NULL);
    assert_int_equal(titian_listing_n_rows(table), 15);
    row = find(table, "uCode", "U3", "iCode", "C");
    assert_string_equal(text(table, row, "Kind"), "imputed");
    assert_string_equal(text(table, row, "Rule"), "mean");
    assert_true(isnan(number(table, row, "Year")));
    row = find(table, "uCode", "U2", "iCode", "C");
    assert_string_equal(text(table, row, "Kind"), "observed");
    assert_string_equal(text(table, row, "Rule"), "");
    assert_near(number(table, row, "Year"), 2020.0, 0.0);
    assert_near(number(table, row, "Value"), 30.0, 1e-12);
    titian_listing_free(table);
    sketch_close(&s);
}

/* Raw, less of C is better: U5 is first, U1 last of four. In B two units are last, so it is no strength of U5. */
static void strengths_know_which_way_is_better(void **state)
{
    titian_audit_options options = titian_audit_options_default();
    sketch s = opened();
    titian_listing *table = NULL;

    (void) state;
    sketch_run(&s);
    options.stage = TITIAN_RESULT_RAW;
    options.unit = "U5";
    table = make(&s, "strengths", &options);
    assert_int_equal(titian_listing_n_rows(table), 3);
    assert_near(number(table, find(table, "Kind", "strength", "iCode", "A"), "Place"), 1.0, 0.0);
    assert_near(number(table, find(table, "Kind", "strength", "iCode", "C"), "Rank"), 1.0, 0.0);
    assert_near(number(table, find(table, "Kind", "strength", "iCode", "C"), "N"), 4.0, 0.0);
    assert_near(number(table, find(table, "Kind", "weakness", "iCode", "B"), "Rank"), 4.0, 0.0);
    titian_listing_free(table);
    options.unit = "U1";
    options.n_strengths = 1;
    table = make(&s, "strengths", &options);
    assert_int_equal(titian_listing_n_rows(table), 1); /* last everywhere */
    assert_string_equal(text(table, 0, "Kind"), "weakness");
    assert_string_equal(text(table, 0, "iCode"), "A");
    titian_listing_free(table);
    sketch_close(&s);
}

static void imputed_values_are_nobodys_strength(void **state)
{
    titian_audit_options options = titian_audit_options_default();
    sketch s = opened();
    titian_listing *table = NULL;

    (void) state;
    sketch_choose(&s, TITIAN_STAGE_IMPUTE, "mean");
    sketch_run(&s);
    options.unit = "U3";
    table = make(&s, "strengths", &options);
    for (size_t row = 0; row < titian_listing_n_rows(table); row++)
        assert_string_not_equal(text(table, row, "iCode"), "C");
    assert_int_equal(titian_listing_n_rows(table), 4);
    titian_listing_free(table);
    sketch_close(&s);
}

/* One factor of two children: both load sqrt((1 + r) / 2). */
static void factors_of_two_children_load_by_their_correlation(void **state)
{
    titian_audit_options options = titian_audit_options_default();
    sketch s;
    titian_listing *table = NULL, *scores = NULL;
    double r = 0.0;

    (void) state;
    sketch_open(&s, "A X 1 goalposts 0 10\nB X 1 goalposts 0 10\nX - 1\n",
        "U1 2020 A 1 B 2\nU2 2020 A 2 B 1\nU3 2020 A 3 B 5\nU4 2020 A 4 B 4\n");
    sketch_choose(&s, TITIAN_STAGE_NORMALISE, "goalposts");
    sketch_run(&s);
    options.n_factors = 1;
    table = make(&s, "factors", &options);
    scores = make(&s, "factor_scores", &options);
    r = 5.0 / sqrt(5.0 * 10.0); /* sums of products and squares about the means 2.5 and 3 */
    assert_int_equal(titian_listing_n_rows(table), 2);
    assert_near(number(table, 0, "Loading"), sqrt((1.0 + r) / 2.0), 1e-14);
    assert_near(number(table, 1, "Loading"), sqrt((1.0 + r) / 2.0), 1e-14);
    assert_near(number(table, 0, "Share"), (1.0 + r) / 2.0, 1e-14);
    assert_int_equal(titian_listing_n_rows(scores), 4);
    assert_near(number(scores, 2, "Rotated"), number(scores, 2, "Component"), 1e-14);
    assert_near(number(scores, 2, "Composite"), number(scores, 2, "Rotated") * (1.0 + r) / 2.0, 1e-14);
    titian_listing_free(scores);
    titian_listing_free(table);
    sketch_close(&s);
}

/* U1 is best in A, U2 in B; any weights that make neither better than the other suit both: U3 alone has one set. */
static void weights_of_the_doubt_are_kept_with_how_they_came(void **state)
{
    sketch s;
    titian_listing *table = NULL;
    size_t row = 0;

    (void) state;
    sketch_open(&s, "A X 1 goalposts 0 100\nB X 1 goalposts 0 100\nX - 1\n",
        "U1 2020 A 80 B 40\nU2 2020 A 40 B 80\nU3 2020 A 40 B 40\nU4 2020 A - B -\n");
    sketch_choose(&s, TITIAN_STAGE_NORMALISE, "goalposts");
    sketch_choose(&s, TITIAN_STAGE_AGGREGATE, "bod");
    sketch_run(&s);
    assert_int_equal(titian_assessment_n_bod(s.a), 1);
    assert_int_equal(titian_assessment_bod(s.a, 0)->node, sketch_node(&s, "X"));
    table = make(&s, "bod", NULL);
    assert_int_equal(titian_listing_n_rows(table), 6); /* U4 takes no part */
    row = find(table, "uCode", "U3", "iCode", "B");
    assert_string_equal(text(table, row, "Unique"), "yes");
    assert_string_equal(text(table, row, "Kind"), "unique");
    assert_near(number(table, row, "Score"), 2.0 / 3.0, 1e-12);
    assert_near(number(table, row, "Weight"), 1.0 / 120.0, 1e-14);
    assert_near(number(table, row, "Share"), 0.5, 1e-12);
    row = find(table, "uCode", "U1", "iCode", "A");
    assert_string_equal(text(table, row, "Unique"), "no");
    assert_string_equal(text(table, row, "Kind"), "not unique");
    assert_true(isnan(number(table, row, "Weight")) && isnan(number(table, row, "Share")));
    titian_listing_free(table);
    sketch_close(&s);
}

static void a_unit_that_is_not_there_or_not_in_the_table_is_refused(void **state)
{
    titian_audit_options options = titian_audit_options_default();
    titian_listing *table = NULL;
    titian_error err;
    sketch s = opened();

    (void) state;
    sketch_run(&s);
    options.unit = "U55";
    assert_int_equal(titian_audit_make(&table, s.a, titian_audit_find("peers"), &options, &err), TITIAN_E_USAGE);
    assert_string_equal(err.message, "the data have no unit \"U55\"");
    assert_string_equal(err.mend, "did you mean U5?");
    options.unit = "U5";
    assert_int_equal(titian_audit_make(&table, s.a, titian_audit_find("pca"), &options, &err), TITIAN_E_USAGE);
    assert_string_equal(err.message, "the table \"pca\" is not about units");
    assert_null(table);
    sketch_close(&s);
}

/* B: U4 40, U3 30, U2 20, U1 and U5 0. South: U3, then U1 and U5 side by side. */
static void ranks_inside_a_group_share_places_and_leave_out_who_has_no_label(void **state)
{
    size_t ranks[5];
    titian_error err;
    sketch s = opened();

    (void) state;
    sketch_run(&s);
    assert_int_equal(titian_assessment_ranks_within(s.a, 0, sketch_node(&s, "B"), 0, ranks, &err), TITIAN_OK);
    assert_int_equal(ranks[2], 1);
    assert_int_equal(ranks[0], 2);
    assert_int_equal(ranks[4], 2);
    assert_int_equal(ranks[1], 1);
    assert_int_equal(ranks[3], 0);
    sketch_close(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_framework_is_told_with_the_rows_beside_it),
        cmocka_unit_test(screening_tells_gaps_zeros_and_the_verdict),
        cmocka_unit_test(cells_say_by_which_rule_they_were_imputed),
        cmocka_unit_test(strengths_know_which_way_is_better),
        cmocka_unit_test(imputed_values_are_nobodys_strength),
        cmocka_unit_test(factors_of_two_children_load_by_their_correlation),
        cmocka_unit_test(weights_of_the_doubt_are_kept_with_how_they_came),
        cmocka_unit_test(a_unit_that_is_not_there_or_not_in_the_table_is_refused),
        cmocka_unit_test(ranks_inside_a_group_share_places_and_leave_out_who_has_no_label),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
