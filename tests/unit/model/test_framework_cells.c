/* framework.csv: the cells of its rows; each fault at its line and field.
 * SPDX-License-Identifier: GPL-3.0-or-later */
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

static void a_level_that_does_not_suit_the_type_is_an_error(void **state)
{
    (void) state;
    assert_change("Beta,Indicator,1", "Beta,Indicator,2", 3, 4, "indicator \"b\" stands at Level 2");
    assert_change("Beta,Indicator,1", "Beta,Indicator,", 3, 4, "\"b\" has no Level");
    assert_change("Beta,Indicator,1", "Beta,Indicator,0", 3, 4, "Level is 0");
    assert_change("Beta,Indicator,1", "Beta,Indicator,1.5", 3, 4, "Level is 1.5, not a whole number");
    assert_change("Beta,Indicator,1", "Beta,Indicator,one", 3, 4, "Level \"one\" is not a number");
}

static void an_aggregate_at_level_1_is_an_error(void **state)
{
    char *changed = framework_with("Q,Second,Aggregate,2", "Q,Second,Aggregate,1");
    attempt *a = attempt_parse(NULL, changed);

    (void) state;
    assert_fault(a, csv, 6, 4, "aggregate \"Q\" stands at Level 1");
    let_go(a);
    free(changed);
}

static void a_negative_or_infinite_weight_is_an_error(void **state)
{
    (void) state;
    assert_change("1,P,2,-1", "1,P,-2,-1", 3, 6, "Weight is -2");
    assert_change("1,P,2,-1", "1,P,inf,-1", 3, 6, "Weight \"inf\" is not a number");
    assert_change("1,P,2,-1", "1,P,nan,-1", 3, 6, "Weight \"nan\" is not a number");
    assert_change("1,P,2,-1", "1,P,1e999,-1", 3, 6, "Weight \"1e999\" is too large");
    assert_change("1,P,2,-1", "1,P,,-1", 3, 6, "\"b\" has no Weight");
}

static void siblings_all_of_weight_zero_are_an_error(void **state)
{
    (void) state;
    assert_change("P,1,1,0,100,,,,SRC.A\nb,Beta,Indicator,1,P,2", "P,0,1,0,100,,,,SRC.A\nb,Beta,Indicator,1,P,0", 2,
        6, "all children of \"P\" have Weight 0 (a, b)");
    assert_change("1,Q,1", "1,Q,0", 4, 6, "all children of \"Q\" have Weight 0 (c)");
}

static void one_sibling_of_weight_zero_is_no_fault(void **state)
{
    char *changed = framework_with("1,P,2,-1", "1,P,0,-1");
    attempt *a = attempt_parse(NULL, changed);

    (void) state;
    assert_sound(a);
    let_go(a);
    free(changed);
}

static void weights_that_add_up_to_infinity_are_an_error(void **state)
{
    (void) state;
    assert_change("P,1,1,0,100,,,,SRC.A\nb,Beta,Indicator,1,P,2",
        "P,1e308,1,0,100,,,,SRC.A\nb,Beta,Indicator,1,P,1e308", 2, 6, "too large to be added up");
}

static void a_direction_other_than_1_or_minus_1_is_an_error(void **state)
{
    (void) state;
    assert_change("1,P,2,-1", "1,P,2,2", 3, 7, "Direction is \"2\"");
    assert_change("1,P,2,-1", "1,P,2,up", 3, 7, "Direction is \"up\"");
    assert_change("1,P,2,-1", "1,P,2,0", 3, 7, "Direction is \"0\"");
    assert_change("1,P,2,-1,50,5,log", "1,P,2,,,,", 3, 7, "indicator \"b\" has no Direction");
}

static void equal_goalposts_are_an_error(void **state)
{
    (void) state;
    assert_change("-1,50,5", "-1,5,5", 3, 9, "Low and High of \"b\" are both 5");
}

static void half_a_pair_of_goalposts_is_an_error(void **state)
{
    (void) state;
    assert_change("-1,50,5", "-1,50,", 3, 9, "\"b\" has only one of Low and High");
    assert_change("-1,50,5", "-1,,5", 3, 8, "\"b\" has only one of Low and High");
}

static void a_direction_against_the_goalposts_is_an_error_that_explains(void **state)
{
    (void) state;
    assert_change(
        "2,-1,50,5", "2,1,50,5", 3, 7, "Direction of \"b\" is 1, but its goalposts run from 50 (worst) to 5 (best)");
    assert_change("1,1,0,100", "1,-1,0,100", 2, 7, "Direction of \"a\" is -1");
}

static void a_log_scale_needs_goalposts_above_0(void **state)
{
    (void) state;
    assert_change("-1,50,5,log", "-1,50,0,log", 3, 9, "Scale log, but a goalpost of 0");
    assert_change("1,1,0,100,", "1,1,-3,100,log", 2, 8, "Scale log, but a goalpost of -3");
    assert_change("50,5,log", "50,5,logs", 3, 10, "unknown Scale \"logs\"");
}

static void a_max_age_must_be_whole_and_not_negative(void **state)
{
    (void) state;
    assert_change("log,3", "log,2.5", 3, 11, "MaxAge is 2.5, not a whole number");
    assert_change("log,3", "log,-1", 3, 11, "MaxAge is -1");
    assert_change("log,3", "log,old", 3, 11, "MaxAge \"old\" is not a number");
}

