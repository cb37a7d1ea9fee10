/* Mappings: how they are read, what becomes of the tables that they describe, and drafts of them.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "given.h"

static const char survey[] = "Survey of 2024,,,,,\n"
                             "Kode,Negara,Kelompok,Tahun,Pengguna (%),Ket\n"
                             "IDN,Indonesia,Semua,2024,72.8,\n"
                             "IDN,Indonesia,Perempuan,2024,70.1,\n"
                             "TLS,Timor-Leste,Semua,2024,34.0,estimasi\n"
                             "Sumber: BPS,,,,,\n";

static void a_mapping_says_what_the_columns_mean(void **state)
{
    static const char *const mappings[] = {"header_line: 2\n"
                                           "unit: Kode\n"
                                           "name: Negara\n"
                                           "year: Tahun\n"
                                           "columns: [{column: Pengguna (%), code: NET}]\n"
                                           "status: Ket\n"
                                           "estimates: [estimasi]\n"
                                           "dimensions: [{column: Kelompok, value: Semua}]\n"
                                           "footer: [\"Sumber:\"]\n",
        NULL};
    given g = given_mapped("i:NET", mappings, "survey.csv", survey, NULL);
    const titian_ledger_file *f = NULL;

    (void) state;
    given_is_clean(&g);
    assert_true(given_value(&g, "NET", 2024, "IDN") == 72.8);
    assert_true(given_value(&g, "NET", 2024, "TLS") == 34);
    assert_int_equal(given_mark(&g, "NET", 2024, "TLS"), TITIAN_MARK_ESTIMATED);
    assert_string_equal(given_name(&g, "TLS"), "Timor-Leste");
    assert_int_equal(titian_panel_n_units(g.panel), 2);
    assert_int_equal(given_source(&g, "NET", 2024, "TLS").line, 5);
    f = titian_ledger_at(g.ledger, 0);
    assert_string_equal(f->form, "mapped");
    assert_int_equal(f->rows[TITIAN_ROWS_USED].n, 2);
    assert_int_equal(f->rows[TITIAN_ROWS_OUTSIDE].n, 1);
    given_free(&g);
}

static void a_selection_overrules_the_value_that_a_mapping_chooses(void **state)
{
    static const char *const mappings[] = {"header_line: 2\nunit: Kode\nyear: Tahun\ncode: X\nvalue: Pengguna (%)\n"
                                           "dimensions: [{column: Kelompok, value: Semua}]\nfooter: [\"Sumber\"]\n",
        NULL};
    given g = given_mapped("i:NET=X i:WOMEN=X[kelompok=Perempuan]", mappings, "survey.csv", survey, NULL);

    (void) state;
    given_is_clean(&g);
    assert_true(given_value(&g, "NET", 2024, "IDN") == 72.8);
    assert_true(given_value(&g, "WOMEN", 2024, "IDN") == 70.1);
    given_free(&g);
}

static void years_codes_and_powers_may_be_given_for_all(void **state)
{
    static const char *const mappings[] = {
        "unit: c\ncode: POP\npower_of_ten: 3\ncolumns: [{column: A, year: 2020}, {column: B, year: 2021}]\n",
        "unit: k\nindicator: i\nvalue: v\nfor_year: 2019\n", NULL};
    given g = given_mapped(
        "i:NET d:POP", mappings, "a.csv", "c,A,B\nKEN,1.5,2\n", "b.csv", "i,k,v\nNET,KEN,7\nXX,KEN,1\n", NULL);

    (void) state;
    given_is_clean(&g);
    assert_true(given_value(&g, "POP", 2020, "KEN") == 1500);
    assert_true(given_value(&g, "POP", 2021, "KEN") == 2000);
    assert_true(given_value(&g, "NET", 2019, "KEN") == 7);
    assert_int_equal(titian_ledger_at(g.ledger, 1)->rows[TITIAN_ROWS_UNWANTED].n, 1);
    given_free(&g);
}

static void without_a_year_a_mapping_gives_labels(void **state)
{
    static const char *const mappings[] = {
        "unit: kode\nname: nama\ncolumns: [{column: daerah, code: region}]\n", NULL};
    given g = given_mapped("i:NET g:region", mappings, "u.csv", "kode,nama,daerah\nKEN,Kenya,East\n", "d.csv",
        "unit_code,year,NET\nKEN,2020,1\n", NULL);

    (void) state;
    given_is_clean(&g);
    assert_string_equal(given_label(&g, "region", "KEN"), "East");
    assert_string_equal(given_name(&g, "KEN"), "Kenya");
    given_free(&g);
}

static void a_mapping_that_fits_no_file_names_the_nearest(void **state)
{
    static const char *const mappings[] = {
        "unit: unit_code\nyear: year\ncode: NET\nvalue: Nilai\n", "unit: xx\nyear: yy\ncode: NET\nvalue: zz\n", NULL};
    given g = given_mapped("i:NET", mappings, "d.csv", "unit_code,year,NET\nKEN,2020,1\n", NULL);

    (void) state;
    assert_int_equal(g.status, TITIAN_OK);
    given_says(&g, 0,
        "warning: 1.map.yaml: no file has all the columns of this mapping; d.csv:1 lacks \"Nilai\" | write the "
        "columns "
        "as the header has them, letter by letter");
    given_says(&g, 1,
        "warning: 2.map.yaml: no file has a column of this mapping | write the columns as the header has them, "
        "letter "
        "by letter");
    given_free(&g);
}

static void two_mappings_for_one_file_are_an_error(void **state)
{
    static const char *const mappings[] = {"unit: a\nyear: b\ncode: NET\nvalue: c\n",
        "unit: a\nyear: b\ncode: POP\n"
        "value: d\n",
        NULL};
    given g = given_mapped("i:NET", mappings, "d.csv", "a,b,c,d\nKEN,2020,1,2\n", NULL);

    (void) state;
    given_says(
        &g, 0, "d.csv:1: this file has the columns of two mappings, 1.map.yaml and 2.map.yaml | give one of them");
    given_free(&g);
}

/* ------------------------------------------------------------------ faults of a mapping */

