/* Properties over many generated inputs: what was read adds up, the order of files and columns does not matter, and
 * no mutation of a file does harm. Seeds are fixed.
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

#include "given.h"

#define WORDS "i:GE=GE.EST,ge2 i:RQ d:POP o:ODA=aid g:income g:region=reg"
enum { TEXT = 8192 };

static size_t step(uint64_t *seed, size_t n)
{
    *seed = *seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (size_t) (*seed >> 33) % n;
}

static const char *any(uint64_t *seed, const char *const *words, size_t n)
{
    return words[step(seed, n)];
}
#define ANY(seed, words) any(seed, words, sizeof(words) / sizeof *(words))

static const char *const units[] = {"KEN", "UGA", "NA", "TZA", "\"R,W\"", "", "Z"};
static const char *const years[] = {"2019", "2020", "2021", "2020", "20x0", "\"2021\""};
static const char *const codes[] = {"GE", "GE.EST", "ge2", "ge", "RQ", "POP", "aid", "income", "XX", "YY", ""};
static const char *const values[] = {"1", "1", "1.0", "2", "", "NA", "..", "n/a", "\"1,5\"", "1e999"};
static const char *const labels[] = {"Low", "High", "", "\"a\nb\"", "NA"};
static const char *const ends[] = {"\n", "\n", "\n", "\r\n", "\n\n", ",\n", "\r"};

static void make_long(char *text, uint64_t *seed)
{
    size_t n = (size_t) sprintf(text, "unit_code,year,indicator_code,value,status\n"), k, rows = step(seed, 40);

    for (k = 0; k < rows; k++)
        n += (size_t) sprintf(text + n, "%s,%s,%s,%s,%s%s", ANY(seed, units), ANY(seed, years), ANY(seed, codes),
            ANY(seed, values), step(seed, 2) ? "E" : "", ANY(seed, ends));
}

static void make_wide(char *text, uint64_t *seed, int with_years)
{
    size_t n = (size_t) sprintf(text, "uCode,uName,%sGE,aid,income,reg,XX\n", with_years ? "Time," : "");
    size_t k, rows = step(seed, 40);

    for (k = 0; k < rows; k++)
        n += (size_t) sprintf(text + n, "%s,%s,%s%s%s,%s,%s,%s,9%s", ANY(seed, units), ANY(seed, labels),
            with_years ? ANY(seed, years) : "", with_years ? "," : "", ANY(seed, values), ANY(seed, values),
            ANY(seed, labels), ANY(seed, labels), ANY(seed, ends));
}

static size_t cells_in(const titian_panel *panel)
{
    size_t v, y, u, n = 0;

    for (v = 0; v < titian_panel_n_variables(panel); v++) {
        for (y = 0; y < titian_panel_n_years(panel); y++) {
            for (u = 0; u < titian_panel_n_units(panel); u++)
                n += isnan(titian_panel_column(panel, v, y)[u]) ? 0 : 1;
        }
    }
    return n;
}

/* given_texts itself fails unless every file's rows add up. */
static void rows_of_all_kinds_add_up_to_the_rows_read(void **state)
{
    char *a = malloc(TEXT), *b = malloc(TEXT), *c = malloc(TEXT);
    uint64_t seed = 11;
    size_t k;

    (void) state;
    assert_true(a != NULL && b != NULL && c != NULL);
    for (k = 0; k < 400; k++) {
        given g;

        make_long(a, &seed);
        make_wide(b, &seed, 1);
        make_wide(c, &seed, 0);
        g = given_texts(WORDS, step(&seed, 2) ? 2021 : 0, "a.csv", a, "b.csv", b, "c.csv", c, NULL);
        if (g.panel != NULL) {
            size_t f, n = 0;

            for (f = 0; f < titian_ledger_n_files(g.ledger); f++)
                n += titian_ledger_at(g.ledger, f)->n_values;
            assert_int_equal(n, cells_in(g.panel));
        }
        given_free(&g);
    }
    free(a);
    free(b);
    free(c);
}

