/* The rows of a sheet, cell by cell.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <titian/number.h>
#include <titian/panel.h>

#include "input/book.h"
#include "input/growing.h"
#include "input/number.h"
#include "input/text.h"
#include "input/xml.h"

enum { CELLS = 1 << 26, FIELDS = 1 << 28, CELL_BYTES = 1 << 20, MERGES = 1 << 16, TYPE_BYTES = 16 };

/* The cell in work. */
typedef struct {
    size_t column;
    char type[TYPE_BYTES];
    size_t style;
    int has_value, has_formula;
    titian_growing text;
} cell;

/* Where in the document the reader is: text counts inside of <v>, and of <t> of an <is>. */
typedef enum { IN_NOTHING, IN_ROW, IN_CELL, IN_VALUE, IN_INLINE, IN_INLINE_TEXT, IN_PHONETIC } place;

typedef struct {
    titian_sheet found; /* the sheet, and what is found in it; handed over at the end */
    const size_t *width;
    const titian_csv_listener *listener;
    place in;
    size_t row, column; /* of the last row and cell begun */
    cell cell;
    titian_arena arena; /* texts of the row in work */
    titian_field *fields;
    size_t n_fields, fields_room;
    titian_flaw *flaws;
    size_t n_flaws, flaws_room;
    size_t n_cells, n_handed; /* of the whole sheet */
    int in_data;
    titian_status status; /* of the listener, when it wants no more */
} reading;

static titian_status no_memory(const reading *r, titian_error *err)
{
    return titian_fail_at(err, TITIAN_E_MEMORY, r->found.name, r->row, 0, "no memory for this row");
}

static titian_status fail(const reading *r, size_t column, const char *text, titian_error *err)
{
    titian_status status = titian_fail_at(err, TITIAN_E_DATA, r->found.name, r->row, column, "%s", text);

    if (err != NULL)
        err->in_sheet = 1;
    return status;
}

int titian_cell_parse(const char *text, size_t n, size_t *row, size_t *column)
{
    size_t i = 0;

    *row = 0;
    *column = 0;
    i += i < n && text[i] == '$';
    for (; i < n && text[i] >= 'A' && text[i] <= 'Z' && *column <= TITIAN_BOOK_COLUMNS; i++)
        *column = 26 * *column + (size_t) (text[i] - 'A') + 1;
    i += i < n && text[i] == '$';
    for (; i < n && text[i] >= '0' && text[i] <= '9' && *row <= TITIAN_BOOK_ROWS; i++)
        *row = 10 * *row + (size_t) (text[i] - '0');
    return i == n && *row > 0 && *row <= TITIAN_BOOK_ROWS && *column > 0 && *column <= TITIAN_BOOK_COLUMNS ? 0 : -1;
}

/* A count in an attribute; `none` where there is none. */
static size_t number_of(const titian_xml_element *element, const char *name, size_t none)
{
    const char *text = titian_xml_attribute(element, name);
    size_t n = 0;

    if (text == NULL)
        return none;
    for (; *text >= '0' && *text <= '9' && n <= TITIAN_BOOK_ROWS; text++)
        n = 10 * n + (size_t) (*text - '0');
    return n;
}

static titian_status begin_row(reading *r, const titian_xml_element *element, titian_error *err)
{
    const size_t row = number_of(element, "r", r->row + 1);

    if (row <= r->row || row > TITIAN_BOOK_ROWS)
        return fail(r, 0,
            row > TITIAN_BOOK_ROWS ? "behind this row stands one beyond row 1,048,576, where sheets end\n"
                                     "open the workbook in Excel or LibreOffice and save it anew"
                                   : "the row behind this one has no higher number\n"
                                     "open the workbook in Excel or LibreOffice and save it anew",
            err);
    r->row = row;
    r->column = 0;
    r->in = IN_ROW;
    if (titian_xml_yes(element, "hidden") && r->found.n_hidden_rows++ == 0)
        r->found.first_hidden_row = row;
    return TITIAN_OK;
}

