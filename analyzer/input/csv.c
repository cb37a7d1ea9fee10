/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "input/csv.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <csv.h>

#include "input/text.h"

enum {
    FIELD_BYTES = 1 << 20, /* a longer field is a quotation mark that nobody closed */
    FIELDS = 65535,
    BLOCK = 1 << 16 /* by which libcsv's buffer grows */
};

/* A physical line: where it begins and ends (behind its line end), and its number. */
typedef struct {
    size_t begin, end, number;
} physical;

typedef struct {
    const char *name, *text;
    size_t length;
    const titian_csv_listener *listener;
    titian_error *err;
    struct csv_parser parser;

    /* next ends of line, found once each however the two kinds are mixed */
    size_t next_lf, next_cr;
    size_t bad; /* next byte that is not UTF-8 */

    /* the record in work */
    char *bytes;
    size_t n_bytes, room;
    titian_field *fields;
    size_t n_fields, fields_room;
    size_t line;         /* on which it began */
    physical field_line; /* on which its last, unfinished field began */
    int open;            /* 1: it goes on past the end of a line, inside a quoted field */
    int emitted;         /* 1: libcsv has ended it */

    titian_error fault; /* first fault that does not stop libcsv; line 0: none */
    int fault_is_encoding;
    int told_encoding; /* 1: the listener knows that the file is not UTF-8 */
    titian_status status;
} splitter;

static titian_status no_memory(splitter *s)
{
    return titian_fail_at(s->err, TITIAN_E_MEMORY, s->name, s->line, 0, "no memory for this line");
}

/* libcsv grows its buffer through this, which bounds the length of a field. */
static void *bounded_realloc(void *old, size_t size)
{
    return size > FIELD_BYTES ? NULL : realloc(old, size);
}

static void start_parser(splitter *s)
{
    csv_init(&s->parser, CSV_STRICT | CSV_STRICT_FINI | CSV_APPEND_NULL | CSV_EMPTY_IS_NULL);
    csv_set_realloc_func(&s->parser, bounded_realloc);
    csv_set_blk_size(&s->parser, BLOCK);
    if (s->listener->separator != '\0')
        csv_set_delim(&s->parser, (unsigned char) s->listener->separator);
}

static void start_record(splitter *s)
{
    s->n_bytes = 0;
    s->n_fields = 0;
    s->open = 0;
    s->emitted = 0;
    s->fault.line = 0;
}

/* Room for n more bytes of fields. When the buffer moves, the fields move with it. */
static int reserve(splitter *s, size_t n)
{
    size_t room = s->room > 0 ? s->room : BLOCK, i;
    char *more = NULL;

    if (s->room - s->n_bytes >= n)
        return 0;
    while (room - s->n_bytes < n) {
        if (room > SIZE_MAX / 2)
            return -1;
        room *= 2;
    }
    more = malloc(room);
    if (more == NULL)
        return -1;
    for (i = 0; i < s->n_fields; i++)
        s->fields[i].text = more + (s->fields[i].text - s->bytes);
    if (s->n_bytes > 0)
        memcpy(more, s->bytes, s->n_bytes);
    free(s->bytes);
    s->bytes = more;
    s->room = room;
    return 0;
}

static int reserve_field(splitter *s)
{
    size_t room = s->fields_room > 0 ? 2 * s->fields_room : 64;
    titian_field *more = NULL;

    if (s->n_fields < s->fields_room)
        return 0;
    more = realloc(s->fields, room * sizeof *more);
    if (more == NULL)
        return -1;
    s->fields = more;
    s->fields_room = room;
    return 0;
}

/* Remember what is wrong with the record in work; the first fault counts. */
static void mark(splitter *s, size_t line, int encoding, const char *text)
{
    if (s->fault.line != 0)
        return;
    titian_fail_at(&s->fault, TITIAN_E_DATA, s->name, line, s->n_fields + 1, "%s", text);
    s->fault_is_encoding = encoding;
}

/* libcsv's callbacks return nothing: the first failure stays in the splitter. */
static void take_field(void *text, size_t n, void *context)
{
    splitter *s = context;
    titian_field *field = NULL;

    if (s->status != TITIAN_OK)
        return;
    if (s->n_fields == FIELDS) {
        mark(s, s->line, 0, "this line has more than 65,535 fields\nlook for a line end that was lost");
        return;
    }
    if (reserve(s, n + 1) != 0 || reserve_field(s) != 0) {
        s->status = no_memory(s);
        return;
    }
    field = &s->fields[s->n_fields++];
    field->text = s->bytes + s->n_bytes;
    field->length = n;
    if (n > 0)
        memcpy(s->bytes + s->n_bytes, text, n);
    s->bytes[s->n_bytes + n] = '\0';
    s->n_bytes += n + 1;
}

