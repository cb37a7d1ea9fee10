/* The long form.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "given.h"

#define LONG "unit_code,year,indicator_code,value\n"

static void values_reach_their_cells_with_mark_and_source(void **state)
{
    given g = given_texts("i:GE i:RQ", 0, "a.csv", LONG "KEN,2020,GE,1.5\n\nUGA,2021,RQ,-2e1\n", NULL);

    (void) state;
    given_is_clean(&g);
    assert_true(given_value(&g, "GE", 2020, "KEN") == 1.5);
    assert_true(given_value(&g, "RQ", 2021, "UGA") == -20);
    assert_true(isnan(given_value(&g, "GE", 2021, "KEN")));
    assert_int_equal(given_mark(&g, "GE", 2020, "KEN"), TITIAN_MARK_OBSERVED);
    assert_int_equal(given_mark(&g, "GE", 2021, "KEN"), TITIAN_MARK_MISSING);
    assert_int_equal(given_source(&g, "RQ", 2021, "UGA").file, 0);
    assert_int_equal(given_source(&g, "RQ", 2021, "UGA").line, 4);
    assert_string_equal(titian_ledger_at(g.ledger, 0)->form, "long");
    assert_int_equal(titian_ledger_at(g.ledger, 0)->n_values, 2);
    given_free(&g);
}

static void units_are_in_byte_order_and_years_ascending(void **state)
{
    given g = given_texts(
        "i:GE", 0, "a.csv", LONG "b,2021,GE,1\nB,2019,GE,2\n\xC3\xA9,2020,GE,3\nA2,2020,GE,4\nA10,2020,GE,5\n", NULL);
    static const char *const order[] = {"A10", "A2", "B", "b", "\xC3\xA9"};
    size_t k;

    (void) state;
    given_is_clean(&g);
    assert_int_equal(titian_panel_n_units(g.panel), 5);
    for (k = 0; k < 5; k++)
        assert_string_equal(titian_panel_unit(g.panel, k)->code, order[k]);
    assert_int_equal(titian_panel_n_years(g.panel), 3);
    assert_int_equal(titian_panel_year(g.panel, 0), 2019);
    assert_int_equal(titian_panel_year(g.panel, 2), 2021);
    given_free(&g);
}

static void variables_follow_the_framework(void **state)
{
    given g = given_texts("o:ODA i:Z d:POP g:income i:A", 0, "a.csv", LONG "KEN,2020,A,1\nKEN,2020,Z,1\n", NULL);

    (void) state;
    assert_int_equal(g.status, TITIAN_OK);
    assert_int_equal(titian_panel_n_variables(g.panel), 4);
    assert_string_equal(titian_panel_variable(g.panel, 0), "Z");
    assert_string_equal(titian_panel_variable(g.panel, 1), "A");
    assert_string_equal(titian_panel_variable(g.panel, 2), "ODA");
    assert_string_equal(titian_panel_variable(g.panel, 3), "POP");
    assert_int_equal(titian_panel_n_groups(g.panel), 1);
    given_free(&g);
}

static void other_words_for_the_columns_are_known_in_any_case_and_order(void **state)
{
    static const char *const headers[] = {"value,indicator_code,year,unit_code",
        "\"Value\",\"iCode\",\"Time\",\"uCode\"", "VALUE,Indicator,YEAR,ISO3", "value,indicator,time,unit",
        "value,indicator_code,Year,code"};
    size_t k;

    (void) state;
    for (k = 0; k < sizeof headers / sizeof *headers; k++) {
        char text[200];
        given g;

        snprintf(text, sizeof text, "%s\n7,GE,2020,KEN\n", headers[k]);
        g = given_texts("i:GE", 0, "a.csv", text, NULL);
        given_is_clean(&g);
        assert_true(given_value(&g, "GE", 2020, "KEN") == 7);
        given_free(&g);
    }
}

static void a_weaker_word_beside_a_stronger_one_is_an_ordinary_column(void **state)
{
    given g = given_texts("i:GE", 0, "a.csv",
        "unit_code,unit,code,iso3,indicator,indicator_code,year,value\nKEN,%,9,X,Effect,GE,2020,7\n", NULL);

    (void) state;
    given_is_clean(&g);
    assert_true(given_value(&g, "GE", 2020, "KEN") == 7);
    given_free(&g);
}

static void source_codes_count_as_the_code_itself(void **state)
{
    given g =
        given_texts("i:GE=GE.EST,GE_2", 0, "a.csv", LONG "KEN,2020,GE.EST,1\nUGA,2020,GE_2,2\nTZA,2020,GE,3\n", NULL);

    (void) state;
    given_is_clean(&g);
    assert_true(given_value(&g, "GE", 2020, "KEN") == 1);
    assert_true(given_value(&g, "GE", 2020, "UGA") == 2);
    assert_true(given_value(&g, "GE", 2020, "TZA") == 3);
    given_free(&g);
}

static void one_code_may_serve_several_rows_of_the_framework(void **state)
{
    given g = given_texts("i:PC=POP d:POP o:BIG=POP", 0, "a.csv", LONG "KEN,2020,POP,53\n", NULL);

    (void) state;
    given_is_clean(&g);
    assert_true(given_value(&g, "PC", 2020, "KEN") == 53);
    assert_true(given_value(&g, "POP", 2020, "KEN") == 53);
    assert_true(given_value(&g, "BIG", 2020, "KEN") == 53);
    assert_int_equal(titian_ledger_at(g.ledger, 0)->n_values, 3);
    given_free(&g);
}

static void two_series_of_one_variable_may_not_differ(void **state)
{
    given g = given_texts("i:GE=GE.A,GE.B", 0, "a.csv",
        LONG "KEN,2020,GE.A,1\nKEN,2020,GE.B,1\nUGA,2020,GE.A,1\nUGA,2020,GE.B,2\n", NULL);

    (void) state;
    assert_int_equal(g.status, TITIAN_E_DATA);
    assert_int_equal(g.n_said, 1);
    given_says(&g, 0,
        "a.csv:5:4: \"2\" here, but 1 in a.csv:4:4 (indicator GE, unit UGA, year 2020) | "
        "keep the one that is right and remove the other");
    assert_int_equal(titian_ledger_at(g.ledger, 0)->rows[TITIAN_ROWS_REPEATED].n, 1);
    given_free(&g);
}

static void codes_nobody_wants_are_set_aside_unread(void **state)
{
    given g = given_texts("i:GE", 0, "a.csv",
        LONG "KEN,2020,GE,1\nKEN,2020,XX,1\n,soon,XX,much\nKEN,2020,YY,\nKEN,2020,INDEX,50\n", NULL);
    const titian_ledger_file *f = titian_ledger_at(g.ledger, 0);

    (void) state;
    given_is_clean(&g);
    assert_int_equal(f->n_rows, 5);
    assert_int_equal(f->rows[TITIAN_ROWS_UNWANTED].n, 4);
    assert_int_equal(f->n_columns_aside, 3); /* the code of an aggregate is no data either */
    given_free(&g);
}

