/* Names: every danger pair, every must-have alias, codes of publishers, aggregates, and what is no country at all.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include <titian/names.h>

#include "input/names_fold.h"
#include "input/names_table.h"

typedef struct {
    const char *text, *code;
} pair;

static titian_gazetteer *listed(void)
{
    titian_gazetteer *names = NULL;

    assert_int_equal(titian_gazetteer_new(&names, NULL, NULL, NULL), TITIAN_OK);
    return names;
}

/* Each text is the area of the code; the first that is not is named. */
static void areas(
    const pair *pairs, size_t n, titian_name_answer (*as)(const titian_gazetteer *, const char *, size_t))
{
    titian_gazetteer *names = listed();

    for (size_t k = 0; k < n; k++) {
        const titian_name_answer answer = as(names, pairs[k].text, strlen(pairs[k].text));

        if (answer.kind != TITIAN_NAMED_AREA || strcmp(answer.code, pairs[k].code) != 0)
            print_error("%s\n", pairs[k].text);
        assert_string_equal(answer.code, pairs[k].code);
        assert_int_equal(answer.kind, TITIAN_NAMED_AREA);
    }
    titian_gazetteer_free(names);
}

#define ARE(pairs, as) areas(pairs, sizeof(pairs) / sizeof *(pairs), as)

static titian_named kind_of(const char *name)
{
    titian_gazetteer *names = listed();
    const titian_name_answer answer = titian_gazetteer_name(names, name, strlen(name));

    titian_gazetteer_free(names);
    return answer.kind;
}

static titian_name_answer of_code(const char *code)
{
    titian_gazetteer *names = listed();
    const titian_name_answer answer = titian_gazetteer_code(names, code, strlen(code));

    titian_gazetteer_free(names);
    return answer;
}

static void names_that_are_easily_confused_are_not(void **state)
{
    static const pair pairs[] = {{"Niger", "NER"}, {"Nigeria", "NGA"}, {"Guinea", "GIN"}, {"Guinea-Bissau", "GNB"},
        {"Equatorial Guinea", "GNQ"}, {"Papua New Guinea", "PNG"}, {"Congo, Rep.", "COG"}, {"Congo", "COG"},
        {"Republic of the Congo", "COG"}, {"Congo, Dem. Rep.", "COD"}, {"Democratic Republic of the Congo", "COD"},
        {"DR Congo", "COD"}, {"Korea, Rep.", "KOR"}, {"Republic of Korea", "KOR"}, {"South Korea", "KOR"},
        {"Korea, Dem. People's Rep.", "PRK"}, {"Democratic People's Republic of Korea (the)", "PRK"},
        {"North Korea", "PRK"}, {"Dominica", "DMA"}, {"Dominican Republic", "DOM"}, {"Samoa", "WSM"},
        {"American Samoa", "ASM"}, {"Sudan", "SDN"}, {"South Sudan", "SSD"}, {"Ireland", "IRL"}, {"Iceland", "ISL"},
        {"Austria", "AUT"}, {"Australia", "AUS"}, {"Mauritius", "MUS"}, {"Mauritania", "MRT"}, {"Slovakia", "SVK"},
        {"Slovenia", "SVN"}, {"Latvia", "LVA"}, {"Lithuania", "LTU"}, {"Paraguay", "PRY"}, {"Uruguay", "URY"},
        {"Gambia", "GMB"}, {"Zambia", "ZMB"}, {"Mali", "MLI"}, {"Malawi", "MWI"}, {"Malaysia", "MYS"},
        {"Iran", "IRN"}, {"Iraq", "IRQ"}, {"Libya", "LBY"}, {"Liberia", "LBR"}, {"Guyana", "GUY"},
        {"French Guiana", "GUF"}, {"India", "IND"}, {"Indonesia", "IDN"}, {"China", "CHN"},
        {"Hong Kong SAR, China", "HKG"}, {"Macao SAR, China", "MAC"}, {"Taiwan, China", "TWN"},
        {"Virgin Islands (U.S.)", "VIR"}, {"British Virgin Islands", "VGB"}, {"Saint Martin (French part)", "MAF"},
        {"Sint Maarten (Dutch part)", "SXM"}, {"Saint Kitts and Nevis", "KNA"}, {"Jordan", "JOR"},
        {"Swaziland", "SWZ"}, {"Switzerland", "CHE"}, {"Sweden", "SWE"}, {"Monaco", "MCO"}, {"Morocco", "MAR"},
        {"Moldova", "MDA"}, {"Maldives", "MDV"}, {"Montenegro", "MNE"}, {"Montserrat", "MSR"}, {"Chad", "TCD"},
        {"Chile", "CHL"}, {"Kiribati", "KIR"}, {"Georgia", "GEO"}, {"Bahamas", "BHS"}, {"Bahrain", "BHR"}};

    (void) state;
    ARE(pairs, titian_gazetteer_name);
}

