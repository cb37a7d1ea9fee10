/* SDMX-CSV and Data360, and how breakdowns of a series are kept apart. Values are made up.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

#include <cmocka.h>

#include "given.h"

#define DATA360                                                                                                      \
    "STRUCTURE,STRUCTURE_ID,ACTION,FREQ,REF_AREA,INDICATOR,SEX,AGE,URBANISATION,UNIT_MEASURE,TIME_PERIOD,UNIT_MULT," \
    "OBS_VALUE,OBS_STATUS\n"
#define ROW "datastructure,WB.DATA360:DS_DATA360(1.3),I,A3,"

static const char findex[] = DATA360                             /* line 1 */
    ROW "ZMB,WB_FINDEX_X1,_T,Y_GE15,_T,PT_RESP,2024,0,63.96,A\n" /* 2 */
    ROW "ZMB,WB_FINDEX_X1,F,Y_GE15,_T,PT_RESP,2024,0,58.10,A\n"  /* 3 */
    ROW "ZMB,WB_FINDEX_X1,M,Y_GE15,_T,PT_RESP,2024,0,70.2,E\n"   /* 4 */
    ROW "ZMB,WB_FINDEX_X1,_T,Y_GE15,RUR,PT_RESP,2024,0,51,A\n"   /* 5 */
    ROW "MWI,WB_FINDEX_X1,_T,Y_GE15,_T,PT_RESP,2024,0,,O\n"      /* 6 */
    ROW "MWI,WB_OTHER,_T,Y_GE15,_T,PT_RESP,2024,0,3,A\n";        /* 7 */

static void of_several_breakdowns_the_total_is_taken(void **state)
{
    given g = given_texts("i:ACC=WB_FINDEX_X1", 0, "a.csv", findex, NULL);
    const titian_ledger_file *f = NULL;

    (void) state;
    given_is_clean(&g);
    assert_true(given_value(&g, "ACC", 2024, "ZMB") == 63.96);
    assert_true(isnan(given_value(&g, "ACC", 2024, "MWI")));
    assert_int_equal(given_source(&g, "ACC", 2024, "ZMB").line, 2);
    f = titian_ledger_at(g.ledger, 0);
    assert_string_equal(f->form, "SDMX-CSV");
    assert_int_equal(f->n_rows, 6);
    assert_int_equal(f->rows[TITIAN_ROWS_USED].n, 1);
    assert_int_equal(f->rows[TITIAN_ROWS_OUTSIDE].n, 3);
    assert_int_equal(f->rows[TITIAN_ROWS_EMPTY].n, 1);
    assert_int_equal(f->rows[TITIAN_ROWS_UNWANTED].n, 1);
    assert_int_equal(f->n_values, 1);
    given_free(&g);
}

static void a_selection_takes_another_breakdown(void **state)
{
    given g = given_texts("i:ACC=WB_FINDEX_X1 i:WOMEN=WB_FINDEX_X1[SEX=F] i:MEN=WB_FINDEX_X1[sex=M,URBANISATION=_T]",
        0, "a.csv", findex, NULL);

    (void) state;
    given_is_clean(&g);
    assert_true(given_value(&g, "ACC", 2024, "ZMB") == 63.96);
    assert_true(given_value(&g, "WOMEN", 2024, "ZMB") == 58.1);
    assert_true(given_value(&g, "MEN", 2024, "ZMB") == 70.2);
    assert_int_equal(given_mark(&g, "MEN", 2024, "ZMB"), TITIAN_MARK_ESTIMATED);
    assert_int_equal(titian_ledger_at(g.ledger, 0)->rows[TITIAN_ROWS_USED].n, 3);
    assert_int_equal(titian_ledger_at(g.ledger, 0)->rows[TITIAN_ROWS_OUTSIDE].n, 1);
    given_free(&g);
}

static void a_selection_alone_takes_nothing_else(void **state)
{
    given g = given_texts("i:WOMEN=WB_FINDEX_X1[SEX=F]", 0, "a.csv", findex, NULL);

    (void) state;
    given_is_clean(&g);
    assert_true(given_value(&g, "WOMEN", 2024, "ZMB") == 58.1);
    assert_int_equal(titian_ledger_at(g.ledger, 0)->n_values, 1);
    given_free(&g);
}

