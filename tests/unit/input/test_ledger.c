/* The ledger: kinds of rows and their lines, and what newer vintages revise.
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
#include "input/csv.h"

#define LONG "unit_code,year,indicator_code,value,status\n"

static void says_lines(const given *g, titian_row_kind kind, const char *lines)
{
    char text[512];

    assert_string_equal(titian_lines_text(&titian_ledger_at(g->ledger, 0)->rows[kind], text, sizeof text), lines);
}

static void rows_are_kept_by_kind_with_their_lines(void **state)
{
    given g = given_texts("i:GE", 0, "a.csv",
        "\n" LONG "KEN,2020,GE,1,\nKEN,2021,GE,2,\n\nKEN,2022,GE,3,\nKEN,2022,XX,\"a\nb\",\nKEN,2022,GE,3,\n"
        "KEN,2023,GE,,\n,,,,\nKEN,2024,GE,much,\nUGA,2020,GE,1,\n",
        NULL);
    const titian_ledger_file *f = titian_ledger_at(g.ledger, 0);

    (void) state;
    assert_int_equal(f->header_line, 2);
    assert_int_equal(f->n_rows, 9);
    assert_int_equal(f->n_bytes, 176);
    says_lines(&g, TITIAN_ROWS_USED, "3-6, 13"); /* the line without any sign is no row, so it parts nothing */
    says_lines(&g, TITIAN_ROWS_UNWANTED, "7");   /* a row of two lines begins on the first */
    says_lines(&g, TITIAN_ROWS_REPEATED, "9");
    says_lines(&g, TITIAN_ROWS_EMPTY, "10");
    says_lines(&g, TITIAN_ROWS_BLANK, "11");
    says_lines(&g, TITIAN_ROWS_REFUSED, "12");
    says_lines(&g, TITIAN_ROWS_AGGREGATE, "");
    given_free(&g);
}

static void many_ranges_are_cut_and_their_rows_counted(void **state)
{
    char text[8192];
    size_t n = (size_t) sprintf(text, LONG), k;
    given g;

    (void) state;
    for (k = 0; k < 40; k++)
        n += (size_t) sprintf(text + n, "KEN,%zu,GE,1,\nKEN,2020,XX,1,\n", 1990 + k);
    g = given_texts("i:GE", 0, "a.csv", text, NULL);
    assert_int_equal(titian_ledger_at(g.ledger, 0)->rows[TITIAN_ROWS_UNWANTED].n, 40);
    says_lines(&g, TITIAN_ROWS_UNWANTED, "3, 5, 7, 9, 11, 13, 15, 17, 19, 21, 23, 25, 27, 29, 31, 33 and 24 more");
    given_free(&g);
}

static titian_status count_record(const titian_record *record, void *context, titian_error *err)
{
    (void) record;
    (void) err;
    ++*(size_t *) context;
    return TITIAN_OK;
}

/* Records are counted by the splitter alone; the ledger counts what the forms do with them. */
static void rows_read_are_the_records_behind_the_header(void **state)
{
    static const char *const rows[] = {"KEN,2020,GE,1,\n", "KEN,20x0,GE,1,\n", ",,,,\n", "\n", "KEN,2020,XX,1,E\n",
        "UGA,2021,GE,NA,\n", "UGA,2020,GE,\"1\n2\",\n", "TZA,2020\n", "TZA,2019,GE,5,E\r\n"};
    uint64_t seed = 3;
    size_t round;

    (void) state;
    for (round = 0; round < 300; round++) {
        char text[8192];
        size_t n = (size_t) sprintf(text, LONG), n_rows, n_records = 0, k;
        given g;

        seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
        n_rows = (size_t) (seed >> 33) % 60;
        for (k = 0; k < n_rows; k++) {
            seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
            n += (size_t) sprintf(text + n, "%s", rows[(size_t) (seed >> 33) % (sizeof rows / sizeof *rows)]);
        }
        assert_int_equal(titian_csv_parse("a.csv", text, n, count_record, &n_records, NULL), TITIAN_OK);
        g = given_texts("i:GE", 0, "a.csv", text, NULL); /* fails itself unless the kinds add up */
        assert_int_equal(titian_ledger_at(g.ledger, 0)->n_rows, n_records - 1);
        given_free(&g);
    }
}

