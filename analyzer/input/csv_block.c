/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "input/csv_block.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include "core/utf8.h"
#include "input/number_row.h"
#include "input/text.h"

enum {
    LONG_FIELD = 1 << 16, /* longer ones are left to libcsv, which has a limit */
    CHUNK = 64,           /* bytes looked at together: a bit each */
    SLACK = CHUNK + 16    /* bytes behind the text that may be looked at */
};

static int is_blank(char c, char separator)
{
    return (c == ' ' || c == '\t') && c != separator;
}

/* The bytes of a text that mean something to a splitter: delimiters, ends of lines, quotation marks. */
typedef struct {
    const char *chunk, *end;
    uint64_t marks; /* of the chunk: those not passed yet, a bit each */
    char separator;
} scanner;

#ifdef __SSE2__
static uint64_t marks_of(const char *chunk, char separator)
{
    const __m128i delimiter = _mm_set1_epi8(separator), quote = _mm_set1_epi8('"');
    const __m128i lf = _mm_set1_epi8('\n'), cr = _mm_set1_epi8('\r');
    uint64_t marks = 0;

    for (size_t k = 0; k < CHUNK; k += sizeof(__m128i)) {
        const __m128i bytes = _mm_loadu_si128((const __m128i *) (const void *) (chunk + k));
        const __m128i ends = _mm_or_si128(_mm_cmpeq_epi8(bytes, lf), _mm_cmpeq_epi8(bytes, cr));
        const __m128i others = _mm_or_si128(_mm_cmpeq_epi8(bytes, delimiter), _mm_cmpeq_epi8(bytes, quote));

        marks |= (uint64_t) (unsigned) _mm_movemask_epi8(_mm_or_si128(ends, others)) << k;
    }
    return marks;
}
#else
static uint64_t marks_of(const char *chunk, char separator)
{
    uint64_t marks = 0;

    for (size_t k = 0; k < CHUNK; k++) {
        const char c = chunk[k];

        marks |= (uint64_t) (c == separator || c == '"' || c == '\n' || c == '\r') << k;
    }
    return marks;
}
#endif

static scanner start_scanner(const char *from, const char *end, char separator)
{
    return (scanner){from, end, marks_of(from, separator), separator};
}

/* On to where there are marks. @return 0 when there are none up to the end */
static int next_chunk(scanner *s)
{
    while (s->marks == 0) {
        if (s->end - s->chunk <= CHUNK)
            return 0;
        s->chunk += CHUNK;
        s->marks = marks_of(s->chunk, s->separator);
    }
    return 1;
}

