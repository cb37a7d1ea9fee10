/* Whatever way a text goes through the splitter, in blocks of any size, by any number of threads, through libcsv
 * alone or past it, the records, their lines and what is said about them are the same. SPDX-License-Identifier:
 * GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <csv.h>

#include "input/csv_block.h"
#include "input/csv_splitter.h"
#include "input/number.h"

enum { TEXT = 160, HEARD = 1 << 15 };

typedef struct {
    char text[HEARD];
    size_t n;
} heard;

static void hear(heard *h, const void *bytes, size_t n)
{
    assert_true(h->n + n < sizeof h->text);
    if (n > 0)
        memcpy(h->text + h->n, bytes, n);
    h->n += n;
}

static titian_status take(const titian_record *record, void *context, titian_error *err)
{
    heard *h = context;
    char line[32];

    (void) err;
    hear(h, line, (size_t) snprintf(line, sizeof line, "%zu[", record->line));
    for (size_t f = 0; f < record->n_fields; f++) {
        const titian_field *field = &record->fields[f];
        double number;

        assert_int_equal(field->text[field->length], '\0');
        hear(h, field->text, field->length);
        hear(h, "|", 1);
        if (record->numbers == NULL || record->numbers[f] != record->numbers[f])
            continue;
        assert_int_equal(titian_number_parse(field->text, field->length, &number), TITIAN_NUMBER_OK);
        assert_memory_equal(&number, &record->numbers[f], sizeof number);
    }
    hear(h, "]", 1);
    return TITIAN_OK;
}

static titian_status malformed(const titian_error *problem, void *context)
{
    char text[1024] = "!again";
    heard *h = context;

    if (problem != NULL)
        (void) snprintf(text, sizeof text, "!%zu:%zu:%s", problem->line, problem->column, problem->message);
    hear(h, text, strlen(text));
    return TITIAN_OK;
}

static void hear_end(heard *h, titian_status status, const titian_error *err)
{
    if (status != TITIAN_OK)
        (void) malformed(err, h);
}

static void split_in_blocks(heard *h, const char *text, size_t n, int threads, size_t block)
{
    const titian_csv_listener listener = {.take = take, .malformed = malformed, .context = h};
    const titian_csv_pace pace = {threads, block};
    titian_bytes *bytes = titian_bytes_of(text, n);
    titian_error err;

    h->n = 0;
    assert_non_null(bytes);
    hear_end(h, titian_csv_stream("a.csv", bytes, &pace, &listener, &err), &err);
    titian_bytes_free(bytes);
}

/* One block in which no line is split, so that libcsv has every byte of it. */
static void split_by_libcsv(heard *h, const char *text, size_t n)
{
    const titian_csv_listener listener = {.take = take, .malformed = malformed, .context = h};
    titian_bytes *bytes = titian_bytes_of(text, n);
    titian_csv_cutter cutter = {.bytes = bytes, .name = "a.csv", .size = TEXT + 1};
    titian_csv_block block = {.text = NULL};
    titian_error err;
    titian_csv_splitter *splitter = titian_csv_splitter_new("a.csv", &listener, &err);

    h->n = 0;
    titian_csv_cutter_next(&cutter, &block);
    assert_true(block.is_last);
    assert_int_equal(titian_csv_block_split(&block), 0);
    for (size_t k = 0; k < block.n_lines; k++)
        block.lines[k].is_split = 0;
    hear_end(h, titian_csv_splitter_take(splitter, &block), &err);
    titian_csv_splitter_free(splitter);
    titian_csv_block_free(&block);
    free(cutter.rest);
    titian_bytes_free(bytes);
}

static uint64_t state;

static size_t below(size_t n)
{
    state = state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (size_t) ((state >> 33) % n);
}

