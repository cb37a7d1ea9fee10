/* reports/workbook: words and style, what can be said of them without an office program.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit/reports/pages.h"

#include "workbook/areas.h"
#include "workbook/words.h"

#include <stdlib.h>
#include <string.h>

static const char flat[] = "A X 1 goalposts 0 10\nX - 1\n";

/* ---- numbers in sentences ---- */

static void a_number_in_a_sentence_is_rounded_as_a_spreadsheet_rounds(void **state)
{
    (void) state;
    assert_string_equal(fixed_number(38.44, 1).text, "38.4");
    assert_string_equal(fixed_number(0.25, 1).text, "0.3"); /* a half goes away from zero, not to the even digit */
    assert_string_equal(fixed_number(-0.25, 1).text, "-0.3");
    assert_string_equal(fixed_number(1.005, 2).text, "1.01"); /* a half that binary digits hide */
    assert_string_equal(fixed_number(2.5, 0).text, "3");
    assert_string_equal(fixed_number(-0.04, 1).text, "0.0"); /* no minus before a zero */
    assert_string_equal(fixed_number(TITIAN_MISSING, 1).text, "");
}

static void thousands_are_set_apart_as_a_spreadsheet_does(void **state)
{
    (void) state;
    assert_string_equal(grouped_number(100000000, 1).text, "100,000,000.0");
    assert_string_equal(grouped_number(-1234567.25, 1).text, "-1,234,567.3");
    assert_string_equal(grouped_number(-999.6, 0).text, "-1,000");
    assert_string_equal(grouped_number(999, 3).text, "999.000");
    assert_string_equal(grouped_number(0, 0).text, "0");
    assert_string_equal(grouped_number(TITIAN_MISSING, 1).text, "");
    /* longer than its room: the digits that fit, never more */
    assert_true(strlen(grouped_number(1e300, 2).text) < sizeof(fixed_text));
}

static void a_sentence_is_a_formula_and_its_result(void **state)
{
    pages p;
    sentence *s = NULL;

    (void) state;
    pages_open(&p);
    s = sentence_new(pages_book(&p));
    sentence_words(s, "He said \"");
    sentence_number(s, 12.345, 1, "A1");
    sentence_words(s, "\".");
    sentence_put(s, AT(p.b->sheets[SHEET_SUMMARY], 0, 0, STYLE_TEXT));
    assert_string_equal(
        formula_at(&p, SHEET_SUMMARY, 0, 0), "\"He said \"\"\"&IF(ISNUMBER(A1),FIXED(A1,1,TRUE),\"-\")&\"\"\".\"");
    assert_string_equal(text_at(&p, SHEET_SUMMARY, 0, 0), "He said \"12.3\".");
    pages_close(&p);
}

static void long_words_are_cut_into_texts_that_a_formula_can_hold(void **state)
{
    pages p;
    sentence *s = NULL;
    char words[700];
    const char *formula = NULL;
    size_t inside = 0, most = 0;

    (void) state;
    pages_open(&p);
    for (size_t k = 0; k + 2 < sizeof words; k += 2)
        memcpy(words + k, "\xC3\xA9", 3); /* a letter of two bytes: never cut within */
    s = sentence_new(pages_book(&p));
    sentence_words(s, words);
    sentence_put(s, AT(p.b->sheets[SHEET_SUMMARY], 0, 0, STYLE_TEXT));
    assert_true(book_good(p.b));
    assert_string_equal(text_at(&p, SHEET_SUMMARY, 0, 0), words);
    formula = formula_at(&p, SHEET_SUMMARY, 0, 0);
    for (const char *c = formula; *c != '\0'; c++) {
        inside = *c == '"' ? 0 : inside + 1;
        most = inside > most ? inside : most;
    }
    assert_true(most <= 255);
    pages_close(&p);
}

static void units_are_countries_when_every_code_is_one_of_three_capitals(void **state)
{
    pages p;

    (void) state;
    pages_open(&p);
    assert_string_equal(unit_word(pages_book(&p), 1), "units");
    pages_close(&p);
    pages_open_text(&p, flat, "IDN 2020 A 5\nTLS 2020 A 3\n");
    assert_string_equal(unit_word(pages_book(&p), 0), "country");
    pages_close(&p);
}

/* ---- areas ---- */