static void good_rows_give_the_same_panel_in_any_order(void **state)
{
    uint64_t seed = 5;
    size_t round;

    (void) state;
    for (round = 0; round < 50; round++) {
        char rows[60][64], text[2][TEXT];
        size_t n_rows = 1 + step(&seed, 59), k, u;
        given g[2];

        for (k = 0; k < n_rows; k++) /* one value per unit, year and code: nothing to differ */
            snprintf(rows[k], sizeof rows[k], "U%zu,%zu,%s,%zu.%zu\n", step(&seed, 9), 2000 + k % 7,
                k % 2 ? "RQ" : "GE", k / 14, k % 10);
        for (k = 0; k < 2; k++) {
            size_t n = (size_t) sprintf(text[k], "unit_code,year,indicator_code,value\n"), i;

            for (i = 0; i < n_rows; i++)
                n += (size_t) sprintf(text[k] + n, "%s", rows[k == 0 ? i : n_rows - 1 - i]);
            g[k] = given_texts("i:GE i:RQ", 0, "a.csv", text[k], NULL);
        }
        assert_int_equal(g[0].status, g[1].status);
        for (u = 0; g[0].panel != NULL && u < titian_panel_n_units(g[0].panel); u++) {
            const char *unit = titian_panel_unit(g[0].panel, u)->code;
            int year;

            assert_string_equal(unit, titian_panel_unit(g[1].panel, u)->code);
            for (year = 2000; year < 2007; year++) {
                double one = given_value(&g[0], "GE", year, unit), other = given_value(&g[1], "GE", year, unit);

                assert_true(one == other || (isnan(one) && isnan(other)));
            }
        }
        given_free(&g[0]);
        given_free(&g[1]);
    }
}

static const char sample[] = "\xEF\xBB\xBFunit_code,unit_name,year,GE,RQ,income,note\r\n"
                             "KEN,Kenya,2020,1.5,2,Low,\"a\nb\"\r\n"
                             "CIV,\"C\xC3\xB4te d'Ivoire\",2020,-3e2,..,\"Low, \"\"stable\"\"\",\r\n"
                             "\r\n"
                             "NA,Namibia,2021,NA,0.25,Middle,x\r\n";

static const char excel[] = "sep=;\r\n"
                            "unit_code;unit_name;year;GE;RQ;income\r\n"
                            "KEN;Kenya;2020;1.234;72,8%;Low\r\n"
                            "CIV;C\xF4te d'Ivoire;2020/21;1.396.300,5;<1;\"Low; \"\"stable\"\"\"\r\n"
                            "NA;Namibia;2021;1\xA0"
                            "936;34,0 *;Middle\r\n";

static size_t mutate(char *text, size_t n, uint64_t *seed)
{
    static const char nasty[] = "\",\n\r\t \0\xFF\xC3\xEF.eE+-0;'=|%<>()*/\x81\xA0\xFE";
    size_t times = 1 + step(seed, 6), k;

    for (k = 0; k < times && n > 0; k++) {
        size_t at = step(seed, n), m = step(seed, n - at) % 24;

        switch (step(seed, 5)) {
        case 0:
            text[at] = nasty[step(seed, sizeof nasty)];
            break;
        case 1:
            text[at] = (char) step(seed, 256);
            break;
        case 2: /* lose a piece */
            memmove(text + at, text + at + m, n - at - m);
            n -= m;
            break;
        case 3: /* double a piece */
            if (n + m < TEXT) {
                memmove(text + at + m, text + at, n - at);
                n += m;
            }
            break;
        default: /* cut the end off */
            if (step(seed, 8) == 0)
                n = at;
            break;
        }
    }
    return n;
}

/* Run under sanitizers. Each text stands in a block of its own size, so that a byte too many is seen.
 * @return how many were read */
static size_t read_mutations(const char *words, const char *from, size_t length, size_t times)
{
    uint64_t seed = 2021;
    const titian_input_options lenient = {
        .values = {.period = TITIAN_PERIOD_END, .censored = TITIAN_CENSORED_MIDDLE}};
    char *text = malloc(TEXT);
    size_t k, n_read = 0;

    assert_non_null(text);
    for (k = 0; k < times; k++) {
        size_t n = length;
        char *exact = NULL;
        given g;

        memcpy(text, from, n);
        n = mutate(text, n, &seed);
        exact = malloc(n > 0 ? n : 1);
        assert_non_null(exact);
        memcpy(exact, text, n);
        g = given_manner(words, &lenient, exact, n);
        assert_true(g.status == TITIAN_OK || g.status == TITIAN_E_DATA);
        n_read += g.status == TITIAN_OK ? 1 : 0;
        given_free(&g);
        free(exact);
    }
    free(text);
    return n_read;
}

static void no_mutation_of_a_file_does_harm(void **state)
{
    (void) state;
    assert_true(read_mutations("i:GE i:RQ g:income", sample, sizeof sample - 1, 5000) >
                250); /* the mutations are not all fatal, or little is tested */
}

