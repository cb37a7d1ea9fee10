/* The shape of model.yaml: bad YAML, unknown and repeated keys, values of the wrong kind, each at its line and
 * column. SPDX-License-Identifier: GPL-3.0-or-later */
#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "model/words.h"
#include "model/yaml_text.h"
#include "unit/model/attempt.h"

static const char yaml[] = "model.yaml";

static void an_empty_document_is_a_model_with_the_defaults(void **state)
{
    static const char *const texts[] = {"", "\n\n", "# nothing\n", "---\n"};

    (void) state;
    for (size_t k = 0; k < 3; k++) {
        attempt *a = attempt_parse(texts[k], sound_framework);

        assert_sound(a);
        let_go(a);
    }
}

static void bad_syntax_is_told_with_line_column_and_mend(void **state)
{
    static const struct {
        const char *text;
        size_t line, column;
        const char *message;
    } cases[] = {
        {"title: [a\n", 2, 1, "the closing \"]\" is missing (in what begins on line 1)"},
        {"title: x\nbands: {a: 1\nyear: 2\n", 3, 5, "the closing \"}\" is missing"},
        {"a: b: c\n", 1, 5, "a \":\" stands where no key can be"},
        {"title: \"x\n", 2, 1, "the file ends inside a quoted text"},
        {"title: x\n\tyear: 1\n", 2, 1, "a tab stands where only blanks can be"},
        {"title: a\xFF\n", 1, 9, "UTF-8"},
        {"title: a\x01\n", 1, 9, "a control character"},
        {"title: \"\\q\"\n", 1, 9, "a backslash"},
        {"title: %a\n", 1, 8, "a value cannot begin with this character"},
    };

    (void) state;
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++)
        assert_yaml_fault(cases[k].text, cases[k].line, cases[k].column, cases[k].message);
}

static void columns_count_characters_not_bytes(void **state)
{
    (void) state;
    assert_yaml_fault("bands: [{name: \"\xC3\xA9\xC3\xA9\", from: x}]\n", 1, 28, "\"x\" is not a number");
}

static void aliases_anchors_and_tags_are_refused(void **state)
{
    (void) state;
    assert_yaml_fault("title: &t x\n", 1, 8, "anchors (&) and aliases (*)");
    assert_yaml_fault("title: x\nedition: *t\n", 2, 10, "anchors (&) and aliases (*)");
    assert_yaml_fault("title: !!str x\n", 1, 8, "tags (!)");
    assert_yaml_fault("units: !a [x]\n", 1, 8, "tags (!)");
    assert_yaml_fault("units: !a {x: y}\n", 1, 8, "tags (!)");
}

static void a_second_document_is_refused(void **state)
{
    (void) state;
    assert_yaml_fault("title: x\n---\ntitle: y\n", 2, 1, "a second document");
}

static void deep_nesting_is_refused(void **state)
{
    char deep[3001];

    (void) state;
    memset(deep, '[', 3000);
    deep[3000] = '\0';
    assert_yaml_fault(deep, 1, 17, "nested more than 16 deep");
}

static void a_file_over_one_mebibyte_is_refused(void **state)
{
    const size_t n = 1024 * 1024 + 1;
    char *large = malloc(n);
    attempt *a = NULL;

    (void) state;
    assert_non_null(large);
    memset(large, '#', n);
    a = attempt_bytes(large, n, sound_framework, strlen(sound_framework));
    assert_fault(a, yaml, 0, 0, "1048577 bytes; a model has at most 1048576");
    let_go(a);
    a = attempt_bytes(large, n - 1, sound_framework, strlen(sound_framework));
    assert_sound(a);
    let_go(a);
    free(large);
}

static void an_unknown_key_is_told_with_the_known_ones(void **state)
{
    attempt *a = attempt_parse("treat:\n  method: winsorise\n  skewnes: 2\n", sound_framework);

    (void) state;
    assert_fault(a, yaml, 3, 3, "unknown key \"skewnes\" under \"treat\"");
    assert_mend(a, yaml, 3, "did you mean \"skewness\"? known keys: method, ");
    assert_n_faults(a, 1);
    let_go(a);
}