/* Pieces that meet in every order: what ends fields and lines, half characters, numbers of all kinds. */
static size_t make_text(char text[TEXT], int with_faults)
{
    static const char *const pieces[] = {",", ",", "\n", "\r\n", "\r", " ", "\t", "a", "\xC3\xA9", "1", "23.5", "-0",
        "12345678", "0.123456789", "9007199254740993", ".5", "7.", "+4", "1e3", "..", "NA", "\"b\"", "\"\"",
        "\"c,d\"", "\"e\nf\"", "\"g\"\"h\"", " \"i\" ", "\"", "\xC3", "\xFF", "x\"y"};
    const size_t n_pieces = sizeof pieces / sizeof *pieces - (with_faults ? 0 : 4);
    size_t n = 0;

    while (n < TEXT - 20 && below(40) > 0) {
        const char *piece = pieces[below(n_pieces)];
        const int quoted = !with_faults && strchr(piece, '"') != NULL; /* a field by itself, then */

        n += (size_t) snprintf(text + n, TEXT - n, "%s%s%s", quoted ? "," : "", piece, quoted ? "," : "");
    }
    return n;
}

static void every_way_through_the_splitter_tells_the_same(void **unused)
{
    static heard one, other;
    char text[TEXT];

    (void) unused;
    state = 1;
    for (size_t k = 0; k < 30000; k++) {
        const size_t n = make_text(text, (int) below(2));

        split_by_libcsv(&one, text, n);
        split_in_blocks(&other, text, n, 1, 1 + below(60));
        assert_int_equal(one.n, other.n);
        assert_memory_equal(one.text, other.text, one.n);
    }
}

static void any_number_of_threads_tells_the_same(void **unused)
{
    static heard one, other;
    char text[TEXT];

    (void) unused;
    state = 2;
    for (size_t k = 0; k < 300; k++) {
        const size_t n = make_text(text, 1);

        split_in_blocks(&one, text, n, 1, TEXT);
        for (int threads = 2; threads <= 3; threads++) {
            split_in_blocks(&other, text, n, threads, 1 + below(30));
            assert_int_equal(one.n, other.n);
            assert_memory_equal(one.text, other.text, one.n);
        }
    }
}

/* libcsv's own callbacks, without lines, on texts that it takes. */
static void hear_field(void *text, size_t n, void *context)
{
    hear(context, text, n);
    hear(context, "|", 1);
}

static void hear_record(int end, void *context)
{
    (void) end;
    hear(context, "]", 1);
}

static titian_status take_bare(const titian_record *record, void *context, titian_error *err)
{
    (void) err;
    for (size_t f = 0; f < record->n_fields; f++) {
        hear(context, record->fields[f].text, record->fields[f].length);
        hear(context, "|", 1);
    }
    hear(context, "]", 1);
    return TITIAN_OK;
}

static void records_are_those_of_libcsv(void **unused)
{
    static heard one, other;
    char text[TEXT];
    size_t n_compared = 0;

    (void) unused;
    state = 3;
    for (size_t k = 0; k < 20000; k++) {
        const size_t n = make_text(text, 0);
        struct csv_parser parser;

        one.n = other.n = 0;
        (void) csv_init(&parser, CSV_STRICT | CSV_STRICT_FINI);
        if (csv_parse(&parser, text, n, hear_field, hear_record, &one) == n &&
            csv_fini(&parser, hear_field, hear_record, &one) == 0) {
            assert_int_equal(titian_csv_parse("a.csv", text, n, take_bare, &other, NULL), TITIAN_OK);
            assert_int_equal(one.n, other.n);
            assert_memory_equal(one.text, other.text, one.n);
            n_compared++;
        }
        csv_free(&parser);
    }
    assert_true(n_compared > 5000);
}

static void a_line_longer_than_a_block_is_taken_whole(void **unused)
{
    static heard one, other;
    char text[TEXT];

    (void) unused;
    memset(text, '1', sizeof text);
    text[TEXT / 2] = ',';
    text[TEXT - 1] = '\n';
    split_in_blocks(&one, text, sizeof text, 1, 3);
    split_by_libcsv(&other, text, sizeof text);
    assert_int_equal(one.n, other.n);
    assert_memory_equal(one.text, other.text, one.n);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_way_through_the_splitter_tells_the_same),
        cmocka_unit_test(any_number_of_threads_tells_the_same),
        cmocka_unit_test(records_are_those_of_libcsv),
        cmocka_unit_test(a_line_longer_than_a_block_is_taken_whole),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
