/* analysis/trend: which values count, and what the tables say of them.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit/stages/sketch.h"

#include <stdio.h>

#include <titian/trend.h>

#include "unit/analysis/listed.h"

static size_t row_of(const titian_listing *table, const char *unit, const char *code)
{
    return find(table, "uCode", unit, "iCode", code);
}

static const char tree[] = "A X 1 goalposts 0 100 target 30 age 3\n"
                           "B X 3 goalposts 0 100 age 5\n"
                           "X - 1\n";
/* A: U1 rises by 2 a year, U2 has two values, U3 falls; B is measured twice */
static const char data[] =
    "U1 2015 A 10 B 40\nU1 2016 A 12\nU1 2017 A 14\nU1 2018 A 16 B 52\nU1 2019 A 18\nU1 2020 A 20\n"
    "U2 2015 A 10 B 50\nU2 2018 A 40 B 50\n"
    "U3 2015 A 60 B 20\nU3 2016 A 55\nU3 2017 A 50\nU3 2018 A 45 B 26\nU3 2019 A 40\nU3 2020 A 35\n"
    "U4 2017 B 5\n";

/* A run, what is asked of it, and the table shown last. A run keeps pointers into its sketch: it stays where it is.
 */
typedef struct {
    sketch s;
    titian_trend_options options;
    titian_listing *table;
} shown;

static void run_span(shown *w, const char *normalise, int first, int last)
{
    sketch_choose(&w->s, TITIAN_STAGE_NORMALISE, normalise);
    w->s.options.first_year = first;
    w->s.options.last_year = last;
    sketch_run(&w->s);
}

static void open_at(shown *w, titian_result stage, const char *framework, const char *values)
{
    sketch_open(&w->s, framework, values);
    w->options = titian_trend_options_default();
    w->options.stage = stage;
    w->table = NULL;
}

static void open_example(shown *w, titian_result stage)
{
    open_at(w, stage, tree, data);
    run_span(w, "goalposts", 2015, 2020);
}

static const titian_listing *show(shown *w, const char *name)
{
    titian_error err = {.message = ""};
    size_t k = 0;

    titian_listing_free(w->table);
    while (strcmp(titian_trend_name(k), name) != 0)
        k++;
    if (titian_trend_make(&w->table, w->s.a, k, &w->options, &err) != TITIAN_OK)
        fail_msg("%s", err.message);
    return w->table;
}

static void shut(shown *w)
{
    titian_listing_free(w->table);
    sketch_close(&w->s);
}

/* Ask for a table that cannot be had. */
static void refuse(shown *w, size_t table, const char *message, const char *mend)
{
    titian_listing *none = NULL;
    titian_error err;

    assert_int_equal(titian_trend_make(&none, w->s.a, table, &w->options, &err), TITIAN_E_USAGE);
    assert_null(none);
    assert_string_equal(err.message, message);
    assert_string_equal(err.mend, mend);
    w->options = titian_trend_options_default();
}

static int remarks(const titian_listing *table, size_t row, const char *column, const char *words)
{
    return strstr(text(table, row, column), words) != NULL;
}

static void a_value_carried_forward_is_no_value_of_its_year(void **state)
{
    shown w;
    const titian_listing *table = NULL;
    size_t row = 0;

    (void) state;
    open_example(&w, TITIAN_RESULT_RAW);
    table = show(&w, "trends");
    row = row_of(table, "U2", "A");
    assert_near(number(table, row, "N"), 2.0, 0.0);
    assert_near(number(table, row, "N.Aside"), 4.0, 0.0); /* two years between, two after */
    assert_near(number(table, row, "T.Last"), 2018.0, 0.0);
    assert_near(number(table, row, "Sen.Slope"), 10.0, 0.0);
    w.options.fresh = 0.0;
    table = show(&w, "trends");
    assert_near(number(table, row, "N"), 6.0, 0.0);
    assert_near(number(table, row, "N.Aside"), 0.0, 0.0);
    assert_near(number(table, row, "T.Last"), 2020.0, 0.0);
    shut(&w);
}

