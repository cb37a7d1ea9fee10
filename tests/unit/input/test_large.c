/* Files of many blocks: every cell in its place with its line, and the same said by any number of threads.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <titian/number.h>

#include "given.h"

enum { UNITS = 20011, FIGURES = 6, TEXT = 1 << 22, SAID = 1 << 18 }; /* a prime: 7 k mod UNITS meets every unit */
static const char words[] = "i:A i:B i:C i:D i:E i:F g:region";

typedef struct {
    char text[TEXT];
    size_t n;
} writing;

static void add(writing *w, const char *format, ...) TITIAN_PRINTF(2, 3);
static void add(writing *w, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    w->n += (size_t) vsnprintf(w->text + w->n, sizeof w->text - w->n, format, args);
    va_end(args);
    assert_true(w->n < sizeof w->text);
}

/* Units in no order, the k-th on line k + 2; figure j of unit u is 100 u + j, and missing where both are multiples of
 * 5, 6. A label in quotation marks now and then. */
static void write_wide(writing *w, int with_faults)
{
    w->n = 0;
    add(w, "unit_code,year,A,B,C,D,E,F,region\n");
    for (size_t k = 0; k < UNITS; k++) {
        const size_t u = 7 * k % UNITS;

        add(w, "U%05zu,2020", u);
        for (size_t j = 0; j < FIGURES; j++) {
            if (u % 5 == 0 && j == 5)
                add(w, ",");
            else if (with_faults && k % 1000 == 37 * j)
                add(w, ",%zu;%zu", u, j);
            else
                add(w, ",%zu", 100 * u + j);
        }
        if (with_faults && k % 3000 == 11)
            add(w, ",too,many");
        if (with_faults && k % 3000 == 17)
            add(w, ",\"open\nand closed\" late\n");
        else if (with_faults && k % 3000 == 23)
            add(w, ",caf\xE9\n");
        else
            add(w, k % 50 == 0 ? ",\"North, upper\"\n" : ",South\n");
    }
}

typedef struct {
    char text[SAID];
    size_t n;
} heard;

static void listen(const titian_error *problem, void *context)
{
    heard *h = context;

    h->n += (size_t) snprintf(h->text + h->n, sizeof h->text - h->n, "%s:%zu:%zu: %s\n", problem->file, problem->line,
        problem->column, problem->message);
    assert_true(h->n < sizeof h->text);
}

static titian_panel *read_text(const writing *w, int threads, heard *h, char *summary, size_t size)
{
    titian_framework *framework = given_framework(words);
    titian_problems problems = {.say = listen, .context = h};
    titian_input_options options = titian_input_options_default();
    const titian_input_text text = {"a.csv", w->text, w->n};
    titian_panel *panel = NULL;
    titian_ledger *ledger = NULL;
    const titian_ledger_file *file = NULL;
    titian_error err = {.message = ""};

    h->n = 0;
    options.threads = threads;
    if (titian_input_parse(&panel, &ledger, framework, &text, 1, &options, &problems, &err) != TITIAN_OK)
        assert_null(panel);
    file = titian_ledger_at(ledger, 0);
    (void) snprintf(summary, size, "%zu %zu %zu %zu %s %s", file->n_rows, file->rows[TITIAN_ROWS_USED].n,
        file->rows[TITIAN_ROWS_REFUSED].n, file->n_values, file->sha256, err.message);
    titian_ledger_free(ledger);
    titian_framework_free(framework);
    return panel;
}

static void every_cell_is_in_its_place(void **state)
{
    writing *w = calloc(1, sizeof *w);
    heard *h = calloc(1, sizeof *h);
    char summary[1024];

    (void) state;
    assert_true(w != NULL && h != NULL);
    write_wide(w, 0);
    for (int threads = 1; threads <= 3; threads++) {
        titian_panel *panel = read_text(w, threads, h, summary, sizeof summary);

        assert_non_null(panel);
        assert_int_equal(titian_panel_n_units(panel), UNITS);
        for (size_t k = 0; k < UNITS; k++) {
            const size_t u = 7 * k % UNITS;
            char code[16];

            (void) snprintf(code, sizeof code, "U%05zu", u);
            assert_string_equal(titian_panel_unit(panel, u)->code, code);
            assert_int_equal(titian_panel_find_unit(panel, code), u);
            assert_string_equal(titian_panel_label(panel, 0, u), k % 50 == 0 ? "North, upper" : "South");
            for (size_t j = 0; j < FIGURES; j++) {
                const int missing = u % 5 == 0 && j == 5;
                const titian_source source = titian_panel_source(panel, j, 0, u);

                assert_int_equal(
                    titian_panel_marks(panel, j, 0)[u], missing ? TITIAN_MARK_MISSING : TITIAN_MARK_OBSERVED);
                assert_true(missing ? isnan(titian_panel_column(panel, j, 0)[u])
                                    : titian_panel_column(panel, j, 0)[u] == (double) (100 * u + j));
                assert_true(source.line == (missing ? 0 : k + 2) && (source.file == 0) == !missing);
            }
        }
        titian_panel_free(panel);
    }
    free(w);
    free(h);
}

