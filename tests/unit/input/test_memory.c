/* Lack of memory at any moment: the right status, nothing lost, nothing harmed. The linker puts the functions below
 * in the place of the C library's. SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "given.h"
#include "input/file.h"

void *__real_malloc(size_t size);
void *__real_calloc(size_t n, size_t size);
void *__real_realloc(void *old, size_t size);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t n, size_t size);
void *__wrap_realloc(void *old, size_t size);

static size_t countdown; /* 0: memory is plenty; k: the k-th request from now fails, and all behind it */

static int refused(void)
{
    if (countdown == 0)
        return 0;
    if (countdown > 1)
        countdown--;
    return countdown == 1;
}

void *__wrap_malloc(size_t size)
{
    return refused() ? NULL : __real_malloc(size);
}

void *__wrap_calloc(size_t n, size_t size)
{
    return refused() ? NULL : __real_calloc(n, size);
}

void *__wrap_realloc(void *old, size_t size)
{
    return refused() ? NULL : __real_realloc(old, size);
}

static void survive(
    const char *words, const titian_input_text *texts, size_t n_texts, const titian_input_options *options)
{
    titian_framework *framework = given_framework(words);
    size_t k;

    for (k = 2;; k++) {
        titian_panel *panel = NULL;
        titian_ledger *ledger = NULL;
        titian_error err;
        titian_status status;

        countdown = k;
        status = titian_input_parse(&panel, &ledger, framework, texts, n_texts, options, NULL, &err);
        countdown = 0;
        assert_int_equal(panel != NULL, status == TITIAN_OK);
        titian_panel_free(panel);
        titian_ledger_free(ledger);
        if (status == TITIAN_OK)
            break;
        assert_int_equal(status, TITIAN_E_MEMORY);
        assert_int_equal(err.code, TITIAN_E_MEMORY);
        assert_true(k < 10000);
    }
    assert_true(k > 20);
    titian_framework_free(framework);
}

static void reading_survives_lack_of_memory_at_any_moment(void **state)
{
    static const char wide[] = "uCode,uName,Time,GE,income,ge\nKEN,Kenya,2020,1,Low,\nUGA,Uganda,2021,\"2\",High,\n";
    static const char lengthy[] = "unit_code,year,indicator_code,value\nTZA,2019,GE,3\nTZA,2019,XX,3\n";
    static const char units[] = "unit_code,unit_name,income\nKEN,Republic of Kenya,Low\nRWA,Rwanda,Low\n";
    static const char newer[] = "unit_code,year,indicator_code,value\nTZA,2019,GE,4\nKEN,2020,income,High\n";
    const titian_input_options options = {.vintages = 1};
    const titian_input_text texts[] = {{"a.csv", wide, sizeof wide - 1}, {"b.csv", lengthy, sizeof lengthy - 1},
        {"u.csv", units, sizeof units - 1}, {"n.csv", newer, sizeof newer - 1}};

    (void) state;
    survive("i:GE=old i:RQ=GE d:POP g:income", texts, 4, &options);
}

static void matching_survives_lack_of_memory_at_any_moment(void **state)
{
    static const char codes[] = "unit_code,unit_name,year,GE\nKEN,Kenya,2020,1\nWLD,World,2020,2\nXK,Kosovo,2020,1\n";
    static const char names[] = "unit_name,year,GE\nKenya,2021,1\nTanzania,2020,2\nAfrica,2020,2\n";
    static const char units[] = "unit_code,unit_name\nKEN,Kenya\nTZ,Tanzania\n";
    const titian_input_text texts[] = {
        {"a.csv", codes, sizeof codes - 1}, {"b.csv", names, sizeof names - 1}, {"u.csv", units, sizeof units - 1}};

    (void) state;
    survive("i:GE", texts, 3, NULL);
}

static void groups_of_publishers_and_named_vintages_survive_it_too(void **state)
{
    static const char data[] = "Country Name,Country Code,Indicator Name,Indicator Code,2023,\n"
                               "Kenya,KEN,x,NET,35,\nLands of plenty,QLP,x,NET,64,\nWorld,WLD,x,NET,50,\n";
    static const char list[] = "Country Code,Region,IncomeGroup,SpecialNotes,TableName,\n"
                               "KEN,,,,Kenya,\nQLP,,,,Lands of plenty,\nWLD,,,,World,\n";
    static const char newer[] = "unit_code,year,indicator_code,value\nKEN,2023,NET,36\n";
    static const char *const names[] = {"a*.csv", "n?w.csv", "lost"};
    const titian_input_text texts[] = {
        {"new.csv", newer, sizeof newer - 1}, {"a.csv", data, sizeof data - 1}, {"m.csv", list, sizeof list - 1}};
    const titian_input_options options = {.vintage_names = {names, 3}};

    (void) state;
    survive("i:NET g:income=IncomeGroup", texts, 3, &options);
}

static void a_file_by_excel_survives_it_too(void **state)
{
    static const char excel[] =
        "unit_code;unit_name;year;GE;POP\nCIV;C\xF4te;2018;1.234;2,5%\nBEN;B;2018;1,25;1 000\n";
    const titian_input_text text = {"a.csv", excel, sizeof excel - 1};

    (void) state;
    survive("i:GE d:POP", &text, 1, NULL);
}

