/* framework.csv: its header, its codes and its tree; each fault at its line and field, with a mend, and all of them
 * in one reading. SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "unit/model/attempt.h"

static const char csv[] = "framework.csv";

static void a_sound_framework_alone_runs_with_the_defaults(void **state)
{
    attempt *a = attempt_parse(NULL, sound_framework);
    const titian_recipe *r = NULL;

    (void) state;
    assert_sound(a);
    assert_int_equal(a->problems.n_warnings, 0);
    r = titian_model_recipe(a->model);
    assert_int_equal(titian_framework_n_nodes(r->framework), 6);
    assert_int_equal(titian_framework_n_indicators(r->framework), 3);
    assert_int_equal(titian_framework_n_extras(r->framework), 3);
    assert_string_equal(titian_model_describe(a->model)->title, "Whole");
    let_go(a);
}

static void a_row_carries_every_cell_into_the_framework(void **state)
{
    attempt *a = attempt_parse(NULL, sound_framework);
    const titian_framework *f = NULL;
    const titian_node *b = NULL, *c = NULL;

    (void) state;
    assert_sound(a);
    f = titian_model_recipe(a->model)->framework;
    b = titian_framework_node(f, titian_framework_find(f, "b"));
    c = titian_framework_node(f, titian_framework_find(f, "c"));
    assert_string_equal(b->name, "Beta");
    assert_int_equal(b->level, 1);
    assert_string_equal(titian_framework_node(f, b->parent)->code, "P");
    assert_true(b->weight == 2.0 && b->low == 50.0 && b->high == 5.0);
    assert_int_equal(b->direction, -1);
    assert_int_equal(b->scale, TITIAN_SCALE_LOG);
    assert_int_equal(b->max_age, 3);
    assert_int_equal(b->line, 3);
    assert_int_equal(b->row, 1);
    assert_string_equal(c->name, "c");
    assert_int_equal(c->direction, 1);
    assert_int_equal(c->max_age, -1);
    assert_string_equal(titian_framework_extra(f, c->denominator)->code, "pop");
    assert_true(c->denominator_scale == 1.0);
    assert_string_equal(c->source_codes, "C1 C2");
    assert_true(isnan(c->target));
    let_go(a);
}

static void what_is_plausible_reaches_nodes_and_rows_beside_the_tree(void **state)
{
    static const char text[] = "iCode,Type,Level,Parent,Weight,Direction,PlausibleLow,PlausibleHigh\n"
                               "a,Indicator,1,T,1,1,0,1\nb,Indicator,1,T,1,1,,100\nc,Indicator,1,T,1,1,,\n"
                               "pop,Denominator,,,,,1000,\nT,Aggregate,2,,1,1,,\n";
    attempt *a = attempt_parse(NULL, text);
    const titian_framework *f = NULL;

    (void) state;
    assert_sound(a);
    f = titian_model_recipe(a->model)->framework;
    assert_true(titian_framework_node(f, 0)->plausible.given);
    assert_true(
        titian_framework_node(f, 0)->plausible.low == 0.0 && titian_framework_node(f, 0)->plausible.high == 1.0);
    assert_true(isnan(titian_framework_node(f, 1)->plausible.low));
    assert_true(titian_framework_node(f, 1)->plausible.high == 100.0);
    assert_false(titian_framework_node(f, 2)->plausible.given);
    assert_true(titian_framework_extra(f, 0)->plausible.low == 1000.0);
    let_go(a);
    a = attempt_parse(NULL, "iCode,Type,Level,Parent,Weight,Direction,PlausibleLow,PlausibleHigh\n"
                            "a,Indicator,1,T,1,1,1,0\nT,Aggregate,2,,1,1,,\n");
    assert_fault(a, csv, 2, 8, "no value of \"a\" is plausible: PlausibleLow is 1, PlausibleHigh 0");
    assert_n_faults(a, 1);
    let_go(a);
}

static void goalposts_give_the_direction_that_is_left_out(void **state)
{
    char *changed = framework_with("Q,1,,0,1,linear", "Q,1,,1,0,linear");
    attempt *a = attempt_parse(NULL, changed);
    const titian_framework *f = NULL;

    (void) state;
    assert_sound(a);
    f = titian_model_recipe(a->model)->framework;
    assert_int_equal(titian_framework_node(f, titian_framework_find(f, "c"))->direction, -1);
    let_go(a);
    free(changed);
}

static void the_root_needs_no_weight(void **state)
{
    attempt *a = attempt_parse(NULL, sound_framework);
    const titian_recipe *r = NULL;

    (void) state;
    assert_sound(a);
    r = titian_model_recipe(a->model);
    assert_true(r->weights[titian_framework_root(r->framework)] == 1.0);
    let_go(a);
}

/* The columns, order, quotes and NA of the example data of R's COINr. */
static void an_imeta_of_coinr_loads_as_it_is(void **state)
{
    attempt *a = attempt_parse(NULL,
        "\"Level\",\"iCode\",\"iName\",\"Direction\",\"Weight\",\"Unit\",\"Target\",\"Denominator\",\"Parent\","
        "\"Type\"\n"
        "1,\"Goods\",\"Trade in goods\",1,1,\"Trillion USD\",1823.5959954999998,\"GDP\",\"ConEcFin\",\"Indicator\"\n"
        "1,\"CO2\",\"CO2 emissions per capita\",-1,0.5,\"Tonnes, per head\",NA,NA,\"Environ\",\"Indicator\"\n"
        "2,\"ConEcFin\",\"Economic and Financial (Con)\",1,1,\"Score\",,\"\",\"Index\",\"Aggregate\"\n"
        "2,\"Environ\",\"Environmental\",1,1,\"Score\",NA,\"\",\"Index\",\"Aggregate\"\n"
        "3,\"Index\",\"Sustainable Connectivity\",1,1,\"Score\",,\"\",\"\",\"Aggregate\"\n"
        ",\"GDP_group\",\"GDP group\",,,\"\",,\"\",\"\",\"Group\"\n"
        "NA,\"GDP\",\"GDP\",NA,NA,\"USD Bn\",,\"\",NA,\"Denominator\"\n");
    const titian_framework *f = NULL;
    const titian_node *goods = NULL;

    (void) state;
    assert_sound(a);
    assert_int_equal(a->problems.n_warnings, 0);
    f = titian_model_recipe(a->model)->framework;
    goods = titian_framework_node(f, titian_framework_find(f, "Goods"));
    assert_true(goods->target == 1823.5959954999998);
    assert_string_equal(goods->unit, "Trillion USD");
    assert_string_equal(titian_framework_extra(f, goods->denominator)->code, "GDP");
    assert_true(isnan(titian_framework_node(f, titian_framework_find(f, "CO2"))->target));
    let_go(a);
}

