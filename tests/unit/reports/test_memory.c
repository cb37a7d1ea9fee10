/* A workbook with allocations failing in their turn: the right status, nothing leaked, no file left.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit/reports/pages.h"
#include "unit/scarce.h"

#include <titian/workbook.h>

/* Every allocation at first, then ever fewer: most of them copy the text of a cell, all in the same place. */
static long next(long k)
{
    return k + 1 + k / 200;
}

static void a_workbook_survives_the_failure_of_an_allocation(void **state)
{
    titian_workbook_options options = {.replace = 0, .created = 1};
    titian_status status = TITIAN_E_MEMORY;
    titian_error error;
    pages p;
    long k = 0;

    (void) state;
    pages_open(&p);
    pages_priority(&p);
    pages_vary(&p);
    sketch_run(&p.s);
    options.analyses = pages_analyse(&p);
    for (k = 0; status != TITIAN_OK; k = next(k)) {
        scarce_after = k;
        status = titian_workbook_write(p.s.a, p.path, &options, &error);
        if (scarce_after >= 0)
            assert_int_equal(status, TITIAN_OK); /* it was never short */
        scarce_after = -1;
        if (status == TITIAN_OK)
            break;
        assert_int_equal(status, TITIAN_E_MEMORY);
        assert_int_equal(pages_files(&p), 0);
    }
    assert_true(k > 500);
    assert_int_equal(pages_files(&p), 1);
    pages_close(&p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_workbook_survives_the_failure_of_an_allocation),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
