/* The World Bank's forms. Values are made up; the forms are those of files as the World Bank gives them out.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

#include <cmocka.h>

#include "given.h"

static const char download[] =
    "\xEF\xBB\xBF\"Data Source\",\"World Development Indicators\",\r\n"
    "\r\n"
    "\"Last Updated Date\",\"2026-10-07\",\r\n"
    "\r\n"
    "\"Country Name\",\"Country Code\",\"Indicator Name\",\"Indicator Code\",\"2022\",\"2023\",\"2024\",\"2025\",\r\n"
    "\"Atlantis\",\"ATL\",\"Individuals using the Internet (% of population)\",\"IT.NET.USER.ZS\",\"61.2\",\"\","
    "\"66.4\",\"\",\r\n"
    "\"Korea, Rep.\",\"KOR\",\"Individuals using the Internet (% of "
    "population)\",\"IT.NET.USER.ZS\",\"97.2\",\"97.4\","
    "\"\",\"\",\r\n"
    "\"Utopia\",\"UTO\",\"Individuals using the Internet (% of "
    "population)\",\"IT.NET.USER.ZS\",\"\",\"\",\"\",\"\",\r\n";

static void an_indicator_download_is_read_as_it_comes(void **state)
{
    given g = given_texts("i:NET=IT.NET.USER.ZS", 0, "API.csv", download, NULL);
    const titian_ledger_file *f = NULL;

    (void) state;
    given_is_clean(&g);
    assert_true(given_value(&g, "NET", 2022, "ATL") == 61.2);
    assert_true(isnan(given_value(&g, "NET", 2023, "ATL")));
    assert_true(given_value(&g, "NET", 2024, "ATL") == 66.4);
    assert_true(given_value(&g, "NET", 2023, "KOR") == 97.4);
    assert_int_equal(titian_panel_n_years(g.panel), 3); /* nobody has a value in 2025 */
    assert_string_equal(given_name(&g, "KOR"), "Korea, Rep.");
    assert_int_equal(given_source(&g, "NET", 2023, "KOR").line, 7);
    f = titian_ledger_at(g.ledger, 0);
    assert_string_equal(f->form, "World Bank download");
    assert_int_equal(f->n_rows, 3);
    assert_int_equal(f->rows[TITIAN_ROWS_USED].n, 2);
    assert_int_equal(f->rows[TITIAN_ROWS_EMPTY].n, 1);
    assert_int_equal(f->n_values, 4);
    given_free(&g);
}

static void a_download_without_its_preamble_is_read_too(void **state)
{
    given g = given_texts("i:IT.NET.USER.ZS", 0, "a.csv",
        "Country Name,Country Code,Indicator Name,Indicator Code,2023\nAtlantis,ATL,x,IT.NET.USER.ZS,1.5\n", NULL);

    (void) state;
    given_is_clean(&g);
    assert_true(given_value(&g, "IT.NET.USER.ZS", 2023, "ATL") == 1.5);
    given_free(&g);
}

static void a_preamble_without_a_header_is_an_error(void **state)
{
    given g = given_texts("i:NET", 0, "a.csv", "Data Source,World Development Indicators,\n\na,b\n1,2\n", NULL);

    (void) state;
    assert_int_equal(g.status, TITIAN_E_DATA);
    assert_int_equal(g.said[0].line, 1);
    given_free(&g);
}

static void a_series_nobody_wants_is_set_aside(void **state)
{
    given g = given_texts("i:NET=it.net.user.zs", 0, "a.csv", download, NULL);

    (void) state;
    given_says(&g, 0,
        "warning: a.csv:6:4: \"IT.NET.USER.ZS\" is set aside; the model knows it.net.user.zs | codes are compared "
        "letter by letter: write it.net.user.zs if that is meant");
    assert_int_equal(titian_ledger_at(g.ledger, 0)->rows[TITIAN_ROWS_UNWANTED].n, 3);
    assert_int_equal(titian_ledger_at(g.ledger, 0)->n_columns_aside, 1);
    given_free(&g);
}