static void a_byte_order_mark_and_windows_line_ends_are_no_fault(void **state)
{
    attempt *a = attempt_parse(NULL, "\xEF\xBB\xBFiCode,Type,Level,Parent,Weight,Direction\r\n"
                                     "a,Indicator,1,T,1,1\r\n,,,,,\r\n\r\nT,Aggregate,2,,,\r\n");

    (void) state;
    assert_sound(a);
    let_go(a);
}

static void an_unknown_column_is_set_aside_with_a_suggestion(void **state)
{
    char *changed = framework_with("iName", "Nmae");
    attempt *a = attempt_parse(NULL, changed);

    (void) state;
    assert_sound(a);
    assert_warning(a, csv, 1, 2, "unknown column \"Nmae\"");
    let_go(a);
    free(changed);
    changed = framework_with("MaxAge", "Maxage");
    a = attempt_parse(NULL, changed);
    assert_warning(a, csv, 1, 11, "unknown column \"Maxage\"");
    assert_mend(a, csv, 1, "did you mean \"MaxAge\"?");
    let_go(a);
    free(changed);
}

static void a_missing_column_is_named(void **state)
{
    static const char *const needed[] = {"iCode", "Type", "Level", "Parent", "Weight"};

    (void) state;
    for (size_t k = 0; k < sizeof needed / sizeof *needed; k++) {
        char text[64];

        (void) snprintf(text, sizeof text, "there is no column %s", needed[k]);
        assert_change(needed[k], "Other", 1, 0, text);
    }
    assert_change("Direction,Low", "x,y", 1, 0, "there is no column Direction");
}

static void a_column_named_twice_is_an_error(void **state)
{
    (void) state;
    assert_change("SourceCode", "Low", 1, 13, "column Low stands twice");
}

static void an_empty_file_is_an_error(void **state)
{
    attempt *a = attempt_parse(NULL, "");

    (void) state;
    assert_fault(a, csv, 0, 0, "the file is empty");
    assert_n_faults(a, 1);
    let_go(a);
}

static void a_stray_comma_is_an_error(void **state)
{
    (void) state;
    assert_change("b,Beta,", "b,Be,ta,", 3, 0, "14 fields, but the header has 13");
}

static void a_quotation_mark_left_open_is_an_error(void **state)
{
    char *changed = framework_with("Beta", "\"Beta");
    attempt *a = attempt_parse(NULL, changed);

    (void) state;
    assert_int_equal(a->status, TITIAN_E_MODEL);
    assert_int_equal(a->heard[0].line, 3);
    let_go(a);
    free(changed);
}