typedef struct {
    titian_error said[8];
    size_t n;
} heard;

static void listen(const titian_error *problem, void *context)
{
    heard *h = context;

    if (h->n < sizeof h->said / sizeof *h->said)
        h->said[h->n] = *problem;
    h->n++;
}

static void assert_refused(const char *yaml, size_t line, size_t column, const char *message)
{
    titian_mapping *m = NULL;
    titian_error err;
    heard h = {.n = 0};
    titian_problems problems = {.say = listen, .context = &h};

    assert_int_equal(titian_mapping_parse(&m, "m.yaml", yaml, strlen(yaml), &problems, &err), TITIAN_E_MODEL);
    assert_null(m);
    assert_int_equal(h.n, 1);
    assert_string_equal(h.said[0].file, "m.yaml");
    assert_int_equal(h.said[0].line, line);
    assert_int_equal(h.said[0].column, column);
    assert_string_equal(h.said[0].message, message);
    assert_true(h.said[0].mend[0] != '\0');
}

static void faults_of_a_mapping_are_said_with_their_place(void **state)
{
    (void) state;
    assert_refused("", 0, 0, "the mapping is empty");
    assert_refused("year: a\ncode: X\nvalue: b\n", 1, 1, "the mapping does not say what the values are of");
    assert_refused("unit: a\ncode: X\nvalue: b\nyaer: c\n", 4, 1, "unknown key \"yaer\"");
    assert_refused("unit: a\nyear: b\n", 1, 1, "the mapping names no values");
    assert_refused("unit: a\nvalue: b\n", 2, 8, "it is not known which indicator the values are of");
    assert_refused("unit: a\ncolumns:\n  - {column: b}\n", 3, 5,
        "it is not known which indicator the values of this column are of");
    assert_refused(
        "unit: a\nvalue: b\ncode: X\ncolumns: [{column: b}]\n", 4, 10, "both \"value\" and \"columns\" are given");
    assert_refused("unit: a\nvalue: b\nindicator: c\ncode: X\n", 4, 7, "both \"indicator\" and \"code\" are given");
    assert_refused(
        "unit: a\nvalue: b\ncode: X\nyear: y\nfor_year: 2020\n", 5, 11, "both \"year\" and \"for_year\" are given");
    assert_refused("unit: a\nvalue: b\ncode: X\nfor_year: 20\n", 4, 11, "\"for_year\" is 20");
    assert_refused(
        "unit: a\ncode: X\ncolumns: [{column: b, year: 2020.5}]\n", 3, 29, "\"columns[0].year\" is 2020.5");
    assert_refused("unit: a\nvalue: b\ncode: X\npower_of_ten: 40\n", 4, 15, "\"power_of_ten\" is 40");
    assert_refused("unit: a\nvalue: b\ncode: X\nestimates: [e]\n", 4, 12,
        "\"estimates\" are words of a column that is not named");
    assert_refused("unit: a\ncode: X\ncolumns: [{column: b, code: Y}]\n", 3, 11,
        "the code of this column is given beside \"indicator\" or \"code\"");
    assert_refused("unit: [a]\nvalue: b\ncode: X\n", 1, 7, "\"unit\" is a list, but a single value belongs here");
}