/* A long note stands before what shows that the file is not what its beginning looks like. */
static void a_file_that_is_read_twice_survives_it_too(void **state)
{
    enum { NOTE = (1 << 16) + 64 };
    char *bytes = __real_malloc(NOTE + 200);
    titian_input_text text = {"a.csv", bytes, 0};

    (void) state;
    assert_non_null(bytes);
    text.length = (size_t) snprintf(bytes, 100, "unit_code,unit_name,year,GE,note\nBEN,B,2018,1.5,");
    memset(bytes + text.length, 'x', NOTE);
    text.length += NOTE;
    text.length += (size_t) snprintf(bytes + text.length, 100, "\nCIV,C\xF4te,2018,2,\n");
    survive("i:GE", &text, 1, NULL);
    free(bytes);
}

static void forms_of_publishers_survive_it_too(void **state)
{
    static const char sdmx[] = "DATAFLOW,FREQ,REF_AREA,SERIES,SEX,AGE,TIME_PERIOD,OBS_VALUE\nF,A,IDN,X,_T,_T,2023,1\n"
                               "F,A,IDN,X,F,_T,2023,2\nF,A,KEN,X,_T,Y15,2023,3\nF,A,KEN,Y,_T,Y15,2023,3\n";
    static const char bank[] = "Time,Time Code,Country Name,Country Code,Access [ELC],Other [XX]\n"
                               "2023,YR2023,Egypt,EGY,100,1\n";
    static const char mapped[] = "Kode,Kelompok,Tahun,Net\nIDN,Semua,2024,72.8\nIDN,Lain,2024,70\n";
    static const char yaml[] = "unit: Kode\nyear: Tahun\ncolumns: [{column: Net, code: NET}]\n"
                               "dimensions: [{column: Kelompok, value: Semua}]\n";
    const titian_input_text texts[] = {
        {"a.csv", sdmx, sizeof sdmx - 1}, {"b.csv", bank, sizeof bank - 1}, {"c.csv", mapped, sizeof mapped - 1}};
    titian_input_options options = titian_input_options_default();
    titian_mapping *mapping = NULL;
    titian_error err;

    (void) state;
    assert_int_equal(titian_mapping_parse(&mapping, "m", yaml, sizeof yaml - 1, NULL, &err), TITIAN_OK);
    options.mappings = (const titian_mapping *const *) &mapping;
    options.n_mappings = 1;
    survive("i:X i:W=X[SEX=F] i:ELC i:NET", texts, 3, &options);
    titian_mapping_free(mapping);
}

static void mappings_survive_it_too(void **state)
{
    static const char yaml[] =
        "unit: Kode\nyear: Tahun\ncolumns: [{column: Net, code: NET}]\nstatus: s\n"
        "estimates: [e, f]\nfooter: [Sumber]\ndimensions: [{column: Kelompok, value: Semua}]\n";
    size_t k;

    (void) state;
    for (k = 2;; k++) {
        titian_mapping *mapping = NULL;
        titian_error err;
        titian_status status;

        countdown = k;
        status = titian_mapping_parse(&mapping, "m", yaml, sizeof yaml - 1, NULL, &err);
        countdown = 0;
        assert_int_equal(mapping != NULL, status == TITIAN_OK);
        titian_mapping_free(mapping);
        if (status == TITIAN_OK)
            break;
        assert_int_equal(status, TITIAN_E_MEMORY);
        assert_true(k < 10000);
    }
    assert_true(k > 10);
}

static void a_file_survives_lack_of_memory(void **state)
{
    char *text = NULL;
    size_t length;
    titian_error err;

    (void) state;
    countdown = 2;
    assert_int_equal(titian_file_read(&text, &length, "/dev/null", &err), TITIAN_E_MEMORY);
    countdown = 0;
    assert_null(text);
}

static void a_survey_of_codes_survives_lack_of_memory_at_any_moment(void **state)
{
    char path[] = "/tmp/titian-survey-XXXXXX";
    const char *paths[] = {path};
    const int file = mkstemp(path);
    size_t k;

    (void) state;
    assert_true(file >= 0);
    assert_int_equal(dprintf(file, "uCode,Time,GE,income,NOTHING\nKEN,2020,1,Low,\nUGA,2020,2,High,\n"), 62);
    assert_int_equal(close(file), 0);
    for (k = 2;; k++) {
        titian_framework *framework = NULL;
        titian_error err = {.code = TITIAN_OK};
        titian_status status;

        countdown = k;
        status = titian_input_codes(&framework, paths, 1, NULL, &err);
        countdown = 0;
        assert_int_equal(framework != NULL, status == TITIAN_OK);
        if (status == TITIAN_OK) {
            assert_int_equal(titian_framework_n_indicators(framework), 1);
            assert_string_equal(titian_framework_node(framework, 0)->code, "GE");
            assert_int_equal(titian_framework_n_extras(framework), 1);
            assert_string_equal(titian_framework_extra(framework, 0)->code, "income");
            titian_framework_free(framework);
            break;
        }
        assert_int_equal(status, TITIAN_E_MEMORY);
        assert_true(k < 10000);
    }
    assert_int_equal(unlink(path), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reading_survives_lack_of_memory_at_any_moment),
        cmocka_unit_test(matching_survives_lack_of_memory_at_any_moment),
        cmocka_unit_test(groups_of_publishers_and_named_vintages_survive_it_too),
        cmocka_unit_test(a_file_by_excel_survives_it_too),
        cmocka_unit_test(a_file_that_is_read_twice_survives_it_too),
        cmocka_unit_test(forms_of_publishers_survive_it_too),
        cmocka_unit_test(mappings_survive_it_too),
        cmocka_unit_test(a_file_survives_lack_of_memory),
        cmocka_unit_test(a_survey_of_codes_survives_lack_of_memory_at_any_moment),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