static void a_code_used_twice_is_an_error(void **state)
{
    (void) state;
    assert_change("b,Beta", "a,Beta", 3, 1, "code \"a\" stands on line 2 already");
    assert_change("grp,", "Q,", 8, 1, "code \"Q\" stands on line 6 already");
}

static void a_code_of_other_letters_is_an_error(void **state)
{
    (void) state;
    assert_change("b,Beta", "b b,Beta", 3, 1, "\"b b\" cannot be a code");
    assert_change("b,Beta", "b\xC3\xA9,Beta", 3, 1, "cannot be a code");
    assert_change(
        "b,Beta", "b234567890123456789012345678901234567890123456789012345678901234,Beta", 3, 1, "cannot be a code");
    assert_change("b,Beta", ",Beta", 3, 1, "the row has no iCode");
    assert_change("b,Beta", "NA,Beta", 3, 1, "the row has no iCode");
}

static void an_unknown_type_is_an_error(void **state)
{
    (void) state;
    assert_change("Beta,Indicator", "Beta,indicater", 3, 3, "unknown Type \"indicater\"");
    assert_change("Beta,Indicator", "Beta,", 3, 3, "the row has no Type");
}

static void a_parent_that_does_not_exist_is_an_error(void **state)
{
    char *changed = framework_with("P,First,Aggregate,2,TOP", "P,First,Aggregate,2,TPO");
    attempt *a = attempt_parse(NULL, changed);

    (void) state;
    assert_fault(a, csv, 5, 5, "no row with the code \"TPO\"");
    assert_mend(a, csv, 5, "did you mean \"TOP\"?");
    assert_n_faults(a, 1);
    let_go(a);
    free(changed);
}

static void a_parent_that_is_no_aggregate_is_an_error(void **state)
{
    (void) state;
    assert_change("Indicator,1,P,2", "Indicator,1,a,2", 3, 5, "Parent \"a\" of \"b\" is of Type Indicator");
    assert_change("Indicator,1,P,2", "Indicator,1,grp,2", 3, 5, "is of Type Group (line 8)");
}

static void a_cycle_is_named_by_its_codes(void **state)
{
    attempt *a = attempt_parse(NULL, "iCode,Type,Level,Parent,Weight,Direction\n"
                                     "a,Indicator,1,X,1,1\n"
                                     "b,Indicator,1,R,1,1\n"
                                     "X,Aggregate,2,Y,1,\n"
                                     "Y,Aggregate,3,Z,1,\n"
                                     "Z,Aggregate,4,X,1,\n"
                                     "S,Aggregate,2,S,1,\n"
                                     "R,Aggregate,2,,1,\n");

    (void) state;
    assert_fault(a, csv, 4, 4, "in a circle: X -> Y -> Z -> X");
    assert_fault(a, csv, 7, 4, "in a circle: S -> S");
    assert_n_faults(a, 2);
    let_go(a);
}

static void several_roots_are_each_named(void **state)
{
    (void) state;
    assert_change(
        "Q,Second,Aggregate,2,TOP", "Q,Second,Aggregate,2,", 6, 5, "\"Q\" has no Parent, but the root is \"TOP\"");
}

static void an_indicator_without_a_parent_is_an_error(void **state)
{
    (void) state;
    assert_change("Indicator,1,P,2", "Indicator,1,,2", 3, 5, "indicator \"b\" has no Parent");
}

static void a_tree_without_a_root_is_an_error(void **state)
{
    attempt *a = attempt_parse(NULL, "iCode,Type,Level,Parent,Weight,Direction\na,Indicator,1,,1,1\n");

    (void) state;
    assert_fault(a, csv, 0, 0, "the tree has no root");
    assert_fault(a, csv, 2, 4, "has no Parent");
    assert_n_faults(a, 2);
    let_go(a);
}

static void a_framework_without_indicators_is_an_error(void **state)
{
    attempt *a = attempt_parse(NULL, "iCode,Type,Level,Parent,Weight,Direction\nT,Aggregate,2,,1,\n");

    (void) state;
    assert_fault(a, csv, 0, 0, "there is no row of Type Indicator");
    assert_fault(a, csv, 2, 1, "aggregate \"T\" has no children");
    assert_n_faults(a, 2);
    let_go(a);
}

static void a_level_jump_is_an_error(void **state)
{
    (void) state;
    assert_change(
        "Indicator,1,P,2", "Indicator,1,TOP,2", 3, 4, "\"b\" stands at Level 1, its Parent \"TOP\" at Level 3");
}

static void a_level_jump_under_the_root_is_told_of_each_child(void **state)
{
    char *changed = framework_with("TOP,Whole,Aggregate,3", "TOP,Whole,Aggregate,4");
    attempt *a = attempt_parse(NULL, changed);

    (void) state;
    assert_fault(a, csv, 5, 4, "its Parent \"TOP\" at Level 4");
    assert_fault(a, csv, 6, 4, "its Parent \"TOP\" at Level 4");
    assert_n_faults(a, 2);
    let_go(a);
    free(changed);
}