static void a_code_in_other_letters_is_remarked_on_once(void **state)
{
    given g =
        given_texts("i:GE.EST", 0, "a.csv", LONG "KEN,2020,GE.EST,1\nKEN,2019,ge.est,2\nKEN,2018,ge.est,2\n", NULL);

    (void) state;
    assert_int_equal(g.status, TITIAN_OK);
    assert_int_equal(g.n_said, 1);
    given_says(&g, 0,
        "warning: a.csv:3:3: \"ge.est\" is set aside; the model knows GE.EST | "
        "codes are compared letter by letter: write GE.EST if that is meant");
    given_free(&g);
}

static void missing_values_are_nothing(void **state)
{
    given g =
        given_texts("i:GE", 0, "a.csv", LONG "KEN,2020,GE,\nUGA,2020,GE,NA\nTZA,2020,GE,..\nRWA,2019,GE,0\n", NULL);

    (void) state;
    given_is_clean(&g);
    assert_int_equal(titian_ledger_at(g.ledger, 0)->rows[TITIAN_ROWS_EMPTY].n, 3);
    assert_int_equal(titian_ledger_at(g.ledger, 0)->rows[TITIAN_ROWS_USED].n, 1);
    assert_true(given_value(&g, "GE", 2019, "RWA") == 0);
    assert_int_equal(titian_panel_n_units(g.panel), 4); /* the units are there, */
    assert_int_equal(titian_panel_n_years(g.panel), 1); /* a year without a value is not */
    given_free(&g);
}