static void country_metadata_give_names_and_labels_and_leave_out_aggregates(void **state)
{
    static const char countries[] =
        "\xEF\xBB\xBF\"Country Code\",\"Region\",\"IncomeGroup\",\"SpecialNotes\",\"TableName\",\n"
        "\"ATL\",\"Latin America & Caribbean\",\"High income\",\"Fiscal year ends\nin June; \"\"census\"\" of "
        "2019.\","
        "\"Atlantis\",\n"
        "\"KOR\",\"East Asia & Pacific\",\"High income\",\"\",\"Korea, Rep. of\",\n"
        "\"WLD\",\"\",\"\",\"World aggregate.\",\"World\",\n";
    given g = given_texts(
        "i:NET=IT.NET.USER.ZS g:region=Region g:income=IncomeGroup", 0, "a.csv", download, "m.csv", countries, NULL);
    const titian_ledger_file *f = NULL;

    (void) state;
    given_is_clean(&g);
    assert_string_equal(given_name(&g, "KOR"), "Korea, Rep. of");
    assert_string_equal(given_label(&g, "region", "ATL"), "Latin America & Caribbean");
    assert_string_equal(given_label(&g, "income", "KOR"), "High income");
    assert_int_equal(titian_panel_find_unit(g.panel, "WLD"), TITIAN_NONE);
    f = titian_ledger_at(g.ledger, 1);
    assert_string_equal(f->form, "World Bank countries");
    assert_int_equal(f->rows[TITIAN_ROWS_USED].n, 2);
    assert_int_equal(f->rows[TITIAN_ROWS_AGGREGATE].n, 1);
    assert_int_equal(f->n_columns_aside, 1);
    given_free(&g);
}

/* A group of the World Bank's that no list of ours has: only the empty region of its side file tells. */
static const char with_group[] =
    "\"Country Name\",\"Country Code\",\"Indicator Name\",\"Indicator Code\",\"2023\",\r\n"
    "\"Korea, Rep.\",\"KOR\",\"x\",\"NET\",\"97.4\",\r\n"
    "\"Kenya\",\"KEN\",\"x\",\"NET\",\"35\",\r\n"
    "\"Lands of plenty\",\"QLP\",\"x\",\"NET\",\"64.9\",\r\n";
static const char side_file[] = "\"Country Code\",\"Region\",\"IncomeGroup\",\"SpecialNotes\",\"TableName\",\n"
                                "\"KOR\",\"East Asia & Pacific\",\"High income\",\"\",\"Korea, Rep.\",\n"
                                "\"KEN\",\"\",\"\",\"\",\"Kenya\",\n"
                                "\"QLP\",\"\",\"\",\"\",\"Lands of plenty\",\n"
                                "\"WLD\",\"\",\"\",\"\",\"World\",\n";

static void a_group_of_the_side_file_is_a_benchmark_in_the_download(void **state)
{
    for (int swapped = 0; swapped < 2; swapped++) {
        given g = swapped ? given_texts("i:NET", 0, "m.csv", side_file, "a.csv", with_group, NULL)
                          : given_texts("i:NET", 0, "a.csv", with_group, "m.csv", side_file, NULL);
        const titian_ledger_file *data = titian_ledger_at(g.ledger, (size_t) swapped);
        const titian_panel *aside = titian_ledger_benchmarks(g.ledger);

        (void) state;
        assert_int_equal(g.status, TITIAN_OK);
        assert_int_equal(g.n_said, 1); /* of Kenya, which lacks its region */
        assert_int_equal(titian_panel_n_units(g.panel), 2);
        assert_true(given_value(&g, "NET", 2023, "KEN") == 35);
        assert_int_equal(data->rows[TITIAN_ROWS_AGGREGATE].n, 1);
        assert_int_equal(data->rows[TITIAN_ROWS_USED].n, 2);
        assert_int_equal(titian_ledger_at(g.ledger, (size_t) !swapped)->rows[TITIAN_ROWS_AGGREGATE].n, 3);
        assert_non_null(aside);
        assert_int_equal(titian_panel_n_units(aside), 1);
        assert_string_equal(titian_panel_unit(aside, 0)->code, "QLP");
        assert_string_equal(titian_panel_unit(aside, 0)->name, "Lands of plenty");
        assert_true(titian_panel_column(aside, 0, 0)[0] == 64.9);
        given_free(&g);
    }
}

static void a_country_without_a_region_stays_one_and_is_remarked_on(void **state)
{
    given g = given_texts("i:NET", 0, "a.csv",
        "\"Country Name\",\"Country Code\",\"Indicator Name\",\"Indicator Code\",\"2023\",\r\n"
        "\"Kenya\",\"KEN\",\"x\",\"NET\",\"35\",\r\n",
        "m.csv", side_file, NULL);

    (void) state;
    assert_int_equal(g.status, TITIAN_OK);
    assert_true(given_value(&g, "NET", 2023, "KEN") == 35);
    assert_int_equal(g.n_said, 1);
    given_says(&g, 0,
        "warning: \"KEN\" has no region in a list of countries, as groups of them have, but it is the code of "
        "Kenya | "
        "it is read as a country; to set it aside, give it in a file for --aliases: name,code, without a code");
    given_free(&g);
}

