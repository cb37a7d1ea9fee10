/* analysis/movers: changes between two years beside what the model calls uncertain.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit/stages/sketch.h"

#include <titian/movers.h>

#include "unit/analysis/listed.h"

/* X = (A + B) / 2, on a scale from 0 to 100. U1: both rise by 10. U2: A rises by 10, B falls by 10. U3: nothing new.
 * U4 comes in the second year. U5: A falls, B stays; both measured again. */
static const char tree[] = "A X 1 goalposts 0 100 age 5\nB X 1 goalposts 0 100 age 5\nX - 1\n";
static const char data[] = "U1 2018 A 40 B 60\nU1 2020 A 50 B 70\n"
                           "U2 2018 A 40 B 60\nU2 2020 A 50 B 50\n"
                           "U3 2018 A 70 B 30\n"
                           "U4 2020 A 10 B 10\n"
                           "U5 2018 A 90 B 80\nU5 2020 A 60 B 80\n";

/* A run keeps pointers into its sketch: it stays where it is. */
typedef struct {
    sketch s;
    titian_factor factor;
    titian_uncertainty_options options;
    titian_movers *m;
} shown;

static void open_with(shown *w, const char *method, const char *option, double value)
{
    memset(w, 0, sizeof *w);
    sketch_open(&w->s, tree, data);
    sketch_choose(&w->s, TITIAN_STAGE_NORMALISE, "goalposts");
    sketch_range(&w->s, TITIAN_STAGE_NORMALISE, 0.0, 100.0);
    w->s.options.first_year = 2018;
    w->s.options.last_year = 2020;
    w->factor = (titian_factor){.name = "doubt", .node = TITIAN_NONE};
    w->factor.how = titian_choice_default(TITIAN_STAGE_VARY, titian_method_find(TITIAN_STAGE_VARY, method));
    w->factor.how.option[titian_method_param(w->factor.how.method, option)].number = value;
    w->s.recipe.uncertainty = (titian_uncertainty_rules){
        .on = 1, .replications = 4000, .seed = 3, .top = 1, .factors = &w->factor, .n_factors = 1};
    w->options = titian_uncertainty_options_default();
    sketch_run(&w->s);
}

static titian_mover found(shown *w, const char *unit)
{
    titian_error err = {.message = ""};

    if (w->m == NULL && titian_movers_run(&w->m, w->s.a, NULL, &w->options, &err) != TITIAN_OK)
        fail_msg("%s", err.message);
    return titian_movers_unit(w->m, sketch_unit(&w->s, unit));
}

static void shut(shown *w)
{
    titian_movers_free(w->m);
    sketch_close(&w->s);
}

/* Whatever the weights, both of U1's parts rise by 10: drawn apart for each year, X would differ by more. */
static void weights_drawn_once_for_both_years_cancel_out(void **state)
{
    shown w;
    titian_mover u;

    (void) state;
    open_with(&w, "noise", "share", 0.5);
    u = found(&w, "U1");
    assert_near(u.change, 10.0, 1e-12);
    assert_near(u.sd, 0.0, 1e-9);
    assert_near(u.low, 10.0, 1e-9);
    assert_near(u.high, 10.0, 1e-9);
    assert_near(u.up, 1.0, 0.0);
    assert_int_equal(u.verdict, TITIAN_MOVE_UP);
    assert_int_equal(u.n, 4000);
    assert_int_equal(titian_movers_doubt_data(w.m), 0);
    u = found(&w, "U2"); /* as often up as down, as A or B weighs more */
    assert_near(u.change, 0.0, 1e-12);
    assert_true(u.sd > 0.5);
    assert_near(u.up, 0.5, 0.05);
    assert_int_equal(u.verdict, TITIAN_MOVE_WITHIN);
    assert_int_equal(found(&w, "U5").verdict, TITIAN_MOVE_DOWN);
    shut(&w);
}

/* X is the mean of two observations with errors of 4: sd of X is 4 / sqrt 2, that of a difference 4. */
static void errors_of_two_observations_are_independent(void **state)
{
    shown w;
    titian_mover u;

    (void) state;
    open_with(&w, "error", "sd", 4.0);
    u = found(&w, "U1");
    assert_near(u.sd, 4.0, 0.15);
    assert_near(u.mean, 10.0, 0.25);
    assert_near(u.low, 10.0 - TITIAN_MOVE_LIMIT * 4.0, 0.4);
    assert_near(u.high, 10.0 + TITIAN_MOVE_LIMIT * 4.0, 0.4);
    assert_int_equal(u.verdict, TITIAN_MOVE_UP); /* 10 > 6.6 */
    assert_int_equal(titian_movers_doubt_data(w.m), 1);
    shut(&w);
    open_with(&w, "error", "sd", 8.0);
    assert_int_equal(found(&w, "U1").verdict, TITIAN_MOVE_WITHIN); /* 10 < 13.2 */
    assert_int_equal(found(&w, "U5").verdict, TITIAN_MOVE_DOWN);   /* 15 > 13.2 */
    shut(&w);
}

static void an_observation_of_both_years_has_one_error(void **state)
{
    shown w;
    titian_mover u;

    (void) state;
    open_with(&w, "error", "sd", 4.0);
    u = found(&w, "U3");
    assert_near(u.sd, 0.0, 1e-9);
    assert_near(u.change, TITIAN_MISSING, 0.0);
    assert_int_equal(u.verdict, TITIAN_MOVE_STILL);
    shut(&w);
}