/* B has three quarters of the weight and is measured in 2015 and 2018; A alone is a quarter. */
static void a_score_counts_when_enough_of_it_is_of_the_year(void **state)
{
    shown w;
    const titian_listing *table = NULL;

    (void) state;
    open_example(&w, TITIAN_RESULT_AGGREGATED);
    table = show(&w, "trends");
    assert_near(number(table, row_of(table, "U1", "X"), "N"), 2.0, 0.0);
    assert_near(number(table, row_of(table, "U1", "X"), "N.Aside"), 4.0, 0.0);
    assert_near(number(table, row_of(table, "U1", "A"), "N"), 6.0, 0.0);
    assert_near(number(table, row_of(table, "U4", "X"), "N"), 1.0, 0.0); /* B alone makes it, and is of the year */
    w.options.fresh = 0.25;
    table = show(&w, "trends");
    assert_near(number(table, row_of(table, "U1", "X"), "N"), 6.0, 0.0);
    w.options.fresh = 1.0;
    table = show(&w, "trends");
    assert_near(number(table, row_of(table, "U1", "X"), "N"), 2.0, 0.0);
    shut(&w);
}

static void imputed_values_are_no_values_of_their_year(void **state)
{
    shown w;
    const titian_listing *table = NULL;

    (void) state;
    open_at(&w, TITIAN_RESULT_IMPUTED, tree, data);
    sketch_choose(&w.s, TITIAN_STAGE_IMPUTE, "mean");
    run_span(&w, "goalposts", 2015, 2020);
    table = show(&w, "trends");
    assert_near(number(table, row_of(table, "U4", "A"), "N"), 0.0, 0.0);
    assert_near(number(table, row_of(table, "U4", "A"), "N.Aside"), 6.0, 0.0);
    assert_string_equal(text(table, row_of(table, "U4", "A"), "Verdict"), "no data");
    shut(&w);
}

static void verdicts_follow_the_exact_test(void **state)
{
    shown w;
    const titian_listing *table = NULL;

    (void) state;
    open_example(&w, TITIAN_RESULT_RAW);
    table = show(&w, "trends");
    assert_string_equal(text(table, row_of(table, "U1", "A"), "Verdict"), "rising");
    assert_string_equal(text(table, row_of(table, "U3", "A"), "Verdict"), "falling");
    assert_string_equal(text(table, row_of(table, "U2", "A"), "Verdict"), "too short");
    assert_near(number(table, row_of(table, "U1", "A"), "P.Exact"), 2.0 / 720.0, 1e-17);
    w.options.significance = 0.002; /* 2 / 6! is above it */
    table = show(&w, "trends");
    assert_string_equal(text(table, row_of(table, "U1", "A"), "Verdict"), "too short");
    assert_true(isnan(number(table, row_of(table, "U1", "A"), "Sen.Low")));
    shut(&w);
}

static void the_latest_values_are_those_that_count(void **state)
{
    shown w;
    const titian_listing *table = NULL;

    (void) state;
    open_example(&w, TITIAN_RESULT_RAW);
    w.options.latest = 3;
    table = show(&w, "trends");
    assert_near(number(table, row_of(table, "U1", "A"), "N"), 3.0, 0.0);
    assert_near(number(table, row_of(table, "U1", "A"), "T.First"), 2018.0, 0.0);
    assert_near(number(table, row_of(table, "U2", "A"), "N"), 2.0, 0.0);
    shut(&w);
}

