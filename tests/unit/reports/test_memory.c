/* A workbook with allocations failing in their turn: the right status, nothing leaked, no file left.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit/reports/pages.h"
#include "unit/scarce.h"

#include <titian/divide.h>
#include <titian/editions.h>
#include <titian/workbook.h>

/* Every allocation at first, then ever fewer: most of them copy the text of a cell, all in the same place. */
static long next(long k)
{
    return k + 1 + k / 80;
}

/* Something that writes one file, or says why not. */
typedef titian_status (*write_fn)(const pages *p, const void *what, titian_error *error);

/* Write until it succeeds. */
static void write_scarce(const pages *p, write_fn write, const void *what)
{
    titian_status status = TITIAN_E_MEMORY;
    titian_error error;
    long k = 0;

    for (k = 0; status != TITIAN_OK; k = next(k)) {
        scarce_after = k;
        status = write(p, what, &error);
        if (scarce_after >= 0)
            assert_int_equal(status, TITIAN_OK); /* it was never short */
        scarce_after = -1;
        if (status == TITIAN_OK)
            break;
        assert_int_equal(status, TITIAN_E_MEMORY);
        assert_int_equal(pages_files(p), 0);
    }
    assert_true(k > 60);
    assert_int_equal(pages_files(p), 1);
}

static titian_status write_index(const pages *p, const void *what, titian_error *error)
{
    const titian_workbook_analyses *analyses = what;
    const titian_workbook_options options = {.replace = 0, .created = 1, .analyses = *analyses};

    return titian_workbook_write(p->s.a, p->path, &options, error);
}

static void a_workbook_survives_the_failure_of_an_allocation(void **state)
{
    titian_workbook_analyses analyses;
    pages p;

    (void) state;
    pages_open(&p);
    pages_priority(&p);
    pages_vary(&p);
    sketch_run(&p.s);
    analyses = pages_analyse(&p);
    write_scarce(&p, write_index, &analyses);
    pages_close(&p);
}

static void so_does_one_that_shares_a_budget_out(void **state)
{
    titian_workbook_analyses analyses;
    pages p;

    (void) state;
    pages_open(&p);
    pages_priority(&p);
    pages_rules(&p);
    sketch_run(&p.s);
    analyses = pages_share(&p);
    write_scarce(&p, write_index, &analyses);
    pages_close(&p);
}

static titian_status write_changes(const pages *p, const void *what, titian_error *error)
{
    titian_changes_options options = titian_changes_options_default();

    options.movers = what;
    return titian_changes_write(p->s.a, p->path, &options, error);
}

static void so_does_one_of_changes_between_years(void **state)
{
    titian_uncertainty_options options = titian_uncertainty_options_default();
    titian_movers *movers = NULL;
    pages p;

    (void) state;
    pages_open_text(&p, "A P 1 goalposts 0 10\nB P 3 goalposts 0 100\nP X 1\nX - 1\n",
        "U1 2019 A 1 B 20\nU1 2020 A 4 B 40\nU2 2019 A 8 B 60\nU2 2020 A 2 B 50\nU3 2019 A 5\nU3 2020 A 5 B 10\n");
    pages_vary(&p);
    p.s.options.first_year = 2019;
    p.s.options.last_year = 2020;
    sketch_run(&p.s);
    options.threads = 1;
    options.replications = 20;
    assert_int_equal(titian_movers_run(&movers, p.s.a, NULL, &options, NULL), TITIAN_OK);
    write_scarce(&p, write_changes, movers);
    titian_movers_free(movers);
    pages_close(&p);
}

static titian_status write_editions(const pages *p, const void *what, titian_error *error)
{
    return titian_editions_write(p->s.a, p->s.a, p->path, what, error);
}

static void so_does_one_of_changes_between_editions(void **state)
{
    titian_editions_book_options options = titian_editions_book_options_default();
    titian_listing *tables[] = {NULL, NULL, NULL};
    titian_recipe heavier;
    double weights[16];
    pages p;

    (void) state;
    pages_open(&p);
    sketch_run(&p.s);
    heavier = p.s.recipe;
    for (size_t k = 0; k < titian_framework_n_nodes(p.s.recipe.framework); k++)
        weights[k] = 1.0;
    heavier.weights = weights;
    for (size_t k = 0; k < 2; k++)
        assert_int_equal(
            titian_editions_make(&tables[k], k,
                &(titian_editions){.recipe = {&p.s.recipe, &heavier}, .panel = {p.s.panel, p.s.panel}}, NULL),
            TITIAN_OK);
    options.blocks = tables[0];
    options.parts = tables[1];
    assert_int_equal(titian_common_make(&tables[2], p.s.a, p.s.a, NULL, NULL), TITIAN_OK);
    options.common = tables[2];
    write_scarce(&p, write_editions, &options);
    for (size_t k = 0; k < 3; k++)
        titian_listing_free(tables[k]);
    pages_close(&p);
}

/* The tables of the divide by their names. */
static void make_divide(const pages *p, titian_divide_book_options *options, titian_listing *tables[3])
{
    static const char *const names[] = {"communities", "measures", "parts"};
    titian_divide_options divide = titian_divide_options_default();

    divide.code = "X";
    divide.group = "region";
    for (size_t k = 0; k < 3; k++) {
        size_t row = 0;

        while (strcmp(titian_divide_name(row), names[k]) != 0)
            row++;
        assert_int_equal(titian_divide_make(&tables[k], p->s.a, row, &divide, NULL), TITIAN_OK);
    }
    *options = titian_divide_book_options_default();
    options->communities = tables[0];
    options->divide = tables[1];
    options->parts = tables[2];
}

static titian_status write_divide_alone(const pages *p, const void *what, titian_error *error)
{
    return titian_divide_write(p->s.a, p->path, what, error);
}

static void so_does_one_of_the_divide(void **state)
{
    titian_divide_book_options options;
    titian_listing *tables[3] = {NULL};
    pages p;

    (void) state;
    pages_open(&p);
    sketch_run(&p.s);
    make_divide(&p, &options, tables);
    write_scarce(&p, write_divide_alone, &options);
    for (size_t k = 0; k < 3; k++)
        titian_listing_free(tables[k]);
    pages_close(&p);
}

static void so_does_one_that_looks_ahead(void **state)
{
    titian_workbook_analyses analyses;
    pages p;

    (void) state;
    pages_open(&p);
    pages_priority(&p);
    sketch_run(&p.s);
    analyses = pages_help(&p);
    write_scarce(&p, write_index, &analyses);
    pages_close(&p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_workbook_survives_the_failure_of_an_allocation),
        cmocka_unit_test(so_does_one_that_shares_a_budget_out),
        cmocka_unit_test(so_does_one_of_changes_between_years),
        cmocka_unit_test(so_does_one_of_changes_between_editions),
        cmocka_unit_test(so_does_one_of_the_divide),
        cmocka_unit_test(so_does_one_that_looks_ahead),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
