/* Files: what was read from each data file, what became of its rows, and its fingerprint.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <string.h>

#include "workbook/book.h"

/* Columns before and behind those of the kinds of rows. */
enum { FILE_NAME, FILE_FORM, FILE_ROWS, FILE_KIND };
enum {
    TAIL_VALUES,
    TAIL_REVISED,
    TAIL_REVISIONS,
    TAIL_ASIDE,
    TAIL_MANNER,
    TAIL_MISSING,
    TAIL_LINES,
    TAIL_BYTES,
    TAIL_SHA256,
    N_TAIL
};

static const column head[FILE_KIND] = {
    {"File", 36, STYLE_HEADER}, {"Form", 20, STYLE_HEADER}, {"Rows", 10, STYLE_HEADER_MID}};
static const column tail[N_TAIL] = {
    [TAIL_VALUES] = {"Values used", 11, STYLE_HEADER_MID},
    [TAIL_REVISED] = {"Revised by newer files", 12, STYLE_HEADER_MID},
    [TAIL_REVISIONS] = {"In place of older values", 12, STYLE_HEADER_MID},
    [TAIL_ASIDE] = {"Codes or columns set aside", 12, STYLE_HEADER_MID},
    [TAIL_MANNER] = {"Read as", 28, STYLE_HEADER},
    [TAIL_MISSING] = {"Fields without a value", 28, STYLE_HEADER},
    [TAIL_LINES] = {"Lines of rows not used", 60, STYLE_HEADER},
    [TAIL_BYTES] = {"Bytes", 13, STYLE_HEADER_MID},
    [TAIL_SHA256] = {"SHA-256", 68, STYLE_HEADER},
};

typedef struct {
    book *b;
    lxw_worksheet *sheet;
    const titian_ledger *ledgers[2]; /* one for each edition, where there are two with files of their own */
    size_t n_ledgers;
    int kinds[TITIAN_N_ROW_KINDS]; /* those with a column */
    int n_kinds;
    char headings[TITIAN_N_ROW_KINDS][16];
} list;

/* Rows used and rows refused always have a column, the other kinds where some file has them. */
static void find_kinds(list *l)
{
    for (int kind = 0; kind < TITIAN_N_ROW_KINDS; kind++) {
        int shown = kind == TITIAN_ROWS_USED || kind == TITIAN_ROWS_REFUSED;

        for (size_t which = 0; which < l->n_ledgers; which++)
            for (size_t k = 0; k < titian_ledger_n_files(l->ledgers[which]); k++)
                shown |= titian_ledger_at(l->ledgers[which], k)->rows[kind].n > 0;
        if (!shown)
            continue;
        (void) snprintf(
            l->headings[l->n_kinds], sizeof l->headings[0], "%s", titian_row_kind_name((titian_row_kind) kind));
        l->headings[l->n_kinds][0] += 'A' - 'a'; /* whatever the locale */
        l->kinds[l->n_kinds++] = kind;
    }
}

/* "12 empty; 3 a dash": fields of codes that the model names */
static grown missing_of(book *b, const titian_ledger_file *f)
{
    grown g = {0};

    for (int kind = 0; kind < TITIAN_N_MISSING; kind++)
        if (f->n_missing[kind] > 0)
            grow(b, &g, "%s%zu %s", g.length > 0 ? "; " : "", f->n_missing[kind],
                titian_missing_about((titian_missing) kind));
    return g;
}

/* "empty 4, 7-8; blank 12". @return how many lines that takes */
static unsigned put_lines(const list *l, lxw_row_t row, int col, const titian_ledger_file *f)
{
    char lines[512];
    grown g = {0};

    for (int kind = 0; kind < TITIAN_N_ROW_KINDS; kind++)
        if (kind != TITIAN_ROWS_USED && f->rows[kind].n > 0)
            grow(l->b, &g, "%s%s %s", g.length > 0 ? "; " : "", titian_row_kind_name((titian_row_kind) kind),
                titian_lines_text(&f->rows[kind], lines, sizeof lines));
    put_text(l->b, l->sheet, row, (lxw_col_t) col, g.text, STYLE_WRAP);
    return style_lines_of(g.text, tail[TAIL_LINES].width);
}

