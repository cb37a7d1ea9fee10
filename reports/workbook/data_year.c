/* Data_Year: for each value of Data_Used the year it was observed in, or in words where it comes from. A number here
 * means "read from a file": coverage and age count these numbers.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "workbook/data_year.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "workbook/matrix.h"

/* Formats of years that carry a mark; the cell stays a number. */
typedef struct {
    lxw_format *treated, *estimated;
} marks;

static lxw_format *marked(book *b, const char *number)
{
    lxw_format *format = workbook_add_format(b->file);

    if (format == NULL) {
        book_fail(b, TITIAN_E_MEMORY, "no memory for the formats of the workbook");
        return NULL;
    }
    format_set_font_name(format, "Arial");
    format_set_font_size(format, 10);
    format_set_align(format, LXW_ALIGN_CENTER);
    format_set_align(format, LXW_ALIGN_VERTICAL_TOP);
    format_set_num_format(format, number);
    return format;
}

static void put_year(book *b, const marks *m, lxw_row_t row, lxw_col_t col, double year, titian_mark mark)
{
    lxw_worksheet *sheet = b->sheets[SHEET_DATA_YEAR];
    lxw_format *format = NULL;

    if (mark & TITIAN_MARK_TREATED)
        format = m->treated;
    else if (mark == TITIAN_MARK_ESTIMATED)
        format = m->estimated;
    if (format == NULL)
        put_number(b, sheet, row, col, year, STYLE_YEAR);
    else if (book_good(b))
        book_check(b, worksheet_write_number(sheet, row, col, year, format), "a year");
}

data_origin origin_of(const book *b, size_t j, size_t i)
{
    const titian_mark mark = titian_panel_marks(b->used, j, b->year)[i];
    const titian_mark kind = (titian_mark) (mark & ~TITIAN_MARK_TREATED);
    const titian_method *method = NULL;
    data_origin origin = {TITIAN_MISSING, ""};

    if (b->observed[j * b->n_units + i]) {
        origin.year = b->index_year - titian_panel_ages(b->raw, j, b->year)[i];
        return origin;
    }
    if (kind >= TITIAN_MARK_IMPUTED)
        method = titian_method_at(TITIAN_STAGE_IMPUTE, (size_t) (kind - TITIAN_MARK_IMPUTED));
    if (method != NULL)
        snprintf(origin.words, sizeof origin.words, "%s%s", method->name, mark & TITIAN_MARK_TREATED ? " [t]" : "");
    else if (!isnan(titian_panel_column(b->raw, j, b->year)[i]))
        snprintf(origin.words, sizeof origin.words, "no denominator");
    return origin;
}

static void put_indicator(book *b, const marks *m, size_t j)
{
    const titian_mark *used = titian_panel_marks(b->used, j, b->year);

    for (size_t i = 0; i < b->n_units; i++) {
        const data_origin origin = origin_of(b, j, i);

        if (!isnan(origin.year))
            put_year(b, m, row_of_unit(i), node_col(j), origin.year, used[i]);
        else if (origin.words[0] != '\0')
            put_text(b, b->sheets[SHEET_DATA_YEAR], row_of_unit(i), node_col(j), origin.words, STYLE_CENTRE);
    }
}

static int max_age_of(const book *b, size_t j)
{
    const int own = book_node(b, j)->max_age;

    return own >= 0 ? own : b->recipe->carry.max_age;
}

/* The share of the index, and the share lost per year of age when the oldest value allowed counts as 1. */
static void put_shares(book *b, size_t j)
{
    lxw_worksheet *sheet = b->sheets[SHEET_DATA_YEAR];
    const lxw_col_t col = node_col(j);
    const int max_age = max_age_of(b, j) > 0 ? max_age_of(b, j) : 1;

    put_column_name(b, sheet, col, book_node(b, j)->name);
    put_formula(b, AT(sheet, UNIT_SHARE, col, STYLE_SHARE_FINE), b->effective[j], "=%s",
        cell(SHEET_PARAMETERS, node_row(b, j), NODE_EFFECTIVE).text);
    put_formula(b, AT(sheet, UNIT_LIVE, col, STYLE_SHARE_FINE), b->effective[j] / max_age, "=%s/%d",
        cell(SHEET_HERE, UNIT_SHARE, col).text, max_age);
}

static void put_extra(book *b, const marks *m, size_t k)
{
    const titian_extra *extra = titian_framework_extra(b->framework, k);
    const size_t at = titian_panel_find_variable(b->raw, extra->code);

    put_column_name(b, b->sheets[SHEET_DATA_YEAR], extra_col(b, k), extra->name);
    for (size_t i = 0; i < b->n_units && extra->kind != TITIAN_EXTRA_GROUP && at != TITIAN_NONE; i++)
        if (!isnan(extra_value(b, k, i)))
            put_year(b, m, row_of_unit(i), extra_col(b, k), b->index_year - titian_panel_ages(b->raw, at, b->year)[i],
                titian_panel_marks(b->raw, at, b->year)[i]);
}

void write_data_year(book *b)
{
    lxw_worksheet *sheet = book_open(b, SHEET_DATA_YEAR,
        "A number is the year of an observed value; words name the rule that made the value. [t] = moved by outlier "
        "treatment, [e] = an estimate by its publisher. The buttons in the header filter.");
    const marks m = {marked(b, "0\" [t]\""), marked(b, "0\" [e]\"")};
    const size_t n_extras = titian_framework_n_extras(b->framework);
    const size_t n = b->n_indicators + n_extras;
    column *columns = calloc(n + 1, sizeof *columns);

    if (columns == NULL) {
        book_fail(b, TITIAN_E_MEMORY, "no memory for the sheet Data_Year");
        return;
    }
    put_line_names(b, sheet, "Share per year of age", "Share of the index");
    put_units(b, sheet);
    for (size_t j = 0; j < b->n_indicators; j++) {
        columns[j] = (column){book_node(b, j)->code, 11, STYLE_HEADER_MID};
        put_shares(b, j);
        put_indicator(b, &m, j);
    }
    for (size_t k = 0; k < n_extras; k++) {
        columns[b->n_indicators + k] = (column){titian_framework_extra(b->framework, k)->code, 12, STYLE_HEADER};
        put_extra(b, &m, k);
    }
    finish_matrix(b, SHEET_DATA_YEAR, "tblDataYear", columns, n);
    free(columns);
}
