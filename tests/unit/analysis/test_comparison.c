/* analysis/comparison: changes of scores and ranks between two years, and their parts.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit/stages/sketch.h"

#include <stdio.h>

#include <titian/comparison.h>

#include "unit/analysis/listed.h"

#define TREE(age)                                                                                                    \
    "A P 1 goalposts 0 100 age " age "\nB P 1 goalposts 0 100 age " age "\nC Q 1 goalposts 0 100 age " age "\n"      \
    "P X 3\nQ X 1\nX - 1\n"
static const char tree[] = TREE("5"), short_lived[] = TREE("1");
/* U1: everything new. U2: A is of 2018 in both years, B has gone, C is new. U3: nothing new. U4 has no data at first
 */
static const char data[] = "U1 2018 A 40 B 60 C 20\nU1 2020 A 50 B 55 C 36\n"
                           "U2 2018 A 30 B 50 C 40\nU2 2020 C 60\n"
                           "U3 2018 A 70 B 70 C 70\n"
                           "U4 2020 A 10 B 10 C 10\n";

/* A run keeps pointers into its sketch: it stays where it is. */
typedef struct {
    sketch s;
    titian_comparison_options options;
    titian_listing *table;
} shown;

static void open_span(shown *w, const char *framework, const char *values, const char *mean)
{
    sketch_open(&w->s, framework, values);
    w->options = titian_comparison_options_default();
    w->table = NULL;
    sketch_choose(&w->s, TITIAN_STAGE_NORMALISE, "goalposts");
    sketch_range(&w->s, TITIAN_STAGE_NORMALISE, 0.0, 100.0);
    sketch_choose(&w->s, TITIAN_STAGE_AGGREGATE, mean);
    w->s.options.first_year = 2018;
    w->s.options.last_year = 2020;
}

static const titian_listing *show(shown *w, size_t table)
{
    titian_error err = {.message = ""};

    titian_listing_free(w->table);
    if (titian_comparison_make(&w->table, w->s.a, table, &w->options, &err) != TITIAN_OK)
        fail_msg("%s", err.message);
    return w->table;
}

static void shut(shown *w)
{
    titian_listing_free(w->table);
    sketch_close(&w->s);
}

static size_t row_of(const titian_listing *table, const char *unit, const char *code)
{
    return find(table, "uCode", unit, "iCode", code);
}

static double part_of(const titian_listing *table, const char *unit, const char *code)
{
    return number(table, row_of(table, unit, code), "Part");
}

static void check_sums(const titian_listing *table, const char *unit)
{
    double sum = 0.0, change = TITIAN_MISSING;

    for (size_t row = 0; row < titian_listing_n_rows(table); row++) {
        const double part = number(table, row, "Part");

        if (strcmp(text(table, row, "uCode"), unit) != 0)
            continue;
        sum += isnan(part) ? 0.0 : part;
        change = number(table, row, "Change");
    }
    assert_near(sum, change, 1e-9);
}

/* U1: P 50 -> 52.5, Q 20 -> 36, X 42.5 -> 48.375; shares 3/8, 3/8, 1/4. */
static void an_arithmetic_index_splits_by_differences(void **state)
{
    shown w;
    const titian_listing *table = NULL;

    (void) state;
    open_span(&w, tree, data, "arithmetic");
    sketch_run(&w.s);
    table = show(&w, 1);
    assert_string_equal(text(table, row_of(table, "U1", "A"), "Method"), "linear");
    assert_near(part_of(table, "U1", "A"), 3.75, 1e-12);
    assert_near(part_of(table, "U1", "B"), -1.875, 1e-12);
    assert_near(part_of(table, "U1", "C"), 4.0, 1e-12);
    assert_near(number(table, row_of(table, "U1", "A"), "Change"), 5.875, 1e-12);
    assert_string_equal(text(table, row_of(table, "U1", "A"), "Cause"), "new data");
    shut(&w);
}