/* How the text was read and what is missing in it. @return how many lines that takes */
static unsigned put_manner(const list *l, lxw_row_t row, int end, const titian_ledger_file *f)
{
    const grown missing = missing_of(l->b, f);
    char manner[128];
    unsigned lines, other;

    put_text(l->b, l->sheet, row, (lxw_col_t) (end + TAIL_MANNER), titian_manner_text(f, manner, sizeof manner),
        STYLE_WRAP);
    put_text(l->b, l->sheet, row, (lxw_col_t) (end + TAIL_MISSING), missing.text, STYLE_WRAP);
    lines = style_lines_of(manner, tail[TAIL_MANNER].width);
    other = style_lines_of(missing.text, tail[TAIL_MISSING].width);
    return lines > other ? lines : other;
}

static void put_file(const list *l, lxw_row_t row, size_t which, const titian_ledger_file *f)
{
    const int end = FILE_KIND + l->n_kinds;
    const char *name = strrchr(f->path, '/'); /* where it lay is no part of what was read */
    book *b = l->b;
    unsigned lines, other;

    name = name != NULL ? name + 1 : f->path;
    if (l->n_ledgers > 1)
        put_textf(b, l->sheet, row, FILE_NAME, STYLE_TEXT, "%s edition: %s", which == 0 ? "first" : "second", name);
    else
        put_text(b, l->sheet, row, FILE_NAME, name, STYLE_TEXT);
    put_text(b, l->sheet, row, FILE_FORM, f->form, STYLE_CENTRE);
    put_formula(b, AT(l->sheet, row, FILE_ROWS, STYLE_COUNT), (double) f->n_rows, "=SUM(%s)",
        range(SHEET_HERE, row, FILE_KIND, row, (lxw_col_t) (end - 1)).text);
    for (int k = 0; k < l->n_kinds; k++)
        put_number(b, l->sheet, row, (lxw_col_t) (FILE_KIND + k), (double) f->rows[l->kinds[k]].n, STYLE_COUNT);
    put_number(b, l->sheet, row, (lxw_col_t) (end + TAIL_VALUES), (double) f->n_values, STYLE_COUNT);
    put_number(b, l->sheet, row, (lxw_col_t) (end + TAIL_REVISED), (double) f->n_revised, STYLE_COUNT);
    put_number(b, l->sheet, row, (lxw_col_t) (end + TAIL_REVISIONS), (double) f->n_revisions, STYLE_COUNT);
    put_number(b, l->sheet, row, (lxw_col_t) (end + TAIL_ASIDE), (double) f->n_columns_aside, STYLE_COUNT);
    lines = put_lines(l, row, end + TAIL_LINES, f);
    other = put_manner(l, row, end, f);
    if (book_good(b))
        book_check(b, worksheet_set_row(l->sheet, row, style_height_of(lines > other ? lines : other), NULL),
            "a row height");
    put_number(b, l->sheet, row, (lxw_col_t) (end + TAIL_BYTES), (double) f->n_bytes, STYLE_COUNT);
    put_text(b, l->sheet, row, (lxw_col_t) (end + TAIL_SHA256), f->sha256, STYLE_TEXT);
}

void write_files(book *b)
{
    list l = {.b = b,
        .sheet = book_open(b, SHEET_FILES, "Rows of all kinds add up to the rows read."),
        .ledgers = {b->ledger, b->editions != NULL ? b->editions->ledger : NULL},
        .n_ledgers = b->editions != NULL && !b->editions->same_data ? 2 : 1};
    lxw_row_t row = LIST_FIRST;
    column columns[FILE_KIND + TITIAN_N_ROW_KINDS + N_TAIL];
    size_t n_columns = FILE_KIND;

    find_kinds(&l);
    memcpy(columns, head, sizeof head);
    for (int k = 0; k < l.n_kinds; k++)
        columns[n_columns++] = (column){l.headings[k], 10, STYLE_HEADER_MID};
    memcpy(columns + n_columns, tail, sizeof tail);
    n_columns += N_TAIL;
    for (size_t which = 0; which < l.n_ledgers; which++)
        for (size_t k = 0; k < titian_ledger_n_files(l.ledgers[which]) && book_good(b); k++)
            put_file(&l, row++, which, titian_ledger_at(l.ledgers[which], k));
    const table t = {"tblFiles", LIST_HEADER, row - 1, 0, columns, n_columns};
    const style_page page = {.landscape = 1,
        .last_row = t.last,
        .last_col = (lxw_col_t) (n_columns - 1),
        .repeat_from = LIST_HEADER,
        .repeat_to = LIST_HEADER,
        .repeat_cols = 1};

    book_widths(b, l.sheet, columns, n_columns);
    book_table(b, l.sheet, &t);
    worksheet_freeze_panes(l.sheet, LIST_FIRST, FILE_NAME + 1);
    book_print(b, l.sheet, &page);
}
