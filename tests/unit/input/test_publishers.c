/* Forms of the UN, ITU and Our World in Data, tables with years in the names of columns, and lists of indicators
 * given as data. Values are made up. SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

#include <cmocka.h>

#include "given.h"

#define SDG                                                                                                          \
    "Goal,Target,Indicator,SeriesCode,SeriesDescription,GeoAreaCode,GeoAreaName,TimePeriod,Value,Time_Detail,"       \
    "TimeCoverage,UpperBound,LowerBound,BasePeriod,Source,GeoInfoUrl,FootNote,[Age],[Nature],[Reporting "            \
    "Type],[Sex],"                                                                                                   \
    "[Type of skill],[Units]\n"
#define SKILL "4,4.4,4.4.1,SE_ADT_ACTS,\"Skills, by type\",360,Indonesia,"

static void the_sdg_database_is_read_by_its_totals(void **state)
{
    given g = given_texts("i:COPY=SE_ADT_ACTS[Type of skill=SOFT] i:NET=IT_USE", 0, "sdg.csv",
        SDG
        "17,17.8,17.8.1,IT_USE,Internet users,360,Indonesia,2023,69.2,2023,,,,,ITU,,,ALLAGE,C,G,BOTHSEX,,PERCENT\n"
        "17,17.8,17.8.1,IT_USE,Internet users,360,Indonesia,2023,66.1,2023,,,,,ITU,,,ALLAGE,C,G,FEMALE,,PERCENT\n"
        "17,17.8,17.8.1,IT_USE,Internet users,360,Indonesia,2023,69,2023,,,,,BPS,,,ALLAGE,C,N,BOTHSEX,,PERCENT\n"
        "17,17.8,17.8.1,IT_USE,Internet users,626,Timor-Leste,2023,40.9,2023,,,,,ITU,,,ALLAGE,E,G,BOTHSEX,,PERCENT\n"
        "17,17.8,17.8.1,IT_USE,Internet users,598,Papua New "
        "Guinea,2023,,2023,,,,,ITU,,,ALLAGE,N,G,BOTHSEX,,PERCENT\n",
        NULL);
    const titian_ledger_file *f = NULL;

    (void) state;
    assert_int_equal(g.status, TITIAN_OK);
    assert_true(given_value(&g, "NET", 2023, "IDN") == 69.2);
    assert_int_equal(given_mark(&g, "NET", 2023, "IDN"), TITIAN_MARK_OBSERVED);
    assert_int_equal(given_mark(&g, "NET", 2023, "TLS"), TITIAN_MARK_ESTIMATED);
    assert_true(isnan(given_value(&g, "NET", 2023, "PNG")));
    assert_string_equal(given_name(&g, "TLS"), "Timor-Leste");
    f = titian_ledger_at(g.ledger, 0);
    assert_string_equal(f->form, "UN SDG");
    assert_int_equal(f->rows[TITIAN_ROWS_USED].n, 2);
    assert_int_equal(f->rows[TITIAN_ROWS_OUTSIDE].n, 2);
    assert_int_equal(f->rows[TITIAN_ROWS_EMPTY].n, 1);
    given_free(&g);
}

static void a_series_that_serves_two_goals_is_no_contradiction(void **state)
{
    given g = given_texts("i:DRR=SG_DSR_LGRGSR", 0, "sdg.csv",
        SDG "1,1.5,1.5.3,SG_DSR_LGRGSR,Score,360,Indonesia,2023,0.9,2023,,,,,UNDRR,,,,C,G,,,INDEX\n"
            "13,13.1,13.1.2,SG_DSR_LGRGSR,Score,360,Indonesia,2023,0.9,2023,,,,,UNDRR,,,,C,G,,,INDEX\n",
        NULL);

    (void) state;
    assert_int_equal(g.status, TITIAN_OK);
    assert_int_equal(titian_ledger_at(g.ledger, 0)->rows[TITIAN_ROWS_REPEATED].n, 1);
    given_free(&g);
}

static void skills_without_a_total_have_to_be_chosen(void **state)
{
    static const char text[] = SDG SKILL "2023,31,2023,,,,,ITU,,,_T,C,G,BOTHSEX,COPI,PERCENT\n" SKILL
                                         "2023,12,2023,,,,,ITU,,,_T,C,G,BOTHSEX,SOFT,PERCENT\n";
    given g = given_texts("i:S=SE_ADT_ACTS", 0, "sdg.csv", text, NULL);

    (void) state;
    given_says(&g, 0,
        "sdg.csv:1: SE_ADT_ACTS has several values for a unit and year: Type of skill is COPI, SOFT, and none of "
        "these is the total (indicator S) | say which is meant in SourceCode of framework.csv: SE_ADT_ACTS[Type of "
        "skill=COPI]; if Type of skill tells no parts of a whole, leave it out with a mapping (titian map)");
    given_free(&g);
}

static void the_datahub_marks_its_estimates(void **state)
{
    given g = given_texts("i:NET=i99H i:PRICE=i271mb_ts_GNI", 0, "itu.csv",
        "seriesCode,seriesName,entityName,entityIso,dataYear,dataValue,dataNote,dataSource\n"
        "i99H,Individuals using the Internet,C\xC3\xB4te d'Ivoire,CIV,2024,45.9,,ITU estimate.\n"
        "i271mb_ts_GNI,Data-only mobile broadband basket (% of GNI p.c.),T\xC3\xBCrkiye,TUR,2025,0.61,\"5 GB, new "
        "basket\",ITU\n"
        "i271mb_ts$,Data-only mobile broadband basket ($),T\xC3\xBCrkiye,TUR,2025,6.1,,ITU\n",
        NULL);
    const titian_ledger_file *f = NULL;

    (void) state;
    given_is_clean(&g);
    assert_true(given_value(&g, "NET", 2024, "CIV") == 45.9);
    assert_int_equal(given_mark(&g, "NET", 2024, "CIV"), TITIAN_MARK_ESTIMATED);
    assert_true(given_value(&g, "PRICE", 2025, "TUR") == 0.61);
    assert_int_equal(given_mark(&g, "PRICE", 2025, "TUR"), TITIAN_MARK_OBSERVED);
    assert_string_equal(given_name(&g, "CIV"), "C\xC3\xB4te d'Ivoire");
    f = titian_ledger_at(g.ledger, 0);
    assert_string_equal(f->form, "ITU DataHub");
    assert_int_equal(f->rows[TITIAN_ROWS_UNWANTED].n, 1);
    assert_int_equal(f->n_columns_aside, 1);
    given_free(&g);
}

static void our_world_in_data_has_titles_or_short_names(void **state)
{
    given g = given_texts("i:NET=share_of_the_population_using_the_internet i:POP=pop", 0, "a.csv",
        "Entity,Code,Year,Share of the population using the Internet,pop\nKosovo,OWID_KOS,2023,95.1,2\n"
        "World,OWID_WRL,-10000,,4\nAfrica,,2024,38.2,5\n",
        "b.csv", "entity,code,year,share_of_the_population_using_the_internet\nKosovo,OWID_KOS,2024,96\n", NULL);

    (void) state;
    assert_int_equal(g.status, TITIAN_OK);
    assert_true(given_value(&g, "NET", 2023, "XKX") == 95.1);
    assert_true(given_value(&g, "NET", 2024, "XKX") == 96);
    assert_true(given_value(&g, "POP", 2023, "XKX") == 2);
    assert_string_equal(given_name(&g, "XKX"), "Kosovo");
    assert_string_equal(titian_ledger_at(g.ledger, 1)->form, "Our World in Data");
    assert_int_equal(titian_ledger_at(g.ledger, 0)->rows[TITIAN_ROWS_OUTSIDE].n, 1);   /* prehistory */
    assert_int_equal(titian_ledger_at(g.ledger, 0)->rows[TITIAN_ROWS_AGGREGATE].n, 1); /* a continent */
    given_free(&g);
}

