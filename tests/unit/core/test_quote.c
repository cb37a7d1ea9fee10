/* core/quote: what is repeated in a message is one line, and steers no terminal.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit/check.h"

#include <titian/quote.h>
#include <titian/status.h>

static void assert_quoted(const char *text, const char *expected)
{
    char out[TITIAN_QUOTED];

    assert_string_equal(titian_quote_text(out, text, strlen(text)), expected);
}

static void a_plain_text_is_put_between_marks(void **state)
{
    (void) state;
    assert_quoted("", "\"\"");
    assert_quoted("a b", "\"a b\"");
    assert_quoted("C\xC3\xB4te d'Ivoire", "\"C\xC3\xB4te d'Ivoire\"");
    assert_quoted("\xF0\x9F\x8C\x8D", "\"\xF0\x9F\x8C\x8D\"");
}

static void what_breaks_a_line_or_steers_a_terminal_is_a_question_mark(void **state)
{
    (void) state;
    assert_quoted("a\nb\r\tc\x1B[31m\x7F", "\"a?b??c?[31m?\"");
    assert_quoted("\xC2\x85\xC2\x9B\xC2\xA0", "\"??\xC2\xA0\""); /* U+0085, U+009B; U+00A0 is a blank */
    assert_quoted("\xE2\x80\xA8\xE2\x80\xA9\xE2\x80\xAE\xE2\x81\xA6", "\"????\"");
    assert_quoted("\xE2\x80\xA7\xE2\x80\xAF", "\"\xE2\x80\xA7\xE2\x80\xAF\""); /* their neighbours are signs */
}

static void bytes_that_are_not_utf_8_are_question_marks(void **state)
{
    (void) state;
    assert_quoted("a\xFFz", "\"a?z\"");
    assert_quoted("\xC3", "\"?\"");
    assert_quoted("\xE2\x80", "\"??\"");
    assert_quoted("\xC0\x8A", "\"??\""); /* a newline in a form that is none */
    assert_quoted("\xED\xA0\x80", "\"???\"");
}

static void a_long_text_is_cut_between_characters(void **state)
{
    static const char globe[] = "\xF0\x9F\x8C\x8D";
    char text[400], out[TITIAN_QUOTED];

    (void) state;
    for (size_t shift = 0; shift < 4; shift++) {
        for (size_t k = 0; k < 400; k++)
            text[k] = k < shift ? 'a' : globe[(k - shift) % 4];
        (void) titian_quote_text(out, text, 400);
        assert_true(strlen(out) < sizeof out && strlen(out) > 60);
        assert_string_equal(out + strlen(out) - 8, "\xF0\x9F\x8C\x8D...\"");
    }
}

static void a_text_is_tamed_where_it_stands(void **state)
{
    char text[] = "a\xC2\x9B"
                  "b\xFF\xE2\x80\xAE"
                  "c\n\xC3\xA9";

    (void) state;
    assert_string_equal(titian_text_tame(text), "a?b??c?\xC3\xA9");
}

static void every_byte_is_tamed_wherever_it_stands(void **state)
{
    enum { N = 20 };

    (void) state;
    for (int byte = 1; byte < 256; byte++) {
        for (size_t at = 0; at < N; at++) {
            char text[N + 1] = "abcdefghijklmnopqrst", expected[N + 1] = "abcdefghijklmnopqrst";

            text[at] = (char) byte;
            expected[at] = (char) (byte >= 0x20 && byte < 0x7F ? byte : '?');
            assert_string_equal(titian_text_tame(text), expected);
        }
    }
}

static void a_newline_in_a_word_begins_no_mend(void **state)
{
    titian_error err;

    (void) state;
    assert_int_equal(
        titian_fail(&err, TITIAN_E_USAGE, "no \"%s\" of %d\nwrite \"%s\"", "a\nb", 7, "c\x1B\nd"), TITIAN_E_USAGE);
    assert_string_equal(err.message, "no \"a?b\" of 7");
    assert_string_equal(err.mend, "write \"c??d\"");
}

static void a_text_made_elsewhere_has_its_mend_behind_its_first_newline(void **state)
{
    titian_error err;

    (void) state;
    assert_int_equal(titian_fail(&err, TITIAN_E_DATA, "%s", "one\x1B\ntwo\nthree"), TITIAN_E_DATA);
    assert_string_equal(err.message, "one?");
    assert_string_equal(err.mend, "two?three");
}

static void a_message_too_long_for_its_field_still_has_a_mend(void **state)
{
    char text[700];
    titian_error err;

    (void) state;
    memset(text, 'x', sizeof text - 1);
    text[sizeof text - 1] = '\0';
    assert_int_equal(titian_fail(&err, TITIAN_E_DATA, "%s\nmend it", text), TITIAN_E_DATA);
    assert_int_equal(strlen(err.message), TITIAN_ERROR_TEXT - 1);
    assert_string_equal(err.mend, "mend it");
    assert_int_equal(titian_fail(&err, TITIAN_E_DATA, "%s%s\nmend it", text, text), TITIAN_E_DATA);
    assert_int_equal(strlen(err.message), TITIAN_ERROR_TEXT - 1);
    assert_string_equal(err.mend, ""); /* beyond what is looked at */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_plain_text_is_put_between_marks),
        cmocka_unit_test(what_breaks_a_line_or_steers_a_terminal_is_a_question_mark),
        cmocka_unit_test(bytes_that_are_not_utf_8_are_question_marks),
        cmocka_unit_test(a_long_text_is_cut_between_characters),
        cmocka_unit_test(a_text_is_tamed_where_it_stands),
        cmocka_unit_test(every_byte_is_tamed_wherever_it_stands),
        cmocka_unit_test(a_newline_in_a_word_begins_no_mend),
        cmocka_unit_test(a_text_made_elsewhere_has_its_mend_behind_its_first_newline),
        cmocka_unit_test(a_message_too_long_for_its_field_still_has_a_mend),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