static void a_newer_vintage_revises_an_older_one(void **state)
{
    given g =
        given_vintages("i:GE g:income", "old.csv", LONG "KEN,2020,GE,1.5,E\nUGA,2020,GE,2,\nKEN,2020,income,Low,\n",
            "new.csv", LONG "UGA,2020,GE,2,\nKEN,2020,GE,1.75,\nKEN,2020,income,High,\nUGA,2021,GE,3,\n", NULL);
    const titian_revision *r = NULL;

    (void) state;
    given_is_clean(&g);
    assert_true(given_value(&g, "GE", 2020, "KEN") == 1.75);
    assert_int_equal(given_mark(&g, "GE", 2020, "KEN"), TITIAN_MARK_OBSERVED);
    assert_int_equal(given_source(&g, "GE", 2020, "KEN").file, 1);
    assert_int_equal(given_source(&g, "GE", 2020, "KEN").line, 3);
    assert_string_equal(given_label(&g, "income", "KEN"), "High");
    assert_int_equal(titian_ledger_n_revisions(g.ledger), 2);
    r = titian_ledger_revision(g.ledger, 0);
    assert_string_equal(r->unit, "KEN");
    assert_string_equal(r->code, "GE");
    assert_int_equal(r->year, 2020);
    assert_true(r->older.value == 1.5 && r->newer.value == 1.75);
    assert_int_equal(r->older.mark, TITIAN_MARK_ESTIMATED);
    assert_int_equal(r->older.place.line, 2);
    assert_int_equal(r->newer.place.file, 1);
    r = titian_ledger_revision(g.ledger, 1);
    assert_string_equal(r->older.label, "Low");
    assert_string_equal(r->newer.label, "High");
    assert_true(isnan(r->newer.value));
    assert_int_equal(titian_ledger_at(g.ledger, 0)->n_values, 1); /* the other one is no longer in the panel */
    assert_int_equal(titian_ledger_at(g.ledger, 0)->n_revised, 2);
    assert_int_equal(titian_ledger_at(g.ledger, 1)->n_values, 2);
    assert_int_equal(titian_ledger_at(g.ledger, 1)->n_revisions, 2);
    assert_int_equal(titian_ledger_at(g.ledger, 1)->rows[TITIAN_ROWS_REPEATED].n, 1);
    given_free(&g);
}

static void a_status_alone_is_a_revision_too(void **state)
{
    given g =
        given_vintages("i:GE", "old.csv", LONG "KEN,2020,GE,1.5,E\n", "new.csv", LONG "KEN,2020,GE,1.5,A\n", NULL);

    (void) state;
    given_is_clean(&g);
    assert_int_equal(given_mark(&g, "GE", 2020, "KEN"), TITIAN_MARK_OBSERVED);
    assert_int_equal(titian_ledger_n_revisions(g.ledger), 1);
    given_free(&g);
}

static void a_cell_revised_twice_has_two_revisions(void **state)
{
    given g = given_vintages("i:GE", "a.csv", LONG "KEN,2020,GE,1,\n", "b.csv", LONG "KEN,2020,GE,2,\n", "c.csv",
        LONG "KEN,2020,GE,3,\n", NULL);

    (void) state;
    given_is_clean(&g);
    assert_true(given_value(&g, "GE", 2020, "KEN") == 3);
    assert_int_equal(titian_ledger_n_revisions(g.ledger), 2);
    assert_true(titian_ledger_revision(g.ledger, 1)->older.value == 2);
    assert_int_equal(titian_ledger_at(g.ledger, 1)->n_values, 0);
    given_free(&g);
}

static void an_empty_cell_of_a_newer_vintage_revises_nothing(void **state)
{
    given g = given_vintages(
        "i:GE", "old.csv", LONG "KEN,2020,GE,1,\n", "new.csv", LONG "KEN,2020,GE,,\nUGA,2020,GE,1,\n", NULL);

    (void) state;
    given_is_clean(&g);
    assert_true(given_value(&g, "GE", 2020, "KEN") == 1);
    assert_int_equal(titian_ledger_n_revisions(g.ledger), 0);
    given_free(&g);
}

static void two_values_within_one_vintage_are_an_error(void **state)
{
    given g = given_vintages("i:GE", "old.csv", LONG "KEN,2020,GE,1,\nKEN,2020,GE,2,\n", NULL);

    (void) state;
    assert_int_equal(g.status, TITIAN_E_DATA);
    given_says(&g, 0,
        "old.csv:3:4: \"2\" here, but 1 in old.csv:2:4 (indicator GE, unit KEN, year 2020) | "
        "keep the one that is right and remove the other");
    given_free(&g);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_are_kept_by_kind_with_their_lines),
        cmocka_unit_test(many_ranges_are_cut_and_their_rows_counted),
        cmocka_unit_test(rows_read_are_the_records_behind_the_header),
        cmocka_unit_test(a_newer_vintage_revises_an_older_one),
        cmocka_unit_test(a_status_alone_is_a_revision_too),
        cmocka_unit_test(a_cell_revised_twice_has_two_revisions),
        cmocka_unit_test(an_empty_cell_of_a_newer_vintage_revises_nothing),
        cmocka_unit_test(two_values_within_one_vintage_are_an_error),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