static void a_denominator_must_be_a_denominator_row(void **state)
{
    (void) state;
    assert_change("linear,,pop", "linear,,ppo", 4, 12, "no row with the code \"ppo\", the Denominator of \"c\"");
    assert_change("linear,,pop", "linear,,grp", 4, 12, "Denominator \"grp\" of \"c\" is of Type Group (line 8)");
    assert_change("linear,,pop", "linear,,a", 4, 12, "is of Type Indicator");
}

static void a_denominator_scale_of_0_is_an_error(void **state)
{
    attempt *a = attempt_parse(NULL, "iCode,Type,Level,Parent,Weight,Direction,Denominator,DenominatorScale\n"
                                     "a,Indicator,1,T,1,1,p,0\nT,Aggregate,2,,,,,\np,Denominator,,,,,,\n");

    (void) state;
    assert_fault(a, csv, 2, 8, "DenominatorScale is 0");
    assert_n_faults(a, 1);
    let_go(a);
}

static void a_source_code_belongs_to_one_row(void **state)
{
    (void) state;
    assert_change("C1 C2", "C1 SRC.A", 4, 13, "data under the code \"SRC.A\" belong to \"a\" (line 2)");
    assert_change("C1 C2", "b", 4, 13, "data under the code \"b\" belong to \"b\" (line 3)");
    assert_change(",,7,,X9", ",,7,,C2", 10, 13, "data under the code \"C2\" belong to \"c\" (line 4)");
}

static void a_selection_is_checked(void **state)
{
    (void) state;
    assert_change("C1 C2", "C1[SEX] C2", 4, 13, "\"C1[SEX]\" has no NAME=VALUE between its brackets");
    assert_change("C1 C2", "C1[SEX=F C2", 4, 13, "\"C1[SEX=F C2\" does not end in the bracket that it opens");
    assert_change("C1 C2", "[SEX=F] C2", 4, 13, "\"[SEX=F]\" has no code before its bracket");
    assert_change("SRC.A", "\"X[A=1,a=2]\"", 2, 13, "\"X[A=1,a=2]\" names a dimension twice");
    assert_change("SRC.A", "\"X[A=1,]\"", 2, 13, "\"X[A=1,]\" has no NAME=VALUE between its brackets");
}

static void a_code_and_its_breakdowns_may_belong_to_different_rows(void **state)
{
    char *changed = framework_with("SRC.A", "\"X[Type of skill=SOFT,SEX=F] X[SEX=M]\"");
    char *both = framework_with("SRC.A", "C1[SEX=F]");
    attempt *a = attempt_parse(NULL, changed), *b = attempt_parse(NULL, both);

    (void) state;
    assert_sound(a);
    assert_sound(b);
    let_go(a);
    let_go(b);
    free(changed);
    free(both);
}

static void a_row_may_repeat_its_own_source_code(void **state)
{
    char *changed = framework_with("C1 C2", "C1 c C1 P");
    attempt *a = attempt_parse(NULL, changed);

    (void) state;
    assert_sound(a);
    let_go(a);
    free(changed);
}

static void cells_of_no_use_to_a_row_are_warned_of(void **state)
{
    char *changed = framework_with("grp,Group,Group,,,", "grp,Group,Group,1,P,");
    attempt *a = attempt_parse(NULL, changed);

    (void) state;
    assert_sound(a);
    assert_warning(a, csv, 8, 4, "Level is of no use to a row of Type Group");
    assert_warning(a, csv, 8, 5, "Parent is of no use to a row of Type Group");
    assert_int_equal(a->problems.n_warnings, 2);
    let_go(a);
    free(changed);
}

static void the_direction_of_an_aggregate_is_warned_of(void **state)
{
    char *changed = framework_with("Aggregate,2,TOP,1,,", "Aggregate,2,TOP,1,-1,");
    attempt *a = attempt_parse(NULL, changed);

    (void) state;
    assert_sound(a);
    assert_warning(a, csv, 5, 7, "Direction -1 of aggregate \"P\" has no effect");
    let_go(a);
    free(changed);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_level_that_does_not_suit_the_type_is_an_error),
        cmocka_unit_test(an_aggregate_at_level_1_is_an_error),
        cmocka_unit_test(a_negative_or_infinite_weight_is_an_error),
        cmocka_unit_test(siblings_all_of_weight_zero_are_an_error),
        cmocka_unit_test(one_sibling_of_weight_zero_is_no_fault),
        cmocka_unit_test(weights_that_add_up_to_infinity_are_an_error),
        cmocka_unit_test(a_direction_other_than_1_or_minus_1_is_an_error),
        cmocka_unit_test(equal_goalposts_are_an_error),
        cmocka_unit_test(half_a_pair_of_goalposts_is_an_error),
        cmocka_unit_test(a_direction_against_the_goalposts_is_an_error_that_explains),
        cmocka_unit_test(a_log_scale_needs_goalposts_above_0),
        cmocka_unit_test(a_max_age_must_be_whole_and_not_negative),
        cmocka_unit_test(a_denominator_must_be_a_denominator_row),
        cmocka_unit_test(a_denominator_scale_of_0_is_an_error),
        cmocka_unit_test(a_source_code_belongs_to_one_row),
        cmocka_unit_test(a_selection_is_checked),
        cmocka_unit_test(a_code_and_its_breakdowns_may_belong_to_different_rows),
        cmocka_unit_test(a_row_may_repeat_its_own_source_code),
        cmocka_unit_test(cells_of_no_use_to_a_row_are_warned_of),
        cmocka_unit_test(the_direction_of_an_aggregate_is_warned_of),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