/* A's own target is 30: U1 at 20 rises by 2 a year, to the last bit of its interval. */
static void a_target_is_the_model_s_own_or_the_one_asked_for(void **state)
{
    shown w;
    const titian_listing *table = NULL;
    size_t row = 0;

    (void) state;
    open_example(&w, TITIAN_RESULT_RAW);
    table = show(&w, "trends");
    row = row_of(table, "U1", "A");
    assert_near(number(table, row, "Target"), 30.0, 0.0);
    assert_near(number(table, row, "To.Target"), 5.0, 0.0);
    assert_near(number(table, row, "To.Target.Low"), 5.0, 0.0);
    assert_near(number(table, row, "To.Target.High"), 5.0, 0.0);
    assert_string_equal(text(table, row, "Target.State"), "on the way");
    assert_string_equal(text(table, row_of(table, "U3", "A"), "Target.State"), "reached");
    assert_string_equal(text(table, row_of(table, "U1", "B"), "Target.State"), ""); /* no target */
    w.options.target = 40.0;
    table = show(&w, "trends");
    row = row_of(table, "U3", "A");
    assert_near(number(table, row_of(table, "U1", "A"), "To.Target"), 10.0, 0.0);
    assert_string_equal(text(table, row, "Target.State"), "moving away");
    assert_true(isnan(number(table, row, "To.Target")));
    assert_string_equal(text(table, row_of(table, "U1", "B"), "Target.State"), "reached");
    assert_string_equal(text(table, row_of(table, "U4", "A"), "Target.State"), "no data");
    shut(&w);
}

/* U2 had 20 in 2016 on the line from 10 (2015) to 40 (2018); U1 has it in 2020. */
static void years_behind_are_read_off_at_the_same_level(void **state)
{
    shown w;
    const titian_listing *table = NULL;

    (void) state;
    open_example(&w, TITIAN_RESULT_RAW);
    w.options.leader = "U2";
    w.options.code = "A";
    table = show(&w, "trends");
    assert_int_equal(titian_listing_n_rows(table), 4);
    assert_near(number(table, row_of(table, "U1", "A"), "Behind"), 4.0, 0.0);
    assert_string_equal(text(table, row_of(table, "U1", "A"), "Behind.State"), "behind");
    assert_string_equal(text(table, row_of(table, "U2", "A"), "Behind.State"), "the leader");
    assert_near(number(table, row_of(table, "U2", "A"), "Behind"), 0.0, 0.0);
    assert_string_equal(text(table, row_of(table, "U4", "A"), "Behind.State"), "no data");
    assert_string_equal(text(table, row_of(table, "U3", "A"), "Behind.State"), "behind");
    shut(&w);
}

static void rates_that_are_none_are_missing_with_a_remark(void **state)
{
    shown w;
    const titian_listing *table = NULL;

    (void) state;
    open_at(&w, TITIAN_RESULT_RAW, "A X 1 goalposts -9 100\nX - 1\n",
        "Z 2015 A 0\nZ 2016 A 1\nZ 2017 A 2\nE 2015 A 5\nE 2017 A 0\nS 2015 A -1\nS 2017 A 2\nN 2015 A -1\nN 2016 A "
        "-2\n");
    run_span(&w, "goalposts", 2015, 2017);
    table = show(&w, "trends");
    assert_string_equal(
        text(table, row_of(table, "Z", "A"), "Note"), "no CAGR: it begins at 0; no Prc.Change: the line begins at 0");
    assert_string_equal(text(table, row_of(table, "E", "A"), "Note"), "no CAGR: it ends at 0");
    assert_string_equal(text(table, row_of(table, "S", "A"), "Note"), "no CAGR: first and last value differ in sign");
    assert_string_equal(text(table, row_of(table, "N", "A"), "Note"), "CAGR is of the size of negative values");
    assert_near(number(table, row_of(table, "N", "A"), "CAGR"), 1.0, 0.0);
    for (size_t row = 0; row < 3; row++)
        assert_true(isnan(number(table, row, "CAGR")));
    shut(&w);
}

