/* Cells: the only way to put something into one. A missing number never becomes a cell value, a text never becomes a
 * formula, and a formula always carries titian's own result.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "workbook/book.h"

#include <ctype.h>
#include <math.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "workbook/words.h"

enum {
    MAX_CELL_TEXT = 32767, /* Excel, UTF-16 units in a cell */
    MAX_FORMULA = 8191,    /* Excel, characters in a formula */
    MAX_FORMULA_TEXT = 255,
    MAX_URL = 2000 /* libxlsxwriter's limit is 2,079 after escaping */
};

/* ---- texts ---- */

/* Length in bytes of the UTF-8 character at `c`; 0 when it is none or one that XML may not hold. */
static size_t character(const unsigned char *c)
{
    uint32_t code = 0;
    size_t n = 0;

    if (c[0] < 0x80)
        return c[0] >= 0x20 || c[0] == '\n' || c[0] == '\t';
    if (c[0] >= 0xC2 && c[0] <= 0xDF)
        n = 2;
    else if (c[0] >= 0xE0 && c[0] <= 0xEF)
        n = 3;
    else if (c[0] >= 0xF0 && c[0] <= 0xF4)
        n = 4;
    else
        return 0;
    code = c[0] & (0xFFu >> (n + 1));
    for (size_t k = 1; k < n; k++) {
        if ((c[k] & 0xC0u) != 0x80u)
            return 0;
        code = code << 6 | (c[k] & 0x3Fu);
    }
    if ((n == 3 && code < 0x800) || (n == 4 && (code < 0x10000 || code > 0x10FFFF)))
        return 0;
    return (code >= 0xD800 && code <= 0xDFFF) || code == 0xFFFE || code == 0xFFFF ? 0 : n;
}

size_t text_clean(char *out, size_t size, const char *text, size_t most)
{
    const unsigned char *c = (const unsigned char *) text;
    size_t length = 0;
    size_t units = 0;

    while (*c != '\0') {
        size_t n = character(c);
        size_t width = n == 4 ? 2 : 1; /* UTF-16 units: what Excel counts */

        if (n == 0) {
            c++;
            continue;
        }
        if (units + width > most || length + n >= size)
            break;
        memcpy(out + length, c, n);
        length += n;
        units += width;
        c += n;
    }
    out[length] = '\0';
    return length;
}

/* A copy that a cell can hold. NULL when there is no memory. */
static char *cell_text(const char *text)
{
    size_t size = strlen(text) + 1;
    char *copy = malloc(size);

    if (copy != NULL)
        text_clean(copy, size, text, MAX_CELL_TEXT);
    return copy;
}

quoted_text quoted(const char *text)
{
    char clean[MAX_FORMULA_TEXT * 4 + 1];
    quoted_text q;
    size_t length = 0;

    text_clean(clean, sizeof clean, text, MAX_FORMULA_TEXT);
    q.text[length++] = '"';
    for (const char *c = clean; *c != '\0'; c++) {
        if (*c == '"')
            q.text[length++] = '"';
        q.text[length++] = *c;
    }
    q.text[length++] = '"';
    q.text[length] = '\0';
    return q;
}

void grow(book *b, grown *g, const char *format, ...)
{
    size_t room = sizeof g->text - g->length;
    va_list args;
    int n = 0;

    va_start(args, format);
    n = vsnprintf(g->text + g->length, room, format, args);
    va_end(args);
    if (n < 0 || (size_t) n >= room) {
        book_fail(b, TITIAN_E_USAGE, "a formula of the workbook is longer than Excel's %d characters", MAX_FORMULA);
        g->text[g->length] = '\0';
        return;
    }
    g->length += (size_t) n;
}

/* ---- values ---- */

static lxw_format *format_of(const book *b, style_kind look)
{
    return b->style.format[look];
}

void book_make_room(book *b, lxw_worksheet *sheet, lxw_col_t col, style_kind look, double number)
{
    const double indent = 1.3; /* of a number, from the next column */
    const int decimals = style_decimals(&b->style, style_for(look, number));
    double width = 0;

    if (!book_good(b) || decimals < 0 || !isfinite(number) || fabs(number) < 1e5) /* that much fits everywhere */
        return;
    width = style_width_of(grouped_number(number, decimals).text, 0, 60) + indent;
    if (width > style_width_now(sheet, col))
        book_check(b, worksheet_set_column(sheet, col, col, width, NULL), "a column width");
}