static titian_status begin_cell(reading *r, const titian_xml_element *element, titian_error *err)
{
    const char *at = titian_xml_attribute(element, "r"), *type = titian_xml_attribute(element, "t");
    size_t row = r->row, column = r->column + 1;

    if ((at != NULL && titian_cell_parse(at, strlen(at), &row, &column) != 0) || column > TITIAN_BOOK_COLUMNS)
        return fail(r, 0,
            "this row holds a cell whose reference is none, or lies beyond column XFD or row 1,048,576\n"
            "open the workbook in Excel or LibreOffice and save it anew",
            err);
    if (row != r->row || column <= r->column)
        return fail(r, column,
            "this cell does not stand where its row and the cell before it say\n"
            "open the workbook in Excel or LibreOffice and save it anew",
            err);
    if (++r->n_cells > CELLS)
        return fail(r, column,
            "this sheet holds more than 67,108,864 cells\nsave it as \"CSV UTF-8\" and give that, or remove formats "
            "from empty cells",
            err);
    r->column = column;
    r->in = IN_CELL;
    r->cell.column = column;
    r->cell.style = number_of(element, "s", 0);
    r->cell.has_value = 0;
    r->cell.has_formula = 0;
    r->cell.text.n = 0;
    snprintf(r->cell.type, sizeof r->cell.type, "%s", type != NULL ? type : "n");
    return TITIAN_OK;
}

static titian_status add_merge(reading *r, const titian_xml_element *element, titian_error *err)
{
    const char *range = titian_xml_attribute(element, "ref");
    const char *colon = range != NULL ? strchr(range, ':') : NULL;
    titian_sheet *sheet = &r->found;
    titian_merge merge;

    if (sheet->n_merges == MERGES)
        return fail(r, 0,
            "more than 65,536 ranges of cells are merged in this sheet\nunmerge them, and fill every cell", err);
    if (colon == NULL ||
        titian_cell_parse(range, (size_t) (colon - range), &merge.first_row, &merge.first_column) != 0 ||
        titian_cell_parse(colon + 1, strlen(colon + 1), &merge.last_row, &merge.last_column) != 0)
        return TITIAN_OK;
    if (sheet->n_merges == sheet->merges_room) {
        const size_t room = sheet->merges_room > 0 ? 2 * sheet->merges_room : 16;
        titian_merge *more = realloc(sheet->merges, room * sizeof *more);

        if (more == NULL)
            return no_memory(r, err);
        sheet->merges = more;
        sheet->merges_room = room;
    }
    sheet->merges[sheet->n_merges++] = merge;
    return TITIAN_OK;
}

static void note_columns(titian_sheet *sheet, const titian_xml_element *element)
{
    const size_t first = number_of(element, "min", 0), last = number_of(element, "max", 0);

    if (!titian_xml_yes(element, "hidden") || first == 0 || last < first || last > TITIAN_BOOK_COLUMNS)
        return;
    if (sheet->n_hidden_columns == 0)
        sheet->first_hidden_column = first;
    sheet->n_hidden_columns += last - first + 1;
}

static void begin_inside(reading *r, const char *name)
{
    cell *c = &r->cell;

    if (r->in == IN_CELL && titian_xml_is(name, "v")) {
        r->in = IN_VALUE;
        c->has_value = 1;
    } else if (r->in == IN_CELL && titian_xml_is(name, "f")) {
        c->has_formula = 1;
    } else if (r->in == IN_CELL && titian_xml_is(name, "is")) {
        r->in = IN_INLINE;
        c->has_value = 1;
    } else if (r->in == IN_INLINE && titian_xml_is(name, "t")) {
        r->in = IN_INLINE_TEXT;
    } else if (r->in == IN_INLINE && titian_xml_is(name, "rPh")) {
        r->in = IN_PHONETIC;
    }
}

static titian_status begin(const titian_xml_element *element, void *context, titian_error *err)
{
    reading *r = context;

    if (titian_xml_is(element->name, "sheetData"))
        r->in_data = 1;
    else if (titian_xml_is(element->name, "mergeCell"))
        return add_merge(r, element, err);
    else if (titian_xml_is(element->name, "col"))
        note_columns(&r->found, element);
    else if (r->in_data && r->in == IN_NOTHING && titian_xml_is(element->name, "row"))
        return begin_row(r, element, err);
    else if (r->in == IN_ROW && titian_xml_is(element->name, "c"))
        return begin_cell(r, element, err);
    else
        begin_inside(r, element->name);
    return TITIAN_OK;
}

/* Room for the field of a column; those between hold nothing. */
static int reserve(reading *r, size_t column)
{
    size_t room = r->fields_room > 0 ? r->fields_room : 64, i;
    titian_field *more = NULL;

    if (column <= r->fields_room)
        return 0;
    while (room < column)
        room *= 2;
    more = realloc(r->fields, room * sizeof *more);
    if (more == NULL)
        return -1;
    for (i = r->fields_room; i < room; i++)
        more[i] = (titian_field){"", 0};
    r->fields = more;
    r->fields_room = room;
    return 0;
}

