/* Matching of units: files of several publishers land on one unit, what is no unit is set aside, what cannot be
 * matched is refused, and codes of other units are left as they are. SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "given.h"

/* Read files for one indicator NET with matching as it is said. */
static given matched(
    const titian_match_rules *rules, const titian_gazetteer *names, size_t n, const titian_input_text *texts)
{
    given g = {.framework = given_framework("i:NET")};
    titian_input_options options = titian_input_options_default();

    if (rules != NULL)
        options.match = *rules;
    options.names = names;
    g.problems.say = given_listen;
    g.problems.context = &g;
    g.status = titian_input_parse(&g.panel, &g.ledger, g.framework, texts, n, &options, &g.problems, &g.err);
    g.problems.context = NULL;
    given_adds_up(&g);
    return g;
}

static titian_input_text file(const char *name, const char *text)
{
    return (titian_input_text){name, text, strlen(text)};
}

static given one(const char *text)
{
    const titian_input_text only = file("a.csv", text);

    return matched(NULL, NULL, 1, &only);
}

static size_t units_of(const given *g)
{
    return g->panel != NULL ? titian_panel_n_units(g->panel) : 0;
}

static double benchmark(const given *g, const char *unit, int year)
{
    const titian_panel *panel = titian_ledger_benchmarks(g->ledger);
    size_t i, t;

    assert_non_null(panel);
    i = titian_panel_find_unit(panel, unit);
    t = titian_panel_find_year(panel, year);
    assert_true(i != TITIAN_NONE && t != TITIAN_NONE);
    return titian_panel_column(panel, 0, t)[i];
}

static const char world_bank[] = "unit_name,unit_code,year,indicator_code,value\n"
                                 "Kenya,KEN,2022,NET,1\n\"Korea, Rep.\",KOR,2022,NET,2\nKosovo,XKX,2022,NET,3\n"
                                 "World,WLD,2023,NET,9\nSouth Asia,SAS,2022,NET,8\n";
static const char owid[] =
    "unit_name,unit_code,year,NET\nKenya,KEN,2020,4\nKosovo,OWID_KOS,2020,5\n"
    "South Korea,KOR,2020,6\nWorld,OWID_WRL,2020,7\nAfrica,,2020,7\nAsia excl. China,,2020,7\n";
static const char itu[] = "unit_name,year,indicator_code,value\nKenya,2021,NET,7\nKorea (Rep. of),2021,NET,8\n"
                          "Kosovo*,2021,NET,9\nArab States,2021,NET,1\n";
static const char eurostat[] = "unit_code,year,indicator_code,value\nKE,2019,NET,1\nXK,2019,NET,2\nKR,2019,NET,3\n";
static const char m49[] = "unit_code,year,indicator_code,value\n404,2018,NET,1\n410,2018,NET,2\n001,2018,NET,3\n";

static void files_of_five_publishers_land_on_the_same_units(void **state)
{
    const titian_input_text files[] = {file("wb.csv", world_bank), file("owid.csv", owid), file("itu.csv", itu),
        file("estat.csv", eurostat), file("m49.csv", m49)};
    given g = matched(NULL, NULL, 5, files);

    (void) state;
    assert_int_equal(g.status, TITIAN_OK);
    assert_int_equal(units_of(&g), 3);
    assert_float_equal(given_value(&g, "NET", 2022, "XKX"), 3, 0);
    assert_float_equal(given_value(&g, "NET", 2020, "XKX"), 5, 0);
    assert_float_equal(given_value(&g, "NET", 2021, "XKX"), 9, 0);
    assert_float_equal(given_value(&g, "NET", 2019, "XKX"), 2, 0);
    assert_float_equal(given_value(&g, "NET", 2021, "KOR"), 8, 0);
    assert_float_equal(given_value(&g, "NET", 2018, "KOR"), 2, 0);
    assert_float_equal(given_value(&g, "NET", 2018, "KEN"), 1, 0);
    given_free(&g);
}

static void the_order_of_files_does_not_matter(void **state)
{
    const titian_input_text files[] = {file("m49.csv", m49), file("itu.csv", itu), file("wb.csv", world_bank)};
    given g = matched(NULL, NULL, 3, files);

    (void) state;
    assert_int_equal(g.status, TITIAN_OK);
    assert_int_equal(units_of(&g), 3);
    assert_float_equal(given_value(&g, "NET", 2018, "KOR"), 2, 0);
    given_free(&g);
}

