/* Splitting CSV: records, positions, and malformed text.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "input/csv.h"

/* Records as "line[a|b|c]" one after the other, problems as "!line:column". */
typedef struct {
    char text[4096];
    size_t n;
    titian_error last;
} heard;

static void hear(heard *h, const char *format, ...) TITIAN_PRINTF(2, 3);
static void hear(heard *h, const char *format, ...)
{
    va_list args;
    int n;

    va_start(args, format);
    n = vsnprintf(h->text + h->n, sizeof h->text - h->n, format, args);
    va_end(args);
    h->n += (size_t) n;
    assert_true(h->n < sizeof h->text);
}

static titian_status take(const titian_record *record, void *context, titian_error *err)
{
    heard *h = context;
    size_t f;

    (void) err;
    hear(h, "%zu[", record->line);
    for (f = 0; f < record->n_fields; f++) {
        assert_int_equal(record->fields[f].text[record->fields[f].length], '\0');
        hear(h, "%s%.*s", f > 0 ? "|" : "", (int) record->fields[f].length, record->fields[f].text);
    }
    hear(h, "]");
    return TITIAN_OK;
}

static titian_status malformed(const titian_error *problem, void *context)
{
    heard *h = context;

    if (problem == NULL) {
        hear(h, "!again");
        return TITIAN_OK;
    }
    hear(h, "!%zu:%zu", problem->line, problem->column);
    h->last = *problem;
    return TITIAN_OK;
}

static heard split_n(const char *text, size_t n)
{
    heard h = {.n = 0};
    const titian_csv_listener listener = {.take = take, .malformed = malformed, .context = &h};
    titian_error err;

    if (titian_csv_read("a.csv", text, n, &listener, &err) != TITIAN_OK) {
        hear(&h, "!%zu:%zu END", err.line, err.column);
        h.last = err;
    }
    return h;
}

static heard split(const char *text)
{
    return split_n(text, strlen(text));
}

static void splits(const char *text, const char *records)
{
    heard h = split(text);

    assert_string_equal(h.text, records);
}

static void fields_are_split_at_commas(void **state)
{
    (void) state;
    splits("a,b,c\n1,,3\n", "1[a|b|c]2[1||3]");
}

static void lf_crlf_and_cr_end_a_line(void **state)
{
    (void) state;
    splits("a,b\nc,d\n", "1[a|b]2[c|d]");
    splits("a,b\r\nc,d\r\n", "1[a|b]2[c|d]");
    splits("a,b\rc,d\r", "1[a|b]2[c|d]");
    splits("a\r\nb\nc\rd\r\r\ne", "1[a]2[b]3[c]4[d]6[e]");
}

static void the_last_line_needs_no_line_end(void **state)
{
    (void) state;
    splits("a,b\n1,2", "1[a|b]2[1|2]");
    splits("a,b\n1,", "1[a|b]2[1|]");
    splits("a,b\n1,\"2\"", "1[a|b]2[1|2]");
    splits("a,b\n1,\"\"", "1[a|b]2[1|]");
}

static void a_byte_order_mark_is_skipped(void **state)
{
    (void) state;
    splits("\xEF\xBB\xBF"
           "a,b\n",
        "1[a|b]");
    splits("\xEF\xBB\xBF\"a\",b\n", "1[a|b]");
    splits("\xEF\xBB\xBF", "");
}

static void blank_lines_give_no_record_but_count(void **state)
{
    (void) state;
    splits("\n\na,b\n\r\n  \t\n1,2\n\n", "3[a|b]6[1|2]");
    splits("", "");
    splits("\n \n", "");
}

static void a_line_break_in_quotes_belongs_to_the_record_where_it_begins(void **state)
{
    (void) state;
    splits("a,\"x\ny\r\nz\"\nb,c\n", "1[a|x\ny\r\nz]4[b|c]");
    splits("\"\n\n\",1\n\n\"p\"\n", "1[\n\n|1]5[p]");
}

static void a_doubled_quotation_mark_is_one(void **state)
{
    (void) state;
    splits("\"say \"\"hi\"\"\",b\n\"\"\"\"\n", "1[say \"hi\"|b]2[\"]");
}

static void blanks_around_a_field_are_dropped_and_in_quotes_kept(void **state)
{
    (void) state;
    splits(" a ,\t b\t, \" c \" \n", "1[a|b| c ]");
}

static void a_stray_quotation_mark_is_told_and_the_next_line_read(void **state)
{
    heard h = split("a,b\n5\" disk,1\n2,3\n\"x\"y,4\n5,6\n");

    (void) state;
    assert_string_equal(h.text, "1[a|b]!2:13[2|3]!4:15[5|6]");
    assert_string_equal(h.last.message, "a quotation mark stands in the middle of this field");
    assert_int_equal(h.last.code, TITIAN_E_DATA);
    assert_string_equal(h.last.file, "a.csv");
}