static void without_a_total_the_values_are_listed_and_nothing_is_taken(void **state)
{
    given g = given_texts("i:ACC=X1 i:ALL=X2", 0, "a.csv",
        DATA360 ROW "ZMB,X1,F,Y15T24,_T,PT,2024,0,1,A\n" ROW "ZMB,X1,F,Y_GE25,_T,PT,2024,0,2,A\n" ROW
                    "ZMB,X2,F,Y_GE15,_T,PT,2024,0,3,A\n",
        NULL);

    (void) state;
    assert_int_equal(g.status, TITIAN_E_DATA);
    assert_int_equal(g.problems.n_errors, 1);
    given_says(&g, 0,
        "a.csv:1: X1 has several values for a unit and year: AGE is Y15T24, Y_GE25, and none of these is the total "
        "(indicator ACC) | say which is meant in SourceCode of framework.csv: X1[AGE=Y15T24]; if AGE tells no parts "
        "of a whole, leave it out with a mapping (titian map)");
    given_free(&g);
}

/* Taken, but never in silence. */
static void values_of_one_sex_alone_are_remarked_on(void **state)
{
    given g = given_texts("i:ACC=X1 i:WOMEN=X2[SEX=F]", 0, "a.csv",
        DATA360 ROW "ZMB,X1,F,_T,_T,PT,2024,0,1,A\n" ROW "ZMB,X2,F,_T,_T,PT,2024,0,2,A\n", NULL);

    (void) state;
    assert_int_equal(g.status, TITIAN_OK);
    assert_int_equal(g.problems.n_warnings, 1);
    given_says(&g, 0,
        "warning: a.csv:1: all values of X1 here are of SEX=F, none of the total | if that is meant, say so in "
        "SourceCode of framework.csv: X1[SEX=F]");
    given_free(&g);
}

/* Women alone, or towns alone, are not what is meant when the total is not known. */
static void an_empty_total_stays_the_total(void **state)
{
    static const char *const totals[] = {
        "ZMB,X1,_T,_T,_T,PT,2024,0,,A\n", "ZMB,X1,_T,_T,_T,PT,2024,0,n/a,A\n", "ZMB,X1,_T,_T,_T,PT,2024,0,5,M\n"};

    (void) state;
    for (size_t k = 0; k < sizeof totals / sizeof *totals; k++) {
        char text[1024];
        given g;

        snprintf(text, sizeof text, "%s%s%s%s%s", DATA360 ROW, totals[k], ROW "ZMB,X1,F,_T,_T,PT,2024,0,1,A\n",
            ROW "ZMB,X1,M,_T,URB,PT,2024,0,3,A\n", ROW "ZMB,X2,_T,_T,_T,PT,2024,0,2,A\n");
        g = given_texts("i:ACC=X1 i:WOMEN=X1[SEX=F] i:ALL=X2", 0, "a.csv", text, NULL);
        assert_int_equal(g.status, TITIAN_OK);
        assert_true(isnan(given_value(&g, "ACC", 2024, "ZMB")));
        assert_true(given_value(&g, "WOMEN", 2024, "ZMB") == 1);
        assert_true(given_value(&g, "ALL", 2024, "ZMB") == 2);
        given_says(&g, 0,
            "warning: a.csv:1: X1 has no value for the total here, SEX=_T, but some for SEX=F; it stays missing | if "
            "the part is meant, say so in SourceCode of framework.csv: X1[SEX=F]");
        given_free(&g);
    }
}

static void parts_without_values_are_no_choice(void **state)
{
    given g = given_texts("i:ACC=X1", 0, "a.csv",
        DATA360 ROW "ZMB,X1,_T,Y15T24,_T,PT,2024,0,1,A\n" ROW "ZMB,X1,_T,Y_GE25,_T,PT,2024,0,-,A\n" ROW
                    "ZMB,X1,_T,,_T,PT,2024,0,,A\n",
        NULL);

    (void) state;
    given_is_clean(&g);
    assert_true(given_value(&g, "ACC", 2024, "ZMB") == 1);
    given_free(&g);
}

static void the_mend_keeps_what_is_selected_already(void **state)
{
    given g = given_texts("i:ACC=X1[SEX=F]", 0, "a.csv",
        DATA360 ROW "ZMB,X1,F,Y15T24,_T,PT,2024,0,1,A\n" ROW "ZMB,X1,F,Y_GE25,_T,PT,2024,0,2,A\n" ROW
                    "ZMB,X1,M,_T,_T,PT,2024,0,3,A\n",
        NULL);

    (void) state;
    given_says(&g, 0,
        "a.csv:1: X1 has several values for a unit and year: AGE is Y15T24, Y_GE25, and none of these is the total "
        "(indicator ACC) | say which is meant in SourceCode of framework.csv: X1[SEX=F,AGE=Y15T24]; if AGE tells no "
        "parts of a whole, leave it out with a mapping (titian map)");
    given_free(&g);
}