static void aggregates_are_counted_and_kept_as_benchmarks(void **state)
{
    const titian_input_text files[] = {file("wb.csv", world_bank), file("owid.csv", owid)};
    given g = matched(NULL, NULL, 2, files);

    (void) state;
    assert_int_equal(titian_ledger_at(g.ledger, 0)->rows[TITIAN_ROWS_AGGREGATE].n, 2);
    assert_int_equal(titian_ledger_at(g.ledger, 0)->rows[TITIAN_ROWS_USED].n, 3);
    assert_int_equal(titian_ledger_at(g.ledger, 0)->n_values, 3);
    assert_int_equal(titian_ledger_at(g.ledger, 1)->rows[TITIAN_ROWS_AGGREGATE].n, 3);
    assert_float_equal(benchmark(&g, "WLD", 2023), 9, 0);
    assert_float_equal(benchmark(&g, "WLD", 2020), 7, 0);
    assert_float_equal(benchmark(&g, "SAS", 2022), 8, 0);
    assert_int_equal(titian_panel_find_year(g.panel, 2023), TITIAN_NONE); /* no country has it */
    given_free(&g);
}

static void a_group_without_code_that_no_list_has_is_set_aside_with_a_note(void **state)
{
    const titian_input_text files[] = {file("owid.csv", owid)};
    given g = matched(NULL, NULL, 1, files);

    (void) state;
    assert_int_equal(g.n_said, 2);
    assert_true(g.said[0].warning);
    assert_int_equal(g.said[0].line, 7);
    assert_non_null(strstr(g.said[0].message, "Asia excl. China"));
    given_free(&g);
}

static void an_aggregate_is_a_unit_where_the_model_includes_it(void **state)
{
    static const char *const include[] = {"World"};
    const titian_match_rules rules = {.include = include, .n_include = 1};
    const titian_input_text files[] = {file("wb.csv", world_bank), file("owid.csv", owid)};
    given g = matched(&rules, NULL, 2, files);

    (void) state;
    assert_int_equal(units_of(&g), 4);
    assert_float_equal(given_value(&g, "NET", 2023, "WLD"), 9, 0);
    assert_float_equal(given_value(&g, "NET", 2020, "WLD"), 7, 0);
    assert_float_equal(benchmark(&g, "SAS", 2022), 8, 0);
    given_free(&g);
}

static void a_territory_of_the_past_is_not_the_present_country(void **state)
{
    given g = one("unit_name,year,NET\nIndonesia (…2002),2001,5\nIndonesia,2001,6\nKenya,2001,7\n"
                  "Sudan (...2011),2001,8\n");

    (void) state;
    assert_int_equal(g.status, TITIAN_OK);
    assert_int_equal(units_of(&g), 2);
    assert_float_equal(given_value(&g, "NET", 2001, "IDN"), 6, 0);
    assert_int_equal(titian_ledger_at(g.ledger, 0)->rows[TITIAN_ROWS_AGGREGATE].n, 2);
    given_free(&g);
}

static void a_name_that_no_list_has_is_refused_with_the_nearest(void **state)
{
    given g = one("unit_name,year,NET\nKenya,2001,1\nUganda,2001,1\nRwanda,2001,1\nGhana,2001,1\nTogo,2001,1\n"
                  "Benin,2001,1\nMali,2001,1\nChad,2001,1\nGabon,2001,1\nPeru,2001,1\nNigerria,2001,1\n"
                  "Nigerria,2002,1\n");

    (void) state;
    assert_int_equal(g.status, TITIAN_E_DATA);
    assert_int_equal(g.problems.n_errors, 1); /* once for each text */
    assert_int_equal(g.said[0].line, 12);
    assert_int_equal(g.said[0].column, 1);
    assert_non_null(strstr(g.said[0].message, "Nigeria (NGA)"));
    assert_non_null(strstr(g.said[0].mend, "--aliases"));
    assert_int_equal(titian_ledger_at(g.ledger, 0)->rows[TITIAN_ROWS_REFUSED].n, 2);
    given_free(&g);
}

static void a_name_of_several_countries_is_refused(void **state)
{
    given g = one("unit_name,year,NET\nKenya,2001,1\nKorea,2001,1\n");

    (void) state;
    assert_int_equal(g.status, TITIAN_E_DATA);
    assert_non_null(strstr(g.said[0].message, "KOR PRK"));
    given_free(&g);
}