/* U2 with an age limit of 1: A and B have gone with P: X 40 -> 60. {P, C}: P's leaving takes X from 40 to 40, or,
 * after C, from 45 to 60: 7.5; C 5, or 20: 12.5. In P A and B share: A, leaving first, takes P from 40 to 50, X from
 * 40 to 47.5 or, after C, 45 to 52.5: 7.5; leaving last from 30 to nothing, X from 32.5 to 40 or 37.5 to
 * 60: 7.5, 22.5. */
static void values_that_disappear_have_a_part_by_coverage(void **state)
{
    shown w;
    const titian_listing *table = NULL;

    (void) state;
    open_span(&w, short_lived, data, "arithmetic");
    sketch_run(&w.s);
    table = show(&w, 1);
    assert_string_equal(text(table, row_of(table, "U2", "A"), "Method"), "Shapley");
    assert_string_equal(text(table, row_of(table, "U2", "A"), "Cause"), "coverage");
    assert_string_equal(text(table, row_of(table, "U2", "A"), "Note"), "a value disappears");
    assert_near(part_of(table, "U2", "C"), 12.5, 1e-12);
    assert_near(part_of(table, "U2", "A"), (7.5 + 7.5 + 7.5 + 22.5) / 4.0, 1e-12);
    /* B first: P 40 -> 30, X 40 -> 32.5, or 45 -> 37.5; last: P 50 -> nothing, X 47.5 -> 40, or 52.5 -> 60 */
    assert_near(part_of(table, "U2", "B"), (-7.5 - 7.5 - 7.5 + 7.5) / 4.0, 1e-12);
    check_sums(table, "U2");
    shut(&w);
}

static void a_value_of_both_years_has_no_part_and_no_change(void **state)
{
    shown w;
    const titian_listing *table = NULL;
    size_t row = 0;

    (void) state;
    open_span(&w, tree, data, "arithmetic");
    sketch_run(&w.s);
    table = show(&w, 1);
    row = row_of(table, "U2", "A");
    assert_string_equal(text(table, row, "Cause"), "no new data");
    assert_near(number(table, row, "Part"), TITIAN_MISSING, 0.0);
    assert_near(number(table, row, "Observed.To"), 2018.0, 0.0);
    assert_near(part_of(table, "U2", "C"), 5.0, 1e-12);
    check_sums(table, "U2");
    table = show(&w, 0);
    row = row_of(table, "U3", "X");
    assert_near(number(table, row, "Change"), TITIAN_MISSING, 0.0);
    assert_string_equal(text(table, row, "Note"), "no new data");
    row = row_of(table, "U2", "X"); /* a quarter of the weight is new */
    assert_near(number(table, row, "New"), 0.25, 1e-12);
    assert_near(number(table, row, "Change"), 5.0, 1e-12);
    shut(&w);
}

/* As the arithmetic one, of logarithms: L(X after, X before) share ln(after / before). */
static void a_geometric_index_splits_by_logarithms(void **state)
{
    shown w;
    const titian_listing *table = NULL;
    const double before = exp(0.375 * log(40.0) + 0.375 * log(60.0) + 0.25 * log(20.0));
    const double after = exp(0.375 * log(50.0) + 0.375 * log(55.0) + 0.25 * log(36.0));
    const double mean = (after - before) / log(after / before);

    (void) state;
    open_span(&w, tree, data, "geometric");
    sketch_run(&w.s);
    table = show(&w, 1);
    assert_string_equal(text(table, row_of(table, "U1", "A"), "Method"), "LMDI");
    assert_near(part_of(table, "U1", "A"), mean * 0.375 * log(50.0 / 40.0), 1e-11);
    assert_near(part_of(table, "U1", "C"), mean * 0.25 * log(36.0 / 20.0), 1e-11);
    check_sums(table, "U1");
    shut(&w);
}

static void every_other_mean_splits_by_a_game(void **state)
{
    static const char *const means[] = {"harmonic", "median", "minimum", "owa", "topsis", "bod"};
    shown w;

    (void) state;
    for (size_t k = 0; k < sizeof means / sizeof *means; k++) {
        open_span(&w, tree, data, means[k]);
        sketch_run(&w.s);
        show(&w, 1);
        assert_string_equal(text(w.table, row_of(w.table, "U1", "A"), "Method"), "Shapley");
        check_sums(w.table, "U1");
        check_sums(w.table, "U2");
        check_sums(w.table, "U3");
        shut(&w);
    }
}