static void unknown_keys_are_found_at_every_depth(void **state)
{
    (void) state;
    assert_yaml_fault("titel: x\n", 1, 1, "unknown key \"titel\"");
    assert_yaml_fault("units: [{group: grp, in: [a], raeson: x}]\n", 1, 31, "in entry 1 of \"units\"");
    assert_yaml_fault(
        "aggregate: [{level: 2}, {levle: 3}]\n", 1, 26, "unknown key \"levle\" in entry 2 of \"aggregate\"");
    assert_yaml_fault("priority: {aid: {variable: ctx, yaers: 3}}\n", 1, 33, "under \"priority.aid\"");
    assert_yaml_fault("priority: {absorption: {variables: [{variable: ctx, low: 0, high: 1, lo: 2}]}}\n", 1, 70,
        "in entry 1 of \"priority.absorption.variables\"");
    assert_yaml_fault("screen: {max_age: 2, level: 2}\n", 1, 22, "unknown key \"level\" under \"screen\"");
    assert_yaml_fault("impute: {max_age: 2}\n", 1, 10, "unknown key \"max_age\" under \"impute\"");
}

static void a_key_given_twice_is_an_error(void **state)
{
    (void) state;
    assert_yaml_fault("title: x\nyear: 2000\ntitle: y\n", 3, 1, "\"title\" stands on line 1 already");
    assert_yaml_fault("screen: {by: count, by: weight}\n", 1, 21, "the key \"by\" under \"screen\"");
}

static void a_missing_key_is_told_at_its_block(void **state)
{
    (void) state;
    assert_yaml_fault("bands:\n  - {from: 0}\n", 2, 5, "entry 1 of \"bands\" has no key \"name\"");
    assert_yaml_fault("units: [{in: [a]}]\n", 1, 9, "has no key \"group\"");
    assert_yaml_fault("priority: {aid: {years: 2}}\n", 1, 17, "\"aid\" under \"priority\" has no key \"variable\"");
    assert_yaml_fault("priority: {vulnerability: [{group: grp, in: [a]}]}\n", 1, 28, "has no key \"value\"");
}

static void a_value_of_the_wrong_kind_is_told(void **state)
{
    (void) state;
    assert_yaml_fault("- a\n", 1, 1, "the model is a list, but a block of keys belongs here");
    assert_yaml_fault("just text\n", 1, 1, "the model is a single value");
    assert_yaml_fault("screen: coverage\n", 1, 9, "\"screen\" is a single value, but a block of keys belongs here");
    assert_yaml_fault("aggregate: {method: geometric}\n", 1, 12, "\"aggregate\" is a block of keys, but a list");
    assert_yaml_fault("title: [a, b]\n", 1, 8, "\"title\" is a list, but a single value");
    assert_yaml_fault("bands: [1]\n", 1, 9, "entry 1 of \"bands\" is a single value");
    assert_yaml_fault("order: [[a]]\n", 1, 9, "entry 1 of \"order\" is a list");
    assert_yaml_fault("? [a]\n: b\n", 1, 3, "a list stands where a key should");
}

static void a_value_left_out_is_told(void **state)
{
    (void) state;
    assert_yaml_fault("title:\n", 1, 7, "\"title\" has no value");
    assert_yaml_fault("title: ~\n", 1, 8, "\"title\" has no value");
    assert_yaml_fault("priority: {target: null}\n", 1, 20, "\"target\" under \"priority\" has no value");
    assert_yaml_fault("bands: []\n", 1, 8, "\"bands\" is an empty list");
    assert_yaml_fault("framework:\n", 1, 11, "\"framework\" has no value");
}

/* Each of these is a number to strtod, and so to libcyaml. */
static void what_is_not_quite_a_number_is_refused(void **state)
{
    static const char *const words[] = {"1.5z", "0x10", "nan", "inf", "-.inf", "1e999", "1,5", "\"\"", "12 3"};

    (void) state;
    for (size_t k = 0; k < sizeof words / sizeof *words; k++) {
        char text[80];

        (void) snprintf(text, sizeof text, "priority:\n  alpha: %s\n", words[k]);
        assert_yaml_fault(text, 2, 10, "under \"priority\"");
    }
}

