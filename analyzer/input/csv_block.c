/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "input/csv_block.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <titian/panel.h>

#include "input/number.h"
#include "input/text.h"

enum {
    LONG_FIELD = 1 << 16, /* longer ones are left to libcsv, which has a limit */
    SLACK = 16              /* bytes behind the text that may be looked at */
};

/* What ends a field that is not quoted; a NUL stands behind the text and nowhere in it. */
static int is_end(char c)
{
    return c == TITIAN_CSV_DELIMITER || c == '\n' || c == '\r' || c == '\0';
}

static int is_blank(char c)
{
    return (c == ' ' || c == '\t') && c != TITIAN_CSV_DELIMITER;
}

static int reserve_fields(titian_csv_block *b)
{
    const size_t room = b->fields_room > 0 ? 2 * b->fields_room : 1024;
    titian_field *fields = NULL;
    double *numbers = NULL;

    if (b->n_fields < b->fields_room)
        return 0;
    fields = realloc(b->fields, room * sizeof *fields);
    if (fields == NULL)
        return -1;
    b->fields = fields;
    numbers = realloc(b->numbers, room * sizeof *numbers);
    if (numbers == NULL)
        return -1;
    b->numbers = numbers;
    b->fields_room = room;
    return 0;
}

/* A field between quotation marks that holds none. @return behind it, NULL when it is not so plain */
static const char *quoted_field(const char *p, titian_field *field)
{
    const char *q = p + 1;

    while (*q != '"' && *q != '\n' && *q != '\r' && *q != '\0')
        q++;
    if (*q != '"' || !is_end(q[1]))
        return NULL;
    *field = (titian_field){p + 1, (size_t) (q - p - 1)};
    return q + 1;
}

/* A field without quotation marks, which is most often a number. @return behind it, NULL when it has such marks */
static const char *plain_field(const char *p, titian_field *field, double *number)
{
    const char *q = titian_number_glance(p, number), *end = NULL;

    if (!is_end(*q)) {
        *number = TITIAN_MISSING;
        while (!is_end(*q) && *q != '"')
            q++;
        if (*q == '"')
            return NULL;
    }
    for (end = q; end > p && is_blank(end[-1]);)
        end--;
    *field = (titian_field){p, (size_t) (end - p)};
    return q;
}

/* The fields of a line that begins at p. @return where its line end begins, NULL when it is left to libcsv */
static const char *split_fields(titian_csv_block *b, const char *p, int *failed)
{
    const size_t first = b->n_fields;

    for (;;) {
        titian_field field;
        double number = TITIAN_MISSING;

        while (is_blank(*p))
            p++;
        if (b->n_fields == first && is_end(*p) && *p != TITIAN_CSV_DELIMITER)
            return p;
        p = *p == '"' ? quoted_field(p, &field) : plain_field(p, &field, &number);
        if (p == NULL || field.length >= LONG_FIELD || b->n_fields - first == TITIAN_CSV_FIELDS)
            return NULL;
        if (reserve_fields(b) != 0) {
            *failed = 1;
            return NULL;
        }
        b->fields[b->n_fields] = field;
        b->numbers[b->n_fields++] = number;
        if (*p != TITIAN_CSV_DELIMITER)
            return p;
        p++;
    }
}

static const char *end_of_line(const char *p)
{
    while (*p != '\n' && *p != '\r' && *p != '\0')
        p++;
    return p;
}

/* Behind the line end at p. */
static const char *behind(const char *p)
{
    if (*p == '\r' && p[1] == '\n')
        return p + 2;
    return *p != '\0' ? p + 1 : p;
}

static titian_csv_line *new_line(titian_csv_block *b)
{
    if (b->n_lines == b->lines_room) {
        const size_t room = b->lines_room > 0 ? 2 * b->lines_room : 256;
        titian_csv_line *more = realloc(b->lines, room * sizeof *more);

        if (more == NULL)
            return NULL;
        b->lines = more;
        b->lines_room = room;
    }
    return &b->lines[b->n_lines++];
}

int titian_csv_block_split(titian_csv_block *b)
{
    size_t at = b->begin, bad = at + titian_utf8_prefix(b->text + at, b->length - at);

    b->n_lines = 0;
    b->n_fields = 0;
    while (at < b->length) {
        titian_csv_line *line = new_line(b);
        const size_t first = b->n_fields;
        int failed = 0;
        const char *p = line != NULL ? split_fields(b, b->text + at, &failed) : NULL;

        if (line == NULL || failed)
            return -1;
        *line = (titian_csv_line){at, 0, first, 0, p != NULL};
        if (p == NULL)
            p = end_of_line(b->text + at);
        line->end = (size_t) (behind(p) - b->text);
        if (bad < line->end) {
            line->is_split = 0;
            bad = line->end + titian_utf8_prefix(b->text + line->end, b->length - line->end);
        }
        /* a line that is cut off in its middle is no record */
        if (line->end == b->length && b->problem.code != TITIAN_OK && *p != '\n' && *p != '\r')
            line->is_split = 0;
        if (!line->is_split)
            b->n_fields = first;
        line->n_fields = b->n_fields - first;
        at = line->end;
    }
    return 0;
}