static void names_as_publishers_write_them_are_known(void **state)
{
    static const pair pairs[] = {{"Côte d'Ivoire", "CIV"}, {"Côte d’Ivoire", "CIV"}, {"Cote dʼIvoire", "CIV"},
        {"COTE D`IVOIRE", "CIV"}, {"Ivory Coast", "CIV"}, {"Türkiye", "TUR"}, {"Turkiye", "TUR"}, {"Turkey", "TUR"},
        {"Tu\xCC\x88rkiye", "TUR"}, {"Viet Nam", "VNM"}, {"Vietnam", "VNM"}, {"Cabo Verde", "CPV"},
        {"Cape Verde", "CPV"}, {"Eswatini", "SWZ"}, {"Czechia", "CZE"}, {"Czech Republic", "CZE"},
        {"North Macedonia", "MKD"}, {"TFYR of Macedonia", "MKD"}, {"Macedonia, FYR", "MKD"},
        {"The former Yugoslav Republic of Macedonia", "MKD"}, {"Timor-Leste", "TLS"}, {"Timor Leste", "TLS"},
        {"East Timor", "TLS"}, {"Lao PDR", "LAO"}, {"Laos", "LAO"}, {"Lao People's Democratic Republic", "LAO"},
        {"Kyrgyz Republic", "KGZ"}, {"Kyrgyzstan", "KGZ"}, {"Slovak Republic", "SVK"}, {"Brunei Darussalam", "BRN"},
        {"Brunei", "BRN"}, {"Russian Federation", "RUS"}, {"Russia", "RUS"}, {"Syrian Arab Republic", "SYR"},
        {"Iran, Islamic Rep.", "IRN"}, {"Iran (Islamic Republic of)", "IRN"}, {"Egypt, Arab Rep.", "EGY"},
        {"Yemen, Rep.", "YEM"}, {"Gambia, The", "GMB"}, {"The Gambia", "GMB"}, {"Gambia (the)", "GMB"},
        {"Bahamas, The", "BHS"}, {"Micronesia, Fed. Sts.", "FSM"}, {"Micronesia (Federated States of)", "FSM"},
        {"Venezuela, RB", "VEN"}, {"Venezuela (Bolivarian Republic of)", "VEN"},
        {"Bolivia (Plurinational State of)", "BOL"}, {"Tanzania, United Republic of", "TZA"},
        {"United Republic of Tanzania", "TZA"}, {"Moldova, Republic of", "MDA"}, {"Republic of Moldova", "MDA"},
        {"St. Lucia", "LCA"}, {"Saint Lucia", "LCA"}, {"St Lucia", "LCA"}, {"St. Kitts and Nevis", "KNA"},
        {"St. Vincent & the Grenadines", "VCT"}, {"São Tomé and Príncipe", "STP"}, {"Sao Tome & Principe", "STP"},
        {"Curaçao", "CUW"}, {"Curacao", "CUW"}, {"Hong Kong, China", "HKG"}, {"Macau", "MAC"},
        {"West Bank and Gaza", "PSE"}, {"State of Palestine", "PSE"}, {"Kosovo", "XKX"}, {"Chinese Taipei", "TWN"},
        {"Taiwan, Province of China", "TWN"}, {"Holy See", "VAT"}, {"Somalia, Fed. Rep.", "SOM"},
        {"Puerto Rico (US)", "PRI"}, {"Puerto Rico (U.S.)", "PRI"}, {"Netherlands (Kingdom of the)", "NLD"},
        {"Trinidad & Tobago", "TTO"}, {"Channel Islands", "CHI"}, {"Pantai Gading", "CIV"}, {"Selandia Baru", "NZL"},
        {"Österreich", "AUT"}, {"日本", "JPN"}, {"Российская Федерация", "RUS"}, {"مصر", "EGY"}};

    (void) state;
    ARE(pairs, titian_gazetteer_name);
}