static void a_number_in_any_decimal_form_is_read(void **state)
{
    attempt *a = attempt_parse(
        "year: 2.01e3\npriority: {alpha: 010, target: .5, people_reference: \"1000\"}\n", sound_framework);

    (void) state;
    assert_sound(a);
    assert_int_equal(titian_model_describe(a->model)->year, 2010);
    assert_true(titian_model_recipe(a->model)->priority.alpha == 10.0);
    assert_true(titian_model_recipe(a->model)->priority.target == 0.5);
    assert_true(titian_model_recipe(a->model)->priority.people_reference == 1000.0);
    let_go(a);
}

static void a_decimal_comma_in_the_locale_changes_nothing(void **state)
{
    const char *got = setlocale(LC_NUMERIC, "de_DE.UTF-8");
    attempt *a = attempt_parse("priority: {alpha: 0.5}\n", sound_framework);

    (void) state;
    (void) got; /* where that locale is not installed the test proves little, but holds */
    assert_sound(a);
    assert_true(titian_model_recipe(a->model)->priority.alpha == 0.5);
    let_go(a);
    (void) setlocale(LC_NUMERIC, "C");
}

static void only_true_and_false_are_flags(void **state)
{
    static const char *const words[] = {"yes", "no", "on", "1", "True", "fals"};

    (void) state;
    for (size_t k = 0; k < sizeof words / sizeof *words; k++) {
        char text[80];

        (void) snprintf(text, sizeof text, "normalise: {method: goalposts, clip: %s}\n", words[k]);
        assert_yaml_fault(text, 1, 38, "is neither true nor false");
    }
}

static void a_range_has_two_numbers(void **state)
{
    (void) state;
    assert_yaml_fault("normalise: {range: [1]}\n", 1, 20, "must have 2 entries, not 1");
    assert_yaml_fault("normalise: {range: [1, 2, 3]}\n", 1, 20, "must have 2 entries, not 3");
    assert_yaml_fault(
        "normalise: {range: [1, x]}\n", 1, 24, "\"x\" is not a number (entry 2 of \"normalise.range\")");
    assert_yaml_fault("normalise: {range: 5}\n", 1, 20, "a list belongs here");
}

static void a_control_character_in_a_text_is_refused(void **state)
{
    (void) state;
    assert_yaml_fault("title: \"a\\0b\"\n", 1, 8, "\"title\" holds a control character");
}

static void many_faults_of_shape_are_all_told(void **state)
{
    attempt *a =
        attempt_parse("titel: x\nyear: soon\nscreen: {bye: count, min_coverage: much}\nbands: [{from: 1}, 3]\n"
                      "year: 3\n",
            sound_framework);

    (void) state;
    assert_fault(a, yaml, 1, 1, "unknown key \"titel\"");
    assert_fault(a, yaml, 2, 7, "\"soon\" is not a number");
    assert_fault(a, yaml, 3, 10, "unknown key \"bye\"");
    assert_fault(a, yaml, 3, 36, "\"much\" is not a number");
    assert_fault(a, yaml, 4, 9, "has no key \"name\"");
    assert_fault(a, yaml, 4, 20, "entry 2 of \"bands\"");
    assert_fault(a, yaml, 5, 1, "stands on line 2 already");
    assert_n_faults(a, 7);
    let_go(a);
}

static void unknown_keys_do_not_hide_faults_of_meaning_or_of_the_framework(void **state)
{
    char *changed = framework_with("1,P,2,-1", "1,P,-2,-1");
    attempt *a = attempt_parse("titel: x\ntreat: {method: winsorize}\nunits: [{group: pgr, in: [a]}]\n", changed);

    (void) state;
    assert_fault(a, yaml, 1, 1, "unknown key \"titel\"");
    assert_fault(a, yaml, 2, 17, "unknown method \"winsorize\" for treat");
    assert_mend(a, yaml, 2, "did you mean \"winsorise\"?");
    assert_fault(a, yaml, 3, 17, "there is no row \"pgr\"");
    assert_fault(a, "framework.csv", 3, 6, "Weight is -2");
    assert_n_faults(a, 4);
    let_go(a);
    free(changed);
}