static void no_mutation_of_a_file_by_excel_does_harm(void **state)
{
    (void) state;
    assert_true(read_mutations("i:GE i:RQ@% g:income", excel, sizeof excel - 1, 3000) > 100);
}

static const char sdmx[] = "STRUCTURE,STRUCTURE_ID,ACTION,FREQ,REF_AREA,INDICATOR,SEX: Sex,AGE,TIME_PERIOD,UNIT_MULT,"
                           "OBS_VALUE,OBS_STATUS,REF_AREA_LABEL\n"
                           "d,W:D(1.3),I,A,ZMB: Zambia,X,_T,Y15,2024,0,63.96,A,Zambia\n"
                           "d,W:D(1.3),I,A,ZMB: Zambia,X,F: Women,Y15,2024,3,58.10,E,Zambia\n"
                           "d,W:D(1.3),I,Q,MWI,X,_T,Y15,2023-Q1,,5,M: Missing,Malawi\n";
static const char world[] =
    "\xEF\xBB\xBF\"Data Source\",\"World\",\r\n\r\n\"Last Updated Date\",\"2026-10-07\",\r\n\r\n"
    "\"Country Name\",\"Country Code\",\"Indicator Name\",\"Indicator Code\",\"2022\",\"2023 "
    "[YR2023]\",\r\n\"Atlantis\",\"ATL\",\"x\",\"X\",\"61.2\",\"\",\r\n\"Data from database: y\"\r\n";
static const char titles[] = "Entity,Code,Year,Share of people,X\nKosovo,OWID_KOS,2023,95.1,2\nWorld,,-10000,,4\n";

static void no_mutation_of_a_publishers_file_does_harm(void **state)
{
    static const char *const words = "i:X i:F=X[SEX=F] i:S=share_of_people g:n=Share";

    (void) state;
    assert_true(read_mutations(words, sdmx, sizeof sdmx - 1, 2000) > 50);
    assert_true(read_mutations(words, world, sizeof world - 1, 2000) > 50);
    assert_true(read_mutations(words, titles, sizeof titles - 1, 2000) > 50);
}

/* Whichever way the rows stand, the same of them are the total. */
static void breakdowns_do_not_depend_on_the_order_of_rows(void **state)
{
    static const char head[] = "DATAFLOW,FREQ,REF_AREA,SERIES,SEX,AGE,TIME_PERIOD,OBS_VALUE\n";
    static const char *const rows[] = {"F,A,IDN,X,_T,_T,2023,1\n", "F,A,IDN,X,F,_T,2023,2\n",
        "F,A,IDN,X,_T,Y15,2023,3\n", "F,A,IDN,X,F,Y15,2023,4\n", "F,Q,IDN,X,_T,_T,2023-Q1,5\n",
        "F,A,KEN,X,_T,_T,2023,6\n"};
    enum { ROWS = sizeof rows / sizeof *rows };
    uint64_t seed = 5;
    size_t k, r;

    (void) state;
    for (k = 0; k < 200; k++) {
        char text[512] = "";
        size_t order[ROWS], n = (size_t) sprintf(text, "%s", head);
        given g;

        for (r = 0; r < ROWS; r++)
            order[r] = r;
        for (r = ROWS; r > 1; r--) {
            const size_t other = step(&seed, r), kept = order[r - 1];

            order[r - 1] = order[other];
            order[other] = kept;
        }
        for (r = 0; r < ROWS; r++)
            n += (size_t) sprintf(text + n, "%s", rows[order[r]]);
        g = given_texts("i:X i:F=X[SEX=F,AGE=Y15] i:Y=X[AGE=Y15]", 0, "a.csv", text, NULL);
        given_is_clean(&g);
        assert_true(given_value(&g, "X", 2023, "IDN") == 1);
        assert_true(given_value(&g, "X", 2023, "KEN") == 6);
        assert_true(given_value(&g, "F", 2023, "IDN") == 4);
        assert_true(given_value(&g, "Y", 2023, "IDN") == 3);
        given_free(&g);
    }
}

/* How a program in some country writes numbers. */
typedef struct {
    char separator, decimal;
    const char *group; /* between thousands */
} style;

