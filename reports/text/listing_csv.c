/* A listing as CSV.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <titian/text_reports.h>

#include <errno.h>
#include <string.h>

#include "text/csv_text.h"

static void add_row(titian_csv_rows *rows, size_t row, const void *of)
{
    const titian_listing *listing = of;
    const size_t n_columns = titian_listing_n_columns(listing);

    for (size_t k = 0; k < n_columns; k++) {
        const titian_item cell = titian_listing_cell(listing, row, k);

        if (cell.text != NULL)
            titian_csv_add_text(rows, cell.text);
        else
            titian_csv_add_number(rows, cell.number);
        titian_csv_add_mark(rows, k + 1 < n_columns ? ',' : '\n');
    }
}

titian_status titian_listing_csv_write(const titian_listing *listing, FILE *to, titian_error *err)
{
    const size_t n_columns = titian_listing_n_columns(listing);

    for (size_t k = 0; k < n_columns; k++)
        (void) fprintf(to, "%s%s", k > 0 ? "," : "", titian_listing_column(listing, k));
    (void) putc('\n', to);
    return titian_listing_csv_add(listing, to, err);
}

titian_status titian_listing_csv_add(const titian_listing *listing, FILE *to, titian_error *err)
{
    errno = 0;
    if (titian_csv_write_rows(titian_listing_n_rows(listing), add_row, listing, to) != 0)
        return titian_fail(err, TITIAN_E_MEMORY, "no memory for the rows of the table");
    if (fflush(to) != 0 || ferror(to))
        return titian_fail(err, TITIAN_E_FILE, "the table could not be written whole: %s", strerror(errno));
    return TITIAN_OK;
}