static void a_mark_that_is_never_closed_is_told_where_it_opens(void **state)
{
    heard h = split("a,b\n1,\"open\n2,3\n4,5\n");

    (void) state;
    assert_string_equal(h.text, "1[a|b]!2:23[2|3]4[4|5]");
    assert_string_equal(h.last.message, "the quotation mark that opens this field is never closed");
}

static void a_mark_closed_by_that_of_a_later_line_is_told_where_it_opens(void **state)
{
    heard h = split("a,b\n1,\"open\n\n2,\"Uganda\"\n4,5\n");

    (void) state;
    assert_string_equal(h.text, "1[a|b]!2:24[2|Uganda]5[4|5]");
    assert_string_equal(h.last.message,
        "the quotation mark that opens this field is closed only on line 4, in the middle of a field");
}

static void the_faulty_field_is_found_behind_fields_of_many_lines(void **state)
{
    heard h = split("\"a\nb\",\"c\nd\",e\"f\n1,2\n");

    (void) state;
    assert_string_equal(h.text, "!3:34[1|2]");
}

static void bytes_that_are_not_utf8_are_told_once_with_their_field(void **state)
{
    heard h = split("a,b\n1,C\xF4te\n2,x\n\xFF,3\n\n4,5\n");

    (void) state;
    assert_string_equal(h.text, "1[a|b]!2:23[2|x]!again6[4|5]");
    assert_string_equal(h.last.message, "this field holds characters that are not UTF-8");
    assert_non_null(strstr(h.last.mend, "UTF-8"));
}

static void utf8_is_let_through(void **state)
{
    (void) state;
    splits("C\xC3\xB4te,\xE2\x82\xAC,\xF0\x9F\x98\x80\n", "1[C\xC3\xB4te|\xE2\x82\xAC|\xF0\x9F\x98\x80]");
}

static void bad_utf8_of_every_kind_is_caught(void **state)
{
    static const char *const bad[] = {"\x80", "\xC0\x80", "\xC1\xBF", "\xC3", "\xC3(", "\xE0\x80\x80", "\xE2\x82",
        "\xED\xA0\x80", "\xF0\x80\x80\x80", "\xF4\x90\x80\x80", "\xF5\x80\x80\x80", "\xFE", "abcdefgh\xFFijklmnop"};
    size_t k;

    (void) state;
    for (k = 0; k < sizeof bad / sizeof *bad; k++) {
        char text[64];

        snprintf(text, sizeof text, "a,%s,b\n", bad[k]);
        splits(text, "!1:2");
    }
}

static void a_nul_byte_ends_the_reading_with_its_field(void **state)
{
    heard h = split_n("a,b\n1,x\0y\n2,3\n", 13);

    (void) state;
    assert_string_equal(h.text, "1[a|b]!2:2 END");
    assert_string_equal(split_n("a\n\0\n", 4).text, "1[a]!2:1 END");
    assert_string_equal(split_n("\0", 1).text, "!1:1 END");
    assert_string_equal(split_n("a,\"x\n\0", 6).text, "!2:2 END");
}

static void utf16_and_workbooks_are_named_for_what_they_are(void **state)
{
    heard h = split_n("\xFF\xFE"
                      "a\0,\0b\0",
        8);

    (void) state;
    assert_string_equal(h.text, "!1:0 END");
    assert_non_null(strstr(h.last.message, "UTF-16"));
    h = split_n("PK\3\4\x14\0\6\0", 8);
    assert_non_null(strstr(h.last.message, "workbook"));
}

static char *repeat(const char *piece, size_t times)
{
    size_t n = strlen(piece), k;
    char *text = malloc(n * times + 1);

    assert_non_null(text);
    for (k = 0; k < times; k++)
        memcpy(text + k * n, piece, n);
    text[n * times] = '\0';
    return text;
}

static size_t n_seen;
static titian_status count(const titian_record *record, void *context, titian_error *err)
{
    (void) record;
    (void) context;
    (void) err;
    n_seen++;
    return TITIAN_OK;
}

static titian_status shrug(const titian_error *problem, void *context)
{
    (void) problem;
    (void) context;
    n_seen++;
    return TITIAN_OK;
}

static void an_endless_field_is_a_fault_and_not_a_flood(void **state)
{
    char *text = repeat("0123456789abcdef", 1 << 17);
    titian_error err;

    (void) state;
    n_seen = 0;
    assert_int_equal(titian_csv_parse("a.csv", text, strlen(text), count, NULL, &err), TITIAN_E_DATA);
    assert_int_equal(n_seen, 0);
    assert_int_equal(err.line, 1);
    assert_int_equal(err.column, 1);
    assert_non_null(strstr(err.message, "longer than"));
    free(text);
}

