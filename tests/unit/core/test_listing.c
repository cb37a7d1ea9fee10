/* core/listing.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit/check.h"

#include <stdio.h>

#include <titian/panel.h>

#include "core/listing.h"

static void cells_come_back_by_row_and_column(void **state)
{
    titian_listing *listing = titian_listing_new("Code,N,Note");
    char name[8];

    (void) state;
    assert_non_null(listing);
    assert_int_equal(titian_listing_n_columns(listing), 3);
    assert_int_equal(titian_listing_n_rows(listing), 0);
    for (size_t k = 0; k < 500; k++) { /* past the first room for cells */
        (void) snprintf(name, sizeof name, "U%zu", k);
        titian_listing_add_copy(listing, name);
        titian_listing_add_number(listing, (double) k);
        titian_listing_add_text(listing, "");
    }
    assert_int_equal(titian_listing_check(listing, NULL), TITIAN_OK);
    assert_int_equal(titian_listing_n_rows(listing), 500);
    assert_string_equal(titian_listing_cell(listing, 42, titian_listing_find(listing, "Code")).text, "U42");
    assert_null(titian_listing_cell(listing, 499, 1).text);
    assert_near(titian_listing_cell(listing, 499, 1).number, 499.0, 0.0);
    assert_string_equal(titian_listing_cell(listing, 0, 2).text, "");
    titian_listing_free(listing);
}

static void a_column_that_is_none_is_not_found(void **state)
{
    titian_listing *listing = titian_listing_new("One");

    (void) state;
    assert_true(titian_listing_find(listing, "Two") == TITIAN_NONE);
    assert_string_equal(titian_listing_column(listing, 0), "One");
    titian_listing_free(listing);
    titian_listing_free(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cells_come_back_by_row_and_column),
        cmocka_unit_test(a_column_that_is_none_is_not_found),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
