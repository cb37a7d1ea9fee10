/* A workbook with allocations failing in their turn: the right status, nothing leaked, no file left.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit/reports/pages.h"
#include "unit/scarce.h"

#include <titian/workbook.h>

/* Every allocation at first, then ever fewer: most of them copy the text of a cell, all in the same place. */
static long next(long k)
{
    return k + 1 + k / 80;
}

/* Write until it succeeds. */
static void write_scarce(pages *p, const titian_workbook_analyses *analyses)
{
    titian_workbook_options options = {.replace = 0, .created = 1, .analyses = *analyses};
    titian_status status = TITIAN_E_MEMORY;
    titian_error error;
    long k = 0;

    for (k = 0; status != TITIAN_OK; k = next(k)) {
        scarce_after = k;
        status = titian_workbook_write(p->s.a, p->path, &options, &error);
        if (scarce_after >= 0)
            assert_int_equal(status, TITIAN_OK); /* it was never short */
        scarce_after = -1;
        if (status == TITIAN_OK)
            break;
        assert_int_equal(status, TITIAN_E_MEMORY);
        assert_int_equal(pages_files(p), 0);
    }
    assert_true(k > 500);
    assert_int_equal(pages_files(p), 1);
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
    write_scarce(&p, &analyses);
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
    write_scarce(&p, &analyses);
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
    write_scarce(&p, &analyses);
    pages_close(&p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_workbook_survives_the_failure_of_an_allocation),
        cmocka_unit_test(so_does_one_that_shares_a_budget_out),
        cmocka_unit_test(so_does_one_that_looks_ahead),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