static void na_is_namibia_where_a_code_is_due(void **state)
{
    given g = given_texts(
        "i:GE g:iso2", 0, "a.csv", LONG "NA,2020,GE,1\n", "u.csv", "unit_code,unit_name,iso2\nNA,Namibia,NA\n", NULL);

    (void) state;
    given_is_clean(&g);
    assert_true(given_value(&g, "GE", 2020, "NA") == 1);
    assert_string_equal(given_name(&g, "NA"), "Namibia");
    assert_string_equal(given_label(&g, "iso2", "NA"), "NA");
    given_free(&g);
}

static void an_estimate_is_marked(void **state)
{
    given g = given_texts("i:GE", 0, "a.csv",
        "unit_code,year,indicator_code,value,status\nA,2020,GE,1,E\nB,2020,GE,1,estimated\nC,2020,GE,1,e\n"
        "D,2020,GE,1,A\nE,2020,GE,1,observed\nF,2020,GE,1,\n",
        NULL);

    (void) state;
    given_is_clean(&g);
    assert_int_equal(given_mark(&g, "GE", 2020, "A"), TITIAN_MARK_ESTIMATED);
    assert_int_equal(given_mark(&g, "GE", 2020, "B"), TITIAN_MARK_ESTIMATED);
    assert_int_equal(given_mark(&g, "GE", 2020, "C"), TITIAN_MARK_ESTIMATED);
    assert_int_equal(given_mark(&g, "GE", 2020, "D"), TITIAN_MARK_OBSERVED);
    assert_int_equal(given_mark(&g, "GE", 2020, "E"), TITIAN_MARK_OBSERVED);
    assert_int_equal(given_mark(&g, "GE", 2020, "F"), TITIAN_MARK_OBSERVED);
    given_free(&g);
}

static void a_status_that_is_not_known_is_remarked_on_once_per_file(void **state)
{
    given g = given_texts("i:GE", 0, "a.csv",
        "unit_code,year,indicator_code,value,status\nA,2020,GE,1,P\nB,2020,GE,1,B\nC,2020,XX,1,Q\n", NULL);

    (void) state;
    assert_int_equal(g.status, TITIAN_OK);
    assert_int_equal(g.n_said, 1);
    given_says(&g, 0,
        "warning: a.csv:2:5: the status \"P\" is not known, here and perhaps further on; the value is taken as "
        "observed | write E for an estimate, A or nothing for an observed value");
    assert_int_equal(given_mark(&g, "GE", 2020, "A"), TITIAN_MARK_OBSERVED);
    given_free(&g);
}

static void without_a_year_column_the_year_must_be_given(void **state)
{
    const char *text = "unit_code,indicator_code,value\nKEN,GE,1\n";
    given g = given_texts("i:GE", 0, "a.csv", text, NULL);

    (void) state;
    assert_int_equal(g.status, TITIAN_E_DATA);
    assert_int_equal(g.n_said, 1);
    given_says(&g, 0,
        "a.csv:1: there is no year column, so the year of the values is unknown | add a year column, or give --year");
    assert_int_equal(titian_ledger_at(g.ledger, 0)->rows[TITIAN_ROWS_REFUSED].n, 1);
    given_free(&g);
    g = given_texts("i:GE", 2022, "a.csv", text, NULL);
    given_is_clean(&g);
    assert_true(given_value(&g, "GE", 2022, "KEN") == 1);
    given_free(&g);
}