/* A text that lives as long as the row; one of no length leaves the cell as empty as it was. */
static titian_status set_field(reading *r, titian_field field, titian_error *err)
{
    if (field.length == 0)
        return TITIAN_OK;
    if (reserve(r, r->cell.column) != 0)
        return no_memory(r, err);
    r->fields[r->cell.column - 1] = field;
    r->n_fields = r->cell.column;
    return TITIAN_OK;
}

static titian_status add_field(reading *r, titian_field field, titian_error *err)
{
    const char *copy = titian_arena_text_n(&r->arena, field.text, field.length);

    return copy != NULL ? set_field(r, (titian_field){copy, field.length}, err) : no_memory(r, err);
}

/* The cell in work is neither a plain number nor a text. The message must outlive the row. */
static titian_status add_flaw(reading *r, const char *text, int year, titian_error *err)
{
    const char *copy = titian_arena_text(&r->arena, text);

    if (r->n_flaws == r->flaws_room) {
        const size_t room = r->flaws_room > 0 ? 2 * r->flaws_room : 16;
        titian_flaw *more = realloc(r->flaws, room * sizeof *more);

        if (more == NULL)
            return no_memory(r, err);
        r->flaws = more;
        r->flaws_room = room;
    }
    if (copy == NULL)
        return no_memory(r, err);
    r->flaws[r->n_flaws++] = (titian_flaw){r->cell.column, copy, year};
    return TITIAN_OK;
}

static titian_status add_date(reading *r, titian_field shown, int year, titian_error *err)
{
    char text[160], quoted[TITIAN_QUOTED];
    titian_status status = add_field(r, shown, err);

    snprintf(text, sizeof text,
        "this cell holds the date %s\nwrite the number that is meant, and give the cell the format General",
        titian_field_quote(quoted, shown));
    return status == TITIAN_OK ? add_flaw(r, text, year, err) : status;
}

/* A number stays as it is written, to its last digit, unless its style says that it is a day. */
static titian_status add_number(reading *r, titian_field text, titian_error *err)
{
    const titian_book *book = r->found.book;
    double value;
    char day[TITIAN_DAY];
    int year;

    if (r->cell.style >= book->n_styles || !book->is_date[r->cell.style] ||
        titian_number_parse(text.text, text.length, &value) != TITIAN_NUMBER_OK ||
        titian_day_text(day, value, book->from_1904, &year) != 0)
        return add_field(r, text, err);
    return add_date(r, (titian_field){day, strlen(day)}, year, err);
}

static titian_status add_shared(reading *r, titian_field text, titian_error *err)
{
    const titian_book *book = r->found.book;
    size_t k = 0, i;

    for (i = 0; i < text.length && text.text[i] >= '0' && text.text[i] <= '9' && k < book->n_strings; i++)
        k = 10 * k + (size_t) (text.text[i] - '0');
    if (i == text.length && i > 0 && k < book->n_strings)
        return set_field(r, book->strings[k], err);
    return fail(r, r->cell.column,
        "this cell refers to a text that the workbook does not hold\n"
        "open the workbook in Excel or LibreOffice and save it anew",
        err);
}

static titian_status add_error(reading *r, titian_field text, titian_error *err)
{
    char words[240], quoted[TITIAN_QUOTED];
    titian_status status = add_field(r, text, err);

    snprintf(words, sizeof words,
        "this cell holds the error %s\nmend its formula; leave the cell empty if the value is not known",
        titian_field_quote(quoted, text));
    return status == TITIAN_OK ? add_flaw(r, words, 0, err) : status;
}

static titian_status add_uncomputed(reading *r, titian_error *err)
{
    titian_status status = add_field(r, (titian_field){"=", 1}, err);

    return status == TITIAN_OK
               ? add_flaw(r,
                     "this cell holds a formula whose result was never worked out\n"
                     "open the workbook in Excel or LibreOffice and save it, so that it holds the results",
                     0, err)
               : status;
}

/* "2021-03-31T00:00:00", the form of strict workbooks. */
static titian_status add_written_date(reading *r, titian_field text, titian_error *err)
{
    const titian_field day = {text.text, text.length < 10 ? text.length : 10};

    return add_date(r, day, text.length >= 4 ? titian_year_parse(text.text, 4) : 0, err);
}

