/* reports/workbook: cells and layout.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit/reports/pages.h"

#include <stdio.h>
#include <stdlib.h>

static void references_are_written_as_excel_writes_them(void **state)
{
    (void) state;
    assert_string_equal(cell(SHEET_SCORES, 6, 2).text, "Scores!C7");
    assert_string_equal(cell(SHEET_HERE, 0, 0).text, "A1");
    assert_string_equal(fixed(SHEET_DATA_USED, 9, 27).text, "Data_Used!$AB$10");
    assert_string_equal(range(SHEET_HERE, 1, 1, 3, 2).text, "B2:C4");
    assert_string_equal(fixed_range(SHEET_PARAMETERS, 1, 1, 3, 2).text, "Parameters!$B$2:$C$4");
}

static void a_unit_has_the_same_row_on_every_sheet_of_units(void **state)
{
    pages p;

    (void) state;
    pages_open(&p);
    pages_priority(&p);
    pages_book(&p);
    write_data_used(p.b);
    write_data_year(p.b);
    write_scores(p.b);
    write_priority_calc(p.b);
    write_quality(p.b);
    assert_true(book_good(p.b));
    for (size_t i = 0; i < p.b->n_units; i++) {
        static const sheet_id sheets[] = {
            SHEET_DATA_USED, SHEET_DATA_YEAR, SHEET_SCORES, SHEET_PRIORITY_CALC, SHEET_QUALITY};

        for (size_t k = 0; k < sizeof sheets / sizeof *sheets; k++)
            assert_string_equal(text_at(&p, sheets[k], row_of_unit(i), COL_CODE), book_unit(p.b, i)->code);
    }
    assert_string_equal(unit_range(p.b, SHEET_SCORES, 2).text, "Scores!$C$8:$C$13");
    pages_close(&p);
}

static void a_missing_number_leaves_a_blank_cell(void **state)
{
    pages p;

    (void) state;
    pages_open(&p);
    pages_book(&p);
    put_number(p.b, p.b->sheets[SHEET_SCORES], 0, 0, TITIAN_MISSING, STYLE_SCORE);
    put_number(p.b, p.b->sheets[SHEET_SCORES], 0, 1, (double) INFINITY, STYLE_SCORE);
    put_number(p.b, p.b->sheets[SHEET_SCORES], 0, 2, 0, STYLE_SCORE);
    assert_int_equal(kind_at(&p, SHEET_SCORES, 0, 0), BLANK_CELL);
    assert_int_equal(kind_at(&p, SHEET_SCORES, 0, 1), BLANK_CELL);
    assert_int_equal(kind_at(&p, SHEET_SCORES, 0, 2), NUMBER_CELL);
    pages_close(&p);
}

static void a_text_never_becomes_a_formula_or_a_link(void **state)
{
    static const char *const texts[] = {
        "=1+1", "+1", "-1", "@SUM(A1)", "{=1}", "http://x.example", "mailto:x", "internal:A1", "\t=1"};
    pages p;

    (void) state;
    pages_open(&p);
    pages_book(&p);
    for (size_t k = 0; k < sizeof texts / sizeof *texts; k++) {
        put_text(p.b, p.b->sheets[SHEET_SCORES], (lxw_row_t) k, 0, texts[k], STYLE_TEXT);
        assert_int_equal(kind_at(&p, SHEET_SCORES, (lxw_row_t) k, 0), STRING_CELL);
        assert_string_equal(text_at(&p, SHEET_SCORES, (lxw_row_t) k, 0), texts[k]);
    }
    pages_close(&p);
}

static void only_a_plain_web_address_becomes_a_link(void **state)
{
    static const char *const others[] = {"javascript:alert(1)", "file:///etc/passwd",
        "https://x.example/\"onclick=", "https://x.example/a b", "external:c:\\x.xlsx",
        "=HYPERLINK(\"https://x.example\")", ""};
    pages p;
    lxw_worksheet *sheet = NULL;

    (void) state;
    pages_open(&p);
    sheet = pages_book(&p)->sheets[SHEET_SCORES];
    put_url(p.b, sheet, 0, 0, "https://x.example/a?b=1&c=%20", STYLE_TEXT);
    for (size_t k = 0; k < sizeof others / sizeof *others; k++)
        put_url(p.b, sheet, (lxw_row_t) k + 1, 0, others[k], STYLE_TEXT);
    assert_true(book_good(p.b));
    assert_int_equal(sheet->hlink_count, 1);
    pages_close(&p);
}

static void text_in_a_formula_is_quoted(void **state)
{
    char longer[400];

    (void) state;
    memset(longer, 'x', sizeof longer);
    longer[sizeof longer - 1] = '\0';
    assert_string_equal(quoted("a \"b\"").text, "\"a \"\"b\"\"\"");
    assert_string_equal(quoted("").text, "\"\"");
    assert_int_equal(strlen(quoted(longer).text), 257);
    memset(longer, '"', 300);
    assert_int_equal(strlen(quoted(longer).text), 512);
}

static void text_is_kept_within_what_a_cell_may_hold(void **state)
{
    static const struct {
        const char *given, *expected;
        size_t most;
    } cases[] = {
        {"a\001b\vc", "abc", 10},                                 /* XML has no such characters */
        {"one\ntwo\t3", "one\ntwo\t3", 20},                       /* these it has */
        {"S\303\243o Tom\303\251", "S\303\243o Tom\303\251", 20}, /* UTF-8 */
        {"\303\251\303\251\303\251", "\303\251\303\251", 2},      /* cut between characters */
        {"a\377b\303", "ab", 10},                                 /* no UTF-8 */
        {"\355\240\200x\300\200y\360\200\200\200z", "xyz", 10},   /* surrogates, overlong forms */
        {"\357\277\277x", "x", 10},                               /* U+FFFF */
        {"\360\237\230\200x", "\360\237\230\200", 2},             /* an astral character counts as two */
        {"\360\237\230\200", "", 1},
    };
    char out[64];

    (void) state;
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        assert_int_equal(text_clean(out, sizeof out, cases[k].given, cases[k].most), strlen(cases[k].expected));
        assert_string_equal(out, cases[k].expected);
    }
    assert_int_equal(text_clean(out, 4, "abcdef", 10), 3);
}