/* Ages differ between men and women here, but the rows for both sexes are of one age alone. */
static void a_dimension_is_looked_at_among_the_totals_of_the_others(void **state)
{
    given g = given_texts("i:ACC=X1", 0, "a.csv",
        DATA360 ROW "ZMB,X1,F,Y15T24,_T,PT,2024,0,1,A\n" ROW "ZMB,X1,_T,Y_GE15,_T,PT,2024,0,2,A\n", NULL);

    (void) state;
    given_is_clean(&g);
    assert_true(given_value(&g, "ACC", 2024, "ZMB") == 2);
    given_free(&g);
}

static void a_selection_that_nothing_meets_is_remarked_on(void **state)
{
    given g =
        given_texts("i:ACC=WB_FINDEX_X1 i:X=WB_FINDEX_X1[SEX=W] i:Y=WB_FINDEX_X1[CASTE=1]", 0, "a.csv", findex, NULL);

    (void) state;
    assert_int_equal(g.status, TITIAN_OK);
    given_says(&g, 0,
        "warning: a.csv:1: no row of WB_FINDEX_X1 has SEX=W, which WB_FINDEX_X1[SEX=W] asks for | the values here "
        "are _T, F, M");
    given_says(&g, 1,
        "warning: a.csv:1: this file has no column CASTE, by which WB_FINDEX_X1[CASTE=1] is meant | nothing of it is "
        "read from here");
    given_free(&g);
}

static void a_selection_is_never_met_by_a_file_without_dimensions(void **state)
{
    given g = given_texts("i:A i:W=NET[SEX=F]", 0, "a.csv",
        "unit_code,year,indicator_code,value\nKEN,2020,NET,5\nKEN,2020,A,1\n", NULL);

    (void) state;
    assert_int_equal(g.status, TITIAN_OK);
    assert_true(isnan(given_value(&g, "W", 2020, "KEN")));
    given_says(&g, 0,
        "warning: a.csv:2:3: NET is set aside; the model wants NET[SEX=F], and this file has no columns to tell "
        "breakdowns by | give a file that has them, or name the code without its selection in SourceCode");
    given_free(&g);
}

static void version_one_is_read_with_its_numeric_areas(void **state)
{
    given g = given_texts("i:NET=IT_USE_ii99", 0, "a.csv",
        "DATAFLOW,FREQ,SERIES,REF_AREA,SEX,AGE,URBANISATION,UNIT_MEASURE,TIME_PERIOD,OBS_VALUE,OBS_STATUS\n"
        "IAEG-SDGs:DF_SDG_GLH(1.18),A,IT_USE_ii99,360,_T,_T,_T,PT,2024,72.8,A\n",
        NULL);

    (void) state;
    given_is_clean(&g);
    assert_true(given_value(&g, "NET", 2024, "360") == 72.8);
    given_free(&g);
}

static void labels_may_stand_in_one_cell_with_the_code(void **state)
{
    given g = given_texts("i:NET=IT_NET", 0, "a.csv",
        "DATAFLOW,FREQ: Frequency,SERIES: Series,REF_AREA: Area,SEX: Sex,TIME_PERIOD: Time,OBS_VALUE,"
        "OBS_STATUS: Status\n"
        "X:DF(1.0): Flow,A: Annual,IT_NET: Users,IDN: Indonesia,_T: Total,2024,72.8,E: Estimated\n"
        "X:DF(1.0): Flow,A: Annual,IT_NET: Users,IDN: Indonesia,F: Female,2024,70,A: Normal\n",
        NULL);

    (void) state;
    given_is_clean(&g);
    assert_true(given_value(&g, "NET", 2024, "IDN") == 72.8);
    assert_int_equal(given_mark(&g, "NET", 2024, "IDN"), TITIAN_MARK_ESTIMATED);
    assert_string_equal(given_name(&g, "IDN"), "Indonesia");
    given_free(&g);
}

static void labels_may_stand_in_columns_of_their_own(void **state)
{
    given g = given_texts("i:NET=IT_NET", 0, "a.csv",
        "STRUCTURE,STRUCTURE_ID,STRUCTURE_NAME,ACTION,REF_AREA,Reference area,MEASURE,Measure,SEX,Sex,TIME_PERIOD,"
        "Time period,OBS_VALUE,Observation value,OBS_STATUS,Observation status,UNIT_MULT,Unit multiplier\n"
        "DATAFLOW,O:DF(1.0),Flow,I,IDN,Indonesia,IT_NET,Users,_T,Total,2024,,72.8,,A,Normal,3,Thousands\n"
        "DATAFLOW,O:DF(1.0),Flow,I,IDN,Indonesia,IT_NET,Users,F,Female,2024,,70,,A,Normal,3,Thousands\n",
        NULL);

    (void) state;
    given_is_clean(&g);
    assert_true(given_value(&g, "NET", 2024, "IDN") == 72800); /* in thousands */
    assert_string_equal(given_name(&g, "IDN"), "Indonesia");
    given_free(&g);
}

