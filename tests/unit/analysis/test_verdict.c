/* analysis/sensitivity: what is said about an analysis, and what is refused.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit/analysis/doubtful.h"

/* ---- verdicts ---- */

static void check_verdict(doubtful *d, uint64_t rows, int converged, const char *words)
{
    titian_sensitivity_options o = titian_sensitivity_options_default();
    titian_sensitivity *s = NULL;

    o.rows = rows;
    s = doubtful_analyse(d, &o);
    if (strstr(titian_sensitivity_verdict(s), words) == NULL)
        fail_msg("\"%s\" does not say \"%s\"", titian_sensitivity_verdict(s), words);
    assert_int_equal(titian_sensitivity_converged(s), converged);
    titian_sensitivity_free(s);
}

static void without_movement_there_is_nothing_to_explain(void **state)
{
    doubtful d;

    (void) state;
    doubtful_open(&d);
    doubtful_option(doubtful_add(&d, "nothing", "noise"), "share")->number = 0.0;
    check_verdict(&d, 64, 1, "nothing to explain");
    doubtful_close(&d, NULL);
}

static void narrow_intervals_and_a_stable_order_are_enough(void **state)
{
    doubtful d;

    (void) state;
    doubtful_open(&d);
    doubtful_choices(&d);
    check_verdict(&d, 8192, 1, "converged: no interval of a total index is wider than 0.0");
    doubtful_close(&d, NULL);
}

static void wide_intervals_ask_for_more(void **state)
{
    doubtful d;

    (void) state;
    doubtful_open(&d);
    doubtful_three(&d);
    check_verdict(&d, 128, 0, "not converged: the widest interval of a total index is 0.");
    check_verdict(&d, 128, 0, "; raise replications to about ");
    doubtful_close(&d, NULL);
}

/* Two errors of the same size: whichever comes first is chance. */
static void an_order_that_changes_is_said(void **state)
{
    titian_factor *factor;
    doubtful d;

    (void) state;
    doubtful_open(&d);
    for (int k = 0; k < 4; k++) {
        factor = doubtful_add(&d, (const char *[]){"a", "b", "c", "d"}[k], "error");
        doubtful_option(factor, "sd")->number = 10.0;
    }
    check_verdict(&d, 512, 0, "and the order of the factors changes between replicates");
    doubtful_close(&d, NULL);
}

/* With two rows a replicate, ranks that seldom move do not move in some: nothing is known about the others. */
static void replicates_in_which_nothing_moves_do_not_converge(void **state)
{
    doubtful d;

    (void) state;
    doubtful_open(&d);
    doubtful_option(doubtful_add(&d, "weights", "noise"), "share")->number = 0.12;
    check_verdict(&d, 32, 0, "not converged: in some replicates no rank moves; raise replications to about 64");
    doubtful_close(&d, NULL);
}

/* ---- refusals ---- */

static void what_cannot_be_asked_is_refused(void **state)
{
    titian_sensitivity_options o = titian_sensitivity_options_default();
    titian_sensitivity *s = NULL;
    titian_error err;
    doubtful d;

    (void) state;
    doubtful_open(&d);
    sketch_run(&d.s);
    assert_int_equal(titian_sensitivity_run(&s, d.s.a, NULL, &err), TITIAN_E_MODEL);
    assert_null(s);
    doubtful_choices(&d);
    o.replicates = 1;
    sketch_run(&d.s);
    assert_int_equal(titian_sensitivity_run(&s, d.s.a, &o, &err), TITIAN_E_USAGE);
    assert_null(s);
    doubtful_close(&d, NULL);
}

/* The scale of an alternative cannot be made from equal values. */
static void a_run_that_fails_ends_the_analysis(void **state)
{
    titian_sensitivity_options o = titian_sensitivity_options_default();
    titian_sensitivity *s = NULL;
    titian_error err;
    doubtful d;

    (void) state;
    doubtful_open(&d);
    doubtful_choices(&d);
    d.scales[1].choice[TITIAN_STAGE_NORMALISE] =
        titian_choice_default(TITIAN_STAGE_NORMALISE, titian_method_find(TITIAN_STAGE_NORMALISE, "minmax"));
    for (size_t i = 0; i < N_UNITS; i++)
        titian_panel_column_mut(d.s.panel, A, 0)[i] = 50.0;
    sketch_run(&d.s);
    for (o.threads = 1; o.threads <= 3; o.threads++) {
        assert_int_equal(titian_sensitivity_run(&s, d.s.a, &o, &err), TITIAN_E_NUMERIC);
        assert_null(s);
        assert_non_null(strstr(err.message, "replication"));
    }
    doubtful_close(&d, NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(without_movement_there_is_nothing_to_explain),
        cmocka_unit_test(narrow_intervals_and_a_stable_order_are_enough),
        cmocka_unit_test(wide_intervals_ask_for_more),
        cmocka_unit_test(an_order_that_changes_is_said),
        cmocka_unit_test(replicates_in_which_nothing_moves_do_not_converge),
        cmocka_unit_test(what_cannot_be_asked_is_refused),
        cmocka_unit_test(a_run_that_fails_ends_the_analysis),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
