/* The wide form, with years and without (units files): values, labels, names.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "given.h"

#define DATA "uCode,uName,Time,GE,RQ,income\n"

static void a_column_per_code_is_read(void **state)
{
    given g = given_texts("i:GE i:RQ g:income", 0, "a.csv",
        DATA "KEN,Kenya,2020,1.5,,Low\nKEN,Kenya,2021,NA,2,Low\nUGA,Uganda,2020,..,0,\n", NULL);

    (void) state;
    given_is_clean(&g);
    assert_true(given_value(&g, "GE", 2020, "KEN") == 1.5);
    assert_true(given_value(&g, "RQ", 2021, "KEN") == 2);
    assert_true(given_value(&g, "RQ", 2020, "UGA") == 0);
    assert_true(isnan(given_value(&g, "RQ", 2020, "KEN")));
    assert_true(isnan(given_value(&g, "GE", 2020, "UGA")));
    assert_string_equal(given_name(&g, "KEN"), "Kenya");
    assert_string_equal(given_label(&g, "income", "KEN"), "Low");
    assert_string_equal(given_label(&g, "income", "UGA"), "");
    assert_string_equal(titian_ledger_at(g.ledger, 0)->form, "wide");
    assert_int_equal(titian_ledger_at(g.ledger, 0)->n_values, 3);
    given_free(&g);
}

static void columns_nobody_wants_are_set_aside(void **state)
{
    given g = given_texts("i:GE", 0, "a.csv", DATA "KEN,Kenya,2020,1,much,Low\n", NULL);

    (void) state;
    given_is_clean(&g);
    assert_int_equal(titian_ledger_at(g.ledger, 0)->n_columns_aside, 2);
    given_free(&g);
}

static void a_file_without_wanted_columns_gives_no_units(void **state)
{
    given g = given_texts(
        "i:GE", 0, "a.csv", "unit_code,year,GE\nKEN,2020,1\n", "b.csv", "unit_code,year,XX\nUGA,soon,2\n", NULL);

    (void) state;
    given_is_clean(&g);
    assert_int_equal(titian_panel_n_units(g.panel), 1);
    assert_int_equal(titian_ledger_at(g.ledger, 1)->rows[TITIAN_ROWS_UNWANTED].n, 1);
    given_free(&g);
}

static void a_column_in_other_letters_is_remarked_on(void **state)
{
    given g = given_texts("i:GE.EST i:RQ", 0, "a.csv", "unit_code,year,ge.est,RQ\nKEN,2020,1,2\n", NULL);

    (void) state;
    assert_int_equal(g.status, TITIAN_OK);
    assert_int_equal(g.n_said, 2);
    given_says(&g, 0,
        "warning: a.csv:1:3: \"ge.est\" is set aside; the model knows GE.EST | "
        "codes are compared letter by letter: write GE.EST if that is meant");
    given_says(
        &g, 1, "warning: no file holds indicator GE.EST | give a file with this code, or take it out of the model");
    given_free(&g);
}

static void two_columns_of_one_variable_may_both_give_values(void **state)
{
    given g = given_texts(
        "i:GE=old", 0, "a.csv", "unit_code,year,GE,old\nKEN,2020,1,\nUGA,2020,,2\nTZA,2020,3,3.0\n", NULL);

    (void) state;
    given_is_clean(&g);
    assert_true(given_value(&g, "GE", 2020, "UGA") == 2);
    assert_true(given_value(&g, "GE", 2020, "TZA") == 3);
    given_free(&g);
    g = given_texts("i:GE=old", 0, "a.csv", "unit_code,year,GE,old\nKEN,2020,1,1.25\n", NULL);
    assert_int_equal(g.status, TITIAN_E_DATA);
    given_says(&g, 0,
        "a.csv:2:4: \"1.25\" here, but 1 in a.csv:2:3 (indicator GE, unit KEN, year 2020) | "
        "keep the one that is right and remove the other");
    given_free(&g);
}

static void differing_values_in_two_files_name_both_places(void **state)
{
    given g = given_texts("i:GE", 0, "a.csv", "unit_code,year,GE\n\nKEN,2020,0.1\n", "b.csv",
        "unit_code,year,indicator_code,value\nKEN,2020,GE,0.2\n", NULL);

    (void) state;
    assert_int_equal(g.n_said, 1);
    given_says(&g, 0,
        "b.csv:2:4: \"0.2\" here, but 0.1 in a.csv:3:3 (indicator GE, unit KEN, year 2020) | "
        "keep the one that is right and remove the other");
    given_free(&g);
}

static void the_same_file_twice_is_only_repeated(void **state)
{
    const char *text = DATA "KEN,Kenya,2020,1,2,Low\nUGA,Uganda,2020,1.0,2,High\n";
    given g = given_texts("i:GE i:RQ g:income", 0, "a.csv", text, "b.csv", text, NULL);

    (void) state;
    given_is_clean(&g);
    assert_int_equal(titian_ledger_at(g.ledger, 1)->rows[TITIAN_ROWS_REPEATED].n, 2);
    assert_int_equal(titian_ledger_at(g.ledger, 1)->n_values, 0);
    assert_string_equal(titian_ledger_at(g.ledger, 0)->sha256, titian_ledger_at(g.ledger, 1)->sha256);
    assert_int_equal(given_source(&g, "GE", 2020, "KEN").file, 0);
    given_free(&g);
}

static void of_yearly_labels_the_latest_wins_in_any_order(void **state)
{
    given g = given_texts("i:GE g:income", 0, "a.csv",
        "unit_code,year,GE,income\nKEN,2021,1,Middle\nKEN,2019,1,Low\nKEN,2022,1,\nKEN,2020,1,Low\n", NULL);

    (void) state;
    given_is_clean(&g);
    assert_string_equal(given_label(&g, "income", "KEN"), "Middle");
    given_free(&g);
}

static void a_label_of_a_units_file_wins_over_yearly_ones(void **state)
{
    given g = given_texts("i:GE g:income", 0, "a.csv", "unit_code,year,GE,income\nKEN,2021,1,Middle\n", "u.csv",
        "unit_code,income\nKEN,High\n", NULL);

    (void) state;
    given_is_clean(&g);
    assert_string_equal(given_label(&g, "income", "KEN"), "High");
    given_free(&g);
}

static void labels_of_one_year_may_not_differ(void **state)
{
    given g = given_texts("i:GE g:income", 0, "a.csv",
        "unit_code,year,GE,income\nKEN,2020,1,Low\nKEN,2021,1,High\nKEN,2020,,High\n", NULL);

    (void) state;
    assert_int_equal(g.n_said, 1);
    given_says(&g, 0,
        "a.csv:4:4: \"High\" here, but \"Low\" in a.csv:2:4 (label income, unit KEN, year 2020) | "
        "keep the one that is right and remove the other");
    given_free(&g);
}

static void labels_of_two_units_files_may_not_differ(void **state)
{
    given g = given_texts("i:GE g:income", 0, "a.csv", "unit_code,year,GE\nKEN,2020,1\n", "u.csv",
        "unit_code,income\nKEN,Low\n", "v.csv", "unit_code,income\nKEN,High\n", NULL);

    (void) state;
    assert_int_equal(g.n_said, 1);
    given_says(&g, 0,
        "v.csv:2:2: \"High\" here, but \"Low\" in u.csv:2:2 (label income, unit KEN) | "
        "keep the one that is right and remove the other");
    given_free(&g);
}

static void names_of_units_files_win_and_else_the_first(void **state)
{
    given g = given_texts("i:GE", 0, "a.csv",
        "unit_code,unit_name,year,GE\nKEN,Kenia,2020,1\nUGA,Uganda,2020,1\nUGA,Ouganda,2021,1\nTZA,,2020,1\n",
        "u.csv", "unit_code,name\nKEN,Kenya\nRWA,Rwanda\n", "v.csv", "unit_code,name\nKEN,Republic of Kenya\n", NULL);

    (void) state;
    given_is_clean(&g);
    assert_string_equal(given_name(&g, "KEN"), "Kenya");
    assert_string_equal(given_name(&g, "UGA"), "Uganda");
    assert_string_equal(given_name(&g, "TZA"), "TZA");
    assert_string_equal(given_name(&g, "RWA"), "Rwanda"); /* a units file says which units there are */
    assert_int_equal(titian_ledger_at(g.ledger, 1)->rows[TITIAN_ROWS_USED].n, 2);
    assert_int_equal(titian_ledger_at(g.ledger, 2)->rows[TITIAN_ROWS_REPEATED].n, 1);
    given_free(&g);
}

