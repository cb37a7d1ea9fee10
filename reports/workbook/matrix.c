/* What the unit sheets share.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "workbook/matrix.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void put_units(book *b, lxw_worksheet *sheet)
{
    for (size_t i = 0; i < b->n_units; i++) {
        put_text(b, sheet, row_of_unit(i), COL_CODE, book_unit(b, i)->code, STYLE_TEXT);
        put_text(b, sheet, row_of_unit(i), COL_NAME, book_unit(b, i)->name, STYLE_TEXT);
    }
}

void put_line_names(book *b, lxw_worksheet *sheet, const char *live, const char *share)
{
    put_text(b, sheet, UNIT_LIVE, COL_NAME, live, STYLE_BOLD);
    put_text(b, sheet, UNIT_SHARE, COL_NAME, share, STYLE_BOLD);
}

void put_column_name(book *b, lxw_worksheet *sheet, lxw_col_t col, const char *name)
{
    put_text(b, sheet, UNIT_NAMES, col, name, STYLE_CENTRE_WRAP);
}

style_kind look_of_column(const double *x, size_t n)
{
    double greatest = 0.0;
    int whole = 1;

    for (size_t i = 0; i < n; i++) {
        if (isnan(x[i]))
            continue;
        whole &= x[i] == floor(x[i]);
        greatest = fabs(x[i]) > greatest ? fabs(x[i]) : greatest;
    }
    if (whole || greatest >= 10000)
        return STYLE_VALUE_0;
    return greatest >= 10 ? STYLE_VALUE_1 : STYLE_VALUE_3;
}

double unit_name_width(const book *b)
{
    double width = 20;

    for (size_t i = 0; i < b->n_units; i++)
        width = style_width_of(book_unit(b, i)->name, width, 40);
    return width;
}

void finish_matrix(book *b, sheet_id id, const char *name, const column *columns, size_t n_columns)
{
    lxw_worksheet *sheet = b->sheets[id];
    const size_t n = COL_NODE + n_columns;
    column *all = calloc(n, sizeof *all);
    const table t = {.name = name,
        .header = UNIT_HEADER,
        .last = b->n_units > 0 ? last_unit_row(b) : UNIT_HEADER,
        .columns = all,
        .n_columns = n};
    const style_page page = {.landscape = 1,
        .dense = 1,
        .small = 1,
        .last_row = t.last,
        .last_col = (lxw_col_t) (n - 1),
        .repeat_from = UNIT_NAMES,
        .repeat_to = UNIT_HEADER,
        .repeat_cols = COL_NODE};

    if (all == NULL) {
        book_fail(b, TITIAN_E_MEMORY, "no memory for the sheet %s", book_sheet_row(id)->name);
        return;
    }
    all[COL_CODE] = (column){"Code", 8, STYLE_HEADER};
    all[COL_NAME] = (column){"Name", unit_name_width(b), STYLE_HEADER};
    memcpy(all + COL_NODE, columns, n_columns * sizeof *columns);
    book_table(b, sheet, &t);
    book_widths(b, sheet, all, n);
    if (book_good(b))
        book_check(b, worksheet_set_row(sheet, UNIT_NAMES, 78, NULL), "a row height");
    worksheet_freeze_panes(sheet, UNIT_FIRST, COL_NODE);
    book_print(b, sheet, &page);
    free(all);
}