static void a_scale_of_each_year_is_remarked_on(void **state)
{
    shown w;
    const titian_listing *table = NULL;

    (void) state;
    open_at(&w, TITIAN_RESULT_AGGREGATED, tree, data);
    run_span(&w, "minmax", 2015, 2020);
    table = show(&w, "trends");
    assert_true(remarks(table, row_of(table, "U1", "A"), "Note", "each year has a scale of its own"));
    assert_true(remarks(table, row_of(table, "U1", "X"), "Note", "each year has a scale of its own"));
    sketch_number(&w.s, TITIAN_STAGE_NORMALISE, "over", 1.0); /* pooled */
    sketch_run(&w.s);
    w.options.fresh = 0.0;
    table = show(&w, "trends");
    assert_false(remarks(table, row_of(table, "U1", "A"), "Note", "scale"));
    assert_false(remarks(table, row_of(table, "U1", "X"), "Note", "scale"));
    assert_false(remarks(table, row_of(table, "U1", "X"), "Note", "every year"));
    shut(&w);
}

static void indicators_that_come_and_go_are_remarked_on(void **state)
{
    shown w;
    const titian_listing *table = NULL;

    (void) state;
    open_at(&w, TITIAN_RESULT_AGGREGATED, "A X 1 goalposts 0 100\nB X 3 goalposts 0 100\nX - 1\n",
        "U1 2015 A 3 B 4\nU1 2016 B 5\nU1 2017 A 1 B 2\nU2 2015 A 1 B 2\nU2 2016 A 4\nU2 2017 B 5\n");
    w.s.recipe.carry.max_age = 0;
    run_span(&w, "goalposts", 2015, 2017);
    table = show(&w, "trends");
    assert_string_equal(text(table, row_of(table, "U1", "X"), "Note"), "1 of its 2 indicators are not in every year");
    assert_string_equal(text(table, row_of(table, "U2", "X"), "Note"), "2 of its 2 indicators are not in every year");
    assert_string_equal(text(table, row_of(table, "U2", "B"), "Note"), "");
    shut(&w);
}

static void what_is_not_there_is_refused_with_the_nearest(void **state)
{
    shown w;
    static const struct {
        const char *code, *unit, *leader, *weights;
        size_t table;
        const char *message, *mend;
    } cases[] = {
        {"Bb", NULL, NULL, NULL, 0, "there is no code in the model \"Bb\"", "write one that there is: A, B"},
        {"X", NULL, NULL, NULL, 0, "X is no indicator, and only indicators have values at the stage \"raw\"",
            "take the stage \"aggregated\""},
        {NULL, "U11", NULL, NULL, 0, "the data have no unit \"U11\"", "did you mean U1?"},
        {NULL, NULL, "zz", NULL, 0, "the data have no unit \"zz\"", "write its code or its whole name"},
        {NULL, NULL, NULL, "POP", 1, "there is no variable in the model \"POP\"", "write one that there is: A, B"},
        {NULL, NULL, NULL, "A", 0, "the table trends takes no weights", "leave it away, or choose another table"},
        {NULL, "U1", NULL, NULL, 1, "the table convergence takes no single unit",
            "leave it away, or choose another table"},
        {NULL, NULL, "U1", NULL, 2, "the table spread takes no leader", "leave it away, or choose another table"},
    };

    (void) state;
    open_example(&w, TITIAN_RESULT_AGGREGATED);
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        w.options.stage = TITIAN_RESULT_RAW;
        w.options.code = cases[k].code;
        w.options.unit = cases[k].unit;
        w.options.leader = cases[k].leader;
        w.options.weights = cases[k].weights;
        refuse(&w, cases[k].table, cases[k].message, cases[k].mend);
    }
    shut(&w);
}

static void one_year_is_no_trend(void **state)
{
    shown w;

    (void) state;
    open_example(&w, TITIAN_RESULT_AGGREGATED);
    w.s.options.last_year = 2015;
    sketch_run(&w.s);
    refuse(
        &w, 0, "a trend needs several index years with values, and here is one, 2015", "give a wider span of years");
    shut(&w);
}

