/* Damaged and oversized models: whatever the bytes, reading ends with a status and an explanation, without a crash, a
 * leak or more than linear work.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "unit/model/attempt.h"

enum { N_DAMAGED = 4000, N_ROWS = 100000 };

/* SplitMix64: the same numbers on every machine. */
static uint64_t next(uint64_t *seed)
{
    uint64_t z = *seed += 0x9E3779B97F4A7C15u;

    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
}

static size_t below(uint64_t *seed, size_t n)
{
    return n > 0 ? (size_t) (next(seed) % n) : 0;
}

/* Replace, remove, repeat or insert some bytes. @return new length; the buffer has room for 64 more */
static size_t damage(char *text, size_t n, uint64_t *seed)
{
    static const char salt[] = "{}[]:,-&*!|>'\"%@#?\n\t \\0123456789.eE+~";
    const size_t times = 1 + below(seed, 4);

    for (size_t k = 0; k < times && n > 8; k++) {
        const size_t at = below(seed, n), length = 1 + below(seed, 8);

        switch (below(seed, 4)) {
        case 0:
            text[at] = (char) next(seed);
            break;
        case 1:
            text[at] = salt[below(seed, sizeof salt - 1)];
            break;
        case 2:
            if (at + length < n) {
                memmove(text + at, text + at + length, n - at - length);
                n -= length;
            }
            break;
        default:
            if (at + length < n) {
                memmove(text + at + length, text + at, n - at);
                n += length;
            }
        }
    }
    return n;
}

static void check_outcome(const attempt *a)
{
    assert_true(a->status == TITIAN_OK || a->status == TITIAN_E_MODEL);
    assert_true((a->model != NULL) == (a->status == TITIAN_OK));
    assert_true((a->problems.n_errors > 0) == (a->status != TITIAN_OK));
    for (size_t k = 0; k < a->n_heard; k++) {
        assert_true(a->heard[k].message[0] != '\0');
        assert_true(a->heard[k].mend[0] != '\0');
        assert_true(a->heard[k].file[0] != '\0');
    }
}

static void a_damaged_model_yaml_is_refused_or_read_but_never_crashes(void **state)
{
    const size_t length = strlen(sound_yaml), n_csv = strlen(sound_framework);
    char *text = malloc(length + 64);
    uint64_t seed = 2021;

    (void) state;
    assert_non_null(text);
    for (size_t k = 0; k < N_DAMAGED; k++) {
        attempt *a = NULL;
        size_t n;

        memcpy(text, sound_yaml, length);
        n = damage(text, length, &seed);
        a = attempt_bytes(text, n, sound_framework, n_csv);
        check_outcome(a);
        let_go(a);
    }
    free(text);
}

static void a_damaged_framework_is_refused_or_read_but_never_crashes(void **state)
{
    const size_t length = strlen(sound_framework), n_yaml = strlen(sound_yaml);
    char *text = malloc(length + 64);
    uint64_t seed = 2022;

    (void) state;
    assert_non_null(text);
    for (size_t k = 0; k < N_DAMAGED; k++) {
        attempt *a = NULL;
        size_t n;

        memcpy(text, sound_framework, length);
        n = damage(text, length, &seed);
        a = attempt_bytes(sound_yaml, n_yaml, text, n);
        check_outcome(a);
        let_go(a);
    }
    free(text);
}

static void every_beginning_of_a_model_is_refused_or_read(void **state)
{
    const size_t n_yaml = strlen(sound_yaml), n_csv = strlen(sound_framework);

    (void) state;
    for (size_t n = 0; n <= n_yaml; n++) {
        attempt *a = attempt_bytes(sound_yaml, n, sound_framework, n_csv);

        check_outcome(a);
        let_go(a);
    }
    for (size_t n = 0; n <= n_csv; n++) {
        attempt *a = attempt_bytes(sound_yaml, n_yaml, sound_framework, n);

        check_outcome(a);
        let_go(a);
    }
}

