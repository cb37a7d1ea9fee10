/* The book: made from an assessment, its sheets opened, its tables and print set-up made, its first failure kept.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "workbook/allocation.h"
#include "workbook/benchmarks.h"
#include "workbook/book.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* ---- failures ---- */

int book_good(const book *b)
{
    return b->status == TITIAN_OK;
}

void book_fail(book *b, titian_status status, const char *format, ...)
{
    char text[TITIAN_ERROR_TEXT];
    va_list args;

    if (!book_good(b))
        return;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    b->status = titian_fail(&b->error, status, "%s", text);
}

void book_check(book *b, lxw_error error, const char *doing)
{
    if (error == LXW_NO_ERROR)
        return;
    if (error == LXW_ERROR_MEMORY_MALLOC_FAILED)
        book_fail(b, TITIAN_E_MEMORY, "no memory for the workbook (%s)", doing);
    else
        book_fail(b, TITIAN_E_INTERNAL, "the workbook cannot take %s: %s", doing, lxw_strerror(error));
}

/* ---- sheets ---- */

int book_meets(const book *b, unsigned needs)
{
    const titian_workbook_analyses *has = &b->analyses;
    const unsigned met =
        (b->rules->on ? NEEDS_PRIORITY : 0u) | (has->uncertainty != NULL ? NEEDS_UNCERTAINTY : 0u) |
        (has->sensitivity != NULL ? NEEDS_SENSITIVITY : 0u) |
        (has->uncertainty != NULL && has->limits != NULL ? NEEDS_LIMITS : 0u) | (b->n_calc > 0 ? NEEDS_STEPS : 0u) |
        (has->allocation != NULL ? NEEDS_ALLOCATION : 0u) |
        (has->allocation != NULL && allocation_is_live(b) ? NEEDS_LEVEL : 0u) |
        (b->changes != NULL ? NEEDS_CHANGES | NEEDS_SPLIT : 0u) |
        (b->editions != NULL ? NEEDS_EDITIONS | NEEDS_SPLIT : 0u) |
        (b->changes == NULL && b->editions == NULL && !b->divide_alone ? NEEDS_INDEX : 0u) |
        (b->changes != NULL && b->changes->movers != NULL ? NEEDS_MOVERS : 0u) |
        (has->communities != NULL && has->divide != NULL ? NEEDS_DIVIDE : 0u) |
        (has->advice != NULL ? NEEDS_ADVICE : 0u) | (has->own != NULL ? NEEDS_OWN : 0u) |
        (has->own != NULL && titian_listing_n_rows(has->own->elements) > 0 ? NEEDS_OWN_WEIGHTS : 0u) |
        (has->allocation != NULL && has->allocation->orphans != NULL ? NEEDS_AID_PEERS : 0u) |
        (titian_assessment_overrides(b->a) != NULL ? NEEDS_OVERRIDES : 0u) |
        ((needs & NEEDS_BENCHMARKS) != 0 && benchmarks_any(b) ? NEEDS_BENCHMARKS : 0u);

    return (needs & ~met) == 0;
}

int book_has(const book *b, sheet_id id)
{
    return id < N_SHEETS && book_meets(b, book_sheet_row(id)->needs);
}

lxw_worksheet *book_open(book *b, sheet_id id, const char *note)
{
    const sheet_row *row = book_sheet_row(id);
    lxw_worksheet *sheet = b->sheets[id];
    char back[1280];

    if (book_good(b))
        book_check(b, style_protect(sheet), "protection");
    worksheet_gridlines(sheet, LXW_HIDE_ALL_GRIDLINES);
    if (book_good(b))
        book_check(b, worksheet_set_row(sheet, ROW_TITLE, 24, NULL), "a row height");
    put_text(b, sheet, ROW_TITLE, 0, row->title, STYLE_TITLE);
    put_text(b, sheet, ROW_PURPOSE, 0, row->purpose, STYLE_SUBTITLE);
    if (id == SHEET_CONTENTS) {
        put_text(b, sheet, ROW_NOTE, 0, note, STYLE_NOTE);
        return sheet;
    }
    snprintf(back, sizeof back, "Back to Contents.%s%s", note[0] == '\0' ? "" : " ", note);
    put_link(b, sheet, ROW_NOTE, 0, SHEET_CONTENTS, back);
    return sheet;
}

void put_banner(book *b, lxw_worksheet *sheet, lxw_row_t row, lxw_col_t col)
{
    put_formula_text(b, AT(sheet, row, col, STYLE_BANNER), BOOK_STATE_CURRENT, "=P_state");
    if (book_good(b))
        book_check(b, style_banner(sheet, &b->style, row, col), "the banner");
}

void put_currency(book *b, lxw_worksheet *sheet, lxw_row_t row, lxw_col_t col)
{
    if (!book_meets(b, NEEDS_UNCERTAINTY) && !book_meets(b, NEEDS_SENSITIVITY))
        return;
    put_formula_text(b, AT(sheet, row, col, STYLE_BANNER), BOOK_VALUES_CURRENT,
        "=IF(LEFT(P_state,5)=\"STALE\",\"" BOOK_VALUES_STALE "\",\"" BOOK_VALUES_CURRENT "\")");
    if (book_good(b))
        book_check(b, style_banner(sheet, &b->style, row, col), "the banner");
}

void put_stale(book *b, lxw_worksheet *sheet, lxw_row_t row, lxw_col_t col)
{
    static const char current[] = "Current: computed for the model's own inputs, which Parameters holds.";

    if (!book_meets(b, NEEDS_INDEX))
        return;
    put_formula_text(b, AT(sheet, row, col, STYLE_BANNER), current,
        "=IF(LEFT(P_state,5)=\"STALE\",\"STALE: computed for the model's own inputs; Parameters differs.\",\"%s\")",
        current);
    if (book_good(b))
        book_check(b, style_banner(sheet, &b->style, row, col), "the banner");
}