static void figures_of_a_units_file_need_a_year(void **state)
{
    const char *units = "unit_code,pop_2022,income\nKEN,54000000,Low\nUGA,NA,Low\n";
    given g = given_texts(
        "i:GE d:POP=pop_2022 g:income", 0, "a.csv", "unit_code,year,GE\nKEN,2020,1\n", "u.csv", units, NULL);

    (void) state;
    assert_int_equal(g.status, TITIAN_E_DATA);
    assert_int_equal(g.n_said, 1);
    given_says(&g, 0,
        "u.csv:1:2: the figures of this column (denominator POP) have no year | add a year column, or give --year");
    assert_int_equal(titian_ledger_at(g.ledger, 1)->rows[TITIAN_ROWS_REFUSED].n, 1);
    given_free(&g);
    g = given_texts(
        "i:GE d:POP=pop_2022 g:income", 2022, "a.csv", "unit_code,year,GE\nKEN,2020,1\n", "u.csv", units, NULL);
    given_is_clean(&g);
    assert_true(given_value(&g, "POP", 2022, "KEN") == 54000000);
    assert_true(given_value(&g, "GE", 2020, "KEN") == 1);
    assert_string_equal(titian_ledger_at(g.ledger, 1)->form, "units");
    given_free(&g);
}

static void na_and_two_points_are_texts_in_a_label(void **state)
{
    given g = given_texts("i:GE g:iso2", 0, "a.csv", "unit_code,year,GE,iso2\nNAM,2020,1,NA\nXXX,2020,1,..\n", NULL);

    (void) state;
    given_is_clean(&g);
    assert_string_equal(given_label(&g, "iso2", "NAM"), "NA");
    assert_string_equal(given_label(&g, "iso2", "XXX"), "..");
    given_free(&g);
}

