/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "input/csv_splitter.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <csv.h>

#include "core/utf8.h"
#include "input/text.h"

enum {
    FIELD_BYTES = 1 << 20, /* a longer field is a quotation mark that nobody closed */
    BLOCK = 1 << 16,       /* by which libcsv's buffer grows */
    SOON = 4               /* lines that listeners are shown ahead */
};

/* A line of the block in work and its number in the text. */
typedef struct {
    size_t index, number;
} position;

struct titian_csv_splitter {
    const char *name;
    const titian_csv_listener *listener;
    titian_error *err;
    struct csv_parser parser;
    titian_csv_block *block; /* in work */
    position at;
    char *tail; /* of the blocks before: what lies behind the line on which the open field began */
    size_t n_tail;

    /* the record in work, of libcsv */
    char *bytes;
    size_t n_bytes, room;
    titian_field *fields;
    size_t n_fields, fields_room;
    size_t line; /* on which it began */
    struct {
        size_t end, number; /* of the line on which its last, unfinished field began */
    } field_line;
    int open;    /* 1: it goes on past the end of a line, inside a quoted field */
    int emitted; /* 1: libcsv has ended it */

    titian_error fault; /* first fault that does not stop libcsv; line 0: none */
    int fault_is_encoding;
    int told_encoding; /* 1: the listener knows that the text is not UTF-8 */
    titian_status status;
};