static void a_mark_left_open_in_a_large_file_hides_one_line_only(void **state)
{
    const titian_csv_listener listener = {.take = count, .malformed = shrug};
    char *lines = repeat("2,3\n", 400000), *text = malloc(1600100);
    int n;

    (void) state;
    assert_non_null(text);
    n = snprintf(text, 1600100, "a,b\n1,\"x\n%s", lines);
    n_seen = 0;
    assert_int_equal(titian_csv_read("a.csv", text, (size_t) n, &listener, NULL), TITIAN_OK);
    assert_int_equal(n_seen, 1 + 1 + 400000);
    free(lines);
    free(text);
}

static void a_line_of_endless_fields_is_a_fault(void **state)
{
    char *text = repeat(",", 70000);
    titian_error err;

    (void) state;
    assert_int_equal(titian_csv_parse("a.csv", text, strlen(text), count, NULL, &err), TITIAN_E_DATA);
    assert_int_equal(err.line, 1);
    free(text);
}

static void hostile_quotation_marks_are_read_in_linear_time(void **state)
{
    static const char *const pieces[] = {
        "\"\n", "\"x\n", "x\"\n", "\"\"x\n", ",\"\r", "\"\xFF\n", "\"\"\n", "\"a\"\"\n"};
    const titian_csv_listener listener = {.take = count, .malformed = shrug};
    size_t k;

    (void) state;
    for (k = 0; k < sizeof pieces / sizeof *pieces; k++) { /* minutes, if each fault cost a pass over the text */
        char *text = repeat(pieces[k], 30000);
        titian_error err;

        n_seen = 0;
        assert_int_equal(titian_csv_read("a.csv", text, strlen(text), &listener, &err), TITIAN_OK);
        assert_true(n_seen > 0);
        free(text);
    }
}

static titian_status refuse(const titian_record *record, void *context, titian_error *err)
{
    (void) context;
    return titian_fail(err, TITIAN_E_USAGE, "no more after line %zu", record->line);
}

static void a_taker_that_fails_stops_the_reading(void **state)
{
    titian_error err;

    (void) state;
    assert_int_equal(titian_csv_parse("a.csv", "a\nb\n", 4, refuse, NULL, &err), TITIAN_E_USAGE);
    assert_string_equal(err.message, "no more after line 1");
}

static void without_a_listener_the_first_malformed_record_fails(void **state)
{
    titian_error err;

    (void) state;
    n_seen = 0;
    assert_int_equal(titian_csv_parse("a.csv", "a\nb\"c\nd\"e\n", 10, count, NULL, &err), TITIAN_E_DATA);
    assert_int_equal(n_seen, 1);
    assert_int_equal(err.line, 2);
    assert_int_equal(titian_csv_parse("a.csv", "a\n\xFF\n", 4, count, NULL, NULL), TITIAN_E_DATA);
    assert_int_equal(titian_csv_parse("a.csv", NULL, 0, count, NULL, NULL), TITIAN_OK);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fields_are_split_at_commas),
        cmocka_unit_test(lf_crlf_and_cr_end_a_line),
        cmocka_unit_test(the_last_line_needs_no_line_end),
        cmocka_unit_test(a_byte_order_mark_is_skipped),
        cmocka_unit_test(blank_lines_give_no_record_but_count),
        cmocka_unit_test(a_line_break_in_quotes_belongs_to_the_record_where_it_begins),
        cmocka_unit_test(a_doubled_quotation_mark_is_one),
        cmocka_unit_test(blanks_around_a_field_are_dropped_and_in_quotes_kept),
        cmocka_unit_test(a_stray_quotation_mark_is_told_and_the_next_line_read),
        cmocka_unit_test(a_mark_that_is_never_closed_is_told_where_it_opens),
        cmocka_unit_test(a_mark_closed_by_that_of_a_later_line_is_told_where_it_opens),
        cmocka_unit_test(the_faulty_field_is_found_behind_fields_of_many_lines),
        cmocka_unit_test(bytes_that_are_not_utf8_are_told_once_with_their_field),
        cmocka_unit_test(utf8_is_let_through),
        cmocka_unit_test(bad_utf8_of_every_kind_is_caught),
        cmocka_unit_test(a_nul_byte_ends_the_reading_with_its_field),
        cmocka_unit_test(utf16_and_workbooks_are_named_for_what_they_are),
        cmocka_unit_test(an_endless_field_is_a_fault_and_not_a_flood),
        cmocka_unit_test(a_mark_left_open_in_a_large_file_hides_one_line_only),
        cmocka_unit_test(a_line_of_endless_fields_is_a_fault),
        cmocka_unit_test(hostile_quotation_marks_are_read_in_linear_time),
        cmocka_unit_test(a_taker_that_fails_stops_the_reading),
        cmocka_unit_test(without_a_listener_the_first_malformed_record_fails),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