static void many_faults_are_all_told_in_one_reading(void **state)
{
    attempt *a = attempt_parse(NULL, "iCode,Type,Level,Parent,Weight,Direction,Low,High\n"
                                     "a,Indicator,1,P,-1,1,0,1\n"
                                     "a,Indicator,1,P,1,1,0,1\n"
                                     "b,Indicator,1,NONE,1,1,0,1\n"
                                     "c,Indicator,1,TOP,1,1,0,1\n"
                                     "d,Indicator,1,P,1,7,,\n"
                                     "e,Indicator,1,P,1,1,3,3\n"
                                     "P,Aggregate,2,TOP,1,,,\n"
                                     "Q,Aggregate,2,,1,,,\n"
                                     "f,Indicator,1,Q,0,1,,\n"
                                     "TOP,Aggregate,3,,1,,,\n");

    (void) state;
    assert_fault(a, csv, 2, 5, "Weight is -1");
    assert_fault(a, csv, 3, 1, "stands on line 2 already");
    assert_fault(a, csv, 4, 4, "no row with the code \"NONE\"");
    assert_fault(a, csv, 5, 3, "its Parent \"TOP\" at Level 3");
    assert_fault(a, csv, 6, 6, "Direction is \"7\"");
    assert_fault(a, csv, 7, 8, "are both 3");
    assert_fault(a, csv, 9, 4, "\"Q\" has no Parent, but the root is \"TOP\"");
    assert_fault(a, csv, 10, 5, "all children of \"Q\" have Weight 0");
    assert_n_faults(a, 8);
    assert_int_equal(a->error.line, 2);
    assert_non_null(strstr(a->error.message, "the first of 8 faults"));
    let_go(a);
}

static void a_single_fault_is_handed_back_as_it_was_told(void **state)
{
    char *changed = framework_with("1,P,2,-1", "1,P,-2,-1");
    attempt *a = attempt_parse(NULL, changed);

    (void) state;
    assert_memory_equal(&a->error, &a->heard[0], sizeof a->error);
    let_go(a);
    free(changed);
}

static void a_newline_in_a_cell_does_not_break_the_message(void **state)
{
    char *changed = framework_with("Beta,Indicator", "Beta,\"In\ndicator\"");
    attempt *a = attempt_parse(NULL, changed);

    (void) state;
    assert_fault(a, csv, 3, 3, "unknown Type \"In dicator\"");
    let_go(a);
    free(changed);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_sound_framework_alone_runs_with_the_defaults),
        cmocka_unit_test(a_row_carries_every_cell_into_the_framework),
        cmocka_unit_test(what_is_plausible_reaches_nodes_and_rows_beside_the_tree),
        cmocka_unit_test(goalposts_give_the_direction_that_is_left_out),
        cmocka_unit_test(the_root_needs_no_weight),
        cmocka_unit_test(an_imeta_of_coinr_loads_as_it_is),
        cmocka_unit_test(a_byte_order_mark_and_windows_line_ends_are_no_fault),
        cmocka_unit_test(an_unknown_column_is_set_aside_with_a_suggestion),
        cmocka_unit_test(a_missing_column_is_named),
        cmocka_unit_test(a_column_named_twice_is_an_error),
        cmocka_unit_test(an_empty_file_is_an_error),
        cmocka_unit_test(a_stray_comma_is_an_error),
        cmocka_unit_test(a_quotation_mark_left_open_is_an_error),
        cmocka_unit_test(a_code_used_twice_is_an_error),
        cmocka_unit_test(a_code_of_other_letters_is_an_error),
        cmocka_unit_test(an_unknown_type_is_an_error),
        cmocka_unit_test(a_parent_that_does_not_exist_is_an_error),
        cmocka_unit_test(a_parent_that_is_no_aggregate_is_an_error),
        cmocka_unit_test(a_cycle_is_named_by_its_codes),
        cmocka_unit_test(several_roots_are_each_named),
        cmocka_unit_test(an_indicator_without_a_parent_is_an_error),
        cmocka_unit_test(a_tree_without_a_root_is_an_error),
        cmocka_unit_test(a_framework_without_indicators_is_an_error),
        cmocka_unit_test(a_level_jump_is_an_error),
        cmocka_unit_test(a_level_jump_under_the_root_is_told_of_each_child),
        cmocka_unit_test(many_faults_are_all_told_in_one_reading),
        cmocka_unit_test(a_single_fault_is_handed_back_as_it_was_told),
        cmocka_unit_test(a_newline_in_a_cell_does_not_break_the_message),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