static void aliases_say_what_a_text_stands_for(void **state)
{
    static const char aliases[] = "name,code\nAtlantis,GRC\nWakanda,\n";
    const titian_input_text files[] = {
        file("a.csv", "unit_name,year,NET\nKenya,2001,1\nAtlantis,2001,2\nWakanda,2001,3\n")};
    titian_gazetteer *names = NULL;
    given g;

    (void) state;
    assert_int_equal(titian_gazetteer_parse(&names, "mine.csv", aliases, sizeof aliases - 1, NULL, NULL), TITIAN_OK);
    g = matched(NULL, names, 1, files);
    assert_int_equal(g.status, TITIAN_OK);
    assert_int_equal(units_of(&g), 2);
    assert_float_equal(given_value(&g, "NET", 2001, "GRC"), 2, 0);
    assert_int_equal(titian_ledger_at(g.ledger, 0)->rows[TITIAN_ROWS_AGGREGATE].n, 1);
    given_free(&g);
    titian_gazetteer_free(names);
}

static void that_units_were_matched_is_said_and_once(void **state)
{
    const titian_input_text files[] = {file("owid.csv", owid), file("itu.csv", itu)};
    given g = matched(NULL, NULL, 2, files);

    (void) state;
    assert_string_equal(g.said[g.n_said - 1].message,
        "units are matched as countries: \"OWID_KOS\" is XKX, \"Kenya\" is KEN, \"Korea (Rep. of)\" is KOR, "
        "\"Kosovo*\" is XKX");
    assert_int_equal(g.problems.n_warnings, 2);
    given_free(&g);
}

static void a_units_file_is_the_authority_on_codes(void **state)
{
    const titian_input_text files[] = {file("wb.csv", world_bank),
        file("u.csv", "unit_code,unit_name\nU-1,Kenia\nU-2,South Korea\nU-3,Kosovo\n"),
        file("n.csv", "unit_code,year,NET\nKE,2010,11\nU-2,2010,12\n")};
    given g = matched(NULL, NULL, 3, files);

    (void) state;
    assert_int_equal(g.status, TITIAN_OK);
    assert_int_equal(units_of(&g), 3);
    assert_float_equal(given_value(&g, "NET", 2022, "U-1"), 1, 0);
    assert_float_equal(given_value(&g, "NET", 2022, "U-2"), 2, 0);
    assert_float_equal(given_value(&g, "NET", 2010, "U-1"), 11, 0);
    assert_float_equal(given_value(&g, "NET", 2010, "U-2"), 12, 0);
    given_free(&g);
}

static void a_units_file_in_codes_of_two_letters_keeps_them(void **state)
{
    const titian_input_text files[] = {file("wb.csv", world_bank),
        file("u.csv", "unit_code,unit_name,region\nKE,Kenia,Africa\nKR,Korea,Asia\nXK,Kosovo,Europe\n"),
        file("n.csv", "unit_name,year,NET\nKorea,2010,11\nKenya,2010,12\n")};
    given g = matched(NULL, NULL, 3, files);

    (void) state;
    assert_int_equal(g.status, TITIAN_OK);
    assert_int_equal(units_of(&g), 3);
    assert_float_equal(given_value(&g, "NET", 2022, "KE"), 1, 0);
    assert_float_equal(
        given_value(&g, "NET", 2010, "KR"), 11, 0); /* Korea is the name that the units file gives it */
    assert_float_equal(given_value(&g, "NET", 2010, "KE"), 12, 0);
    given_free(&g);
}

static void units_that_are_no_countries_stay_as_they_are(void **state)
{
    /* postal codes of states, half of which are codes of countries too */
    given g = one("unit_code,unit_name,year,NET\nAL,Alabama,2001,1\nGA,Georgia,2001,2\nDE,Delaware,2001,3\n"
                  "CA,California,2001,4\nIN,Indiana,2001,5\nNA,Nowhere,2001,6\n");

    (void) state;
    assert_int_equal(g.status, TITIAN_OK);
    assert_int_equal(units_of(&g), 6);
    assert_float_equal(given_value(&g, "NET", 2001, "GA"), 2, 0);
    given_free(&g);
    g = one("unit_code,year,NET\n1,2001,1\n2,2001,2\n4,2001,3\n8,2001,4\n");
    assert_int_equal(units_of(&g), 4);
    given_free(&g);
}