static titian_status add_cell(reading *r, titian_error *err)
{
    cell *c = &r->cell;
    titian_field text;

    if (c->has_formula && !c->has_value)
        return add_uncomputed(r, err);
    if (titian_xml_is(c->type, "str") || titian_xml_is(c->type, "inlineStr")) {
        c->text.n = titian_book_unescape(c->text.bytes, c->text.n);
        return add_field(r, (titian_field){c->text.n > 0 ? c->text.bytes : "", c->text.n}, err);
    }
    text = titian_field_trim((titian_field){c->text.n > 0 ? c->text.bytes : "", c->text.n});
    if (text.length == 0)
        return TITIAN_OK;
    if (titian_xml_is(c->type, "s"))
        return add_shared(r, text, err);
    if (titian_xml_is(c->type, "b"))
        return add_field(r, text.text[0] == '0' ? (titian_field){"FALSE", 5} : (titian_field){"TRUE", 4}, err);
    if (titian_xml_is(c->type, "e"))
        return add_error(r, text, err);
    return titian_xml_is(c->type, "d") ? add_written_date(r, text, err) : add_number(r, text, err);
}

/* Hand the row on, then forget it. Only the fields that were set are cleared: a row of one cell far to the right must
 * not cost more than the listener's look at it, and FIELDS bounds that. */
static titian_status end_row(reading *r, titian_error *err)
{
    titian_record record = {.line = r->row, .flaws = r->flaws, .n_flaws = r->n_flaws};
    size_t i;

    r->in = IN_NOTHING;
    if (r->n_fields == 0)
        return TITIAN_OK;
    if (reserve(r, *r->width) != 0)
        return no_memory(r, err);
    record.fields = r->fields;
    record.n_fields = r->n_fields > *r->width ? r->n_fields : *r->width;
    r->n_handed += record.n_fields;
    if (r->n_handed > FIELDS)
        return fail(
            r, r->n_fields, "the cells of this sheet are scattered too widely\nsave the table alone as CSV", err);
    if (r->status == TITIAN_OK)
        r->status = r->listener->take(&record, r->listener->context, err);
    for (i = 0; i < r->n_fields; i++)
        r->fields[i] = (titian_field){"", 0};
    r->n_fields = 0;
    r->n_flaws = 0;
    titian_arena_rewind(&r->arena, (titian_arena_mark){NULL, 0});
    return r->status == TITIAN_E_DATA ? TITIAN_OK : r->status;
}

static titian_status end(const char *name, void *context, titian_error *err)
{
    reading *r = context;

    if (titian_xml_is(name, "sheetData"))
        r->in_data = 0;
    else if (r->in == IN_ROW && titian_xml_is(name, "row"))
        return end_row(r, err);
    else if ((r->in == IN_VALUE && titian_xml_is(name, "v")) || (r->in == IN_INLINE && titian_xml_is(name, "is")))
        r->in = IN_CELL;
    else if ((r->in == IN_INLINE_TEXT && titian_xml_is(name, "t")) ||
             (r->in == IN_PHONETIC && titian_xml_is(name, "rPh")))
        r->in = IN_INLINE;
    else if (r->in == IN_CELL && titian_xml_is(name, "c")) {
        r->in = IN_ROW;
        return add_cell(r, err);
    }
    return TITIAN_OK;
}

static titian_status take_text(const char *text, size_t n, void *context, titian_error *err)
{
    reading *r = context;

    if (r->in != IN_VALUE && r->in != IN_INLINE_TEXT)
        return TITIAN_OK;
    if (r->cell.text.n + n > CELL_BYTES)
        return fail(r, r->cell.column, "this cell holds more than 1 MiB\nshorten it, or save the sheet as CSV", err);
    return titian_growing_add(&r->cell.text, text, n) == 0 ? TITIAN_OK : no_memory(r, err);
}

titian_status titian_sheet_read(
    titian_sheet *sheet, const size_t *width, const titian_csv_listener *listener, titian_error *err)
{
    reading r = {.found = {.book = sheet->book, .about = sheet->about, .name = sheet->name},
        .width = width,
        .listener = listener};
    const titian_xml_listener events = {begin, end, take_text, &r};
    titian_error fault = {.code = TITIAN_OK};
    titian_status status = titian_book_read_part(sheet->book, sheet->about->part, &events, &fault);

    if (status == TITIAN_OK && r.status != TITIAN_OK)
        status = r.status;
    if (status != TITIAN_OK && err != NULL)
        *err = fault;
    free(sheet->merges);
    *sheet = r.found;
    free(r.cell.text.bytes);
    free(r.fields);
    free(r.flaws);
    titian_arena_free(&r.arena);
    return status;
}