/* A malformed record: told where somebody listens, else the end of the reading. */
static titian_status malformed(splitter *s, const titian_error *problem)
{
    const titian_csv_listener *listener = s->listener;
    int again = problem == &s->fault && s->fault_is_encoding && s->told_encoding;

    if (problem == &s->fault && s->fault_is_encoding)
        s->told_encoding = 1;
    if (listener->malformed != NULL)
        return listener->malformed(again ? NULL : problem, listener->context);
    if (s->err != NULL)
        *s->err = *problem;
    return problem->code;
}

static void take_record(int end, void *context)
{
    splitter *s = context;
    titian_record record = {.fields = s->fields, .n_fields = s->n_fields, .line = s->line};

    (void) end;
    s->emitted = 1;
    if (s->status != TITIAN_OK)
        return;
    if (s->fault.line == 0)
        s->status = s->listener->take(&record, s->listener->context, s->err);
    else
        s->status = malformed(s, &s->fault);
}

static size_t find(const splitter *s, char c, size_t from)
{
    const char *at = from < s->length ? memchr(s->text + from, c, s->length - from) : NULL;

    return at != NULL ? (size_t) (at - s->text) : s->length;
}

static physical line_at(splitter *s, size_t begin, size_t number)
{
    physical line = {begin, 0, number};

    if (s->next_lf < begin)
        s->next_lf = find(s, '\n', begin);
    if (s->next_cr < begin)
        s->next_cr = find(s, '\r', begin);
    if (s->next_lf < s->next_cr)
        line.end = s->next_lf + 1;
    else if (s->next_cr < s->length)
        line.end = s->next_cr + (s->next_lf == s->next_cr + 1 && s->next_lf < s->length ? 2 : 1);
    else
        line.end = s->length;
    return line;
}

static int is_blank(const splitter *s, const physical *line)
{
    size_t i = line->begin;

    while (i < line->end && (s->text[i] == ' ' || s->text[i] == '\t' || s->text[i] == '\r' || s->text[i] == '\n'))
        i++;
    return i == line->end;
}

/* Give libcsv the bytes from .. to. @return 0 when it stumbled */
static int feed(splitter *s, size_t from, size_t to)
{
    if (from == to)
        return 1;
    return csv_parse(&s->parser, s->text + from, to - from, take_field, take_record, s) == to - from;
}

/* Mark the record when a byte of the line is not UTF-8; the field is known once the bytes before it are split. */
static int feed_line(splitter *s, const physical *line)
{
    size_t from = line->begin;

    if (s->bad < from)
        s->bad = from + titian_utf8_prefix(s->text + from, s->length - from);
    if (s->bad < line->end) {
        if (!feed(s, from, s->bad))
            return 0;
        from = s->bad;
        mark(s, line->number, 1,
            "this field holds characters that are not UTF-8\nsave the file as UTF-8 (\"CSV UTF-8\" in Excel)");
    }
    return feed(s, from, line->end);
}

/* What libcsv could not split, in the user's words, at the place where the faulty field begins. */
static void describe(splitter *s, const physical *line, titian_error *problem)
{
    size_t column = s->n_fields + 1;

    if (csv_error(&s->parser) != CSV_EPARSE)
        titian_fail_at(problem, TITIAN_E_DATA, s->name, s->field_line.number, column,
            "this field is longer than %d bytes\nlook for a quotation mark that is never closed", FIELD_BYTES);
    else if (line == NULL)
        titian_fail_at(problem, TITIAN_E_DATA, s->name, s->field_line.number, column,
            "the quotation mark that opens this field is never closed\nclose it, or remove it if it is a stray one");
    else if (line->number != s->field_line.number)
        titian_fail_at(problem, TITIAN_E_DATA, s->name, s->field_line.number, column,
            "the quotation mark that opens this field is closed only on line %zu, in the middle of a field\n"
            "close it where the field ends; write every quotation mark inside a quoted field twice",
            line->number);
    else
        titian_fail_at(problem, TITIAN_E_DATA, s->name, line->number, column,
            "a quotation mark stands in the middle of this field\n"
            "put the whole field between quotation marks and write every one inside it twice");
}

/* What was found ahead may have skipped over text that is now read again: look there, and there alone. */
static void look_again(splitter *s, size_t from, size_t to)
{
    const char *lf = from < to ? memchr(s->text + from, '\n', to - from) : NULL;
    const char *cr = from < to ? memchr(s->text + from, '\r', to - from) : NULL;
    size_t good = from < to ? from + titian_utf8_prefix(s->text + from, to - from) : to;

    if (lf != NULL)
        s->next_lf = (size_t) (lf - s->text);
    if (cr != NULL)
        s->next_cr = (size_t) (cr - s->text);
    if (good < to)
        s->bad = good;
}

/* After a fault begin afresh behind the line on which the faulty field began: a field that was never closed would
 * else hide all that follows. Only text without single quotation marks is read twice, so the cost stays linear. */