static void a_stage_that_was_not_kept_is_refused(void **state)
{
    shown w;

    (void) state;
    open_example(&w, TITIAN_RESULT_RAW);
    w.s.options.keep = 1u << TITIAN_RESULT_AGGREGATED;
    sketch_run(&w.s);
    refuse(&w, 0, "the stage \"raw\" was not kept in this run", "");
    w.options.weights = "A";
    refuse(&w, 1, "the stage \"raw\", where the variable A is, was not kept in this run", "");
    shut(&w);
}

static void options_outside_their_bounds_are_refused(void **state)
{
    static const char shares[] = "the significance lies between 0 and 1, and so does the share of fresh weight";
    shown w;

    (void) state;
    open_example(&w, TITIAN_RESULT_AGGREGATED);
    w.options.latest = 1;
    refuse(&w, 0, "a trend is of two values at least, not of 1", "");
    w.options.significance = 0.0;
    refuse(&w, 0, shares, "");
    w.options.fresh = TITIAN_MISSING;
    refuse(&w, 0, shares, "");
    shut(&w);
}

/* Twelve units in two years: the values of 2020 are given, those of 2010 are 10, 15 .. 65. */
static void open_two_years(shown *w, const double last[12])
{
    char lines[2048] = "";

    for (size_t k = 0; k < 12; k++) {
        const size_t used = strlen(lines);

        (void) snprintf(lines + used, sizeof lines - used, "U%02zu 2010 A %zu POP %zu\nU%02zu 2020 A %g POP 99\n", k,
            10 + 5 * k, k + 1, k, last[k]);
    }
    open_at(w, TITIAN_RESULT_AGGREGATED, "A X 1 goalposts 0 100\nX - 1\nother POP\n", lines);
    run_span(w, "goalposts", 2010, 2020);
}

static size_t form_of(const titian_listing *table, const char *form)
{
    return find(table, "iCode", "A", "Form", form);
}

/* Half of each gap to 80 is closed in ten years: 1 + 10 b = 1/2. */
static void half_the_gap_closed_is_a_half_life_of_the_span(void **state)
{
    double last[12];
    shown w;
    const titian_listing *table = NULL;
    size_t row = 0;

    (void) state;
    for (size_t k = 0; k < 12; k++)
        last[k] = (10.0 + 5.0 * (double) k + 80.0) / 2.0;
    open_two_years(&w, last);
    table = show(&w, "convergence");
    row = form_of(table, "gap");
    assert_near(number(table, row, "N"), 12.0, 0.0);
    assert_near(number(table, row, "Beta"), -0.05, 1e-15);
    assert_near(number(table, row, "Half.Life"), 10.0, 1e-12);
    assert_near(number(table, row, "Sigma.From"), 5.0 * sqrt(143.0 / 12.0), 1e-12); /* of 0 .. 11 times 5 */
    assert_string_equal(text(table, row, "Verdict"), "converging");
    assert_string_equal(text(table, row, "Caution"), "");
    assert_true(find(table, "iCode", "X", "Form", "logit") < titian_listing_n_rows(table));
    shut(&w);
}

/* The same twelve values change hands: those behind gain, those ahead lose, and nobody is closer to anybody. */
static void galtons_fallacy_is_called_by_its_name(void **state)
{
    static const double last[12] = {10, 30, 35, 65, 60, 20, 15, 50, 55, 40, 25, 45};
    shown w;
    const titian_listing *table = NULL;
    size_t row = 0;

    (void) state;
    open_two_years(&w, last);
    table = show(&w, "convergence");
    row = form_of(table, "gap");
    assert_true(number(table, row, "Beta") < 0.0 && number(table, row, "P") < 0.05);
    assert_string_equal(text(table, row, "Verdict"), "regression to the mean");
    assert_near(number(table, row, "Sigma.To"), number(table, row, "Sigma.From"), 1e-12);
    assert_string_equal(text(table, row, "Caution"),
        "those behind gained more, yet the spread did not fall: regression to the mean (Galton), not convergence");
    shut(&w);
}