static void years_may_be_columns(void **state)
{
    given g = given_texts("i:ACC=WB_X", 0, "WB_X_WIDEF.csv",
        "FREQ,FREQ_LABEL,REF_AREA,REF_AREA_LABEL,INDICATOR,INDICATOR_LABEL,SEX,SEX_LABEL,AGE,AGE_LABEL,UNIT_MEASURE,"
        "UNIT_MEASURE_LABEL,COMP_BREAKDOWN_1,COMP_BREAKDOWN_1_LABEL,DATABASE_ID,UNIT_MULT,UNIT_MULT_LABEL,2021,2024\n"
        "A,Annual,ZMB,Zambia,WB_X,Account,_T,Total,Y_GE15,15+,PT,Per cent,_Z,Not applicable,WB,0,Units,,63.96\n"
        "A,Annual,ZMB,Zambia,WB_X,Account,F,Female,Y_GE15,15+,PT,Per cent,_Z,Not applicable,WB,0,Units,40.5,58.1\n"
        "A,Annual,MWI,Malawi,WB_X,Account,_T,Total,Y_GE15,15+,PT,Per cent,_Z,Not applicable,WB,0,Units,33,\n",
        NULL);

    (void) state;
    given_is_clean(&g);
    assert_true(given_value(&g, "ACC", 2024, "ZMB") == 63.96);
    assert_true(given_value(&g, "ACC", 2021, "MWI") == 33);
    assert_true(isnan(given_value(&g, "ACC", 2021, "ZMB")));
    assert_string_equal(given_name(&g, "ZMB"), "Zambia");
    assert_string_equal(titian_ledger_at(g.ledger, 0)->form, "Data360 by year");
    given_free(&g);
}

static void parts_of_a_year_are_refused(void **state)
{
    given g = given_texts("i:NET=X", 0, "a.csv",
        "DATAFLOW,REF_AREA,SERIES,TIME_PERIOD,OBS_VALUE\nF,IDN,X,2023-Q1,1\nF,IDN,X,2023-M05,2\nF,IDN,X,2023-A1,3\n"
        "F,IDN,X,2023-05,4\n",
        NULL);

    (void) state;
    assert_int_equal(g.problems.n_errors, 3);
    given_says(&g, 0,
        "a.csv:2:4: \"2023-Q1\" is a quarter, not a year (unit IDN) | give yearly values: a year of four digits, "
        "such "
        "as 2021");
    assert_string_equal(g.said[1].message, "\"2023-M05\" is a month, not a year (unit IDN)");
    assert_string_equal(g.said[2].message, "\"2023-05\" is a month, not a year (unit IDN)");
    given_free(&g);
}

static void yearly_values_are_taken_where_there_are_quarterly_ones_too(void **state)
{
    given g = given_texts("i:NET=X", 0, "a.csv",
        "DATAFLOW,FREQ,REF_AREA,SERIES,TIME_PERIOD,OBS_VALUE\nF,Q,IDN,X,2023-Q1,1\nF,A,IDN,X,2023,3\n", NULL);

    (void) state;
    given_is_clean(&g);
    assert_true(given_value(&g, "NET", 2023, "IDN") == 3);
    given_free(&g);
}