static void what_excel_reads_as_an_escape_stays_a_text(void **state)
{
    pages p;

    (void) state;
    assert_true(text_is_escape("_x0041_b"));
    assert_false(text_is_escape("_x041_"));
    assert_false(text_is_escape("_x"));
    pages_open(&p);
    pages_book(&p);
    put_formula_text(p.b, AT(p.b->sheets[SHEET_SCORES], 0, 0, STYLE_TEXT), "a_x0041_b", "=B1");
    assert_string_equal(text_at(&p, SHEET_SCORES, 0, 0), "a_x005F_x0041_b");
    pages_close(&p);
}

static void a_formula_carries_its_result(void **state)
{
    pages p;
    lxw_worksheet *sheet = NULL;

    (void) state;
    pages_open(&p);
    sheet = pages_book(&p)->sheets[SHEET_SCORES];
    put_formula(p.b, AT(sheet, 0, 0, STYLE_SCORE), 2.5, "=%s/2", "B1");
    put_formula(p.b, AT(sheet, 0, 1, STYLE_SCORE), TITIAN_MISSING, "=\"\"");
    put_formula_text(p.b, AT(sheet, 0, 2, STYLE_TEXT), "yes", "=IF(A1,\"yes\",\"no\")");
    put_formula_array(p.b, AT(sheet, 0, 3, STYLE_SCORE), 7, "{=SUM(A1:B1)}");
    assert_string_equal(formula_at(&p, SHEET_SCORES, 0, 0), "B1/2");
    assert_near(number_at(&p, SHEET_SCORES, 0, 0), 2.5, 0);
    assert_string_equal(text_at(&p, SHEET_SCORES, 0, 1), "");
    assert_string_equal(text_at(&p, SHEET_SCORES, 0, 2), "yes");
    assert_near(number_at(&p, SHEET_SCORES, 0, 3), 7, 0);
    assert_true(book_good(p.b));
    pages_close(&p);
}

static void a_formula_too_long_for_excel_fails_the_book(void **state)
{
    char *longer = malloc(9000);
    pages p;

    (void) state;
    assert_non_null(longer);
    memset(longer, '1', 8999);
    longer[8999] = '\0';
    pages_open(&p);
    pages_book(&p);
    put_formula(p.b, AT(p.b->sheets[SHEET_SCORES], 0, 0, STYLE_SCORE), 1, "=%s", longer);
    assert_false(book_good(p.b));
    assert_int_equal(p.b->status, TITIAN_E_USAGE);
    pages_close(&p);
    free(longer);
}

static void only_the_first_failure_is_kept(void **state)
{
    pages p;

    (void) state;
    pages_open(&p);
    pages_book(&p);
    book_fail(p.b, TITIAN_E_FILE, "first");
    book_fail(p.b, TITIAN_E_MEMORY, "second");
    put_number(p.b, p.b->sheets[SHEET_SCORES], 0, 0, 1, STYLE_SCORE);
    assert_int_equal(p.b->status, TITIAN_E_FILE);
    assert_string_equal(p.b->error.message, "first");
    assert_int_equal(kind_at(&p, SHEET_SCORES, 0, 0), 0);
    pages_close(&p);
}

static void headers_of_a_table_are_made_unique(void **state)
{
    static const column columns[] = {{"Rank", 10, STYLE_HEADER}, {"rank", 10, STYLE_HEADER}, {"", 10, STYLE_HEADER},
        {"a_x0041_b\nc", 10, STYLE_HEADER}};
    const table t = {.name = "tblTest", .header = 0, .last = 1, .columns = columns, .n_columns = 4};
    pages p;

    (void) state;
    pages_open(&p);
    pages_book(&p);
    book_table(p.b, p.b->sheets[SHEET_SCORES], &t);
    assert_true(book_good(p.b));
    assert_string_equal(text_at(&p, SHEET_SCORES, 0, 0), "Rank");
    assert_string_equal(text_at(&p, SHEET_SCORES, 0, 1), "rank (2)");
    assert_string_equal(text_at(&p, SHEET_SCORES, 0, 2), "-");
    assert_string_equal(text_at(&p, SHEET_SCORES, 0, 3), "a x0041_b c");
    pages_close(&p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(references_are_written_as_excel_writes_them),
        cmocka_unit_test(a_unit_has_the_same_row_on_every_sheet_of_units),
        cmocka_unit_test(a_missing_number_leaves_a_blank_cell),
        cmocka_unit_test(a_text_never_becomes_a_formula_or_a_link),
        cmocka_unit_test(only_a_plain_web_address_becomes_a_link),
        cmocka_unit_test(text_in_a_formula_is_quoted),
        cmocka_unit_test(text_is_kept_within_what_a_cell_may_hold),
        cmocka_unit_test(what_excel_reads_as_an_escape_stays_a_text),
        cmocka_unit_test(a_formula_carries_its_result),
        cmocka_unit_test(a_formula_too_long_for_excel_fails_the_book),
        cmocka_unit_test(only_the_first_failure_is_kept),
        cmocka_unit_test(headers_of_a_table_are_made_unique),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