static void indicator_metadata_are_set_aside(void **state)
{
    given g = given_texts("i:NET=IT.NET.USER.ZS", 0, "a.csv", download, "m.csv",
        "\"INDICATOR_CODE\",\"INDICATOR_NAME\",\"SOURCE_NOTE\",\"SOURCE_ORGANIZATION\",\n"
        "\"IT.NET.USER.ZS\",\"Individuals using the Internet\",\"Note\",\"ITU\",\n",
        NULL);

    (void) state;
    given_is_clean(&g);
    assert_string_equal(titian_ledger_at(g.ledger, 1)->form, "World Bank notes");
    assert_int_equal(titian_ledger_at(g.ledger, 1)->rows[TITIAN_ROWS_UNWANTED].n, 1);
    given_free(&g);
}

static void a_databank_extract_has_its_footer_passed_over(void **state)
{
    given g = given_texts("i:ELC=EG.ELC.ACCS.ZS", 0, "d.csv",
        "Country Name,Country Code,Series Name,Series Code,2023 [YR2023],2024 [YR2024]\n"
        "\"Egypt, Arab Rep.\",EGY,Access to electricity (% of population),EG.ELC.ACCS.ZS,100,..\n"
        "Utopia,UTO,Access to electricity (% of population),EG.ELC.ACCS.ZS,0,..\n"
        "\n\n"
        "Data from database: World Development Indicators,,,,,\n"
        "Last Updated: 07/01/2026\n",
        NULL);
    const titian_ledger_file *f = NULL;

    (void) state;
    given_is_clean(&g);
    assert_true(given_value(&g, "ELC", 2023, "EGY") == 100);
    assert_true(given_value(&g, "ELC", 2023, "UTO") == 0);
    assert_int_equal(titian_panel_n_years(g.panel), 1);
    assert_string_equal(given_name(&g, "EGY"), "Egypt, Arab Rep.");
    f = titian_ledger_at(g.ledger, 0);
    assert_string_equal(f->form, "DataBank");
    assert_int_equal(f->n_rows, 4);
    assert_int_equal(f->rows[TITIAN_ROWS_USED].n, 2);
    assert_int_equal(f->rows[TITIAN_ROWS_NOTE].n, 2);
    given_free(&g);
}

static void a_databank_extract_may_have_series_in_columns(void **state)
{
    given g = given_texts("i:ELC=EG.ELC.ACCS.ZS i:NET=IT.NET.USER.ZS", 0, "d.csv",
        "Time,Time Code,Country Name,Country Code,Access to electricity (% of population) [EG.ELC.ACCS.ZS],"
        "Internet [IT.NET.USER.ZS],Other [XX]\n"
        "2023,YR2023,\"Egypt, Arab Rep.\",EGY,100,72.5,1\n"
        "2024,YR2024,\"Egypt, Arab Rep.\",EGY,..,74,2\n"
        ",,,,,,\n"
        "Data from database: World Development Indicators\n",
        NULL);
    const titian_ledger_file *f = NULL;

    (void) state;
    given_is_clean(&g);
    assert_true(given_value(&g, "ELC", 2023, "EGY") == 100);
    assert_true(isnan(given_value(&g, "ELC", 2024, "EGY")));
    assert_true(given_value(&g, "NET", 2024, "EGY") == 74);
    f = titian_ledger_at(g.ledger, 0);
    assert_int_equal(f->n_columns_aside, 1);
    assert_int_equal(f->n_values, 3);
    given_free(&g);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_indicator_download_is_read_as_it_comes),
        cmocka_unit_test(a_download_without_its_preamble_is_read_too),
        cmocka_unit_test(a_preamble_without_a_header_is_an_error),
        cmocka_unit_test(a_series_nobody_wants_is_set_aside),
        cmocka_unit_test(country_metadata_give_names_and_labels_and_leave_out_aggregates),
        cmocka_unit_test(a_group_of_the_side_file_is_a_benchmark_in_the_download),
        cmocka_unit_test(a_country_without_a_region_stays_one_and_is_remarked_on),
        cmocka_unit_test(indicator_metadata_are_set_aside),
        cmocka_unit_test(a_databank_extract_has_its_footer_passed_over),
        cmocka_unit_test(a_databank_extract_may_have_series_in_columns),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