static void names_alone_stand_for_the_codes_beside_which_they_were_met(void **state)
{
    const titian_input_text files[] = {file("a.csv", "unit_name,year,NET\nEast Hill,2002,7\n"),
        file("b.csv", "unit_code,unit_name,year,NET\nU1,East hill,2001,1\nU2,West Hill,2001,2\n")};
    const titian_input_text twins[] = {
        files[0], file("b.csv", "unit_code,unit_name,year,NET\nU1,East Hill,2001,1\nU2,East Hill,2001,2\n")};
    given g = matched(NULL, NULL, 2, files);

    (void) state;
    assert_int_equal(units_of(&g), 2);
    assert_float_equal(given_value(&g, "NET", 2002, "U1"), 7, 0);
    given_free(&g);
    g = matched(NULL, NULL, 2, twins);
    assert_int_equal(g.status, TITIAN_E_DATA);
    given_free(&g);
    g = matched(NULL, NULL, 1, files);
    assert_float_equal(given_value(&g, "NET", 2002, "East Hill"), 7, 0);
    given_free(&g);
}

static void a_model_may_insist_on_countries_or_on_letters(void **state)
{
    const titian_match_rules countries = {.kind = TITIAN_MATCH_COUNTRIES}, letters = {.kind = TITIAN_MATCH_LETTERS};
    const titian_input_text two[] = {file("a.csv", "unit_code,year,NET\nNA,2001,1\nDE,2001,2\n")};
    const titian_input_text mixed[] = {file("wb.csv", world_bank), file("estat.csv", eurostat)};
    given g = matched(&countries, NULL, 1, two);

    (void) state;
    assert_float_equal(given_value(&g, "NET", 2001, "NAM"), 1, 0);
    assert_float_equal(given_value(&g, "NET", 2001, "DEU"), 2, 0);
    given_free(&g);
    g = matched(NULL, NULL, 1, two);
    assert_float_equal(given_value(&g, "NET", 2001, "NA"), 1, 0);
    given_free(&g);
    g = matched(&letters, NULL, 2, mixed);
    assert_int_equal(units_of(&g), 8);
    given_free(&g);
}

static void a_name_beside_another_countrys_code_is_remarked_on(void **state)
{
    given g = one("unit_code,unit_name,year,NET\nNER,Nigeria,2001,1\nKEN,Kenya,2001,2\n");

    (void) state;
    assert_int_equal(g.status, TITIAN_OK);
    assert_int_equal(g.n_said, 1);
    assert_true(g.said[0].warning);
    assert_int_equal(g.said[0].line, 2);
    assert_float_equal(given_value(&g, "NET", 2001, "NER"), 1, 0);
    given_free(&g);
}

static void the_same_cell_from_two_publishers_is_compared(void **state)
{
    const titian_input_text files[] = {file("a.csv", "unit_code,year,NET\nKEN,2001,1\nUGA,2001,1\n"),
        file("b.csv", "unit_name,year,NET\nKenya,2001,2\n")};
    given g = matched(NULL, NULL, 2, files);

    (void) state;
    assert_int_equal(g.status, TITIAN_E_DATA);
    assert_non_null(strstr(g.said[0].message, "a.csv:2"));
    assert_non_null(strstr(g.said[0].message, "unit KEN"));
    given_free(&g);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(files_of_five_publishers_land_on_the_same_units),
        cmocka_unit_test(the_order_of_files_does_not_matter),
        cmocka_unit_test(aggregates_are_counted_and_kept_as_benchmarks),
        cmocka_unit_test(a_group_without_code_that_no_list_has_is_set_aside_with_a_note),
        cmocka_unit_test(an_aggregate_is_a_unit_where_the_model_includes_it),
        cmocka_unit_test(a_territory_of_the_past_is_not_the_present_country),
        cmocka_unit_test(a_name_that_no_list_has_is_refused_with_the_nearest),
        cmocka_unit_test(a_name_of_several_countries_is_refused),
        cmocka_unit_test(aliases_say_what_a_text_stands_for),
        cmocka_unit_test(that_units_were_matched_is_said_and_once),
        cmocka_unit_test(a_units_file_is_the_authority_on_codes),
        cmocka_unit_test(a_units_file_in_codes_of_two_letters_keeps_them),
        cmocka_unit_test(units_that_are_no_countries_stay_as_they_are),
        cmocka_unit_test(names_alone_stand_for_the_codes_beside_which_they_were_met),
        cmocka_unit_test(a_model_may_insist_on_countries_or_on_letters),
        cmocka_unit_test(a_name_beside_another_countrys_code_is_remarked_on),
        cmocka_unit_test(the_same_cell_from_two_publishers_is_compared),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