/* How many units come is foreseen from the first year, wrongly, and known in the second, which has fewer and ends
 * with one that the first has not. */
static void columns_of_several_years_have_their_own_lengths(void **state)
{
    writing *w = calloc(1, sizeof *w);
    heard *h = calloc(1, sizeof *h);
    char summary[1024];
    titian_panel *panel = NULL;

    (void) state;
    assert_true(w != NULL && h != NULL);
    add(w, "unit_code,year,A\n");
    for (size_t u = 0; u < UNITS; u++)
        add(w, "U%05zu,2019,1.%zu\n", u, u);
    for (size_t u = 0; u < UNITS; u += u < 18000 ? 1 : 2)
        add(w, "U%05zu,2020,%zu\n", u, u);
    add(w, "V,2020,7\n");
    for (int threads = 1; threads <= 2; threads++) {
        panel = read_text(w, threads, h, summary, sizeof summary);
        assert_non_null(panel);
        assert_int_equal(titian_panel_n_units(panel), UNITS + 1);
        for (size_t u = 0; u < UNITS; u++) {
            char text[32];
            double first;

            (void) snprintf(text, sizeof text, "1.%zu", u);
            first = strtod(text, NULL);
            assert_memory_equal(&titian_panel_column(panel, 0, 0)[u], &first, sizeof first);
            assert_true(u >= 18000 && u % 2 == 1 ? isnan(titian_panel_column(panel, 0, 1)[u])
                                                 : titian_panel_column(panel, 0, 1)[u] == (double) u);
        }
        assert_true(isnan(titian_panel_column(panel, 0, 0)[UNITS]));
        assert_true(titian_panel_column(panel, 0, 1)[UNITS] == 7.0);
        titian_panel_free(panel);
    }
    free(w);
    free(h);
}

static void any_number_of_threads_says_the_same(void **state)
{
    writing *w = calloc(1, sizeof *w);
    heard *one = calloc(1, sizeof *one), *more = calloc(1, sizeof *more);
    char first[1024], other[1024];

    (void) state;
    assert_true(w != NULL && one != NULL && more != NULL);
    write_wide(w, 1);
    assert_null(read_text(w, 1, one, first, sizeof first));
    assert_true(one->n > 5000);
    for (int threads = 2; threads <= 4; threads++) {
        assert_null(read_text(w, threads, more, other, sizeof other));
        assert_string_equal(first, other);
        assert_int_equal(one->n, more->n);
        assert_string_equal(one->text, more->text);
    }
    free(w);
    free(one);
    free(more);
}

/* A column that stands on several files or on lines of its own has its places cell by cell. */
static void each_cell_has_its_place_whatever_it_is_read_from(void **state)
{
    given g = given_texts("i:A i:B i:C", 0, "1.csv", "unit_code,year,A,B\nX,2020,1,2\nZ,2020,,4\n", "2.csv",
        "unit_code,year,B,A,C\nY,2020,5,6,7\nX,2020,2,,8\n", "3.csv",
        "unit_code,year,indicator_code,value\nZ,2020,A,3\nW,2020,A,1\nW,2020,B,2\nW,2020,C,3\n", NULL);
    static const struct {
        const char *code, *unit;
        size_t file, line;
    } places[] = {{"A", "X", 0, 2}, {"B", "X", 0, 2}, {"B", "Z", 0, 3}, {"A", "Y", 1, 2}, {"B", "Y", 1, 2},
        {"C", "Y", 1, 2}, {"C", "X", 1, 3}, {"A", "Z", 2, 2}, {"A", "W", 2, 3}, {"B", "W", 2, 4}, {"C", "W", 2, 5}};

    (void) state;
    given_is_clean(&g);
    for (size_t k = 0; k < sizeof places / sizeof *places; k++) {
        const titian_source source = given_source(&g, places[k].code, 2020, places[k].unit);

        assert_int_equal(source.file, places[k].file);
        assert_int_equal(source.line, places[k].line);
    }
    assert_true(given_source(&g, "C", 2020, "Z").file == TITIAN_NONE);
    given_free(&g);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_cell_is_in_its_place),
        cmocka_unit_test(columns_of_several_years_have_their_own_lengths),
        cmocka_unit_test(any_number_of_threads_says_the_same),
        cmocka_unit_test(each_cell_has_its_place_whatever_it_is_read_from),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