static void a_ceiling_is_remarked_on(void **state)
{
    static const double last[12] = {60, 70, 75, 80, 85, 90, 93, 95, 95, 96, 97, 98};
    shown w;
    const titian_listing *table = NULL;

    (void) state;
    open_two_years(&w, last);
    table = show(&w, "convergence");
    assert_near(number(table, form_of(table, "gap"), "Near.Top"), 0.25, 0.0); /* 95 is not above 95 */
    assert_non_null(
        strstr(text(table, form_of(table, "gap"), "Caution"), "25 % of units stand in the top twentieth"));
    assert_null(strstr(text(table, form_of(table, "logit"), "Caution"), "twentieth"));
    shut(&w);
}

static void values_that_a_form_cannot_take_are_left_out_and_counted(void **state)
{
    static const double last[12] = {0, 20, 25, 30, 35, 40, 45, 50, 55, 60, 65, 100};
    shown w;
    const titian_listing *table = NULL;

    (void) state;
    open_two_years(&w, last);
    table = show(&w, "convergence");
    assert_near(number(table, form_of(table, "log"), "N.Left"), 1.0, 0.0);
    assert_near(number(table, form_of(table, "logit"), "N.Left"), 2.0, 0.0);
    assert_near(number(table, form_of(table, "gap"), "N.Left"), 0.0, 0.0);
    w.options.weights = "POP";
    table = show(&w, "convergence");
    assert_string_equal(text(table, form_of(table, "gap"), "Weights"), "POP");
    assert_near(number(table, form_of(table, "gap"), "N"), 12.0, 0.0);
    shut(&w);
}

/* POP in the first year is 1 .. 12: the mean of 10 + 5 k is 10 + 5 (sum k (k + 1)) / 78. */
static void weights_are_those_of_the_first_year(void **state)
{
    static const double last[12] = {10, 20, 25, 30, 35, 40, 45, 50, 55, 60, 65, 70};
    shown w;
    const titian_listing *table = NULL;

    (void) state;
    open_two_years(&w, last);
    w.options.weights = "POP";
    w.options.code = "A";
    table = show(&w, "spread");
    assert_int_equal(titian_listing_n_rows(table), 2);
    assert_near(number(table, 0, "Mean"), 10.0 + 5.0 * 572.0 / 78.0, 1e-12);
    assert_near(number(table, 0, "N.Same"), 12.0, 0.0);
    shut(&w);
}

static void too_little_to_compare_is_said(void **state)
{
    shown w;
    const titian_listing *table = NULL;

    (void) state;
    open_at(&w, TITIAN_RESULT_AGGREGATED,
        "A X 1 goalposts 0 100\nB X 1 goalposts 0 100\nC X 1 goalposts 0 100\nX - 1\n",
        "U1 2015 A 3 C 9\nU1 2016 A 4 B 7\nU2 2015 A 1 C 8\nU2 2016 A 2 B 5\n");
    w.s.recipe.carry.max_age = 0;
    sketch_choose(&w.s, TITIAN_STAGE_SCREEN, "coverage");
    sketch_number(&w.s, TITIAN_STAGE_SCREEN, "indicator_coverage", 0.1);
    run_span(&w, "goalposts", 2015, 2016);
    table = show(&w, "convergence");
    assert_string_equal(text(table, form_of(table, "gap"), "Verdict"), "too few units");
    assert_string_equal(text(table, find(table, "iCode", "B", "Form", "gap"), "Verdict"), "too few years");
    assert_true(isnan(number(table, form_of(table, "gap"), "P")));
    shut(&w);
}