void put_number(book *b, lxw_worksheet *sheet, lxw_row_t row, lxw_col_t col, double value, style_kind look)
{
    if (!book_good(b))
        return;
    book_make_room(b, sheet, col, look, value);
    if (isfinite(value))
        book_check(
            b, worksheet_write_number(sheet, row, col, value, format_of(b, style_for(look, value))), "a number");
    else
        book_check(b, worksheet_write_blank(sheet, row, col, format_of(b, look)), "a blank cell");
}

void put_text(book *b, lxw_worksheet *sheet, lxw_row_t row, lxw_col_t col, const char *text, style_kind look)
{
    char *clean = NULL;

    if (!book_good(b))
        return;
    if (text == NULL || *text == '\0') {
        book_check(b, worksheet_write_blank(sheet, row, col, format_of(b, look)), "a blank cell");
        return;
    }
    clean = cell_text(text);
    if (clean == NULL) {
        book_fail(b, TITIAN_E_MEMORY, "no memory for a text of the workbook");
        return;
    }
    if (*clean == '\0')
        book_check(b, worksheet_write_blank(sheet, row, col, format_of(b, look)), "a blank cell");
    else
        book_check(b, worksheet_write_string(sheet, row, col, clean, format_of(b, look)), "a text");
    free(clean);
}

void put_textf(book *b, lxw_worksheet *sheet, lxw_row_t row, lxw_col_t col, style_kind look, const char *text, ...)
{
    char *made = NULL;
    va_list args;
    int n = 0;

    va_start(args, text);
    n = vasprintf(&made, text, args);
    va_end(args);
    if (n < 0) {
        book_fail(b, TITIAN_E_MEMORY, "no memory for a text of the workbook");
        return;
    }
    put_text(b, sheet, row, col, made, look);
    free(made);
}

void put_link(book *b, lxw_worksheet *sheet, lxw_row_t row, lxw_col_t col, sheet_id to, const char *text)
{
    char target[64];

    if (!book_good(b))
        return;
    if (!book_has(b, to)) {
        put_text(b, sheet, row, col, text, STYLE_TEXT);
        return;
    }
    snprintf(target, sizeof target, "internal:'%s'!A1", book_sheet_row(to)->name);
    book_check(b, worksheet_write_url_opt(sheet, row, col, target, format_of(b, STYLE_LINK), text, NULL), "a link");
}

/* A web address with nothing in it that could end the attribute it is written into. */
static int url_is_plain(const char *url)
{
    if (strncmp(url, "http://", 7) != 0 && strncmp(url, "https://", 8) != 0)
        return 0;
    if (strlen(url) > MAX_URL)
        return 0;
    for (const char *c = url; *c != '\0'; c++)
        if ((unsigned char) *c <= ' ' || (unsigned char) *c >= 0x7F || strchr("\"<>\\^`{|}", *c) != NULL)
            return 0;
    return 1;
}

void put_url(book *b, lxw_worksheet *sheet, lxw_row_t row, lxw_col_t col, const char *url, style_kind look)
{
    if (!book_good(b))
        return;
    if (url == NULL || !url_is_plain(url)) {
        put_text(b, sheet, row, col, url, look);
        return;
    }
    book_check(
        b, worksheet_write_url_opt(sheet, row, col, url, format_of(b, STYLE_LINK), url, NULL), "a web address");
}

/* ---- formulas ---- */

/* Make the text of a formula; 0 when the book has failed or now fails. */
static int make_formula(book *b, char out[MAX_FORMULA + 1], const char *formula, va_list args)
{
    int n = 0;

    if (!book_good(b))
        return 0;
    n = vsnprintf(out, MAX_FORMULA + 1, formula, args);
    if (n >= 0 && n <= MAX_FORMULA)
        return 1;
    book_fail(b, TITIAN_E_USAGE, "a formula of the workbook is longer than Excel's %d characters", MAX_FORMULA);
    return 0;
}

int text_is_escape(const char *c)
{
    if (c[0] != '_' || c[1] != 'x')
        return 0;
    for (int k = 2; k < 6; k++)
        if (!isxdigit((unsigned char) c[k]))
            return 0;
    return c[6] == '_';
}

/* What looks like an escape in a stored result is made a text by escaping its first character. libxlsxwriter does so
 * in cells that hold a text, but not here. */
static char *result_text(const char *text)
{
    char *clean = cell_text(text);
    char *escaped = NULL;
    size_t n = 0;

    if (clean == NULL || strstr(clean, "_x") == NULL)
        return clean;
    escaped = malloc(strlen(clean) * 2 + 1); /* 7 characters become 13 */
    for (const char *c = clean; escaped != NULL && *c != '\0'; c++) {
        if (text_is_escape(c)) {
            memcpy(escaped + n, "_x005F", 6);
            n += 6;
        }
        escaped[n++] = *c;
    }
    if (escaped != NULL)
        escaped[n] = '\0';
    free(clean);
    return escaped;
}