/* Min of P and C: U1 P 50 -> 52.5, C 20 -> 36: all is C's. */
static void a_minimum_is_the_doing_of_the_least(void **state)
{
    shown w;

    (void) state;
    open_span(&w, tree, data, "arithmetic");
    sketch_choose(&w.s, TITIAN_STAGE_AGGREGATE, "minimum");
    w.s.aggregation[sketch_node(&w.s, "P")] = titian_choice_default(TITIAN_STAGE_AGGREGATE, 0);
    sketch_run(&w.s);
    show(&w, 1);
    assert_near(part_of(w.table, "U1", "C"), 16.0, 1e-12);
    assert_near(part_of(w.table, "U1", "A"), 0.0, 1e-12);
    shut(&w);
}

static void weights_found_in_the_data_have_a_part(void **state)
{
    shown w;
    size_t row = 0;

    (void) state;
    open_span(&w, tree, data, "arithmetic");
    sketch_choose(&w.s, TITIAN_STAGE_WEIGH, "sd");
    sketch_run(&w.s);
    show(&w, 1);
    row = row_of(w.table, "U1", "X");
    assert_string_equal(text(w.table, row, "Cause"), "weights");
    assert_true(fabs(number(w.table, row, "Part")) > 1e-6);
    check_sums(w.table, "U1");
    check_sums(w.table, "U2");
    w.options.node = "P"; /* a node below the root, with a part of the weights of its own */
    show(&w, 1);
    check_sums(w.table, "U1");
    assert_string_equal(text(w.table, row_of(w.table, "U1", "P"), "Cause"), "weights");
    shut(&w);
}

/* Least and greatest of each year: U3, not measured again, falls from 100 on A, and nobody says "new data". */
static void a_scale_that_moves_is_not_new_data(void **state)
{
    static const char values[] = "U1 2018 A 40 B 60 C 20\nU1 2020 A 90 B 55 C 36\n"
                                 "U2 2018 A 30 B 50 C 40\nU2 2020 A 20 B 90 C 99\n"
                                 "U3 2018 A 70 B 70 C 70\n";
    shown w;
    size_t row = 0;

    (void) state;
    open_span(&w, tree, values, "arithmetic");
    sketch_choose(&w.s, TITIAN_STAGE_NORMALISE, "minmax");
    sketch_range(&w.s, TITIAN_STAGE_NORMALISE, 0.0, 100.0);
    sketch_run(&w.s);
    show(&w, 1);
    row = row_of(w.table, "U3", "A");
    assert_string_equal(text(w.table, row, "Cause"), "scale");
    assert_near(number(w.table, row, "Part"), 0.375 * (100.0 * 50.0 / 70.0 - 100.0), 1e-11);
    check_sums(w.table, "U3");
    shut(&w);
}

/* A has a new definition from 2019 on, and older values are held. */
static void no_change_spans_a_break(void **state)
{
    static const titian_break held = {
        .variable = "A", .year = 2019, .action = TITIAN_BREAK_HOLD, .note = "", .source = ""};
    shown w;
    size_t row = 0;

    (void) state;
    open_span(&w, tree, data, "arithmetic");
    w.s.recipe.breaks = &held;
    w.s.recipe.n_breaks = 1;
    sketch_run(&w.s);
    show(&w, 1);
    row = row_of(w.table, "U1", "A");
    assert_string_equal(text(w.table, row, "Cause"), "break");
    assert_near(number(w.table, row, "Part"), 3.75, 1e-12);
    assert_string_equal(text(w.table, row_of(w.table, "U2", "A"), "Cause"), "no new data");
    check_sums(w.table, "U1");
    show(&w, 0);
    row = row_of(w.table, "U1", "A");
    assert_near(number(w.table, row, "Change"), TITIAN_MISSING, 0.0);
    assert_string_equal(text(w.table, row, "Note"), "a break lies between: the values are not compared");
    row = row_of(w.table, "U1", "X");
    assert_near(number(w.table, row, "Change"), 5.875, 1e-12);
    assert_near(number(w.table, row, "New"), 0.625, 1e-12);
    assert_string_equal(text(w.table, row, "Note"), "breaks in 1 of its indicators");
    shut(&w);
}

