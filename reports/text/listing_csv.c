/* A listing as CSV.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <titian/text_reports.h>

#include <errno.h>
#include <string.h>

#include "text/csv_text.h"

static void put_cell(titian_item cell, FILE *to)
{
    char text[32];

    if (cell.text != NULL) {
        titian_csv_put_text(cell.text, to);
        return;
    }
    titian_number_text(cell.number, text);
    (void) fputs(text, to);
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
    const size_t n_columns = titian_listing_n_columns(listing);

    errno = 0;
    for (size_t row = 0; row < titian_listing_n_rows(listing); row++)
        for (size_t k = 0; k < n_columns; k++) {
            put_cell(titian_listing_cell(listing, row, k), to);
            (void) putc(k + 1 < n_columns ? ',' : '\n', to);
        }
    if (fflush(to) != 0 || ferror(to))
        return titian_fail(err, TITIAN_E_FILE, "the table could not be written whole: %s", strerror(errno));
    return TITIAN_OK;
}