/* ------------------------------------------------------------------ drafts */

static char *draft_of(const char *text)
{
    char *out = NULL;
    size_t n = 0;
    FILE *to = open_memstream(&out, &n);

    assert_non_null(to);
    assert_int_equal(titian_mapping_draft(to, "a.csv", text, strlen(text), NULL), TITIAN_OK);
    assert_int_equal(fclose(to), 0);
    return out;
}

static void a_draft_is_a_mapping(void **state)
{
    static const char *const texts[] = {survey, "Kode,\"Nama \"\"x\"\"\",2020,2021\nIDN,a,1,2\n",
        "code,country,indicator,year,value,flag\nKEN,Kenya,NET,2020,1,e\n", "a b,c\\d,\"e\nf\"\nx,1,2\n"};
    size_t k;

    (void) state;
    for (k = 0; k < sizeof texts / sizeof *texts; k++) {
        char *yaml = draft_of(texts[k]), *unit = strstr(yaml, "# unit:");
        titian_mapping *m = NULL;

        if (unit != NULL) /* left to be decided */
            memcpy(unit, "  unit:", 7), memmove(unit, unit + 2, strlen(unit + 2) + 1);
        assert_int_equal(titian_mapping_parse(&m, "m", yaml, strlen(yaml), NULL, NULL), TITIAN_OK);
        titian_mapping_free(m);
        free(yaml);
    }
}

static void a_draft_guesses_from_names_and_values(void **state)
{
    char *yaml = draft_of(survey);

    (void) state;
    assert_non_null(strstr(yaml, "\nheader_line: 2 "));
    assert_non_null(strstr(yaml, "\nunit: \"Kode\" "));
    assert_non_null(strstr(yaml, "\nname: \"Negara\" "));
    assert_non_null(strstr(yaml, "\nyear: \"Tahun\" "));
    assert_non_null(strstr(yaml, "\n  - {column: \"Pengguna (%)\", code: CODE}\n"));
    assert_non_null(strstr(yaml, "\n  - {column: \"Kelompok\"}   # value: \"Semua\", \"Perempuan\"\n"));
    assert_null(strstr(yaml, "without a mapping"));
    free(yaml);
    yaml = draft_of("unit_code,year,indicator_code,value\nKEN,2020,GE,1\n");
    assert_non_null(strstr(yaml, "# titian reads this file without a mapping, too (form: long).\n"));
    free(yaml);
}

static void a_text_without_a_table_has_no_draft(void **state)
{
    titian_error err;

    (void) state;
    assert_int_equal(titian_mapping_draft(stdout, "a.csv", "one\ntwo\n", 8, &err), TITIAN_E_DATA);
    assert_string_equal(err.message, "no line has three fields or more, so there is no header");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_mapping_says_what_the_columns_mean),
        cmocka_unit_test(a_selection_overrules_the_value_that_a_mapping_chooses),
        cmocka_unit_test(years_codes_and_powers_may_be_given_for_all),
        cmocka_unit_test(without_a_year_a_mapping_gives_labels),
        cmocka_unit_test(a_mapping_that_fits_no_file_names_the_nearest),
        cmocka_unit_test(two_mappings_for_one_file_are_an_error),
        cmocka_unit_test(faults_of_a_mapping_are_said_with_their_place),
        cmocka_unit_test(a_draft_is_a_mapping),
        cmocka_unit_test(a_draft_guesses_from_names_and_values),
        cmocka_unit_test(a_text_without_a_table_has_no_draft),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
