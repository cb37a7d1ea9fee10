/* What is said of a sheet beside its values.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>

#include <titian/where.h>

#include "input/book.h"

enum { RANGE = 48 };

static const char *range_text(char out[RANGE], const titian_merge *merge)
{
    char first[16], last[16];

    snprintf(out, RANGE, "%s%zu:%s%zu", titian_column_letters(first, merge->first_column), merge->first_row,
        titian_column_letters(last, merge->last_column), merge->last_row);
    return out;
}

static void tell_hidden(const titian_sheet *sheet, titian_findings *findings)
{
    const size_t rows = sheet->n_hidden_rows, columns = sheet->n_hidden_columns;
    char letters[16];

    if (sheet->about->hidden)
        titian_findings_warning(
            findings, 0, 0, "this sheet is hidden, and read all the same\nshow it in Excel to see what it holds");
    if (rows > 0)
        titian_findings_warning(findings, sheet->first_hidden_row, 0,
            "%zu row%s of this sheet %s hidden, this the first, and read all the same\n"
            "remove rows that are not meant to count",
            rows, rows == 1 ? "" : "s", rows == 1 ? "is" : "are");
    if (columns > 0)
        titian_findings_warning(findings, 0, 0,
            "%zu column%s of this sheet %s hidden, %s the first, and read all the same\n"
            "remove columns that are not meant to count",
            columns, columns == 1 ? "" : "s", columns == 1 ? "is" : "are",
            titian_column_letters(letters, sheet->first_hidden_column));
}

void titian_sheet_remark(const titian_sheet *sheet, size_t header_line, size_t width, titian_findings *findings)
{
    char range[RANGE];
    size_t k;

    tell_hidden(sheet, findings);
    for (k = 0; k < sheet->n_merges; k++) {
        const titian_merge *merge = &sheet->merges[k];

        if (merge->last_row < header_line || (width > 0 && merge->first_column > width))
            continue;
        titian_findings_error(findings, merge->first_row, merge->first_column,
            "the cells %s are merged, so that all but the first are empty\nunmerge them, and fill every cell",
            range_text(range, merge));
    }
}