/* The next mark, or the end of the text, again and again. */
static inline const char *next_mark(scanner *s)
{
    const char *mark = NULL;

    if (s->marks == 0 && !next_chunk(s))
        return s->end;
    mark = s->chunk + __builtin_ctzll(s->marks);
    s->marks &= s->marks - 1;
    return mark;
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

/* A field between quotation marks that holds none; the first one has been passed. @return 0 when it is not so plain
 */
static int quoted_field(scanner *s, const char *quote, titian_field *field, const char **mark)
{
    do
        *mark = next_mark(s);
    while (*mark < s->end && **mark == s->separator);
    if (*mark == s->end || **mark != '"')
        return 0;
    *field = (titian_field){quote + 1, (size_t) (*mark - quote - 1)};
    *mark = next_mark(s);
    return *mark == field->text + field->length + 1 && **mark != '"';
}

/* The fields from p on of which nothing need be looked at but their ends: no blank or quotation mark stands there, a
 * separator behind. Most are such ones. @return where the next field begins */
static const char *bare_fields(titian_csv_block *b, scanner *s, size_t most, const char *p)
{
    titian_field *const fields = b->fields;
    const size_t last = most < b->fields_room ? most : b->fields_room;
    const char separator = s->separator;
    size_t n = b->n_fields;

    while (n < last) {
        const char *mark = NULL;
        size_t length = 0;

        if (s->marks == 0 && !next_chunk(s))
            break;
        mark = s->chunk + __builtin_ctzll(s->marks);
        length = (size_t) (mark - p);
        if (*mark != separator || (unsigned char) *p <= ' ' || (unsigned char) mark[length > 0 ? -1 : 0] <= ' ' ||
            length >= LONG_FIELD)
            break;
        fields[n++] = (titian_field){p, length};
        s->marks &= s->marks - 1;
        p = mark + 1;
    }
    b->n_fields = n;
    return p;
}

/* The field that begins at p. @param mark  receives the mark behind it
 *  @return 0 when it is left to libcsv; the mark is then one of the same line */
static int take_field(titian_csv_block *b, scanner *s, const char *p, const char **mark)
{
    titian_field *field = &b->fields[b->n_fields];
    const char *end = NULL;

    *mark = next_mark(s);
    if (*mark < s->end && **mark == '"')
        return p == *mark && quoted_field(s, p, field, mark);
    for (end = *mark; end > p && is_blank(end[-1], s->separator);)
        end--;
    *field = (titian_field){p, (size_t) (end - p)};
    return 1;
}

/* The fields of a line that begins at p. @param mark  receives a mark of the line, the one at its end if all were
 * taken
 *  @return 1 taken, 0 left to libcsv, -1 no memory */
static int split_fields(titian_csv_block *b, scanner *s, const char *p, const char **mark)
{
    const size_t first = b->n_fields;

    for (;;) {
        p = bare_fields(b, s, first + TITIAN_CSV_FIELDS, p);
        if (reserve_fields(b) != 0)
            return -1;
        while (is_blank(*p, s->separator))
            p++;
        if (!take_field(b, s, p, mark) || b->fields[b->n_fields].length >= LONG_FIELD ||
            b->n_fields - first == TITIAN_CSV_FIELDS)
            return 0;
        if (*mark == s->end || **mark != s->separator)
            break;
        b->n_fields++;
        p = *mark + 1;
    }
    if (b->n_fields > first || *mark > p) /* else the line is blank */
        b->n_fields++;
    return 1;
}

/* The line end at or behind a mark. */
static const char *line_end(scanner *s, const char *mark)
{
    while (mark < s->end && *mark != '\n' && *mark != '\r')
        mark = next_mark(s);
    return mark;
}

/* Behind the line end at a mark. */
static const char *behind(scanner *s, const char *mark)
{
    if (mark < s->end && *mark == '\r' && mark[1] == '\n')
        mark = next_mark(s);
    return mark < s->end ? mark + 1 : mark;
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
    size_t at = b->begin, bad;
    scanner s;

    b->n_lines = 0;
    b->n_fields = 0;
    b->is_doubtful = 0;
    if (at == b->length)
        return 0;
    memset(b->text + b->length, 0, SLACK);
    bad = at + titian_utf8_prefix(b->text + at, b->length - at);
    b->is_doubtful = bad < b->length || titian_utf8_control(b->text + at, b->length - at) != NULL;
    s = start_scanner(b->text + at, b->text + b->length, b->separator);
    while (at < b->length) {
        titian_csv_line *line = new_line(b);
        const size_t first = b->n_fields;
        const char *mark = NULL;
        const int taken = line != NULL ? split_fields(b, &s, b->text + at, &mark) : -1;

        if (taken < 0)
            return -1;
        mark = line_end(&s, mark);
        *line = (titian_csv_line){at, (size_t) (behind(&s, mark) - b->text), first, 0, taken, 0};
        if (bad < line->end) {
            line->is_split = 0;
            bad = line->end + titian_utf8_prefix(b->text + line->end, b->length - line->end);
        }
        /* a line that is cut off in its middle is no record */
        if (mark == s.end && b->problem.code != TITIAN_OK)
            line->is_split = 0;
        if (!line->is_split)
            b->n_fields = first;
        line->n_fields = b->n_fields - first;
        line->is_doubtful = titian_number_row(b->numbers + first, b->fields + first, line->n_fields);
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
    b->begin = !c->begun && cut >= 3 && memcmp(b->text, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
    b->separator = c->separator != '\0' ? c->separator : ',';
    c->begun = 1;
}