/* A year moves a value by 4: from 2019 to 2020 those of U3, observed in 2018, by 4 once more, and X, the mean of two,
 * by 4 / sqrt 2. Drawn apart for each year it would be 4 sqrt(1 + 2) / sqrt 2. U1 was measured again: its age of 2019
 * is all there is. */
static void a_value_of_both_years_ages_by_the_time_between_them(void **state)
{
    titian_comparison_options span = titian_comparison_options_default();
    titian_error err = {.message = ""};
    shown w;

    (void) state;
    open_with(&w, "ageing", "share", 0.04);
    span.from = 2019;
    span.to = 2020;
    if (titian_movers_run(&w.m, w.s.a, &span, &w.options, &err) != TITIAN_OK)
        fail_msg("%s", err.message);
    assert_near(found(&w, "U3").sd, sqrt(8.0), 0.1);
    assert_near(found(&w, "U1").sd, sqrt(8.0), 0.1);
    assert_int_equal(found(&w, "U3").verdict, TITIAN_MOVE_STILL);
    shut(&w);
    open_with(&w, "ageing", "share", 0.04); /* from 2018, when it was observed: two years */
    assert_near(found(&w, "U3").sd, 4.0, 0.15);
    assert_near(found(&w, "U1").sd, 0.0, 1e-9);
    shut(&w);
}

/* Without U4: before U5 85, the others 50; after U5 70, U1 60, U2 and U3 50. */
static void ranks_are_among_those_ranked_in_both_years(void **state)
{
    shown w;
    titian_mover u;

    (void) state;
    open_with(&w, "noise", "share", 0.01);
    u = found(&w, "U4");
    assert_int_equal(u.verdict, TITIAN_MOVE_NONE);
    assert_near(u.rank_after, TITIAN_MISSING, 0.0);
    assert_int_equal(u.n, 0);
    u = found(&w, "U2");
    assert_near(u.rank_before, 2.0, 0.0);
    assert_near(u.rank_after, 3.0, 0.0);
    u = found(&w, "U5");
    assert_near(u.rank_before, 1.0, 0.0);
    assert_near(u.rank_after, 1.0, 0.0);
    assert_near(u.rank_low, 0.0, 0.0);
    assert_near(u.rank_high, 0.0, 0.0);
    shut(&w);
}

static void the_number_of_threads_changes_nothing(void **state)
{
    shown one, three;
    const char *const units[] = {"U1", "U2", "U5"};

    (void) state;
    open_with(&one, "noise", "share", 0.5);
    open_with(&three, "noise", "share", 0.5);
    one.options.threads = 1;
    three.options.threads = 3;
    for (size_t k = 0; k < sizeof units / sizeof *units; k++) {
        const titian_mover a = found(&one, units[k]), b = found(&three, units[k]);

        assert_near(a.sd, b.sd, 0.0);
        assert_near(a.low, b.low, 0.0);
        assert_near(a.up, b.up, 0.0);
        assert_near(a.rank_high, b.rank_high, 0.0);
    }
    shut(&one);
    shut(&three);
}

static void a_table_has_a_row_for_each_unit(void **state)
{
    shown w;
    titian_listing *table = NULL;
    titian_error err;

    (void) state;
    open_with(&w, "noise", "share", 0.5);
    (void) found(&w, "U1");
    assert_int_equal(titian_movers_make(&table, w.m, &err), TITIAN_OK);
    assert_int_equal(titian_listing_n_rows(table), 5);
    assert_string_equal(text(table, find(table, "uCode", "U3", NULL, NULL), "Verdict"), "no new data");
    assert_near(number(table, find(table, "uCode", "U5", NULL, NULL), "Change"), -15.0, 1e-12);
    titian_listing_free(table);
    shut(&w);
}

static titian_status refusal(shown *w, const titian_comparison_options *span)
{
    titian_error err;
    titian_movers *m = NULL;
    const titian_status status = titian_movers_run(&m, w->s.a, span, NULL, &err);

    assert_null(m);
    return status;
}

static void what_cannot_be_compared_is_refused(void **state)
{
    shown w;
    titian_comparison_options span = titian_comparison_options_default();

    (void) state;
    open_with(&w, "noise", "share", 0.5);
    span.node = "A";
    assert_int_equal(refusal(&w, &span), TITIAN_E_USAGE);
    span.node = NULL;
    span.from = 2020;
    assert_int_equal(refusal(&w, &span), TITIAN_E_USAGE);
    shut(&w);
    open_with(&w, "noise", "share", 0.5);
    w.s.recipe.uncertainty = (titian_uncertainty_rules){.on = 0, .replications = 10};
    sketch_run(&w.s);
    assert_int_equal(refusal(&w, NULL), TITIAN_E_MODEL);
    shut(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(weights_drawn_once_for_both_years_cancel_out),
        cmocka_unit_test(errors_of_two_observations_are_independent),
        cmocka_unit_test(an_observation_of_both_years_has_one_error),
        cmocka_unit_test(a_value_of_both_years_ages_by_the_time_between_them),
        cmocka_unit_test(ranks_are_among_those_ranked_in_both_years),
        cmocka_unit_test(the_number_of_threads_changes_nothing),
        cmocka_unit_test(a_table_has_a_row_for_each_unit),
        cmocka_unit_test(what_cannot_be_compared_is_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