static void a_label_may_stand_in_a_long_file_too(void **state)
{
    given g = given_texts("i:GE g:income", 0, "a.csv", LONG "KEN,2020,GE,1\nKEN,2020,income,Low income\n", NULL);

    (void) state;
    given_is_clean(&g);
    assert_string_equal(given_label(&g, "income", "KEN"), "Low income");
    given_free(&g);
}

static void faults_of_a_row_are_all_told(void **state)
{
    given g = given_texts("i:GE", 0, "a.csv", LONG ",20x8,GE,much\nKEN,,,1\nKEN,2020,GE,1\n", NULL);

    (void) state;
    assert_int_equal(g.status, TITIAN_E_DATA);
    assert_int_equal(g.n_said, 5);
    given_says(&g, 0, "a.csv:2:1: there is no unit code | write the unit's code, or remove the line");
    given_says(&g, 1, "a.csv:2:2: \"20x8\" is not a year (unit ?) | write a year of four digits, such as 2021");
    given_says(&g, 2,
        "a.csv:2:4: \"much\" is not a number (indicator GE, unit ?) | write digits, with a point before the decimals "
        "and nothing else, such as 1240.5; leave the cell empty if the value is not known");
    given_says(
        &g, 3, "a.csv:3:2: an empty field is not a year (unit KEN) | write a year of four digits, such as 2021");
    given_says(
        &g, 4, "a.csv:3:3: there is no indicator code | write the code of the value's indicator, or remove the line");
    assert_int_equal(titian_ledger_at(g.ledger, 0)->rows[TITIAN_ROWS_REFUSED].n, 2);
    given_free(&g);
}

static void the_fault_of_a_number_reads_as_promised(void **state)
{
    given g = given_texts("i:staff_online", 0, "east.csv", LONG "KEN,2020,staff_online,\"1,240\"\n", NULL);

    (void) state;
    given_says(&g, 0,
        "east.csv:2:4: \"1,240\" can be read as 1240 and as 1.240 (indicator staff_online, unit KEN) | "
        "say which: --decimal=. for 1240, --decimal=, for 1.240 (\"1,240\" on line 2)");
    assert_string_equal(g.err.message, "1 problem in 1 file; nothing was computed");
    given_free(&g);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values_reach_their_cells_with_mark_and_source),
        cmocka_unit_test(units_are_in_byte_order_and_years_ascending),
        cmocka_unit_test(variables_follow_the_framework),
        cmocka_unit_test(other_words_for_the_columns_are_known_in_any_case_and_order),
        cmocka_unit_test(a_weaker_word_beside_a_stronger_one_is_an_ordinary_column),
        cmocka_unit_test(source_codes_count_as_the_code_itself),
        cmocka_unit_test(one_code_may_serve_several_rows_of_the_framework),
        cmocka_unit_test(two_series_of_one_variable_may_not_differ),
        cmocka_unit_test(codes_nobody_wants_are_set_aside_unread),
        cmocka_unit_test(a_code_in_other_letters_is_remarked_on_once),
        cmocka_unit_test(missing_values_are_nothing),
        cmocka_unit_test(na_is_namibia_where_a_code_is_due),
        cmocka_unit_test(an_estimate_is_marked),
        cmocka_unit_test(a_status_that_is_not_known_is_remarked_on_once_per_file),
        cmocka_unit_test(without_a_year_column_the_year_must_be_given),
        cmocka_unit_test(a_label_may_stand_in_a_long_file_too),
        cmocka_unit_test(faults_of_a_row_are_all_told),
        cmocka_unit_test(the_fault_of_a_number_reads_as_promised),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