typedef struct titian_csv_splitter splitter;

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
    if (s->n_fields == TITIAN_CSV_FIELDS) {
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

static int is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static int is_blank(const splitter *s, const titian_csv_line *line)
{
    size_t i = line->begin;

    while (i < line->end && is_space(s->block->text[i]))
        i++;
    return i == line->end;
}

/* Give libcsv the bytes from .. to. @return 0 when it stumbled */
static int feed(splitter *s, size_t from, size_t to)
{
    if (from == to)
        return 1;
    return csv_parse(&s->parser, s->block->text + from, to - from, take_field, take_record, s) == to - from;
}

/* Mark the record when a byte of the line is not UTF-8; the field is known once the bytes before it are split. */
static int feed_line(splitter *s, const titian_csv_line *line)
{
    const size_t length = line->end - line->begin, good = titian_utf8_prefix(s->block->text + line->begin, length);

    if (!feed(s, line->begin, line->begin + good))
        return 0;
    if (good < length)
        mark(s, s->at.number, 1,
            "this field holds characters that are not UTF-8\nsave the file as UTF-8 (\"CSV UTF-8\" in Excel)");
    return feed(s, line->begin + good, line->end);
}

/* What libcsv could not split, in the user's words, at the place where the faulty field begins. */
static void describe(splitter *s, const titian_csv_line *line, titian_error *problem)
{
    size_t column = s->n_fields + 1;

    if (csv_error(&s->parser) != CSV_EPARSE)
        titian_fail_at(problem, TITIAN_E_DATA, s->name, s->field_line.number, column,
            "this field is longer than %d bytes\nlook for a quotation mark that is never closed", FIELD_BYTES);
    else if (line == NULL)
        titian_fail_at(problem, TITIAN_E_DATA, s->name, s->field_line.number, column,
            "the quotation mark that opens this field is never closed\nclose it, or remove it if it is a stray one");
    else if (s->at.number != s->field_line.number)
        titian_fail_at(problem, TITIAN_E_DATA, s->name, s->field_line.number, column,
            "the quotation mark that opens this field is closed only on line %zu, in the middle of a field\n"
            "close it where the field ends; write every quotation mark inside a quoted field twice",
            s->at.number);
    else
        titian_fail_at(problem, TITIAN_E_DATA, s->name, s->at.number, column,
            "a quotation mark stands in the middle of this field\n"
            "put the whole field between quotation marks and write every one inside it twice");
}

/* After a fault begin afresh behind the line on which the faulty field began: a field that was never closed would
 * else hide all that follows. Only text without single quotation marks is read twice, so the cost stays linear. */
static void recover(splitter *s, const titian_csv_line *line)
{
    const titian_csv_line *lines = s->block->lines;
    titian_error problem;

    if (csv_error(&s->parser) != CSV_EPARSE && csv_get_buffer_size(&s->parser) + BLOCK <= FIELD_BYTES) {
        s->status = no_memory(s);
        return;
    }
    describe(s, line, &problem);
    s->status = malformed(s, &problem);
    csv_free(&s->parser);
    start_parser(s);
    start_record(s);
    s->at.number = s->field_line.number + 1;
    if (line != NULL)
        s->at.index++;
    while (s->at.index > 0 && lines[s->at.index - 1].begin >= s->field_line.end)
        s->at.index--;
}

/* One physical line for libcsv. */
static void take_line(splitter *s, const titian_csv_line *line)
{
    size_t fields_before = s->n_fields;
    int fed;

    if (!s->open) {
        start_record(s);
        s->line = s->at.number;
        fields_before = 0;
    }
    fed = feed_line(s, line);
    if (s->status != TITIAN_OK)
        return;
    if (!fed || !s->emitted) {
        if (!s->open || s->n_fields != fields_before) {
            s->field_line.end = line->end;
            s->field_line.number = s->at.number;
        }
        if (!fed) {
            recover(s, line);
            return;
        }
        s->open = s->open || !is_blank(s, line);
    } else {
        s->open = 0;
    }
    s->at.index++;
    s->at.number++;
}

/* One physical line that is a record by itself; a blank one is none. */
static void hand_on(splitter *s, const titian_csv_line *line)
{
    const titian_field *fields = s->block->fields + line->first;
    const titian_record record = {.fields = fields,
        .n_fields = line->n_fields,
        .line = s->at.number,
        .numbers = s->block->numbers + line->first,
        .is_doubtful = line->is_doubtful};
    char *text = s->block->text;
    size_t f;

    for (f = 0; f < line->n_fields; f++)
        text[(size_t) (fields[f].text - text) + fields[f].length] = '\0';
    if (line->n_fields > 0)
        s->status = s->listener->take(&record, s->listener->context, s->err);
    s->at.index++;
    s->at.number++;
}

static void show_soon(const splitter *s)
{
    const titian_csv_line *line = s->block->lines + s->at.index + SOON;
    const titian_record record = {.fields = s->block->fields + line->first, .n_fields = line->n_fields};

    if (line->is_split)
        s->listener->soon(&record, s->listener->context);
}

static void take_lines(splitter *s)
{
    while (s->at.index < s->block->n_lines && s->status == TITIAN_OK) {
        const titian_csv_line *line = &s->block->lines[s->at.index];

        if (s->listener->soon != NULL && s->block->n_lines - s->at.index > SOON)
            show_soon(s);
        if (line->is_split && !s->open)
            hand_on(s, line);
        else
            take_line(s, line);
    }
}

/* Before the block stands what may have to be read again: it is put there, and split like the rest. */
static int begin_block(splitter *s, titian_csv_block *block)
{
    s->block = block;
    s->at.index = 0;
    if (s->n_tail == 0)
        return 0;
    if (titian_csv_block_reserve(block, s->n_tail + block->length) != 0)
        return -1;
    memmove(block->text + s->n_tail, block->text, block->length);
    memcpy(block->text, s->tail, s->n_tail);
    block->length += s->n_tail;
    if (titian_csv_block_split(block) != 0)
        return -1;
    while (s->at.index < block->n_lines && block->lines[s->at.index].begin < s->n_tail)
        s->at.index++;
    return 0;
}

/* Keep what may have to be read again. */
static int end_block(splitter *s)
{
    char *more = NULL;

    s->n_tail = s->open ? s->block->length - s->field_line.end : 0;
    if (s->n_tail == 0) {
        s->field_line.end = 0;
        return 0;
    }
    more = realloc(s->tail, s->n_tail);
    if (more == NULL)
        return -1;
    s->tail = more;
    memcpy(s->tail, s->block->text + s->field_line.end, s->n_tail);
    s->field_line.end = 0;
    return 0;
}

/* Why nothing can be read behind this block, which is the last one. */
static void tell_end(splitter *s)
{
    titian_error *end = &s->block->problem;

    if (end->code == TITIAN_E_DATA &&
        end->line == 0) { /* on the last line, which is not whole unless it ends in a line end */
        const size_t n = s->block->length;
        const int whole = n == s->block->begin || strchr("\r\n", s->block->text[n - 1]) != NULL;

        end->line = whole ? s->at.number : s->at.number - 1;
        end->column = whole && !s->open ? 1 : s->n_fields + 1;
    }
    if (s->err != NULL)
        *s->err = *end;
    s->status = end->code;
}

/* The last block: what is open at its end is faulty, and what follows the fault is read. */
static void finish(splitter *s)
{
    if (s->block->problem.code != TITIAN_OK) {
        tell_end(s);
        return;
    }
    while (s->status == TITIAN_OK && csv_fini(&s->parser, take_field, take_record, s) != 0) {
        if (s->status == TITIAN_OK)
            recover(s, NULL);
        take_lines(s);
    }
}

titian_status titian_csv_splitter_take(titian_csv_splitter *s, titian_csv_block *block)
{
    if (begin_block(s, block) != 0)
        return s->status = no_memory(s);
    if (block->is_doubtful && s->listener->doubt != NULL)
        s->status = s->listener->doubt(s->listener->context);
    take_lines(s);
    if (s->status == TITIAN_OK && block->is_last)
        finish(s);
    else if (s->status == TITIAN_OK && end_block(s) != 0)
        s->status = no_memory(s);
    return s->status;
}

titian_csv_splitter *titian_csv_splitter_new(const char *name, const titian_csv_listener *listener, titian_error *err)
{
    splitter *s = calloc(1, sizeof *s);

    if (s == NULL)
        return NULL;
    s->name = name;
    s->listener = listener;
    s->err = err;
    s->at.number = 1 + listener->lines_before;
    start_parser(s);
    return s;
}

void titian_csv_splitter_free(titian_csv_splitter *s)
{
    if (s == NULL)
        return;
    csv_free(&s->parser);
    free(s->bytes);
    free(s->fields);
    free(s->tail);
    free(s);
}