int titian_csv_block_reserve(titian_csv_block *b, size_t n)
{
    char *more = NULL;

    if (b->text != NULL && n <= b->room)
        return 0;
    more = n <= SIZE_MAX - SLACK ? realloc(b->text, n + SLACK) : NULL;
    if (more == NULL)
        return -1;
    b->text = more;
    b->room = n;
    return 0;
}

void titian_csv_block_free(titian_csv_block *b)
{
    free(b->text);
    free(b->lines);
    free(b->fields);
    free(b->numbers);
    *b = (titian_csv_block){.text = NULL};
}

void titian_csv_block_fail(titian_csv_block *b, const char *name)
{
    b->is_last = 1;
    b->length = b->begin = b->n_lines = 0;
    b->status = titian_fail_at(&b->problem, TITIAN_E_MEMORY, name, 0, 0, "no memory for the text of this file");
}

/* Where the last whole line ends; 0 when none does. A CR at the very end may be half of a CRLF. */
static size_t last_line_end(const char *text, size_t n)
{
    size_t at = n;

    while (at > 0 && text[at - 1] != '\n' && (text[at - 1] != '\r' || at == n))
        at--;
    return at;
}

/* Text that is no CSV from some byte on: that is cut off, and said in the block. */
static void check(const titian_csv_cutter *c, titian_csv_block *b, size_t checked)
{
    const unsigned char *t = (const unsigned char *) b->text;
    const char *nul = b->length > checked ? memchr(b->text + checked, '\0', b->length - checked) : NULL;

    if (!c->begun && b->length >= 2 && ((t[0] == 0xFF && t[1] == 0xFE) || (t[0] == 0xFE && t[1] == 0xFF))) {
        titian_fail_at(&b->problem, TITIAN_E_DATA, c->name, 1, 0,
            "this file is UTF-16 (\"Unicode Text\"), not UTF-8\nsave it as UTF-8 (\"CSV UTF-8\" in Excel)");
        b->length = 0;
    } else if (!c->begun && b->length >= 4 && memcmp(t, "PK\3\4", 4) == 0) {
        titian_fail_at(&b->problem, TITIAN_E_DATA, c->name, 1, 0,
            "this is a workbook or a zip file, not a CSV\nsave the sheet as \"CSV UTF-8\"");
        b->length = 0;
    } else if (nul != NULL) {
        titian_fail_at(&b->problem, TITIAN_E_DATA, c->name, 0, 0,
            "this field holds a NUL byte, so the file is not plain text\nsave it as UTF-8 (\"CSV UTF-8\" in Excel)");
        b->length = (size_t) (nul - b->text);
    } else {
        return;
    }
    b->is_last = 1;
}

static int keep_rest(titian_csv_cutter *c, const titian_csv_block *b, size_t from)
{
    const size_t n = b->length - from;

    if (n > c->rest_room) {
        char *more = realloc(c->rest, n);

        if (more == NULL)
            return -1;
        c->rest = more;
        c->rest_room = n;
    }
    if (n > 0)
        memcpy(c->rest, b->text + from, n);
    c->n_rest = n;
    return 0;
}

/* Fill the block from what is at hand to `size` bytes or the end. */
static void fill(titian_csv_cutter *c, titian_csv_block *b, size_t size)
{
    size_t got = 1;

    while (b->length < size && got > 0 && b->status == TITIAN_OK) {
        b->status = titian_bytes_read(c->bytes, b->text + b->length, size - b->length, &got, &b->problem);
        b->length += got;
    }
    b->is_last = b->length < size;
}

void titian_csv_cutter_next(titian_csv_cutter *c, titian_csv_block *b)
{
    size_t size = c->size, cut = 0, checked = 0;

    while (size <= c->n_rest)
        size *= 2;
    b->length = 0;
    b->is_last = 0;
    b->status = TITIAN_OK;
    b->problem.code = TITIAN_OK;
    for (; cut == 0 && !b->is_last; size *= 2) {
        if (size > SIZE_MAX / 4 || titian_csv_block_reserve(b, size) != 0) {
            titian_csv_block_fail(b, c->name);
            return;
        }
        if (b->length == 0 && c->n_rest > 0)
            memcpy(b->text, c->rest, b->length = c->n_rest);
        fill(c, b, size);
        check(c, b, checked);
        checked = b->length;
        cut = last_line_end(b->text, b->length);
    }
    if (b->is_last)
        cut = b->length;
    if (keep_rest(c, b, cut) != 0) {
        titian_csv_block_fail(b, c->name);
        return;
    }
    b->length = cut;
    memset(b->text + cut, 0, SLACK);
    b->begin = !c->begun && cut >= 3 && memcmp(b->text, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
    c->begun = 1;
}