static void a_list_of_indicators_is_not_a_units_file(void **state)
{
    given g = given_texts("i:GE g:income", 0, "a.csv", "unit_code,year,GE\nKEN,2020,1\n", "i.csv",
        "code,name,unit\nGE,Effectiveness,points\n", NULL);

    (void) state;
    assert_int_equal(g.n_said, 1);
    assert_string_equal(g.said[0].file, "i.csv");
    assert_int_equal(g.said[0].line, 1);
    given_free(&g);
    g = given_texts("i:GE g:income", 0, "a.csv", "unit_code,year,GE\nKEN,2020,1\n", "u.csv",
        "code,name,income\nKEN,Kenya,Low\n", NULL);
    assert_int_equal(g.status, TITIAN_OK);
    assert_string_equal(given_label(&g, "income", "KEN"), "Low");
    given_free(&g);
}

static void a_row_of_nothing_but_commas_is_blank(void **state)
{
    given g = given_texts("i:GE", 0, "a.csv", ",,\nunit_code,year,GE\nKEN,2020,1\n,,\n,\n", NULL);

    (void) state;
    given_is_clean(&g);
    assert_int_equal(titian_ledger_at(g.ledger, 0)->n_rows, 3);
    assert_int_equal(titian_ledger_at(g.ledger, 0)->rows[TITIAN_ROWS_BLANK].n, 2);
    given_free(&g);
}

static void a_row_of_another_length_is_refused(void **state)
{
    given g = given_texts("i:GE", 0, "a.csv", "unit_code,year,GE\nKEN,2020,1,240\nUGA,2020\nTZA,2020,1\n", NULL);

    (void) state;
    assert_int_equal(g.n_said, 2);
    given_says(&g, 0, "a.csv:2: 4 fields, but the header has 3 | look for a stray comma, or one that is missing");
    given_says(&g, 1, "a.csv:3: 2 fields, but the header has 3 | look for a stray comma, or one that is missing");
    assert_int_equal(titian_ledger_at(g.ledger, 0)->rows[TITIAN_ROWS_USED].n, 1);
    given_free(&g);
}

static void a_column_twice_in_a_header_names_both(void **state)
{
    given g =
        given_texts("i:GE", 0, "a.csv", "unit_code,year,GE,note,GE,note,uCode,,\nKEN,2020,1,x,2,y,KEN,,\n", NULL);

    (void) state;
    assert_int_equal(g.n_said, 3);
    given_says(
        &g, 0, "a.csv:1:5: column \"GE\" stands for the same as \"GE\" in field 3 | remove or rename one of the two");
    given_says(&g, 1,
        "a.csv:1:6: column \"note\" stands for the same as \"note\" in field 4 | remove or rename one of the two");
    given_says(&g, 2,
        "a.csv:1:7: column \"uCode\" stands for the same as \"unit_code\" in field 1 | remove or rename one of the "
        "two");
    given_free(&g);
}

static void a_unit_code_is_one_short_line(void **state)
{
    given g = given_texts("i:GE", 0, "a.csv",
        "unit_code,year,GE\n\"K\nN\",2020,1\n"
        "1234567890123456789012345678901234567890123456789012345678901234,2020,1\n"
        "123456789012345678901234567890123456789012345678901234567890123,2020,1\n",
        NULL);

    (void) state;
    assert_int_equal(g.n_said, 2);
    given_says(&g, 0,
        "a.csv:2:1: \"K?N\" is not a unit code | write a code of at most 63 letters, digits and signs on one line");
    assert_int_equal(g.said[1].line, 4);
    given_free(&g);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_column_per_code_is_read),
        cmocka_unit_test(columns_nobody_wants_are_set_aside),
        cmocka_unit_test(a_file_without_wanted_columns_gives_no_units),
        cmocka_unit_test(a_column_in_other_letters_is_remarked_on),
        cmocka_unit_test(two_columns_of_one_variable_may_both_give_values),
        cmocka_unit_test(differing_values_in_two_files_name_both_places),
        cmocka_unit_test(the_same_file_twice_is_only_repeated),
        cmocka_unit_test(of_yearly_labels_the_latest_wins_in_any_order),
        cmocka_unit_test(a_label_of_a_units_file_wins_over_yearly_ones),
        cmocka_unit_test(labels_of_one_year_may_not_differ),
        cmocka_unit_test(labels_of_two_units_files_may_not_differ),
        cmocka_unit_test(names_of_units_files_win_and_else_the_first),
        cmocka_unit_test(figures_of_a_units_file_need_a_year),
        cmocka_unit_test(na_and_two_points_are_texts_in_a_label),
        cmocka_unit_test(a_list_of_indicators_is_not_a_units_file),
        cmocka_unit_test(a_row_of_nothing_but_commas_is_blank),
        cmocka_unit_test(a_row_of_another_length_is_refused),
        cmocka_unit_test(a_column_twice_in_a_header_names_both),
        cmocka_unit_test(a_unit_code_is_one_short_line),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
