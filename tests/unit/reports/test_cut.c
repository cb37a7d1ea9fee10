/* reports/workbook: more communities than a sheet has rows. Sheets of few rows stand for Excel's 1,048,576.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit/reports/pages.h"

#include <stdio.h>

#include <titian/divide.h>

#include "workbook/make.h"
#include "workbook/write.h"

typedef struct {
    pages p;
    titian_divide_book_options options;
    titian_listing *communities, *measures;
} shown;

static void make(titian_listing **out, const pages *p, const char *name)
{
    titian_divide_options divide = titian_divide_options_default();
    size_t row = 0;

    divide.code = "X";
    while (strcmp(titian_divide_name(row), name) != 0)
        row++;
    assert_int_equal(titian_divide_make(out, p->s.a, row, &divide, NULL), TITIAN_OK);
}

/* Six units, of which five have a score or part of one. */
static void open_shown(shown *w)
{
    *w = (shown){.communities = NULL};
    pages_open(&w->p);
    sketch_run(&w->p.s);
    make(&w->communities, &w->p, "communities");
    make(&w->measures, &w->p, "measures");
    w->options = titian_divide_book_options_default();
    w->options.communities = w->communities;
    w->options.divide = w->measures;
    assert_int_equal(titian_listing_n_rows(w->communities), 6);
}

static void shut(shown *w)
{
    titian_listing_free(w->communities);
    titian_listing_free(w->measures);
    pages_close(&w->p);
}

/* The sheet alone, in a book that is never written. */
static void write_sheet(shown *w, size_t most_rows, const char *rest)
{
    const titian_workbook_analyses analyses = {.communities = w->communities, .divide = w->measures};
    const book_subject subject = {.analyses = &analyses, .divide_alone = 1, .most_rows = most_rows, .rest = rest};

    assert_int_equal(book_make(&w->p.b, w->p.s.a, &subject, w->p.path, NULL), TITIAN_OK);
    write_communities(w->p.b);
    assert_true(book_good(w->p.b));
}

static void a_sheet_that_is_cut_says_so_and_where_the_rest_is(void **state)
{
    shown w;

    (void) state;
    open_shown(&w);
    write_sheet(&w, LIST_FIRST + 4, "all.csv");
    assert_string_equal(text_at(&w.p, SHEET_COMMUNITIES, LIST_AUX, 5),
        "Cut: the first 4 of 6 communities stand here, as many as a sheet holds. All of them: all.csv");
    assert_non_null(text_at(&w.p, SHEET_COMMUNITIES, LIST_FIRST + 3, 2));
    assert_int_equal(kind_at(&w.p, SHEET_COMMUNITIES, LIST_FIRST + 4, 2), 0);
    for (size_t k = 0; k + 1 < 4; k++) /* the first by rank */
        assert_false(number_at(&w.p, SHEET_COMMUNITIES, (lxw_row_t) (LIST_FIRST + k), 0) >
                     number_at(&w.p, SHEET_COMMUNITIES, (lxw_row_t) (LIST_FIRST + k + 1), 0));
    shut(&w);
}

static void one_that_holds_all_says_nothing(void **state)
{
    shown w;

    (void) state;
    open_shown(&w);
    write_sheet(&w, LIST_FIRST + 6, NULL);
    assert_int_equal(kind_at(&w.p, SHEET_COMMUNITIES, LIST_AUX, 5), 0);
    assert_non_null(text_at(&w.p, SHEET_COMMUNITIES, LIST_FIRST + 5, 2));
    shut(&w);
}

static size_t lines_of(const char *path)
{
    FILE *file = fopen(path, "r");
    size_t n = 0;

    if (file == NULL)
        return 0;
    for (int c = fgetc(file); c != EOF; c = fgetc(file))
        n += c == '\n' ? 1 : 0;
    (void) fclose(file);
    return n;
}

static void the_whole_table_goes_to_a_csv_beside_the_workbook(void **state)
{
    char csv[128];
    shown w;

    (void) state;
    open_shown(&w);
    (void) snprintf(csv, sizeof csv, "%s/book.communities.csv", w.p.folder);
    assert_int_equal(workbook_write_divide(w.p.s.a, w.p.path, &w.options, 200, NULL), TITIAN_OK);
    assert_int_equal(pages_files(&w.p), 1); /* all of it fits */
    w.options.replace = 1;
    assert_int_equal(workbook_write_divide(w.p.s.a, w.p.path, &w.options, LIST_FIRST + 3, NULL), TITIAN_OK);
    assert_int_equal(pages_files(&w.p), 2);
    assert_int_equal(lines_of(csv), 1 + 6);
    shut(&w);
}

static void a_csv_that_is_there_is_not_replaced_unasked(void **state)
{
    char csv[128];
    titian_error error;
    FILE *file = NULL;
    shown w;

    (void) state;
    open_shown(&w);
    (void) snprintf(csv, sizeof csv, "%s/book.communities.csv", w.p.folder);
    file = fopen(csv, "w");
    assert_non_null(file);
    assert_int_equal(fclose(file), 0);
    assert_int_equal(workbook_write_divide(w.p.s.a, w.p.path, &w.options, LIST_FIRST + 3, &error), TITIAN_E_USAGE);
    assert_int_equal(pages_files(&w.p), 1);
    assert_int_equal(lines_of(csv), 0);
    shut(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_sheet_that_is_cut_says_so_and_where_the_rest_is),
        cmocka_unit_test(one_that_holds_all_says_nothing),
        cmocka_unit_test(the_whole_table_goes_to_a_csv_beside_the_workbook),
        cmocka_unit_test(a_csv_that_is_there_is_not_replaced_unasked),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