static void codes_of_all_publishers_are_known(void **state)
{
    static const pair pairs[] = {{"KEN", "KEN"}, {"KE", "KEN"}, {"404", "KEN"}, {"004", "AFG"}, {"4", "AFG"},
        {"04", "AFG"}, {"NA", "NAM"}, {"NAM", "NAM"}, {"516", "NAM"}, {"XKX", "XKX"}, {"KSV", "XKX"}, {"XK", "XKX"},
        {"OWID_KOS", "XKX"}, {"TWN", "TWN"}, {"158", "TWN"}, {"PSE", "PSE"}, {"WBG", "PSE"}, {"275", "PSE"},
        {"ROM", "ROU"}, {"ZAR", "COD"}, {"TMP", "TLS"}, {"UK", "GBR"}, {"EL", "GRC"}, {"CHI", "CHI"}, {"729", "SDN"}};

    (void) state;
    ARE(pairs, titian_gazetteer_code);
}

static void aggregates_are_no_countries(void **state)
{
    static const char *const world_bank[] = {"AFE", "AFW", "ARB", "CEB", "CSS", "EAP", "EAR", "EAS", "ECA", "ECS",
        "EMU", "EUU", "FCS", "HIC", "HPC", "IBD", "IBT", "IDA", "IDB", "IDX", "INX", "LAC", "LCN", "LDC", "LIC",
        "LMC", "LMY", "LTE", "MEA", "MIC", "MNA", "NAC", "OED", "OSS", "PRE", "PSS", "PST", "SAS", "SSA", "SSF",
        "SST", "TEA", "TEC", "TLA", "TMN", "TSA", "TSS", "UMC", "WLD", "001", "1", "002", "019", "19", "OWID_WRL",
        "OWID_AFR", "OWID_NEVER_HEARD_OF"};
    static const char *const names[] = {"World", "Africa", "OECD", "Least developed countries", "Small states",
        "European Union (27)", "High-income countries", "Sub-Saharan Africa", "Arab States", "Africa (WHO)",
        "Latin America and the Caribbean", "EAST ASIA & PACIFIC", "Asia (excl. China and India)"};

    (void) state;
    for (size_t k = 0; k < sizeof world_bank / sizeof *world_bank; k++)
        assert_int_equal(of_code(world_bank[k]).kind, TITIAN_NAMED_AGGREGATE);
    for (size_t k = 0; k < sizeof names / sizeof *names; k++)
        assert_int_equal(kind_of(names[k]), TITIAN_NAMED_AGGREGATE);
    assert_string_equal(of_code("OWID_WRL").code, "WLD");
    assert_string_equal(of_code("001").code, "WLD");
}

static void territories_of_the_past_are_not_the_present_country(void **state)
{
    static const char *const names[] = {"Indonesia (…2002)", "Indonesia (...2002)", "Ethiopia (…1991)",
        "Sudan (former)", "Sudan (…2011)", "Czechoslovakia", "Former Soviet Union", "Serbia and Montenegro",
        "Netherlands Antilles", "Germany, Federal Republic of (former)", "Yugoslavia, former"};
    static const char *const codes[] = {"SUN", "YUG", "CSK", "SCG", "ANT", "736", "810", "230", "OWID_USS"};

    (void) state;
    for (size_t k = 0; k < sizeof names / sizeof *names; k++)
        assert_int_equal(kind_of(names[k]), TITIAN_NAMED_FORMER);
    for (size_t k = 0; k < sizeof codes / sizeof *codes; k++)
        assert_int_equal(of_code(codes[k]).kind, TITIAN_NAMED_FORMER);
}

static void a_name_of_several_countries_is_none_of_them(void **state)
{
    (void) state;
    assert_int_equal(kind_of("Korea"), TITIAN_NAMED_SEVERAL);
    assert_int_equal(kind_of("Virgin Islands"), TITIAN_NAMED_SEVERAL);
    assert_int_equal(kind_of("Micronesia"), TITIAN_NAMED_SEVERAL);
}

static void nothing_is_matched_by_likeness(void **state)
{
    static const char *const texts[] = {
        "Nigerria", "Kenia Republic", "Guine-a", "Slovena", "", " ", "xx", "Atlantis", "the", "&", "\xFF\xFE"};

    (void) state;
    for (size_t k = 0; k < sizeof texts / sizeof *texts; k++) {
        assert_int_equal(kind_of(texts[k]), TITIAN_NAMED_NOTHING);
        assert_int_equal(of_code(texts[k]).kind, TITIAN_NAMED_NOTHING);
    }
    assert_int_equal(of_code("ken").kind, TITIAN_NAMED_NOTHING);
    assert_int_equal(of_code("na").kind, TITIAN_NAMED_NOTHING);
}