static void areas_are_the_second_level_and_of_a_flat_index_the_indicators(void **state)
{
    pages p;
    size_t n = 0;

    (void) state;
    pages_open(&p); /* P and Q under X */
    assert_int_equal(area_first(pages_book(&p), &n), 3);
    assert_int_equal(n, 2);
    pages_close(&p);
    pages_open_text(&p, flat, "IDN 2020 A 5\nTLS 2020 A 3\n");
    assert_int_equal(area_first(pages_book(&p), &n), 0);
    assert_int_equal(n, 1);
    pages_close(&p);
}

static void peers_share_a_label_of_three_or_more(void **state)
{
    static const char tree[] = "A X 1 goalposts 0 10\nX - 1\ngroup poor\ngroup region\n";
    pages p;
    size_t extra[2] = {0, 0};

    (void) state;
    pages_open_text(
        &p, tree, "U1 2020 A 5 poor 1 region east\nU2 2020 A 3 poor 0 region west\nU3 2020 A 2 region south\n");
    assert_int_equal(peer_groups(pages_book(&p), extra), 1);
    assert_int_equal(extra[0], 1);
    pages_close(&p);
}

static void units_stand_in_the_order_of_their_ranks_and_ties_in_that_of_the_data(void **state)
{
    pages p;
    size_t n = 0, *order = NULL;

    (void) state;
    pages_open_text(&p, flat, "U1 2020 A 3\nU2 2020 A 5\nU3 2020 A -\nU4 2020 A 5\n");
    order = units_in_order(pages_book(&p), &n);
    assert_int_equal(n, 3);
    assert_int_equal(order[0], 1);
    assert_int_equal(order[1], 3);
    assert_int_equal(order[2], 0);
    free(order);
    pages_close(&p);
}

/* ---- style ---- */

static void a_value_has_as_many_decimals_as_its_size_deserves(void **state)
{
    (void) state;
    assert_int_equal(style_for(STYLE_VALUE, 160000000.5), STYLE_VALUE_0);
    assert_int_equal(style_for(STYLE_VALUE, -3), STYLE_VALUE_0);
    assert_int_equal(style_for(STYLE_VALUE, 66.4), STYLE_VALUE_1);
    assert_int_equal(style_for(STYLE_VALUE, -0.231), STYLE_VALUE_3);
    assert_int_equal(style_for(STYLE_VALUE, 0.00012), STYLE_VALUE_5);
    assert_int_equal(style_for(STYLE_VALUE, 0.000012), STYLE_VALUE);
    assert_int_equal(style_for(STYLE_VALUE, TITIAN_MISSING), STYLE_VALUE);
    assert_int_equal(style_for(STYLE_SCORE, 66.4), STYLE_SCORE);
}

static void lines_break_between_words_and_within_none(void **state)
{
    (void) state;
    assert_int_equal(style_lines_of("", 20), 1);
    assert_int_equal(style_lines_of("one line", 20), 1);
    assert_int_equal(style_lines_of("one\ntwo\nthree", 20), 3);
    assert_int_equal(style_lines_of("these are words for two lines", 18), 2);
    assert_int_equal(style_lines_of("Wordswithoutanyspacebetweenthem", 12), 4);
    assert_int_equal(style_lines_of("illilli illilli illilli", 18), 1); /* narrow letters */
    assert_int_equal(style_lines_of("WMWMWMW WMWMWMW WMWMWMW", 18), 3);
}

static void a_width_stays_between_its_limits(void **state)
{
    (void) state;
    assert_near(style_width_of("i", 8, 30), 8, 0);
    assert_near(style_width_of("a text that is a good deal longer than thirty letters", 8, 30), 30, 0);
    assert_near(style_width_of("\xC3\x85land", 0, 30), style_width_of("Xland", 0, 30), 0.3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_number_in_a_sentence_is_rounded_as_a_spreadsheet_rounds),
        cmocka_unit_test(thousands_are_set_apart_as_a_spreadsheet_does),
        cmocka_unit_test(a_sentence_is_a_formula_and_its_result),
        cmocka_unit_test(long_words_are_cut_into_texts_that_a_formula_can_hold),
        cmocka_unit_test(units_are_countries_when_every_code_is_one_of_three_capitals),
        cmocka_unit_test(areas_are_the_second_level_and_of_a_flat_index_the_indicators),
        cmocka_unit_test(peers_share_a_label_of_three_or_more),
        cmocka_unit_test(units_stand_in_the_order_of_their_ranks_and_ties_in_that_of_the_data),
        cmocka_unit_test(a_value_has_as_many_decimals_as_its_size_deserves),
        cmocka_unit_test(lines_break_between_words_and_within_none),
        cmocka_unit_test(a_width_stays_between_its_limits),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