/* Some number in plain form and in a style. */
static void write_number(char *plain, char *styled, const style *how, uint64_t *seed)
{
    size_t whole = 1 + step(seed, 9), places = step(seed, 5), k, n = 0, m = 0;

    if (step(seed, 4) == 0) {
        plain[n++] = '-';
        styled[m++] = '-';
    }
    for (k = 0; k < whole + places; k++) {
        const char digit = (char) ('0' + (k == 0 && whole > 1 ? 1 + step(seed, 9) : step(seed, 10)));

        if (k == whole) {
            plain[n++] = '.';
            styled[m++] = how->decimal;
        } else if (k > 0 && k < whole && (whole - k) % 3 == 0) {
            m += (size_t) sprintf(styled + m, "%s", how->group);
        }
        plain[n++] = digit;
        styled[m++] = digit;
    }
    plain[n] = '\0';
    styled[m] = '\0';
}

static void a_file_in_any_style_gives_the_panel_of_the_plain_one(void **state)
{
    static const style styles[] = {{';', ',', "."}, {';', ',', " "}, {'\t', ',', "\xC2\xA0"}, {'\t', '.', ","},
        {'|', ',', "\xE2\x80\xAF"}, {';', '.', "'"}, {';', ',', ""}, {',', '.', "\xE2\x80\x99"}};
    uint64_t seed = 77;
    size_t round;

    (void) state;
    for (round = 0; round < 400; round++) {
        const style *how = &styles[round % (sizeof styles / sizeof *styles)];
        char text[2][TEXT], plain[64], styled[64];
        size_t n[2] = {0, 0}, rows = 1 + step(&seed, 40), k, u;
        given g[2];

        n[0] = (size_t) sprintf(text[0], "unit_code,year,GE\n");
        n[1] = (size_t) sprintf(text[1], "unit_code%cyear%cGE\n", how->separator, how->separator);
        for (k = 0; k < rows; k++) {
            write_number(plain, styled, how, &seed);
            n[0] += (size_t) sprintf(text[0] + n[0], "U%zu,2020,%s\n", k, plain);
            n[1] += (size_t) sprintf(text[1] + n[1], "U%zu%c2020%c%s\n", k, how->separator, how->separator, styled);
        }
        sprintf(text[0] + n[0], "U%zu,2020,0.5\n", k); /* shows the mark */
        sprintf(text[1] + n[1], "U%zu%c2020%c0%c5\n", k, how->separator, how->separator, how->decimal);
        for (k = 0; k < 2; k++) {
            g[k] = given_texts("i:GE", 0, "a.csv", text[k], NULL);
            given_is_clean(&g[k]);
        }
        for (u = 0; u <= rows; u++)
            assert_true(titian_panel_column(g[0].panel, 0, 0)[u] == titian_panel_column(g[1].panel, 0, 0)[u]);
        given_free(&g[0]);
        given_free(&g[1]);
    }
}

static void a_flood_of_units_and_years_is_stopped_before_memory_is(void **state)
{
    const size_t n = 60000;
    char *text = malloc(100 + n * 40);
    size_t used, k;
    given g;

    (void) state;
    assert_non_null(text);
    used = (size_t) sprintf(text, "unit_code,year,indicator_code,value\n");
    for (k = 0; k < n; k++)
        used += (size_t) sprintf(text + used, "U%zu,%zu,GE%zu,1\n", k, 1000 + k % 2000, k % 12);
    g = given_texts(
        "i:GE0 i:GE1 i:GE2 i:GE3 i:GE4 i:GE5 i:GE6 i:GE7 i:GE8 i:GE9 i:GE10 i:GE11", 0, "a.csv", text, NULL);
    assert_int_equal(g.status, TITIAN_E_DATA);
    assert_int_equal(g.n_said, 1);
    assert_non_null(strstr(g.said[0].message, "more units, years and codes than titian handles at once"));
    assert_true(g.said[0].line > 1 && g.said[0].line < n);
    assert_string_equal(g.err.message, "1 problem in 1 file; nothing was computed");
    given_free(&g);
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_of_all_kinds_add_up_to_the_rows_read),
        cmocka_unit_test(good_rows_give_the_same_panel_in_any_order),
        cmocka_unit_test(no_mutation_of_a_file_does_harm),
        cmocka_unit_test(no_mutation_of_a_file_by_excel_does_harm),
        cmocka_unit_test(a_file_in_any_style_gives_the_panel_of_the_plain_one),
        cmocka_unit_test(no_mutation_of_a_publishers_file_does_harm),
        cmocka_unit_test(breakdowns_do_not_depend_on_the_order_of_rows),
        cmocka_unit_test(a_flood_of_units_and_years_is_stopped_before_memory_is),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