/* U1: parts 3.75, -1.875 and 4, all by new data; U2: C alone is new; U4 has no score at first. */
static void parts_are_summed_by_cause(void **state)
{
    shown w;
    size_t row = 0;

    (void) state;
    open_span(&w, tree, data, "arithmetic");
    sketch_run(&w.s);
    show(&w, 2);
    row = find(w.table, "uCode", "U1", NULL, NULL);
    assert_near(number(w.table, row, "New.Data"), 5.875, 1e-12);
    assert_near(number(w.table, row, "Change"), 5.875, 1e-12);
    assert_near(number(w.table, row, "N.New"), 3.0, 0.0);
    assert_near(number(w.table, row, "Coverage"), TITIAN_MISSING, 0.0);
    row = find(w.table, "uCode", "U2", NULL, NULL);
    assert_near(number(w.table, row, "New.Data"), 5.0, 1e-12);
    assert_near(number(w.table, row, "N.New"), 1.0, 0.0);
    assert_near(number(w.table, row, "N.Still"), 2.0, 0.0);
    row = find(w.table, "uCode", "U4", NULL, NULL);
    assert_near(number(w.table, row, "New.Data"), TITIAN_MISSING, 0.0);
    assert_string_equal(text(w.table, row, "Note"), "there is no score in both years to compare");
    shut(&w);
    open_span(&w, short_lived, data, "arithmetic");
    sketch_run(&w.s);
    show(&w, 2);
    row = find(w.table, "uCode", "U2", NULL, NULL);
    assert_near(number(w.table, row, "New.Data"), 12.5, 1e-12);
    assert_near(number(w.table, row, "Coverage"), 7.5, 1e-12);
    shut(&w);
}

/* Where a score is raised to a floor, or rounded, no closed form holds: U1 has A 40, below 45. X 42.5 -> 48.4 in
 * tenths (42.500 and 48.375). */
static void floors_and_rounding_call_for_a_game(void **state)
{
    shown w;
    size_t row = 0;

    (void) state;
    open_span(&w, tree, data, "geometric");
    sketch_number(&w.s, TITIAN_STAGE_AGGREGATE, "floor", 45.0);
    sketch_run(&w.s);
    show(&w, 1);
    assert_string_equal(text(w.table, row_of(w.table, "U1", "A"), "Method"), "Shapley");
    assert_string_equal(text(w.table, row_of(w.table, "U3", "A"), "Method"), "LMDI");
    check_sums(w.table, "U1");
    shut(&w);
    open_span(&w, tree, data, "arithmetic");
    sketch_number(&w.s, TITIAN_STAGE_AGGREGATE, "decimals", 1.0);
    sketch_run(&w.s);
    show(&w, 1);
    row = row_of(w.table, "U1", "A");
    assert_string_equal(text(w.table, row, "Method"), "Shapley");
    assert_near(number(w.table, row, "Change"), 5.9, 1e-12);
    check_sums(w.table, "U1");
    shut(&w);
}

/* Units without B weigh P and Q alike. U2 lacks B in the later year alone: X 40 -> (30 + 60) / 2 = 45; the weights of
 * the exception come with B's leaving. U5 never has B: P 40 -> 60, Q 20 -> 40. */