/* Another unit, and another order of units, change no row of the others. */
static void other_units_change_nothing(void **state)
{
    static const char other[] = "U4 2017 B 5\n"
                                "U9 2015 A 99 B 1\nU9 2020 A 1 B 99\n"
                                "U3 2015 A 60 B 20\nU3 2016 A 55\nU3 2017 A 50\nU3 2018 A 45 B 26\nU3 2019 A 40\n"
                                "U3 2020 A 35\nU2 2015 A 10 B 50\nU2 2018 A 40 B 50\n"
                                "U1 2015 A 10 B 40\nU1 2016 A 12\nU1 2017 A 14\nU1 2018 A 16 B 52\nU1 2019 A 18\n"
                                "U1 2020 A 20\n";
    shown w, v;
    const titian_listing *one = NULL, *two = NULL;
    size_t n_compared = 0;

    (void) state;
    open_example(&w, TITIAN_RESULT_AGGREGATED);
    one = show(&w, "trends");
    open_at(&v, TITIAN_RESULT_AGGREGATED, tree, other);
    run_span(&v, "goalposts", 2015, 2020);
    two = show(&v, "trends");
    for (size_t row = 0; row < titian_listing_n_rows(one); row++) {
        const size_t there = row_of(two, text(one, row, "uCode"), text(one, row, "iCode"));

        for (size_t k = 0; k < titian_listing_n_columns(one); k++) {
            const titian_item a = titian_listing_cell(one, row, k), b = titian_listing_cell(two, there, k);

            if (a.text != NULL)
                assert_string_equal(a.text, b.text);
            else
                assert_near(a.number, b.number, 0.0);
            n_compared++;
        }
    }
    assert_true(n_compared == 4 * 3 * titian_listing_n_columns(one));
    shut(&w);
    shut(&v);
}

static void no_number_is_infinite(void **state)
{
    shown w;

    (void) state;
    open_at(&w, TITIAN_RESULT_RAW, "A X 1 goalposts 0 1\nX - 1\n",
        "U1 2015 A 1e-300\nU1 2016 A 1e300\nU2 2015 A 0\nU2 2016 A 0\nU3 2015 A -1e308\nU3 2016 A 1e308\n"
        "U4 2015 A 5e-324\nU4 2016 A 1\nU5 2015 A 1\n");
    run_span(&w, "rank", 2015, 2016);
    for (size_t k = 0; k < titian_trend_n_tables(); k++) {
        const titian_listing *table = show(&w, titian_trend_name(k));

        for (size_t row = 0; row < titian_listing_n_rows(table); row++)
            for (size_t c = 0; c < titian_listing_n_columns(table); c++)
                assert_true(!isinf(titian_listing_cell(table, row, c).number));
    }
    shut(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_value_carried_forward_is_no_value_of_its_year),
        cmocka_unit_test(a_score_counts_when_enough_of_it_is_of_the_year),
        cmocka_unit_test(imputed_values_are_no_values_of_their_year),
        cmocka_unit_test(verdicts_follow_the_exact_test),
        cmocka_unit_test(the_latest_values_are_those_that_count),
        cmocka_unit_test(a_target_is_the_model_s_own_or_the_one_asked_for),
        cmocka_unit_test(years_behind_are_read_off_at_the_same_level),
        cmocka_unit_test(rates_that_are_none_are_missing_with_a_remark),
        cmocka_unit_test(a_scale_of_each_year_is_remarked_on),
        cmocka_unit_test(indicators_that_come_and_go_are_remarked_on),
        cmocka_unit_test(what_is_not_there_is_refused_with_the_nearest),
        cmocka_unit_test(one_year_is_no_trend),
        cmocka_unit_test(a_stage_that_was_not_kept_is_refused),
        cmocka_unit_test(options_outside_their_bounds_are_refused),
        cmocka_unit_test(half_the_gap_closed_is_a_half_life_of_the_span),
        cmocka_unit_test(galtons_fallacy_is_called_by_its_name),
        cmocka_unit_test(a_ceiling_is_remarked_on),
        cmocka_unit_test(values_that_a_form_cannot_take_are_left_out_and_counted),
        cmocka_unit_test(weights_are_those_of_the_first_year),
        cmocka_unit_test(too_little_to_compare_is_said),
        cmocka_unit_test(other_units_change_nothing),
        cmocka_unit_test(no_number_is_infinite),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