static void what_libcyaml_alone_refuses_is_told_in_users_words(void **state)
{
    (void) state;
    assert_yaml_fault("title: x\nyear: 1e-310\n", 2, 7, "the number \"1e-310\" is too large or too near 0");
}

static void say_to(titian_cyaml_log *log, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    titian_cyaml_listen(CYAML_LOG_ERROR, log, format, args);
    va_end(args);
}

static void libcyamls_log_gives_message_and_innermost_place(void **state)
{
    titian_cyaml_log log = {.line = 0};
    attempt heard = {.n_heard = 0};
    titian_faults faults = titian_faults_start(&heard.problems);

    (void) state;
    say_to(&log, "Load: Unexpected key: %s\n", "skew");
    say_to(&log, "Load: Backtrace:\n");
    say_to(&log, "  in mapping field '%s' (line: %zu, column: %zu)\n", "treat", (size_t) 7, (size_t) 3);
    say_to(&log, "  in mapping (line: %zu, column: %zu)\n", (size_t) 1, (size_t) 1);
    assert_string_equal(log.message, "Load: Unexpected key: skew");
    titian_cyaml_say(&log, CYAML_ERR_INVALID_KEY, "m.yaml", &faults);
    assert_string_equal(faults.first.message, "unknown key \"skew\"");
    assert_true(faults.first.mend[0] != '\0');
    assert_int_equal(faults.first.line, 7);
    assert_int_equal(faults.first.column, 3);
    faults = titian_faults_start(NULL);
    log = (titian_cyaml_log){.line = 0};
    titian_cyaml_say(&log, CYAML_ERR_ALIAS, "m.yaml", &faults);
    assert_non_null(strstr(faults.first.message, "the model cannot be read"));
}

static void a_users_word_is_made_safe_to_print(void **state)
{
    char text[200];

    (void) state;
    assert_string_equal(titian_quote("a\nb\tc").text, "\"a b c\"");
    memset(text, 'x', sizeof text);
    memcpy(text + 59, "\xC3\xA9", 2); /* a character across the cut */
    text[199] = '\0';
    assert_int_equal(strlen(titian_quote(text).text), 1 + 59 + 4 + 1);
    assert_string_equal(titian_quote_n("abc", 2).text, "\"ab\"");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_empty_document_is_a_model_with_the_defaults),
        cmocka_unit_test(bad_syntax_is_told_with_line_column_and_mend),
        cmocka_unit_test(columns_count_characters_not_bytes),
        cmocka_unit_test(aliases_anchors_and_tags_are_refused),
        cmocka_unit_test(a_second_document_is_refused),
        cmocka_unit_test(deep_nesting_is_refused),
        cmocka_unit_test(a_file_over_one_mebibyte_is_refused),
        cmocka_unit_test(an_unknown_key_is_told_with_the_known_ones),
        cmocka_unit_test(unknown_keys_are_found_at_every_depth),
        cmocka_unit_test(a_key_given_twice_is_an_error),
        cmocka_unit_test(a_missing_key_is_told_at_its_block),
        cmocka_unit_test(a_value_of_the_wrong_kind_is_told),
        cmocka_unit_test(a_value_left_out_is_told),
        cmocka_unit_test(what_is_not_quite_a_number_is_refused),
        cmocka_unit_test(a_number_in_any_decimal_form_is_read),
        cmocka_unit_test(a_decimal_comma_in_the_locale_changes_nothing),
        cmocka_unit_test(only_true_and_false_are_flags),
        cmocka_unit_test(a_range_has_two_numbers),
        cmocka_unit_test(a_control_character_in_a_text_is_refused),
        cmocka_unit_test(many_faults_of_shape_are_all_told),
        cmocka_unit_test(unknown_keys_do_not_hide_faults_of_meaning_or_of_the_framework),
        cmocka_unit_test(what_libcyaml_alone_refuses_is_told_in_users_words),
        cmocka_unit_test(libcyamls_log_gives_message_and_innermost_place),
        cmocka_unit_test(a_users_word_is_made_safe_to_print),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
