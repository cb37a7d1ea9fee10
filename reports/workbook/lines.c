/* Sheets that show the lines of a listing.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "workbook/lines.h"

#include "workbook/listed.h"

enum { MOST_COLUMNS = 32 };

/* Where words go over several lines the row grows with them. */
static void fit_rows(book *b, lxw_worksheet *sheet, const lines_shown *shown, const lines_field *fields,
    size_t n_fields, lxw_row_t header)
{
    for (size_t k = 0; k < shown->n && book_good(b); k++) {
        unsigned most = 1;

        for (size_t f = 0; f < n_fields; f++) {
            const char *text = NULL;
            unsigned lines = 1;

            if (fields[f].look != STYLE_WRAP)
                continue;
            text = listed_text(shown->from, shown->rows != NULL ? shown->rows[k] : k, fields[f].from);
            lines = style_lines_of(text, fields[f].width);
            most = lines > most ? lines : most;
        }
        if (most > 1)
            book_check(b, worksheet_set_row(sheet, (lxw_row_t) (header + 1 + k), style_height_of(most), NULL),
                "a row height");
    }
}

void lines_put(book *b, lxw_worksheet *sheet, const lines_shown *shown, const lines_field *fields, size_t n_fields,
    lxw_row_t header, const char *name)
{
    column columns[MOST_COLUMNS];

    for (size_t f = 0; f < n_fields; f++) {
        const size_t at = titian_listing_find(shown->from, fields[f].from);

        columns[f] = (column){fields[f].header, fields[f].width, fields[f].head};
        for (size_t k = 0; at != TITIAN_NONE && k < shown->n && book_good(b); k++) {
            const titian_item item = titian_listing_cell(shown->from, shown->rows != NULL ? shown->rows[k] : k, at);
            const lxw_row_t row = (lxw_row_t) (header + 1 + k);

            if (item.text != NULL)
                put_text(b, sheet, row, (lxw_col_t) f, item.text, fields[f].look);
            else
                put_number(b, sheet, row, (lxw_col_t) f, item.number, fields[f].look);
        }
    }
    fit_rows(b, sheet, shown, fields, n_fields, header);
    book_table(b, sheet, &(table){name, header, (lxw_row_t) (header + shown->n), 0, columns, n_fields});
}

void lines_widths(book *b, lxw_worksheet *sheet, const lines_field *fields, size_t n_fields)
{
    column columns[MOST_COLUMNS];

    for (size_t f = 0; f < n_fields; f++)
        columns[f] = (column){fields[f].header, fields[f].width, fields[f].head};
    book_widths(b, sheet, columns, n_fields);
}

void lines_print(book *b, lxw_worksheet *sheet, lxw_row_t last, size_t n_fields, lxw_row_t break_at)
{
    const style_page page = {.landscape = 1,
        .last_row = last,
        .last_col = (lxw_col_t) (n_fields - 1),
        .repeat_from = LIST_HEADER,
        .repeat_to = LIST_HEADER,
        .repeat_cols = 2,
        .break_at = break_at};

    worksheet_freeze_panes(sheet, LIST_FIRST, 2);
    book_print(b, sheet, &page);
}