static void write_text_formula(book *b, spot at, const char *result, const char *text)
{
    char *clean = result_text(result);

    if (clean == NULL) {
        book_fail(b, TITIAN_E_MEMORY, "no memory for a text of the workbook");
        return;
    }
    book_check(
        b, worksheet_write_formula_str(at.sheet, at.row, at.col, text, format_of(b, at.look), clean), "a formula");
    free(clean);
}

void put_formula(book *b, spot at, double result, const char *formula, ...)
{
    char text[MAX_FORMULA + 1];
    va_list args;
    int made = 0;

    va_start(args, formula);
    made = make_formula(b, text, formula, args);
    va_end(args);
    if (!made)
        return;
    book_make_room(b, at.sheet, at.col, at.look, result);
    if (isfinite(result))
        book_check(b,
            worksheet_write_formula_num(
                at.sheet, at.row, at.col, text, format_of(b, style_for(at.look, result)), result),
            "a formula");
    else
        write_text_formula(b, at, "", text);
}

void put_formula_text(book *b, spot at, const char *result, const char *formula, ...)
{
    char text[MAX_FORMULA + 1];
    va_list args;
    int made = 0;

    va_start(args, formula);
    made = make_formula(b, text, formula, args);
    va_end(args);
    if (made)
        write_text_formula(b, at, result, text);
}

void put_formula_array(book *b, spot at, double result, const char *formula, ...)
{
    char text[MAX_FORMULA + 1];
    va_list args;
    int made = 0;

    va_start(args, formula);
    made = make_formula(b, text, formula, args);
    va_end(args);
    if (!made)
        return;
    if (!isfinite(result)) {
        book_fail(b, TITIAN_E_INTERNAL, "an array formula of the workbook has no result");
        return;
    }
    book_check(b,
        worksheet_write_array_formula_num(
            at.sheet, at.row, at.col, at.row, at.col, text, format_of(b, style_for(at.look, result)), result),
        "an array formula");
}

/* ---- references ---- */

/* "Scores!" or "" before a reference; gives the length. */
static size_t put_sheet(ref *r, sheet_id sheet)
{
    if (sheet == SHEET_HERE) {
        r->text[0] = '\0';
        return 0;
    }
    return (size_t) snprintf(r->text, sizeof r->text, "%s!", book_sheet_row(sheet)->name);
}

/* One corner written at `at`; gives its length. */
static size_t put_corner(char *at, lxw_row_t row, lxw_col_t col, int absolute)
{
    if (absolute)
        lxw_rowcol_to_cell_abs(at, row, col, 1, 1);
    else
        lxw_rowcol_to_cell(at, row, col);
    return strlen(at);
}

ref cell(sheet_id sheet, lxw_row_t row, lxw_col_t col)
{
    ref r;

    put_corner(r.text + put_sheet(&r, sheet), row, col, 0);
    return r;
}

ref fixed(sheet_id sheet, lxw_row_t row, lxw_col_t col)
{
    ref r;

    put_corner(r.text + put_sheet(&r, sheet), row, col, 1);
    return r;
}

ref row_fixed(sheet_id sheet, lxw_row_t row, lxw_col_t col)
{
    ref r;

    lxw_rowcol_to_cell_abs(r.text + put_sheet(&r, sheet), row, col, 1, 0);
    return r;
}

ref range(sheet_id sheet, lxw_row_t row, lxw_col_t col, lxw_row_t row_2, lxw_col_t col_2)
{
    ref r;
    size_t n = put_sheet(&r, sheet);

    n += put_corner(r.text + n, row, col, 0);
    r.text[n++] = ':';
    put_corner(r.text + n, row_2, col_2, 0);
    return r;
}

ref fixed_range(sheet_id sheet, lxw_row_t row, lxw_col_t col, lxw_row_t row_2, lxw_col_t col_2)
{
    ref r;
    size_t n = put_sheet(&r, sheet);

    n += put_corner(r.text + n, row, col, 1);
    r.text[n++] = ':';
    put_corner(r.text + n, row_2, col_2, 1);
    return r;
}

ref unit_range(const book *b, sheet_id sheet, lxw_col_t col)
{
    return fixed_range(sheet, UNIT_FIRST, col, last_unit_row(b), col);
}