void book_print(book *b, lxw_worksheet *sheet, const style_page *page)
{
    int id = 0;

    while (id < N_SHEETS - 1 && b->sheets[id] != sheet)
        id++;
    if (book_good(b))
        book_check(b, style_print(sheet, page, book_sheet_row((sheet_id) id)->title), "print set-up");
}

void book_widths(book *b, lxw_worksheet *sheet, const column *columns, size_t n_columns)
{
    for (size_t k = 0; k < n_columns && book_good(b); k++)
        if (columns[k].width > style_width_now(sheet, (lxw_col_t) k))
            book_check(b, worksheet_set_column(sheet, (lxw_col_t) k, (lxw_col_t) k, columns[k].width, NULL),
                "a column width");
}

/* libxlsxwriter 1.1.4 copies the source of a list twice and frees it once. So the rule is made as one of another
 * kind, which it copies once, and then called a list. */
void book_offer_list(book *b, lxw_worksheet *sheet, lxw_row_t row, lxw_col_t col, const char *source)
{
    char formula[256], hint[] = "Choose from the list.";
    lxw_data_validation rule = {
        .validate = LXW_VALIDATION_TYPE_CUSTOM_FORMULA, .value_formula = formula, .error_message = hint};
    lxw_data_val_obj *made = NULL;

    if (!book_good(b))
        return;
    snprintf(formula, sizeof formula, "=%s", source);
    book_check(b, worksheet_data_validation_cell(sheet, row, col, &rule), "a drop-down list");
    for (made = STAILQ_FIRST(sheet->data_validations); made != NULL && STAILQ_NEXT(made, list_pointers) != NULL;)
        made = STAILQ_NEXT(made, list_pointers); /* the one made last */
    if (made != NULL)
        made->validate = LXW_VALIDATION_TYPE_LIST_FORMULA;
}

/* ---- tables ---- */

/* Excel ignores case and wants each header once; a header holds no line break. */
typedef struct {
    char text[128];
} header;

static int is_used(const header *headers, size_t n, const char *text)
{
    for (size_t k = 0; k < n; k++)
        if (strcasecmp(headers[k].text, text) == 0)
            return 1;
    return 0;
}

static void make_header(header *headers, size_t at, const char *wanted)
{
    char clean[100];
    char *out = headers[at].text;

    text_clean(clean, sizeof clean, wanted, 80);
    for (char *c = clean; *c != '\0'; c++)
        if ((unsigned char) *c < ' ' || text_is_escape(c))
            *c = ' ';
    snprintf(out, sizeof headers->text, "%s", clean[0] == '\0' ? "-" : clean);
    for (unsigned k = 2; is_used(headers, at, out); k++)
        snprintf(out, sizeof headers->text, "%s (%u)", clean, k);
}

/* What libxlsxwriter wants to know: a list of pointers, ended by NULL. */
typedef struct {
    header *headers;
    lxw_table_column *columns;
    lxw_table_column **list;
} table_parts;

static void free_parts(table_parts *p)
{
    free(p->headers);
    free(p->columns);
    free(p->list);
}

static int make_parts(book *b, table_parts *p, const table *t)
{
    p->headers = calloc(t->n_columns, sizeof *p->headers);
    p->columns = calloc(t->n_columns, sizeof *p->columns);
    p->list = calloc(t->n_columns + 1, sizeof(void *));
    if (p->headers == NULL || p->columns == NULL || p->list == NULL) {
        book_fail(b, TITIAN_E_MEMORY, "no memory for the table %s", t->name);
        return 0;
    }
    for (size_t k = 0; k < t->n_columns; k++) {
        make_header(p->headers, k, t->columns[k].header);
        p->columns[k].header = p->headers[k].text;
        p->columns[k].header_format = b->style.format[t->columns[k].look];
        p->list[k] = &p->columns[k];
    }
    return 1;
}

/* Room for the header with the most lines, beside its filter button. */
static void set_header_height(book *b, lxw_worksheet *sheet, const table *t)
{
    unsigned most = 1;

    for (size_t k = 0; k < t->n_columns; k++) {
        const column *c = &t->columns[k];
        const unsigned lines = c->width > 0 ? style_lines_of(c->header, c->width - 2) : 1;

        most = lines > most ? lines : most;
    }
    if (book_good(b))
        book_check(b, worksheet_set_row(sheet, t->header, style_height_of(most) + 3, NULL), "a row height");
}

void book_table(book *b, lxw_worksheet *sheet, const table *t)
{
    table_parts parts = {NULL, NULL, NULL};
    char name[64];

    if (!book_good(b) || !make_parts(b, &parts, t))
        goto out;
    set_header_height(b, sheet, t);
    if (t->last <= t->header) {
        for (size_t k = 0; k < t->n_columns; k++)
            put_text(b, sheet, t->header, (lxw_col_t) (t->first + k), parts.headers[k].text, t->columns[k].look);
        goto out;
    }
    snprintf(name, sizeof name, "%s", t->name);
    lxw_table_options options = {
        .name = name,
        .style_type = LXW_TABLE_STYLE_TYPE_LIGHT,
        .style_type_number = 0, /* none: the cells have their own formats */
        .no_banded_rows = LXW_TRUE,
        .columns = parts.list,
    };
    book_check(b,
        worksheet_add_table(sheet, t->header, t->first, t->last, (lxw_col_t) (t->first + t->n_columns - 1), &options),
        "a table");
out:
    free_parts(&parts);
}