static void units_with_weights_of_their_own_are_split_by_them(void **state)
{
    static const char values[] = "U1 2018 A 40 B 60 C 20\nU1 2020 A 50 B 55 C 36\n"
                                 "U2 2018 A 30 B 50 C 40\nU2 2020 A 30 C 60\n"
                                 "U5 2018 A 40 C 20\nU5 2020 A 60 C 40\n";
    const double weights[SKETCH_NODES] = {1, 1, 1, 1, 1, 1};
    const titian_weight_set set = {"", weights};
    titian_weigh_exception exception = {.n_missing = 1};
    size_t lacking = 0;
    shown w;

    (void) state;
    open_span(&w, short_lived, values, "arithmetic");
    lacking = sketch_node(&w.s, "B");
    exception.node = sketch_node(&w.s, "X");
    exception.missing = &lacking;
    exception.choice = titian_choice_default(TITIAN_STAGE_WEIGH, titian_method_find(TITIAN_STAGE_WEIGH, "given"));
    exception.choice.option[0].number = 0.0; /* the set */
    w.s.recipe.exceptions = &exception;
    w.s.recipe.n_exceptions = 1;
    w.s.recipe.sets = &set;
    w.s.recipe.n_sets = 1;
    sketch_run(&w.s);
    show(&w, 1);
    assert_near(part_of(w.table, "U1", "A"), 3.75, 1e-12);
    assert_string_equal(text(w.table, row_of(w.table, "U5", "A"), "Method"), "linear");
    assert_near(part_of(w.table, "U5", "A"), 10.0, 1e-12);
    assert_near(part_of(w.table, "U5", "C"), 10.0, 1e-12);
    assert_string_equal(text(w.table, row_of(w.table, "U2", "B"), "Cause"), "coverage");
    /* B takes X from 40 to 35, or, C being new, from 45 to 45; C has the rest */
    assert_near(part_of(w.table, "U2", "B"), -2.5, 1e-12);
    assert_near(part_of(w.table, "U2", "C"), 7.5, 1e-12);
    check_sums(w.table, "U2");
    shut(&w);
}

/* Half the children must be there, and a child in use counts: 2018 has no C at all, which screening leaves out. */
static void a_gap_counts_where_an_indicator_comes_into_use(void **state)
{
    static const char values[] = "U1 2018 A 40 B 40\nU1 2020 A 50 B 50 C 50\n"
                                 "U2 2018 A 20 B 20\nU2 2020 A 30 B 30\n"
                                 "U3 2018 A 70 B 70\nU3 2020 A 80 B 80 C 70\n";
    shown w;
    size_t row = 0;

    (void) state;
    open_span(&w, tree, values, "arithmetic");
    sketch_choose(&w.s, TITIAN_STAGE_SCREEN, "coverage");
    sketch_number(&w.s, TITIAN_STAGE_SCREEN, "indicator_coverage", 0.5);
    sketch_run(&w.s);
    show(&w, 1);
    row = row_of(w.table, "U1", "C");
    assert_string_equal(text(w.table, row, "Cause"), "screening");
    row = row_of(w.table, "U2", "C");
    assert_near(number(w.table, row, "Part"), TITIAN_MISSING, 0.0);
    check_sums(w.table, "U1");
    check_sums(w.table, "U2");
    shut(&w);
}

/* The earlier year has A alone, the later one C alone: A gone and C not yet there is no score. */
static void what_cannot_be_split_stays_whole(void **state)
{
    shown w;
    size_t row = 0;

    (void) state;
    open_span(
        &w, short_lived, "U1 2018 A 40\nU1 2020 C 60\nU2 2018 A 1 B 1 C 1\nU2 2020 A 2 B 2 C 2\n", "arithmetic");
    sketch_run(&w.s);
    show(&w, 1);
    row = row_of(w.table, "U1", "X");
    assert_string_equal(text(w.table, row, "Cause"), "not split");
    assert_string_equal(text(w.table, row, "Note"), "values of both years mixed give no score");
    assert_near(number(w.table, row, "Part"), 20.0, 1e-12);
    check_sums(w.table, "U1");
    show(&w, 2);
    row = find(w.table, "uCode", "U1", NULL, NULL);
    assert_near(number(w.table, row, "Not.Split"), 20.0, 1e-12);
    assert_near(number(w.table, row, "Coverage"), TITIAN_MISSING, 0.0);
    shut(&w);
}

static void a_unit_without_both_scores_says_so(void **state)
{
    shown w;
    const titian_listing *table = NULL;

    (void) state;
    open_span(&w, tree, data, "arithmetic");
    sketch_run(&w.s);
    table = show(&w, 1);
    assert_string_equal(text(table, row_of(table, "U4", "X"), "Cause"), "no score");
    table = show(&w, 0);
    assert_string_equal(text(table, row_of(table, "U4", "X"), "Note"), "no score in the first year");
    assert_near(number(table, row_of(table, "U4", "X"), "Change"), TITIAN_MISSING, 0.0);
    shut(&w);
}