static void the_list_of_countries_and_areas_gives_labels(void **state)
{
    given g = given_texts("i:NET g:subregion=sub_region_name g:ldc=LDC g:island=SIDS", 0, "net.csv",
        "unit_code,year,NET\nETH,2024,1\nNAM,2024,2\nCPV,2024,3\n", "m49.csv",
        "Global Code,Global Name,Region Code,Region Name,Sub-region Code,Sub-region Name,Intermediate Region Code,"
        "Intermediate Region Name,Country or Area,M49 Code,ISO-alpha2 Code,ISO-alpha3 Code,Least Developed Countries "
        "(LDC),Land Locked Developing Countries (LLDC),Small Island Developing States (SIDS)\n"
        "001,World,002,Africa,202,Sub-Saharan Africa,014,Eastern Africa,Ethiopia,231,ET,ETH,x,x,\n"
        "001,World,002,Africa,202,Sub-Saharan Africa,018,Southern Africa,Namibia,516,NA,NAM,,,\n"
        "001,World,002,Africa,202,Sub-Saharan Africa,011,Western Africa,Cabo Verde,132,CV,CPV,,,x\n"
        "001,World,150,Europe,154,Northern Europe,,,Sark,680,,,,,\n",
        NULL);

    (void) state;
    given_is_clean(&g);
    assert_string_equal(given_label(&g, "subregion", "NAM"), "Sub-Saharan Africa");
    assert_string_equal(given_label(&g, "ldc", "ETH"), "LDC");
    assert_string_equal(given_label(&g, "ldc", "NAM"), "");
    assert_string_equal(given_label(&g, "island", "CPV"), "SIDS");
    assert_string_equal(given_name(&g, "CPV"), "Cabo Verde");
    assert_string_equal(given_name(&g, "680"), "Sark"); /* it has no other code */
    assert_string_equal(titian_ledger_at(g.ledger, 1)->form, "UN M49");
    given_free(&g);
}