static void statuses_become_marks(void **state)
{
    given g = given_texts("i:NET=X", 0, "a.csv",
        "DATAFLOW,REF_AREA,SERIES,TIME_PERIOD,OBS_VALUE,OBS_STATUS\n"
        "F,A1,X,2023,1,A\nF,B1,X,2023,2,E\nF,C1,X,2023,3,P\nF,D1,X,2023,4,B\nF,E1,X,2023,,M\nF,F1,X,2023,6,F\n"
        "F,G1,X,2023,7,U\nF,H1,X,2023,8,O\nF,I1,X,2023,9,u\nF,J1,X,2023,10,?\n",
        NULL);

    (void) state;
    assert_int_equal(g.status, TITIAN_OK);
    assert_int_equal(given_mark(&g, "NET", 2023, "A1"), TITIAN_MARK_OBSERVED);
    assert_int_equal(given_mark(&g, "NET", 2023, "B1"), TITIAN_MARK_ESTIMATED);
    assert_int_equal(given_mark(&g, "NET", 2023, "C1"), TITIAN_MARK_OBSERVED);
    assert_int_equal(given_mark(&g, "NET", 2023, "D1"), TITIAN_MARK_OBSERVED);
    assert_int_equal(given_mark(&g, "NET", 2023, "E1"), TITIAN_MARK_MISSING);
    assert_int_equal(given_mark(&g, "NET", 2023, "F1"), TITIAN_MARK_ESTIMATED);
    assert_int_equal(given_mark(&g, "NET", 2023, "G1"), TITIAN_MARK_OBSERVED);
    assert_int_equal(given_mark(&g, "NET", 2023, "H1"), TITIAN_MARK_MISSING);
    assert_int_equal(given_mark(&g, "NET", 2023, "J1"), TITIAN_MARK_OBSERVED);
    assert_int_equal(g.n_said, 3);
    given_says(&g, 0,
        "warning: a.csv:8:6: the status \"U\" calls the value unreliable, here and perhaps further on | it is used "
        "as it is");
    given_says(&g, 1,
        "warning: a.csv:9:6: the status \"O\" says that there is no value, but there is one, here and perhaps "
        "further on | it is left out");
    given_says(&g, 2,
        "warning: a.csv:11:6: the status \"?\" is not known, here and perhaps further on; the value is taken as "
        "observed | docs/files.md lists the words that are known");
    given_free(&g);
}

static void a_multiplier_is_a_power_of_ten(void **state)
{
    given g = given_texts("i:NET=X", 0, "a.csv",
        "DATAFLOW,REF_AREA,SERIES,TIME_PERIOD,UNIT_MULT,OBS_VALUE\nF,IDN,X,2023,6,1.25\nF,KEN,X,2023,-2,5\n"
        "F,TLS,X,2023,,7\nF,PNG,X,2023,many,1\n",
        NULL);

    (void) state;
    assert_int_equal(g.problems.n_errors, 1);
    given_says(
        &g, 0, "a.csv:5:5: \"many\" is not a power of ten | write 0 for units, 3 for thousands, 6 for millions");
    given_free(&g);
    g = given_texts("i:NET=X", 0, "a.csv",
        "DATAFLOW,REF_AREA,SERIES,TIME_PERIOD,UNIT_MULT,OBS_VALUE\nF,IDN,X,2023,6,1.25\nF,KEN,X,2023,-2,5\n"
        "F,TLS,X,2023,,7\n",
        NULL);
    given_is_clean(&g);
    assert_true(given_value(&g, "NET", 2023, "IDN") == 1250000);
    assert_true(given_value(&g, "NET", 2023, "KEN") == 0.05);
    assert_true(given_value(&g, "NET", 2023, "TLS") == 7);
    given_free(&g);
}

static void without_a_column_of_indicators_a_mapping_is_asked_for(void **state)
{
    given g = given_texts("i:NET=X", 0, "a.csv", "DATAFLOW,REF_AREA,TIME_PERIOD,OBS_VALUE\nF,IDN,2023,1\n", NULL);

    (void) state;
    given_says(&g, 0,
        "a.csv:1: none of the columns is INDICATOR, SERIES or MEASURE, so it is not known what the values are | "
        "write a mapping that says it: \"titian map\" drafts one");
    given_free(&g);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(of_several_breakdowns_the_total_is_taken),
        cmocka_unit_test(a_selection_takes_another_breakdown),
        cmocka_unit_test(a_selection_alone_takes_nothing_else),
        cmocka_unit_test(without_a_total_the_values_are_listed_and_nothing_is_taken),
        cmocka_unit_test(values_of_one_sex_alone_are_remarked_on),
        cmocka_unit_test(an_empty_total_stays_the_total),
        cmocka_unit_test(parts_without_values_are_no_choice),
        cmocka_unit_test(the_mend_keeps_what_is_selected_already),
        cmocka_unit_test(a_dimension_is_looked_at_among_the_totals_of_the_others),
        cmocka_unit_test(a_selection_that_nothing_meets_is_remarked_on),
        cmocka_unit_test(a_selection_is_never_met_by_a_file_without_dimensions),
        cmocka_unit_test(version_one_is_read_with_its_numeric_areas),
        cmocka_unit_test(labels_may_stand_in_one_cell_with_the_code),
        cmocka_unit_test(labels_may_stand_in_columns_of_their_own),
        cmocka_unit_test(years_may_be_columns),
        cmocka_unit_test(parts_of_a_year_are_refused),
        cmocka_unit_test(yearly_values_are_taken_where_there_are_quarterly_ones_too),
        cmocka_unit_test(statuses_become_marks),
        cmocka_unit_test(a_multiplier_is_a_power_of_ten),
        cmocka_unit_test(without_a_column_of_indicators_a_mapping_is_asked_for),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