/* A framework of N_ROWS indicators, ten to a parent, written row by row with one format. */
static char *large_framework(const char *format)
{
    const size_t room = (size_t) N_ROWS * 64;
    char *text = malloc(room);
    size_t n;

    assert_non_null(text);
    n = (size_t) snprintf(text, room, "iCode,Type,Level,Parent,Weight,Direction,SourceCode\n");
    for (int k = 0; k < N_ROWS; k++)
        n += (size_t) snprintf(text + n, room - n, format, k, k / 10, k);
    for (int k = 0; k < N_ROWS / 10; k++)
        n += (size_t) snprintf(text + n, room - n, "P%d,Aggregate,2,TOP,1,,\n", k);
    (void) snprintf(text + n, room - n, "TOP,Aggregate,3,,,,\n");
    return text;
}

static void a_framework_of_100000_rows_is_read(void **state)
{
    char *text = large_framework("I%d,Indicator,1,P%d,1,1,S%d\n");
    attempt *a = attempt_parse(NULL, text);

    (void) state;
    assert_sound(a);
    assert_int_equal(titian_framework_n_indicators(titian_model_recipe(a->model)->framework), N_ROWS);
    let_go(a);
    free(text);
}

/* Each row with faults of its own, suggestions looked for among 10,000 parents: still linear. */
static void a_framework_of_100000_faulty_rows_is_read_to_its_end(void **state)
{
    char *text = large_framework("I%d,Indicator,2,Q%d,-1,%d,TWICE\n");
    attempt *a = attempt_parse("normalise: {method: goalposts}\n", text);

    (void) state;
    assert_int_equal(a->status, TITIAN_E_MODEL);
    assert_true(a->problems.n_errors > 5 * (size_t) N_ROWS);
    let_go(a);
    free(text);
}

/* One mebibyte of the same short text, over and over. */
static attempt *repeated(const char *head, const char *unit)
{
    const size_t room = 1024 * 1024, step = strlen(unit);
    char *text = malloc(room);
    size_t n = strlen(head);
    attempt *a = NULL;

    assert_non_null(text);
    memcpy(text, head, n);
    for (; n + step <= room; n += step)
        memcpy(text + n, unit, step);
    a = attempt_bytes(text, n, sound_framework, strlen(sound_framework));
    free(text);
    return a;
}

static void a_mebibyte_of_anything_is_read_in_reasonable_time(void **state)
{
    static const char *const texts[][2] = {{"", "x: 1\n"}, {"units:\n", "- {group: gpr, in: [a]}\n"},
        {"units: [", "["}, {"title: \"", "\\n"}, {"bands:\n", "- {name: a, from: 1}\n"}, {"", "- "}, {"", "? "},
        {"x: ", "{a: "}, {"order: [", "a,"}, {"", "title: x\n"}, {"", ": "}, {"", "# \n"}, {"a: |\n", " x\n"},
        {"", "\"a\" "}, {"uncertainty:\n  vary:\n", "  - {name: a, alternatives: [{name: a, aggregate: [{}]}]}\n"},
        {"uncertainty:\n  vary:\n  - {name: f, alternatives: [{name: x}]}\n  - alternatives:\n",
            "    - {name: a, when: [{factor: f, in: [x]}], treat: {}}\n"},
        {"uncertainty:\n  vary:\n  - {name: f, alternatives: [{name: x}]}\n",
            "  - {alternatives: [{name: a, when: [{factor: f, in: [x]}]}]}\n"},
        {"uncertainty:\n  vary:\n  - alternatives:\n    - name: x\n      when:\n", "      - {factor: f, in: [a]}\n"}};

    (void) state;
    for (size_t k = 0; k < sizeof texts / sizeof *texts; k++) {
        attempt *a = repeated(texts[k][0], texts[k][1]);

        assert_true(a->status == TITIAN_OK || a->status == TITIAN_E_MODEL);
        let_go(a);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_damaged_model_yaml_is_refused_or_read_but_never_crashes),
        cmocka_unit_test(a_damaged_framework_is_refused_or_read_but_never_crashes),
        cmocka_unit_test(every_beginning_of_a_model_is_refused_or_read),
        cmocka_unit_test(a_framework_of_100000_rows_is_read),
        cmocka_unit_test(a_framework_of_100000_faulty_rows_is_read_to_its_end),
        cmocka_unit_test(a_mebibyte_of_anything_is_read_in_reasonable_time),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