static physical recover(splitter *s, const physical *line)
{
    titian_error problem;
    physical next = {s->length, s->length, 0};

    if (csv_error(&s->parser) != CSV_EPARSE && csv_get_buffer_size(&s->parser) + BLOCK <= FIELD_BYTES) {
        s->status = no_memory(s);
        return next;
    }
    describe(s, line, &problem);
    s->status = malformed(s, &problem);
    csv_free(&s->parser);
    start_parser(s);
    start_record(s);
    next.begin = s->field_line.end;
    next.number = s->field_line.number + 1;
    look_again(s, next.begin, line != NULL ? line->end : s->length);
    return next;
}

/* One physical line. @return where the next one begins, and its number */
static physical take_line(splitter *s, physical line)
{
    size_t fields_before = s->n_fields;
    int fed;

    if (!s->open) {
        start_record(s);
        s->line = line.number;
        fields_before = 0;
    }
    fed = feed_line(s, &line);
    if (s->status != TITIAN_OK)
        return line;
    if (!fed || !s->emitted) {
        int began_here = !s->open || s->n_fields != fields_before;

        if (began_here)
            s->field_line = line;
        if (!fed)
            return recover(s, &line);
        s->open = s->open || !is_blank(s, &line);
    } else {
        s->open = 0;
    }
    line.begin = line.end;
    line.number++;
    return line;
}

/* All of the text that may be split; `no_csv` tells of what stands behind it. */
static void split(splitter *s, size_t begin, titian_error *no_csv)
{
    physical at = {begin, begin, 1 + s->listener->lines_before};

    for (;;) {
        while (at.begin < s->length && s->status == TITIAN_OK)
            at = take_line(s, line_at(s, at.begin, at.number));
        if (s->status != TITIAN_OK || no_csv->code != TITIAN_OK)
            break;
        if (csv_fini(&s->parser, take_field, take_record, s) == 0 || s->status != TITIAN_OK)
            break;
        at = recover(s, NULL);
    }
    if (s->status != TITIAN_OK || no_csv->code == TITIAN_OK)
        return;
    if (no_csv->line == 0) { /* on the last line, which is not whole unless it ends in a line end */
        int whole = s->length == begin || strchr("\r\n", s->text[s->length - 1]) != NULL;

        no_csv->line = whole ? at.number : at.number - 1;
        no_csv->column = whole && !s->open ? 1 : s->n_fields + 1;
    }
    if (s->err != NULL)
        *s->err = *no_csv;
    s->status = no_csv->code;
}

/* Text that is no CSV from some byte on. @return how much of it may be split */
static size_t usable(const splitter *s, titian_error *problem)
{
    const unsigned char *t = (const unsigned char *) s->text;
    const char *nul = s->length > 0 ? memchr(s->text, '\0', s->length) : NULL;

    problem->code = TITIAN_OK;
    if (s->length >= 2 && ((t[0] == 0xFF && t[1] == 0xFE) || (t[0] == 0xFE && t[1] == 0xFF))) {
        titian_fail_at(problem, TITIAN_E_DATA, s->name, 1, 0,
            "this file is UTF-16 (\"Unicode Text\"), not UTF-8\nsave it as UTF-8 (\"CSV UTF-8\" in Excel)");
        return 0;
    }
    if (s->length >= 4 && memcmp(t, "PK\3\4", 4) == 0) {
        titian_fail_at(problem, TITIAN_E_DATA, s->name, 1, 0,
            "this is a workbook or a zip file, not a CSV\nsave the sheet as \"CSV UTF-8\"");
        return 0;
    }
    if (nul == NULL)
        return s->length;
    titian_fail_at(problem, TITIAN_E_DATA, s->name, 0, 0,
        "this field holds a NUL byte, so the file is not plain text\nsave it as UTF-8 (\"CSV UTF-8\" in Excel)");
    return (size_t) (nul - s->text);
}

titian_status titian_csv_read(
    const char *name, const char *text, size_t length, const titian_csv_listener *listener, titian_error *err)
{
    splitter s = {.name = name, .text = text, .length = length, .listener = listener, .err = err};
    titian_error no_csv;
    size_t begin = 0;

    s.length = usable(&s, &no_csv);
    if (s.length >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0)
        begin = 3;
    s.bad = s.length > 0 ? titian_utf8_prefix(text, s.length) : 0;
    s.next_lf = find(&s, '\n', begin);
    s.next_cr = find(&s, '\r', begin);
    start_parser(&s);
    split(&s, begin, &no_csv);
    csv_free(&s.parser);
    free(s.bytes);
    free(s.fields);
    return s.status;
}

titian_status titian_csv_parse(
    const char *name, const char *text, size_t length, titian_record_fn take, void *context, titian_error *err)
{
    const titian_csv_listener listener = {.take = take, .context = context};

    return titian_csv_read(name, text, length, &listener, err);
}