static void figures_beside_dated_columns_need_a_year(void **state)
{
    given g = given_texts("i:mys i:hdi_2020 g:region", 0, "hdr.csv",
        "iso3,country,region,mys_2021,mys_2022,hdi_2020,eys_2021\nKEN,Kenya,SSA,6.7,7.7,5,1\nUGA,Uganda,SSA,,6.2,,"
        "1\n",
        NULL);

    (void) state;
    given_says(&g, 0,
        "hdr.csv:1:6: the figures of this column (indicator hdi_2020) have no year | add a year column, or give "
        "--year");
    given_free(&g);
}

static void dated_columns_give_values_names_and_labels(void **state)
{
    given g = given_texts("i:mys g:region", 0, "hdr.csv",
        "iso3,country,region,mys_2021,mys_2022,eys_2021\nKEN,Kenya,SSA,6.7,7.7,1\nUGA,Uganda,SSA,,6.2,1\n", NULL);

    (void) state;
    given_is_clean(&g);
    assert_true(given_value(&g, "mys", 2021, "KEN") == 6.7);
    assert_true(given_value(&g, "mys", 2022, "UGA") == 6.2);
    assert_true(isnan(given_value(&g, "mys", 2021, "UGA")));
    assert_string_equal(given_name(&g, "UGA"), "Uganda");
    assert_string_equal(given_label(&g, "region", "KEN"), "SSA");
    assert_string_equal(titian_ledger_at(g.ledger, 0)->form, "dated");
    assert_int_equal(titian_ledger_at(g.ledger, 0)->n_columns_aside, 1);
    given_free(&g);
}

static void years_may_be_columns_beside_a_column_of_codes(void **state)
{
    given g = given_texts(
        "i:GE i:RQ", 0, "a.csv", "unit_code,indicator_code,2020,2021\nKEN,GE,1.5,\nKEN,RQ,..,-2\nUGA,XX,1,1\n", NULL);

    (void) state;
    given_is_clean(&g);
    assert_true(given_value(&g, "GE", 2020, "KEN") == 1.5);
    assert_true(given_value(&g, "RQ", 2021, "KEN") == -2);
    assert_string_equal(titian_ledger_at(g.ledger, 0)->form, "years");
    assert_int_equal(titian_ledger_at(g.ledger, 0)->rows[TITIAN_ROWS_UNWANTED].n, 1);
    given_free(&g);
}

static void a_list_of_indicators_is_named_for_what_it_is(void **state)
{
    given g = given_texts("i:GE", 0, "iMeta.csv",
        "iCode,iName,Direction,Level,Weight,Parent,Type\nGE,Government,1,1,1,GOV,Indicator\n", NULL);

    (void) state;
    given_says(&g, 0,
        "iMeta.csv:1: this is a list of indicators (COINr's iMeta, titian's framework.csv), not data | give it as "
        "framework.csv of the model, and the table of values (iData) as data");
    given_free(&g);
}

static void coinr_data_are_read(void **state)
{
    given g = given_texts("i:GE g:GDP_group", 0, "iData.csv",
        "uName,uCode,Time,GDP_group,GE\nKenya,KEN,2020,S,1.5\nUganda,UGA,2020,S,\n", NULL);

    (void) state;
    given_is_clean(&g);
    assert_true(given_value(&g, "GE", 2020, "KEN") == 1.5);
    given_free(&g);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_sdg_database_is_read_by_its_totals),
        cmocka_unit_test(a_series_that_serves_two_goals_is_no_contradiction),
        cmocka_unit_test(skills_without_a_total_have_to_be_chosen),
        cmocka_unit_test(the_datahub_marks_its_estimates),
        cmocka_unit_test(our_world_in_data_has_titles_or_short_names),
        cmocka_unit_test(the_list_of_countries_and_areas_gives_labels),
        cmocka_unit_test(figures_beside_dated_columns_need_a_year),
        cmocka_unit_test(dated_columns_give_values_names_and_labels),
        cmocka_unit_test(years_may_be_columns_beside_a_column_of_codes),
        cmocka_unit_test(a_list_of_indicators_is_named_for_what_it_is),
        cmocka_unit_test(coinr_data_are_read),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