static void a_slip_is_answered_with_the_nearest_name(void **state)
{
    char near[TITIAN_NAMES_TEXT];

    (void) state;
    assert_non_null(strstr(titian_gazetteer_nearest(near, "Nigerria", 8), "Nigeria (NGA)"));
    assert_string_equal(titian_gazetteer_nearest(near, "qqqqqqqqqqqqqqqq", 16), "");
}

static void aliases_of_the_user_count_first(void **state)
{
    static const char text[] = "name,code,why\nAtlantis,KEN,myth\nGeorgia,US-GA,\nOur region,,\nmu,TZ,\n";
    titian_gazetteer *names = NULL;
    titian_name_answer answer;

    (void) state;
    assert_int_equal(titian_gazetteer_parse(&names, "mine.csv", text, sizeof text - 1, NULL, NULL), TITIAN_OK);
    answer = titian_gazetteer_name(names, "ATLANTIS", 8);
    assert_string_equal(answer.code, "KEN");
    assert_string_equal(answer.rule, "mine.csv:2");
    answer = titian_gazetteer_name(names, "Georgia", 7);
    assert_int_equal(answer.kind, TITIAN_NAMED_OWN);
    assert_string_equal(answer.code, "US-GA");
    answer = titian_gazetteer_name(names, "Our Region", 10);
    assert_int_equal(answer.kind, TITIAN_NAMED_AGGREGATE);
    answer = titian_gazetteer_code(names, "MU", 2);
    assert_string_equal(answer.code, "TZA");
    titian_gazetteer_free(names);
}

static void faults_of_aliases_have_their_place(void **state)
{
    static const char twice[] = "name,code\nA,KEN\na,TZA\n", headless[] = "text,code\nA,KEN\n";
    titian_gazetteer *names = NULL;
    titian_error err;

    (void) state;
    assert_int_equal(titian_gazetteer_parse(&names, "mine.csv", twice, sizeof twice - 1, NULL, &err), TITIAN_E_DATA);
    assert_null(names);
    assert_int_equal(err.line, 3);
    assert_int_equal(
        titian_gazetteer_parse(&names, "mine.csv", headless, sizeof headless - 1, NULL, &err), TITIAN_E_DATA);
    assert_non_null(strstr(err.message, "name"));
    assert_int_equal(titian_gazetteer_new(&names, "/nowhere/x.csv", NULL, &err), TITIAN_E_FILE);
}

static void the_table_is_in_order_and_its_names_are_folded_as_data_are(void **state)
{
    titian_names_line line, found;
    size_t place = 0, n = 0, n_english = 0;

    (void) state;
    while (titian_names_next(&line, &place)) {
        char folded[TITIAN_FOLDED];

        assert_true(titian_names_find(&found, line.class, line.key));
        assert_ptr_equal(found.key.text, line.key.text);
        n++;
        if (line.class == TITIAN_KEY_ENGLISH) {
            assert_true(titian_names_find(&found, TITIAN_KEY_NAME, line.key));
            assert_int_equal(found.target.length, line.target.length);
            assert_memory_equal(found.target.text, line.target.text, line.target.length);
            n_english++;
        }
        if (line.class != TITIAN_KEY_NAME)
            continue;
        if (titian_names_fold(folded, line.key) != line.key.length || memcmp(folded, line.key.text, line.key.length))
            print_error("%.*s\n", (int) line.key.length, line.key.text);
        assert_int_equal(titian_names_fold(folded, line.key), line.key.length);
        assert_memory_equal(folded, line.key.text, line.key.length);
    }
    assert_true(n > 20000 && n_english > 800);
}

static void the_list_says_that_it_judges_no_status(void **state)
{
    char note[1024];

    (void) state;
    assert_non_null(strstr(titian_gazetteer_note(note, sizeof note), "nothing about the legal status"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_that_are_easily_confused_are_not),
        cmocka_unit_test(names_as_publishers_write_them_are_known),
        cmocka_unit_test(codes_of_all_publishers_are_known),
        cmocka_unit_test(aggregates_are_no_countries),
        cmocka_unit_test(territories_of_the_past_are_not_the_present_country),
        cmocka_unit_test(a_name_of_several_countries_is_none_of_them),
        cmocka_unit_test(nothing_is_matched_by_likeness),
        cmocka_unit_test(a_slip_is_answered_with_the_nearest_name),
        cmocka_unit_test(aliases_of_the_user_count_first),
        cmocka_unit_test(faults_of_aliases_have_their_place),
        cmocka_unit_test(the_table_is_in_order_and_its_names_are_folded_as_data_are),
        cmocka_unit_test(the_list_says_that_it_judges_no_status),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
