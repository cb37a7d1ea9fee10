/* Data_Used: the values that the scores rest on, after every step before normalisation, and the labels and figures of
 * units beside them.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>

#include "workbook/book.h"
#include "workbook/matrix.h"

static void put_indicator(book *b, lxw_worksheet *sheet, size_t j)
{
    const lxw_col_t col = node_col(j);
    const titian_node *node = book_node(b, j);
    const style_kind look = look_of_column(b->shown + j * b->n_units, b->n_units);

    put_column_name(b, sheet, col, node->name);
    put_formula(b, AT(sheet, UNIT_LIVE, col, STYLE_RANK), indicator_state(b, j)->included ? 1.0 : 0.0, "=%s",
        cell(SHEET_PARAMETERS, node_row(b, j), NODE_IN_USE).text);
    put_text(b, sheet, UNIT_SHARE, col, node->unit, STYLE_WRAP);
    for (size_t i = 0; i < b->n_units; i++)
        put_number(b, sheet, row_of_unit(i), col, used_value(b, j, i), look);
}

static style_kind look_of_extra(const book *b, size_t k)
{
    const size_t at = titian_panel_find_variable(b->raw, titian_framework_extra(b->framework, k)->code);

    return at == TITIAN_NONE ? STYLE_VALUE : look_of_column(titian_panel_column(b->raw, at, b->year), b->n_units);
}

static void put_extra(book *b, lxw_worksheet *sheet, size_t k)
{
    const lxw_col_t col = extra_col(b, k);
    const titian_extra *extra = titian_framework_extra(b->framework, k);
    const style_kind look = look_of_extra(b, k);

    put_column_name(b, sheet, col, extra->name);
    put_text(b, sheet, UNIT_SHARE, col, extra->unit, STYLE_WRAP);
    for (size_t i = 0; i < b->n_units; i++) {
        if (extra->kind == TITIAN_EXTRA_GROUP)
            put_text(b, sheet, row_of_unit(i), col, book_label(b, extra->code, i), STYLE_TEXT);
        else
            put_number(b, sheet, row_of_unit(i), col, extra_value(b, k, i), look);
    }
}

void write_data_used(book *b)
{
    lxw_worksheet *sheet = book_open(b, SHEET_DATA_USED,
        "Values, not formulas; Data_Year says where each comes from. The buttons in the header filter.");
    const size_t n_extras = titian_framework_n_extras(b->framework);
    const size_t n = b->n_indicators + n_extras;
    column *columns = calloc(n + 1, sizeof *columns);

    if (columns == NULL) {
        book_fail(b, TITIAN_E_MEMORY, "no memory for the sheet Data_Used");
        return;
    }
    put_line_names(b, sheet, "In use (1 = yes)", "Unit");
    put_units(b, sheet);
    if (book_good(b))
        book_check(b, worksheet_set_row(sheet, UNIT_SHARE, 40, NULL), "a row height");
    for (size_t j = 0; j < b->n_indicators; j++) {
        columns[j] = (column){book_node(b, j)->code, 11, STYLE_HEADER_MID};
        put_indicator(b, sheet, j);
    }
    for (size_t k = 0; k < n_extras; k++) {
        columns[b->n_indicators + k] = (column){titian_framework_extra(b->framework, k)->code, 14, STYLE_HEADER};
        put_extra(b, sheet, k);
    }
    finish_matrix(b, SHEET_DATA_USED, "tblDataUsed", columns, n);
    free(columns);
}