/* X: U1 42.5 -> 48.375, U2 40 -> 45, U3 70: U4, which joins, moves nobody among those ranked in both years. */
static void ranks_are_among_those_ranked_in_both_years(void **state)
{
    static const char values[] = "U1 2018 A 40 B 40 C 40\nU1 2020 A 80 B 80 C 80\n"
                                 "U2 2018 A 50 B 50 C 50\nU2 2020 A 50 B 50 C 50\n"
                                 "U3 2020 A 90 B 90 C 90\n";
    shown w;
    const titian_listing *table = NULL;
    size_t row = 0;

    (void) state;
    open_span(&w, tree, values, "arithmetic");
    sketch_run(&w.s);
    table = show(&w, 0);
    row = row_of(table, "U2", "X");
    assert_near(number(table, row, "Rank.From"), 1.0, 0.0);
    assert_near(number(table, row, "Rank.To"), 3.0, 0.0);
    assert_near(number(table, row, "Both.To"), 2.0, 0.0);
    assert_near(number(table, row, "Rank.Change"), 1.0, 0.0);
    assert_near(number(table, row, "Own"), 0.0, 0.0);
    assert_near(number(table, row, "Others"), 1.0, 0.0);
    row = row_of(table, "U1", "X");
    assert_near(number(table, row, "Own"), -1.0, 0.0);
    assert_near(number(table, row, "Others"), 0.0, 0.0);
    row = row_of(table, "U2", "A"); /* measured anew and the same: a change of 0, not one that is missing */
    assert_near(number(table, row, "Change"), 0.0, 0.0);
    shut(&w);
}

/* A second year alone, an element that is none, an indicator. */
static void what_cannot_be_compared_is_refused(void **state)
{
    shown w;
    titian_error err;

    (void) state;
    open_span(&w, tree, data, "arithmetic");
    sketch_run(&w.s);
    w.options.from = 2020;
    assert_int_equal(titian_comparison_make(&w.table, w.s.a, 0, &w.options, &err), TITIAN_E_USAGE);
    assert_string_equal(err.message, "a comparison needs two index years, the earlier first");
    w.options.from = 2011;
    assert_int_equal(titian_comparison_make(&w.table, w.s.a, 0, &w.options, &err), TITIAN_E_USAGE);
    assert_string_equal(err.message, "no indicator has a value for 2011");
    w.options.from = 0;
    w.options.node = "Z";
    assert_int_equal(titian_comparison_make(&w.table, w.s.a, 0, &w.options, &err), TITIAN_E_USAGE);
    w.options.node = "A";
    assert_int_equal(titian_comparison_make(&w.table, w.s.a, 1, &w.options, &err), TITIAN_E_USAGE);
    assert_null(w.table);
    w.options.node = "P";
    assert_near(part_of(show(&w, 1), "U1", "A"), 5.0, 1e-12);
    shut(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_arithmetic_index_splits_by_differences),
        cmocka_unit_test(values_that_disappear_have_a_part_by_coverage),
        cmocka_unit_test(a_value_of_both_years_has_no_part_and_no_change),
        cmocka_unit_test(a_geometric_index_splits_by_logarithms),
        cmocka_unit_test(every_other_mean_splits_by_a_game),
        cmocka_unit_test(a_minimum_is_the_doing_of_the_least),
        cmocka_unit_test(weights_found_in_the_data_have_a_part),
        cmocka_unit_test(a_scale_that_moves_is_not_new_data),
        cmocka_unit_test(no_change_spans_a_break),
        cmocka_unit_test(parts_are_summed_by_cause),
        cmocka_unit_test(floors_and_rounding_call_for_a_game),
        cmocka_unit_test(units_with_weights_of_their_own_are_split_by_them),
        cmocka_unit_test(a_gap_counts_where_an_indicator_comes_into_use),
        cmocka_unit_test(what_cannot_be_split_stays_whole),
        cmocka_unit_test(a_unit_without_both_scores_says_so),
        cmocka_unit_test(ranks_are_among_those_ranked_in_both_years),
        cmocka_unit_test(what_cannot_be_compared_is_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
